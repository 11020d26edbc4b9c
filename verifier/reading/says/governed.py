"""Whether what a text names is said to be there, to be gone, to have been turned into something else, or only to be thought of.

"Removed `a.py`", "`a.py` was folded into `b.py`", "create `c.py`", "we considered `d.py`": a verb governs each name, from the left
(what is done to it) or from the right (what became of it), and its class, tense and preposition say where the name stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.clause import Path
from verifier.reading.english.lexis import neutral, table, verb_classes
from verifier.reading.says.became import became, head_behind, placed
from verifier.reading.says.foreign import elsewhere
from verifier.reading.says.formerly import formerly
from verifier.reading.says.idioms import KINDS, apposition, attributive, denied_instance, forms_one, inherited, merges, particle, takes_out
from verifier.reading.says.indefinite import supposed
from verifier.reading.says.later import NO_SUCH, later, removing
from verifier.reading.says.place import THERE, Place, Standing
from verifier.reading.says.verbs import done, governs, infinitive
from verifier.reading.says.words import ARROWS, Sort, Word

_FAR = 14  # words between a verb and what it governs
_CONTENTS = frozenset(  # what is in files, and taken out of them
    "code import imports comment comments line lines logic duplication dependency dependencies warnings errors calls".split()
)
_WITHIN = frozenset("in of for from inside within under to by with".split())
_SOURCE = frozenset(("from",))
_RESULT = frozenset(("to", "into", "as", "onto"))
_MEANS = frozenset(("with", "by"))
_LOCATED = frozenset("in inside within under at on of for via through per around near beside".split())
_CONCERNED = frozenset(("about", "regarding", "concerning", "against"))
_KEEPS = frozenset("copy archive transform convert extract".split())  # what it is done to may well stay
_ABSENT = frozenset(
    "undefined undeclared unknown unresolved phantom invented made-up imaginary fictitious hallucinated "
    "non-existent nonexistent inexistent nonexisting non-existing missing absent removed "
    "deleted dropped".split()
)
_NOT_YET = frozenset("planned proposed future upcoming suggested intended prospective".split())
_OLD = frozenset("former previous legacy-named".split())


def standing_in(words: Sequence[Word], at: int, changes: bool = False) -> Place:
    """Where the name `words[at]` stands by the words around it. `changes`: it is told in a list of changes, where "Add x" was done."""
    if _mended(words, at):
        return THERE
    return (
        elsewhere(words, at)
        or formerly(words, at)
        or _described(words, at)
        or became(words, at)
        or _governed_later(words, at)
        or supposed(words, at)
        or _governed(words, at, changes)
        or THERE
    )


def _mended(words: Sequence[Word], at: int) -> bool:
    """Whether a lack of the name was mended: "Fixed missing `a.py`", "Resolved: missing `b.py`"."""
    before = [
        word.lower for word in words[max(0, at - 4) : at] if word.sort is Sort.WORD and not (neutral(word.lower) and word.verb is None)
    ]
    return len(before) > 1 and before[-1] in _ABSENT and before[-2] in table("described")["mended"]


_RUN = frozenset(("decide", "evaluate", "reject", "choose"))  # what code does, too: "expiry is decided in `x.py`"
_PASSIVE = frozenset(("is", "are", "be", "being", "was", "were"))


def _governed_later(words: Sequence[Word], at: int) -> Place | None:
    """What a further predicate says; of something that was put there it does not say that the place is gone."""
    found = later(words, at)
    return Place(Standing.FORMER, found.cue) if found and found.cue != NO_SUCH and placed(words, at) else found


def _means(words: Sequence[Word], at: int) -> bool:
    """Whether what is named is what something is done with: "keys are compared with `same_key`"."""
    before = [word.lower for word in words[max(0, at - 3) : at]]
    return before[1:] == ["compared", "with"] and before[0] in _PASSIVE


def _described(words: Sequence[Word], at: int) -> Place | None:
    """An adjective before the name: "undefined `x`", "a planned `x`", "no `x`"."""
    before = " ".join(word.lower for word in words[max(0, at - 3) : at] if word.lower not in ("the", "a", "an"))
    if any(before == phrase or before.endswith(" " + phrase) for phrase in table("denial")["contrast"]) and not _means(words, at):
        return Place(Standing.POSSIBLE, before)
    if heir := inherited(words, at):
        return Place(Standing.FORMER, heir)
    if denied := denied_instance(words, at):
        return Place(Standing.POSSIBLE, denied)
    if (first := _first_of_names(words, at)) < at and (shared := _described(words, first)) and shared.cue.lower() in ("no", "neither"):
        return shared  # "no `a.py` or `b.py`"
    if first > 2 and words[first - 1].text == "(" and words[first - 2].lower in KINDS and words[first - 3].lower in _ABSENT:
        return Place(Standing.GONE, words[first - 3].text)  # "non-existent files (`a.py`, `b.py`)"
    for word in reversed(words[max(0, at - 4) : at]):
        if word.sort is not Sort.WORD or word.lower in _LOCATED | _WITHIN | _RESULT | _CONCERNED:
            return None
        if word.lower in _ABSENT and not (word.lower in ("missing", "removed", "deleted", "dropped") and head_behind(words, at)):
            return Place(Standing.GONE, word.text)
        if word.lower in _NOT_YET:
            return Place(Standing.PLANNED, word.text)
        if word.lower in ("generated", "auto-generated", "autogenerated"):
            return Place(Standing.OUTPUT, word.text)
        if word.lower in _OLD:
            return Place(Standing.FORMER, word.text)
        if word.lower in ("no", "neither") or (word.lower == "nor" and any(other.lower == "neither" for other in words[:at])):
            lacks = word.lower != "no" and _has_a_predicate(words, at)
            return None if lacks or head_behind(words, at) else Place(Standing.GONE, word.text)
        if not neutral(word.lower):
            return None
    return None


def _has_a_predicate(words: Sequence[Word], at: int) -> bool:
    """Whether something else than being there is denied of a name: "neither `a.py` nor `b.py` has a test"."""
    verb = next((place for place in range(at + 1, len(words)) if words[place].verb is not None), None)
    if verb is None:
        return False
    lemma = words[verb].verb.lemma  # type: ignore[union-attr]
    there = lemma == "be" and words[verb + 1 : verb + 2] and words[verb + 1].lower in ("there", "present", "available", "included")
    return not (lemma == "exist" or there)


def _first_of_names(words: Sequence[Word], at: int) -> int:
    """Where a list of names begins of which `words[at]` is one: "`a.py`, `b.py` or `c.py`"."""
    first = at
    while first > 0:
        before = first - 1  # a slash between names is no word
        while before > 0 and (words[before].text == "," or words[before].lower in ("or", "nor")):
            before -= 1
        if words[before].sort is not Sort.NAME:
            break
        first = before
    return first


def _governed(words: Sequence[Word], at: int, changes: bool) -> Place | None:
    """What the verb before the name does to it."""
    preposition = arrow = ""
    mark, noun = "", False  # what parts the name from the verb, and whether the verb has another object before it
    closed = 0  # brackets that end before the name: what stands in them tells of something else
    for place in range(at - 1, max(-1, at - 1 - _FAR), -1):
        word = words[place]
        if word.text in (")", "]", "(", "[") and (closed or word.text in ")]"):
            closed += 1 if word.text in ")]" else -1
            continue
        if closed:
            continue
        if word.sort is Sort.MARK:
            if word.text in (";", ".", "|", "!", "?"):
                return None
            if word.text in ARROWS:
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
            return (
                _weakened(place_of_it, "(" if _apposed(words, at) else mark, noun and not apposition(words, at))
                if mark and not arrow
                else place_of_it
            )
        ended = word.lower == "longer" and words[place - 1].lower == "no" and _done(words[place + 1])
        if ended and not preposition and not head_behind(words, at):
            return Place(Standing.FORMER, "no longer")
        if word.lower in ("removal", "deletion") and words[place + 1].lower == "of":
            return Place(Standing.FORMER, word.text)
        noun = noun or not neutral(word.lower)
    return None


def _apposed(words: Sequence[Word], at: int) -> bool:
    """Whether the name ends its line, but for a bracket, behind a mark: "Removed the vault: `vault.py` (90 lines)"."""
    if at > 1 and words[at - 2].lower in _CONTENTS:
        return False  # "Removed dead code: `a.py`"
    return words[at - 1].sort is Sort.MARK and (at + 1 == len(words) or words[at + 1].text in "([,")


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
    if any(f"{lemma} {word.lower}" in table("verbs")["turn_with"] for word in words[place + 1 : at]):
        classes = classes | {"turn"}
    clue = done(words, place, changes)
    if clue.forbids:
        return Place(Standing.FORBIDDEN, f"{clue.denied} {cue}") if preposition not in _LOCATED | _SOURCE else None
    wish = clue.modal or clue.to or infinitive(words, place, changes)
    direct = not preposition
    if "lack" in classes and form in ("s", "ing") and direct and not wish and all(w.sort is not Sort.MARK for w in words[place:at]):
        return Place(Standing.GONE, cue) if not head_behind(words, at) else None
    if (removing(words, place) or takes_out(words, place)) and form != "ing":
        if wish or clue.denied or not (direct or "remove" not in classes) or head_behind(words, at):
            return None
        return Place(Standing.GONE, cue) if form in ("past", "base") else None
    if "change" in classes and form in ("past", "base") and not wish and preposition in ("", *_SOURCE) and _gives_way(words, at, direct):
        return Place(Standing.FORMER, cue)
    if "turn" in classes or forms_one(words, place, at):
        return _turned(words, place, at, lemma, form, cue, preposition, bool(wish))
    if (
        "consider" in classes
        and lemma not in ("need", "request", "schedule", "show")
        and not (preposition == "in" and lemma in _RUN and words[place - 1].lower in _PASSIVE)
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


def _gives_way(words: Sequence[Word], at: int, direct: bool) -> bool:
    """Whether another name takes its place: "fixed the link from `a.md` to `b.md`", "changed `a.md` to `b.md`" (both paths)."""
    if at + 2 >= len(words) or words[at + 1].lower not in ("to", "into", *ARROWS):
        return False
    one, other = words[at].mention, words[at + 2].mention
    paths = [mention for mention in (one, other) if mention is not None and isinstance(mention.value, Path)]
    return len(paths) == 2 or (not direct and words[at + 2].sort is Sort.NAME)


def _turned(words: Sequence[Word], place: int, at: int, lemma: str, form: str, cue: str, preposition: str, wish: bool) -> Place | None:
    """The sides of a merge, a move or a renaming."""
    if preposition in _RESULT or (preposition in _MEANS and lemma in ("replace", "swap", "substitute", "supersede")):
        return Place(Standing.PLANNED, cue) if wish else None
    if preposition in ("with", "of") and merges(lemma) and form == "past":
        return Place(Standing.FORMER, cue)
    if preposition in _SOURCE:
        kept = lemma in ("extract", "split", "separate", "copy") or wish or any(w.sort is Sort.NAME for w in words[place + 1 : at])
        if kept and form == "past" and not wish:
            return Place(Standing.THERE, f"{cue} from")  # there when it was copied
        return None if kept else Place(Standing.FORMER, cue)
    if form == "s" and lemma in ("replace", "supersede") and not preposition:
        return Place(Standing.FORMER, cue)
    if preposition or wish or head_behind(words, at) or form not in ("past", "base"):
        return None
    return None if lemma in _KEEPS else Place(Standing.FORMER, cue)


def _done(word: Word) -> bool:
    """Whether a word says what is no longer done: "we no longer ship `x`", not "the no longer needed `x`"."""
    return word.sort is Sort.NAME or (word.verb is not None and word.verb.form != "past")
