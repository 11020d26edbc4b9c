"""Totals of what stands above them: "Total effort: 36 hours" below a list, lines or a table of efforts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.model import Verdict
from verifier.reading.clause import Form, ListBlock, Statement
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_MORE = 3  # times what is listed
REACH = 300  # lines above that a total may be of
TOTAL = re.compile(
    r"^\W*(?:grand |estimated |overall |combined )?total\b(?! (?:of|files? (?:in|scanned)|lines? of code)\b)|\btotal\s*[:=]\s*\W*$", re.I
)
_SO_FAR = re.compile(r"\b(?:total|remaining|balance|so far|left)\b\W*$", re.I)
_EFFORT = re.compile(r"^\W*(?:estimated |total )?(?:efforts?|estimates?|time|duration|hours|cost)\b", re.I)
_EFFORT_HEADER = re.compile(r"\b(?:effort|estimate|hours|duration|time needed)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        if statement.form is not Form.CELL:
            yield from _totals(layout, statement)


def _totals(layout: Layout, statement: Statement) -> Iterator[Check]:
    plain, found = statement.text.plain, figures(statement.text)
    words = f"{statement.context.key}: {plain}" if statement.context.key and statement.context.key not in plain else plain
    if not found or not TOTAL.search(words.split(found[0].text)[0]) or found[0].bounded or found[0].unit == "%" or found[0].whole:
        return
    total = found[0]
    text = words.split(total.text)[0] + total.text
    sure, ways = _ways(layout, statement, total)
    sure = sure and any(total.value <= _MORE * value for _, value, _ in ways)  # else it is the total of more than stands here
    sure = sure and not _running(layout, statement, total) and not _told_above(layout, statement, ways)
    check = compared(total, ways, text=text, section=layout.titles(statement.line), subject=total.unit, sure=sure)
    if check and (check.holds or sure):
        yield check
        if check.holds:
            yield from _weeks(layout, statement, total, found[1:])


def _running(layout: Layout, statement: Statement, total: Figure) -> bool:
    """Whether a total may go on from one before it: "Total: 450 points" in month 3, "Total: 650 points" in month 6."""
    section = layout.section_at(statement.line)
    first = max(section.line if section is not None else 1, statement.line - REACH)
    for other in layout.between(first, statement.line - 1):
        words = layout.full(other)
        if any(f.unit == total.unit and _SO_FAR.search(words.plain[: f.start]) for f in figures(words)):
            return True
    return False


def _told_above(layout: Layout, statement: Statement, ways: Sequence[tuple[str, float, str]]) -> bool:
    """Whether the heading tells what the parts add up to, so that the total is of more than this section: "Moons (13 files)"."""
    section = layout.section_at(statement.line)
    told = {float(number) for number in re.findall(r"\d{1,6}", section.title)} if section is not None else set()
    return any(value in told for _, value, _ in ways)


def _weeks(layout: Layout, statement: Statement, total: Figure, others: Sequence[Figure]) -> Iterator[Check]:
    """36 hours are a working week, rounded up: only confirmed."""
    for figure in others[:1]:
        unit = next(((name, hours) for name, hours in (("week", 40), ("day", 8)) if name in figure.text), None)
        if total.unit == figure.unit == "second" and "hour" in total.text and unit:
            said = round(figure.value / (604800 if unit[0] == "week" else 86400), 6)
            needed = total.value / 3600 / unit[1]
            if said - 1 < needed <= said or abs(said - needed) <= 0.25:
                working = f"{total.value / 3600:g} / {unit[1]}"
                yield Check(
                    f"({figure.text})",
                    figure.span,
                    figure.text,
                    f"{needed:.2g} {unit[0]}s of {unit[1]} hours",
                    True,
                    f"{working} = {needed:.2g}",
                    working,
                    layout.titles(statement.line),
                    exact=False,
                )


def _ways(layout: Layout, statement: Statement, total: Figure) -> tuple[bool, list[tuple[str, float, str]]]:
    """The sums that a total may be of: the items before it in its list, else what stands above it in its section, then further out."""
    before = layout.items_before(statement.line) or _lines_before(layout, statement)
    if before:
        parts, complete = _item_parts(before, total.unit)
        if len(parts) >= 2:
            return complete and total.exact and _adds_up(statement, total, before), [_sum("items above", parts)]
    if not total.unit:
        return False, []
    ways: list[tuple[str, float, str]] = []
    sure = False
    for depth, (first, last) in enumerate(ranges_above(layout, statement)):
        for name, parts, complete in _range_parts(layout, first, last, total.unit):
            if len(parts) >= 2:
                sure = sure or (depth == 0 and complete and not ways)
                ways.append(_sum(name, parts))
    return sure and len({way[1] for way in ways}) == 1, ways


def _lines_before(layout: Layout, statement: Statement) -> tuple[Statement, ...]:
    """The lines of a block right above one of them, each once: "app.py   355 lines - the app"."""
    if statement.form is not Form.FENCE_LINE:
        return ()
    line, found = statement.line - 1, list[Statement]()
    while above := [s for s in layout.between(line, line) if s.form is Form.FENCE_LINE]:
        found[:0] = above[:1]
        line -= 1
    return tuple(found)


def _adds_up(statement: Statement, total: Figure, items: Sequence[Statement]) -> bool:
    """Whether a total is of the same things as the items: "Total commits: 5" below "Files changed: 10" is not. Short times may overlap."""
    if total.unit == "second":
        return bool(re.search(r"\b(?:hours?|hrs?|days?|weeks?)\b|\dh\b", total.text))
    plain = f"{statement.context.key} {statement.text.plain}"
    words = {word.rstrip("s") for word in re.findall(r"[a-z]+", plain.lower())} - {
        "total",
        "grand",
        "overall",
        "estimated",
        "number",
        "of",
        "the",
        "count",
        "combined",
        "approximately",
        "about",
    }
    if not words or (total.unit and words <= {total.unit, *(total.quantity.words if total.quantity else ())}):
        return True
    return all(words & {word.rstrip("s") for word in re.findall(r"[a-z]+", item.text.plain.lower())} for item in items)


def _sum(name: str, parts: Sequence[Figure]) -> tuple[str, float, str]:
    scale = 3600 if parts[0].unit == "second" and all("hour" in p.text or re.search(r"\dh\b", p.text) for p in parts) else 1
    written = added(p.value / scale for p in parts)
    return f"sum of {len(parts)} {name}", round(sum(p.value for p in parts), 9), written


def ranges_above(layout: Layout, statement: Statement) -> list[tuple[int, int]]:
    """Line ranges above a statement, nearest first."""
    ranges = []
    section = layout.section_at(statement.line)
    if section is not None and statement.form is Form.HEADING:
        above = [s for s in layout.report.sections if s.line < section.line and s.level == section.level]
        if above and layout.parent(above[-1]) == layout.parent(section):
            ranges.append((above[-1].line, section.line - 1))
        section = layout.parent(section)
    while section is not None:
        ranges.append((section.line, statement.line - 1))
        section = layout.parent(section)
    return ranges if ranges and ranges[-1][0] == 1 else [*ranges, (1, statement.line - 1)]


def _range_parts(layout: Layout, first: int, last: int, unit: str) -> Iterator[tuple[str, list[Figure], bool]]:
    blocks: list[ListBlock] = [
        block for block in layout.lists if first <= block.line <= last and not any(TOTAL.search(item.text.plain) for item in block.items)
    ]
    if unit == "second" or not blocks:
        parts, complete = _item_parts([item for block in blocks for item in block.items], unit, bracketed=True)
        yield "items above", parts, complete and len(blocks) == 1
    elif blocks:
        parts, complete = _item_parts(blocks[-1].items, unit)
        yield "items above", parts, complete and len(blocks) == 1
    keyed = [s for s in layout.between(first, last) if _EFFORT.match(s.context.key or s.text.plain) and s.form is Form.KEY_VALUE]
    found = [[f for f in figures(s.text) if f.unit == unit] for s in keyed]
    yield "efforts above", [f[0] for f in found if len(f) == 1], all(len(f) == 1 and f[0].exact for f in found)
    rows: list[Figure] = []
    for table in layout.tables_between(first, last):
        for index, header in enumerate(table.headers):
            if index and _EFFORT_HEADER.search(header):
                cells = [only_figure(row[index].text) if index < len(row) else None for row in table.rows]
                rows += [cell for cell in cells if cell and cell.unit == unit]
                yield (
                    "rows above",
                    [cell for cell in cells if cell and cell.unit == unit],
                    all(cell is not None and cell.exact for cell in cells),
                )
    yield "rows of all tables above", rows, False


def _item_parts(items: Sequence[Statement], unit: str, bracketed: bool = False) -> tuple[list[Figure], bool]:
    """The one number of that unit in each item, and whether each has one that is exact."""
    parts: list[Figure] = []
    complete = True
    for item in items:
        found = [
            f
            for f in figures(item.text)
            if f.unit == unit and not (bracketed and not re.search(r"[(\[~–—:-]\s*$", item.text.plain[: f.start]))
        ]
        if len(found) == 1:
            parts.append(found[0])
        complete = complete and len(found) == 1 and found[0].exact
    return parts, complete


class Totals(Redone):
    name = "totals"
    summary = "A total below a list, lines or a table of efforts is the sum of what stands there."
    examples = (
        Example(
            "hours",
            "- Parser (3 hours)\n- Tests (5 hours)\n\n**Total: 9 hours**\n",
            {},
            (Expect(KIND, Verdict.REFUTED, 4, observed="8 hours (sum of 2 items above)"),),
        ),
        Example(
            "efforts",
            "1. Doors\n   - **Effort**: 2 hours\n2. Locks\n   - **Effort**: 3 hours\n\nTotal effort: 5 hours\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 6),),
        ),
        Example(
            "lines of a block",
            "```\napp.py    355 lines - the app\nview.py   100 lines - the views\nTotal:    455 lines\n```\n\n## After\n\n"
            "```\napp.py    355 lines - the app\nview.py   100 lines - the views\nTotal:    480 lines\n```\n",
            {"app.py": "x\n" * 355, "view.py": "x\n" * 100},
            (Expect(KIND, Verdict.HOLDS, 4), Expect(KIND, Verdict.REFUTED, 12)),
        ),
        Example(
            "unlike things",
            "- Files changed: 10\n- Lines added: 500\n- Total commits: 5\n",
            {},
            (),
        ),
        Example(
            "times that overlap",
            "- Fetch: 300ms\n- Render: 200ms\n- Total: 400ms\n",
            {},
            (),
        ),
    )
