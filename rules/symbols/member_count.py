"""An enum, union, class or list has as many members, or the ones, that the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem
from verifier.model import (
    Claim,
    Confidence,
    Correction,
    Evidence,
    Exactness,
    Finding,
    Measurement,
    Quantity,
    Reason,
    Side,
    Verdict,
)
from verifier.reading.clause import Clause, FenceClass, Form, Path
from verifier.reading.quantities import restate
from verifier.reading.rows import counts_a_part
from verifier.repository.scope import Scope
from verifier.rule import Rule, found, undecided

from .common_names import COMMON
from .definition_count import counted_file, measure_file, unit_of_column
from .kinds_of import listed_kinds, measure_kinds, whose_kinds
from .member_examples import EXAMPLES
from .member_lookup import measure_listed, measure_named, measure_noun, plural
from .member_words import (
    ENUMERATED,
    ITEM,
    NOUNS,
    NUMBERS,
    STATEFUL,
    Target,
    container_named,
    context_words,
    is_a_count,
)
from .phrasing import LONGEST

_PICKED = frozenset("async asynchronous private protected static abstract exported overloaded virtual".split())


class MemberCount(Rule[Target]):
    """ "`Status` enum with 5 values", "three states: OPEN, CLOSED", "40+ suspicious patterns", "`Store` has 12 methods"."""

    name = "member-count"
    infers = True
    kinds = ("member-count",)
    vocabulary = (
        "@number function class method member value state pattern field column model route "
        "endpoint enum type property entry item step tool expose @bound @about total defined kind"
    )
    summary = "An enum, union, class, interface or written-out list has the number of members that the report gives, and those it lists."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.statement.text.plain) > LONGEST:
            return
        if clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING} or clause.context.fence in {
            FenceClass.SUGGESTED,
            FenceClass.OUTPUT,
        }:
            return
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE:
            return
        done = False
        enumerated = self._enumerated(clause)
        for quantity in clause.quantities:
            unit = stem(quantity.unit) if quantity.unit else unit_of_column(clause)
            if _PICKED & set(quantity.words[:-1]):
                continue  # which of them are so, nothing here counts
            named = container_named(clause, quantity, unit)
            file = counted_file(clause, quantity, unit) if named is None else None
            if file is not None and isinstance(file.value, Path):
                done = True
                target = Target(unit, (), tuple(quantity.words[:-1]), path=file.value.text, part=counts_a_part(clause))
                yield self._make(clause, target, quantity, file.value.text)
            elif named is None and (whose := whose_kinds(clause, quantity)):
                done, enumerated = True, None
                kinds = Target("kind", listed=listed_kinds(clause, quantity), exact=False, whose=whose)
                yield self._make(clause, kinds, quantity, " ".join(whose))
            elif named is not None:
                done = True
                yield self._make(clause, Target(unit, named.parts), quantity, ".".join(named.parts))
            elif unit in NOUNS and not enumerated and is_a_count(clause, quantity):
                if len(quantity.words) < 2 and not context_words(clause):
                    continue
                done = True
                qualifiers = tuple(stem(word) for word in quantity.words[:-1])
                yield self._make(clause, Target(unit, (), qualifiers, context_words(clause)), quantity, " ".join(quantity.words) or unit)
        stateful = STATEFUL.search(clause.text)
        if enumerated:
            target, quantity_of = enumerated
            whole = clause.statement.text
            yield self.claim(
                clause,
                target,
                subject=target.unit,
                claimed=", ".join(target.listed),
                span=whole.span(0, len(whole.plain)),
                text=whole.plain,
                quantity=quantity_of,
                confidence=Confidence.LIKELY,
            )
        elif stateful and not done:
            number = float(NUMBERS.get(stateful["number"].lower()) or int(stateful["number"]))
            start = stateful.start()
            span = clause.words.span(start, stateful.end("number"))
            quantity = Quantity(number, number, stateful["noun"].lower(), stateful[0], span, stated=number)
            target = Target(stem(stateful["noun"].lower()), (), (), context_words(clause), exact=False)
            yield self._make(clause, target, quantity, stateful["noun"].lower())

    def _make(self, clause: Clause, target: Target, quantity: Quantity, subject: str) -> Claim[Target]:
        claimed = quantity.text if quantity.unit else f"{quantity.text} {plural(target.unit)}"
        return self.claim(clause, target, subject=subject, claimed=claimed, span=quantity.span, text=clause.text, quantity=quantity)

    def _enumerated(self, clause: Clause) -> tuple[Target, Quantity | None] | None:
        """ "Three states: A, B, C", "adapter support (Redis, Kafka)": a noun and the members by name."""
        if clause.position or (clause.form is Form.CELL and "(" not in clause.statement.text.plain):
            return None
        match = ENUMERATED.match(clause.statement.text.plain.strip())
        if not match or stem(match["noun"].lower()) not in NOUNS:
            return None
        listed = tuple(item.strip(" `'\"") for item in ITEM.split(match["list"]) if item.strip(" `'\""))
        if not 2 <= len(listed) <= 12 or any(
            len(item.split()) > 2 or not re.match(r"[A-Za-z]", item) or (item.islower() and " " in item) or item in COMMON
            for item in listed
        ):
            return None
        quantity = next((q for q in clause.quantities if stem(q.unit) == stem(match["noun"].lower()) and q.stated is not None), None)
        qualifiers = tuple(
            stem(word)
            for word in match["words"].lower().split()
            if word not in {"multiple", "supported", "different", "three", "available", "main", "key", "core"}
        )
        return Target(stem(match["noun"].lower()), (), qualifiers, context_words(clause), listed), quantity

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        symbols = Symbols.of(code.facts)
        if claim.target.path:
            return measure_file(claim.target.path, claim.target.unit, claim.target.qualifiers, claim.hints.paths, code)
        if claim.target.whose:
            return measure_kinds(claim.target.whose, claim.target.listed, symbols)
        if claim.target.name:
            return measure_named(claim, symbols, code)
        if claim.target.listed:
            return measure_listed(claim, symbols, code)
        return measure_noun(claim, symbols, code)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:3])
        where = f"{evidence[0].path}:{evidence[0].line}".removesuffix(":0") if evidence else ""
        noun = plural((claim.quantity and claim.quantity.unit) or claim.target.unit)
        observed = f"{int(float(measurement.readings[0].value))} {noun}"
        quantity = claim.quantity
        if quantity is None:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{measurement.subject} at {where}",
                observed=measurement.detail or observed,
                evidence=evidence,
                confidence=Confidence.LIKELY,
            )
        if claim.target.whose and measurement.near:
            told = f"{measurement.subject} has no {', '.join(measurement.near)} ({where})"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=observed, evidence=evidence)
        for number, reading in enumerate(measurement.readings):
            if _fits(quantity, float(reading.value)):
                sure = Confidence.CERTAIN if claim.target.name or claim.target.path else Confidence.LIKELY
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{measurement.subject} has {int(float(reading.value))} {noun} ({where})",
                    observed=f"{int(float(reading.value))} {noun}",
                    evidence=evidence,
                    definition=reading.definition,
                    exactness=Exactness.TOLERATED if number else Exactness.EXACT,
                    confidence=sure,
                )
        if "public" in quantity.words or claim.target.part:
            told = f"{measurement.subject} has {observed} ({where}), of which some may be meant"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        if claim.target.whose and measurement.complete:
            told = f"{measurement.subject} has {observed} ({where})"  # of what other kinds there may be it says nothing
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=observed, evidence=evidence)
        listed = len(claim.target.listed) > 1 and quantity.stated == len(claim.target.listed)  # another one may have just these
        values = [float(reading.value) for reading in measurement.readings]
        between = quantity.stated is not None and len(values) > 2 and min(values) < quantity.stated < max(values)  # some other way to count
        open_end = quantity.high is None and quantity.low is not None and max(values) * 1.5 < quantity.low
        if measurement.complete and open_end and not between and (not claim.target.exact or listed):
            told = f"the nearest is {measurement.subject} with {observed} ({where})"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=observed, evidence=evidence)
        if not measurement.complete or not claim.target.exact or listed or between:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"the nearest is {measurement.subject} with {observed} ({where})",
                reason=Reason.AMBIGUOUS,
                evidence=evidence,
            )
        first = int(float(measurement.readings[0].value))
        correction = (
            Correction(quantity.span, restate(quantity, first)) if quantity.stated is not None and len(measurement.readings) <= 2 else None
        )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{measurement.subject} has {observed} ({where})",
            observed=observed,
            evidence=evidence,
            definition=measurement.readings[0].definition,
            correction=correction,
            confidence=Confidence.CERTAIN,
        )


def _fits(quantity: Quantity, value: float) -> bool:
    if quantity.approximate and quantity.stated:
        return abs(value - quantity.stated) <= 0.1 * max(quantity.stated, value)
    return quantity.contains(value)
