"""A result as people read it: what is refuted first, in full; then what could not be decided, a table by section, and the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import Finding, Verdict
from verifier.output.escape import crop, escape, pad
from verifier.output.finding_text import REASONS, block, short
from verifier.output.sections import table
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Result

IN_FULL = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR)  # in this order
_WORDS = 100  # columns of a statement's words where the width is not known


def render(result: Result, root: str, style: Style, verbosity: int = 0) -> str:
    """The whole result. Verbosity -1: one line a bad claim and nothing else; 1: also what holds, is undecided, or was not read."""
    bad = [finding for verdict in IN_FULL for finding in result.outcome.findings if finding.verdict is verdict]
    bad, more = (bad, {}) if verbosity > 0 else _without_repeated_errors(bad)
    source = result.source
    if verbosity < 0:
        return "".join(short(finding, source, style) + more.get(id(finding), "") + "\n" for finding in bad)
    parts = [_heading(result, root, style)]
    for finding in bad:
        full = block(finding, result, style, verbosity > 0)
        parts.append([full[0] + more.get(id(finding), ""), *full[1:]])
    if verbosity > 0:
        parts += [_unverifiable(result, style), _holds(result, style), _unread(result, style)]
    parts.append(table(result.outcome.findings, style, None if verbosity > 0 else 2))
    parts.append(list(_summary(result, style, verbosity > 0)))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _without_repeated_errors(bad: Sequence[Finding]) -> tuple[list[Finding], dict[int, str]]:
    """A rule that fails everywhere in one way is told of once: the findings to show, and what to add to those that stand for more."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for number, finding in enumerate(bad):
        alike = finding.message if finding.verdict is Verdict.ERROR else str(number)
        groups.setdefault((finding.claim.rule, alike), []).append(finding)
    more = {id(group[0]): f" (and at {len(group) - 1} more places)" for group in groups.values() if len(group) > 1}
    return [group[0] for group in groups.values()], more


def _heading(result: Result, root: str, style: Style) -> list[str]:
    checked = result.outcome.checked
    at = checked.description
    if checked.revision is None and checked.head:
        at += f" at {checked.head[:8]}"
    if checked.dirty:
        at += ", with uncommitted changes"
    line = f"{style.paint(escape(result.source.path), 'bold')} against {style.paint(escape(root), 'bold')} ({at})"
    written = [f"the report came with commit {result.outcome.introduced[:8]}"] if result.outcome.introduced else []
    repaired = [f"its text was repaired: UTF-8 once read as {result.source.repaired}"] if result.source.repaired else []
    return [line, *(style.paint(note, "dim") for note in written + repaired)]


def _unverifiable(result: Result, style: Style) -> list[str]:
    open_ones = [finding for finding in result.outcome.findings if finding.verdict is Verdict.UNVERIFIABLE]
    lines = []
    for reason, count in _reasons(open_ones):
        told = f" ({REASONS[reason]})" if reason in REASONS else ""
        lines.append(f"{style.verdict(Verdict.UNVERIFIABLE, f'unverifiable: {count} {reason}')}{style.paint(told, 'dim')}")
        lines += _list([finding for finding in open_ones if _reason(finding) == reason], result, style)
    return lines


def _holds(result: Result, style: Style) -> list[str]:
    held = [finding for finding in result.outcome.findings if finding.verdict is Verdict.HOLDS]
    return [style.verdict(Verdict.HOLDS, f"holds: {len(held)}"), *_list(held, result, style)] if held else []


def _list(findings: Sequence[Finding], result: Result, style: Style) -> Iterator[str]:
    """One line a finding: place, rule, what was found."""
    source = result.source
    places = [f"{item.claim.span.line}:{source.given_column(item.claim.span.line, item.claim.span.column)}" for item in findings]
    first, second = max(map(len, places), default=0), max((len(finding.claim.rule) for finding in findings), default=0)
    for at, finding in zip(places, findings, strict=True):
        how = f" [{finding.exactness.value}]" if finding.exactness and finding.exactness.value != "exact" else ""
        words = finding.message if finding.verdict is Verdict.HOLDS else f'"{finding.claim.text}"' + _told(finding)
        room = max(20, (style.width or 2 * _WORDS) - first - second - 6 - len(how))
        told = crop(escape(words), room, style.sign("…")) + style.paint(how, "yellow")
        yield f"  {pad(at, first)}  {pad(escape(finding.claim.rule), second)}  {told}"


def _told(finding: Finding) -> str:
    plain = {"", _reason(finding), REASONS.get(_reason(finding), "")}
    return "" if finding.message in plain else f": {finding.message}"


def _unread(result: Result, style: Style) -> list[str]:
    if not result.outcome.unread:
        return []
    digits = len(str(result.outcome.unread[-1].span.line))
    room = (style.width or _WORDS) - digits - 4
    head = style.paint(f"not understood: {len(result.outcome.unread)} statements that look worth checking", "bold")
    return [head, *(f"  {item.span.line:>{digits}}  {crop(escape(item.text), room, style.sign('…'))}" for item in result.outcome.unread)]


def _summary(result: Result, style: Style, verbose: bool) -> Iterator[str]:
    counts = Counter(finding.verdict for finding in result.outcome.findings)
    words = {verdict: verdict.value for verdict in (*IN_FULL, Verdict.HOLDS, Verdict.UNVERIFIABLE)}
    words |= {Verdict.ERROR: "in error", Verdict.HOLDS: "holds" if counts[Verdict.HOLDS] == 1 else "hold"}
    shown = [verdict for verdict in words if counts[verdict] or verdict is Verdict.REFUTED]
    parts = [style.verdict(verdict, f"{counts[verdict]} {words[verdict]}") for verdict in shown]
    reasons = _reasons([finding for finding in result.outcome.findings if finding.verdict is Verdict.UNVERIFIABLE])
    told = f" ({', '.join(f'{count} {reason}' for reason, count in reasons)})" if reasons else ""
    yield f"{_count(len(result.outcome.findings), 'claim')}: {', '.join(parts)}{style.paint(told, 'dim')}"
    hidden = "" if verbose else " (-v lists them)"
    if result.outcome.unread:
        were = "was" if len(result.outcome.unread) == 1 else "were"
        yield f"{_count(len(result.outcome.unread), 'more statement')} looked worth checking and {were} not understood{hidden}"
    fixes = sum(1 for finding in result.outcome.findings if finding.correction)
    if fixes:
        yield f"{_count(fixes, 'claim')} can be corrected: --diff shows how"


def _reasons(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Reasons with their counts, most frequent first."""
    counts = Counter(map(_reason, findings))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _reason(finding: Finding) -> str:
    return finding.reason.value if finding.reason else "undecided"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
