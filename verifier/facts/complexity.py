"""How complex functions are: radon for Python, lizard for other languages."""

from __future__ import annotations

import ast
import contextlib
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from verifier.facts.cyclomatic import Counted, Function, counted
from verifier.facts.failure import Failure
from verifier.facts.nesting import harmless
from verifier.facts.raw import NotAlike, parameters
from verifier.model import Reason

LIZARD = {
    "javascript": "a.js", "typescript": "a.ts", "tsx": "a.tsx", "go": "a.go", "rust": "a.rs", "java": "a.java", "csharp": "a.cs",
    "ruby": "a.rb", "php": "a.php", "c": "a.c", "cpp": "a.cpp",
}  # fmt: skip
"""The file name that makes lizard choose the reader of a language."""


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a tool counts as one: a function, method or class (radon only). Lines are 1-based and inclusive.

    radon leaves closures out of the complexity of their function; they are in `closures`. What lizard passes over, although it is
    a function, is `unread`: its complexity is the most that it can be.
    """

    name: str
    kind: str  # function | method | class | unread; closure in `closures`
    line: int
    end_line: int
    complexity: int
    classname: str = ""
    tool: str = "radon"
    nloc: int = 0  # lizard: lines without comments and blanks
    tokens: int = 0  # lizard
    parameters: int = 0  # lizard
    nesting: int = 0  # lizard: deepest nesting
    closures: tuple[Block, ...] = ()

    @property
    def qualified(self) -> str:
        return f"{self.classname}.{self.name}" if self.classname else self.name


class Maintainability(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """radon's maintainability index (0 to 100) and raw counts of a Python file."""

    index: float  # multi-line strings counted as comments, as `radon mi` does by default
    index_strict: float  # and not (`radon mi -m`)
    loc: int
    lloc: int
    sloc: int
    comments: int
    multi: int
    blank: int
    single_comments: int

    @property
    def rank(self) -> str:
        """A above 19, B above 9, else C."""
        return "A" if self.index > 19 else "B" if self.index > 9 else "C"


def complexity(language: str, source: bytes) -> tuple[Block, ...] | Failure:
    """Every block of a normalised source."""
    text = source.decode("utf-8", "replace")
    if language == "python":
        return _radon(text, harmless(source))
    if language in LIZARD:
        return _lizard(language, text)
    return Failure(Reason.UNSUPPORTED_LANGUAGE, f"no complexity tool for {language}")


def _radon(text: str, plain: bool) -> tuple[Block, ...] | Failure:
    """Counted here where nothing nests so much that radon would run out of stack."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if plain:
                return tuple(_blocks(counted(ast.parse(text).body)))
            from radon.complexity import cc_visit

            found = cc_visit(text)
    except (SyntaxError, ValueError) as error:
        return syntax_failure(error)
    return tuple(_block(item) for item in found)


def _blocks(found: Counted) -> Iterator[Block]:
    yield from map(_function, found.functions)
    for item in found.classes:
        yield Block(item.name, "class", item.line, item.end_line, item.complexity)
        yield from map(_function, item.methods)


def _function(item: Function, owner: str = "") -> Block:
    kind = "closure" if owner else "method" if item.is_method else "function"
    closures = tuple(_function(closure, item.name) for closure in item.closures)
    return Block(item.name, kind, item.line, item.end_line, item.complexity, item.classname or owner, closures=closures)


def _block(item: Any, owner: str = "") -> Block:
    if hasattr(item, "methods"):
        return Block(item.name, "class", item.lineno, item.endline, item.complexity)
    kind = "closure" if owner else "method" if item.is_method else "function"
    closures = tuple(_block(closure, item.name) for closure in item.closures)
    return Block(item.name, kind, item.lineno, item.endline, item.complexity, item.classname or owner, closures=closures)


def _lizard(language: str, text: str) -> tuple[Block, ...] | Failure:
    """lizard's functions. Its own `analyze_file` gives those before the point at which it ran out of stack, as if there were no more."""
    from lizard import FileInfoBuilder, condition_counter, get_reader_for, line_counter, preprocessing, token_counter

    name = LIZARD[language]
    context = FileInfoBuilder(name)
    reader = get_reader_for(name)(context)
    try:
        tokens = reader.generate_tokens(text)
        for processor in (preprocessing, _without_comments, line_counter, token_counter, condition_counter):
            tokens = processor(tokens, reader)
        for _ in reader(tokens, reader):
            pass
    except RecursionError:
        raise  # a failure that another process may not have
    except (IndexError, ValueError, StopIteration, RuntimeError) as error:
        return Failure(Reason.UNREADABLE, f"lizard can't read it: {type(error).__name__}")
    blocks = tuple(map(_counted, context.fileinfo.function_list))
    return *blocks, *_passed_over(language, text, blocks, reader.conditions)


