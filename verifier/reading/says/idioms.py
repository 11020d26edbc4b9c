"""Turns of phrase in which several words together do the work of one verb or preposition."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.english.lexis import table
from verifier.reading.says.words import Sort, Word

KINDS = frozenset(
    "file files folder folders directory directories module modules script scripts page pages document documents package packages class "
    "function method component hook service draft drafts copy copies backup backups shim stub wrapper prototype".split()
)  # words that say what a named thing is, and not what is in it
OF_DOCUMENTS = frozenset("documentation docs guide readme".split())  # the same of a document; of code, what is told of it
WORTHLESS = frozenset(
    "stale outdated obsolete dead redundant duplicate duplicated superfluous deprecated leftover legacy abandoned broken".split()
)
_HEIRS = frozenset(("successor", "replacement", "substitute", "heir"))
_INSTANCE = frozenset(("like", "e.g", "eg", "as", "including"))
_LEANS = frozenset(("rely", "depend", "count", "lean"))
_MERGES = frozenset("merge fold combine consolidate unify absorb inline collapse integrate".split())


def inherited(words: Sequence[Word], at: int) -> str:
    """The noun that says that another thing came in place of `words[at]`: "the successor of `a.py`"."""
    for place in range(at - 1, max(-1, at - 4), -1):
        word = words[place]
        if word.sort is not Sort.WORD:
            return ""
        if word.lower in _HEIRS:
            return word.text if any(other.lower in ("of", "to", "for") for other in words[place + 1 : at]) else ""
    return ""


def denied_instance(words: Sequence[Word], at: int) -> str:
    """The denial of a kind of things for which `words[at]` stands as an instance: "no new folders such as `a/` or `b/`"."""
    given = False
    for word in reversed(words[max(0, at - 12) : at]):
        if word.sort is Sort.MARK and word.text not in (",", "("):
            return ""
        if word.sort is Sort.WORD and word.lower in _INSTANCE:
            given = True
        elif word.sort is Sort.WORD and word.lower in ("no", "without", "any") and given:
            return word.text if word.lower != "any" else ""
        elif word.sort is Sort.WORD and (_stops(word) if given else word.lower not in ("or", "and", "the", "a")):
            return ""
    return ""


def _stops(word: Word) -> bool:
    return word.verb is not None and word.lower not in table("neutral")["things"]


def forms_one(words: Sequence[Word], place: int, at: int) -> bool:
    """Whether the verb at `place` makes one thing of what it is done to, here `words[at]`: "pulled together", "turned into"."""
    behind = [word.lower for word in words[max(place, at) + 1 : max(place, at) + 9]]
    verb = words[place].verb
    if verb is None:
        return False
    if verb.lemma in ("turn", "make", "join"):
        return "into" in behind
    return "together" in [word.lower for word in words[place + 1 : place + 4]] and verb.lemma in ("pull", "bring", "put", "draw")


def merges(lemma: str) -> bool:
    """Whether what the verb is done to goes on within another thing."""
    return lemma in _MERGES


def takes_out(words: Sequence[Word], place: int) -> bool:
    """ "Took out `x`": the particle makes a removal of the verb."""
    verb = words[place].verb
    return verb is not None and verb.lemma == "take" and [word.lower for word in words[place + 1 : place + 2]] == ["out"]


def attributive(words: Sequence[Word], place: int) -> bool:
    """Whether a participle only describes the noun behind it: "the no longer needed file"."""
    verb, before = words[place].verb, words[place - 1].lower if place else ""
    return verb is not None and verb.form == "past" and before in ("longer", "never", "rarely", "previously", "formerly", "once")


def particle(words: Sequence[Word], place: int) -> bool:
    """Whether the preposition at `place` belongs to the verb before it: "got rid of", "rely on"."""
    before = words[place - 1] if place else None
    if before is None:
        return False
    if words[place].lower == "of":
        return before.lower == "rid"
    return words[place].lower in ("on", "upon") and before.verb is not None and before.verb.lemma in _LEANS


def apposition(words: Sequence[Word], at: int) -> bool:
    """Whether the name, or the list it is in, stands behind a colon and says which things are meant: "removed two pages: `a`, `b`"."""
    for place in range(at - 1, 0, -1):
        if words[place].text == ":":
            return words[place - 1].lower in KINDS
        if words[place].sort is Sort.WORD and words[place].lower not in ("and", "or"):
            return False
    return False
