"""Values of data files, as text: what stands at some keys, and whether it is what a report says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.knowledge.structured import Malformed, parse_data
from verifier.reading.numbers import NUMBER_WORDS

NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,15})?")
_VERSION = re.compile(r"(?P<sign>[<>=!~^]{0,3})\s?v?(?P<version>\d{1,9}(?:\.\d{1,9}){0,5})")


@dataclass(frozen=True, slots=True)
class Value:
    """`told` is how it is shown; `entries` are those of a list, or the keys of a table."""

    told: str
    entries: tuple[str, ...] | None = None


def look_up(path: str, text: str, keys: Sequence[str]) -> Value | str | None:
    """What stands there; None where nothing does, a text where that can't be known: why."""
    try:
        data = parse_data(path, text)
    except Malformed as error:
        return str(error)
    for key in keys:
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isascii() and key.isdigit() and len(key) < 9 and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
        if data is None:
            return f"{key} is null, or stands elsewhere"
    if isinstance(data, dict):
        return Value(f"a table of {len(data)}", tuple(map(str, data)))
    if isinstance(data, list):
        return Value(f"a list of {len(data)}", tuple(_written(one) for one in data if not isinstance(one, (dict, list))))
    return Value(_written(data))


def value_of(value: Value) -> float | None:
    """The number that a value is, or how many it holds; None for any other."""
    if value.entries is not None:
        return float(value.told.rpartition(" ")[2])
    return number_of(value.told)


def same(said: str, there: str) -> bool:
    """Whether two values are one, however they are written: case, and "5" or "five" for 5.0, are no difference."""
    one, other = said.strip().casefold(), there.strip().casefold()
    return one == other or (number_of(one) is not None and number_of(one) == number_of(other))


def number_of(text: str) -> float | None:
    """The number that a text is."""
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else NUMBER_WORDS.get(text.casefold())


def same_version(said: str, there: str) -> bool | None:
    """Whether a version is the one that stands there, or from which on it is; None where it stands there as a bound from above.

    "3.9" is that of ">=3.9", of "3.9.0" and of ">=3.9,<4"; of the last "4" is the upper bound.
    """
    wanted, found = _numbers(said), False
    for match in _VERSION.finditer(there):
        if _numbers(match["version"]) == wanted:
            if not match["sign"].startswith(("<", "!")):
                return True
            found = True
    return None if found else False


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d{1,9}", version)]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _written(value: object) -> str:
    """A scalar as data files write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)[:1000]
