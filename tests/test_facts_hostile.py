"""Files that happen to break parsers, in every language and every analysis. See also test_facts_pool."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from verifier.facts import analyses, pool, team, treesitter
from verifier.facts.analyses import MAX_PARSED_BYTES
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.facts.languages import language_of
from verifier.facts.lines import LineCount
from verifier.facts.nesting import MAX_CHAIN, MAX_DEPTH, harmless
from verifier.facts.outline import Outline
from verifier.model import Reason
from verifier.repository.snapshot import MemorySnapshot

METHODS = ("outlines", "complexities", "maintainability", "print_calls", "line_counts")


def facts_of(files: dict[str, str | bytes], method: str, jobs: int = 1) -> dict[str, object]:
    return dict(getattr(Facts(MemorySnapshot(files), jobs), method)(list(files)))


NESTED = {
    "brackets.py": "x = " + "(" * 3000 + ")" * 3000,
    "open.py": "(" * 50_000,
    "unary.py": "x = " + "-" * 20_000 + "1",
    "nots.py": "x = " + "not " * 20_000 + "1",
    "sum.py": "print(1)\nprint = 2\nx = " + "1 + " * 5_000 + "1",
    "attributes.py": "print(1)\nprint = 2\nx = a" + ".b" * 5_000,
    "lambdas.py": "x = " + "lambda: " * 5_000 + "1",
    "elifs.py": "print(1)\nprint = 2\nif a:\n  pass\n" + "elif a:\n  pass\n" * 2_000,
    "functions.py": "".join(f"{' ' * depth}def f{depth}():\n" for depth in range(90)) + " " * 90 + "print(1)\n",
    "indented.py": "".join(f"{' ' * depth}if x:\n" for depth in range(400)) + " " * 400 + "pass\n",
    "subscripts.py": "x = " + "[" * 150 + "]" * 150,
    "arrows.js": "x = " + "a => " * 5_000 + "1",
    "elements.jsx": "x = " + "<a>" * 3_000 + "</a>" * 3_000,
    "functions.js": "function f() {" * 2_000 + "console.log(1)" + "}" * 2_000,
    "types.ts": "type A = " + "B<" * 3_000 + "C" + ">" * 3_000,
    "blocks.go": "package x\nfunc f() {" + "{" * 5_000 + "}" * 5_000 + "}",
    "blocks.rs": "fn f() {" + "{" * 5_000 + "}" * 5_000 + "}",
    "classes.java": "class A {" * 2_000 + "}" * 2_000,
    "classes.rb": "class A\n" * 2_000 + "end\n" * 2_000,
    "brackets.c": "int x = " + "(" * 5_000 + "1" + ")" * 5_000 + ";",
}


@pytest.mark.parametrize("path", NESTED)
def test_deep_nesting_gives_a_fact_or_a_failure(path: str) -> None:
    for method in METHODS:
        found = facts_of({path: NESTED[path]}, method)[path]
        assert not isinstance(found, Failure) or found.message


COMMENTED = (
    "def f(a):\n    return a\n" + "    # hold\n" * 20_000 + '\n\ndef g():\n    """About.\n' + "# hold\n" * 60 + '    """\n    return 1\n'
)


def test_comments_behind_a_block_are_read_once() -> None:
    """Python's grammar reads all of them for each: two minutes. Lines that look so within a string are none."""
    facts = Facts(MemorySnapshot({"a.py": COMMENTED}), 1)
    outline = dict(facts.outlines(["a.py"]))["a.py"]
    assert isinstance(outline, Outline)
    assert [found.qualified for found in outline.definitions] == ["f", "g"]
    assert facts.line_counts(["a.py"])["a.py"] == LineCount(20_068, 20_068, 2, 20_000, 62, len(COMMENTED))


ORDINARY = [
    b"",
    b"def f(a, b):\n    return [{1: (a, b)}]\n",
    b"# " + b"-" * 100 + b"\n",
    b"x = '(((((((((('\n",
    b"if a:\n    pass\n" * 500,
    b"a.b(c).d(e).f()\n" * 300,
    "größe = 'ß' * 3\n".encode(),
]


