"""Go's enumerated constants: what `iota` gives to the names of a `const` block (The Go Programming Language Specification, "Iota")."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENS = re.compile(r"const\s*\(\s*(?://.*)?")
_FIRST = re.compile(r"(?P<name>\w+)(?:\s+[\w.]+)?\s*=\s*(?P<value>[^/]+?)\s*(?://.*)?")
_NEXT = re.compile(r"(?P<name>\w+)\s*(?://.*)?")
_VALUE = re.compile(r"(?P<one>1\s*<<\s*)?iota(?:\s*(?P<sign>[+-])\s*(?P<number>\d{1,6}))?")
_LARGEST = 62  # places that a shift goes


def enumerated(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Name, value and 1-based line of each constant that is `iota`, `iota + n` or `1 << iota`, or follows such a one."""
    at, inside = 0, False
    formula: re.Match[str] | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not inside:
            at, inside, formula = 0, bool(_OPENS.fullmatch(line)), None
            continue
        if line.startswith(")"):
            inside = False
            continue
        first = _FIRST.fullmatch(line)
        named = first or _NEXT.fullmatch(line)
        if named is None:
            formula = formula if not line or line.startswith("//") else None
            continue
        if first is not None:
            formula = _VALUE.fullmatch(first["value"])
        if formula is not None and named["name"] != "_" and at <= _LARGEST:
            yield named["name"], _value(formula, at), number
        at += 1


def _value(formula: re.Match[str], at: int) -> int:
    base = 1 << at if formula["one"] else at
    step = int(formula["number"] or 0)
    return base - step if formula["sign"] == "-" else base + step
