"""What holds, statement by statement: those that were checked in full, those of which words were not, then what blocks of code claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model import Exactness, Finding, StatementFinding, Verdict
from verifier.numbered import in_number
from verifier.output.counts import stands
from verifier.output.escape import crop, escape, width
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Outcome

_COLUMNS = 200  # of a line where the width is not known
_LEAST = 12  # columns that what was found is worth showing in
_BAD = frozenset((Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR))


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    words: str
    mark: str  # what of the words was not checked
    found: str


def holding(outcome: Outcome, style: Style) -> list[str]:
    """Lists: statements that hold as a whole, those of which only a part was checked, which holds, and claims that no statement makes."""
    whole: list[_Row] = []
    part: list[_Row] = []
    for item in outcome.statements:
        held = _held(outcome.findings[position] for position in item.findings)
        if held and item.verdict not in _BAD:
            (whole if stands(item) else part).append(_Row(item.span.line, item.text, _mark(item, outcome), held))
    return [
        *_listed("holds, checked in full", "statement", whole, style),
        *_listed("holds in part", "statement", part, style),
        *_listed("holds, in code", "claim", list(_of_code(outcome)), style),
    ]


def _held(findings: Iterable[Finding]) -> str:
    return "; ".join(dict.fromkeys(_found(finding) for finding in findings if finding.verdict is Verdict.HOLDS))


def _of_code(outcome: Outcome) -> Iterator[_Row]:
    """The claims that blocks of code make of themselves, which are no statements."""
    taken = {position for item in outcome.statements for position in item.findings}
    for position, finding in enumerate(outcome.findings):
        if position not in taken and finding.verdict is Verdict.HOLDS:
            yield _Row(finding.claim.span.line, finding.claim.text, "", _found(finding))


def _listed(title: str, noun: str, rows: Sequence[_Row], style: Style) -> Iterator[str]:
    if not rows:
        return
    yield style.verdict(Verdict.HOLDS, f"{title}: {len(rows)} {in_number(noun, len(rows))}")
    digits = max(len(str(row.line)) for row in rows)
    room = (style.width or _COLUMNS) - digits - 4
    for row in rows:
        words = crop(escape(row.words), room // 2, style.sign("…"))
        mark = crop(row.mark, room - room // 2, style.sign("…]"))
        left = room - width(words) - width(mark) - 2
        found = crop(row.found, left, style.sign("…")) if left >= _LEAST else ""
        line = f"  {row.line:>{digits}}  {words}{style.paint(mark, 'yellow')}"
        yield f"{line}  {style.paint(found, 'dim')}" if found else line


def _mark(item: StatementFinding, outcome: Outcome) -> str:
    """` [in part; not: 12, models]`; nothing for a statement that holds as a whole."""
    if stands(item):
        return ""
    if item.unexplained:
        return f" [in part; not: {', '.join(map(escape, item.unexplained))}]"
    findings = [outcome.findings[position] for position in item.findings]
    rules = dict.fromkeys(finding.claim.rule for finding in findings if finding.verdict is not Verdict.HOLDS)
    return f" [in part{'; undecided: ' if rules else ''}{', '.join(map(escape, rules))}]"


def _found(finding: Finding) -> str:
    how = f" [{finding.exactness.value}]" if finding.exactness and finding.exactness is not Exactness.EXACT else ""
    return f"{escape(finding.claim.rule)}: {escape(finding.message)}{how}"