@pytest.mark.parametrize("source", ORDINARY)
def test_ordinary_sources_are_harmless(source: bytes) -> None:
    assert harmless(source)


@pytest.mark.parametrize("path", sorted(set(NESTED) - {"functions.py", "classes.rb"}))
def test_nested_sources_are_not(path: str) -> None:
    assert not harmless(NESTED[path].encode())


@pytest.mark.parametrize("nested", ["({0})", "[{0}]", "{{{0}}}", "f({0})", "-{0}", "a.{0}", "1 + {0}", "a[{0}]", "a({0}, 1)"])
def test_expressions_that_nest_are_not(nested: str) -> None:
    text = "x"
    for _ in range(MAX_CHAIN + 10 if "(" not in nested and "[" not in nested else MAX_DEPTH * 2 + 10):
        text = nested.format(text)
    assert not harmless(f"x = {text}\n".encode())


@pytest.mark.parametrize("method", ["outlines", "complexities", "print_calls"])
def test_too_large_a_file_is_not_parsed(method: str) -> None:
    found = facts_of({"a.py": b"print(1)\n" * (MAX_PARSED_BYTES // 9 + 1)}, method)["a.py"]
    assert isinstance(found, Failure)
    assert found.reason is Reason.TOO_LARGE


def test_lines_of_too_large_a_file_are_counted() -> None:
    count = Facts(MemorySnapshot({"a.py": b"# x\n" * 300_000})).lines("a.py")
    assert (count.newlines, count.comment) == (300_000, 300_000)


@pytest.mark.parametrize("method", ["outlines", "complexities", "print_calls"])
def test_a_binary_file_is_unreadable(method: str) -> None:
    found = facts_of({"a.py": b"print(1)\0\1\2"}, method)["a.py"]
    assert isinstance(found, Failure)
    assert found.reason is Reason.UNREADABLE


def test_a_syntax_error_names_its_line() -> None:
    found = facts_of({"a.py": "x = 1\ndef (:\n"}, "complexities")["a.py"]
    assert isinstance(found, Failure)
    assert found.reason is Reason.UNREADABLE
    assert "line 2" in found.message


@pytest.fixture
def fresh_pool() -> Iterator[None]:
    team.drop()
    yield
    team.drop()


def many(count: int = pool.FEW + 20) -> dict[str, str | bytes]:
    return {f"m{number}.py": f"def f{number}(): return {number}\n" for number in range(count)}


@pytest.mark.usefixtures("fresh_pool")
def test_few_harmless_files_start_no_worker() -> None:
    facts_of(many(pool.FEW - 1), "outlines", jobs=2)
    assert team._team is None


ENDLESS = {
    "comments.js": "/*\n" * 30_000,  # each would be looked for to the end of the file
    "comments.go": "/*\n" * 30_000,
    "comments.c": "/*\n" * 30_000,
    "lines.py": "\\\n" * 40_000,
    "strings.rb": "%q(" * 40_000,
    "templates.ts": "`${" * 60_000,  # siblings that nothing describes: the time of a query grows with their square
    "divisions.js": "/*" * 250_000,  # a tree deeper than a query can count
}


@pytest.mark.parametrize("path", ENDLESS)
def test_what_a_parser_would_not_get_through_is_too_large(path: str) -> None:
    language, source = language_of(path), ENDLESS[path].encode()
    assert language is not None
    with pytest.raises(treesitter.TooMuchWork):
        treesitter.parse(language, source)
    fact, keep = analyses.run("outline", language, path, source)
    assert isinstance(fact, Failure)
    assert (fact.reason, keep) == (Reason.TOO_LARGE, True)
    count, _ = analyses.run("lines", language, path, source)
    assert isinstance(count, LineCount)
    assert count.newlines == ENDLESS[path].count("\n")


def test_reading_piece_by_piece_gives_the_same_tree() -> None:
    source = ("def größe(a):\n    return f'{a!r} ß' % 1  # ü\n\n\n" * 2_500).encode()
    metered = treesitter._Metered(source)
    assert str(treesitter.parser("python").parse(metered).root_node) == str(treesitter.parse("python", source).root_node)
    assert metered.left > 0
