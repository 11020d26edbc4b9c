"""How much was changed, as a report tells it of its own work: files, lines added and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reading, Reason, Side
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule
from verifier.shapes.rough_numbers import fits

from .deeds import as_told

_FORMS = frozenset((Form.KEY_VALUE, Form.ITEM, Form.CELL, Form.SENTENCE, Form.FENCE_LINE))
_LEAST = 3  # smaller numbers fit some commits or other
_LARGEST = 2_000  # files of a difference beyond which no earlier beginning is tried


class Asks(Enum):
    FILES = "files changed"
    ADDED = "lines added"
    REMOVED = "lines removed"
    NET = "lines more"


_TOLD = (
    (Asks.FILES, re.compile(r"^\W*(?:total )?files? (?:changed|modified|touched|affected)\b|\bfiles? changed\W*$", re.I)),
    (
        Asks.ADDED,
        re.compile(r"^\W*(?:total )?(?:lines?|loc|code) (?:added|inserted)\b|^\W*(?:insertions|additions)\b|\binsertions\b\W*$", re.I),
    ),
    (Asks.REMOVED, re.compile(r"^\W*(?:total )?(?:lines?|loc|code) (?:removed|deleted)\b|^\W*deletions\b", re.I)),
    (Asks.NET, re.compile(r"^\W*net (?:impact|change|changes|lines|addition|additions|diff(?:erence)?)\b", re.I)),
)


class ChangeTotals(Rule[Asks]):
    """ "Files changed: 9", "Lines added: ~600"."""

    name = "change-totals"
    infers = True
    kinds = ("change",)
    summary = "The commits before the report, back to one of them, change that many files or lines; never refuted."
    vocabulary = (
        "file change modify touch affect line code add insert remove delete insertion deletion addition net impact commit total number"
    )
    examples = (
        Example(
            "without a history nothing is known",
            "- **Files changed:** 9\n- **Lines added**: ~600\n\n| Metric | Value |\n|---|---|\n| Net change | +522 lines |\n",
            {"a.py": ""},
            tuple(Expect("change", V.UNVERIFIABLE, line) for line in (1, 2, 6)),
        ),
        Example("other numbers", "- Files: 9\n- Lines of tests: 60\n- 4 commits since v1.0\n", {"a.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Asks]]:
        if clause.form not in _FORMS or clause.negated or not clause.asserts or clause.side is Side.BEFORE or len(clause.quantities) != 1:
            return
        number = clause.quantities[0]
        key = re.split(r"[:|]", clause.in_full)[0].strip()
        asks = next((one for one, pattern in _TOLD if pattern.search(key)), None) if key else None
        if asks is None or number.low is None or number.unit == "%" or abs(number.low) < _LEAST:
            return
        yield self.claim(clause, asks, subject=asks.value, claimed=number.text, quantity=number, text=clause.in_full)

    def measure(self, claim: Claim[Asks], code: Codebase, scope: Scope) -> Measurement:
        work, asks, number = code.work, claim.target, claim.quantity
        commits = work.commits
        for count, first in enumerate(commits, 1):
            differ = work.difference(first.parent, commits[0].id) if first.parent else None
            if differ and differ.files > _LARGEST:
                break
            values = _values(asks, differ.files, differ.added, differ.removed) if differ else ()
            if number is not None and any(fits(number, float(value)) for value in values):
                told = f"{values[0]:,} {asks.value} in {count} commits"
                detail = f"{told} up to {commits[0].short}"
                reproduce = f"git diff --shortstat -M {arguments(first.parent or '', commits[0].short)}"
                return Measurement((Reading(told, True),), reproduce=reproduce, subject=claim.subject, detail=detail)
        return Measurement(blocked=Reason.NEEDS_BASE, detail="where the work began is not known", subject=claim.subject)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is V.UNVERIFIABLE

    def judge(self, claim: Claim[Asks], measurement: Measurement) -> Finding:
        return as_told(claim, measurement)


def _values(asks: Asks, files: int, added: int, removed: int) -> tuple[int, ...]:
    """What is counted; of files, with the report itself or without it."""
    if asks is Asks.FILES:
        return files, files - 1
    return ({Asks.ADDED: added, Asks.REMOVED: removed, Asks.NET: added - removed}[asks],)
