"""JSON, TOML and YAML that nobody trusts: whatever is wrong with a text is one kind of error, with a message for people."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
MAX_CHARACTERS, MAX_YAML = 1_000_000, 200_000
"""Of a data file in which a value is looked up; PyYAML, which is the same on every machine, reads 60,000 characters in a second."""
_MAX_DEPTH = 100
# What is not closed runs to the end: so each character is met once.
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*(?:"|\\?\Z))|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TRAILING = re.compile(r",(\s*[}\]])")


class Malformed(ValueError):
    """Not valid, nested too deep, or with a number too long."""


def parse_json(text: str) -> object:
    """Raises Malformed."""
    return _parsed("JSON", lambda: json.loads(text))


def parse_json_with_comments(text: str) -> object:
    """JSON as compilers' and editors' settings are written: with comments and trailing commas. Raises Malformed."""
    return parse_json(_TRAILING.sub(r"\1", _COMMENT.sub(lambda match: match[1] or "", text)))


def parse_toml(text: str) -> dict[str, object]:
    """Raises Malformed."""
    import tomli

    return _parsed("TOML", lambda: tomli.loads(text))


def parse_data(path: str, text: str) -> object:
    """What a data file holds, by its name; numbers with a point are as written, since "3.10" may be a version. Raises Malformed."""
    ending = path.rpartition(".")[2].lower()
    most = MAX_YAML if ending in ("yaml", "yml") else MAX_CHARACTERS
    if len(text) > most:
        raise Malformed(f"{len(text):,} characters, more than the {most:,} in which values are looked up")
    if ending == "toml":
        import tomli

        return _parsed("TOML", lambda: tomli.loads(text, parse_float=str))
    if ending == "json":
        return _parsed("JSON", lambda: json.loads(text, parse_float=str))
    if ending in ("yaml", "yml"):
        return parse_yaml(text)
    raise Malformed("no TOML, JSON or YAML by its name")


def parse_yaml(text: str) -> object:
    """The first document: scalars as their text, None for aliases, which could make much of little. Raises Malformed."""
    try:
        import yaml
    except ImportError:
        raise Malformed("YAML needs pyyaml, which is not installed: pip install 'verify-review[claims]'") from None
    open_ones: list[tuple[object, list[object]]] = []  # each opening event, and what stands in it so far
    whole: list[object] = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            inside = open_ones[-1][1] if open_ones else whole
            if isinstance(event, yaml.CollectionStartEvent):
                open_ones.append((event, []))
            elif isinstance(event, yaml.CollectionEndEvent):
                opened, items = open_ones.pop()
                told = items if isinstance(opened, yaml.SequenceStartEvent) else dict(zip(map(str, items[::2]), items[1::2], strict=True))
                (open_ones[-1][1] if open_ones else whole).append(told)
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
                inside.append(event.value if isinstance(event, yaml.ScalarEvent) else None)
            elif isinstance(event, yaml.DocumentEndEvent):
                break
            if len(open_ones) > _MAX_DEPTH:
                raise Malformed("not valid YAML: nested too deep")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(f"not valid YAML: {' '.join(str(error).split())[:120]}") from None
    return whole[0] if whole else None


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
