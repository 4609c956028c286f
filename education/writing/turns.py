"""Whose turn it is with an edition, in a sentence, and who could take it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from clinic.accounts import roles
from clinic.accounts.models import User

from ..models import Edition

State = Edition.State


@dataclass(frozen=True)
class Turn:
    """What happens next: a sentence, and the people it waits for."""

    words: str
    people: list = field(default_factory=list)


def whose_turn(edition, now):
    """Who is next, and what for."""
    if edition.state == State.DRAFT:
        return Turn(
            _("It is being written. Send it for review when it is ready."), list(edition.writers.all())
        )
    if edition.state == State.CLINICAL_REVIEW:
        words = _("A clinical reviewer who wrote none of it reads it next.")
        return Turn(words, _others(edition, roles.CLINICAL_REVIEWER))
    if edition.state == State.PLAIN_REVIEW:
        words = _("An editor who wrote none of it reads it next, for plain language.")
        return Turn(words, _others(edition, roles.EDITOR))
    if edition.state == State.APPROVED:
        if edition.publish_at:
            when = date_format(localtime(edition.publish_at), "M j, Y, H:i T")
            return Turn(_("It will be published by itself: %(when)s.") % {"when": when})
        if edition.clinic_choices() and not edition.is_signed_off:
            return Turn(_("Both reviews are passed. A medical director signs off its numbers next."))
        return Turn(_("Both reviews are passed. An editor publishes it now, or plans when."))
    if edition.state == State.PUBLISHED:
        due = date_format(edition.review_due, "M j, Y")
        words = _("Everybody reads this edition. Its next review was due %(day)s.")
        if edition.review_due >= now.date():
            words = _("Everybody reads this edition. Its next review is due %(day)s.")
        return Turn(words % {"day": due})
    if edition.state == State.WITHDRAWN:
        return Turn(_("It was withdrawn. Nobody reads it, and its words are kept."))
    return Turn(_("A newer edition took its place. Its words are kept."))


def _others(edition, role):
    wrote = Edition.objects.filter(pk=edition.pk).written_by(OuterRef("pk"))
    return list(User.objects.in_role(role).exclude(Exists(wrote)).order_by("name"))
