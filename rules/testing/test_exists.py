"""Tests for a file, a symbol or a topic exist, or don't."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Path, Role, Symbol, of_kind
from verifier.reading.mentions import mentions
from verifier.reading.quantities import quantities
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided

from .existence_examples import EXAMPLES
from .suite import test_files
from .witnesses import Target, at_all, documented, of_file, of_symbol, of_topic
from .wording import (
    CHANGES,
    DENIED,
    GIVEN,
    GRADED,
    HAS_NONE,
    LABELS,
    MANUAL_SCRIPT,
    MANUAL_TOLD,
    MISSING_FOR,
    PARTLY,
    STATE,
    TESTS_ALONE,
    UNTESTED,
    everything,
    identifier,
    of_a_case,
    said_of,
)

_TO_TEST = re.compile(r"\W*test\s+(?:on|for|in|of)\b", re.I)  # "[ ] Test on mobile devices" is to be done
_PARTIAL = re.compile(r"^\W*partial(?:ly)?(?:\s+\w+)?\W*$", re.I)

_ONLY_TESTS = re.compile(r"\W*(?:(?:missing|no|lack of|insufficient|few)\s+)?(?:(?:unit|integration|automated|e2e)\s+)?tests?\W*", re.I)
_POSSIBLE = frozenset("can could may might would".split())


class TestExists(Rule[Target]):
    """ "No unit tests for `parser.py`", "Missing tests for:", "Integration tests: not yet implemented"."""

    __test__ = False
    name = "test-exists"
    infers = True
    kinds = ("test-exists",)
    quotes = False
    vocabulary = (
        "test tests unit integration e2e end-to-end coverage suite spec cover covered "
        "automated dedicated detect detected locate located identify discover provide include entirely completely "
        "tested testing implemented component exist yet case @coverage @none edge have missing"
    )
    scoped = True
    summary = (
        "A test that carries a file's name or imports it, or that uses a symbol, exists or not; a vague topic is decided "
        "only where nothing names it, or a test surely does."
    )
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.statement.text.plain.endswith(":") and not clause.own(Path):
            return  # "Missing tests:" announces a list; what is missing stands there
        if any(mention.value.text.endswith(".md") for mention in clause.own(Path)):
            return  # "Test suite: `tests/README.md`" says where to read of it
        if PARTLY.search(clause.statement.text.plain):
            return  # "Missing coverage: `a/` (partial)" does not say that there is none
        statement, context = clause.statement, clause.context
        if any(_PARTIAL.match(cell.text.plain) for cell in context.row):
            return  # a row whose status is "partial" tells of what else is untested
        if clause.position or not clause.asserts or clause.side is Side.BEFORE or clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}:
            return
        if context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.DIAGRAM} or (
            statement.ticked is False and clause.quantities
        ):
            return
        plain = statement.text.plain
        words = f"{context.key}: {plain}" if context.key and context.key not in plain and clause.form is Form.KEY_VALUE else plain
        row = context.row if clause.form is Form.CELL else ()
        if row and row[0].text.runs != statement.text.runs and TESTS_ALONE.match(row[0].text.plain):
            words = f"{row[0].text.plain.strip()}: {re.sub(r'^[^a-zA-Z]+', '', plain)}"
        if len(words) > 200 or (clause.form is Form.HEADING and MISSING_FOR.search(words) and not DENIED.match(words)):
            return
        yield from self._told(clause, re.sub(r"\s+", " ", words).strip(" .✅❌⚠️"), words)

    def _told(self, clause: Clause, words: str, text: str) -> Iterator[Claim[Target]]:
        statement = clause.statement
        if MANUAL_TOLD.search(words) and not clause.negated:
            yield self._claim(clause, Target("manual", documented=True), False, text)
            return
        script = MANUAL_SCRIPT.search(words)
        paths = clause.own(Path)
        if script and len(paths) == 1 and words.endswith(paths[0].text):
            yield self._claim(clause, Target(path=paths[0].value.text, script=True), False, text)
            return
        if GRADED.search(words) or CHANGES.search(words):
            return
        head = re.split(r"\s+[-–—]\s+", words)[0]
        for pattern in (DENIED, STATE, UNTESTED, HAS_NONE):
            # "No integration tests — nothing covers the whole flow"
            match = pattern.match(words) or (pattern.match(head) if pattern is DENIED else None)
            if match:
                groups = match.groupdict()
                absent = pattern is not STATE or groups["no"] is not None
                if clause.form is Form.HEADING and (absent or not groups.get("yes")):
                    return
                if statement.ticked is False and pattern is STATE:
                    return
                yield from self._about(clause, groups.get("sort") or "", groups.get("about") or "", absent, text)
                return
        if self._listed_as_missing(clause):
            about, *rest = re.split(r"\s+[-–—]\s+|\s*\(|:\s+", words, maxsplit=1)
            yield from self._about(clause, "", about, True, text, of_a_case(clause, " ".join(rest)))
            return
        given = None if statement.ticked is False and _TO_TEST.match(words) else GIVEN.match(words)
        good = statement.mark is Mark.YES or statement.ticked is True or clause.context.lead_in_role is Role.STRENGTHS
        bad = statement.mark is Mark.NO or statement.ticked is False
        if given and (good or bad) and clause.form is not Form.HEADING:
            yield from self._about(clause, given["sort"] or "", given["about"], bad, text)

    def _listed_as_missing(self, clause: Clause) -> bool:
        """An item under "Missing tests for:"."""
        if clause.form is Form.CELL:
            row = clause.context.row
            if not row or row[0].text.place(0) != clause.statement.text.place(0) or not clause.own(Path):
                return False
        elif clause.form not in {Form.ITEM, Form.KEY_VALUE, Form.FENCE_LINE} or clause.context.parents:
            return False
        if any(quantity.unit == "test" for quantity in quantities(clause.statement.text.plain, 1, 1)):
            return False  # "`a.py`: 15 tests" says how many are wanted
        lead = clause.context.lead_in
        if lead is None and clause.form is Form.KEY_VALUE:
            return False  # "Impact: slow" below "Compilation not tested" tells of that
        announced = lead.plain if lead is not None else clause.context.sections[-1].title if clause.context.sections else ""
        if _POSSIBLE & set(re.findall(r"[a-z]+", announced.lower())):
            return False  # "These can be done without much testing:"
        return bool(MISSING_FOR.search(announced)) and len(clause.statement.text.plain.split()) <= 12

    def _about(self, clause: Clause, sort: str, about: str, absent: bool, text: str, case: bool = False) -> Iterator[Claim[Target]]:
        sort = {"end-to-end": "e2e", "automated": "", "api": ""}.get(sort.strip().lower(), sort.strip().lower())
        source = clause.statement.text
        about = "" if about.strip(" `*").lower() in LABELS else about
        if not about:
            source = said_of(clause) or source
            about = source.plain if source is not clause.statement.text else ""
        about = "" if _ONLY_TESTS.fullmatch(about) else about.strip(" `*")
        located = clause.context.located if not about and clause.form is Form.KEY_VALUE else ()
        if len(located) == 1 and isinstance(located[0].value, Path):  # "**File:** `a.py`" above "**Tests:** none"
            yield self._claim(clause, Target(sort, path=located[0].value.text), absent, text, located[0].text)
            return
        named = [m for m in mentions(source) if m.text.split(":")[0] in about]
        paths = [m for m in of_kind(named, Path) if not m.value.glob]
        symbols = [m for m in of_kind(named, Symbol) if identifier(source, m)]
        if paths:
            for mention in paths:
                case = absent and (of_a_case(clause, about) or bool(mention.value.anchors))  # of some lines of it
                yield self._claim(clause, Target(sort, path=mention.value.text, case=case), absent, text, mention.text)
        elif symbols:
            case = absent and (case or of_a_case(clause, about))
            for symbol in symbols:
                yield self._claim(clause, Target(sort, symbol=symbol.text.strip("`").split("(")[0], case=case), absent, text, symbol.text)
        elif about and not everything(about, absent):
            folders = tuple(m.value.text for m in of_kind(mentions(clause.statement.text), Path) if not m.value.glob)
            yield self._claim(clause, Target(sort, topic=about, places=folders), absent, text, about)
        else:
            yield self._claim(clause, Target(sort, elliptic=clause.form is Form.KEY_VALUE), absent, text)

    def _claim(self, clause: Clause, target: Target, absent: bool, text: str, subject: str = "") -> Claim[Target]:
        whole = clause.statement.text
        return self.claim(
            clause,
            target,
            subject=subject or target.path,
            claimed="absent" if absent else "present",
            span=_one_line(whole.span(0, len(whole.plain)), clause.span),
            text=text,
            negated=absent,
            confidence=Confidence.CERTAIN if target.path or target.symbol else Confidence.LIKELY,
        )

    # -- measuring

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.documented:
            return documented(code)
        if target.script:
            resolved = code.index.resolve(target.path, claim.hints.paths)
            return Measurement(
                (Reading("path", "sure" if resolved.matches else "none"),),
                subject=resolved.matches[0] if resolved.matches else target.path,
                reproduce=f"git ls-files -- {arguments('*' + target.path)}",
            )
        tests = test_files(code)
        if code.snapshot.unlisted():
            return Measurement(blocked=Reason.INCOMPLETE, detail="some directories could not be read")
        if target.path:
            return of_file(code, target.path, claim.hints.paths, tests)
        if target.symbol:
            return of_symbol(code, target.symbol, tests)
        if target.topic and claim.negated and (beside := _in_named(claim, code, tests)):
            sites = tuple(Site(test, line=1) for test in beside[:3])
            return Measurement((Reading("tests", "maybe"),), sites, subject=target.topic, detail=f"{beside[0]} lies there")
        if target.topic:
            return of_topic(code, target, tests, scope)
        return at_all(code, claim, tests, scope)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        state = str(measurement.readings[0].value)
        evidence = tuple(Evidence(site.path, site.line) for site in measurement.sites[:3])
        witnesses = ", ".join(site.path for site in measurement.sites[:3])
        what = measurement.subject or claim.subject or "this"
        if not (claim.target.path or claim.target.symbol or claim.target.topic) and " in " in what:
            return replace(self._verdict(claim, measurement, state, what, witnesses, evidence), scope=what.partition(" in ")[2])
        return self._verdict(claim, measurement, state, what, witnesses, evidence)

    @staticmethod
    def _verdict(
        claim: Claim[Target], measurement: Measurement, state: str, what: str, witnesses: str, evidence: tuple[Evidence, ...]
    ) -> Finding:
        if state == "maybe":
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                measurement.detail or f"some tests name it: {witnesses}",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
                observed=witnesses,
            )
        present = state == "sure"
        if present and claim.negated and claim.target.case:
            why = f"tests name it ({witnesses}), which does not tell whether this case is among them"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.NOT_PROVABLE, evidence=evidence)
        observed = witnesses or ("present" if present else "no test names it")
        if present is not claim.negated:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"tests: {witnesses}"
                if present and witnesses
                else f"{what} is there"
                if present
                else f"no {what}"
                if " in " in what
                else f"no test of {what}",
                observed=observed,
                evidence=evidence,
            )
        if present:
            return found(claim, measurement, Verdict.REFUTED, f"tested in {witnesses}", observed=observed, evidence=evidence)
        named = claim.target.path or claim.target.symbol
        if claim.target.topic or (not named and measurement.detail):
            why = measurement.detail or f"no test names {what}, which proves little"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.NOT_PROVABLE)
        told = f"no such file: {what}" if claim.target.script else f"no {what}" if " in " in what else f"no test of {what}"
        seen = Confidence.LIKELY if claim.target.script else claim.confidence  # as of any other file that is only named
        return found(claim, measurement, Verdict.REFUTED, told, observed=observed, confidence=seen)


def _in_named(claim: Claim[Target], code: Codebase, tests: Sequence[str]) -> list[str]:
    """The tests in the folders that the statement names: "CLI commands (`cmd/`)"."""
    folders = tuple(f"{match.rstrip('/')}/" for path in claim.target.places for match in code.index.resolve(path).matches)
    return [test for test in tests if test.startswith(folders)] if folders else []


def _one_line(span: Span, clause: Span) -> Span:
    return span if span.line == span.end_line else clause
