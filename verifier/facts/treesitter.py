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
    from tree_sitter import Language, Parser, Query, Tree

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
def comment_query(name: str) -> Query:
    from tree_sitter import Query

    found: Query = Query(grammar(name), LANGUAGES[name].comments)
    return found


def parse(name: str, source: bytes) -> Tree:
    """The tree of `source`, which must come from `normalise`."""
    return parser(name).parse(source)


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