def _counted(function: Any) -> Block:
    return Block(
        name=function.name.replace("::", "."),
        kind="function",
        line=function.start_line,
        end_line=function.end_line,
        complexity=function.cyclomatic_complexity,
        tool="lizard",
        nloc=function.nloc,
        tokens=function.token_count,
        parameters=function.parameter_count,
        nesting=max(0, function.max_nesting_depth),
    )


_SIGNS = {"?": r"\?(?![.:,)])"}  # no condition in a type, or before a member
_FUNCTIONS = frozenset(("function", "method", "constructor", "component", "hook"))


def _passed_over(language: str, text: str, blocks: Sequence[Block], conditions: Iterable[str]) -> Iterator[Block]:
    """The functions with conditions that stand in no block: a brace in a regular expression is enough to mislead lizard."""
    from verifier.facts.extract import outline

    words = [
        rf"\b{re.escape(word)}\b" if word.isalpha() else _SIGNS.get(word) or re.escape(word)
        for word in sorted(conditions, key=len, reverse=True)
    ]
    counts = [len(found) for found in map(re.compile("|".join(words)).findall, text.split("\n"))]
    for block in blocks:
        counts[block.line - 1 : block.end_line] = [0] * len(counts[block.line - 1 : block.end_line])
    if not any(counts):
        return
    for item in outline(language, text.encode()).definitions:
        most = sum(counts[item.line - 1 : item.end_line])
        if most and item.kind in _FUNCTIONS:
            yield Block(item.qualified, "unread", item.line, item.end_line, most + 1, tool="lizard")


def _without_comments(tokens: Iterable[str], reader: Any) -> Iterator[str]:
    """The tokens of code. lizard's own would stop at "GENERATED CODE" and pass over what is "forgiven": code must not mute its auditor."""
    for token in tokens:
        comment = reader.get_comment_from_token(token)
        if comment is None:
            yield token
        else:
            yield from "\n" * comment.count("\n")


def maintainability(language: str, source: bytes) -> Maintainability | Failure:
    """radon's maintainability index and raw counts of a normalised Python source."""
    if language != "python":
        return Failure(Reason.UNSUPPORTED_LANGUAGE, f"the maintainability index is defined for Python, not {language}")
    text = source.decode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if harmless(source):
            with contextlib.suppress(SyntaxError, ValueError, NotAlike):  # what is wrong, radon says
                found = parameters(text)
                return Maintainability(found.index(True), found.index(False), *found.raw)
        try:
            from radon.metrics import mi_visit
            from radon.raw import analyze

            raw = analyze(text)
            return Maintainability(mi_visit(text, True), mi_visit(text, False), *raw)
        except (SyntaxError, ValueError, IndexError) as error:
            return syntax_failure(error)


def syntax_failure(error: Exception) -> Failure:
    """The failure of a Python source that this Python can't parse."""
    line = f" at line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
    return Failure(Reason.UNREADABLE, f"not parsed{line}: {getattr(error, 'msg', None) or error}"[:200])


def radon_average(blocks: Sequence[Block]) -> float | None:
    """The mean that `radon cc -a` prints: over functions, methods and classes. None without blocks."""
    return _mean([block.complexity for block in blocks])


def functions_average(blocks: Sequence[Block]) -> float | None:
    """The mean over functions and methods alone."""
    return _mean([block.complexity for block in blocks if block.kind in ("function", "method")])


def highest(blocks: Sequence[Block]) -> Block | None:
    """The most complex function or method; the first of several."""
    return max((block for block in blocks if block.kind in ("function", "method")), key=lambda block: block.complexity, default=None)


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def rank(value: float) -> str:
    """radon's letter: A to 5, B to 10, C to 20, D to 30, E to 40, else F."""
    return next((letter for limit, letter in ((5, "A"), (10, "B"), (20, "C"), (30, "D"), (40, "E")) if value <= limit), "F")
