"""In which ways a patient lets us reach them: in words, and since when, as the history tells it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from patients.people.models import Patient

# The words of each consent, as patients read them.
WORDS = {
    Patient.Channel.EMAIL: _("You may write me e-mails."),
    Patient.Channel.CALL: _("You may call me."),
    Patient.Channel.VOICE: _("You may leave me a voice message."),
    Patient.Channel.TEXT: _("You may send me text messages."),
}


@dataclass
class Agreement:
    """One way to reach a patient: the words, whether they agree now, and since when (None: never asked)."""

    words: str
    is_given: bool
    since: datetime | None


def agreements_of(patient):
    """Each way, with the last time the patient agreed or took it back (one query)."""
    since, given = {}, set()
    story = Patient.pgh_event_model.objects.filter(pgh_obj=patient).order_by("pgh_id")
    for at, channels in story.values_list("pgh_created_at", "channels"):
        for channel in given.symmetric_difference(channels):
            since[channel] = at
        given = set(channels)
    return [
        Agreement(words, channel in patient.channels, since.get(channel)) for channel, words in WORDS.items()
    ]
