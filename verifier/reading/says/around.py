"""What puts a sentence elsewhere without standing beside the words that make the claim: "In the fork, ...", "... in another repository"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from verifier.reading.english.lexis import table
from verifier.reading.says.words import Sort, Word

_FRONTED = 6  # words of an adverbial in front
_OTHER = frozenset("other another different separate sibling external sister parent".split())
_WHOLE = frozenset("repository repo project codebase monorepo product".split())
_RELEASE = re.compile(r"^\W*(?:version |release )?(?:v\d+(?:\.\d+)+|\d+\.\d+\.\d+)[\w.+-]*\W*(?:\(?\d{4}-\d{2}-\d{2}\)?)?\W*$", re.I)


def fronted(words: Sequence[Word], own: frozenset[int]) -> Iterator[Word]:
    """The words of an adverbial that stands at the head of a statement, before a comma and all that the claim names."""
    first = next((place for place, word in enumerate(words) if word.sort is Sort.MARK), len(words))
    if 0 < first <= _FRONTED and first < min(own, default=0) and first < len(words) and words[first].text == ",":
        head = words[:first]
        if all(word.sort is Sort.WORD for word in head):
            yield from head


def another_whole(words: Sequence[Word]) -> Iterator[str]:
    """Where a statement speaks of another repository or project: "in the other repository"."""
    for one, after in pairwise(words):
        if one.lower in _OTHER and after.lower in _WHOLE:
            yield f"{one.text} {after.text}"


@lru_cache(maxsize=2048)
def of_a_release(title: str) -> bool:
    """Whether a heading tells of one release, or of what changed from one to the next: "v1.2.0", "Changelog", "Upgrading"."""
    return bool(_RELEASE.match(title)) or bool(set(re.findall(r"[a-z]+", title.lower())) & table("shifters")["release"])
