"""Numbers of things named in the same breath: "Moved 3 files: `a`, `b`, `c`", "4 instances: `x.py:63,79`, `y.py:12,30`"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.reading.clause import Form, Statement
from verifier.reading.text import Text

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout

_FILES = frozenset("file module script document page component template migration config test stylesheet image asset doc".split())
_PLACES = frozenset("instance occurrence location place reference usage call spot violation line hit match".split())
_NAMES = frozenset(
    "function method class hook service package dependency library route endpoint directory folder model table util utility helper enum variable "
    "prop constant type interface label role theme environment provider parameter field column setting option key command flag argument event "
    "permission status state exception attribute decorator fixture export import store context reducer job worker task queue index".split()
)
_PLAIN_NAMES = frozenset("role theme environment provider tier severity platform language layer category phase stage pillar".split())
_OPEN = re.compile(r"\b(?:including|such as|e\.g|like|etc|mostly|mainly|and others|and more|more|others|notably|among|for example|various|plus)\b|\.\.\.|…|[*{}]", re.I)
_HEAD = re.compile(r"^(?:\s+(?!and\b|or\b|than\b|of\b)[a-z][\w-]*){0,2}\s*(?P<open>:\s+|\(\s*|\s[-–—]\s+)", re.I)
_JOINT = re.compile(r"^\s*(?:,\s*(?:and\s+|&\s*)?|;\s*|\s+and\s+|\s*&\s*|\s*\+\s*|\s*\|\s*|\s*·\s*)$")
_NOTE = re.compile(r"^\s*\((?P<note>[^()]{0,60})\)")
_NAMED = re.compile(r"(?<![\w/.])[\w@./\\-]*\w\.[a-zA-Z]{1,5}(?::\d+(?:-\d+)?(?:,\s?\d+(?:-\d+)?)*)?(?![\w/])")
_ANCHORS = re.compile(r":(?P<lines>L?\d+(?:[-–]L?\d+)?(?:,\s?L?\d+(?:[-–]L?\d+)?)*)$")
_ACROSS = re.compile(r"^\s*(?:\w+\s+)?(?:across|in|over|from|spread over|spread across)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class _Item:
    path: str
    anchors: int  # 0: none given
    ranged: bool
    note: float | None  # "(3 places)"


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        text = layout.full(statement)
        for figure in figures(text):
            if figure.exact and figure.value >= 2 and figure.unit:
                yield from _inline(layout, statement, text, figure)
        yield from _spread(layout, statement, text)
        yield from _counted_above(layout, statement, text)


# -- in the same statement


def _inline(layout: Layout, statement: Statement, text: Text, figure: Figure) -> Iterator[Check]:
    plain = text.plain
    head = _HEAD.match(plain[figure.end :])
    if head is None or figure.unit in {"second", "byte", "%", "x"} or re.search(r"[-+*/×=]\s*$", plain[: figure.start]):
        return
    start = figure.end + head.end()
    end = _end(plain, start) if "(" in head["open"] else len(plain.rstrip(" .;"))
    if end <= start or _OPEN.search(plain[figure.start : start]):
        return
    coded = _items(text, start, end)
    if len(coded) >= 2 and not _OPEN.search(_outside(text, start, end)):
        yield from _counted(layout, statement, text, figure, coded, (start, end))
    elif not coded and figure.unit in _PLAIN_NAMES and "(" not in plain[start:end] and not _OPEN.search(plain[start:end]):
        names = re.split(r",\s*(?:and\s+)?", plain[start:end])
        both = re.split(r",\s*(?:and\s+)?|\s+and\s+", plain[start:end])
        if len(names) < 2 or any(not re.fullmatch(r"[\w'/ .-]{2,30}", name.strip()) or len(name.split()) > 3 for name in both):
            return
        if "." in plain[start:end].rstrip(".") or figures(text)[-1] is not figure:
            return
        check = compared(
            figure,
            [("names listed", float(len(both)), ""), ("names listed", float(len(names)), "")],
            text=plain[figure.start : end],
            section=layout.titles(statement.line),
            subject=figure.unit,
        )
        if check:
            yield check


def _end(plain: str, start: int) -> int:
    depth = 1
    for at in range(start, len(plain)):
        depth += {"(": 1, ")": -1}.get(plain[at], 0)
        if not depth:
            return at
    return 0


def _outside(text: Text, start: int, end: int) -> str:
    """The words between code spans: a "*" in code is no open end, except in the name of a file."""
    return "".join(" " if text.in_code(at, at + 1) and text.plain[at] not in "*{" else text.plain[at] for at in range(start, end))


def _items(text: Text, start: int, end: int) -> list[_Item]:
    """What is listed between two offsets, if it is nothing but code spans or file names, with brackets behind them at most."""
    spans = [(a, b) for a, b in text.codes if start <= a and b <= end]
    if not spans:
        spans = [match.span() for match in _NAMED.finditer(text.plain, start, end)]
    items: list[_Item] = []
    at = start
    for a, b in spans:
        joint = text.plain[at:a]
        if (items and not _JOINT.match(joint)) or (not items and joint.strip()):
            return []
        note = _NOTE.match(text.plain[b:end])
        at = b + (note.end() if note else 0)
        anchor = _ANCHORS.search(text.plain[a:b])
        lines = re.split(r",\s?", anchor["lines"]) if anchor else []
        number = only_figure(text.slice(b + note.start("note"), b + note.end("note"))) if note else None
        ranged = any("-" in line or "–" in line for line in lines) or (note is not None and bool(re.search(r"\d", note["note"])) and number is None)
        path = text.plain[a : a + anchor.start()] if anchor else text.plain[a:b]
        items.append(_Item(path.strip(), len(lines), ranged, number.value if number else None))
    return items if not text.plain[at:end].strip(" .;*") else []


def _counted(layout: Layout, statement: Statement, text: Text, figure: Figure, items: Sequence[_Item], at: tuple[int, int]) -> Iterator[Check]:
    noun = figure.unit
    paths = {item.path for item in items}
    ways: list[tuple[str, float, str]] = [("listed", float(len(items)), "")]
    anchors = [item.anchors for item in items]
    if any(anchors):
        places = [max(1, count) for count in anchors]
        ways.insert(0 if noun in _PLACES else 1, ("places listed", float(sum(places)), added(places)))
    if len(paths) != len(items):
        ways.append(("different ones listed", float(len(paths)), ""))
    notes = [item.note for item in items if item.note is not None]
    if notes:
        ways.append(("sum of the numbers in brackets", sum(notes) + len(items) - len(notes), added(notes)))
        ways.append(("sum of the numbers in brackets", sum(notes), added(notes)))
    like_files = all(re.search(r"\.\w{1,6}$", item.path) for item in items)
    fits = (noun in _FILES and like_files) or (noun in _PLACES and like_files and any(anchors)) or (noun in _NAMES and not any(anchors))
    directories = any(item.path.endswith("/") for item in items) and noun not in {"directory", "folder"}
    ranged = any(item.ranged for item in items) and noun not in _FILES
    check = compared(
        figure,
        ways,
        text=text.plain[figure.start : at[1]],
        section=layout.titles(statement.line),
        subject=noun,
        sure=fits and not directories and not ranged,
    )
    if check and (check.sure or (check.holds and not directories and noun in _FILES | _PLACES | _NAMES)):
        yield check


# -- in the list or table below


def _spread(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    """ "13 references across 5 files:" and a number each below."""
    found = [figure for figure in figures(text) if figure.exact]
    if statement.form is Form.CELL or len(found) != 2 or len(figures(text)) != 2:
        return
    total, homes = found
    if not (total.unit and homes.unit in _FILES | {"directory", "folder", "package", "service"}) or total.unit in {"%", "second", "byte", "x"}:
        return
    if not _ACROSS.match(text.plain[total.end : homes.start]):
        return
    last = text.place(len(text.plain) - 1)[0]
    block = next((block for block in layout.lists if last < block.line <= last + 2), None)
    parts: list[Figure] = []
    count = 0
    if block is not None and not any(s for s in layout.between(last + 1, block.line - 1)):
        if any(_OPEN.search(item.text.plain) for item in block.items):
            return
        count = len(block.items)
        for item in block.items:
            own = [figure for figure in figures(layout.full(item)) if figure.exact and figure.unit in (total.unit, "")]
            if len(own) != 1:
                return
            parts.append(own[0])
        named = all(_NAMED.search(layout.full(item).plain) for item in block.items)
        plainly = all(part.unit == total.unit for part in parts)
    else:
        table = next((table for table in layout.report.tables if last < table.line <= last + 2), None)
        if table is None:
            return
        columns = [i for i, header in enumerate(table.headers) if i and header.strip(" *").lower().rstrip("s") == total.unit]
        rows = [row for row in table.rows if not re.match(r"^\W*(?:total|sum)\b", row[0].text.plain, re.I)]
        cells = [only_figure(row[columns[0]].text) if columns and columns[0] < len(row) else None for row in rows]
        parts = [cell for cell in cells if cell is not None and cell.exact]
        if not parts or len(parts) != len(cells) or any(_OPEN.search(row[0].text.plain) for row in rows):
            return
        count, plainly = len(rows), True
        named = all(_NAMED.search(row[0].text.plain) for row in rows)
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


_ALTOGETHER = re.compile(r"\b(?:total|altogether|in all|overall)\b", re.I)


def _counted_above(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    """ "3 files, 4 lines total" right below a list of places."""
    found = [figure for figure in figures(text) if figure.exact and figure.unit in {"file", "line", "place", "location", "instance"}]
    if not found or len(found) != len(figures(text)) or len({f.unit for f in found}) != 2 or not _ALTOGETHER.search(text.plain) or len(text.plain) > 60:
        return
    block = next((block for block in reversed(layout.lists) if block.end_line < statement.line), None)
    if block is not None and block.end_line < statement.line <= block.end_line + 2:
        lines = [layout.full(item) for item in block.items]
    else:
        above = layout.between(statement.line - 2, statement.line - 1)
        lines = [layout.full(above[-1])] if above else []
    items: list[_Item] = []
    for line in lines:
        codes = [span for span in line.codes if _NAMED.fullmatch(line.plain[slice(*span)])]
        inside = _items(line, codes[0][0], codes[-1][1]) if codes else []
        if not inside or _OPEN.search(_outside(line, 0, len(line.plain))):
            return
        items += inside
    if len(items) < 2 or not all(item.anchors for item in items):
        return
    for figure in found:
        values = [float(item.anchors) for item in items]
        way = ("files listed", float(len({item.path for item in items})), "") if figure.unit == "file" else ("places listed", sum(values), added(values))
        ranged = figure.unit != "file" and any(item.ranged for item in items)
        check = compared(figure, [way], text=text.plain.strip(" ()"), section=layout.titles(statement.line), subject=figure.unit, sure=not ranged)
        if check and (check.holds or check.sure):
            yield check
