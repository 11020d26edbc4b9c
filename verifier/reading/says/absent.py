"""What a thing is said to be absent from: the repository, or something else that does without it."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.reading.says.words import Sort, Word

_WHOLES = frozenset("repository repo codebase project tree checkout source sources disk directory folder root main branch".split())


def from_another(words: Sequence[Word], place: int) -> bool:
    """Whether the word at `place`, "absent" or "missing", is said of something that is no repository: "`mobile/` is absent from CI"."""
    behind = [word.lower for word in words[place + 1 : place + 5] if word.sort is Sort.WORD]
    return behind[:1] == ["from"] and len(behind) > 1 and not set(behind[1:]) & _WHOLES
