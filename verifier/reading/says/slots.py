"""A clause with its names as slots ("⟨0⟩ extends ⟨1⟩"), so that a pattern reads the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from verifier.model import Span
from verifier.reading.clause import Clause, Origin, Path, Symbol
from verifier.reading.english.lexis import table
from verifier.reading.text import Text

_IN_NAMES = re.compile(r"[\w/]")
SLOT = r"⟨\d+⟩"


@dataclass(frozen=True, slots=True)
class Slots:
    """Words with slots for names: `text` is what patterns are matched with, `places` where in `words` each slot's name stands."""

    text: str
    words: Text
    places: tuple[tuple[int, int], ...]

    def name(self, slot: str) -> str:
        """What stands in a slot such as "⟨1⟩"."""
        start, end = self.places[int(slot.strip("⟨⟩"))]
        return self.words.plain[start:end]

    def span(self, start: int, end: int) -> Span:
        """The report's place of text[start:end]."""
        return self.words.span(self._offset(start), self._offset(end))

    def taken(self, match: re.Match[str], *open_groups: str) -> tuple[Span, ...]:
        """The places that a match took, but for its tail and other groups that take words whatever they are."""
        holes = sorted(match.span(name) for name in ("tail", *open_groups) if name in match.re.groupindex and match[name])
        spans, at = [], match.start()
        for start, end in (*holes, (match.end(), match.end())):
            if start > at:
                spans.append(self.span(at, start))
            at = end
        return tuple(spans)

    def continues(self, match: re.Match[str]) -> bool:
        """Whether a noun goes on where a match ends: "extends `Box` handlers" is not said of `Box`, nor "3 test helpers" of tests."""
        end = match.start("tail") if "tail" in match.re.groupindex else match.end()
        word = re.match(r"\s+([a-z][\w-]*)", self.text[end:], re.I)
        return word is not None and word[1].lower() in table("neutral")["things"]

    def _offset(self, offset: int) -> int:
        """The offset in `words` of an offset in `text`; within a slot, where its name begins."""
        shift = 0
        for number, (start, end) in enumerate(self.places):
            slot = len(f"⟨{number}⟩")
            if offset <= start - shift:
                break
            if offset < start - shift + slot:
                return start
            shift += end - start - slot
        return offset + shift


@lru_cache(maxsize=64)
def slots_of(clause: Clause) -> Slots:
    """The clause's own words with its code, paths and symbols as slots."""
    words = bare(clause.words)
    places = list(words.codes)
    taken = bytearray(len(words.plain))
    for start, end in places:
        taken[start:end] = bytes([1]) * (end - start)
    named = (m.text for m in clause.mentions if m.origin is Origin.SELF and isinstance(m.value, (Path, Symbol)) and m.text)
    for name in dict.fromkeys(named):
        for start, end in _places_of(name, words.plain):
            if not any(taken[start:end]):
                places.append((start, end))
                taken[start:end] = bytes([1]) * (end - start)
    return slotted(words, places)


def _places_of(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text, not as a part of a longer one."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_IN_NAMES.match(text[start - 1 : start]) or _IN_NAMES.match(text, end)):
            yield start, end
        start = text.find(name, max(end, start + 1))


def bare(words: Text) -> Text:
    """Words without the blanks and stops around them; a stop in front is part of a name (".env")."""
    words = words.strip(" ;")
    return words.slice(0, max(len(words.plain.rstrip(" .;")), *(end for _, end in words.codes), 0))


def slotted(words: Text, places: Sequence[tuple[int, int]]) -> Slots:
    """Words with slots at the given places."""
    ordered = tuple(sorted(places))
    parts: list[str] = []
    end = 0
    for number, (start, stop) in enumerate(ordered):
        parts += (words.plain[end:start], f"⟨{number}⟩")
        end = stop
    return Slots("".join((*parts, words.plain[end:])), words, ordered)
