"""Names of libraries that a report writes as code: `asyncio.Lock()`, `logging.basicConfig`, `window.location.host`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache

from verifier.knowledge.entries import ECOSYSTEMS, Decides, Entry, Handles, Kind, all_entries
from verifier.reading.clause import Clause, Mention, Snippet, Symbol

NAME = "name "  # begins the id of an entry that looks for one name
_BROWSER = frozenset(
    "window document navigator localStorage sessionStorage JSON Math Promise Object Array Number process crypto URL Intl "
    "Reflect Symbol React ReactDOM performance globalThis".split()
)
GLOBALS = frozenset(("window", "globalThis"))  # what they have is called without them as well
_DOTTED = re.compile(r"^@?(?P<root>[A-Za-z_$][\w$]*)(?P<rest>(?:(?:\.|::)[A-Za-z_$][\w$]*)+)(?P<call>\(.*\)?)?$")
_FILE = re.compile(r"\.(?:py|tsx?|jsx?|md|json|ya?ml|toml|html|css|sql|sh|go|rs|java|rb|php|cs|env|txt|lock)$")
_ITSELF = frozenset(("self", "cls", "this", "super"))
_TOO_COMMON = frozenset("console.log console.error console.warn console.debug console.info".split())


@cache
def _libraries() -> frozenset[str]:
    """Roots that only a library has: the standard library's modules, browser globals, and the modules that the entries know."""
    found = set(sys.stdlib_module_names) | _BROWSER
    for entry in all_entries().values():
        for ecosystem in ECOSYSTEMS:
            found.update(re.split(r"[./:\\]", name.lstrip("@"))[0].replace("-", "_") for name in entry.handles.modules(ecosystem))
    return frozenset(name for name in found if name.isidentifier() and len(name) > 1) - {
        "app",
        "types",
        "test",
        "this",
        "code",
        "site",
        "user",
        "core",
        "config",
        "api",
        "utils",
        "lib",
    }


def library_names(clause: Clause) -> Iterator[tuple[str, Mention]]:
    """The dotted library names of a clause's own, without brackets: ("asyncio.Lock", its mention)."""
    for name, mention in _dotted_names(clause):
        if is_library(name) and name not in _TOO_COMMON:
            yield name, mention


def called_names(clause: Clause) -> Iterator[tuple[str, Mention]]:
    """The dotted names of no library that a clause's own code calls: ("project_graph.stream", its mention)."""
    for name, mention in _dotted_names(clause):
        root = name.partition(".")[0]
        in_code = any(a <= clause.text.find(mention.text.strip("`")) < b for a, b in clause.words.codes)
        if not is_library(name) and in_code and mention.text.strip("`").endswith(")") and root[0].islower() and root not in _ITSELF:
            yield name, mention


def is_library(name: str) -> bool:
    """Whether a dotted name begins with a library's."""
    return name.partition(".")[0] in _libraries()


def _dotted_names(clause: Clause) -> Iterator[tuple[str, Mention]]:
    named: tuple[Mention, ...] = (*clause.own(Symbol), *clause.own(Snippet))
    for mention in named:
        match = _DOTTED.match(mention.text.strip("`'\" "))
        if match is not None and not _FILE.search(match["root"] + match["rest"]):
            yield match["root"] + match["rest"].replace("::", "."), mention


@cache
def entry_of(name: str) -> Entry:
    """An entry that looks for one dotted name: called, decorated with, extended, imported or read."""
    module, _, last = name.rpartition(".")
    escaped = re.escape(name).replace(r"\.", r"\s*(?:\?\.|\.|::)\s*")
    imported = rf"^\s*from\s+{re.escape(module)}\s+import\s+(?:[^#\n]*\W)?{re.escape(last)}\b"
    patterns = [rf"(?<![\w.]){escaped}\b"]
    if module.rpartition(".")[2][:1].isupper():  # `Path.relative_to()` is called on a path
        patterns.append(rf"[\w)\]]\.{re.escape(last)}\s*\(")
    if module in GLOBALS:
        patterns.append(rf"(?<![\w.]){re.escape(last)}\b")
    handles = Handles(calls=(name,), bases=(name,), patterns={"any": tuple(patterns), "python": (imported,)})
    return Entry(NAME + name, name, Kind.TECHNOLOGY, "own", (name,), Decides.ALONE, handles)
