"""Whether a dotted name can be in use at all: in the files that a claim is about, or anywhere.

Not whether it is called: a file that imports it, renames it, takes it apart or only writes it down may use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from verifier.codebase import Codebase
from verifier.facts.imports import ImportGraph
from verifier.facts.symbols import Symbols
from verifier.repository.kinds import is_test
from verifier.repository.snapshot import Unreadable

from .library_names import GLOBALS

_REACH = 2  # imports are followed so far: a helper may do it
_VALUES = frozenset(("constant", "variable"))


@dataclass(frozen=True, slots=True)
class About:
    """What a name is said to be used by: paths as written, or symbols. Empty: the whole repository."""

    paths: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paths or self.symbols)


def nowhere(name: str, about: About, code: Codebase) -> str:
    """Where `name` surely is not used ("manager.py", "the repository"), or "" when it may be."""
    if _is_module(name, code):
        return ""
    symbols = Symbols.of(code.facts)
    last = name.rpartition(".")[2]
    holding = symbols.holding(last)
    if not symbols.complete or _in_notebooks(last, code):
        return ""
    if not any(may_use(name, _text(code, path)) for path in holding):
        return "the repository" if not _is_import(name, holding, code) else ""
    files = _files(about, code)
    if not files or not all(ImportGraph.of(code.facts).of_files(files)[path].complete for path in files):
        return ""
    if any(may_use(name, _text(code, path)) for path in _reached(files, code)):
        return ""
    return files[0]


def _is_module(name: str, code: Codebase) -> bool:
    """Whether a dotted name is a module of the repository's own, which `python -m` may run, or stands in one."""
    path = name.replace(".", "/")
    return any(code.index.resolve(file).matches for file in (f"{path}.py", f"{path}/__init__.py", f"{path.rpartition('/')[0]}.py"))


def _in_notebooks(word: str, code: Codebase) -> bool:
    """Whether a notebook holds a word: its code is text in JSON, which no search of source reads."""
    for path in code.index.entries:
        if path.endswith(".ipynb"):
            try:
                if word.encode() in code.snapshot.read(path):
                    return True
            except Unreadable:
                return True
    return False


def is_value(name: str, code: Codebase) -> bool:
    """Whether the first part of a dotted `name` is one variable or constant that the repository defines at the top of a file."""
    root = name.partition(".")[0]
    places = [place for place in Symbols.of(code.facts).find(root).places if not is_test(place.path)]
    return len(places) == 1 and places[0].definition.kind in _VALUES and places[0].definition.qualified == root


def may_use(name: str, text: str) -> bool:
    """Whether a file of this `text` may use the dotted `name`, under another name too."""
    return any(pattern.search(text) for pattern in _signs(name))


@lru_cache(maxsize=512)
def _signs(name: str) -> tuple[re.Pattern[str], ...]:
    *above, owner, last = map(re.escape, name.split("."))
    del above
    called = (rf"[\w)\]]\.{last}\s*\(",) if owner[:1].isupper() else ()  # `Path.relative_to()` is called on a path
    bare = (rf"\b{last}\b",) if owner in GLOBALS else ()  # `window.alert()` as `alert()`
    return tuple(
        re.compile(pattern)
        for pattern in (
            *called,
            *bare,
            rf"\b{owner}\s*(?:\(\s*\)\s*)?(?:\?\.|\.|::|->)\s*{last}\b",
            rf"\b{owner}\s*(?:\?\.)?\[\s*['\"]{last}['\"]",
            rf"\b{owner}['\"]?\s*[:=]\s*(?:[\w.]+\s*)?[\[{{(](?=(?s:.*)\b{last}\b)",  # a key of what is written out: a schema, a record
            rf"(?s)\A(?=.*\b{owner}\??\s*:\s*[A-Z]\w*)(?=.*\b{last}\b)",  # a member of a type of its own, in a declaration
            rf"\bgetattr\(\s*[\w.]*\b{owner}\b",
            rf"\bfrom\s+[\w.]*\b{owner}\b[\w.]*\s+import\b[^;=]{{0,2000}}?\b{last}\b",
            rf"\bimport\b[^;=]{{0,2000}}?\b{last}\b[^;=]{{0,500}}?['\"][^'\"\n]*{owner}",
            rf"\buse\b[^;]{{0,500}}?\b{owner}::[^;]{{0,500}}?\b{last}\b",
            rf"\b{owner}\s+as\s+(?!\w*Error\b)(\w+)(?=(?s:.*)\b\1\.{last}\b)",
            rf"\{{[^{{}}]*\b{last}\b[^{{}}]*\}}\s*=\s*[^\n]*\b{owner}\b",
            rf"\b(\w+)\s*(?::[^=\n]*)?=\s*(?:[\w.]+\.)?{owner}\s*[;\n](?=(?s:.*)\b\1\??\.{last}\b)",
        )
    )


def _is_import(name: str, holding: Iterable[str], code: Codebase) -> bool:
    """Whether a file that holds the last part imports everything of its owner."""
    owner = name.split(".")[-2]
    return any(re.search(rf"from\s+[\w.]*\b{re.escape(owner)}\s+import\s+\*", _text(code, path)) for path in holding)


def _files(about: About, code: Codebase) -> tuple[str, ...]:
    """The one file that a claim is about; () when it can't be told."""
    found: set[str] = set()
    for path in about.paths:
        resolved = code.index.resolve(path)
        if len(resolved.matches) != 1 or resolved.directory:
            return ()
        found.update(resolved.matches)
    for symbol in about.symbols:
        places = Symbols.of(code.facts).find(symbol.rpartition(".")[2]).places
        paths = {place.path for place in places if not is_test(place.path)}
        if len(paths) != 1:
            return ()
        found |= paths
    return tuple(found) if len(found) == 1 else ()


def _reached(files: Sequence[str], code: Codebase) -> frozenset[str]:
    """`files` and what they import from the project."""
    seen = frozenset(files)
    graph, edge = ImportGraph.of(code.facts), seen
    for _ in range(_REACH):
        edge = frozenset(link.target for imports in graph.of_files(sorted(edge)).values() for link in imports.edges) - seen
        seen |= edge
    return seen


def _text(code: Codebase, path: str) -> str:
    try:
        return code.snapshot.read(path).decode("utf-8", "replace")
    except Unreadable:
        return ""
