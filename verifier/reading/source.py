"""A report's bytes as lines of text: decoded, repaired where an encoding mishap damaged them, and mappable back to the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.reading.change_text import own_words
from verifier.reading.encoding import Layer, repair

MAX_BYTES = 20_000_000
MAX_LINE = 20_000  # characters of a line that are read; nobody writes longer ones
# What takes time is words. These are fifty times what an audit of forty pages has, and read within a minute.
MAX_WORDS = 2_000_000  # characters, without indentation and what is not read of long lines
MAX_PARTS = 30_000  # lines with words, and cells of tables

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
)


_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)


class SourceError(ValueError):
    """A report that can't be read; the message is for people."""


@dataclass(frozen=True)
class Source:
    """A report's text, line by line.

    `given` are the lines as they stand in the file and `lines` the same lines repaired, both without line ends; `ends` are the
    line ends ("" where a last line has none). Lines break at \\n, \\r\\n and \\r only, as editors and `grep -n` count them.
    """

    path: str
    data: bytes
    encoding: str
    repaired: str | None
    given: tuple[str, ...]
    lines: tuple[str, ...]
    ends: tuple[str, ...]
    layers: tuple[Layer, ...] = ()
    change: bool = False  # it tells of a change that is made: "Add x" says that x is there now

    def given_column(self, line: int, column: int) -> int:
        """The 1-based column in the file of a 1-based column of the repaired line."""
        for layer in reversed(self.layers):
            column = layer.given_column(line, column)
        return column

    def encode(self, text: str) -> str:
        """`text` damaged the way the file is, so that a corrected line looks like its neighbours."""
        for layer in reversed(self.layers):
            text = layer.damage(text)
        return text

    def to_bytes(self, given: Sequence[str]) -> bytes:
        """The file with these lines (in its own, damaged way) in place of `given`; as many as there were. Raises SourceError."""
        text = "".join(line + end for line, end in zip(given, self.ends, strict=True))
        try:
            return _bom(self.encoding) + text.encode(self.encoding.removesuffix("-sig"))
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise SourceError(f"{self.path}: {character!r} can't be written in the file's encoding, {self.encoding}") from error


def read_source(path: str, data: bytes, change: bool = False) -> Source:
    """Decode and repair a report, which may tell of a change. Raises SourceError when it is empty, too large or not text."""
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path}: too large ({len(data) / 1e6:.0f} MB; at most {MAX_BYTES // 1_000_000} MB can be read)")
    encoding, text = _decode(path, data)
    if not text.strip():
        raise SourceError(f"{path}: empty, there is nothing to verify")
    pieces = _LINE_END.split(text)
    given, ends = tuple(pieces[::2]), (*pieces[1::2], "")
    if not given[-1]:  # what follows the last line end is no line
        given, ends = given[:-1], ends[:-1]
    _check_length(path, given)
    lines, layers = repair(given)
    lines = own_words(lines) if change else lines
    return Source(path, data, encoding, layers[0].codec if layers else None, given, lines, ends, layers, change)


def _check_length(path: str, lines: Sequence[str]) -> None:
    words = [stripped for line in lines if (stripped := line[:MAX_LINE].strip())]
    for told, number, most in (
        ("characters", sum(map(len, words)), MAX_WORDS),
        ("lines and table cells", sum(max(1, line.count("|") - 1) for line in words), MAX_PARTS),
    ):
        if number > most:
            raise SourceError(f"{path}: too long ({number:,} {told}; at most {most:,} can be read); split it into several reports")


def _decode(path: str, data: bytes) -> tuple[str, str]:
    for signature, name in _FORMATS:
        if data.startswith(signature):
            raise SourceError(f"{path}: {name}, not text; save the report as Markdown")
    if _HTML.match(data.removeprefix(codecs.BOM_UTF8)[:1000]):
        raise SourceError(f"{path}: an HTML page; save the report as Markdown (`pandoc -t gfm` makes one)")
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    if marked is not None:
        try:
            text = data[len(_bom(marked)) :].decode(marked.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            if marked != "utf-8-sig":
                raise SourceError(f"{path}: not valid {marked.upper()} although it is marked as such ({error.reason})") from error
        else:
            if "\0" in text:
                raise SourceError(f"{path}: holds NUL characters; save the report as UTF-8 text")
            return marked, text
    if b"\0" in data:
        wide = data[1::2].count(0) > len(data) // 4 or data[::2].count(0) > len(data) // 4
        raise SourceError(f"{path}: " + ("UTF-16 or UTF-32 without a byte order mark; save it as UTF-8" if wide else "binary, not text"))
    if len(_CONTROLS.findall(data[:8192])) > len(data[:8192]) // 10:
        raise SourceError(f"{path}: binary, not text")
    # One stray byte makes a UTF-8 file invalid. Read as a one-byte codec nothing is lost, and its UTF-8 is repaired like any damage.
    for encoding in ("utf-8", "cp1252"):
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "latin-1", data.decode("latin-1")


def _bom(encoding: str) -> bytes:
    return next((bom for bom, name in _BOMS if name == encoding), b"")
