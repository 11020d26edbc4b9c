"""Glob patterns as reports write them: `*_FIX.md`, `services/*/src/**/*.ts`, `{a,b}`.

Matching takes time in proportion to a path, whatever the pattern: each `*` and each `**` takes the least that lets what stands behind
it fit, once and for all. No match is lost by that, for the next wildcard reaches every later place as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_MAX_EXPANSIONS = 64
_MAX_LENGTH = 1000  # characters; nobody writes longer patterns
_MAX_SPANNING = 3  # of `**` inside components: each makes two patterns of one
_BRACES = re.compile(r"\{([^{},]*,[^{}]*)\}")
_TOKEN = re.compile(r"(?P<any>\*+)|(?P<one>\?)|\[(?P<set>.[^\]]*)\]|(?P<plain>.)", re.S)
_DIRECTORIES = "(?:[^/]+/)*?"


def expand(pattern: str) -> list[str]:
    """The patterns that braces stand for: `x.{ts,tsx}` is `x.ts` and `x.tsx`. At most 64."""
    done: list[str] = []
    waiting = [pattern]
    while waiting and len(done) + len(waiting) <= _MAX_EXPANSIONS:
        current = waiting.pop(0)
        match = _BRACES.search(current)
        if match is None:
            done.append(current)
        else:
            waiting.extend(current[: match.start()] + part.strip() + current[match.end() :] for part in match[1].split(","))
    return done + waiting


@lru_cache(maxsize=4096)
def matcher(*patterns: str) -> re.Pattern[str]:
    """A regular expression for whole paths that fit one of the patterns: `*` and `?` stay within a component, `**` spans them."""
    once = Once()
    return re.compile("|".join(_expression(pattern, once) for pattern in patterns))


def _expression(pattern: str, once: Once) -> str:
    if len(pattern) > _MAX_LENGTH:
        return "(?!)"
    components = [re.sub(r"^\*{2,}$", "**", component) for component in pattern.split("/")]
    expression = "|".join(_whole(one, once) for one in _apart(components, _MAX_SPANNING))
    try:
        re.compile(expression)
    except re.error:  # a range that runs backwards
        return re.escape(pattern)
    return expression


class Once:
    """Writes a part of a regular expression that is matched once and for all, as atomic groups are that Python has from 3.11 on."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, part: str) -> str:
        self.count += 1
        return f"(?=(?P<g{self.count}>{part}))(?P=g{self.count})"


def _apart(components: list[str], allowed: int) -> Iterator[list[str]]:
    """The components with each `**` as one of its own: `a**b` is `a*b` or `a*/**/*b`."""
    for place, component in enumerate(components):
        if allowed and "**" in component and component != "**":
            head, _, tail = component.partition("**")
            tail = tail.lstrip("*")
            before, behind = components[:place], components[place + 1 :]
            yield from _apart([*before, f"{head}*{tail}", *behind], allowed - 1)
            yield from _apart([*before, f"{head}*", "**", f"*{tail}", *behind], allowed - 1)
            return
    yield components


def _whole(components: list[str], once: Once) -> str:
    out, block, spanning = "", "", False
    for place, component in enumerate(components):
        last = place == len(components) - 1
        if component != "**":
            block += _component(component, once) + ("" if last else "/")
        elif last:
            block += ".*"
        else:
            out += once(_DIRECTORIES + block) if spanning and block else block
            block, spanning = "", True
    return out + (_DIRECTORIES if spanning else "") + block


def _component(component: str, once: Once) -> str:
    parts = [""]  # what stands between two `*`
    for token in _TOKEN.finditer(component):
        if token["any"]:
            parts.append("")
        elif token["set"]:
            body = re.sub(r"[\\\[&~|]|(?<=-)-", r"\\\g<0>", token["set"])
            parts[-1] += f"(?!/)[{'^' + body[1:] if body[0] in '!^' else body}]"
        else:
            parts[-1] += "[^/]" if token["one"] else re.escape(token["plain"])
    first, *between, last = (parts[0], *parts[1:]) if len(parts) > 1 else (parts[0], None)
    return first if last is None else first + "".join(once("[^/]*?" + part) for part in between) + "[^/]*" + last
