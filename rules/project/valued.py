"""What a clause says as "key: value": a row of two columns is one, too."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Form

_VALUES = re.compile(r"^\W*(?:values?|facts?|details?|declared|setting|current|info(?:rmation)?|status)\W*$", re.I)


def valued(clause: Clause) -> str:
    """The clause with its key; of a cell only where the row says just that of its first cell. "" for other cells."""
    if clause.form is not Form.CELL:
        return clause.in_full
    row = clause.context.row
    if len(row) == 2 and _VALUES.match(clause.context.header):
        return f"{row[0].text.plain}: {clause.text}"
    return ""
