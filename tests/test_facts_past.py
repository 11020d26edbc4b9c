"""Answers about past paths: kept between runs, until the commits are others."""

from __future__ import annotations

from pathlib import Path

from verifier.facts.past import RememberedHistory
from verifier.facts.store import FactCache
from verifier.repository.history import History, PathEvents
from verifier.repository.log import Commit

GONE = PathEvents("a.py", Commit("1" * 40, "2" * 40, "2026-01-01"), "2" * 40, renamed_to="b.py")


class _Counting(History):
    """Knows one path, and counts how often it is asked."""

    def __init__(self, answer: PathEvents) -> None:
        super().__init__("")
        self.asked = 0
        self.answer = answer

    def path_events(self, path: str) -> PathEvents:
        self.asked += 1
        return self.answer


def test_the_same_commits_give_the_same_answer_without_being_read(tmp_path: Path) -> None:
    history, cache = _Counting(GONE), FactCache(tmp_path / "cache")
    answers = [RememberedHistory(history, cache, b"commits").path_events("a.py") for _ in range(3)]
    assert (answers, history.asked) == ([GONE] * 3, 1)


def test_other_commits_and_other_paths_are_read(tmp_path: Path) -> None:
    history, cache = _Counting(GONE), FactCache(tmp_path / "cache")
    for circumstances, path in ((b"commits", "a.py"), (b"more commits", "a.py"), (b"commits", "c.py")):
        RememberedHistory(history, cache, circumstances).path_events(path)
    assert history.asked == 3


def test_what_could_not_be_learnt_is_asked_again(tmp_path: Path) -> None:
    history, cache = _Counting(PathEvents(problem="took too long")), FactCache(tmp_path / "cache")
    for _ in range(2):
        RememberedHistory(history, cache, b"commits").path_events("a.py")
    assert history.asked == 2
