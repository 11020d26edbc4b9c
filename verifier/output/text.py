"""A result as people read it: what is refuted first, cause by cause; then what is doubtful, and the sum.

A finding that is doubtful is a warning and takes less room: its details are for -v, as is all that holds or was not decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.fixing.fixes import correctable
from verifier.model import Finding, Verdict, Without
from verifier.numbered import in_number
from verifier.output.causes import AGAINST, Cause, causes
from verifier.output.counts import WITHOUT, Sum, asides, counted, fates, told
from verifier.output.escape import crop, escape, pad, without_commands
from verifier.output.finding_text import REASONS, also, block, notice, short
from verifier.output.holding import holding
from verifier.output.sections import table
from verifier.output.sentences import Sentence, lines_of, sentences, short_lines
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Result

_WORDS = 100  # columns of a statement's words where the width is not known


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Text(setting)


class _Text:
    """One report below the other, and of several a closing sum."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.sum = Sum()

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        setting = self.setting
        gap = "\n" if self.sum.reports and setting.verbosity >= 0 else ""
        self.sum.add(result.outcome)
        return gap + render(result, setting.root, setting.style, setting.verbosity, setting.given)

    def close(self) -> str:
        if self.sum.reports < 2 or self.setting.verbosity < 0:
            return ""
        reports = self.setting.style.paint(f"{self.sum.reports} reports", "bold")
        return f"\n{reports}: {self.sum.verdicts_told}\n{told(self.sum.fates)}\n"


def render(result: Result, root: str, style: Style, verbosity: int = 0, given: Sequence[str] = ()) -> str:
    """The whole result. Verbosity -1: one line a bad claim and nothing else; 1: also what holds, is undecided, or was not read.

    `given` are the sentences that the report was made of (`--claim`): of each is told how far it was checked.
    """
    each = tuple(sentences(given, result.outcome))
    bad = [cause for verdict in AGAINST for cause in causes(result.outcome.findings, verdict)]
    if verbosity < 0:
        return without_commands("".join(line + "\n" for line in _short(result, style, bad, each)))
    parts = [_heading(result, root, style)]
    for cause in bad:
        brief = cause.first.verdict is Verdict.DOUBTFUL and verbosity == 0
        full = notice(cause.first, result, style) if brief else block(cause.first, result, style, verbosity > 0)
        parts.append([*full, *also(cause.first, cause.others, style, verbosity > 0)])
    parts += [lines_of(sentence, result.outcome, style) for sentence in each]
    if verbosity > 0:
        parts += [list(_aside(result, style)), _unverifiable(result, style), holding(result.outcome, style), _unread(result, style)]
    if verbosity > 0:
        parts.append(table(result.outcome.findings, style, None))
    parts.append(list(_summary(result, style, verbosity > 0)))
    return without_commands("\n\n".join("\n".join(part) for part in parts if part) + "\n")


def _short(result: Result, style: Style, bad: Sequence[Cause], each: Sequence[Sentence]) -> Iterator[str]:
    for cause in bad:
        told = [cause.first] if cause.first.verdict is Verdict.ERROR else cause.findings
        more = f" (and at {len(cause.others)} more places)" if cause.others and cause.first.verdict is Verdict.ERROR else ""
        yield from (short(finding, result.source, style) + more for finding in told)
    for sentence in each:
        yield from short_lines(sentence, result.outcome, result.source.path)


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


def _list(findings: Sequence[Finding], result: Result, style: Style) -> Iterator[str]:
    """One line a finding that is undecided: place, rule, the report's words, and what was found."""
    source = result.source
    places = [f"{item.claim.span.line}:{source.given_column(item.claim.span.line, item.claim.span.column)}" for item in findings]
    first, second = max(map(len, places), default=0), max((len(finding.claim.rule) for finding in findings), default=0)
    for at, finding in zip(places, findings, strict=True):
        room = max(20, (style.width or 2 * _WORDS) - first - second - 6)
        words = crop(escape(f'"{finding.claim.text}"{_found(finding)}'), room, style.sign("…"))
        yield f"  {pad(at, first)}  {pad(escape(finding.claim.rule), second)}  {words}"


def _found(finding: Finding) -> str:
    plain = {"", _reason(finding), REASONS.get(_reason(finding), "")}
    return "" if finding.message in plain else f": {finding.message}"


def _unread(result: Result, style: Style) -> list[str]:
    unread = result.outcome.unread
    if not unread:
        return []
    digits = len(str(unread[-1].span.line))
    room = (style.width or _WORDS) - digits - 4
    head = style.paint(f"not understood: {_count(len(unread), 'statement')} that could be looked up", "bold")
    return [head, *(f"  {item.span.line:>{digits}}  {crop(escape(item.text), room, style.sign('…'))}" for item in unread)]


def _summary(result: Result, style: Style, verbose: bool) -> Iterator[str]:
    counts, left_out = counted(result.outcome.findings), asides(result.outcome.findings)
    words = {verdict: verdict.value for verdict in (*AGAINST, Verdict.HOLDS, Verdict.UNVERIFIABLE)}
    words |= {Verdict.ERROR: "in error", Verdict.HOLDS: "holds" if counts[Verdict.HOLDS] == 1 else "hold"}
    shown = [verdict for verdict in words if counts[verdict] or verdict is Verdict.REFUTED]
    parts = [style.verdict(verdict, f"{counts[verdict]} {words[verdict]}") + _in_causes(result, verdict) for verdict in shown]
    parts += [f"{left_out[why]} {WITHOUT[why]}" for why in WITHOUT if left_out[why]]
    reasons = _reasons([finding for finding in result.outcome.findings if finding.verdict is Verdict.UNVERIFIABLE])
    why = f" ({', '.join(f'{count} {reason}' for reason, count in reasons)})" if reasons else ""
    yield f"{_count(len(result.outcome.findings), 'claim')}: {', '.join(parts)}{style.paint(why, 'dim')}"
    hint = "" if verbose or not result.outcome.statements else style.paint(" (-v shows which)", "dim")
    yield told(fates(result.outcome.statements)) + hint
    if result.corrected:
        yield f"{_count(len(result.corrected), 'claim')} corrected"
    fixes = sum(map(correctable, result.outcome.findings))
    if fixes and not result.source.change:
        yield f"{_count(fixes, 'claim')} can be corrected: --fix does, --diff shows how"


def _aside(result: Result, style: Style) -> Iterator[str]:
    """What does not count: what the report suppresses with its reasons, and what is known."""
    for why in (Without.SUPPRESSED, Without.KNOWN):
        found = [finding for finding in result.outcome.findings if finding.aside and finding.aside.why is why]
        if found:
            yield style.paint(f"{WITHOUT[why]}: {_count(len(found), 'claim')}", "bold")
            yield from _list([replace(finding, message=_because(finding)) for finding in found], result, style)


def _because(finding: Finding) -> str:
    reason = finding.aside.reason if finding.aside else ""
    return f"{finding.message} ({reason})" if reason else finding.message


def _in_causes(result: Result, verdict: Verdict) -> str:
    """ " (14 causes)", where several findings have one."""
    told = causes(result.outcome.findings, verdict) if verdict in AGAINST else []
    return f" ({_count(len(told), 'cause')})" if any(cause.others for cause in told) else ""


def _reasons(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Reasons with their counts, most frequent first."""
    counts = Counter(map(_reason, findings))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _reason(finding: Finding) -> str:
    return finding.reason.value if finding.reason else "undecided"


def _count(number: int, noun: str) -> str:
    return f"{number} {in_number(noun, number)}"
