"""Workers: no file takes a run down, and the others get their facts."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.facts import analyses, pool
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure, Hung
from verifier.facts.nesting import harmless
from verifier.facts.outline import Outline
from verifier.facts.pool import run_all
from verifier.model import Reason
from verifier.repository.snapshot import MemorySnapshot

GOOD = {f"good{number}.py": f"def f{number}(): ...\n" for number in range(50)}


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    pool._Workers.drop()


def outlines(files: dict[str, str | bytes], jobs: int = 2) -> dict[str, Outline | Failure]:
    found = dict(Facts(MemorySnapshot(files), jobs=jobs).outlines(list(files)))
    assert list(found) == list(files)
    return found


def reason(fact: Outline | Failure) -> Reason | None:
    return fact.reason if isinstance(fact, Failure) else None


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "x = " + "(" * 20_000 + ")" * 20_000),
        ("a.py", "x = " + "[" * 10_000),
        ("a.py", "x = " + "-" * 100_000 + "1"),
        ("a.py", "x = " + "not " * 50_000 + "1"),
        ("a.py", "".join(" " * depth + "if x:\n" for depth in range(800)) + " " * 800 + "pass\n"),
        ("a.py", "x = 1" + " + 1" * 50_000),
        ("a.py", "x" + ".f()" * 2_000),
        ("a.js", "x = " + "{a:" * 20_000 + "1" + "}" * 20_000),
        ("a.tsx", "x = " + "<a>" * 20_000 + "</a>" * 20_000),
        ("a.ts", "type A = " + "B<" * 20_000 + "C" + ">" * 20_000),
    ],
    ids=["parentheses", "unclosed", "signs", "not", "blocks", "sum", "chain", "objects", "elements", "generics"],
)
@pytest.mark.parametrize("analysis", ["outlines", "complexities"])
def test_deep_nesting(path: str, source: str, analysis: str) -> None:
    facts = Facts(MemorySnapshot({path: source, "good.py": "def f(): ...\n"}), jobs=2)
    found = getattr(facts, analysis)([path, "good.py"])
    assert not isinstance(found["good.py"], Failure)
    if isinstance(found[path], Failure):
        assert found[path].reason in (Reason.TOO_LARGE, Reason.UNREADABLE)


def test_huge_and_binary_files() -> None:
    found = outlines({"huge.py": "x = 1\n" * 400_000, "binary.py": b"\x7fELF\0\0", "text.py": "def f(): ...", "empty.py": "", "d.bin": "x"})
    expected = {
        "huge.py": Reason.TOO_LARGE,
        "binary.py": Reason.UNREADABLE,
        "text.py": None,
        "empty.py": None,
        "d.bin": Reason.UNSUPPORTED_LANGUAGE,
    }
    assert {path: reason(fact) for path, fact in found.items()} == expected


def test_missing_files() -> None:
    found = Facts(MemorySnapshot({})).outlines(["a.py"])["a.py"]
    assert isinstance(found, Failure)


def test_utf16_and_odd_bytes() -> None:
    found = outlines(
        {"a.py": "def f(): ...".encode("utf-16"), "b.py": b"# caf\xe9\ndef g(): ...", "c.py": b"\xef\xbb\xbfdef h():\r    pass\r"}
    )
    assert [d.name for fact in found.values() if isinstance(fact, Outline) for d in fact.definitions] == ["f", "g", "h"]


def test_workers_and_no_workers_agree() -> None:
    files: dict[str, str | bytes] = {**GOOD, "bad.py": b"\0"}
    assert outlines(files, jobs=1) == outlines(files, jobs=2)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_dies_costs_its_file_only(jobs: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pool, "_work", _deadly)
    pool._Workers.drop()
    files: dict[str, str | bytes] = {**GOOD, "deadly.py": "DEADLY = " + "(" * 400}
    files.update({f"late{number}.py": f"def g{number}(): ...\n" for number in range(30)})
    found = outlines(files, jobs)
    assert [path for path, fact in found.items() if isinstance(fact, Failure)] == ["deadly.py"]
    assert reason(found["deadly.py"]) is Reason.TOO_LARGE


def _deadly(tasks: list[pool.Task]) -> list[pool.Outcome]:
    """Stands in for `_work` in the workers, and dies of one file."""
    if any(b"DEADLY" in task.data for task in tasks):
        os.kill(os.getpid(), signal.SIGKILL)
    return [pool._timed(task) for task in tasks]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
def test_an_analysis_that_does_not_end_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_work", _slow)
    pool._Workers.drop()
    facts = Facts(MemorySnapshot({"slow.py": "SLOW = " + "(" * 400, "good.py": "def f(): ..."}))
    for _ in range(2):
        with pytest.raises(Hung, match=r"slow\.py: outline took more than 1 seconds"):
            facts.outlines(["slow.py", "good.py"])
    assert isinstance(facts.outlines(["good.py"])["good.py"], Outline)
    pool._Workers.drop()


def _slow(tasks: list[pool.Task]) -> list[pool.Outcome]:
    """Stands in for `_work` in the workers, with little time a file, and an analysis that goes on for ever in one."""
    pool.SECONDS, pool._GRACE = 1, 2.0
    parsed = analyses._function("outline")
    analyses._function = lambda name: lambda language, source: _forever() if b"SLOW" in source else parsed(language, source)  # type: ignore[assignment]
    return [pool._timed(task) for task in tasks]


def _forever() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("x" + ".f()" * 25_000, True),  # a query's time grows with the square of the depth: most of a minute
        ("x" + "\n  .f('a')" * 25_000, True),
        ("x" + ".f()" * 4_000, False),
        ("x = [" + "1.5, " * 20_000 + "]", False),
        ("a.b.c()\n" * 20_000, False),
        ("# Well. Then.\n" * 20_000, False),
    ],
)
def test_what_no_query_gets_through_is_refused_unparsed(source: str, refused: bool) -> None:
    failure = analyses.refused("outline", "python", source.encode())
    assert (failure is not None and failure.reason is Reason.TOO_LARGE) is refused


def test_without_processes_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool._Workers, "get", classmethod(lambda cls, workers: None))
    assert all(isinstance(fact, Outline) for fact in outlines(dict(GOOD)).values())


def test_every_task_has_one_outcome() -> None:
    tasks = [pool.Task("outline", "python", path, source.encode()) for path, source in GOOD.items()]
    assert sorted(index for index, _ in run_all(tasks, 2)) == list(range(len(tasks)))
    assert list(run_all([], 2)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = [1, (2, {3: 4})]\n" * 100, True),
        ("x = '((((('\n", True),
        ("(" * 100 + ")" * 100, False),
        ("(" * 500, False),
        ("x" * 400_000, False),
        ("-" * 200, False),
        ("not " * 2_000, False),
        ("\n" + " " * 300 + "x", False),
        ("x" + ".f()" * 300, False),
        ("x" + ".select('a').where('b')\n" * 20, True),
        ("x = 1" + " + 1" * 400, False),
    ],
)
def test_what_is_harmless(source: str, expected: bool) -> None:
    assert harmless(source.encode()) is expected
