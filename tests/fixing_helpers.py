"""Verifies and corrects reports about a small project on disk, without the command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli_helpers import write

from verifier.engine import verify
from verifier.fixing.edits import Editor
from verifier.fixing.passes import Fixed, fix
from verifier.model import Correction, Finding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import Source, read_source
from verifier.repository.open import Repository, open_repository
from verifier.result import Edit, Outcome, RunOptions

PROJECT = {
    "src/orbit.py": 'def turn(by: int) -> int:\n    """Turn it."""\n    return by\n',
    "src/tilt.py": (
        'def turn(by: int) -> int:\n    """Turn."""\n    return by\n\n\ndef lean(by):\n    if by > 1:\n        return 2\n'
        "    elif by:\n        return 3\n    return by\n\n\nclass Axis:\n    def fall(self, by: int) -> int:\n"
        '        """Fall."""\n        return by\n\n\nclass Pole:\n    """A pole."""\n\n\nNAME = "' + "a" * 120 + '"\n'
    ),
}
LINES = {path: text.count("\n") for path, text in PROJECT.items()}


def edits_of(source: Source, corrections: Iterable[Correction]) -> tuple[Edit, ...]:
    """Corrections that overlap nowhere, as edits in order of place; each can be written and changes something."""
    editor = Editor(source)
    found = [editor.edit(correction) for correction in sorted(corrections, key=lambda correction: correction.span)]
    return tuple(edit for edit in found if edit is not None and editor.changes(edit))


@dataclass
class Desk:
    """A repository, and how often a report was checked against it."""

    repository: Repository
    checks: int = 0

    def check(self, source: Source) -> Outcome:
        self.checks += 1
        return verify(read_report(source), self.repository, RunOptions(jobs=1, use_cache=False))

    def fixed(self, data: bytes, unsafe: bool = False) -> Fixed:
        source = read_source("report.md", data)
        return fix(source, self.check(source), self.check, unsafe)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    with open_repository(write(folder, PROJECT)) as repository:
        yield Desk(repository)


def against(outcome: Outcome) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.verdict in (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL)]
