"""The cache: it saves work, and whatever is wrong with it costs speed only."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

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


def corrupt(path: Path, change: Callable[[bytearray], None]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


def scribble(seed: int) -> Callable[[bytearray], None]:
    """Random bytes all over the file, behind the words by which SQLite knows its own."""

    def change(data: bytearray) -> None:
        chosen = Random(seed)
        for _ in range(300):
            data[chosen.randrange(16, len(data))] = chosen.randrange(256)

    return change


def cut(data: bytearray) -> None:
    del data[len(data) // 2 :]


def read_only_version(data: bytearray) -> None:
    data[18] = 9  # the file format's "may be read, not written"


def misspell(data: bytearray) -> None:
    """A schema that is no UTF-8, which sqlite3 can't even complain about."""
    place = data.index(b"PRIMARY KEY")
    data[place : place + 7] = b"\xff\xc4\xce\x80(((("[:7]


def other_facts(data: bytearray) -> None:
    """Another name in a fact, which SQLite doesn't see: the fact can be read, and is wrong."""
    places = [match.start() for match in re.finditer(rb"\xa1f", bytes(data))]
    assert places
    for place in places:
        data[place + 1 : place + 2] = b"g"


DAMAGES: dict[str, Callable[[bytearray], None]] = {
    **{f"scribbled {seed}": scribble(seed) for seed in range(25)},
    "cut": cut, "empty": lambda data: data.clear(), "no longer to be written": read_only_version, "misspelt": misspell,
    "text": lambda data: data.__setitem__(slice(0, len(data)), b"no database at all" * 100), "other facts": other_facts,
    "another table": lambda data: data.__setitem__(slice(0, len(data)), bytes(data).replace(b"facts", b"fakes")),
}  # fmt: skip


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damage_costs_time_only_and_the_file_is_replaced(tmp_path: Path, work: list[str], damage: str) -> None:
    assert names(open_cache(tmp_path)) == EXPECTED
    path = next(tmp_path.iterdir())
    corrupt(path, DAMAGES[damage])
    for leftover in ("-journal", "-wal"):
        Path(f"{path}{leftover}").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 600)
    assert names(open_cache(tmp_path)) == EXPECTED
    work.clear()
    assert names(open_cache(tmp_path)) == EXPECTED
    assert work == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_damage_between_reading_and_writing(tmp_path: Path, work: list[str]) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    assert cache.get("outline", [b"x"]) == {}
    corrupt(cache.path, lambda data: data.__setitem__(slice(100, len(data)), b"\xff" * (len(data) - 100)))
    cache.put("outline", [(b"x", b"y")])
    assert cache.get("outline", [b"x"]) == {b"x": b"y"}
    cache.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path), lambda path: os.symlink(path, path)])
def test_something_else_than_a_file(tmp_path: Path, make: Callable[[Path], None], work: list[str]) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    make(cache.path)
    assert names(cache) == EXPECTED
    work.clear()
    assert names(open_cache(tmp_path)) == EXPECTED
    assert work == [] or make is os.mkdir  # what a directory holds may be somebody's


def test_another_programs_table(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    with sqlite3.connect(cache.path) as connection:
        connection.execute("CREATE TABLE facts (name TEXT)")
    connection.close()
    assert names(cache) == EXPECTED
    assert names(open_cache(tmp_path)) == EXPECTED


def test_another_runs_replacement_is_left_alone(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    cache.put("outline", [(b"x", b"y")])
    os.replace(shutil.copy(cache.path, tmp_path / "copy"), cache.path)
    with closing(sqlite3.connect(cache.path)) as other:
        before = other.execute("SELECT count(*) FROM facts").fetchone()
        cache._try(lambda connection: connection.execute("SELECT nonsense"))
        assert not cache.usable
        assert other.execute("SELECT count(*) FROM facts").fetchone() == before
    assert cache.path.exists()


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
