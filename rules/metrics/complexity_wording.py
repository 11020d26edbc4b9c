"""What a clause says of complexity: which of the functions' numbers, and the values that make it true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from verifier.model import Quantity
from verifier.reading.clause import Clause, Form, Symbol, of_kind
from verifier.reading.mentions import mentions

_TOPIC = re.compile(r"\b(?:cyclomatic|mccabe|complexity|\bcc\b)", re.I)
_NOT_IT = re.compile(
    r"\b(?:cognitive|time|space|algorithmic|service|business|implementation|build|task|ui|O\()\s*complexity|complexity of O\(", re.I
)
_A_RULE = re.compile(
    r"\b(?:target|goal|threshold|limit|standards?|guidelines?|polic(?:y|ies)|rules?|conventions?|requirements?|enforced?|allowed|configured"
    r"|flag(?:s|ged)|warn(?:s|ings?)?|violations?|C901)\b",
    re.I,
)
_GUIDE = re.compile(r"\b(?:guide|guidelines|standards|handbook|conventions|contributing)\b", re.I)  # its numbers are what is aimed at
_AVERAGE = re.compile(r"\b(?:average|avg|mean)\b", re.I)
_HIGHEST = re.compile(r"\b(?:max(?:imum)?|highest|worst|peak|top|most complex)\b", re.I)
_MOST = re.compile(r"\b(?:most|majority|mostly|typically|generally|usually|nearly all|almost all|often|many|largely)\b", re.I)
_EXCEEDS = re.compile(r"\b(?:exceed\w*|surpass\w*|(?:go(?:es)?|rises?|is|are) (?:over|above|beyond))\b[^.;,]*$", re.I)
_OVER = re.compile(
    r"(?:functions?|methods?)\b[^.;]{0,200}?(?:(?:complexity|\bcc)\W{0,3}(?P<sign>>=|≥|>|over|above|exceeding)\s{0,3}|exceed[^.;\d]{0,60})(?P<number>\d+)",
    re.I,
)
_COGNITIVE = re.compile(r"\bcognitive\W{0,3}(?:complexity\W{0,3})?(?:of |is )?$", re.I)  # another measure
_OF_TEN = re.compile(r"\s*/\s*\d")
_UNITS = frozenset(("", "per", "function", "method", "point"))


class What(str, Enum):
    HIGHEST = "highest"  # of all functions: it fits, so all do, or (with a lower bound) one does
    AVERAGE = "average"
    COUNT = "count"  # functions above a bound
    MOST = "most"  # more than half of them fit
    FUNCTION = "function"
    ANY = "any"  # a number for a file, which may be its highest, average or total


@dataclass(frozen=True, slots=True)
class Target:
    what: What
    function: str = ""
    above: float = 0.0  # the bound of COUNT: greater than this
    by_tool: bool = False  # radon or lizard is named, or one of radon's ranks


@dataclass(frozen=True, slots=True)
class Saying:
    """A number told of complexity; `quantity` holds the values that make it true."""

    target: Target
    quantity: Quantity


_TOOL = re.compile(r"\b(?:radon|lizard)\b", re.I)
_RANKED = re.compile(r"\b[A-F]\W{1,4}\d+\b|\b\d+\W{1,4}[A-F]\b")
_BEFOREHAND = re.compile(r"^\W*(?:with|at|having)\s", re.I)  # "With a complexity of 6, `f` is easy to follow"
_FURTHER = re.compile(r"^(?:with|at|which|and|it|its)\s", re.I)  # more of what the clause before is about
_BARE = re.compile(r"\W*(?:(?:cyclomatic|complexity|cc|rank|grade|[a-f]|\d[\d.]*)\b\W*)+", re.I)  # "`f` - Complexity: C (11)"
_OF_A_FUNCTION = re.compile(
    r"(?:^|\.)_{0,2}[a-z][A-Za-z0-9]*(?:_\w+|[A-Z]\w*)$|(?:^|\.)[a-z]\w*_\w+$|\w\.__\w+__$|^(?:[A-Z]\w*\.)?[a-z]\w*$"
)  # no class is named so


def sayings(clause: Clause) -> Iterator[Saying]:
    """What an assertive clause says of cyclomatic complexity. A rule to be kept ("flagged above 10") says nothing of the code."""
    told = clause.in_full
    context = clause.context
    lead = context.lead_in.plain if context.lead_in else ""
    asked = " ".join((context.header if clause.form is Form.CELL else "", lead, *context.titles[-1:]))
    if any(map(_GUIDE.search, context.titles[:1])):
        return
    if not _TOPIC.search(told) or _NOT_IT.search(told) or _A_RULE.search(f"{asked} {clause.statement.text.plain}"):
        return
    counted = _counted(clause)
    if counted is not None:
        yield counted
        return
    for quantity in clause.quantities:
        said = _said(clause, quantity)
        if said is not None:
            yield said


def _counted(clause: Clause) -> Saying | None:
    """How many functions are above a bound: "3 functions with complexity > 10", "Functions above 10: 3"."""
    over = _OVER.search(clause.in_full)
    if over is None:
        return None
    bound = float(over["number"])
    at = next((place for place, quantity in enumerate(clause.quantities) if quantity.stated == bound), -1)
    behind = [quantity for quantity in clause.quantities[at + 1 :] if quantity.unit in _UNITS]
    numbers = [quantity for quantity in clause.quantities if quantity.unit in {"function", "method"}] + behind
    count = next((quantity for quantity in numbers if quantity.stated is not None and quantity.low == quantity.high), None)
    return Saying(Target(What.COUNT, above=bound - (over["sign"] in {">=", "≥"})), count) if count is not None else None


def _said(clause: Clause, quantity: Quantity) -> Saying | None:
    """What a number says of complexity, and the values that make it true; None for a number of something else."""
    whole, told = clause.statement.text.plain, clause.in_full
    at = whole.find(quantity.text)
    before, behind = whole[: max(at, 0)], whole[max(at, 0) + len(quantity.text) :]
    if quantity.unit not in _UNITS or quantity.text.endswith("%") or _OF_TEN.match(behind):
        return None
    if _COGNITIVE.search(before):
        return None
    single = quantity.stated is not None and quantity.low == quantity.high
    topic = _TOPIC.search(whole)
    if told == whole and topic and at < topic.start() - 1 and quantity.unit != "complexity":
        return None  # "`complexipy` 3.3 (complexity analysis)": the number comes before the word
    bound = replace(quantity, low=quantity.stated, high=None, strict=True) if single and _EXCEEDS.search(before) else quantity
    upward = bound.low is not None and bound.high is None
    if clause.negated:
        if not upward:
            return None
        bound = replace(bound, low=None, high=bound.low, strict=not bound.strict)  # "none above 10"
    elif upward and re.search(r"\b(?:all|every|each)\b", whole, re.I):
        return None
    name = _function(clause, quantity)
    if _AVERAGE.search(told):
        return Saying(Target(What.AVERAGE), bound)
    if name:
        near = (told, *clause.context.titles[-2:], clause.context.lead_in.plain if clause.context.lead_in else "")
        return Saying(Target(What.FUNCTION, name, by_tool=any(map(_TOOL.search, near)) or bool(_RANKED.search(whole))), bound)
    if bound.low != bound.high:
        return Saying(Target(What.MOST if _MOST.search(whole) else What.HIGHEST), bound)
    return Saying(Target(What.HIGHEST if _HIGHEST.search(told) else What.ANY), bound)


def _function(clause: Clause, quantity: Quantity) -> str:
    """The function that a number belongs to, where one is named: the last of the clause's own before it, else of its row or parent."""
    own = [m for m in clause.own(Symbol) if (m.span.line, m.span.column) < (quantity.span.line, quantity.span.column)]
    if not own and _BEFOREHAND.match(clause.statement.text.plain):
        own = list(clause.own(Symbol))[:1]
    near = [*reversed(own), *(m for m in clause.all(Symbol) if m.origin.value in {"self", "row", "parent"})]
    names = [m.value.name for m in near if m.value.call or clause.form is Form.CELL or (m in own and _OF_A_FUNCTION.search(m.value.name))]
    if names:
        return names[0]
    further = _FURTHER.match(clause.text) or (clause.position > 0 and _BARE.fullmatch(clause.text))
    whole = of_kind(mentions(clause.statement.text), Symbol) if further else ()
    return whole[0].value.name if len(whole) == 1 and _OF_A_FUNCTION.search(whole[0].value.name) else ""
