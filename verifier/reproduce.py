"""The command that shows a finding, as a reader types it at the repository's root."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

_CODE = "':!*.md' ':!*.mdx' ':!*.rst'"  # documents tell of code, and hold none
_FEW = 8  # places that a command names
_LISTED = re.compile(r"git ls-files(?P<null> -z)?(?: -- (?P<patterns>.+))?")


def arguments(*words: str) -> str:
    """Names as arguments, whatever the repository or the report put into them: one that looks like an option is given as a path."""
    return " ".join(shlex.quote(f"./{word}" if word.startswith("-") else word) for word in words)


def below(places: Sequence[str]) -> str:
    """Files and directories as arguments, "" for the root; the root where they are many, or none."""
    return arguments(*(place or "." for place in places)) if 0 < len(places) <= _FEW else "."


def search(options: str, *patterns: str, within: str = "") -> str:
    """A search of the files below `within`, already quoted, or of all that are no documents, for any of the patterns."""
    sought = " ".join(f"-e {shlex.quote(pattern)}" for pattern in patterns)
    return f"git grep {options} {sought} -- {within or _CODE}"


def lint(codes: str, places: Sequence[str]) -> str:
    """What ruff says of some files and directories, or of everything where they are many."""
    return f"ruff check --isolated --select {codes} {below(places)}"


def for_reader(command: str, report: str, plain: bool) -> str:
    """The command without the report among what it searches, and such as works where git keeps nothing.

    `report` is its path from the repository's root, "" when it lies elsewhere. `plain`: the repository is a mere directory.
    """
    first, rest = _piped(command)
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
    return first + rest


def _piped(command: str) -> tuple[str, str]:
    """The first command, and the rest from its pipe on; a bar within quotes is no pipe."""
    within = ""
    for at, letter in enumerate(command):
        if within:
            within = "" if letter == within else within
        elif letter in "'\"":
            within = letter
        elif letter == "|":
            return command[:at].rstrip(), " " + command[at:]
    return command, ""


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
