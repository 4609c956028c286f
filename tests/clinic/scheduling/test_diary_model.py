"""A short run of the diary beside its model; at full size in `tests/drills/test_diary_storms.py`."""

from tests.clinic.scheduling.diary_model import hold_against_the_model


def test_whatever_is_done_in_whatever_order_the_diary_is_what_a_plain_model_says(small_clinic):
    """T06"""
    hold_against_the_model(small_clinic, max_examples=8, stateful_step_count=15, derandomize=True)
