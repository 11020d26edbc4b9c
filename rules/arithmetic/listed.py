"""Numbers of things named in the same breath: "Moved 3 files: `a`, `b`, `c`", "4 instances: `x.py:63,79`, `y.py:12,30`"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.knowledge.words import stem
from verifier.model import Verdict
from verifier.reading.clause import Statement
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

FILES = frozenset("file module script document page component template migration config test stylesheet image asset doc".split())
_PLACES = frozenset("instance occurrence location place reference usage call spot violation line hit match".split())
_NAMES = frozenset(
    "function method class hook service package dependency library route endpoint directory folder model table util "
    "utility helper enum variable "
    "prop constant type interface label role theme environment provider parameter field column setting option key "
    "command flag argument event "
    "permission status state exception attribute decorator fixture export import store context reducer job worker task "
    "queue index".split()
)
_PLAIN_NAMES = frozenset("role theme environment provider tier severity platform language layer category phase stage pillar".split())
OPEN = re.compile(
    r"\b(?:including|such as|e\.g|like|etc|mostly|mainly|and others|and more|more|others|notably|among|for example|"
    r"various|plus)\b|\.\.\.|…|[*{}]",
    re.I,
)
_HEAD = re.compile(r"^(?:\s+(?!and\b|or\b|than\b|of\b)[a-z][\w-]*){0,2}\s*(?P<open>:\s+|\(\s*|\s[-–—]\s+)", re.I)
_PART_OF = re.compile(r"[-+*/×=]\s*$|\b(?:of|from|than|vs\.?|over|versus)\s+(?:(?:the|all|these|those|our)\s+)?$", re.I)
_JOINT = re.compile(r"^\s*(?:,\s*(?:and\s+|&\s*)?|;\s*|\s+and\s+|\s*&\s*|\s*\+\s*|\s*\|\s*|\s*·\s*)$")
_KEY = re.compile(r"(?P<noun>[A-Za-z]{3,})\W{0,3}:\W{0,3}$")
_NOTE = re.compile(r"^\s*\((?P<note>[^()]{0,60})\)")
NAMED = re.compile(r"(?<![\w/.])[\w@./\\-]*\w\.[a-zA-Z]{1,5}(?::\d+(?:-\d+)?(?:,\s?\d+(?:-\d+)?)*)?(?![\w/])")
_ANCHORS = re.compile(r":(?P<lines>L?\d+(?:[-–]L?\d+)?(?:,\s?L?\d+(?:[-–]L?\d+)?)*)$")


@dataclass(frozen=True, slots=True)
class Item:
    path: str
    anchors: int  # 0: none given
    ranged: bool
    note: float | None  # "(3 places)"


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        text = layout.full(statement)
        for figure in figures(text):
            if figure.exact and figure.value >= 2 and (unit := figure.unit or _keyed(text, figure)):
                yield from _inline(layout, statement, text, figure if figure.unit else replace(figure, unit=unit))


def _keyed(text: Text, figure: Figure) -> str:
    """What a bare number counts behind its key: "Categories: 4 (`fast`, `slow`...)"; "" for no noun of which names are told."""
    match = _KEY.search(text.plain[: figure.start])
    unit = stem(match["noun"].lower()) if match else ""
    return unit if unit in _PLAIN_NAMES | _NAMES else ""


def _inline(layout: Layout, statement: Statement, text: Text, figure: Figure) -> Iterator[Check]:
    plain = text.plain
    head = _HEAD.match(plain[figure.end :])
    if head is None or figure.unit in {"second", "byte", "%", "x"} or _PART_OF.search(plain[: figure.start]):
        return
    start = figure.end + head.end()
    end = _end(plain, start) if "(" in head["open"] else len(plain.rstrip(" .;"))
    if end <= start or OPEN.search(plain[figure.start : start]):
        return
    coded = items_between(text, start, end)
    if len(coded) >= 2 and not OPEN.search(outside_code(text, start, end)):
        yield from _counted(layout, statement, text, figure, coded, (start, end))
    elif not coded and figure.unit in _PLAIN_NAMES and "(" not in plain[start:end] and not OPEN.search(plain[start:end]):
        names = re.split(r",\s*(?:and\s+)?", plain[start:end])
        both = re.split(r",\s*(?:and\s+)?|\s+and\s+", plain[start:end])
        if len(names) < 2 or any(not re.fullmatch(r"[\w'/ .-]{2,30}", name.strip()) or len(name.split()) > 3 for name in both):
            return
        if "." in plain[start:end].rstrip(".") or figures(text)[-1].start != figure.start:
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


def outside_code(text: Text, start: int, end: int) -> str:
    """The words between code spans: a "*" in code is no open end, except in the name of a file."""
    return "".join(" " if text.in_code(at, at + 1) and text.plain[at] not in "*{" else text.plain[at] for at in range(start, end))


def items_between(text: Text, start: int, end: int) -> list[Item]:
    """What is listed between two offsets, if it is nothing but code spans or file names, with brackets behind them at most."""
    spans = [(a, b) for a, b in text.codes if start <= a and b <= end]
    if not spans:
        spans = [match.span() for match in NAMED.finditer(text.plain, start, end)]
    items: list[Item] = []
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
        ranged = any("-" in line or "–" in line for line in lines) or (
            note is not None and bool(re.search(r"\d", note["note"])) and number is None
        )
        path = text.plain[a : a + anchor.start()] if anchor else text.plain[a:b]
        items.append(Item(path.strip(), len(lines), ranged, number.value if number else None))
    return items if not text.plain[at:end].strip(" .;*") else []


def _counted(
    layout: Layout, statement: Statement, text: Text, figure: Figure, items: Sequence[Item], at: tuple[int, int]
) -> Iterator[Check]:
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
    fits = (noun in FILES and like_files) or (noun in _PLACES and like_files and any(anchors)) or (noun in _NAMES and not any(anchors))
    directories = any(item.path.endswith("/") for item in items) and noun not in {"directory", "folder"}
    ranged = any(item.ranged for item in items) and noun not in FILES
    # Fewer than half, or some in brackets, are examples: "20 components (`Button`, `Modal`)".
    missing = figure.value - max(value for _, value, _ in ways)
    bracketed = text.plain[at[1] : at[1] + 1] == ")"
    named = missing <= 0 or (missing <= 2 and len(items) >= 3 if bracketed else missing <= len(items))
    check = compared(
        figure,
        ways,
        text=text.plain[figure.start : at[1]],
        section=layout.titles(statement.line),
        subject=noun,
        sure=fits and named and not directories and not ranged,
    )
    if check and (check.sure or (check.holds and not directories and noun in FILES | _PLACES | _NAMES)):
        yield check


class Listed(Redone):
    name = "listed"
    summary = "A number of things is the number of those named right behind it."
    examples = (
        Example(
            "named in one breath",
            "- Moved 3 files: `a.py`, `b.py`, and `c.py`\n- Moved 6 files: `a.py`, `b.py`, `c.py`\n- Two roles: admin, editor\n",
            {"a.py": "", "b.py": "", "c.py": ""},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 2, observed="3 (listed)"),
                Expect(KIND, Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "examples",
            "- 20 components (`Button`, `Modal`)\n- 6 files including `a.py`, `b.py`\n",
            {"a.py": "", "b.py": ""},
            (),
        ),
    )
