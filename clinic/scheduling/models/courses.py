"""Courses: so many sessions of one treatment, authorised by a prescriber."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.models import Treatment
from patients.consent.models import Consent
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Hold, Patient
from patients.screening.models import Evaluation

from ..composite_keys import CompositeForeignKey
from .statuses import AGREED_STATUSES, Status

MOST_SESSIONS = 60
SOON = timedelta(days=30)  # before an evaluation or a consent runs out


def in_words(phases):
    """Phases one after the other, as a sentence reads them."""
    return "; ".join(phase.words for phase in phases)


class CourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Courses of the patients this person may see."""
        if not user.has_perm("scheduling.view_course"):
            return self.none()
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def running(self):
        """Courses nobody has ended."""
        return self.filter(ended_on=None)

    def evaluated(self, day):
        """Courses whose patient's newest evaluation for this treatment decides for it, and is in force.

        A course goes on under a newer decision for it, and waits under a newer one against it; `evaluation` stays
        the one on which it was authorised.
        """
        newest = Evaluation.objects.in_force(day).eligible()
        return self.filter(
            models.Exists(
                newest.filter(patient=models.OuterRef("patient"), treatment=models.OuterRef("treatment"))
            )
        )

    def without_ground(self, day):
        """Courses whose evaluation or consent does not hold on the given date."""
        return self.exclude(pk__in=Course.objects.evaluated(day), consent__in=Consent.objects.in_force(day))

    def on_hold(self, day):
        """Courses whose sessions wait: an open Hold, or an evaluation or consent no longer in force."""
        held = models.Exists(Hold.objects.open().filter(patient=models.OuterRef("patient")))
        return self.without_ground(day) | self.filter(held)

    def to_plan(self, now):
        """Running courses with sessions to book: after the last that has begun, and before a review that ended it."""
        taken = Q(appointments__status__in=AGREED_STATUSES)
        to_come = Q(
            appointments__status=Status.BOOKED,
            appointments__session__startswith__gt=now,
        )
        last_begun = models.Max("appointments__number", filter=taken & ~to_come, default=0)
        counted = self.running().annotate(
            last_begun=last_begun, to_come=models.Count("appointments", filter=to_come)
        )
        going_on = counted.exclude(gates__decision__in=("change", "stop"))
        return going_on.filter(sessions_authorised__gt=models.F("last_begun") + models.F("to_come"))

    def wait_soon(self, now):
        """Courses that wait now, or will within `SOON` if nobody does anything."""
        return self.on_hold(now.date() + SOON)


@pghistory.track()
class Course(models.Model):
    """A course of sessions, resting on an evaluation that decided for it and on a consent."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="courses"
    )
    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.PROTECT, related_name="+"
    )
    # Neither of the two is ever empty: a constraint with a name says so, and NOT NULL has none.
    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.PROTECT, null=True, related_name="courses"
    )
    decision = models.CharField(max_length=10, default=Evaluation.Decision.ELIGIBLE, editable=False)
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), on_delete=models.PROTECT, null=True, related_name="courses"
    )
    sessions_authorised = models.PositiveSmallIntegerField(_("sessions authorized"))
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("authorized by"), on_delete=models.PROTECT, related_name="+"
    )
    authorised_at = models.DateTimeField(_("authorized"), default=timezone.now)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-authorised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="course_for_appointments", fields=["id", "patient", "treatment", "sessions_authorised"]
            ),
            models.UniqueConstraint(
                name="course_running_once_per_treatment",
                fields=["patient", "treatment"],
                condition=Q(ended_on=None),
                violation_error_message=_(
                    "A course of this treatment is running already. End it before you authorize another."
                ),
            ),
            models.CheckConstraint(
                name="course_evaluation_decided_for_it",
                condition=Q(decision="eligible"),
                violation_error_message=_("The evaluation did not decide in favor of treatment."),
            ),
            models.CheckConstraint(
                name="course_has_evaluation",
                condition=Q(evaluation__isnull=False),
                violation_error_message=_("A course needs an evaluation."),
            ),
            models.CheckConstraint(
                name="course_has_consent",
                condition=Q(consent__isnull=False),
                violation_error_message=_("A course needs a consent."),
            ),
            models.CheckConstraint(
                name="course_number_of_sessions",
                condition=Q(sessions_authorised__gte=1, sessions_authorised__lte=MOST_SESSIONS),
                violation_error_message=_("A course has 1 to 60 sessions."),
            ),
            CompositeForeignKey(
                name="course_evaluation_is_the_patients",
                fields=["evaluation", "patient", "treatment", "decision"],
                to="screening.Evaluation",
                to_fields=["id", "patient", "treatment", "decision"],
                deferrable=True,
                violation_error_message=_(
                    "The evaluation is another patient’s, for another treatment, or decided otherwise."
                ),
            ),
            CompositeForeignKey(
                name="course_consent_is_the_patients",
                fields=["consent", "patient", "treatment"],
                to="consent.Consent",
                to_fields=["id", "patient", "treatment"],
                deferrable=True,
                violation_error_message=_("The consent is another patient’s, or for another treatment."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            pgtrigger.Protect(name="course_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return _("%(treatment)s, %(count)s sessions") % {
            "treatment": self.treatment,
            "count": self.sessions_authorised,
        }

    def free_numbers(self):
        """The numbers of its sessions that are still to book, the lowest first."""
        taken = set(self.appointments.agreed().values_list("number", flat=True))
        return [number for number in range(1, self.sessions_authorised + 1) if number not in taken]

    @property
    @admin.display(description=_("phases"))
    def phases_in_words(self):
        """What was authorised, such as “6 sessions, 2 to 4 days apart, then a review”."""
        return in_words(self.phases.all())
