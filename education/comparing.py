"""The comparison of treatments: the same questions about each, answered by claims."""

from .evidence import SOURCES_OF_THE_CLAIM, Evidence
from .models import Claim, ComparedFact, Treatment


def comparison():
    """What the page shows: `treatments`, `rows` (a question, and for each treatment its notes), `evidence`.

    Only claims that a published page may rest on are shown, whatever stands in a cell.
    """
    treatments = list(Treatment.objects.filter(compared_facts__isnull=False).distinct())
    facts = list(
        ComparedFact.objects.filter(claim__in=Claim.objects.citable())
        .select_related("claim")
        .defer("claim__search_vector")
        .prefetch_related(SOURCES_OF_THE_CLAIM)
        .order_by("treatment__position", "treatment__name", "position", "pk")
    )
    facts.sort(key=lambda fact: ComparedFact.Aspect.values.index(fact.aspect))  # as they are read, row by row
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
