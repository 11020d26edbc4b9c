"""What a rule is.

A rule recognises claims in a clause, measures the repository, and judges one by the other. The three are apart so that a
measurement can be taken at another snapshot or scope, and a judgement tested without a repository.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypedDict, TypeVar, cast

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Correction, Evidence, Exactness, Finding, Measurement, Quantity, Reason, Span, Verdict
from verifier.reading.clause import Clause, Fence, Report
from verifier.repository.scope import Scope

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Expect:
    """A claim that an example must yield. `claimed` and `observed` are compared when given."""

    kind: str
    verdict: Verdict
    line: int | None = None
    subject: str | None = None
    claimed: str | None = None
    observed: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A report, a small repository in memory, and exactly the claims this rule makes of it (none for a lookalike).

    No other rule may refute anything in it, unless `also` names that rule: so a new rule can't take over an old one's words.
    """

    title: str
    report: str
    files: Mapping[str, str] = field(default_factory=dict)
    expect: tuple[Expect, ...] = ()
    also: tuple[str, ...] = ()  # other rules that may refute something in it
    options: Options | None = None  # what the rule is configured with


class Options:
    """Base of a rule's typed options: a frozen dataclass whose defaults are the rule's defaults; its tables are dataclasses, too."""

    def mistakes(self) -> Iterable[tuple[str, str]]:
        """What is wrong that types can't tell: where, by keys below the rule's own table, and what."""
        return ()

    def examples(self) -> Iterable[Example]:
        """Examples that the configuration itself gives, which `verify-review config --test` runs."""
        return ()


@dataclass(frozen=True)
class NoOptions(Options):
    """For rules without settings."""


class _Named(ABC, Generic[T]):
    name: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]  # kinds of claim it makes, as LABELLING names them
    summary: ClassVar[str]  # one sentence: what right means
    options_type: ClassVar[type[Options]] = NoOptions
    examples: ClassVar[tuple[Example, ...]] = ()
    vocabulary: ClassVar[str] = ""  # words that its reading accounts for, and "@class" of english/amounts.toml or shifters.toml
    reads_blocks: ClassVar[bool] = False  # a block of code that is not from here breaks many of its claims: one cause
    cites_places: ClassVar[bool] = False  # its claims are about places in code, which move when what they tell of is mended
    reads_standing: ClassVar[bool] = False  # it knows what to make of what is said to be gone, or to have been turned into something else

    word_for_word: ClassVar[bool] = False  # it finds the report's own lines, so that what is nowhere now and was there then is gone
    quotes: ClassVar[bool] = True  # what it finds holds words of the files that it looks at, not just numbers, names and places
    gives_way: ClassVar[bool] = False  # what it finds is told only where no other rule decides anything about the same words
    infers: ClassVar[bool] = False  # some of its claims or findings are inferred from names and patterns, not measured: `likely`

    def reads_files(self, claim: Claim[T]) -> bool:
        """Whether what files hold decides it, not their names alone: then it is nothing without those that can't be read."""
        return True

    def is_guess(self, finding: Finding) -> bool:
        """Whether an open finding is of a reading that was only tried, and is not to be told when it leads to nothing."""
        return False

    def is_universal(self, claim: Claim[T]) -> bool:
        """Whether it is said of all that there is, so that only a part which the text names can stand for the whole."""
        return False

    def is_closed(self, claim: Claim[T]) -> bool:
        """Whether every further word would narrow the claim, so that each must be explained before it is refuted."""
        return claim.negated or claim.quantity is not None

    def __init__(self, options: Options | None = None) -> None:
        self.options = options if options is not None else self.options_type()


