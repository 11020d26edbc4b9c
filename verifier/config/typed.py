"""A value of a configuration as a type says it: tables as dataclasses, each mistake told with its own place, all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from verifier.config.kinds import shown
from verifier.config.names import meant

Mistake = Callable[[str, str], None]
"""Takes where something is wrong, and what."""


class Wrong:
    """What is read of a value that has a mistake."""


WRONG = Wrong()


def typed(value: object, kind: Any, where: str, mistake: Mistake) -> object:
    """The value as `kind`; WRONG when it has mistakes, each passed to `mistake`."""
    kind = _without_none(kind)
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if is_dataclass(kind):
        return _table(value, kind, where, mistake)
    if origin is Mapping and _holds_tables(inner[1:]):
        if not isinstance(value, dict):
            return _refused(value, "a table of tables", where, mistake)
        found = {key: typed(one, inner[1], f"{where}.{key}", mistake) for key, one in value.items()}
        return WRONG if WRONG in found.values() else found
    if origin is tuple and _holds_tables(inner):
        if not isinstance(value, list):
            return _refused(value, "a list of tables", where, mistake)
        items = [typed(one, inner[0], f"{where}[{at}]", mistake) for at, one in enumerate(value)]
        return WRONG if WRONG in items else tuple(items)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        mistake(where, f"{str(error).replace('`', '')}; is {shown(value)}")
        return WRONG


def _table(value: object, kind: Any, where: str, mistake: Mistake) -> object:
    if not isinstance(value, dict):
        return _refused(value, "a table", where, mistake)
    hints = get_type_hints(kind)
    names = {item.name.replace("_", "-"): item for item in fields(kind)}
    found: dict[str, object] = {}
    for key, one in value.items():
        if key in names:
            found[names[key].name] = typed(one, hints[names[key].name], f"{where}.{key}", mistake)
        else:
            mistake(f"{where}.{key}", f"no such key; {meant(key, tuple(names))}")
            found[key] = WRONG
    for key, item in names.items():
        if item.name not in found and item.default is MISSING and item.default_factory is MISSING:
            mistake(where, f"has no '{key}'")
            found[item.name] = WRONG
    return WRONG if WRONG in found.values() else kind(**found)


def _refused(value: object, wanted: str, where: str, mistake: Mistake) -> Wrong:
    mistake(where, f"must be {wanted}, is {shown(value)}")
    return WRONG


def _holds_tables(inner: tuple[Any, ...]) -> bool:
    return bool(inner) and is_dataclass(_without_none(inner[0]))


def _without_none(kind: Any) -> Any:
    """The one type beside None: what is not told is not there."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    others = [one for one in get_args(kind) if one is not NoneType]
    return others[0] if len(others) == 1 else Union[tuple(others)]  # noqa: UP007  # made while it runs
