"""How often a thing is said to occur: "twice", "four times", "in one place"."""

from __future__ import annotations

import re

from verifier.model import Quantity
from verifier.reading.clause import Clause
from verifier.reading.numbers import NUMBER_WORDS, number_of

_OFTEN = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_NUMBER = r"(?P<number>\d+|" + "|".join(NUMBER_WORDS) + ")"
_TIMES = re.compile(
    rf"\b(?:occurs?|appears?|stands?|remains?|is|are|used|left|found|present|exists?|called|written)\b[^,;:()]{{0,20}}?"
    rf"\b(?:(?P<often>once|twice|thrice)|{_NUMBER}\s+times)\b(?!\s+(?:a|an|per|as|more|faster|slower|larger|every)\b)",
    re.I,
)


def times(clause: Clause) -> Quantity | None:
    """The number of times that the clause says, if it says one."""
    match = _TIMES.search(clause.text)
    if match is None:
        return None
    if match["often"]:
        value = _OFTEN[match["often"].lower()]
    else:
        number = match["number"].lower()
        value = number_of(number)
    start = match.start("often") if match["often"] else match.start("number")
    span = clause.words.span(start, match.end())
    stated = None if match["often"] else value  # "twice" has no number that could be put right
    return Quantity(value, value, "time", clause.text[start : match.end()], span, stated=stated)
