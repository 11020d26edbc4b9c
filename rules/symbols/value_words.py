"""Whether a number is a setting's as far as words tell, and the words it stands under."""

from __future__ import annotations

import re

from verifier.model import Quantity
from verifier.reading.clause import Clause
from verifier.repository.kinds import language_of

from .wording import TELLING, roots

# What is measured when the program runs, or counts something of the report or the code base, is no setting.
_RUNTIME = re.compile(
    r"\b(?:latency|throughput|response times?|p\d\d|percentile|benchmark\w*|memory usage|cpu|rps|qps|concurrent "
    r"(?:users|connections)|uptime|load times?|bundle|took|takes|elapsed|measured|"
    r"overhead|faster|slower|improv\w+|reduc\w+|coverage|score|rating|estimat\w+|effort|weeks?|sprint|per "
    r"user action|hours? of work|average|avg|typical\w*|supports? up to|handles? up to|scal\w+|"
    r"hit rate|confidence|nesting|tested with|tests?|lines?|files?|functions?|classes|issues?|bugs?|complexity"
    r"|commits?|users|companies|customers|price|cost|\$)\b",
    re.I,
)
_COUNTED = frozenset(
    "message character connection request retry attempt reconnect worker token thread failure success item "
    "entry byte x time times process replica result page round record row level "
    "session reconnection event job chunk task second query char try".split()
)


def above(clause: Clause) -> str:
    """The words that a clause stands under: its key, its items above, its row's head, its lead-in, the nearest heading."""
    context = clause.context
    row = " ".join(cell.text.plain for cell in context.row[:3])
    lead = context.lead_in.plain if context.lead_in else ""
    titles = " ".join(context.titles[-1:])
    return " ".join((context.key, *(parent.plain for parent in context.parents[-2:]), row, context.header, lead, titles))[:500]


def _counts_or_adds(quantity: Quantity, text: str) -> bool:
    """Whether a number tells how many are listed behind it, or is a term of a sum: "core (3): a, b, c", "`level + 1`"."""
    if quantity.stated is None:
        return False
    number = f"{quantity.stated:g}"
    return bool(re.search(rf"\({number}\)\s*:|[\w)] [+*] {number}\b|\b{number} [+*] [\w(]", text))


def setting_like(quantity: Quantity, near: str, statement: str, clause: Clause) -> bool:
    """Whether a quantity is a setting's value as far as words tell."""
    unit = quantity.unit.partition("/")[0]
    rate = "/" in quantity.unit
    if _counts_or_adds(quantity, clause.statement.text.plain):
        return False
    if quantity.strict or not quantity.stated or (quantity.unit == "%" and quantity.stated == 100):
        return False  # a bound on what happens, nothing, everything
    if quantity.approximate or quantity.unit.startswith("of "):
        return False
    if unit and unit not in _COUNTED and unit not in {"%"} and not (rate and unit in {"", *_COUNTED}):
        return False
    said = roots(near)
    if rate and quantity.unit.endswith("/second") and not roots(statement) & {"limit", "throttle"}:
        return False
    if _RUNTIME.search(near) and not said & {"timeout", "interval", "ttl", "ping", "reconnect", "retry", "limit"}:
        return False
    if _RUNTIME.search(statement) and near == statement:
        return False
    return (
        bool(said & TELLING)
        or bool(roots(statement) & TELLING)
        or (rate and bool(roots(above(clause)) & {"limit", "throttle"}))
        or (unit == "second" and bool(roots(above(clause)) & TELLING))
    )


def is_anchor(text: str) -> bool:
    """Whether `name: number` is a file and a line of it: `app.py:3`."""
    match = re.fullmatch(r"[`\"']?([\w./-]+\.\w+):\d+(?:-\d+)?[`\"']?", text.strip())
    return match is not None and language_of(match[1]) is not None
