"""Categories against their sections: "Security | 8/10" is the mean of the scores in the section on security."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from verifier.model import Verdict
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures
from .groups import Group, groups
from .layout import Layout
from .redone import KIND, Redone

_SCORE_LINE = re.compile(r"^\W*(?:\w+ ){0,2}(?:score|rating|grade)\b\W{0,4}:", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for group in groups(layout):
        yield from _roll_ups(layout, group)


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


class SectionScores(Redone):
    name = "section-scores"
    summary = (
        "A category's score is the mean of the scores in the section of its name; it is never refuted, for there are other ways to sum up."
    )
    examples = (
        Example(
            "the mean of a section",
            "| Category | Score |\n|---|---|\n| Locks | 8/10 |\n| Doors | 7/10 |\n| Hinges | 5/10 |\n\n## Locks\n"
            "\n### Front\n\nScore: 9/10\n\n### Back\n\nScore: 7/10\n\n## Doors\n\n### Left\n\nScore: 9/10\n\n"
            "### Right\n\nScore: 3/10\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3, subject="Locks"),
                Expect(KIND, Verdict.UNVERIFIABLE, 4, subject="Doors"),
            ),
        ),
        Example(
            "sections without scores",
            "| Category | Score |\n|---|---|\n| Locks | 8/10 |\n| Doors | 7/10 |\n| Hinges | 5/10 |\n\n## Locks\n\nAll is well.\n",
            {},
            (),
        ),
    )
