"""What a run does with what it finds, from the command line first and then from the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.inputs import CLAIM, STDIN
from verifier.commands.messages import Problem
from verifier.gate import FAIL_ON_DEFAULT, Gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.baseline import Baseline
    from verifier.commands.inputs import Input
    from verifier.commands.verify import Request
    from verifier.config import Config


@dataclass(frozen=True)
class Settings:
    """`fix` writes corrections, `preview` shows them; `unsafe` says of either that it goes beyond values.

    `base` is the revision since which changed lines count, None for all lines. `as_change`: the reports tell of a change that is made.
    """

    gate: Gate
    fix: bool = False
    preview: bool = False
    unsafe: bool = False
    quiet: bool = False
    suppressions: bool = True
    require_reasons: bool = False
    baseline: Baseline | None = None
    write_baseline: Path | None = None
    base: str | None = None
    as_change: bool = False


def settings_of(request: Request, config: Config, inputs: Sequence[Input], preview: bool) -> Settings:
    """What is asked for. `preview`: corrections are shown, so none is written.

    Raises Problem for options that contradict each other, and for a baseline that can't be used.
    """
    _check(request, inputs, config, preview)
    fail_on = request.fail_on or (FAIL_ON_DEFAULT if config.fail_on is None else config.fail_on)
    return Settings(
        Gate(
            fail_on,
            config.min_checked if request.min_checked is None else request.min_checked,
            config.max_refuted if request.max_refuted is None else request.max_refuted,
        ),
        request.fix and not preview,
        preview,
        request.unsafe_fixes or config.unsafe_fixes,
        request.quiet,
        not (request.ignore_suppressions or config.ignore_suppressions),
        request.require_reasons or config.require_reasons,
        _baseline(request, config),
        Path(request.write_baseline) if request.write_baseline else None,
        (request.base or config.base) if request.changed_only else None,
        request.as_change,
    )


def _check(request: Request, inputs: Sequence[Input], config: Config, preview: bool) -> None:
    if request.unsafe_fixes and not (request.fix or preview):
        raise Problem("--unsafe-fixes says how far --fix or --diff may go: give one of them")
    if request.fix and request.claims:
        raise Problem(f"--fix writes into reports, and {CLAIM} is none; --diff shows what would be corrected")
    if request.as_change and (request.fix or preview):
        raise Problem("--as-change reads the text of a change that is made, which neither --fix nor --diff corrects")
    if request.base and not request.changed_only:
        raise Problem("--base says what --changed-only compares with: give that, too")
    if not request.changed_only:
        return
    if not (request.base or config.base):
        raise Problem("--changed-only needs --base REVISION: where the branch is to go, such as origin/main")
    if request.write_baseline:
        raise Problem("--write-baseline and --changed-only exclude each other: what is on other lines would be lost")
    if any(item.path in (STDIN, CLAIM) for item in inputs):
        raise Problem("--changed-only compares files of a repository: name them")


def _baseline(request: Request, config: Config) -> Baseline | None:
    """What is known: of a baseline that is to be written, all that is found."""
    from verifier.baseline import Baseline, BaselineError, read_baseline

    try:
        if request.write_baseline:
            target = Path(request.write_baseline)
            before = read_baseline(target) if target.exists() else Baseline(target)
            return Baseline(target, before.reports, all_known=True)
        named = request.baseline or config.baseline
        return read_baseline(Path(named)) if named else None
    except BaselineError as error:
        raise Problem(str(error)) from error
