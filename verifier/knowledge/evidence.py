"""Where code shows an entry of the knowledge base, and whether what it shows is in effect.

A comment, a string, a test, vendored code, a listed package that nobody imports, a definition that nobody uses, an icon's
name: each is found and named, and none counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Protocol

from verifier.knowledge.entries import Entry, Handles, all_entries, dist_of, module_of
from verifier.knowledge.file_index import FileIndex
from verifier.knowledge.manifests import Listed, is_manifest, listed
from verifier.knowledge.masking import Masked, language_of, mask
from verifier.knowledge.matching import FileSearch, Hit
from verifier.knowledge.needles import glob_matches, needles
from verifier.knowledge.outlines import OutlineLike
from verifier.knowledge.places import set_aside
from verifier.knowledge.structured import Malformed
from verifier.knowledge.textual import outline_text
from verifier.knowledge.words_index import WordIndex

MOST = 60  # most witnesses returned, those in effect first
ENOUGH = 3  # files that show it
_AT_ONCE = 24  # files outlined together
_EACH = 5  # most witnesses of one handle in one file
_UNREAD = ("documentation", "lock file")  # not even looked into


class How(str, Enum):
    PACKAGE = "package"
    IMPORT = "import"
    CALL = "call"
    BASE = "base"
    IDENTIFIER = "identifier"
    SETTING = "setting"
    FILE = "file"
    LITERAL = "literal"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Witness:
    """A place that shows an entry. `line` is 1-based, 0 for the file as a whole; `text` is what stands there."""

    path: str
    line: int
    handle: str
    how: How
    in_effect: bool
    why_not: str = ""
    text: str = ""
    via: str = ""  # the other entry whose presence provides this one
    note: str = ""  # why it does
    strong: bool = True  # False: only a name or a setting suggests it, too little to contradict "there is none"


class CodeView(Protocol):
    """The part of a repository that is searched."""

    def paths(self) -> Iterable[str]:
        """Every file in scope, posix and relative."""
        ...

    def read(self, path: str) -> bytes:
        """A file's bytes; raises OSError or a ValueError for one that can't be read."""
        ...

    def outlines(self, paths: Sequence[str]) -> Mapping[str, OutlineLike]:
        """The outlines of files; the text of a path left out is outlined by the search itself."""
        ...

    def set_aside(self, path: str) -> str:
        """Why a file is no evidence ("test file", "vendored"...), or ""."""
        ...


@dataclass
class MemoryView:
    """Files in memory."""

    files: Mapping[str, str]

    def paths(self) -> Iterable[str]:
        return self.files

    def read(self, path: str) -> bytes:
        return self.files[path].encode()

    def outlines(self, paths: Sequence[str]) -> Mapping[str, OutlineLike]:
        return {}

    def set_aside(self, path: str) -> str:
        return set_aside(path)


@dataclass
class CodeSearch:
    """Searches one view for any number of entries, remembering what it has read."""

    view: CodeView
    entries: Mapping[str, Entry] = field(default_factory=all_entries)
    unreadable: list[str] = field(default_factory=list)  # files that could not be read: absence is not proved
    most: int = MOST  # witnesses returned of one question
    _masked: dict[str, Masked] = field(default_factory=dict)
    _files: dict[str, FileIndex] = field(default_factory=dict)
    _listed: tuple[Listed, ...] | None = None
    answers: MutableMapping[tuple[str, str], tuple[Witness, ...]] = field(default_factory=dict)  # by entry and qualifier

    def evidence(self, entry: Entry, qualifier: str = "", within: Callable[[str], bool] | None = None) -> tuple[Witness, ...]:
        """The witnesses of `entry`, or of its qualifier, those in effect first. () proves absence only where the entry says so.

        `within` chooses the files that count; what they define may be used, and what they import listed, anywhere.

        Raises:
            KeyError: the entry has no such qualifier.
        """
        return self._evidence(entry, qualifier, within, frozenset())

    def exact(self, entry: Entry, within: Callable[[str], bool] | None = None, enough: int = ENOUGH) -> tuple[Witness, ...]:
        """Witnesses in effect by imports, calls, base classes and code, in `enough` files at most: to show that it is there, quickly.

        () says nothing: `evidence` looks at names, settings, packages and files as well.
        """
        handles = replace(entry.handles, identifiers=(), settings=(), files=())
        aside = self._asides(entry)
        paths = [
            path
            for path in self._words.holding(needles(handles))
            if language_of(path) and not aside[path] and (within is None or within(path))
        ]
        found: list[Witness] = []
        for start in range(0, len(paths), _AT_ONCE):
            self._open(paths[start : start + _AT_ONCE])
            for path in paths[start : start + _AT_ONCE]:
                hits = FileSearch(self._files[path], entry.lookalikes).hits(handles)
                found += [
                    Witness(path, hit.line, hit.handle, How(hit.how), True, text=hit.text) for hit in hits if not hit.why_not and hit.strong
                ][:_EACH]
                if len({item.path for item in found}) >= enough:
                    return tuple(found)
        return tuple(found)

    def _evidence(self, entry: Entry, qualifier: str, within: Callable[[str], bool] | None, above: frozenset[str]) -> tuple[Witness, ...]:
        key = (entry.id, qualifier)
        if key not in self.answers:
            handles = entry.qualifiers[qualifier].handles if qualifier else entry.handles
            self.answers[key] = _best(self._witnesses(entry, handles), self.most)
        found = [item for item in self.answers[key] if within is None or within(item.path)]
        if not qualifier and entry.implied_by and not any(item.in_effect for item in found):
            for other, why in entry.implied_by.items():
                if other in self.entries and other not in above:  # entries that imply each other end here
                    implied = self._evidence(self.entries[other], "", within, above | {entry.id})
                    found += [replace(item, via=item.via or other, note=item.note or why) for item in implied if item.in_effect]
        return _best(found, self.most)

    def _witnesses(self, entry: Entry, handles: Handles) -> Iterator[Witness]:
        wanted = needles(handles)
        aside = self._asides(entry)
        for glob in handles.files:
            for path, why in aside.items():
                if glob_matches(path, glob):
                    counts = not why or why in _UNREAD
                    yield Witness(path, 0, glob, How.FILE, counts, "" if counts else why)
        candidates = {
            path: aside[path]
            for path in self._words.holding(wanted)
            if language_of(path) or any(glob_matches(path, glob) for glob in handles.text)
        }
        self._open(list(candidates))
        searches = [(path, why, [*FileSearch(self._files[path], entry.lookalikes).hits(handles)]) for path, why in candidates.items()]
        used = {hit.text for _, why, hits in searches if not why for hit in hits if hit.role == "use" and not hit.why_not}
        imported: set[str] = set()
        for path, set_aside_as, hits in searches:
            for hit in hits:
                why = hit.why_not or set_aside_as or _unused(hit, used)
                if How(hit.how) is How.IMPORT and not why:
                    imported.add(hit.handle)
                yield Witness(path, hit.line, hit.handle, How(hit.how), not why, why, hit.text, strong=hit.strong)
        yield from self._packages(entry, handles, imported)

    def _packages(self, entry: Entry, handles: Handles, imported: set[str]) -> Iterator[Witness]:
        for ecosystem, packages in handles.packages.items():
            by_name = {dist_of(package, ecosystem): package for package in packages}
            for item in self._manifests():
                package = by_name.get(item.name) if item.ecosystem == ecosystem else None
                if package is None:
                    continue
                aside = self.view.set_aside(item.path)
                why = aside or (
                    ""
                    if entry.tool or module_of(package, ecosystem) in imported or _by_others(handles, ecosystem, imported)
                    else "listed, never imported"
                )
                yield Witness(item.path, item.line, package, How.PACKAGE, not why, why, item.name)

    def _manifests(self) -> tuple[Listed, ...]:
        if self._listed is None:
            found: list[Listed] = []
            for path in self.view.paths():
                if is_manifest(path):
                    try:
                        found += listed(path, self._mask(path).text)
                    except Malformed:
                        self.unreadable.append(path)
            self._listed = tuple(found)
        return self._listed

    def read_all(self) -> None:
        """Read every file, so that `unreadable` is known."""
        self.files_with(())
        self._manifests()

    def _asides(self, entry: Entry) -> dict[str, str]:
        whys = {path: self.view.set_aside(path) for path in self.view.paths()}
        return {path: "" if why == "test file" and entry.in_tests else why for path, why in whys.items()}

    def files_with(self, needles: Iterable[bytes]) -> tuple[str, ...]:
        """The files whose bytes hold any of the lower-case `needles`."""
        return self._words.holding(needles)

    @cached_property
    def _words(self) -> WordIndex:
        data: dict[str, bytes] = {}
        for path in self.view.paths():
            if self.view.set_aside(path) in _UNREAD:
                continue
            try:
                data[path] = self.view.read(path).lower()
            except (OSError, ValueError):
                self.unreadable.append(path)
        return WordIndex(data)

    def _mask(self, path: str) -> Masked:
        if path not in self._masked:
            try:
                text = self.view.read(path).decode("utf-8", "replace")
            except (OSError, ValueError):
                text = ""
            self._masked[path] = mask(path, text)
        return self._masked[path]

    def _open(self, paths: Sequence[str]) -> None:
        """Index files that no question has needed yet."""
        missing = [path for path in paths if path not in self._files]
        code = [path for path in missing if language_of(path) not in ("", "config", "css")]
        given = self.view.outlines(code) if code else {}
        for path in missing:
            masked = self._mask(path)
            outline = given.get(path) or (outline_text(masked, language_of(path)) if path in code else None)
            self._files[path] = FileIndex(path, masked, self._words.data[path], outline)


def _best(found: Iterable[Witness], most: int) -> tuple[Witness, ...]:
    """Each place once, a few of each handle and file, those in effect and strong ones first."""
    ordered = sorted(dict.fromkeys(found), key=lambda item: (not item.in_effect, not item.strong, item.why_not, item.path, item.line))
    seen: dict[tuple[str, str, str], int] = {}
    kept: list[Witness] = []
    for item in ordered:
        key = (item.path, item.handle, item.why_not)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= _EACH:
            kept.append(item)
    return tuple(kept[:most])


def _unused(hit: Hit, used: set[str]) -> str:
    if hit.role == "definition" and not hit.registered and hit.text not in used:
        return "defined, never used"
    if hit.role == "import" and hit.text not in used:
        return "imported, never used"
    return ""


def _by_others(handles: Handles, ecosystem: str, imported: set[str]) -> bool:
    """Java's and C#'s artefact names tell nothing of their packages: any import of the entry's own will do."""
    return ecosystem in ("maven", "nuget", "composer", "gems") and any(name in imported for name in handles.imports.get(ecosystem, ()))


def evidence(entry: Entry, source: CodeView, qualifier: str = "") -> tuple[Witness, ...]:
    """`CodeSearch(source).evidence(entry, qualifier)`: for one question. Several are asked of one `CodeSearch`."""
    return CodeSearch(source).evidence(entry, qualifier)
