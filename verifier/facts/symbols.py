"""Where a name is defined, and whether it occurs at all: a tree fact over every file that could hold it.

Demand-driven: a byte search says which files hold the word, and only those are parsed.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary, proxy

from verifier.facts.languages import language_of
from verifier.facts.outline import Definition, Import, Outline
from verifier.knowledge.words import subwords
from verifier.repository.gaps import gaps
from verifier.repository.kinds import is_generated, is_installed, is_left_behind, is_source, is_test, is_vendored, names_in
from verifier.repository.kinds import language_of as kind_of_file
from verifier.repository.scope import whole
from verifier.repository.snapshot import EntryKind, EntryState, Snapshot, Unreadable

if TYPE_CHECKING:
    from verifier.facts.facts import Facts

_HELD_BYTES = 96_000_000  # source kept in memory between searches
_LARGE_BYTES = 1_000_000
_SNIFFED = 8000  # bytes in which a binary file shows a NUL, as git looks for it
_TRIED = 50  # places in a file of which one is no import
_LISTED = re.compile(r"[\w.$]+(?: as \w+)?,?")  # a line of an import, or of `__all__`
# A line that brings a name in, in whatever language.
IMPORT_LINE = re.compile(r"^\s*(?:import|from|using|use|#\s*include|require|package|export\s+\*)\b")
_MAX_PARSED = 150  # candidates parsed for one name; the likeliest come first
_PROSE = frozenset(("markdown", "restructuredtext"))
_DATA = re.compile(
    r"\.(?:lock|svg|map|csv|tsv|ipynb|snap|po|min\.js|min\.css)$|(?:^|/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock"
    r"|uv\.lock|Cargo\.lock|lcov\.info)$",
    re.I,
)
_ASSETS = names_in(
    "png jpg jpeg gif ico webp avif bmp tif tiff psd ai eps pdf doc docx xls xlsx ppt pptx odt zip gz tgz bz2 xz zst 7z rar tar jar war"
    " whl egg class pyc o a so dll dylib exe bin dat wasm woff woff2 ttf eot otf mp3 mp4 m4a wav ogg webm mov avi flac db sqlite sqlite3"
    " parquet feather npy npz pkl pickle pt pth onnx h5 safetensors gguf fasta fastq bam pem crt key p12 jks log patch diff orig rej"
)
_PROSE_TEXT = ("readme", "license", "licence", "changelog", "notice", "authors", "contributing", "copying")
_DEFINES = (
    rb"(?:\b(?:class|def|function|interface|type|enum|struct|trait|func|fn|const|let|var|val|object|module"
    rb"|protocol|record|public|private|protected|static|export|async|table"
    rb"|macro_rules!)\b(?:\s*\([^)\n]*\)\s*)?[^\n=(]{0,80}?|^[ \t]*(?:self\.)?)"
)
_IDENTIFIER = re.compile(rb"[A-Za-z_$][\w$]{3,60}")


@dataclass(frozen=True, slots=True)
class Place:
    """A definition and the file it is in."""

    path: str
    definition: Definition


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A line of code that holds a word. 1-based."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a repository knows of a name."""

    name: str
    places: tuple[Place, ...] = ()  # definitions, those outside of tests, vendored and generated code first
    paths: tuple[str, ...] = ()  # files that hold the word, same order
    imported: tuple[tuple[str, Import], ...] = ()  # (file, import) that bring the name in
    complete: bool = True  # every file that could hold it was read and every candidate parsed


