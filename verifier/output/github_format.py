"""Workflow commands for GitHub Actions: annotations, as many as GitHub shows, and a summary of the step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.output.causes import AGAINST, Cause, causes
from verifier.output.counts import Sum, told
from verifier.output.escape import crop, escape, without_commands
from verifier.output.finding_text import fix
from verifier.output.markdown_format import Comment
from verifier.output.places import Region, region, report_name
from verifier.output.remarks import Level, Remark, in_part, remark_on
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Result

SHOWN = 10  # annotations of each level that GitHub shows of a step
SUMMARY = 1 << 20  # bytes that a step's summary may have; GitHub shows nothing of a longer one
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_COLUMNS = 1000  # of a message
_LINES = 12  # that are named beside the first


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _GitHub(setting)


class _GitHub:
    """All annotations are written at the end, when it is known which are the most severe."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.sum = Sum()
        self.lines: list[tuple[Level, str, str]] = []  # level, as a command, as plain text
        self.summary = Comment(SUMMARY)

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        self.sum.add(result.outcome)
        path = result.source.path
        name = "" if path.startswith("<") else report_name(path, self.setting.workspace)  # what has no file is annotated nowhere
        for remark, message in _told(result):
            place = region(remark.span, result.source)
            self.lines.append((remark.level, _command(remark, message, name, place), _plain(remark, name, place)))
        if self.setting.step_summary:
            self.summary.result(result)
        return ""

    def close(self) -> str:
        if self.setting.step_summary:
            self._append(self.setting.step_summary)
        commands: list[str] = []
        rest: list[str] = []
        for level in Level:
            told_of = [line for line in self.lines if line[0] is level]
            commands += [command for _, command, _ in told_of[:SHOWN]]
            rest += [plain for _, _, plain in told_of[SHOWN:]]
        more = [f"{len(rest)} more, of which GitHub shows no annotations:", *rest] if rest else []
        total = f"{self.sum.claims} claims: {self.sum.verdicts_told}; {told(self.sum.fates)}"
        return "".join(f"{line}\n" for line in (*commands, *more, total))

    def _append(self, path: Path) -> None:
        """Adds to the summary, behind what the step's other commands wrote, as far as there is room."""
        try:
            before = path.stat().st_size if path.exists() else 0
            self.summary.limit = SUMMARY - before - 1
            with path.open("ab") as file:
                file.write(self.summary.close().encode("utf-8", "replace"))
        except OSError as error:
            self.setting.say(f"warning: the step's summary can't be written: {error.strerror}")


def command(level: str, title: str, message: str) -> str:
    """A workflow command that annotates no place, as GitHub shows it above a job."""
    return f"::{level} title={_property(escape(title))}::{_data(escape(message))}"


def _told(result: Result) -> Iterator[tuple[Remark, str]]:
    """One remark a cause, with what to be said of it, and one a statement that was checked in part."""
    for verdict in AGAINST:
        for cause in causes(result.outcome.findings, verdict):
            yield remark_on(cause.first, ""), _message(cause, result)
    for remark in in_part(result):
        yield remark, crop(remark.message, _COLUMNS)


def _message(cause: Cause, result: Result) -> str:
    lines = [crop(escape(cause.first.message), _COLUMNS)]
    if cause.first.correction:
        lines.append(f"fix: {crop(fix(cause.first.correction, result.source, Style()), _COLUMNS)}")
    others = sorted({finding.claim.span.line for finding in cause.others} - {cause.first.claim.span.line})
    if others:
        more = f" and {len(others) - _LINES} more" if len(others) > _LINES else ""
        lines.append(f"also line{'s' if len(others) > 1 else ''} {', '.join(map(str, others[:_LINES]))}{more}")
    return "\n".join(lines)


def _command(remark: Remark, message: str, name: str, place: Region) -> str:
    properties = {"title": remark.title}
    if name:
        properties |= {"file": name, "line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:  # columns of several lines are refused
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    told_of = ",".join(f"{key}={_property(escape(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[remark.level]} {told_of}::{_data(message)}"


def _plain(remark: Remark, name: str, place: Region) -> str:
    """A line of the log."""
    line = f"- {name or 'the report'}:{place.line}:{place.column}: {remark.title}: {crop(remark.message, _COLUMNS)}"
    return without_commands(escape(line))


def _data(text: str) -> str:
    return without_commands(_line(text))


def _property(text: str) -> str:
    return without_commands(_line(text).replace(":", "%3A").replace(",", "%2C"))


def _line(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
