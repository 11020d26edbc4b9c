"""Numbers of tests that stand against a file, a folder or a group: in a row, in brackets, behind a dash, under a heading."""

from __future__ import annotations

import re

from verifier.model import Quantity
from verifier.reading.clause import Clause, FenceClass, Form, Mention, Origin, Path, of_kind
from verifier.repository.kinds import holds_tests
from verifier.shapes.lookup import states

_WORDS = frozenset("test case function method block unit total automated individual".split())
_NOUNS = frozenset(
    (
        "file suite clas classe module script folder helper fixture run failure error categorie category environment user director "
        "directorie directory scenario step target command job type set project package"
    ).split()
)
_COLUMN = re.compile(
    r"\W*(?:(?:number|no\.?|total|count)\s+(?:of\s+)?)?(?:unit\s+)?tests?(?:\s+(?:functions?|cases?|methods?|blocks?|count))?\W*", re.I
)
_CHANGE = re.compile(
    r"\b(?:add(?:s|ed|ing)?|new|wrot?e|writ(?:e|ten|ing)|creat\w+|fix(?:ed|es)?|remov\w+|delet\w+|updat\w+|chang\w+|more|additional|extra|further|per"
    r"|fail\w*|skip\w*|broken|missing|needs?|should|first|last|other|only|of (?:the|its(?! own\b)|these|those))\b",
    re.I,
)
_LESS = re.compile(
    r"\b(?:fix(?:ed|es)?|remov\w+|delet\w+|fail\w*|skip\w*|broken|missing|needs?|should|would|per|each|every|more|lines?|across"
    r"|in all|overall)\b",
    re.I,
)


def numbers_of_tests(clause: Clause) -> list[Quantity]:
    """The numbers of a clause that count tests, as its words, its column or its key say."""
    row, context = clause.context.row, clause.context
    first = bool(row) and row[0].text.runs == clause.statement.text.runs
    column = clause.form is Form.CELL and not first and bool(_COLUMN.fullmatch(context.header))
    keyed = clause.form is not Form.CELL and clause.position == 0 and bool(_COLUMN.fullmatch(context.key))
    found = []
    for quantity in clause.quantities:
        whole = quantity.unit == f"of {quantity.stated:g}" if quantity.stated is not None else False  # "5/5"
        bare = (column or keyed) and (quantity.unit in ("", "test") or whole)
        said = "test" in quantity.words and set(quantity.words) <= _WORDS and not quantity.text.endswith("%")
        if (bare or said) and not _behind(clause, quantity):
            found.append(quantity)
    return found


def numbers_of_some_tests(clause: Clause) -> list[Quantity]:
    """The numbers of a clause that count tests of a sort, or that were written: all of a file are no fewer."""
    if clause.form is Form.CELL or _LESS.search(clause.in_full) or not states(clause, warned=True):
        return []
    counts = (one for one in clause.quantities if one.words[-1:] == ("test",) or (one.unit == "test" and not one.words))
    return [one for one in counts if not one.approximate and not one.text.endswith("%") and not _behind(clause, one)]


def of_a_change(clause: Clause) -> bool:
    """Whether tests are counted that somebody wrote, mended or left out, and not all that there are."""
    return bool(_CHANGE.search(clause.in_full)) or clause.negated


def file_above(clause: Clause) -> Mention[Path] | None:
    """The one file of tests that a key above ("Location: `test_a.py`") or the heading names, where the words name none themselves."""
    if any(m.origin is not Origin.HEADING for m in clause.all(Path)):
        return None
    headed = [m for m in clause.all(Path) if m.origin is Origin.HEADING]
    named = {m.value.text: m for m in (of_kind(clause.context.located, Path) or headed)}
    one = next(iter(named.values())) if len(named) == 1 else None
    return one if one is not None and not one.value.glob and holds_tests(one.value.text) else None


def exact(clause: Clause, quantity: Quantity) -> bool:
    """Whether functions or blocks are counted as they are written, not the tests that are run."""
    at = clause.text.find(quantity.text)
    words = f"{quantity.text} {clause.text[at + len(quantity.text) :][:12]} {clause.context.header}"
    return bool(re.search(r"\b(?:functions?|methods?|blocks?)\b", words, re.I))


def tells(clause: Clause) -> bool:
    """Whether it states something of the present, as a sentence, a heading, or a remark in a tree."""
    if states(clause, warned=True):
        return True
    remark = clause.form is Form.FENCE_LINE and clause.context.fence is FenceClass.TREE and clause.context.tree is not None
    return clause.asserts and (remark or clause.form is Form.HEADING) and not clause.text.rstrip().endswith("?")


def place_of(clause: Clause) -> Mention[Path] | None:
    """The one file or folder of tests that a number stands against: in its own words, its row, before its bracket, in the heading above."""
    named = [m for m in clause.all(Path) if m.origin in (Origin.SELF, Origin.ROW) or (m.origin is Origin.PARENT and _same_line(m, clause))]
    if not named:
        above = [m for m in clause.all(Path) if m.origin is Origin.HEADING]
        keyed = clause.form is Form.KEY_VALUE and bool(_COLUMN.fullmatch(clause.context.key))
        named = above if keyed else []
    texts = {m.text for m in named}
    one = named[0] if len(texts) == 1 else None
    return None if one is None or one.value.glob or one.value.anchors or one.value.symbol else one


def _same_line(mention: Mention, clause: Clause) -> bool:
    return mention.span.line == clause.span.line


def _behind(clause: Clause, quantity: Quantity) -> bool:
    """Whether a noun goes on behind the number's own: "1 test file", "3 test suites"."""
    at = clause.text.find(quantity.text)
    match = re.match(r"[ -]([a-z]+)", clause.text[at + len(quantity.text) :], re.I) if at >= 0 else None
    return match is not None and match[1].lower().rstrip("s") in _NOUNS
