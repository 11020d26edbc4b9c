"""Groups of scores: tables, lists and headings that give each category its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.reading.clause import Cell, Form, Section, Statement, Table
from verifier.reading.text import Text

from .figures import Figure, figures, only_figure
from .layout import Layout

_CATEGORY = re.compile(
    r"categor|aspect|\barea|dimension|criteri|component|metric|attribute|quality|section|topic|domain|factor|principle|pillar|module", re.I
)
_WEIGHTED = re.compile(r"weighted|contribution", re.I)
_WEIGHT = re.compile(r"\bweight(?:ing|age)?s?\b", re.I)
_SCORE = re.compile(r"\b(?:scores?|ratings?|grades?|points|marks?)\b", re.I)
_OTHER_TIMES = re.compile(r"\b(?:before|after|previous|old|new|target|goal|max(?:imum)?|potential|change|delta)\b", re.I)
TOTAL_ROW = re.compile(r"^\W*(?:overall|total|sum|final|average|mean|weighted|aggregate|combined|composite)\b", re.I)
OVERALL = re.compile(
    r"\b(?:overall|total|final|average|mean|composite|aggregate|combined|weighted|global)\b[^.:|]{0,30}\b(?:scores?|"
    r"grade|rating|health|average|mean)\b",
    re.I,
)
PLAIN_SCORE = re.compile(r"\b(?:scores?|grade|rating)\b", re.I)
OVERALL_KEY = re.compile(
    r"^\W*(?:overall|total|average|final)(?:\s+(?:assessment|health|quality|code quality|evaluation|result|verdict|project health))?\W*$",
    re.I,
)
NO_SCORE = re.compile(
    r"\b(?:coverage|complet\w+|progress|tested|covered|passed|cpu|memory|usage|uptime|probability|confidence|"
    r"likelihood|reduction|improvement)\b",
    re.I,
)
_KEYED_SCORE = re.compile(r"^[^:|]{1,60}?\s*(?::|[-–—](?=\s))\s*(?:[A-F][+-]?\s*\(?\s*)?$")


@dataclass(frozen=True, slots=True)
class Group:
    """Categories with a score each, on one scale."""

    names: tuple[str, ...]
    scores: tuple[Figure, ...]
    whole: float  # 10 or 100
    line: int
    end_line: int
    weights: tuple[float, ...] = ()
    weighted: tuple[Figure, ...] = ()
    totals: tuple[tuple[str, Figure, Text], ...] = ()  # the table's own total row: column kind, figure, row's head


def groups(layout: Layout) -> tuple[Group, ...]:
    """Every group of the report."""
    return (*_table_groups(layout), *_list_groups(layout), *_heading_groups(layout))


def columns(table: Table) -> tuple[int, int, int]:
    """The columns of scores, weights and weighted scores; -1 for none."""
    score = weight = weighted = -1
    for index, header in enumerate(table.headers):
        if index == 0 or _OTHER_TIMES.search(header):
            continue
        if _WEIGHTED.search(header):
            weighted = index
        elif _WEIGHT.search(header):
            weight = index
        elif _SCORE.search(header):
            score = index if score < 0 else -2
    return score, weight, weighted


def cell_figure(row: Sequence[Cell], index: int) -> Figure | None:
    cell = row[index] if 0 <= index < len(row) else None
    return only_figure(cell.text) if cell is not None else None


def _table_groups(layout: Layout) -> Iterator[Group]:
    for table in layout.report.tables:
        score, weight, weighted = columns(table)
        if score < 1 or any(_OTHER_TIMES.search(header) for header in table.headers[1:]):
            continue
        if not (_CATEGORY.search(table.headers[0]) or weight > 0):
            continue
        rows = [row for row in table.rows if not TOTAL_ROW.match(row[0].text.plain)]
        ends = [row for row in table.rows if TOTAL_ROW.match(row[0].text.plain)]
        scores = [cell_figure(row, score) for row in rows]
        if len(rows) < 3 or any(figure is None or not figure.exact for figure in scores):
            continue
        exact = tuple(figure for figure in scores if figure is not None)
        wholes = {figure.whole for figure in exact}
        if len(wholes) != 1:
            continue
        whole = wholes.pop() or _assumed(exact)
        weights = [cell_figure(row, weight) for row in rows]
        products = [cell_figure(row, weighted) for row in rows]
        totals = tuple(
            (kind, figure, row[0].text)
            for row in ends
            for kind, column in (("score", score), ("weighted", weighted))
            if (figure := cell_figure(row, column)) is not None
        )
        yield Group(
            tuple(row[0].text.plain.strip(" *") for row in rows),
            exact,
            whole,
            table.line,
            table.end_line,
            tuple(figure.value for figure in weights if figure) if all(weights) else (),
            tuple(f for f in products if f) if all(products) else (),
            totals,
        )


def _assumed(scores: Sequence[Figure]) -> float:
    """The scale of bare numbers."""
    highest = max(figure.value for figure in scores)
    return 5.0 if highest <= 5 else 10.0 if highest <= 10 else 100.0


def _keyed_score(statement: Statement) -> tuple[str, Figure] | None:
    """ "Architecture: 8/10 - good" as (name, score)."""
    found = figures(statement.text)
    if not found or found[0].whole is None or not found[0].exact:
        return None
    before = statement.text.plain[: found[0].start]
    if statement.context.key and not before.strip(" *([-–—:"):
        return statement.context.key, found[0]
    return (before.strip(" *:-–—("), found[0]) if _KEYED_SCORE.match(before) else None


def _list_groups(layout: Layout) -> Iterator[Group]:
    """Lists all of whose items are scores; so are runs of "Key: 8/10" lines."""
    runs: list[list[Statement]] = [list(block.items) for block in layout.report.lists]
    run: list[Statement] = []
    for statement in layout.statements:
        if statement.form is Form.KEY_VALUE and not statement.context.siblings and (not run or statement.line == run[-1].line + 1):
            run.append(statement)
        elif statement.form is Form.KEY_VALUE and not statement.context.siblings:
            runs.append(run)
            run = [statement]
    runs.append(run)
    for items in runs:
        scored = [_keyed_score(item) for item in items]
        kept = [pair for pair in scored if pair is not None and not OVERALL_KEY.match(pair[0]) and not OVERALL.search(pair[0])]
        others = sum(pair is None for pair in scored)
        wholes = {figure.whole for _, figure in kept}
        if len(kept) < 3 or others or len(wholes) != 1 or not _are_scores(layout, items, kept[0][1]):
            continue
        yield Group(
            tuple(name for name, _ in kept), tuple(figure for _, figure in kept), wholes.pop() or 10.0, items[0].line, items[-1].line
        )


def _are_scores(layout: Layout, items: Sequence[Statement], first: Figure) -> bool:
    """Percentages are scores only where somebody says so: coverage by module does not average."""
    if first.unit != "%":
        return True
    lead = items[0].context.lead_in
    around = " ".join((layout.titles(items[0].line) or ("",))[-1:] + ((lead.plain,) if lead is not None else ()))
    return bool(PLAIN_SCORE.search(around)) and not any(NO_SCORE.search(words) for words in (around, *(item.text.plain for item in items)))


def _heading_groups(layout: Layout) -> Iterator[Group]:
    """Sibling headings that carry scores: "### 2. Security (8/10)"."""
    families: dict[tuple[int, int], list[tuple[Section, Figure]]] = {}
    siblings: dict[tuple[int, int], int] = {}
    for section in layout.report.sections:
        heading, parent = layout.heading(section), layout.parent(section)
        if heading is None:
            continue
        key = (parent.line if parent else 0, section.level)
        found = [figure for figure in figures(heading.text) if figure.whole is not None and figure.unit != "%"]
        siblings[key] = siblings.get(key, 0) + 1
        if len(found) == 1 and not OVERALL.search(heading.text.plain) and not OVERALL_KEY.match(heading.text.plain):
            families.setdefault(key, []).append((section, found[0]))
    for members in families.values():
        wholes = {figure.whole for _, figure in members}
        if len(members) >= 3 and len(wholes) == 1:
            last = layout.end(members[-1][0])
            yield Group(
                tuple(section.title for section, _ in members), tuple(f for _, f in members), wholes.pop() or 10.0, members[0][0].line, last
            )
