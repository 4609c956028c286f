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


def says_otherwise(*columns):
    """SQL: whether an update changes one of these columns."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"(({old}) IS DISTINCT FROM ({new}))"


def _any_of(*conditions):
    """One of these, unless another trigger made the change, which has opened its own rechecks."""
    return pgtrigger.Condition(f"(pg_trigger_depth() = 0 AND ({' OR '.join(conditions)}))")


NO_LONGER_VERIFIED = "(OLD.is_verified AND NOT NEW.is_verified)"
NEWLY_RETRACTED = "(OLD.retracted_on IS NULL AND NEW.retracted_on IS NOT NULL)"
CLAIM_SAYS_OTHERWISE = says_otherwise(
    "often_said", "statement", "verdict", "strength", "strength_note", "status", "status_note", "numbers", "pictures"
)  # fmt: skip

CHANGED_CLAIM = pgtrigger.Trigger(
    name="changed_claim_opens_rechecks",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=_any_of(CLAIM_SAYS_OTHERWISE, NO_LONGER_VERIFIED, NEWLY_RETRACTED),
    func=OPEN_RECHECKS.format(
        source="NULL",
        reason=f"""CASE
            WHEN {NEWLY_RETRACTED} THEN 'claim_retracted'
            WHEN {CLAIM_SAYS_OTHERWISE} THEN 'claim_changed'
            ELSE 'claim_doubted' END""",
        where="cited.claim_id = NEW.id",
    ),
)
CHANGED_SOURCE = pgtrigger.Trigger(
    name="changed_source_opens_rechecks",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=_any_of("OLD.standing <> NEW.standing", NO_LONGER_VERIFIED),
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
        where=f"""cited.claim_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END
        AND {says_otherwise("source_id", "place")}""",
    ),
)
