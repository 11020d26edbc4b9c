"""The places of quoted lines in a file's tokens: whole, abridged, in the definition that they are from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from verifier.facts.tokens import Token, Tokens

from .quotation import Row

_BEFORE_NAME = 4  # tokens of "export const NAME"
_TYPE_TOKENS = 30  # of an annotation, at most
_TRIES = 20
_DEFINERS = frozenset("def class function interface type enum struct trait func fn const let var".split())


def placed(rows: Sequence[Row], read: Tokens) -> tuple[tuple[int, int] | None, dict[int, tuple[int, bool]]]:
    """The definition (first and last line) that the rows quote, if it is in the file, and the rows' places: (token, whole?)."""
    region: tuple[int, int] | None = None
    start, stop, position = 0, len(read.row), 0
    places: dict[int, tuple[int, bool]] = {}
    single = (
        sum(
            1
            for row in rows
            if row.defines and row.tokens and row.tokens[0].indent == min((r.tokens[0].indent for r in rows if r.tokens), default=0)
        )
        == 1
    )
    for row in rows:
        if row.defines:
            at = definition(row.defines, read)
            if at >= 0 and single and region is None:
                start, stop = at, _end(read, at)
                region = (read.row[at].line, read.row[stop - 1].line)
                position = at
    for row in rows:
        if not row.tokens:
            continue
        at, whole = place(row, read, position)
        if at < 0 or at >= stop:
            at, whole = place(row, read, start)
        if at < 0 or at >= stop:
            at, whole = place(row, read, 0)
        if at >= 0:
            places[row.line] = (at, whole)
            if start <= at < stop:
                position = at
    return region, places


def outside(rows: Sequence[Row]) -> frozenset[int]:
    """The report's lines of those rows that stand beside the block's definition, not in it."""
    found: set[int] = set()
    depth: int | None = None
    for row in rows:
        if row.defines and row.tokens:
            depth = row.tokens[0].indent if depth is None else min(depth, row.tokens[0].indent)
    for row in rows:
        if depth is not None and row.tokens and row.tokens[0].indent <= depth and not row.defines and row.text[0] not in ")]}":
            found.add(row.line)
    return frozenset(found)


def place(row: Row, read: Tokens, start: int) -> tuple[int, bool]:
    """The token at which the row's tokens stand in order, "..." standing for anything; (index, whole?)."""
    pieces = _pieces(row.tokens)
    if not pieces:
        return -1, False
    if len(pieces) > 1:
        return _elided(pieces, read, start), True
    texts = pieces[0]
    at = read.find("\0" + "\0".join(texts) + "\0", start)
    if at >= 0:
        return at, True
    bare = list(texts)
    while bare and bare[-1] in {")", "]", "}", ":", "{"}:
        bare.pop()
    if len(bare) > 2 and len(bare) < len(texts):
        at = read.find("\0" + "\0".join(bare) + "\0,\0", start)
        if at >= 0:
            return at, False
    return _annotated(texts, read, start), False


def _annotated(texts: Sequence[str], read: Tokens, start: int) -> int:
    """The token at which `NAME = value` stands with a type between name and value, which the row leaves out; -1 when it does not."""
    equals = texts.index("=") if "=" in texts else 0
    if not equals or equals > _BEFORE_NAME or "=" in texts[equals + 1 :]:
        return -1
    head, tail = "\0".join(texts[:equals]), list(texts[equals:])
    at = read.find(f"\0{head}\0:\0", start)
    for _ in range(_TRIES):
        if at < 0:
            return -1
        behind = read.row[at + equals : at + equals + _TYPE_TOKENS]
        value = next((n for n, token in enumerate(behind) if token.text == "="), -1) + at + equals
        same_line = value > at + equals and read.row[value].line == read.row[at].line
        if same_line and [token.text for token in read.row[value : value + len(tail)]] == tail:
            return at
        at = read.find(f"\0{head}\0:\0", at + 1)
    return -1


def scattered(row: Row, read: Tokens) -> int:
    """The token from which the row's tokens stand in order with few others between them: it is told with parts left out. -1: nowhere."""
    texts = [token.text for token in row.tokens]
    while texts and texts[-1] in {")", "]", "}", ":", "{", ","}:
        texts.pop()
    if len(texts) < 4:
        return -1
    room = 3 * len(texts) + 6  # a parameter with its type, or a value with its call
    for at, token in enumerate(read.row):
        if token.text != texts[0]:
            continue
        met = 0
        for other in read.row[at : at + room]:
            met += met < len(texts) and other.text == texts[met]
        if met == len(texts):
            return at
    return -1


