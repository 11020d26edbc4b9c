"""An overall score that is said again elsewhere: "Health score: 7.4/10" in the summary follows from the same categories as the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement
from verifier.rule import Example, Expect

from .check import Check
from .figures import Figure, figures
from .groups import Group, groups
from .layout import Layout
from .redone import KIND, Redone
from .scores import overall_scores

_LABEL = re.compile(
    r"^\W*(?:(?:current|estimated|the|our|codebase|project|code|application|repository|system|audit|review|architecture|is|quality)\s+)*"
    r"(?:overall|health|total|final|combined|composite|aggregate|average)\b(?:\s+(?:codebase|project|code|quality|health|score|grade|rating|assessment|"
    r"audit|architecture|of|is|was rated|at))*\W*(?:(?:is|of|at)\W+)?(?:[A-F][+-]?\W*)?$",
    re.I,
)
_NAMED = re.compile(r"\b(?:scores?|grade|rating|health|assessment|overall)\b", re.I)
_NOT_NOW = re.compile(
    r"\b(?:target|goal|previous|before|expected|projected|potential|after|minimum|threshold|was|from|coverage|confidence|progress|complet\w+)\b|→|->",
    re.I,
)


def checks(layout: Layout) -> Iterator[Check]:
    found = groups(layout)
    yield from _repeated(layout, found, list(overall_scores(layout, found)))


def _repeated(layout: Layout, groups: Sequence[Group], overall: Sequence[Check]) -> Iterator[Check]:
    """The finding of an overall score for each place that states the same score again."""
    firsts = [check for check in overall if check.subject == "overall score" and check.quantity is not None]
    known = {check.span for check in overall} | {figure.span for group in groups for figure in group.scores}
    if not firsts or len({(check.value, check.holds) for check in firsts}) != 1:
        return  # overall scores of several things, or none
    for statement in layout.statements:
        words, figure = _stated(layout, statement)
        if figure is None or figure.span in known:
            continue
        first = next((c for c in firsts if c.quantity and (c.quantity.stated, c.quantity.unit) == (figure.value, figure.unit)), None)
        if first is not None:
            yield replace(
                first, text=words, span=figure.span, claimed=figure.text, section=layout.titles(statement.line), quantity=figure.quantity
            )


def _stated(layout: Layout, statement: Statement) -> tuple[str, Figure | None]:
    """An overall score's words and figure."""
    if statement.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY} or len(statement.text.plain) > 400:
        return "", None
    text = layout.full(statement)
    found = [figure for figure in figures(text) if figure.whole is not None]
    if len(found) != 1 or not found[0].exact or found[0].unit == "%":
        return "", None
    figure, row = found[0], statement.context.row
    before = text.plain[: figure.start]
    if statement.form is Form.CELL and row:
        if _NOT_NOW.search(statement.context.header) or before.strip(" *(") not in {"", *"ABCDEF"}:
            return "", None
        before = row[0].text.plain
        words = f"{before.strip(' *')} | {figure.text}"
    else:
        if not layout.asserted(statement):
            return "", None
        clause = re.split(r"[.;!?]\s+|\s[-–—|]\s", before)[-1]
        words = clause.lstrip(" *(") + figure.text
        before = clause
    if not _LABEL.match(before) or not _NAMED.search(before) or _NOT_NOW.search(text.plain):
        return "", None
    return words, figure


class RepeatedScores(Redone):
    name = "repeated-scores"
    summary = "An overall score that is said again is judged as where it stands beside its categories."
    examples = (
        Example(
            "said again",
            "**Health score: 9.4/10**\n\n## Scorecard\n\n| Category | Score |\n|---|---|\n| Locks | 9/10 |\n"
            "| Doors | 7/10 |\n| Hinges | 8/10 |\n\n**Overall score: 9.4/10**\n",
            {},
            (Expect(KIND, Verdict.DOUBTFUL, 1),),
            also=("scores",),
        ),
        Example(
            "said of something else",
            "Team score: 9.4/10. Target health score: 9.4/10.\n\n## Scorecard\n\n| Category | Score |\n"
            "|---|---|\n| Locks | 9/10 |\n| Doors | 7/10 |\n| Hinges | 8/10 |\n\n**Overall score: 8/10**\n",
            {},
            (),
        ),
    )
