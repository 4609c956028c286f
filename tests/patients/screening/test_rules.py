"""The screening rules as the portal ships them."""

import json

from patients.screening.rules import SHIPPED, shipped_rules
from tests.conftest import ROOT

RULES = shipped_rules()


def test_each_rule_has_an_id_of_its_own():
    assert len(RULES) == len(SHIPPED.read_text().splitlines()) - 1 == 54


def test_a_rule_has_a_known_level_and_is_asked_at_a_known_stage():
    assert {rule.level for rule in RULES.values()} == {"crisis", "stop", "clinician_review", "note"}
    assert {stage for rule in RULES.values() for stage in rule.stage.split(",")} == {"P", "E", "D"}
    assert [
        rule.id for rule in RULES.values() if not rule.question or not rule.flag_when or not rule.why
    ] == []


def test_a_rule_rests_on_sources_of_the_library_or_says_on_what_else():
    known = {source["code"] for source in json.loads((ROOT / "education/starter/sources.json").read_text())}
    assert {code for rule in RULES.values() for code in rule.sources.split()} <= known
    elsewhere = {rule.basis for rule in RULES.values() if not rule.sources}
    assert elsewhere == {"design", "general_knowledge", "law"}
