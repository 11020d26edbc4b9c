"""One piece of a report's arithmetic, redone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from verifier.model import Claim, Correction, Exactness, Finding, Quantity, Reason, Span, Verdict
from verifier.reading.quantities import restate

from .figures import Figure, shown


@dataclass(frozen=True, slots=True)
class Check:
    """A number that the report gives, and what follows from its own numbers.

    `sure`: no other defensible way to compute it is left, so a difference is an error of the report.
    """

    text: str
    span: Span
    claimed: str
    observed: str
    holds: bool
    message: str
    working: str  # the sum as a person would type it
    section: tuple[str, ...] = ()
    subject: str = ""
    sure: bool = True
    supposed: str = ""  # what is taken for granted though the report doesn't say it, so that a difference is only doubtful
    exact: bool = True
    quantity: Quantity | None = None
    value: float | None = None  # what it should be, in the quantity's unit

    def finding(self, rule: str, kind: str) -> Finding:
        claim: Claim[object] = Claim(
            rule, kind, self.span, self.text, self.subject, self.claimed, None, self.section, quantity=self.quantity
        )
        reproduce = f"echo '{self.working}' | bc -l" if self.working and not set(self.working) - set("0123456789.+-*/() ") else ""
        if self.holds:
            exactness = Exactness.EXACT if self.exact else Exactness.TOLERATED
            return Finding(
                claim, Verdict.HOLDS, self.message, self.observed, exactness=exactness, definition=self.working, reproduce=reproduce
            )
        if not self.sure:
            return Finding(
                claim, Verdict.UNVERIFIABLE, self.message, self.observed, Reason.AMBIGUOUS, definition=self.working, reproduce=reproduce
            )
        if self.supposed:
            message = f"{self.message}; {self.supposed}"
            return Finding(claim, Verdict.DOUBTFUL, message, self.observed, definition=self.working, reproduce=reproduce)
        return Finding(
            claim, Verdict.REFUTED, self.message, self.observed, definition=self.working, reproduce=reproduce, correction=self._correction()
        )

    def _correction(self) -> Correction | None:
        if self.quantity is None or self.quantity.stated is None or self.value is None:
            return None
        return Correction(self.quantity.span, restate(self.quantity, self.value))


def compared(
    figure: Figure,
    candidates: Iterable[tuple[str, float, str]],
    *,
    text: str,
    section: tuple[str, ...],
    subject: str = "",
    sure: bool = True,
    supposed: str = "",
    span: Span | None = None,
) -> Check | None:
    """`figure` against what it may be: (name of the way, value, working) each, the usual way first. None if there is no way."""
    ways = list(candidates)
    if not ways:
        return None
    fitting = next((way for way in ways if figure.rounds(way[1])), None) or next((way for way in ways if figure.agrees(way[1])), None)
    name, value, working = fitting or ways[0]
    claimed = figure.text
    result = restate(figure.quantity, value).lstrip("~≈") if figure.quantity and figure.unit in {"second", "byte"} else shown(value)
    observed = f"{result} ({name})" if name else result
    told = f"{working} = {result}" if working else f"{result} {name}"
    message = told if fitting else f"{told}, not {figure.text}"
    return Check(
        text,
        span or figure.span,
        claimed,
        observed,
        fitting is not None,
        message,
        working,
        section,
        subject,
        sure,
        supposed,
        figure.value == value,
        figure.quantity,
        _to_digits(value, figure.step),
    )


def distinct(checks: Iterable[tuple[str, Check]]) -> tuple[tuple[str, Check], ...]:
    """One check a number, with the name that it came with: a way of reading it that fits beats one that does not."""
    best: dict[Span, tuple[str, Check]] = {}
    for name, check in checks:
        known = best.get(check.span)
        if known is None or _rank(check) < _rank(known[1]):
            best[check.span] = name, check
    return tuple(best[span] for span in sorted(best))


def _rank(check: Check) -> int:
    return 0 if check.holds else 1 if not check.sure else 2


def _to_digits(value: float, step: float) -> float:
    return round(math.floor(value / step + 0.5 + 1e-9) * step, 9) if step else value  # half up, as people round


def added(values: Iterable[float]) -> str:
    """ "20 + 2 + 8", as typed."""
    return " + ".join(f"{value:g}" for value in values)
