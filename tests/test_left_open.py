"""Sentences whose words, as far as they are understood, say something else than what was looked up: no refutation, and no doubt."""

from __future__ import annotations

import pytest

from verifier.model import Verdict
from verifier.reading.report import read_report
from verifier.reading.says.described import settled_by_lead
from verifier.reading.source import read_source
from verifier.registry import installed_rules
from verifier.testing import findings

FILES = {
    "app.yml": "moon:\n  ROW_LIMIT: 3\n",
    "a.py": "def turn(by): ...\n",
    ".github/workflows/ci.yml": "jobs:\n  build:\n    steps:\n      - run: tsc\n",
}


@pytest.mark.parametrize(
    ("rule", "sentence", "plain", "why"),
    [
        ("type-hints", "The guide requires all functions to have type hints.", "All functions have type hints.", "what something requires"),
        ("value", "Real mode when `ROW_LIMIT=9`", "`ROW_LIMIT=9` is set.", "of a case: when"),
        ("mechanism", "- No CI step", "- No CI", "not all is understood: step"),
    ],
)
def test_what_is_said_is_something_else(rule: str, sentence: str, plain: str, why: str) -> None:
    rules = [installed_rules()[rule]()]
    (found,) = findings(f"{plain}\n", FILES, rules)
    assert found.verdict in (Verdict.REFUTED, Verdict.DOUBTFUL)
    (found,) = findings(f"{sentence}\n", FILES, rules)
    assert found.verdict is Verdict.UNVERIFIABLE
    assert why in found.message


@pytest.mark.parametrize(
    ("lead", "settled"),
    [("**FIXED · across `sky/`**", "FIXED"), ("RESOLVED:", "RESOLVED"), ("Fixed:", ""), ("**FIXES TO COME**", ""), ("Found:", "")],
)
def test_a_list_of_what_was_mended(lead: str, settled: str) -> None:
    report = read_report(read_source("report.md", f"{lead}\n\n- `moon.py` is dead.\n".encode()))
    (clause,) = [clause for clause in report.clauses if "dead" in clause.text]
    assert settled_by_lead(clause) == settled


@pytest.mark.parametrize(
    ("rule", "row", "held"),
    [
        ("file-exists", "| `a.py` | ✅ | turns |", True),
        ("file-exists", "| `a.py` | ❌ | turns too far |", True),  # a cross may grade what is there
        ("file-exists", "| `a.py` | ❌ | Missing |", False),
        ("mechanism", "| Prometheus metrics | ✅ | at `/metrics` |", True),
        ("mechanism", "| Prometheus metrics | ❌ | Not implemented |", False),
        ("mechanism", "| Prometheus metrics | Not started | later |", False),
    ],
)
def test_what_a_row_marks_as_not_done_does_not_hold(rule: str, row: str, held: bool) -> None:
    files = FILES | {"b.py": "from prometheus_client import Counter\n\nturns = Counter('turns', 'Turns')\n"}
    found = findings(f"| Item | Status | Evidence |\n|---|---|---|\n{row}\n", files, [installed_rules()[rule]()])
    assert [one.verdict is Verdict.HOLDS for one in found[:1]] == [held]
