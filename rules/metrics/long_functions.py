"""How many functions or classes are longer than so many lines, and that none is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.languages import LANGUAGES
from verifier.facts.outline import Definition
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Site
from verifier.model import Verdict as V
from verifier.numbered import in_number
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.reading.says.slots import bare
from verifier.repository.kinds import is_source, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import below
from verifier.rule import Example, Expect, Rule, found, restated, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.lookup import blocked, states
from verifier.shapes.rough_numbers import fits

_UNIT = r"(?P<unit>functions?|methods?|class(?:es)?)(?:\s*(?:/|and|or)\s*methods?)?"
_OVER = r"(?P<over>over|above|longer\s+than|larger\s+than|bigger\s+than|(?:with\s+)?more\s+than|exceed(?:s|ing)?|>=?|≥)"
_UNDER = r"(?P<under>under|below|less\s+than|fewer\s+than|shorter\s+than|within|at\s+most|up\s+to|<=?|≤)"
_BOUND = r"\s*(?P<bound>\d{1,4})(?P<more>\+)?[\s-]*(?:lines?|LOC)(?:\s+(?:long|of\s+code|in\s+length|each|limit))?"
_IS = r"(?:(?:is|are|has|have|with|that\s+(?:is|are|has|have)|which\s+(?:is|are|has|have)|stays?|kept|remain)\s+)?"
_LABEL = re.compile(rf"^\W*(?:(?:number|count)\s+of\s+|long\s+)?{_UNIT}\s*\(?\s*{_IS}{_OVER}{_BOUND}\)?\W*$", re.I)
_COUNT = re.compile(
    rf"^(?:\S+\s+(?:has|contains)\s+)?(?P<number>\d[\d,]*)\s+(?:\w+\s+)?{_UNIT}\s+\(?\s*{_IS}(?:{_OVER}){_BOUND}\)?(?P<tail>\W.*|)$", re.I
)
_NONE = re.compile(rf"^(?:there\s+(?:is|are)\s+)?(?:no|zero|none\s+of\s+the)\s+{_UNIT}\s+{_IS}(?:{_OVER}){_BOUND}(?P<tail>\W.*|)$", re.I)
_ALL = re.compile(rf"^(?:all|every|each)\s+(?:\w+\s+)?{_UNIT}\s+{_IS}(?:{_UNDER}){_BOUND}(?P<tail>\W.*|)$", re.I)
_KINDS = {
    "function": frozenset(("function", "method", "constructor", "component", "hook")),
    "method": frozenset(("method", "constructor")),
    "class": frozenset(("class", "struct", "interface", "trait")),
}
_FENCES = frozenset((FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.SHELL, FenceClass.DIAGRAM))
_REMARKS = ("#", "//", "*", "/*", "--")


@dataclass(frozen=True, slots=True)
class Target:
    """`bound`: the longest that is no longer counted; `none`: that there is none is told, and not how many there are."""

    unit: str
    bound: int
    none: bool = False


class LongFunctions(Rule[Target]):
    """ "Functions over 50 lines: 3", "10 functions exceed 50 lines", "No function is longer than 100 lines"."""

    name = "long-functions"
    kinds = ("function-length",)
    scoped = True
    quotes = False
    summary = (
        "As many functions or classes outside tests are longer as the report says, or none is, with or without blank lines and comments; "
        "refuted only where no way to count gives the number."
    )
    vocabulary = "function method class line long code length exceed over more than @number @all @none"
    examples = (
        Example(
            "so many, and none",
            "- Functions over 3 lines: 2\n- **Functions >3 lines**: 9\n- 2 functions exceed 3 lines\n"
            "- 7 functions are longer than 3 lines\n"
            "- No function exceeds 9 lines.\n- No functions longer than 3 lines\n- All functions are under 9 lines\n"
            "- All functions are under 3 lines\n\n| Metric | Value |\n|---|---|\n| Functions > 3 lines | 2 |\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n\n\ndef lean(x):\n    y = x\n    y += 1\n    return y\n"},
            (
                Expect("function-length", V.HOLDS, 1),
                Expect("function-length", V.REFUTED, 2, observed="2 functions"),
                Expect("function-length", V.HOLDS, 3),
                Expect("function-length", V.REFUTED, 4),
                Expect("function-length", V.HOLDS, 5),
                Expect("function-length", V.REFUTED, 6),
                Expect("function-length", V.HOLDS, 7),
                Expect("function-length", V.REFUTED, 8),
                Expect("function-length", V.HOLDS, 12),
            ),
        ),
        Example(
            "between what people count",
            "- No function exceeds 3 lines.\n- `a.py` has 1 function over 3 lines\n",
            {"a.py": "def turn(x):\n    # about\n    y = x\n    return y\n", "b.py": "def lean():\n    a\n    b\n    c\n    d\n"},
            (Expect("function-length", V.UNVERIFIABLE, 1), Expect("function-length", V.HOLDS, 2)),
        ),
        Example(
            "wishes, and files",
            "- Keep functions under 3 lines\n- Split functions over 3 lines\n- Files over 3 lines: 9\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n"},
            (),
        ),
    )  # fmt: skip

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def is_universal(self, claim: Claim[Target]) -> bool:
        return claim.target.none

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause) or clause.context.fence in _FENCES or clause.form is Form.HEADING:
            return
        words = bare(clause.words)
        if match := _NONE.match(words.plain) or _ALL.match(words.plain):
            whole = (words.span(0, match.start("tail")),)
            yield self.claim(clause, _target(match, none=True), claimed="none", negated=bool(match.re is _NONE), explains=whole)
            return
        for quantity in clause.quantities:
            if quantity.unit == "" and (match := _LABEL.match(label_of(clause, quantity))):
                told = (quantity.span,)
            elif (match := _COUNT.match(words.plain)) and match["number"] == quantity.text.split()[0]:
                told = (words.span(0, match.start("tail")),)
            else:
                continue
            yield self.claim(
                clause, _target(match), claimed=quantity.text.split()[0], text=clause.in_full, quantity=quantity, explains=told
            )
            return

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        sources = [path for path in scope.files_in(code.index) if is_source(path)]
        files = [path for path in sources if language_of(path) in LANGUAGES]
        outlines = symbols.outlines(files)
        kinds = _KINDS[target.unit]
        every = [(path, one) for path, outline in outlines.items() for one in outline.definitions if one.kind in kinds]
        if not every:
            return blocked(Reason.NO_SUBJECT, f"no {target.unit} in {scope.label}")
        long = sorted(((p, one) for p, one in every if _length(one) >= target.bound), key=lambda at: (-_length(at[1]), at[0], at[1].line))
        lengths = [_length(one) for _, one in long]
        texts = {path: symbols.read(path).decode("utf-8", "replace").splitlines() for path, _ in long}
        short = [_code_lines(texts[path], one) for path, one in long]
        readings = (
            Reading("longer, in lines from first to last", sum(value > target.bound for value in lengths)),
            Reading("as long or longer", len(lengths)),
            Reading("longer, by lines of code", sum(value > target.bound for value in short)),
        )
        shown = [(path, one) for path, one in long if _length(one) > target.bound] or long
        sites = tuple(Site(path, one.qualified, "", one.line, one.end_line, value=_length(one)) for path, one in shown)
        complete = len(files) == len(sources) and len(outlines) == len(files)
        return Measurement(readings, sites, complete, f"lizard -L {target.bound} {below(scope.places)}", scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        values = [int(reading.value) for reading in measurement.readings]
        observed = f"{values[0]} {in_number(claim.target.unit, values[0])}"
        evidence = tuple(Evidence(site.path, site.line, site.end_line) for site in measurement.sites[:5])
        longest = f"; {measurement.sites[0].symbol} has {measurement.sites[0].value} lines" if measurement.sites else ""
        message = f"{observed} of more than {claim.target.bound} lines in {measurement.subject}{longest}"
        if claim.target.none:
            holds, fails = values[0] == 0, values[2] > 0
        else:
            assert claim.quantity is not None
            holds = any(fits(claim.quantity, value) for value in values)
            fails = not holds and not min(values) <= (claim.quantity.stated or 0) <= max(values)
        if (holds or not fails) and not (holds and measurement.complete):
            reason = Reason.AMBIGUOUS if measurement.complete else Reason.INCOMPLETE
            return found(claim, measurement, V.UNVERIFIABLE, message, reason=reason, observed=observed, evidence=evidence)
        if fails and not measurement.complete and not (claim.target.none or _below(claim, values)):
            return found(claim, measurement, V.UNVERIFIABLE, message, reason=Reason.INCOMPLETE, observed=observed, evidence=evidence)
        verdict, correction = (V.HOLDS, None) if holds else (V.REFUTED, restated(claim, values[0]))
        return found(claim, measurement, verdict, message, observed=observed, evidence=evidence, correction=correction)


def _below(claim: Claim[Target], values: Sequence[int]) -> bool:
    """Whether fewer are told than there are, so that what could not be read makes it no truer."""
    return claim.quantity is not None and (claim.quantity.stated or 0) < min(values)


def _target(match: re.Match[str], none: bool = False) -> Target:
    unit, bound = match["unit"].lower(), int(match["bound"])
    groups = match.groupdict()
    sign = groups.get("over") or groups.get("under") or ""
    inclusive = (
        sign in (">=", "≥", "<") or bool(match["more"]) or sign.lower() in ("under", "below", "less than", "fewer than", "shorter than")
    )
    name = "class" if unit.startswith("class") else unit.removesuffix("s")
    return Target(name, bound - 1 if inclusive else bound, none)


def _length(one: Definition) -> int:
    return one.end_line - one.line + 1


def _code_lines(text: Sequence[str], one: Definition) -> int:
    """The lines of a definition that are neither blank nor a comment; `text` are those of its file."""
    lines = (line.strip() for line in text[one.line - 1 : one.end_line])
    return sum(bool(line) and not line.startswith(_REMARKS) for line in lines)
