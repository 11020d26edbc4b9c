"""Scores: overall scores against the categories that they sum up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures
from .groups import NO_SCORE, OVERALL, OVERALL_KEY, PLAIN_SCORE, Group, groups
from .layout import Layout
from .redone import KIND, Redone

_WEIGHED = "if the weights, which stand elsewhere, are alike"
_COMPUTED = re.compile(r"\b(?:average|mean|weighted|sum|total|combined|aggregate|composite)\b", re.I)
_STATED = re.compile(r"\b(?:current|overall|total|final|average|mean|composite|aggregate|combined|weighted|project|codebase)\b", re.I)
_SUMMING_TITLE = re.compile(r"\b(?:grades?|scores?|scorecard|breakdown|ratings?|overall|final|summary|metrics|assessment)\b", re.I)
_NOT_NOW = re.compile(r"\b(?:target|goal|previous|before|expected|projected|potential|after fix|minimum|threshold)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    return overall_scores(layout, groups(layout))


def overall_scores(layout: Layout, groups: Sequence[Group]) -> Iterator[Check]:
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
                supposed="" if values or group.weights else _WEIGHED if "weighted" in head.plain.lower() else _supposed(head.plain),
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
            supposed="" if summed.weights else _supposed(words),
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


def _supposed(words: str) -> str:
    """An overall score may be an author's own judgement, unless it is said to be a mean or a sum."""
    return "" if _COMPUTED.search(words) else "whether it is their mean is not said"


class Scores(Redone):
    name = "scores"
    summary = "An overall score is the mean, weighted mean or sum of the scores of its categories, in any defensible rounding."
    examples = (
        Example(
            "the mean of the categories",
            "# Review\n\nOverall score: 8.0/10\n\n| Category | Score |\n|---|---|\n| Security | 9/10 |\n"
            "| Testing | 7/10 |\n| Style | 8/10 |\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 3, observed="8 (mean of the 3 categories)"),),
        ),
        Example(
            "not the mean",
            "# Review\n\nOverall score: 8.7/10\n\n| Category | Score |\n|---|---|\n| Security | 9/10 |\n"
            "| Testing | 7/10 |\n| Style | 8/10 |\n",
            {},
            (Expect(KIND, Verdict.DOUBTFUL, 3, claimed="8.7/10"),),
        ),
        Example(
            "said to be the mean",
            "# Review\n\nAverage score: 8.7/10\n\n| Category | Score |\n|---|---|\n| Security | 9/10 |\n"
            "| Testing | 7/10 |\n| Style | 8/10 |\n",
            {},
            (Expect(KIND, Verdict.REFUTED, 3, claimed="8.7/10"),),
        ),
        Example(
            "the sum of the weighted scores",
            "| Category | Score | Weight | Weighted |\n|---|---|---|---|\n| Security | 90% | 50% | 45 |\n"
            "| Testing | 80% | 30% | 24 |\n| Style | 70% | 20% | 14 |\n\n**Final grade: B (83/100)**\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 7, subject="overall score"),),
        ),
        Example(
            "a score of something else",
            "Confidence: 9/10 for a first version.\n\nTarget score: 9/10\n\n| Category | Score |\n|---|---|\n"
            "| Security | 9/10 |\n| Testing | 7/10 |\n| Style | 8/10 |\n",
            {},
            (),
        ),
    )
