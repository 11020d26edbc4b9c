"""The maintainability index (Oman and Hagemeister 1992) of Python files, as radon scales it from 0 to 100."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import fmean, median

from verifier.codebase import Codebase
from verifier.facts.complexity import Maintainability as Index
from verifier.model import Claim, Measurement, Quantity, Reason, Side, Site
from verifier.model import Verdict as V
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Form, Origin, Path
from verifier.reading.says.words import Sort, words_of
from verifier.repository.scope import Scope
from verifier.reproduce import below
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_EVERY = frozenset("all every each".split())
_UNITS = frozenset(("", "point", "%"))
_AVERAGE = frozenset("average avg mean overall".split())
_AIMS = frozenset("target goal threshold aim".split())
_INDEX = re.compile(r"\W*(?:(?:mi|maintainability)(?:[\s-]+(?:index|score|value|rating))*(?:\s*\(mi\))?)\W*", re.I)
_SCORE = re.compile(r"\W*(?:score|index|value)\W*", re.I)
_MAINTAINABILITY = re.compile(r"\bmaintainability\b", re.I)


class What(Enum):
    AVERAGE = "average"
    EACH = "each file's"


@dataclass(frozen=True, slots=True)
class Target:
    what: What


class Maintainability(Lookup[Target]):
    """ "Average MI score 65.4", "Maintainability index of `a.py`: 71", "All files have a maintainability index above 20"."""

    name = "maintainability"
    kinds = ("maintainability",)
    scoped = True
    summary = "The maintainability index by radon of the Python files in scope: their average by any usual definition, or each."
    vocabulary = (
        "maintainability index mi score average mean overall file module python radon have all every above below @number @bound @all"
    )
    examples = (
        Example(
            "a file's, and averages",
            "- Maintainability index of `orbit.py`: 100\n- Average maintainability index: 31.5\n- Average MI: 100\n"
            "- Maintainability index of `tilt.py`: 12\n",
            {"orbit.py": "", "tilt.py": "def lean(x):\n    y = x * 3\n    return y - x\n"},
            (
                Expect("maintainability", V.HOLDS, 1),
                Expect("maintainability", V.REFUTED, 2),
                Expect("maintainability", V.REFUTED, 3),
                Expect("maintainability", V.REFUTED, 4),
            ),
        ),
        Example(
            "a table",
            "## Maintainability\n\n| Module | Score | Rating |\n|---|---|---|\n| `orbit.py` | 100.00 | A |\n| `tilt.py` | 12.5 | B |\n",
            {"orbit.py": "", "tilt.py": "def lean(x):\n    y = x * 3\n    return y - x\n"},
            (Expect("maintainability", V.HOLDS, 5), Expect("maintainability", V.REFUTED, 6)),
        ),
        Example(
            "a target, and an opinion",
            "Target: maintainability index above 20. Good maintainability. MI 4 is a road.\n",
            {"a.py": ""},
            (),
        ),
        Example(
            "another language", "- Maintainability index of `a.ts`: 70\n", {"a.ts": ""}, (Expect("maintainability", V.UNVERIFIABLE, 1),)
        ),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        output = clause.asserts and clause.form is Form.FENCE_LINE and clause.side is Side.NOW  # "# Result: ..." below a command
        return self.reads(clause) if output else super().recognise(clause)

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        lowers = [word.lower for word in words_of(clause.words) if word.sort is Sort.WORD]
        index = ("maintainability", "index") in set(pairwise(lowers)) or "mi" in lowers
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        if not index or _AIMS & set(lowers) or len(clause.quantities) != 1:
            return
        quantity = clause.quantities[0]
        average = bool(_AVERAGE & set(lowers))
        if not (average or clause.own(Path) or _EVERY & set(lowers)) or quantity.unit not in _UNITS or not _on_the_scale(quantity):
            return
        target = Target(What.AVERAGE if average else What.EACH)
        named = tuple(mention.span for mention in clause.own(Path))
        yield self.claim(clause, target, claimed=quantity.text, quantity=quantity, explains=named)

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        """The number in a file's row under "MI", or under "Score" below a heading about maintainability."""
        header, titles = clause.context.header, clause.context.titles[-2:]
        told = _INDEX.fullmatch(header) or (_SCORE.fullmatch(header) and any(map(_MAINTAINABILITY.search, titles)))
        rows = {one.text for one in clause.all(Path) if one.origin is Origin.ROW}
        if not told or len(rows) != 1 or len(clause.quantities) != 1 or re.search(r"[^\W\d_]{2}", clause.statement.text.plain):
            return
        quantity = clause.quantities[0]
        if quantity.unit in _UNITS and _on_the_scale(quantity):
            yield self.claim(clause, Target(What.EACH), subject=rows.pop(), claimed=quantity.text, quantity=quantity, text=clause.in_full)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = scope.files_in(code.index, frozenset(("python",)))
        if not files:
            return blocked(Reason.NO_SUBJECT, f"no Python in {scope.label}", scope.label)
        facts = code.facts.maintainability(files)
        known = {path: one for path, one in facts.items() if isinstance(one, Index)}
        if len(known) < len(facts):
            return blocked(Reason.INCOMPLETE, "some files could not be parsed", scope.label)
        quantity = claim.quantity
        assert quantity is not None
        reproduce = f"radon mi -s {below(scope.places)}"
        if claim.target.what is What.AVERAGE:
            averages = _averages(list(known.values()))
            told = f"{averages[0]:.1f} on average over {len(known)} {in_number('file', len(known))}, in {scope.label}"
            right = any(_fits(quantity, value) for value in averages)
            return answer(right, f"{averages[0]:.1f}", reproduce=reproduce, subject=scope.label, detail=told)
        apart = [path for path, one in known.items() if not _fits(quantity, one.index) and not _fits(quantity, one.index_strict)]
        worst = min(apart or known, key=lambda path: known[path].index)
        told = f"{known[worst].index:.1f}: {worst}"
        return answer(not apart, told, [Site(path) for path in apart[:1]], reproduce=reproduce, subject=scope.label)


def _averages(of: Sequence[Index]) -> list[float]:
    """The averages that people may quote: over the files, those with code only, weighted by their lines, and the middle one; radon counts
    a docstring as comment (`-m` does not)."""
    found: list[float] = []
    for values in ([(one.index, one.loc) for one in of], [(one.index_strict, one.loc) for one in of]):
        coded = [value for value, _ in values if value < 100] or [100.0]
        lines = sum(loc for _, loc in values) or 1
        weighted = sum(value * loc for value, loc in values) / lines
        found += (fmean(value for value, _ in values), fmean(coded), weighted, median(value for value, _ in values), median(coded))
    return found


def _fits(quantity: Quantity, value: float) -> bool:
    """Within the interval, or what it rounds to or is cut to with the digits given."""
    if quantity.contains(value):
        return True
    if quantity.stated is None or quantity.low != quantity.high:
        return quantity.approximate and quantity.stated is not None and abs(value - quantity.stated) <= 0.1 * quantity.stated
    return abs(value - quantity.stated) < 1


def _on_the_scale(quantity: Quantity) -> bool:
    return quantity.stated is not None and 0 <= quantity.stated <= 100
