"""Print statements: Python's builtin `print`, JavaScript's `console`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.model import Claim, Evidence, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Origin, Path, Symbol
from verifier.reading.numbers import NUMBER_WORDS
from verifier.repository.kinds import language_of
from verifier.repository.parts import parts
from verifier.repository.scope import Scope, whole
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import below
from verifier.rule import Example, Expect, Rule, found, left_out, restated, undecided
from verifier.shapes.rough_numbers import fits

from .changes import taken_away
from .denial import Denied, denied, guessed
from .times import times

_PYTHON = frozenset(("python",))
_SCRIPT = frozenset(("javascript", "typescript", "tsx", "jsx"))
_PRINT = re.compile(r"\bprint(?:\(\)|\s?(?:statements?|calls?|debugging|s\b))|`?\bprint\(\)`?|\bprint-statements?\b", re.I)
_CONSOLE = re.compile(
    r"\bconsole\.(?P<method>log|debug|info|warn|error|\*)|\bconsole (?P<plain>statements?|logs?|logging|calls?|output)\b", re.I
)
_AMOUNT = re.compile(r"(?:(?<![\w.])\d+|\b(?:" + "|".join(NUMBER_WORDS) + r"))\s+(?:[`\w.]+\s*)?$", re.I)
_PARTIAL = re.compile(r"\b(?:some|most|many|several|excessive|extensive|few)\b", re.I)
_COUNTED = frozenset("statement call instance usage occurrence log use line place print".split())


@dataclass(frozen=True, slots=True)
class Target:
    """`methods` are console methods, all of them when empty; `script` is JavaScript and TypeScript, else Python.

    `taken`: so many were removed. `partly`: only some sort or place of them is denied.
    """

    script: bool
    methods: frozenset[str] = frozenset()
    taken: bool = False
    partly: bool = False


_TOOLS = re.compile(r"(?:^|/)(?:scripts?|tools?|bin|dev|examples?|benchmarks?)/|(?:^|/)(?:check|debug|seed|dev)[-_.][^/]*$", re.I)

_SWITCHES = re.compile(r"\bNODE_ENV\b|import\.meta\.env\.(?:PROD|DEV)|\b__DEV__\b")


def _switches(path: str, code: Codebase) -> bool:
    """Whether a script asks if it runs in production."""
    try:
        return bool(_SWITCHES.search(code.snapshot.text(path)))
    except Unreadable:
        return True


_LOG_CALLS = re.compile(r"(?<![\w.])log\w*\s+(?:calls?|statements?|lines?)\b", re.I)  # "3 log calls, 0 prints" counts two sorts of things


def _of_a_function(clause: Clause) -> bool:
    """Whether a number is told of a function, and not of a file: "`init_db` has 2 print calls"."""
    named = [m for m in clause.mentions if isinstance(m.value, Symbol) and m.origin in (Origin.SELF, Origin.ROW)]
    own = [m for m in named if not re.match(r"(?:print|console|pprint|println|logger)\b", m.text.strip("`"))]
    return bool(own) and not clause.own(Path) and not any(m.origin is Origin.ROW for m in clause.all(Path))


class PrintCalls(Rule[Target]):
    """ "No print statements", "No console.log in production code", "227 console statements"."""

    name = "print-calls"
    kinds = ("no-print",)
    quotes = False
    vocabulary = (
        "print statement call log console debug output production found left remain logging used use python "
        "javascript typescript replace replaced remove removed "
        "eliminate @number @none @all @removed @moved"
    )
    scoped = True
    summary = "Calls of Python's builtin print, not of a name that shadows it, or of console methods in production code: absent or counted."
    examples = (
        Example(
            "absent",
            "## Backend (`app/`)\n\n- No print statements\n\n## Tools (`tools/`)\n\n- No print statements\n",
            {"app/a.py": "import pprint\npprint.pprint(1)\nblueprint(2)\n# print(3)\n", "tools/b.py": "print(1)\n"},
            (Expect("no-print", Verdict.HOLDS, 3), Expect("no-print", Verdict.REFUTED, 7, observed="1 in 1 file")),
        ),
        Example(
            "counted",
            "- 2 console.log statements left\n- 5 `print()` calls\n",
            {"a.ts": "console.log(1)\nconsole.log(2)\n", "b.py": "print(1)\n"},
            (Expect("no-print", Verdict.HOLDS, 1), Expect("no-print", Verdict.REFUTED, 2, observed="1 in 1 file")),
        ),
        Example(
            "replaced",
            "Replaced all `print()` statements with logging.\n",
            {"a.py": "print(1)\n"},
            (Expect("no-print", Verdict.REFUTED, 1),),
        ),
        Example(
            "so many removed: what is there now says nothing of it",
            "- Removed 1 print statement\n- 1 `print()` call was replaced with logging\n- 1 print statement is still there\n"
            "- One console.log removed\n",
            {"a.py": "print(1)\n", "b.ts": "console.log(1)\n"},
            (
                Expect("no-print", Verdict.UNVERIFIABLE, 1),
                Expect("no-print", Verdict.UNVERIFIABLE, 2),
                Expect("no-print", Verdict.HOLDS, 3),
                Expect("no-print", Verdict.UNVERIFIABLE, 4),
            ),
        ),
        Example(
            "denied in part only",
            "- No leftover print statements\n- No print statements outside of the CLI\n- No print statements in hot loops\n"
            "- No print statements that leak keys\n- No print statements in the code base\n",
            {"a.py": "print(1)\n"},
            (*(Expect("no-print", Verdict.UNVERIFIABLE, line) for line in (1, 2, 3, 4)), Expect("no-print", Verdict.REFUTED, 5)),
        ),
        Example(
            "something said of the output, or denied twice",
            "- Console output isn't visible to operators\n- No handler without print statements\n- Print statements don't scale\n",
            {"a.py": "print(1)\n", "b.ts": "console.log(1)\n"},
            (),
        ),
        Example(
            "of a function, and beside log calls",
            "- `turn` has 2 print calls\n- `a.py`: 3 log calls at info level, 0 prints\n",
            {"a.py": "def turn():\n    print(1)\n    print(2)\n\nprint(3)\n"},
            (),
        ),
        Example(
            "production code",
            "- No console.log in production code\n- No console.log calls\n",
            {"src/a.ts": "", "scripts/b.ts": "console.log(1)\n"},
            (Expect("no-print", Verdict.HOLDS, 1), Expect("no-print", Verdict.REFUTED, 2)),
        ),
        Example(
            "so many with the tests, or of the main directory",
            "- 3 console.log calls\n- 2 console.log calls\n- 9 console.log calls\n",
            {"src/a.ts": "console.log(1)\nconsole.log(2)\n", "src/a.test.ts": "console.log(3)\n"},
            (Expect("no-print", Verdict.HOLDS, 1), Expect("no-print", Verdict.HOLDS, 2), Expect("no-print", Verdict.REFUTED, 3)),
        ),
        Example(
            "not in production",
            "- No console logging in production\n",
            {"src/a.ts": "if (process.env.NODE_ENV !== 'production') { console.log(1); }\n"},
            (Expect("no-print", Verdict.UNVERIFIABLE, 1),),
        ),
        Example("a wish", "Replace print statements with logging.\n", {"a.py": "print(1)\n"}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.form in {Form.CODE, Form.COMMAND, Form.HEADING}
            or clause.context.fence is FenceClass.SUGGESTED
            or clause.side is Side.BEFORE
        ):
            return
        for pattern, script in ((_PRINT, False), (_CONSOLE, True)):
            match = pattern.search(clause.text)
            # "Logging instead of print statements" is cut before "instead": the clause alone says what is gone.
            if match is None:
                continue
            if _of_a_function(clause) or _LOG_CALLS.search(clause.text):
                continue
            methods = frozenset(m["method"].lower() for m in _CONSOLE.finditer(clause.text) if m["method"]) if script else frozenset()
            target = Target(script, methods - {"*"})
            counted = [q for q in clause.quantities if _counts(q, clause.text, match.start())]
            said = denied(clause, *match.span())
            number = counted[0] if counted else None if said is not Denied.NOTHING else times(clause)
            if number is None and taken_away(clause) and _AMOUNT.search(clause.text[: match.start()]):
                yield self.claim(clause, replace(target, taken=True), claimed="removed", text=clause.statement.text.plain)
                continue
            if number is not None and number.low != 0:
                target = replace(target, taken=taken_away(clause))
                yield self.claim(clause, target, claimed=number.text, quantity=number, text=clause.statement.text.plain)
            elif said is not Denied.NOTHING and not _PARTIAL.search(clause.text):
                target = replace(target, partly=said is Denied.PART)
                yield self.claim(clause, target, claimed="absent", negated=True, text=clause.statement.text.plain)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        if claim.target.taken:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="how many were there before is not known")
        inside = self._counted(claim, code, scope)
        if (
            claim.negated
            and not inside.sites
            and guessed(scope, claim, code, claim.target.partly)
            and self._counted(claim, code, whole()).sites
        ):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"none in {scope.label}, but elsewhere; which is meant is open")
        return inside

    def _counted(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        files = scope.files_in(code.index, _SCRIPT if target.script else _PYTHON)
        if not files:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such source files in {scope.label}")
        sites: list[Site] = []
        guarded = 0
        unread: list[str] = []
        for path, calls in code.facts.print_calls(files).items():
            if isinstance(calls, Failure):
                unread.append(f"{path}: {calls.message}")
                continue
            for call in calls:
                if target.methods and call.name.removeprefix("console.") not in target.methods:
                    continue
                guarded += call.main_guard
                sites.append(Site(path, call.enclosing, call.code, call.line, call.line))
        readings = [Reading("production code", len(sites)), Reading("outside `if __name__ == '__main__'`", len(sites) - guarded)]
        if "production" in claim.text.lower():
            readings.append(Reading("outside of scripts and tools", sum(not _TOOLS.search(site.path) for site in sites)))
        readings += [Reading(*one) for one in self._of_parts(target, code, scope)] if claim.quantity is not None else []
        pattern = r"console\.(log|debug|info|warn|error)" if target.script else r"\bprint\("
        command = f"grep -rnE '{pattern}' {below(scope.places)}"
        asked = dict.fromkeys(site.path for site in sites) if target.script and "production" in claim.text.lower() else ()
        near = tuple(path for path in asked if _switches(path, code))
        return Measurement(tuple(readings), tuple(sites), not unread, command, scope.label, near=near, unread=tuple(unread))

    def _of_parts(self, target: Target, code: Codebase, scope: Scope) -> Iterator[tuple[str, int]]:
        """How many calls, and lines that grep finds, the parts of the scope have: with its tests, its main directory alone."""
        asked = "|".join(sorted(target.methods)) or r"log|debug|info|warn|error"
        line = re.compile(rf"console\.(?:{asked})\b" if target.script else r"\bprint\(")
        for part, paths in parts(code.index, scope).items():
            files = [path for path in paths if language_of(path) in (_SCRIPT if target.script else _PYTHON)]
            counted = code.facts.print_calls(files).values()
            calls = [call for of_file in counted if not isinstance(of_file, Failure) for call in of_file]
            yield f"calls {part}", sum(not target.methods or call.name.removeprefix("console.") in target.methods for call in calls)
            yield f"lines {part}", sum(bool(line.search(row)) for path in files for row in code.facts.text(path).splitlines())

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        files = len({site.path for site in measurement.sites})
        observed = f"{len(measurement.sites)} in {files} file{'s' if files != 1 else ''}"
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites[:5])
        values = [int(reading.value) for reading in measurement.readings]
        right = [
            reading
            for reading in measurement.readings
            if (claim.quantity is not None and fits(claim.quantity, float(reading.value)))
            or (claim.quantity is None and reading.value == 0)
        ]
        if right and (claim.quantity is not None or measurement.complete):
            exactness = Exactness.EXACT if right[0] is measurement.readings[0] else Exactness.TOLERATED
            part = right[0].definition
            of_part = part.startswith(("calls ", "lines "))
            told = f"{right[0].value} {part}".strip() if of_part else f"{observed} in {measurement.subject}"
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                told,
                observed=observed,
                evidence=evidence,
                exactness=exactness,
                definition=right[0].definition,
            )
        if not measurement.complete and (claim.quantity is not None or min(values) == 0):
            return found(
                claim, measurement, Verdict.UNVERIFIABLE, left_out(measurement.unread), reason=Reason.INCOMPLETE, observed=observed
            )
        if claim.target.partly or measurement.near:
            why = f"{observed}, in {measurement.subject}; whether the sentence means these is open"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        told = f"{observed}, in {measurement.subject}"
        correction = restated(claim, len(measurement.sites)) if measurement.complete else None
        return found(claim, measurement, Verdict.REFUTED, told, observed=observed, evidence=evidence, correction=correction)


def _counts(quantity: Quantity, text: str, at: int) -> bool:
    """Whether a number counts calls: "227 console statements", "5 `print()` calls"."""
    beside = text.find(quantity.text)
    return quantity.unit in _COUNTED or (quantity.unit == "" and 0 <= beside < at and text[beside + len(quantity.text) : at].strip() == "")
