"""The command that shows a finding, as a reader types it at the repository's root."""

from __future__ import annotations

import re
import shlex

_LISTED = re.compile(r"git ls-files(?P<null> -z)?(?: -- (?P<patterns>'[^']*'(?: '[^']*')*))?")


def for_reader(command: str, report: str, plain: bool) -> str:
    """The command without the report among what it searches, and such as works where git keeps nothing.

    `report` is its path from the repository's root, "" when it lies elsewhere. `plain`: the repository is a mere directory.
    """
    first, pipe, rest = command.partition(" | ")
    if first.startswith("git grep "):
        if report:
            first += (" " if _limited(first) else " -- ") + shlex.quote(f":!{report}")
        if plain:
            first = first.replace("git grep ", "git grep --no-index ", 1)
    elif plain and (listed := _LISTED.fullmatch(first)):
        patterns = shlex.split(listed["patterns"] or "")
        tests = " -o ".join(f"-path {shlex.quote(pattern if pattern.startswith('*') else f'./{pattern}')}" for pattern in patterns)
        below = " ".join(map(shlex.quote, patterns)) or "."
        first = f"find {below} -type f -print0" if listed["null"] else f"find . {tests or '-type f'}"
    return first + pipe + rest


def _limited(command: str) -> bool:
    """Whether a search already ends with paths: "--" behind its pattern, not before it."""
    try:
        words = shlex.split(command)[2:]
    except ValueError:
        return False
    if "--" not in words:
        return False
    before = words[: words.index("--")]
    return "-e" in before or any(not word.startswith("-") for word in before) or "--" in words[words.index("--") + 1 :]
