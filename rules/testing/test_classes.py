"""How many classes hold tests, in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.repository.kinds import language_of
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.lookup import states

from .by_lines import BEGINNINGS
from .counting import test_paths, tests_of
from .numbers_told import of_a_change

_LABEL = re.compile(r"\W*(?:(?:total|number\s+of|no\.?\s+of)\s+)?test\s+classes(?:\s+(?:count|in\s+total))?\W*", re.I)
_WITHOUT = frozenset(("typescript", "tsx", "javascript", "jsx", "go", "rust", *BEGINNINGS))  # languages whose tests need no classes


@dataclass(frozen=True, slots=True)
class Target:
    number: int
    total: bool = False  # all are told: fewer than there are is wrong, too


class TestClasses(Rule[Target]):
    """ "14 test classes", "**Total Test Classes**: 14"."""

    name = "test-classes"
    infers = True
    kinds = ("test-count",)
    quotes = False
    summary = "As many classes of the project have tests as the report counts, those in one folder or language among them."
    vocabulary = "test class total number all in suite has have contain comprise include @number"
    examples = (
        Example(
            "all of them",
            "- **Total Test Classes**: 3\n- 5 test classes\n- 2 test classes\n- **Total Test Classes**: 2\n",
            {
                "tests/test_sky.py": "class TestTurn:\n    def test_a(self): ...\n\nclass TestTilt:\n    def test_b(self): ...\n\n"
                "class TestSpin:\n    def test_d(self): ...\n\nclass Rig: ...\n",
                "tests/test_moon.py": "def test_c(): ...\n",
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="3 classes"),
                Expect("test-count", V.UNVERIFIABLE, 3),
                Expect("test-count", V.REFUTED, 4),
            ),
        ),
        Example(
            "of a change, and of a file", "- Added 3 test classes\n- `tests/test_sky.py`: 5 test classes\n", {"tests/test_sky.py": ""}, ()
        ),
        Example("of other languages", "- 5 test classes\n", {"tests/sky_test.go": ""}, (Expect("test-count", V.UNVERIFIABLE, 1),)),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause, warned=True) or of_a_change(clause) or clause.all(Path):
            return
        for quantity in clause.quantities:
            told = quantity.words == ("test", "class") or (not quantity.words and _LABEL.fullmatch(label_of(clause, quantity)))
            if told and quantity.stated is not None and not quantity.approximate and quantity.low == quantity.high:
                target = Target(int(quantity.stated), bool(re.search(r"\b(?:total|all|altogether)\b", clause.in_full, re.I)))
                yield self.claim(clause, target, claimed=quantity.text, span=quantity.span, text=clause.in_full, quantity=quantity)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        paths = test_paths(code)
        if not paths or any(language_of(path) in _WITHOUT for path in paths):
            return Measurement(blocked=Reason.NO_SUBJECT, detail="no classes of tests that can be counted")
        tests, whole = tests_of(code, paths)
        classes = {(test.path, test.group): test for test in tests if test.group}
        sites = tuple(Site(test.path, test.group, "", test.line, test.line) for test in list(classes.values())[:3])
        inherits = any(test.runs is None for test in classes.values())  # a class may have all its tests from another
        upper = {path.partition("/")[0] for path, _ in classes}
        parts = tuple(Reading(f"in {top}", sum(1 for path, _ in classes if path.startswith(f"{top}/"))) for top in sorted(upper))
        every = Reading("classes", len(classes))
        return Measurement((every, *parts), sites, whole and not inherits, r"git grep -nE '^\s*(public\s+)?class \w*Test'", scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        number = int(measurement.readings[0].value)
        observed = f"{number} classes"
        fitting = next((one for one in measurement.readings if int(one.value) == claim.target.number), None)
        if fitting is not None:
            certain = Confidence.CERTAIN if fitting is measurement.readings[0] else Confidence.LIKELY
            told = f"{int(fitting.value)} {fitting.definition} have tests"
            return found(claim, measurement, V.HOLDS, told, observed=observed, confidence=certain)
        told = f"{number} classes have tests, not {claim.target.number}"
        if not measurement.complete or (claim.target.number < number and not claim.target.total):
            return found(claim, measurement, V.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        return found(claim, measurement, V.REFUTED, told, observed=observed)
