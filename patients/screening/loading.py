"""Putting the shipped rules in the database, where a clinic changes them: loading twice adds nothing."""

from django.db import transaction

from .models import Rule
from .models.rules import SAID
from .rules import shipped_rules

BECAUSE = "The portal now ships this wording."


@transaction.atomic
def load_rules():
    """Load what is missing; returns the versions added.

    A rule that is not here comes in use. One that the portal now ships otherwise than before is proposed as a new
    version, for a prescriber to decide; where the clinic has decided about it once, it stays as the clinic has it.
    """
    added = []
    for position, shipped in enumerate(shipped_rules().values(), start=1):
        said = {name: getattr(shipped, name) for name in SAID if name != "is_retired"}
        versions = Rule.objects.filter(key=shipped.id)
        newest = versions.order_by("-version").first()
        if newest is None:
            fresh = Rule(key=shipped.id, version=1, position=position, state=Rule.State.IN_USE, **said)
        elif is_the_clinics(newest) or says(newest) == said:
            continue
        else:
            fresh = Rule(
                key=shipped.id, version=newest.version + 1, position=position, because=BECAUSE, **said
            )
        fresh.full_clean()
        fresh.save(force_insert=True)
        added.append(fresh)
    return added


def is_the_clinics(newest):
    """Whether the clinic has had its word on this rule, or is about to."""
    return newest.proposed_by_id or newest.decided_by_id or newest.state == Rule.State.PROPOSED


def says(rule):
    """What a version says, by field, but whether it is in use."""
    return {name: getattr(rule, name) for name in SAID if name != "is_retired"}
