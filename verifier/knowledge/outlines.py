"""The part of a file's outline that evidence needs, whoever makes the outline, and a plain one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class DefinitionLike(Protocol):
    """Something with a name; lines are 1-based and inclusive, `start` with decorators."""

    @property
    def name(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def end_line(self) -> int: ...
    @property
    def decorators(self) -> Sequence[str]: ...
    @property
    def bases(self) -> Sequence[str]: ...
    @property
    def exported(self) -> bool: ...


class ImportLike(Protocol):
    """One imported name; a default import's name is "default", a namespace's "*"; `kind` is "type" for a type-only import."""

    @property
    def module(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def alias(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def kind(self) -> str: ...


class CallLike(Protocol):
    """One call, `new`, macro or JSX element, by its dotted name."""

    @property
    def callee(self) -> str: ...
    @property
    def line(self) -> int: ...


class OutlineLike(Protocol):
    @property
    def definitions(self) -> Sequence[DefinitionLike]: ...
    @property
    def imports(self) -> Sequence[ImportLike]: ...
    @property
    def calls(self) -> Sequence[CallLike]: ...


@dataclass(frozen=True, slots=True)
class Definition:
    name: str
    start: int
    line: int
    end_line: int
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    exported: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    name: str
    alias: str
    line: int
    kind: str = "import"


@dataclass(frozen=True, slots=True)
class Call:
    callee: str  # "@name" for a decorator
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    definitions: tuple[Definition, ...] = ()
    imports: tuple[Import, ...] = ()
    calls: tuple[Call, ...] = ()
