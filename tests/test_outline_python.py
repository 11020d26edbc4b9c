"""Outlines of Python agree with Python's own `ast` over the standard library.

The suite compares a sample of files; VERIFY_REVIEW_FULL=1 compares all of them. What is left out of the comparison, and why:

- files that this Python can't parse (broken on purpose, or written for Python 2): there is nothing to agree with;
- files in which the grammar finds an error, which their outlines say. At most one in 500: an attribute's dot before a line
  that is indented less (`test_compile.py`), `from __future__ import *` (which no compiler takes);
- text after the first `VALUE` characters of a default or an annotation: outlines cut it;
- a plain string joined to an f-string in a docstring's place: Python takes it for none;
- white space inside a text over several lines: outlines collapse it, also within its strings.
"""

from __future__ import annotations

import ast
import os
import random
import re
import sysconfig
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.facts.extract import outline
from verifier.facts.outline import VALUE, Definition, Outline
from verifier.facts.treesitter import normalise

SAMPLE = 150
FULL = bool(os.environ.get("VERIFY_REVIEW_FULL"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = {"function", "method", "property"}
CLASSES = {"class", "enum"}


def standard_library() -> list[Path]:
    folder = Path(sysconfig.get_path("stdlib"))
    found = sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts and path.stat().st_size < 1_000_000)
    return found if FULL else random.Random(3).sample(found, min(SAMPLE, len(found)))


def tree_of(data: bytes) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError):
        return None


def named(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Every function and class with its qualified name, in source order."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}"
            yield name, child
            yield from named(child, name + ".")
        else:
            yield from named(child, prefix)


def parameters(node: Function) -> list[tuple[str, str, ast.expr | None, ast.expr | None]]:
    """(name, kind, annotation, default) of every parameter in order."""
    given = node.args
    plain = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
    found = [
        (arg.arg, "positional-only" if number < len(given.posonlyargs) else "positional", arg.annotation, default)
        for number, (arg, default) in enumerate(zip(plain, defaults, strict=True))
    ]
    if given.vararg is not None:
        found.append((given.vararg.arg, "variadic", given.vararg.annotation, None))
    found += [(arg.arg, "keyword-only", arg.annotation, default) for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg is not None:
        found.append((given.kwarg.arg, "keywords", given.kwarg.annotation, None))
    return found


def same(text: str, node: ast.expr | None) -> bool:
    """Whether an outline's text is the expression `node`."""
    if node is None:
        return text == ""
    if len(text) >= VALUE:
        return True
    try:
        parsed = ast.parse(f"[{text}\n]", mode="eval").body
    except SyntaxError:
        return False
    one = parsed.elts[0] if isinstance(parsed, ast.List) and len(parsed.elts) == 1 else parsed
    return ast.dump(one) == ast.dump(node) or "".join(ast.unparse(one).split()) == "".join(ast.unparse(node).split())


def differences(path: Path, tally: Counter[str]) -> Iterator[str]:
    """Where the outline of a file differs from its `ast`, a line of text each."""
    data = path.read_bytes()
    tree = tree_of(data)
    if tree is None:
        tally["files not parsed by ast"] += 1
        return
    found = outline("python", normalise(data))
    yield from _definitions(path.name, tree, found, tally)


def _definitions(name: str, tree: ast.Module, found: Outline, tally: Counter[str]) -> Iterator[str]:
    outlined: dict[tuple[str, int], Definition] = {
        (definition.qualified, definition.line): definition for definition in found.definitions if definition.kind in FUNCTIONS | CLASSES
    }
    if found.errors:
        tally["files with errors"] += 1
        return
    tally["files"] += 1
    for qualified, node in named(tree):
        tally["classes" if isinstance(node, ast.ClassDef) else "functions"] += 1
        definition = outlined.pop((qualified, node.lineno), None)
        if definition is None:
            yield f"{name}:{node.lineno}: {qualified} is missing"
        else:
            yield from (f"{name}:{node.lineno}: {qualified}: {text}" for text in _compare(definition, node, tally))
    for qualified, line in outlined:
        yield f"{name}:{line}: {qualified} is no definition"


def _compare(definition: Definition, node: Function | ast.ClassDef, tally: Counter[str]) -> Iterator[str]:
    if definition.end_line != node.end_lineno:
        yield f"ends at {definition.end_line}, not {node.end_lineno}"
    if definition.start != min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]):
        yield f"starts at {definition.start}"
    first = node.body[0]
    joined = isinstance(first, ast.Expr) and isinstance(first.value, ast.JoinedStr)
    if not joined and definition.docstring != (ast.get_docstring(node, clean=False) is not None):
        yield f"docstring: {definition.docstring}"
    if len(definition.decorators) != len(node.decorator_list) or not all(map(same, definition.decorators, node.decorator_list)):
        yield f"decorators {definition.decorators}"
    if isinstance(node, ast.ClassDef):
        if definition.kind not in CLASSES:
            yield f"a class is called {definition.kind}"
        bases = [base for base in definition.bases if not re.match(r"\w+ *=(?!=)|\*\*", base)]
        if len(bases) != len(node.bases) or not all(map(same, bases, node.bases)):
            yield f"bases {definition.bases}"
        return
    if definition.kind not in FUNCTIONS:
        yield f"a function is called {definition.kind}"
    if definition.is_async != isinstance(node, ast.AsyncFunctionDef):
        yield f"async: {definition.is_async}"
    if not same(definition.returns, node.returns):
        yield f"returns {definition.returns}"
    expected = parameters(node)
    tally["parameters"] += len(expected)
    if [(p.name, p.kind) for p in definition.parameters] != [(name, kind) for name, kind, _, _ in expected]:
        yield f"parameters {[(p.name, p.kind) for p in definition.parameters]}"
        return
    for parameter, (_, _, annotation, default) in zip(definition.parameters, expected, strict=True):
        tally["defaults"] += default is not None
        if not same(parameter.annotation, annotation):
            yield f"annotation {parameter}"
        if not same(parameter.default, default) or parameter.optional != (default is not None):
            yield f"default {parameter}"


@pytest.fixture(scope="module")
def library() -> list[Path]:
    return standard_library()


def test_outlines_agree_with_ast(library: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[str] = Counter()
    found = [line for path in library for line in differences(path, tally)]
    if FULL:
        with capsys.disabled():
            print(f"\n{dict(tally)}, {len(found)} differences")
    assert tally["functions"] > 1000
    assert tally["files with errors"] <= max(1, tally["files"] // 500)
    assert not found, "\n".join(found)
