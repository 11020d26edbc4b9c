"""What a report is about, by the words of its title."""

from __future__ import annotations

import re

from verifier.reading.clause import Section

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")


def topics_of(title: str, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Content words of the report's title and first heading, for finding the part of the repository under review."""
    common = frozenset(
        "the and for with code review report audit quality comprehensive analysis summary phase final overview system project "
        "assessment status production ready codebase technical".split()
    )
    words = _WORD.findall(" ".join([title, *(section.title for section in sections[:2])]))
    return tuple(dict.fromkeys(word.lower() for word in words if word.lower() not in common))