class Rule(_Named[T]):
    """A rule that reads one clause at a time."""

    cites_files: ClassVar[bool] = False  # what it measures lies in the files that its findings cite, so another commit is cheap to ask
    scoped: ClassVar[bool] = False  # measured in every scope that the clause does not exclude

    @abstractmethod
    def recognise(self, clause: Clause) -> Iterable[Claim[T]]:
        """The claims of this kind in `clause`. Pure: it sees no repository."""

    @abstractmethod
    def measure(self, claim: Claim[T], code: Codebase, scope: Scope) -> Measurement:
        """What is so in `code`, within `scope`."""

    @abstractmethod
    def judge(self, claim: Claim[T], measurement: Measurement) -> Finding:
        """The verdict. Pure."""

    def seen_from(self, claim: Claim[T], document: str) -> Claim[T]:
        """The claim as it was when the report lay at `document`: a link's target is relative to it."""
        return claim

    def recognise_code(self, fence: Fence) -> Iterable[Claim[T]]:
        """The claims that a block of code makes of itself: names it defines or calls, signatures, the code as such. Pure."""
        return ()

    def claim(
        self,
        clause: Clause,
        target: T,
        *,
        kind: str = "",
        subject: str = "",
        claimed: str = "",
        span: Span | None = None,
        text: str = "",
        negated: bool = False,
        quantity: Quantity | None = None,
        confidence: Confidence = Confidence.CERTAIN,
        explains: tuple[Span, ...] = (),
    ) -> Claim[T]:
        """A claim of this rule that `clause` makes; what is not given is the clause's own."""
        return Claim(
            self.name,
            kind or self.kinds[0],
            span or clause.span,
            text or clause.text,
            subject,
            claimed,
            target,
            clause.context.titles,
            clause.side,
            negated,
            confidence,
            clause.hints,
            quantity,
            explains,
        )


def found(claim: Claim[T], measurement: Measurement, verdict: Verdict, message: str, **more: Unpack[_Extras]) -> Finding:
    """A finding that takes over what the measurement knows."""
    general = cast("Claim[object]", claim)
    finding = Finding(
        general,
        verdict,
        message,
        reproduce=measurement.reproduce,
        subject=measurement.subject or claim.subject,
        confidence=claim.confidence,
    )
    return replace(finding, **more)


def undecided(claim: Claim[T], measurement: Measurement) -> Finding:
    """The finding of a claim whose measurement was blocked."""
    reason = measurement.blocked or Reason.NO_SUBJECT
    return found(claim, measurement, Verdict.UNVERIFIABLE, measurement.detail or reason.value, reason=reason)


def stands(claim: Claim[T], measurement: Measurement, name: str = "", confidence: Confidence = Confidence.LIKELY) -> Finding:
    """The finding of a claim that can only hold: what was looked up, of that name, stands at the sites; undecided where it was blocked."""
    if measurement.blocked:
        return undecided(claim, measurement)
    evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
    told = f"{name} stands at {evidence[0].path}:{evidence[0].line}".lstrip()
    return found(claim, measurement, Verdict.HOLDS, told, observed=told, evidence=evidence, confidence=confidence)


def left_out(unread: Sequence[str]) -> str:
    """The first thing that could not be read, with why, and how many more there are; "" for none."""
    more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
    return f"{unread[0]}{more}" if unread else ""


class _Extras(TypedDict, total=False):
    observed: str
    reason: Reason | None
    exactness: Exactness | None
    confidence: Confidence
    definition: str
    scope: str
    subject: str
    evidence: tuple[Evidence, ...]
    correction: Correction | None


class ReportRule(_Named[object]):
    """A rule that reads the report's own structure and claims instead of one clause."""

    @abstractmethod
    def examine(self, report: Report, claims: Sequence[Claim[object]]) -> Iterable[Finding]:
        """Findings that the report alone decides."""


AnyRule = Rule[object] | ReportRule


def rewritten(claim: Claim[T], part: str, new: str) -> Correction | None:
    """The claim with `part` of its text as it should be; None where that part is not one place of one line of the report."""
    span, text = claim.span, claim.text
    at = text.find(part)
    literal = span.line == span.end_line and span.end_column - span.column == len(text)  # not put together, and without markup
    if not literal or not part or at < 0 or text.count(part) != 1:
        return None
    return Correction(Span(span.line, span.line, span.column + at, span.column + at + len(part)), new)


def restated(claim: Claim[T], value: float) -> Correction | None:
    """The claim's number as it should be, with as many decimals as the report gives; None where no single number is told."""
    from verifier.reading.quantities import restate

    quantity = claim.quantity
    if quantity is None or quantity.stated is None or (quantity.low != quantity.high and not quantity.approximate):
        return None
    decimals = re.search(r"\d\.(\d+)", quantity.text)
    return Correction(quantity.span, restate(quantity, round(value, len(decimals[1])) if decimals else value))
