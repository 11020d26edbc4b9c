"""All that the page's templates show of one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model import Confidence, Correction, Evidence, Finding, Without
from verifier.output.counts import WITHOUT
from verifier.output.escape import escape_lines
from verifier.output.finding_text import REASONS, evidence_place
from verifier.output.page.document import Document, parsed
from verifier.output.page.entries import BAD, Entry, Status, entries_of
from verifier.output.page.parts import Parts
from verifier.output.sentences import READ_AS
from verifier.registry import installed

if TYPE_CHECKING:
    from markupsafe import Markup

    from verifier.reading.source import Source
    from verifier.result import Result

_PLACES, _LINES, _COLUMNS = 6, 8, 400  # of evidence, of an excerpt, of a line


@dataclass(frozen=True)
class Told:
    """A finding's card: `place` and `lines` of each evidence; `change` is the report's line before and after, () without a correction."""

    finding: Finding
    right: str  # the rule's summary
    sure: bool
    reason: str
    places: tuple[tuple[str, tuple[str, ...]], ...]
    more: int
    change: tuple[str, str] | tuple[()]
    aside: str


@dataclass(frozen=True)
class Card:
    """An entry with all that is told of it; `part` is the number of the report's part that it stands in."""

    entry: Entry
    part: int
    why: str  # why nothing was checked, "" where something was
    aside: str
    told: tuple[Told, ...]

    @property
    def rules(self) -> list[str]:
        return sorted({one.finding.claim.rule for one in self.told})


@dataclass(frozen=True)
class Report:
    """`name` begins the ids of its elements; `lost` are cards of entries that the page found no place for."""

    name: str
    path: str
    root: str
    checked: str
    document: Markup
    parts: Parts
    cards: tuple[Card, ...]
    lost: tuple[Card, ...]
    statuses: tuple[Status, ...] = tuple(Status)
    bad: tuple[Status, ...] = BAD

    @property
    def rules(self) -> list[str]:
        return sorted({rule for card in self.cards for rule in card.rules})


def report(result: Result, name: str, root: str) -> Report:
    """The report whose elements' ids begin with `name`, held against what the user calls `root`."""
    from markupsafe import Markup

    source, outcome = result.source, result.outcome
    entries = entries_of(outcome)
    tokens = parsed(source.lines)
    document = Document(source.lines, entries, name)
    rendered = Markup(document.render(tokens))  # made of escaped pieces
    parts = Parts(tokens, entries)
    cards = tuple(_card(entry, parts.place(entry), source) for entry in entries)
    lost = tuple(card for card in cards if card.entry.number not in document.placed)
    return Report(name, source.path, root, outcome.checked.description, rendered, parts, cards, lost)


def _card(entry: Entry, part: int, source: Source) -> Card:
    statement = entry.statement
    why = READ_AS.get(statement.says, "no rule asks what it says") if statement and not entry.findings and not statement.unread else ""
    aside = WITHOUT[statement.aside.why] if statement and statement.aside else ""
    return Card(entry, part, why, aside, tuple(_told(finding, source) for finding in entry.findings))


def _told(finding: Finding, source: Source) -> Told:
    rule = installed().get(finding.claim.rule)
    aside = finding.aside
    reason = f": {aside.reason}" if aside and aside.why is Without.SUPPRESSED and aside.reason else ""
    return Told(
        finding,
        rule.load().summary if rule else "",
        Confidence.LIKELY not in (finding.confidence, finding.claim.confidence),
        REASONS.get(finding.reason.value, "") if finding.reason else "",
        tuple((evidence_place(item), tuple(_excerpt(item))) for item in finding.evidence[:_PLACES]),
        max(0, len(finding.evidence) - _PLACES),
        _change(finding.correction, source.lines) if finding.correction else (),
        WITHOUT[aside.why] + reason if aside else "",
    )


def _excerpt(item: Evidence) -> Iterator[str]:
    number = max(1, item.line)
    lines = escape_lines(item.excerpt)[:_LINES]
    digits = len(str(number + len(lines)))
    yield from (f"{number + offset:>{digits}} | {line[:_COLUMNS]}" for offset, line in enumerate(lines))


def _change(correction: Correction, lines: Sequence[str]) -> tuple[str, str]:
    """The report's lines before and after."""
    span = correction.span
    old = "\n".join(lines[span.line - 1 : span.end_line])
    head, tail = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    return old[:_COLUMNS], f"{head}{correction.text}{tail}"[:_COLUMNS]
