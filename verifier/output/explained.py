"""One claim as it was read and judged: everything that `verify-review explain` shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import Finding, Quantity
from verifier.output.escape import escape, without_commands
from verifier.output.finding_text import block
from verifier.output.ids import claim_ids
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Result

_FEW = 6  # names that are listed


def chosen(result: Result, which: str) -> list[tuple[str, Finding]]:
    """The claims with their ids that `which` names: by the start of an id, or by the report's line."""
    findings = result.outcome.findings
    named = list(zip(claim_ids(finding.claim for finding in findings), findings, strict=True))
    by_id = [(name, finding) for name, finding in named if name.startswith(which.lower()) and len(which) > 3]
    if by_id or not which.isdecimal() or len(which) > 9:
        return by_id
    line = int(which)
    return [(name, finding) for name, finding in named if finding.claim.span.line <= line <= finding.claim.span.end_line]


def render(result: Result, name: str, finding: Finding, summary: str, style: Style) -> str:
    """The finding in full, then how it was read, where it was looked up, and what would be right. `summary` is the rule's own."""
    lines = block(finding, result, style, verbose=True)
    gutter = len(str(finding.claim.span.line))
    for label, value in _details(result, name, finding, summary):
        name_of = f"{label}:{' ' * max(1, 9 - len(label))}"
        lines.append(f"{' ' * gutter} {style.paint('=', 'blue')} {style.paint(name_of, 'bold')}{escape(value)}")
    return without_commands("\n".join(lines) + "\n")


def _details(result: Result, name: str, finding: Finding, summary: str) -> Iterator[tuple[str, str]]:
    claim = finding.claim
    yield "id", name
    yield "right", summary
    denied = "denied, " if claim.negated else ""
    yield "read", f"{claim.kind}: {denied}{claim.subject or 'the repository'} {claim.claimed}".strip() + _bounds(claim.quantity)
    yield "told of", {"now": "the repository as it is", "before": "an earlier state", "after": "the state after a change"}[claim.side.value]
    for label, names in (("near", claim.hints.paths), ("areas", claim.hints.areas), ("topics", claim.hints.topics)):
        if names:
            yield label, _listed(names)
    if claim.hints.reviewed:
        yield "names", f"{len(claim.hints.reviewed)} files in the whole report: {_listed(claim.hints.reviewed)}"
    if finding.subject and finding.subject != claim.subject:
        yield "taken as", finding.subject
    for statement in result.outcome.statements:
        beside = [result.outcome.findings[place] for place in statement.findings]
        if any(other is finding for other in beside):
            yield "stands in", f'"{statement.text}", checked {_EXTENTS[statement.checked.value]}'
            if statement.unexplained:
                yield "not read", ", ".join(statement.unexplained)
            for other in beside:
                if other is not finding:
                    yield "beside", f"{other.verdict.value}[{other.claim.rule}]: {other.message}"


_EXTENTS = {"full": "in full", "part": "in part", "none": "not at all"}


def _bounds(quantity: Quantity | None) -> str:
    """The numbers that a quantity allows."""
    if quantity is None:
        return ""
    low = "" if quantity.low is None else f"{quantity.low:g}"
    high = "" if quantity.high is None else f"{quantity.high:g}"
    told = low if low == high else f"from {low}" if not high else f"up to {high}" if not low else f"{low} to {high}"
    return f" ({told} {quantity.unit})".replace(" )", ")")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
