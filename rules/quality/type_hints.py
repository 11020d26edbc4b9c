"""Which share of Python's functions carry type hints: all, most, none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from verifier.codebase import Codebase
from verifier.facts.outline import Definition
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Correction, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark
from verifier.reading.english.lexis import denies
from verifier.reading.says.words import Sort, words_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import lint
from verifier.rule import Rule, found, undecided

from .hint_examples import EXAMPLES
from .shares import ALL_WORDS, WHOLE_WORDS, Counted, Universal, as_counted, counted, nearly, universal

_NOUNS = frozenset("hint hints annotation annotations coverage".split())
_TYPED = frozenset(("typed", "annotated", "type-annotated", "type-hinted"))
_UNITS = frozenset("function functions method methods signature signatures callable callables".split())
_COUNTED = ("function", "functions")  # what is measured
_FULLY = frozenset("100% 100 fully complete full completely entirely".split())
_MOST = frozenset(("most", "majority"))
_FORMS = {Form.CODE, Form.COMMAND, Form.HEADING, Form.TREE_ENTRY}
_FENCES = {FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.SHELL, FenceClass.DIAGRAM}
_HUNDRED = re.compile(r"100\s?%")
_KINDS = ("function", "method", "constructor")
_EXCUSED = ("__init__", "__post_init__", "__new__")  # nobody writes what they return


class Share(Enum):
    ALL = "all"
    MOST = "most"
    FEW = "few"  # most have none
    NONE = "none"
    PERCENT = "percent"  # at least so many in a hundred, by any way of counting
    COUNT = "count"  # so many of so many


@dataclass(frozen=True, slots=True)
class Target:
    share: Share
    fully: bool = False  # every parameter and the return value; else a function counts that has any hint
    returns: bool = False  # only of return values
    percent: int = 0
    part: bool = False  # of the functions that a key names: "Utility functions: all typed"
    count: Counted | None = None
    all_of: Universal | None = None  # the words that tell "all functions"
    hundred: Span | None = None  # the words "100%"
    widely: bool = False  # "throughout": a few may be without


class TypeHints(Rule[Target]):
    """ "Type hints on all functions", "100 % type coverage", "no type annotations", "most functions lack return type hints"."""

    name = "type-hints"
    kinds = ("type-hints",)
    quotes = False
    scoped = True
    summary = "The share of Python functions outside tests whose parameters and return values are annotated is all, most or none, as told."
    vocabulary = (
        "type hint annotation typed annotated coverage function method signature parameter return python code have all "
        "present complete @all @none @number most fully"
    )
    examples = EXAMPLES

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def is_universal(self, claim: Claim[Target]) -> bool:
        return claim.target.share is Share.ALL

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.form in _FORMS or clause.context.fence in _FENCES:
            return
        lowers = [word.lower for word in words_of(clause.words) if word.sort in (Sort.WORD, Sort.NUMBER)]
        key = re.findall(r"[a-z-]+", clause.context.key.lower()) if clause.form is Form.KEY_VALUE and clause.position == 0 else []
        lowers = [*key, *lowers]  # "Type hints: all functions"
        count = counted(clause.words, _COUNTED)
        if count is not None:
            if _about_hints(lowers) and not any(denies(word) for word in lowers):
                yield self.claim(clause, Target(Share.COUNT, count=count), claimed=count.text, explains=(count.span,))
            return
        target = _target(lowers)
        shares = [quantity for quantity in clause.quantities if quantity.unit == "%" and quantity.stated and quantity.stated < 100]
        if target is None and len(shares) == 1 and _about_hints(lowers) and not any(denies(word) for word in lowers):
            target = Target(Share.PERCENT, percent=int(shares[0].stated or 0))
        if clause.statement.mark is Mark.NO and target is not None and target.share in (Share.ALL, Share.MOST):
            return  # "❌ Type hints on all functions": they are not on all
        if target is not None:
            target = replace(target, part=bool(key) and not _about_hints(key))
            if target.share is Share.ALL:
                hundreds = [quantity.span for quantity in clause.quantities if _HUNDRED.fullmatch(quantity.text)]
                target = replace(target, all_of=universal(clause.words, _COUNTED), hundred=hundreds[0] if len(hundreds) == 1 else None)
            claimed = f"{target.share.value}, 100%" if target.fully else target.share.value
            claimed = shares[0].text if target.share is Share.PERCENT else claimed
            quantity = shares[0] if target.share is Share.PERCENT else None
            yield self.claim(clause, target, claimed=claimed, negated=target.share in (Share.FEW, Share.NONE), quantity=quantity)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        if claim.side is Side.BEFORE:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="told of an earlier state")
        files = [path for path in scope.files_in(code.index, frozenset(("python",))) if claim.hints.paths or not is_test(path)]
        outlines = Symbols.of(code.facts).outlines(files)
        functions = [(path, found) for path, outline in outlines.items() for found in outline.definitions if _counts(found)]
        if not functions:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no Python function in {scope.label}")
        bare = [(path, function) for path, function in functions if not _hinted(function, claim.target)]
        strict = sum(not _fully(function) for _, function in functions)
        sites = tuple(Site(path, function.qualified, "", function.line, function.line) for path, function in bare)
        readings = (Reading("functions", len(functions)), Reading("without", len(bare)), Reading("not fully annotated", strict))
        return Measurement(readings, sites, len(outlines) == len(files), lint("ANN", scope.places), scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        total, bare, strict = (int(reading.value) for reading in measurement.readings)
        share, hinted = claim.target.share, total - bare
        all_hinted = bare == 0 and (strict == 0 or claim.target.returns)
        if share is Share.PERCENT:
            return self._percent(claim, measurement, total, hinted, total - strict)
        if share is Share.COUNT:
            return self._count(claim, measurement, total, (hinted, total - strict))
        holds = {Share.ALL: all_hinted, Share.MOST: hinted * 2 > total, Share.FEW: bare * 2 > total, Share.NONE: strict == total}[share]
        fails = {Share.ALL: bare > 0, Share.MOST: hinted * 2 < total, Share.FEW: bare * 2 < total, Share.NONE: strict < total}[share]
        observed = f"{hinted} of {total} functions"
        hints = "all their hints" if claim.target.fully else "a return type" if claim.target.returns else "hints"
        without = f"; {measurement.sites[0].symbol} has not" if bare and share is Share.ALL else ""
        message = f"{observed} have {hints}, in {measurement.subject}{without}"
        if measurement.complete and holds is fails and share is Share.ALL:
            told = f"{message}; {strict} of them not all that they could have"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=observed)
        if not measurement.complete or holds is fails or (claim.target.widely and fails and nearly(hinted, total)):
            reason = Reason.AMBIGUOUS if measurement.complete else Reason.INCOMPLETE  # some have a few hints: whether that counts is open
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=reason, observed=observed)
        evidence = (
            tuple(Evidence(site.path, site.line, site.line) for site in measurement.sites[:5]) if share in (Share.ALL, Share.MOST) else ()
        )
        against = Verdict.DOUBTFUL if claim.target.part else Verdict.REFUTED
        correction = None if holds or claim.target.part or share is not Share.ALL else _instead(claim.target, hinted, total)
        return found(
            claim, measurement, Verdict.HOLDS if holds else against, message, observed=observed, evidence=evidence, correction=correction
        )

    def _count(self, claim: Claim[Target], measurement: Measurement, total: int, hinted: Sequence[int]) -> Finding:
        """Held by any count of hints; refuted only where just as many functions were counted."""
        count = claim.target.count
        assert count is not None
        observed = f"{hinted[0]} of {total} functions"
        message = f"{observed} have hints, {hinted[1]} of them all, in {measurement.subject}"
        return count.judged(claim, measurement, total, hinted, observed, message)

    def _percent(self, claim: Claim[Target], measurement: Measurement, total: int, hinted: int, fully: int) -> Finding:
        """Held by any count that gives the share; refuted where even the functions with any hint are too few."""
        observed = f"{hinted} of {total} functions"
        message = f"{observed} have hints, {fully} of them all, in {measurement.subject}"
        if not measurement.complete:
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.INCOMPLETE, observed=observed)
        verdict = Verdict.HOLDS if round(100 * hinted / total) >= claim.target.percent else Verdict.REFUTED
        return found(claim, measurement, verdict, message, observed=observed)


def _instead(target: Target, hinted: int, total: int) -> Correction | None:
    """The share as it is, in the place of the words that told all."""
    if target.hundred is not None:
        return Correction(target.hundred, f"{100 * hinted // total}%")
    return as_counted(target.all_of, hinted, total)


def _named(lowers: Sequence[str]) -> bool:
    return any(first in ("type", "typing") and second in _NOUNS for first, second in pairwise(lowers))


def _about_hints(lowers: Sequence[str]) -> bool:
    return _named(lowers) or bool(_TYPED & set(lowers))


def _target(lowers: Sequence[str]) -> Target | None:
    """Which share of which hints lower-case words tell; None when they tell none."""
    named = _named(lowers)
    typed = bool(_TYPED & set(lowers)) and bool(_UNITS & set(lowers))
    if not (named or typed):
        return None
    returns = "return" in lowers
    lacking = bool({"missing", "lack", "lacks", "lacking"} & set(lowers))  # of some, unless a share is told
    denied = any(denies(word) for word in lowers) or lowers[0] in ("0", "zero")
    fully = bool(_FULLY & set(lowers))
    if _MOST & set(lowers):
        return None if typed and not named else Target(Share.MOST, returns=returns) if not denied else Target(Share.FEW, returns=returns)
    if denied:
        return None if lacking and not WHOLE_WORDS & set(lowers) else Target(Share.NONE, returns=returns)
    full = any(first == "full" and second == "type" for first, second in pairwise(lowers))  # "full type annotations"
    if WHOLE_WORDS & set(lowers) or (fully and (typed or full or "coverage" in lowers)):
        return Target(Share.ALL, fully, returns, widely=not fully and not ALL_WORDS & set(lowers))
    return None


def _counts(function: Definition) -> bool:
    """Whether a definition is a function of a module or class, not one inside another."""
    return function.kind in _KINDS and function.decorators[:1] != ("overload",)


def _own(function: Definition) -> list[bool]:
    return [
        bool(parameter.annotation)
        for parameter in function.parameters
        if parameter.kind != "receiver" and parameter.name not in ("self", "cls")
    ]


def _fully(function: Definition) -> bool:
    return all(_own(function)) and (bool(function.returns) or function.name in _EXCUSED)


def _hinted(function: Definition, target: Target) -> bool:
    """Whether a function counts as hinted by the most generous definition that the words allow."""
    if target.returns:
        return bool(function.returns) or function.name in _EXCUSED
    if target.fully:
        return _fully(function)
    own = _own(function)
    return bool(function.returns) or any(own) or (not own and function.name in _EXCUSED) or not own
