"""The cache makes runs faster and nothing else: whatever is wrong with it, the facts are the same."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.facts import analyses, store
from verifier.facts.facts import Facts
from verifier.facts.outline import Outline
from verifier.facts.store import FactCache, cache_directory, open_cache
from verifier.repository.snapshot import MemorySnapshot

FILES = {f"m{number}.py": f"def f{number}(a, b=1): ...\n" for number in range(5)}


def outlined(cache: FactCache | None, files: dict[str, str] | None = None) -> dict[str, list[str]]:
    found = Facts(MemorySnapshot(files or FILES), jobs=1, cache=cache).outlines(list(files or FILES))
    if cache is not None:
        cache.close()
    return {path: [d.name for d in fact.definitions] for path, fact in found.items() if isinstance(fact, Outline)}


EXPECTED = {f"m{number}.py": [f"f{number}"] for number in range(5)}


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were really analysed."""
    seen: list[str] = []
    run = analyses.run

    def counted(name: str, language: str, path: str, data: bytes) -> tuple[object, bool]:
        seen.append(path)
        return run(name, language, path, data)

    monkeypatch.setattr(analyses, "run", counted)
    return seen


def test_a_second_run_analyses_nothing(tmp_path: Path, analysed: list[str]) -> None:
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert sorted(analysed) == sorted(FILES)
    analysed.clear()
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert analysed == []


def test_facts_from_the_cache_are_equal(tmp_path: Path) -> None:
    source = "import a.b as c\nclass A(B):\n    '''Doc.'''\n    def m(self, x: int = 1) -> str: return f(x, k='v')\n"
    snapshot = MemorySnapshot({"a.py": source, "b.ts": "export const x = { a: 1 };"})
    methods = ("outlines", "complexities", "maintainability", "print_calls", "line_counts")
    fresh = [getattr(Facts(snapshot, 1, open_cache(tmp_path)), method)(["a.py", "b.ts"]) for method in methods]
    again = [getattr(Facts(snapshot, 1, open_cache(tmp_path)), method)(["a.py", "b.ts"]) for method in methods]
    plain = [getattr(Facts(snapshot, 1, None), method)(["a.py", "b.ts"]) for method in methods]
    assert fresh == again == plain


def test_the_key_is_the_content_not_the_path(tmp_path: Path, analysed: list[str]) -> None:
    outlined(open_cache(tmp_path), {"a.py": "def f(): ...\n"})
    assert outlined(open_cache(tmp_path), {"other/b.py": "def f(): ...\n"}) == {"other/b.py": ["f"]}
    assert analysed == ["a.py"]


def test_equal_files_are_analysed_once(analysed: list[str]) -> None:
    assert len(outlined(None, {f"{number}.py": "def f(): ...\n" for number in range(9)})) == 9
    assert len(analysed) == 1


def test_the_language_counts(tmp_path: Path) -> None:
    source = "class A { m() {} }\n"
    found = Facts(MemorySnapshot({"a.js": source, "a.ts": source}), 1, open_cache(tmp_path)).outlines(["a.js", "a.ts"])
    assert [fact.language for fact in found.values() if isinstance(fact, Outline)] == ["javascript", "typescript"]


def test_another_version_of_the_analysis_is_another_fact(tmp_path: Path, analysed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    outlined(open_cache(tmp_path))
    analysed.clear()
    key_of = analyses.key_of
    monkeypatch.setattr(analyses, "key_of", lambda name, language: key_of(name, language) + "2")
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert sorted(analysed) == sorted(FILES)


def not_a_database(path: Path) -> None:
    path.write_bytes(b"this is no database, but somebody's notes\n" * 100)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE facts (something TEXT)")
    connection.close()


def other_values(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET fact = CAST('text' AS TEXT)")
    connection.close()


def broken_facts(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET fact = substr(fact, 1, 9)")
    connection.close()


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [not_a_database, cut_short, scrambled, empty, other_table, other_values, broken_facts, a_directory]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_cache_changes_nothing(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    outlined(open_cache(tmp_path))
    (path,) = tmp_path.iterdir()
    damage(path)
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert outlined(open_cache(tmp_path)) == EXPECTED


def test_a_damaged_cache_is_replaced(tmp_path: Path, analysed: list[str]) -> None:
    outlined(open_cache(tmp_path))
    not_a_database(next(tmp_path.iterdir()))
    outlined(open_cache(tmp_path))  # finds the damage
    outlined(open_cache(tmp_path))  # fills a new one
    analysed.clear()
    outlined(open_cache(tmp_path))
    assert analysed == []


def test_a_locked_cache_is_not_waited_for_long(tmp_path: Path) -> None:
    outlined(open_cache(tmp_path))
    other = sqlite3.connect(next(tmp_path.iterdir()))
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert outlined(open_cache(tmp_path)) == EXPECTED
    finally:
        other.close()


def test_two_runs_share_a_cache(tmp_path: Path) -> None:
    first, second = open_cache(tmp_path), open_cache(tmp_path)
    snapshot = MemorySnapshot(FILES)
    one, two = Facts(snapshot, 1, first), Facts(snapshot, 1, second)
    assert one.outlines(list(FILES)) == two.outlines(list(FILES))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are different there")
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_directory_that_can_not_be_written(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    folder.chmod(mode)
    try:
        assert outlined(open_cache(folder)) == EXPECTED
        assert outlined(open_cache(folder / "below")) == EXPECTED
    finally:
        folder.chmod(0o755)


def test_a_read_only_file_is_still_read(tmp_path: Path, analysed: list[str]) -> None:
    outlined(open_cache(tmp_path))
    (path,) = tmp_path.iterdir()
    path.chmod(0o444)
    analysed.clear()
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert analysed == []


def test_a_directory_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert outlined(open_cache(tmp_path / "file" / "below")) == EXPECTED


def test_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "VERIFY_REVIEW_CACHE_DIR", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert outlined(open_cache()) == EXPECTED


def test_the_directory_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "here"))
    assert cache_directory() == tmp_path / "here"
    outlined(open_cache())
    assert list((tmp_path / "here").iterdir())


def test_the_cache_stays_within_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LIMIT_BYTES", 100_000)
    cache = open_cache(tmp_path)
    assert cache is not None
    for number in range(60):
        cache.put("a", [(b"%d" % number, bytes(10_000))])
    assert cache.get("a", [b"59"])
    assert not cache.get("a", [b"0"])
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 250_000


def test_many_blobs_are_asked_for_at_once(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert cache is not None
    keys = [b"%d" % number for number in range(2500)]
    cache.put("a", [(key, key) for key in keys])
    assert cache.get("a", keys) == {key: key for key in keys}
    assert cache.get("b", keys) == {}
