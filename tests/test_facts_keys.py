"""What a cached fact depends on: content, language and analysis, and nothing else. See also test_facts_cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.facts import analyses
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


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [cut_short, scrambled, a_directory]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_cache_changes_nothing(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    outlined(open_cache(tmp_path))
    (path,) = tmp_path.iterdir()
    damage(path)
    assert outlined(open_cache(tmp_path)) == EXPECTED
    assert outlined(open_cache(tmp_path)) == EXPECTED


def test_two_runs_share_a_cache(tmp_path: Path) -> None:
    first, second = open_cache(tmp_path), open_cache(tmp_path)
    snapshot = MemorySnapshot(FILES)
    one, two = Facts(snapshot, 1, first), Facts(snapshot, 1, second)
    assert one.outlines(list(FILES)) == two.outlines(list(FILES))


def test_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "VERIFY_REVIEW_CACHE_DIR", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert outlined(open_cache()) == EXPECTED


def test_the_directory_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "here"))
    assert cache_directory() == tmp_path / "here"
    outlined(open_cache())
    assert list((tmp_path / "here").iterdir())
