"""Complexity: radon's numbers for Python, lizard's for other languages."""

from __future__ import annotations

from textwrap import dedent

import pytest

from verifier.facts.complexity import Block, Maintainability, complexity, functions_average, highest, maintainability, radon_average, rank
from verifier.facts.failure import Failure
from verifier.model import Reason

PYTHON = dedent(
    '''
    """A module."""

    def plain():
        return 1

    def branching(a, b):
        if a and b:
            return 1
        for x in a:
            while x:
                x -= 1
        return [y for y in b if y]

    class Box:
        def method(self, a):
            return 1 if a else 2

        async def other(self):
            def closure(z):
                if z:
                    return 2
            return closure
    '''
).lstrip()


def blocks(language: str, source: str) -> dict[str, Block]:
    found = complexity(language, dedent(source).encode())
    assert isinstance(found, tuple), found
    return {block.qualified: block for block in found}


def test_python_blocks_are_radons() -> None:
    found = blocks("python", PYTHON)
    shown = {name: (block.kind, block.complexity, block.line) for name, block in found.items()}
    assert shown == {
        "plain": ("function", 1, 3),
        "branching": ("function", 7, 6),
        "Box": ("class", 3, 14),
        "Box.method": ("method", 2, 15),
        "Box.other": ("method", 1, 18),
    }
    assert [closure.complexity for closure in found["Box.other"].closures] == [2]
    assert {block.tool for block in found.values()} == {"radon"}


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("javascript", "function f(a) { if (a && b) { return 1 } return a ? 1 : 2 }", {"f": 4}),
        ("typescript", "export class A { m(x: number): number { for (;;) { if (x) break } return 1 } }", {"m": 3}),
        ("go", "package p\nfunc F(a int) int {\n\tif a > 1 || a < 0 {\n\t\treturn 1\n\t}\n\treturn 0\n}\n", {"F": 3}),
        ("java", "class A { int m(int a) { while (a > 0) { a--; } return a; } }", {"A.m": 2}),
        ("rust", "fn f(a: i32) -> i32 { if a > 1 { 1 } else { 0 } }", {"f": 2}),
        ("c", "int f(int a) { if (a) return 1; return 0; }", {"f": 2}),
        ("cpp", "int A::f(int a) { return a ? 1 : 2; }", {"A.f": 2}),
        ("csharp", "class A { int M(int a) { if (a > 1) { return 1; } return 0; } }", {"A.M": 2}),
        ("ruby", "def f(a)\n  if a\n    1\n  end\nend\n", {"f": 2}),
        ("php", "<?php function f($a) { if ($a) { return 1; } return 0; }", {"f": 2}),
    ],
)
def test_other_languages_are_lizards(language: str, source: str, expected: dict[str, int]) -> None:
    found = blocks(language, source)
    assert {name: block.complexity for name, block in found.items()} == expected
    assert {block.tool for block in found.values()} == {"lizard"}


@pytest.mark.parametrize("source", ["def f(:\n", "print 'x'\n", "def f():\n\treturn 1\n        return 2\n", "x = '\0'\n"])
def test_a_source_that_python_cant_parse_fails(source: str) -> None:
    for found in (complexity("python", source.encode()), maintainability("python", source.encode())):
        assert isinstance(found, Failure)
        assert found.reason is Reason.UNREADABLE


def test_languages_without_a_tool() -> None:
    assert complexity("sql", b"select 1") == Failure(Reason.UNSUPPORTED_LANGUAGE, "no complexity tool for sql")
    found = maintainability("go", b"package p\n")
    assert isinstance(found, Failure)
    assert found.reason is Reason.UNSUPPORTED_LANGUAGE


def test_maintainability_is_what_radon_mi_says() -> None:
    from radon.metrics import mi_visit

    found = maintainability("python", PYTHON.encode())
    assert isinstance(found, Maintainability)
    assert found.index == mi_visit(PYTHON, True)
    assert found.index_strict == mi_visit(PYTHON, False)
    assert found.loc == PYTHON.count("\n")
    assert found.rank == "A"


def test_means_and_extremes() -> None:
    found = list(blocks("python", PYTHON).values())
    assert radon_average(found) == pytest.approx((1 + 7 + 3 + 2 + 1) / 5)
    assert functions_average(found) == pytest.approx((1 + 7 + 2 + 1) / 4)
    top = highest(found)
    assert top is not None
    assert top.name == "branching"
    assert radon_average([]) is None
    assert functions_average([]) is None
    assert highest([]) is None


@pytest.mark.parametrize(
    ("value", "letter"), [(1, "A"), (5, "A"), (5.1, "B"), (10, "B"), (11, "C"), (21, "D"), (31, "E"), (40, "E"), (41, "F")]
)
def test_ranks(value: float, letter: str) -> None:
    assert rank(value) == letter


BRANCHES = "function monster(a) {\n" + "".join(f"  if (a === {at}) {{ return {at}; }}\n" for at in range(20)) + "}\n"


@pytest.mark.parametrize(
    "mute",
    ["// GENERATED CODE\n{0}", "// #lizard forgives\n{0}", "// #lizard forgive global\n{0}"],
)
def test_no_comment_keeps_lizard_from_counting(mute: str) -> None:
    found = complexity("javascript", mute.format(BRANCHES).encode())
    assert isinstance(found, tuple)
    assert [(block.name, block.complexity) for block in found] == [("monster", 21)]


def test_what_makes_lizard_give_up_is_no_file_without_functions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RecursionError):
        complexity("typescript", f"const x = {'[' * 3000}{']' * 3000}\n{BRANCHES}".encode())
    assert capsys.readouterr().err == ""


CUT_OFF = """export default function QuizPage() {
  useEffect(() => {
    const fetchQuiz = async () => {
      try {
      }
    };
  }, [slug]);
  const handleStartQuiz = async () => {
            )}
            {quiz && !loading && !error && quizState === 'intro' && (
}
"""


def test_functions_that_lizard_passes_over_are_told() -> None:
    found = complexity("tsx", CUT_OFF.strip().encode())
    assert isinstance(found, tuple)
    assert [(block.name, block.kind, block.complexity) for block in found if block.kind == "unread"] == [("QuizPage", "unread", 5)]
