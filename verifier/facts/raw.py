"""What radon's maintainability index is made of, from one parse and one pass over the tokens (radon takes three of each).

radon cuts a file into the shortest pieces of whole lines that its tokenizer takes, line for line, each line without the blanks around
it, and begins anew with every line of a statement. The same pieces are had from the tokens of all lines at once.
"""

from __future__ import annotations

import ast
import io
import math
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from tokenize import COMMENT, ENDMARKER, ERRORTOKEN, NEWLINE, NL, OP, STRING, TokenInfo
from typing import Any, NamedTuple

from verifier.facts.cyclomatic import counted

_OTHER_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # where `splitlines` ends a line and a tokenizer does not
_ENDS = (ENDMARKER, NL, NEWLINE)


class NotAlike(Exception):
    """radon may take this source apart in another way."""


class Raw(NamedTuple):
    """Lines by sort, as radon's `analyze` counts them."""

    loc: int
    lloc: int
    sloc: int
    comments: int
    multi: int
    blank: int
    single_comments: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the index is computed from."""

    raw: Raw
    volume: float
    complexity: int

    def index(self, multi: bool) -> float:
        """The index with (or without) the lines of strings over several lines as comments."""
        raw, volume = self.raw, self.volume
        lines = raw.comments + (raw.multi if multi else 0)
        share = lines / float(raw.sloc) * 100 if raw.sloc != 0 else 0
        if volume <= 0 or raw.lloc <= 0:
            return 100.0
        scales = 171 - 5.2 * math.log(volume) - 0.23 * self.complexity - 16.2 * math.log(raw.lloc)
        index = scales + 50 * math.sin(math.sqrt(2.46 * math.radians(share)))
        return min(max(0.0, index * 100 / 171.0), 100.0)


def parameters(text: str) -> Parameters:
    """Raises SyntaxError, ValueError; NotAlike."""
    tree = ast.parse(text)
    return Parameters(raw_of(text), halstead_volume(tree), counted(tree.body).total)


def raw_of(text: str) -> Raw:
    """The lines of a source that Python parses. Raises NotAlike."""
    if _OTHER_ENDS.search(text):
        raise NotAlike
    lines = [line.strip() for line in text.splitlines()]
    if any(line.endswith("\\") and not after for line, after in pairwise([*lines, ""])):
        raise NotAlike
    logical = source = comments = multi = blank = single = 0
    for tokens, parsed in _pieces(lines):
        comments += sum(1 for token in tokens if token[0] == COMMENT)
        only = tokens[0][0] if all(token[0] in _ENDS for token in tokens[1:]) else None
        if only == COMMENT or (only == STRING and tokens[0].start[0] == tokens[0].end[0]):
            single += 1
        else:
            empty = parsed.count("")
            blank += empty
            if only == STRING:
                multi += len(parsed) - empty
            else:
                source += len(parsed) - empty
        logical += _logical(tokens)
    return Raw(source + blank + multi + single, logical, source, comments, multi, blank, single)


def _pieces(lines: Sequence[str]) -> Iterator[tuple[list[TokenInfo], Sequence[str]]]:
    """Every statement's, comment's or blank line's tokens, without those that only end it, and its lines. Raises NotAlike."""
    piece: list[TokenInfo] = []
    done, depth = 0, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
            kind = token[0]
            if kind == ERRORTOKEN:
                raise NotAlike
            if kind == ENDMARKER:
                break
            if kind == OP:
                depth += token[1] in "([{" or -(token[1] in ")]}")
            piece.append(token)
            if kind == NEWLINE or (kind == NL and depth == 0):
                end = token.start[0]
                yield piece, lines[done:end]
                piece, done = [], end
    except (tokenize.TokenError, SyntaxError):
        raise NotAlike from None
    if piece or done < len(lines) - 1:
        raise NotAlike
    if done < len(lines):  # a blank last line has no token
        yield [TokenInfo(NL, "", (1, 0), (1, 0), "")], lines[done:]


def _logical(tokens: Sequence[TokenInfo]) -> int:
    """One for each statement of a line, and one for what follows a colon; where more statements follow, radon takes the last but one."""
    total, colon, count = 0, -1, 0
    for kind, text, *_ in tokens:
        if kind in (COMMENT, NL, NEWLINE):
            continue
        if kind == OP and text == ";":
            total += 2 - (colon == count - 2) if colon >= 0 else count > 0
            colon, count = -1, 0
            continue
        if kind == OP and text == ":":
            colon = count
        count += 1
    return total + (2 - (colon == count - 1) if colon >= 0 else int(count > 0))


def halstead_volume(tree: ast.AST) -> float:
    """Halstead's volume of a module, with the operators and operands that radon counts."""
    operators: set[str] = set()
    operands: set[Any] = set()
    uses = 0
    stack: list[tuple[Any, str | None]] = [(tree, None)]
    while stack:
        node, context = stack.pop()
        kind = type(node)
        if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
            stack += [(child, node.name) for child in node.body]
            continue
        signs, parts = _operation(node)
        uses += len(signs) + len(parts)
        operators.update(type(sign).__name__ for sign in signs)
        operands.update((context, _operand(part)) for part in parts)
        for name in kind._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                stack += [(item, context) for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                stack.append((value, context))
    vocabulary = len(operators) + len(operands)
    return uses * math.log(vocabulary, 2) if vocabulary else 0


def _operation(node: Any) -> tuple[Sequence[Any], Sequence[Any]]:
    """The operators and operands of a node."""
    kind = type(node)
    if kind is ast.BinOp:
        return (node.op,), (node.left, node.right)
    if kind is ast.Compare:
        return node.ops, (*node.comparators, node.left)
    if kind is ast.BoolOp:
        return (node.op,), node.values
    if kind is ast.UnaryOp:
        return (node.op,), (node.operand,)
    if kind is ast.AugAssign:
        return (node.op,), (node.target, node.value)
    return (), ()


def _operand(node: Any) -> Any:
    """What tells one operand from another: a name or a value; of all else the node itself."""
    kind = type(node)
    if kind is ast.Name:
        return node.id
    if kind is ast.Attribute:
        return node.attr
    return node.value if kind is ast.Constant else node
