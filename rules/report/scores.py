"""Scores: weighted rows, overall scores against the categories they sum up, categories against their sections' scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from verifier.model import Span
from verifier.reading.clause import Form, Statement, Table
from verifier.reading.text import Text

from .check import Check, added, compared
from .figures import Figure, figures, shown
from .groups import NO_SCORE, OVERALL, OVERALL_KEY, PLAIN_SCORE, TOTAL_ROW, Group, cell_figure, columns, groups
from .layout import Layout
from .repeats import repeated

_SCORE_LINE = re.compile(r"^\W*(?:\w+ ){0,2}(?:score|rating|grade)\b\W{0,4}:", re.I)
_STATED = re.compile(r"\b(?:current|overall|total|final|average|mean|composite|aggregate|combined|weighted|project|codebase)\b", re.I)
_SUMMING_TITLE = re.compile(r"\b(?:grades?|scores?|scorecard|breakdown|ratings?|overall|final|summary|metrics|assessment)\b", re.I)
_NOT_NOW = re.compile(r"\b(?:target|goal|previous|before|expected|projected|potential|after fix|minimum|threshold)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    found = groups(layout)
    for table in layout.report.tables:
        yield from _weighted_rows(table)
    overall = list(_overall(layout, found))
    yield from overall
    yield from repeated(layout, found, overall)
    for group in found:
        yield from _roll_ups(layout, group)


# -- weighted rows


def _weighted_rows(table: Table) -> Iterator[Check]:
    score, weight, weighted = columns(table)
    if score < 1 or weight < 1:
        return
    rows = [row for row in table.rows if not TOTAL_ROW.match(row[0].text.plain)]
    weights = [cell_figure(row, weight) for row in rows]
    yield from _weights(table, rows[0][weight].text if rows and weight < len(rows[0]) else None, weights, weighted > 0)
    if weighted < 1:
        return
    cells = [(row, cell_figure(row, score), cell_figure(row, weight), cell_figure(row, weighted)) for row in rows]
    full = [(row, s, w, p) for row, s, w, p in cells if s and w and p and s.exact and w.exact and p.exact]
    if len(full) < 2:
        return
    product = max(_PRODUCTS, key=lambda way: sum(p.rounds(way(s, w)) for _, s, w, p in full))
    matches = sum(p.rounds(product(s, w)) for _, s, w, p in full)
    if matches < 2 or matches * 2 <= len(full):
        return
    for row, s, w, p in full:
        check = compared(
            p,
            [("score × weight", round(product(s, w), 9), f"{s.text} × {w.text}")],
            text=row[weighted].text.plain,
            section=table.section,
            subject=row[0].text.plain.strip(" *"),
        )
        if check:
            yield check


# A weighted score is on the scale of the score, or of the weight: 9/10 × 20 % is 1.8 or 18.
_PRODUCTS: tuple[Callable[[Figure, Figure], float], ...] = (
    lambda score, weight: score.value * weight.value / 100,
    lambda score, weight: score.value * weight.value,
    lambda score, weight: score.value / (score.whole or 1) * weight.value,
    lambda score, weight: score.value / (score.whole or 1) * weight.value * 100,
)


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
        text,
        Span(span.line, last.end_line, span.column, last.end_column),
        f"weights sum to {shown(whole)}",
        shown(total),
        holds,
        f"the weights add up to {shown(total)}" + ("" if holds else f", not {shown(whole)}"),
        added(values),
        table.section,
        "weights",
        used,
    )


# -- overall scores


def _overall(layout: Layout, groups: Sequence[Group]) -> Iterator[Check]:
    for group in groups:
        for kind, figure, head in group.totals:
            values = [f.value for f in group.weighted] if kind == "weighted" else []
            ways = [("sum of the column", sum(values), added(values))] if values else _ways(group, figure) if kind == "score" else []
            check = compared(
                figure,
                ways,
                text=f"{head.plain} | {figure.text}",
                section=layout.titles(group.line),
                subject="overall score",
                sure=len(ways) > 0,
            )
            if check:
                yield check
    for statement in layout.statements:
        if statement.form in {Form.CELL, Form.CODE, Form.COMMAND, Form.TREE_ENTRY} or not layout.asserted(statement):
            continue
        plain = statement.text.plain
        found = [figure for figure in figures(statement.text) if figure.whole is not None]
        if not found or not found[0].exact or _NOT_NOW.search(plain) or not _stands_alone(statement, found):
            continue
        words = f"{statement.context.key}: {plain}" if statement.context.key and statement.context.key not in plain else plain
        before = words.split(found[0].text)[0]
        overall = bool(OVERALL.search(before) or OVERALL_KEY.match(before))
        if NO_SCORE.search(before):
            continue
        summed, near = _group_of(layout, statement, groups, overall)
        if summed is None or any(figure.span == found[0].span for figure in summed.scores):
            continue
        # "Release fitness: 85/100" right above weighted categories is their score, whatever its name.
        if not (overall or PLAIN_SCORE.search(before) or (near and summed.weights and statement.form is Form.HEADING)):
            continue
        check = compared(
            found[0],
            _ways(summed, found[0]),
            text=words,
            section=layout.titles(statement.line),
            subject="overall score",
            sure=_summed_up(layout, summed, near, before),
        )
        if check and (check.holds or check.sure or near):
            yield check


def _stands_alone(statement: Statement, found: Sequence[Figure]) -> bool:
    """Whether the first figure is the statement's one score: "9.45/10 = 94.5%" repeats it, "80/100 (was 70/100)" does not."""
    plain = statement.text.plain
    if statement.context.fence is not None and statement.mark is None and ":" not in plain:
        return False
    if len(found) == 1:
        return True
    first, second = found[0], found[1]
    same = first.whole is not None and second.whole is not None and second.rounds(first.value / first.whole * second.whole)
    return len(found) == 2 and same and bool(re.fullmatch(r"[\s*]*[=(/≈][\s*]*", plain[first.end : second.start]))


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
        ways.append(("mean, without the weights", round(sum(values) / len(values) * factor, 6), ""))
    if not ways:
        if abs(whole - group.whole * len(values)) < 1e-6:
            return [("sum of the categories", sum(values), added(values))]
        mean = sum(values) / len(values) * factor
        working = f"({added(values)}) / {len(values)}" + (f" * {factor:g}" if factor != 1 else "")
        ways = [
            (f"mean of the {len(values)} categories", round(mean, 6), working),
            ("median of the categories", median(values) * factor, ""),
        ]
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
            )
            beside = beside or follows or (holds and (overall or group.line - statement.line <= 8))
        elif section is not None and home is not None and not beside:
            beside = (
                overall
                and (parent := layout.parent(home)) is not None
                and parent.line == section.line
                and layout.own_end(section) >= statement.line
            )
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


