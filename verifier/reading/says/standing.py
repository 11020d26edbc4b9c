"""Where a name stands that a clause mentions: by its own sentence first, then by marks, row, lead-in and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from verifier.reading.clause import Clause, Form, Mark, Mention, Path, Role, Setting
from verifier.reading.english.lexis import neutral, shifts, table, verb_classes
from verifier.reading.filenames import is_placeholder
from verifier.reading.rows import says_absent
from verifier.reading.says.about import part_of_a_sample
from verifier.reading.says.announced import announced, binned, titled
from verifier.reading.says.governed import standing_in
from verifier.reading.says.idioms import WORTHLESS
from verifier.reading.says.place import THERE, Place, Standing
from verifier.reading.says.quoted import quoted
from verifier.reading.says.words import ARROWS, Sort, Word, offset_of, words_of
from verifier.reading.text import Text

_STATUS = re.compile(r"^(?P<letter>[ADMRC?])\d{0,3}\s+\S")  # as `git status` and `git diff --name-status` write
_STATES = frozenset(
    "current status state action change changes exists present found available availability result type operation what done note "
    "notes fate verdict outcome decision history problem rule rules policy".split()
)
_TOLD_IN_CELLS = frozenset((Standing.GONE, Standing.FORMER, Standing.PLANNED, Standing.POSSIBLE, Standing.FORBIDDEN))
_OTHERS = re.compile(r"…|\.\.\.|\betc\b")
_THINGS = table("neutral")["things"] - table("neutral")["apart"]
_LIST = 160  # characters of a list
_LISTS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.FENCE_LINE, Form.KEY_VALUE))

__all__ = ["THERE", "Place", "Standing", "standing"]


def standing(clause: Clause, mention: Mention) -> Place:
    """Where a mention of the clause's own stands."""
    text = clause.statement.text
    words = words_of(text)
    start = offset_of(text, mention.span)
    at = next((i for i, word in enumerate(words) if start is not None and word.sort is Sort.NAME and word.start <= start < word.end), None)
    if at is None:
        return THERE
    if isinstance(mention.value, Path) and is_placeholder(mention.value.text):
        return Place(Standing.POSSIBLE, "a placeholder")
    if isinstance(mention.value, Path) and _among_others(text, words[at].end):
        return Place(Standing.POSSIBLE, "…")
    if struck := next((text.plain[a:b] for a, b in text.struck if a <= words[at].start < b), ""):
        return Place(Standing.GONE if _names_only(struck, words[at]) else Standing.REFERRED, "~~")
    changes = _tells_changes(clause)
    own = standing_in(words, at, changes)
    if own is THERE and clause.form is Form.KEY_VALUE and clause.context.key:
        own = _keyed(clause.context.key, words, at, changes)
    if own is not THERE:
        return Place(Standing.REFERRED, own.cue) if _by_a_quotation(own, text, words, at, changes) else own
    if (before_colon := _behind_colon(text, words, at)) is not None:
        return before_colon
    if start is not None and part_of_a_sample(text, start):
        return Place(Standing.ELSEWHERE, "sample")
    if isinstance(mention.value, Setting) and (supposed := _supposed(clause, words, at)):
        return Place(Standing.POSSIBLE, supposed)
    if clause.context.tree is not None:
        return THERE
    if clause.form is Form.FENCE_LINE and at and _perceives(words[0]):
        return Place(Standing.OUTPUT, words[0].text)
    return (
        _untracked(words, at)
        or _marked(clause, mention, at == _head(clause))
        or _in_row(clause)
        or (_listed(clause, mention) if _heads(words, _head(clause), at) or _of_key(clause, words, at) else None)
        or _in_another(clause, mention)
        or THERE
    )


def _by_a_quotation(place: Place, text: Text, words: Sequence[Word], at: int, changes: bool) -> bool:
    """Whether only what is quoted beside the name says it, as in a list of headings: 'Read from `a.py`: "## Deleted", "## New"'."""
    if not any(quoted(text, word.start) for word in words) or quoted(text, words[at].start):
        return False
    own = [word for word in words if not quoted(text, word.start)]
    return standing_in(own, own.index(words[at]), changes).standing is not place.standing


