"""A summary's number beside the section that it sums up: "Total empty classes: 6" and six items below "Empty classes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.knowledge.words import stem
from verifier.model import Verdict
from verifier.reading.clause import Form, Section, Statement
from verifier.rule import Example, Expect

from .check import Check, compared
from .counts import listed_below
from .figures import Figure, figures
from .layout import Layout
from .redone import KIND, Redone

_MOST = 200  # sections that are compared
_WORD = re.compile(r"[A-Za-z]{2,}|\d+")
_TOTAL = frozenset(stem(word) for word in "total number count overall identified found the of in with and to for all by on at".split())
_TELLING = 2  # words that a key and a title must share


def checks(layout: Layout) -> Iterator[Check]:
    titled = [(section, _words(section.title)) for section in layout.report.sections[:_MOST]]
    for statement in layout.worded():
        told = _told(layout, statement)
        if told is None:
            continue
        key, figure = told
        words = _words(key)
        own = layout.section_at(statement.line)
        homes = [s for s, title in titled if len(words) >= _TELLING and words <= title and s is not own and _apart(layout, s, statement)]
        if len(homes) == 1:
            ways = [*listed_below(layout, homes[0])[0]]
            check = compared(figure, ways, text=f"{key}: {figure.text}", section=layout.titles(statement.line), subject=key, sure=False)
            if check:
                yield check


def _told(layout: Layout, statement: Statement) -> tuple[str, Figure] | None:
    """The key of a field and the one number it has."""
    key = statement.context.key
    if statement.form is not Form.KEY_VALUE or not key:
        return None
    behind = statement.text.plain.find(key) + len(key)
    after = [figure for figure in figures(statement.text) if figure.start >= behind]
    figure = after[0] if len(after) == 1 and after[0].exact and _counts(after[0], key) else None
    return (key, figure) if figure is not None and figure.value >= 2 and figure.value == int(figure.value) else None


def _counts(figure: Figure, key: str) -> bool:
    """Whether a number counts things, of which its key tells what they are."""
    return figure.whole is None and (not figure.unit or stem(figure.unit) in _words(key))


def _apart(layout: Layout, section: Section, statement: Statement) -> bool:
    """Whether a section does not hold the statement itself."""
    return not section.line <= statement.line <= layout.end(section)


def _words(title: str) -> frozenset[str]:
    return frozenset(stem(word.lower()) for word in _WORD.findall(title)) - _TOTAL


class SummedUp(Redone):
    name = "summed-up"
    summary = "A summary's number is that of the items which the section of the same words lists; never refuted."
    examples = (
        Example(
            "metrics at the end",
            "# Report\n\n### Empty exception classes\n\n- a\n- b\n- c\n\n## Long functions (>50 lines)\n\n1. a\n2. b\n\n## Metrics\n\n"
            "- **Total empty classes**: 3\n- **Functions >50 lines**: 2\n- **Empty classes**: 9\n- **Classes**: 3\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 16), Expect(KIND, Verdict.HOLDS, 17), Expect(KIND, Verdict.UNVERIFIABLE, 18)),
        ),
        Example(
            "other keys",
            "# Report\n\n### Empty exception classes\n\n- a\n- b\n\n## Metrics\n\n- **Broken classes**: 2\n- **Empty classes**: 20%\n",
            {},
            (),
        ),
    )
