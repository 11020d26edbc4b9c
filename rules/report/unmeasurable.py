"""Claims that no repository decides: speed and capacity, grades, who reviewed.

They are listed with the reason, so that nobody takes silence for agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Quantity, Reason, Verdict
from verifier.reading.clause import Clause, Endpoint, EnvVar, FenceClass, Form, Mark, Path, Setting, Snippet, Stance, Symbol
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, undecided

# -- performance

_SPEED = re.compile(
    r"\b(?:latenc\w+|throughput|lag|response times?|load times?|render(?:ing)? times?|query times?|queries per|"
    r"requests? per|(?:req|msg|tasks?|messages?|writes?|ops|events)/s\w*|rps|qps|tps|p9[059]|p50|"
    r"percentile|uptime|availability|downtime|faster|slower|speed(?:up)?|bandwidth|cpu|ram|memory|footprint|cache hit|"
    r"hit rate|bottlenecks?|concurrent(?:ly)?|scalab\w+|horizontal(?:ly)? scal\w+|"
    r"high[- ]load|under load|performance|performant|resource usage|efficien\w+|optimi[sz]\w+|cold start|overhead|"
    r"capacity|benchmarks?|true positive|false positive|accuracy|cost[s]?)\b",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:performance|benchmark\w*|latenc\w+|throughput|capacity|response times?|resource usage|load test\w*|"
    r"scalab\w+|scaling|uptime|bottlenecks?|effectiveness)\b",
    re.I,
)
# A value of code or configuration, which can be looked up.
_SETTING = re.compile(
    r"\b(?:timeouts?|interval|ttl|retr(?:y|ies)|backoff|delay|limits?|max(?:imum)?|min(?:imum)?|expir\w+|reconnect|"
    r"heartbeat|ping|pool|port|threshold|window|cooldown|debounce|duration of|rate[- ]limit\w*|target|effort|"
    r"estimat\w+|minified|hourly|lifetime|refresh|polling|cached? for|bundle|chars?|characters?)\b",
    re.I,
)
_RATE = re.compile(r"^(?:[a-z]+/(?:second|minute|millisecond|hour)|fps)$")
_MONEY = re.compile(
    r"[$€£]\s?\d[\d,.]*k?\s*(?:/|per)\s*(?:month|mo|year|user|request|day)\b|\b(?:estimated|monthly|yearly)\s+costs?\b", re.I
)
_MEASURED = re.compile(
    r"\b(?:connections?|users?|requests?|messages?|msgs?|tasks?|clients?|sessions?|calls?|jobs?|chunks?|writes?|"
    r"reads?|queries|transactions?|events?|escalations?|rps|qps)\b",
    re.I,
)
_LINEAR = re.compile(
    r"\b(?:linear(?:ly)?|horizontal(?:ly)?|infinite(?:ly)?|unlimited|highly)\s+scal\w+|\bready to (?:scale|handle)\b|"
    r"\bcan (?:scale|handle)\b|\bscales? to\b|\b\d+(?:\.\d+)?%\s+uptime\b",
    re.I,
)

# -- quality

_PRAISE = re.compile(
    r"\b(?:excellent|outstanding|exceptional(?:ly)?|perfect(?:ly)?|superb|exemplary|textbook|impressive|beautiful|"
    r"elegant|world-class|top-notch|first-class|flawless|"
    r"(?:production|enterprise|commercial|industrial|professional)[- ](?:ready|grade|viable|quality|level)|"
    r"battle-tested|future-proof|rock-solid|"
    r"well[- ](?:structured|organi[sz]ed|documented|written|designed|defined|architected|engineered|crafted|"
    r"maintained|factored|separated|thought[- ]out|positioned|tested|commented|named|typed)|"
    r"high(?:est)?[- ]quality|best[- ]practices?|industry[- ](?:standards?|leaders?|leading)|state[- ]of[- ]the[- ]art|cutting[- ]edge|"
    r"maintainab\w+|readab\w+|extensib\w+|testab\w+|understandab\w+|intuitive|sophisticated|mature|maturity|"
    r"poor(?:ly)?|bloated|messy|spaghetti|sloppy|"
    r"hard(?:er)? to (?:maintain|read|understand|follow|test|find|debug)|easy to (?:maintain|read|understand|follow|"
    r"test|extend|use|add)|technical debt|clutters?|"
    r"fault[- ]tolerant|on par with|enterprise resilience|confidence level|(?:production|deployment|"
    r"release)[- ]readiness|code quality|no (?:major|critical|blocking|serious|significant|"
    r"minor)\s+(?:\w+\s+)?(?:issues?|problems?|concerns?))\b",
    re.I,
)
_MILD = re.compile(
    r"^\W*(?:(?:very|mostly|generally|overall|fully|highly|quite|also)\s+)?(?:comprehensive|robust|solid|clean(?:er)?|"
    r"clear|good|great|strong|professional|modern|modular|consistent|efficient|scalable|"
    r"thorough|thoughtful|careful|reasonable|decent|adequate|sufficient|insufficient|inadequate|weak|reliable|logical|"
    r"smart|effective|seamless|smooth|rich|advanced|flexible)\b",
    re.I,
)
_GRADE = re.compile(
    r"(?:^|[\s(:])(?:[A-D][+-]|grade:?\s+[A-F])(?=$|[\s),.;])|\((?:excellent|good|fair|poor|production-grade|"
    r"enterprise-grade|textbook)\)|^\W*(?:EXCELLENT|GOOD|FAIR|POOR|SECURE|ROBUST|CLEAN|READY|PRODUCTION READY|"
    r"PASSED)\W*$|:\s*\W*(?:EXCELLENT|GOOD|VERY GOOD|FAIR|POOR|SECURE|ROBUST|CLEAN|READY|STRONG|PASSED?|"
    r"PRODUCTION READY)\b"
)
_IMPACT = re.compile(r"^\W*(?:impact|risk|consequence|severity|assessment|verdict|overall assessment|rating)\b", re.I)

# -- process

_PROCESS = re.compile(
    r"\b(?:reviewed|approved|audited|verified|validated|tested|signed[- ]off|inspected|certified|assessed)\s+by\b|"
    r"\bapproved\b(?!\s+list)|\bsign(?:ed)?[- ]off\b|\b(?:code|security|peer|manual)\s+review\s+(?:completed?|passed|"
    r"done)\b|"
    r"\bmanually (?:tested|verified|checked|reviewed)\b|\b(?:scenarios?|flows?)\s+(?:tested|verified)\b|\b(?:verified|"
    r"tested)\s+(?:flow|scenarios?)\b|\bpenetration[- ]tested\b|\bload[- ]tested\b|\bbenchmarked\b|\b(?:has|"
    r"have) been (?:tested|reviewed|verified|audited|validated)\b|"
    r"\b(?:upgrades?|changes?|versions?|dependencies)\s+(?:were\s+|all\s+)?(?:validated|benchmarked|checked for)\b|"
    r"\bflow verified\b|\bmanual(?:ly)? (?:integration )?test(?:s|ing|ed)\b(?! (?:script|documented|file))",
    re.I,
)
_REVIEWER = re.compile(
    r"^\W*(?:(?:auditor|reviewer|reviewed by|author|prepared by|approved by|approver|tested by|qa|lead)(?:\s+role)?)\s*:", re.I
)

_SCORED = re.compile(r"\b\d{1,3}(?:\.\d+)?\s?/\s?(?:5|10|100)\b")

_LOOKED_UP = (Path, Endpoint, EnvVar, Setting, Snippet)
_COUNTED = frozenset(
    (
        "line file function method class test commit module package dependency import endpoint route component pattern "
        "column table worker server replica node issue step character"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Target:
    reason: Reason


class Unmeasurable(Rule[Target]):
    """Performance, graded quality and process."""

    name = "unmeasurable"
    kinds = ("performance", "quality", "process")
    summary = (
        "Speed, capacity and cost need the program to run, grades are opinions, and reviews and approvals leave no trace "
        "in a repository: all are listed as unverifiable."
    )
    examples = (
        Example(
            "speed and capacity",
            "## Performance\n\n- API latency: < 200ms\n- Handles 10k concurrent users\n- **Memory usage:** stable under load\n",
            {},
            (
                Expect("performance", Verdict.UNVERIFIABLE, 3),
                Expect("performance", Verdict.UNVERIFIABLE, 4),
                Expect("performance", Verdict.UNVERIFIABLE, 5),
            ),
        ),
        Example(
            "grades and people",
            "The codebase is well-structured and production-ready.\n\n**Reviewed by:** Jane Roe\n\n- Comprehensive documentation\n",
            {},
            (
                Expect("quality", Verdict.UNVERIFIABLE, 1),
                Expect("process", Verdict.UNVERIFIABLE, 3),
                Expect("quality", Verdict.UNVERIFIABLE, 5),
            ),
        ),
        Example(
            "what can be measured, settings and wishes",
            "`a.py` is a clean 40 lines.\n\nPing interval: 30s. Pool size: 10 connections.\n\nImprove performance. Consider "
            "excellent tools.\n",
            {"a.py": "x\n" * 40},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        context = clause.context
        if (
            clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
            or context.tree is not None
            or context.fence in {FenceClass.SUGGESTED, FenceClass.DIAGRAM, FenceClass.CODE}
        ):
            return
        told = clause.asserts or (
            clause.statement.mark is Mark.YES and clause.stance is not Stance.ASKS and bool(clause.quantities)
        )  # "✅ Create user: < 200ms"
        if not told or clause.statement.ticked is False or clause.statement.text.plain.rstrip().endswith(":"):
            return
        words = (
            f"{context.key}: {clause.text}"
            if context.key and clause.position == 0 and not clause.text.startswith(context.key) and clause.form is Form.KEY_VALUE
            else clause.text
        )
        if not 2 <= len(words) <= 400:
            return
        found = _process(clause, words) or _performance(clause, words) or _quality(clause, words)
        if found:
            kind, reason = found
            if len(words) <= 3:  # "(A+)"
                words = clause.statement.text.plain
            yield self.claim(
                clause, Target(reason), kind=kind, subject="", claimed=clause.quantities[0].text if clause.quantities else "", text=words
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        told = {
            Reason.RUNTIME: "needs the program to run",
            Reason.OPINION: "a grade; no fact decides it",
            Reason.PROCESS: "about what people did; a repository does not show it",
        }
        return Measurement(blocked=claim.target.reason, detail=told[claim.target.reason])

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        return undecided(claim, measurement)


def _beside_a_score(clause: Clause) -> bool:
    """Whether a cell is the row's name, or only comments on the score in its row."""
    row = clause.context.row
    if row and clause.statement.text.plain and row[0].text.place(0)[1] >= clause.statement.text.place(0)[1]:
        return True
    return not _SCORED.search(clause.statement.text.plain) and any(_SCORED.search(cell.text.plain) for cell in row)


