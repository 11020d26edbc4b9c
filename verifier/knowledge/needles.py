"""What a file must contain, as bytes, to show a handle at all; and how globs and identifier patterns are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.knowledge.entries import Handles
from verifier.knowledge.words import spellings
from verifier.repository.globbing import expand, matcher


def glob_matches(path: str, glob: str) -> bool:
    """Whether `path`, or its end, is as `glob` says. Case is ignored; `**` crosses directories; `{a,b}` is either."""
    return bool(_glob(glob).fullmatch(path.lower()))


@lru_cache(maxsize=4096)
def _glob(glob: str) -> re.Pattern[str]:
    return matcher(*(f"**/{one}" for one in expand(glob.lower())))


def needles(handles: Handles) -> tuple[bytes, ...]:
    """Lower-case bytes one of which a file has if it has any of the handles."""
    found: set[str] = set()
    for ecosystem in {*handles.packages, *handles.imports}:
        for module in handles.modules(ecosystem):
            found.add(re.split(r"::|\\", module)[0] if ecosystem in ("crates", "composer") else module)
            if ecosystem == "python" and "." in module:
                found.add(module.rsplit(".", 1)[1])
    for name in (*handles.calls, *handles.bases):
        found.add(name.lstrip("@.").rsplit(".", 1)[-1])
    for pattern in (*handles.identifiers, *handles.settings):
        found.update(spellings(pattern.strip("^$").replace("*", "")))
    found.update(handles.literals)
    for expressions in (*handles.patterns.values(), *handles.text.values()):
        found.update(word for expression in expressions for word in literals_of(expression))
    return tuple(sorted(item.lower().encode() for item in found))


def literals_of(expression: str) -> tuple[str, ...]:
    """For each alternative of a regular expression, the longest text that it must contain; "" when it must contain none."""
    return tuple(max(runs, key=len, default="") for runs in runs_of(expression))


@lru_cache(maxsize=4096)
def runs_of(expression: str) -> tuple[tuple[str, ...], ...]:
    """For each alternative of a regular expression, the texts that it must contain."""
    alternatives: list[list[str]] = [[]]
    run, index = "", 0
    while index < len(expression):
        char = expression[index]
        atom = _atom(expression, index)
        index += len(atom)
        following = expression[index : index + 1]
        plain = char if len(atom) == 1 and char not in ".^$|" else atom[1] if char == "\\" and not atom[1].isalnum() else ""
        if following and following in "?*{":
            plain = ""  # it may be left out
        run += plain
        if not plain or following == "+":
            alternatives[-1] += [run] if run else []
            run = ""
        if char == "|":
            alternatives.append([])
        while index < len(expression) and expression[index] in "?*+{":
            index = expression.index("}", index) + 1 if expression[index] == "{" else index + 1
    return tuple(map(tuple, [*alternatives[:-1], [*alternatives[-1], *([run] if run else [])]]))


def _atom(expression: str, index: int) -> str:
    """The character, escape, class or group that starts at `index`."""
    char, start = expression[index], index
    if char == "\\":
        return expression[start : start + 2]
    if char == "[":
        index += 2 if expression[index + 1 : index + 2] in ("^", "]") else 1
        while expression[index] != "]":
            index += 2 if expression[index] == "\\" else 1
        return expression[start : index + 1]
    if char == "(":
        index += 1
        while expression[index] != ")":
            index += len(_atom(expression, index))
        return expression[start : index + 1]
    return char


@lru_cache(maxsize=4096)
def identifier_pattern(pattern: str) -> re.Pattern[str]:
    """`rate_limit*` as a pattern over an identifier's words joined by "_", with one at either end."""
    body = re.escape(pattern.strip("^$").lower()).replace(r"\*", "[a-z0-9]*")
    left = "^_" if pattern.startswith("^") else "_"
    right = "_$" if pattern.endswith("$") else "_"
    return re.compile(f"{left}{body}{right}")
