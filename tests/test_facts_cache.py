"""The cache: it saves work, and whatever is wrong with it costs speed only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.facts import pool, store
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.facts.outline import Outline
from verifier.facts.store import FactCache, open_cache
from verifier.repository.snapshot import MemorySnapshot

FILES = {"a.py": "def f(): ...\n", "b/a.py": "def f(): ...\n", "c.ts": "export class C {}\n", "d.sql": "select 1", "e.py": "x = \0"}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were analysed, rather than taken from the cache."""
    done: list[str] = []
    original = pool.run_all

    def counting(tasks: list[pool.Task], jobs: int = 0) -> Iterator[tuple[int, pool.Outcome]]:
        done.extend(task.path for task in tasks)
        return original(tasks, jobs)

    monkeypatch.setattr(pool, "run_all", counting)
    return done


def names(cache: FactCache | None) -> dict[str, list[str] | str]:
    """What a new run says about FILES."""
    found = Facts(MemorySnapshot(FILES), jobs=1, cache=cache).outlines(list(FILES))
    if cache is not None:
        cache.close()
    return {path: [d.name for d in fact.definitions] if isinstance(fact, Outline) else fact.reason.value for path, fact in found.items()}


EXPECTED = {"a.py": ["f"], "b/a.py": ["f"], "c.ts": ["C"], "d.sql": "unsupported-language", "e.py": "unreadable"}


def test_a_second_run_analyses_nothing(tmp_path: Path, work: list[str]) -> None:
    assert names(open_cache(tmp_path)) == EXPECTED
    assert work == ["a.py", "c.ts"]  # equal contents once
    work.clear()
    assert names(open_cache(tmp_path)) == EXPECTED
    assert work == []


def test_each_analysis_has_its_own_facts(tmp_path: Path, work: list[str]) -> None:
    cache = FactCache(tmp_path / "facts")
    facts = Facts(MemorySnapshot(FILES), jobs=1, cache=cache)
    assert isinstance(facts.outlines(["a.py"])["a.py"], Outline)
    assert isinstance(facts.complexities(["a.py"])["a.py"], tuple)
    assert facts.line_counts(["a.py"])["a.py"] == facts.lines("a.py")
    assert work == ["a.py", "a.py", "a.py"]
    cache.close()


def test_a_changed_file_is_analysed_anew(tmp_path: Path) -> None:
    cache = FactCache(tmp_path / "facts")
    for name in ("f", "g"):
        found = Facts(MemorySnapshot({"a.py": f"def {name}(): ..."}), jobs=1, cache=cache).outlines(["a.py"])["a.py"]
        assert isinstance(found, Outline)
        assert [d.name for d in found.definitions] == [name]
    cache.close()


def test_facts_are_remembered_without_a_cache(work: list[str]) -> None:
    facts = Facts(MemorySnapshot(FILES), jobs=1)
    assert facts.outlines(["a.py"]) == facts.outlines(["a.py"])
    assert work == ["a.py"]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4000], ids=["empty", "text", "damaged"])
def test_a_corrupt_file(tmp_path: Path, content: bytes) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    cache.path.write_bytes(content)
    assert names(cache) == EXPECTED
    assert names(open_cache(tmp_path)) == EXPECTED


def test_a_file_that_is_no_database_makes_room(tmp_path: Path, work: list[str]) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    cache.path.write_bytes(b"no database at all" * 100)
    for _ in range(2):
        assert names(open_cache(tmp_path)) == EXPECTED
    work.clear()
    assert names(open_cache(tmp_path)) == EXPECTED
    assert work == []


def test_another_programs_table(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    with sqlite3.connect(cache.path) as connection:
        connection.execute("CREATE TABLE facts (name TEXT)")
    connection.close()
    assert names(cache) == EXPECTED
    assert not cache.usable


@pytest.mark.parametrize("fact", [b"", b"T", b"T\xc1", b"Tnonsense", b"Fnonsense\nx", "text", None, 3])
def test_damaged_facts_are_made_anew(tmp_path: Path, fact: object) -> None:
    assert names(open_cache(tmp_path)) == EXPECTED
    cache = open_cache(tmp_path)
    assert cache is not None
    with sqlite3.connect(cache.path) as connection:
        assert connection.execute("UPDATE facts SET fact = ?", [fact]).rowcount == 2
    connection.close()
    assert names(cache) == EXPECTED


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.05)
    cache = open_cache(tmp_path)
    assert cache is not None
    other = sqlite3.connect(cache.path)
    other.execute("CREATE TABLE other (x)")
    other.execute("BEGIN EXCLUSIVE")
    assert names(cache) == EXPECTED
    other.rollback()
    other.close()


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions don't bind this user")
def test_a_read_only_directory(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert names(open_cache(tmp_path / "deeper")) == EXPECTED
    finally:
        tmp_path.chmod(0o700)


def test_a_read_only_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    assert names(open_cache(tmp_path)) == EXPECTED
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options))
    cache = open_cache(tmp_path)
    assert cache is not None
    cache.put("outline", [(b"x", b"y")])
    assert not cache.usable
    assert names(open_cache(tmp_path)) == EXPECTED


def test_a_directory_that_cant_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert names(open_cache(tmp_path / "file" / "deeper")) == EXPECTED


def test_an_unwritable_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", "/proc/nowhere/cache")
    assert names(open_cache()) == EXPECTED


def test_a_full_cache_drops_the_oldest_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LIMIT_BYTES", 100_000)
    cache = FactCache(tmp_path / "facts")
    for number in range(40):
        cache.put("outline", [(b"%d" % number, b"x" * 5_000)])
    kept = cache.get("outline", [b"%d" % number for number in range(40)])
    assert b"39" in kept
    assert b"0" not in kept
    assert 1 < len(kept) < 40
    assert cache.usable
    cache.close()


def test_many_blobs_at_once(tmp_path: Path) -> None:
    cache = FactCache(tmp_path / "facts")
    facts = [(b"%d" % number, b"y") for number in range(1_700)]
    cache.put("outline", facts)
    assert cache.get("outline", [blob for blob, _ in facts]) == dict(facts)
    assert cache.get("complexity", [b"1"]) == {}
    cache.close()


def test_what_ran_out_of_stack_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from verifier.facts import extract

    def fail(_language: str, _source: bytes) -> Outline:
        raise RecursionError

    cache = FactCache(tmp_path / "facts")
    with monkeypatch.context() as patch:
        patch.setattr(extract, "outline", fail)
        from verifier.facts import analyses

        analyses._function.cache_clear()
        found = Facts(MemorySnapshot(FILES), jobs=1, cache=cache).outlines(["a.py"])["a.py"]
        assert isinstance(found, Failure)
    analyses._function.cache_clear()
    assert names(cache) == EXPECTED
