"""The tests of a repository: which files they are, of what sort, and what they name and import."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.knowledge.words import subwords
from verifier.repository.kinds import is_generated, is_source, is_test, is_vendored
from verifier.repository.snapshot import EntryKind, EntryState

# Code that is a test: a function, a class or a call by which a runner knows it. `test()`, which a script calls itself, is none.
TEST_CODE = re.compile(
    rb"^[ \t]*(?:async )?def test|^[ \t]*class \w*Test|"
    rb"(?<!function )\b(?:it|test|describe|specify|scenario|context)(?:\.\w+)*\s*\((?!\s*\))|"
    rb"@(?:Parameterized)?Test\b|^func (?:Test|Benchmark)"
    rb"|#\[(?:\w+::)?test\]|\[(?:Fact|Theory|Test|TestMethod)\b|\bTEST(?:_F|_P)?\s*\(|function test\w",
    re.M,
)
_NO_TEST = re.compile(
    r"(?:conftest|__init__|setup|setup_?tests?|fixtures?|helpers?|utils?|factories)\.\w+$|\.(?:config|setup|d)\.\w+$|"
    r"(?:jest|vitest|playwright|cypress|karma)\.",
    re.I,
)
_SUPPORT = frozenset("__mocks__ __fixtures__ fixtures mocks snapshots __snapshots__ testdata".split())
# Programs that somebody runs by hand.
_BY_HAND = frozenset("scripts script tools bin examples example demo demos manual".split())
_AFFIX = re.compile(r"^(?:test[_-])|(?:[_-]tests?|[._-](?:test|tests|spec|specs|e2e|cy)|(?<=[a-z])(?:Tests?|TestCase|Spec|IT))$")
_SORTS = (
    ("e2e", re.compile(r"(?:^|[/_.\-])(?:e2e|end[_-]?to[_-]?end|cypress|playwright|system|acceptance|selenium)(?:[/_.\-]|$)", re.I)),
    ("load", re.compile(r"(?:^|[/_.\-])(?:load|perf|performance|stress|benchmarks?|locust\w*|k6)(?:[/_.\-]|$)", re.I)),
    ("integration", re.compile(r"(?:^|[/_.\-])integrations?(?:[_-]?tests?)?(?:[/_.\-]|$)", re.I)),
)
# Names so common that only the path tells which file is meant.
COMMON = frozenset(
    (
        "index page layout main app utils util models model views view types type tasks task routes route endpoints "
        "schemas config base core common helpers constants api admin urls settings"
    ).split()
)


def test_files(code: Codebase) -> tuple[str, ...]:
    """Source files that are tests for a runner: no helpers, fixtures or scripts run by hand."""
    found = []
    for path, entry in code.index.entries.items():
        if entry.kind is not EntryKind.FILE or entry.state is EntryState.IGNORED or not is_source(path) or not is_test(path):
            continue
        parts = (path.removeprefix(f"{code.index.prefix}/") if code.index.prefix else path).split("/")
        if is_vendored(path) or is_generated(path) or _NO_TEST.search(parts[-1]) or _SUPPORT & set(parts) or _by_hand(parts[:-1]):
            continue
        found.append(path)
    return tuple(found)


def _by_hand(directories: Sequence[str]) -> bool:
    """Whether it lies among programs that somebody runs, and in no directory of tests below them: "examples/shop/tests/"."""
    names = [name.lower() for name in directories]
    last = max((place for place, name in enumerate(names) if name in _BY_HAND), default=-1)
    return last >= 0 and not any(is_test(f"{name}/x") for name in names[last + 1 :])


def with_tests(code: Codebase, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of `paths` that hold at least one test."""
    return code.facts.search(TEST_CODE, paths)


@lru_cache(maxsize=8192)
def sort_of(path: str) -> str:
    """ "e2e", "load" or "integration" where the path says so; else "unit"."""
    return next((sort for sort, pattern in _SORTS if pattern.search(path)), "unit")


@lru_cache(maxsize=8192)
def tested_stem(path: str) -> str:
    """What a test file is named after: "escalation" for test_escalation.py, "useChat" for useChat.test.ts."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    while (shorter := _AFFIX.sub("", stem)) != stem and shorter:
        stem = shorter
    return stem


def stem_of(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0] if path.rpartition("/")[2][:1] != "." else path


def _ambiguous(code: Codebase, path: str) -> bool:
    """Whether a file's name tells little: a common one, or one that several source files, or a package beside them, have."""
    stem = stem_of(path)
    if stem.lower() in COMMON or stem == "__init__":
        return True
    directory, extension = posixpath.dirname(path), path.rpartition(".")[2]
    if any(other.rpartition("/")[2] == stem and not is_test(other + "/") and not is_vendored(other) for other in code.index.directories):
        return True
    return any(
        stem_of(other) == stem
        and other.rpartition(".")[2] == extension
        and posixpath.dirname(other) != directory
        and not is_test(other)
        and not is_vendored(other)
        for other in code.index.entries
        if stem in other
    )


