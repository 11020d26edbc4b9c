"""Which words of a clause belong together: what is told of a thing, what compares, what a measure or a slash joins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.reading.english.lexis import neutral, shifts, table
from verifier.reading.says.verbs import wished
from verifier.reading.says.words import Sort, Word
from verifier.reading.text import Text

_LOCATIVE = frozenset("in at from inside within under of by via through see with into on to for".split())
_MEASURED_WITH = frozenset(("with", "at", "having", "measuring", "counting"))
_ENVIRONMENTS = frozenset("production prod development staging live".split())
_OF_CODE = frozenset("code codebase source sources file files module modules path paths package packages class classes".split())
_THEN = frozenset(("was", "were", "had", "been", "became", "used"))


def compares(words: Sequence[Word], place: int) -> bool:
    """Whether a word compares with something else than a number."""
    behind = words[place + 1 : place + 3]
    return len(behind) == 2 and behind[0].lower == "than" and words[place].lower.endswith("er") and behind[1].sort is Sort.NAME


def environment(words: Sequence[Word], place: int) -> bool:
    """Whether a word is where a program runs, and says nothing of its code: "in production", not "in production code"."""
    of_code = place + 1 < len(words) and words[place + 1].lower in _OF_CODE
    return not of_code and words[place].lower in _ENVIRONMENTS and place > 0 and words[place - 1].lower in ("in", "on", "for", "during")


def own_parts(words: Sequence[Word], inside: Sequence[int], explained: frozenset[int]) -> frozenset[int]:
    """The places of those parts of a clause, between commas, colons and stops, that hold something the claim itself names."""
    parts: list[list[int]] = [[]]
    for place in inside:
        if words[place].sort is Sort.MARK and words[place].text in ",:;.":
            parts.append([])
        else:
            parts[-1].append(place)
    telling = [part for part in parts if any(place in explained and words[place].sort is not Sort.WORD for place in part)]
    if not telling:
        telling = [part for part in parts if any(place in explained for place in part)] or parts
    return frozenset(place for part in telling for place in part)


def alternatives(text: Text, words: Sequence[Word], explained: frozenset[int]) -> frozenset[int]:
    """Single words that a slash joins to what is denied, each denied for itself: "no mypy/pyright"."""
    found: set[int] = set()
    for place in range(len(words) - 1):
        one, other = words[place], words[place + 1]
        if text.plain[one.end : other.start].strip() == "/":
            found |= {place, place + 1}
    return frozenset(found - explained) if found & explained else frozenset()


def behind_a_measure(words: Sequence[Word], inside: Sequence[int], explained: frozenset[int]) -> frozenset[int]:
    """What is said of a thing whose measure stands in front: "With a complexity of 11, `turn` is easy to follow" measures `turn`."""
    comma = next((place for place in inside if words[place].text.endswith(",")), None)  # "11," is one word
    if comma is None or words[inside[0]].lower not in _MEASURED_WITH:
        return frozenset()
    front = [place for place in inside if place <= comma and words[place].sort is not Sort.MARK]
    name = next((place for place in inside if place > comma and words[place].sort is Sort.NAME), None)
    if name is None or name not in explained or any(words[place].lower != "the" for place in range(comma + 1, name)):
        return frozenset()
    behind = [place for place in inside if place > name]
    counted = any(words[place].sort is Sort.NUMBER and place in explained for place in front)
    now = not any(words[place].lower in _THEN or wished(words[place].lower) or shifts(words[place].lower) for place in behind)
    return frozenset(behind) if counted and now else frozenset()


def placed(words: Sequence[Word], before: Sequence[int]) -> bool:
    """Whether a preposition of place stands before the name: what is "in `a.py`" takes it for granted."""
    for place in reversed(before):
        word = words[place]
        if word.sort is Sort.MARK and word.text in "([":
            return True
        if word.sort is not Sort.WORD:
            continue
        if word.lower in _LOCATIVE:
            return True
        if not neutral(word.lower):
            return False
    return False


def phrased(words: Sequence[Word], name: str) -> Iterator[int]:
    """The positions of a table's phrases: "idle" ones strengthen a denial ("no tests at all"), "strengthening" ones what is there."""
    phrases = [phrase.split() for phrase in table("neutral")[name]]
    lower = [word.lower for word in words]
    for phrase in phrases:
        for place in range(len(lower) - len(phrase) + 1):
            if lower[place : place + len(phrase)] == phrase:
                yield from range(place, place + len(phrase))
