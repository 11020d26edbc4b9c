"""What a further predicate says became of a name: "`a.py` was written for the move and then deleted", "(removed since)"."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.english.lexis import neutral, table, verb_classes
from verifier.reading.says.absent import from_another
from verifier.reading.says.place import Place, Standing
from verifier.reading.says.verbs import wished
from verifier.reading.says.words import Sort, Word

NO_SUCH = "no such"  # the cue of a denial that can only mean the thing itself
_FAR = 24  # words between a name and its last predicate
_JOINS = frozenset("and but then before until though although since yet because".split())
_MARKS = frozenset((",", "(", "[", ";", ".", "-", "–", "—", ":"))
_PRONOUNS = frozenset("it they them that which this we i".split())
_AUXILIARY = frozenset("is are was were be been has have had got get does do did".split())
_ASIDE = frozenset(
    "then since later afterwards afterward thereafter subsequently eventually finally soon again now already also so ever just completely "
    "entirely nobody none one anyone".split()
)
_ABSENT = frozenset("gone missing absent nonexistent non-existent".split())
_PRESENT = frozenset("exist exists there present found here".split())
_THINGS = frozenset("file files module script document directory folder path page function method class symbol variable".split())
_CLOSING = frozenset("since afterwards afterward later again in from by because as when once and or after on at during".split())
_IDEAS = frozenset("idea ideas plan thought proposal notion option approach attempt".split())
_NEVER = frozenset(("define", "declare", "implement", "commit", "add", "write", "create", "check", "build", "make"))


def removing(words: Sequence[Word], place: int) -> bool:
    """Whether the verb at `place` takes away what it governs: "deleted", "took it out", "got rid of"."""
    verb = words[place].verb
    if verb is None:
        return False
    if "remove" in verb_classes(verb.lemma):
        return True
    behind = [word.lower for word in words[place + 1 : place + 3]]
    return any(f"{verb.lemma} {word}" in table("verbs")["remove_with"] for word in behind)


def later(words: Sequence[Word], at: int) -> Place | None:
    """What a predicate that is joined to the first one of the name `words[at]` says became of it."""
    if any(word.sort is Sort.NAME for word in words[:at]) and not _listed(words, at):
        return None
    for place in range(at + 1, min(len(words), at + _FAR)):
        word = words[place]
        joins = word.text in _MARKS if word.sort is Sort.MARK else word.sort is Sort.WORD and word.lower in _JOINS
        if joins and not _of_the_last_name(words, place, at) and (found := _predicate(words, place, at)):
            return found
        if word.lower == "no" and _no_such(words, place, at):
            return Place(Standing.GONE, NO_SUCH)
    return None


def _of_the_last_name(words: Sequence[Word], join: int, at: int) -> bool:
    """Whether "which" follows right behind another name, of which it then tells: "`a.py` fails on `B.load`, which does not exist"."""
    pronoun = join if words[join].lower in ("that", "which") else join + 1
    behind = words[pronoun].lower if pronoun < len(words) else ""
    return behind in ("that", "which") and join - 1 > at and words[join - 1].sort is Sort.NAME and not _listed(words, join - 1)


def _no_such(words: Sequence[Word], place: int, at: int) -> bool:
    """Whether "no such file" stands at `place`, and no other name before it may be meant: "looked for `a.ts`, found no such file"."""
    said = [word.lower for word in words[place + 1 : place + 3]]
    between = words[at + 1 : place]
    return len(said) == 2 and said[0] == "such" and said[1] in _THINGS and all(word.sort is not Sort.NAME for word in between)


def _listed(words: Sequence[Word], at: int) -> bool:
    """Whether only other names and what joins them stand between the first name and this one."""
    first = next(place for place, word in enumerate(words) if word.sort is Sort.NAME)
    return all(word.sort is Sort.NAME or word.text in (",", "and", "&") for word in words[first:at])


def _predicate(words: Sequence[Word], join: int, at: int) -> Place | None:
    """What the predicate behind a joining word says, if its subject is still the name, or a pronoun for it."""
    denied, auxiliary, pronoun = "", "", words[join].text in (";", ".")
    place = _appositive(words, join + 1)
    while place < len(words):
        word = words[place]
        lower = word.lower
        if word.sort is not Sort.WORD or wished(lower) or lower == "to":
            return None
        if lower in ("not", "never", "no", "longer", "nobody", "none") or lower.endswith("n't"):
            denied = f"{denied} {lower}".strip()
            auxiliary = auxiliary or (lower if lower.endswith("n't") else "")
        elif lower in _AUXILIARY:
            auxiliary = lower
        elif lower in _PRONOUNS:
            pronoun = pronoun or lower not in ("that", "which")
        elif lower in _ABSENT and from_another(words, place):
            return None
        elif lower in _ABSENT or (denied and lower in _PRESENT):
            return Place(Standing.FORMER if pronoun else Standing.GONE, word.text) if denied or auxiliary else None
        elif word.verb is not None and word.verb.form == "past":
            wish = not auxiliary and any(wished(earlier.lower) for earlier in words[at + 1 : join])
            return None if wish else _done(words, place, denied, auxiliary, pronoun)  # "will be read and then deleted"
        elif lower not in _ASIDE and lower not in _JOINS:
            return None
        place += 1
    return None


def _appositive(words: Sequence[Word], place: int) -> int:
    """The place behind "a script" in ", a script that nobody ever added"; `place` itself where nothing of the kind stands."""
    said = [word.lower for word in words[place : place + 3]]
    return place + 2 if len(said) == 3 and said[0] in ("a", "an", "the") and neutral(said[1]) and said[2] in ("that", "which") else place


def _done(words: Sequence[Word], place: int, denied: str, auxiliary: str, pronoun: bool) -> Place | None:
    word = words[place]
    assert word.verb is not None
    behind = words[place + 1] if place + 1 < len(words) else None
    if denied:
        closed = behind is None or behind.sort is Sort.MARK
        never = "never" in denied or "nobody" in denied
        return Place(Standing.GONE, f"{denied} {word.text}") if never and closed and word.verb.lemma in _NEVER else None
    if word.verb.lemma in ("revert", "undo") and (behind is None or behind.sort is Sort.MARK):
        return Place(Standing.FORMER, word.text)
    if not removing(words, place):
        return None
    if not auxiliary and any(later.lower in _IDEAS for later in words[place + 1 : place + 4]):
        return Place(Standing.POSSIBLE, word.text)  # "but we dropped the idea"
    if behind is not None and behind.lower in ("it", "them") and not auxiliary:
        return Place(Standing.FORMER, f"{word.text} {behind.text}")
    if behind is not None and behind.sort is not Sort.MARK and behind.lower not in _CLOSING and not _phrasal(word, behind):
        return None
    return Place(Standing.FORMER if pronoun else Standing.GONE, word.text)


def _phrasal(word: Word, behind: Word) -> bool:
    return word.verb is not None and f"{word.verb.lemma} {behind.lower}" in table("verbs")["remove_with"]
