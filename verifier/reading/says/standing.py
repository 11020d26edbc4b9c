"""Where a name stands that a clause mentions: by its own sentence first, then by marks, row, lead-in and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from verifier.reading.clause import Clause, Form, Mark, Mention, Role, Setting
from verifier.reading.english.lexis import neutral, verb_classes
from verifier.reading.says.about import part_of_a_sample
from verifier.reading.says.announced import announced, binned, titled
from verifier.reading.says.governed import THERE, Place, Standing, standing_in
from verifier.reading.says.idioms import WORTHLESS
from verifier.reading.says.words import Sort, Word, offset_of, words_of
from verifier.reading.text import Text

_STATUS = re.compile(r"^(?P<letter>[ADMRC?])\d{0,3}\s+\S")  # as `git status` and `git diff --name-status` write
_STATES = frozenset(
    "current status state action change changes exists present found available availability result type operation what done note "
    "notes rule rules policy".split()
)
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
    if any(first <= words[at].start < last for first, last in text.struck):
        return Place(Standing.GONE, "~~")
    own = standing_in(words, at, _tells_changes(clause))
    if own is not THERE:
        return own
    if (keyed := _keyed(text, words, at)) is not None:
        return keyed
    if start is not None and part_of_a_sample(text, start):
        return Place(Standing.ELSEWHERE, "sample")
    if isinstance(mention.value, Setting) and (supposed := _supposed(words, at)):
        return Place(Standing.POSSIBLE, supposed)
    if clause.context.tree is not None:
        return THERE
    return (
        _marked(clause, text, at == _head(clause))
        or _in_row(clause)
        or (_listed(clause, mention) if at == _head(clause) or _of_key(clause, words, at) else None)
        or THERE
    )


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


def _keyed(text: Text, words: Sequence[Word], at: int) -> Place | None:
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


def _supposed(words: Sequence[Word], at: int) -> str:
    """Whether a setting is only supposed: "with `wrap: true`, each line breaks", "`wrap: true` breaks the lines"."""
    before = [word for word in words[:at] if word.sort is not Sort.MARK]
    if before and before[-1].lower in ("with", "if", "when", "setting", "having") and len(before) <= 2:
        return before[-1].text
    behind = words[at + 1] if at + 1 < len(words) else None
    verb = behind.verb if behind else None
    if not before and behind is not None and verb is not None and verb.form == "s":
        return behind.text if not verb_classes(verb.lemma) & {"be", "have", "place"} else ""
    return ""


def _marked(clause: Clause, text: Text, head: bool) -> Place | None:
    if head and binned(text.plain):
        return Place(Standing.GONE, text.plain[:2])
    status = _STATUS.match(text.plain) if clause.form is Form.FENCE_LINE else None
    return Place(Standing.GONE, status["letter"]) if status and status["letter"] == "D" else None


def _in_row(clause: Clause) -> Place | None:
    """What another cell of its row says became of it: "deleted", "merged into `b.py`"."""
    row = clause.context.row
    if clause.form is not Form.CELL or not row or row[0].text.runs != clause.statement.text.runs:
        return None
    for cell in row[1:]:
        if set(re.findall("[a-z]+", cell.header.lower())) - _STATES:
            continue
        plain = cell.text.plain.strip(" ❌✗🗑").lower()
        told = announced(cell.text, True) if len(cell.text.plain) < 40 else None
        if plain in ("missing", "absent", "not found", "gone", "not there", "does not exist"):
            return Place(Standing.GONE, cell.text.plain)
        if told is not None and told.standing in (Standing.GONE, Standing.FORMER, Standing.PLANNED, Standing.FORBIDDEN):
            return told
    return None


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
