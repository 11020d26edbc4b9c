"""`any` as a type: TypeScript's `any`, Python's `typing.Any`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.model import Claim, Confidence, Evidence, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Stance, Symbol
from verifier.repository.scope import REVIEWED, Scope, whole
from verifier.reproduce import below
from verifier.rule import Rule, found, left_out, undecided
from verifier.shapes.rough_numbers import fits

from .any_examples import EXAMPLES
from .changes import taken_away
from .denial import Denied, denied, guessed
from .times import times

_SCRIPT = frozenset(("typescript", "tsx"))
_PYTHON = frozenset(("python",))
_CODE = re.compile(r"^(?:(?P<name>[\w$]+)\??\s*:\s*|:\s*|as\s+|<|typing\.|[\w.]+[<\[][\w, ]*?)?(?P<any>[aA]ny)(?:\[\]|[>\]]+)?$")
_QUOTED = re.compile(r"[\"'‘“](?P<any>[aA]ny)[\"'’”]")
_PLAIN = re.compile(
    r"\b(?:(?i:no|zero|0|without|minimal|few|avoids?|avoided|avoiding|uses?|using|used|usages?|of|\d+|many|some|excessive|explicit|"
    r"remaining|unnecessary))\s+"
    r"(?P<any>any|Any)[- ](?:types?\b(?!\s+(?:of|or|that|which|in which))|casts?\b|annotations?\b)"
    r"|(?<!\w)(?::\s?|as )(?P<cast>any)(?:\[\])?(?=$|[\s,.;)]+(?:types?|casts?|annotations?|usages?|assertions?|in)\b)|"
    r"\btyping\.(?P<typing>Any)\b"
)
_TYPED = re.compile(
    r"\b(?:full(?:y)?|100\s?%|complete(?:ly)?|strict(?:ly)?)\s+(?:TypeScript\s+(?:typ(?:ing|ed|es)|type[- ](?:safety|coverage))|"
    r"typed\s+(?:with\s+)?TypeScript)\b",
    re.I,
)
_ABSENT = re.compile(
    r"\b(?:no|zero|without|never|free of|avoid(?:s|ed|ing)?|eliminat(?:es?|ed)|removed|replaced|instead of|rather than|no longer|"
    r"none)\b|\b0\s",
    re.I,
)
_FEW = re.compile(r"\b(?:minimal|few|little|rare(?:ly)?|limited|sparing(?:ly)?|minimi[sz]ed?|almost no|hardly any)\b", re.I)
_EXCEPT = re.compile(
    r"\b(?:except|apart from|other than|unless|excluding|besides|where necessary|with exceptions?|outside(?: of)?)\b", re.I
)
_RULE = re.compile(
    r"\b(?:don't|do not|never|please|must not|should not|always) use\b|^\W*avoid\b|[:;,.–—-]\s*(?:always |please )?(?:use|prefer|"
    r"replace|define|create)\b|\buse\b.*\binstead\b",
    re.I,
)
_UNNECESSARY = re.compile(r"\b(?:unnecessary|excessive|unjustified|unneeded|widespread|needless|overuse)\b", re.I)
_COUNTED = frozenset("use usage occurrence instance type cast annotation any place assertion site location".split())
_IMPORTS = re.compile(r"\b(?:imports?|imported|F401|exports?)\b", re.I)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|in place of|not|should be|vs\.?|versus)\b|->|→", re.I)
_SPELLING = re.compile(r"\blower-?\s?case\b|\bcapitali[sz]ed\b|\bupper-?\s?case\b", re.I)
_TYPES = re.compile(
    r"\b(?:us(?:e[sd]?|ing|ages?)|typ(?:e[sd]?|ing)|annotat\w*|cast\w*|declared?|falls? back|loose|untyped|returns?|parameters?)\b", re.I
)


_EMBEDDING = frozenset(("vue", "svelte"))  # whose files hold TypeScript among other things
_FEW_ENOUGH = 5
_SHOWN = 5


class Said(str, Enum):
    ABSENT = "absent"
    FEW = "minimal"
    PRESENT = "present"
    TYPED = "fully typed"


@dataclass(frozen=True, slots=True)
class Target:
    """`exceptions`: some are allowed. `names` are what is said to be typed so; `python`: said as Python spells it.

    `taken`: so many were removed. `builtin`: the builtin `any` is meant, where `Any` would be right.
    """

    said: Said
    python: bool = False
    exceptions: bool = False
    names: tuple[str, ...] = ()
    taken: bool = False
    builtin: bool = False


class AnyTypes(Rule[Target]):
    """ "No `any` types", "minimal any", "using `any` for the manager", "23 uses of any"."""

    name = "any-types"
    infers = True
    kinds = ("no-any",)
    quotes = False
    vocabulary = "used times any type types cast annotation typescript usage use explicit implicit @number @none typed"
    scoped = True
    summary = "`any` in TypeScript types and casts, `Any` (or the builtin `any`) in Python annotations: absent, present or counted."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            clause.stance is not Stance.ASSERTS
            or clause.form in {Form.CODE, Form.COMMAND, Form.HEADING, Form.TREE_ENTRY}
            or clause.side is Side.BEFORE
        ):
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.SHELL}:
            return
        row = clause.context.row if clause.form is Form.CELL else ()
        if len(row) > 1 and row[0].text.runs == clause.statement.text.runs and not clause.negated:
            return  # "| any types | 1 | 0 |": what the row is about, not a claim
        text = clause.text
        whole = clause.statement.text.plain
        named = _named(clause)
        if named is None:
            if (typed := _TYPED.search(text)) and not clause.negated:
                yield self.claim(clause, Target(Said.TYPED), claimed="typed", confidence=Confidence.LIKELY, text=typed[0])
            return
        if re.search(r"\bas any\b|\bcasts?\b", whole):
            return  # casts are some of them
        if _RULE.search(whole) or re.search(r"\bimplicit", whole, re.I):
            return  # advice, or what a compiler says of types that are not written
        if any(_IMPORTS.search(above) for above in (whole, clause.context.key, *clause.context.titles[-1:])):
            return  # a name that is imported, or is not
        word, at = named
        python = word == "Any"
        builtin = _contrasted(whole)
        counted = [q for q in clause.quantities if _counts(q, text, at)]
        exceptions = bool(_EXCEPT.search(whole) or _UNNECESSARY.search(text))
        number = counted[0] if counted else None if clause.negated else times(clause)
        if number is not None and number.low != 0:
            target = Target(Said.PRESENT, python, taken=taken_away(clause))
            yield self.claim(clause, target, claimed=number.text, quantity=number)
        elif _FEW.search(text):
            yield self.claim(clause, Target(Said.FEW, python, True), claimed="minimal", text=whole)
        elif (clause.negated and not _UNNECESSARY.search(clause.negation)) or _ABSENT.search(text[:at]):
            said = denied(clause, at, at + len(word))
            if not builtin and said is not Denied.NOTHING:
                exceptions = exceptions or said is Denied.PART
                yield self.claim(clause, Target(Said.ABSENT, python, exceptions), claimed="absent", negated=True, text=whole)
        elif not clause.negated and not taken_away(clause) and (_TYPES.search(whole) or _typed_form(clause)):
            names = _declared(clause)
            yield self.claim(clause, Target(Said.PRESENT, python, names=names, builtin=builtin and not python), claimed="present")

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        if claim.target.taken:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="how many were there before is not known")
        told_of_all = claim.quantity is not None and scope.label == REVIEWED  # a number that is told of no place
        inside = self._counted(claim, code, whole() if told_of_all else scope)
        if (
            claim.negated
            and not inside.sites
            and guessed(scope, claim, code, claim.target.exceptions)
            and self._counted(claim, code, whole()).sites
        ):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"none in {scope.label}, but elsewhere; which is meant is open")
        return inside

    def _counted(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        script = tuple(path for path in scope.files_in(code.index, _SCRIPT) if not path.endswith((".d.ts", ".d.mts", ".d.cts")))
        python = scope.files_in(code.index, _PYTHON) if target.said is not Said.TYPED else ()
        spoken = python if target.python or not script else script
        files = spoken if target.said is not Said.PRESENT or claim.quantity is not None or target.python else (*script, *python)
        if not files:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no source files with such types in {scope.label}")
        sites: list[Site] = []
        caught = named = 0
        unread: list[str] = []
        for path, uses in code.facts.any_types(files).items():
            if isinstance(uses, Failure):
                unread.append(f"{path}: {uses.message}")
                continue
            for use in uses:
                if target.builtin and path.endswith((".py", ".pyi")) and not re.search(r"\bany\b", use.code):
                    continue
                sites.append(Site(path, use.name, use.code, use.line, use.line))
                caught += use.form == "catch"
                named += use.name in target.names
        if named:
            sites.sort(key=lambda site: site.symbol not in target.names)
        readings = (
            Reading("all", len(sites)),
            Reading("outside of catch clauses", len(sites) - caught),
            Reading("lines", len({(s.path, s.line) for s in sites})),
            Reading("named", named),
        )
        if not sites and spoken is script and (hidden := scope.files_in(code.index, _EMBEDDING)):
            unread.append(f"{hidden[0]}: the script in it is not read")
        pattern = r"\b(: ?|as )any\b|<any>|\bany\[\]" if spoken is script else r"\b[Aa]ny\b"
        command = f"grep -rnE '{pattern}' {below(scope.places)}"
        return Measurement(readings, tuple(sites), not unread, command, scope.label, unread=tuple(unread))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        target, count = claim.target, len(measurement.sites)
        if claim.quantity is not None:
            if any(fits(claim.quantity, float(reading.value)) for reading in measurement.readings[:3]):
                return _finding(claim, measurement, Verdict.HOLDS, exactness=Exactness.EXACT)
            return _refuted(claim, measurement)
        if target.said is Said.PRESENT:
            if target.names and measurement.sites and not measurement.readings[3].value:
                why = f"`any` is used, but not to declare {', '.join(target.names)}"
                return _finding(claim, measurement, Verdict.UNVERIFIABLE, Reason.AMBIGUOUS, why)
            if not count and target.builtin:
                why = "`any` is in no annotation, and the sentence tells what was put in its place"
                return _finding(claim, measurement, Verdict.UNVERIFIABLE, Reason.NEEDS_BASE, why)
            return _finding(claim, measurement, Verdict.HOLDS, exactness=Exactness.EXACT) if count else _refuted(claim, measurement)
        if count == 0:
            if not measurement.complete:
                return _finding(claim, measurement, Verdict.UNVERIFIABLE, Reason.INCOMPLETE, left_out(measurement.unread))
            return _finding(claim, measurement, Verdict.HOLDS, exactness=Exactness.EXACT)
        if target.said is Said.FEW and count <= _FEW_ENOUGH:
            return _finding(claim, measurement, Verdict.HOLDS, exactness=Exactness.TOLERATED, confidence=Confidence.LIKELY)
        if target.said is Said.ABSENT and not target.exceptions:
            return _finding(claim, measurement, Verdict.REFUTED)
        why = f"{_observed(measurement)}: whether these are allowed for is a matter of opinion"
        return _finding(claim, measurement, Verdict.UNVERIFIABLE, Reason.OPINION, why)


def _observed(measurement: Measurement) -> str:
    files = len({site.path for site in measurement.sites})
    return f"{len(measurement.sites)} in {files} file{'s' if files != 1 else ''}"


def _refuted(claim: Claim[Target], measurement: Measurement) -> Finding:
    if measurement.complete:
        return _finding(claim, measurement, Verdict.REFUTED)
    return _finding(claim, measurement, Verdict.UNVERIFIABLE, Reason.INCOMPLETE, left_out(measurement.unread))


def _finding(
    claim: Claim[Target],
    measurement: Measurement,
    verdict: Verdict,
    reason: Reason | None = None,
    why: str = "",
    exactness: Exactness | None = None,
    confidence: Confidence | None = None,
) -> Finding:
    observed = _observed(measurement)
    evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites[:_SHOWN])
    return found(
        claim,
        measurement,
        verdict,
        why or f"{observed}, in {measurement.subject}",
        observed=observed,
        evidence=evidence,
        reason=reason,
        exactness=exactness,
        confidence=confidence or claim.confidence,
    )


def _named(clause: Clause) -> tuple[str, int] | None:
    """The word and its place in the clause where `any` surely means the type."""
    for start, end in clause.words.codes:
        match = _CODE.match(clause.words.plain[start:end].strip())
        if match:
            return match["any"], start
    match = _QUOTED.search(clause.text) or _PLAIN.search(clause.text)
    if match is None:
        return None
    words = match.groupdict()
    return next(word for word in words.values() if word), max(match.start(group) for group in words)


def _contrasted(text: str) -> bool:
    """Whether `any` and `Any` are set against each other: a matter of spelling, not of how much is typed."""
    return bool(re.search(r"\bany\b", text) and re.search(r"\bAny\b", text) and (_SPELLING.search(text) or _INSTEAD.search(text)))


def _typed_form(clause: Clause) -> bool:
    """Whether the code that names it is a type as it is written: `x: any`, `as any`, `Dict[str, Any]`."""
    codes = [clause.words.plain[start:end].strip() for start, end in clause.words.codes]
    return any(_CODE.match(code) and code.lower() != "any" for code in codes)


def _declared(clause: Clause) -> tuple[str, ...]:
    """Names written as code, which are then what is typed so: "`any` for `manager`", "`data: any`"."""
    codes = [clause.words.plain[start:end].strip() for start, end in clause.words.codes]
    joined = [match["name"] for code in codes if (match := _CODE.match(code)) and match["name"] and ":" in code]
    return tuple(joined) or tuple(
        code for code in codes if re.fullmatch(r"[A-Za-z_$][\w$]*", code) and code.lower() != "any" and clause.own(Symbol)
    )


def _counts(quantity: Quantity, text: str, at: int) -> bool:
    """Whether a number counts such types: "23 uses of any", "15 `any` types"."""
    if quantity.unit in _COUNTED:
        return True
    beside = text.find(quantity.text)
    return quantity.unit == "" and 0 <= beside < at and text[beside + len(quantity.text) : at].strip(" `'\"") == ""
