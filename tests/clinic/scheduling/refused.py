"""What a refused act looks like."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError

from clinic.scheduling.models import Appointment


@contextmanager
def refused(*codes, words=None):
    """The work within is refused for exactly these reasons, and nothing in the diary changes."""
    before = list(Appointment.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refusal:
        yield
    assert sorted(error.code for error in refusal.value.error_list) == sorted(codes), refusal.value
    if words is not None:
        assert words in refusal.value.messages
    assert list(Appointment.objects.order_by("pk").values()) == before
