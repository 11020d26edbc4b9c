"""Things said of code that one exact search answers, apart from the entries of the knowledge base: each a rule of its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, ScopeHints, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.repository.scope import Scope
from verifier.rule import Rule, found, undecided

T = TypeVar("T")
SO = "as it is told"  # the reading that decides
_FENCES = {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.SHELL, FenceClass.CODE, FenceClass.DIAGRAM}
_FORMS = {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}


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


class QuestionRule(Rule[Question]):
    """A rule whose claims are questions."""

    infers = True
    scoped = True
    vocabulary = "use pattern mechanism design support enabled applied used based via logic @none"

    @staticmethod
    @abstractmethod
    def read(clause: Clause) -> Iterator[Asked]:
        """The questions that a clause raises."""

    def recognise(self, clause: Clause) -> Iterator[Claim[Question]]:
        for asked in self.read(clause) if tells(clause) and clause.form is not Form.HEADING else ():
            at = clause.text.find(asked.text)
            yield self.claim(
                clause,
                asked.question,
                kind="absence" if asked.absent else "usage",
                subject=asked.subject,
                claimed=asked.claimed,
                negated=asked.absent,
                text=asked.text,
                explains=(clause.words.span(at, at + len(asked.text)),) if at >= 0 else (),
            )

    def measure(self, claim: Claim[Question], code: Codebase, scope: Scope) -> Measurement:
        return claim.target.measure(code, scope, claim.hints)

    def judge(self, claim: Claim[Question], measurement: Measurement) -> Finding:
        return judged_answer(claim, measurement)


def tells(clause: Clause) -> bool:
    """Whether a clause tells in words what the code does now."""
    return clause.asserts and clause.side is not Side.BEFORE and clause.form not in _FORMS and clause.context.fence not in _FENCES


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
