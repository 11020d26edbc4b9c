"""What is said by somebody else: a sentence in quotation marks, told as an example, or what a document says and is wrong about."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.reading.text import Text

_QUOTED = re.compile(r"(?<![\w\"])\"(?P<straight>[^\"\n]{3,400})\"(?![\w\"])|“(?P<curly>[^”\n]{3,400})”|«(?P<angled>[^»\n]{3,400})»")
_WHOLE = 7  # words of a statement that is a quotation and nothing else, from which on it is somebody's sentence
_MARKED = re.compile(r"[^\w\s`\"']{1,3}\s+\S")  # as a line of something else begins: "# a.py:12", "- `a.py`"

_WRONGLY = re.compile(  # "`f() -> int` contract doc is wrong", "the docstring wrongly says `f(a)`", "README is outdated: ..."
    r"\b(?:doc(?:s|strings?|umentation|uments?)?|comments?|contract|readme|annotations?|descriptions?|type hints?|spec(?:ification)?"
    r"|changelog)\b"
    r"[^.;\n]{0,40}?\b(?:(?:is|are|was|were)\s+(?:\w+\s+)?(?:wrong|incorrect|outdated|out of date|stale|misleading|inaccurate|false|untrue)"
    r"|(?:wrongly|incorrectly|falsely|still)\s+(?:says?|claims?|states?|lists?|mentions?|shows?|documents?|refers?|describes?))\b",
    re.I,
)


@lru_cache(maxsize=4096)
def _sentences(text: Text) -> tuple[tuple[int, int], ...]:
    """Places of what is quoted, where it is more than a name or a title of two words, or begins as a line does."""
    found = []
    for match in _QUOTED.finditer(text.plain):
        inside = match[match.lastgroup or 0]
        sentence = len(inside.split()) > 2 or _MARKED.match(inside)
        code = any(start <= match.start() < end for start, end in text.codes)
        whole = match.span() == (0, len(text.plain)) and len(inside.split()) < _WHOLE
        if sentence and not code and not whole:
            found.append(match.span())
    return tuple(found)


def quoted(text: Text, offset: int) -> bool:
    """Whether the character at an offset stands in a sentence that is quoted."""
    return any(start < offset < end for start, end in _sentences(text))


@lru_cache(maxsize=4096)
def wrongly_told(text: Text) -> str:
    """The words by which a statement says that a document is wrong about what it names; "" for none."""
    found = _WRONGLY.search(text.plain)
    return found[0] if found else ""
