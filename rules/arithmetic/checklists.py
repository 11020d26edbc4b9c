"""Progress that is told above a checklist: "2/3 done" over two ticked boxes of three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Verdict
from verifier.reading.clause import Statement
from verifier.rule import Example, Expect

from .check import Check, compared
from .figures import only_figure
from .layout import Layout
from .redone import KIND, Redone

_DONE = re.compile(
    r"(?P<part>\d{1,3})\s*(?:/|of|out\s+of)\s*(?P<whole>\d{1,3})(?:\s+(?:tasks?|items?|steps?|points?|boxes))?\s*\)?\s*"
    r"(?:are\s+|is\s+|have\s+been\s+)?(?:done|completed?|finished|checked|ticked)\b"
    r"|\b(?:progress|done|completed?|finished)\b\W{0,4}(?P<part2>\d{1,3})\s*(?:/|of|out\s+of)\s*(?P<whole2>\d{1,3})(?!\s*%|[\d.])",
    re.I,
)
_NEAR = 3  # lines between the number and its list


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        match = _DONE.search(statement.text.plain)
        boxes = _boxes(layout, statement.line) if match else ()
        if match is None or not boxes:
            continue
        part, whole = ("part", "whole") if match["part"] else ("part2", "whole2")
        told = only_figure(statement.text.slice(*match.span(part)))
        if told is None or int(match[whole]) != len(boxes):
            continue  # of other things than these boxes
        ticked = float(sum(box.ticked is True for box in boxes))
        check = compared(
            told,
            [(f"of {len(boxes)} boxes are ticked", ticked, "")],
            text=match[0],
            section=layout.titles(statement.line),
            subject="progress",
        )
        if check:
            yield check


def _boxes(layout: Layout, line: int) -> tuple[Statement, ...]:
    """The boxes of the list that begins right below a line; none where some of its items have none."""
    block = next((block for block in layout.lists_between(line + 1, line + _NEAR)), None)
    items = block.items if block is not None else ()
    return tuple(items) if len(items) > 1 and all(item.ticked is not None for item in items) else ()


class Checklists(Redone):
    name = "checklists"
    summary = "Progress that is told right above a checklist is the number of its ticked boxes."
    examples = (
        Example(
            "as ticked, and not",
            "Progress: 2/3 done\n\n- [x] one\n- [x] two\n- [ ] three\n\nProgress: 3/3 done\n\n- [x] one\n- [x] two\n- [ ] three\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.REFUTED, 7, observed="2 (of 3 boxes are ticked)")),
        ),
        Example(
            "of other things",
            "Progress: 7/9 done\n\n- [x] one\n- [ ] two\n\n2/2 done\n\n- one\n- two\n\nSpeed: 1/2\n\n- [x] one\n- [x] two\n",
            {},
            (),
        ),
    )
