"""Things listed below a lead or heading that tells one thing of each: "Functions without docstrings:", "- `a.py:12` - `turn()`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.model import Side, Span
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Path, Role
from verifier.reading.says.slots import SLOT, bare, slotted

_FORMS = frozenset((Form.ITEM, Form.KEY_VALUE, Form.SENTENCE))
_FENCES = frozenset((FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE, FenceClass.DIAGRAM, FenceClass.SHELL))
_UNREAL = frozenset((Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT, Role.BEFORE))
_NAME = re.compile(r"[A-Za-z_$][\w.$]*(?:\(\))?")
_PLACE = re.compile(r"(?P<path>[^\s:]*[\w)\]]\.\w+|[^\s:]+/[^\s:]+)(?::L?(?P<line>\d+)(?:[-–]L?\d+)?)?")
_NAMES = rf"(?P<names>{SLOT}(?:(?:,\s*|\s+and\s+|,\s+and\s+){SLOT}){{0,9}})"
_ITEM = tuple(
    re.compile(rf"^(?:(?:the\s+)?(?:function|method|class)\s+)?{pattern}(?P<tail>\s*[-–—:(].*)?$", re.I)
    for pattern in (
        rf"(?P<file>{SLOT})(?:\s*\((?:lines?\s+|L)(?P<line>\d+)(?:[-–]\d+)?\))?\s*[-–—:]\s*{_NAMES}",
        rf"{_NAMES}(?:\s+(?:function|method|class))?\s+(?:in|at|\(|[-–—])\s*(?P<file>{SLOT})(?::(?P<line>\d+))?\)?",
        rf"{_NAMES}(?:\s+(?:function|method|class))?",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The names of one item: of `file`, "" where it names none, near the 1-based `line`, 0 where it tells none; `taken` are its words."""

    file: str
    line: int
    names: tuple[str, ...]
    taken: tuple[Span, ...]
    text: str


def told_above(clause: Clause, predicate: re.Pattern[str]) -> re.Match[str] | None:
    """What the predicate matches of the lead-in, or else of the heading nearest above; None where they don't tell it of what they list."""
    context = clause.context
    if clause.form not in _FORMS or clause.position or context.fence in _FENCES or clause.side is Side.BEFORE:
        return None
    if clause.statement.mark is Mark.YES or clause.statement.ticked:
        return None
    if _UNREAL & {context.lead_in_role, *(section.role for section in context.sections)}:
        return None
    lead = context.lead_in.plain if context.lead_in is not None else context.sections[-1].title if context.sections else ""
    return predicate.match(re.sub(r"^[\W\d]+", "", lead).rstrip(" :*"))


def listed(clause: Clause) -> Iterator[Listed]:
    """What an item lists, if it names functions or classes and nothing else of them; what stands behind a dash is left aside."""
    words = bare(clause.statement.text)
    slots = slotted(words, words.codes)
    match = next((match for pattern in _ITEM if (match := pattern.match(slots.text))), None)
    if match is None:
        return
    file = slots.name(match["file"]) if match.re.groupindex.get("file") and match["file"] else ""
    place = _PLACE.fullmatch(file) if file else None
    names = [slots.name(name) for name in re.findall(SLOT, match["names"])]
    paths = {mention.text for mention in clause.own(Path)}
    if (file and place is None) or not all(_NAME.fullmatch(name) and name not in paths for name in names):
        return
    line = (match["line"] if match.re.groupindex.get("line") else None) or (place["line"] if place else None)
    names_of = tuple(name.removesuffix("()") for name in names)
    yield Listed(file=place["path"] if place else "", line=int(line or 0), names=names_of, taken=slots.taken(match), text=words.plain)
