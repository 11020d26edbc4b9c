"""How many tests a group has: a class, a marker, what a file, a folder or tests are named after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Origin, Path
from verifier.reading.text import Text
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided

from .counting import Test, fits, may_be_more, test_paths, tests_of
from .numbers_told import exact, numbers_of_tests, of_a_change, tells

_EMPTY = frozenset(
    "test tests testing suite suites class the a an all for of in total number case cases function functions spec specs has have".split()
)
_SORTS = frozenset(map(stem, "model class service module component helper api endpoint manager handler".split()))
_WHOLE = frozenset("total overall all automated whole entire count backend frontend unit".split())
_LEAD = re.compile(
    r"\s{0,4}(?:[:–—|([-]|(?<!\w)(?:has|have|contains?|holds?|with|comprises?|includes?|consists? of|defines?)){0,4}\s{0,4}$", re.I
)
_CLASS = re.compile(r"Test[A-Z]\w*|[A-Z]\w*Tests?(?:Case)?")
_RELEASE = re.compile(r"\bchangelog\b|\breleases?\b|\bv?\d+\.\d+\.\d+", re.I)
_OF_PLUGINS = frozenset(("asyncio", "anyio", "django_db", "trio"))
_MARK = re.compile(r"@?(?:pytest\.)?mark\.(?P<mark>[a-z_]\w*)(?:\([^()]*\))?")


@dataclass(frozen=True, slots=True)
class Target:
    label: str
    number: int
    written: bool = False  # functions as they are written
    files: tuple[str, ...] = ()  # the test files that the heading names
    whole: bool = False  # all of them are told: "24/24"


class TestGroups(Rule[Target]):
    """ "`TestScanMerging` has 2 tests", "Network tests (3 tests)", "Orbit: 7 tests"."""

    name = "test-groups"
    infers = True
    kinds = ("test-count",)
    quotes = False
    summary = "A class of tests has as many as told; so has a group by the name of a marker, a file or a folder, where one has that name."
    vocabulary = "@number coverage test tests case function method class suite group unit covering cover contain"
    examples = (
        Example(
            "a class, a marker, a file",
            "- `TestOrbit` has 2 tests\n- `TestOrbit` (5 tests)\n- Network tests (1 test)\n- Network tests (3 tests)\n- Sky: 3 tests\n"
            "- Gravity: 9 tests\n- `TestOrbit` has 4 tests for the tilt\n"
            "- `@pytest.mark.network` - tests with a wire (1 test)\n- `@pytest.mark.network` - tests with a wire (6 tests)\n"
            "- Seen in `TestOrbit`: the class has two test methods of its own\n"
            "- Seen in `TestOrbit`: the class has three test methods of its own\n",
            {
                "tests/test_sky.py": "import pytest\n\nclass TestOrbit:\n    def test_a(self): ...\n    def test_b(self): ...\n\n"
                "@pytest.mark.network\ndef test_c(): ...\n"
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="2"),
                Expect("test-count", V.HOLDS, 3),
                Expect("test-count", V.DOUBTFUL, 4, observed="1"),
                Expect("test-count", V.HOLDS, 5),
                Expect("test-count", V.UNVERIFIABLE, 6),
                Expect("test-count", V.DOUBTFUL, 7),
                Expect("test-count", V.HOLDS, 8),
                Expect("test-count", V.REFUTED, 9, observed="1"),
                Expect("test-count", V.HOLDS, 10),
                Expect("test-count", V.REFUTED, 11, observed="2"),
            ),
        ),
        Example("of a change", "- Orbit: added 3 tests\n- Orbit: 2 tests failed\n- 0 tests\n", {"tests/test_sky.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        numbers = numbers_of_tests(clause) if tells(clause) and not of_a_change(clause) else []
        if len(numbers) != 1 or numbers[0].stated is None or numbers[0].approximate or numbers[0].low != numbers[0].high:
            return
        if clause.context.tree is not None or any(m.origin in (Origin.SELF, Origin.ROW, Origin.PARENT) for m in clause.all(Path)):
            return
        if any(_RELEASE.search(title) for title in clause.context.titles):
            return  # told of how it was then
        label = _label(clause, numbers[0].text)
        telling = [word for word in _words(label) if word not in _EMPTY]
        if not telling or len(telling) > 4 or set(telling) <= _WHOLE:
            return
        files = tuple(m.value.text for m in clause.all(Path) if re.search(r"test|spec", m.text, re.I))
        target = Target(label, int(numbers[0].stated or 0), exact(clause, numbers[0]), files, "/" in numbers[0].text)
        sure = Confidence.CERTAIN if _is_exact(label) else Confidence.LIKELY
        yield self.claim(
            clause,
            target,
            subject=label,
            claimed=numbers[0].text,
            span=numbers[0].span,
            text=clause.in_full,
            quantity=numbers[0],
            confidence=sure,
            explains=_before(clause, numbers[0].text),
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        named = {path for file in target.files for path in code.index.resolve(file).matches}
        paths = [path for path in test_paths(code) if not named or path in named]
        tests, whole = tests_of(code, paths)
        mark = _MARK.fullmatch(target.label)
        if mark and (mark["mark"] in _OF_PLUGINS or Symbols.of(code.facts).holding("pytest_collection_modifyitems")):
            why = "markers are also given when tests are collected"
            return Measurement(blocked=Reason.NOT_PROVABLE, detail=why, subject=target.label)
        groups = _groups(target.label, tests)
        named_so = [group for name, group in groups.items() if name.startswith("=")]
        holding = [group for group in groups.values() if group and fits(target.number, group)]
        told = _is_exact(target.label) or target.whole or len(_stems(target.label)) > 1  # a word alone may be of more than its file
        best = (holding or [group for group in named_so if told or len(group) < target.number] or [[]])[0]
        if not best:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no group of tests is surely meant: {target.label}", subject=target.label)
        readings = (
            Reading("tests", len(best)),
            Reading("fits", bool(holding)),
            Reading("may be more", not target.written and may_be_more(target.number, best)),
            Reading("one", len(named_so) == 1 and _is_exact(target.label)),
        )
        sites = tuple(Site(test.path, test.name, "", test.line, test.line) for test in best[:3])
        words = target.label if _is_exact(target.label) else "|".join(_stems(target.label))
        return Measurement(readings, sites, whole, f"git grep -niE -e {arguments(words)}", target.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        number, holds, more, one = (reading.value for reading in measurement.readings)
        evidence = tuple(Evidence(site.path, site.line, site.end_line) for site in measurement.sites)
        message, observed = f"{number} tests of {measurement.subject}", str(number)
        if holds:
            return found(claim, measurement, V.HOLDS, message, observed=observed, evidence=evidence)
        if more or not measurement.complete:
            reason = Reason.RUNTIME if more else Reason.INCOMPLETE
            return found(claim, measurement, V.UNVERIFIABLE, message, reason=reason, observed=observed)
        return found(claim, measurement, V.REFUTED if one else V.DOUBTFUL, message, observed=observed, evidence=evidence)


def _is_exact(label: str) -> bool:
    """Whether a label is a name of code: a class or a marker."""
    return bool(_CLASS.fullmatch(label) or _MARK.fullmatch(label))


def _before(clause: Clause, number: str) -> tuple[Span, ...]:
    """The words up to a number: its label and what joins them."""
    text = _told(clause)
    at = text.plain.find(number)
    return (text.span(0, at),) if at > 0 else ()


def _told(clause: Clause) -> Text:
    """The statement's words, but where the clause names what another one stands for ("the class"): then its own."""
    return clause.statement.text if clause.text in clause.statement.text.plain else clause.words


