"""The minute's job: writes to patients what they are to be told of their appointments.

Nothing that books, moves or cancels calls it. It compares what stands in the diary with what was told, one
appointment at a time, under the lock of its row; so it may run twice, die in the middle, and run on three machines.
"""

from collections import defaultdict
from datetime import timedelta
from email.utils import make_msgid

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email

from clinic.scheduling.models import Appointment
from patients.links.texting import sends_texts
from patients.people.models import Patient

from .clocks import goes_at
from .due import GRACE, due, is_settled
from .models import Delivery, Notice, ReminderTime

log = structlog.get_logger("notices")

Channel, Because = Delivery.Channel, Delivery.Because
TOLD_OF = (Appointment.Status.BOOKED, Appointment.Status.CANCELLED)
NO_SUCH_HOST = "notices.invalid"  # of the addresses that stand for people in the queue
AROUND_A_DAY = timedelta(hours=2)  # more than what clock changes add to a day, or take from it
ROUND_THE_CLOCK = timedelta(days=1)  # the longest quiet hours


def write_what_is_due(now=None):
    """Make each notice that is due now, with its place in the queue."""
    now = now or timezone.now()
    times = reminder_times()
    for appointment in perhaps_due(times, now):
        try:
            if _is_due(appointment, appointment.told_so_far.all(), times, now):
                _write(appointment.pk, times, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # whatever is odd about one appointment, the others are told
            log.exception("notice_failed")


def reminder_times():
    """The reminders of each location, by its id."""
    times = defaultdict(list)
    for time in ReminderTime.objects.all():
        times[time.location_id].append(time)
    return times


def perhaps_due(times, now):
    """Appointments of which something may be due, with what was told of them: in three queries, whatever is not.

    Those whose present version was not told, and those nobody was told of since the moment of a reminder. What is
    due in truth is `due`'s matter. The soonest comes first, as in the index they are found by; for the sake of
    another order the planner may read the whole diary.
    """
    notices = Notice.objects.filter(appointment=OuterRef("pk"))
    told_as_it_is = notices.about_changes().filter(
        version=OuterRef("version"), location=OuterRef("room__location")
    )
    reminders = Q()
    for location, theirs in times.items():
        for time in theirs:
            lead = timedelta(**{str(time.unit): time.amount})
            told_since = notices.filter(made_at__gte=OuterRef("begins") - (lead - AROUND_A_DAY))
            reminders |= Q(
                ~Exists(told_since),
                room__location=location,
                status=Appointment.Status.BOOKED,
                begins__lte=now + lead + ROUND_THE_CLOCK,
            )
    to_come = with_all_that_counts().annotate(begins=F("visit__startswith"))
    return to_come.filter(
        Q(~Exists(told_as_it_is), changed_at__lte=now - GRACE) | reminders,
        status__in=TOLD_OF,
        visit__startswith__gt=now,
    ).order_by("begins", "pk")


def with_all_that_counts():
    """Appointments with their version, their people and places, and the notices of them, the oldest first."""
    deliveries = Delivery.objects.select_related("queued")
    notices = Notice.objects.select_related("location").order_by("made_at", "id")
    return (
        Appointment.objects.with_version()
        .select_related("patient__location", "patient__inquiry", "room__location")
        .prefetch_related(Prefetch("told_so_far", notices), Prefetch("told_so_far__deliveries", deliveries))
    )


@transaction.atomic
def _write(pk, times, now):
    """Tell what is due of one appointment; nothing where somebody else is at it.

    What waits and no longer says how it stands is withdrawn first, so who knows of nothing is told nothing.
    """
    rows = Appointment.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    if rows.filter(pk=pk).first() is None:
        return
    appointment = with_all_that_counts().get(pk=pk)
    told = list(appointment.told_so_far.all())
    if not is_settled(appointment, now):
        return
    for notice in told:
        if not notice.says_where_it_stands(appointment):
            for delivery in notice.deliveries.all():
                withdraw(delivery, Because.CHANGED, now)
    found = due(appointment, told, times[appointment.location.pk], now)
    if found is None:
        return
    notice = Notice.objects.create(
        appointment=appointment,
        kind=found.kind,
        lead_amount=found.reminder.amount if found.reminder else None,
        lead_unit=found.reminder.unit if found.reminder else "",
        starts=appointment.visit.lower,
        location=appointment.location,
        version=appointment.version,
        made_at=now,
    )
    channels = agreed_channels(appointment.patient)
    goes = {channel: when_it_goes(notice, channel, now) for channel in channels}
    if not any(goes.values()):
        Delivery.objects.create(notice=notice, channel=Channel.PHONE)
    for channel, at in goes.items():
        if at:
            queue(Delivery(notice=notice, channel=channel), at=at, now=now)


def _is_due(appointment, told, times, now):
    """Whether something is due, or something that waits is to be withdrawn."""
    is_stale = any(
        delivery.is_waiting
        for notice in told
        if not notice.says_where_it_stands(appointment)
        for delivery in notice.deliveries.all()
    )
    return is_stale or due(appointment, list(told), times[appointment.location.pk], now)


def agreed_channels(patient):
    """By which channels the patient lets us write, of those the clinic has."""
    if Patient.Channel.EMAIL in patient.channels:
        yield Channel.EMAIL
    if Patient.Channel.TEXT in patient.channels and sends_texts():
        yield Channel.TEXT


def when_it_goes(notice, channel, now):
    """When this notice goes out by this channel: see `goes_at`.

    Who knows of an earlier time is told before they set out for it.
    """
    patient, before = notice.appointment.patient, notice.known_before
    return goes_at(
        now,
        is_text=channel == Channel.TEXT,
        is_reminder=notice.kind == Notice.Kind.REMINDER,
        visit_begins=before.starts if before and now < before.starts < notice.starts else notice.starts,
        location=notice.location,
        zone=patient.zone,
    )


def queue(delivery, *, at, now):
    """Give a delivery its place in the queue: it holds nothing but which notice it is. Returns the Delivery.

    After the visit has begun it is not sent any more.
    """
    delivery.queued = Email.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address_of(delivery.notice)],
        backend_alias="text" if delivery.channel == Channel.TEXT else "default",
        priority=PRIORITY.medium,
        status=STATUS.queued,
        scheduled_time=at if at > now else None,
        expires_at=delivery.notice.starts,
        message_id=make_msgid(domain=settings.SITE_HOST),
    )
    delivery.save()
    return delivery


def address_of(notice):
    """What stands for the patient's address in the queue. It leads nowhere."""
    return f"{notice.reference}@{NO_SUCH_HOST}"


def withdraw(delivery, because, now):
    """Take back what has not gone out; what has stays as it is."""
    if not delivery.is_waiting:
        return
    queued, delivery.queued = delivery.queued, None
    delivery.withdrawn_at, delivery.withdrawn_because = now, because
    delivery.save()
    if queued:
        queued.delete()
