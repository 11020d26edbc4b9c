"""reviewdog's diagnostic format, as one JSON document: what asks for attention, with corrections as suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verifier.model import Correction, Finding, Span
from verifier.output.escape import escape
from verifier.output.finding_text import evidence_place
from verifier.output.json_format import dumped
from verifier.output.places import in_bytes, region, report_name
from verifier.output.remarks import Level, Remark, remarks

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.reading.source import Source
    from verifier.result import Result

_SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.NOTE: "INFO"}
_PLACES = 3  # in the code, that a message names


class _Position(msgspec.Struct, frozen=True):
    """From 1; columns are bytes of UTF-8."""

    line: int
    column: int


class _Range(msgspec.Struct, frozen=True):
    start: _Position
    end: _Position


class _Location(msgspec.Struct, frozen=True):
    path: str
    range: _Range


class _Code(msgspec.Struct, frozen=True):
    value: str


class _Suggestion(msgspec.Struct, frozen=True):
    range: _Range
    text: str


class _Diagnostic(msgspec.Struct, frozen=True, omit_defaults=True):
    message: str
    location: _Location
    severity: str
    code: _Code
    suggestions: tuple[_Suggestion, ...] = ()


class _Source(msgspec.Struct, frozen=True):
    name: str


class _DiagnosticResult(msgspec.Struct, frozen=True):
    source: _Source
    diagnostics: list[_Diagnostic]


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Reviewdog()


class _Reviewdog:
    """One document for all reports."""

    def __init__(self) -> None:
        self.diagnostics: list[_Diagnostic] = []

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        name = escape(report_name(result.source.path))
        self.diagnostics += [_diagnostic(remark, name, result.source) for remark in remarks(result)]
        return ""

    def close(self) -> str:
        return dumped(msgspec.to_builtins(_DiagnosticResult(_Source("verify-review"), self.diagnostics)))


def _diagnostic(remark: Remark, name: str, source: Source) -> _Diagnostic:
    correction = remark.finding.correction if remark.finding else None
    return _Diagnostic(
        message=f"{remark.headline}{_places(remark.finding)}",
        location=_Location(name, _range(remark.span, source)),
        severity=_SEVERITIES[remark.level],
        code=_Code(escape(remark.rule)),
        suggestions=(_suggestion(correction, source),) if correction else (),
    )


def _places(finding: Finding | None) -> str:
    named = [evidence_place(item) for item in finding.evidence[:_PLACES]] if finding else []
    return f" (see {', '.join(named)})" if named else ""


def _range(span: Span, source: Source) -> _Range:
    place = in_bytes(region(span, source), source)
    return _Range(_Position(place.line, place.column), _Position(place.end_line, place.end_column))


def _suggestion(correction: Correction, source: Source) -> _Suggestion:
    return _Suggestion(_range(correction.span, source), source.encode(correction.text))
