"""What history says of paths, kept between runs: a pass over a long history takes seconds."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from verifier.repository.chronicle import Chronicle
from verifier.repository.history import History, Introduction, PathEvents
from verifier.repository.log import Commit, Difference, Step

if TYPE_CHECKING:
    from verifier.facts.store import FactCache

_TABLE = "path-events-2"  # the number is the layout of what is kept


class RememberedHistory(History):
    """A history whose answers about paths are kept in `cache`. `circumstances`: which commits there are, as a text."""

    def __init__(self, history: History, cache: FactCache, circumstances: bytes) -> None:
        super().__init__(history.problem)
        self._history, self._cache, self._circumstances = history, cache, circumstances

    @property
    def chronicle(self) -> Chronicle | None:
        return self._history.chronicle

    def introduced(self, report_text: str, hint_name: str = "") -> Introduction | None:
        return self._history.introduced(report_text, hint_name)

    def commit(self, revision: str) -> Commit | None:
        return self._history.commit(revision)

    def path_events(self, path: str) -> PathEvents:
        key = sha256(self._circumstances + b"\0" + path.encode("utf-8", "surrogateescape")).digest()
        kept = self._cache.recall(_TABLE, key, PathEvents)
        if kept is not None:
            return kept
        found = self._history.path_events(path)
        if not found.problem:
            self._cache.keep(_TABLE, key, found)
        return found

    def versions(self, path: str, revision: str, most: int) -> tuple[str, ...]:
        return self._history.versions(path, revision, most)

    def texts(self, path: str, most: int, revision: str = "") -> tuple[tuple[str, str], ...]:
        return self._history.texts(path, most, revision)

    def steps(self, revision: str, most: int) -> tuple[Step, ...]:
        return self._history.steps(revision, most)

    def lines(self, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._history.lines(step)

    def difference(self, first: str, last: str) -> Difference | None:
        return self._history.difference(first, last)
