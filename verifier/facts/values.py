"""What a piece of code comes to, where that can be told without running it: numbers, times, sizes, rates, strings, switches."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verifier.facts.tokens import Token

_SECONDS = {
    1e-3: "ms msec msecs millis millisecond milliseconds",
    1.0: "s sec secs second seconds",
    60.0: "m min mins minute minutes",
    3600.0: "h hr hrs hour hours",
    86400.0: "d day days",
    604800.0: "w week weeks",
}
TIMES = {word: scale for scale, words in _SECONDS.items() for word in words.split()}
BYTES = {
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "kb": 1024,
    "k": 1024,
    "mb": 1024**2,
    "m": 1024**2,
    "gb": 1024**3,
    "g": 1024**3,
    "kib": 1024,
    "mib": 1024**2,
    "gib": 1024**3,
}
_QUANTITY = re.compile(r"^\s*(?P<number>\d[\d_,]*(?:\.\d+)?)\s*(?P<unit>[A-Za-z%]*)\s*$")
_RATE = re.compile(r"^\s*(?P<number>\d[\d_]*)\s*(?:/|per|in)\s*(?:(?P<count>\d+)\s*)?(?P<unit>[A-Za-z]+)\s*$")
_SUM = re.compile(r"[\d_.eE+\-*/()<\s]+")
_MEASURES = re.compile(r"(?:from_?|of_?|^)(millis(?:econds)?|secs?|seconds|mins?|minutes|hours|days|weeks)$", re.I)
_ENVIRONMENT = re.compile(r"^(?:getenv|environ|env|config|get|int|float|str|bool|decouple|Env|Getenv|getEnv|EnvInt|GetInt)$")
_CASTS = frozenset("int float str bool Number parseInt parseFloat String Boolean Decimal number toNumber".split())
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_WORTH = frozenset("True False true false None null nil undefined".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """A value: `number` in `unit` ("second", "byte", "%", "" when the code says none), or `text`.

    `per`: seconds of a rate's period, 0 for none. `environment`: an environment variable may replace it.
    """

    number: float | None = None
    unit: str = ""
    text: str = ""
    per: float = 0.0
    environment: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return self.text or '""'
        return self.text or f"{self.number:g}"


Lookup = Callable[[str], "Amount | None"]


def evaluate(row: Sequence[Token], lookup: Lookup) -> Amount | None:
    """The value of an expression; `lookup` gives those of names. None when it depends on more than that."""
    row = _bare(row)
    if not row or len(row) > 60:
        return None
    if len(row) == 1:
        return _single(row[0], lookup)
    default = _default(row, lookup)
    if default is not None:
        return default
    delta = _duration(row)
    if delta is not None:
        return delta
    return _arithmetic(row, lookup)


def _bare(row: Sequence[Token]) -> Sequence[Token]:
    """Without `as const`, casts and brackets around it all."""
    row = list(row)
    while row and row[-1].text in {",", ";"}:
        row.pop()
    if len(row) > 2 and row[-2].text == "as":
        row = row[:-2]
    for _ in range(4):
        if len(row) > 2 and row[0].text in _CASTS and row[1].text == "(" and _closes(row, 1) == len(row) - 1:
            inner = row[2:-1]
            comma = next((i for i, t in enumerate(inner) if t.text == "," and _depth(inner, i) == 0), len(inner))
            row = inner[:comma]
        elif len(row) > 2 and row[0].text == "(" and _closes(row, 0) == len(row) - 1:
            row = row[1:-1]
        else:
            break
    return row


def _closes(row: Sequence[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(row)):
        depth += (row[index].text in {"(", "[", "{"}) - (row[index].text in {")", "]", "}"})
        if depth == 0:
            return index
    return -1


def _depth(row: Sequence[Token], at: int) -> int:
    return sum((t.text in {"(", "[", "{"}) - (t.text in {")", "]", "}"}) for t in row[:at])


def _single(token: Token, lookup: Lookup) -> Amount | None:
    if token.kind == "number":
        return number(token.text)
    if token.kind == "string":
        return told(token.text[1:]) if token.text.startswith('"') else None
    if token.text in _WORTH:
        return Amount(text=token.text)
    return lookup(token.text) if token.kind == "name" else None


def number(text: str) -> Amount | None:
    """A numeric literal, suffixes and all: 1_000, 0x1F, 30s, 10L, 1e3."""
    plain = text.replace("_", "")
    try:
        return Amount(float(int(plain, 0)) if re.fullmatch(r"0[xXoObB]\w+", plain) else float(re.sub(r"(?<=[\d.])[fFdDlLuU]$", "", plain)))
    except ValueError:
        return told(text)


def told(text: str) -> Amount:
    """A string's value: "30s", "100/m", "10mb" and "15" are amounts, anything else is itself."""
    rate = _RATE.match(text)
    if rate and rate["unit"].lower() in TIMES:
        return Amount(float(rate["number"].replace("_", "")), text=text, per=TIMES[rate["unit"].lower()] * float(rate["count"] or 1))
    match = _QUANTITY.match(text)
    if not match:
        return Amount(text=text)
    value, unit = float(match["number"].replace(",", "").replace("_", "")), match["unit"].lower()
    if not unit:
        return Amount(value, text=text)
    if unit == "%":
        return Amount(value, "%", text)
    if unit in TIMES and (unit != "m" or match["unit"] == "m"):
        return Amount(value * TIMES[unit], "second", text)
    if unit in BYTES:
        return Amount(value * BYTES[unit], "byte", text)
    return Amount(text=text)


