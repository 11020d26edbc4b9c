"""A list of values in words is a list of the code: "Carriers: ups, dhl, gls", "the modes are `watch` and `single`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause, Form, Path
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states

from .containers import folded
from .kinds_of import containers_of
from .member_words import ENUMERATED, ITEM, NOUNS

_ITEM = r"`?[\w@][\w.@/+-]{0,40}`?"
_SEPARATOR = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*\|\s*|\s*/\s*)"
_LIST = rf"(?P<list>{_ITEM}(?:{_SEPARATOR}{_ITEM}){{1,11}})"
_SAID = (
    re.compile(
        r"^(?:the\s+)?(?:(?:supported|allowed|valid|accepted|known|available|possible|permitted|recogni[sz]ed|default)\s+)?"
        r"(?P<key>[A-Za-z][\w-]*(?:\s[a-z][\w-]*)?)(?:\s+(?:values?|options?))?"
        r"(?:\s*:|\s+(?:are|include|can be|may be|is one of|must be one of|is either))"
        rf"\s+(?:one of\s+)?{_LIST}\W*$",
        re.I,
    ),
    re.compile(
        rf"\b(?:accepts|supports|allows|knows|recogni[sz]es|handles)\s+(?:the\s+)?(?P<key>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s*[:(]?\s+{_LIST}\W*$",
        re.I,
    ),
)
_LONGEST = 300  # characters of a statement that is no more than a list
_NO_KEY = frozenset(
    "note notes example examples file files author authors date status by with from uses used using see also tags tag cc".split()
)


@dataclass(frozen=True, slots=True)
class Target:
    key: tuple[str, ...]
    items: tuple[str, ...]
    elsewhere: bool = False  # what is named after the key is looked up by another rule


class ListedValues(Rule[Target]):
    """ "Carriers: ups, dhl, gls", "supported modes are `watch` and `single`"."""

    name = "listed-values"
    infers = True
    kinds = ("member-count",)
    summary = "A list or enum that is named after the key, or a literal beside its word, has the values; doubtful where it has all but one."
    examples = (
        Example(
            "lists by name",
            "- Carriers: ups, dhl, gls\n- The carriers are `ups` and `dhl`\n- Carriers: ups, dhl, fed\n- Planets: mars, venus\n"
            "- Supported modes: watch, single\n",
            {"a.py": "CARRIERS = ['ups', 'dhl', 'gls']\nparser.add_argument('mode', choices=['watch', 'single'])\n"},
            (
                Expect("member-count", Verdict.HOLDS, 1),
                Expect("member-count", Verdict.HOLDS, 2),
                Expect("member-count", Verdict.DOUBTFUL, 3),
                Expect("member-count", Verdict.UNVERIFIABLE, 4),
                Expect("member-count", Verdict.HOLDS, 5),
            ),
        ),
        Example("sentences", "- Note: this, that\n- We should support modes: watch, single\n", {"a.py": "NOTES = ['this', 'that']\n"}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        whole = clause.statement.text.plain.strip()
        if (
            len(whole) > _LONGEST
            or clause.position
            or clause.negated
            or clause.hedge
            or not states(clause)
            or clause.form is Form.CELL
            or clause.own(Path)
        ):
            return
        for pattern in _SAID:
            match = pattern.search(whole)
            if match is None:
                continue
            key = tuple(match["key"].lower().split())
            items = tuple(item.strip(" `'\"") for item in ITEM.split(match["list"]) if item.strip(" `'\""))
            if key[-1] in _NO_KEY or len(items) < 2 or not all(_is_value(item, f"`{item}`" in match["list"], clause) for item in items):
                return
            enumerated = ENUMERATED.match(whole)
            elsewhere = enumerated is not None and stem(enumerated["noun"].lower()) in NOUNS  # another rule looks for its members
            yield self.claim(
                clause,
                Target(key, items, elsewhere),
                subject=match["key"],
                claimed=", ".join(items),
                text=whole,
                confidence=Confidence.LIKELY,
            )
            return

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        wanted = {folded(item) for item in target.items}
        near: Measurement | None = None
        keys = [target.key, *([target.key[:-1]] if len(target.key) > 1 and stem(target.key[-1]) in NOUNS else [])]
        for one in (one for key in keys for one in containers_of(key, symbols)):
            names = {folded(name) for name in one.names}
            definition = one.definition
            code_line = f"{definition.name}: {', '.join(one.names[:12])}"
            site = Site(one.place.path, definition.qualified, code_line, definition.line, definition.line)
            missing = [item for item in target.items if folded(item) not in names]
            if not missing:
                return Measurement(
                    (Reading("values", True),), (site,), reproduce=search("-nw", definition.name), subject=definition.qualified
                )
            if len(wanted & names) * 2 > len(wanted) and one.exact and not target.elsewhere:
                detail = f"{definition.qualified} has no {', '.join(missing)}"
                near = Measurement(
                    (Reading("values", False),), (site,), True, search("-nw", definition.name), definition.qualified, detail=detail
                )
        beside = _beside(target, symbols)
        if beside is not None:
            return Measurement((Reading("values", True),), (beside,), reproduce=search("-nw", target.items[0]), subject=beside.symbol)
        return near or Measurement(
            blocked=Reason.NO_SUBJECT, detail=f"no list of {' '.join(target.key)} has these values", subject=claim.subject
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        site = measurement.sites[0]
        told = f"{measurement.detail or site.code} at {site.path}:{site.line}"
        verdict = Verdict.HOLDS if measurement.readings[0].value else Verdict.DOUBTFUL  # there may be another list of them
        evidence = (Evidence(site.path, site.line, site.line, site.code),)
        return found(claim, measurement, verdict, told, observed=site.code, evidence=evidence, confidence=Confidence.LIKELY)


def _is_value(item: str, in_code: bool, clause: Clause) -> bool:
    """Whether a word is written as a value: in code, or in small letters, or with a mark or a digit in it."""
    return bool(re.fullmatch(r"[\w.@/+-]+", item)) and (item.islower() or in_code or item.isupper() or bool(clause.words.codes))


def _beside(target: Target, symbols: Symbols) -> Site | None:
    """A line that has all the values as literals in one bracket, and the key's word."""
    quoted = [re.compile(rf"[\"'`]{re.escape(item)}[\"'`]") for item in target.items]
    head = stem(target.key[-1])
    for path in symbols.holding(target.items[0]):
        if is_test(path):
            continue
        for number, line in enumerate(symbols.read(path).decode("utf-8", "replace").splitlines(), 1):
            if len(line) < 400 and all(one.search(line) for one in quoted) and head in {stem(part) for part in subwords(line)}:
                return Site(path, head, line.strip()[:160], number, number)
    return None
