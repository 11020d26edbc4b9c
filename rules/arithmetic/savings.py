"""What was before, what is after, and what was saved, told one after the other: in a line, a list, or the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement, Table
from verifier.rule import Example, Expect

from .changes import change_ways
from .check import Check, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_ROLES = {
    "before": frozenset("before old original originally previous previously initial initially baseline was".split()),
    "after": frozenset("after new now current currently final today".split()),
    "change": frozenset(
        (
            "saved saving savings saves reduction reduced difference diff change delta improvement decrease decreased increase increased "
            "growth gain shrinkage"
        ).split()
    ),
}
_NEUTRAL = frozenset("total net line lines loc overall of code the a size count number by is are in all file files we have with".split())
_LABEL = re.compile(r"(?:^|[.;,|•·(→]|\s[-–—])\W{0,6}(?P<label>[A-Za-z][A-Za-z ]{1,40}?)\W{0,8}$")
_MEASURED = frozenset(("line", "byte"))
_ADDED = frozenset("added additions insertions inserted".split())
_REMOVED = frozenset("removed removals deletions deleted".split())
_NET = re.compile(r"^\W*net(?:\s+(?:change|lines?|difference|total|loc|code))*\W*[+\-−–]?\W*$", re.I)
_REACH = 8  # lines from what was before to what was saved
_SPEED = re.compile(r"\b(?:faster|slower|speed\w*|quicker|better|efficien\w+)\b", re.I)
_ARROW = re.compile(r"^(?:\s(?!and\b|or\b)[a-z]+){0,2}\s*(?:→|->|=>|to|down to|up to)\s*(?:just\s|only\s)?", re.I)
_NOUNS = (
    r"(?:saving|saved|savings?\sof|reduction\sof|decrease\sof|increase\sof|difference\sof|drop\sof|reducing\sit\sby|removing|a\scut\sof)"
)
_GIVEN_BEHIND = re.compile(
    rf"^(?:\s[a-z]+){{0,3}}\s*[,;:(–—-]\s*(?:(?:which\s)?(?:is\s)?(?:a|an|for|net|total|thereby)\s)*{_NOUNS}\W*$", re.I
)
_BRACKET = re.compile(r"^(?:\s[a-z]+){0,3}\s*\(\W*$", re.I)
_LESS = re.compile(r"^\W{0,6}(?:saved|less|fewer|shorter|smaller|more|removed|dropped)\b", re.I)
_GIVEN_BEFORE = re.compile(r"^(?:\s[a-z]+){0,3}\s*[(:,–—-]\s*(?:from\s)?$", re.I)
_SAVED = re.compile(r"\b(?:saved|saves|saving|reduced by|reduction of|shrunk by|shorter by)\W*$", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    role: str
    about: frozenset[str]  # what else its label says: "CPU" of "CPU before"
    figure: Figure
    statement: Statement


def checks(layout: Layout) -> Iterator[Check]:
    yield from _in_turn(layout, list(_labelled(layout)))
    for statement in layout.worded():
        if statement.form is not Form.CELL:
            yield from _from_to(layout, statement)
    for table in layout.report.tables:
        yield from _rows(table)
    yield from _net(layout)


def _net(layout: Layout) -> Iterator[Check]:
    """ "Lines added: 726", "Lines removed: 204", "Net change: +522": the last is the difference of the two above it."""
    added: tuple[Figure, int] | None = None
    removed: tuple[Figure, int] | None = None
    for statement in layout.worded():
        text = layout.full(statement)
        found = figures(text)
        if statement.form is Form.CELL or len(found) != 1 or not found[0].exact:
            continue
        label = text.plain[: found[0].start]
        words = set(re.findall(r"[a-z]+", label.lower()))
        here = found[0], statement.line
        if words & _ADDED and words <= _ADDED | _NEUTRAL:
            added, removed = here, None
        elif words & _REMOVED and words <= _REMOVED | _NEUTRAL:
            removed = here
        elif _NET.match(label) and added and removed and statement.line - added[1] <= _REACH:
            value = abs(added[0].value) - abs(removed[0].value)
            working = f"{abs(added[0].value):g} - {abs(removed[0].value):g}"
            ways = [("difference", value, working)] + ([] if found[0].signed else [("difference", abs(value), "")])
            check = compared(found[0], ways, text=text.plain, section=layout.titles(statement.line), subject="net change")
            if check:
                yield check
            added = removed = None


def _labelled(layout: Layout) -> Iterator[_Told]:
    """The figures that a label in front of them tells as those before, after or of the change."""
    for statement in layout.worded():
        if statement.form is Form.CELL:
            continue
        text = layout.full(statement)
        found, end = figures(text), 0
        told: list[_Told] = []
        for at, figure in enumerate(found):
            match = _LABEL.search(text.plain[end : figure.start])
            role, about = _role(match["label"]) if match else ("", frozenset())
            if (
                at
                and not match
                and found[at - 1].unit != "%"
                and figure.unit == "%"
                and re.fullmatch(r"\s*\(\W*", text.plain[end : figure.start])
            ):
                role = "share"  # "60 lines (20 %)"
            if role and _alone(text.plain, figure, found[at + 1] if at + 1 < len(found) else None):
                told.append(_Told(role, about, figure, statement))
            end = figure.end
        key = _role(statement.context.key)
        sizes = [figure for figure in found if figure.unit in _MEASURED]
        if len(found) > 1 and key[0] in ("before", "after") and len(sizes) == 1 and _alone(text.plain, sizes[0], None):
            yield _Told(*key, sizes[0], statement)  # "Before: 3 apps and a script (854 lines)"
        elif len(told) == len(found):  # other numbers beside them may be those of the change
            yield from told


def _role(label: str) -> tuple[str, frozenset[str]]:
    words = label.lower().split()
    roles = {role for word in words for role, known in _ROLES.items() if word in known}
    about = frozenset(word for word in words if word not in _NEUTRAL and not any(word in known for known in _ROLES.values()))
    return (next(iter(roles)), about) if len(roles) == 1 and len(words) <= 4 else ("", frozenset())


def _alone(plain: str, figure: Figure, following: Figure | None) -> bool:
    """Whether a figure is all that its label tells: not "300 of 400", "300 → 240", nor "from 300 to 240"."""
    behind = plain[figure.end : following.start if following else len(plain)]
    return not re.match(r"\s*(?:of|to|→|->|[-–/x×*+]|per|vs)(?:\s|\d|$)", behind)


def _in_turn(layout: Layout, told: Sequence[_Told]) -> Iterator[Check]:
    """Every change behind a value before and one after, with nothing else between them."""
    before: _Told | None = None
    after: _Told | None = None
    last: _Told | None = None
    for one in told:
        if last is not None and last.role in ("change", "share") and one.statement.line > last.statement.line + 1:
            before = after = None  # told and done
        if one.role == "before":
            before, after = one, None
        elif one.role == "after":
            after = one if before is not None and _together(layout, before, one) else None
        elif before is not None and after is not None and _together(layout, before, one) and _of_change(one, last):
            check = _check(before.figure, after.figure, one.figure, one.statement.text.plain, layout.titles(one.statement.line))
            if check is not None:
                yield check
        last = one


def _of_change(one: _Told, last: _Told | None) -> bool:
    return one.role == "change" or (last is not None and last.role == "change")


def _together(layout: Layout, first: _Told, one: _Told) -> bool:
    same = layout.section_at(first.statement.line) is layout.section_at(one.statement.line)
    return same and one.statement.line - first.statement.line <= _REACH and (not one.about or one.about == first.about)


def _from_to(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "From 300 to 240 lines, saving 60 lines", "300 lines → 240 lines (-60)", "Saved 60 lines (300 → 240)"."""
    text = layout.full(statement)
    plain, found = text.plain, figures(text)
    if len(found) != 3:
        return
    for old, new, change in (found, (found[1], found[2], found[0])):
        behind = change is found[2]
        between = plain[new.end : change.start] if behind else plain[change.end : old.start]
        marks = _GIVEN_BEHIND if behind else _GIVEN_BEFORE
        said = marks.match(between) or (behind and _BRACKET.match(between) and (change.signed or _LESS.match(plain[change.end :])))
        joined = _ARROW.fullmatch(plain[old.end : new.start])
        if not said or not joined or change.unit == "%" or (not behind and not _SAVED.search(plain[: change.start])):
            continue
        if change.unit and new.unit and change.unit != new.unit:
            continue
        check = _check(old, new, change, plain, layout.titles(statement.line))
        if check is not None:
            yield check


