"""Numbers with their units, as intervals: "~250 lines", "< 10", "100+ files", "20-30", "300s", "95 %", "10k", "twelve", "9.5/10".

Digits count only if the whole token they stand in reads as a quantity. So dates, versions, times, anchors, identifiers and ordinals
are left out by what they look like, and labels ("Phase 2", "line 40", "port 8000") by the word before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.model import Quantity, Span
from verifier.reading.comparisons import DECORATION, comparison, phrase_start
from verifier.reading.nouns import Noun, noun_after, rate_word
from verifier.reading.numbers import (
    ENUMERATION,
    FIRM_LABELS,
    HTTP_WORDS,
    ITEM_NUMBER,
    LABELS,
    LAST_BOUND,
    MONTHS,
    NUMBER_WORDS,
    OR_MORE,
    SHAPE,
    SPELT,
    TOKEN,
    VAGUE,
    YEAR_WORDS,
    bare_year,
    is_version,
    number,
)  # fmt: skip
from verifier.reading.units import Unit, attached_unit, hyphen_unit

_BEFORE_PRONOUN = frozenset(("this", "that", "the", "each", "any", "every", "another", "no", "which"))  # "this one"
_LENGTH_OF = re.compile(r"[\w./\\-]*\.[A-Za-z]\w{0,5}:(?P<number>\d[\d,]*)")  # "turn.ts:53 lines" is no place in it
_LINES = re.compile(r"\s+(?:lines?|LOC)\b")
_HEADED = re.compile(r"(?:#{1,6}\s+)?[*_]{0,3}[A-Z][a-z]+ \d{1,3}")  # "Service 1: Frontend"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number, or a range of two, as found: values as written, scale and unit of each end, and its place."""

    start: int
    end: int
    low: float | None
    high: float | None
    low_unit: Unit
    high_unit: Unit
    bounds: tuple[str, ...] = ()
    noun: Noun | None = None  # known already: "9.5/10", "50/hour", "433-line"
    spelt: bool = False

    @property
    def named(self) -> bool:
        """Whether a unit stands with the number itself."""
        return self.noun is not None or bool(self.high_unit.name)


@dataclass(frozen=True, slots=True)
class _Other:
    """A token with digits that is no quantity: a version, a date, an anchor."""

    start: int
    end: int


def quantities(text: str, line: int, column: int) -> tuple[Quantity, ...]:
    """Every quantity of a line of repaired text, in order; `column` is the 1-based column where `text` starts.

    A quantity's text and span reach from its comparison ("at least") to its unit or the noun it counts. Times are in seconds and
    sizes in bytes, whatever the unit written. "9.5/10" has the unit "of 10", "50 msg/hour" the unit "message/hour".
    """
    found: list[Quantity] = []
    named = floor = 0  # where the last label, anchor or date ended: in "lines 10, 25 and 31" all three are labels
    items = list(_scan(text))
    for at, item in enumerate(items):
        if item.start < floor:
            continue
        enumerated = bool(named) and bool(ENUMERATION.fullmatch(text, named, item.start))
        if isinstance(item, _Other):
            named = item.end
            continue
        start, bounds, before = comparison(text, item.start, floor)
        if not item.spelt and _is_label(text, item, before):
            named = item.end
            continue
        following = items[at + 1] if at + 1 < len(items) else None
        if isinstance(following, _Number):
            item, start = _joined(text, item, following, before, start)
        noun = item.noun or noun_after(text, _past_more(text, item), item.high_unit, one=item.low == item.high == 1)
        if (enumerated and not item.named and not noun.unit) or (item.spelt and not _counts(text, item, noun, before)):
            named = item.end if enumerated else 0
            continue
        quantity, floor = _quantity(text, item, noun, start, bounds, (line, column))
        found.append(quantity)
        named = 0
    return tuple(found)


def restate(quantity: Quantity, value: float) -> str:
    """The quantity's text with its number replaced, in the unit it was written in: ("~5 minutes", 600) → "~10 minutes".

    Only a quantity with one stated number can be restated; any other comes back as the value alone. A comparison, which the value
    need not fit, is left out: ("over 200 lines", 39) → "39 lines".
    """
    match = re.search(r"\d[\d,_]*(?:\.\d+)?", quantity.text)
    if quantity.stated is None:
        return f"{value:g}"
    if match is None:
        spelt = SPELT.search(quantity.text)
        return quantity.text if spelt is None else f"{quantity.text[: spelt.start()]}{value:g}{quantity.text[spelt.end() :]}"
    written = number(match[0])
    value = round(value * (written / quantity.stated if written and quantity.stated else 1), 6)
    grouped = "," in match[0] or (value >= 1000 and "," in quantity.text)
    shown = f"{value:,.6f}" if grouped else f"{value:.6f}"
    before, behind = quantity.text[: match.start()], quantity.text[match.end() :]
    if (quantity.low is None) != (quantity.high is None) and not re.search(r"\bm(?:ax|in)", before, re.I):
        before, behind = "", behind.removeprefix("+")
    return before + shown.rstrip("0").rstrip(".") + behind


