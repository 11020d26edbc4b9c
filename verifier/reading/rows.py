"""What a cell answers about the thing that its row is headed by: "Ruff | Configured? | No"."""

from __future__ import annotations

import re

from verifier.reading.clause import Cell, Clause, Form, Mark
from verifier.reading.english.lexis import table
from verifier.reading.roles import mark_of

_ASKS = frozenset(
    "exists exist present found available there configured enabled installed implemented supported used included defined provided "
    "integrated adopted existing".split()
)
_BESIDE = frozenset("is it are in use set up currently now already yet".split())
_STATES = frozenset("current status state availability finding result".split())
_NO = re.compile(r"^\W*(?:no|none|n|never|not yet)\W*$", re.I)
_LACKS = re.compile(
    r"^\W*(?:missing|absent|not (?:found|there|present|available|configured|enabled|installed|implemented|supported|used|included|defined"
    r"|provided|set up|in use)|does(?: not|n['’]t) exist)\W*$",
    re.I,
)
_CROSS = re.compile(r"^\s*[❌✗✘✖]\s*$")


def says_absent(cell: Cell) -> bool:
    """Whether a cell says that the thing is not there: "No" or a cross under a header that asks, "missing" under "Status", too."""
    plain = cell.text.plain
    if asks(cell.header):
        return bool(_NO.match(plain) or _LACKS.match(plain) or _CROSS.match(plain))
    return bool(_LACKS.match(plain)) and not set(re.findall("[a-z]+", cell.header.lower())) - _STATES


def asks(header: str) -> bool:
    """Whether a column's header asks whether a thing is there: "Configured?", "In use"."""
    words = re.findall("[a-z]+", header.lower())
    return bool(words) and (bool(_ASKS & set(words)) or words == ["in", "use"]) and set(words) <= _ASKS | _BESIDE


def undone_beside(clause: Clause) -> str:
    """The cell of its row that marks what heads the row as not done, by a cross, an hourglass or a word: "❌", "⏳ 40%", "Not started"."""
    row = clause.context.row if clause.form is Form.CELL else ()
    if not row or row[0].text.runs != clause.statement.text.runs:
        return ""
    return next((cell.text.plain for cell in row[1:] if _is_undone(cell.text.plain)), "")


_LACKING = re.compile(
    r"\W*(?:no|missing|lack|lacks|lacking|absent|without|add|create|introduce|not\s+(?:yet\s+)?\w+ed|not\s+built)\b", re.I
)


def lacked_beside(clause: Clause) -> bool:
    """Whether a cell of its row begins with what is lacking, or is to be added: a path may be where that belongs."""
    return clause.form is Form.CELL and any(_LACKING.match(cell.text.plain) for cell in clause.context.row)


def _is_undone(told: str) -> bool:
    mark, start, end = mark_of(told)
    begins = start > 0 or not told[:end].strip()  # at the end of other words it may mark those
    return (begins and mark in (Mark.NO, Mark.PENDING)) or told[start:end].strip(" .*!").lower() in table("labels")["undone"]


_TOGETHER = re.compile(r"[\w`)]\s*(?:\+|&)\s*`?[.\w]")


def heads_several(clause: Clause) -> bool:
    """Whether the row of a cell is headed by several things together: "`Modal.jsx` + `.css`"."""
    row = clause.context.row if clause.form is Form.CELL else ()
    return bool(row) and bool(_TOGETHER.search(row[0].text.plain))


_PARTS = re.compile(
    r"\W*(?:test\s+)?(?:class|suite|area|feature|group|category|component|function|method|scenario|topic|layer|section|subject|aspect|kind|case)"
    r"(?:e?s)?(?:\s+name)?\W*",
    re.I,
)
_QUALIFIED = re.compile(r"\b(?:unit|stress|integration|e2e|property|smoke|async|sync|ignored|skipped|slow)\b|#\[", re.I)


def counts_a_part(clause: Clause) -> bool:
    """Whether a number in a table may count a part of the row's file only: one that another cell names, or one sort, by its header."""
    if clause.form is not Form.CELL:
        return False
    others = [cell for cell in clause.context.row if cell.text.runs != clause.statement.text.runs]
    named = any(_PARTS.fullmatch(cell.header) and re.search(r"[A-Za-z]{3}", cell.text.plain) for cell in others)
    return named or bool(_QUALIFIED.search(clause.context.header))
