"""Offers: a time that is kept for somebody on the waiting list until they answer."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.scheduling.models import Appointment
from patients.links.references import new_reference

from .wishes import Wish


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Offers to the patients this person may see."""
        if not user.has_perm("waitlist.view_offer"):
            return self.none()
        return self.filter(wish__in=Wish.objects.visible_to(user))

    def unanswered(self):
        return self.filter(answer="")

    def out(self, now):
        """Offers that can still be answered: their time is kept, and the time to answer is not over."""
        return self.unanswered().filter(kept__status=Appointment.Status.OFFERED, expires_at__gt=now)

    def with_all_it_shows(self):
        return self.select_related(
            "wish__patient__location",
            "wish__patient__inquiry",
            "wish__type",
            "wish__course",
            "wish__location",
            "wish__instead_of__room__location",
            "wish__instead_of__type",
            "wish__instead_of__clinician__user",
            "kept__room__location",
            "kept__clinician__user",
            "kept__type",
            "kept__patient",
            "made_by",
        )


@pghistory.track()
class Offer(models.Model):
    """One opening, offered to one patient for a wish of theirs. `offering` and `answering` write it.

    Several people may be offered one opening: their offers share the appointment that keeps it, under the name of
    one of them. That it lapsed, or that somebody was faster, is not stored: it follows from the clock and from that
    appointment.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Yes")
        DECLINED = "declined", _("No")
        TAKEN_BACK = "taken_back", _("Taken back")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    wish = models.ForeignKey(Wish, verbose_name=_("wish"), on_delete=models.PROTECT, related_name="offers")
    kept = models.ForeignKey(
        Appointment, verbose_name=_("kept by"), on_delete=models.PROTECT, related_name="+"
    )
    by_mail = models.BooleanField(_("written to"), default=False)
    made_at = models.DateTimeField(_("offered"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("offered by"), on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answer noted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient answered on their own page."),
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("booked or moved"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    mail = ""  # what became of it: see `mails.mark_unsent`

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["expires_at"], name="offer_unanswered", condition=Q(answer="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="offer_known_answer",
                condition=Q(answer__in=["", "accepted", "declined", "taken_back"]),
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                name="offer_answered_at_a_time",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message=_("An answer has a time."),
            ),
            models.CheckConstraint(
                name="offer_accepted_is_an_appointment",
                condition=Q(answer="accepted", appointment__isnull=False)
                | (~Q(answer="accepted") & Q(appointment__isnull=True)),
                violation_error_message=_("An offer that was accepted is an appointment."),
            ),
            models.CheckConstraint(
                name="offer_ends_after_it_begins",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("An offer ends after now and before the visit."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="offer_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(
                name="offer_never_changes",
                columns=["reference", "wish_id", "by_mail", "made_at", "made_by_id", "expires_at"],
            ),
            Frozen(
                name="offer_is_answered_once",
                columns=["kept_id", "answer", "answered_at", "answered_by_id", "appointment_id"],
                once="OLD.answer <> ''",
            ),
        ]

    def __str__(self):
        return f"{self.wish.patient}, {self.when_in_words}"

    @property
    def patient(self):
        return self.wish.patient

    @property
    def location(self):
        return self.kept.room.location

    @property
    def when_in_words(self):
        """The time that is offered, on the clock of its location."""
        starts = self.kept.starts_at
        return f"{date_format(starts, 'D, M j')}, {starts:%H:%M}–{self.kept.ends_at:%H:%M}"

    def is_out(self, now):
        """Whether it can still be answered."""
        return not self.answer and self.kept.is_offered and now < self.expires_at

    def state(self, now):
        """What became of it, in a few words for staff."""
        if self.answer:
            return self.get_answer_display()
        if self.is_out(now):
            until = self.expires_at.astimezone(self.location.zone)
            return gettext("Until %(until)s") % {"until": date_format(until, "D, M j, H:i")}
        if now >= self.expires_at:
            return gettext("Not answered in time")
        return gettext("Somebody else has it, or it was taken back")
