"""Whether a number is of what was taken away, which says nothing of what is there now."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Form
from verifier.reading.says.announced import announced, titled
from verifier.reading.says.place import Standing

_TAKEN = re.compile(
    r"\b(?:remov|eliminat|delet|replac|convert|migrat|clean(?:ed|s|ing|up)?\b|dropp|stripp|purg|fix|resolv|address|swapp|refactor|rewr|reduc"
    r"|cut\b|got rid|get rid|getting rid|gone\b|away\b|reworked|tightened|typed\b|substitut|turned into|moved to)\w*",
    re.I,
)
_NOW = re.compile(
    r"\b(?:remain\w*|left|still|there (?:is|are)|currently|now (?:has|have|contains?)|to (?:fix|remove|replace|clean))\b", re.I
)


def taken_away(clause: Clause) -> bool:
    """Whether what the clause counts was removed or replaced, by its own words or by what it stands under."""
    if _NOW.search(clause.text):
        return False
    context = clause.context
    above = [context.key, context.lead_in.plain if context.lead_in else "", *(parent.plain for parent in context.parents[-1:])]
    if clause.form is Form.CELL:
        above += [context.header, context.row[0].text.plain if context.row else ""]
    if any(_TAKEN.search(text) for text in (clause.text, *above)):
        return True
    told = announced(titled(context.sections[-1].title)) if context.sections else None
    return told is not None and told.standing in (Standing.GONE, Standing.FORMER)
