"""What a clause says as "key: value": a row of two columns is one, too."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def matched(clause: Clause, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    """What the first pattern that fits reads in the clause with its key, without marks and the stop at its end."""
    text = re.sub(r"[`*]", "", valued(clause)).strip(" .;,")
    return next((match for pattern in patterns if (match := pattern.match(text))), None)
