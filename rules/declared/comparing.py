"""What was found against what is said: a number, a value, a version, or whether there is any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from verifier.model import Claim, Measurement, Reason
from verifier.rule import left_out
from verifier.shapes.lookup import answer, blocked

from .measuring import Seen
from .values import number_of, same, same_version

T = TypeVar("T")
_SHOWN = 3


def compared(claim: Claim[T], found: Seen, compares: str, parts: Sequence[tuple[str, str]]) -> Measurement:
    """The answer to a claim; `compares` names the part of the phrase that is compared, if any."""
    if compares == "number":
        return _number(claim, found)
    if compares in ("value", "version"):
        return _value(claim, found, dict(parts)[compares], compares == "version")
    there = bool(found.sites)
    observed = f"{len(found.sites)}" if there else "none"
    return _answer(claim, found, there is not claim.negated, observed, f"{observed if there else 'no'} {found.what}")


def _number(claim: Claim[T], found: Seen) -> Measurement:
    if found.number is None:
        return blocked(Reason.AMBIGUOUS, f"the {found.valued} is {_listed(found.values)}, which is not one number", claim.subject)
    if not found.sites and found.unread:
        return blocked(Reason.INCOMPLETE, left_out(found.unread), claim.subject)
    told = f"{found.number:g}"
    numbers = [number for number in (found.number, found.distinct) if number is not None]
    holds = found.number == 0 if claim.negated else claim.quantity is not None and any(map(claim.quantity.contains, numbers))
    told += f" ({found.distinct:g} different)" if found.distinct not in (None, found.number) else ""
    message = f"the {found.valued} is {told}" if found.valued == found.what else f"{told} {found.what}"
    return _answer(claim, found, holds, told, message, instead="" if " " in told else told)


def _value(claim: Claim[T], found: Seen, said: str, version: bool) -> Measurement:
    if not found.values:
        missing = "" if found.unread else f"no {found.what}"
        return blocked(Reason.INCOMPLETE if found.unread else Reason.NO_SUBJECT, missing or left_out(found.unread), claim.subject)
    fitting = [same_version(said, one) if version else same(said, one) for one in found.values]
    listed = _listed(found.values)
    if not (version or any(fitting)) and any((number_of(said) is None) is not (number_of(one) is None) for one in found.values):
        return blocked(Reason.AMBIGUOUS, f"the {found.valued} is {listed}; {said} may be a name for it", claim.subject)
    if None in fitting or (any(fitting) and not all(fitting) and not found.all_of):
        return blocked(Reason.AMBIGUOUS, f"the {found.valued} is {listed}; which is meant is open", claim.subject)
    instead = found.values[0] if len(found.values) == 1 and not version and not found.all_of else ""
    return _answer(claim, found, any(fitting), listed, f"the {found.valued} is {listed}", instead=instead)


def _answer(claim: Claim[T], found: Seen, holds: bool, observed: str, message: str, instead: str = "") -> Measurement:
    against = "" if holds or claim.claimed in ("there", "absent") else f", not {claim.claimed}"
    detail = "; ".join(filter(None, (f"{claim.kind}: {message}{against}", "" if holds else left_out(found.unread))))
    complete = not found.unread
    told = answer(
        holds, observed, found.sites, complete=complete, reproduce=found.command, subject=claim.subject, detail=detail, instead=instead
    )
    return replace(told, unread=tuple(found.unread))


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return ", ".join(values[:_SHOWN]) + more
