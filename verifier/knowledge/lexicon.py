"""Finds the concepts that prose names.

The lexicon is a table of phrases. A phrase is kept as the keys of its words, so that case, plurals, hyphens, slashes and
line breaks between them need no listing; reading is one look-up a word, and the longest phrase wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import tomli

from verifier.knowledge.words import stem
from verifier.model import Span

HERE = Path(__file__).parent
NOT_A_CONCEPT = "-"  # phrases that contain a concept's words and are not it

_WORD = re.compile(r"[A-Za-z0-9]+(?:\+\+|#)?")
# What may stand between two words of one phrase: no sentence end, no comma.
_GAP = re.compile(r"(?:[ \t]*\n[ \t>]*|[ \t]{1,2}|[-_/.\u2010\u2011]|[ \t]?[`*&+/]{1,2}[ \t]?|['\u2019]s?[ \t])?")
# A phrase inside a path, an address or a longer identifier is a name, not a topic.
_NAMES = re.compile(
    r"""https?://\S+ | [\w@.\-\[\]]*(?:[/\\][\w@.\-\[\]*]+)+\.\w{1,5}\b | [\w@.\-\[\]]+(?:/[\w@.\-\[\]]+)*/(?=[\s`'"),;:|]|$)
      | (?<![\w/])[\w\-]+\.(?:pyi?|[cm]?[jt]sx?|md|rst|txt|ya?ml|toml|json|ini|cfg|sql|sh|html|css|go|rs|java|rb|php|cs|env
        |svelte|vue|astro|kts?|swift|scala|dart|exs?|lua|hpp|cpp|cc|tf|proto|graphql|prisma|ipynb|gradle|xml)\b(?!\.)
      | \b\w*[A-Za-z0-9]_\w+\b | \b\w+(?:\.\w+)+\(""",
    re.VERBOSE,
)
_HANGS = re.compile(
    r"\b(for|on|in|of|to|from|across|between|within|during|around|behind|at|into)\s+(?:(?:the|all|any|an?|its|their|our|each|every)\s+)?(?:[\w-]+\s+){0,1}[`*]*$",
    re.I,
)
_REACH = 200  # characters of a path or an address that are looked at, on either side
_NEAR = 60  # characters between a concept and a qualifier of it
_STOP = re.compile(r"[.!?;](?:\s|$)|\n\s*\n|\n\s*(?:[-*+]|\d+\.)\s|\|")  # a qualifier stands in the same clause


@dataclass(frozen=True, slots=True)
class ConceptMention:
    """A concept named in a text: `start` and `end` are offsets into the text that was read."""

    span: Span
    entry: str
    text: str
    start: int
    end: int
    qualifiers: tuple[str, ...] = ()  # ids, nearest first
    before: str = ""  # the words that directly touch it, lower case: "metrics" after "circuit breaker" makes it another thing
    after: str = ""
    preposition: str = ""  # what it hangs on: "on" in "no rate limiting on WebSocket connections"


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    targets: tuple[str, ...]


class LexiconError(ValueError):
    """A lexicon that can't be used; the message lists everything that is wrong with it."""


@dataclass(slots=True)
class Phrases:
    """A set of phrases with targets, found in a text in one pass."""

    # first word's key -> word keys, exact forms ("" for any case) and targets of each phrase that starts so, longest first
    _table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = field(default_factory=dict)
    _sorted: bool = True

    def add(self, phrase: str, target: str) -> None:
        """Add a phrase. A leading "=" asks for its case as written."""
        exact = phrase.startswith("=")
        words = _WORD.findall(phrase.lstrip("="))
        keys = tuple(map(stem, words))
        forms = tuple(words) if exact else ("",) * len(words)
        self._put(keys, forms, target)
        joined = "".join(words)
        if len(words) > 1 and len(joined) > 5 and not exact:
            self._put((stem(joined),), ("",), target)

    def _put(self, keys: tuple[str, ...], forms: tuple[str, ...], target: str) -> None:
        row = self._table.setdefault(keys[0], [])
        for index, (other, exact, targets) in enumerate(row):
            if other == keys and exact == forms:
                if target not in targets:
                    row[index] = (keys, forms, (*targets, target))
                return
        row.append((keys, forms, (target,)))
        self._sorted = False

    def find(self, text: str, words: list[re.Match[str]] | None = None) -> Iterator[_Found]:
        """The phrases in `text`, leftmost and longest, none overlapping another."""
        if not self._sorted:
            for row in self._table.values():
                row.sort(key=lambda item: (-len(item[0]), not any(item[1])))
            self._sorted = True
        found = list(_WORD.finditer(text)) if words is None else words
        keys = [stem(match[0]) for match in found]
        table = self._table
        position = 0
        while position < len(found):
            step = 1
            for phrase, forms, targets in table.get(keys[position], ()):
                size = len(phrase)
                if size > 1 and tuple(keys[position : position + size]) != phrase:
                    continue
                if self._fits(text, found[position : position + size], forms):
                    yield _Found(found[position].start(), found[position + size - 1].end(), targets)
                    step = size
                    break
            position += step

    @staticmethod
    def _fits(text: str, words: list[re.Match[str]], forms: tuple[str, ...]) -> bool:
        if forms[0] and any(word[0] != form and word[0] != form + "s" for word, form in zip(words, forms, strict=True)):
            return False
        return all(_GAP.fullmatch(text, left.end(), right.start()) for left, right in pairwise(words))


class Lexicon:
    """The concepts' phrases and the qualifiers' phrases."""

    def __init__(self, concepts: Mapping[str, Iterable[str]], qualifiers: Mapping[str, Iterable[str]]) -> None:
        self._concepts, self._qualifiers = Phrases(), Phrases()
        self.ids = frozenset(concepts) - {NOT_A_CONCEPT}
        self.qualifier_ids = frozenset(qualifiers)
        for phrases, table in ((self._concepts, concepts), (self._qualifiers, qualifiers)):
            for target, aliases in table.items():
                for alias in aliases:
                    phrases.add(alias, target)

    def concepts(self, text: str, line: int = 1, column: int = 1) -> tuple[ConceptMention, ...]:
        """The concepts that `text` names, in order; `line` and `column` are where the text starts."""
        words = list(_WORD.finditer(text))
        found = [item for item in self._concepts.find(text, words) if item.targets[0] != NOT_A_CONCEPT]
        if not found:
            return ()
        found = [item for item in found if not _inside_name(text, item)]
        qualifiers = [item for item in self._qualifiers.find(text, words) if not _inside_name(text, item)] if found else []
        starts = [item.start for item in qualifiers]
        stops = [match.start() for match in _STOP.finditer(text)]
        lines = [-1, *(index for index, char in enumerate(text) if char == "\n")]

        def place(offset: int) -> tuple[int, int]:
            row = bisect_right(lines, offset - 1) - 1
            return line + row, offset - lines[row] + (column - 1 if row == 0 else 0)

        def mention(item: _Found, target: str) -> ConceptMention:
            (first, left), (last, right) = place(item.start), place(item.end - 1)
            reach = qualifiers[bisect_left(starts, item.start - 2 * _NEAR) : bisect_right(starts, item.end + _NEAR)]
            near = _near(item, reach, stops)
            span = Span(first, last, left, right + 1)
            before, after = _touching(text, item)
            hangs = _HANGS.search(text[max(0, item.start - 40) : item.start])
            said = text[item.start : item.end]
            return ConceptMention(span, target, said, item.start, item.end, near, before, after, hangs[1].lower() if hangs else "")

        return tuple(mention(item, target) for item in found for target in item.targets)


def _inside_name(text: str, item: _Found) -> bool:
    """Whether the phrase is a part of a path, an address or a longer identifier."""
    start, end = item.start, item.end
    while start > max(0, item.start - _REACH) and not text[start - 1].isspace():
        start -= 1
    while end < min(len(text), item.end + _REACH) and not text[end].isspace():
        end += 1
    if end - start == item.end - item.start:
        return False
    for name in _NAMES.finditer(text, start, end):
        if name.start() <= item.start and item.end <= name.end() and (item.start - name.start() > 1 or name.end() - item.end > 2):
            return True
    return False


def _touching(text: str, item: _Found) -> tuple[str, str]:
    """The words directly before and after a phrase, "" where punctuation or nothing stands there."""
    before = re.search(r"([A-Za-z]\w*)[ -]$", text[max(0, item.start - 30) : item.start])
    after = re.match(r"[ -]([A-Za-z]\w*)", text[item.end : item.end + 30])
    return before[1].lower() if before else "", after[1].lower() if after else ""


def _near(item: _Found, qualifiers: list[_Found], stops: list[int]) -> tuple[str, ...]:
    """The ids of those of `qualifiers` that are near `item` and in its clause, nearest first; words of the phrase itself qualify too."""
    near: list[tuple[int, str]] = []
    for other in qualifiers:
        if other.start < item.end and item.start < other.end and not (other.start < item.start or other.end > item.end):
            distance = 0  # "redis-backed cache": a part of the phrase itself still qualifies
        else:
            distance = max(other.start - item.end, item.start - other.end, 0)
        if distance > _NEAR:
            continue
        low, high = min(item.end, other.end), max(item.start, other.start)
        if bisect_right(stops, high - 1) == bisect_right(stops, low - 1):
            near.extend((distance, target) for target in other.targets)
    return tuple(dict.fromkeys(target for _, target in sorted(near)))


def read_table(name: str) -> dict[str, object]:
    """A TOML file beside this module.

    Raises:
        LexiconError: it is no TOML.
    """
    try:
        return tomli.loads((HERE / name).read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}") from error


@cache
def phrase_table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """lexicon.toml: family -> id -> phrases. The families are the files under entries/, "qualifiers" and "not"."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    problems: list[str] = []
    for family, rows in read_table("lexicon.toml").items():
        if not isinstance(rows, dict):
            problems.append(f"lexicon.toml: '{family}' is no table")
            continue
        for key, phrases in rows.items():
            if isinstance(phrases, list) and phrases and all(isinstance(item, str) and _WORD.search(item) for item in phrases):
                table.setdefault(family, {})[key] = tuple(phrases)
            else:
                problems.append(f"lexicon.toml: {family}.{key}: a list of phrases, each with a word in it, is expected")
    if problems:
        raise LexiconError("\n".join(problems))
    return table


def families() -> Mapping[str, str]:
    """Entry id -> the file under entries/ that describes it."""
    return {key: family for family, rows in phrase_table().items() if family not in ("qualifiers", "not") for key in rows}


@cache
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    return extended_lexicon({}, {})


def extended_lexicon(concepts: Mapping[str, Iterable[str]], qualifiers: Mapping[str, Iterable[str]]) -> Lexicon:
    """The built-in lexicon with a project's own phrases added."""
    table = phrase_table()
    merged: dict[str, list[str]] = {NOT_A_CONCEPT: [phrase for row in table.get("not", {}).values() for phrase in row]}
    for family, rows in table.items():
        if family not in ("qualifiers", "not"):
            for key, phrases in rows.items():
                merged[key] = [*phrases]
    for key, more in concepts.items():
        merged.setdefault(key, []).extend(more)
    known = {key: [*phrases] for key, phrases in table.get("qualifiers", {}).items()}
    for key, more in qualifiers.items():
        known.setdefault(key, []).extend(more)
    return Lexicon(merged, known)


def concepts(text: str, line: int = 1, column: int = 1) -> tuple[ConceptMention, ...]:
    """The concepts of the built-in lexicon that `text` names; `line` and `column` (1-based) are where the text starts."""
    return lexicon().concepts(text, line, column)
