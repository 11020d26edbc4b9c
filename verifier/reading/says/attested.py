"""Whether a clause says that what it names is there, or in use, or only names it.

"Uses Redis for sessions", "Redis cache", "JWT is validated" say so. "These adapters map symbols" says something else of adapters;
"for Redis changes, see..." names a topic, "use `exit()`" a rule, "improves over Redis" a contrast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from verifier.reading.clause import Clause, Form, Mark, Role
from verifier.reading.english.lexis import denies, neutral, shifts, table, verb_classes
from verifier.reading.says.governed import standing_in
from verifier.reading.says.place import Standing
from verifier.reading.says.verbs import governs, rests_on, wished
from verifier.reading.says.words import Sort, Word, words_of
from verifier.reading.stance import imperative
from verifier.reading.text import Text

_BOUNDS = frozenset(";:.()[]|!?→") | {"->", "=>", "—", "–", "-", "--"}
_THERE = frozenset(("use", "have", "make", "place"))
_DONE = _THERE | {"act", "change", "output", "be"}  # what is done to, or by, a thing that is there
_BESIDE = frozenset("with via through by on as using plus into onto".split())  # a means, or a place to which something is put
_APART = frozenset("over without than besides against unlike like".split())
_ABOUT = frozenset("for of in to from about across between at under within inside among around regarding during".split())
_OPENS = frozenset("for when whenever if while before after unless once during until where on in regarding assuming".split())
_ASKED = frozenset("instead please always never then also just only do not don't and so simply".split())
_AUXILIARIES = frozenset("is are was were be been being isn't aren't wasn't get gets got has have had does do".split())
_PRESENT = frozenset(
    """present available active enabled there ready required supported mandatory optional default built-in configurable visible common
    in used native automatic automated on live operational functional""".split()
)
_USES = frozenset("use usage support integration implementation adoption application provision inclusion handling".split())
_OWN = frozenset("repository repo project codebase guide documentation docs document readme monorepo team community website".split())
_DETERMINERS = frozenset("the a an any every each your our this these those".split())
_NO_VERBS = frozenset(
    "all both half not such what which how why where when if while that because since as although though than but".split()
)
_UNSURE = frozenset((Standing.OUTPUT, Standing.THERE))

_RATE = re.compile(  # "`update()`: ~32k ops/s", "`load(rows=5)`: 12 ms"
    r"[`*]{0,3}(?:\([^()\n]{0,60}\))?[`*]{0,3}\s{0,3}[:=|–—-]\s{0,3}(?P<rate>[~≈<>]?\s?\d[\d.,]*\s?[kKM]?\s?"
    r"(?:ops|req(?:uests)?|calls|items|rows|tokens|qps|rps|fps|ns|µs|us|ms|sec(?:onds?)?|s|min(?:utes)?)\b(?:/\s?\w+| per \w+)?)\W*$",
    re.I,
)
_FORM_OF = re.compile(r"[- ](?:semantic conventions?|aligned|inspired)\b", re.I)


def unattested(clause: Clause, start: int, end: int, until: int | None = None, name: bool = False, beside: bool = False) -> str:
    """Why `clause` doesn't say that what stands from `start` to `end` of its text is there; "" when it does.

    What stands from `until` on tells its purpose. `name`: it is an exact name in code, which is no part of a phrase, as a word is.
    `beside`: it stands beside another that is said to be there, and only tells more of it.
    """
    words = tuple(word for word in words_of(clause.words) if until is None or word.start < until)
    inside = [place for place, word in enumerate(words) if word.start < end and word.end > start]
    if not inside:
        return ""
    if why := _framed(clause):
        return why
    first, last = inside[0], inside[-1]
    if form := _FORM_OF.match(clause.text[end:]):
        return f"it only tells of what form something is ({form[0].strip(' -')})"
    if rate := _RATE.match(clause.text[end:]):
        return f"it is what is measured ({rate['rate']})"
    if lack := _lack_behind(clause, end):
        return f"what follows says something else of it ({lack})"
    if topic := _topic(words, first):
        return f"it is what the rest is said for ({topic})"
    stands = standing_in(words, last, _of_changes(clause))
    if stands.standing not in _UNSURE:
        return f"it is {stands.standing.value} ({stands.cue})"
    left = _segment_start(words, first)
    if said := _said_of_it(words, last):
        return f"something else is said of it ({said})"
    return _governed(words, left, first, name, beside) or _own_project(words, last)


def _framed(clause: Clause) -> str:
    """What the sentence around the clause, or the words above it, make of all that it names: a rule, a lack, a condition."""
    whole = clause.statement.text
    if rule := _instruction(whole, _of_changes(clause)):
        return f"it is an instruction ({rule})"
    above = clause.context.lead_in or (clause.context.parents[-1] if clause.context.parents else None)
    if above is not None and clause.form is not Form.CELL and not clause.negated:
        return _withheld(above)
    return ""


def _lack_behind(clause: Clause, end: int) -> str:
    """The word behind a dash or colon by which a label tells of a lack or a wish: "Locker layer - 26 methods need work"."""
    whole = clause.statement.text
    at = whole.plain.find(clause.text)
    behind = [word for word in words_of(whole) if at >= 0 and word.start >= at + end]
    mark = next((place for place, word in enumerate(behind) if word.sort is Sort.MARK and word.text in _BOUNDS), None)
    if mark is None or behind[mark].text not in ("-", "–", "—", "--", ":"):
        return ""
    for word in behind[mark + 1 :]:
        if word.sort is Sort.WORD and (denies(word.lower) or wished(word.lower) or shifts(word.lower) & {"planned", "modal", "removed"}):
            return word.text
    return ""


@lru_cache(maxsize=4096)
def _withheld(above: Text) -> str:
    """The words of a lead-in that what it lists is not said to be there: "Can't be tested without:", "Needed if it shall grow:"."""
    for word in words_of(above):
        if word.sort is Sort.WORD and (denies(word.lower) or wished(word.lower) or shifts(word.lower) & {"modal", "removed"}):
            return f"it is listed as {above.plain.strip()!r}"
    return ""


@lru_cache(maxsize=4096)
def _instruction(whole: Text, changes: bool) -> str:
    """The verb of a sentence that tells the reader what to do; "" for any other."""
    words = words_of(whole)
    place, framed = 0, False
    for index, word in enumerate(words[:12]):  # "Fix: use...", "Note - use..."
        if word.text == ":" and index <= 4:
            place, framed = index + 1, True
            break
    if place < len(words) and words[place].lower in _OPENS:
        comma = _first_comma(words, place)
        if comma is None:
            return ""
        place, framed = comma + 1, True
    while place < len(words) and words[place].lower in _ASKED:
        place += 1
    if place >= len(words) or (changes and not framed):
        return ""
    verb, rest = words[place].verb, whole.plain[words[place].start :]
    behind = words[place + 1].lower if place + 1 < len(words) else ""
    asked = verb is not None and verb.form == "base" and (verb.lemma == "use" or "consider" in verb_classes(verb.lemma))
    noun = behind in ("of", "case", "cases", "is", "are", "and", "") or behind in table("denial")["no"]
    asks = (asked and not noun) or (framed and imperative(rest) and words[place].text.islower()) or _addressed(words, place)
    return words[place].text if asks else ""


def _addressed(words: Sequence[Word], place: int) -> bool:
    """Whether a word is a verb that tells somebody to do something, known or not: "Treat the `x`...", which no noun can begin."""
    word, behind = words[place], words[place + 1] if place + 1 < len(words) else None
    if word.sort is not Sort.WORD or behind is None or behind.lower not in _DETERMINERS or neutral(word.lower):
        return False
    return not (word.lower.endswith(("s", "ed", "ing", "ly")) or denies(word.lower) or word.lower in _NO_VERBS | _BESIDE | _ABOUT | _APART)


def _first_comma(words: Sequence[Word], place: int) -> int | None:
    depth = 0
    for index in range(place, len(words)):
        text = words[index].text
        depth += (text in "([") - (text in ")]") if words[index].sort is Sort.MARK else 0
        if text == "," and words[index].sort is Sort.MARK and not depth:
            return index
    return None


def _of_changes(clause: Clause) -> bool:
    context = clause.context
    if clause.statement.mark is Mark.YES or clause.statement.ticked:
        return True
    roles = (context.key_role, context.lead_in_role, *(section.role for section in reversed(context.sections)))
    return next((role for role in roles if role is not Role.NEUTRAL), Role.NEUTRAL) is Role.CHANGES


def _segment_start(words: Sequence[Word], first: int) -> int:
    for place in range(first - 1, -1, -1):
        if words[place].sort is Sort.MARK and words[place].text in _BOUNDS:
            return place + 1
    return 0


def _topic(words: Sequence[Word], first: int) -> str:
    """The word that opens a phrase before the sentence proper, where the name stands in it: "For Redis changes, ..."."""
    start = _segment_start(words, first)
    if words[start].lower not in _OPENS or start == first:
        return ""
    comma = _first_comma(words, start)
    return words[start].text if comma is None or comma > first else ""


def _said_of_it(words: Sequence[Word], last: int) -> str:
    """The verb behind a name that says something else of it than that it is there: "Redis templates use `x`", "Redis is slow"."""
    apart = False  # a preposition parts the name from the verb
    for place in range(last + 1, len(words)):
        word = words[place]
        before = words[place - 1]
        if word.sort is Sort.MARK and (word.text in _BOUNDS or word.text == ","):
            return ""
        if word.sort is not Sort.WORD:
            continue
        if word.lower in _BESIDE | _ABOUT | _APART | {"and", "or"}:
            apart = True
            continue
        if wished(word.lower) or word.lower in ("that", "which", "who"):
            return word.text if wished(word.lower) else ""
        if word.lower in _AUXILIARIES:
            return _said_with(words, place)
        verb = word.verb
        if verb is None or apart:
            continue
        classes = verb_classes(verb.lemma)
        if verb.form == "past" and not classes & _DONE:
            return word.text
        if verb.form == "past":
            return ""
        if verb.form == "base" and before.sort is Sort.WORD and before.lower.endswith("s") and _object_follows(words, place):
            return word.text
        if verb.form == "s" and _object_follows(words, place) and not before.lower.endswith("s"):
            return word.text
    return ""


def _said_with(words: Sequence[Word], place: int) -> str:
    """What an auxiliary or copula at `place` says; "" when it is that the thing is there, or what is done with it."""
    auxiliary = words[place].text
    for word in words[place + 1 : place + 5]:
        if word.sort is not Sort.WORD or word.lower in ("not", "being", "been"):
            continue
        if word.lower in _PRESENT:
            return ""
        verb = word.verb
        if verb is not None and verb.form == "past" and verb_classes(verb.lemma) & _DONE:
            return ""
        if word.lower.endswith("ly") or word.lower in ("also", "now", "all", "both"):
            continue
        break
    return auxiliary


def _object_follows(words: Sequence[Word], place: int) -> bool:
    """Whether something stands behind a word that may be a verb, as its object: it is no noun at the end of a phrase."""
    behind = words[place + 1] if place + 1 < len(words) else None
    if behind is None or behind.sort is Sort.MARK:
        return False
    return behind.sort is not Sort.WORD or behind.lower not in _BESIDE | _ABOUT | _APART | {"and", "or"}


def _governed(words: Sequence[Word], left: int, first: int, name: bool, beside: bool) -> str:
    """What governs the name from the left, where that is no word of use: a contrast, a preposition behind another noun."""
    if rests_on(words, first):
        return ""
    preposition, content, placed = "", False, ""
    joined = beside or _joined(words, left, first)
    for place in range(first - 1, left - 1, -1):
        word = words[place]
        if word.sort is Sort.MARK:
            continue
        if word.sort is not Sort.WORD:
            if word.sort is Sort.NUMBER and place == first - 1 and not beside and words[first].start - word.end <= 1:
                return f"a number of it: {word.text}"
            placed = placed or (f"{word.text} {preposition}" if preposition in _ABOUT else "")
            content = content or (word.sort is Sort.NAME and not preposition)
            continue
        if word.lower in _APART:
            return f"it is set apart ({word.text})"
        if word.lower in _USES and preposition in ("of", "for"):
            return ""
        if word.verb is not None and governs(words, place):
            return _by_verb(words, place, preposition, content and name)
        if word.lower in _BESIDE | _ABOUT:
            preposition = preposition or ("and" if joined else word.lower)
        elif not neutral(word.lower) or (preposition and word.lower in table("neutral")["things"]):
            placed = placed or (f"{word.text} {preposition}" if preposition in _ABOUT else "")
            content = content or not preposition
    return placed or ("it is named behind other words" if name and content else "")


def _joined(words: Sequence[Word], left: int, first: int) -> bool:
    """Whether "and" or a comma stands before the name, whose part before it may have a preposition of its own."""
    for word in reversed(words[left:first]):
        if word.sort is Sort.MARK or word.lower in ("and", "or", "plus"):
            return True
        if (word.sort is Sort.WORD and not neutral(word.lower)) or word.lower in _BESIDE | _ABOUT:
            return False
    return False


def _by_verb(words: Sequence[Word], place: int, preposition: str, parted: bool) -> str:
    """Why a verb before the name doesn't say that it is used; "" when it does."""
    verb = words[place].verb
    assert verb is not None
    classes = verb_classes(verb.lemma)
    before = [word.lower for word in words[max(0, place - 3) : place] if word.sort is Sort.WORD]
    if any(wished(word) for word in before):
        return f"{before[-1]} {words[place].text}"
    if preposition in _APART or (preposition == "from" and "use" not in classes):
        return preposition
    if preposition in ("for", "of", "about", "regarding", "during") or (parted and not classes & _THERE and preposition not in _BESIDE):
        return f"{words[place].text} {preposition}".strip()
    if classes & _DONE:
        return ""
    return words[place].text


def _own_project(words: Sequence[Word], last: int) -> str:
    """The word behind a name that makes it a part of the project's, or a document's, own name: "the Redis Tools repository"."""
    for word in words[last + 1 : last + 5]:
        if word.sort is not Sort.WORD or word.lower in _BESIDE | _ABOUT or (word.verb is not None and word.verb.form == "s"):
            return ""
        if word.lower in _OWN:
            return f"the name of a {word.lower}"
    return ""
