"""Assertive, check-worthy statements that no rule could read: coverage of the report is part of the truth about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.model import Claim, Unread
from verifier.reading.clause import Clause, FenceClass, Form, Report

_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|uses?|using|implements?|implemented|contains?|includes?|provides?|supports?|handles?|calls?"
    r"|returns?|validates?|configured|enabled|disabled|"
    r"required|stored?|exists?|missing|no|not|without|added|removed|replaced|updated|fixed|created|defined|imports?)\b",
    re.I,
)


def unread(report: Report, claims: Sequence[Claim[object]]) -> tuple[Unread, ...]:
    """The statements worth checking that carry no claim, in report order."""
    read = {line for claim in claims for line in range(claim.span.line, claim.span.end_line + 1)}
    found: dict[int, Unread] = {}
    for clause in report.clauses:
        if clause.span.line not in read and clause.span.line not in found and _worth_checking(clause):
            found[clause.span.line] = Unread(clause.span.line, clause.statement.text.plain[:300])
    return tuple(found.values())


def _worth_checking(clause: Clause) -> bool:
    if (
        not clause.asserts
        or clause.form in {Form.HEADING, Form.CODE, Form.TREE_ENTRY}
        or clause.context.fence in {FenceClass.DIAGRAM, FenceClass.OUTPUT}
    ):
        return False
    if any(True for mention in clause.mentions if mention.origin.value == "self") or clause.quantities:
        return True
    return clause.statement.mark is not None or (len(clause.text.split()) >= 3 and bool(_VERB.search(clause.text)))
