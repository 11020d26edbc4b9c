"""How many functions have one of radon's ranks: A (complexity 1 to 5), B (6 to 10), C (11 to 20), D (21 to 30), E (31 to 40), F (more)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Form
from verifier.repository.parts import parts
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .blocks import Blocks, blocks_of

_BOUNDS = {"A": (1, 5), "B": (6, 10), "C": (11, 20), "D": (21, 30), "E": (31, 40), "F": (41, None)}
_TOPIC = re.compile(r"\b(?:complexity|cyclomatic|mccabe|radon cc)\b", re.I)
_OTHER_TOPIC = re.compile(r"\b(?:maintainability|cognitive|security|coverage)\b", re.I)
_WORSE = r"(?P<worse>\s?\+|\s+(?:(?:or|and)\s+)?(?:worse|above|higher|below|lower|up)\b)?"
_LABEL = re.compile(
    rf"\W*(?:(?:rank|grade|rating|class)\s+)?(?P<rank>[A-F])\b{_WORSE}"
    r"(?:\s*\(\s*(?:cc\s*)?(?P<low>\d+)\s*(?:(?:[-–—]|to)\s*(?P<high>\d+)|\+)\s*\))?(?:\W+\w+){0,3}\W*",
    re.I,
)
_COUNT_HEADER = re.compile(
    r"\W*(?:count|number|functions?|methods?|blocks?|#|no\.?|amount|total)(?: of (?:functions|blocks|methods))?\W*", re.I
)
_RATED = re.compile(rf"\b(?:rated|rank(?:ed)?|graded?|rating)\W{{1,3}}(?:of |as )?(?P<rank>[A-F])\b{_WORSE}")
_UNITS = frozenset(("", "function", "method", "block"))


@dataclass(frozen=True, slots=True)
class Target:
    low: int
    high: int | None  # None: without an upper bound

    @property
    def told(self) -> str:
        return f"{self.low} to {self.high}" if self.high is not None else f"{self.low} or more"

    def holds(self, complexity: float) -> bool:
        return self.low <= complexity <= (self.high or complexity)


class ComplexityRanks(Lookup[Target]):
    """ "| A (1-5) | 96 |" under "Complexity distribution", "2 functions have complexity rank C", "96/98 functions rated A"."""

    name = "complexity-ranks"
    kinds = ("complexity",)
    scoped = True
    quotes = False
    vocabulary = "a b c d e f complexity function method block rank grade rating rated have has worse above radon @number @all @about"
    summary = "How many functions (or blocks, classes too) of the scope have a rank of radon's, or one that is worse."
    examples = (
        Example(
            "a table of ranks",
            "## Complexity distribution\n\n| Rank | Count |\n|---|---|\n| A (1-5) | 2 |\n| B (6-10) | 4 |\n| C+ | 0 |\n",
            {"a.py": "def f():\n    return 1\n\n\ndef g(x):\n    return 1 if x else 2\n"},
            (
                Expect("complexity", V.HOLDS, 5),
                Expect("complexity", V.REFUTED, 6, observed="0 functions with a complexity of 6 to 10"),
                Expect("complexity", V.HOLDS, 7),
            ),
        ),
        Example(
            "in sentences",
            "- **Complexity**: 2/2 functions rated A\n- 3 functions have a complexity of rank B or worse\n",
            {"a.py": "def f():\n    return 1\n\n\ndef g(x):\n    return 1 if x else 2\n"},
            (Expect("complexity", V.HOLDS, 1), Expect("complexity", V.REFUTED, 2)),
        ),
        Example(
            "other grades, other bounds",
            "## Security findings\n\n| Grade | Count |\n|---|---|\n| A | 3 |\n\n"
            "## Complexity\n\n| Rank | Count |\n|---|---|\n| A (1-9) | 3 |\n",
            {"a.py": "def f():\n    return 1\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        target = _of_row(clause) if clause.form is Form.CELL else _of_label(clause) or _of_sentence(clause)
        if target is None or len(clause.quantities) != 1:
            return
        quantity = clause.quantities[0]
        of_all = re.fullmatch(r"of \d+", quantity.unit)
        if quantity.low != quantity.high and not quantity.approximate:
            return  # "F: 50+": from where on a rank is given, and not how many have it
        if (quantity.unit in _UNITS or of_all) and quantity.stated is not None:
            counted = replace(quantity, low=quantity.stated, high=quantity.stated, unit="") if of_all else quantity
            yield self.claim(clause, target, claimed=quantity.text, quantity=counted, text=clause.in_full, span=quantity.span)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = parts(code.index, scope)
        blocks = blocks_of(code, sorted({path for group in files.values() for path in group}))
        counted = blocks.within(files[""])
        if not counted.functions:
            return blocked(Reason.NO_SUBJECT, f"no functions in {scope.label}", scope.label)
        target, quantity = claim.target, claim.quantity
        assert quantity is not None
        numbers = {name: _counts(blocks.within(group), target) for name, group in files.items()}
        right = any(quantity.contains(number) for group in numbers.values() for number in group)
        first = numbers[""][0]
        observed = f"{first} {in_number('function', first)} with a complexity of {target.told}"
        having = sorted(counted.functions, key=lambda one: -one[1].complexity)
        sites = [
            Site(path, block.name, line=block.line, end_line=block.end_line, value=block.complexity)
            for path, block in having
            if target.holds(block.complexity)
        ]
        whole = not blocks.unread and not blocks.passed_over
        return answer(right, observed, sites, complete=whole, reproduce="radon cc . -s", subject=scope.label)


def _counts(blocks: Blocks, target: Target) -> tuple[int, int]:
    """How many functions, and how many of radon's blocks."""
    functions = sum(target.holds(block.complexity) for _, block in blocks.functions)
    return functions, sum(target.holds(block.complexity) for _, block in blocks.counted)


def _topical(clause: Clause) -> bool:
    near = [clause.in_full, *(section.title for section in clause.context.sections[-2:])]
    return any(map(_TOPIC.search, near)) and not any(map(_OTHER_TOPIC.search, [clause.in_full, *clause.context.titles[-1:]]))


def _of_row(clause: Clause) -> Target | None:
    row = clause.context.row
    if not row or not _COUNT_HEADER.fullmatch(clause.context.header) or not _topical(clause):
        return None
    return _ranked(_LABEL.fullmatch(row[0].text.plain))


def _of_label(clause: Clause) -> Target | None:
    """ "- **A (1-5)**: 96 functions" below a heading about complexity."""
    return _ranked(_LABEL.fullmatch(clause.context.key)) if clause.context.key and _topical(clause) else None


def _of_sentence(clause: Clause) -> Target | None:
    rated = _RATED.search(clause.text)
    return _ranked(rated) if rated and _topical(clause) and re.search(r"\b(?:function|method|block)s?\b", clause.text, re.I) else None


def _ranked(match: re.Match[str] | None) -> Target | None:
    """The complexities that a rank stands for; None where other bounds are told."""
    if match is None or not match["rank"].isupper():
        return None
    low, high = _BOUNDS[match["rank"]]
    told = match.groupdict()
    if told.get("low") and (int(told["low"]) != low or (told.get("high") and int(told["high"]) != high)):
        return None
    return Target(low, None if told.get("worse") or (told.get("low") and not told.get("high")) else high)
