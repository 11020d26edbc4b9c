"""A number in prose, with the exact name of its setting: "90 seconds (`task_time_limit`)", "client (`TIMEOUT_MS`): 6 seconds"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verifier.knowledge.words import stem, subwords
from verifier.model import Quantity
from verifier.reading.clause import Clause, Form
from verifier.reading.quantities import quantities
from verifier.shapes.lookup import states

_NAME = r"(?P<name>[A-Za-z_][\w.]*[A-Za-z0-9])"
_BRACKETS = re.compile(rf"^(?P<said>.*\S)\s*[(\[](?:see\s+|the\s+|setting\s+|from\s+|via\s+|=\s*)*`?{_NAME}`?[)\]]\W*$", re.I)
_ITEM = re.compile(rf"^(?P<what>[^.;]*?)\s*[(\[]`?{_NAME}`?[)\]]\s*(?::|=|–|—|-|is|are|of)\s*(?P<said>[^,;()]+?)[\s.!]*$", re.I)
_PUTS = re.compile(
    rf"^(?:[\w\s]+[:=]\s*)?`?{_NAME}`?\s+(?:puts|adds|sets|allows|gives|grants|caps|limits|keeps|charges|takes|holds|permits|leaves)\s+(?P<said>.*?)[\s.!]*$",
    re.I,
)
# A number that is not the setting's own: it is compared, changed, measured, or one of several.
_OTHER = re.compile(
    r"\b(?:from|than|instead|increas\w*|decreas\w*|reduc\w*|rais\w*|lower\w*|chang\w*|bump\w*|doubl\w*|halv\w*|of the|per|each|"
    r"every (?=\d)|twice|half|times(?! out)|below|above|under|over|exceed\w*|beyond|within|less|more|average|"
    r"usually|typically|sometimes|observed|measured|"
    r"took|takes about|should|could|would|might|may|was|were|used to|previously|recommend\w*|suggest\w*|consider|not|never|no longer|"
    r"except|unless|override\w*|overrid\w*|production|staging|tests?|development|version|line|lines|calls?|places?|usages?|uses|occurrences?)\b|n't\b",
    re.I,
)
_UPPER = frozenset("max maximum limit cap upper most ceiling quota capacity".split())
_LOWER = frozenset("min minimum lower least floor threshold".split())
_UNITS = frozenset(("second", "%", "byte"))


@dataclass(frozen=True, slots=True)
class Named:
    """A setting and its number: `value` as a literal to compare with code, `text` as it is written."""

    name: str
    value: str
    text: str


def number_of_setting(clause: Clause) -> Named | None:
    """The setting that a sentence names behind, before or as the subject of its only number."""
    text = clause.statement.text.plain.strip()
    match = _BRACKETS.match(text) or _ITEM.match(text) or _PUTS.match(text)
    if match is None or clause.form is Form.CELL or clause.negated or not states(clause):
        return None
    name, said = match["name"], match["said"]
    spelled = name.rpartition(".")[2]
    at = text.find(name)
    in_code = clause.statement.text.in_code(at, at + len(name))
    if not (spelled.isupper() or "_" in spelled or (in_code and re.search("[a-z][A-Z]", spelled))):
        return None
    rest = text.replace(name, "")
    numbers = quantities(said, clause.span.line, 1)
    if len(numbers) != 1 or len(re.findall(r"\d+(?:[.,]\d+)*", rest)) > 1 or _OTHER.search(rest):
        return None
    keyed = frozenset(stem(word) for word in re.findall(r"[a-z]+", text.partition(":")[0].lower())) if ":" in text else frozenset()
    value = _literal(numbers[0], subwords(spelled), keyed)
    return Named(name, value, numbers[0].text) if value else None


def _literal(number: Quantity, parts: tuple[str, ...], keyed: frozenset[str]) -> str:
    """The quantity as a literal to compare with code; "" when the name need not be about it."""
    number = _bound(number, parts)
    if number.approximate or number.strict or number.low != number.high or number.low is None or "/" in number.unit:
        return ""
    if number.unit == "second":
        return f"{number.low:g}s"
    if number.unit == "%":
        return f"{number.low:g}%"
    own = {stem(part) for part in parts}
    if number.unit == "" and keyed & own:
        return f"{number.low:g}"
    if number.unit == "" or number.unit in _UNITS:
        return ""
    return f"{number.low:g}" if stem(number.unit) in own or any(stem(word) in own for word in number.words) else ""


def _bound(number: Quantity, parts: tuple[str, ...]) -> Quantity:
    """A bound as the number that it is, where the setting is named as that bound: "at most 12 hops (`MAX_HOPS`)"."""
    if number.strict or number.approximate or (number.low is None) == (number.high is None):
        return number
    names = _UPPER if number.low is None else _LOWER
    edge = number.high if number.low is None else number.low
    return replace(number, low=edge, high=edge) if names & set(parts) else number


def digits(text: str) -> str:
    """The first number of a text as it is compared, whatever its unit; "" without one."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return f"{float(match[0].replace(',', '')):g}" if match else ""
