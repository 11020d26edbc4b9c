"""A name behind "a" or "an": one that may be, or was, rather than one that is: "there might be a `a.py`", "the draft had a `b.py`"."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.english.lexis import neutral
from verifier.reading.says.place import Place, Standing
from verifier.reading.says.verbs import wished
from verifier.reading.says.words import Sort, Word

_INDEFINITE = frozenset(("a", "an", "another", "your"))
_ANY = frozenset(("a", "an", "any", "another", "your", "each", "every"))
_PROJECTS = frozenset("project projects repository repositories repo package codebase workspace checkout app application".split())
_PAST = frozenset(("was", "were", "had"))
_NEEDS = frozenset(("need", "needs", "reason", "case"))


def supposed(words: Sequence[Word], at: int) -> Place | None:
    """Where a name stands that an indefinite article makes one of many: possible behind a modal, former behind "was" and "had"."""
    if of_any := _of_any(words, at):
        return Place(Standing.POSSIBLE, of_any)
    first = next((place for place in range(at - 1, max(-1, at - 4), -1) if words[place].lower in _INDEFINITE), None)
    if first is None or any(word.sort is not Sort.WORD or not neutral(word.lower) for word in words[first + 1 : at]):
        return None
    for place in range(first - 1, max(-1, first - 7), -1):
        word = words[place]
        if word.sort is not Sort.WORD:
            return None
        if word.lower in _PAST and place == first - 1:
            return Place(Standing.FORMER, word.text)
        if wished(word.lower) or (word.lower in _NEEDS and place == first - 2 and words[place + 1].lower == "for"):
            return Place(Standing.POSSIBLE, word.text)
    return None


def _of_any(words: Sequence[Word], at: int) -> str:
    """The word for a project that is any: "the `a.toml` of a project", "`b.md` in your repository"; "" where there is none."""
    said = [word.lower for word in words[at + 1 : at + 4]]
    any_of = len(said) == 3 and said[0] in ("of", "in", "for") and said[1] in _ANY
    return said[2] if any_of and said[2] in _PROJECTS else ""


def wants(words: Sequence[Word], at: int) -> bool:
    """Whether a name stands for one that is not there yet: "a `a.py` is needed", "a new file such as `a.py` is needed"."""
    return any(word.lower in ("a", "an", "new", "another") for word in words[max(0, at - 5) : at])