def _pieces(row: Iterable[Token]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for token in row:
        if token.text in {"...", "…"}:
            pieces.append([])
        else:
            pieces[-1].append(token.text)
    return [piece for piece in pieces if piece]


def _elided(pieces: list[list[str]], read: Tokens, start: int) -> int:
    at = read.find("\0" + "\0".join(pieces[0]) + "\0", start)
    for _ in range(50):
        if at < 0:
            return -1
        position = at + len(pieces[0])
        for piece in pieces[1:]:
            found = read.find("\0" + "\0".join(piece) + "\0", position)
            if found < 0 or found - position > 200:
                break
            position = found + len(piece)
        else:
            return at
        at = read.find("\0" + "\0".join(pieces[0]) + "\0", at + 1)
    return -1


def stands(statement: list[str], read: Tokens) -> bool:
    """Whether an import is there with just these names."""
    at = read.find("\0" + "\0".join(statement) + "\0")
    behind = at + len(statement)
    return at >= 0 and (behind >= len(read.row) or read.row[behind].text != ",")


def imports(rows: Sequence[Row]) -> Iterator[list[str]]:
    """The import statements that go over several rows, whole: their tokens without the brackets."""
    tokens: list[str] = []
    for row in rows:
        if row.imports and row.text.rstrip().endswith("("):
            tokens = [token.text for token in row.tokens]
        elif tokens and row.elided:
            tokens = []
        elif tokens and row.tokens:
            tokens += [*([","] if len(tokens) and tokens[-1] != "import" else []), *(token.text for token in row.tokens)]
        elif tokens and row.text.startswith(")"):
            yield tokens
            tokens = []


def definition(name: str, read: Tokens) -> int:
    """The token of the keyword that defines `name`; -1 when the file does not."""
    if name not in read.names:
        return -1
    for at, token in enumerate(read.row):
        if (
            token.text == name
            and at
            and (read.row[at - 1].text in _DEFINERS or (read.row[at - 1].text == "*" and at > 1 and read.row[at - 2].text == "function"))
        ):
            return at - 1
        if (
            token.text == name
            and at + 1 < len(read.row)
            and read.row[at + 1].text == "("
            and at
            and token.line > read.row[at - 1].line
            and _braced(read, at)
        ):
            return at
    return -1


def _braced(read: Tokens, at: int) -> bool:
    """Whether a name and its brackets are followed by a body: a method."""
    depth = 0
    for index in range(at + 1, min(at + 200, len(read.row))):
        depth += {"(": 1, ")": -1}.get(read.row[index].text, 0)
        if depth == 0:
            return index + 1 < len(read.row) and read.row[index + 1].text in {"{", ":"}
    return False


def _end(read: Tokens, at: int) -> int:
    """The index behind the definition that starts at token `at`: by indentation, or by its braces."""
    row = read.row
    indent, line, depth, braces = row[at].indent, row[at].line, 0, 0
    for index in range(at, len(row)):
        token = row[index]
        if (
            depth == 0
            and token.line > line
            and token.indent <= indent
            and row[index - 1].line < token.line
            and token.text not in {"}", ")", "]", "{"}
        ):
            return index
        if len(token.text) == 1:
            depth += (token.text in "([{") - (token.text in ")]}")
            braces += token.text == "{"
            if (
                braces
                and depth <= 0
                and token.text == "}"
                and (index + 1 == len(row) or row[index + 1].line > token.line)
                and token.indent <= indent
            ):
                return index + 1
    return len(row)


def docstring(name: str, words: str, read: Tokens) -> tuple[bool, str, int] | None:
    """Whether the docstring of `name` has these words, its first line, and the line that has them (or begins it)."""
    at = definition(name, read)
    if at < 0:
        return None
    first, last = read.row[at].line, read.row[_end(read, at) - 1].line
    own = [(line, text) for line, text in read.docstrings if first <= line <= last + 1 and text]
    wanted = _words(words)
    same = next((line for line, text in own if wanted and wanted == _words(text)[: len(wanted)]), 0)
    return bool(same), own[0][1] if own else "", same or (own[0][0] if own else first)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
