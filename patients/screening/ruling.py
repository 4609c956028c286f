"""Changing a screening rule: one prescriber proposes a new version, a second one lets it through or declines it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.locations.directors import is_medical_director
from education.models import Treatment

from .models import Rule
from .models.rules import SAID


def _prescribers_only(person):
    if not person.has_perm("screening.change_rule"):
        raise ValidationError(_("Only a prescriber may change the rules."), code="not_a_prescriber")


@transaction.atomic
def propose(*, rule, because, by, now=None, **said):
    """Propose another version of a rule; `said` is what it says otherwise, by field. Returns the new Rule.

    Answers go on being judged by the version in use. Refuses a version that says the same (code `same`), words
    that cannot be judged, and one while another waits for its decision.
    """
    _prescribers_only(by)
    newest = Rule.objects.select_for_update(no_key=True).filter(key=rule.key).order_by("-version").first()
    words = {name: said.get(name, getattr(rule, name)) for name in SAID}
    if words == {name: getattr(rule, name) for name in SAID}:
        raise ValidationError(_("This says the same as the version in use."), code="same")
    proposed = Rule(
        key=rule.key,
        version=newest.version + 1,
        position=rule.position,
        because=because.strip(),
        proposed_by=by,
        proposed_at=now or timezone.now(),
        **words,
    )
    if wrong := dict(proposed.what_makes_no_sense()) | dict(_unknown_treatments(rule, proposed)):
        raise ValidationError(wrong)
    proposed.full_clean()
    proposed.save(force_insert=True)
    return proposed


def _unknown_treatments(rule, proposed):
    """A rule for a treatment that is none would let everybody go ahead over its flags."""
    keys = list(Treatment.objects.order_by("key").values_list("key", flat=True))
    if {*proposed.treatments} - {*rule.treatments} - {*keys, "all"}:
        known = ", ".join(keys)
        words = _("Say “all”, or name treatments with commas between: %(known)s.") % {"known": known}
        yield "applies_to", words


@transaction.atomic
def decide(*, rule, lets_through, because="", by, now=None):
    """The second person's word on a proposed version; from now on, where let through, answers are judged by it.

    Refuses who proposed it (code `same_person`), and one that is decided (`decided`).
    """
    _prescribers_only(by)
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.state != Rule.State.PROPOSED:
        raise ValidationError(_("This version is decided already."), code="decided")
    if rule.proposed_by_id == by.pk:
        raise ValidationError(_("You proposed it. Somebody else decides."), code="same_person")
    rule.state = Rule.State.IN_USE if lets_through else Rule.State.DECLINED
    rule.decided_by, rule.decided_at, rule.decided_because = by, now or timezone.now(), because.strip()
    rule.full_clean()
    rule.save(update_fields=["state", "decided_by", "decided_at", "decided_because"])
    return rule


@transaction.atomic
def confirm(*, rule, by, now=None):
    """A medical director answers for a rule that rests on no source. Confirming twice is once."""
    if not is_medical_director(by):
        raise ValidationError(
            _("Only a location’s medical director may confirm this."), code="not_a_director"
        )
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.confirmed_on is None:
        rule.confirmed_by, rule.confirmed_on = by, (now or timezone.now()).date()
        rule.save(update_fields=["confirmed_by", "confirmed_on"])
    return rule


def differences(old, new):
    """What another version says otherwise: triples of a field's name for people, the old words and the new."""
    for name in SAID:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Rule._meta.get_field(name).verbose_name, before, after
