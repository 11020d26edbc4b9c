"""What the words behind a name say became of it: "was removed", "got folded into `b.py`", "does not exist", "→ `new.py`"."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.clause import Path, Symbol
from verifier.reading.english.lexis import neutral, table, verb_classes
from verifier.reading.says.absent import from_another
from verifier.reading.says.idioms import KINDS, OF_DOCUMENTS, forms_one, merges
from verifier.reading.says.indefinite import wants
from verifier.reading.says.place import Place, Standing
from verifier.reading.says.verbs import SAME, Clue, wished
from verifier.reading.says.words import ARROWS, Sort, Word

_PRESENT = frozenset(("found", "exist", "exists", "present", "there"))
_PLACED = frozenset(("there", "present", "here"))
_KEEPS = frozenset("copy archive transform convert extract".split())  # what it is done to may well stay
_GONE_BEHIND = frozenset("gone missing absent nonexistent non-existent undefined".split())
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
_EXISTS = frozenset(("exist", "stay", "remain"))
_FAR = 14  # words between a verb and what it governs
_WITHIN = frozenset("in of for from inside within under to by with".split())
_AUXILIARY = frozenset("is are was were be been being has have had got get gets having".split())


def head_behind(words: Sequence[Word], at: int) -> bool:
    """Whether a noun behind the name is what is meant: "no `a.py` test", "removed the `os` import"."""
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or behind.sort is not Sort.WORD:
        return False
    verb = behind.verb
    if verb is not None and verb.form in ("past", "s") and behind.lower not in table("neutral")["things"]:
        return False
    if behind.lower in OF_DOCUMENTS and words[at].text.strip("`").lower().endswith((".md", ".mdx", ".rst", ".txt", ".adoc")):
        return False
    return behind.lower not in KINDS | {"nor"} and behind.lower not in table("neutral")["grammar"]


_STAYS = frozenset("live reside sit lie stand".split())


def _lives_elsewhere(words: Sequence[Word], at: int) -> bool:
    """Whether another place is told where a file is now: "`docs/a.md` now lives in the root as `a.md`"."""
    behind = words[at + 1 : at + 3]
    moved = len(behind) == 2 and behind[0].lower == "now" and behind[1].verb is not None and behind[1].verb.lemma in _STAYS
    mention = words[at].mention
    return moved and mention is not None and isinstance(mention.value, Path) and any(word.sort is Sort.NAME for word in words[at + 3 :])


def became(words: Sequence[Word], at: int) -> Place | None:
    """What the words behind the name say became of it."""
    if placed(words, at):
        return _emptied(words, at)  # "the code in `a.py` was moved": the verb is said of something else
    if _lives_elsewhere(words, at):
        return Place(Standing.FORMER, "now")
    auxiliary, denied, modal, to = "", "", "", False
    depth, bracketed = 0, False
    for word in words[at + 1 : at + 1 + _FAR]:
        if word.sort is Sort.NAME:
            continue
        if word.sort is Sort.MARK:
            if word.text in "([":
                depth += 1
            elif word.text in ")]" and not depth:
                bracketed = True  # "the old panel (`a.ts`) was deleted"
            elif word.text in ")]":
                depth -= 1
            elif word.text in ARROWS:
                return _arrow(words, at, word)
            elif word.text in ("-", "–", "—", ":"):
                return _ending(words, word) or _considered(words, word)
            elif word.text != "," or depth:
                return None
            if word.text in "([" and (end := _ending(words, word)):
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
        elif lower == "more" and denied == "no" and auxiliary:
            return Place(Standing.FORMER, "no more")
        elif denied and auxiliary and not modal and lower in _PLACED and _ends_with(words, word):
            return Place(Standing.GONE, f"{denied} {word.text}")
        elif lower in _GONE_BEHIND and (auxiliary or word is words[at + 1]) and not denied and not modal:
            elsewhere = _said_of_part(words, word) or from_another(words, next(at for at, other in enumerate(words) if other is word))
            return None if elsewhere else Place(Standing.GONE, word.text)
        elif word.verb is not None:
            fate = _fate(words, at, word, Clue(auxiliary, denied, modal, to))
            return Place(Standing.FORMER, fate.cue) if bracketed and fate and fate.standing is Standing.GONE else fate
        elif lower in _ASIDE or lower in KINDS or lower in ("and", "that", "which", "needs", "need", "it"):
            modal = word.text if lower in ("needs", "need") else modal
        else:
            return None
    return None


def _ends_with(words: Sequence[Word], word: Word) -> bool:
    """Whether a predicate ends with a word: "is no longer there", not "is not there for that"."""
    place = next(i for i, other in enumerate(words) if other is word)
    behind = words[place + 1] if place + 1 < len(words) else None
    return behind is None or behind.sort is Sort.MARK or behind.lower in ("anymore", "now", "either", "and", "but", "so")


def _considered(words: Sequence[Word], mark: Word) -> Place | None:
    """A line whose rest begins with what was thought of it: "`x.py`: considered, not done"."""
    place = next(i for i, other in enumerate(words) if other is mark)
    verb = words[place + 1].verb if place + 1 < len(words) else None
    thought = verb is not None and verb.form == "past" and "consider" in verb_classes(verb.lemma) and verb.lemma not in ("need", "request")
    return Place(Standing.POSSIBLE, words[place + 1].text) if thought else None


def _ending(words: Sequence[Word], mark: Word) -> Place | None:
    """A line whose rest says that the thing is gone: "`x.md` - NOT FOUND", "`y.md`: missing", "`z.md` (deleted)"."""
    rest = [word for word in words[next(i for i, other in enumerate(words) if other is mark) + 1 :] if word.sort is not Sort.MARK]
    if not rest or len(rest) > 4 or any(word.sort is not Sort.WORD for word in rest):
        return None
    lowers = [word.lower for word in rest]
    last = rest[-1].verb
    if lowers[0] in ("not", "never") and last is not None and last.form == "past" and "make" in verb_classes(last.lemma):
        return Place(Standing.PLANNED, " ".join(lowers))  # "`x.md`: not created"
    if lowers[:2] == ["no", "such"] and len(lowers) == 3:
        return Place(Standing.GONE, " ".join(lowers))
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


def placed(words: Sequence[Word], at: int) -> bool:
    """Whether the name only says where something is: it stands behind a preposition that a noun or name precedes."""
    behind = [word.lower for word in words[at + 1 : at + 3] if word.sort is not Sort.MARK]
    if behind[:1] in (["which"], ["that"]):
        return False  # "links to `a.md`, which does not exist"
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
        if lemma in ("need", "require", "want") and wants(words, at):
            return Place(Standing.PLANNED, cue)  # "a file such as `a.py` is needed"
        if clue.denied and lemma in ("pursue", "choose"):
            return Place(Standing.POSSIBLE, cue)
        if clue.denied:
            made = "make" in classes and "change" not in classes and (clue.auxiliary or _ends_with(words, word))
            return Place(Standing.PLANNED, cue) if made else None
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
        called = behind.mention is not None and isinstance(behind.mention.value, Symbol) and behind.mention.value.call
        return None if called else Place(Standing.FORMER, arrow.text)  # "`views.py` → `save()`": what follows, not what became of it
    verb = behind.verb
    if verb is not None and verb.form == "past":
        classes = verb_classes(verb.lemma)
        if "remove" in classes:
            return Place(Standing.GONE, behind.text)
        if "turn" in classes:
            return Place(Standing.FORMER, behind.text)
    return None