def _default(row: Sequence[Token], lookup: Lookup) -> Amount | None:
    """The value that holds when the environment says nothing: `getenv("X", "5")`, `env.X || 5`, `x or 5`."""
    for at, token in enumerate(row):
        if token.text in {"||", "??", "or"} and _depth(row, at) == 0:
            found = evaluate(row[at + 1 :], lookup)
            return Amount(found.number, found.unit, found.text, found.per, True) if found else None
    for at, token in enumerate(row):
        if (
            token.text == "("
            and at
            and _ENVIRONMENT.match(row[at - 1].text)
            and row[at + 1 : at + 2]
            and row[at + 1].kind == "string"
            and _closes(row, at) == len(row) - 1
        ):
            inner = row[at + 1 : -1]
            comma = next((i for i, t in enumerate(inner) if t.text == "," and _depth(inner, i) == 0), -1)
            if comma < 0:
                return None
            rest = list(inner[comma + 1 :])
            named = next((i for i, t in enumerate(rest) if t.text == "default" and rest[i + 1 : i + 2] and rest[i + 1].text == "="), -1)
            rest = rest[named + 2 :] if named >= 0 else rest
            stop = next((i for i, t in enumerate(rest) if t.text == "," and _depth(rest, i) == 0), len(rest))
            found = evaluate(rest[:stop], lookup)
            return Amount(found.number, found.unit, found.text, found.per, True) if found else None
    return None


def _duration(row: Sequence[Token]) -> Amount | None:
    """`timedelta(minutes=15)`, `Duration.ofSeconds(30)`, `time.Second * 30`."""
    texts = [token.text for token in row]
    if "timedelta" in texts and texts[-1] == ")":
        total, found = 0.0, False
        for at, text in enumerate(texts):
            if text in TIMES and texts[at + 1 : at + 2] == ["="] and at + 2 < len(texts):
                stop = next((i for i in range(at + 2, len(texts)) if texts[i] in {",", ")"}), len(texts))
                value = evaluate(row[at + 2 : stop], lambda _: None)
                if value is None or value.number is None:
                    return None
                total, found = total + value.number * TIMES[text], True
        return Amount(total, "second", "".join(texts)) if found else None
    if len(row) > 3 and texts[-1] == ")" and texts[-3] == "(" and row[-2].kind == "number":
        measure = _MEASURES.search(texts[-4])
        value = number(texts[-2])
        if measure and value and value.number is not None:
            return Amount(value.number * TIMES[measure[1].lower()], "second", "".join(texts))
    if "time" in texts and "." in texts and any(text.lower() in TIMES for text in texts):
        factor = next(TIMES[text.lower()] for text in texts if text.lower() in TIMES)
        numbers = [number(token.text) for token in row if token.kind == "number"]
        if len(numbers) <= 1 and all(text in {"time", ".", "*"} or text.lower() in TIMES or text[:1].isdigit() for text in texts):
            value = numbers[0] if numbers else Amount(1.0)
            return Amount(value.number * factor, "second", "".join(texts)) if value and value.number is not None else None
    return None


def _arithmetic(row: Sequence[Token], lookup: Lookup) -> Amount | None:
    """Sums and products of literals and known names."""
    parts: list[str] = []
    unit = ""
    for token in row:
        if token.kind == "number":
            value = number(token.text)
        elif token.kind == "name":
            value = lookup(token.text)
        elif token.text in {"+", "-", "*", "/", "(", ")", "**", "<"}:
            parts.append(token.text)
            continue
        else:
            return None
        if value is None or value.number is None:
            return None
        unit = unit or value.unit
        parts.append(repr(value.number))
    source = " ".join(parts)
    if not _SUM.fullmatch(source):
        return None
    result = _calculated(source)
    return Amount(result, unit) if result is not None else None


def _calculated(source: str) -> float | None:
    """Only numbers and operators get here; powers are kept small."""
    import ast
    import operator

    operators: dict[type, Callable[[float, float], float]] = {
        ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
        ast.Pow: lambda a, b: a**b if abs(b) < 64 and abs(a) < 1e6 else float("nan"),
        ast.LShift: lambda a, b: a * 2**b if 0 <= b < 64 else float("nan"),
    }  # fmt: skip

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return float(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.BinOp) and type(node.op) in operators:
            return operators[type(node.op)](value(node.left), value(node.right))
        raise ValueError(source)

    try:
        result = value(ast.parse(source.strip().replace("< <", "<<"), mode="eval").body)
        return result if math.isfinite(result) else None
    except (ValueError, SyntaxError, ZeroDivisionError, OverflowError, RecursionError, MemoryError):
        return None


def switch(text: str) -> bool | None:
    """A truth value in any language's words."""
    return _SWITCHES.get(text.lower())
