"""Cyclomatic complexity (McCabe 1976) as radon counts it for Python and lizard for other languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import fmean

from verifier.codebase import Codebase
from verifier.model import Claim, Correction, Evidence, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.numbered import in_number
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.repository.parts import parts
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, below
from verifier.rule import Example, Expect, Rule, found, left_out, restated, undecided

from .blocks import Blocks, Located, averages, blocks_of
from .complexity_wording import Target, What, sayings

_APART = 0.3  # by so much tools differ that count operators, comprehensions or chained calls, or do not
_LADDER = (
    "def f(x):\n    return 1\n\n\ndef g(x):\n    return 1 if x else 2\n\n\n"
    "def h(x):\n    if x:\n        return 1\n    elif x > 2:\n        return 2\n"
)


class Complexity(Rule[Target]):
    """ "< 10 per function", "No function exceeds 10", "3 functions with complexity > 10", "`load()` has a complexity of 14"."""

    name = "complexity"
    kinds = ("complexity",)
    quotes = False
    vocabulary = (
        "complexity cyclomatic cognitive average avg mean max maximum min minimum median function method class module file block "
        "low medium high rating grade radon mccabe cc score rank ranked hotspot highest lowest most worst complex per "
        "@number @scale @bound @about @none @all"
    )
    scoped = True
    summary = (
        "Cyclomatic complexity in scope, or of one function, by radon (Python) and lizard (others): highest, average, count above a bound."
    )
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
            "bounds from above and below",
            "- No function has a complexity above 2.\n- No function exceeds a complexity of 3.\n"
            "- Some functions exceed a complexity of 2.\n"
            "- Most functions have a complexity below 3.\n- All functions have complexity below 3.\n",
            {"a.py": _LADDER},
            (
                Expect("complexity", Verdict.REFUTED, 1, observed="max 3: h"),
                Expect("complexity", Verdict.HOLDS, 2),
                Expect("complexity", Verdict.HOLDS, 3),
                Expect("complexity", Verdict.HOLDS, 4, observed="2 of 3 functions"),
                Expect("complexity", Verdict.REFUTED, 5, observed="max 3: h"),
            ),
        ),
        Example(
            "counted above a bound",
            "- 1 function with complexity > 2\n- Functions with complexity > 1: 1\n",
            {"a.py": _LADDER},
            (
                Expect("complexity", Verdict.HOLDS, 1, observed="1 function"),
                Expect("complexity", Verdict.REFUTED, 2, observed="2 functions"),
            ),
        ),
        Example(
            "an average of the worse ones",
            "Average complexity: 8.0. The average complexity is 7.0.\n",
            {"a.py": _LADDER + "\n\ndef i(a):\n" + "".join(f"    if a == {at}:\n        return {at}\n" for at in range(7))},
            (Expect("complexity", Verdict.UNVERIFIABLE, 1, claimed="8.0"), Expect("complexity", Verdict.REFUTED, 1, claimed="7.0")),
        ),
        Example(
            "several functions, and another measure",
            "Most complex: `h()` has a cyclomatic complexity of 3 / cognitive 9, `g()` a cyclomatic complexity of 4.\n",
            {"a.py": _LADDER},
            (
                Expect("complexity", Verdict.HOLDS, 1, subject="h"),
                Expect("complexity", Verdict.DOUBTFUL, 1, subject="g", observed="2"),
            ),
        ),
        Example(
            "a file's number may be its total",
            "`a.py` has a cyclomatic complexity of 6. `a.py` has a cyclomatic complexity of 9.\n",
            {"a.py": _LADDER},
            (Expect("complexity", Verdict.HOLDS, 1), Expect("complexity", Verdict.UNVERIFIABLE, 1)),
        ),
        Example(
            "a target, a threshold, a grade and another complexity",
            "Target: complexity below 10. Runs in O(n) time complexity 2. Functions with complexity > 10 are flagged.\n\n"
            "Average complexity: 2/10.\n",
            {"a.py": "def f():\n    return 1\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.form is Form.CODE or clause.context.fence is FenceClass.SUGGESTED or clause.side is Side.BEFORE:
            return
        for said in sayings(clause):
            bound = said.quantity.high
            claimed = f"none above {bound:g}" if clause.negated and bound is not None else said.quantity.text
            text = clause.statement.text.plain
            yield self.claim(clause, said.target, subject=said.target.function, claimed=claimed, text=text, quantity=said.quantity)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        blocks = blocks_of(code, scope.files_in(code.index))
        if claim.target.function:
            return _of_function(claim, blocks.counted)
        if not blocks.functions:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no functions in {scope.label}")
        readings, unread = _readings(claim, blocks), list(blocks.unread)
        guessed = Blocks((*blocks.counted, *blocks.passed_over))
        if blocks.passed_over and _fitting(claim, readings) != _fitting(claim, _readings(claim, guessed)):
            unread += [f"{path}:{block.line}: {block.name} is a function that lizard passes over" for path, block in blocks.passed_over]
        if claim.target.what is What.AVERAGE:
            readings += tuple(
                Reading(f"{one.definition}, {name}", one.value)
                for name, files in parts(code.index, scope).items()
                if name.startswith("in ")
                for one in averages(blocks.within(files))
            )
        highest = sorted(blocks.functions, key=lambda item: -item[1].complexity)[:3]
        sites = tuple(Site(path, block.name, line=block.line, end_line=block.end_line, value=block.complexity) for path, block in highest)
        command = f"radon cc {below(scope.places)} -s -a"
        part = (_of_ranks(claim, blocks) if claim.target.what is What.AVERAGE else "") or _of_whole_files(claim, blocks)
        return Measurement(readings, sites, not unread, command, scope.label, detail=part, unread=tuple(unread))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity, what = claim.quantity, claim.target.what
        assert quantity is not None
        observed = _observed(what, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, f"{site.symbol}: {site.value:g}") for site in measurement.sites)
        at = _fitting(claim, measurement.readings)
        fitting = None if at is None else measurement.readings[at]
        # One function is enough to break a bound from above, or to keep one from below, whatever the files that can't be parsed hold.
        shown = what is What.HIGHEST and (quantity.high if fitting is None else quantity.low) is not None and quantity.low != quantity.high
        if not measurement.complete and what is not What.FUNCTION and not shown:
            detail = f"{observed}, but {left_out(measurement.unread)}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, detail, reason=Reason.INCOMPLETE, observed=observed, evidence=evidence)
        if fitting is not None:
            told = f"{observed} ({fitting.definition})"
            definition = fitting.definition
            return found(claim, measurement, Verdict.HOLDS, told, observed=observed, definition=definition, evidence=evidence)
        if what is What.ANY:
            told = f"{observed}; the report does not say what its number is"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        if measurement.detail:
            told = f"{observed}; {measurement.detail}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        value = float(measurement.readings[0].value)
        if (
            what is What.FUNCTION
            and not claim.target.by_tool
            and quantity.stated is not None
            and abs(quantity.stated - value) <= _APART * value
        ):
            told = f"{observed}, not {claim.claimed}; other tools count otherwise"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        definition = measurement.readings[0].definition
        told = f"{observed}, not {claim.claimed}" if not claim.claimed.startswith("none") else f"{observed}; said: {claim.claimed}"
        exact = what in (What.AVERAGE, What.FUNCTION, What.COUNT) or quantity.low == quantity.high
        correction = restated(claim, value) if exact else _bounded(quantity, value) if what is What.HIGHEST else None
        return found(
            claim, measurement, Verdict.REFUTED, told, observed=observed, definition=definition, evidence=evidence, correction=correction
        )


def _bounded(quantity: Quantity, highest: float) -> Correction | None:
    """A bound from above as the highest value that there is: "< 10 per function" → "<= 12 per function", "10" → "12"."""
    span, numbers = quantity.span, list(re.finditer(r"\d+", quantity.text))
    literal = span.line == span.end_line and span.end_column - span.column == len(quantity.text)
    if len(numbers) != 1 or not literal or quantity.low is not None or quantity.stated is None or quantity.approximate:
        return None
    before, behind = quantity.text[: numbers[0].start()], quantity.text[numbers[0].end() :]
    if quantity.strict:
        if not before.strip():
            return None
        before = ("<=" if before.strip() == "<" else "at most") + before[len(before.rstrip()) :]
    return Correction(span, f"{before}{highest:g}{behind}")


def _fitting(claim: Claim[Target], readings: Sequence[Reading]) -> int | None:
    """Which of the readings agrees with what is said."""
    values = [float(reading.value) for reading in readings]
    if claim.target.what is What.MOST:
        return 0 if 2 * values[0] > values[1] else None
    quantity = claim.quantity
    assert quantity is not None
    pairs = zip(readings, values, strict=True)
    return next((at for at, (one, value) in enumerate(pairs) if _agrees(quantity, value, "average" in one.definition)), None)


def _readings(claim: Claim[Target], blocks: Blocks) -> tuple[Reading, ...]:
    values = [block.complexity for _, block in blocks.functions]
    what, bound = claim.target.what, claim.quantity
    highest = Reading("maximum over functions", float(max(values)))
    if what is What.COUNT:
        return (Reading(f"functions above {claim.target.above:g}", float(sum(value > claim.target.above for value in values))),)
    if what is What.MOST and bound is not None:
        return Reading("functions that fit", float(sum(map(bound.contains, values)))), Reading("functions", float(len(values)))
    if what is What.AVERAGE:
        return averages(blocks)
    if what is What.ANY:
        return (highest, *averages(blocks), Reading("total of the functions", float(sum(values))))
    return (highest,)


def _observed(what: What, measurement: Measurement) -> str:
    first = float(measurement.readings[0].value)
    if what is What.FUNCTION:
        return f"{first:g}"
    if what is What.AVERAGE:
        return f"average {first:.2f}"
    if what is What.COUNT:
        return f"{first:g} {in_number('function', first)}"
    if what is What.MOST:
        return f"{first:g} of {measurement.readings[1].value:g} functions"
    return f"max {first:g}: {measurement.sites[0].symbol if measurement.sites else ''}"


def _agrees(quantity: Quantity, value: float, average: bool) -> bool:
    """Within the interval; a bare average also when it rounds, or is cut, to the digits given."""
    if quantity.contains(value):
        return True
    if quantity.stated is None or quantity.low != quantity.high:
        return quantity.approximate and quantity.stated is not None and abs(value - quantity.stated) <= 0.1 * quantity.stated
    match = re.search(r"\d+(?:\.(\d+))?", quantity.text)
    digits = len(match[1] or "") if match else 0
    cut = digits > 0 and 0 <= value - quantity.stated < 10**-digits
    return average and (cut or abs(value - quantity.stated) <= 0.5 * 10**-digits + 1e-9)


def _of_ranks(claim: Claim[Target], blocks: Blocks) -> str:
    """The ranks whose blocks have the average that is claimed: what `radon cc -a -n C` tells of the worse ones; "" for none."""
    for rank, above in _ABOVE_RANK.items():
        values = [block.complexity for _, block in blocks.counted if block.complexity > above]
        if values and claim.quantity is not None and _agrees(claim.quantity, fmean(values), average=True):
            return f"{fmean(values):.2f} is that of the {len(values)} of rank {rank} or worse, as radon -n {rank} shows them"
    return ""


def _of_whole_files(claim: Claim[Target], blocks: Blocks) -> str:
    """How complex whole files are, where that much is claimed: some tools sum up a class or a file; "" for less, and for more."""
    quantity, what = claim.quantity, claim.target.what
    if quantity is None or quantity.stated is None or claim.target.by_tool or what not in (What.HIGHEST, What.AVERAGE):
        return ""
    of_files = Counter[str]()
    for path, block in blocks.functions:
        of_files[path] += block.complexity
    highest = max((block.complexity for _, block in blocks.functions), default=0)
    claimed = quantity.low if quantity.low is not None else quantity.stated
    if (
        quantity.high is None
        or claimed <= max(highest, _OF_CLASSES if what is What.AVERAGE else 0)
        or claimed > max(of_files.values(), default=0)
    ):
        return ""
    return f"the functions of one file sum up to {max(of_files.values())}, and the sum of a class or file may be meant"


_OF_CLASSES = 10  # what an average over functions hardly reaches
_ABOVE_RANK = {"B": 5, "C": 10, "D": 20, "E": 30, "F": 40}  # radon's ranks, and the complexity that each is above


def _of_function(claim: Claim[Target], blocks: Sequence[Located]) -> Measurement:
    """The function that is named; where several have its name, one that has the number."""
    name = claim.target.function
    owner, _, last = name.rpartition(".")
    same = [(path, block) for path, block in blocks if block.name.rsplit(".", 1)[-1] == last]
    owned = [(path, block) for path, block in same if owner and block.classname == owner.rpartition(".")[2]]
    same = owned or same
    if not same:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no function named {name}", subject=name)
    quantity = claim.quantity
    fitting = [one for one in same if quantity is not None and quantity.contains(one[1].complexity)]
    if len({block.complexity for _, block in same}) > 1 and not fitting:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(same)} functions are named {name}", subject=name)
    path, block = (fitting or same)[0]
    return Measurement(
        (Reading("cyclomatic", float(block.complexity)),),
        (Site(path, block.name, line=block.line, end_line=block.end_line, value=block.complexity),),
        reproduce=f"radon cc {arguments(path)} -s",
        subject=name,
    )
