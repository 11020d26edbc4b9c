"""From the words of a report to names in the repository."""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from verifier.repository.globbing import expand, matcher
from verifier.repository.kinds import is_generated, is_test, is_vendored
from verifier.repository.snapshot import EntryState, Snapshot

_PERMALINK = re.compile(
    r"https?://[^/\s]+/[^/\s]+/[^/\s]+/(?:-/)?(?:blob|tree|raw|blame|src)/(?:(?:branch|commit|tag)/)?([^/\s]+)/([^#?\s]*)(?:\?[^#\s]*)?"
    r"(?:#(?:L|lines-)(\d+)(?:C\d+)?(?:[-:](?:L|C\d+-L)?(\d+))?)?"
)
_EXPANDED = r"\$\w+/|\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)?\}/|\$\([^()]*\)/|%[\w()]+%/"
_ABSOLUTE = re.compile(rf"/|~/|[A-Za-z]:/|{_EXPANDED}")
_HOME = re.compile(r"(?:/Users/[^/]+|/home/[^/]+|/root|[A-Za-z]:/Users/[^/]+|~|/mnt/[a-z]/Users/[^/]+)/")
_SYSTEM = re.compile(r"/(?:etc|usr(?!/src/)|bin|sbin|dev|proc|sys|lib|lib64|boot|run)(?:/|$)")
_ESCAPED = re.compile(r"\\([_*\-.])")
_GLOB = re.compile(r"[*?]|\{[^{}]*,[^{}]*\}|\[[^\]/]+\]")
_SCOPED = re.compile(r"@[\w.-]+/[\w.-]+(?=/|$)")
_NEAR = 3
_ALIKE = 0.8  # of two names without their endings
_COMMON = 400  # names that share three letters: more, and the letters tell nothing


