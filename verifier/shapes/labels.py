"""What a bare number is told of: its key, the head of its row, the words before its bracket."""

from __future__ import annotations

import re

from verifier.model import Quantity
from verifier.reading.clause import Clause, Form

_VALUES = re.compile(r"^\W*(?:counts?|numbers?|totals?|values?|amount|quantity|now|current|after|actual|result|#)\W*$", re.I)


def label_of(clause: Clause, quantity: Quantity) -> str:
    """What a bare number is put against: its key, its row's head under a column of values, the words before its bracket."""
    context = clause.context
    before = clause.words.plain.partition(quantity.text)[0]
    if clause.form is Form.CELL:
        first = bool(context.row) and context.row[0].text.runs == clause.statement.text.runs
        return "" if first or not context.row or before.strip(" ~*`") else _headed(context.row[0].text.plain, context.header)
    if re.match(r"^\W*$", before):
        whole = clause.statement.text.plain
        return context.key if clause.position == 0 else whole.partition(clause.text)[0].rstrip(" (")
    key = re.match(r"^(?P<key>[^:(]{3,40})(?::|\s\()\s*[~*`]*$", before)
    return key["key"] if key else ""


def _headed(head: str, header: str) -> str:
    """A row's head under its column: "Python" under "Files", "Test files" under "Count"."""
    if re.match(r"^\W*(?:(?:number|no\.?|total|count|#)\s*(?:of\s+)?)?files?(?:\s+count)?\W*$", header, re.I):
        return head if re.search(r"\bfiles?\b|/", head, re.I) else f"{head} files"
    return head if _VALUES.match(header) else ""
