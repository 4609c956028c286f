"""What the database refuses of requests and proposed times, whoever writes them."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from clinic.requests.models import ChangeRequest, ProposedTime

WRONG_REQUESTS = {
    "changerequest_known_wish": {"wants": "sing"},
    "changerequest_known_days": {"weekdays": [0]},
    "changerequest_known_parts": {"parts": ["night"]},
    "changerequest_answered_once": {"answer": "kept"},
}


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(("name", "wrong"), WRONG_REQUESTS.items())
def test_a_request_that_makes_no_sense(small_clinic, booked, name, wrong):
    row = {"appointment": booked, "about": booked.session.lower, "wants": "move", "form_key": uuid4()}
    row |= {"asked_at": small_clinic.now}
    with refused_by(name), transaction.atomic():
        ChangeRequest.objects.create(**row | wrong)


@pytest.mark.parametrize(
    ("name", "positions"), [("proposedtime_three_at_most", [4]), ("proposedtime_in_its_place", [1, 1])]
)
def test_more_than_three_times(small_clinic, ask, name, positions):
    row = {"request": ask(), "session_start": small_clinic.at(14), "proposed_at": small_clinic.now}
    row |= {"room": small_clinic.rooms[0], "clinician": small_clinic.clinicians[0]}
    with refused_by(name), transaction.atomic():
        for position in positions:
            ProposedTime.objects.create(**row, position=position, proposed_by=small_clinic.front_desk)
