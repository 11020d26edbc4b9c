"""Values of a configuration, each read as what it must be; mistakes are collected, so that all are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from verifier.gate import percentage


class Values:
    """Reads the values of one file and collects every mistake in them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[str] = []

    def mistake(self, where: str, what: str) -> None:
        self.mistakes.append(f"{self.path}: {short(where)}: {what}")

    def strings(self, value: object, where: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.mistake(where, f"must be a list of strings, is {shown(value)}")
        return ()

    def flag(self, data: Mapping[str, object], key: str) -> bool:
        value = data.get(key, False)
        if isinstance(value, bool):
            return value
        self.mistake(key, f"must be true or false, is {shown(value)}")
        return False

    def share(self, data: Mapping[str, object], key: str) -> float | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, str | int | float):
            try:
                return percentage(value)
            except ValueError:
                pass
        self.mistake(key, f"must be a share, such as '60%', is {shown(value)}")
        return None

    def number(self, data: Mapping[str, object], key: str, least: int = 0) -> int | None:
        value = data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= least):
            return value
        self.mistake(key, f"must be a whole number of {least} or more, is {shown(value)}")
        return None

    def text(self, data: Mapping[str, object], key: str) -> str | None:
        value = data.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self.mistake(key, f"must be a string that is not empty, is {shown(value)}")
        return None

    def choice(self, data: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str | None:
        value = data.get(key)
        if value is None or (isinstance(value, str) and value in choices):
            return value
        named = " or ".join(map(repr, choices)) if len(choices) < 4 else f"one of {', '.join(choices)}"
        self.mistake(key, f"must be {named}, is {shown(value)}")
        return None

    def table(self, value: object, where: str, example: str) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self.mistake(where, f"must be a table, such as {example}; is {shown(value)}")
        return {}


def shown(value: object) -> str:
    try:
        return short(repr(value))
    except (RecursionError, ValueError):  # nested very deep, a number of very many digits
        return f"a very large {type(value).__name__}"


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
