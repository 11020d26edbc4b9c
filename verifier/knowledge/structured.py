"""JSON and TOML that nobody trusts: whatever is wrong with a text is one kind of error, with a message for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class Malformed(ValueError):
    """Not valid, nested too deep, or with a number too long."""


def parse_json(text: str) -> object:
    """Raises Malformed."""
    return _parsed("JSON", lambda: json.loads(text))


def parse_toml(text: str) -> dict[str, object]:
    """Raises Malformed."""
    import tomli

    return _parsed("TOML", lambda: tomli.loads(text))


def table_of(data: object, *keys: str) -> dict[str, object]:
    """The table that is reached by `keys`, {} where there is none. Raises Malformed where something else stands."""
    for place, key in enumerate(("", *keys)):
        data = data if place == 0 else data.get(key)  # type: ignore[attr-defined]  # it is a dict by now
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise Malformed(f"{'.'.join(keys[:place]) or 'the whole'} is no table")
    assert isinstance(data, dict)
    return data


def _parsed(kind: str, parse: Callable[[], _T]) -> _T:
    try:
        return parse()
    except RecursionError:
        raise Malformed(f"not valid {kind}: nested too deep") from None
    except ValueError as error:
        if type(error) is ValueError and "digits" in str(error):  # that of int()
            raise Malformed(f"not valid {kind}: a number of more than {sys.get_int_max_str_digits():,} digits") from None
        raise Malformed(f"not valid {kind}: {error}") from error
