"""Looking up exact names: a rule reads a sentence that states something, and the repository answers whether it is so.

A rule of this shape reads whole sentences by pattern, so it is closed unless it says otherwise: what its patterns took is in the
claim's `explains`, and every other word that governs the claim must be known to the ledger.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Role
from verifier.reading.roles import may_be_built
from verifier.rule import Rule, found, rewritten, undecided

T = TypeVar("T")

UNREAL = frozenset((Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT, Role.BEFORE, Role.MISSING))
_FENCES = frozenset((FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE, FenceClass.DIAGRAM, FenceClass.SHELL))
_FORMS = frozenset((Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING))
_EXAMPLE = re.compile(r"(?:\be\.?g\.?|\bfor example|\bfor instance|\bsuch as)[,:]?\s*$", re.I)
_SHOWN = 5  # places shown as evidence


class Lookup(Rule[T]):
    """A rule that `reads` sentences which tell what is so now, and whose measurement is an `answer`."""

    def recognise(self, clause: Clause) -> Iterable[Claim[T]]:
        return self.reads(clause) if states(clause) else ()

    @abstractmethod
    def reads(self, clause: Clause) -> Iterable[Claim[T]]:
        """The claims of a clause that states something of the present. Pure."""

    def is_closed(self, claim: Claim[T]) -> bool:
        return True

    def judge(self, claim: Claim[T], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        holds, observed = bool(measurement.readings[0].value), str(measurement.readings[1].value)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:_SHOWN])
        message = measurement.detail or observed
        if not holds and not measurement.complete:
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.INCOMPLETE, observed=observed)
        verdict = Verdict.HOLDS if holds else Verdict.REFUTED
        correction = rewritten(claim, claim.claimed, measurement.near[0]) if not holds and len(measurement.near) == 1 else None
        return found(claim, measurement, verdict, message, observed=observed, evidence=evidence, correction=correction)


def answer(
    holds: bool,
    observed: str,
    sites: Iterable[Site] = (),
    *,
    complete: bool = True,
    reproduce: str = "",
    subject: str = "",
    detail: str = "",
    instead: str = "",
) -> Measurement:
    """A measurement for `Lookup.judge`: whether it is so, and what there is; `instead` is what to write for what was claimed."""
    readings = (Reading("is so", holds), Reading("observed", observed))
    return Measurement(readings, tuple(sites), complete, reproduce, subject, detail=detail, near=(instead,) if instead else ())


def blocked(reason: Reason, detail: str, subject: str = "") -> Measurement:
    """A measurement that could not be taken, and why."""
    return Measurement(blocked=reason, detail=detail, subject=subject)


@lru_cache(maxsize=64)  # all rules ask it of one clause after the other
def states(clause: Clause, warned: bool = False) -> bool:
    """Whether the clause tells what is so now: no plan, no example, no quotation, no unticked box.

    `warned`: also where it has a mark of warning, which grades a number and does not deny it.
    """
    context, statement = clause.context, clause.statement
    return (
        clause.asserts
        and clause.side is not Side.BEFORE
        and clause.form not in _FORMS
        and context.fence not in _FENCES
        and (clause.form is not Form.FENCE_LINE or context.fence is FenceClass.PROSE)
        and statement.mark in (None, Mark.YES, *((Mark.WARNING,) if warned else ()))
        and statement.ticked is not False
        and not _EXAMPLE.search(statement.text.plain[: max(0, statement.text.plain.find(clause.text))])
        and not clause.text.rstrip().endswith("?")
        and not UNREAL & {context.lead_in_role, context.key_role, *(one.role for one in context.sections if not may_be_built(one.title))}
    )
