"""radon's cyclomatic complexity, counted in one pass over a tree that is already parsed.

It counts just as radon's `ComplexityVisitor` does (a test compares the two over the standard library), but visits each node once,
without a call for each, and leaves out what holds no decision: names of contexts and of operators.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_NOWHERE = float("-inf")
_PLAIN = frozenset("ctx op ops id attr kind type_comment".split())  # fields without a node that has a line


@dataclass(slots=True)
class Function:
    """A function or method as radon counts it: without its decorators, defaults and closures."""

    name: str
    line: int
    end_line: int
    complexity: int
    is_method: bool
    classname: str
    closures: list[Function]


@dataclass(slots=True)
class Class:
    name: str
    line: int
    end_line: int
    methods: list[Function]
    real_complexity: int

    @property
    def complexity(self) -> int:
        """The mean of its methods, plus one."""
        if not self.methods:
            return self.real_complexity
        return int(self.real_complexity / float(len(self.methods))) + (len(self.methods) > 1)


@dataclass(slots=True)
class Counted:
    """What a list of statements holds. `last_line` is the last that a node starts on, those of functions and classes left out."""

    decisions: int = 0
    functions: list[Function] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    last_line: float = _NOWHERE

    @property
    def total(self) -> int:
        """The complexity of a module."""
        inside = sum(item.complexity for item in self.functions) - len(self.functions)
        return 1 + self.decisions + inside + sum(item.real_complexity for item in self.classes) - len(self.classes)


def counted(statements: Iterable[ast.AST], classname: str | None = None) -> Counted:
    """Count the statements of a module, or of a function; or of the class of that name."""
    found = Counted()
    decisions, last = 0, _NOWHERE
    stack = list(statements)[::-1]
    while stack:
        node: Any = stack.pop()
        kind = type(node)
        if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
            found.functions.append(_function(node, classname))
            continue
        if kind is ast.ClassDef:
            found.classes.append(_class(node))
            continue
        if kind is ast.Assert:
            decisions += 1
            continue
        shape = _shape(kind)
        if shape.placed and node.lineno > last:
            last = node.lineno
        if shape.decisions is not None:
            decisions += shape.decisions(node)
        for name in shape.fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                stack += [item for item in value[::-1] if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                stack.append(value)
    found.decisions, found.last_line = decisions, last
    return found


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, classname: str | None) -> Function:
    before, last = counted(node.body[:-1]), counted(node.body[-1:])  # radon takes the end from the last statement alone
    end = int(max(node.lineno, last.last_line))
    complexity = 1 + before.decisions + last.decisions
    closures = before.functions + last.functions
    return Function(node.name, node.lineno, end, complexity, classname is not None, classname or "", closures)


def _class(node: ast.ClassDef) -> Class:
    body = counted(node.body, node.name)
    complexity = 1 + body.decisions + sum(item.complexity for item in body.functions)
    end = int(max([node.lineno, body.last_line, *(item.end_line for item in body.functions)]))
    return Class(node.name, node.lineno, end, body.functions, complexity)


class _Shape(NamedTuple):
    """What is to be known of a kind of node: whether it has a line, its fields that may hold nodes, and its own decisions."""

    placed: bool
    fields: tuple[str, ...]
    decisions: Callable[[Any], int] | None


_SHAPES: dict[type[ast.AST], _Shape] = {}


def _shape(kind: type[ast.AST]) -> _Shape:
    found = _SHAPES.get(kind)
    if found is None:
        found = _SHAPES[kind] = _shape_of(kind)
    return found


def _shape_of(kind: type[ast.AST]) -> _Shape:
    plain = _PLAIN | {"value"} if kind is ast.Constant else _PLAIN
    fields = tuple(name for name in kind._fields[::-1] if name not in plain)
    return _Shape("lineno" in kind._attributes, fields, _DECISIONS.get(kind.__name__))


def _match(node: Any) -> int:
    other = any(getattr(case.pattern, "pattern", False) is None for case in node.cases)
    return max(0, len(node.cases) - other)


_DECISIONS: dict[str, Callable[[Any], int]] = {
    "Try": lambda node: len(node.handlers) + bool(node.orelse),
    "BoolOp": lambda node: len(node.values) - 1,
    "If": lambda node: 1,
    "IfExp": lambda node: 1,
    "Match": _match,
    "For": lambda node: 1 + bool(node.orelse),
    "AsyncFor": lambda node: 1 + bool(node.orelse),
    "While": lambda node: 1 + bool(node.orelse),
    "comprehension": lambda node: 1 + len(node.ifs),
}
