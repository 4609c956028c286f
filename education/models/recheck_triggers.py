"""Triggers that open rechecks: whoever changes a claim, its sources or a source, the pages that cite it wait."""

import pgtrigger

OPEN_RECHECKS = """
    INSERT INTO education_recheck (edition_id, claim_id, source_id, reason, opened_at, note)
    SELECT edition.id, cited.claim_id, {source}, {reason}, now(), ''
    FROM education_editionclaim cited
    JOIN education_edition edition ON edition.id = cited.edition_id AND edition.state = 'published'
    WHERE {where}
    ON CONFLICT (edition_id, claim_id, reason) WHERE closed_at IS NULL DO NOTHING;
    RETURN NULL;
"""


def _differs(*columns):
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Condition(f"(({old}) IS DISTINCT FROM ({new}))")


CHANGED_CLAIM = pgtrigger.Trigger(
    name="changed_claim_opens_rechecks",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=_differs(
        "statement", "verdict", "strength", "status", "numbers", "is_verified", "retracted_on"
    ),
    func=OPEN_RECHECKS.format(
        source="NULL",
        reason="""CASE
            WHEN NEW.retracted_on IS NOT NULL AND OLD.retracted_on IS NULL THEN 'claim_retracted'
            WHEN OLD.is_verified AND NOT NEW.is_verified THEN 'claim_doubted'
            ELSE 'claim_changed' END""",
        where="cited.claim_id = NEW.id",
    ),
)
CHANGED_SOURCE = pgtrigger.Trigger(
    name="changed_source_opens_rechecks",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=_differs("standing", "is_verified"),
    func=OPEN_RECHECKS.format(
        source="NEW.id",
        reason="'source_changed'",
        where="cited.claim_id IN (SELECT claim_id FROM education_claimsource WHERE source_id = NEW.id)",
    ),
)
CHANGED_CITATION = pgtrigger.Trigger(
    name="changed_sources_of_a_claim_open_rechecks",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func=OPEN_RECHECKS.format(
        source="NULL",
        reason="'claim_changed'",
        where="cited.claim_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END",
    ),
)
