"""What the demo's patients were told of their appointments: most of it went out, some waits for a call."""

from datetime import timedelta

from post_office.models import STATUS, Email

from clinic.notices.models import Delivery, Notice
from clinic.notices.phoning import say_told
from clinic.notices.starter import load_reminder_times
from clinic.notices.writing import write_what_is_due

WAITS_FOR_A_CALL = "May Storybook"  # who agreed to calls alone: of her next visit
DOES_NOT_ARRIVE = "Ken Keepsake"  # whose mailbox is full
# When the worker looked: after the bookings of a month ago, and over the last days.
LOOKED = (timedelta(days=30) - timedelta(minutes=10), timedelta(days=1), timedelta(hours=1))
CALLED_AFTER = timedelta(minutes=20)


def load_notices(team, now):
    """Reminders of each location, and what was told until an hour ago. Loading twice adds nothing.

    What is due since then the demo's own worker sends.
    """
    load_reminder_times()
    if Notice.objects.exists():
        return
    for ago in LOOKED:
        write_what_is_due(now - ago)
        _go_out(team, now - ago, now)


def _go_out(team, then, now):
    """Everything reaches whom it was for; but the next visit of two of them is news to them."""
    made = Delivery.objects.filter(notice__made_at=then).select_related(
        "queued", "notice__appointment__patient"
    )
    not_told = {WAITS_FOR_A_CALL, DOES_NOT_ARRIVE}
    for delivery in made.order_by("notice__starts"):
        who, queued = delivery.notice.appointment.patient.legal_name, delivery.queued
        if delivery.notice.starts > now and who in not_told:
            not_told.remove(who)
            if queued:
                Email.objects.filter(pk=queued.pk).update(status=STATUS.failed)
        elif not queued:
            say_told(notice=delivery.notice, by=team["frontdesk"], now=then + CALLED_AFTER)
        elif (sent_at := queued.scheduled_time or then) <= now:
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=sent_at, tried_at=sent_at)
            Email.objects.filter(pk=queued.pk).update(status=STATUS.sent)
