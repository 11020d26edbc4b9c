"""Go's enumerated constants: what `iota` gives to the names of a `const` block (The Go Programming Language Specification, "Iota")."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENS = re.compile(r"const\s*\(")
_NAMED = re.compile(r"(?P<name>\w+)(?:\s+[\w.]+)?")
_VALUE = re.compile(r"(?P<one>1\s*<<\s*)?iota(?:\s*(?P<sign>[+-])\s*(?P<number>\d{1,6}))?")
_LARGEST = 62  # places that a shift goes


def enumerated(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Name, value and 1-based line of each constant that is `iota`, `iota + n` or `1 << iota`, or follows such a one."""
    at, inside = 0, False
    formula: re.Match[str] | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.partition("//")[0].strip()
        if not inside:
            at, inside, formula = 0, bool(_OPENS.fullmatch(line)), None
            continue
        if line.startswith(")"):
            inside = False
            continue
        names, given, value = line.partition("=")
        named = _NAMED.fullmatch(names.rstrip()) if given or line.isidentifier() else None
        if named is None:
            formula = None if line else formula
            continue
        if given:
            formula = _VALUE.fullmatch(value.strip())
        if formula is not None and named["name"] != "_" and at <= _LARGEST:
            yield named["name"], _value(formula, at), number
        at += 1


def _value(formula: re.Match[str], at: int) -> int:
    base = 1 << at if formula["one"] else at
    step = int(formula["number"] or 0)
    return base - step if formula["sign"] == "-" else base + step
