"""A clause's words: each with its place, and whether it is prose, code, a name or a number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from verifier.model import Span
from verifier.reading.clause import Clause, Mention
from verifier.reading.english.lexis import VerbForm, verb_form
from verifier.reading.mentions import mentions
from verifier.reading.text import Text


class Sort(Enum):
    WORD = "word"
    NAME = "name"  # something exact: a path, a symbol, code
    NUMBER = "number"
    MARK = "mark"  # punctuation that parts or joins


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; `start` and `end` are offsets in its plain form."""

    text: str
    lower: str
    start: int
    end: int
    sort: Sort
    mention: Mention | None = None

    @property
    def verb(self) -> VerbForm | None:
        """The verb that it may be a form of."""
        return verb_form(self.lower) if self.sort is Sort.WORD else None


ARROWS = frozenset(("→", "⇒", "➜", "➔", "⟶", "->", "=>"))
_TOKEN = re.compile(
    r"(?P<number>[~≈<>≤≥+±-]?\$?\d[\d,._]*(?:[a-zA-Z%]+\b|%)?\+?)"
    r"|(?P<word>[^\W\d_](?:[^\W_]|['’](?=\w)|[-/](?=\w))*)"
    r"|(?P<mark>[→⇒➜➔⟶]|->|=>|[-–—]{1,2}(?=\s)|[,;:()\[\]|.!?])"
)


@lru_cache(maxsize=8192)
def words_of(text: Text) -> tuple[Word, ...]:
    """The words of a text in order. What is named exactly (in code, or as a path or identifier) is one word."""
    named = _named(text)
    found: list[Word] = []
    at = 0
    for start, end, named_there in [*named, (len(text.plain), len(text.plain), None)]:
        for match in _TOKEN.finditer(text.plain, at, start):
            sort = Sort.NUMBER if match["number"] else Sort.WORD if match["word"] else Sort.MARK
            for piece, first in _parts(match[0], match.start()) if sort is Sort.WORD else ((match[0], match.start()),):
                found.append(Word(piece, piece.lower().replace("’", "'"), first, first + len(piece), sort))
        if end > start:
            found.append(Word(text.plain[start:end], text.plain[start:end].lower(), start, end, Sort.NAME, named_there))
        at = max(at, end)
    return tuple(found)


def _parts(word: str, start: int) -> Sequence[tuple[str, int]]:
    """The words around a slash: "read/write" is two."""
    parts, at = [], start
    for piece in word.split("/"):
        parts.append((piece, at))
        at += len(piece) + 1
    return parts


def _named(text: Text) -> list[tuple[int, int, Mention | None]]:
    """Places of what is named: code spans first, then mentions in prose, in order and apart."""
    found: list[tuple[int, int, Mention | None]] = []
    own = mentions(text)
    for mention in own:
        start = offset_of(text, mention.span)
        if start is not None:
            found.append((start, start + len(mention.text), mention))
    for start, end in text.codes:
        if not any(a < end and start < b for a, b, _ in found):
            found.append((start, end, None))
    kept: list[tuple[int, int, Mention | None]] = []
    for start, end, of in sorted(found, key=lambda item: item[:2]):
        if end > start and (not kept or start >= kept[-1][1]):
            kept.append((start, end, of))
    return kept


def offset_of(text: Text, span: Span) -> int | None:
    """The plain offset at which a place of the report stands in `text`; None when it is elsewhere."""
    index = bisect_right(text.runs, (span.line, span.column), key=_place_of) - 1
    if index < 0:
        return None
    offset, line, column = text.runs[index]
    following = text.runs[index + 1][0] if index + 1 < len(text.runs) else len(text.plain)
    return offset + span.column - column if line == span.line and span.column < column + max(1, following - offset) else None


def in_clause(clause: Clause, word: Word) -> bool:
    line, column = clause.statement.text.place(word.start)
    return offset_of(clause.words, Span(line, line, column, column + 1)) is not None


def within(text: Text, word: Word, *spans: Span) -> bool:
    """Whether a word of a text stands in one of these places of the report."""
    place = text.place(word.start)
    return any((span.line, span.column) <= place < (span.end_line, span.end_column) for span in spans)


def _place_of(run: tuple[int, int, int]) -> tuple[int, int]:
    return run[1:]
