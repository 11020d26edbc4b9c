"""Code as a row of tokens, in any language whose comments and strings look like a known one's.

What formatting changes is gone (white space, comments, quote marks, trailing commas, semicolons), so two pieces of code that
differ only in that have the same tokens. No parser: it serves quoted fragments, which do not parse, as well as whole files.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from verifier.repository.kinds import language_of

_HASH = frozenset(
    "python yaml yml toml ini env dockerfile shell bash sh make ruby perl elixir r hcl dotenv makefile py python3 rb tf conf".split()
)
_DASH = frozenset(("sql", "lua"))
_PYTHON = frozenset(("python", "py", "python3"))
_DATA = frozenset("yaml yml toml ini env dockerfile shell bash sh make dotenv makefile conf".split())

_STRINGS = (
    r"""(?P<string>[rRbBfFuU]{0,2}(?:\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|`(?:\\(?s:.)|[^`\\])*`)"""
)
_REST = (
    r"(?P<number>\d[\w.]*\d[\w]*|\d\w*)|(?P<name>[A-Za-z_$][\w$]*)|(?P<newline>\n)|(?P<space>[^\S\n]+)"
    r"|(?P<op>\.\.\.|…|===|!==|\*\*=?|=>|->|:=|==|!=|<=|>=|&&|\|\||\?\?|\?\.|//|\+=|-=|\*=|::|.)"
)
_COMMENTS = {
    "hash": r"(?P<comment>(?:(?<=\s)|(?<![\w\"'$&/{])|^)\#[^\n]*)",
    "python": r"(?P<comment>\#[^\n]*)",
    "dash": r"(?P<comment>--[^\n]*|/\*(?s:.*?)\*/)",
    "slash": r"(?P<comment>(?<![:\w])//[^\n]*|/\*(?s:.*?)\*/|<!--(?s:.*?)-->)",
}
_PATTERNS = {family: re.compile(f"{comment}|{_STRINGS}|{_REST}", re.M) for family, comment in _COMMENTS.items()}
_CLOSING = frozenset(")]}")
_MARK = re.compile(r"^(?:\#+|//+|--+|/\*+|\*+|<!--)\s?|\s*(?:\*/|-->)$")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is name, number, string or op; a string's text is its content behind one quote mark."""

    text: str
    line: int
    kind: str
    indent: int = 0  # of its line


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, with the lines of its comments and of its docstrings apart: (line, words)."""

    row: tuple[Token, ...]
    comments: tuple[tuple[int, str], ...]
    docstrings: tuple[tuple[int, str], ...]

    @cached_property
    def joined(self) -> str:
        return "\0" + "\0".join(token.text for token in self.row) + "\0"

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for token in self.row:
            starts.append(at)
            at += len(token.text) + 1
        return starts

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(token.text for token in self.row if token.kind == "name")

    def find(self, needle: str, start: int = 0) -> int:
        """The index of the token at which `needle` (as `joined`) begins, at or behind token `start`; -1 when nowhere."""
        if start >= len(self.row):
            return -1
        found = self.joined.find(needle, self._starts[start])
        return bisect_right(self._starts, found) - 1 if found >= 0 else -1


def family_of(language: str) -> str:
    """Which comment syntax a language, as a fence or a path names it, has."""
    if language in _PYTHON:
        return "python"
    return "hash" if language in _HASH else "dash" if language in _DASH else "slash"


def tokens_of_file(path: str, text: str) -> Tokens:
    return tokens(text, language_of(path) or ("hash" if "." not in path.rpartition("/")[2] else ""))


def tokens(text: str, language: str) -> Tokens:
    """The tokens of `text`, read as `language`."""
    row: list[Token] = []
    comments: list[tuple[int, str]] = []
    docstrings: list[tuple[int, str]] = []
    line, depth, fresh, indent = 1, 0, True, 0
    previous = ""
    python = language in _PYTHON
    for match in _PATTERNS[family_of(language)].finditer(text):
        kind, word = match.lastgroup or "op", match[0]
        if kind == "newline":
            line, fresh, indent = line + 1, True, 0
            continue
        if kind == "space":
            indent = len(word) if fresh else indent
            continue
        if kind == "comment" or (
            kind == "string" and python and fresh and depth == 0 and word.rstrip("\"'").lstrip("rRbBuU")[:3] in ('"""', "'''")
        ):
            remarks = comments if kind == "comment" else docstrings
            remarks += [(line + at, _MARK.sub("", part.strip().strip("\"'")).strip()) for at, part in enumerate(word.split("\n"))]
        elif word == ";" and language not in _DATA:
            pass
        else:
            if kind == "string":
                word = _plain(word)
            elif kind == "op":
                depth += (word in "([{") - (word in ")]}") if len(word) == 1 else 0
                depth = max(0, depth)
                if word in _CLOSING and previous == "," and row:
                    row.pop()
            row.append(Token(word, line, kind, indent))
            previous = word if kind == "op" else ""
        fresh = False
        line += match[0].count("\n")
    return Tokens(tuple(_unwrapped(row) if python else row), tuple(comments), tuple(docstrings))


_BLANKS = re.compile(r"\s+")


def _plain(literal: str) -> str:
    """A string literal as `"` and its content: which quotes it has, and a prefix without effect on it, are formatting."""
    bare = literal.lstrip("rRbBfFuU")
    prefix = "f" if "f" in literal[: len(literal) - len(bare)].lower() else ""
    size = 3 if len(bare) > 5 and bare[:3] in ('"""', "'''") else 1
    content = bare[size:-size]
    if "\\" in content:
        content = content.replace("\\'", "'").replace('\\"', '"')
    return f'{prefix}"{_BLANKS.sub(" ", content) if chr(10) in content else content}'


def _unwrapped(row: list[Token]) -> list[Token]:
    """Without the brackets around the names of `from x import (a, b)`."""
    if not any(token.text == "import" for token in row):
        return row
    out: list[Token] = []
    inside = False
    for at, token in enumerate(row):
        if token.text == "(" and at and row[at - 1].text == "import" and row[at - 1].kind == "name":
            inside = True
        elif token.text == ")" and inside:
            inside = False
        else:
            out.append(token)
    return out
