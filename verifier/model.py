"""The vocabulary every layer shares: claims, measurements, findings. Frozen data, no behaviour beyond views of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar


class Verdict(str, Enum):
    """What the repository says of a claim."""

    HOLDS = "holds"
    REFUTED = "refuted"
    STALE = "stale"  # false now, true when the report was written
    DOUBTFUL = "doubtful"  # the repository shows otherwise, but the sentence has words that were not understood
    UNVERIFIABLE = "unverifiable"
    ERROR = "error"  # a rule crashed, or what it rests on did not end


class Exactness(str, Enum):
    """How exactly something holds."""

    EXACT = "exact"
    TOLERATED = "tolerated"  # another defensible definition, or within the stated approximation
    DRIFTED = "drifted"  # right content, line numbers moved


class Confidence(str, Enum):
    """How sure a reading or a verdict is."""

    CERTAIN = "certain"  # measured
    LIKELY = "likely"  # inferred from names and patterns


class Reason(str, Enum):
    """Why a claim can't be decided: a closed list, so that reasons can be counted."""

    RUNTIME = "runtime"  # needs the program to run
    OPINION = "opinion"  # no fact decides it
    PROCESS = "process"  # reviewed, approved, tested by a person
    AMBIGUOUS = "ambiguous"  # several candidates that would differ
    NO_SUBJECT = "no-subject"  # nothing exact to look up
    NEEDS_ARTIFACT = "needs-artifact"  # a coverage, CI or build output
    NEEDS_BASE = "needs-base"  # a second snapshot
    NO_HISTORY = "no-history"
    UNSUPPORTED_LANGUAGE = "unsupported-language"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"  # binary, undecodable, permission
    OUTSIDE = "outside"  # not in the repository
    INCOMPLETE = "incomplete"  # part of the scope could not be read
    NOT_PROVABLE = "not-provable"  # absence can't be proved from names alone


class Extent(str, Enum):
    """How much of a statement was checked: all of its content words, some, or none."""

    FULL = "full"
    PART = "part"
    NONE = "none"


class Side(str, Enum):
    NOW = "now"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in the report: 1-based lines, 1-based code-point columns of the repaired text, `end_column` exclusive."""

    line: int
    end_line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A closed interval with a unit; `None` is an open end. ~250 lines is [225, 275], approximate; "< 10" is (None, 10), `strict`."""

    low: float | None
    high: float | None
    unit: str  # singular and lower case ("line", "file", "second", "%"), "" when the text gives none
    text: str
    span: Span
    approximate: bool = False
    strict: bool = False  # open ends exclude the bound: "< 10", "more than 5"
    stated: float | None = None  # the number as written, where there is just one
    words: tuple[str, ...] = ()  # lower-cased words from the number to the head noun, that included: ("python", "file")

    def contains(self, value: float) -> bool:
        if self.low is not None and (value < self.low or (self.strict and self.high is None and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.strict and self.low is None and value == self.high)))


@dataclass(frozen=True, slots=True)
class ScopeHints:
    """What a clause says about the part of the repository it is about, nearest first; resolved by `repository.scope`."""

    paths: tuple[str, ...] = ()  # named in the clause, its row, item, parent or fence title
    section_paths: tuple[tuple[str, ...], ...] = ()  # named in headings or "Files reviewed" lists, innermost section first
    areas: tuple[str, ...] = ()  # "backend", "frontend", "tests", a service's name; nearest first
    topics: tuple[str, ...] = ()  # words of the headings and the title, as a last resort for finding the reviewed part
    reviewed: tuple[str, ...] = ()  # every path the report names, for "holds in the files the report reviewed"
    excepted: tuple[str, ...] = ()  # what the clause leaves out: "outside `a.py`"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim(Generic[T]):
    """One typed, atomic proposition of one kind. `target` is the rule's own data: what exactly to look up and compare."""

    rule: str
    kind: str
    span: Span
    text: str  # the words of the report that make the claim
    subject: str
    claimed: str
    target: T
    section: tuple[str, ...] = ()
    side: Side = Side.NOW
    negated: bool = False
    confidence: Confidence = Confidence.CERTAIN
    hints: ScopeHints = field(default_factory=ScopeHints)
    quantity: Quantity | None = None
    explains: tuple[Span, ...] = ()  # words of the report that this reading accounts for, beside its subject and quantity
    block: int = 0  # the line, 1-based, of the block of code whose origin it shares with the block's other claims; 0 for others


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the repository; lines are 1-based and inclusive. `excerpt` is at most a few lines."""

    path: str
    line: int = 0  # 0: the file as a whole
    end_line: int = 0
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A thing that was counted or found; identity is (path, symbol, code), so that it can be matched across snapshots."""

    path: str
    symbol: str = ""
    code: str = ""
    line: int = 0
    end_line: int = 0
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value under one definition ("newlines", "radon, blocks")."""

    definition: str
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is so at one snapshot, under every defensible definition; the first reading is the usual one."""

    readings: tuple[Reading, ...] = ()
    sites: tuple[Site, ...] = ()
    complete: bool = True
    reproduce: str = ""  # an ordinary command that shows the same
    subject: str = ""  # what it was measured on, as the repository names it
    blocked: Reason | None = None  # nothing could be measured, and why
    detail: str = ""  # for people: more on `blocked` or on what was found
    near: tuple[str, ...] = ()  # near misses worth showing
    unread: tuple[str, ...] = ()  # files that it would have needed, each with why they could not be read; it is not complete then


@dataclass(frozen=True, slots=True)
class Correction:
    """An edit of the report that makes the claim true."""

    span: Span
    text: str


class Without(str, Enum):
    """Why a finding is told and does not count."""

    SUPPRESSED = "suppressed"  # a comment of the report says so
    KNOWN = "known"  # the baseline has it
    UNCHANGED = "unchanged"  # the branch did not touch its lines


@dataclass(frozen=True, slots=True)
class Aside:
    """That a finding does not count, and why. `reason` is the suppression's own, "" where it gives none."""

    why: Without
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim's verdict, and why."""

    claim: Claim[object]
    verdict: Verdict
    message: str
    observed: str = ""
    reason: Reason | None = None
    exactness: Exactness | None = None
    confidence: Confidence = Confidence.CERTAIN
    definition: str = ""
    scope: str = ""
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()
    reproduce: str = ""
    correction: Correction | None = None
    stale_since: str | None = None  # commit
    unexplained: tuple[str, ...] = ()  # words that govern the claim and were not understood: why it is doubtful
    cites: tuple[str, ...] = ()  # files that its words may be from, beside those of the evidence
    aside: Aside | None = None  # why it does not count; None where it does


@dataclass(frozen=True, slots=True)
class StatementFinding:
    """What became of one statement of the report: what was checked of it, by which claims, and which words nothing accounts for."""

    span: Span
    text: str
    says: str  # its stance ("asserts", "recommends"...), or "opinion"
    form: str  # the surface it was read from: "sentence", "item", "cell", "heading"...
    checked: Extent
    verdict: Verdict | None = None  # of its claims the worst; None without a decided one
    findings: tuple[int, ...] = ()  # positions of its claims' findings in the outcome
    unexplained: tuple[str, ...] = ()
    unread: bool = False  # it asserts something that could be looked up, and no claim explains it
    aside: Aside | None = None  # why it does not count as unread or checked in part; None where it does
