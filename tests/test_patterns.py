"""No regular expression of the tool takes exponential or cubic time on any text that its own parts suggest.

All are tried: those that modules hold, in tables as well, those that stand in a call, and those of data files. A report's words are read
up to `LONGEST` characters at a time, so that time in the square of that is no harm.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from adversary import Attack, attacks
from time_limit import Overrun, at_most

import verifier
import verifier.rules
from verifier.knowledge.base import built_in

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="time is limited by a signal")

ROOT = Path(verifier.__file__).parent.parent
FEWEST = 1400  # there are about 1,480: if fewer are found, the search for them is broken
SHORT, LONG = 400, 800  # characters
HANGS = 0.5  # seconds for a short text: what takes the square of its length needs a hundredth
SLOW = 0.03  # seconds from which growth is measured
SQUARE = 6  # times as long for a text of twice the length: 4 is the square, 8 the cube
FUNCTIONS = {"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"}
Key = tuple[str | bytes, int]


@cache
def patterns() -> dict[Key, str]:
    """Every pattern with the place that it is from."""
    found: dict[Key, str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            found.update({(one.pattern, one.flags): f"{module.__name__}.{name}" for one in _held(value, 6)})
    for path in (*ROOT.glob("verifier/**/*.py"), *ROOT.glob("rules/**/*.py")):
        found.update({(one.pattern, one.flags): f"{path.relative_to(ROOT)}:{line}" for one, line in _called(path)})
    for key, entry in built_in().entries.items():
        handles = entry.handles if hasattr(entry, "handles") else entry
        for value in (*(getattr(handles, name, {}) for name in ("patterns", "text")), {"": entry.lookalikes}):
            for expression in (one for expressions in value.values() for one in expressions):
                compiled = re.compile(expression, re.M)
                found[compiled.pattern, compiled.flags] = f"the entry {key}"
    return found


def _modules() -> Iterator[ModuleType]:
    for package in (verifier, verifier.rules):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _held(value: object, depth: int) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The patterns that a value is, or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth:
        inner: list[object] = []
        if isinstance(value, dict):
            inner = [*value.keys(), *value.values()]
        elif isinstance(value, (list, tuple, set, frozenset)):
            inner = list(value)
        elif is_dataclass(value) and not isinstance(value, type):
            inner = [getattr(value, field.name, None) for field in fields(value)]
        elif getattr(value, "__closure__", None):
            inner = [cell.cell_contents for cell in value.__closure__ if cell.cell_contents is not value]  # type: ignore[attr-defined]
        for one in inner:
            yield from _held(one, depth - 1)


def _called(path: Path) -> Iterator[tuple[re.Pattern[str] | re.Pattern[bytes], int]]:
    """The patterns that stand in calls: `re.search("...", words)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re" and node.args):
            continue
        given = node.args[0]
        if isinstance(given, ast.Constant) and isinstance(given.value, (str, bytes)) and node.func.attr in FUNCTIONS | {"compile"}:
            told = [ast.unparse(argument) for argument in (*node.args[1:], *(word.value for word in node.keywords))]
            names = [name for one in told if re.fullmatch(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*", one) for name in re.findall("[A-Z]+", one)]
            flags = sum(int(getattr(re, name)) for name in names)
            yield re.compile(given.value, flags), node.lineno


def _slowness(run: Callable[[str | bytes], object], attack: Attack, plain: bool) -> str:
    """What is wrong with the time that a match takes, "" when nothing is."""
    spent = []
    for length in (SHORT, LONG):
        text = attack.text(length)
        started = time.process_time()
        try:
            with at_most(HANGS * (length / SHORT) ** 2):
                run(text if plain else text.encode())
        except Overrun:
            return f"hangs on {attack}"
        spent.append(time.process_time() - started)
        if spent[0] < SLOW:
            return ""
    return f"takes {spent[1] / spent[0]:.1f} times as long for twice as much of {attack}" if spent[1] > SQUARE * spent[0] else ""


def _faults(key: Key) -> Iterator[str]:
    compiled: re.Pattern[Any] = re.compile(*key)
    functions: tuple[Callable[..., object], ...] = (lambda text: sum(1 for _ in compiled.finditer(text)), compiled.fullmatch)
    for attack in attacks(*key):
        for run in functions:
            if told := _slowness(run, attack, isinstance(key[0], str)):
                yield f"{told}: {key[0]!r}, of {patterns()[key]}"
                return


def test_all_patterns_are_found() -> None:
    assert len(patterns()) > FEWEST


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_takes_exponential_or_cubic_time(part: int) -> None:
    tried = sorted(patterns(), key=lambda key: patterns()[key])[part::8]
    faults = [told for key in tried for told in _faults(key)]
    assert not faults, f"of {len(tried)} patterns these are slow:\n" + "\n".join(faults)


def test_no_pattern_begins_a_line_with_what_runs_over_blank_lines() -> None:
    """A file has as many lines as its author likes: what begins at each, and runs over all that follow, takes the square of them."""
    over = re.compile(r"\^\(?\\s[*+]")
    text = {key: key[0] if isinstance(key[0], str) else key[0].decode("latin-1") for key in patterns()}
    faults = [f"{patterns()[key]}: {told}" for key, told in text.items() if (key[1] & re.M or "(?m" in told) and over.search(told)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("pattern", [r"(?:a+)+b", r"(?:a|a)*b", r"(?:[A-Z]+[a-z]*)+$", r"\s*\s*\s*x"])
def test_such_a_pattern_would_be_found(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(patterns(), (pattern, 0), "here")
    assert list(_faults((pattern, 0)))