def _names_only(struck: str, word: Word) -> bool:
    """Whether what is crossed out is the name, perhaps with what it is for, and no sentence that was withdrawn."""
    first = re.split(r"\s[-–—(]|:", struck.replace(word.text, " "), maxsplit=1)[0]
    return len(re.findall(r"[A-Za-z]+", first)) < 3


def _among_others(text: Text, end: int) -> bool:
    """Whether a list goes on with "…" or "etc.", so that a name in it only shows what is meant: "context files (`A.md`, `B.md`, …)"."""
    match = _OTHERS.search(text.plain, end, end + _LIST)
    if match is None:
        return False
    between = text.plain[: match.start()]
    for first, last in reversed(text.codes):
        if end <= first and last <= match.start():
            between = between[:first] + between[last:]
    return not between[end:].strip(" ,/`")


def _untracked(words: Sequence[Word], at: int) -> Place | None:
    """What stands behind a dash that follows a list of names, when it says that they are kept out of version control or made later."""
    for place in range(at + 1, len(words)):
        word = words[place]
        if word.text in ("—", "–", "-", "--", ":", "("):
            told = next((other for other in words[place + 1 : place + 5] if "untracked" in shifts(other.lower)), None)
            return Place(Standing.OUTPUT, told.text) if told else None
        if word.sort is not Sort.NAME and word.text != "," and word.lower not in ("and", "or"):
            return None
    return None


def _perceives(word: Word) -> bool:
    """Whether a line of a block begins with what a program says that it met: "Detected framework: flask"."""
    return word.verb is not None and word.verb.form == "past" and "perceive" in verb_classes(word.verb.lemma)


def _keyed(key: str, words: Sequence[Word], at: int, changes: bool) -> Place:
    """Where a name stands by the key before it: "Removed the vault: `vault.py`"."""
    named = words_of(_titled(key))
    lowers = [word.lower for word in named]
    of_things = lowers[-1:] in (["missing"], ["absent"], ["gone"]) and set(lowers[:-1]) <= _THINGS  # "Missing:", "Methods missing:"
    if of_things and all(w.sort is Sort.NAME or w.text in ",&and" for w in words):
        return Place(Standing.GONE, key)
    before = (*named, Word(":", ":", 0, 0, Sort.MARK))
    place = standing_in((*before, *words), len(before) + at, changes)
    return place if place.standing in (Standing.GONE, Standing.FORMER) else THERE


def _tells_changes(clause: Clause) -> bool:
    """Whether it is told in a list of what was done, where "Add x" means that it was added."""
    context = clause.context
    if clause.statement.mark is Mark.YES or clause.statement.ticked:
        return True
    roles = [context.key_role, context.lead_in_role, *(section.role for section in reversed(context.sections))]
    return next((role for role in roles if role not in (Role.NEUTRAL, Role.STATUS, Role.INVENTORY)), Role.NEUTRAL) is Role.CHANGES


def _head(clause: Clause) -> int:
    """The place of the name that the statement begins with, -1 without one: words before it only decorate."""
    for place, word in enumerate(words_of(clause.statement.text)):
        if word.sort is Sort.NAME:
            return place
        if word.sort is Sort.NUMBER or (word.sort is Sort.WORD and not neutral(word.lower) and word.lower not in WORTHLESS):
            return -1
    return -1


def _behind_colon(text: Text, words: Sequence[Word], at: int) -> Place | None:
    """What the words before a colon announce of the names behind it: "Not included: `a/`, `b.csv`", "Forbidden: `c.py`"."""
    colon = next((place for place, word in enumerate(words[: min(at, 8)]) if word.text == ":"), 0)
    if not colon or any(word.sort is not Sort.WORD for word in words[:colon]):
        return None
    if any(word.sort is Sort.WORD and word.lower not in ("and", "or") for word in words[colon:at]):
        return None
    told = announced(text.slice(0, words[colon].start))
    return told if told is not None and told.standing in (Standing.FORBIDDEN, Standing.FORMER) else None


