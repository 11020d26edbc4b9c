"""Every rule does on its examples what they say, and no other rule refutes anything in them."""

from __future__ import annotations

import pytest

from verifier.registry import installed_rules
from verifier.rule import AnyRule, Example
from verifier.testing import differences, strangers

CASES = [(kind, example) for _, kind in sorted(installed_rules().items()) for example in kind.examples]


def name(value: object) -> str:
    return value.title if isinstance(value, Example) else getattr(value, "name", "")


@pytest.mark.parametrize(("rule", "example"), CASES, ids=name)
def test_example(rule: type[AnyRule], example: Example) -> None:
    assert differences(rule, example) == []


@pytest.mark.parametrize(("rule", "example"), CASES, ids=name)
def test_no_other_rule_refutes_anything_in_it(rule: type[AnyRule], example: Example) -> None:
    assert strangers(rule, example, installed_rules().values()) == []


@pytest.mark.parametrize("rule", [kind for _, kind in sorted(installed_rules().items())], ids=name)
def test_rule_shows_what_holds_what_is_refuted_and_what_is_no_claim(rule: type[AnyRule]) -> None:
    verdicts = {expect.verdict.value for example in rule.examples for expect in example.expect}
    assert rule.summary.endswith(".")
    assert any(not example.expect for example in rule.examples), "a lookalike that is no claim"
    assert verdicts & {"refuted", "unverifiable"}
    assert rule.name == rule.name.lower()
