"""People who look alike: nobody is registered twice unseen, and what somebody made sure of is kept."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import DifferentPeople, Patient

REGISTERING = 7_267_457  # the number of the advisory lock that whoever registers holds
LOOKED_AT = ("legal_name", "chosen_name", "birth_date", "email", "phone")


def wait_for_who_registers():
    """Nobody else registers until this transaction ends, so the second of two sees the first one's patient."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTERING])


def look_alikes_of(patient):
    """Patients who are perhaps the same person as this one, who need not be kept yet."""
    found = Patient.objects.perhaps_same_as(**{name: getattr(patient, name) for name in LOOKED_AT})
    return found.exclude(pk=patient.pk) if patient.pk else found


def refuse_look_alikes(patient, different_from, because):
    """Refuse somebody who is perhaps here already (code `perhaps_here`), and return all who look like them.

    Those in `different_from` are somebody else, which needs the words how we know.
    """
    found = list(look_alikes_of(patient))
    made_sure_of = {other.pk for other in different_from} if because.strip() else set()
    if any(other.pk not in made_sure_of for other in found):
        raise ValidationError(
            _("Perhaps this person is here already. Nobody was registered: look first."), code="perhaps_here"
        )
    return found


def keep_apart(*, patient, others, because, by, now=None):
    """Keep that these are other people than the patient, who says so and how they know. Twice is once."""
    with pghistory.context(user=by.pk):
        for other in others:
            one, second = sorted([patient, other], key=lambda each: each.pk)
            said = {"because": because.strip(), "said_by": by, "said_at": now or timezone.now()}
            DifferentPeople(one=one, other=second, **said).full_clean(
                validate_unique=False, validate_constraints=False
            )
            DifferentPeople.objects.get_or_create(one=one, other=second, defaults=said)


def alike_in(one, other):
    """In which ways two people look alike, in words."""
    if one.email and one.email.lower() == other.email.lower():
        yield _("the same e-mail")
    if one.phone and one.phone == other.phone:
        yield _("the same phone")
    if one.birth_date == other.birth_date:
        yield _("the same birth date")
    if one.legal_name.lower() == other.legal_name.lower():
        yield _("the same legal name")
