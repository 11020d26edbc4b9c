"""How many test blocks a file has, and with how many cases a test is parametrized."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.outline import Definition
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Correction, Finding, Measurement, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.quantities import restate
from verifier.reading.rows import counts_a_part
from verifier.reading.says.slots import SLOT, slots_of
from verifier.reading.says.words import Sort, words_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked, states

from .counting import fits, literal_cases, may_be_more, test_paths, tests_of
from .numbers_told import exact, file_above, numbers_of_some_tests, numbers_of_tests, of_a_change, place_of, tells

_NUMBER = r"(?P<number>\d{1,4}|" + "|".join(NUMBER_WORDS) + r")"
_BLOCKS = rf"(?:(?P<word>{SLOT}|it|test)\s+)?(?P<unit>blocks?|(?:test\s+)?cases?|test\s+functions?|tests?)"
_HAS = re.compile(
    rf"^(?:(?:the\s+)?(?:file|suite)\s+)?(?P<file>{SLOT})\s+(?:(?:now|currently|still|today)\s+)?(?:contains|has|holds|defines|consists\s+of|comprises|includes|counts|declares)\s+"
    rf"(?:exactly\s+)?{_NUMBER}\s+{_BLOCKS}(?P<tail>.*)$",
    re.I,
)
_IN = re.compile(
    rf"^(?:there\s+are\s+)?(?:exactly\s+)?{_NUMBER}\s+{_BLOCKS}\s+(?:are\s+)?(?:in|inside|within)\s+(?P<file>{SLOT})(?P<tail>.*)$", re.I
)
_CASES = re.compile(
    rf"^(?P<file>{SLOT})\s+(?:is\s+(?:also\s+)?parametri[sz]ed\s+(?:with|over|by|for|on)|(?:runs|is\s+run)\s+(?:with|over|on)|takes|has)\s+(?:exactly\s+)?"
    rf"{_NUMBER}\s+(?P<unit>(?:parametri[sz]ed\s+|parameter\s+)?(?:cases?|inputs?|sets?|rows?|parameter\s+sets?|examples?|tuples?))(?P<tail>.*)$",
    re.I,
)
_SHOWN = r"def test|function test|func Test|\b(it|test|specify)\(|#\[.*test|@Test|@ParameterizedTest|\[(Fact|Theory|Test)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    number: int
    cases: bool = False
    blocks: bool = False  # blocks of code, not tests that are run
    part: bool = False  # those of a part of the file may be meant
    some: bool = False  # those of a sort are told, or those that were written: whatever more is said, they are no more than all


class TestCounts(Lookup[Target]):
    """ "`orbit.test.ts` contains six `it` blocks", "`test_drift` is parametrized with seven cases"."""

    name = "test-counts"
    kinds = ("test-count",)
    quotes = False
    summary = "A file has as many test blocks or functions, and a test as many parametrized cases, as the report says."
    vocabulary = (
        "coverage contain hold define consist comprise include test case block function method parametrize cover covering unit all total"
    )
    examples = (
        Example(
            "of a class, of a sort, and in another's brackets",
            "| Class | File | Tests |\n|---|---|---|\n| `TestTurn` | `tests/test_a.py` | 1 |\n\n"
            "| File | Unit tests | Stress tests |\n|---|---|---|\n| `tests/test_a.py` | 0 | 2 |\n\n"
            "- `tests/test_a.py` - doors (1 test), locks (2 tests)\n- `tests/test_a.py` has 1 test for doors\n"
            "- `tests/test_a.py` has 9 tests\n",
            {"tests/test_a.py": "class TestTurn:\n    def test_a(self): ...\n\ndef test_b(): ...\n"},
            (
                *(Expect("test-count", V.UNVERIFIABLE, line) for line in (3, 7, 9, 10)),
                Expect("test-count", V.HOLDS, 9),
                Expect("test-count", V.REFUTED, 11),
            ),
        ),
        Example(
            "in a macro",
            "- `src/a.rs` has 2 tests\n",
            {"src/a.rs": "#[test]\nfn one() {}\n\nproptest! {\n    #[test]\n    fn two(x in 0..9) { assert!(x < 9); }\n}\n"},
            (Expect("test-count", V.HOLDS, 1),),
        ),
        Example(
            "blocks",
            "- `orbit.test.ts` contains two `it` blocks, of which one is skipped.\n- `orbit.test.ts` has five test cases.\n"
            "- There are 3 test functions in `test_sky.py`.\n",
            {
                "orbit.test.ts": "describe('orbit', () => {\n  it('turns', () => {});\n  it.skip('stops', () => {});\n});\n",
                "test_sky.py": "def test_a():\n    pass\n\nclass TestB:\n    def test_b(self):\n        pass\n",
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="2"),
                Expect("test-count", V.REFUTED, 3, observed="2"),
            ),
            also=("test-exists",),
        ),
        Example(
            "cases",
            "- `test_drift` is parametrized with three cases.\n- `test_drift` is parametrized over 4 inputs.\n"
            "- `test_tilt` runs with 2 cases.\n",
            {
                "test_sky.py": "import pytest\n\n@pytest.mark.parametrize('x', [1, 2, 3])\ndef test_drift(x):\n    pass\n\n"
                "@pytest.mark.parametrize('x', range(2))\ndef test_tilt(x):\n    pass\n"
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="3"),
                Expect("test-count", V.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "against a file or a folder",
            "| Location | Tests |\n|---|---|\n| `test_sky.py` | 5 |\n| `src/lib.rs` (unit) | 2 |\n| `web/` | 2/2 |\n\n"
            "- `test_sky.py` (2 tests)\n- `test_sky.py` - 7 tests\n- `test_sky.py`: 2 tests, all passing\n\n"
            "```\nweb/\n├── moon.test.ts\n└── orbit.test.ts  # 9 tests\n```\n\n### test_sky.py\n\n- **Tests:** 4\n- Added 3 tests\n",
            {
                "test_sky.py": "def test_a():\n    pass\n\ndef test_b():\n    pass\n",
                "src/lib.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n    #[tokio::test]\n    async fn b() {}\n}\n",
                "web/moon.test.ts": "",
                "web/orbit.test.ts": "it('turns', () => {});\nit.skip('stops', () => {});\n",
            },
            (
                Expect("test-count", V.REFUTED, 3, observed="2"),
                Expect("test-count", V.HOLDS, 4),
                Expect("test-count", V.HOLDS, 5),
                Expect("test-count", V.HOLDS, 7),
                Expect("test-count", V.REFUTED, 8, observed="2"),
                Expect("test-count", V.HOLDS, 9),
                Expect("test-count", V.REFUTED, 14, observed="2"),
                Expect("test-count", V.REFUTED, 19, observed="2"),
                Expect("test-count", V.REFUTED, 20, observed="2"),
            ),
            also=("test-exists",),
        ),
        Example(
            "of a sort, or written, in the file above",
            "### Sky (`tests/test_sky.py`)\n\nCreated **3 thorough sky tests**:\n\nCreated 1 thorough sky test:\n\n### Moon\n\n"
            "- **Location**: tests/test_moon.py\n- **Coverage**: 3 tests covering the tilt\n- **Coverage**: 2 tests covering the tilt\n",
            {
                "tests/test_sky.py": "def test_a():\n    pass\n\ndef test_b():\n    pass\n",
                "tests/test_moon.py": "def test_a():\n    pass\n\ndef test_b():\n    pass\n",
            },
            (
                Expect("test-count", V.REFUTED, 3, observed="2"),
                Expect("test-count", V.UNVERIFIABLE, 5),
                Expect("test-count", V.REFUTED, 10, observed="2"),
                Expect("test-count", V.HOLDS, 11),
            ),
        ),
        Example(
            "of other languages",
            "- `test/sky_test.dart` has 2 tests\n- `Tests/SkyTests.swift` has 2 tests\n- `src/Tests/SkyTests.cpp` has 3 tests\n",
            {
                "test/sky_test.dart": "void main() {\n  test('a', () {});\n  // test('b', () {});\n  testWidgets('c', (t) async {});\n}\n",
                "Tests/SkyTests.swift": "class SkyTests: XCTestCase {\n  func testA() {}\n  func testB() async {}\n  func turn() {}\n}\n",
                "src/Tests/SkyTests.cpp": "TEST(Sky, Turns) {}\nTEST_F(Sky, Tilts) {}\n/* TEST(Sky, Falls) {}\n */\n",
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.HOLDS, 2),
                Expect("test-count", V.REFUTED, 3, observed="2"),
            ),
        ),
        Example(
            "below the level that the files are of",
            "# Tests\n\n### Integration Tests\n\n1. **test_sky.py** (7 tests) ⚠️\n2. **test_sky.py** (1 test)\n",
            {"test_sky.py": "def test_a():\n    pass\n\ndef test_b():\n    pass\n"},
            (
                Expect("test-count", V.REFUTED, 5, observed="2"),
                Expect("test-count", V.REFUTED, 6, observed="2"),
            ),
            also=("test-exists",),
        ),
        Example(
            "other counts",
            "`orbit.ts` has two functions for tests. Three tests failed. `test_sky.py` has 3 test helpers.\n",
            {"orbit.ts": "", "test_sky.py": "def test_a():\n    pass\n"},
            (),
        ),
    )

    def is_closed(self, claim: Claim[Target]) -> bool:
        return not claim.target.some and super().is_closed(claim)

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        sentences = list(self.reads(clause)) if states(clause) else []
        yield from sentences or self._against(clause)

    def _against(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Numbers that stand against a file or a folder: "`test_sky.py` | 5" under "Tests", "`test_sky.py` (5 tests)"."""
        numbers = numbers_of_tests(clause) if tells(clause) and not of_a_change(clause) else []
        place, tree = place_of(clause), clause.context.tree
        some = not numbers or (place is None and tree is None)  # all that a file has are no fewer
        if some:
            numbers, place, tree = numbers_of_some_tests(clause), file_above(clause), None
        name = tree.path if tree is not None else place.value.text if place is not None else ""
        if len(numbers) != 1 or not name or numbers[0].stated is None or numbers[0].approximate or numbers[0].low != numbers[0].high:
            return
        if place is not None and _ends_a_list(clause, place.span):
            return  # "`a.test.ts`, `b.test.ts` (79 tests)": of all of them
        number = numbers[0]
        if re.search(r"\d\s+of\s+(?:the\s+|its\s+|all\s+)?\d", number.text):
            return  # "3 of 7 tests are slow" tells of the three
        part = some or counts_a_part(clause) or (place is not None and _in_anothers_brackets(clause, place.text))
        target = Target(name=name, number=int(number.stated or 0), blocks=exact(clause, number), part=part, some=some)
        yield self.claim(
            clause,
            target,
            subject=name,
            claimed=number.text,
            span=number.span,
            text=clause.in_full,
            quantity=number,
        )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        slots = slots_of(clause)
        match = _CASES.match(slots.text)
        blocks = None if match else _HAS.match(slots.text) or _IN.match(slots.text)
        found = match or blocks
        if found is None or slots.continues(found):
            return
        name, paths = slots.name(found["file"]), {mention.text for mention in clause.own(Path)}
        number = int(number_of(found["number"]))
        said, explains = str(number), slots.taken(found)
        if match and re.fullmatch(r"test\w*", name):
            yield self.claim(clause, Target(name=name, number=number, cases=True), subject=name, claimed=said, explains=explains)
        elif blocks and name in paths and re.search(r"test|spec", name, re.I):
            word = slots.name(blocks["word"]) if (blocks["word"] or "").startswith("⟨") else blocks["word"] or ""
            if word in ("", "it", "test"):
                exact = bool(word) or "block" in blocks["unit"] or "function" in blocks["unit"]
                target = Target(name=name, number=number, blocks=exact)
                yield self.claim(clause, target, subject=name, claimed=said, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        if target.cases:
            places = [place for place in symbols.find(target.name).places if place.definition.kind in ("function", "method")]
            counts = {_cases(place.definition) for place in places}
            if len(counts) != 1 or (count := next(iter(counts))) is None:
                return blocked(
                    Reason.AMBIGUOUS if places else Reason.NO_SUBJECT, f"the cases of {target.name} can't be counted", target.name
                )
            sites = [Site(p.path, target.name, f"{count} cases", p.definition.start, p.definition.line) for p in places]
            return answer(
                target.number == count,
                str(count),
                sites,
                subject=target.name,
                reproduce=f"git grep -nB9 -e {arguments('def ' + target.name)}",
            )
        return _in_place(target, code)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        finding = super().judge(claim, measurement)
        if (
            finding.verdict is V.REFUTED
            and claim.target.part
            and finding.observed.isdigit()
            and claim.target.number < int(finding.observed)
        ):
            told = f"{finding.message}; those of a part of it may be meant"
            return replace(finding, verdict=V.UNVERIFIABLE, reason=Reason.AMBIGUOUS, message=told, correction=None)
        if finding.verdict is not V.REFUTED or claim.quantity is None or not finding.observed.isdigit() or claim.target.part:
            return finding
        return replace(finding, correction=Correction(claim.quantity.span, restate(claim.quantity, int(finding.observed))))


def _in_anothers_brackets(clause: Clause, name: str) -> bool:
    """Whether a number stands in brackets behind something else than the file: "`a_test.go` - doors (1 test), locks (5 tests)"."""
    plain = clause.statement.text.plain
    at = plain.find(clause.text)
    before = re.search(r"(\S+)\s*\($", plain[:at]) if at > 0 else None
    return before is not None and before[1].strip("`*:") != name.strip("`")


def _ends_a_list(clause: Clause, span: Span) -> bool:
    """Whether the name at a place is the last of several that are listed."""
    words = words_of(clause.statement.text)
    at = next((place for place, word in enumerate(words) if word.mention is not None and word.mention.span == span), 0)
    before = words[max(0, at - 2) : at]
    return len(before) > 1 and before[-1].text in (",", "and", "&") and (before[0].sort is Sort.NAME or before[0].text == ",")


def _in_place(target: Target, code: Codebase) -> Measurement:
    """The tests of a file, or of all files of a folder."""
    resolved = code.index.resolve(target.name)
    path = resolved.path
    if path is None:
        return blocked(Reason.AMBIGUOUS if resolved.matches else Reason.NO_SUBJECT, f"{target.name} is not one place here", target.name)
    paths = [path] if not resolved.directory else [file for file in test_paths(code) if file.startswith(path + "/")]
    tests, whole = tests_of(code, paths)
    if not tests:  # there are more ways to write them, and a script may run its own
        return blocked(Reason.NO_SUBJECT, f"no tests that can be counted in {path}", path)
    sites = [Site(test.path, test.name, "", test.line, test.line) for test in tests[:5]]
    if not target.blocks and may_be_more(target.number, tests):
        return blocked(Reason.RUNTIME, "some of its tests run many times", path)
    holds = target.number == len(tests) or fits(target.number, tests)
    return answer(
        holds,
        str(len(tests)),
        sites,
        complete=whole,
        subject=path,
        reproduce=f"grep -rnE '{_SHOWN}' {arguments(path)}",
        detail=f"{len(tests)} tests in {path}",
    )


def _cases(definition: Definition) -> int | None:
    """How many rows the only `parametrize` above a test has; None when there is not just one, or it is no literal."""
    marks = [text for text in definition.decorators if "parametrize" in text]
    return literal_cases(marks[0]) if len(marks) == 1 else None
