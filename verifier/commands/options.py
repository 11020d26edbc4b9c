"""What is done with each report: the command line first, then what the configuration says of that report, then of all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.commands.inputs import CLAIM, STDIN, Input
from verifier.commands.messages import Problem, say
from verifier.model import Confidence
from verifier.repository.told import fits

if TYPE_CHECKING:
    from verifier.commands.verify import Request
    from verifier.config import Config, ForReports
    from verifier.result import RunOptions


_NOT_OF_CHANGES = ("line-anchor",)  # what tells of a change cites the lines that were there before it, as often as not


def options_of(request: Request, config: Config, report: str = "") -> RunOptions:
    """The options for a report, or for those of which nothing special is said. Raises Problem for names that nothing has."""
    from verifier.config import check_names, check_outcomes
    from verifier.registry import RuleError
    from verifier.result import RunOptions

    try:
        mistakes = check_names((*request.select, *request.ignore)) + [f"--fail-on: {told}" for told in check_outcomes(request.fail_on)]
    except RuleError as error:
        raise Problem(str(error)) from error
    if mistakes:
        raise Problem("\n".join(mistakes))
    config = _with_special(config, report)
    return RunOptions(
        select=request.select or config.select,
        ignore=(*config.ignore, *request.ignore, *(_NOT_OF_CHANGES if request.as_change else ())),
        jobs=request.jobs,
        use_cache=not request.no_cache,
        budget=request.budget or config.budget,
        min_confidence=Confidence(request.min_confidence or config.min_confidence or Confidence.LIKELY),
        areas=config.areas,
        rule_options=config.rule_options,
        files=config.files,
        words=config.words,
    )


def fail_on_of(request: Request, config: Config, report: str = "") -> tuple[str, ...] | None:
    """What fails a run because of a report; None for the default."""
    return request.fail_on or _with_special(config, report).fail_on


def _with_special(config: Config, report: str) -> Config:
    """The configuration as it is for one report; what is ignored adds up, of other settings the last that fits counts."""
    for special in _special(config, report):
        config = replace(
            config,
            select=config.select if special.select is None else special.select,
            ignore=(*config.ignore, *(special.ignore or ())),
            min_confidence=special.min_confidence or config.min_confidence,
            fail_on=config.fail_on if special.fail_on is None else special.fail_on,
        )
    return config


def _special(config: Config, report: str) -> Iterator[ForReports]:
    if config.reports and report not in ("", STDIN, CLAIM):
        place = _place(config, report)
        yield from (item for item in config.reports if fits(item.pattern, place))


def not_excluded(inputs: Sequence[Input], config: Config, quiet: bool) -> tuple[Input, ...]:
    """The reports that the configuration doesn't exclude; of those that it does and that were named, a note is made."""
    kept = []
    for item in inputs:
        if item.path in (STDIN, CLAIM) or not _excluded(config, item.path):
            kept.append(item)
        elif not (item.listed or quiet):
            say(f"note: {item.path} is left out: `exclude` of {config.given['exclude']} names it")
    return tuple(kept)


def _excluded(config: Config, report: str) -> bool:
    place = _place(config, report) if config.exclude else ""
    found = False
    for pattern in config.exclude:
        if fits(pattern.removeprefix("!"), place):
            found = not pattern.startswith("!")
    return found


def _place(config: Config, report: str) -> str:
    """Where a report lies, from the folder that patterns go from."""
    return os.path.relpath(os.path.abspath(report), os.path.abspath(config.folder)).replace(os.sep, "/")
