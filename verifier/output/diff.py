"""The report's corrections as a unified diff that `patch -p1` and `git apply` accept, byte for byte in the file's own encoding."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.output.escape import escape_lines
from verifier.output.style import Style
from verifier.result import Edit

if TYPE_CHECKING:
    from verifier.reading.source import Source

CONTEXT = 3


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines [start, end), 0-based, become `lines`."""

    start: int
    end: int
    lines: tuple[bytes, ...]


def patch(source: Source, edits: Sequence[Edit]) -> bytes:
    """Edits of a file's bytes, in order, as a unified diff; nothing where there are none."""
    if not edits:
        return b""
    lines = _byte_lines(source.data)
    name = patch_name(source.path)
    head = b"--- " + quoted(f"a/{name}") + b"\n+++ " + quoted(f"b/{name}") + b"\n"
    return head + b"".join(_hunks(lines, _changes(lines, edits)))


def coloured(data: bytes, encoding: str, style: Style) -> str:
    """A diff for a terminal: escaped, with colours. It is no longer a patch."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    out = []
    for line in escape_lines(data.decode(encoding.removesuffix("-sig") if not encoding.startswith("utf-16") else "latin-1", "replace")):
        out.append(style.paint(line, colours[line[0]]) if line[:1] in colours else line)
    return "".join(line + "\n" for line in out)


def _byte_lines(data: bytes) -> list[bytes]:
    """Lines as patch and git count them: at each \\n byte, whatever the encoding."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _changes(lines: Sequence[bytes], edits: Sequence[Edit]) -> list[_Change]:
    """The edits as changed lines; those that touch the same line are one change."""
    changes: list[_Change] = []
    number = offset = 0
    index = 0
    while index < len(edits):
        while offset + len(lines[number]) <= edits[index].start and number + 1 < len(lines):
            offset += len(lines[number])
            number += 1
        first, start, end, stop = number, offset, number + 1, offset + len(lines[number])
        new, done = b"", start
        while index < len(edits) and edits[index].start < max(stop, start + 1):
            edit = edits[index]
            while edit.end > stop and end < len(lines):
                stop += len(lines[end])
                end += 1
            new += b"".join(lines[first:end])[done - start : edit.start - start] + edit.data
            done, index = edit.end, index + 1
        new += b"".join(lines[first:end])[done - start :]
        changes.append(_Change(first, end, tuple(_byte_lines(new)) if new else ()))
        number, offset = end - 1, stop - len(lines[end - 1])
    return changes


def _hunks(lines: Sequence[bytes], changes: Sequence[_Change]) -> Iterator[bytes]:
    shift = 0  # lines that earlier hunks added
    for group in _grouped(changes):
        start, stop = max(0, group[0].start - CONTEXT), min(len(lines), group[-1].end + CONTEXT)
        body: list[bytes] = []
        old, new, at = stop - start, 0, start
        for change in group:
            body += [_row(b" ", line) for line in lines[at : change.start]]
            body += [_row(b"-", line) for line in lines[change.start : change.end]]
            body += [_row(b"+", line) for line in change.lines]
            new += change.start - at + len(change.lines)
            at = change.end
        body += [_row(b" ", line) for line in lines[at:stop]]
        new += stop - at
        yield f"@@ -{start + 1},{old} +{start + 1 + shift},{new} @@\n".encode() + b"".join(body)
        shift += new - old


def _grouped(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _row(sign: bytes, line: bytes) -> bytes:
    return sign + line if line.endswith(b"\n") else sign + line + b"\n\\ No newline at end of file\n"


def patch_name(path: str) -> str:
    """The report's name in a patch: below the current directory, which is where patches are applied; else its own name alone."""
    relative = Path(os.path.relpath(path.strip("<>") if path.startswith("<") else path))  # "<stdin>" has no file
    return relative.name if ".." in relative.parts or relative.is_absolute() else relative.as_posix()


def quoted(name: str) -> bytes:
    """A file name as git writes it in a patch: in C quotes if it holds quotes or controls, and with a tab behind it if it holds blanks."""
    data = name.encode("utf-8", "surrogateescape")
    if any(byte < 0x20 or byte in b'"\\\x7f' for byte in data):
        return b'"' + b"".join(_c_escape(byte) for byte in data) + b'"'
    return data + b"\t" if b" " in data else data


def _c_escape(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\" + bytes([byte])
    return f"\\{byte:03o}".encode() if byte < 0x20 or byte == 0x7F else bytes([byte])
