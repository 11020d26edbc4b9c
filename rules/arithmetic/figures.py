"""Numbers of a report with the precision they are written in, and when two of them agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verifier.model import Quantity, Span
from verifier.reading.quantities import quantities
from verifier.reading.text import Text

_EPSILON = 1e-9
_BARE = re.compile(
    r"\W*?(?P<about>[~≈]\s?)?(?P<sign>[-+−–])?\$?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?)(?P<more>\+)?"
    r"(?:\s?(?P<percent>%)|\s?/\s?(?P<of>\d{1,4}))?[\s*_✅✓✔❌⚠️🟢🟡🔴]*"
)
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b", re.I)
_DIGITS = re.compile(r"\d[\d,_]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in its unit. `step` is one unit of the last printed digit: 0.1 for 9.5, 1000 for 10k.

    `start` and `end` are offsets in the text it was found in; `bounded` numbers ("< 5", "100+") are no exact ones.
    """

    value: float
    step: float
    unit: str
    text: str
    span: Span
    start: int
    end: int
    approximate: bool = False
    bounded: bool = False
    signed: bool = False
    quantity: Quantity | None = None

    @property
    def exact(self) -> bool:
        return not self.approximate and not self.bounded

    @property
    def whole(self) -> float | None:
        """The scale of a score: 10 for "9.5/10", 100 for a percentage."""
        if self.unit == "%":
            return 100.0
        return (float(self.unit[3:]) or None) if re.fullmatch(r"of \d+(?:\.\d+)?", self.unit) else None  # "0/0" is no score

    def agrees(self, value: float) -> bool:
        """Whether `value` may be printed like this: rounded or cut at the last digit, within 10 % of "about"."""
        if self.approximate and abs(value - self.value) <= 0.1 * max(abs(value), abs(self.value)):
            return True
        return abs(value - self.value) < self.step - _EPSILON or abs(value - self.value) < _EPSILON

    def rounds(self, value: float) -> bool:
        """Whether `value` rounds to this, either way at a half."""
        return abs(value - self.value) <= self.step / 2 + _EPSILON * max(1.0, abs(value))


@lru_cache(maxsize=16384)
def figures(text: Text) -> tuple[Figure, ...]:
    """Every number of `text` that is one value, in order."""
    return tuple(figure for quantity in _quantities(text) if (figure := _figure(quantity, text)) is not None)


def only_figure(text: Text) -> Figure | None:
    """The number that a table's cell holds; None if it holds none or several."""
    bare = _BARE.fullmatch(text.plain)
    if bare:
        start, end = bare.start("sign") if bare["sign"] else bare.start("digits"), bare.end()
        end = len(text.plain[:end].rstrip(" *_✅✓✔❌⚠️🟢🟡🔴"))
        digits = bare["digits"]
        value = float(digits.replace(",", "")) * (-1 if bare["sign"] in ("-", "−", "–") else 1)
        unit = "%" if bare["percent"] else f"of {int(bare['of'])}" if bare["of"] else ""
        span = text.span(start, end)
        quantity = Quantity(value, value, unit, text.plain[start:end], span, bool(bare["about"]), stated=value)
        return Figure(
            value,
            _step(digits),
            unit,
            text.plain[start:end],
            span,
            start,
            end,
            bool(bare["about"]),
            bool(bare["more"]),
            bool(bare["sign"]),
            quantity,
        )
    found = _quantities(text)
    return _figure(found[0], text) if len(found) == 1 else None


def agreeing(unit: str, other: str) -> bool:
    """Whether two units are the same, or one is not written."""
    return unit == other or not unit or not other


def shown(value: float) -> str:
    """A computed number for people: at most three decimals, no trailing zeros, thousands grouped."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _quantities(text: Text) -> tuple[Quantity, ...]:
    # Column 2: the text is not known to begin its line. Offsets become places by the text's own map.
    return quantities(text.plain, 1, 2) if len(text.plain) < 2000 and _NUMBER.search(text.plain) else ()


def _figure(quantity: Quantity, text: Text) -> Figure | None:
    start, end = quantity.span.column - 2, quantity.span.end_column - 2
    digits = _DIGITS.search(quantity.text)
    if quantity.stated is None:
        return None
    span = text.span(start, end)
    placed = Quantity(
        quantity.low,
        quantity.high,
        quantity.unit,
        quantity.text,
        span,
        quantity.approximate,
        quantity.strict,
        quantity.stated,
        quantity.words,
    )
    step = 1.0
    if digits:
        written = float(digits[0].replace(",", "").replace("_", ""))
        step = _step(digits[0]) * (abs(quantity.stated / written) if written and quantity.stated else 1.0)
    bounded = quantity.low is None or quantity.high is None
    return Figure(
        quantity.stated, step, quantity.unit, quantity.text, span, start, end, quantity.approximate, bounded, quantity.stated < 0, placed
    )


def _step(digits: str) -> float:
    decimals = len(digits.partition(".")[2])
    return float(10.0**-decimals)
