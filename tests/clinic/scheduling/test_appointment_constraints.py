"""What the database refuses one appointment by itself: raw SQL, as the application's own role."""

import uuid

import pytest
from django.db import IntegrityError, InternalError, transaction

from tests.clinic.scheduling.raw_rows import RANGES, evaluation_row, everywhere, insert, refused_by, span

WRONG_APPOINTMENTS = {
    "39 minutes": ("appointment_session_40_to_60_minutes", everywhere(span(0, 39))),
    "61 minutes": ("appointment_session_40_to_60_minutes", everywhere(span(0, 61))),
    "an empty range": ("appointment_ranges_filled", everywhere("empty")),
    "an empty visit": ("appointment_ranges_filled", {"visit": span(0, 0)}),
    "no end": ("appointment_ranges_bounded", everywhere(span(0, ""))),
    "no beginning": ("appointment_ranges_bounded", {"room_block": span("", 60)}),
    "an infinite end": ("appointment_ranges_finite", everywhere(span(0, "infinity"))),
    "an infinite room": ("appointment_ranges_finite", {"room_block": span(0, "infinity")}),
    "an infinite past": ("appointment_ranges_finite", {"clinician_block": span("-infinity", 60)}),
    "its last moment": ("appointment_ranges_half_open", everywhere(span(bounds="[]"))),
    "not its first moment": ("appointment_ranges_half_open", everywhere(span(bounds="(]"))),
    "half a minute": ("appointment_ranges_whole_minutes", everywhere(span(0.5, 60.5))),
    "half a second": ("appointment_ranges_whole_minutes", {"room_block": span(0, 60 + 1 / 120)}),
    "a room for over a day": ("appointment_ranges_within_a_day", {"room_block": span(0, 24 * 60 + 1)}),
    "a session before the visit": ("appointment_ranges_nested", {"visit": span(10, 60)}),
    "a visit after the room": ("appointment_ranges_nested", {"visit": span(0, 90)}),
    "a clinician who leaves": ("appointment_ranges_nested", {"clinician_block": span(0, 50)}),
    "an unknown status": ("appointment_known_status", {"status": "maybe"}),
    "nobody known asked": ("appointment_known_asker", {"asked_by": "rain"}),
    "late and not canceled": ("appointment_late_is_canceled", {"was_late": True}),
    "nobody takes them home, as they say": (
        "appointment_escort_confirmed_has_a_name",
        {"escort_confirmed_at": "2026-11-30T12:00Z"},
    ),
    "an offer without an end": ("appointment_offer_ends", {"status": "offered", "offered_until": None}),
    "an unknown kind": ("appointment_known_kind", {"kind": "party"}),
    "another kind than its type's": ("appointment_kind_is_the_types", {"kind": "follow_up"}),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_APPOINTMENTS.values(), ids=WRONG_APPOINTMENTS)
def test_an_impossible_appointment_is_refused(small_clinic, as_app_role, name, wrong):
    """T04, T05."""
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, **wrong))


@pytest.mark.parametrize("minutes", [40, 50, 60])
def test_a_session_of_40_to_60_minutes_is_stored(small_clinic, as_app_role, minutes):
    """T04."""
    with as_app_role() as cursor:
        assert insert(
            cursor, "scheduling_appointment", evaluation_row(small_clinic, **everywhere(span(0, minutes)))
        )


@pytest.mark.parametrize("column", RANGES)
def test_no_range_can_be_missing(small_clinic, as_app_role, column):
    with pytest.raises(IntegrityError, match=column), transaction.atomic(), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, **{column: None}))


def test_one_form_makes_one_appointment(small_clinic, as_app_role):
    """T07."""
    row = evaluation_row(small_clinic)
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)
    again = {**row, **everywhere(span(300, 360)), "reference": uuid.uuid4().hex}
    with refused_by("appointment_form_key_once"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", again)


def test_a_status_moves_along_its_arrows_only(small_clinic, as_app_role):
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))
    with refused_by("appointment_status_moves_along_arrows"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_appointment SET status = 'finished' WHERE id = %s", [booked])


def test_an_appointment_is_never_deleted(small_clinic, as_app_role):
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))
    with (
        pytest.raises(InternalError, match="Cannot delete"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("DELETE FROM scheduling_appointment WHERE id = %s", [booked])