def _of_key(clause: Clause, words: Sequence[Word], at: int) -> bool:
    """Whether the name is in a bare list behind a key: "Removed pages: `a.md` and `b.md`"."""
    return clause.form is Form.KEY_VALUE and all(
        word.sort in (Sort.NAME, Sort.MARK) or word.lower in ("and", "or") or word.lower in WORTHLESS for word in words[:at]
    )


def _heads(words: Sequence[Word], head: int, at: int) -> bool:
    """Whether a name is the one that its line begins with, or listed with it: "`a.py`, `b.py` and `c.py`"."""
    between = words[head + 1 : at] if 0 <= head < at else ()
    return at == head or (bool(between) and all(word.sort is Sort.NAME or word.text in (",", "and", "&") for word in between))


def _in_another(clause: Clause, mention: Mention) -> Place | None:
    """A path in a row or under a key that names another repository."""
    if not isinstance(mention.value, Path):
        return None
    context = clause.context
    for cell in context.row if clause.form is Form.CELL else ():
        if cell.header.strip().lower() in ("repository", "repo") and cell.text.runs != clause.statement.text.runs:
            return Place(Standing.ELSEWHERE, cell.text.plain)
    key = [word for word in words_of(_titled(context.key)) if word.sort is not Sort.MARK] if context.key else []
    if key and all("elsewhere" in shifts(word.lower) or neutral(word.lower) for word in key) and any(shifts(w.lower) for w in key):
        return Place(Standing.ELSEWHERE, context.key)
    return None


_SUPPOSING = frozenset("with if when setting having under given suppose supposing assume assuming imagine say whenever".split())
_EFFECTS = frozenset("effect effects meaning result results consequence consequences behaviour behavior impact".split())


def _supposed(clause: Clause, words: Sequence[Word], at: int) -> str:
    """Whether a setting is only supposed: "with `wrap: true`, each line breaks", "`wrap: true` breaks it", "to debug, set `x: 1`"."""
    before = [word for word in words[:at] if word.sort is not Sort.MARK]
    if before and before[-1].lower in _SUPPOSING and (len(before) <= 2 or (before[-1].lower == "with" and _acts(words, at))):
        return before[-1].text
    if len(before) > 1 and before[0].lower == "to" and before[-1].verb is not None and before[-1].verb.form == "base":
        return before[0].text
    if len(before) == 1 and ((before[0].verb and before[0].verb.form == "ing") or before[0].lower in ("were", "had", "should")):
        return before[0].text
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is not None and not before and behind.text in ARROWS:
        return behind.text
    if before or behind is None:
        headers = {word for cell in clause.context.row for word in cell.header.lower().split()} if clause.form is Form.CELL else set()
        return next(iter(sorted(headers & _EFFECTS)), "") if not before else ""
    if behind.sort is Sort.WORD and behind.lower.endswith("s") and not neutral(behind.lower):
        verb = behind.verb
        return behind.text if verb is None or (verb.form == "s" and not verb_classes(verb.lemma) & {"be", "have", "place"}) else ""
    return ""


def _acts(words: Sequence[Word], at: int) -> bool:
    """Whether a verb in the present follows: "a file with `x: 1` reads all"."""
    verb = words[at + 1].verb if at + 1 < len(words) else None
    return verb is not None and verb.form == "s"


def _marked(clause: Clause, mention: Mention, head: bool) -> Place | None:
    text = clause.statement.text
    if head and binned(text.plain):
        return Place(Standing.GONE, text.plain[:2])
    status = _STATUS.match(text.plain) if clause.form is Form.FENCE_LINE else None
    if status is None:
        return None
    if status["letter"] == "R":
        first, *others = [word for word in words_of(text) if word.sort is Sort.NAME and word.mention is not None]
        return Place(Standing.FORMER, "R") if others and _is(text, first, mention) else None
    return Place(Standing.GONE, "D") if status["letter"] == "D" else None


def _is(text: Text, word: Word, mention: Mention) -> bool:
    return offset_of(text, mention.span) == word.start


