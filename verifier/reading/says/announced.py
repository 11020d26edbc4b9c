"""What a heading, a lead-in, a key or a cell announces of the names below or beside it: gone, to be made, forbidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from verifier.reading.english.lexis import neutral, shifts, table, verb_classes, verb_form
from verifier.reading.says.idioms import KINDS, WORTHLESS
from verifier.reading.says.place import Place, Standing
from verifier.reading.says.verbs import wished
from verifier.reading.says.words import Sort, Word, words_of
from verifier.reading.text import Text, TextBuilder

_MAKING = frozenset("create add write implement introduce draft build extract split author produce".split())
_BINS = ("🗑", "🚮", "➖")
_LEFT = frozenset(("copy", "migrate", "carry", "move", "port", "transfer", "keep", "bring", "include", "take"))
_BEHIND = frozenset(("omit", "exclude", "skip", "leave"))  # in the past: what was not taken along
_OF_A_THING = frozenset("a an the your our new own out up".split())
_BANNED = frozenset("forbidden prohibited banned disallowed verboten avoid avoiding off-limits".split())
_WHEN = frozenset(("during", "while", "since", "when"))  # the rest says only when
_OLD = frozenset(("removed", "before", "condition"))
_ADDED = frozenset(
    "no version yet over out longer exist found needed unused change changes pr commit release update refactoring cleanup".split()
)
_NEGATIONS = frozenset(("not", "never", "non"))


def _a_noun(lowers: Sequence[str], place: int) -> bool:
    """Whether "build" is what a project is built by ("Build/test commands", "Build and deploy"): what is to be built has an article."""
    return lowers[place] == "build" and (place + 1 == len(lowers) or lowers[place + 1] not in _OF_A_THING)


@lru_cache(maxsize=4096)
def announced(words: Text, changes: bool = False) -> Place | None:
    """Where what a text announces stands: "Removed files", "Files to create", "Do NOT create these", "What was not copied".

    Nothing where the text says more than that: "Removed dependencies" announces no files.
    """
    tokens = [word for word in _of_files(words_of(words)) if word.sort is not Sort.MARK]
    if not tokens or len(tokens) > 16:
        return None
    lowers = [word.lower for word in tokens]
    denied = next((w for w in lowers if w in _NEGATIONS or w.endswith("n't")), "")
    if _BANNED & set(lowers) and not denied:
        return Place(Standing.FORBIDDEN, words.plain)
    if not denied and _left_behind(tokens):
        return Place(Standing.FORMER, words.plain)
    rest_is_neutral = True
    telling: tuple[str, str, str, bool] | None = None  # lemma, form, word, behind "to"
    for place, word in enumerate(tokens):
        if word.lower in _WHEN:
            break
        verb = word.verb
        classes = verb_classes(verb.lemma) if verb else frozenset()
        strong = bool(classes & {"remove", "turn", "make", "lack"}) or (verb is not None and verb.lemma in _LEFT and bool(denied))
        strong = strong and word.lower not in table("neutral")["things"] and not _a_noun(lowers, place)
        if verb is not None and strong and telling is None:
            telling = (verb.lemma, verb.form, word.text, place > 0 and lowers[place - 1] == "to")
        elif wished(word.lower):
            return Place(Standing.PLANNED, word.text) if any(verb_classes(v.verb.lemma) & {"make"} for v in tokens if v.verb) else None
        elif word.sort is Sort.WORD and not neutral(word.lower) and word.lower not in _NEGATIONS and not word.lower.endswith("n't"):
            behind = verb is not None and verb.lemma in _BEHIND
            kind = next((w.lower for w in reversed(tokens) if w.sort is Sort.WORD), "") in KINDS  # "Removed stale pages", no "dead code"
            describing = kind and verb is None and not any(w.sort is Sort.NAME and w.mention is not None for w in tokens[place:])
            rest_is_neutral = rest_is_neutral and (
                bool(shifts(word.lower) & _OLD) or word.lower in _ADDED or behind or (kind and (word.lower in WORTHLESS or describing))
            )
    if _missing(lowers, rest_is_neutral):
        return Place(Standing.GONE, words.plain)
    if (rest_is_neutral and _removals(lowers)) or _went_away(lowers):
        return Place(Standing.FORMER, words.plain)
    if telling is None:
        return None
    lemma, form, cue, infinitive = telling
    classes = verb_classes(lemma)
    if denied:
        if form == "base" and lowers[0] in ("do", "don't", "never", "not") and classes & {"make", "remove", "turn"}:
            return Place(Standing.FORBIDDEN, words.plain)
        if (
            (form == "past" or {"did", "didn't"} & set(lowers) or infinitive)
            and lemma in _LEFT | {"create"}
            and (rest_is_neutral or infinitive)
        ):
            return Place(Standing.FORMER, words.plain)
        return None
    first = tokens[0].verb is not None and tokens[0].verb.lemma == lemma and tokens[0].text == cue
    if (infinitive or (form == "base" and first and not changes and lemma not in ("set", "put"))) and lemma in _MAKING:
        return Place(Standing.PLANNED, words.plain)
    if "remove" in classes and form == "past" and rest_is_neutral:
        return Place(Standing.GONE, words.plain)
    if "turn" in classes and form == "past" and rest_is_neutral and lemma not in ("extract", "split", "copy", "convert", "integrate"):
        return Place(Standing.FORMER, words.plain)
    return None


def _of_files(words: Sequence[Word]) -> Iterator[Word]:
    """The words without those in brackets, and without what says which files: "the files (3) from the first setup were deleted"."""
    depth, which, last = 0, False, ""
    for word in words:
        if word.text in "([":
            depth += 1
        elif word.text in ")]":
            depth -= 1
        elif not depth:
            which = (which and word.verb is None) or (word.lower in ("from", "of", "in") and last in KINDS)
            last = word.lower
            if not which:
                yield word


def _left_behind(tokens: list[Word]) -> bool:
    """ "Left out", "What we left behind", "Intentionally omitted", "Excluded from the migration", "Skipped"."""
    for place, word in enumerate(tokens):
        if word.verb is not None and word.verb.form == "past" and word.verb.lemma in _BEHIND:
            after = {other.lower for other in tokens[place + 1 : place + 3]}
            return word.verb.lemma != "leave" or bool(after & {"out", "behind", "aside"})
    return False


def _missing(lowers: list[str], rest_is_neutral: bool) -> bool:
    """ "Missing files", "Files not found", "Non-existent files"."""
    if not rest_is_neutral:
        return False
    files = bool(
        set(lowers) & {"file", "files", "module", "modules", "document", "documents", "documentation", "docs", "config", "configuration"}
    )
    last_two = " ".join(lowers[-2:])
    return files and (
        lowers[0] in ("missing", "nonexistent", "non-existent") or last_two in ("not found", "don't exist", "longer exist", "not exist")
    )


def _removals(lowers: list[str]) -> bool:
    """ "Removals", "No longer in the repository"."""
    joined = " ".join(lowers)
    here = any(f"no longer {word}" in joined for word in ("in", "part", "there", "present", "here", "shipped", "tracked"))
    return here or bool({"removals", "removal", "deletions", "deletion"} & set(lowers))


def _went_away(lowers: list[str]) -> bool:
    """ "What went away", "Files we took out": a verb that removes with the word behind it, and nothing more."""
    for place, (word, behind) in enumerate(pairwise(lowers)):
        form = verb_form(word)
        if form and form.form == "past" and f"{form.lemma} {behind}" in table("verbs")["remove_with"]:
            return all(neutral(other) for other in lowers[:place] + lowers[place + 2 :])
    return False


def binned(plain: str) -> bool:
    """Whether a line begins with the sign of a bin."""
    return plain.lstrip(" \t-*•").startswith(_BINS)


def titled(title: str) -> Text:
    """A heading's title as a text."""
    builder = TextBuilder()
    builder.add_markdown(title, 1, 1)
    return builder.build()
