"""Whether the words around a path say that it lies in another repository: "in the orbit repo, `core.py`", "upstream's `core.c`"."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.clause import Path
from verifier.reading.english.lexis import neutral
from verifier.reading.says.place import Place, Standing
from verifier.reading.says.words import Sort, Word

_HOUSES = frozenset("repo repos repository repositories fork".split())
_OTHER = frozenset("another other separate different dedicated external".split())
_OWN = frozenset("this same current git github gitlab source root local whole main public private entire actual mono".split())
_INTO = frozenset("in inside from of to into within".split())


def elsewhere(words: Sequence[Word], at: int) -> Place | None:
    """Elsewhere, where a path's own sentence places it in a repository that has a name or is "another" one."""
    mention = words[at].mention
    if mention is None or not isinstance(mention.value, Path):
        return None
    before = words[at - 1] if at else None
    if before is not None and before.lower in ("upstream's", "upstream"):
        return Place(Standing.ELSEWHERE, before.text)
    for place, word in enumerate(words):
        if word.sort is Sort.WORD and word.lower.removesuffix("'s") in _HOUSES and (named := _named(words, place, at)):
            return Place(Standing.ELSEWHERE, f"{named} {word.text}")
    return None


def _named(words: Sequence[Word], house: int, at: int) -> str:
    """What names the repository that the word at `house` speaks of, if the name `words[at]` is said to lie there."""
    named = ""
    for place in range(house - 1, max(-1, house - 5), -1):
        word = words[place]
        if place == at or word.sort in (Sort.MARK, Sort.NUMBER) or word.lower in _OWN:
            return ""
        if word.sort is Sort.NAME or word.lower in _OTHER or not neutral(word.lower):
            named = word.text
            continue
        if word.lower == "from" and at < place - 1:
            return ""  # it came from there
        if word.lower in _INTO:
            return named if place > at or _until(words, house, at) else ""
        if word.lower in ("our", "their", "the") and place == 0 and at > house:
            return named if _holds(words, house, at) else ""
    if named and at == house + 2 and words[house + 1].text == "(":
        return named  # "the sky/orbit repo (`core.py`)"
    return ""


def _until(words: Sequence[Word], house: int, at: int) -> bool:
    """Whether the name stands behind the repository in the same sentence: "in the orbit repo, `core.py`"."""
    return at > house and all(word.text not in (".", ";") for word in words[house:at])


def _holds(words: Sequence[Word], house: int, at: int) -> bool:
    """Whether the repository has the name: "Our tools repo has `main.tf`"."""
    verb = words[house + 1].verb
    return at == house + 2 and verb is not None and verb.form == "s"