def _scan(text: str) -> Iterator[_Number | _Other]:
    """The line's tokens that are numbers, or hold digits."""
    numbered = ITEM_NUMBER.match(text)
    position = numbered.end() if numbered else 0
    for match in TOKEN.finditer(text, position):
        if match.start() < position:
            continue
        item = _digits(match) if match["digits"] else _spelt(match)
        position = item.end
        yield item


def _digits(match: re.Match[str]) -> _Number | _Other:
    """Reads a token with digits."""
    token = match[0].rstrip(".:!?_-–+/\\") if not match[0].endswith("+") else match[0]
    start, end = match.start(), match.start() + len(token)
    other = _Other(start, end)
    shape = SHAPE.fullmatch(token)
    if shape is None and (length := _LENGTH_OF.fullmatch(token)) and _LINES.match(match.string, end):
        value = number(length["number"])
        return _Number(start + length.start("number"), end, value, value, Unit(), Unit(), ())
    if shape is None:
        return other
    low = high = number(shape["a"])
    if shape["lead"] == "-":
        low = high = -low
    low_unit = high_unit = attached_unit(shape["a_unit"] or "")
    if low_unit is None or high_unit is None or is_version(shape["a"], bare=token == shape["a"]):
        return other
    bounds = ("less",) if shape["sub"] else ("min",) if shape["a_plus"] or shape["b_plus"] else ()
    if shape["b"]:
        last = attached_unit(shape["b_unit"] or "")
        if last is None or is_version(shape["b"], bare=False):
            return other
        return _range(_Number(start, end, low, low, low_unit, low_unit, bounds), number(shape["b"]), last, shape["hyphen"]) or other
    noun = None
    if shape["of"]:
        whole = number(shape["of"])
        if not low <= whole or is_version(shape["of"], bare=False):  # "24/7"
            return other
        noun = noun_after(match.string, end, Unit(), one=False).of(whole)
    elif shape["rate"]:
        noun = rate_word(shape["rate"], low_unit, end)
    return _hyphened(_Number(start, end, low, high, low_unit, high_unit, bounds, noun), shape["hyphen"]) or other


def _hyphened(item: _Number, word: str | None) -> _Number | None:
    """With the unit of "433-line"; None for what counts nothing: "12-factor", "64-bit"."""
    if not word:
        return item
    unit = hyphen_unit(word)
    if unit is None or item.named:
        return None
    low, high = (item.low_unit.times(unit), item.high_unit.times(unit))
    return replace(item, low_unit=low, high_unit=high, noun=Noun(unit.name, (unit.name,) if unit.noun else (), item.end))


def _spelt(match: re.Match[str]) -> _Number:
    """Reads "twelve", "a dozen", "several", "twenty-five"."""
    low: float | None
    high: float | None
    bounds: tuple[str, ...] = ()
    if match["vague"]:
        low, high = VAGUE[" ".join(match["vague"].lower().split()[:2])]
    elif match["each"]:
        low = high = {"dozen": 12.0, "hundred": 100.0, "thousand": 1000.0, "million": 1e6}[match["each"].lower()]
        bounds = ("about",)
    else:
        words = (match["plain"] or f"{match['tens']}-{match['ones']}").lower().split("-")
        low = high = sum(NUMBER_WORDS[word] for word in words)
    return _Number(match.start(), match.end(), low, high, Unit(), Unit(), bounds, spelt=True)


def _range(first: _Number, value: float, unit: Unit, hyphen: str | None = None) -> _Number | None:
    """`first` to `value`, if that is a range upwards. A unit or scale behind the second number is the first one's too: "1-2k"."""
    low, low_unit = first.low, first.low_unit
    if low is None:
        return None
    if low_unit == Unit() and low <= value:
        low_unit = unit if unit.name or unit.scale != 1 else low_unit
    if low_unit.name != unit.name or not low * low_unit.scale < value * unit.scale_high or (bare_year(low) and bare_year(value)):
        # "100-1k": the scale is not the first one's
        if first.low_unit != Unit() or unit.name or not low < value * unit.scale:
            return None
        low_unit = Unit()
    if first.low_unit == Unit() and low > value and not unit.name:
        low_unit = Unit()
    return _hyphened(replace(first, high=value, low_unit=low_unit, high_unit=unit), hyphen)


