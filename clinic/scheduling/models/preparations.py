"""How long before a session people eat, drink and use a nasal spray no more: settings a medical director confirms."""

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .confirmed import Confirmed
from .types import AppointmentType

LONGEST = 24 * 60


def _minutes(label, help_text=""):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(LONGEST)], help_text=help_text
    )


class PreparationQuerySet(models.QuerySet):
    def unconfirmed(self):
        """Of types in use, those whose numbers no medical director answers for."""
        return self.filter(type__is_active=True, confirmed_by=None)


@pghistory.track()
class Preparation(Confirmed):
    """The numbers on the sheet that tells a patient how to prepare for a visit of one type.

    Minutes before the session begins, which for a treatment is the first dose. The words of the sheet are wordings
    (`clinic.scheduling.preparing`); `words_sha256` says which of them were confirmed.
    """

    type = models.OneToOneField(
        AppointmentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="preparation"
    )
    no_food_minutes = _minutes(
        _("nothing to eat, minutes before the session"),
        _("Empty: not decided yet, and patients read that we tell them. 0: they eat as usual."),
    )
    no_drink_minutes = _minutes(_("nothing to drink, minutes before"), _("Empty and 0 likewise."))
    no_spray_minutes = _minutes(
        _("no nasal spray, minutes before"),
        _("A spray for the nose with a steroid or a decongestant. Empty: nothing is said of it."),
    )
    source = models.CharField(
        _("where the numbers come from"),
        max_length=400,
        blank=True,
        help_text=_("For staff: patients do not read it. Say too what nobody has checked."),
    )
    words_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = PreparationQuerySet.as_manager()

    class Meta(Confirmed.Meta):
        verbose_name = _("how to prepare")
        verbose_name_plural = _("how to prepare")
        ordering = ["type__kind", "type__name"]
        constraints = [
            *Confirmed.Meta.constraints,
            models.CheckConstraint(
                name="preparation_within_a_day",
                condition=Q(
                    no_food_minutes__lte=LONGEST, no_drink_minutes__lte=LONGEST, no_spray_minutes__lte=LONGEST
                ),
                violation_error_message=_("A day before at most."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changed_preparation_is_unconfirmed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "((OLD.no_food_minutes, OLD.no_drink_minutes, OLD.no_spray_minutes)"
                    " IS DISTINCT FROM (NEW.no_food_minutes, NEW.no_drink_minutes, NEW.no_spray_minutes)"
                    " AND (OLD.confirmed_by_id, OLD.confirmed_on)"
                    " IS NOT DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))"
                ),
                func="NEW.confirmed_by_id := NULL; NEW.confirmed_on := NULL; RETURN NEW;",
            ),
        ]

    def __str__(self):
        return str(self.type)
