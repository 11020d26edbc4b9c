"""The tests that a file's code holds: functions, methods and blocks that a runner knows, and how many times each is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.outline import Call, Definition, Outline
from verifier.facts.symbols import Symbols
from verifier.repository.kinds import holds_tests, is_vendored, language_of
from verifier.repository.snapshot import Unreadable

from .by_lines import BEGINNINGS, begun_in

_BLOCK = re.compile(r"^(?:it|test|specify)(?:\.(?:skip|only|todo|fails|concurrent|failing))*$")
_EACH = re.compile(r"^(?:it|test)\.each\(")
_SKIPPED = re.compile(r"^(?:it|test)\.(?:skip|todo)$")
_ATTRIBUTES = {
    "rust": re.compile(r"^(?:\w+::)*(?:test|rstest|test_case|quickcheck|wasm_bindgen_test)\b"),
    "java": re.compile(r"^(?:Test|ParameterizedTest|RepeatedTest)\b"),
    "csharp": re.compile(r"^(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b"),
    "php": re.compile(r"^Test\b"),
}
_MANY = re.compile(
    r"parametri[sz]e|\bParameterizedTest\b|\bRepeatedTest\b|\bTheory\b|\bTestCase\b|\brstest\b|\btest_case\b|DataTestMethod|hypothesis"
)
_ATTRIBUTE = re.compile(r"\s*#\[(?:\w+::)*test\b")
_BELOW = 6  # lines from a test's attribute on in which its name stands
_FUNCTIONS = frozenset(("function", "method"))
_BASES = re.compile(r"^(?:object|ABC|(?:\w+\.)*\w*TestCase)?$")
_SCRIPTS = frozenset(("typescript", "tsx", "javascript", "jsx"))


@dataclass(frozen=True, slots=True)
class Test:
    """A test as it is written. `runs`: how many times it is run, where that can be counted; None where it can't."""

    path: str
    line: int
    name: str
    group: str = ""  # its class, by its qualified name
    runs: int | None = 1
    skipped: bool = False
    marks: tuple[str, ...] = ()


def tests_in(path: str, outline: Outline) -> list[Test]:
    """The tests of one file, in its order."""
    if outline.language in _SCRIPTS:
        repeated = any(call.callee.startswith("describe.each") for call in outline.calls)
        return [_of_call(path, call, repeated) for call in outline.calls if _BLOCK.match(call.callee) or _EACH.match(call.callee)]
    classes = {d.qualified: d for d in outline.definitions if d.kind == "class"}
    functions = [d for d in outline.definitions if d.kind in _FUNCTIONS]
    inside = {d.qualified for d in functions}  # what stands in a function is a helper of it, whatever its name
    own = [d for d in functions if d.qualified.rpartition(".")[0] not in inside]
    found = [_of_definition(path, d, classes) for d in own if _is_test(d, outline.language)]
    module = [mark for d in outline.definitions if d.qualified == "pytestmark" for mark in re.findall(r"\bmark\.\w+", d.value)]
    found = [replace(test, marks=(*test.marks, *module)) for test in found] if module else found
    if outline.language in ("ruby", "php"):  # RSpec and Pest write them as calls
        found += [_of_call(path, call, False) for call in outline.calls if _BLOCK.match(call.callee)]
    if outline.language == "go" and any(call.callee.endswith(".Run") for call in outline.calls):
        found = [replace(test, runs=None) for test in found]  # with tests inside
    return sorted(found, key=lambda test: test.line)


def tests_of(code: Codebase, paths: Iterable[str]) -> tuple[list[Test], bool]:
    """The tests of some files, and whether all of them could be read."""
    every = list(paths)
    lined = [path for path in every if language_of(path) in BEGINNINGS]
    wanted = [path for path in every if path not in set(lined)]
    outlines = Symbols.of(code.facts).outlines(wanted)
    tests = [test for path, outline in sorted(outlines.items()) for test in tests_in(path, outline)]
    read = {path: _by_lines(code, path) for path in lined}
    tests += [test for found in read.values() for test in found or ()]
    tests += _in_macros(code, tests, [path for path in outlines if path.endswith(".rs")])
    whole = len(outlines) == len(wanted) and None not in read.values() and not any(outline.errors for outline in outlines.values())
    if any(test.path.endswith(".py") for test in tests) and _fixtures_repeat(code, [path for path in wanted if path.endswith(".py")]):
        tests = [replace(test, runs=None) for test in tests]
    return tests, whole


def _by_lines(code: Codebase, path: str) -> list[Test] | None:
    """The tests of a file whose language is told by its lines; None of one that can't be read."""
    try:
        text = code.facts.text(path)
    except Unreadable:
        return None
    begun = begun_in(text, language_of(path) or "")
    return [Test(path, one.line, one.name, one.group, 1 if one.once else None) for one in begun]


