"""The words that a rule says it understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.knowledge.words import stem
from verifier.reading.english.lexis import amounts, shifts


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a rule's reading accounts for: stems of words of its own, and classes of amounts and shifters."""

    stems: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        return stem(word) in self.stems or bool(self.classes & (amounts(word) | shifts(word)))


@lru_cache(maxsize=256)
def vocabulary(words: str) -> Vocabulary:
    """A rule's vocabulary from its text: words, and classes with an "@" before them."""
    parts = words.split()
    return Vocabulary(frozenset(stem(part) for part in parts if part[0] != "@"), frozenset(part[1:] for part in parts if part[0] == "@"))