def _label(clause: Clause, number: str) -> str:
    """What stands before a number: a row's head, a key, the words before a bracket or a verb."""
    row = clause.context.row
    if clause.form is Form.CELL:
        own = bool(row) and row[0].text.runs == clause.statement.text.runs
        return "" if own or not row else row[0].text.plain.strip(" `*:")
    before, _, _ = _told(clause).plain.partition(number)
    if mark := _MARK.match(before.lstrip(" `*-")):
        return mark[0]
    if not before.strip(" -*:([") and clause.context.key:
        before = clause.context.key
    return re.sub(r"^(?:[\d.]+|the|class|the class)\s+`?", "", _LEAD.sub("", before).strip(" `*:#"), flags=re.I)


def _groups(label: str, tests: list[Test]) -> dict[str, list[Test]]:
    """The tests that may be meant, by what groups them; "=" begins the name of one that is called just so."""
    wanted = frozenset(_stems(label))
    if mark := _MARK.fullmatch(label):
        wearing = re.compile(rf"(?:pytest\.)?mark\.{mark['mark']}\b")
        return {f"={label}": [test for test in tests if any(wearing.match(text) for text in test.marks)]}
    if _CLASS.fullmatch(label):
        return {f"={label}": [test for test in tests if label in test.group.split(".")]}
    groups: dict[str, list[Test]] = {}
    for test in tests:
        marks = [match[1] for text in test.marks if (match := re.match(r"(?:pytest\.)?mark\.(\w+)", text))]
        parts = test.path.rpartition(".")[0].split("/")
        for name in {*marks, *test.group.split("."), *parts}:
            stems = frozenset(_stems(name))
            if wanted and wanted <= stems:
                groups.setdefault(("=" if wanted == stems else "") + name, []).append(test)
            elif name == parts[-1] and len(stems) > 1 and stems == wanted - _SORTS:  # "CreditCheck model" of test_credit_check.py
                groups.setdefault(f"={name}", []).append(test)
            elif name in test.group and len(stems) > 1 and stems < wanted:  # "Credit check operations" of TestCreditCheck
                groups.setdefault(name, []).append(test)
    groups["by name"] = [test for test in tests if wanted <= {stem(word) for word in subwords(test.name)}]
    return groups


def _words(label: str) -> list[str]:
    return [word for part in re.findall(r"[\w]+", label) for word in subwords(part)]


def _stems(label: str) -> list[str]:
    return [stem(word) for word in _words(label) if word not in _EMPTY]
