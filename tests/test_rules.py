"""Every rule does on its examples what they say, and no other rule refutes anything in them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.model import Verdict
from verifier.registry import installed, installed_rules
from verifier.rule import AnyRule, Example, ReportRule, Rule
from verifier.testing import differences, findings, strangers

CASES = [(kind, example) for _, kind in sorted(installed_rules().items()) for example in kind.examples]


def name(value: object) -> str:
    return value.title if isinstance(value, Example) else getattr(value, "name", "")


@pytest.mark.parametrize(("rule", "example"), CASES, ids=name)
def test_example(rule: type[AnyRule], example: Example) -> None:
    assert differences(rule, example) == []


@pytest.mark.parametrize(("rule", "example"), CASES, ids=name)
def test_no_other_rule_refutes_anything_in_it(rule: type[AnyRule], example: Example) -> None:
    assert strangers(rule, example, installed_rules().values()) == []


WHOLE = [(kind, example) for kind, example in CASES if issubclass(kind, ReportRule)]


@pytest.mark.parametrize(("rule", "example"), WHOLE, ids=name)
def test_a_rule_about_the_whole_report_needs_no_headings(rule: type[AnyRule], example: Example) -> None:
    bare = "\n".join(line for line in example.report.splitlines() if not line.startswith("#"))
    assert [finding.message for finding in findings(bare, example.files, [rule(example.options)]) if finding.verdict is Verdict.ERROR] == []


@pytest.mark.parametrize("rule", [kind for _, kind in sorted(installed_rules().items())], ids=name)
def test_rule_shows_what_holds_what_is_refuted_and_what_is_no_claim(rule: type[AnyRule]) -> None:
    verdicts = {expect.verdict.value for example in rule.examples for expect in example.expect}
    assert rule.summary.endswith(".")
    assert any(not example.expect for example in rule.examples), "a lookalike that is no claim"
    assert verdicts & {"refuted", "doubtful", "unverifiable"}
    assert rule.name == rule.name.lower()


RULES = Path(__file__).parent.parent / "rules"


def test_every_class_that_is_a_rule_is_found_by_its_place() -> None:
    classes = set()
    for path in sorted(RULES.glob("*/*.py")):
        module = importlib.import_module(f"verifier.rules.{path.parent.name}.{path.stem}")
        kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, (Rule, ReportRule))]
        classes |= {kind for kind in kinds if "name" in vars(kind) and kind.__module__ == module.__name__}
    assert classes == set(installed_rules().values())
    assert all(kind.name == name for name, kind in installed_rules().items())


def test_rules_are_listed_by_family_and_without_an_import() -> None:
    code = "import sys; from verifier.registry import chosen; chosen(['files'], ()); print([n for n in sys.modules if '.rules' in n])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
    folders = {path.parent.name for path in RULES.glob("*/*.py")}
    assert {rule.family for rule in installed().values()} <= folders


def test_a_family_that_is_selected_is_all_that_is_imported() -> None:
    code = (
        "import sys; from verifier.registry import chosen, installed\n"
        "[rule.load() for rule in chosen(['files'], ())]\n"
        "print({name.split('.')[2] for name in sys.modules if name.startswith('verifier.rules.')})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "{'files'}\n"
