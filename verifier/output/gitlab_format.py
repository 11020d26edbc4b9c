"""GitLab's code quality report: what asks for attention, as its merge requests show it."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from verifier.output.escape import escape
from verifier.output.json_format import dumped
from verifier.output.places import report_name
from verifier.output.remarks import Level, Remark, remarks

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Result

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


class _Lines(msgspec.Struct, frozen=True):
    begin: int


class _Location(msgspec.Struct, frozen=True):
    path: str
    lines: _Lines


class _Issue(msgspec.Struct, frozen=True):
    """Under GitLab's own names. Two issues with one fingerprint are shown as one."""

    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: _Location


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _GitLab()


class _GitLab:
    """One list for all reports."""

    def __init__(self) -> None:
        self.issues: list[_Issue] = []
        self.seen: Counter[tuple[str, str]] = Counter()

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        name = report_name(result.source.path)
        for remark in remarks(result):
            place = _Location(escape(name), _Lines(remark.span.line))
            severity = _SEVERITIES[remark.level]
            self.issues.append(_Issue(remark.headline, escape(remark.rule), self._fingerprint(name, remark), severity, place))
        return ""

    def close(self) -> str:
        return dumped(msgspec.to_builtins(self.issues))

    def _fingerprint(self, name: str, remark: Remark) -> str:
        """The same wherever the lines move; reports of one name count apart."""
        key = name, remark.identity
        number = self.seen[key]
        self.seen[key] += 1
        return hashlib.sha256("\x1f".join((*key, str(number))).encode("utf-8", "surrogatepass")).hexdigest()
