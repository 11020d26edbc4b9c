"""Every value that a file gives to a name: constants, attributes, keywords, defaults, entries, comparisons, flags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.facts.iota import enumerated
from verifier.facts.tokens import Token, Tokens, tokens_of_file
from verifier.facts.values import TIMES, Amount, evaluate

_NAME = re.compile(r'"[A-Za-z_][\w.\-]*$|"--[\w-]+$')
_STOP = frozenset(
    "if else for while return and or not in is lambda await new typeof case default import from as export "
    "type interface def class function".split()
)
_COMPARES = frozenset(("<", ">", "<=", ">="))
_UNITS = {"ms": 1e-3, "millis": 1e-3, "milliseconds": 1e-3, "msec": 1e-3}


@dataclass(frozen=True, slots=True)
class Assigned:
    """`name` gets `amount`, None when that is not a literal. `how`: value, compare, environment, argument, flag.

    `around`: the function or call it stands in.
    """

    name: str
    amount: Amount | None
    line: int
    how: str = "value"
    around: str = ""
    source: str = ""


def settings(path: str, language: str | None, data: bytes, small: bool) -> tuple[Assigned, ...]:
    """What a file gives to names, in order; nothing of a large one. `language`, which parsers go by, does not matter."""
    if not small:
        return ()
    text = data.decode("utf-8", "replace")
    counted = enumerated(text.splitlines()) if path.endswith(".go") and "iota" in text else ()
    constants = (Assigned(name, Amount(float(value)), line, source=str(value)) for name, value, line in counted)
    return (*assigned(tokens_of_file(path, text)), *constants)


def assigned(read: Tokens) -> tuple[Assigned, ...]:
    """What `read` assigns, in order."""
    return _Reader(read.row).read()


class _Reader:
    def __init__(self, row: Sequence[Token]) -> None:
        self.row = row
        self.known: dict[str, Amount | None] = {}
        self.found: list[Assigned] = []
        self.calls: list[str] = []
        self.function = ""
        self.indent = 0

    def read(self) -> tuple[Assigned, ...]:
        row = self.row
        for at, token in enumerate(row):
            text = token.text
            if token.kind == "op":
                if text in {"(", "[", "{"}:
                    before = row[at - 1] if at else None
                    self.calls.append(before.text if text == "(" and before is not None and before.kind == "name" else "")
                elif text in {")", "]", "}"} and self.calls:
                    self.calls.pop()
                continue
            if at and row[at - 1].text in {"def", "function", "func", "fn"} and token.kind == "name":
                self.function, self.indent = text, token.indent
            elif self.function and token.indent <= self.indent and at and row[at - 1].line < token.line and token.kind != "op":
                self.function = ""
            if token.kind == "number" or text in _STOP:
                continue
            if token.kind == "string" and not _NAME.match(text):
                continue
            self._at(at, token)
        return tuple(self.found)

    def _text(self, at: int) -> str:
        return self.row[at].text if at < len(self.row) else ""

    def _at(self, at: int, token: Token) -> None:
        """What the name at `at` is followed by."""
        name = token.text.lstrip('"').lstrip("-")
        follows = self._text(at + 1)
        if follows == "]" and token.kind == "string" and at and self._text(at - 1) == "[" and self._text(at + 2) == "=":
            self._add(name, at + 3)
        elif follows in {"=", ":=", "=>"}:
            if self._text(at - 1) != ":":  # a type
                self._add(name, at + 2)
        elif follows == "?" and self._text(at + 2) == ":":
            return
        elif follows == ":":
            self._colon(name, at)
        elif follows in _COMPARES and at + 2 < len(self.row) and self.row[at + 2].kind == "number":
            self._add(name, at + 2, "compare")
        elif follows == "," and token.kind == "string" and at and self._text(at - 1) == "(":
            if re.search(r"env|config|get|int|str", self.calls[-1] if self.calls else "", re.I):
                self._add(name, at + 2, "environment")
        elif (follows == "," and token.text.startswith('"--')) or (
            self._text(at - 1) == "-" and self._text(at - 2) == "-" and self.row[at + 1 : at + 2] and self.row[at + 1].kind == "number"
        ):
            self._add(name, at + (2 if follows == "," else 1), "flag")
        elif follows == "(" and at + 3 < len(self.row) and self._text(at + 3) == ")" and self.row[at + 2].kind in {"number", "string"}:
            self._add(name, at + 2, "argument")
        elif (
            (at == 0 or self.row[at - 1].line < token.line or self._text(at - 1) in {"define", "ENV"})
            and at + 1 < len(self.row)
            and self.row[at + 1].kind == "number"
            and self.row[at + 1].line == token.line
        ):
            self._add(name, at + 1)

    def _colon(self, name: str, at: int) -> None:
        """`name: value`, or `name: type = value`."""
        if at + 2 < len(self.row) and self.row[at + 2].line > self.row[at].line:
            return  # a block's head
        end = self._end(at + 2)
        depth, equals = 0, -1
        for index in range(at + 2, min(end, at + 30)):
            depth += (self._text(index) in {"(", "[", "{"}) - (self._text(index) in {")", "]", "}"})
            if depth == 0 and self._text(index) == "=":
                equals = index
                break
        self._add(name, equals + 1 if equals >= 0 else at + 2)

    def _end(self, start: int) -> int:
        """Where the expression that begins at `start` ends."""
        depth = 0
        line = self.row[start].line if start < len(self.row) else 0
        for index in range(start, min(start + 80, len(self.row))):
            token = self.row[index]
            if depth == 0 and (
                token.text in {",", ")", "]", "}", ";"}
                or (token.line > line and self._text(index - 1) not in {"*", "+", "||", "??", "or", "=", "("})
            ):
                return index
            depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"}) if token.kind == "op" else 0
            line = token.line if depth == 0 else line
        return min(start + 80, len(self.row))

    def _add(self, name: str, start: int, how: str = "value") -> None:
        if start >= len(self.row):
            return
        end = self._end(start) if how != "argument" else start + 1
        tokens = self.row[start:end]
        amount = evaluate(tokens, self.known.get) if how != "compare" else evaluate(tokens[:1], self.known.get)
        if name in self.known and self.known[name] != amount:
            self.known[name] = None
        else:
            self.known[name] = amount
        around = " ".join(dict.fromkeys(part for part in (*self.calls[-2:], self.function) if part))
        source = " ".join(token.text.lstrip('"') if token.kind == "string" else token.text for token in tokens[:12])
        self.found.append(Assigned(name, amount, self.row[start].line, how, around, source))


def named_unit(subwords: Sequence[str]) -> float:
    """Seconds of the time unit that ends a name (`PING_INTERVAL_MS`), 0 when none does."""
    last = subwords[-1] if subwords else ""
    if last in _UNITS:
        return _UNITS[last]
    return (
        TIMES[last] if (last in TIMES and len(last) > 2 and last not in {"min", "day", "week"}) or last in {"sec", "secs", "mins"} else 0.0
    )
