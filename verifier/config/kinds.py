"""Kinds of values that a setting may have: how each is read, from a file and from an environment variable, and what its schema is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from verifier.gate import percentage

Tell = Callable[[str], None]
"""Takes what is wrong with a value, in words that follow its name and a colon."""
Schema = Mapping[str, object]

_TRUE, _FALSE = frozenset(("1", "true", "yes", "on")), frozenset(("0", "false", "no", "off"))


class ConfigError(Exception):
    """A configuration that can't be used; the message is for people, one line a mistake."""


class Kind(Protocol):
    """`read` gives what a value means, or tells what is wrong and gives None; `of_text`, the value that a variable's text is."""

    @property
    def schema(self) -> Schema: ...

    def read(self, value: object, tell: Tell) -> object: ...

    def of_text(self, text: str) -> object: ...


@dataclass(frozen=True)
class Strings:
    """A list of strings; `wrong` names those that can't be, each in a sentence."""

    wrong: Callable[[Iterable[str]], list[str]] | None = None
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string", **({"enum": list(self.choices)} if self.choices else {})}}

    def read(self, value: object, tell: Tell) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            tell(f"must be a list of strings, is {shown(value)}")
            return None
        for problem in self.wrong(value) if self.wrong else ():
            tell(problem)
        return tuple(value)

    def of_text(self, text: str) -> object:
        return text.replace(",", " ").split()


@dataclass(frozen=True)
class Choice:
    choices: tuple[str, ...]

    @property
    def schema(self) -> Schema:
        return {"enum": list(self.choices)}

    def read(self, value: object, tell: Tell) -> str | None:
        if isinstance(value, str) and value in self.choices:
            return value
        named = " or ".join(map(repr, self.choices)) if len(self.choices) < 4 else f"one of {', '.join(self.choices)}"
        tell(f"must be {named}, is {shown(value)}")
        return None

    def of_text(self, text: str) -> object:
        return text


@dataclass(frozen=True)
class Number:
    """A whole number of `least` or more."""

    least: int = 0

    @property
    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least}

    def read(self, value: object, tell: Tell) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= self.least:
            return value
        tell(f"must be a whole number of {self.least} or more, is {shown(value)}")
        return None

    def of_text(self, text: str) -> object:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else text


class Flag:
    @property
    def schema(self) -> Schema:
        return {"type": "boolean"}

    def read(self, value: object, tell: Tell) -> bool | None:
        if isinstance(value, bool):
            return value
        tell(f"must be true or false, is {shown(value)}")
        return None

    def of_text(self, text: str) -> object:
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else text


class Share:
    """In hundredths: "60%", "60" or 60."""

    @property
    def schema(self) -> Schema:
        text = {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,9})?\s?%?$"}
        return {"oneOf": [text, {"type": "number", "minimum": 0, "maximum": 100}]}

    def read(self, value: object, tell: Tell) -> float | None:
        if isinstance(value, str | int | float):
            try:
                return percentage(value)
            except ValueError:
                pass
        tell(f"must be a share, such as '60%', is {shown(value)}")
        return None

    def of_text(self, text: str) -> object:
        return text


class Text:
    @property
    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1}

    def read(self, value: object, tell: Tell) -> str | None:
        if isinstance(value, str) and value:
            return value
        tell(f"must be a string that is not empty, is {shown(value)}")
        return None

    def of_text(self, text: str) -> object:
        return text


def shown(value: object) -> str:
    """A value as a message names it, whatever it is."""
    try:
        return short(repr(value))
    except (RecursionError, ValueError):  # nested very deep, a number of very many digits
        return f"a very large {type(value).__name__}"


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
