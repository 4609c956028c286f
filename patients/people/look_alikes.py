"""People who look alike: nobody is registered twice unseen, and what somebody made sure of is kept."""

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
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


def patients_in_pairs(patients):
    """Those who look like somebody registered after them (`look_like_them`: their keys), in one query.

    They share an e-mail or a phone, or a birth date under names somewhat alike, and nobody has said that they
    are two people.
    """
    known_apart = DifferentPeople.objects.filter(one=OuterRef(OuterRef("pk")), other=OuterRef("pk"))
    second = patients.annotate(shouted=Upper("legal_name")).filter(
        Q(birth_date=OuterRef("birth_date"), shouted__trigram_similar=Upper(OuterRef("legal_name")))
        | (Q(email__iexact=OuterRef("email")) & ~Q(email=""))
        | (Q(phone=OuterRef("phone")) & ~Q(phone="")),
        ~Exists(known_apart),
        pk__gt=OuterRef("pk"),
    )
    theirs = ArraySubquery(second.order_by("pk").values("pk"))
    return patients.filter(Exists(second)).annotate(look_like_them=theirs)


def likely_pairs(patients, limit):
    """At most `limit` pairs of these patients who are perhaps one person, in two queries."""
    found = list(patients_in_pairs(patients).values_list("pk", "look_like_them")[:limit])
    pairs = [(first, second) for first, seconds in found for second in seconds][:limit]
    people = patients.marking_holds().select_related("location", "registered_by")
    rows = people.in_bulk({pk for pair in pairs for pk in pair})
    return [(rows[first], rows[second]) for first, second in pairs]


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
