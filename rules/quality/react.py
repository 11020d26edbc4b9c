"""React: hooks, effects and their cleanup, keys, controlled inputs, error boundaries, contexts, memoisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.facts.react import Trace
from verifier.model import Claim, Confidence, Evidence, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Stance
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided

from .react_topics import BY_NAME, HOOKS, TOPICS, WORDS, shown

_SCRIPT = frozenset(("javascript", "jsx", "typescript", "tsx"))
_DRAWN = re.compile(r"\s*[│├└┣┗╰|]")  # a component in a drawn tree may be in any file
_NOT_SAID = re.compile(
    r"\b(?:ready|could|should|would|can be|may|might|consider|not (?:needed|necessary|required|applicable)|unnecessary|if needed|"
    r"planned|future|better|more|instead of|best practices?|essential|important|recommended|sufficient|effectiveness)\b"
    r"|(?:^\W*|[:\])–—]\s+|^T\d+\s+)(?:build|memoi[sz]e|write|set up|introduce|apply|prefer|use|check|remove|add|create|implement|"
    r"wrap|ensure|avoid|try|migrate|convert|lazy[- ]load|move|replace)\b(?!\w)",
    re.I,
)
_EVERY = re.compile(r"\b(?:all|every|each|always|only|exclusively|entirely|throughout|everywhere|100\s?%)\b", re.I)
_DENIED = re.compile(r"\b(?:no|not|without|missing|lacks?|lacking|absen(?:t|ce)|never|zero|none|don't|doesn't|isn't|aren't)\b", re.I)
_PARTIAL = re.compile(
    r"\b(?:some|most|many|several|few|mostly|mainly|properly|proper|enough|sufficient|limited|around|inconsistent\w*)\b", re.I
)
_MOSTLY = re.compile(r"\b(?:mostly|mainly|largely|generally|usually)\b", re.I)
_UNIQUE = re.compile(r"\b(?:unique|stable)\b", re.I)
_COUNTED = frozenset(("hook", "call", "usage", "use", "instance", "statement", *(hook.lower() for hook in HOOKS)))
_NEXT_ERROR = re.compile(r"(?:^|/)app/(?:.*/)?(?:global-)?error\.[jt]sx?$")


@dataclass(frozen=True, slots=True)
class Target:
    """`every`: said of all. `bare`: nothing else is said that could narrow a denial."""

    topic: str
    every: bool = False
    bare: bool = True
    unique: bool = False  # keys said to be unique or stable
    mostly: bool = False  # exceptions are granted


class React(Rule[Target]):
    """ "Functional components", "cleanup in useEffect", "key prop in lists", "no error boundaries", "9 useState hooks"."""

    name = "react"
    kinds = ("react",)
    vocabulary = (
        "react hook hooks component dependency array effect list key render prop state "
        "cleanup proper memo callback clean up after unmount stable @all @none useeffect usecallback usememo rule"
    )
    scoped = True
    summary = "React mechanisms shown by the code in scope: said to be there, not to be there, to be everywhere, or counted."
    examples = (
        Example(
            "practices",
            "- [x] Functional components\n- [x] Hooks for state management\n- [x] Cleanup in useEffect\n- [x] Key "
            "prop in lists\n- [x] Controlled components\n- [x] Proper dependency arrays\n",
            {
                "a.tsx": "import { useState, useEffect } "
                "from 'react';\nexport function A({ xs }) {\n  const [v, setV] = useState('');\n  useEffect(() => { const t = "
                "setInterval(() => setV('x'), 9); return () => clearInterval(t); }, []);\n  return <div><input value={v} "
                "onChange={(e) => setV(e.target.value)} />{xs.map((x) => <p key={x.id}>{x}</p>)}</div>;\n}\n"
            },
            tuple(Expect("react", Verdict.HOLDS, line) for line in range(1, 7)),
        ),
        Example(
            "not so",
            "- No class components\n- All effects clean up after useEffect\n- Proper dependency arrays\n- Uses error "
            "boundaries\n- `useMemo` for derived data\n",
            {
                "a.jsx": "import { useEffect } from 'react';\nclass B extends "
                "React.Component { render() { return <p/>; } }\nexport function A({ id }) {\n  useEffect(() => { "
                "window.addEventListener('x', () => load(id)); }, []);\n  return <B/>;\n}\n"
            },
            tuple(Expect("react", Verdict.REFUTED, line) for line in range(1, 6)),
            also=("mechanism",),
        ),
        Example(
            "not enough to say",
            "- Error boundaries ready\n- Key prop in lists\n",
            {"a.jsx": "export const A = ({ xs }) => <ul>{xs.map((x) => <li key={x}>{x}</li>)}{xs.map((x) => <li>{x}</li>)}</ul>;\n"},
            (Expect("react", Verdict.UNVERIFIABLE, 2),),
        ),
        Example(
            "other words",
            "- Add error boundaries\n- Memoization not needed\n- Lists API keys in a table\n- Class components should be converted\n",
            {"a.jsx": "export const A = () => <p/>;\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            clause.stance is not Stance.ASSERTS
            or clause.form in {Form.CODE, Form.COMMAND, Form.HEADING, Form.TREE_ENTRY}
            or clause.side is Side.BEFORE
            or (clause.form is Form.FENCE_LINE and _DRAWN.match(clause.statement.text.plain))
        ):
            return
        if clause.context.fence in {
            FenceClass.SUGGESTED,
            FenceClass.CODE,
            FenceClass.SHELL,
            FenceClass.TREE,
            FenceClass.DIAGRAM,
        } or _NOT_SAID.search(clause.text):
            return
        said: list[tuple[int, int]] = []
        for topic in TOPICS:
            match = topic.said.search(clause.text)
            if (
                match is None
                or any(start < match.end() and match.start() < end for start, end in said)
                or (topic.name == "useEffect" and said)
            ):
                continue  # a special topic comes before the hooks that it names
            said.append(match.span())
            before = clause.text[: match.start()]
            denied = bool(_DENIED.search(before)) or (clause.negated and topic.name not in ("missing dependencies", "missing keys"))
            counted = next((q for q in clause.quantities if topic.name in HOOKS and _counts(q, clause.text, match)), None)
            rest = clause.text[match.end() :].strip(" .,;:`")
            target = Target(
                topic.name,
                bool(_EVERY.search(clause.text)),
                not rest and not _PARTIAL.search(clause.text),
                bool(_UNIQUE.search(clause.text)),
                bool(_MOSTLY.search(clause.statement.text.plain)),
            )
            claimed = counted.text if counted else "absent" if denied else "present"
            yield self.claim(clause, target, subject=topic.name, claimed=claimed, negated=denied, quantity=counted)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = scope.files_in(code.index, _SCRIPT)
        topic = BY_NAME[claim.target.topic]
        good: list[Site] = []
        bad: list[Site] = []
        index = 0
        react = False
        complete = True
        for path, traces in code.facts.react_traces(files).items():
            if isinstance(traces, Failure):
                complete = False
                continue
            react = react or bool(traces)
            index += sum(trace.kind == "list" and trace.name == "index" for trace in traces)
            good += (_site(path, trace) for trace in traces if shown(trace, topic.good))
            bad += (_site(path, trace) for trace in traces if shown(trace, topic.bad))
        if not react:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no React code in {scope.label}")
        good += self._other_sites(claim.target.topic, code, files)
        if topic.exact and not good and code.facts.search(re.compile(WORDS[topic.name].encode()), files):
            complete = False
        readings = (Reading("shown", len(good)), Reading("contrary", len(bad)), Reading("index keys", index))
        shown_first = bad if bad and (claim.target.every or topic.every) and not claim.negated else good or bad
        return Measurement(readings, tuple(shown_first[:20]), complete, _command(topic.name, scope), subject=scope.label)

    @staticmethod
    def _other_sites(topic: str, code: Codebase, files: tuple[str, ...]) -> list[Site]:
        """What a file's own traces don't tell: Next's error files, hooks that are defined."""
        if topic == "error boundary":
            return [Site(path, code=path.rpartition("/")[2]) for path in files if _NEXT_ERROR.search(path)]
        if topic != "custom hooks":
            return []
        outlines = code.facts.outlines(files)
        return [
            Site(path, definition.name, f"{definition.name}()", definition.line, definition.line)
            for path, outline in outlines.items()
            if not isinstance(outline, Failure)
            for definition in outline.definitions
            if definition.kind == "hook"
        ]

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        topic, target = BY_NAME[claim.target.topic], claim.target
        good, bad, index = (int(reading.value) for reading in measurement.readings)
        if claim.quantity is not None:
            if claim.quantity.contains(good):
                return _finding(claim, measurement, Verdict.HOLDS, f"{good}")
            sure = measurement.complete and bool(claim.hints.paths)
            return _finding(claim, measurement, Verdict.REFUTED if sure else Verdict.UNVERIFIABLE, f"{good}")
        if claim.negated:
            return self._denied(claim, measurement, good, bad)
        observed = f"{good} {topic.name}" + (f", {bad} against" if topic.bad else "")
        if bad and (target.every or (topic.every and not target.mostly)):
            return _finding(claim, measurement, Verdict.REFUTED, observed)
        if bad and topic.name in ("function components", "keys in lists", "cleanup in effects"):
            return _finding(claim, measurement, Verdict.UNVERIFIABLE, observed)
        if topic.name == "keys in lists" and target.unique and index:
            return _finding(claim, measurement, Verdict.UNVERIFIABLE, f"{index} of them are indices")
        if good:
            every = target.every or (topic.every and not target.mostly)
            return _finding(claim, measurement, Verdict.UNVERIFIABLE if every and not measurement.complete else Verdict.HOLDS, observed)
        if topic.exact and measurement.complete:
            return _finding(claim, measurement, Verdict.REFUTED, observed)
        return _finding(claim, measurement, Verdict.UNVERIFIABLE, observed)

    @staticmethod
    def _denied(claim: Claim[Target], measurement: Measurement, good: int, bad: int) -> Finding:
        topic = BY_NAME[claim.target.topic]
        observed = f"{good} {topic.name}" + (f", {bad} against" if topic.bad else "")
        if topic.bad:  # "missing cleanup in effects" is about those that lack it
            return _finding(claim, measurement, Verdict.HOLDS if bad or not good else Verdict.UNVERIFIABLE, observed)
        if good == 0:
            return _finding(claim, measurement, Verdict.HOLDS if measurement.complete else Verdict.UNVERIFIABLE, observed)
        return _finding(claim, measurement, Verdict.REFUTED if topic.exact and claim.target.bare else Verdict.UNVERIFIABLE, observed)


