"""Numbers of things in the list or table beside: "13 references across 5 files:" and a number each, "3 files, 4 lines total" below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .listed import FILES, NAMED, OPEN, Item, items_between, outside_code
from .redone import KIND, Redone

_ACROSS = re.compile(r"^\s*(?:\w+\s+)?(?:across|in|over|from|spread over|spread across)\s*$", re.I)
_ALTOGETHER = re.compile(r"\b(?:total|altogether|in all|overall)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        text = layout.full(statement)
        yield from _spread(layout, statement, text)
        yield from _counted_above(layout, statement, text)


def _spread(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    """ "13 references across 5 files:" and a number each below."""
    found = [figure for figure in figures(text) if figure.exact]
    if statement.form is Form.CELL or len(found) != 2 or len(figures(text)) != 2:
        return
    total, homes = found
    if not (total.unit and homes.unit in FILES | {"directory", "folder", "package", "service"}) or total.unit in {
        "%",
        "second",
        "byte",
        "x",
    }:
        return
    if not _ACROSS.match(text.plain[total.end : homes.start]):
        return
    last = text.place(len(text.plain) - 1)[0]
    block = next((block for block in layout.lists if last < block.line <= last + 2), None)
    parts: list[Figure] = []
    count = 0
    if block is not None and not any(s for s in layout.between(last + 1, block.line - 1)):
        if any(OPEN.search(item.text.plain) for item in block.items):
            return
        count = len(block.items)
        for item in block.items:
            own = [figure for figure in figures(layout.full(item)) if figure.exact and figure.unit in (total.unit, "")]
            if len(own) != 1:
                return
            parts.append(own[0])
        named = all(NAMED.search(layout.full(item).plain) for item in block.items)
        plainly = all(part.unit == total.unit for part in parts)
    else:
        table = next((table for table in layout.report.tables if last < table.line <= last + 2), None)
        if table is None:
            return
        columns = [i for i, header in enumerate(table.headers) if i and header.strip(" *").lower().rstrip("s") == total.unit]
        rows = [row for row in table.rows if not re.match(r"^\W*(?:total|sum)\b", row[0].text.plain, re.I)]
        cells = [only_figure(row[columns[0]].text) if columns and columns[0] < len(row) else None for row in rows]
        parts = [cell for cell in cells if cell is not None and cell.exact]
        if not parts or len(parts) != len(cells) or any(OPEN.search(row[0].text.plain) for row in rows):
            return
        count, plainly = len(rows), True
        named = all(NAMED.search(row[0].text.plain) for row in rows)
    if count < 2:
        return
    section = layout.titles(statement.line)
    values = [part.value for part in parts]
    sure = plainly and named and not re.search(r"\b(?:top|largest|main|some|key)\b", text.plain, re.I)
    for figure, name, value, working in (
        (total, "sum of the numbers below", sum(values), added(values)),
        (homes, "listed below", float(count), ""),
    ):
        check = compared(figure, [(name, value, working)], text=text.plain.strip(" :"), section=section, subject=figure.unit, sure=sure)
        if check and (check.holds or check.sure):
            yield check


def _counted_above(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    """ "3 files, 4 lines total" right below a list of places."""
    found = [figure for figure in figures(text) if figure.exact and figure.unit in {"file", "line", "place", "location", "instance"}]
    if (
        not found
        or len(found) != len(figures(text))
        or len({f.unit for f in found}) != 2
        or not _ALTOGETHER.search(text.plain)
        or len(text.plain) > 60
    ):
        return
    block = next((block for block in reversed(layout.lists) if block.end_line < statement.line), None)
    if block is not None and block.end_line < statement.line <= block.end_line + 2:
        lines = [layout.full(item) for item in block.items]
    else:
        above = layout.between(statement.line - 2, statement.line - 1)
        lines = [layout.full(above[-1])] if above else []
    items: list[Item] = []
    for line in lines:
        codes = [span for span in line.codes if NAMED.fullmatch(line.plain[slice(*span)])]
        inside = items_between(line, codes[0][0], codes[-1][1]) if codes else []
        if not inside or OPEN.search(outside_code(line, 0, len(line.plain))):
            return
        items += inside
    if len(items) < 2 or not all(item.anchors for item in items):
        return
    for figure in found:
        values = [float(item.anchors) for item in items]
        way = (
            ("files listed", float(len({item.path for item in items})), "")
            if figure.unit == "file"
            else ("places listed", sum(values), added(values))
        )
        ranged = figure.unit != "file" and any(item.ranged for item in items)
        check = compared(
            figure, [way], text=text.plain.strip(" ()"), section=layout.titles(statement.line), subject=figure.unit, sure=not ranged
        )
        if check and (check.holds or check.sure):
            yield check


class Spread(Redone):
    name = "spread"
    summary = "Numbers of things in several places are those of the list or table of the places."
    examples = (
        Example(
            "across files",
            "4 references across 2 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n",
            {"a.js": "", "b.js": ""},
            (
                Expect(KIND, Verdict.HOLDS, 1, subject="reference"),
                Expect(KIND, Verdict.HOLDS, 1, subject="file"),
            ),
        ),
        Example(
            "across files, wrong",
            "13 references across 2 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n",
            {"a.js": "", "b.js": ""},
            (
                Expect(KIND, Verdict.REFUTED, 1, subject="reference"),
                Expect(KIND, Verdict.HOLDS, 1, subject="file"),
            ),
        ),
        Example(
            "some of the files",
            "13 references across 3 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n- others\n",
            {"a.js": "", "b.js": ""},
            (),
        ),
    )