def _summed_up(layout: Layout, group: Group, near: bool, head: str) -> bool:
    """Whether the categories are surely what the score sums up."""
    home = layout.section_at(group.line)
    told = home is not None and bool(_SUMMING_TITLE.search(home.title))
    if not near:
        return bool(group.weights) or told
    return bool(_STATED.search(head)) or bool(group.weights) or told


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
            figure,
            [(f"mean of {len(values)} section scores", sum(values) / len(values), f"({added(values)}) / {len(values)}")],
            text=f"{name} | {figure.text}",
            section=layout.titles(group.line),
            subject=name,
            sure=False,
        )
        if check and (not check.holds or figure.rounds(sum(values) / len(values))):
            yield check


def _section_scores(layout: Layout, name: str, group: Group) -> list[Figure]:
    wanted = _words(name)
    found: dict[int, list[list[Figure]]] = {}
    for section in layout.report.sections:
        if not wanted or not wanted <= _words(section.title) or section.line <= group.line <= layout.end(section):
            continue
        scores = [
            score
            for statement in layout.between(section.line, layout.end(section))
            if (score := next(iter(figures(statement.text)), None)) is not None
            and score.whole is not None
            and any(_SCORE_LINE.match(words) for words in (statement.text.plain, f"{statement.context.key}:"))
        ]
        if scores:
            found.setdefault(section.level, []).append(scores)
    shallowest = found[min(found)] if found else []
    return shallowest[0] if len(shallowest) == 1 else []


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower()) if word not in {"and", "the", "of"})