class Match(str, Enum):
    """How a text led to names."""

    EXACT = "exact"
    SUFFIX = "suffix"  # the last components of just these names
    BASENAME = "basename"  # a bare file name
    GLOB = "glob"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Names that a text may mean. More than one match, but for a glob, is for the caller to judge."""

    matches: tuple[str, ...] = ()
    how: Match = Match.NONE
    directory: bool = False  # the matches are directories
    near: tuple[str, ...] = ()  # when nothing matches: names worth suggesting, likeliest first
    others: tuple[str, ...] = ()  # matches that lost: compiled twins, vendored copies, tests, names elsewhere
    outside: bool = False  # the text points out of the repository
    dropped: str = ""  # leading components that were not looked for ("myrepo", "/Users/me/proj")
    unlisted: bool = False  # it exists, in a directory that was not looked into

    @property
    def path(self) -> str | None:
        """The one match, if there is just one."""
        return self.matches[0] if len(self.matches) == 1 else None


@dataclass(frozen=True, slots=True)
class Permalink:
    """A web link to a place in a repository; lines are 1-based, 0 when there are none."""

    path: str
    revision: str
    first: int
    last: int


def permalink(text: str) -> Permalink | None:
    """The parts of a link such as `https://github.com/o/r/blob/<rev>/path#L10-L20`."""
    match = _PERMALINK.fullmatch(text.strip("<>() "))
    if match is None:
        return None
    first = int(match[3] or 0)
    return Permalink(_unquoted(match[2]).strip("/"), match[1], first, int(match[4] or first))


class PathIndex:
    """The names of a snapshot, arranged for finding what a report means."""

    def __init__(
        self, snapshot: Snapshot, prefix: str = "", names: Iterable[str] = (), packages: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """`prefix` is the directory that is looked into first; `names` are what the repository itself may be called.

        `packages` yields the directories of its workspace packages by their names, which may look like paths: "@scope/name".
        """
        self.snapshot = snapshot
        self.prefix = prefix
        self.names = frozenset(name.lower() for name in names)
        self.entries = snapshot.entries()
        self.directories = snapshot.directories()
        self.memo: dict[object, object] = {}  # what `scope` has found out about this index
        self._read_packages = packages
        self._known: dict[tuple[str, tuple[str, ...]], Resolution] = {}

    def resolve(self, text: str, within: Sequence[str] = ()) -> Resolution:
        """What `text` names: a file, a directory, or the names that a glob fits.

        `within` are files or directories, nearest first: of several names with the same ending those beside or below them win.
        """
        key = (text, tuple(within))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._resolve(text, key[1])
        return found

    def _resolve(self, text: str, within: tuple[str, ...]) -> Resolution:
        link = permalink(text) if "://" in text else None
        path = link.path if link else clean(text)
        folder = path.endswith("/")
        if _ABSOLUTE.match(path):
            return self._absolute(path, within)
        if "\\" in text and (plain := _ESCAPED.sub(r"\1", text)) != text and (meant := self.resolve(plain, within)).matches:
            return meant  # `my\_file.txt`, of a text whose marks were escaped once too often
        path = posixpath.normpath(path) if path else "."
        if path == ".." or path.startswith("../"):
            rest = path.lstrip("./")
            return Resolution(outside=True, near=self._ending(rest, False)[:_NEAR] if rest else ())
        if path == ".":
            return Resolution(("",), Match.EXACT, True)
        found = self._here(path, within, folder) or self._in_package(path, folder)
        if found is None and _GLOB.search(path):
            matches = self.glob(path, folder)
            found = Resolution(matches, Match.GLOB if matches else Match.NONE, folder)
        return found or self._without_name(path, within, folder) or Resolution(near=self._near(path), directory=folder)

    def at_home(self, text: str) -> str:
        """An author's own absolute path as one within the repository, by its upper directories; `text` where these are not here."""
        path = clean(text)
        parts = [part for part in path.split("/") if part not in ("", ".")]
        if not _HOME.match(path) or ".." in parts:
            return text
        for start in range(1, len(parts)):
            first, named = "/".join(parts[start : start + 2]), parts[start - 1].lower() in self.names
            if named or (len(parts) > start + 2 and first in self.directories):
                return "/".join(parts[start:]) + path[len(path.rstrip("/")) :]
        return text

    def place_of(self, document: str) -> str | None:
        """The listed file that a document is, given by the path it was read from; None when it is none of the files here."""
        parts = os.path.abspath(document).replace(os.sep, "/").split("/")
        ends = ("/".join(parts[start:]) for start in range(1, len(parts)))
        return next((end for end in ends if end in self.entries), None)

    def directory_of(self, document: str) -> str | None:
        """The listed directory in which a document lies, given by the path it was read from; None when it is none of the files here."""
        place = self.place_of(document)
        return None if place is None else posixpath.dirname(place)

    def glob(self, pattern: str, directories: bool = False) -> tuple[str, ...]:
        """Listed names that fit: from the root if any does, else at any depth. A bare pattern fits at any depth, root level first."""
        names: Iterable[str] = sorted(self.directories) if directories else self._live
        expanded = expand(pattern.strip("/"))
        fitting = matcher(*expanded)
        if "/" not in pattern.strip("/"):
            found = [name for name in names if fitting.fullmatch(name.rpartition("/")[2])]
            return tuple(sorted(found, key=lambda name: name.count("/")))
        starts = [self.prefix + "/", ""] if self.prefix else [""]
        for start in starts:
            found = [name for name in names if name.startswith(start) and fitting.fullmatch(name[len(start) :])]
            if found:
                return tuple(found)
        anywhere = matcher(*(f"**/{one}" for one in expanded))
        return tuple(name for name in names if anywhere.fullmatch(name))

    def _here(self, path: str, within: tuple[str, ...], folder: bool) -> Resolution | None:
        """`path` as it stands: exactly, or as the end of names."""
        for start in (self.prefix, "") if self.prefix else ("",):
            exact = f"{start}/{path}" if start else path
            if exact in self.entries and not folder:
                return Resolution((exact,), Match.EXACT)
            if exact in self.directories:
                return Resolution((exact,), Match.EXACT, True)
            if self.snapshot.exists(exact):
                directory = self.snapshot.is_directory(exact)
                if directory or not folder:
                    return Resolution((exact,), Match.EXACT, directory, unlisted=exact not in self.entries)
        for directories in (True, False) if folder else (False, True):
            found = self._ending(path, directories)
            if found and (directories or not folder):
                best = self._preferred(found, path, within)
                how = Match.SUFFIX if "/" in path else Match.BASENAME
                return Resolution(best, how, directories, others=tuple(name for name in found if name not in best))
        return None

    def _in_package(self, path: str, folder: bool) -> Resolution | None:
        """A workspace package by its scoped name, or what lies below it."""
        match = _SCOPED.match(path)
        directory = self._packages.get(match[0]) if match else None
        if match is None or directory is None:
            return None
        rest = path[match.end() :].strip("/")
        if not rest:
            return Resolution((directory,), Match.EXACT, True)
        found = self._exactly(posixpath.join(directory, rest), folder)
        return _dropping(found, match[0]) if found else None

    @cached_property
    def _packages(self) -> Mapping[str, str]:
        return self._read_packages()

    def _absolute(self, path: str, within: tuple[str, ...]) -> Resolution:
        """An author's own absolute path: the longest ending of it that is here."""
        folder = path.endswith("/")
        parts = [part for part in path.split("/") if part not in ("", ".")]
        relative = "/".join(parts)
        if path.startswith("/") and (found := self._exactly(relative, folder)):
            return found
        if ".." in parts or _SYSTEM.match(path):
            return Resolution(outside=True)
        at_home = bool(_HOME.match(path))
        for start in range(1, len(parts)):
            rest = "/".join(parts[start:])
            named = parts[start - 1].lower() in self.names
            alone = len(parts) - start == 1
            if alone and not named and not at_home:
                break
            found = self._exactly(rest, folder) or (None if alone else self._here(rest, within, folder))
            if found:
                return _dropping(found, path[: path.rindex(rest)])
        return Resolution(outside=at_home or path.startswith(("$", "%")), near=self._near(relative))

    def _exactly(self, path: str, folder: bool) -> Resolution | None:
        if path in self.entries and not folder:
            return Resolution((path,), Match.EXACT)
        return Resolution((path,), Match.EXACT, True) if path in self.directories else None

    def _without_name(self, path: str, within: tuple[str, ...], folder: bool) -> Resolution | None:
        """`path` without its first component: the repository's own name, or a name that no directory here has."""
        first, _, rest = path.partition("/")
        if not rest:
            return Resolution(("",), Match.EXACT, True, dropped=first) if first.lower() in self.names and folder else None
        named = first.lower() in self.names
        if not named and ("/" not in rest or first.lower() in self._directory_names):
            return None
        found = self._exactly(rest, folder) or (self._here(rest, within, folder) if named and "/" in rest else None)
        return _dropping(found, first) if found else None

    def _ending(self, path: str, directories: bool) -> tuple[str, ...]:
        """Names whose last components are those of `path`, whatever is before."""
        known = self._directories_by_name if directories else self._files_by_name
        same = known.get(path.rpartition("/")[2], ())
        found = tuple(name for name in same if name == path or name.endswith("/" + path))
        return found or tuple(name for name in same if "/" in path and name.endswith(" " + path))  # of a name with blanks, its last word

    def _preferred(self, found: tuple[str, ...], path: str, within: tuple[str, ...]) -> tuple[str, ...]:
        """The likeliest of several: in scope, not ignored, not vendored, not built, not tests."""
        if len(found) == 1:
            return found
        within = tuple(start.rpartition("/")[0] if start in self.entries else start.strip("/") for start in within)
        inside = [start for start in (*within, self.prefix) if start]
        for start in inside:
            near = tuple(name for name in found if name == start or name.startswith(start + "/"))
            if near:
                found = near
                break
        for unlikely in (self._ignored, is_vendored, is_generated, is_test):
            if len(found) > 1 and not unlikely(path):
                found = tuple(name for name in found if not unlikely(name)) or found
        return found

    def _ignored(self, path: str) -> bool:
        entry = self.entries.get(path)
        return entry is not None and entry.state is EntryState.IGNORED

    def _near(self, path: str) -> tuple[str, ...]:
        """At most three names that look like `path`: same name elsewhere or in another case first, then similar names."""
        name = path.rpartition("/")[2].lower()
        folded = self._by_folded
        if name in folded:
            return tuple(sorted(folded[name], key=lambda other: -_likeness(path, other))[:_NEAR])
        stem = name.partition(".")[0]
        stems = self._by_stem.get(stem, ()) if len(stem) > 2 else ()
        telling = [names for gram in _grams(name) if len(names := self._by_gram.get(gram, ())) <= _COMMON]
        votes = Counter(candidate for names in telling for candidate in names)
        shortlist = [candidate for candidate, _ in votes.most_common(10)]
        close = [  # without the ending, which makes any two names of a language alike
            candidate
            for candidate in difflib.get_close_matches(name, shortlist, n=_NEAR, cutoff=0.75)
            if difflib.SequenceMatcher(None, stem, candidate.partition(".")[0], autojunk=False).ratio() >= _ALIKE
        ]
        groups = (stems, *(folded[candidate] for candidate in close))
        ranked = [other for group in groups for other in sorted(group, key=lambda other: -_likeness(path, other))]
        if "." in name:
            ranked.sort(key=self.directories.__contains__)  # a file name is seldom meant for a directory
        return tuple(dict.fromkeys(ranked))[:_NEAR]

    @cached_property
    def _live(self) -> list[str]:
        return [path for path, entry in self.entries.items() if entry.state is not EntryState.IGNORED]

    @cached_property
    def _files_by_name(self) -> dict[str, list[str]]:
        return _grouped(self.entries)

    @cached_property
    def _directories_by_name(self) -> dict[str, list[str]]:
        return _grouped(sorted(self.directories))

    @cached_property
    def _directory_names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self._directories_by_name)

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        """What a name may be meant for, by it: in the directory that was named, where one was."""
        start = f"{self.prefix}/" if self.prefix else ""
        found: dict[str, list[str]] = {}
        for name, paths in (*self._files_by_name.items(), *self._directories_by_name.items()):
            if inside := [path for path in paths if path.startswith(start)]:
                found.setdefault(name.lower(), []).extend(inside)
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, paths in self._by_folded.items():
            found.setdefault(name.partition(".")[0], []).extend(paths)
        return found

    @cached_property
    def _by_gram(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self._by_folded:
            for gram in _grams(name):
                found.setdefault(gram, []).append(name)
        return found


def clean(text: str) -> str:
    """A path as written, in the repository's way: forward slashes, no quotes, no scheme, no line anchor."""
    path = text.strip().strip("`'\"<>").strip()
    if path.startswith("file://"):
        path = _unquoted(path[7:])
        path = path[1:] if re.match(r"/[A-Za-z]:", path) else path
    path = path.replace("\\", "/") if "\\" in path else path
    if "#" in path or ":" in path:
        path = re.sub(r"(?:#L\d+(?:-L?\d+)?|:\d+(?::\d+)?(?:-\d+)?)$", "", path)
    return path[2:] if path.startswith("./") else path


def _unquoted(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _dropping(found: Resolution, start: str) -> Resolution:
    how = Match.SUFFIX if found.how is Match.EXACT else found.how
    return Resolution(found.matches, how, found.directory, found.near, found.others, dropped=start.rstrip("/"), unlisted=found.unlisted)


def _grouped(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(path.rpartition("/")[2], []).append(path)
    return found


def _grams(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _likeness(one: str, other: str) -> float:
    """How many components two paths share, less what they have apart."""
    mine, theirs = set(one.lower().split("/")), set(other.lower().split("/"))
    return len(mine & theirs) - len(mine ^ theirs) / 100
