"""What was done before a report was written: which files the last commits up to it added, changed, moved and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property

from verifier.repository.history import History
from verifier.repository.log import Commit, Difference, Step
from verifier.repository.snapshot import Snapshot, Unreadable

_DAYS = 14  # before the last commit: work that a report tells of is not much older
_MOST = 60  # commits
_LONGEST = 50_000  # lines of a file that is not committed yet
_CHANGED = 5_000  # lines of one step that are looked at
NOT_COMMITTED = Commit("", None, "")


class Work:
    """The commits of the days before the one that brought the report; before the snapshot's, for a report that no commit has.

    `last` gives that commit's id, None where there is none; `trees` gives what is not committed yet, as the files now and those of
    the last commit, None where that is no matter of the report.
    """

    def __init__(
        self,
        history: History | None = None,
        last: Callable[[], str | None] = lambda: None,
        trees: Callable[[], tuple[Snapshot, Snapshot] | None] = lambda: None,
    ) -> None:
        self._history = history or History()
        self._last = last
        self._trees = trees
        self._differences: dict[tuple[str, str], Difference | None] = {}
        self._lines: dict[Step, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What each commit did to each file, newest first. Raises GitTimeout."""
        last = self._last()
        found = self._history.steps(last, _MOST) if last else ()
        if not found:
            return ()
        last_day = _time(found[0].commit)
        if last_day is None:
            return ()
        start = last_day - timedelta(days=_DAYS)
        return tuple(step for step in found if (day := _time(step.commit)) is not None and day >= start)

    @property
    def commits(self) -> tuple[Commit, ...]:
        """Those that did something, newest first."""
        return tuple(dict.fromkeys(step.commit for step in self.steps))

    def of(self, path: str) -> tuple[Step, ...]:
        """What was done to a file, newest first; of one that was moved also what was done under its name before."""
        pending = self._pending(path)
        found = [pending] if pending else []
        for step in self.steps:
            if step.path == path:
                found.append(step)
                path = step.before or path
        return tuple(found)

    def below(self, directory: str) -> tuple[Step, ...]:
        """What was done to the files of a directory, newest first."""
        return tuple(step for step in self.steps if step.path.startswith(f"{directory}/"))

    def lines(self, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines that a step added, and those that it removed; the first of very many."""
        if step not in self._lines:
            added, removed = self._history.lines(step) if step.commit.id else self._pending_lines(step.path)
            self._lines[step] = (added[:_CHANGED], removed[:_CHANGED])
        return self._lines[step]

    def _pending(self, path: str) -> Step | None:
        """What is done to a file that no commit has yet."""
        now, then = self._trees() or (None, None)
        if now is None or then is None or (path not in now.entries() and path not in then.entries()):
            return None
        try:
            if path not in then.entries() or path not in now.entries():
                return Step(NOT_COMMITTED, "A" if path in now.entries() else "D", path)
            return None if now.blob_id(path) == then.blob_id(path) else Step(NOT_COMMITTED, "M", path)
        except Unreadable:
            return None

    def _pending_lines(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        trees = self._trees()
        texts = [tree.text(path).split("\n") if path in tree.entries() else [] for tree in trees] if trees else []
        if not texts or max(map(len, texts)) > _LONGEST:
            return (), ()
        now, then = Counter(texts[0]), Counter(texts[1])
        return tuple((now - then).elements()), tuple((then - now).elements())

    def difference(self, first: str, last: str) -> Difference | None:
        """How two commits differ."""
        if (first, last) not in self._differences:
            self._differences[first, last] = self._history.difference(first, last)
        return self._differences[first, last]


def _time(commit: Commit) -> datetime | None:
    """When a commit was made; None for a date that no calendar has."""
    try:
        return datetime.fromisoformat(commit.date)
    except ValueError:
        return None
