"""What stands in quotation marks with other words is somebody's sentence, told as an example: "`a.py` has 12 lines" is no claim here."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.reading.text import Text

_QUOTED = re.compile(r"(?<![\w\"])\"(?P<straight>[^\"\n]{3,400})\"(?![\w\"])|“(?P<curly>[^”\n]{3,400})”|«(?P<angled>[^»\n]{3,400})»")
_WHOLE = 7  # words of a statement that is a quotation and nothing else, from which on it is somebody's sentence
_MARKED = re.compile(r"[^\w\s`\"']{1,3}\s+\S")  # as a line of something else begins: "# a.py:12", "- `a.py`"


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