def _finding(claim: Claim[Target], measurement: Measurement, verdict: Verdict, observed: str) -> Finding:
    evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites[:5])
    undecidable = verdict is Verdict.UNVERIFIABLE
    reason = (Reason.NOT_PROVABLE if measurement.complete else Reason.INCOMPLETE) if undecidable else None
    return found(
        claim,
        measurement,
        verdict,
        f"{observed}, in {measurement.subject}",
        observed=observed,
        evidence=evidence,
        reason=reason,
        exactness=Exactness.EXACT if verdict is Verdict.HOLDS else None,
        confidence=Confidence.CERTAIN,
    )


def _site(path: str, trace: Trace) -> Site:
    code = f"{trace.code}  (missing: {trace.name})" if trace.kind == "dependencies" and trace.name else trace.code
    return Site(path, trace.name, code, trace.line, trace.line)


def _command(topic: str, scope: Scope) -> str:
    words = {
        "function components": r"extends (React\.)?(Pure)?Component",
        "class components": r"extends (React\.)?(Pure)?Component",
        "error boundary": "ErrorBoundary|componentDidCatch",
        "keys in lists": r"\.map\(",
        "cleanup in effects": "useEffect",
        "custom hooks": r"function use[A-Z]|const use[A-Z]",
        "dependency arrays": "exhaustive-deps",
    }
    where = " ".join(prefix or "." for prefix in scope.prefixes[:3]) if scope.files is None else " ".join(scope.files[:5])
    if topic in ("dependency arrays", "missing dependencies"):
        return f"npx eslint --no-inline-config --rule 'react-hooks/exhaustive-deps: error' {where}"
    return f"grep -rnE '{words.get(topic, topic.rpartition('.')[2])}' {where}"


def _counts(quantity: Quantity, text: str, match: re.Match[str]) -> bool:
    beside = text.find(quantity.text)
    if beside < 0:
        return False
    if beside < match.start():
        return text[beside + len(quantity.text) : match.start()].strip(" `") == ""
    return quantity.unit in _COUNTED and beside - match.end() < 12
