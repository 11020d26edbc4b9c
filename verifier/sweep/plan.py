"""From the manifest's entries to the reports that are to be checked, each with the key that says whether it was."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.sweep.records import Answer, Check, Expand, Expanded, Failure, Found, Line, Planned
from verifier.version import __version__

if TYPE_CHECKING:
    from verifier.result import RunOptions
    from verifier.sweep.manifest import Entry


@dataclass(frozen=True)
class Task:
    """A report of the sweep: what is asked about it, or why nothing can be."""

    planned: Planned
    request: Check | None
    failure: Failure | None

    def line(self, answer: Answer) -> Line:
        """What is written of it."""
        known = self.planned
        named = (known.key, __version__, known.repository, known.asked, known.revision, known.report)
        if isinstance(answer, Failure):
            return Line(*named, error=answer.reason, message=answer.message)
        assert not isinstance(answer, Expanded)
        return Line(*named, summary=answer.summary, claims=answer.claims)


class Planner:
    """Makes the tasks of one run."""

    def __init__(self, manifest: Path, options: RunOptions) -> None:
        self._beside = os.path.abspath(manifest.parent)
        self._options = pickle.dumps(options)
        rules = sorted(options.areas.items()), sorted(options.rule_options.items())
        self._asked = repr((options.select, options.ignore, options.min_confidence, rules))

    def question(self, entry: Entry) -> Expand | Failure:
        """What is asked about an entry, or why nothing can be."""
        if entry.problem:
            return Failure("repository", entry.problem)
        return Expand(__version__, str(entry.place), entry.asked, entry.patterns, self._beside)

    def tasks(self, entries: Sequence[Entry], answers: Sequence[Answer]) -> tuple[Task, ...]:
        """All tasks in the manifest's order, each report of a revision once."""
        found: dict[str, Task] = {}
        for entry, answer in zip(entries, answers, strict=True):
            for task in self._of(entry, answer):
                found.setdefault(task.planned.key, task)
        return tuple(found.values())

    def _of(self, entry: Entry, answer: Answer) -> Iterator[Task]:
        if isinstance(answer, Failure):
            key = self._key(entry.repository, entry.asked, None, "", "")
            yield Task(Planned(key, entry.repository, entry.asked, None, None), None, answer)
        elif isinstance(answer, Expanded):
            for found in answer.found:
                yield self._task(entry, answer, found)

    def _task(self, entry: Entry, answer: Expanded, found: Found) -> Task:
        key = self._key(entry.repository, answer.revision, found.report, found.digest, answer.state)
        planned = Planned(key, entry.repository, entry.asked, answer.revision, found.report)
        if found.failure:
            return Task(planned, None, found.failure)
        at = None if answer.state else answer.revision
        return Task(planned, Check(__version__, str(entry.place), at, found.report, self._beside, found.digest, self._options), None)

    def _key(self, *parts: str | None) -> str:
        return sha256(repr((__version__, self._asked, *parts)).encode()).hexdigest()[:32]
