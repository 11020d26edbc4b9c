"""How reports tell how many lines a function or a class has: "`lend` is 26 lines long", "a 26-line method `lend`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.model import Quantity, Span
from verifier.reading.clause import Clause, Fence, Form, Path, Symbol
from verifier.reading.says.slots import SLOT, Slots, bare, slots_of, slotted

_KIND = r"(?:functions?|methods?|class(?:es)?|components?|hooks?|constructors?|structs?)"
_LINES = (
    r"(?:[~≈]\s*|(?:about|around|approximately|roughly|nearly|almost|over|more than|exactly)\s+)?"
    r"(?P<number>\d[\d,]*)\+?[\s-]+(?:lines?|LOC)\b"
)
_UNDER = re.compile(
    r"\b(?:function|method)\s+(?:length|size|lines)|\b(?:long(?:est)?|large(?:st)?|big(?:gest)?)\s+(?:functions?|methods?|class(?:es)?)\b",
    re.I,
)
_APART = r"(?!\s+(?:below|above|away|apart|ahead|after|before|further|down|up|off|from)\b)"  # a distance
_SHAPES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "`a.py:1-4` - `lend()` (26 lines)", "`lend()`: 26 lines of code"
        rf"^(?:\d+\.\s+)?(?P<place>{SLOT}\s*[:–—-]\s*)?(?:the\s+)?(?P<before>{_KIND}\s+)?(?P<name>{SLOT})(?P<behind>\s+{_KIND})?"
        rf"\s*(?:[:–—-]|\()\s*{_LINES}(?:\s+(?:of\s+code|long))?\)?(?P<tail>.*)$",
        # "The method `lend` spans 26 lines"
        rf"^(?:\d+\.\s+)?(?P<place>(?:in\s+)?{SLOT}\s*[:,–—-]\s*)?(?:the\s+)?(?P<before>{_KIND}\s+)?(?P<name>{SLOT})(?P<behind>\s+{_KIND})?"
        r"\s+(?:is|spans|has|takes(?:\s+up)?|runs\s+(?:to|over|for)|counts|stretches\s+over|contains)\s+"
        rf"{_LINES}{_APART}(?:\s+(?:long|of\s+code|in\s+length))?(?P<tail>.*)$",
        # "Function `lend` in `a.py` is too long (26 lines)"
        rf"^(?:\d+\.\s+)?(?:the\s+)?(?P<before>{_KIND}\s+)?(?P<name>{SLOT})(?P<behind>\s+{_KIND})?(?P<place>\s+(?:in|of|from|at)\s+{SLOT})?"
        rf"\s+is\s+(?:\w+\s+)?(?:long|large|big|huge|lengthy)\s*(?:\(|at\s+|[:–—-]\s*){_LINES}\)?(?P<tail>.*)$",
        # "`Desk` is a God class (~500 lines)"
        rf"^(?:\d+\.\s+)?(?:the\s+)?(?P<before>{_KIND}\s+)?(?P<name>{SLOT})(?P<behind>\s+{_KIND})?(?P<place>\s+(?:in|of|from|at)\s+{SLOT})?"
        rf"\s+(?:is|has\s+become)\s+an?\s+(?:[\w-]+\s+){{1,4}}\({_LINES}\)(?P<tail>.*)$",
        # "A 26-line function `lend`"
        rf"^(?:\d+\.\s+)?(?:an?\s+|the\s+)?{_LINES}\s+(?P<before>{_KIND}\s+)(?P<name>{SLOT})(?P<tail>.*)$",
    )
)
# "**MoonStore:** Focused service (26 lines)": what stands before the bracket says what the key is.
_OF_KEY = re.compile(rf"^(?:(?P<key>[A-Za-z]\w+)\s*[:–—-]\s*)?(?:[\w-]+\s+){{1,4}}\({_LINES}(?:\s+of\s+code)?\)(?P<tail>\W*)$", re.I)
_CAMEL = re.compile(r"(?:[A-Z][a-z0-9]+){2,}")
# "a.py::turn", as pytest and others name what stands in a file
_NODE = re.compile(r"`?(?P<file>[\w./-]+\.[A-Za-z]+)::?(?P<name>[A-Za-z_]\w*(?:(?:\.|::)\w+)*)(?:\(\))?`?")
_LONE = re.compile(r"^\W*\w*$")  # at most a word behind what stands in a list by itself: "(4 lines) ⚠️ HIGH"
_CHANGED = re.compile(r"\b(?:chang|add|remov|delet|sav|extract|reduc|mov|duplicat|cut|trim|shorten|split)\w*\b|→|->|=>", re.I)
_NAME = re.compile(r"[A-Za-z_$][\w$.]*")
_LISTED = re.compile(
    r"^\s*(?P<name>[A-Za-z_$][\w$]*)\(\)\s+(?:#|//|--)\s*[~≈]?(?P<number>\d{1,5})\s+(?:lines?|LOC)\s*(?P<tail>[^\w\s].*)?$", re.I
)
_COLUMN = re.compile(r"^\W*(?:lines?|loc|length|size)(?:\s*\((?:lines?|loc)\))?(?:\s+of\s+code)?\W*$", re.I)
_NAMED = re.compile(rf"^\W*(?:name\s+of\s+)?{_KIND}(?:\s+name)?\W*$", re.I)
_WHOLE = re.compile(r"\W*[~≈]?\d[\d,]*\+?(?:\s*(?:lines?|LOC))?\W*", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """A definition's name, the number of its lines as written, and the places of the words that say so."""

    name: str
    number: str
    explains: tuple[Span, ...]
    quantity: Quantity | None = None


