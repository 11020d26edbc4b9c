"""Things said of code that one exact search answers, apart from the entries of the knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.rule import found, undecided

T = TypeVar("T")
SO = "as it is told"  # the reading that decides


class Question(Protocol):
    """What a claim asks of a scope; a frozen dataclass."""

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        """Whether it is as told within `scope`: reads `SO`, or is blocked. `hints` are what the scope was told by."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a clause raises. `claimed` is what the text says, in short; `takes` are entries that it answers as well."""

    text: str
    subject: str
    claimed: str
    question: Question
    absent: bool = False
    takes: frozenset[str] = frozenset()


Reader = Callable[[Clause], Iterator[Asked]]


def answer(so: bool, detail: str, sites: Sequence[Site] = (), reproduce: str = "", subject: str = "", complete: bool = True) -> Measurement:
    """A measurement that answers a question; `detail` says what was found."""
    return Measurement((Reading(SO, so),), tuple(sites)[:5], complete, reproduce, subject, detail=detail)


def unanswered(reason: Reason, detail: str, sites: Sequence[Site] = ()) -> Measurement:
    """A measurement that leaves the question open."""
    return Measurement(blocked=reason, detail=detail, sites=tuple(sites)[:5])


def judged_answer(claim: Claim[T], measurement: Measurement) -> Finding:
    """The verdict on a question. That it holds is at best likely: other ways to fail may be there."""
    if measurement.blocked:
        return undecided(claim, measurement)
    so = any(reading.definition == SO and reading.value is True for reading in measurement.readings)
    if not so and not measurement.complete:
        return found(claim, measurement, Verdict.UNVERIFIABLE, measurement.detail, reason=Reason.INCOMPLETE)
    evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites)
    return found(
        claim,
        measurement,
        Verdict.HOLDS if so else Verdict.REFUTED,
        measurement.detail,
        observed=measurement.detail,
        evidence=evidence,
        confidence=Confidence.LIKELY if so else Confidence.CERTAIN,
    )
