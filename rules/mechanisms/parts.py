"""Parts of a codebase as reports name them: a path, a symbol's file, a directory, a module, an area."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import ScopeHints
from verifier.reading.clause import Clause, Path, Symbol
from verifier.repository.kinds import classes_of, is_source
from verifier.repository.scope import Scope, candidates

_FILLER = frozenset(
    "the a an our its their all any each every own layer layers module modules package packages code codebase component directory "
    "folder file files class classes function "
    "functions part parts side system subsystem logic".split()
)
_SYNONYMS = {
    "database": "db",
    "databases": "db",
    "utilities": "util",
    "utility": "util",
    "utils": "util",
    "helper": "util",
    "helpers": "util",
    "authentication": "auth",
    "configuration": "config",
    "configs": "config",
    "routers": "route",
    "router": "route",
    "routing": "route",
    "repositories": "repo",
    "repository": "repo",
}
_AREAS = frozenset(("frontend", "backend", "front end", "back end", "client", "server", "tests", "ui"))


@dataclass(frozen=True, slots=True)
class Named:
    """A part as a clause names it. `sort` is "path", "symbol" or "words"."""

    text: str
    sort: str = "words"


@dataclass(frozen=True, slots=True)
class Part:
    """The source files that a name means. `exact`: the name can mean nothing else."""

    files: tuple[str, ...] = ()
    exact: bool = False


def named(clause: Clause, phrase: str) -> Named:
    """`phrase` with its sort: a path or symbol when the clause mentions it as one."""
    bare = phrase.strip(" `")
    phrase = phrase.strip(" .,;:'\"`()")
    for mention in clause.mentions:
        if mention.text.strip("`") in (bare, phrase) and mention.origin.value == "self":
            if isinstance(mention.value, Path):
                return Named(mention.value.text, "path")
            if isinstance(mention.value, Symbol):
                return Named(mention.value.name.partition("(")[0], "symbol")
    return Named(phrase)


def resolve(name: Named, code: Codebase, scope: Scope, near: tuple[str, ...] = ()) -> Part:
    """What `name` means within `scope`; empty when it means nothing there."""
    if name.sort == "path":
        found = code.index.resolve(name.text, near)
        files = [file for match in found.matches for file in (_below(match, code) if found.directory else (match,))]
        return Part(tuple(file for file in files if is_source(file)), len(found.matches) == 1)
    if name.sort == "symbol":
        places = Symbols.of(code.facts).find(name.text.rpartition(".")[2]).places
        files = sorted({place.path for place in places if not classes_of(place.path) and scope.contains(place.path)})
        if files:
            return Part(tuple(files), len(files) == 1)
    return Part(_by_words(name.text, code, scope))


def _below(directory: str, code: Codebase) -> Iterable[str]:
    return (path for path in code.index.entries if not directory or path.startswith(directory + "/"))


def _by_words(text: str, code: Codebase, scope: Scope) -> tuple[str, ...]:
    """Files under directories, or modules, of that name; else those whose names end with it; else those that have all words."""
    wanted = tuple(word for word in words(text) if word not in _FILLER)
    if not wanted:
        return ()
    ranks: tuple[list[str], ...] = ([], [], [])
    for path in scope.files_in(code.index):
        if not is_source(path):
            continue
        *folders, file = path.split("/")
        names = [words(folder) for folder in folders] + [words(posixpath.splitext(file)[0])]
        if any(name == wanted for name in names):
            ranks[0].append(path)
        elif any(name[-len(wanted) :] == wanted for name in names):
            ranks[1].append(path)
        elif set(wanted) <= {word for name in names for word in name} and set(wanted) & set(names[-1] + (names[-2] if folders else ())):
            ranks[2].append(path)
    for rank in ranks:
        if rank:
            return tuple(rank)
    if " ".join(wanted) in _AREAS or text.lower() in _AREAS:
        area = candidates(ScopeHints(areas=(text,)), code.index, code.areas)[0]
        return tuple(path for path in area.files_in(code.index) if is_source(path)) if not area.everything else ()
    return ()


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Lower-case singular words, synonyms as one: "Sub-Agents" and `sub_agent.py` agree."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    found = [word for word in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if word]
    return tuple(_SYNONYMS.get(word) or _SYNONYMS.get(_singular(word)) or _singular(word) for word in found)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
