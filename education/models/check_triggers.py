"""Triggers that take a check back: somebody verified these words and these sources, and no others.

Whoever verifies the new words does so after them, if they like in the same transaction: see `ledger.verify`.
"""

import pgtrigger

from .recheck_triggers import CLAIM_SAYS_OTHERWISE, says_otherwise

SOURCE_SAYS_OTHERWISE = says_otherwise(
    "kind", "authors", "title", "published_in", "year", "place", "doi", "pmid", "url", "read_in"
)


def _loses_its_check(name, says_otherwise):
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(f"(NEW.is_verified AND {says_otherwise})"),
        func="NEW.is_verified = false; RETURN NEW;",
    )


REWORDED_CLAIM = _loses_its_check("reworded_claim_is_not_verified", CLAIM_SAYS_OTHERWISE)
REWORDED_SOURCE = _loses_its_check("reworded_source_is_not_verified", SOURCE_SAYS_OTHERWISE)
OTHER_CITATION = pgtrigger.Trigger(
    name="claim_with_other_sources_is_not_verified",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func=f"""
        IF {says_otherwise("claim_id", "source_id", "place")} THEN
            UPDATE education_claim SET is_verified = false
            WHERE is_verified AND id IN (OLD.claim_id, NEW.claim_id);
        END IF;
        RETURN NULL;
    """,
)
