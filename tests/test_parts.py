"""A part of a sentence never passes for the whole: with words behind it that no rule knows, no sentence is checked in full."""

from __future__ import annotations

import re

import pytest

from verifier.codebase import Codebase
from verifier.engine import judged_in_scopes, recognise, weighed
from verifier.facts.facts import Facts
from verifier.model import Extent, StatementFinding
from verifier.reading.report import read_report
from verifier.reading.says.statements import checked_statements
from verifier.reading.source import read_source
from verifier.registry import installed_rules
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import MemorySnapshot
from verifier.rule import AnyRule, Example, Rule

TAILS = (" while lunar gauges drift", " and keeps lunar gauges calibrated", " by calibrating lunar gauges")
_SENTENCES = re.compile(r"(?<=[^.\s])\.(?=\s|$)")


def lengthened(report: str, tail: str) -> str:
    """The report with a tail on each sentence, but for headings, tables, lead-ins and blocks of code."""
    lines, fenced = [], False
    for line in report.split("\n"):
        fenced = fenced is not line.startswith("```")
        prose = line.strip() and not fenced and not line.startswith(("|", "```", "#")) and not line.rstrip().endswith(":")
        parts = _SENTENCES.split(line) if prose else [line]
        lines.append(".".join(part + tail if prose and re.search(r"\w", part) else part for part in parts))
    return "\n".join(lines)


def statements(report: str, example: Example, rule: AnyRule) -> tuple[StatementFinding, ...]:
    read, snapshot = read_report(read_source("report.md", report.encode())), MemorySnapshot(example.files)
    code = Codebase(snapshot, PathIndex(snapshot), Facts(snapshot), History("in memory"))
    claims, _ = recognise(read, [rule])
    found = [(item, judged_in_scopes(rule, item.claim, code)) for item in claims] if isinstance(rule, Rule) else []
    judged = weighed(read, found, [rule])
    ledgers = {position: ledger for position, (_, ledger) in enumerate(judged) if ledger is not None}
    return checked_statements(read, [finding for finding, _ in judged], ledgers)


@pytest.mark.parametrize("rule", [rule for _, rule in sorted(installed_rules().items())], ids=lambda rule: rule.name)
@pytest.mark.parametrize("tail", TAILS)
def test_no_part_passes_for_the_whole(rule: type[AnyRule], tail: str) -> None:
    for example in rule.examples:
        whole = [
            item.text
            for item in statements(lengthened(example.report, tail), example, rule())
            if item.checked is Extent.FULL and "lunar" in item.text
        ]
        assert not whole, example.title


def test_without_the_tail_some_are_checked_in_full() -> None:
    """Else the test above could not fail."""
    rule = installed_rules()["file-lines"]
    assert any(item.checked is Extent.FULL for example in rule.examples for item in statements(example.report, example, rule()))
