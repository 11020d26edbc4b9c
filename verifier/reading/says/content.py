"""Which words of a text say something: names, numbers, and whatever is not neutral where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.reading.english.lexis import amounts, neutral, table
from verifier.reading.says.words import Sort, Word

_MARKS = frozenset((":", "-", "–", "—"))


def content(words: Sequence[Word]) -> Iterator[int]:
    """The positions of the words that say something: names, numbers, words that are not neutral, and things listed without a name."""
    for place, word in enumerate(words):
        if word.sort in (Sort.NAME, Sort.NUMBER) or (word.sort is Sort.WORD and (not neutral(word.lower) or _another(words, place))):
            yield place


def _another(words: Sequence[Word], place: int) -> bool:
    """Whether a word for things in general stands for another thing than what is named: behind it, or listed beside it."""
    behind = place > 0 and words[place - 1].sort is Sort.NAME and words[place].lower in table("neutral")["apart"]
    return behind or unnamed(words, place) or _source(words, place) or _describes(words, place)


def _describes(words: Sequence[Word], place: int) -> bool:
    """Whether a word for things in general says what a name before a colon or dash is: "`chat.py`: chat interface"."""
    start = place
    while start and words[start - 1].sort is Sort.WORD:
        start -= 1
    marked = start > 1 and words[start - 1].text in _MARKS and words[start - 2].sort is Sort.NAME
    return marked and words[place].lower in table("neutral")["things"]


def _source(words: Sequence[Word], place: int) -> bool:
    """Whether a word for things in general says where something comes from or goes: "exported `Moon` from config"."""
    before = [word.lower for word in words[max(0, place - 2) : place]]
    moved = before[-1:] in (["from"], ["into"]) or (before[-1:] in (["the"], ["our"]) and before[:1] in (["from"], ["into"]))
    return moved and words[place].lower in table("neutral")["things"]


def unnamed(words: Sequence[Word], place: int) -> bool:
    """Whether a plural ends an entry of its own in a list of names: "`parse()`, common helpers" tells of more than `parse()`."""
    things, grammar = table("neutral")["things"], table("neutral")["grammar"]
    if not (words[place].lower in things and words[place].lower.endswith("s")):
        return False
    if place + 1 < len(words) and words[place + 1].text not in (",", ";", ".") and words[place + 1].lower not in ("and", "or"):
        return False
    start = place
    while start and words[start - 1].sort is Sort.WORD and words[start - 1].lower not in ("and", "or", "plus"):
        start -= 1
    listed = start > 1 and words[start - 2].sort is Sort.NAME and words[start - 1].text in (",", "and", "or", "plus")
    return listed and start < place and not any(word.lower in grammar or amounts(word.lower) for word in words[start:place])