def _in_macros(code: Codebase, tests: Sequence[Test], paths: Sequence[str]) -> list[Test]:
    """The tests that stand in a macro of Rust ("proptest! { #[test] fn ... }"), whose text is no definition."""
    found = []
    for path in code.facts.search(re.compile(rb"^[ \t]*(?:\w+::)*proptest!", re.M), tuple(paths)):
        known = {test.line for test in tests if test.path == path}
        for number, line in enumerate(code.facts.text(path).splitlines(), 1):
            if _ATTRIBUTE.match(line) and not known & set(range(number, number + _BELOW)):
                found.append(Test(path, number, line.strip()))
    return found


def test_paths(code: Codebase) -> tuple[str, ...]:
    """The files that hold tests: those called so, and Rust's sources, which hold their own."""
    own = {path for path in code.snapshot.entries() if not is_vendored(path) and (holds_tests(path) or path.endswith(".rs"))}
    rust = {path for path in own if path.endswith(".rs")}
    return tuple(sorted((own - rust) | set(code.facts.search(re.compile(rb"#\[(?:\w+::)*(?:test|rstest)\b"), tuple(rust)))))


def fits(number: int, tests: Sequence[Test]) -> bool:
    """Whether a number is that of the tests as they are written, as they are run, or of those that are not skipped."""
    runs = [test.runs for test in tests]
    known = [run for run in runs if run is not None]
    return number in (len(tests), sum(1 for test in tests if not test.skipped), sum(known) if len(known) == len(runs) else len(tests))


def may_be_more(number: int, tests: Sequence[Test]) -> bool:
    """Whether there may be as many when they are run, since some are run who knows how many times."""
    return number > len(tests) and any(test.runs is None for test in tests)


def _is_test(definition: Definition, language: str) -> bool:
    name, pattern = definition.name, _ATTRIBUTES.get(language)
    if pattern is not None and any(pattern.match(text) for text in definition.decorators):
        return True
    if language in ("python", "php", "ruby"):
        return name.startswith("test")
    return language == "go" and bool(re.match(r"Test(?![a-z])", name)) and name != "TestMain" and definition.kind == "function"


def _of_definition(path: str, definition: Definition, classes: dict[str, Definition]) -> Test:
    group = definition.qualified.rpartition(".")[0]
    owner = classes.get(group)
    marks = (*definition.decorators, *(owner.decorators if owner else ()))
    inherits = owner is not None and any(not _BASES.match(base) for base in owner.bases)
    skipped = any(re.search(r"\bskip|\bignore\b|\bDisabled\b", text, re.I) for text in marks)
    return Test(path, definition.line, definition.name, group, None if inherits else _runs(marks), skipped, marks)


def _of_call(path: str, call: Call, repeated: bool) -> Test:
    title = call.arguments[0] if call.arguments else ""
    made = "${" in title or (bool(title) and title[0] not in "\"'`")  # a title that is put together stands in a loop
    many = repeated or ".each" in call.callee or made or (bool(call.enclosing) and not call.enclosing[:1].isupper())
    return Test(path, call.line, title.strip("\"'`"), runs=None if many else 1, skipped=bool(_SKIPPED.match(call.callee)))


def _runs(marks: Sequence[str]) -> int | None:
    """How many times a test with these marks is run: the product of its literal lists."""
    count = 1
    rows = sum(len(re.findall(r"\b(?:InlineData|TestCase|DataRow|case)\(", text)) for text in marks)
    for text in marks:
        if "parametrize" in text:
            cases = literal_cases(text)
            if cases is None:
                return None
            count *= cases
        elif _MANY.search(text) and not rows:
            return None
    return count * max(1, rows)


def literal_cases(mark: str) -> int | None:
    """How many rows a `parametrize` has; None where they are no literal."""
    try:
        call = ast.parse(mark.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None
    if not isinstance(call, ast.Call):
        return None
    rows = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "argvalues"), None)
    if not isinstance(rows, (ast.List, ast.Tuple)) or any(isinstance(row, ast.Starred) for row in rows.elts):
        return None
    return len(rows.elts)


def _fixtures_repeat(code: Codebase, paths: Sequence[str]) -> bool:
    """Whether a fixture, here or in a conftest, repeats the tests that use it; or the tests are made when they are collected."""
    conftests = [path for path in code.snapshot.entries() if path.rpartition("/")[2] == "conftest.py"]
    pattern = re.compile(rb"\bfixture\([^)]{0,200}\bparams\s*=|\bpytest_generate_tests\b")
    return bool(code.facts.search(pattern, (*paths, *conftests)))
