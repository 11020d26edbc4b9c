"""How many tests a suite has in all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Path
from verifier.reading.english.lexis import neutral
from verifier.repository.kinds import language_of
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided

from .by_lines import BEGINNINGS
from .counting import Test, test_paths, tests_of

_FORMS = {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
_FENCES = {FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.DIAGRAM, FenceClass.SHELL}
_LANGUAGES = ("python", "typescript", "tsx", "javascript", "jsx", "go", "rust", "java", "csharp", "php", "ruby", *BEGINNINGS)
_IN = "in "  # a language, or a folder: how the reading of a part is called
_FOLDERS = frozenset("src test tests spec specs unit integration".split())  # as any project has
_FAR = 2  # times as many as a lower bound
_HOLDERS = frozenset("file files suite suites class classes module modules script scripts folder folders directory directories".split())
_COUNTED = {("test", "function"), ("test", "method"), ("test",), ("test", "case"), ("unit", "test"), ("total", "test")}
_KEY = re.compile(r"^\W*(?:total\s+|current\s+|number\s+of\s+)?(?:unit\s+)?tests?(?:\s+(?:functions?|methods?|cases?|count))?\W*$", re.I)
_ANNOTATED = re.compile(r"\s*@Test(?:\s+(?:methods?|functions?|annotations?))?\W*")


@dataclass(frozen=True, slots=True)
class Target:
    functions: bool  # functions as they are written, not tests that are run


_NAMED = re.compile(r"(?:^|/)test_[\w-]+\.py$|[\w-]+_test\.(?:py|go)$|\.(?:test|spec)\.[cm]?[jt]sx?$")
_WHOLE = re.compile(r"\b(?:suite|all|overall|altogether|project|repository|codebase)\b", re.I)
_KNOWN = frozenset(
    "test tests suite suites function functions method methods annotation annotations case cases total in all overall automated current "
    "there contain contains comprise comprises include includes unit written about around over more than least at".split()
)


class SuiteSize(Rule[Target]):
    """ "152 test functions", "Total tests: 48"."""

    name = "suite-size"
    kinds = ("test-count",)
    summary = (
        "All tests together, as functions or blocks that are written, and with the literal cases of parametrized ones, are as many as told."
    )
    vocabulary = (
        "test tests suite function method annotation case total in all overall automated there contain comprise include "
        "@number @bound @about"
    )
    examples = (
        Example(
            "all of them",
            "- 3 test functions\n- **Total tests**: 5\n- The suite has 3 tests.\n",
            {"tests/test_sky.py": "def test_a(): ...\ndef test_b(): ...\nclass TestC:\n    def test_c(self): ...\n"},
            (
                Expect("test-count", Verdict.HOLDS, 1),
                Expect("test-count", Verdict.REFUTED, 2, observed="3 tests"),
                Expect("test-count", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "by their annotation",
            "- Current tests: 2 @Test methods\n- 5 `@Test` methods\n",
            {"src/test/java/SkyTest.java": "class SkyTest {\n  @Test\n  void a() {}\n\n  @Test\n  void b() {}\n}\n"},
            (Expect("test-count", Verdict.HOLDS, 1), Expect("test-count", Verdict.REFUTED, 2)),
        ),
        Example(
            "some of them, and tests that are run many times",
            "- 12 tests for the tilt\n- Added 4 tests\n- 9 tests pass\n- 9 tests\n",
            {"tests/test_sky.py": "import pytest\n\n@pytest.mark.parametrize('x', rows())\ndef test_a(x):\n    pass\n"},
            (Expect("test-count", Verdict.UNVERIFIABLE, 4),),
        ),
        Example(
            "far more than a lower bound",
            "- 2+ tests\n- 1+ tests\n- 1+ tests in all\n",
            {"tests/test_sky.py": "def test_a(): ...\n\n\ndef test_b(): ...\n\n\ndef test_c(): ...\n"},
            (
                Expect("test-count", Verdict.HOLDS, 1),
                Expect("test-count", Verdict.UNVERIFIABLE, 2),
                Expect("test-count", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "other numbers",
            "Tests took 3 seconds. Write 5 tests. `test_sky.py`: 3 tests\n\n- Tilt engine: 7 tests\n- Fully tested with 19 test cases\n\n"
            "### Orbit tests (11 tests)\n",
            {"tests/test_sky.py": ""},
            (),
            also=("test-counts",),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE or clause.form in _FORMS or clause.context.fence in _FENCES:
            return
        if (
            (clause.context.key and not _KEY.match(clause.context.key))
            or clause.position
            or clause.all(Path)
            or re.search(
                r"\b(?:added|new|wrote|created|fixed|removed|more|additional|per|pass\w*|fail\w*|skip\w*|run|ran|collected|/)\b",
                clause.in_full,
                re.I,
            )
        ):
            return  # of a file, of a part, of a change, or of a run
        if any(not neutral(word) and word not in _KNOWN for word in re.findall(r"[a-z]+", clause.in_full.lower())):
            return  # "12 tests for the tilt", "Fully tested with 12 test cases", "Tilt tests (12 tests)": of something, and of what?
        for quantity in clause.quantities:
            annotated = not quantity.words and bool(_ANNOTATED.fullmatch(clause.text.partition(quantity.text)[2]))
            keyed = annotated or (quantity.unit in ("", "test") and bool(_KEY.match(clause.context.key)) and not quantity.words)
            if "/" not in quantity.text and not _of_files(clause, quantity) and (quantity.words in _COUNTED or keyed):
                functions = annotated or quantity.words[-1:] in (("function",), ("method",)) or "function" in clause.context.key.lower()
                explains = (clause.words.span(0, len(clause.text)),) if annotated else ()
                yield self.claim(clause, Target(functions), claimed=quantity.text, quantity=quantity, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        paths = [path for path in test_paths(code) if language_of(path) is not None]
        strange = sorted({language_of(path) or "" for path in paths} - set(_LANGUAGES))
        if not paths or strange:
            return Measurement(blocked=Reason.UNSUPPORTED_LANGUAGE if strange else Reason.NO_SUBJECT, detail="no tests that can be counted")
        tests, whole = tests_of(code, paths)
        silent = {path for path in paths if _NAMED.search(path) and not path.endswith(".go")} - {test.path for test in tests}
        whole = whole and not silent  # a file that is called a test and has none may run its own; Go's runner has one way alone
        sites = [Site(test.path, test.name, "", test.line, test.line) for test in tests]
        runs = [test.runs for test in tests]
        many = any(run is None for run in runs)
        readings = [Reading("tests", len(tests)), Reading("some run many times", many)]
        if not many:
            readings.append(Reading("with their literal cases", sum(run or 0 for run in runs)))
        readings += [Reading(f"{_IN}{name}", count) for name, count in _parts(tests).items()]
        return Measurement(tuple(readings), tuple(sites), whole, r"grep -rnE 'def test|\b(it|test)\(' .", "the repository")

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        assert claim.quantity is not None
        number, many = int(measurement.readings[0].value), bool(measurement.readings[1].value)
        observed = f"{number} tests"
        evidence = tuple(Evidence(site.path, site.line, site.end_line) for site in measurement.sites[:3])
        for reading in (measurement.readings[0], *measurement.readings[2:]):
            if claim.quantity.contains(float(reading.value)) and (reading is measurement.readings[0] or not claim.quantity.approximate):
                message = f"{int(reading.value)} {reading.definition} in {measurement.subject}"
                if reading.definition.startswith(_IN) and not _named(reading.definition.removeprefix(_IN), claim):
                    told = f"{observed}; {message}, which may be meant"
                    return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
                if _far_above(claim, float(reading.value)):
                    told = f"{message}, far more than {claim.quantity.text}: some of them may be meant"
                    return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
                return found(
                    claim, measurement, Verdict.HOLDS, message, observed=observed, evidence=evidence, definition=reading.definition
                )
        low = claim.quantity.low
        if not measurement.complete or (many and not claim.target.functions and (low is None or low > number)):
            why = f"{observed} are written, and {'some of them run many times' if many else 'some files may have tests of another form'}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.RUNTIME, observed=observed)
        message = f"{observed}, not {claim.quantity.text}"
        high = claim.quantity.high
        told_of_all = any(map(_WHOLE.search, (claim.text, *claim.section[1:])))
        fewer = high is not None and high < number and not told_of_all  # those of what the section tells of, perhaps
        if fewer and high is not None and _FAR * high < number:
            told = f"{message}; some of them may be meant"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        return found(claim, measurement, Verdict.DOUBTFUL if fewer else Verdict.REFUTED, message, observed=observed, evidence=evidence)


def _named(part: str, claim: Claim[Target]) -> bool:
    """Whether the report tells of a language or a folder: by its title, the headings above, or the words of the claim."""
    told = " ".join((*claim.section, claim.text, *claim.hints.areas, *claim.hints.topics, *claim.hints.reviewed)).lower()
    return any(word.lower() in told for word in re.findall(r"[A-Za-z]{2,}", part) if word.lower() not in _FOLDERS)


def _far_above(claim: Claim[Target], number: float) -> bool:
    """Whether there are so many more than "110+" that those of a part are told, unless the words say that all are meant."""
    quantity = claim.quantity
    assert quantity is not None
    return quantity.high is None and quantity.low is not None and number > _FAR * quantity.low and not _WHOLE.search(claim.text)


def _parts(tests: list[Test]) -> dict[str, int]:
    """How many there are in one language, or one upper folder: a report may speak of that part of the repository."""
    parts: Counter[str] = Counter()
    for test in tests:
        above = test.path.split("/")[:-1]
        parts.update({language_of(test.path) or "", *("/".join(above[:depth]) for depth in (1, 2) if len(above) >= depth)} - {""})
    return dict(parts)


def _of_files(clause: Clause, quantity: Quantity) -> bool:
    """Whether it counts what holds tests: "1 test file", "3 test suites"."""
    behind = clause.text.partition(quantity.text)[2].split()
    return bool(behind) and behind[0].lower().strip(",.;:)") in _HOLDERS
