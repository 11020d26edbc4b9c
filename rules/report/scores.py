"""Scores: weighted rows, overall scores against the categories they sum up, categories against their sections' scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from verifier.reading.clause import Form, Section, Statement, Table
from verifier.reading.text import Text

from .check import Check, added, compared
from .figures import Figure, figures, only_figure, shown
from .layout import Layout

_CATEGORY = re.compile(
    r"categor|aspect|\barea|dimension|criteri|component|metric|attribute|quality|section|topic|domain|factor|principle|pillar|module", re.I
)
_WEIGHTED = re.compile(r"weighted|contribution", re.I)
_WEIGHT = re.compile(r"\bweight(?:ing|age)?s?\b", re.I)
_SCORE = re.compile(r"\b(?:scores?|ratings?|grades?|points|marks?)\b", re.I)
_OTHER_TIMES = re.compile(r"\b(?:before|after|previous|old|new|target|goal|max(?:imum)?|potential|change|delta)\b", re.I)
_TOTAL_ROW = re.compile(r"^\W*(?:overall|total|sum|final|average|mean|weighted|aggregate|combined|composite)\b", re.I)
_OVERALL = re.compile(
    r"\b(?:overall|total|final|average|mean|composite|aggregate|combined|weighted|global)\b[^.:|]{0,30}\b(?:scores?|grade|rating|health|average|mean)\b", re.I
)
_PLAIN_SCORE = re.compile(r"\b(?:scores?|grade|rating)\b", re.I)
_OVERALL_KEY = re.compile(r"^\W*(?:overall|total|average|final)\b", re.I)
_SUMMING_TITLE = re.compile(r"\b(?:grades?|scores?|scorecard|breakdown|ratings?|overall|final|summary|metrics|assessment)\b", re.I)
_NOT_NOW = re.compile(r"\b(?:target|goal|previous|before|expected|projected|potential|after fix|minimum|threshold)\b", re.I)
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


def checks(layout: Layout) -> Iterator[Check]:
    found = [*_table_groups(layout), *_list_groups(layout), *_heading_groups(layout)]
    for table in layout.report.tables:
        yield from _weighted_rows(table)
    yield from _overall(layout, found)
    for group in found:
        yield from _roll_ups(layout, group)


# -- groups


def _columns(table: Table) -> tuple[int, int, int]:
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


def _cell(row: Sequence[object], index: int) -> Figure | None:
    cell = row[index] if 0 <= index < len(row) else None
    return only_figure(cell.text) if cell is not None else None  # type: ignore[attr-defined]


def _table_groups(layout: Layout) -> Iterator[Group]:
    for table in layout.report.tables:
        score, weight, weighted = _columns(table)
        if score < 1 or any(_OTHER_TIMES.search(header) for header in table.headers[1:]):
            continue
        if not (_CATEGORY.search(table.headers[0]) or weight > 0):
            continue
        rows = [row for row in table.rows if not _TOTAL_ROW.match(row[0].text.plain)]
        ends = [row for row in table.rows if _TOTAL_ROW.match(row[0].text.plain)]
        scores = [_cell(row, score) for row in rows]
        if len(rows) < 3 or any(figure is None or not figure.exact for figure in scores):
            continue
        exact = tuple(figure for figure in scores if figure is not None)
        wholes = {figure.whole for figure in exact}
        if len(wholes) != 1:
            continue
        whole = wholes.pop() or _assumed(exact)
        weights = [_cell(row, weight) for row in rows]
        products = [_cell(row, weighted) for row in rows]
        totals = tuple(
            (kind, figure, row[0].text)
            for row in ends
            for kind, column in (("score", score), ("weighted", weighted))
            if (figure := _cell(row, column)) is not None
        )
        yield Group(
            tuple(row[0].text.plain.strip(" *") for row in rows), exact, whole, table.line, table.end_line,
            tuple(figure.value for figure in weights if figure) if all(weights) else (), tuple(f for f in products if f) if all(products) else (), totals,
        )  # fmt: skip


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
        kept = [pair for pair in scored if pair is not None and not _OVERALL_KEY.match(pair[0]) and not _OVERALL.search(pair[0])]
        others = sum(pair is None for pair in scored)
        wholes = {figure.whole for _, figure in kept}
        if len(kept) < 3 or others or len(wholes) != 1:
            continue
        yield Group(tuple(name for name, _ in kept), tuple(figure for _, figure in kept), wholes.pop() or 10.0, items[0].line, items[-1].line)


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
        if len(found) == 1 and not _OVERALL.search(heading.text.plain) and not _OVERALL_KEY.match(heading.text.plain):
            families.setdefault(key, []).append((section, found[0]))
    for key, members in families.items():
        wholes = {figure.whole for _, figure in members}
        if len(members) >= 3 and len(wholes) == 1:
            last = layout.end(members[-1][0])
            yield Group(tuple(section.title for section, _ in members), tuple(f for _, f in members), wholes.pop() or 10.0, members[0][0].line, last)


# -- weighted rows


def _weighted_rows(table: Table) -> Iterator[Check]:
    score, weight, weighted = _columns(table)
    if score < 1 or weight < 1:
        return
    rows = [row for row in table.rows if not _TOTAL_ROW.match(row[0].text.plain)]
    weights = [_cell(row, weight) for row in rows]
    yield from _weights(table, rows[0][weight].text if rows and weight < len(rows[0]) else None, weights, weighted > 0)
    if weighted < 1:
        return
    cells = [(row, _cell(row, score), _cell(row, weight), _cell(row, weighted)) for row in rows]
    full = [(row, s, w, p) for row, s, w, p in cells if s and w and p and s.exact and w.exact and p.exact]
    if len(full) < 2:
        return
    ways = {}
    for name, by in (("score × weight", 1.0), ("score × weight", 0.01)):
        ways[by] = (name, sum(p.rounds(s.value * w.value * by) for _, s, w, p in full))
        scaled = [(s.value / (s.whole or 1) * w.value * (100 * by if by < 1 else 1), p) for _, s, w, p in full]
        ways[-by] = ("share of the score × weight", sum(p.rounds(value) for value, p in scaled))
    by, (name, matches) = max(ways.items(), key=lambda way: way[1][1])
    if matches < 2 or matches * 2 <= len(full):
        return
    for row, s, w, p in full:
        value = s.value * w.value * by if by > 0 else s.value / (s.whole or 1) * w.value * (-100 * by if by > -1 else 1)
        check = compared(
            p, [(name, round(value, 9), f"{s.text} × {w.text}")], text=row[weighted].text.plain, section=table.section, subject=row[0].text.plain.strip(" *"),
        )  # fmt: skip
        if check:
            yield check


def _weights(table: Table, first: Text | None, weights: Sequence[Figure | None], used: bool) -> Iterator[Check]:
    """Weights add up to 100 %, or to 1."""
    if first is None or len(weights) < 3 or any(w is None or not w.exact for w in weights):
        return
    values = [w.value for w in weights if w is not None]
    total = round(sum(values), 6)
    whole = 1.0 if max(values) <= 1 else 100.0 if all(w.unit == "%" for w in weights if w) or total == 100 else 0.0
    if not whole or not 0.8 * whole <= total <= 1.2 * whole:
        return
    span = weights[0].span if weights[0] else first.span(0, len(first.plain))
    last = weights[-1].span if weights[-1] else span
    text = " + ".join(w.text for w in weights if w)
    holds = abs(total - whole) <= 0.005 * whole
    yield Check(
        text, type(span)(span.line, last.end_line, span.column, last.end_column), f"weights sum to {shown(whole)}", shown(total), holds,
        f"the weights add up to {shown(total)}" + ("" if holds else f", not {shown(whole)}"), added(values), table.section, "weights", used,
    )  # fmt: skip


# -- overall scores


def _overall(layout: Layout, groups: Sequence[Group]) -> Iterator[Check]:
    for group in groups:
        for kind, figure, head in group.totals:
            ways = [("sum of the column", sum(f.value for f in group.weighted), added(f.value for f in group.weighted))] if kind == "weighted" and group.weighted else []
            ways = ways or (_ways(group, figure) if kind == "score" else [])
            check = compared(figure, ways, text=f"{head.plain} | {figure.text}", section=layout.titles(group.line), subject="overall score", sure=len(ways) > 0)
            if check:
                yield check
    for statement in layout.statements:
        if statement.form in {Form.CELL, Form.CODE, Form.COMMAND, Form.TREE_ENTRY} or not layout.asserted(statement):
            continue
        plain = statement.text.plain
        found = [figure for figure in figures(statement.text) if figure.whole is not None]
        if len(found) != 1 or not found[0].exact or _NOT_NOW.search(plain) or statement.context.fence is not None and statement.mark is None and ":" not in plain:
            continue
        words = f"{statement.context.key}: {plain}" if statement.context.key and statement.context.key not in plain else plain
        head = words.split(found[0].text)[0]
        overall = bool(_OVERALL.search(head) or _OVERALL_KEY.match(head))
        if not overall and not _PLAIN_SCORE.search(head):
            continue
        group, near = _group_of(layout, statement, groups, overall)
        if group is None or any(figure.span == found[0].span for figure in group.scores):
            continue
        if near is False and not overall:
            continue
        check = compared(
            found[0], _ways(group, found[0]), text=words, section=layout.titles(statement.line), subject="overall score", sure=_summed_up(layout, group, near),
        )  # fmt: skip
        if check:
            yield check


def _ways(group: Group, overall: Figure) -> list[tuple[str, float, str]]:
    """What an overall score may be, on its own scale."""
    whole = overall.whole or group.whole
    values = [figure.value for figure in group.scores]
    factor = whole / group.whole
    ways: list[tuple[str, float, str]] = []
    if group.weighted:
        total = sum(figure.value for figure in group.weighted)
        ways.append(("sum of the weighted scores", round(total, 6), added(f.value for f in group.weighted)))
        if total <= group.whole and factor != 1:
            ways.append(("sum of the weighted scores", round(total * factor, 6), ""))
    if group.weights and sum(group.weights):
        mean = sum(score * weight for score, weight in zip(values, group.weights, strict=True)) / sum(group.weights)
        ways.append(("weighted mean", round(mean * factor, 6), ""))
    if not ways:
        if abs(whole - group.whole * len(values)) < 1e-6:
            return [("sum of the categories", sum(values), added(values))]
        mean = sum(values) / len(values) * factor
        working = f"({added(values)}) / {len(values)}" + (f" * {factor:g}" if factor != 1 else "")
        ways = [(f"mean of the {len(values)} categories", round(mean, 6), working), ("median of the categories", median(values) * factor, "")]
    return ways


def _group_of(layout: Layout, statement: Statement, groups: Sequence[Group], overall: bool) -> tuple[Group | None, bool]:
    """The categories that a score sums up, and whether they stand beside it."""
    section = layout.section_at(statement.line)
    near = []
    for group in groups:
        if group.line <= statement.line <= group.end_line:
            continue
        home = layout.section_at(group.line)
        beside = home is not None and section is not None and home.line == section.line
        if statement.form is Form.HEADING and section is not None:
            follows = statement.line > group.end_line and not layout.between(group.end_line + 1, statement.line - 1)
            holds = section.line < group.line <= layout.end(section) and not any(
                section.line < other.line < group.line for other in groups if other is not group
            )  # fmt: skip
            beside = beside or follows or holds and (overall or group.line - statement.line <= 8)
        elif section is not None and home is not None and not beside:
            beside = overall and (parent := layout.parent(home)) is not None and parent.line == section.line and layout.own_end(section) >= statement.line
            beside = beside and sum(section.line < other.line <= layout.end(section) for other in groups) == 1
        if beside:
            near.append(group)
    if len(near) == 1:
        return near[0], True
    if near or not overall or not groups:
        return None, False
    summing = [group for group in groups if (home := layout.section_at(group.line)) is not None and _SUMMING_TITLE.search(home.title)]
    chosen = groups if len(groups) == 1 else summing
    return (chosen[0], False) if len(chosen) == 1 else (None, False)


def _summed_up(layout: Layout, group: Group, near: bool) -> bool:
    """Whether the categories are surely what the overall score sums up."""
    home = layout.section_at(group.line)
    return near or bool(group.weights) or (home is not None and bool(_SUMMING_TITLE.search(home.title)))


# -- categories and their sections


def _roll_ups(layout: Layout, group: Group) -> Iterator[Check]:
    """A category's score is the mean of the scores in the section of its name; other ways to sum up are open, so none is refuted."""
    step = min(figure.step for figure in group.scores)  # 9/10 beside 9.5/10 is no rounded 9.4
    for name, figure in zip(group.names, group.scores, strict=True):
        figure = replace(figure, step=step)
        scores = _section_scores(layout, name, group)
        if not scores or any(score.whole != figure.whole for score in scores):
            continue
        values = [score.value for score in scores]
        check = compared(
            figure, [(f"mean of {len(values)} section scores", sum(values) / len(values), f"({added(values)}) / {len(values)}")],
            text=f"{name} | {figure.text}", section=layout.titles(group.line), subject=name, sure=False,
        )  # fmt: skip
        if check and (not check.holds or figure.rounds(sum(values) / len(values))):
            yield check


def _section_scores(layout: Layout, name: str, group: Group) -> list[Figure]:
    wanted = _words(name)
    found: dict[int, list[list[Figure]]] = {}
    for section in layout.report.sections:
        if not wanted or not wanted <= _words(section.title) or section.line <= group.line <= layout.end(section):
            continue
        scores = [
            figures(statement.text)[0]
            for statement in layout.between(section.line, layout.end(section))
            if re.match(r"^\W*(?:\w+ ){0,2}(?:score|rating|grade)\b\W{0,4}:", f"{statement.context.key}: {statement.text.plain}" if not re.match(r"^\W*(?:\w+ ){0,2}(?:score|rating|grade)", statement.text.plain, re.I) else statement.text.plain, re.I)
            and figures(statement.text) and figures(statement.text)[0].whole is not None
        ]  # fmt: skip
        if scores:
            found.setdefault(section.level, []).append(scores)
    shallowest = found[min(found)] if found else []
    return shallowest[0] if len(shallowest) == 1 else []


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower()) if word not in {"and", "the", "of"})
