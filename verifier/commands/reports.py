"""One report after the other: read, verified, corrected where that was asked for, and what does not count set aside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from verifier.commands.messages import Problem, say, say_unexpected
from verifier.gate import met_by
from verifier.output.progress import Progress, wanted
from verifier.output.sink import OutputClosed

if TYPE_CHECKING:
    from verifier.changed import Changes
    from verifier.commands.inputs import Input
    from verifier.commands.settings import Settings
    from verifier.reading.source import Source
    from verifier.repository.open import Repository
    from verifier.result import Outcome, Result, RunOptions


@dataclass(frozen=True)
class Done:
    """A report's result, and how many suppressions are not needed."""

    result: Result
    unused: int = 0


class Reports:
    """Verifies reports against one repository, each with the options that `options` has for its path. Use it in `with`."""

    def __init__(self, repository: Repository, options: Callable[[str], RunOptions], settings: Settings) -> None:
        self._repository, self._options, self._settings = repository, options, settings
        self._open = ExitStack()
        self.failed = 0  # reports that could not be read, verified, or written
        self.outcomes: dict[str, Outcome] = {}

    def __enter__(self) -> Reports:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def done(self, item: Input) -> Done | None:
        """None, once that is said, when a report is empty or unchanged, or can't be read or verified."""
        from verifier.changed import ChangedError
        from verifier.reading.source import SourceError, read_source
        from verifier.registry import RuleError
        from verifier.watch import WATCH, OutOfTime

        try:
            data = item.read()
            if item.listed and not data.strip():
                say(f"note: {item.path} is empty")
                return None
            if self._unchanged(item, data):
                return None
            with WATCH.report():
                source = read_source(item.path, data, self._settings.as_change)
                done = self._corrected(item, source, self._checked(source))
            self.outcomes[item.path] = done.result.outcome
            return done
        except (SourceError, RuleError, ChangedError, Problem) as error:
            say(f"error: {error}")
        except OutOfTime as error:
            say(f"error: {item.path}: {error}")
        except OutputClosed:
            raise
        except Exception as error:
            say_unexpected(error, item.path)
        self.failed += 1
        return None

    def rules(self, report: str = "") -> frozenset[str]:
        """The names of the rules that are run over a report."""
        from verifier.registry import chosen

        options = self._options(report)
        return frozenset(rule.name for rule in chosen(options.select, options.ignore))

    @cached_property
    def _changes(self) -> Changes | None:
        from verifier.changed import Changes

        if self._settings.base is None:
            return None
        changes = Changes(self._settings.base)
        self._open.callback(changes.close)
        return changes

    def _unchanged(self, item: Input, data: bytes) -> bool:
        if self._changes is None or self._changes.before(item.path) != data:
            return False
        if not self._settings.quiet:
            say(f"note: {item.path} has not changed since {self._changes.base}, and is left out")
        return True

    def _checked(self, source: Source) -> Outcome:
        """What was found, with what does not count set aside: what the report suppresses, other lines, what is known."""
        outcome = outcome_of(source, self._repository, self._options(source.path))
        if self._changes is not None:
            from verifier.changed import changed_lines, only_changed

            outcome = only_changed(outcome, changed_lines(self._changes.before(source.path), source))
        if self._settings.suppressions:
            from verifier.suppression import read_suppressions, suppressed

            outcome = suppressed(outcome, read_suppressions(source.lines, self._settings.require_reasons))
        return self._settings.baseline.marked(source.path, outcome) if self._settings.baseline else outcome

    def _corrected(self, item: Input, source: Source, outcome: Outcome) -> Done:
        from verifier.result import Result

        if not (self._settings.fix or self._settings.preview):
            return self._done(Result(source, outcome))
        from verifier.commands.correcting import tell_left, told, written
        from verifier.fixing.passes import fix

        fixed = fix(source, outcome, self._checked, self._settings.unsafe)
        if not self._settings.quiet:
            tell_left(item.path, fixed)
        if self._settings.preview:
            return self._done(Result(source, outcome, edits=tuple(fixed.edits)))
        if written(item, source.data, fixed, self._settings.quiet):
            return self._done(Result(fixed.source, fixed.outcome, tuple(told(fixed.made))))
        self.failed += 1
        return self._done(Result(source, outcome))

    def _done(self, result: Result) -> Done:
        """With the suppressions that are wrong or not needed, which are told."""
        if not self._settings.suppressions:
            return Done(result)
        from verifier.model import Confidence
        from verifier.suppression import read_suppressions, unused

        found = read_suppressions(result.source.lines, self._settings.require_reasons)
        idle = []
        if (
            self._options(result.source.path).min_confidence is Confidence.LIKELY and self._settings.base is None
        ):  # else not all is looked at
            statements = bool({"part", "unread"} & set(self._settings.gate.fail_on))
            idle = unused(result.outcome, found, self.rules(result.source.path), statements)
        wrong = dict.fromkeys(sorted([*found.mistakes, *idle]))
        for line, told in wrong:
            say(f"warning: {result.source.path}:{line}: {told}")
        return Done(result, len(wrong))


def warn_of_nothing(path: str, outcome: Outcome) -> None:
    """A report of which nothing was checked must not look like one that holds."""
    if not outcome.findings:
        say(f"warning: no claim was found in {path}, so nothing was verified")
    elif not met_by(outcome)["decided"]:
        say(f"warning: no claim of {path} could be checked, so nothing was verified")


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
