"""What of quoted code a claim is about."""

from __future__ import annotations

from dataclasses import dataclass

from .quotation import Quotation


@dataclass(frozen=True, slots=True)
class Target:
    """`row`: the report's line that is meant, 0 for the quotation as a whole. `inline`: stands in a sentence."""

    quotation: Quotation
    row: int = 0
    inline: bool = False
    keys: tuple[str, ...] = ()  # of a payload that is told in a sentence
    named: tuple[str, ...] = ()  # the symbols that the sentence names beside the code
    firm: bool = False  # the sentence says that it is so now
