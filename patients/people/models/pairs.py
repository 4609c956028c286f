"""Two rows about people who look alike: what somebody made sure of."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.inquiries.models import Inquiry

from .patients import Patient


class DifferentPeopleQuerySet(models.QuerySet):
    def of(self, patient):
        """Pairs with this patient in them."""
        return self.filter(Q(one=patient) | Q(other=patient))


@pghistory.track()
class DifferentPeople(models.Model):
    """Two patients who look alike and are two people: who made sure of it, and how."""

    one = models.ForeignKey(Patient, verbose_name=_("one"), on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Patient, verbose_name=_("other"), on_delete=models.CASCADE, related_name="+")
    because = models.CharField(_("how we know"), max_length=200)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("said by"), on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(_("said"), default=timezone.now)

    objects = DifferentPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = _("two people who look alike")
        verbose_name_plural = _("people who look alike")
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="differentpeople_once",
                fields=["one", "other"],
                violation_error_message=_("Somebody has said already that these are two people."),
            ),
            models.CheckConstraint(
                name="differentpeople_in_order",
                condition=Q(one__lt=F("other")),
                violation_error_message=_("Nobody is another person than they are."),
            ),
            models.CheckConstraint(
                name="differentpeople_says_how_we_know",
                condition=~Q(because=""),
                violation_error_message=_("Say how you know that this is somebody else."),
            ),
        ]

    def __str__(self):
        return self.because


class AskedInquiry(Inquiry):
    """An inquiry as patients know it: while one came of it, it is registered."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            pgtrigger.Trigger(
                name="inquiry_of_a_patient_stays_registered",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(old__state="registered") & ~pgtrigger.Q(new__state="registered"),
                func="""
                    IF EXISTS (SELECT FROM people_patient WHERE inquiry_id = OLD.id) THEN
                        RAISE EXCEPTION 'inquiry_of_a_patient_stays_registered'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
