"""What a run is asked to do with a report, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.model import Confidence, Finding, StatementFinding
from verifier.repository.told import NOTHING_TOLD, ToldKinds

if TYPE_CHECKING:
    from verifier.reading.source import Source
    from verifier.rule import Options


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked to do; `select` and `ignore` hold rule names and families."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    jobs: int = 0
    use_cache: bool = True
    budget: int = 0  # megabytes of work; 0 for the default
    min_confidence: Confidence = Confidence.LIKELY
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_options: Mapping[str, Options] = field(default_factory=dict)
    files: ToldKinds = NOTHING_TOLD  # what the project says of its own files
    words: tuple[str, ...] = ()  # words of its reports that say nothing


@dataclass(frozen=True)
class Checked:
    """What a repository was when a report was checked against it."""

    description: str  # for people: "working tree", "commit 1234abcd", "directory"
    revision: str | None = None  # the commit that was checked; None for files on disk
    head: str | None = None  # the commit that HEAD names
    dirty: bool = False  # tracked files differ from HEAD


@dataclass(frozen=True)
class Outcome:
    """What verification found, without the report's text: plain data, so that it can be kept between runs."""

    title: str  # of the report, "" without one
    statements: tuple[StatementFinding, ...]
    findings: tuple[Finding, ...]
    checked: Checked
    introduced: str | None = None  # the commit that brought the report
    base: str | None = None
    engines: Mapping[str, str] = field(default_factory=dict)

    @property
    def unread(self) -> tuple[StatementFinding, ...]:
        """The statements that assert something which could be looked up and that no claim explains."""
        return tuple(statement for statement in self.statements if statement.unread)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes [start, end) of a report become `data`; offsets are 0-based."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True)
class Corrected:
    """What was done about a finding. `line` is that of the report before any of it was corrected by the same pass; `how` is a word."""

    line: int
    rule: str
    how: str
    claimed: str
    observed: str


@dataclass(frozen=True)
class Result:
    """A report's source and what verification found in it; of a corrected report, both are as it is now."""

    source: Source
    outcome: Outcome
    corrected: tuple[Corrected, ...] = ()
    edits: tuple[Edit, ...] = ()  # that would correct it, of a run that only shows them
