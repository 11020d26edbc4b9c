"""Writes the baseline, and tells what of it is not found any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.commands.messages import Problem, say
from verifier.numbered import in_number
from verifier.output.sink import OutputError, Sink

if TYPE_CHECKING:
    from verifier.commands.reports import Reports
    from verifier.commands.settings import Settings

_SHOWN = 3


def settle_baseline(reports: Reports, settings: Settings) -> None:
    """Raises Problem when the baseline can't be written."""
    baseline = settings.baseline
    if baseline is None:
        return
    if settings.write_baseline is not None:
        made = baseline.with_outcomes(reports.outcomes, reports.rules())
        try:
            sink = Sink(settings.write_baseline)
            sink.write(made.text())
            sink.commit()
        except OutputError as error:
            raise Problem(str(error)) from error
        known = sum(number for entries in made.reports.values() for number in entries.values())
        if not settings.quiet:
            say(f"note: {settings.write_baseline} holds {known} known {in_number('claim', known)}")
        return
    if settings.quiet or settings.base is not None:  # of lines that are left out nothing is known
        return
    fixed = [(path, entry) for path, outcome in reports.outcomes.items() for entry in baseline.fixed(path, outcome, reports.rules(path))]
    if fixed:
        shown = [f'{path}: {entry.rule}: "{entry.claim}"' for path, entry in fixed[:_SHOWN]]
        more = [f"and {len(fixed) - _SHOWN} more"] if len(fixed) > _SHOWN else []
        head = f"note: {len(fixed)} known claim{' is' if len(fixed) == 1 else 's are'} not found any more; --write-baseline takes them out"
        say("\n".join([head, *shown, *more]))
