"""A comment for a pull request: the causes first, most severe first, each with its details folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import StatementFinding, Verdict
from verifier.numbered import in_number
from verifier.output.causes import AGAINST, Cause, causes
from verifier.output.counts import Fate, Sum, fate, told
from verifier.output.escape import without_commands
from verifier.output.finding_text import also, block
from verifier.output.markup import fenced, span_of, tagged
from verifier.output.places import renamed
from verifier.output.remarks import is_in_part
from verifier.output.sentences import how_far
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Outcome, Result

COMMENT = 65_000  # bytes; GitHub takes 65,536 characters
_ROWS = 100  # statements that a list shows
_MARK = "<!-- verify-review -->"  # by which a job finds the comment that it made before
_NOTICE = 200  # bytes for what is said of what was left out


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return Comment(COMMENT)


class Comment:
    """One text for all reports, of at most `limit` bytes of UTF-8."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.sum = Sum()
        self.reports: list[list[str]] = []

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        self.sum.add(result.outcome)
        result = renamed(result)
        self.reports.append([f"#### {span_of(result.source.path)}", *_causes(result), *_lists(result.outcome)])
        return ""

    def close(self) -> str:
        head = f"### verify-review: {self.sum.verdicts_told}"
        parts = [part for report in self.reports for part in (report if len(self.reports) > 1 else report[1:])]
        name = f" in {self.reports[0][0].removeprefix('#### ')}" if len(self.reports) == 1 else f" in {len(self.reports)} reports"
        total = f"{_count(self.sum.claims, 'claim')}{name}; {told(self.sum.fates)}"
        return fitted([f"{_MARK}\n{head}", *map(without_commands, (total, *parts))], self.limit)


def fitted(parts: Sequence[str], limit: int) -> str:
    """The parts with empty lines between; of those that would exceed the limit, in bytes, only how many they are is told."""
    text, size = "", 0
    for number, part in enumerate(parts):
        piece = f"\n\n{part}" if number else part
        size += len(piece.encode("utf-8", "replace"))
        if size > limit - _NOTICE:
            left = f"The rest of this page, {_count(len(parts) - number, 'part')}, did not fit and is left out."
            return f"{text}\n\n*{left}*\n" if limit > 2 * _NOTICE else ""
        text += piece
    return f"{text}\n"


def _causes(result: Result) -> Iterator[str]:
    for verdict in AGAINST:
        for cause in causes(result.outcome.findings, verdict):
            yield _folded(_headline(cause), fenced(_details(cause, result)))


def _headline(cause: Cause) -> str:
    first = cause.first
    lines = sorted({finding.claim.span.line for finding in cause.findings})
    places = f"line {lines[0]}" + (f" and {_count(len(lines) - 1, 'other')}" if len(lines) > 1 else "")
    return f"<b>{first.verdict.value}</b> {tagged(first.claim.rule)}, {places}: {tagged(first.message)}"


def _details(cause: Cause, result: Result) -> list[str]:
    """All but the headline, which is told above them."""
    return [*block(cause.first, result, Style())[1:], *also(cause.first, cause.others, Style(), False)]


def _lists(outcome: Outcome) -> Iterator[str]:
    """What was not checked, by how far it was."""
    statements = outcome.statements
    yield from _listed("checked in part", [item for item in statements if is_in_part(item)], outcome)
    undecided = [item for item in statements if fate(item) is Fate.UNDECIDED and item.verdict is Verdict.UNVERIFIABLE]
    yield from _listed("undecided", undecided, outcome)
    yield from _listed("not understood", [item for item in statements if fate(item) is Fate.UNREAD], outcome)


def _listed(what: str, items: Sequence[StatementFinding], outcome: Outcome) -> Iterator[str]:
    if not items:
        return
    rows = [f"- line {item.span.line}: {span_of(item.text)}<br>{span_of(how_far(item, outcome))}" for item in items[:_ROWS]]
    more = [f"- and {len(items) - _ROWS} more"] if len(items) > _ROWS else []
    yield _folded(f"{_count(len(items), 'statement')} {what}", [*rows, *more])


def _folded(summary: str, lines: Sequence[str]) -> str:
    return "\n".join([f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {in_number(noun, number)}"
