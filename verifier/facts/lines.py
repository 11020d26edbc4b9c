"""Counting lines: physical, blank, comment, docstring, code."""

from __future__ import annotations

import re

import msgspec

from verifier.facts import treesitter

_HASH = "sh bash zsh yml yaml toml mk tf pl r ex exs nim vy dockerfile makefile gemfile rakefile cmake ps1 graphql gql conf env"
_PARSED = "js jsx mjs cjs ts mts cts tsx go rs java cs c h cc cpp cxx hpp hh hxx php"  # only when too large to be parsed
_SLASH = "kt kts swift scala dart groovy gradle proto scss less sass zig prisma m mm sol move"
_MARKUP = "html htm xml svg vue svelte md"
_STYLES: dict[str, tuple[bytes, bytes, bytes]] = {
    **dict.fromkeys((*_HASH.split(), "py", "pyi", "rb"), (b"#", b"", b"")),
    **dict.fromkeys((*_SLASH.split(), *_PARSED.split()), (b"//", b"/*", b"*/")),
    **dict.fromkeys(_MARKUP.split(), (b"", b"<!--", b"-->")),
    **dict.fromkeys(("sql", "lua"), (b"--", b"/*", b"*/")),
    "css": (b"", b"/*", b"*/"),
    "ini": (b";", b"", b""),
}
"""Comment marks (to the line's end, opening, closing) by suffix or lower-case name, for files without a grammar."""


class LineCount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Lines of a file. `physical` counts a last line without line end, as editors do; `newlines` is what `wc -l` says.

    physical = code + comment + docstring + blank. `comment` and `docstring` are lines that hold nothing else.
    """

    newlines: int
    physical: int
    blank: int
    comment: int
    docstring: int
    size: int  # bytes

    @property
    def code(self) -> int:
        """Lines of code, docstrings not counted."""
        return self.physical - self.blank - self.comment - self.docstring

    @property
    def source(self) -> int:
        """Lines of code with docstrings, which are expressions to some tools."""
        return self.code + self.docstring

    @property
    def nonblank(self) -> int:
        return self.physical - self.blank


def newlines(data: bytes) -> int:
    """Line ends of `data`: "\\n", or lone "\\r" in an old Mac file."""
    return data.count(b"\n") or data.count(b"\r")


def count_lines(path: str, language: str | None, data: bytes, parse: bool = True) -> LineCount:
    """The line count of a file's raw bytes; comments by the language's grammar, else by the marks of its suffix."""
    source = treesitter.normalise(data)
    rows = source.split(b"\n")
    if rows and not rows[-1]:
        rows.pop()
    blank = {number for number, row in enumerate(rows) if not row.strip()}
    comment: set[int] = set()
    docstring: set[int] = set()
    try:
        parsed = _parsed(language, source, rows) if language is not None and parse else None
    except treesitter.TooMuchWork:
        parsed = None
    if parsed is not None:
        comment, docstring = parsed
    elif b"\0" not in data:
        comment = _scanned(path, rows)
    comment -= blank
    docstring -= blank | comment
    ends = newlines(data) if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else source.count(b"\n")
    return LineCount(ends, len(rows), len(blank), len(comment), len(docstring), len(data))


def _parsed(language: str, source: bytes, rows: list[bytes]) -> tuple[set[int], set[int]]:
    from tree_sitter import QueryCursor

    root = treesitter.parse(language, source).root_node
    found = QueryCursor(treesitter.comment_query(language)).captures(root)
    result: tuple[set[int], set[int]] = (set(), set())
    for name, lines in zip(("comment", "doc"), result, strict=True):
        for node in found.get(name, ()):
            first, last = node.start_point, node.end_point
            end = last.row if last.column or last.row == first.row else last.row - 1
            for row in range(first.row, end + 1):
                before = rows[row][: first.column] if row == first.row else b""
                after = rows[row][last.column :] if row == last.row else b""
                if not before.strip() and not after.strip():
                    lines.add(row)
    comment, doc = result
    for start, end in treesitter.long_comments(language, source):
        line = source.count(b"\n", 0, start)
        inside = root.descendant_for_byte_range(start, start)
        if inside is None or not inside.type.startswith("string"):
            comment.update(set(range(line, line + source.count(b"\n", start, end) + 1)) - doc)
    return result


def _scanned(path: str, rows: list[bytes]) -> set[int]:
    name = path.rpartition("/")[2].lower()
    line_mark, opening, closing = _STYLES.get(name.rpartition(".")[2], (b"", b"", b""))
    found: set[int] = set()
    inside = False
    for number, row in enumerate(rows):
        text = row.strip()
        if inside:
            found.add(number)
            inside = closing not in text
        elif line_mark and text.startswith(line_mark):
            found.add(number)
        elif opening and text.startswith(opening):
            if closing not in text[len(opening) :]:
                inside = True
                found.add(number)
            elif re.fullmatch(rb".*" + re.escape(closing), text, re.DOTALL):
                found.add(number)
    return found
