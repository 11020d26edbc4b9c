"""`verify-review REPORT...`: read, verify and show each report, and say by the exit code how it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.exits import FAIL_ON_DEFAULT, Tally
from verifier.commands.inputs import STDIN, Input, find_inputs
from verifier.commands.known import settle_baseline
from verifier.commands.messages import Problem, say
from verifier.commands.reports import Reports, outcome_of, warn_of_nothing
from verifier.commands.settings import settings_of
from verifier.model import Confidence
from verifier.output.sink import OutputClosed, OutputError, Sink

if TYPE_CHECKING:
    from verifier.commands.show import Show
    from verifier.repository.open import Repository
    from verifier.result import Result, RunOptions

CLOSED = 141  # as a shell reports a program ended by a closed pipe


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    reports: tuple[str, ...]
    repo: str
    rev: str | None
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
    verbose: int = 0
    quiet: bool = False
    colour: str = "auto"
    fail_on: tuple[str, ...] = ()
    exit_zero: bool = False
    jobs: int = 0
    no_cache: bool = False
    config: str | None = None

    @property
    def verbosity(self) -> int:
        return -1 if self.quiet else self.verbose


def run(request: Request) -> int:
    """Does the job and returns the exit code. Raises Problem when it can't be begun."""
    if request.diff and request.output_format == "json":
        raise Problem("--diff and --output-format json exclude each other")
    if request.quiet and request.verbose:
        raise Problem("-v and -q exclude each other")
    inputs = find_inputs(request.reports, request.claims)
    options, output_format, _ = options_of(request)
    settings = settings_of(request, inputs)
    tally = Tally(settings.gate, request.claims)
    with _repository(request) as repository:
        for note in repository.notes if not request.quiet else ():
            say(f"note: {note}")
        with _output(request, inputs) as sink:
            from verifier.commands.show import Show

            show = Show(sink, request.repo, output_format, request.colour, request.verbosity, inputs)
            with Reports(repository, options, settings) as reports:
                try:
                    _each(inputs, reports, show, tally)
                except OutputClosed:
                    return tally.exit_code(request.exit_zero) or CLOSED
                settle_baseline(reports, settings)
    for reason in () if request.exit_zero else tally.reasons:
        say(f"failed: {reason}")
    return tally.exit_code(request.exit_zero)


def one_result(request: Request) -> Result:
    """What verification found in the one report of a request, kept outcomes included. Raises Problem when it can't be had."""
    from verifier.reading.source import SourceError, read_source
    from verifier.registry import RuleError
    from verifier.result import Result
    from verifier.watch import WATCH, OutOfTime

    inputs = find_inputs(request.reports)
    if len(inputs) != 1:
        raise Problem(f"one report is expected, not {len(inputs)}")
    options, _, _ = options_of(request)
    with _repository(request) as repository:
        try:
            with WATCH.report():
                source = read_source(inputs[0].path, inputs[0].read())
                return Result(source, outcome_of(source, repository, options))
        except (SourceError, RuleError) as error:
            raise Problem(str(error)) from error
        except OutOfTime as error:
            raise Problem(f"{inputs[0].path}: {error}") from error


def _each(inputs: Sequence[Input], reports: Reports, show: Show, tally: Tally) -> None:
    try:
        show.open()
        for item in inputs:
            done = reports.done(item)
            if done is None:
                show.left_out += not reports.failed
                continue
            tally.add(done.result.outcome, done.unused)
            warn_of_nothing(item.path, done.result.outcome)
            show.result(done.result, done.preview)
    except KeyboardInterrupt:
        show.close()
        raise
    finally:
        tally.failed += reports.failed
    show.close()


def options_of(request: Request) -> tuple[RunOptions, str, tuple[str, ...]]:
    """The run's options, the output format, and what to fail on: the command line first, then the configuration. Raises Problem."""
    from verifier.config import ConfigError, check_names, check_outcomes, load_config
    from verifier.registry import RuleError
    from verifier.result import RunOptions

    try:
        config = load_config(Path.cwd(), Path(request.config) if request.config else None)
        mistakes = check_names((*request.select, *request.ignore)) + [f"--fail-on: {told}" for told in check_outcomes(request.fail_on)]
        if mistakes:
            raise Problem("\n".join(mistakes))
    except (ConfigError, RuleError) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"the current directory can't be read: {error.strerror}") from error
    wanted_confidence = Confidence(request.min_confidence) if request.min_confidence else config.min_confidence or Confidence.LIKELY
    options = RunOptions(
        select=request.select or config.select,
        ignore=(*config.ignore, *request.ignore),
        jobs=request.jobs,
        use_cache=not request.no_cache,
        min_confidence=wanted_confidence,
        areas=config.areas,
        rule_options=config.rule_options,
    )
    fail_on = request.fail_on or (FAIL_ON_DEFAULT if config.fail_on is None else config.fail_on)
    return options, "diff" if request.diff else request.output_format or config.output_format or "text", fail_on


@contextmanager
def _repository(request: Request) -> Iterator[Repository]:
    from verifier.repository.open import RepositoryError, open_repository

    try:
        opened = open_repository(Path(request.repo), request.rev)
    except RepositoryError as error:
        raise Problem(str(error)) from error
    with opened as repository:
        yield repository


@contextmanager
def _output(request: Request, inputs: Sequence[Input]) -> Iterator[Sink]:
    """A sink that is committed when all went well; else what was made is kept beside an earlier file."""
    target = Path(request.output_file) if request.output_file else None
    if target is not None and any(Path(item.path).exists() and target.exists() and target.samefile(item.path) for item in inputs):
        raise Problem(f"can't write {target}: it is the report itself")
    beside = request.fix and not request.diff and any(item.path == STDIN for item in inputs)  # standard output is the report's
    try:
        sink = Sink(target, beside)
    except OutputError as error:
        raise Problem(str(error)) from error
    try:
        yield sink
        sink.commit()
    except OutputError as error:
        sink.abandon()
        raise Problem(str(error)) from error
    except BaseException:
        if partial := sink.abandon():
            say(f"what was finished is in {partial}")
        raise
