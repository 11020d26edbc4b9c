"""What holds, statement by statement: those that were checked in full, then those of which words were not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import Exactness, Finding, StatementFinding, Verdict
from verifier.output.counts import stands
from verifier.output.escape import crop, escape, width
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Outcome

_COLUMNS = 200  # of a line where the width is not known
_LEAST = 12  # columns that what was found is worth showing in
_BAD = frozenset((Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR))


def holding(outcome: Outcome, style: Style) -> list[str]:
    """Two lists: statements that hold as a whole, and those of which only a part was checked, which holds."""
    whole = [item for item in outcome.statements if stands(item)]
    part = [item for item in outcome.statements if not stands(item) and item.verdict not in _BAD and _held(item, outcome)]
    return [*_listed("holds, checked in full", whole, outcome, style), *_listed("holds in part", part, outcome, style)]


def _held(item: StatementFinding, outcome: Outcome) -> list[Finding]:
    findings = [outcome.findings[position] for position in item.findings]
    return [finding for finding in findings if finding.verdict is Verdict.HOLDS]


def _listed(title: str, items: Sequence[StatementFinding], outcome: Outcome, style: Style) -> Iterator[str]:
    if not items:
        return
    yield style.verdict(Verdict.HOLDS, f"{title}: {len(items)} statement{'' if len(items) == 1 else 's'}")
    digits = max(len(str(item.span.line)) for item in items)
    room = (style.width or _COLUMNS) - digits - 4
    for item in items:
        words = crop(escape(item.text), room // 2, style.sign("…"))
        mark = crop(_mark(item, outcome), room - room // 2, style.sign("…]"))
        left = room - width(words) - width(mark) - 2
        found = crop("; ".join(dict.fromkeys(map(_found, _held(item, outcome)))), left, style.sign("…")) if left >= _LEAST else ""
        line = f"  {item.span.line:>{digits}}  {words}{style.paint(mark, 'yellow')}"
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
