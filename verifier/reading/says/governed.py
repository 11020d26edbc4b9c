"""Whether what a text names is said to be there, to be gone, to have been turned into something else, or only to be thought of.

"Removed `a.py`", "`a.py` was folded into `b.py`", "create `c.py`", "we considered `d.py`": a verb governs each name, from the left
(what is done to it) or from the right (what became of it), and its class, tense and preposition say where the name stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from verifier.reading.english.lexis import neutral, table, verb_classes
from verifier.reading.says.idioms import KINDS, apposition, attributive, denied_instance, forms_one, inherited, merges, particle, takes_out
from verifier.reading.says.verbs import SAME, Clue, done, governs, infinitive, wished
from verifier.reading.says.words import Sort, Word


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
    """Where a name stands, and the words that say so."""

    standing: Standing
    cue: str = ""


THERE = Place(Standing.THERE)
_FAR = 14  # words between a verb and what it governs
_PRESENT = frozenset(("found", "exist", "exists", "present", "there"))
_WITHIN = frozenset("in of for from inside within under to by with".split())
_SOURCE = frozenset(("from",))
_RESULT = frozenset(("to", "into", "as", "onto"))
_MEANS = frozenset(("with", "by"))
_LOCATED = frozenset("in inside within under at on of for via through per".split())
_CONCERNED = frozenset(("about", "regarding", "concerning", "against"))
_MOVES = frozenset("move extract relocate migrate port transfer copy archive separate".split())  # what is moved keeps its name
_KEEPS = frozenset("copy archive transform convert extract".split())  # what it is done to may well stay
_ABSENT = frozenset("undefined non-existent nonexistent inexistent missing absent removed deleted dropped".split())
_NOT_YET = frozenset("planned proposed future upcoming suggested intended prospective".split())
_GONE_BEHIND = frozenset("gone missing absent nonexistent non-existent undefined".split())
_OLD = frozenset("former previous legacy-named".split())
_ASIDE = frozenset(
    (
        "also",
        "now",
        "since",
        "already",
        "all",
        "both",
        "fully",
        "completely",
        "entirely",
        "subsequently",
        "later",
        "then",
        "therefore",
        "just",
        "been",
    )
)
_AUXILIARY = frozenset("is are was were be been being has have had got get gets having".split())
_EXISTS = frozenset(("exist", "stay", "remain"))


def standing_in(words: Sequence[Word], at: int, changes: bool = False) -> Place:
    """Where the name `words[at]` stands by the words around it. `changes`: it is told in a list of changes, where "Add x" was done."""
    return _described(words, at) or _became(words, at) or _governed(words, at, changes) or THERE


def _described(words: Sequence[Word], at: int) -> Place | None:
    """An adjective before the name: "undefined `x`", "a planned `x`", "no `x`"."""
    before = " ".join(word.lower for word in words[max(0, at - 3) : at] if word.lower not in ("the", "a", "an"))
    if any(before == phrase or before.endswith(" " + phrase) for phrase in table("denial")["contrast"]):
        return Place(Standing.POSSIBLE, before)
    if heir := inherited(words, at):
        return Place(Standing.FORMER, heir)
    if denied := denied_instance(words, at):
        return Place(Standing.POSSIBLE, denied)
    for word in reversed(words[max(0, at - 4) : at]):
        if word.sort is not Sort.WORD or word.lower in _LOCATED | _WITHIN | _RESULT | _CONCERNED:
            return None
        if word.lower in _ABSENT and not (word.lower in ("missing", "removed", "deleted", "dropped") and _head_behind(words, at)):
            return Place(Standing.GONE, word.text)
        if word.lower in _NOT_YET:
            return Place(Standing.PLANNED, word.text)
        if word.lower in _OLD:
            return Place(Standing.FORMER, word.text)
        if word.lower == "no":
            return None if _head_behind(words, at) else Place(Standing.GONE, word.text)
        if not neutral(word.lower):
            return None
    return None


def _head_behind(words: Sequence[Word], at: int) -> bool:
    """Whether a noun behind the name is what is meant: "no `a.py` test", "removed the `os` import"."""
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or behind.sort is not Sort.WORD:
        return False
    verb = behind.verb
    if verb is not None and verb.form in ("past", "s") and behind.lower not in table("neutral")["things"]:
        return False
    return behind.lower not in KINDS and behind.lower not in table("neutral")["grammar"]


def _became(words: Sequence[Word], at: int) -> Place | None:
    """What the words behind the name say became of it."""
    if _placed(words, at):
        return _emptied(words, at)  # "the code in `a.py` was moved": the verb is said of something else
    auxiliary, denied, modal, to = "", "", "", False
    depth = 0
    for word in words[at + 1 : at + 1 + _FAR]:
        if word.sort is Sort.NAME:
            continue
        if word.sort is Sort.MARK:
            if word.text in "([":
                depth += 1
            elif word.text in ")]":
                depth -= 1
            elif word.text in ("→", "->", "=>"):
                return _arrow(words, at, word)
            elif word.text in ("-", "–", "—", ":"):
                return _ending(words, word)
            elif word.text != "," or depth:
                return None
            if word.text == "(" and (end := _ending(words, word)):
                return end
            continue
        if depth or word.sort is Sort.NUMBER:
            continue
        lower = word.lower
        if lower in ("not", "never", "no", "longer") or lower.endswith("n't"):
            denied, modal = f"{denied} {word.text}".strip(), modal or ("won't" if lower == "won't" else "")
            auxiliary = auxiliary or (lower if lower.endswith("n't") else "")
        elif wished(lower):
            modal = word.text
        elif lower == "to":
            to = True
        elif lower in _AUXILIARY or lower in ("does", "do", "did"):
            auxiliary = word.text
        elif lower in _GONE_BEHIND and (auxiliary or word is words[at + 1]) and not denied and not modal:
            return None if _said_of_part(words, word) else Place(Standing.GONE, word.text)
        elif word.verb is not None:
            return _fate(words, at, word, Clue(auxiliary, denied, modal, to))
        elif lower in _ASIDE or lower in KINDS or lower in ("and", "that", "which", "needs", "need", "it"):
            modal = word.text if lower in ("needs", "need") else modal
        else:
            return None
    return None


def _ending(words: Sequence[Word], mark: Word) -> Place | None:
    """A line whose rest says that the thing is gone: "`x.md` - NOT FOUND", "`y.md`: missing", "`z.md` (deleted)"."""
    rest = [word for word in words[next(i for i, other in enumerate(words) if other is mark) + 1 :] if word.sort is not Sort.MARK]
    if not rest or len(rest) > 4 or any(word.sort is not Sort.WORD for word in rest):
        return None
    lowers = [word.lower for word in rest]
    gone = [w for w in rest if w.lower in _GONE_BEHIND or (w.verb and w.verb.form == "past" and "remove" in verb_classes(w.verb.lemma))]
    denied = any(w in ("not", "no", "longer") or w.endswith("n't") for w in lowers) and bool(_PRESENT & set(lowers))
    plain = all(
        (neutral(w.lower) and (w.lower not in table("neutral")["things"] or w.lower in KINDS))
        or w in gone
        or w.lower in ("not", "no", "longer")
        or w.lower in _PRESENT
        or w.lower.endswith("n't")
        for w in rest
    )
    return Place(Standing.GONE, " ".join(lowers)) if plain and (gone or denied) else None


def _placed(words: Sequence[Word], at: int) -> bool:
    """Whether the name only says where something is: it stands behind a preposition that a noun or name precedes."""
    joined = False
    for place in range(at - 1, 0, -1):
        word = words[place]
        if word.lower in ("and", "or", ","):
            joined = True
        elif joined and word.sort is Sort.NAME:
            joined = False  # "the code in `a.py` and `b.py`"
        elif word.sort is Sort.WORD and word.lower in _WITHIN:
            before = words[place - 1]
            return before.sort is Sort.NAME or (before.sort is Sort.WORD and before.lower not in ("all", "both", "each", "most"))
        elif word.sort is not Sort.WORD or not neutral(word.lower):
            return False
    return False


def _emptied(words: Sequence[Word], at: int) -> Place | None:
    """What goes into another thing with all that it is the source of: "the logic from `a.py` was pulled together in `b.py`"."""
    if not any(word.lower in ("from", "of") for word in words[max(0, at - 4) : at]):
        return None
    for place in range(at + 1, min(len(words), at + 8)):
        verb = words[place].verb
        if words[place].sort is Sort.MARK and words[place].text != ",":
            return None
        if verb is not None and words[place].lower not in _AUXILIARY:
            told = verb.form == "past" and (merges(verb.lemma) or forms_one(words, place, at))
            return Place(Standing.FORMER, words[place].text) if told else None
    return None


def _said_of_part(words: Sequence[Word], word: Word) -> bool:
    """Whether what is missing is named behind: "`a.py` is missing a docstring"."""
    place = next(i for i, other in enumerate(words) if other is word)
    behind = words[place + 1] if place + 1 < len(words) else None
    return behind is not None and (
        behind.sort in (Sort.NAME, Sort.NUMBER)
        or (behind.sort is Sort.WORD and behind.lower not in ("from", "in", "and", "but", "so", "at", "on"))
    )


def _fate(words: Sequence[Word], at: int, word: Word, clue: Clue) -> Place | None:
    """What a verb behind the name says of it."""
    assert word.verb is not None
    lemma, form = word.verb
    classes = verb_classes(lemma)
    cue = " ".join(part for part in (clue.auxiliary, clue.denied, clue.modal, word.text) if part)
    if lemma == "allow" and form == "past" and clue.auxiliary and clue.denied:
        return Place(Standing.FORBIDDEN, cue)
    if lemma == "become" and form == "past" and _before_a_name(words, word):
        return Place(Standing.FORMER, cue)
    if lemma in _EXISTS and clue.denied:
        return Place(Standing.GONE, cue)
    if (form == "past" or (form == "base" and lemma in SAME and clue.auxiliary)) and _participle(words, at, word, clue):
        if clue.modal or clue.to:
            return (
                Place(Standing.PLANNED, cue)
                if "make" in classes and "change" not in classes
                else Place(Standing.POSSIBLE, cue)
                if "consider" in classes
                else None
            )
        if clue.denied:
            return Place(Standing.PLANNED, cue) if "make" in classes and "change" not in classes and clue.auxiliary else None
        if "remove" in classes:
            return Place(Standing.GONE, cue)
        if "turn" in classes and lemma not in _KEEPS and "from" not in _next(words, word):
            return Place(Standing.FORMER, cue)
        if "consider" in classes and lemma != "need":
            return Place(Standing.POSSIBLE, cue)
    return None


def _participle(words: Sequence[Word], at: int, word: Word, clue: Clue) -> bool:
    """Whether a past form is what was done to the name: behind an auxiliary, or a bare "`a.py` removed" at the end of its part."""
    if clue.auxiliary:
        return (
            clue.auxiliary not in ("has", "have", "had", "does", "do", "did", "having") or "been" in [w.lower for w in words[at + 1 :]][:6]
        )
    place = next(i for i, other in enumerate(words) if other is word)
    behind = words[place + 1] if place + 1 < len(words) else None
    return behind is None or behind.sort is Sort.MARK or behind.lower in ("in", "into", "to", "and", "from", "since", "as", "by")


def _before_a_name(words: Sequence[Word], word: Word) -> bool:
    place = next(i for i, other in enumerate(words) if other is word)
    return place + 1 < len(words) and words[place + 1].sort is Sort.NAME


def _next(words: Sequence[Word], word: Word) -> tuple[str, ...]:
    place = next(i for i, other in enumerate(words) if other is word)
    return tuple(w.lower for w in words[place + 1 : place + 3])


def _arrow(words: Sequence[Word], at: int, arrow: Word) -> Place | None:
    """`old.py` → `new.py`, `old.py` → deleted."""
    place = next(i for i, other in enumerate(words) if other is arrow)
    behind = words[place + 1] if place + 1 < len(words) else None
    if behind is None or place != at + 1:
        return None
    if behind.sort is Sort.NAME:
        return Place(Standing.FORMER, arrow.text)
    verb = behind.verb
    if verb is not None and verb.form == "past":
        classes = verb_classes(verb.lemma)
        if "remove" in classes:
            return Place(Standing.GONE, behind.text)
        if "turn" in classes:
            return Place(Standing.FORMER, behind.text)
    return None


def _governed(words: Sequence[Word], at: int, changes: bool) -> Place | None:
    """What the verb before the name does to it."""
    preposition = arrow = ""
    mark, noun = "", False  # what parts the name from the verb, and whether the verb has another object before it
    for place in range(at - 1, max(-1, at - 1 - _FAR), -1):
        word = words[place]
        if word.sort is Sort.MARK:
            if word.text in (";", ".", "|", "!", "?"):
                return None
            if word.text in ("→", "->", "=>"):
                arrow = arrow or word.text
            elif word.text != ",":
                mark = mark or ("(" if word.text in "()[]" else word.text)
            continue
        if word.sort is not Sort.WORD:
            continue
        if word.lower in _SOURCE | _RESULT | _MEANS | _LOCATED:
            preposition = preposition or ("" if particle(words, place) else word.lower)
            continue
        if governs(words, place) and not attributive(words, place):
            place_of_it = _done_to(words, place, at, preposition or ("to" if arrow else ""), changes)
            return _weakened(place_of_it, mark, noun and not apposition(words, at)) if mark and not arrow else place_of_it
        noun = noun or not neutral(word.lower)
    return None


def _weakened(place: Place | None, mark: str, noun: bool) -> Place | None:
    """What is said across a bracket, a dash or a colon: it may only say where. "Removed dead code (`a.py`)"."""
    if place is None or not noun or place.standing is Standing.POSSIBLE:
        return place
    return Place(Standing.FORMER, place.cue) if mark == "(" and place.standing in (Standing.GONE, Standing.FORMER) else None


def _done_to(words: Sequence[Word], place: int, at: int, preposition: str, changes: bool) -> Place | None:
    """Where a name stands that the verb at `place` governs, directly or behind a preposition."""
    verb = words[place].verb
    assert verb is not None
    lemma, form = verb
    classes, cue = verb_classes(lemma), words[place].text
    clue = done(words, place, changes)
    if clue.forbids:
        return Place(Standing.FORBIDDEN, f"{clue.denied} {cue}") if preposition not in _LOCATED | _SOURCE else None
    wish = clue.modal or clue.to or infinitive(words, place, changes)
    direct = not preposition
    if "lack" in classes and form in ("s", "ing") and direct and not wish and all(w.sort is not Sort.MARK for w in words[place:at]):
        return Place(Standing.GONE, cue) if not _head_behind(words, at) else None
    if ("remove" in classes or takes_out(words, place)) and form != "ing":
        if wish or clue.denied or not direct or _head_behind(words, at):
            return None
        return Place(Standing.GONE, cue) if form in ("past", "base") else None
    if "turn" in classes or forms_one(words, place, at):
        return _turned(words, place, at, lemma, form, cue, preposition, bool(wish))
    if (
        "consider" in classes
        and lemma not in ("need", "request", "schedule", "show")
        and (direct or preposition in _RESULT | {"in", "with"})
    ):
        return Place(Standing.POSSIBLE, cue)
    if "make" in classes and "change" not in classes and wish and (direct or preposition in ("in", "to", "into", "as", "under", "at")):
        return Place(Standing.PLANNED, cue) if direct or lemma in ("create", "write", "generate", "draft") else None
    if "refer" in classes and form in ("s", "base") and not wish and (direct or preposition in ("to", "at", "for")):
        return Place(Standing.REFERRED, cue)
    if (
        "output" in classes
        and form in ("s", "base")
        and not wish
        and not changes
        and (direct or preposition in _RESULT | {"in", "at", "under"})
    ):
        return Place(Standing.OUTPUT, cue)
    return None


def _turned(words: Sequence[Word], place: int, at: int, lemma: str, form: str, cue: str, preposition: str, wish: bool) -> Place | None:
    """The sides of a merge, a move or a renaming."""
    if preposition in _RESULT or (preposition in _MEANS and lemma in ("replace", "swap", "substitute", "supersede")):
        return Place(Standing.PLANNED, cue) if wish else None
    if preposition in ("with", "of") and merges(lemma) and form == "past":
        return Place(Standing.FORMER, cue)
    if preposition in _SOURCE:
        kept = lemma in ("extract", "split", "separate", "copy") or wish or any(w.sort is Sort.NAME for w in words[place + 1 : at])
        return None if kept else Place(Standing.FORMER, cue)
    if form == "s" and lemma in ("replace", "supersede") and not preposition:
        return Place(Standing.FORMER, cue)
    if preposition or wish or _head_behind(words, at) or form not in ("past", "base"):
        return None
    return None if lemma in _KEEPS else Place(Standing.FORMER, cue)
