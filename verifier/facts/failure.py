"""Why a file yields no fact."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model import Reason


@dataclass(frozen=True, slots=True)
class Failure:
    """An analysis that gave nothing for a file. Never an exception: one bad file must not end a run."""

    reason: Reason
    message: str


class Hung(Exception):
    """An analysis that was stopped for its time: a fault, since what is too large is known by size and nesting beforehand."""
