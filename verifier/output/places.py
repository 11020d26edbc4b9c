"""Where things are, as other programs ask for it: names below the current directory, regions of the file as given, URIs."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from verifier.model import Span
from verifier.output.diff import patch_name
from verifier.output.escape import escape

if TYPE_CHECKING:
    from verifier.reading.source import Source
    from verifier.result import Result


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the report's file as given: lines and columns from 1, `end_column` behind it. Columns are code points."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(span: Span, source: Source) -> Region:
    """Where a span of the repaired text lies in the file."""
    first, last = source.given_column(span.line, span.column), source.given_column(span.end_line, span.end_column)
    if span.end_line <= span.line:  # what could not be mapped is at least not upside down
        return Region(span.line, first, span.line, max(first, last))
    return Region(span.line, first, span.end_line, last)


def in_bytes(place: Region, source: Source) -> Region:
    """The same with columns that count the bytes of UTF-8."""

    def column(line: int, characters: int) -> int:
        return 1 + len(source.given[line - 1][: characters - 1].encode("utf-8", "surrogatepass"))

    return replace(place, column=column(place.line, place.column), end_column=column(place.end_line, place.end_column))


def given_words(place: Region, source: Source) -> str:
    """What stands there in the file, of several lines with line ends as \\n."""
    lines = list(source.given[place.line - 1 : place.end_line])
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def report_name(path: str, below: Path | None = None) -> str:
    """A report's name below the directory `below`, else below the current one; of one that lies elsewhere the last part alone."""
    if below is not None and not path.startswith("<"):
        name = os.path.relpath(path, below)
        if name.split(os.sep)[0] != os.pardir:
            return Path(name).as_posix()
    return patch_name(path)


def renamed(result: Result) -> Result:
    """The result, with the report called as `report_name` does, so that nothing shown of it holds a path of this machine."""
    return replace(result, source=replace(result.source, path=report_name(result.source.path)))


def uri(name: str) -> str:
    """A relative name as a URI reference, byte for byte as it is on disk."""
    name = name.replace(os.sep, "/")
    try:
        return quote(name.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:  # no name of a file, but what was told of one
        return quote(escape(name), safe="/")
