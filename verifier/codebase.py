"""What a rule measures on: a repository at one snapshot, with its index, facts and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from verifier.facts.facts import Facts
from verifier.facts.work import Work
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import Snapshot


@dataclass(frozen=True)
class Codebase:
    """A snapshot and what is derived from it on demand. `areas` are the configuration's names for parts of it."""

    snapshot: Snapshot
    index: PathIndex
    facts: Facts
    history: History
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    work: Work = field(default_factory=Work)  # what was done before the report was written
