"""Where quoted code is in the repository: the file and the definition that hold most of it, and what each line meets there."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar
from weakref import WeakKeyDictionary

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.facts.symbols import Symbols
from verifier.facts.tokens import Token, Tokens, tokens_of_file
from verifier.knowledge.words import subwords
from verifier.model import ScopeHints, Site
from verifier.repository.kinds import classes_of
from verifier.repository.scope import candidates

from .quotation import Quotation, Row
from .quote_place import definition, docstring, imports, outside, place, placed, scattered, stands

_FILES = 10  # most files read for one quotation
_BYTES = 2_000_000  # of one file
_NEEDLES = 24
_COMMON = frozenset(
    "self this true false null none return import from const async await export default class string number "
    "print error data value result name type list dict str int append get set key item "
    "items user message status config response request params props state app logger info warning debug Optional "
    "List Dict Any Exception ValueError".split()
)


class Fit(str, Enum):
    """What became of a quoted line."""

    THERE = "there"
    LOOSE = "loose"  # its tokens stand there in order, with others between
    ABRIDGED = "abridged"  # it begins so, and goes on with more arguments or entries
    ASIDE = "aside"  # in the file, outside of the definition that the quotation is about
    ELSEWHERE = "elsewhere"  # in another file
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Found:
    fit: Fit
    path: str = ""
    line: int = 0
    near: str = ""  # the most similar line of the file, where it is absent


def site_of(one: Found) -> Site:
    """The place of a line as evidence."""
    return Site(one.path, "", one.near, one.line, one.line)


@dataclass(frozen=True, slots=True)
class Located:
    """`path` is the file that holds most of the quotation, "" when none does; `found` is per row, by report line.

    `region`: lines of the definition that it quotes; `tied`: the report names the file; `ordered`: lines follow each other there.
    """

    path: str = ""
    region: tuple[int, int] | None = None
    tied: bool = False
    undefined: tuple[str, ...] = ()  # definitions of the quotation that are nowhere
    ordered: bool = True
    found: dict[int, Found] = field(default_factory=dict)
    complete: bool = True
    cut: bool = False  # an import over several lines is there with other names
    fits: Counter[Fit] = field(default_factory=Counter)  # how many of the telling rows
    docstrings: dict[int, tuple[bool, str, int, str]] = field(default_factory=dict)  # report line: same words?, what is there, line, file


class Search:
    """Searches of one codebase; files are read into tokens once."""

    _all: ClassVar[WeakKeyDictionary[Facts, Search]] = WeakKeyDictionary()

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self._tokens: dict[str, Tokens] = {}
        self._holding: dict[str, tuple[str, ...]] = {}
        self._located: dict[tuple[int, ScopeHints], tuple[Quotation, Located]] = {}
        self.extra: dict[str, object] = {}

    @classmethod
    def of(cls, code: Codebase) -> Search:
        found = cls._all.get(code.facts)
        if found is None:
            found = cls._all[code.facts] = cls(Symbols.of(code.facts))
        return found

    def tokens(self, path: str) -> Tokens:
        if path not in self._tokens:
            self._tokens[path] = tokens_of_file(path, self.symbols.read(path)[:_BYTES].decode("utf-8", "replace"))
        return self._tokens[path]

    def holding(self, word: str) -> tuple[str, ...]:
        """Files in which `word` stands, as an identifier or a part of a string."""
        if word not in self._holding:
            needle = word.encode()
            self._holding[word] = tuple(path for path, data in self.symbols.contents() if needle in data)
        return self._holding[word]

    def line(self, path: str, number: int) -> str:
        """A line of a file as it stands there, without its indent, at most 160 characters."""
        text = self.symbols.read(path).decode("utf-8", "replace").splitlines()
        return text[number - 1].strip()[:160] if number <= len(text) else ""

    @property
    def complete(self) -> bool:
        return self.symbols.complete

    def locate(self, quotation: Quotation, hints: ScopeHints, code: Codebase) -> Located:
        key = (id(quotation), hints)  # to compare all rows of a block for each of its lines would take the square of their number
        if key not in self._located:
            self._located[key] = (quotation, self._locate(quotation, hints, code))
        return self._located[key][1]

    def _locate(self, quotation: Quotation, hints: ScopeHints, code: Codebase) -> Located:
        named = [path for text in quotation.paths for path in code.index.resolve(text).matches[:3] if path in code.index.entries]
        ranked = named or self._ranked(quotation.rows, hints, code)
        best: tuple[tuple[int, int, int], str, tuple[int, int] | None, dict[int, tuple[int, bool]]] | None = None
        for order, path in enumerate(ranked[:_FILES]):
            read = self.tokens(path)
            region, places = placed(quotation.rows, read)
            rows = [row for row in quotation.rows if row.line in places and row.telling]
            score = (sum(len(row.tokens) for row in rows) * 2 + (25 if region else 0), -len(classes_of(path)), -order)
            if (rows or region or named) and (best is None or score > best[0]):
                best = (score, path, region, places)
        undefined = tuple(row.defines for row in quotation.rows if row.defines and not self._defined(row.defines))
        if best is None:
            found = {row.line: self._elsewhere(row, "") for row in quotation.told}
            return Located(
                undefined=undefined, found=found, complete=self.complete, fits=_fits(quotation, found),
                docstrings=self._docstrings(quotation.rows, ""),
            )  # fmt: skip
        _, path, region, places = best
        return self._described(quotation, path, region, places, bool(named), undefined)

    def _described(
        self,
        quotation: Quotation,
        path: str,
        region: tuple[int, int] | None,
        places: dict[int, tuple[int, bool]],
        tied: bool,
        undefined: tuple[str, ...],
    ) -> Located:
        read = self.tokens(path)
        found: dict[int, Found] = {}
        last, ordered = -1, True
        beside = outside(quotation.rows)
        for row in quotation.rows:
            if row.line in places:
                at, whole = places[row.line]
                line = read.row[at].line
                inside = region is None or region[0] <= line <= region[1] or row.line in beside
                found[row.line] = Found((Fit.THERE if whole else Fit.ABRIDGED) if inside else Fit.ASIDE, path, line)
                ordered = ordered and at >= last
                last = at
            elif row.telling:
                found[row.line] = self._elsewhere(row, path, region)
                loose = scattered(row, read) if found[row.line].fit is Fit.ABSENT else -1
                if loose >= 0:
                    found[row.line] = Found(Fit.LOOSE, path, read.row[loose].line)
        cut = any(not stands(statement, read) for statement in imports(quotation.rows))
        fits, docstrings = _fits(quotation, found), self._docstrings(quotation.rows, path)
        return Located(path, region, tied, undefined, ordered, found, self.complete, cut, fits, docstrings)

    def _docstrings(self, rows: Sequence[Row], path: str) -> dict[int, tuple[bool, str, int, str]]:
        """For the first line of each quoted docstring: whether the definition above it has these words, and which it has, where."""
        found: dict[int, tuple[bool, str, int, str]] = {}
        above = ""
        for row in rows:
            if row.defines:
                above = row.defines
            elif row.doc and above:
                paths = dict.fromkeys(
                    [path, *(place.path for place in self.symbols.find(above).places[:1])]
                    if path
                    else [place.path for place in self.symbols.find(above).places[:1]]
                )
                for other in paths:
                    told = docstring(above, row.doc, self.tokens(other))
                    if told:
                        found[row.line] = (*told, other)
                        break
                above = ""
            elif row.tokens:
                above = ""
        return found

    def _elsewhere(self, row: Row, path: str, region: tuple[int, int] | None = None) -> Found:
        for other in self.written_in(row):
            at, _ = place(row, self.tokens(other), 0)
            if at >= 0 and other != path:
                return Found(Fit.ELSEWHERE, other, self.tokens(other).row[at].line)
        return Found(Fit.ABSENT, path, *self._nearest(row, path, region)) if path else Found(Fit.ABSENT)

    def written_in(self, row: Row) -> list[str]:
        """Files that may hold the row: in its letters but for white space and quotes, and those that hold most of its words."""
        parts = [re.escape(re.sub(r'^f?"', "", token.text).encode()) for token in row.tokens if token.text not in {"...", "…"}]
        needle = max((re.sub(r'^f?"', "", token.text) for token in row.tokens), key=len, default="")
        pattern = re.compile(rb"[\s\"'`]*".join(part for part in parts if part))  # an empty one would only breed backtracking
        exact = (
            [path for path in self.holding(needle) if pattern.search(self.symbols.read(path))][:4]
            if len(needle) > 2 and len(parts) < 60
            else []
        )
        return list(dict.fromkeys([*exact, *self._ranked((row,), ScopeHints(), None)[:4]]))

    def _nearest(self, row: Row, path: str, region: tuple[int, int] | None) -> tuple[int, str]:
        """The line of the file (of the definition) that is most like the quoted one."""
        lines: dict[int, list[Token]] = {}
        for token in self.tokens(path).row:
            if region is None or region[0] <= token.line <= region[1]:
                lines.setdefault(token.line, []).append(token)
        wanted = [token.text for token in row.tokens]
        names = set(row.names) | {word for phrase in row.phrases for word in phrase.split()}
        best, line = 0.0, 0
        for number, own in lines.items():
            texts = [token.text for token in own]
            if not names & {word for text in texts for word in text.lstrip('f"').split()}:
                continue
            ratio = difflib.SequenceMatcher(None, wanted, texts, autojunk=False).ratio()
            if ratio > best:
                best, line = ratio, number
        if best < 0.3:
            return 0, ""
        return line, self.line(path, line)

    def _ranked(self, rows: Sequence[Row], hints: ScopeHints, code: Codebase | None) -> list[str]:
        """Files by how many of the rows' telling words they hold, rare words first; nearer scopes and own source before others."""
        weights: dict[str, float] = {}
        for needle in _needles(rows):
            paths = self.holding(needle)
            for path in paths:
                weights[path] = weights.get(path, 0.0) + 1 / (2 + len(paths))
        near = candidates(hints, code.index, code.areas)[:-1] if code is not None else ()
        return sorted(
            weights,
            key=lambda path: (
                -weights[path] * (1.3 if any(s.contains(path) for s in near) else 1) * (0.5 if classes_of(path) else 1),
                path,
            ),
        )

    def nearest_first(self, paths: Sequence[str], hints: ScopeHints, code: Codebase) -> list[str]:
        """`paths` in the order of the scopes that the clause may be about, the project's own source first."""
        scopes = candidates(hints, code.index, code.areas)
        return sorted(
            paths,
            key=lambda path: (
                next((n for n, scope in enumerate(scopes) if scope.contains(path)), len(scopes)),
                len(classes_of(path)),
                path,
            ),
        )

    def _defined(self, name: str) -> bool:
        return bool(self.symbols.find(name).places) or any(definition(name, self.tokens(path)) >= 0 for path in self.holding(name)[:20])

    def absent_everywhere(self, row: Row) -> tuple[str, ...]:
        """Names of several words and strings in the row that no file holds."""
        names = [name for name in dict.fromkeys(row.names) if len([w for w in subwords(name) if len(w) > 1]) > 1]
        strings = [_content(phrase) for phrase in row.phrases] + [
            _content(t.text) for t in row.tokens if t.kind == "string" and "_" in t.text
        ]
        pieces = [max(re.split(r"\{[^}]*\}|\\.|%\w", text), key=len).strip() for text in strings]
        return tuple(
            word for word in dict.fromkeys((*names, *(p for p in pieces if len(p) > 5 and "..." not in p))) if not self.holding(word)
        )


def _fits(quotation: Quotation, found: Mapping[int, Found]) -> Counter[Fit]:
    return Counter(found[row.line].fit for row in quotation.told if row.line in found)


def _content(text: str) -> str:
    """What is between a string token's quotes."""
    return re.sub(r'^f?"', "", text)


def _needles(rows: Sequence[Row]) -> list[str]:
    words: dict[str, None] = {}
    for row in rows:
        for phrase in row.phrases:
            piece = max(re.split(r"\{[^}]*\}|\\.|%\w", _content(phrase)), key=len).strip()
            if len(piece) > 5:
                words[piece] = None
        words.update((name, None) for name in row.names if len(name) > 3 and name not in _COMMON)
        words.update(
            (_content(t.text), None)
            for t in row.tokens
            if t.kind == "string" and 3 < len(t.text) < 40 and re.fullmatch(r'f?"[\w.-]+', t.text)
        )
    return (
        sorted(words, key=lambda word: -len(word))[:_NEEDLES]
        or list(dict.fromkeys(name for row in rows for name in row.names if len(name) > 1))[:6]
    )
