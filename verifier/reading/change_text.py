"""Texts that tell of a change: messages of commits, texts of pull requests. What of them the change's author says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Messages that git makes of others: what they say is said of other commits.
_OF_OTHERS = re.compile(r"(?:fixup|squash|amend)! |Squashed commit of the following:")
_MERGED = re.compile(r"Merge (?:branch|branches|remote-tracking branch|tag|tags|commit|commits|pull request)\b|(?:Revert|Reapply) \"")
_TYPE = re.compile(r"[A-Za-z]+(?:\((?P<scope>[^()]*)\))?!?:\s+(?=\S)")  # "fix(parser)!: " of Conventional Commits
_NAMES_A_FILE = re.compile(r"\w[./]\w|`")
_TRAILER = re.compile(
    r"(?:[A-Za-z]+(?:-[A-Za-z]+)*-(?:by|id|to)|cc|refs?|closes|fixes|resolves|links?|bug|issue)\s*:\s|\(cherry picked from commit ", re.I
)
_FILLER = "\N{NO-BREAK SPACE}"  # keeps columns, and indents nothing


def own_words(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines, each where it stands, those empty that only name other commits or people, and the subject without its type."""
    kept = ["" if _TRAILER.match(line) else line for line in lines]
    subject = next((number for number, line in enumerate(kept) if line.strip()), None)
    if subject is None or _OF_OTHERS.match(kept[subject]):
        return ("",) * len(lines)
    if _MERGED.match(kept[subject]):
        kept[subject] = ""
    elif prefix := _TYPE.match(kept[subject]):
        kept[subject] = _FILLER * prefix.end() + _scoped(kept[subject][prefix.end() :], prefix["scope"])
    return tuple(kept)


def _scoped(said: str, scope: str | None) -> str:
    """A subject that names no file is said of its scope alone, which is a name of the authors' and no path."""
    if not scope or _NAMES_A_FILE.search(said):
        return said
    return f"{said.rstrip(' .')} in `{scope.replace('/', '-')}`"
