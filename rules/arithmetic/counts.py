"""Numbers of things that the report itself lists: "Minor issues: 2" and two items, "and 9 additional files", ticked boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Span, Verdict
from verifier.reading.clause import FenceClass, Form, Section
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, compared
from .figures import Figure, figures
from .layout import Layout
from .listed import FILES, NAMED, OPEN
from .redone import KIND, Redone

_FINDING = re.compile(
    r"\b(?:issues?|findings?|recommendations?|bugs?|problems?|actions?|warnings?|errors?|violations?|vulnerabilit\w+|"
    r"improvements?|concerns?|risks?|tasks?"
    r"|suggestions?|blockers?|gaps?|fixes|weakness(?:es)?|strengths?|observations?|opportunit\w+|steps?|priorities|"
    r"wins|items?|questions?|reasons?|phases?)\b",
    re.I,
)
_LISTED = re.compile(
    r"\b(?:files|modules|components|endpoints|scripts|documents|dependencies|packages|services|commits|classes|functions|tests)\W*\(\s*$",
    re.I,
)
_COUNTED_ELSEWHERE = re.compile(
    r"\b(?:lines?|files?|tests?|hours?|days?|weeks?|months?|functions?|methods?|users?|instances?|occurrences?|commits?|loc)\b", re.I
)
_MORE = re.compile(r"^\W*(?:and|plus)\s+(?P<count>\d{1,6}|an?other|several|many)\s+(?:additional|more|other|further)?", re.I)
_OTHERS = re.compile(r"^\W*(?:\.{3}|…|and (?:more|others)|others?\b|etc)", re.I)
_SEVERITY = re.compile(r"^(?:critical|blocker|major|minor|high|medium|low|severe|serious|moderate)$")
_BRACKETED = re.compile(r"[(\[]\s*$")
_NUMBERED = re.compile(r"^\W*#?\d{1,3}[.):]\s")


def checks(layout: Layout) -> Iterator[Check]:
    for section in layout.report.sections:
        yield from _heading(layout, section)
    yield from _lead_ins(layout)
    yield from _rest(layout)
    yield from _severities(layout)


def _count_figures(text: Text) -> list[Figure]:
    """Figures that may count listed things."""
    return [
        f
        for f in figures(text)
        if f.unit != "%" and f.whole is None and f.unit not in {"second", "byte", "x"} and "/" not in f.unit and f.value == int(f.value)
    ]


# -- headings


def _heading(layout: Layout, section: Section) -> Iterator[Check]:
    """ "Minor Issues: 2 (non-blocking)", "Critical Findings (3)", "Top 5 Actions"."""
    statement = layout.heading(section)
    if statement is None:
        return
    found = figures(statement.text)
    plain = statement.text.plain
    if len(found) != 1 or found[0].value < 1 or not found[0].exact or found[0] not in _count_figures(statement.text):
        return
    figure = found[0]
    before, after = plain[: figure.start], plain[figure.end :]
    ends_with_it = bool(re.search(r"[:(–—-]\s*$", before)) and bool(re.match(r"^\W*(?:$|\()", after) or re.match(r"^\s*\)", after))
    if figure.unit in FILES and _BRACKETED.search(before):
        yield from _files_below(layout, section, figure, plain)
        return
    noun = _FINDING.search(figure.text) or (_FINDING.search(before) if ends_with_it else _FINDING.match(after.lstrip()))
    noun = noun or (_LISTED.search(before) if ends_with_it and not figure.unit else None)
    if noun is None or _COUNTED_ELSEWHERE.search(figure.text):
        return
    if figure.unit and noun.string != figure.text and not _FINDING.search(figure.unit):
        return  # "Phase 1: Agents - 13 points" counts what it names, not phases
    ways, sure = listed_below(layout, section)
    # "Batch 2 fixes" is a name.
    sure = sure and bool(re.search(r"(?:^|[:(–—-]|\b(?:top|the|following|all|found|identified|these|our))\W*$", before, re.I))
    check = compared(figure, ways, text=plain, section=layout.titles(section.line), subject=noun[0].lower(), sure=sure)
    chosen = bool(ways) and all(figure.value >= 2 * number for _, number, _ in ways)  # of many more the list may be a choice
    if check and (check.holds or (sure and not chosen)):
        yield check


def _files_below(layout: Layout, section: Section, figure: Figure, plain: str) -> Iterator[Check]:
    """ "Core (7 files)" over a list of which every item begins with a file."""
    lists = layout.lists_between(section.line, layout.own_end(section))
    items = [item for block in lists for item in block.items]
    others = layout.tables_between(section.line, layout.end(section)) or layout.children(section)
    if len(lists) != 1 or others or not all(NAMED.match(item.text.plain.strip(" `*")) for item in items):
        return
    chosen = figure.value >= 2 * len(items)  # of many more the list may be a choice
    sure = (
        not chosen
        and not any(OPEN.search(item.text.plain) for item in items)
        and not any(OPEN.search(statement.text.plain) for statement in layout.between(section.line, layout.end(section)))
    )
    check = compared(
        figure,
        [("files listed below", float(len(items)), "")],
        text=plain,
        section=layout.titles(section.line),
        subject=figure.unit,
        sure=sure,
    )
    if check and (check.holds or sure):
        yield check


def listed_below(layout: Layout, section: Section) -> tuple[list[tuple[str, float, str]], bool]:
    """What a section lists, counted in every way, and whether there is only one way to count it."""
    children = layout.children(section)
    lists = layout.lists_between(section.line, layout.end(section))
    tables = layout.tables_between(section.line, layout.end(section))
    own = [block for block in lists if block.line <= layout.own_end(section)]
    numbered = [child for child in children if (heading := layout.heading(child)) is not None and _NUMBERED.match(heading.text.plain)]
    ways: list[tuple[str, float, str]] = []
    if numbered:
        ways.append(("numbered headings below", len(numbered), ""))
    if children:
        ways.append(("headings below", len(children), ""))
    ordered = [block for block in own if block.ordered]
    if ordered:
        ways.append(("numbered items below", sum(len(block.items) for block in ordered), ""))
    for name, blocks in (("items below", own), ("items of the first list", own[:1]), ("items in all lists below", lists)):
        if blocks:
            ways.append((name, sum(len(block.items) for block in blocks), ""))
    if tables:
        ways += [("rows of the table", len(tables[0].rows), ""), ("rows of all tables", sum(len(table.rows) for table in tables), "")]
    bold = [s for s in layout.between(section.line + 1, layout.end(section)) if s.form is Form.SENTENCE and _NUMBERED.match(s.text.plain)]
    if bold:
        ways.append(("numbered paragraphs", len(bold), ""))
    open_ended = any(_OTHERS.match(item.text.plain) or _MORE.match(item.text.plain) for block in lists for item in block.items)
    by_headings = len(numbered) >= 1 and len(numbered) == len(children) and not own
    by_items = not children and len(own) == 1 and own[0].ordered and not bold
    return ways, (by_headings or by_items) and not tables and not open_ended


# -- lead-ins


def _lead_ins(layout: Layout) -> Iterator[Check]:
    """ "The following 3 files were changed:" and the list right below."""
    seen: set[int] = set()
    for block in layout.lists:
        lead = block.context.lead_in
        if lead is None or not lead.plain.strip().endswith(":") or lead.place(0)[0] in seen:
            continue
        line = lead.place(0)[0]
        if not 0 < block.line - lead.place(len(lead.plain) - 1)[0] <= 2:
            continue
        seen.add(line)
        found = _count_figures(lead)
        if len(found) != 1 or len(figures(lead)) != 1 or not found[0].exact or not found[0].unit:
            continue
        figure = found[0]
        tail = lead.plain[figure.end :].strip(" :")
        following = re.search(r"\bfollowing\s*$", lead.plain[: figure.start], re.I)
        if re.search(r"\b(?:in|across|of|per|for|with|by|from|to|on|at)\b", tail) and not following:
            continue
        complete = not any(_OTHERS.match(item.text.plain) or _MORE.match(item.text.plain) for item in block.items)
        later = layout.lists_between(block.end_line + 1, _next_break(layout, block.end_line))
        sure = bool(following) and complete and not later
        total = sum(len(other.items) for other in (block, *later))
        ways = [("items below", float(len(block.items)), "")] + ([("items in the lists below", float(total), "")] if later else [])
        check = compared(figure, ways, text=lead.plain, section=layout.titles(line), subject=figure.unit, sure=sure)
        if check and (check.holds or sure):
            yield check


def _next_break(layout: Layout, line: int) -> int:
    return min((section.line - 1 for section in layout.report.sections if section.line > line), default=layout.last_line)


# -- the rest of an abridged list


def _rest(layout: Layout) -> Iterator[Check]:
    """Seven names and "... and 9 additional files" under "16 files"."""
    for fence in layout.report.fences:
        names, flat = 0, fence.kind is not FenceClass.TREE
        for offset, line in enumerate(fence.lines):
            match = _MORE.match(line)
            if match and match["count"].isdigit():
                place = Text(line, ((0, fence.line + offset, 1),))
                yield from _abridged(layout, place, names, fence.line, flat)
                break
            flat = flat and "," not in line
            names += bool(line.strip())
    for block in layout.lists:
        for at, item in enumerate(block.items):
            match = _MORE.match(item.text.plain)
            if match and match["count"].isdigit() and at:
                yield from _abridged(layout, item.text, at, block.line, True)


def _abridged(layout: Layout, words: Text, names: int, first: int, flat: bool) -> Iterator[Check]:
    rest = next(iter(_count_figures(words)), None)
    if rest is None or not rest.exact:
        return
    for statement in reversed(layout.between(first - 6, first - 1)):
        totals = [f for f in _count_figures(statement.text) if f.exact and f.unit and f.unit == (rest.unit or f.unit)]
        if len(totals) == 1:
            total = totals[0]
            check = compared(
                rest,
                [(f"{total.text} less {names} listed", total.value - names, f"{total.value:g} - {names}")],
                text=words.plain.strip(" ."),
                section=layout.titles(first),
                subject=rest.unit,
                sure=flat and statement.line >= first - 3,
            )
            if check and total.value > names:
                yield check
            return
        if statement.form is Form.HEADING:
            return


# -- severities


def _severities(layout: Layout) -> Iterator[Check]:
    """ "4 critical issues" against the section "Critical issues". Other countings are possible, so it can only be confirmed."""
    for clause in layout.report.clauses:
        if clause.form in {Form.HEADING, Form.CODE} or not clause.asserts:
            continue
        for quantity in clause.quantities:
            level = next((word for word in quantity.words if _SEVERITY.match(word)), "")
            if not level or not _FINDING.search(quantity.text) or quantity.low is None or quantity.low < 1:
                continue
            homes = [
                s
                for s in layout.report.sections
                if re.search(rf"\b{level}\b", s.title, re.I) and _FINDING.search(s.title) and not s.line < clause.span.line <= layout.end(s)
            ]
            if len(homes) != 1:
                continue
            ways, _ = listed_below(layout, homes[0])
            fitting = next((way for way in ways if quantity.contains(way[1])), None)
            if fitting:
                name, value, _ = fitting
                yield Check(
                    clause.text,
                    _whole(clause.span, quantity.span),
                    quantity.text,
                    f"{value:g} {name}",
                    True,
                    f"{value:g} {name} under '{homes[0].title}'",
                    "",
                    clause.context.titles,
                    f"{level} findings",
                    quantity=quantity,
                )


def _whole(clause: Span, number: Span) -> Span:
    return number if number.line == clause.line else clause


class Counts(Redone):
    name = "counts"
    summary = "A number of issues, steps or the like is the number of items, headings or rows that the report lists for it."
    examples = (
        Example(
            "issues listed",
            "## Issues: 2\n\n1. One\n2. Two\n\n### Critical issues (3)\n\n1. One\n2. Two\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.REFUTED, 6)),
        ),
        Example(
            "a lead-in and the rest",
            "The following 3 files were changed:\n\n- a\n- b\n\n16 Python files:\n\n```\na.py\nb.py\n... and 14 additional files\n```\n",
            {f"{name}.py": "" for name in "abcdefghijklmnop"},
            (
                Expect(KIND, Verdict.REFUTED, 1),
                Expect(KIND, Verdict.HOLDS, 11),
            ),
        ),
        Example(
            "files listed below a heading",
            "## Core (2 files)\n\n- `a.py` (new)\n- `b.py`\n\n## Tests (3 files)\n\n- `test_a.py`\n- `test_b.py`\n\n"
            "## Docs (3 files)\n\n- `a.md`, among others\n- `b.md`\n\n"
            "## Helpers (22 files)\n\n- `c.py` counts\n- `d.py` adds\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.REFUTED, 6)),
        ),
        Example(
            "items of something else",
            "We changed 3 files:\n\n- the parser\n- the lexer\n\n## Batch 2 fixes\n\n1. a\n2. b\n3. c\n",
            {},
            (),
        ),
    )
