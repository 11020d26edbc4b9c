"""Grammars, queries and parsing. Nothing here is imported until a file must be parsed."""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from verifier.facts.languages import LANGUAGES

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query, Tree

_OPENERS = (b"/*", b"\\\n", b"%", b"=begin", b"`", b"<<", b'"""', b"'''")  # what a parser looks for the end of
_MANY = 500
_LONG = 50  # comment lines, one below the other
_PIECE = 2048
_READS, _LEAST_READS = 100, 1000  # of each piece, and of all; what people write takes three of each
_MAX_FLAT = 50_000
_LOOK_AT = 5_000
_MAX_DEPTH = 50_000  # at 65,536 tree-sitter's queries lose count
_COMMENTS = re.compile(rb"^[ \t]*#[^\n]*(?:\n[ \t]*#[^\n]*){49,}", re.M)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_SCRIPT = re.compile(rb"<script\b[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)


@cache
def grammar(name: str) -> Language:
    from tree_sitter import Language

    language = LANGUAGES[name]
    return Language(getattr(import_module(language.module), language.function)())


@cache
def parser(name: str) -> Parser:
    from tree_sitter import Parser

    return Parser(grammar(name))


def query_text(name: str) -> str:
    """The query of a language: its files one after the other."""
    folder = files("verifier.facts") / "queries"
    return "\n".join((folder / f"{part}.scm").read_text("utf-8") for part in LANGUAGES[name].queries)


@cache
def query(name: str) -> Query:
    from tree_sitter import Query

    found: Query = Query(grammar(name), query_text(name))
    return found


@cache
def import_query(name: str) -> Query:
    """The patterns of a language's query that say what a file imports."""
    from tree_sitter import Query

    whole = query(name)
    text = query_text(name).encode()
    starts = [whole.start_byte_for_pattern(index) for index in range(whole.pattern_count)]
    patterns = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    found: Query = Query(grammar(name), b"\n".join(one for one in patterns if b"@import" in one or b"@type_only" in one).decode())
    return found


@cache
def written_query(name: str, text: str) -> Query:
    """The query `text` in a language: preparing one takes longer than most files do."""
    from tree_sitter import Query

    found: Query = Query(grammar(name), text)
    return found


@cache
def comment_query(name: str) -> Query:
    from tree_sitter import Query

    found: Query = Query(grammar(name), LANGUAGES[name].comments)
    return found


class TooMuchWork(Exception):
    """A source is no text of its language, so that a parser would go over it again and again."""


class _Metered:
    """A source that is read piece by piece: a parser that goes back too often is told that it ends."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.left = _LEAST_READS + _READS * (len(source) // _PIECE)

    def __call__(self, offset: int, _: object) -> bytes:
        self.left -= 1
        return self.source[offset : offset + _PIECE] if self.left > 0 else b""


def parse(name: str, source: bytes) -> Tree:
    """The tree of `source`, which must come from `normalise`. Raises TooMuchWork, the same on every machine.

    It has no nodes for what `long_comments` gives.
    """
    if long_comments(name, source):
        source = _COMMENTS.sub(lambda run: re.sub(rb"[^\n]", b" ", run[0]), source)
    if any(source.count(opener) > _MANY for opener in _OPENERS):
        metered = _Metered(source)
        parser(name).parse(metered)  # its tree is let go: the text of its nodes would be read piece by piece as well
        if metered.left <= 0:
            raise TooMuchWork("it is not what its name says: a parser would read it again and again")
    tree = parser(name).parse(source)
    if tree.root_node.has_error and _is_flat(tree.root_node):
        raise TooMuchWork("it is not what its name says: a parser finds nothing in it")
    if len(source) > 2 * _MAX_DEPTH and _is_deep(tree):
        raise TooMuchWork("nested too deeply")
    return tree


def long_comments(name: str, source: bytes) -> list[tuple[int, int]]:
    """The byte ranges of runs of comment lines: behind a block Python's grammar reads each to its end for every line of it."""
    return [match.span() for match in _COMMENTS.finditer(source)] if name == "python" and source.count(b"#") >= _LONG else []


def _is_flat(root: Node) -> bool:
    """Whether a place that no grammar describes holds so much that a query, whose time grows with its square, would not end."""
    waiting, looked_at = [root], 0
    while waiting and looked_at < _LOOK_AT:
        node = waiting.pop()
        if node.child_count > _MAX_FLAT:
            if node.is_error:
                return True
            continue
        looked_at += node.child_count
        waiting += [child for child in node.children if child.has_error]
    return False


def _is_deep(tree: Tree) -> bool:
    cursor, depth = tree.walk(), 0
    while depth <= _MAX_DEPTH:
        if cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1
    return True


def normalise(data: bytes) -> bytes:
    """`data` as UTF-8 with "\\n" line ends and no byte order mark, so that byte offsets and rows mean one thing."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = _decode(data).encode("utf-8", "replace")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _decode(data: bytes) -> str:
    cookie = next((m for m in map(_COOKIE.match, data.splitlines()[:2]) if m), None)
    try:
        return data.decode(cookie[1].decode() if cookie else "latin-1")
    except (LookupError, UnicodeDecodeError):
        return data.decode("latin-1")


def scripts_only(source: bytes) -> bytes:
    """`source` with everything outside <script> blanked, line for line and byte for byte."""
    kept = bytearray(re.sub(rb"[^\n]", b" ", source))
    for match in _SCRIPT.finditer(source):
        kept[match.start(1) : match.end(1)] = match[1]
    return bytes(kept)
