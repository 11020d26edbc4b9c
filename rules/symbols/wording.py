"""How well an identifier fits the words that a report uses for a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from verifier.knowledge.nouns import nouns_in
from verifier.knowledge.words import stem, subwords

_SAME = {
    "maximum": "max", "minimum": "min", "char": "character", "msg": "message", "conn": "connect", "connection": "connect",
    "reconnection": "reconnect", "expiry": "expire", "expiration": "expire", "expires": "expire", "heartbeat": "ping",
    "keepalive": "ping", "hr": "hour", "sec": "second", "len": "length", "retries": "retry", "cap": "limit", "quota": "limit",
    "capacity": "limit", "ceiling": "limit", "attempt": "attempt", "tries": "attempt",
    "try": "retry", "initial": "init", "threshold": "threshold",
    "duration": "time", "period": "time", "lifetime": "ttl", "upper": "max", "lower": "min", "backoff": "delay", "pause": "delay",
    "wait": "delay", "number": "count", "config": "configuration", "db": "database", "auth": "authentication", "pooled": "pool",
    "pooling": "pool", "temp": "temperature", "limiting": "limit", "limited": "limit",
}  # fmt: skip
_UNITS = frozenset("ms s sec second minute hour day millisecond mb kb gb byte percent pct char character".split())
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TIMED = frozenset("timeout interval delay ttl expire".split())
_KEY = re.compile(r"^\W*([A-Za-z][\w /-]*?)\s*[:=]\s*\S+\W*$")
# Words of prose that name no thing.
_FILLER = frozenset(
    "the a an of in on at to for from with by and or is are was were be has have it its this that each every "
    "all only up as per via using uses use used set first last".split()
)


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """A word without ending, under the one name of its synonyms."""
    word = stem(word)
    if word in _SAME:
        return _SAME[word]
    for ending in ("ations", "ation", "ions", "ion", "ings", "ing", "ments", "ment", "ers", "ed"):
        if len(word) - len(ending) > 3 and word.endswith(ending):
            word = word[: -len(ending)]
            break
    return _SAME.get(word, word)


# Words that half the settings have, and words that tell that a number near them is a setting's.
GENERIC = frozenset(
    root(word)
    for word in "max min limit time timeout size count default value interval delay rate total length configuration "
    "setting init task threshold attempt get set is has app per code type name "
    "level window unit number use enable key".split()
)
TELLING = frozenset(
    root(word)
    for word in "timeout interval limit max min retry attempt ttl delay threshold window pool size rate batch "
    "expire buffer ping reconnect length depth default concurrency worker prefetch retention temperature "
    "token "
    "cache port ratio throttle debounce quota chunk overflow failure recovery success page level round factor "
    "multiplier poll refresh session trim keep count gap".split()
)


@lru_cache(maxsize=16384)
def roots(text: str) -> frozenset[str]:
    """The roots of a text's words, identifiers taken apart."""
    return frozenset(root(part) for word in _WORD.findall(text) for part in subwords(word) if part not in _FILLER)


@lru_cache(maxsize=4096)
def settings_named(text: str) -> tuple[frozenset[str], ...]:
    """The roots of each setting that the noun table has for the text's nouns."""
    return tuple(frozenset(root(part) for part in subwords(setting)) for mention in nouns_in(text) for setting in mention.noun.settings)


def fit(identifier: str, around: str, near: str, statement: str, far: str) -> float:
    """How well an identifier is explained: by the words right at the number, by the statement's, by those above it.

    About 1 is enough for a number that is not common; a qualifier at odds ("max" for "min") is 0.
    """
    parts = [root(part) for part in subwords(identifier)]
    parts = [part for part in parts if part not in _UNITS and not part.isdigit()]
    if not parts:
        return 0.0
    own, said, above = roots(near), roots(statement), roots(far)
    opposites = (("max", "min"), ("min", "max"), ("hard", "soft"))
    if any(one in own and other in parts and other not in own for one, other in opposites):
        return 0.0
    if {"time", "limit"} <= set(parts):  # a timeout by another name
        parts = ["timeout" if part == "time" else part for part in parts if part != "limit"]
    key = _KEY.match(near)
    asked = {word for word in roots(key[1]) if word not in GENERIC | _UNITS} if key else set()
    if asked and not asked & (set(parts) | roots(around)):
        return 0.0  # of "failures: 5, successes: 2" each has a name of its own
    score = 0.0
    explained = strange = 0
    for part in dict.fromkeys(parts):
        worth = 0.5 if part in GENERIC else 1.0
        share = 1.0 if part in own else 0.8 if part in said else 0.6 if part in above else 0.0
        explained += share >= 0.8
        strange += not share and worth > 0.5
        score += worth * share if share else -0.5 * (worth > 0.5)
    if strange and parts[-1] not in GENERIC and parts[-1] not in own | said | above:
        return 0.0  # its head noun is another thing
    if not set(parts) & (own | said | above):
        return 0.0
    if explained == len(set(parts)):
        score += 0.5
    named = frozenset(parts)
    if not bare(identifier) and any(setting <= named for setting in settings_named(near) or settings_named(statement)):
        score += 0.5
    for part in sorted(roots(around) - named) if not strange else ():
        score += (0.5 if part in said else 0.3 if part in above else 0.0) * (0.5 if part in GENERIC else 1.0)
    return score


def bare(identifier: str) -> bool:
    """Whether an identifier has no word of its own: `timeout`, `max_size`."""
    return {root(part) for part in subwords(identifier)} <= GENERIC | _UNITS


def timed(identifier: str) -> bool:
    """Whether an identifier says that its value is a time."""
    return bool({root(part) for part in subwords(identifier)} & _TIMED)


def content(words: Iterable[str]) -> frozenset[str]:
    """The roots that name something, units aside."""
    return frozenset(word for word in words if word not in _UNITS)
