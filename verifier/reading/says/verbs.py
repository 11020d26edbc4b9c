"""How a verb stands in its sentence: done, wished, denied, forbidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.reading.english.lexis import neutral, verb_classes
from verifier.reading.says.words import ARROWS, Sort, Word

_MODALS = frozenset("should could would may might can must ought will shall wants want need needs let's".split())
_NOUNY = frozenset("act use have be speak change place".split())  # classes whose base forms are nouns as often
SAME = frozenset(("split", "set", "put", "cut", "read", "shut", "hit"))  # the past is as the base form is
_TELLING = frozenset("remove turn make consider lack output refer".split())
_ALSO_ADJECTIVES = frozenset(("clear", "clean", "empty", "free"))
_DETERMINERS = frozenset("the a an this that these those its their our his her each every no any some of in on for with".split())


_GOES = frozenset(("go", "goes"))
_MEANS = frozenset("on in with through via by upon using".split())


class Clue(NamedTuple):
    """What stands between a name and its verb."""

    auxiliary: str = ""
    denied: str = ""
    modal: str = ""
    to: bool = False
    forbids: bool = False


def wished(word: str) -> bool:
    """Whether a lower-case word makes what follows a wish, a plan or a possibility."""
    return word in _MODALS


def governs(words: Sequence[Word], place: int) -> bool:
    """Whether the word at `place` is a verb that says where its objects stand, and no noun that looks like one."""
    verb = words[place].verb
    if verb is None or not verb_classes(verb.lemma):
        return False
    before = words[place - 1] if place else None
    if verb.form == "base":
        if before is not None and before.sort is Sort.WORD and before.lower in _DETERMINERS and before.lower != "that":
            return False
        if verb.lemma in _ALSO_ADJECTIVES and _before_noun(words, place):
            return False  # "Clear documentation" is of what is clear
        if before is None or before.sort is Sort.MARK:
            return True
        if (
            before.sort is Sort.WORD
            and before.lower.endswith("s")
            and verb_classes(verb.lemma) & {"output", "refer"}
            and not neutral(before.lower)
        ):
            return True  # "all steps emit `x`"
        return before.sort is Sort.WORD and (
            before.lower in _MODALS
            or before.lower
            in (
                "got",
                "get",
                "gets",
                "to",
                "not",
                "don't",
                "never",
                "and",
                "or",
                "then",
                "please",
                "we",
                "you",
                "i",
                "they",
                "which",
                "that",
                "who",
            )
        )
    if verb.form in ("s", "ing") and not verb_classes(verb.lemma) & _TELLING:
        return before is None or before.sort in (Sort.NAME, Sort.MARK) or before.lower not in _DETERMINERS - {"that"}
    return True


def rests_on(words: Sequence[Word], at: int) -> bool:
    """Whether the thing named at `at` is what something is built on, done with or kept in: "built on `x`", "are kept in the `x`"."""
    place = at - 1
    while place >= 0 and words[place].lower in ("the", "a", "an", "of", "top"):
        place -= 1
    if place < 1 or words[place].lower not in _MEANS:
        return False
    place -= 1
    while place > 0 and words[place].lower.endswith("ly"):
        place -= 1
    verb = words[place].verb
    rests = words[place].lower in _GOES or (verb is not None and "rest" in verb_classes(verb.lemma))
    return rests and not any(wished(word.lower) for word in words[max(0, place - 3) : place])


def _before_noun(words: Sequence[Word], place: int) -> bool:
    """Whether a plain word follows: what is cleared has an article, or a name."""
    behind = words[place + 1] if place + 1 < len(words) else None
    return (
        behind is not None
        and behind.sort is Sort.WORD
        and behind.lower not in _DETERMINERS
        and behind.lower not in ("all", "old", "out", "up")
    )


def done(words: Sequence[Word], place: int, changes: bool) -> Clue:
    """What stands before the verb at `place`: a modal, "to", a denial, a prohibition."""
    modal = denied = ""
    to = False
    for word in reversed(words[max(0, place - 4) : place]):
        if word.sort is not Sort.WORD:
            break
        if wished(word.lower):
            modal = word.text
        elif word.lower == "to":
            to = True
        elif word.lower in ("not", "never") or word.lower.endswith("n't"):
            denied = f"{word.text} {denied}".strip()
        elif word.lower not in ("be", "been", "have", "has", "was", "were", "is", "are", "also", "just", "please", "do", "does", "did"):
            break
    verb = words[place].verb
    start = all(word.sort is not Sort.NAME for word in words[:place])
    forbids = (
        bool(denied) and verb is not None and verb.form == "base" and start and not modal and "did" not in denied and "does" not in denied
    )
    return Clue("", denied, modal, to, forbids)


def infinitive(words: Sequence[Word], place: int, changes: bool) -> bool:
    """Whether the verb at `place` is an instruction: a base form that begins its part, outside of a list of changes."""
    verb = words[place].verb
    if changes or verb is None or verb.form != "base":
        return False
    if place and words[place - 1].sort is Sort.WORD and words[place - 1].lower.endswith("s") and not wished(words[place - 1].lower):
        return False  # "all steps emit `x`"
    if place and words[place - 1].lower in ("got", "gets"):
        return False  # "we got rid of `x`"
    return verb.lemma not in SAME or place == 0 or words[place - 1].text in ARROWS
