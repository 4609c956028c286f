"""The comparison of treatments: the same questions about each, answered by claims."""

from ..ledger.evidence import SOURCES_OF_THE_CLAIM, Evidence
from ..models import Claim, ComparedFact, Edition


def comparison():
    """What the page shows: `treatments`, `rows` (a question, and for each treatment its notes), `evidence`.

    Only claims that may be cited and stand on a published page are shown, whatever else is in a cell: so reviewers
    have read each, and a medical director has signed off what the clinic chose.
    """
    read_by_reviewers = Claim.objects.citable().filter(editions__state=Edition.State.PUBLISHED)
    facts = list(
        ComparedFact.objects.filter(claim__in=read_by_reviewers)
        .select_related("claim", "treatment")
        .defer("claim__search_vector")
        .prefetch_related(SOURCES_OF_THE_CLAIM)
        .order_by("treatment__position", "treatment__name", "position", "pk")
    )
    facts.sort(key=lambda fact: ComparedFact.Aspect.values.index(fact.aspect))  # as they are read, row by row
    treatments = sorted({fact.treatment for fact in facts}, key=lambda each: (each.position, each.name))
    evidence = Evidence.of_claims([fact.claim for fact in facts])
    notes = {note.claim.pk: note for note in evidence.notes}
    rows = []
    for aspect, question in ComparedFact.Aspect.choices:
        answers = [fact for fact in facts if fact.aspect == aspect]
        if answers:
            cells = [
                (treatment, [notes[fact.claim_id] for fact in answers if fact.treatment_id == treatment.pk])
                for treatment in treatments
            ]
            rows.append((question, cells))
    return {"treatments": treatments, "rows": rows, "evidence": evidence}
