"""What is told of an earlier time: "`pick()` previously made a draw", "`rows()` used to sort them", "it originally called `f()`"."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.says.place import Place, Standing
from verifier.reading.says.words import Sort, Word

_ADVERBS = frozenset("previously formerly originally initially once historically".split())
_BOUNDS = frozenset("but now while whereas today currently then instead".split())
_ARTICLES = frozenset("the a an this that any each every all as was is were are".split())


def formerly(words: Sequence[Word], at: int) -> Place | None:
    """Where the name `words[at]` stands that a predicate of the past is said of, or is an object of."""
    first, last = at, at
    while first > 0 and not _parts(words[first - 1]):
        first -= 1
    while last + 1 < len(words) and not _parts(words[last + 1]):
        last += 1
    if until := _until(words, first, last):
        return Place(Standing.POSSIBLE, until)
    for place in range(first, last + 1):
        if place != at and _past(words, place, last):
            return Place(Standing.POSSIBLE, words[place].text)
    return None


def _until(words: Sequence[Word], first: int, last: int) -> str:
    """What tells the end of what was so: "served as the parser until May", "Until May, it was the parser"; "" for what goes on."""
    end = next((place for place in range(first, last + 1) if words[place].lower in ("until", "till")), None)
    if end is None:
        return ""
    told = words[first:end] if end > first else words[end + 1 : last + 1]
    past = any(word.lower in ("was", "were") or (word.verb is not None and word.verb.form == "past") for word in told)
    return words[end].text if past else ""


def _parts(word: Word) -> bool:
    return (word.sort is Sort.MARK and word.text in ";.|!?:—–") or word.lower in _BOUNDS


def _past(words: Sequence[Word], place: int, last: int) -> bool:
    """Whether a predicate of the past begins at `place`; "the previously made draw" is none, nor "`x` is used to draw"."""
    word, behind = words[place], words[place + 1 : min(place + 3, last + 1)]
    if place and words[place - 1].lower in _ARTICLES:
        return False
    if word.lower == "used":
        return len(behind) > 1 and behind[0].lower == "to" and behind[1].verb is not None and behind[1].verb.form == "base"
    if word.lower not in _ADVERBS or not behind:
        return False
    return behind[0].verb is not None and behind[0].verb.form == "past"