def named_after(code: Codebase, path: str, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests that carry a file's name; where others have that name, those that also lie in a folder named like its own.

    `test_rows_routes.py` carries that of `routes/rows.py` with its folder's.
    """
    stem, folder = stem_of(path), posixpath.dirname(path).rpartition("/")[2]
    with_folder = {f"{one}_{other}" for part in (folder, folder.removesuffix("s")) for one, other in ((stem, part), (part, stem)) if part}
    if both := tuple(test for test in tests if tested_stem(test) in with_folder):
        return both
    carrying = tuple(test for test in tests if tested_stem(test) == stem and _related(path, test))
    if not carrying or not _ambiguous(code, path):
        return carrying
    return tuple(test for test in carrying if folder and folder in test.split("/")[:-1])


def importing(code: Codebase, path: str, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests that import a file."""
    stem = stem_of(path)
    wanted = posixpath.dirname(path).rpartition("/")[2] if stem == "__init__" else stem
    if not wanted:
        return ()
    likely = naming(code, wanted, tests)
    outlines = code.facts.outlines(likely)
    strict = bool(likely) and _ambiguous(code, path)
    return tuple(
        test for test in likely if isinstance(outline := outlines[test], Outline) and _imports(outline, test, path, wanted, strict)
    )


def naming(code: Codebase, name: str, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests in whose text `name` stands as a word."""
    return code.facts.search(re.compile(rb"(?<![\w])" + re.escape(name.encode()) + rb"(?![\w])"), tests)


def using(code: Codebase, name: str, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests that import a function or class of this repository by name, or have a test that is called after it and calls it.

    Of `Class.method` those that import the class and call the method.
    """
    owner, _, last = name.rpartition(".")
    wanted = owner.rpartition(".")[2] or last
    likely = naming(code, last, tests)
    outlines = code.facts.outlines(likely)
    own = {stem_of(path) for path in code.index.entries if is_source(path)} | {path.rpartition("/")[2] for path in code.index.directories}
    found = []
    for test in likely:
        outline = outlines[test]
        if not isinstance(outline, Outline):
            continue
        named = any(item.name == wanted and _module(item.module) in own for item in outline.imports)
        calling = {call.enclosing for call in outline.calls if re.split(r"\W+", call.callee)[-1] == last}
        if (named and (not owner or calling)) or any(_called_after(one.rpartition(".")[2], last) for one in calling):
            found.append(test)
    return tuple(found)


def _called_after(test: str, name: str) -> bool:
    """Whether a test is called after a function of two words or more: `test_load_rows_twice`, `testLoadRows`, `loadRows_empty`."""
    told, own = subwords(test), subwords(name)
    told = told[1:] if told[:1] == ("test",) else told
    return len(own) > 1 and told[: len(own)] == own


def _module(name: str) -> str:
    """What a module that is imported is called: "loans" of "app.loans" and of "../src/loans.js"."""
    last = re.split(r"[/\\]+", name.rstrip("/"))[-1]
    return last.rpartition(".")[0] or last if "/" in name else last.rpartition(".")[2]


def _related(path: str, test: str) -> bool:
    """Whether a test's language can be the file's: a Python test does not test a component of the same name."""
    families = [
        next(
            (
                family
                for family in (("py",), ("ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"))
                if name.rpartition(".")[2] in family
            ),
            (name.rpartition(".")[2],),
        )
        for name in (path, test)
    ]
    return families[0] == families[1]


def _imports(outline: Outline, test: str, path: str, wanted: str, strict: bool) -> bool:
    parent = posixpath.dirname(path).rpartition("/")[2]
    for item in outline.imports:
        if item.module.startswith("."):
            base = posixpath.normpath(posixpath.join(posixpath.dirname(test), item.module)) if "/" in item.module else ""
            if base and (base == path.rpartition(".")[0] or base == path or base + "/index" == path.rpartition(".")[0]):
                return True
            if "/" in item.module:
                continue
        parts = [part for part in re.split(r"[./:@\\]+", item.module) if part]
        names = [*parts, item.name] if item.name and item.name not in {"default", "*"} else parts
        for at, part in enumerate(names):
            if part == wanted and at >= len(parts) - 1 and (not strict or (at > 0 and names[at - 1] == parent)):
                return True
    return False
