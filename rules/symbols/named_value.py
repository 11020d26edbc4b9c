"""A number in prose, with the exact name of its setting in brackets: "90 seconds (`task_time_limit`)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Measurement, Quantity, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.reading.quantities import quantities
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .value_compare import Handle, Wanted
from .value_search import look_up

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
    r"every (?=\d)|twice|half|times|below|above|under|over|exceed\w*|beyond|within|less|more|average|"
    r"usually|typically|sometimes|observed|measured|"
    r"took|takes about|should|could|would|might|may|was|were|used to|previously|recommend\w*|suggest\w*|consider|not|never|no longer|"
    r"except|unless|override\w*|overrid\w*|production|staging|tests?|development|version|line|lines|calls?|places?|usages?|uses|occurrences?)\b|n't\b",
    re.I,
)
_UNITS = frozenset(("second", "%", "byte"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    value: str
    written: str = ""  # the number as the report has it, whatever its unit


class NamedValue(Lookup[Target]):
    """ "A task is ended after 90 seconds (`task_time_limit`)", "client (`TIMEOUT_MS`): 6 seconds", "`FUEL_RATE` puts 4.5 % on top"."""

    name = "named-value"
    kinds = ("value",)
    summary = "The setting named in brackets has the number that the sentence gives, in whatever unit its name says."
    vocabulary = "set limit allow keep cap after within"
    examples = (
        Example(
            "brackets behind",
            "- A probe sleeps after 90 seconds (`probe_sleep_after`).\n- A probe sleeps after 40 seconds (`probe_sleep_after`).\n"
            "- A launch is tried 4 times at most (`MAX_LAUNCHES`).\n- Samples are kept for 9 days (`sample_days`).\n",
            {"a.py": "probe_sleep_after = 90\nMAX_LAUNCHES = 5\nsample_days = 9\n"},
            (Expect("value", V.HOLDS, 1), Expect("value", V.REFUTED, 2, observed="90"), Expect("value", V.HOLDS, 4)),
        ),
        Example(
            "items, other units and shares",
            "- downlink (`DOWNLINK_MS`): 6 seconds\n- uplink (`UPLINK_MS`): 9 seconds\n- `LOSS_RATE` adds 4.5 % to any estimate\n",
            {"a.ts": "const DOWNLINK_MS = 6_000;\nconst UPLINK_MS = 6_000;\nconst LOSS_RATE = 0.045;\n"},
            (Expect("value", V.HOLDS, 1), Expect("value", V.REFUTED, 2, observed="6_000"), Expect("value", V.HOLDS, 3)),
        ),
        Example(
            "numbers of something else",
            "Raised from 30 to 60 seconds (`probe_sleep_after`). It took 40 seconds (`probe_sleep_after`). Found in 3 places "
            "(`MAX_LAUNCHES`).\n",
            {"a.py": "probe_sleep_after = 90\nMAX_LAUNCHES = 5\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        text = clause.statement.text.plain.strip()
        match = _BRACKETS.match(text) or _ITEM.match(text) or _PUTS.match(text)
        if match is None or clause.form is Form.CELL or match["name"] not in clause.text or clause.negated:
            return
        name, said = match["name"], match["said"]
        spelled = name.rpartition(".")[2]
        at = text.find(name)
        if not (
            spelled.isupper() or "_" in spelled or (clause.statement.text.in_code(at, at + len(name)) and re.search("[a-z][A-Z]", spelled))
        ):
            return
        numbers = quantities(said, clause.span.line, 1)
        if len(numbers) != 1 or len(re.findall(r"\d+(?:[.,]\d+)*", text.replace(name, ""))) > 1 or _OTHER.search(text.replace(name, "")):
            return
        number = numbers[0]
        value = _literal(number, subwords(spelled))
        if value:
            yield self.claim(clause, Target(name=name, value=value, written=_digits(number.text)), subject=name, claimed=number.text)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        wanted = Wanted(Handle.EXACT, target.name.rpartition(".")[2], target.value, statement=claim.text[:300])
        found = look_up(wanted, claim.hints, code)
        sites = [Site(one.path, one.name, f"{one.name} = {one.source}", one.line, one.line) for one in found.sites[:5]]
        if found.holds is None:
            return blocked(found.reason or Reason.NO_SUBJECT, found.detail, target.name)
        if not found.holds and any(_digits(one.source.replace("_", "")) == target.written for one in found.sites):
            return blocked(Reason.AMBIGUOUS, f"{target.name} is {found.sites[0].source}, which may be in that unit", target.name)
        shown = ", ".join(dict.fromkeys(one.source for one in found.sites))
        return answer(found.holds, shown, sites, reproduce=f"git grep -nw -- {wanted.name}", subject=target.name, detail=found.detail)


def _literal(number: Quantity, parts: tuple[str, ...]) -> str:
    """The quantity as a literal to compare with code; "" when the name need not be about it."""
    if number.approximate or number.strict or number.low != number.high or number.low is None or "/" in number.unit:
        return ""
    if number.unit == "second":
        return f"{number.low:g}s"
    if number.unit == "%":
        return f"{number.low:g}%"
    if number.unit == "" or number.unit in _UNITS:
        return ""
    own = {stem(part) for part in parts}
    return f"{number.low:g}" if stem(number.unit) in own or any(stem(word) in own for word in number.words) else ""


def _digits(text: str) -> str:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return f"{float(match[0].replace(',', '')):g}" if match else ""