def _rows(table: Table) -> Iterator[Check]:
    """Rows "Before", "After" and "Saved" of one table, column by column."""
    rows = {role: row for row in table.rows if (role := _role(row[0].text.plain.strip(" *:"))[0])}
    if set(rows) != set(_ROLES) or any(len(row) < len(table.headers) for row in rows.values()):
        return
    for index in range(1, len(table.headers)):
        old, new, change = (only_figure(rows[role][index].text) for role in ("before", "after", "change"))
        if old and new and change:
            text = f"{rows['change'][0].text.plain} | {rows['change'][index].text.plain}"
            check = _check(old, new, change, text, table.section)
            if check is not None:
                yield check


def _check(old: Figure, new: Figure, change: Figure, text: str, section: tuple[str, ...]) -> Check | None:
    if not (old.exact and new.exact) or change.bounded or (old.unit != new.unit and old.unit and new.unit):
        return None
    same = change.unit in {"%", "x", "", old.unit, new.unit} or (not old.unit and not new.unit and change.unit not in {"second", "byte"})
    sure = change.exact and same and not _SPEED.search(text) and old.unit != "%"
    check = compared(change, change_ways(old, new, change), text=text, section=section, subject="change", sure=sure)
    return check if check and (check.holds or sure) else None


class Savings(Redone):
    name = "savings"
    vocabulary = f"{Redone.vocabulary} @before {' '.join(sorted(set().union(*_ROLES.values())))} size line"
    summary = "What is told as saved, right behind what was before and what is after, is their difference or its percentage."
    examples = (
        Example(
            "in a line, a list and rows",
            "Before: 300 lines. After: 240 lines. Saved: 60 lines (20 %).\n\nBefore: 300 lines. After: 210 lines. Saved: 60 lines.\n\n"
            "- Old size: 40 KB\n- New size: 30 KB\n- Reduction: 50%\n\n"
            "| | Lines |\n|---|---|\n| Before | 90 |\n| After | 60 |\n| Saved | 20 |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1, claimed="60 lines"),
                Expect(KIND, Verdict.HOLDS, 1, claimed="20 %"),
                Expect(KIND, Verdict.REFUTED, 3, observed="90 (difference)"),
                Expect(KIND, Verdict.REFUTED, 7),
                Expect(KIND, Verdict.REFUTED, 13, observed="30 (difference)"),
            ),
        ),
        Example(
            "from one to the other",
            "From 300 to 240 lines, saving 60 lines.\n\nThe file went from 300 lines to 240 lines, a reduction of 90 lines.\n\n"
            "Saved 70 lines (300 → 240).\n\n300 lines → 240 lines (-60 lines)\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 3),
                Expect(KIND, Verdict.REFUTED, 5),
                Expect(KIND, Verdict.HOLDS, 7),
            ),
        ),
        Example(
            "beside other numbers, and a net change",
            "- **Before**: 3 apps, a script (854 lines)\n- **After**: 1 app and 2 modules (659 lines)\n- **Reduction**: 195 (33%)\n"
            "\n- Lines added: 726\n- Lines removed: 204\n- Net change: +522 lines\n\n- Additions: 30\n- Deletions: 10\n- Net: +40\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3, claimed="195"),
                Expect(KIND, Verdict.REFUTED, 3, claimed="33%"),
                Expect(KIND, Verdict.HOLDS, 7),
                Expect(KIND, Verdict.REFUTED, 11),
            ),
        ),
        Example(
            "of other things",
            "Memory before: 300 MB. CPU after: 20 %. Saved: 3 hours.\n\nBefore: 300 → 240. After: 5 of 6. Saved: 60.\n",
            {},
            (),
        ),
    )
