"""Which words of a report's line belong to which entry, which of them nobody explained, and which are a claim's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verifier.model import Extent, Finding, Span, Verdict
from verifier.output.page.entries import Entry

_SEVERITY = (Verdict.REFUTED, Verdict.ERROR, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE, Verdict.HOLDS)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked alike. `entry` is None between entries; `verdict` is of the claim whose own words they are."""

    text: str
    entry: int | None = None
    unexplained: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Columns of a line, from 1, `end` excluded."""

    start: int
    end: int
    entry: int | None = None
    verdict: Verdict | None = None


class Marks:
    """Made once for a report; `lines` are its repaired lines."""

    def __init__(self, entries: Sequence[Entry], lines: Sequence[str]) -> None:
        self._lines = lines
        self._entries: dict[int, list[_Stretch]] = defaultdict(list)
        self._claims: dict[int, list[_Stretch]] = defaultdict(list)
        self._words: dict[int, list[_Stretch]] = defaultdict(list)
        for entry in entries:
            for number, start, end in self._rows(entry.span):
                self._entries[number].append(_Stretch(start, end, entry.number))
            for finding in sorted(entry.findings, key=_severity):
                for number, start, end in self._rows(finding.claim.span):
                    self._claims[number].append(_Stretch(start, end, verdict=finding.verdict))
            if entry.statement is not None and entry.statement.checked is not Extent.NONE:  # else it is all of it
                self._left(entry, entry.statement.unexplained)

    def pieces(self, line: int, column: int, text: str) -> Iterator[Piece]:
        """`text`, which stands at a column of a line, cut into pieces."""
        end = column + len(text)
        layers = (self._entries[line], self._claims[line], self._words[line])
        cuts = {column, end}
        for stretch in (one for layer in layers for one in layer):
            cuts |= {at for at in (stretch.start, stretch.end) if column < at < end}
        ordered = sorted(cuts)
        for start, stop in pairwise(ordered):
            entry, claim, word = (_narrowest(layer, start) for layer in layers)
            yield Piece(
                text[start - column : stop - column], entry.entry if entry else None, word is not None, claim.verdict if claim else None
            )

    def _rows(self, span: Span) -> Iterator[tuple[int, int, int]]:
        for number in range(span.line, span.end_line + 1):
            start = span.column if number == span.line else 1
            end = span.end_column if number == span.end_line else len(self._lines[number - 1]) + 1
            if start < end:
                yield number, start, end

    def _left(self, entry: Entry, words: Sequence[str]) -> None:
        """The unexplained words of a statement, which are told in the order of reading."""
        rows = list(self._rows(entry.span))
        row, at = 0, rows[0][1] if rows else 1
        for word in words:
            for place in range(row, len(rows)):
                number, start, end = rows[place]
                found = self._lines[number - 1].find(word, (at if place == row else start) - 1, end - 1)
                if found >= 0:
                    self._words[number].append(_Stretch(found + 1, found + 1 + len(word)))
                    row, at = place, found + 1 + len(word)
                    break


def _narrowest(layer: Sequence[_Stretch], at: int) -> _Stretch | None:
    """Of the stretches around a column the one that says most of it, the first of those that say as much."""
    return min((one for one in layer if one.start <= at < one.end), key=lambda one: one.end - one.start, default=None)


def _severity(finding: Finding) -> int:
    return _SEVERITY.index(finding.verdict)
