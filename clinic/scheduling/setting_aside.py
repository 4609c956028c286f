"""What somebody may set aside once an act has refused it: hours, and the days between sessions; else nothing."""

from .judging import HOURS

GAPS = {"gap_short", "gap_long"}
GAPS_REFUSED = {*GAPS, "gap_prescriber_only"}
HOURS_REFUSED = {*HOURS, "outside_hours_clinician_only"}


def breaks_gaps(refusal):
    """Whether the days between the sessions of a course are against it, whoever asks."""
    return any(error.code in GAPS_REFUSED for error in refusal.error_list)


def may_set_aside(refusal, user):
    """The names of the reasons with which `user` may ask the same again, as the acts take them.

    Empty where anything else is against it too, or the user may not set all of it aside: then a reason would not
    help.
    """
    codes = {error.code for error in refusal.error_list}
    reasons = set()
    if codes & HOURS and user.has_perm("scheduling.book_outside_hours"):
        reasons.add("outside_hours_because")
        codes -= HOURS
    if codes & GAPS and ("gap_short" not in codes or user.has_perm("scheduling.break_course_gaps")):
        reasons.add("gap_because")
        codes -= GAPS
    return set() if codes else reasons
