"""What a line that defines a name looks like, in languages that are not outlined."""

from __future__ import annotations

import re

_KEYWORDS = (
    "actor class struct enum protocol interface trait object mixin extension module func fun fn def function sub proc type record const"
).split()
_ANY = "|".join(_KEYWORDS)


def defining(name: str) -> re.Pattern[bytes]:
    """Fits where a keyword of definitions stands right before a name."""
    return re.compile(rf"\b(?:{_ANY})[ \t]{{1,4}}{re.escape(name)}(?![\w$])".encode())


def defines(name: str, line: str) -> bool:
    """Whether a line defines a name, as far as its look tells: behind a keyword, or with a value or parameters behind it."""
    own = rf"(?<![\w$]){re.escape(name)}(?![\w$])"
    return bool(re.search(rf"\b(?:{_ANY})\b[^=(,]*{own}|^\s*(?:\w+\s+)*{own}\s*[:=(]", line))
