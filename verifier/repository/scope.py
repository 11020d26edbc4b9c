"""The part of the repository that a claim is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from verifier.model import ScopeHints
from verifier.repository.kinds import (
    classes_of,
    is_generated,
    is_migration,
    is_source,
    is_test,
    is_vendored,
    language_of,
    names_in,
)
from verifier.repository.paths import Match, PathIndex
from verifier.repository.snapshot import EntryKind, EntryState

__all__ = ["REVIEWED", "Scope", "candidates", "is_generated", "is_migration", "is_source", "is_test", "is_vendored", "language_of", "whole"]

_BACKEND = names_in("python go java kotlin ruby rust csharp php scala elixir")
_FRONTEND = names_in("tsx jsx vue svelte css scss less html")
_AREAS: Mapping[str, tuple[str, ...]] = {
    "backend": ("backend", "back-end", "server", "api"),
    "frontend": ("frontend", "front-end", "client", "web", "webapp", "ui"),
    "tests": ("tests", "test", "__tests__", "spec", "e2e"),
    "documentation": ("docs", "doc", "documentation"),
    "infrastructure": ("infra", "infrastructure", "terraform", "deploy", "deployment", "k8s", "kubernetes", "helm", "ops"),
    "ci": (".github", ".gitlab", ".circleci"),
    "scripts": ("scripts", "script", "bin", "tools"),
    "database": ("db", "database", "migrations", "models", "prisma"),
    "mobile": ("mobile", "ios", "android"),
}
_SYNONYMS = {
    "back end": "backend",
    "server": "backend",
    "server side": "backend",
    "front end": "frontend",
    "client": "frontend",
    "client side": "frontend",
    "ui": "frontend",
    "test": "tests",
    "test suite": "tests",
    "testing": "tests",
    "docs": "documentation",
    "infra": "infrastructure",
    "script": "scripts",
}
_MANIFESTS = names_in(
    "package.json pyproject.toml setup.py requirements.txt Pipfile go.mod pom.xml build.gradle Gemfile Cargo.toml composer.json"
)
_FILLER = names_in(
    "service services app apps application module modules layer code codebase component components the and of our package packages side "
    "system subsystem directory folder implementation review analysis overview quality"
)
_MAX_DIRECTORIES = 8


REVIEWED = "the files and folders the report names"


@dataclass(frozen=True)
class Scope:
    """Files under `prefixes`, or just `files`; of `languages` only when given. `include_tests`: tests are part of what is meant."""

    label: str
    prefixes: tuple[str, ...] = ("",)  # directories without trailing slash, "" is everything
    files: tuple[str, ...] | None = None
    languages: frozenset[str] | None = None
    include_tests: bool = False
    without: tuple[str, ...] = ()  # files and directories that are left out
    topic: str = ""  # the word of a heading or of the title that led to it, which may be no part of the repository

    @property
    def everything(self) -> bool:
        return self.files is None and "" in self.prefixes and self.languages is None

    @property
    def places(self) -> tuple[str, ...]:
        """The directories and files it is made of, "" for everything; what else limits it (languages, tests) aside."""
        return (*(self.prefixes if self.files is None else filter(None, self.prefixes)), *(self.files or ()))

    def contains(self, path: str) -> bool:
        """Whether `path` lies in it, of whatever class the file is."""
        if self.without and any(path == one or path.startswith(one + "/") for one in self.without):
            return False
        if path in self._files:
            return True
        if self.languages is not None and language_of(path) not in self.languages:
            return False
        prefixes = self.prefixes if self.files is None else tuple(start for start in self.prefixes if start)
        return any(not start or path == start or path.startswith(start + "/") for start in prefixes)

    def counts(self, path: str) -> bool:
        """Whether a universal claim about the scope covers `path`: tests, vendored, generated and migration code only where named."""
        if not self.contains(path):
            return False
        if path in self._files:
            return True
        unnamed = classes_of(path) - ({"test"} if self.include_tests else set())
        if not unnamed:
            return True
        inside = [start for start in self.prefixes if start and (path == start or path.startswith(start + "/"))]
        return any(unnamed <= classes_of(start + "/x") for start in inside)

    def paths(self, index: PathIndex, languages: Collection[str] | None = None) -> tuple[str, ...]:
        """Every file in it, tests and all, but for ignored ones; of `languages` only when given."""
        return tuple(path for path in self._named(index) if self.contains(path) and (languages is None or language_of(path) in languages))

    def files_in(self, index: PathIndex, languages: Collection[str] | None = None) -> tuple[str, ...]:
        """The files that a universal claim about the scope covers, in order of path; of `languages` only when given."""
        key = (self, None if languages is None else frozenset(languages))
        found = index.memo.get(key)
        if not isinstance(found, tuple):
            spoken = (path for path in self._named(index) if languages is None or language_of(path) in languages)
            found = tuple(path for path in spoken if self.counts(path))
            index.memo[key] = found
        return found

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(self.files or ())

    def _named(self, index: PathIndex) -> Iterable[str]:
        for path, entry in index.entries.items():
            if entry.kind is EntryKind.FILE and (entry.state is not EntryState.IGNORED or path in self._files):
                yield path


def whole(label: str = "the repository") -> Scope:
    return Scope(label)


def candidates(hints: ScopeHints, index: PathIndex, areas: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Scope, ...]:
    """The scopes a clause may be about, nearest first; the last is the whole repository.

    `areas` are the configuration's: a name to directories or globs.
    """
    found: list[Scope | None] = [_of_paths(hints.paths, index)]
    found += [_of_paths(paths, index) for paths in hints.section_paths]
    configured = areas or {}
    key = tuple(configured.items())
    found += [_remembered(index, ("area", area, repr(key)), partial(_of_area, area, index, configured)) for area in hints.areas]
    found += [_remembered(index, ("topic", topic), partial(_of_topic, topic, index)) for topic in hints.topics]
    reviewed = _remembered(index, ("reviewed", hints.reviewed), partial(_of_paths, hints.reviewed, index))
    found.append(Scope(REVIEWED, reviewed.prefixes, reviewed.files, include_tests=True) if reviewed else None)
    found += [Scope(index.prefix, (index.prefix,)) if index.prefix else None, whole()]
    distinct: dict[tuple[object, ...], Scope] = {}
    for scope in found:
        if scope is not None:
            distinct.setdefault((scope.prefixes, scope.files, scope.languages), scope)
    return tuple(distinct.values())


def _remembered(index: PathIndex, key: tuple[object, ...], make: Callable[[], Scope | None]) -> Scope | None:
    """What `make` yields, made once for an index: many claims share their section and area."""
    if key not in index.memo:
        index.memo[key] = make()
    found = index.memo[key]
    return found if isinstance(found, Scope) else None


def _of_paths(texts: tuple[str, ...], index: PathIndex) -> Scope | None:
    """The files and directories that are named, those that resolve to one thing; None when none does."""
    files: list[str] = []
    directories: list[str] = []
    for text in texts:
        found = index.resolve(text)
        if found.how is Match.GLOB or len(found.matches) == 1:
            (directories if found.directory else files).extend(found.matches)
    files, directories = list(dict.fromkeys(files)), list(dict.fromkeys(directories))
    if "" in directories or not (files or directories):
        return None
    label = ", ".join([*directories, *files][:3]) + (", ..." if len(files) + len(directories) > 3 else "")
    return Scope(label, tuple(directories), tuple(files) if files else None)


def _of_area(area: str, index: PathIndex, configured: Mapping[str, tuple[str, ...]]) -> Scope | None:
    key = " ".join(_words(area))
    for name, places in configured.items():
        if name.lower() in (key, area.strip().lower()):
            scope = _of_paths(places, index)
            return Scope(name, scope.prefixes, scope.files, include_tests=_tests(name)) if scope else None
    known = _SYNONYMS.get(key, key)
    if known not in _AREAS and (" ".join(word for word in key.split() if word not in _FILLER)) in {*_AREAS, *_SYNONYMS}:
        known = " ".join(word for word in key.split() if word not in _FILLER)
        known = _SYNONYMS.get(known, known)
    exact = _named_like(_words(area), index)
    if exact and (known not in _AREAS or known == "api"):
        return Scope(exact[0] if len(exact) == 1 else area, exact)
    if known == "tests":
        tests = tuple(path for path, entry in index.entries.items() if is_test(path) and entry.state is not EntryState.IGNORED)
        return Scope(area, (), tests, include_tests=True) if tests else None
    if known in ("backend", "frontend"):
        return _of_side(area, known, index)
    for name in _AREAS.get(known, ()):
        directories = _shallowest(path for path in index.directories if path.rpartition("/")[2].lower() == name and _real(path, index))
        if directories:
            return Scope(directories[0] if len(directories) == 1 else area, directories)
    return None


def _of_side(area: str, side: str, index: PathIndex) -> Scope | None:
    """The back end or the front end: directories of that name, else the projects written in its languages, else those languages."""
    languages, others = (_BACKEND, _FRONTEND) if side == "backend" else (_FRONTEND, _BACKEND)
    sources = [path for path in index.entries if not classes_of(path)]
    own = [path for path in sources if language_of(path) in languages]
    for name in _AREAS[side]:
        directories = _shallowest(path for path in index.directories if path.rpartition("/")[2].lower() == name and _real(path, index))
        scope = Scope(area, directories)
        if directories and (not own or 2 * sum(map(scope.contains, own)) >= len(own)):  # `packages/ui` is not all of a front end
            return scope
    projects = {path.rpartition("/")[0] for path in sources if path.rpartition("/")[2] in _MANIFESTS}
    balance = dict.fromkeys(projects, 0)
    for path in sources:
        language = language_of(path)
        home = next((parent for parent in _parents(path) if parent in projects), None)
        if home is not None:
            balance[home] += (language in languages) - (language in others)
    directories = tuple(sorted(project for project, surplus in balance.items() if project and surplus > 0))
    if directories:
        return Scope(area, directories)
    return Scope(area, languages=languages) if own else None


def _parents(path: str) -> Iterable[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


def _of_topic(topic: str, index: PathIndex) -> Scope | None:
    words = [word for word in _words(topic) if word not in _FILLER]
    directories = _named_like(words, index) if words and len(" ".join(words)) > 3 else ()
    return Scope(directories[0], directories, topic=topic) if len(directories) == 1 else None


def _named_like(words: list[str], index: PathIndex) -> tuple[str, ...]:
    """The shallowest directories with these words for a name: "ASR Worker Service" is `services/asr-worker`."""
    wanted = frozenset(words)
    bare = wanted - _FILLER
    if not bare:
        return ()
    best: dict[int, list[str]] = {}
    for path in index.directories:
        if not _real(path, index):
            continue
        own = frozenset(_words(path.rpartition("/")[2]))
        rank = 0 if own == wanted else 1 if own - _FILLER == bare else 2 if "".join(sorted(own)) == "".join(sorted(bare)) else 3
        if rank == 3 and "".join(_words(path.rpartition("/")[2])) == "".join(word for word in words if word not in _FILLER):
            rank = 2
        best.setdefault(rank, []).append(path)
    for rank in range(3):
        if rank in best:
            return _shallowest(best[rank])
    return ()


def _shallowest(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of least depth, at most eight: more would be a word that names no place."""
    found = sorted(paths)
    least = min((path.count("/") for path in found), default=0)
    top = tuple(path for path in found if path.count("/") == least)
    return top if len(top) <= _MAX_DIRECTORIES else ()


def _real(path: str, index: PathIndex) -> bool:
    return path not in index.snapshot.pruned() and not classes_of(path + "/x") - {"migration"}


def _tests(name: str) -> bool:
    return _SYNONYMS.get(name.lower(), name.lower()) == "tests"


def _words(text: str) -> list[str]:
    """Lower-case words; camel case, dashes, underscores and dots part them."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return [word for word in re.split(r"[^A-Za-z0-9]+", spaced.lower()) if word]
