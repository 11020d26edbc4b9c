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
from verifier.knowledge.masking import language_of
from verifier.knowledge.matching import FileSearch, Hit
from verifier.knowledge.needles import glob_matches, needles
from verifier.knowledge.outlines import ImportLike, OutlineLike
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

    def imports(self, paths: Sequence[str]) -> Mapping[str, Sequence[ImportLike]]:
        """What those outlines have as imports, where that is cheaper."""
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

    def imports(self, paths: Sequence[str]) -> Mapping[str, Sequence[ImportLike]]:
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
    _files: dict[str, FileIndex] = field(default_factory=dict)
    _listed: tuple[Listed, ...] | None = None
    _exact: dict[str, Handles] = field(default_factory=dict)  # by entry, its exact handles
    uses: tuple[tuple[str, list[str]], ...] = ()  # files outlined, or asked for imports, by the question that is being answered
    answers: MutableMapping[tuple[str, str], tuple[Witness, ...]] = field(default_factory=dict)  # by entry and qualifier

    def evidence(
        self, entry: Entry, qualifier: str = "", within: Callable[[str], bool] | None = None, in_effect: bool = False
    ) -> tuple[Witness, ...]:
        """The witnesses of `entry`, or of its qualifier, those in effect first. () proves absence only where the entry says so.

        `within` chooses the files that count; what they define may be used, and what they import listed, anywhere. With `in_effect`
        files that are set aside are not opened: what they hold is not in effect.

        Raises:
            KeyError: the entry has no such qualifier.
        """
        return self._evidence(entry, qualifier, within, in_effect, frozenset())

    def exact(self, entry: Entry, within: Callable[[str], bool] | None = None, enough: int = ENOUGH) -> tuple[Witness, ...]:
        """Witnesses in effect by imports, calls, base classes and code, in `enough` files at most: to show that it is there, quickly.

        () says nothing: `evidence` looks at names, settings, packages and files as well.
        """
        if entry.id not in self._exact:
            self._exact[entry.id] = replace(entry.handles, identifiers=(), settings=(), files=())
        handles = self._exact[entry.id]
        self.uses = ()
        aside = self._asides(entry)
        paths = [
            path
            for path in self._words.holding(needles(handles))
            if language_of(path) and not aside[path] and (within is None or within(path))
        ]
        found: list[Witness] = []
        for start in range(0, len(paths), _AT_ONCE):
            for path, search in self._searches(paths[start : start + _AT_ONCE], entry, handles):
                hits = search.hits(handles)
                found += [
                    Witness(path, hit.line, hit.handle, How(hit.how), True, text=hit.text) for hit in hits if not hit.why_not and hit.strong
                ][:_EACH]
                if len({item.path for item in found}) >= enough:
                    return tuple(found)
        return tuple(found)

    def _evidence(
        self, entry: Entry, qualifier: str, within: Callable[[str], bool] | None, in_effect: bool, above: frozenset[str]
    ) -> tuple[Witness, ...]:
        key = (entry.id, qualifier)
        if in_effect and key not in self.answers:
            key = (entry.id, f"in effect {qualifier}")
        if key not in self.answers:
            handles = entry.qualifiers[qualifier].handles if qualifier else entry.handles
            self.uses = ()
            self.answers[key] = _best(self._witnesses(entry, handles, in_effect), self.most)
        found = [item for item in self.answers[key] if within is None or within(item.path)]
        if not qualifier and entry.implied_by and not any(item.in_effect for item in found):
            for other, why in entry.implied_by.items():
                if other in self.entries and other not in above:  # entries that imply each other end here
                    implied = self._evidence(self.entries[other], "", within, True, above | {entry.id})
                    found += [replace(item, via=item.via or other, note=item.note or why) for item in implied if item.in_effect]
        return _best(found, self.most)

    def _witnesses(self, entry: Entry, handles: Handles, in_effect: bool) -> Iterator[Witness]:
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
            if not (in_effect and aside[path]) and (language_of(path) or any(glob_matches(path, glob) for glob in handles.text))
        }
        searches = [(path, candidates[path], [*one.hits(handles)]) for path, one in self._searches(list(candidates), entry, handles)]
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
                        found += listed(path, self._file(path).text)
                    except Malformed:
                        self.unreadable.append(path)
            self._listed = tuple(found)
        return self._listed

    def searched(self) -> list[str]:
        """The files whose bytes are searched, and the manifests."""
        return [path for path in self.view.paths() if self.view.set_aside(path) not in _UNREAD or is_manifest(path)]

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

    def _file(self, path: str) -> FileIndex:
        if path not in self._files:
            self._files[path] = FileIndex(path, self._words.data.get(path, b""), self._decoded)
        return self._files[path]

    def _decoded(self, path: str) -> str:
        try:
            return self.view.read(path).decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

    def _searches(self, paths: Sequence[str], entry: Entry, handles: Handles) -> list[tuple[str, FileSearch]]:
        """Each file with its search. Only those are parsed whose bytes leave it open whether they show a handle."""
        found = [(path, FileSearch(self._file(path), entry.lookalikes)) for path in paths]
        outlined = [path for path, one in found if one.needs_outline(handles)]
        given = self.view.outlines(outlined) if outlined else {}
        for path in outlined:
            file = self._files[path]
            file.outline = file.outline or given.get(path) or outline_text(file.masked, file.language)
        known = set(outlined)
        imported = [path for path, one in found if path not in known and one.needs_imports(handles)]
        brought = self.view.imports(imported) if imported else {}
        for path in imported:
            file = self._files[path]
            if path in brought:
                file.only_imports = brought[path]
            elif file.outline is None:
                file.outline = outline_text(file.masked, file.language)
        self.uses = (*self.uses, ("outline", outlined), ("imports", imported))
        return found


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
