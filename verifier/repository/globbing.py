"""Glob patterns as reports write them: `*_FIX.md`, `services/*/src/**/*.ts`, `{a,b}`."""

from __future__ import annotations

import re
from functools import lru_cache

_MAX_EXPANSIONS = 64


def expand(pattern: str) -> list[str]:
    """The patterns that braces stand for: `x.{ts,tsx}` is `x.ts` and `x.tsx`. At most 64."""
    done: list[str] = []
    waiting = [pattern]
    while waiting and len(done) + len(waiting) <= _MAX_EXPANSIONS:
        current = waiting.pop(0)
        match = re.search(r"\{([^{}]*,[^{}]*)\}", current)
        if match is None:
            done.append(current)
        else:
            waiting.extend(current[: match.start()] + part.strip() + current[match.end() :] for part in match[1].split(","))
    return done + waiting


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> re.Pattern[str]:
    """A regular expression for whole paths: `*` and `?` stay within a component, `**` spans them."""
    out: list[str] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if pattern.startswith("**/", place):
            out.append("(?:[^/]+/)*")
            place += 2
        elif pattern.startswith("**", place):
            out.append(".*")
            place += 1
        elif char == "*":
            while pattern.startswith("**", place):
                place += 1
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[" and (end := pattern.find("]", place + 2)) > 0 and "/" not in pattern[place:end]:
            body = re.sub(r"[\\\[&~|]", r"\\\g<0>", pattern[place + 1 : end])
            out.append(f"[{'^' + body[1:] if body[0] in '!^' else body}]")
            place = end
        else:
            out.append(re.escape(char))
        place += 1
    try:
        return re.compile("".join(out))
    except re.error:  # a range that runs backwards
        return re.compile(re.escape(pattern))
