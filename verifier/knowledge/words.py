"""Words compared as people vary them: case, plural, -ise/-ize; and identifiers taken apart into words."""

from __future__ import annotations

import re
from functools import lru_cache

_SPLIT = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_KEEP = re.compile(r"(?:ss|us|is|as|os)$")
_SIBILANT = re.compile(r"(?:sses|shes|xes|zes|tches|nches|rches)$")
_BRITISH = re.compile(r"is(ation|ed|ing|er|e)$")
_IRREGULAR = {"ids": "id", "apis": "api", "indices": "index", "licence": "license", "licences": "license", "queues": "queue"}


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """`word` without case, plural and British spelling: "Retries" and "retry" agree. Not a word of English, only a key."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and not _KEEP.search(word):
        plural_y = word.endswith("ies") and len(word) > 4
        word = word[:-3] + "y" if plural_y else word[:-2] if _SIBILANT.search(word) else word[:-1]
    if len(word) > 5:
        word = _BRITISH.sub(r"iz\1", word)
    return word


@lru_cache(maxsize=16384)
def subwords(identifier: str) -> tuple[str, ...]:
    """`maxPoolSize`, `MAX_POOL_SIZE` and `max-pool-size` as ("max", "pool", "size")."""
    return tuple(part.lower() for part in _SPLIT.findall(identifier))


def spellings(name: str) -> tuple[str, ...]:
    """The lower-case spellings in which the words of `name` occur in files: pool_size, poolsize, pool-size."""
    parts = subwords(name) if "_" in name or not name.islower() else tuple(re.findall(r"[a-z0-9]+", name.lower()))
    if len(parts) < 2:
        return (name.lower(),)
    return tuple(dict.fromkeys(mark.join(parts) for mark in ("_", "", "-")))
