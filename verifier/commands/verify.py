"""`verify-review REPORT...`: read, verify and show each report, and say by the exit code how it went."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.config import config_of
from verifier.commands.exits import Tally
from verifier.commands.inputs import STDIN, Input, find_inputs
from verifier.commands.known import settle_baseline
from verifier.commands.messages import Problem, say
from verifier.commands.options import fail_on_of, not_excluded, options_of
from verifier.commands.outputs import Target, opened, targets
from verifier.commands.reports import Reports, outcome_of, warn_of_nothing
from verifier.commands.settings import settings_of
from verifier.output.sink import OutputClosed

if TYPE_CHECKING:
    from verifier.commands.show import Show
    from verifier.config import Config
    from verifier.repository.open import Repository
    from verifier.result import Result

FailOn = Callable[[str], tuple[str, ...] | None]
"""What fails a run because of a report, by its path; None for the default."""
INDEX = "GIT_INDEX_FILE"  # set by git for its hooks: `git commit -a` and `git commit FILE` have an index of their own
CLOSED = 141  # as a shell reports a program ended by a closed pipe


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    reports: tuple[str, ...]
    repo: str
    rev: str | None = None
    claims: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: str | None = None
    output_format: str | None = None
    diff: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    require_reasons: bool = False
    ignore_suppressions: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    min_checked: float | None = None
    max_refuted: int | None = None
    changed_only: bool = False
    base: str | None = None
    output_file: str | None = None
    outputs: tuple[str, ...] = ()
    verbose: int = 0
    quiet: bool = False
    colour: str = "auto"
    fail_on: tuple[str, ...] = ()
    exit_zero: bool = False
    jobs: int = 0
    no_cache: bool = False
    budget: int | None = None
    config: str | None = None
    isolated: bool = False
    staged: bool = False
    as_change: bool = False

    @property
    def verbosity(self) -> int:
        return -1 if self.quiet else self.verbose


def run(request: Request) -> int:
    """Does the job and returns the exit code. Raises Problem when it can't be begun."""
    config = config_of(request.config, request.isolated)
    return checked(request, not_excluded(find_inputs(request.reports, request.claims), config, request.quiet), config)


def checked(request: Request, inputs: Sequence[Input], config: Config) -> int:
    """The same for inputs and a configuration that are known already."""
    if request.diff and request.output_format not in (None, "text", "diff"):
        raise Problem(f"--diff and --output-format {request.output_format} exclude each other")
    if request.quiet and request.verbose:
        raise Problem("-v and -q exclude each other")
    if request.staged and request.rev:
        raise Problem("--staged and --rev exclude each other")
    options_of(request, config)  # raises what is wrong before anything is begun
    found = targets(_main_target(request, config), request.outputs)
    settings = settings_of(request, config, inputs, any(target.format == "diff" for target in found))
    tally = Tally(settings.gate, request.claims)
    with _repository(request) as repository:
        for note in repository.notes if not request.quiet else ():
            say(f"note: {note}")
        with opened(found, inputs, settings.fix and any(item.path == STDIN for item in inputs)) as sinks:
            from verifier.commands.show import Show

            show = Show(found, sinks, request, inputs)
            with suppress(OutputClosed), Reports(repository, lambda report: options_of(request, config, report), settings) as reports:
                _each(inputs, reports, show, tally, lambda report: fail_on_of(request, config, report))
                settle_baseline(reports, settings)
    for reason in () if request.exit_zero else tally.reasons:
        say(f"failed: {reason}")
    return tally.exit_code(request.exit_zero) or (CLOSED if show.gone else 0)


def _main_target(request: Request, config: Config) -> Target | None:
    """What is written beside what `--output` names: nothing, unless another option asks for it or `--output` names nothing."""
    asked = request.diff or request.output_format or request.output_file or not request.outputs
    named = "diff" if request.diff else request.output_format or config.output_format or "text"
    return Target(named, request.output_file) if asked else None


def one_result(request: Request) -> Result:
    """What verification found in the one report of a request, kept outcomes included. Raises Problem when it can't be had."""
    from verifier.reading.source import SourceError, read_source
    from verifier.registry import RuleError
    from verifier.result import Result
    from verifier.watch import WATCH, OutOfTime

    inputs = find_inputs(request.reports)
    if len(inputs) != 1:
        raise Problem(f"one report is expected, not {len(inputs)}")
    options = options_of(request, config_of(request.config, request.isolated), inputs[0].path)
    with _repository(request) as repository:
        try:
            with WATCH.report():
                source = read_source(inputs[0].path, inputs[0].read(), request.as_change)
                return Result(source, outcome_of(source, repository, options))
        except (SourceError, RuleError) as error:
            raise Problem(str(error)) from error
        except OutOfTime as error:
            raise Problem(f"{inputs[0].path}: {error}") from error


def _each(inputs: Sequence[Input], reports: Reports, show: Show, tally: Tally, fail_on: FailOn) -> None:
    try:
        show.open()
        for item in inputs:
            done = reports.done(item)
            if done is None:
                continue
            tally.add(done.result.outcome, done.unused, fail_on(item.path))
            if not item.may_be_silent:
                warn_of_nothing(item.path, done.result.outcome)
            show.result(done.result)
    except KeyboardInterrupt:
        show.close()
        raise
    finally:
        tally.failed += reports.failed
    show.close()


@contextmanager
def _repository(request: Request) -> Iterator[Repository]:
    from verifier.repository.open import RepositoryError, open_repository, open_staged

    repo = Path(request.repo)
    try:
        opened = open_staged(repo, os.environ.get(INDEX, "")) if request.staged else open_repository(repo, request.rev)
    except RepositoryError as error:
        raise Problem(str(error)) from error
    with opened as repository:
        yield repository
