"""Check lists: a heading's percentage, "8/10" or "ALL PASSED" against the boxes ticked below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.model import Verdict
from verifier.reading.clause import Role, Section, Statement
from verifier.reading.roles import role_of
from verifier.rule import Example, Expect

from .check import Check, compared
from .figures import figures
from .layout import Layout
from .redone import KIND, Redone

_ALL_DONE = re.compile(
    r"\ball\b[\w\s]{0,20}\b(?:passed|pass|passing|complete[d]?|done|met|implemented|ticked|checked|fixed|resolved|green)\b", re.I
)
_PROGRESS = re.compile(r"\b(?:complete[d]?|completion|done|progress|finished|implemented|passed|passing|ticked|checked)\b", re.I)
_WISHED = re.compile(
    r"\b(?:must|should|to be|before|until|ensure|when|once|if|goals?|targets?|reach|achieve|coverage|minimum|at least)\b", re.I
)

_LATER = re.compile(r"\b(?:have|next|future|later|production|launch|deploy\w*|release|within|wish\w*)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for section in layout.report.sections:
        yield from _boxes(layout, section)


def _boxes(layout: Layout, section: Section) -> Iterator[Check]:
    """A heading's percentage, "8/10" or "ALL PASSED" against the boxes ticked below it."""
    statement = layout.heading(section)
    if statement is None:
        return
    items = [s for s in layout.between(section.line + 1, layout.end(section)) if s.ticked is not None and not _to_come(layout, s, section)]
    title = section is layout.report.sections[0] and bool(layout.children(section))  # a document's title is of more than its boxes
    if len(items) < 3 or title:
        return
    groups = {parent.place(0) for item in items for parent in item.context.parents}
    leaves = [box for box in items if box.text.place(0) not in groups]
    ratios = [
        (f"{_ticked(group)} of {len(group)} {name} ticked", group)
        for name, group in (("boxes", leaves), ("boxes with their groups", items))
        if group
    ]
    found = figures(statement.text)
    titles = layout.titles(section.line)
    if _WISHED.search(statement.text.plain) or not layout.told(statement):
        return
    if not found and _ALL_DONE.search(statement.text.plain):
        done = _ticked(items) == len(items) or _ticked(leaves) == len(leaves)
        span = statement.text.span(0, len(statement.text.plain))
        yield Check(
            statement.text.plain, span, "all", ratios[0][0], done, ratios[0][0], f"{_ticked(leaves)} / {len(leaves)}", titles, "check list"
        )
    if len(found) != 1 or (not found[0].exact and not found[0].approximate):
        return
    figure = found[0]
    if figure.unit == "%":
        told = _PROGRESS.search(statement.text.plain)
        ways = [(name, _ticked(group) / len(group) * 100, f"{_ticked(group)} / {len(group)} * 100") for name, group in ratios]
        check = compared(
            figure, ways, text=statement.text.plain, section=titles, subject="check list", sure=bool(told) or figure.value == 100
        )
        if check and (check.holds or check.sure):
            yield check
    elif figure.whole and any(figure.whole == len(group) for _, group in ratios):
        group = next(group for _, group in ratios if figure.whole == len(group))
        check = compared(
            figure,
            [("boxes ticked", _ticked(group), "")],
            text=statement.text.plain,
            section=titles,
            subject="check list",
            sure=bool(_PROGRESS.search(statement.text.plain)),
        )
        if check:
            yield check


def _to_come(layout: Layout, box: Statement, section: Section) -> bool:
    """Whether a heading between a box and the section says that it is yet to be done: "Must have (before launch)"."""
    nearer = layout.titles(box.line)[len(layout.titles(section.line)) + 1 :]
    return any(_WISHED.search(title) or _LATER.search(title) or role_of(title) is Role.PLAN for title in nearer)


def _ticked(boxes: Sequence[Statement]) -> int:
    return sum(box.ticked is True for box in boxes)


class Boxes(Redone):
    name = "boxes"
    summary = "A percentage or number of done things in a heading is that of the boxes ticked below it."
    examples = (
        Example(
            "ticked",
            "## Done (67% complete)\n\n- [x] a\n- [x] b\n- [ ] c\n\n## Doors (100% complete)\n\n- [x] a\n"
            "- [x] b\n- [ ] c\n\n## Locks: ALL PASSED\n\n- [x] a\n- [x] b\n- [x] c\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 7),
                Expect(KIND, Verdict.HOLDS, 13),
            ),
        ),
        Example(
            "goals",
            "## Goal: 100% typed\n\n- [ ] a\n- [ ] b\n- [ ] c\n",
            {},
            (),
        ),
        Example(
            "boxes to come",
            "# All phases complete!\n\n## Launch\n\n- [ ] a\n- [ ] b\n- [ ] c\n\n"
            "## Phases: all done\n\n- [x] a\n- [x] b\n- [x] c\n\n### Nice to have\n\n- [ ] d\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 9),),
        ),
    )