def _measurable(clause: Clause) -> bool:
    """Whether the clause names something exact, or counts something of the repository."""
    if any(clause.own(kind) for kind in _LOOKED_UP):
        return True
    plain = clause.statement.text
    for mention in clause.own(Symbol):
        at = plain.plain.find(mention.text)
        if (at >= 0 and plain.in_code(at, at + len(mention.text))) or "_" in mention.text or mention.text.endswith(")"):
            return True
    return any(quantity.unit in _COUNTED for quantity in clause.quantities)


def _process(clause: Clause, words: str) -> tuple[str, Reason] | None:
    if _REVIEWER.match(words) and clause.form is Form.KEY_VALUE:
        return "process", Reason.PROCESS
    if _PROCESS.search(words) and not clause.negated and not any(clause.own(kind) for kind in _LOOKED_UP):
        return "process", Reason.PROCESS
    return None


def _performance(clause: Clause, words: str) -> tuple[str, Reason] | None:
    context = clause.context
    if _measurable(clause):
        return None
    if _MONEY.search(words) or _LINEAR.search(words):
        return "performance", Reason.RUNTIME
    told = " ".join((words, context.key, context.header, *(cell.text.plain for cell in context.row[:1])))
    rate = any(_RATE.match(quantity.unit) for quantity in clause.quantities) and not re.search(r"limit", told, re.I)
    if _SCORED.search(words) or (not rate and _SETTING.search(f"{words} {context.header}")):
        return None
    section = context.sections[-1].title if context.sections else ""
    near = " ".join((section, context.lead_in.plain if context.lead_in else "", context.header))
    for quantity in clause.quantities:
        if clause.form is not Form.HEADING and _is_speed(quantity, told, near):
            return "performance", Reason.RUNTIME
    if clause.form is Form.HEADING or clause.quantities:
        return None
    # "Stable memory footprint": told without a number, shortly
    strong = re.search(
        r"\b(?:latency|throughput|memory|cpu|bandwidth|bottlenecks?|performance|scalability|under load|footprint|resource)\b", words, re.I
    )
    if (
        strong
        and len(words.split()) <= 9
        and (
            _PLACE.search(near)
            or re.search(
                r"\b(?:optimi[sz]\w+|efficien\w+|improve\w*|bottlenecks?|reduc\w+|minimal|stable|limits?|low|high|fast)\b", words, re.I
            )
        )
    ):
        return "performance", Reason.RUNTIME
    return None


