"""Whether a measured number is the one that is told, which may be told roughly."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.model import Quantity

_TOLERANCE = 0.10
_ROUND = 0.01
_ABOUT = 0.20  # of an estimate: beyond what holds, and not yet false
_GROSS = 2  # so many times more or less than every count is no other way of counting
_NEARLY = 0.10  # of a number in fifties: neither told nor false


def fits(quantity: Quantity, value: float) -> bool:
    """Whether a measured number is what the report says, within 10 % where it says "about"."""
    if quantity.approximate and quantity.stated and quantity.low is not None and quantity.high is not None:
        return abs(value - quantity.stated) <= _TOLERANCE * max(quantity.stated, value)
    if quantity.stated and quantity.stated % 100 == 0 and quantity.low == quantity.high:  # a round number is not meant to the line
        return abs(value - quantity.stated) < _ROUND * quantity.stated
    return quantity.contains(value)


def is_far(stated: float, counts: Iterable[float]) -> bool:
    """Whether a number that is told is so far from every count that the report can't have counted in another way."""
    return not any(count <= _GROSS * stated and stated <= _GROSS * count for count in counts)


def may_be_rounded(quantity: Quantity, value: int) -> bool:
    """Whether an estimate, or a number in fifties, may be what was rounded to it."""
    stated = quantity.stated
    return (
        bool(stated)
        and stated is not None
        and (
            abs(value - stated) <= _ABOUT * max(stated, value)
            if quantity.approximate
            else stated % 50 == 0 and quantity.low == quantity.high and abs(value - stated) < _NEARLY * stated
        )
    )
