"""The report's parts, as its headings make them, and how many entries of each there are by status: the summary picture."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from verifier.numbered import in_number
from verifier.output.page.entries import Entry, Status

_FULL = 1000.0  # the width of a picture, in its own units


@dataclass
class Part:
    """What stands below a heading of the level that divides the report; `line` is 0 for what stands before the first."""

    title: str
    line: int
    statuses: Counter[Status] = field(default_factory=Counter)

    @property
    def number(self) -> int:
        return self.statuses.total()

    @property
    def told(self) -> str:
        """`40 statements: 3 refuted, 12 holds`."""
        return f"{self.number} {in_number('statement', self.number)}: {told(self.statuses)}"

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """For each status that there is its key, and where its bar begins and how wide it is."""
        bars, at = [], 0.0
        for status in Status:
            if number := self.statuses[status]:
                wide = round(_FULL * number / self.number, 2)
                bars.append((status.key, round(at, 2), wide))
                at += wide
        return bars


def told(statuses: Counter[Status]) -> str:
    return ", ".join(f"{statuses[status]} {status.value}" for status in Status if statuses[status]) or "none"


class Parts:
    """The parts of a report, in order, those without entries left out of `parts`."""

    def __init__(self, tokens: Sequence[Token], entries: Sequence[Entry]) -> None:
        headings = [
            (int(token.tag[1]), token.map[0] + 1, following.content)
            for token, following in pairwise(tokens)
            if token.type == "heading_open" and token.map
        ]
        level = next((level for level in range(1, 7) if sum(one[0] <= level for one in headings) > 1), 6)
        chosen = [Part("", 0), *(Part(title, line) for depth, line, title in headings if depth <= level)]
        self._lines = [part.line for part in chosen]
        for entry in entries:
            chosen[self.place(entry)].statuses[entry.status] += 1
        self.whole = Part("", 0, sum((part.statuses for part in chosen), Counter()))
        self.parts = [(number, part) for number, part in enumerate(chosen) if part.number]

    def place(self, entry: Entry) -> int:
        """Which part an entry stands in, counted from 0."""
        return bisect_right(self._lines, entry.span.line) - 1
