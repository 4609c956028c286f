"""The demo's days: who came to the visits that are past, who did not, and how today has gone so far."""

from datetime import timedelta

from clinic.scheduling import arriving, cancelling
from clinic.scheduling.models import Appointment

Status = Appointment.Status
DID_NOT_COME = ("Deb Drama", "Jan Journal")  # to the last visit that is past
EARLY, LINGERS = timedelta(minutes=4), timedelta(minutes=6)


def load_days(team, now):
    """What happened to everything that has begun by now, once: whoever used the demo since has said it better."""
    if Appointment.objects.filter(status=Status.FINISHED).exists():
        return
    begun = Appointment.objects.filter(status=Status.BOOKED, visit__startswith__lt=now)
    begun = list(begun.select_related("type", "room__location", "clinician", "patient").order_by("visit"))
    missed = {row.patient.legal_name: row for row in begun if row.visit.upper < now}
    missed = [missed[name] for name in DID_NOT_COME if name in missed]
    late = {
        row.location: row for row in begun if row.visit.upper > now
    }.values()  # the last to be here by now
    for row in begun:
        if row in missed:
            at = row.visit.lower + timedelta(minutes=25)
            cancelling.mark_no_show(appointment=row, by=team["frontdesk"], now=at, reason="No answer (demo)")
        elif row not in late:
            _come(row, team["frontdesk"], now)


def _come(row, front_desk, now):
    """The steps of a visit, as far as it has come by now."""
    row = arriving.arrive(appointment=row, by=front_desk, now=row.visit.lower - EARLY)
    if row.type.needs_escort:
        named = {"name": f"Bo {row.patient.legal_name.split()[-1]}", "phone": "+12125550185"}
        row = arriving.name_escort(appointment=row, by=front_desk, now=row.visit.lower, **named)
    if row.visit.upper < now:
        row = arriving.make_ready(appointment=row, by=row.clinician.user, now=row.visit.upper)
    if row.visit.upper + LINGERS < now:
        arriving.finish(appointment=row, by=front_desk, now=row.visit.upper + LINGERS)
