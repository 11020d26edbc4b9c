"""Units and nouns: what number a suffix scales by, what a noun is in the singular, and which words can't be counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.reading.numbers import words


def _spread(table: dict[float, str]) -> dict[str, float]:
    return {word: value for value, words in table.items() for word in words.split()}


# In seconds. Months and years have no fixed length and stay nouns.
SECONDS = _spread(
    {
        1e-9: "ns nanosecond nanoseconds",
        1e-6: "us µs μs microsecond microseconds",
        1e-3: "ms msec msecs millisecond milliseconds",
        1: "s sec secs second seconds",
        60: "m min mins minute minutes",
        3600: "h hr hrs hour hours",
        86400: "d day days",
        604800: "w wk wks week weeks",
    }
)
RATE_WORDS = {**{word: word for word in ("month", "year")}, **dict.fromkeys(("mo",), "month"), **dict.fromkeys(("yr",), "year")}
for _word, _value in SECONDS.items():
    RATE_WORDS[_word] = {1e-3: "millisecond", 1: "second", 60: "minute", 3600: "hour", 86400: "day", 604800: "week"}.get(_value, _word)

# The least and the most bytes each may mean: "5 MB" is 5,000,000 to some and 5 × 1024² to others.
BYTES: dict[str, tuple[float, float]] = {"byte": (1, 1), "bytes": (1, 1), "b": (1, 1)}
for _power, (_short, _long) in enumerate((("k", "kilo"), ("m", "mega"), ("g", "giga"), ("t", "tera")), 1):
    for _word in (f"{_short}b", f"{_long}byte", f"{_long}bytes"):
        BYTES[_word] = (1000.0**_power, 1024.0**_power)
    BYTES[f"{_short}ib"] = (1024.0**_power, 1024.0**_power)

SCALES = {"k": 1e3, "M": 1e6, "B": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9, "hundred": 1e2, "dozen": 12.0}

# Written without a plural, or short.
ABBREVIATIONS = {
    "loc": "line", "sloc": "line", "lloc": "line", "msg": "message", "msgs": "message", "req": "request", "reqs": "request",
    "char": "character", "chars": "character", "conn": "connection", "conns": "connection", "px": "px", "em": "em", "rem": "rem",
    "fps": "fps", "rps": "request/second", "qps": "query/second", "tps": "transaction/second", "rpm": "request/minute",
    "repo": "repository", "repos": "repository", "deps": "dependency", "params": "parameter", "args": "argument",
    "func": "function", "funcs": "function", "dirs": "directory", "percentage": "%", "vars": "variable", "docs": "document",
}  # fmt: skip

# Nouns that count in the singular too: "433 line file", "1 critical issue", "30-day retention".
COUNTED = words(
    "line file word page item column row space character byte day month year week hour minute second module class function method "
    "test endpoint route issue bug error warning commit directory folder package dependency import parameter argument component hook "
    "model table query level branch statement instance occurrence field property entry worker service document section step point "
    "example case assertion connection request retry attempt message agent layer star violation vulnerability finding comment todo "
    "script migration index view template member value variable constant type interface enum task job thread process replica "
    "container image node user star tab blank finding suggestion recommendation contributor author person reference link heading "
    "paragraph sentence rule config setting"
)

_IRREGULAR = {
    "aliases": "alias", "analyses": "analysis", "apis": "api", "axes": "axis", "buses": "bus", "caches": "cache", "children": "child",
    "cookies": "cookie", "corpora": "corpus", "crises": "crisis", "criteria": "criterion", "data": "data", 
    "hypotheses": "hypothesis", "indices": "index", "indexes": "index", "leaves": "leaf", "lies": "lie", "matrices": "matrix", "men": "man",
    "parentheses": "parenthesis", "people": "person", "statuses": "status", "synopses": "synopsis", "ties": "tie",
    "vertices": "vertex", "viruses": "virus", "bonuses": "bonus", "corpuses": "corpus", "halves": "half", "movies": "movie",
    "niches": "niche",
}  # fmt: skip

# They end in "s" and are no plurals: adjectives, mass nouns, product names, verbs.
_NO_PLURALS = words(
    "access across address alembic always analysis anonymous as asynchronous aws axios basis business bus canvas class consensus "
    "continuous corpus cors css cypress dangerous dbus devops ellipsis express gas has heterogeneous homogeneous https is its js "
    "kubernetes less lens malicious mongoose nats nestjs news nextjs nexus nfs nodejs numerous obvious ops os pass perhaps plus "
    "postgres previous process progress prometheus redis reactjs rss sass serious serverless sentry spurious sqs ssl stateless status "
    "success suspicious synchronous syntax tailwindcss thus tls us various versus virus vs vuejs was yes ios macos dos ddos xss needs "
    "exists passes fails contains requires supports provides includes takes makes gets shows allows means handles becomes does uses "
    "ensures prevents affects covers remains follows seems appears works"
)

# A noun phrase ends before these.
STOP_WORDS = words(
    "a an the of in on at to for from with without by and or but nor is are was were be been being has have had do does did that "
    "which who whose this these those it its as than then so such when where while if per via using across into within over under "
    "between among not no yes after before during since until about above below because due vs versus plus minus will would should "
    "could can may might must each every any some all both either only also just too very there here needs exists passes fails "
    "contains requires supports provides includes takes makes gets shows allows means handles becomes ensures prevents affects covers "
    "remains follows seems appears works"
)


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The singular of a lower-case noun; a word that is no plural comes back as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in ABBREVIATIONS:
        return ABBREVIATIONS[word]
    if not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=4096)
def is_plural(word: str) -> bool:
    """Whether a word, in any case, is a plural noun as far as its looks tell."""
    lower = word.lower()
    if lower in _IRREGULAR or lower in ("msgs", "reqs", "chars", "loc", "sloc", "lloc"):
        return True
    if not lower.endswith("s") or len(lower) < 3 or lower in _NO_PLURALS or lower.endswith(("ss", "us", "is", "'s", "’s", ".js", "ous")):
        return False
    # "APIs" and "TODOs" are plurals, "CORS" and "DNS" are names; shouted headings ("12 FILES") are known by their noun.
    return not word.isupper() or lower[:-1] in COUNTED or (lower.endswith("ies") and lower[:-3] + "y" in COUNTED)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name ("" for a bare number) and what to multiply by: the least and the most it may mean."""

    name: str = ""
    scale: float = 1
    scale_high: float = 1
    noun: bool = False

    def times(self, other: Unit) -> Unit:
        return Unit(other.name or self.name, self.scale * other.scale, self.scale_high * other.scale_high, other.noun)