def _in_row(clause: Clause) -> Place | None:
    """What another cell of its row says became of it: "deleted", "merged into `b.py`", or where it is."""
    row = clause.context.row
    if clause.form is not Form.CELL or not row:
        return None
    own = next((place for place, cell in enumerate(row) if cell.text.runs == clause.statement.text.runs), -1)
    if own != 0 and not (own == 1 and _of_states(row[0].header)):
        return None
    for place, cell in enumerate(row):
        if place != own and says_absent(cell):
            return Place(Standing.GONE, cell.text.plain)
        if place == own or not _of_states(cell.header):
            continue
        if told := fate_in_cell(cell.text):
            return told
    return None


def _of_states(header: str) -> bool:
    return not set(re.findall("[a-z]+", header.lower())) - _STATES


@lru_cache(maxsize=2048)
def fate_in_cell(text: Text) -> Place | None:
    """What a cell beside a name says became of it."""
    plain = text.plain.strip()
    if plain.endswith("?"):
        return None  # "Deleted?" asks
    if plain.strip(" ❌✗").lower() in ("missing", "absent", "not found", "gone", "not there", "does not exist", "d"):
        return Place(Standing.GONE, plain)
    if binned(plain):
        return Place(Standing.GONE, plain[:2])
    told = announced(text, True) if len(plain) < 40 else None
    if told is None and len(plain) < 80:
        at = Word("it", "it", 0, 0, Sort.NAME)
        words = words_of(text)
        told = standing_in((at, Word(":", ":", 0, 0, Sort.MARK), *words), 0)
        if told is THERE:
            told = standing_in((at, *words), 0)
        if told is THERE:
            thought = standing_in((at, Word("is", "is", 0, 0, Sort.WORD), *words), 0)
            told = thought if thought.standing is Standing.POSSIBLE else told
    return told if told is not None and told.standing in _TOLD_IN_CELLS else None


def _listed(clause: Clause, mention: Mention) -> Place | None:
    """What the list's lead-in, its parents, or the headings above announce of what it names."""
    context = clause.context
    head_of_row = clause.form is Form.CELL and bool(context.row) and context.row[0].text.runs == clause.statement.text.runs
    alone = clause.form is Form.SENTENCE and (clause.statement.mark is not None or context.lead_in is not None)
    if not (clause.form in _LISTS or head_of_row or alone):
        return None
    changes = _tells_changes(clause)
    for text in _above(clause):
        told = announced(text, changes)
        if told is not None:
            return told if _of_the_sort(text, mention) else None
    for section in reversed(context.sections):
        told = announced(_titled(section.title), changes)
        if section.role is Role.MISSING and clause.statement.mark is Mark.YES:
            return None  # the one thing among what is missing that is there
        if told is not None:
            return told if _of_the_sort(_titled(section.title), mention) else None
        if section.role not in {Role.NEUTRAL, Role.INVENTORY, Role.MISSING, Role.STATUS}:
            break
    return None


def _of_the_sort(text: Text, mention: Mention) -> bool:
    """Whether a name is of the sort that is announced: what "missing test files" lists by the name of its source is not missing."""
    lowers = {word.lower for word in words_of(text)}
    if lowers & {"test", "tests", "spec", "specs"}:
        return bool(re.search(r"test|spec", mention.text, re.I))
    if lowers & {"document", "documents", "documentation", "docs", "doc"}:
        return bool(re.search(r"\.(?:md|mdx|rst|txt|adoc|html|pdf)\b|\bdocs?/|^[A-Z_]+$", mention.text))
    return True


def _above(clause: Clause) -> Iterator[Text]:
    context = clause.context
    if clause.form is Form.KEY_VALUE and context.key:
        yield _titled(context.key)
    yield from reversed(context.parents if clause.form is not Form.CELL else ())
    if context.lead_in is not None:
        yield context.lead_in
    if clause.form is Form.CELL and context.header:
        yield _titled(context.header)


@lru_cache(maxsize=1024)
def _titled(title: str) -> Text:
    return titled(title)