def _joined(text: str, first: _Number, last: _Number, before: str, start: int) -> tuple[_Number, int]:
    """One range of two numbers and where its words start: "5 to 10", "between 3 and 5", "two or three", "5 - 10"; else the first."""
    link = text[first.end : last.start].strip(" ~≈").lower()
    if link not in ("to", "and", "or", "-", "–") or first.low is None or first.noun is not None:
        return first, start
    if first.low != first.high or last.low is None or last.low != last.high or (last.noun is not None and last.noun.unit.startswith("of ")):
        return first, start
    fits = {"to": before != "from", "and": before == "between", "or": first.low + 1 == last.high}.get(link, not first.named or last.named)
    joined = _range(first, last.low, last.high_unit) if fits else None
    if joined is None:
        return first, start
    if before == "between":
        start = phrase_start(text, start, 1, 0)
    return replace(joined, end=last.end, bounds=first.bounds + last.bounds, noun=last.noun), start


def _an_amount(text: str, item: _Number) -> bool:
    """Whether it is written as an amount, whatever stands before: "Lines of Code: 900", "Code: 1,890"."""
    return "," in text[item.start : item.end] or bool(re.search(r"\bof code\W*$", text[max(0, item.start - 24) : item.start], re.I))


def _is_label(text: str, item: _Number, before: str) -> bool:
    """Whether the number names something: "Phase 2", "port: 8000", "November 10", "status 404", "404 errors", "in 2024"."""
    if item.named:
        return False
    word = before.rstrip(":=#.-").lstrip("-")
    if (word in FIRM_LABELS and not _an_amount(text, item)) or (word in LABELS and before[-1:] not in ":="):
        return True
    if before in MONTHS or before.endswith("#"):
        return True
    if text[item.end : item.end + 2] == ": " and _HEADED.fullmatch(text, 0, item.end):
        return True
    value = item.low or 0
    after = text[item.end : item.end + 24].lstrip(DECORATION).lower()
    next_word = re.match(r"[a-z]*", after)
    following = next_word[0] if next_word else ""
    if following in MONTHS and following != "may" and value <= 31:
        return True
    if bare_year(value) and item.low == item.high and (word in YEAR_WORDS or re.fullmatch(r"q[1-4]", word)):
        return True
    http = 100 <= value < 600 and item.low == item.high and item.high_unit.scale == 1
    return http and (following in HTTP_WORDS or word in ("return", "returns", "returned", "http", "respond", "responds"))


def _counts(text: str, item: _Number, noun: Noun, before: str) -> bool:
    """Whether a number in words counts something: "one" is often a pronoun, "zero trust" no number of anything."""
    if item.low == item.high == 1 and (before in _BEFORE_PRONOUN or not noun.unit):
        return False
    return bool(noun.unit) or not (re.match(r"[\s*_`]+[^\W\d_]", text[item.end : item.end + 8]) or item.high is None)


def _quantity(text: str, item: _Number, noun: Noun, start: int, bounds: tuple[str, ...], place: tuple[int, int]) -> tuple[Quantity, int]:
    """The interval, and the offset where its text ends."""
    line, column = place
    bounds += item.bounds
    end = max(item.end, noun.end)
    for position in {item.end, end}:
        more = OR_MORE.match(text, position)
        if more:
            bounds += ("about",) if more["so"] else ("max",) if more["max"] else ("min",)
            end = max(end, more.end())
    limit = LAST_BOUND.match(text, end)
    if limit and set(bounds) <= {"about"}:
        bounds += ("min",) if limit["min"] else ("max",)
        end = limit.end()
    low = None if item.low is None else _scaled(item.low, item.low_unit.scale * noun.scale)
    high = None if item.high is None else _scaled(item.high, item.high_unit.scale_high * noun.scale_high)
    stated = low if item.low == item.high else None
    if "about" in bounds:
        low = low if low is None else low - abs(low) / 10
        high = high if high is None else high + abs(high) / 10
    if "min" in bounds or "more" in bounds:
        high = None
    elif "max" in bounds or "less" in bounds:
        low = None
    strict = ("more" in bounds or "less" in bounds) and (low is None) != (high is None) and not {"min", "max"} & set(bounds)
    unit = noun.unit or item.high_unit.name
    span = Span(line, line, column + start, column + end)
    return Quantity(low, high, unit, text[start:end], span, "about" in bounds, strict, stated, noun.words), end


def _past_more(text: str, item: _Number) -> int:
    """Where to look for the noun: behind the "or more" of "10 or more tests"."""
    more = None if item.named else OR_MORE.match(text, item.end)
    return more.end() if more else item.end


def _scaled(value: float, factor: float) -> float:
    return round(value * factor, 12)
