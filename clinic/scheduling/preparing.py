"""How to prepare for a visit: the sheet a patient reads and prints, and confirming it.

Times of the clock come from numbers that a medical director has confirmed, and from no others.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from education.models import Wording
from education.wordings import wording

from . import confirming
from .models import Preparation
from .preparation_words import OF_TREATMENTS, OF_TYPES, PLACES

NO_TREATMENT = ("prepare_evaluation", "prepare_follow_up")


@dataclass(frozen=True)
class Sheet:
    """How to prepare for one visit. `place` and, for a treatment, the shared places hold its words.

    `eat_until`, `drink_until` and `spray_until` are moments on the location's wall clock, None where nothing is
    said; `as_usual`: people eat and drink as they always do; `asks_us`: the numbers are not confirmed or decided.
    """

    place: str
    is_treatment: bool
    needs_escort: bool
    session_start: datetime
    eat_until: datetime | None = None
    drink_until: datetime | None = None
    spray_until: datetime | None = None
    as_usual: bool = False
    asks_us: bool = False


def sheet_of(appointment):
    """The sheet for an appointment."""
    preparation = Preparation.objects.filter(type=appointment.type_id).first()
    return sheet(appointment.type, preparation, appointment.starts_at)


def sheet(type, preparation, session_start):
    """The sheet for a session of a type that starts then, aware; `preparation` is None where nobody made one."""
    shape = {
        "place": f"scheduling.{place_of(type)}",
        "is_treatment": type.is_treatment,
        "needs_escort": type.needs_escort,
        "session_start": session_start,
    }
    if not type.is_treatment:
        return Sheet(**shape)
    if preparation is None or not preparation.is_confirmed:
        return Sheet(**shape, asks_us=True)
    food, drink = preparation.no_food_minutes, preparation.no_drink_minutes
    return Sheet(
        **shape,
        eat_until=_before(session_start, food),
        drink_until=_before(session_start, drink),
        spray_until=_before(session_start, preparation.no_spray_minutes),
        as_usual=(food, drink) == (0, 0),
        asks_us=food is None or drink is None,
    )


def unused_sheets(types, session_start):
    """A sheet for each place whose words none of these types uses: pairs of what it is called and the sheet."""
    used = {place_of(type) for type in types}
    return [
        (
            PLACES[place].title,
            Sheet(
                place=f"scheduling.{place}",
                is_treatment=place not in NO_TREATMENT,
                needs_escort=False,
                session_start=session_start,
                asks_us=True,
            ),
        )
        for place in OF_TYPES
        if place not in used
    ]


def place_of(type):
    """The place with the words for a type: its own, or those of its kind."""
    own, of_kind = f"prepare_{type.key}", f"prepare_{type.kind}"
    return own if own in OF_TYPES else of_kind


def confirm(*, setting, by, now):
    """A medical director answers for a type's numbers and for the words of its sheet, as they are now."""
    with transaction.atomic():
        confirmed = confirming.confirm(setting=setting, by=by, now=now)
        confirmed.words_sha256 = words_digest(confirmed.type)
        confirmed.save(update_fields=["words_sha256"])
        return confirmed


def are_words_confirmed(preparation, own=None):
    """Whether the sheet says in every language what the medical director confirmed; `own` are the `own_words`."""
    return preparation.is_confirmed and preparation.words_sha256 == words_digest(preparation.type, own)


def unconfirmed():
    """The preparations of types in use whose numbers or words nobody answers for, in two queries."""
    in_use = Preparation.objects.filter(type__is_active=True).select_related("type")
    own = own_words()
    return [each for each in in_use if not are_words_confirmed(each, own)]


def own_words():
    """What the clinic says on the sheets in its own words, by place and language."""
    keys = [f"scheduling.{place}" for place in PLACES]
    return {(row.key, row.language): row.text for row in Wording.objects.filter(key__in=keys)}


def words_digest(type, own=None):
    """A digest of all that the sheet of a type says, in every language."""
    own = own_words() if own is None else own
    places = [place_of(type), *(OF_TREATMENTS if type.is_treatment else ())]
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key in (f"scheduling.{place}" for place in places):
                said.append(own.get((key, language)) or str(wording.places()[key].words))
    return sha256("\n".join(said).encode()).hexdigest()


def _before(session_start, minutes):
    """That many minutes earlier on the same wall clock, whose own changes count; None for none."""
    if not minutes:
        return None
    return (session_start.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(session_start.tzinfo)
