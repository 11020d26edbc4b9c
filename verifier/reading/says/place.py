"""Where a name can stand, and the words that say so."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Standing(Enum):
    THERE = "there"
    GONE = "gone"
    FORMER = "former"  # it went on under another name, or in something else
    PLANNED = "planned"  # to be made
    POSSIBLE = "possible"  # thought of, proposed, decided against
    FORBIDDEN = "forbidden"
    OUTPUT = "output"  # made while the program runs
    REFERRED = "referred"  # what something else refers to, rightly or not
    ELSEWHERE = "elsewhere"  # in another repository or project


class Place(NamedTuple):
    """Where a name stands, and the words that say so. There with a cue: it was there for what they tell, and may since be gone."""

    standing: Standing
    cue: str = ""


THERE = Place(Standing.THERE)
