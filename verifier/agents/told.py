"""What agents are told: few fields, plain data, in the order of the report's lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.model import Correction, Evidence, Finding, StatementFinding, Verdict
from verifier.output.causes import AGAINST
from verifier.output.counts import Fate, Sum, fate, fates, told
from verifier.output.escape import crop, escape
from verifier.output.finding_text import evidence_place
from verifier.output.ids import claim_ids
from verifier.output.places import given_words, region
from verifier.output.sentences import how_far

if TYPE_CHECKING:
    from verifier.reading.source import Source
    from verifier.result import Outcome, Result

MOST = 20  # of a sort that are told at once; an agent that has corrected these asks again
FALSE = (Verdict.REFUTED, Verdict.STALE, Verdict.ERROR)  # what does not pass; a rule that failed checked nothing
_PLACES, _COLUMNS = 3, 160


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words of a line, as they stand there, and what would make them true."""

    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A claim that the repository contradicts. For a doubtful one `not_understood` has the words because of which it may be true."""

    id: str
    line: int
    verdict: str
    rule: str
    text: str
    message: str
    evidence: list[str]
    reproduce: str
    correction: Replacement | None
    not_understood: list[str]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A statement of which nothing or only a part was checked, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)  # no slots: the schema of an answer takes them for defaults
class Answer:
    """What became of a report. It passes when nothing in it is refuted or stale; what was not checked may be false all the same."""

    passes: bool
    summary: str
    wrong: list[Wrong]
    not_checked: list[Unchecked]
    left_off: int  # entries of both lists that are not told


def answer(result: Result) -> Answer:
    """The whole report in short."""
    wrong, unchecked = wrong_of(result), list(unchecked_of(result.outcome))
    left_off = sum(max(0, len(one) - MOST) for one in (wrong, unchecked))
    return Answer(passes(result.outcome), summary(result.outcome), wrong[:MOST], unchecked[:MOST], left_off)


def passes(outcome: Outcome) -> bool:
    """Whether nothing that counts is false."""
    return not any(finding.verdict in FALSE and finding.aside is None for finding in outcome.findings)


def summary(outcome: Outcome) -> str:
    """`1 refuted, 2 holds; 3 statements: 3 checked in full`"""
    total = Sum()
    total.add(outcome)
    return f"{total.verdicts_told}; {told(fates(outcome.statements))}"


def wrong_of(result: Result, among: Iterable[Finding] | None = None) -> list[Wrong]:
    """All that is not so and counts, or those `among` it; what is false before what is doubtful."""
    findings = result.outcome.findings
    names = dict(zip(map(id, findings), claim_ids(finding.claim for finding in findings), strict=True))
    chosen = [one for one in (findings if among is None else among) if one.verdict in AGAINST and one.aside is None]
    chosen.sort(key=lambda one: (one.verdict is Verdict.DOUBTFUL, one.claim.span))
    return [_wrong(one, names[id(one)], result.source) for one in chosen]


def _wrong(finding: Finding, name: str, source: Source) -> Wrong:
    claim = finding.claim
    return Wrong(
        id=name,
        line=claim.span.line,
        verdict=finding.verdict.value,
        rule=claim.rule,
        text=crop(escape(" ".join(claim.text.split())), _COLUMNS, "…"),
        message=escape(finding.message),
        evidence=list(map(_place, finding.evidence[:_PLACES])),
        reproduce=escape(finding.reproduce),
        correction=replacement(finding.correction, source) if finding.correction else None,
        not_understood=list(map(escape, finding.unexplained)),
    )


def replacement(correction: Correction, source: Source) -> Replacement:
    """A correction in the file's own, perhaps damaged, way of writing."""
    return Replacement(correction.span.line, given_words(region(correction.span, source), source), source.encode(correction.text))


def _place(item: Evidence) -> str:
    """`a.py:12-14: def f():`"""
    first = next((line.strip() for line in item.excerpt.splitlines() if line.strip()), "")
    return evidence_place(item) + (f": {crop(escape(first), _COLUMNS, '…')}" if first else "")


def unchecked_of(outcome: Outcome) -> Iterator[Unchecked]:
    """The statements that could be looked up and were not, or not in full; what is wrong is told as that."""
    for item in outcome.statements:
        if item.verdict in AGAINST or item.aside is not None or fate(item) in (Fate.FULL, Fate.SILENT):
            continue
        yield unchecked(item, outcome)


def unchecked(item: StatementFinding, outcome: Outcome) -> Unchecked:
    """Why a statement was not checked."""
    return Unchecked(item.span.line, crop(escape(item.text), _COLUMNS, "…"), how_far(item, outcome))