def named_unit(word: str) -> Unit | None:
    """The unit a word names by itself: a time, a size, a percentage, a thousand lines."""
    lower = word.lower()
    if lower in SECONDS:
        return Unit("second", SECONDS[lower], SECONDS[lower])
    if lower in BYTES:
        return Unit("byte", *BYTES[lower])
    if lower in ("kloc", "ksloc"):
        return Unit("line", 1000, 1000, noun=True)
    return Unit("%") if lower in ("percent", "pct") else None


@lru_cache(maxsize=512)
def attached_unit(suffix: str) -> Unit | None:
    """The unit of letters right behind digits; None if they make no quantity ("2FA", "4xx", "3rd")."""
    if not suffix:
        return Unit()
    if suffix in ("%", "x", "X", "×"):
        return Unit(suffix.replace("X", "x").replace("×", "x"))
    if suffix in ("k", "K", "M"):
        return Unit("", SCALES[suffix.replace("K", "k")], SCALES[suffix.replace("K", "k")])
    lower = suffix.lower()
    if len(suffix) == 1 and suffix not in "smhdw":
        return None
    named = named_unit(suffix)
    if named is not None:
        return named
    if lower in ABBREVIATIONS or (len(lower) > 3 and singular(lower) in COUNTED):
        return Unit(singular(lower), noun=True)
    return None


@lru_cache(maxsize=512)
def hyphen_unit(word: str) -> Unit | None:
    """The unit in "433-line", "5-minute"; None for "12-factor", "64-bit", "2-way"."""
    lower = word.lower()
    if len(lower) > 1 and (named := named_unit(lower)) is not None:
        return named
    name = singular(lower)
    return Unit(name, noun=True) if name in COUNTED or lower in ABBREVIATIONS else None
