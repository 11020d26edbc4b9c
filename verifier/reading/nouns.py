"""What a number counts: the unit or the noun phrase behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.reading.numbers import NUMBER_WORDS
from verifier.reading.units import ABBREVIATIONS, COUNTED, RATE_WORDS, SCALES, SECONDS, STOP_WORDS, Unit, is_plural, named_unit, singular

_NEXT_WORD = re.compile(r"[*_`\\]{0,4}[ \t\xa0]{1,4}[*_`]{0,3}([^\W\d_][\w'’+#.-]{0,40}(?:/[^\W\d_][\w-]{0,30})?)")
_PER = re.compile(r"[*_`]{0,3}(?P<per>/|\s{1,3}(?:per|an?|each|every)\s{1,3})[*_`]{0,3}(?P<word>[a-zA-Z]{1,30})", re.IGNORECASE)
_OF = re.compile(
    rf"[\s*_`]{{1,4}}(?:out\s+)?of\s+(?:the\s+|a\s+total\s+of\s+|its\s+|our\s+|these\s+|those\s+)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}}|{'|'.join(NUMBER_WORDS)})(?![\w%/-]|\.\d)",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"[\s*_`]{1,4}of(?:\s+(?:the|its|our|these|those|them|all))?(?=\s)", re.IGNORECASE)
_PERCENT = re.compile(r"[ \xa0\u202f]%(?![\w(])")
_MAX_WORDS = 5  # from a number to its noun


@dataclass(frozen=True, slots=True)
class Noun:
    """What stands behind a number: the unit, the words up to the head noun, the offset where they end, a scale."""

    unit: str
    words: tuple[str, ...]
    end: int
    scale: float = 1
    scale_high: float = 1

    def of(self, whole: float) -> Noun:
        """As the part of a whole: "12/12 tests"."""
        return replace(self, unit=f"of {int(whole) if whole == int(whole) else whole}", scale=1, scale_high=1)


def rate_word(word: str, unit: Unit, end: int) -> Noun:
    """The unit of "50/hour" or "5MB/s"; per anything but a time, the word is kept and the unit is not."""
    rate = RATE_WORDS.get(word.lower())
    if rate:
        return Noun(f"{unit.name}/{rate}", (), end)
    return Noun(unit.name, ("per", singular(word.lower())), end)


def noun_after(text: str, end: int, unit: Unit, *, one: bool) -> Noun:
    """What a number that ends at `end` counts. `unit` is the one attached to it; `one`: the number is 1, its noun a singular."""
    if not unit.name and (percent := _PERCENT.match(text, end)):
        return Noun("%", (), percent.end())
    if unit.name:
        return _rated(text, Noun(unit.name, (unit.name,) if unit.noun else (), end))
    share = _OF.match(text, end)
    if share and not _OF.match(text, share.end()):  # "12 of 12 of 12" is no share of anything
        whole = NUMBER_WORDS.get(share["number"].lower()) or float(share["number"].replace(",", "").replace("_", ""))
        return noun_after(text, share.end(), Unit(), one=False).of(whole)
    start = of.end() if (of := _OF_THE.match(text, end)) else end
    words: list[tuple[str, int]] = []
    scale = scale_high = 1.0
    for match in _words(text, start):
        word = match[1].rstrip(".'’-+#")
        lower = word.lower()
        if lower in STOP_WORDS and text[match.start(1) - 1] != "`":  # in code it is a name: "8 `any` types"
            break
        if not words:
            if lower in SCALES and len(lower) > 1:
                scale, scale_high = scale * SCALES[lower], scale_high * SCALES[lower]
                end = match.end(1)
                continue
            named = named_unit(lower) if len(lower) > 1 or lower == "s" else None
            if named is not None and lower != "b":
                plain = _rated(text, Noun(named.name, (), match.start(1) + len(word)))
                return replace(plain, scale=scale * named.scale, scale_high=scale_high * named.scale_high)
        words.append((word, match.start(1) + len(word)))
        if _is_head(word) or word != match[1] or len(words) == _MAX_WORDS:
            break
    head = _head([word for word, _ in words], one)
    if head is None:
        noun = _rated(text, Noun("", (), end))
        return replace(noun, scale=scale, scale_high=scale_high)
    lowered = [word.lower() for word, _ in words[: head + 1]]
    name, _, per = lowered[head].partition("/")
    name = singular(name)
    lowered[head] = name
    if per in RATE_WORDS:
        return Noun(f"{name}/{RATE_WORDS[per]}", tuple(lowered), words[head][1], scale, scale_high)
    factor = SECONDS.get(words[head][0].lower()) or 1
    if factor != 1 or name == "second":  # "2 business days"
        name = "second"
    noun = _rated(text, Noun(name, tuple(lowered), words[head][1]))
    return replace(noun, scale=scale * factor, scale_high=scale_high * factor)


def _words(text: str, start: int) -> Iterator[re.Match[str]]:
    """The words that follow, nothing but white space and Markdown between them."""
    while match := _NEXT_WORD.match(text, start):
        yield match
        start = match.end()


def _is_head(word: str) -> bool:
    left, _, per = word.partition("/")
    return is_plural(left) or per.lower() in RATE_WORDS or left.lower() in ("loc", "sloc", "msg", "req")


def _head(words: list[str], one: bool) -> int | None:
    """Which word is the noun that is counted: the first plural; a singular only where it can be one ("433 line file", "1 minor issue")."""
    for at, word in enumerate(words):
        if _is_head(word):
            return at
    if not words:
        return None
    if words[0].lower() in COUNTED or words[0].lower() in ABBREVIATIONS:
        return 0
    if one:
        last = len(words) - 1 if len(words) < 3 and words[-1].islower() else None  # "1 minor blocker", not "1 Redis"
        return next((at for at, word in enumerate(words) if word.lower() in COUNTED), last)
    return None


def _rated(text: str, noun: Noun) -> Noun:
    """With what follows it: "requests per minute", "20 lines per function"."""
    match = _PER.match(text, noun.end)
    if match is None:
        return noun
    rate = RATE_WORDS.get(match["word"].lower())
    if rate:
        return replace(noun, unit=f"{noun.unit}/{rate}", end=match.end())
    if match["per"].strip().lower() != "per" and match["per"] != "/":  # "a" and "each" go with times only
        return noun
    return replace(noun, words=(*noun.words, "per", singular(match["word"].lower())), end=match.end() if match["per"] != "/" else noun.end)
