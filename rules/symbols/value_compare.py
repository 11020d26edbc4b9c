"""What the report says of a value, and whether what a name is given in code is that, in whatever unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from verifier.facts.settings import Assigned, named_unit
from verifier.facts.values import TIMES, Amount, number, switch, told
from verifier.knowledge.words import subwords
from verifier.model import Reason

from .wording import root, roots, timed

_PRODUCT = re.compile(rb"\b\d+\s*\*\s*(?:\d|[a-z_]*(?:second|minute|hour|day|kb|mb))|<<\s*\d\d|timedelta\(")
_RATED = frozenset(root(word) for word in "rate limit throttle per quota window requests minute hour".split())
_COMMON_VALUE = 10.0  # numbers up to here stand everywhere


class Handle(str, Enum):
    EXACT = "exact"
    TOLD = "told"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said. For an exact handle `name` and the literal `value`; else the interval, its unit, and the words around."""

    handle: Handle
    name: str
    value: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    text: str = ""
    near: str = ""
    statement: str = ""
    far: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    name: str
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    holds: bool | None
    sites: tuple[Place, ...] = ()
    certain: bool = False
    reason: Reason | None = None
    detail: str = ""


def amount_of(text: str) -> Amount:
    text = text.strip()
    if text[:1] in "\"'":
        return told(text[1:-1])
    return (number(text.replace(",", "")) if re.fullmatch(r"-?[\d_,.]+", text) else None) or told(text.replace(" ", ""))


def comparable(one: Amount, other: Amount) -> bool:
    """Whether two literals are of one sort, so that they may be said to differ."""
    if one.number is not None and other.number is not None:
        return one.unit == other.unit or "" in (one.unit, other.unit)
    return one.number is None and other.number is None and (switch(one.text) is None) == (switch(other.text) is None)


def equal(claimed: Amount, there: Amount, name: str) -> bool:
    """Whether a literal of the report is a literal of the code."""
    if claimed.number is not None and there.number is not None:
        if claimed.unit in {"second"} and there.unit == "":
            return _as_seconds(claimed.number, there.number, name)
        if claimed.unit == "%":
            return there.number in {claimed.number, claimed.number / 100} or (there.unit == "%" and there.number == claimed.number)
        if there.unit == "second" and claimed.unit == "":
            return there.number == claimed.number or there.text.rstrip("smhd") == f"{claimed.number:g}"
        return _close(claimed.number, there.number)
    if claimed.number is None and there.number is None:
        first, second = switch(claimed.text), switch(there.text)
        return (
            first is second
            if first is not None and second is not None
            else claimed.text == there.text or {claimed.text, there.text} <= {"None", "null", "nil"}
        )
    return False


def agrees(wanted: Wanted, one: Assigned) -> bool:
    """Whether what a name is given is what is said, in any unit that it may be in."""
    amount = one.amount
    if amount is None or amount.number is None:
        return False
    if wanted.value:
        return amount.number == float(wanted.value)
    value = wanted.low if wanted.low is not None else wanted.high
    if value is None:
        return False
    unit, _, per = wanted.unit.partition("/")
    if per:
        period = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}.get(per, 0.0)
        return _close(amount.number, value) and (not amount.per or amount.per == period)
    if unit == "second":
        return (
            _close(amount.number, value)
            if amount.unit == "second"
            else amount.unit == "" and not amount.per and _as_seconds(value, amount.number, one.name)
        )
    if unit == "byte":
        scale = next(
            (
                s
                for s, words in ((1024**2, {"mb", "megabyte"}), (1024, {"kb", "kilobyte"}), (1024**3, {"gb"}))
                if words & set(subwords(one.name))
            ),
            1,
        )
        low, high = wanted.low or value, wanted.high or value
        return any(low * 0.999 <= amount.number * factor <= high * 1.05 for factor in {1, scale})
    if unit == "%":
        return _close(amount.number, value) or _close(amount.number, value / 100)
    return amount.unit in {"", "byte"} and not amount.per and _close(amount.number, value)


def _as_seconds(seconds: float, raw: float, name: str) -> bool:
    """Whether a bare number is that many seconds: by the unit in its name, else in seconds or milliseconds, or as minutes and up."""
    unit = named_unit(subwords(name))
    if unit:
        return _close(raw * unit, seconds)
    if re.search(r"minute|hour|day", name, re.I):
        factor = next(TIMES[word] for word in ("minute", "hour", "day") if word in name.lower())
        return _close(raw * factor, seconds)
    return _close(raw, seconds) or _close(raw, seconds * 1000)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)


def shown(one: Assigned) -> str:
    if one.how == "compare" and one.amount is not None:
        return str(one.amount)
    amount = one.amount
    plain = one.source.replace(" ", "") if re.fullmatch(r"[\d\s_.*+/()-]+", one.source) else one.source
    return plain[:80] if amount is not None and (len(plain) < 60) else str(amount) if amount is not None else plain[:80]


def spelled(wanted: Wanted) -> tuple[Callable[[bytes], bool], ...]:
    """Whether a file holds the number, as it may be written; for times and sizes, then, whether it holds products of numbers."""
    value = float(wanted.value) if wanted.value else wanted.low if wanted.low is not None else wanted.high or 0.0
    unit = wanted.unit.partition("/")[0]
    factors = {
        "second": (1.0, 1000.0, 1 / 60, 1 / 3600, 1 / 86400),
        "%": (1.0, 0.01),
        "byte": (1.0, 1e-3, 1e-6, 1 / 1024, 1 / 1024**2),
    }.get(unit, (1.0,))
    forms: set[str] = set()
    for factor in factors:
        number_there = value * factor
        forms.add(f"{number_there:.10g}")
        if number_there == int(number_there):
            forms |= {f"{int(number_there)}", f"{int(number_there):_}", f"{int(number_there)}.0"}
    plain = "|".join(re.escape(form) for form in sorted(forms) if form != "0")
    number = re.compile(rf"(?:{plain})(?![\d.]*\d)".encode())  # a look behind at its head would make the search ten times slower

    def written(data: bytes) -> bool:
        return any(match.start() == 0 or data[match.start() - 1] not in b"0123456789." for match in number.finditer(data))

    def multiplied(data: bytes) -> bool:
        return bool(_PRODUCT.search(data))

    return (written, multiplied) if unit in {"second", "byte"} else (written,)


def least_fit(wanted: Wanted) -> float:
    """How well a name must fit: a number that stands everywhere needs more than 3600."""
    value = wanted.high if wanted.low is None else wanted.low
    value = float(wanted.value) if wanted.value.isdigit() else value
    if value is not None and wanted.unit in {"", "x"} | {"failure", "success"} and abs(value) <= _COMMON_VALUE:
        return 1.0
    return 0.9 if value is not None and abs(value) < 100 else 0.8


def conceivable(wanted: Wanted, one: Assigned) -> bool:
    """Whether the name may be of the sort of the number: no timeout of 5 attempts, no rate in what says nothing of one."""
    unit, _, per = wanted.unit.partition("/")
    if per and one.amount is not None and not one.amount.per:
        return bool((roots(one.name) | roots(one.around)) & _RATED)
    return wanted.handle is not Handle.TOLD or (unit in {"second", "", "%"} and (unit != "" or bool(wanted.value))) or not timed(one.name)
