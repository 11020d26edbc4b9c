"""The words that a rule says it understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.knowledge.words import stem
from verifier.reading.english.lexis import amounts, denies, shifts
from verifier.reading.numbers import NUMBER_WORDS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a rule's reading accounts for: stems of words of its own, and classes of amounts and shifters."""

    stems: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()  # words that say nothing in the reports of the project that is checked

    def knows(self, word: str) -> bool:
        return word.removesuffix("'s") in self.idle or stem(word) in self.stems or bool(self.classes & (amounts(word) | shifts(word)))


@lru_cache(maxsize=256)
def vocabulary(words: str, idle: frozenset[str] = frozenset()) -> Vocabulary:
    """A rule's vocabulary from its text: words, and classes with an "@" before them. `idle` words, in lower case, say nothing."""
    parts = words.split()
    stems = frozenset(stem(part) for part in parts if part[0] != "@")
    return Vocabulary(stems, frozenset(part[1:] for part in parts if part[0] == "@"), idle)


def telling(word: str) -> str:
    """Why a lower-case word can't be said to mean nothing: it denies, counts, or moves what is said elsewhere; "" for another."""
    if denies(word):
        return "denies what is said"
    if shifts(word):
        return "tells when, where or whether"
    return "tells how much" if amounts(word) or word in NUMBER_WORDS else ""