def _is_speed(quantity: Quantity, words: str, near: str) -> bool:
    unit = quantity.unit
    if _RATE.match(unit) and not re.search(r"/(?:hour|day)$", unit):
        return True
    about = bool(_SPEED.search(words))
    if unit in {"second", "byte"}:
        return about or bool(_PLACE.search(near))
    if unit == "%":
        return bool(
            re.search(
                r"\b(?:latenc\w+|uptime|availability|cpu|memory|cache hit|hit rate|faster|slower|query|queries|speed|throughput|"
                r"response|performance|positive rate|efficien\w+)\b",
                words,
                re.I,
            )
        )
    if unit == "x":
        return bool(re.search(r"\b(?:faster|slower|speed\w*|load|throughput|performance)\b", words, re.I))
    measured = bool(_MEASURED.search(unit) or _MEASURED.search(quantity.text) or (not unit and _MEASURED.search(words.split(":")[0])))
    return measured and (
        about or bool(_PLACE.search(near)) or (quantity.stated or 0) >= 1000 or bool(re.search(r"\bconcurrent\b", words, re.I))
    )


def _quality(clause: Clause, words: str) -> tuple[str, Reason] | None:
    context = clause.context
    if _measurable(clause):
        return None
    if clause.form is Form.HEADING:
        return (
            ("quality", Reason.OPINION)
            if (_GRADE.search(words) and ":" in words) or (_PRAISE.search(words) and len(words.split()) <= 8 and re.search(r"[:(]", words))
            else None
        )
    if (clause.form is Form.CELL and _beside_a_score(clause)) or (clause.position and _SCORED.search(clause.statement.text.plain)):
        return None  # the score says it
    scored = any(re.fullmatch(r"of \d+", quantity.unit) for quantity in clause.quantities)
    if scored and (clause.form in {Form.CELL, Form.KEY_VALUE} or re.search(r"\b(?:score|rating|grade)\b", words, re.I)):
        return "quality", Reason.OPINION
    if _GRADE.search(words) and len(words.split()) <= 10:
        return "quality", Reason.OPINION
    if _PRAISE.search(words) and len(words.split()) <= 40:
        return "quality", Reason.OPINION
    if clause.form is Form.KEY_VALUE and _IMPACT.match(f"{context.key}:") and not clause.quantities and len(clause.text.split()) > 1:
        return "quality", Reason.OPINION
    weighing = clause.form in {Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE, Form.SENTENCE, Form.FENCE_LINE} or (
        clause.form is Form.CELL and not clause.quantities
    )
    bare = clause.text if clause.position or not context.key else clause.text.removeprefix(context.key).lstrip(" :")
    if weighing and (_MILD.match(bare) or _MILD.match(words)) and len(words.split()) <= 12 and clause.form is not Form.CELL:
        return "quality", Reason.OPINION
    return None
