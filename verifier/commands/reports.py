"""One report after the other: read, verified, corrected where that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.commands.messages import Problem, say, say_unexpected
from verifier.output.progress import Progress, wanted
from verifier.output.sink import OutputClosed

if TYPE_CHECKING:
    from verifier.commands.inputs import Input
    from verifier.commands.settings import Settings
    from verifier.fixing.passes import Fixed
    from verifier.reading.source import Source
    from verifier.repository.open import Repository
    from verifier.result import Outcome, Result, RunOptions


@dataclass(frozen=True)
class Done:
    """A report's result, and what would be corrected, when only that was asked for."""

    result: Result
    preview: Fixed | None = None


class Reports:
    """Verifies reports against one repository, with one set of options."""

    def __init__(self, repository: Repository, options: RunOptions, settings: Settings) -> None:
        self._repository, self._options, self._settings = repository, options, settings
        self.failed = 0  # reports that could not be read, verified, or written

    def done(self, item: Input) -> Done | None:
        """None, once that is said, when a report is empty, or can't be read or verified."""
        from verifier.reading.source import SourceError, read_source
        from verifier.registry import RuleError
        from verifier.watch import WATCH, OutOfTime

        try:
            data = item.read()
            if item.listed and not data.strip():
                say(f"note: {item.path} is empty")
                return None
            with WATCH.report():
                source = read_source(item.path, data)
                return self._corrected(item, source, self._checked(source))
        except (SourceError, RuleError, Problem) as error:
            say(f"error: {error}")
        except OutOfTime as error:
            say(f"error: {item.path}: {error}")
        except OutputClosed:
            raise
        except Exception as error:
            say_unexpected(error, item.path)
        self.failed += 1
        return None

    def _checked(self, source: Source) -> Outcome:
        return outcome_of(source, self._repository, self._options)

    def _corrected(self, item: Input, source: Source, outcome: Outcome) -> Done:
        from verifier.result import Result

        if not (self._settings.fix or self._settings.preview):
            return Done(Result(source, outcome))
        from verifier.commands.correcting import tell_left, told, written
        from verifier.fixing.passes import fix

        fixed = fix(source, outcome, self._checked, self._settings.unsafe)
        if not self._settings.quiet:
            tell_left(item.path, fixed)
        if self._settings.preview:
            return Done(Result(source, outcome), fixed)
        if written(item, source.data, fixed, self._settings.quiet):
            return Done(Result(fixed.source, fixed.outcome, tuple(told(fixed.made))))
        self.failed += 1
        return Done(Result(source, outcome))


def outcome_of(source: Source, repository: Repository, options: RunOptions) -> Outcome:
    """What an earlier run found, where nothing has changed since; else what this one finds. Raises RuleError and SourceError."""
    from verifier.memory import recalled

    return recalled(source, repository, options, lambda: _verified(source, repository, options))


def _verified(source: Source, repository: Repository, options: RunOptions) -> Outcome:
    from verifier.engine import verify
    from verifier.reading.report import read_report

    progress = Progress(source.path) if wanted() else None
    try:
        return verify(read_report(source), repository, options, progress)
    finally:
        if progress:
            progress.clear()
