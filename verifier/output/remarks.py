"""What asks for attention, as programs are told of it: each claim that is not so, and each statement of which words were not checked."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from verifier.model import Aside, Extent, Finding, Span, StatementFinding, Verdict
from verifier.output.escape import escape
from verifier.output.ids import claim_ids
from verifier.output.sentences import how_far

if TYPE_CHECKING:
    from verifier.result import Result

_NO_MORE = "words of it belong to no claim that was decided"
IN_PART = "checked-in-part"  # stands where a rule's name does, for statements


class Level(Enum):
    """How severe a remark is, the most severe first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"  # what holds or was not decided, which few formats have a place for


LEVELS: Mapping[Verdict, Level] = {
    Verdict.REFUTED: Level.ERROR,
    Verdict.ERROR: Level.ERROR,
    Verdict.STALE: Level.WARNING,
    Verdict.DOUBTFUL: Level.WARNING,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to be told. `message` is one line and safe to print; `identity` is the report's own for it, wherever lines move."""

    level: Level
    rule: str
    what: str  # the verdict, or that a part was checked
    message: str
    span: Span
    identity: str
    finding: Finding | None = None  # None for a statement

    @property
    def aside(self) -> Aside | None:
        """Why it does not count; None where it does."""
        return self.finding.aside if self.finding else None

    @property
    def headline(self) -> str:
        """`refuted: a.py has 39 lines, not 120`"""
        return f"{self.what}: {self.message}"

    @property
    def title(self) -> str:
        """`refuted: file-lines`, or that a part was checked."""
        return f"{self.what}: {escape(self.rule)}" if self.finding else self.what


def remarks(result: Result) -> list[Remark]:
    """All that ask for attention, in the order of the report's lines."""
    return [remark for remark in every(result) if remark.level is not Level.NONE and not remark.aside]


def every(result: Result) -> list[Remark]:
    """One for each claim, whatever its verdict, and one for each statement of which a part was checked; in the order of lines."""
    findings = result.outcome.findings
    named = zip(findings, claim_ids(finding.claim for finding in findings), strict=True)
    return sorted([*(remark_on(*pair) for pair in named), *in_part(result)], key=lambda remark: remark.span)


def remark_on(finding: Finding, identity: str) -> Remark:
    """The remark on one finding."""
    verdict, claim = finding.verdict, finding.claim
    return Remark(LEVELS.get(verdict, Level.NONE), claim.rule, verdict.value, escape(finding.message), claim.span, identity, finding)


def in_part(result: Result) -> Iterator[Remark]:
    """One for each statement of which a part was checked. What is told of already, by a claim that is not so, is not told again."""
    seen: Counter[str] = Counter()
    for item in result.outcome.statements:
        if is_in_part(item):
            key = f"{IN_PART}\x1f{' '.join(item.text.split())}\x1f{seen[item.text]}"
            seen[item.text] += 1
            identity = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
            what, _, why = escape(how_far(item, result.outcome)).partition(": ")
            yield Remark(Level.NOTE, IN_PART, what, why or _NO_MORE, item.span, identity)


def is_in_part(statement: StatementFinding) -> bool:
    """Whether only a part of it was checked, which counts, and no claim of it is said to be wrong."""
    return statement.checked is Extent.PART and statement.verdict not in LEVELS and statement.aside is None
