"""Cyclomatic complexity (McCabe 1976) as radon counts it for Python and lizard for other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.complexity import Block
from verifier.facts.failure import Failure
from verifier.model import Claim, Evidence, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Symbol
from verifier.repository.kinds import is_source
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided

_TOPIC = re.compile(r"\b(?:cyclomatic|mccabe|complexity|\bcc\b)", re.I)
_NOT_IT = re.compile(
    r"\b(?:cognitive|time|space|algorithmic|service|business|implementation|build|O\()\s*complexity|complexity of O\(", re.I
)
_AVERAGE = re.compile(r"\b(?:average|avg|mean)\b", re.I)
_UNITS = frozenset(("", "per", "function", "method", "point"))


@dataclass(frozen=True, slots=True)
class Target:
    average: bool
    function: str = ""  # a named function, or every one


class Complexity(Rule[Target]):
    """ "< 10 per function", "Average complexity 3.2", "`load()` has a complexity of 14"."""

    name = "complexity"
    family = "metrics"
    kinds = ("complexity",)
    scoped = True
    summary = "Maximum or average cyclomatic complexity of functions in scope, or of a named one, by radon (Python) and lizard (others)."
    examples = (
        Example(
            "maximum",
            "Cyclomatic complexity: low (< 3 per function)\n",
            {"a.py": "def f(x):\n    if x:\n        return 1\n    elif x > 2:\n        return 2\n    return 3\n"},
            (Expect("complexity", Verdict.REFUTED, 1, observed="max 3: f"),),
        ),
        Example(
            "average",
            "- Average complexity 1.0\n- Average cyclomatic complexity: 9.5\n",
            {"a.py": "def f():\n    return 1\n"},
            (Expect("complexity", Verdict.HOLDS, 1), Expect("complexity", Verdict.REFUTED, 2)),
        ),
        Example(
            "a target and another complexity",
            "Target: complexity below 10. Runs in O(n) time complexity 2.\n",
            {"a.py": "def f():\n    return 1\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.form is Form.CODE or clause.context.fence is FenceClass.SUGGESTED or clause.side is Side.BEFORE:
            return
        whole = clause.statement.text.plain
        around = (
            f"{clause.context.header} {clause.context.row[0].text.plain if clause.context.row else ''}" if clause.form is Form.CELL else ""
        )
        if not _TOPIC.search(f"{whole} {around}") or _NOT_IT.search(whole):
            return
        for quantity in clause.quantities:
            topic = _TOPIC.search(f"{around} {whole}")
            if not around and topic and whole.find(quantity.text) < topic.start() - 1 and quantity.unit != "complexity":
                continue  # "`complexipy` 3.3 (complexity analysis)": the number comes before the word
            # A column of complexities gives one a row; in prose the number needs the word beside it.
            if (
                quantity.unit in _UNITS
                and not quantity.text.endswith("%")
                and not re.search(
                    r"\b(?:target|goal|threshold|limit|standards?|guidelines?|polic(?:y|ies)|rules?|conventions?"
                    r"|requirements?|enforced?|allowed|configured)\b",
                    whole,
                    re.I,
                )
            ):
                symbols = [
                    m.value.name
                    for m in clause.all(Symbol)
                    if isinstance(m.value, Symbol)
                    and (m.value.call or clause.form is Form.CELL)
                    and m.origin.value in {"self", "row", "parent"}
                ]
                average = bool(_AVERAGE.search(f"{whole} {around}"))
                yield self.claim(
                    clause,
                    Target(average, "" if average else (symbols[0] if symbols else "")),
                    subject=symbols[0] if symbols and not average else "",
                    claimed=quantity.text,
                    text=whole,
                    quantity=quantity,
                )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = tuple(path for path in scope.files_in(code.index) if is_source(path))
        blocks: list[tuple[str, Block]] = []
        complete = True
        for path, found_blocks in code.facts.complexities(files).items():
            if isinstance(found_blocks, Failure):
                complete = False
            else:
                blocks += [(path, block) for block in found_blocks]
        if claim.target.function:
            return _of_function(claim.target.function, blocks)
        functions = [(path, block) for path, block in blocks if block.kind != "class"]
        if not functions:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no functions in {scope.label}")
        highest = sorted(functions, key=lambda item: -item[1].complexity)[:3]
        sites = tuple(Site(path, block.name, line=block.line, end_line=block.end_line, value=block.complexity) for path, block in highest)
        readings = (
            _averages(blocks, functions) if claim.target.average else (Reading("maximum over functions", float(highest[0][1].complexity)),)
        )
        where = " ".join(prefix or "." for prefix in scope.prefixes[:3]) if scope.files is None else " ".join(scope.files[:5])
        return Measurement(readings, sites, complete, f"radon cc {where} -s -a", subject=scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = float(measurement.readings[0].value)
        top = measurement.sites[0] if measurement.sites else None
        observed = (
            f"{first:g}"
            if claim.target.function
            else f"average {first:.2f}"
            if claim.target.average
            else f"max {first:g}: {top.symbol if top else ''}"
        )
        evidence = tuple(Evidence(site.path, site.line, site.end_line, f"{site.symbol}: {site.value:g}") for site in measurement.sites)
        for reading in measurement.readings:
            if _agrees(quantity, float(reading.value), claim.target.average):
                verdict = Verdict.HOLDS if measurement.complete or claim.target.function else Verdict.UNVERIFIABLE
                return found(
                    claim,
                    measurement,
                    verdict,
                    f"{observed} ({reading.definition})",
                    observed=observed,
                    definition=reading.definition,
                    evidence=evidence,
                    reason=None if verdict is Verdict.HOLDS else Reason.INCOMPLETE,
                )
        if claim.target.average and not measurement.complete:
            return found(
                claim, measurement, Verdict.UNVERIFIABLE, "some files could not be parsed", reason=Reason.INCOMPLETE, observed=observed
            )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{observed}, not {claim.claimed}",
            observed=observed,
            definition=measurement.readings[0].definition,
            evidence=evidence,
        )


def _agrees(quantity: Quantity, value: float, average: bool) -> bool:
    """Within the interval; a bare average also when it rounds to the digits given."""
    if quantity.contains(value):
        return True
    if quantity.stated is None or quantity.low != quantity.high:
        return quantity.approximate and quantity.stated is not None and abs(value - quantity.stated) <= 0.1 * quantity.stated
    match = re.search(r"\d+(?:\.(\d+))?", quantity.text)
    digits = len(match[1] or "") if match else 0
    return average and abs(value - quantity.stated) <= 0.5 * 10**-digits + 1e-9


def _averages(blocks: Sequence[tuple[str, Block]], functions: Sequence[tuple[str, Block]]) -> tuple[Reading, ...]:
    """The averages people quote: over radon's blocks (classes too), over functions, and of the files' own averages."""
    files: dict[str, list[int]] = {}
    for path, block in functions:
        files.setdefault(path, []).append(block.complexity)
    means = [sum(values) / len(values) for values in files.values()]
    return (
        Reading("radon -a, classes included", sum(block.complexity for _, block in blocks) / len(blocks)),
        Reading("functions and methods", sum(block.complexity for _, block in functions) / len(functions)),
        Reading("mean of the files' means", sum(means) / len(means)),
    )


def _of_function(name: str, blocks: Sequence[tuple[str, Block]]) -> Measurement:
    last = name.rsplit(".", 1)[-1]
    same = [(path, block) for path, block in blocks if block.name.rsplit(".", 1)[-1] == last]
    if not same:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no function named {name}", subject=name)
    if len({block.complexity for _, block in same}) > 1:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(same)} functions are named {name}", subject=name)
    path, block = same[0]
    return Measurement(
        (Reading("cyclomatic", float(block.complexity)),),
        (Site(path, block.name, line=block.line, end_line=block.end_line, value=block.complexity),),
        reproduce=f"radon cc {path} -s",
        subject=name,
    )