def said_in(clause: Clause) -> Said | None:
    """What a clause says of the length of one definition."""
    if clause.form is Form.CELL:
        return _in_a_row(clause)
    whole = clause.statement.text
    slots = slots_of(clause) if clause.position or clause.text == whole.plain else slotted(bare(whole), bare(whole).codes)
    for listed, shape in enumerate(_SHAPES):
        match = shape.match(slots.text)
        if match is None or slots.continues(match) or _CHANGED.search(match["tail"]):
            continue
        if listed == 0 and not (_is_called(match, slots) or (_LONE.match(match["tail"]) and (match["place"] or _under(clause)))):
            continue
        name = _name(slots.name(match["name"]))
        if name and name not in {mention.text for mention in clause.own(Path)}:
            return Said(name, match["number"], slots.taken(match), _quantity(clause, match["number"]))
    match, key = _OF_KEY.match(slots.text), clause.context.key.strip(" *`:")
    if match is not None and _CAMEL.fullmatch(key) and match["key"] in (None, key) and not _CHANGED.search(slots.text):
        return Said(key, match["number"], slots.taken(match), _quantity(clause, match["number"]))
    return None


def listed_in(fence: Fence) -> Iterator[tuple[int, str, str]]:
    """The lines of a block, from 0, that list a function with its length, its name and the number: "lend()  # 26 lines"."""
    for row, line in enumerate(fence.lines):
        if match := _LISTED.match(line):
            yield row, match["name"], match["number"]


def _in_a_row(clause: Clause) -> Said | None:
    """A number in a column of lengths, in the row of a function or class."""
    if not _COLUMN.match(clause.context.header) or not _WHOLE.fullmatch(clause.text):
        return None
    for at, cell in enumerate(clause.context.row):
        name = _name(cell.text.plain.strip(" `*"))
        called = at == 0 and cell.text.plain.strip(" `*").endswith(")")  # in a row of a file, what stands behind is only in it
        if name and (_NAMED.match(cell.header) or called):
            number = re.sub(r"[^\d,]", "", clause.text)
            named = (m.span for m in clause.all(Symbol) if m.text.strip("`") in cell.text.plain)
            return Said(name, number, (clause.span, *named), next(iter(clause.quantities), None))
    return None


def _is_called(match: re.Match[str], slots: Slots) -> bool:
    """Whether words or brackets tell that a function or a class is named."""
    name = slots.name(match["name"]).strip("`")
    return bool(match["before"] or match["behind"]) or name.endswith(")") or bool(_NODE.fullmatch(name))


def _under(clause: Clause) -> bool:
    lead = clause.context.lead_in.plain if clause.context.lead_in else ""
    return bool(_UNDER.search(" . ".join((*clause.context.titles[-2:], lead, clause.context.key))))


def _name(text: str) -> str:
    """The name in a slot, without arguments and the file before it; "" for what is no name."""
    if node := _NODE.fullmatch(text):
        return str(node["name"].replace("::", "."))
    name = re.sub(r"\(.*\)$", "", text.strip("`"))
    return name if _NAME.fullmatch(name) else ""


def _quantity(clause: Clause, number: str) -> Quantity | None:
    value = float(number.replace(",", ""))
    return next((one for one in clause.quantities if one.stated == value), None)
