"""The private link to a patient's own page, and what they write to us there."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from patients.links.models import MOST_WRONG_TRIES, PrivateLink, PrivateLinkQuerySet
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient


class PatientLinkQuerySet(PrivateLinkQuerySet):
    def to_replace_by(self, user):
        """Those closed by wrong birth dates, of patients to whom this person may send a new one."""
        if not user.has_perm("area.change_patientlink"):
            return self.none()
        return self.closed().filter(patient__in=Patient.objects.visible_to(user))


@pghistory.track(exclude=["token_sha256"])
class PatientLink(PrivateLink):
    """Opens one patient's own page, to whoever has the link and says the patient's birth date."""

    url_name = "my:page"
    lasts = timedelta(days=90)

    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.CASCADE, related_name="private_links"
    )

    objects = PatientLinkQuerySet.as_manager()

    class Meta(PrivateLink.Meta):
        verbose_name = _("private link of a patient")
        verbose_name_plural = _("private links of patients")
        indexes = [
            models.Index(
                fields=["patient"],
                name="patient_link_closed",
                condition=Q(revoked_at=None, wrong_tries__gte=MOST_WRONG_TRIES),
            ),
        ]
        triggers = [FollowsPatient()]

    @property
    def tries_left(self):
        return MOST_WRONG_TRIES - self.wrong_tries

    @property
    def has_run_out(self):
        return self.expires_at <= timezone.now()


class PatientMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Messages of the patients this person may see."""
        if not user.has_perm("area.view_patientmessage"):
            return self.none()
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def unread(self):
        """What nobody who works here has read."""
        return self.filter(read_at=None)

    def for_staff(self):
        """With all that a list shows of them, in two queries."""
        patients = models.Prefetch("patient", Patient.objects.marking_holds().select_related("location"))
        return self.select_related("read_by").prefetch_related(patients)


@pghistory.track()
class PatientMessage(models.Model):
    """What a patient wrote to us on their page, or which contact data they corrected there.

    Messages only grow: all that is added to one is who read it, once.
    """

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="sent_to_us"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    text = models.TextField(_("message"), max_length=2000, blank=True)
    corrected = ArrayField(
        models.CharField(max_length=40), verbose_name=_("fields corrected"), default=list, blank=True
    )
    form_key = models.UUIDField(unique=True, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PatientMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a patient")
        verbose_name_plural = _("messages of patients")
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["patient", "written_at"], name="patient_message_by_patient"),
            models.Index(fields=["written_at"], name="patient_message_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="patient_message_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the message shorter: at most 2000 characters."),
            ),
            models.CheckConstraint(
                name="patient_message_says_one_thing",
                condition=(~Q(text="") & Q(corrected=[])) | (Q(text="") & ~Q(corrected=[])),
                violation_error_message=_("Write your message first."),
            ),
            models.CheckConstraint(
                name="patient_message_read_by_somebody",
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_at__gte=F("written_at"), read_by__isnull=False),
                violation_error_message=_("A message is read by somebody, after it was written."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="patient_message_is_never_deleted", operation=pgtrigger.Delete),
            FollowsPatient(),
            Frozen(
                name="patient_message_never_changes",
                columns=["reference", "written_at", "text", "corrected", "form_key"],
            ),
            Frozen(
                name="patient_message_is_read_once",
                columns=["read_at", "read_by_id"],
                once="OLD.read_at IS NOT NULL",
            ),
        ]

    def __str__(self):
        return f"{self.written_at:%d %b %Y %H:%M}"
