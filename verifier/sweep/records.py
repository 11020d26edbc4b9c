"""What a sweep sends to its workers, what they answer, and what is written: plain data."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from verifier.model import Reason, Verdict


class ClaimFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A claim as facts, without a word of the report; `line` counts from 1."""

    line: int
    rule: str
    kind: str
    verdict: Verdict
    reason: Reason | None = None  # why it is unverifiable


class Summary(msgspec.Struct, frozen=True):
    """A report's claims by verdict, and its statements by how far they were checked."""

    statements: int = 0
    full: int = 0  # statements checked in full
    part: int = 0  # statements of which some words were not checked
    unread: int = 0  # statements that could be looked up and were not understood
    claims: int = 0
    holds: int = 0
    refuted: int = 0
    stale: int = 0
    doubtful: int = 0
    unverifiable: int = 0
    error: int = 0


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """Why there is no result. `reason` is one of REASONS, `message` is for people."""

    reason: str
    message: str


REASONS = ("repository", "no-report", "unreadable", "changed", "timeout", "lost", "version", "defect")
"""The repository can't be opened; nothing fits; the report can't be read; it changed meanwhile; it took too long; its process ended
twice; a worker has another version of the tool; a fault of ours."""


class Found(msgspec.Struct, frozen=True):
    """A report that an entry of the manifest names, or why one that it names can't be had."""

    report: str  # as it is told: a path in the repository, or one from the manifest ("./a.md")
    digest: str = ""  # SHA-256 of its bytes, hexadecimal
    failure: Failure | None = None


class Expanded(msgspec.Struct, frozen=True, tag="expanded"):
    """What the patterns of one repository lead to. `state` tells files on disk apart, and is "" for a commit."""

    revision: str | None
    state: str
    found: tuple[Found, ...]


class Checked(msgspec.Struct, frozen=True, tag="checked"):
    """What was found in one report."""

    summary: Summary
    claims: tuple[ClaimFact, ...]


Answer = Expanded | Checked | Failure


@dataclass(frozen=True, slots=True)
class Expand:
    """Asks for the reports of one repository. `place` and `beside` are directories: the repository's and the manifest's."""

    tool: str  # the version that is expected
    place: str
    revision: str | None
    patterns: tuple[str, ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Check:
    """Asks for one report's verdicts. `revision` is a full commit id, or None for files on disk; `options` is a pickled RunOptions."""

    tool: str
    place: str
    revision: str | None
    report: str
    beside: str
    digest: str
    options: bytes


class Planned(msgspec.Struct, frozen=True):
    """One line of `plan.jsonl`: a report that belongs to the sweep, in the manifest's order."""

    key: str
    repository: str
    asked: str | None  # the revision as the manifest names it
    revision: str | None  # the commit; None where there is none
    report: str | None  # None where the repository can't be opened


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of `results.jsonl`. It has a summary and claims, or `error`, which is one of REASONS, and a message for people."""

    key: str
    tool: str
    repository: str
    asked: str | None
    revision: str | None
    report: str | None
    error: str | None = None
    message: str = ""
    summary: Summary | None = None
    claims: tuple[ClaimFact, ...] = ()


def is_beside(report: str) -> bool:
    """Whether a report lies beside the manifest, not in the repository: that is told by how its path begins."""
    return report.startswith(("./", "../", "/", "~/"))
