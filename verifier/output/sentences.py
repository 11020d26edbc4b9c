"""Sentences given one by one (`--claim`): what is to be said of each, and whether it was checked in full and holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model import Extent, StatementFinding, Verdict
from verifier.output.counts import stands
from verifier.output.escape import escape
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Outcome

BETWEEN = "\n\n"  # sentences in the report that is made of them
_LINE_END = re.compile(r"\r\n|\n|\r")
READ_AS = {  # why a statement that makes no claim makes none, by what it says
    "opinion": "nothing in it can be looked up",
    "recommends": "read as a recommendation",
    "plans": "read as a plan",
    "asks": "read as a question",
    "exemplifies": "read as an example",
    "other-product": "read as about another product",
}
_BAD = frozenset((Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A given sentence, where it begins in the report made of them all, and the statements that were read in it."""

    text: str
    line: int
    statements: tuple[StatementFinding, ...]

    @property
    def stands(self) -> bool:
        """Whether all of it was checked and holds."""
        return bool(self.statements) and all(map(stands, self.statements))


def sentences(given: Sequence[str], outcome: Outcome) -> Iterator[Sentence]:
    """Each given sentence with its statements, in order."""
    line = 1
    for text in given:
        end = line + len(_LINE_END.findall(text + BETWEEN))
        yield Sentence(text, line, tuple(item for item in outcome.statements if line <= item.span.line < end))
        line = end


def lines_of(sentence: Sentence, outcome: Outcome, style: Style) -> list[str]:
    """The sentence, and below it how far each of its statements was checked."""
    shown = [f'"{escape(sentence.text)}"']
    for item in sentence.statements:
        words = f'"{escape(item.text)}" ' if len(sentence.statements) > 1 else ""
        colour = "green" if stands(item) else "yellow"
        shown.append(f"  {words}{style.paint(how_far(item, outcome), colour)}")
    return shown if sentence.statements else [*shown, style.paint(f"  {NOTHING_READ}", "yellow")]


def short_lines(sentence: Sentence, outcome: Outcome, path: str) -> Iterator[str]:
    """One line for each statement that does not hold as a whole, unless the lines on bad claims say all there is to say."""
    for item in sentence.statements:
        named = {word for position in item.findings for word in outcome.findings[position].unexplained}
        if not stands(item) and not (item.verdict in _BAD and named.issuperset(item.unexplained)):
            yield f"{escape(path)}:{item.span.line}: {how_far(item, outcome)}"
    if not sentence.statements:
        yield f"{escape(path)}:{sentence.line}: {NOTHING_READ}"


NOTHING_READ = "not checked: no statement was read in it"


def how_far(item: StatementFinding, outcome: Outcome) -> str:
    """`holds, checked in full`, `checked in part: not understood: 12, models`, `not checked: read as a plan`."""
    if stands(item):
        return "holds, checked in full"
    findings = [outcome.findings[position] for position in item.findings]
    open_ones = dict.fromkeys(finding.message for finding in findings if finding.verdict is Verdict.UNVERIFIABLE)
    why = [
        READ_AS.get(item.says, "") if not findings else "",
        f"undecided: {', '.join(map(escape, open_ones))}" if open_ones else "",
        f"not understood: {', '.join(map(escape, item.unexplained))}" if item.unexplained else "",
    ]
    verdict = f"{item.verdict.value}, " if item.verdict and item.verdict in _BAD else ""
    return ": ".join(filter(None, (verdict + _EXTENT[item.checked], "; ".join(filter(None, why)))))


_EXTENT = {Extent.FULL: "checked in full", Extent.PART: "checked in part", Extent.NONE: "not checked"}