class Symbols:
    """The names of one snapshot. `of` gives the same object for the same facts."""

    _all: ClassVar[WeakKeyDictionary[Facts, Symbols]] = WeakKeyDictionary()

    def __init__(self, facts: Facts) -> None:
        self.snapshot: Snapshot = facts.snapshot
        self._facts: Facts = proxy(facts)  # they are the key of `_all`: a strong reference would keep both for ever
        self._data: dict[str, bytes] = {}
        self._held = 0
        self._binary: set[str] = set()
        self._lowered: tuple[tuple[str, bytes], ...] | None = None
        self._letters: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, bool], Known] = {}
        self.unreadable: list[str] = []

    @classmethod
    def of(cls, facts: Facts) -> Symbols:
        found = cls._all.get(facts)
        if found is None:
            found = cls._all[facts] = cls(facts)
        return found

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file that may hold code or settings, the project's own first."""
        paths = [
            path
            for path, entry in self.snapshot.entries().items()
            if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED and not is_installed(path) and _holds_names(path)
        ]
        return tuple(sorted(paths, key=_rank))

    @cached_property
    def languages(self) -> Counter[str]:
        """How many source files of the project there are in each language."""
        kinds = (kind_of_file(path) for path in self.files if is_source(path) and not is_vendored(path))
        return Counter(kind for kind in kinds if kind)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The bytes of `files`, from memory where they fit."""
        missing = [path for path in self.files if path not in self._data and path not in self._binary]
        if missing and not self.unreadable:
            for path, data in self.snapshot.read_many(missing):
                if isinstance(data, Unreadable):
                    self.unreadable.append(path)
                    continue
                if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                    data = data.decode("utf-16", "replace").encode()
                if b"\0" in data[:_SNIFFED]:
                    (self.unreadable.append if is_source(path) and whole().counts(path) else self._binary.add)(path)
                elif self._held + len(data) <= _HELD_BYTES:
                    self._data[path] = data
                    self._held += len(data)
        for path in self.files:
            held = self._data.get(path)
            if held is not None:
                yield path, held
            elif path not in self.unreadable and path not in self._binary:
                yield path, self.snapshot.read(path)

    @property
    def complete(self) -> bool:
        """Whether all that `contents` is to give could be read; known once it was asked for."""
        return not self.unreadable and not gaps(whole(), self.snapshot)

    def lowered(self) -> tuple[tuple[str, bytes], ...]:
        """`contents` in lower case, large files left out."""
        if self._lowered is None:
            self._lowered = tuple((path, data.lower()) for path, data in self.contents() if len(data) < _LARGE_BYTES)
        return self._lowered

    def holding_letters(self, letters: str) -> frozenset[str]:
        """Those of `lowered` that have `letters`, which are in lower case, anywhere in them."""
        if letters not in self._letters:
            needle = letters.encode()
            self._letters[letters] = frozenset(path for path, data in self.lowered() if needle in data)
        return self._letters[letters]

    def matching(self, letters: str, pattern: re.Pattern[bytes]) -> list[str]:
        """Those of `lowered` that fit `pattern`, which can only fit where `letters` (in lower case) are: finding these is much faster."""
        needle = letters.encode()
        return [path for path, data in self.lowered() if needle in data and pattern.search(data)]

    def holding(self, word: str) -> tuple[str, ...]:
        """Files in which `word` stands as a whole identifier."""
        needle = word.encode()
        pattern = _whole(needle)
        return tuple(path for path, data in self.contents() if needle in data and pattern.search(data))

    def occurrences(
        self, word: str, paths: tuple[str, ...] | None = None, limit: int = 3, pattern: re.Pattern[bytes] | None = None
    ) -> tuple[Occurrence, ...]:
        """The first lines that hold `word`, or fit `pattern`, one a file; of a file that imports it the first below that."""
        pattern = pattern or _whole(word.encode())
        found: list[Occurrence] = []
        for path, data in self.contents() if paths is None else ((p, self.read(p)) for p in paths):
            lines = [_line(data, match) for match in islice(pattern.finditer(data), _TRIED)]
            if lines:
                number, text = next((line for line in lines if not (IMPORT_LINE.match(line[1]) or _LISTED.fullmatch(line[1]))), lines[0])
                found.append(Occurrence(path, number, text[:200]))
                if len(found) == limit:
                    break
        return tuple(found)

    def read(self, path: str) -> bytes:
        """A file's bytes, b"" when it can't be read."""
        held = self._data.get(path)
        if held is not None:
            return held
        try:
            return self.snapshot.read(path)
        except Unreadable:
            return b""

    def find(self, name: str, *, thorough: bool = False) -> Known:
        """What is known of an undotted `name`. `thorough`: files without a tell-tale keyword are parsed too."""
        known = self._known.get((name, thorough)) or self._known.get((name, True))
        if known is None:
            known = self._known[name, thorough] = self._find(name, thorough)
        return known

    def _find(self, name: str, thorough: bool) -> Known:
        paths = self.holding(name)
        defines = re.compile(_DEFINES + rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])", re.M)
        outlined = [path for path in paths if language_of(path)]
        likely = [path for path in outlined if defines.search(self.read(path))]
        places, imported = self._parsed(name, likely[:_MAX_PARSED])
        if thorough or not places:
            rest = [path for path in outlined if path not in likely][:_MAX_PARSED]
            more, brought = self._parsed(name, rest)
            places, imported = places + more, imported + brought
        complete = self.complete and len(outlined) <= _MAX_PARSED
        order = {path: number for number, path in enumerate(self.files)}
        places.sort(key=lambda place: (order.get(place.path, 0), place.definition.line))
        return Known(name, tuple(places), paths, tuple(imported), complete)

    def _parsed(self, name: str, paths: list[str]) -> tuple[list[Place], list[tuple[str, Import]]]:
        places: list[Place] = []
        imported: list[tuple[str, Import]] = []
        for path, outline in self.outlines(paths).items():
            places += (Place(path, d) for d in outline.definitions if d.name == name)
            imported += ((path, i) for i in outline.imports if name in (i.alias or i.name, i.name))
        return places, imported

    def outlines(self, paths: list[str] | tuple[str, ...]) -> dict[str, Outline]:
        """The outlines of those files that have one."""
        found = self._facts.outlines(paths)
        return {path: outline for path, outline in found.items() if isinstance(outline, Outline)}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every identifier of four letters or more in the project's own source, for suggestions."""
        words: set[bytes] = set()
        for path, data in self.contents():
            if language_of(path) and not is_vendored(path):
                words.update(_IDENTIFIER.findall(data))
        return frozenset(word.decode("ascii", "ignore") for word in words)

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Identifiers of the same sort (`Row`, `ROW`, `row`) that `name` is a short form of, or is spelled much like, best first."""
        folded, parts = name.replace("_", "").lower(), subwords(name)
        words = [word for word in self.vocabulary if _sort(word) == _sort(name) and word != name]
        same = [word for word in words if word.replace("_", "").lower() == folded]
        longer = [word for word in words if len(parts) > 1 and subwords(word)[: len(parts)] == parts]
        alike = (*sorted(longer, key=lambda word: (len(subwords(word)), word)), *difflib.get_close_matches(name, sorted(words), limit, 0.8))
        return tuple(sorted(same)[:limit]) or tuple(dict.fromkeys(alike))[:limit]


def _line(data: bytes, match: re.Match[bytes]) -> tuple[int, str]:
    start, end = data.rfind(b"\n", 0, match.start()) + 1, data.find(b"\n", match.end())
    text = data[start : end if end >= 0 else len(data)].decode("utf-8", "replace").strip()
    return data.count(b"\n", 0, match.start()) + 1, text


def _sort(name: str) -> tuple[bool, bool]:
    bare = name.lstrip("_")
    return bare[:1].isupper(), bare.isupper()


def _whole(needle: bytes) -> re.Pattern[bytes]:
    word = re.escape(needle)  # what is fixed comes first: it is found much faster
    return re.compile(word + rb"(?<![\w$]" + word + rb")(?![\w$])")


def _holds_names(path: str) -> bool:
    """Whether a file may hold code or settings: any text that is neither prose nor data. Suffixes that nobody knows may be code."""
    name = path.rpartition("/")[2].lower()
    kind = kind_of_file(path)
    if _DATA.search(path) or kind in _PROSE:
        return False
    return kind is not None or not (name.rpartition(".")[2] in _ASSETS or name.startswith(_PROSE_TEXT))


def _rank(path: str) -> tuple[bool, bool, bool, bool, str]:
    return is_vendored(path), is_generated(path), is_left_behind(path), is_test(path), path
