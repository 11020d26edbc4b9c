"""Whether lines of code are about the same thing as a sentence, as far as words can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from verifier.facts.outline import Outline
from verifier.knowledge.words import stem, subwords

_EDGE = 2  # lines by which a range may miss where a definition begins and ends
_HASHED = (".py", ".pyi", ".rb", ".sh", ".bash", ".yml", ".yaml", ".toml", ".cfg", ".ini", ".ex", ".exs", ".pl", ".r", ".env", "Dockerfile")
_DASHED = (".sql", ".lua", ".hs")
_PLAIN = (".md", ".mdx", ".rst", ".txt", ".adoc")
_KEYWORDS = frozenset(
    "def class return self import function const let var if else elif for while try except catch new null none true false string str int "
    "bool async await public private static void type interface export default data value error name and not with this".split()
)


def comment(line: str, path: str) -> bool:
    """Whether a line is nothing but a comment."""
    bare = line.strip()
    if path.endswith(_PLAIN):
        return False
    if path.endswith(_HASHED):
        return bare.startswith("#")
    if path.endswith(_DASHED):
        return bare.startswith("--")
    return bare.startswith(("//", "/*", "*/", "* ", "<!--")) or bare == "*"


def frames(outline: Outline, first: int, last: int, count: int) -> bool:
    """Whether a range begins where a definition does and ends where one does, or the file."""
    starts = any(-_EDGE <= d.start - first <= _EDGE or -_EDGE <= d.line - first <= _EDGE for d in outline.definitions)
    ends = last >= count - _EDGE or any(-_EDGE <= d.end_line - last <= _EDGE for d in outline.definitions)
    return starts and ends


def about(words: frozenset[str], cited: Sequence[str], outline: Outline, first: int, least: int = 2) -> bool:
    """Whether a cited line, with the name of the function around it, has at least as many of the words.

    One is enough where it is the whole of an identifier or string of the line, and no part of a longer one.
    """
    wanted = words - _KEYWORDS
    around = frozenset(stem(part) for d in outline.definitions if d.start <= first <= d.end_line for part in subwords(d.name))
    for line in cited:
        own = _stems(line)
        if not own & wanted:
            continue
        if len((own | around) & wanted) >= least or wanted & _whole(line):
            return True
    return False


@lru_cache(maxsize=4096)
def _stems(line: str) -> frozenset[str]:
    return frozenset(stem(part) for word in re.findall(r"\w+", line) for part in subwords(word))


@lru_cache(maxsize=4096)
def _whole(line: str) -> frozenset[str]:
    """Names of one word that a line gives a value, or that are private: `model=...`, `timeout: 3`, `self._lock`."""
    found = re.findall(r"(?<![\w.])([A-Za-z]+)\s*(?:=(?!=)|:\s)", line) + re.findall(r"(?<!\w)_+([A-Za-z]+)(?!\w)", line)
    return frozenset(stem(word) for word in found if len(word) > 3)


def nearest_about(words: Iterable[str], lines: Sequence[str], first: int) -> int:
    """The line nearest to `first` that has two of the words, 0 for none."""
    wanted = frozenset(words) - _KEYWORDS
    hits = [number for number, line in enumerate(lines, 1) if len(_stems(line) & wanted) > 1]
    return min(hits, key=lambda number: abs(number - first), default=0)
