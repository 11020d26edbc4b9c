"""The files that a clause leaves out of what it says: "no print statements outside `cli.py`", "except in `a.py` and `b.py`"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from verifier.reading.clause import Path
from verifier.reading.mentions import mentions
from verifier.reading.text import Text

WORDS = frozenset(
    "outside except excepting excluding other than apart aside from besides beyond but for anywhere elsewhere itself of".split()
)
_SAYS = re.compile(r"\b(?:outside|except\w*|excluding|other than|(?:apart|aside) from|besides|beyond|but)\b", re.I)
_BEFORE = re.compile(
    r"\b(?:outside(?:\s+of)?|except(?:ing)?(?:\s+(?:for|in|within))?|excluding|other\s+than|(?:apart|aside)\s+from|besides|beyond|but(?:\s+for)?)"
    r"\s+(?:in\s+|the\s+(?:file|module|folder|directory)\s+|the\s+)?[`\"']?$",
    re.I,
)
_NEXT = re.compile(r"^[`\"']?\s*(?:,|,?\s*\b(?:and|or)\b|/)\s*(?:in\s+)?[`\"']?$", re.I)


def excepted(text: Text) -> tuple[str, ...]:
    """The paths of a statement behind such words, and those joined to them, as it writes them."""
    if not _SAYS.search(text.plain):
        return ()
    paths = {mention.text.strip("`"): mention.value.text for mention in mentions(text) if isinstance(mention.value, Path)}
    return tuple(dict.fromkeys(paths[name] for name, _, _ in _places(text.plain, paths)))


def without_exceptions(words: str, left_out: Sequence[str]) -> str:
    """The words without what is left out: "no print statements" of "no print statements anywhere outside `cli.py` itself"."""
    places = [(start, end) for _, start, end in _places(words, left_out)]
    for start, end in reversed(places):
        words = words[:start].rstrip() + words[end:].removeprefix("`").removeprefix(" itself")
    return re.sub(r"\s(?:any|else)where$", "", words) if places else words


def _places(words: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each left out name with the offsets of the words that leave it out and of its own end."""
    found = sorted((words.find(name), name) for name in names)
    at, chained = 0, False
    for start, name in found:
        if start < at:
            continue
        match = _BEFORE.search(words[:start])
        chained = match is not None or (chained and bool(_NEXT.match(words[at:start])))
        if chained:
            yield name, match.start() if match is not None else at, start + len(name)
        at = start + len(name)
