"""The `primaryLocationLineHash` that GitHub gives alerts, so that an alert is known again when lines move above it."""

from __future__ import annotations

import re
import struct

_WINDOW = 100  # characters from a line's start that its hash is of
_FACTOR = 37
_MASK = (1 << 64) - 1
_END = 0xFFFF  # stands behind the last character
_LINE_END = re.compile("\r\n|\r")
_UNSEEN = str.maketrans("", "", " \t")


def line_hashes(data: bytes) -> list[str]:
    """For each line of a file, the last one counted even when it is empty: a hash of it and what follows, and which of equal ones it is.

    Blanks and the sort of line ends do not count, so it stays the same where only these change.
    """
    text = _LINE_END.sub("\n", data.decode("utf-8", "replace")).translate(_UNSEEN)
    units = (*_code_units(text), _END)
    starts = [0, *(place + 1 for place, unit in enumerate(units[:-1]) if unit == 0x0A)]
    seen: dict[int, int] = {}
    hashes = []
    for start in starts:
        value = 0
        window = units[start : start + _WINDOW]
        for unit in window:
            value = (value * _FACTOR + unit) & _MASK
        value = (value * pow(_FACTOR, _WINDOW - len(window), 1 << 64)) & _MASK  # what is missing at the end counts as zeros
        seen[value] = seen.get(value, 0) + 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes


def _code_units(text: str) -> tuple[int, ...]:
    """The text as JavaScript has it, in 16 bits a unit."""
    data = text.encode("utf-16-le", "surrogatepass")
    return struct.unpack(f"<{len(data) // 2}H", data)
