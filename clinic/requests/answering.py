"""What becomes of a request: the desk moves, cancels, keeps or proposes times; the patient chooses one of them.

A person decides each of it. The appointment is moved and canceled by the acts of the diary, which judge as always.
"""

from contextlib import contextmanager
from datetime import UTC

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.scheduling import booking, cancelling
from clinic.scheduling.models import Appointment
from patients.area.linking import tell_of_news
from patients.people.models import Patient

from .models import MOST_PROPOSED, ChangeRequest, ProposedTime

Answer = ChangeRequest.Answer
PATIENT = Appointment.AskedBy.PATIENT
REASONS = {
    "move": gettext_lazy("The patient asked on their own page"),
    "pick": gettext_lazy("The patient chose this time on their own page"),
}


def move(*, request, session_start, room, clinician, by, now):
    """Move the visit to this time, as the patient asked; returns the request. Refuses as `booking.move` does."""
    with _held(request, now) as held:
        _move(held, session_start, room, clinician, by, REASONS["move"], now)
        return _answer(held, Answer.MOVED, by, now)


def cancel(*, request, by, now):
    """Cancel the visit, as the patient asked; it counts as late if they asked late, however long we took."""
    with _held(request, now) as held:
        asked = {"asked_by": PATIENT, "asked_at": held.asked_at}
        reason = str(REASONS["move"])
        cancelling.cancel(appointment=held.appointment, by=by, reason=reason, now=now, **asked)
        return _answer(held, Answer.CANCELLED, by, now)


def keep(*, request, words, by, now):
    """The visit stays as it is, and these words say why; the patient has a mail that something is on their page."""
    if not words.strip():
        raise ValidationError(_("Tell the patient why, in kind words."), "words_missing")
    with _held(request, now) as held:
        kept = _answer(held, Answer.KEPT, by, now, words=words.strip())
        _tell(held)
        return kept


def propose(*, request, times, by, now, seen=()):
    """Propose up to three times, each with `session_start`, `room` and `clinician`, instead of those before.

    They keep nothing. The patient has a mail that something is on their page. Returns the ProposedTimes. Those that
    stand already are proposed, and written of, once. `by` has `seen` those of these references: refuses with code
    `changed_meanwhile` where a colleague has proposed others since.
    """
    if not 0 < len(times) <= MOST_PROPOSED:
        raise ValidationError(_("Choose one, two or three times to propose."), "how_many")
    with _held(request, now) as held:
        standing = list(held.times.standing().select_related("room", "clinician"))
        if {*map(_where, standing)} == {*map(_where, times)}:
            return standing
        if not set(seen).issuperset(time.reference for time in standing):
            words = _("A colleague has proposed other times meanwhile. Look at them first.")
            raise ValidationError(words, "changed_meanwhile")
        held.times.standing().update(dropped_at=now)
        proposed = [
            ProposedTime.objects.create(
                request=held,
                position=position,
                session_start=time.session_start,
                room=time.room,
                clinician=time.clinician,
                proposed_by=by,
                proposed_at=now,
            )
            for position, time in enumerate(sorted(times, key=lambda time: time.session_start), start=1)
        ]
        _tell(held)
        return proposed


def pick(*, proposed, now):
    """The patient chooses one of the times: the visit moves there if it is still to be had. Returns the request.

    Who proposed it stands as who moved it, with the reason that the patient chose. Refuses with code `gone` where
    somebody else has it now; that time is dropped, and where it was the last one the desk is next again.
    """
    refusal = None
    with _held(proposed.request, now, patient=True) as held:
        chosen = held.times.standing().filter(pk=proposed.pk).first()
        if chosen is None:
            raise ValidationError(_("This time is not proposed any more."), "gone")
        where = chosen.session_start, chosen.room, chosen.clinician
        try:
            _move(held, *where, chosen.proposed_by, REASONS["pick"], now)
        except ValidationError as error:
            if any(each.code in ("busy", "changed_meanwhile") for each in error.error_list):
                raise  # it may be free a moment later
            refusal = error
            held.times.filter(pk=chosen.pk).update(dropped_at=now)
        else:
            _answer(held, Answer.MOVED, None, now)
    if refusal:
        raise ValidationError(_("This time is not free any more."), "gone") from refusal
    return held


def turn_down(*, request, seen, now):
    """None of the times suits the patient, who has `seen` those of these references: the desk is next again.

    Refuses with code `other_times` where others took their place meanwhile.
    """
    with _held(request, now, patient=True) as held:
        standing = held.times.standing()
        if not set(seen).issuperset(standing.values_list("reference", flat=True)):
            raise ValidationError(_("We have answered meanwhile. Look at it again."), "other_times")
        standing.update(dropped_at=now)
        return held


def refuse_answered(request, now):
    """Refuse a request that waits for nobody any more."""
    if not request.is_open(now):
        words = {"outcome": request.outcome_words or _("the visit has begun")}
        raise ValidationError(_("This request is answered already: %(outcome)s."), "answered", words)


@contextmanager
def _held(request, now, *, patient=False):
    """The request under its own lock, with its appointment as it is; refuses one that is not open any more."""
    who = {"patient": True} if patient else {}
    with transaction.atomic(), pghistory.context(**who):
        rows = ChangeRequest.objects.select_for_update(of=("self",), no_key=True)
        held = rows.get(pk=request.pk)
        held.appointment = Appointment.objects.for_diary().get(pk=held.appointment_id)
        refuse_answered(held, now)
        yield held


def _move(request, session_start, room, clinician, by, reason, now):
    booking.move(
        appointment=request.appointment,
        session_start=session_start,
        room=room,
        clinician=clinician,
        by=by,
        reason=str(reason),
        asked_by=PATIENT,
        now=now,
    )


def _where(time):
    """What tells one time from another; moments of an hour that comes twice are told apart in UTC alone."""
    return time.session_start.astimezone(UTC), time.room.pk, time.clinician.pk


def _answer(request, answer, by, now, words=""):
    request.answer, request.answered_by, request.answered_at = answer, by, now
    request.answer_words = ChangeRequest._meta.get_field("answer_words").clean(words, None)
    request.save()
    return request


def _tell(request):
    """Mail the patient, if we may, that something is on their page; what a move or a cancellation sends is theirs."""
    patient = request.appointment.patient
    if Patient.Channel.EMAIL in patient.channels:
        tell_of_news(patient=patient)
