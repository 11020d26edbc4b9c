"""A setting, constant, default or limit has the value that the report gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import (
    Claim,
    Confidence,
    Correction,
    Evidence,
    Exactness,
    Finding,
    Measurement,
    Quantity,
    Reading,
    Reason,
    Side,
    Site,
    Span,
    Verdict,
)
from verifier.reading.clause import Clause, EnvVar, FenceClass, Form, Mark, Role, Setting, Symbol
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.rules.symbols.value_compare import Handle, Wanted
from verifier.rules.symbols.value_search import look_up
from verifier.rules.symbols.wording import TELLING, roots

_LITERAL = (
    r"(?P<value>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|-?\d[\d_]*(?:,\d{3})*(?:\.\d+)?\s?(?:ms|s|m|h|d|min"
    r"|sec|seconds|minutes|hours|days|KB|MB|GB|%)?(?![\w.]*\w)|[Tt]rue|[Ff]alse|None|null)"
)
_WRITTEN = re.compile(rf"(?<![\w.\-/$?&])(?P<name>[A-Za-z_][\w.]*)(?P<quote>[`\"']?)\s*=\s*{_LITERAL}")
_VALUE = re.compile(rf"^{_LITERAL}$")
# Between a name and its number: "is set to", ":", "(default", "of".
_LINK = re.compile(
    r"^[`\"'*]*\s*(?:(?:is|are|was|=|:|\(|of|at|to|set|defaults?|default|value|currently|configured|hard-?coded"
    r"|limited|constant|→|with|a|the|as)(?!\w)[\s:=(`\"']*){1,4}$",
    re.I,
)
_PORT = re.compile(r"(?<!-)\b(?P<noun>port|close code|code)\s+(?P<number>\d{2,5})\b(?!\s*(?:lines?|files?|%))", re.I)
# What is measured when the program runs, or counts something of the report or the code base, is no setting.
_RUNTIME = re.compile(
    r"\b(?:latency|throughput|response times?|p\d\d|percentile|benchmark\w*|memory usage|cpu|rps|qps|concurrent "
    r"(?:users|connections)|uptime|load times?|bundle|took|takes|elapsed|measured|"
    r"overhead|faster|slower|improv\w+|reduc\w+|coverage|score|rating|estimat\w+|effort|weeks?|sprint|per "
    r"user action|hours? of work|average|avg|typical\w*|supports? up to|handles? up to|scal\w+|"
    r"hit rate|confidence|nesting|tested with|tests?|lines?|files?|functions?|classes|issues?|bugs?|complexity"
    r"|commits?|users|companies|customers|price|cost|\$)\b",
    re.I,
)
_COUNTED = frozenset(
    "message character connection request retry attempt reconnect worker token thread failure success item "
    "entry byte x time times process replica result page round record row level "
    "session reconnection event job chunk task second query char try".split()
)
_WISH = re.compile(
    r"\b(?:could|should|would|might|may|consider|recommend\w*|suggest\w*|e\.g\.|for example|such as|ideally|target|goal)\b", re.I
)
_IMPERATIVE = re.compile(
    r"^\W*(?:set|use|increase|add|change|configure|reduce|make|enable|disable|adjust|tune|raise|lower|try|bump"
    r"|switch|update|replace|move|define|introduce|extract|limit|cap|keep|ensure|implement|decrease|remove|delete|drop|revert|export|run)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    wanted: Wanted


class Value(Rule[Target]):
    """ "`task_acks_late=True`", "DEFAULT_TIMEOUT is 30", "Ping interval: 30s", "max 50 messages/hour", "(min=1, max=10)"."""

    name = "value"
    family = "symbols"
    kinds = ("value",)
    summary = (
        "A constant, default, keyword argument or setting has the value given, across units; refuted "
        "only where every definition of an exact name differs."
    )
    examples = (
        Example("exact names", "- `task_acks_late=True`\n- DEFAULT_TIMEOUT is 30\n- `pool_size: 10`\n- `MAX_RETRIES = 5`\n",
                {"a.py": "app.conf.task_acks_late = True\nDEFAULT_TIMEOUT = 30\nMAX_RETRIES = 3\n", "c.yml": "db:\n  pool_size: 10\n"},
                (*(Expect("value", Verdict.HOLDS, line) for line in (1, 2, 3)), Expect("value", Verdict.REFUTED, 4, observed="3"))),
        Example("names in prose, other units, products", "## Client (`ws.ts`)\n\n- Ping interval: 30s\n- "
            "Connection timeout (10s)\n- Cache TTL: 15 min\n",
                {"ws.ts": "const PING_INTERVAL = 30_000;\nconst CONNECTION_TIMEOUT = 20 * 1000;\n", "cache.py": "cache_ttl = 15 * 60\n"},
                (Expect("value", Verdict.HOLDS, 3), Expect("value", Verdict.REFUTED, 4), Expect("value", Verdict.HOLDS, 5))),
        Example("computed or set from outside", "`pool_size=10` and `max_jobs=4`.\n",
                {"a.py": "pool_size = cpu_count() * 2\nmax_jobs = read_settings('jobs')\n"},
                (Expect("value", Verdict.UNVERIFIABLE, 1), Expect("value", Verdict.UNVERIFIABLE, 1))),
        Example("wishes, measurements, counts", "Set `pool_size=20`. Latency is 30ms; 12 files use timeouts. "
            "Tests take 5s.\n", {"a.py": "pool_size = 5\n"}, ()),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.negated
            or clause.side is Side.BEFORE
            or clause.form in {Form.COMMAND, Form.TREE_ENTRY, Form.HEADING, Form.CODE}
        ):
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE}:
            return
        if _WISH.search(clause.text) or (_IMPERATIVE.match(clause.statement.text.plain) and not _done(clause)):
            return
        taken: list[Span] = []
        for claim in (*self._written(clause), *self._named(clause)):
            taken.append(claim.span)
            yield claim
        if not taken and not _WISH.search(clause.statement.text.plain):
            yield from self._told(clause)

    def _written(self, clause: Clause) -> Iterator[Claim[Target]]:
        """`name=value`, in code font or as such."""
        for mention in clause.own(Setting):
            assert isinstance(mention.value, Setting)
            value = _VALUE.match(mention.value.value.strip())
            if value:
                yield self._exact(clause, mention.value.name, value["value"], mention.span, mention.text)
        spans = [mention.span for mention in clause.own(Setting)]
        for match in _WRITTEN.finditer(clause.text):
            span = clause.words.span(*match.span())
            if not any(span.line == other.line and span.column < other.end_column and other.column < span.end_column for other in spans):
                yield self._exact(clause, match["name"], match["value"], span, match[0])

    def _named(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A constant or a name of several words, and its number: "DEFAULT_TIMEOUT is 30"."""
        for mention in (*clause.own(Symbol), *clause.own(EnvVar)):
            name = mention.value.name if isinstance(mention.value, (Symbol, EnvVar)) else ""
            at = clause.text.find(mention.text)
            if at < 0 or not (name.isupper() or "_" in name) or (isinstance(mention.value, Symbol) and mention.value.call):
                continue
            behind = clause.text[at + len(mention.text) :]
            value = re.match(rf"(?P<link>.{{0,40}}?){_LITERAL}", behind)
            if value and _LINK.match(value["link"]) and not re.match(r"^[`\"']*\s*=", value["link"]):
                end = at + len(mention.text) + value.end()
                yield self._exact(clause, name, value["value"], clause.words.span(at, end), clause.text[at:end])

    def _exact(self, clause: Clause, name: str, value: str, span: Span, text: str) -> Claim[Target]:
        wanted = Wanted(
            Handle.EXACT, name.rpartition(".")[2], value.strip(), statement=clause.statement.text.plain[:300], far=_above(clause)
        )
        return self.claim(clause, Target(wanted), subject=name, claimed=value.strip(), span=span, text=text)

    def _told(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Numbers whose setting the words describe."""
        statement = clause.statement.text.plain[:300]
        for match in _PORT.finditer(clause.text):
            wanted = Wanted(
                Handle.PORT if match["noun"].lower() == "port" else Handle.TOLD,
                match["noun"],
                match["number"],
                near=match["noun"],
                statement=statement,
                far=_above(clause),
            )
            yield self.claim(
                clause, Target(wanted), subject=match[0], claimed=match["number"], span=clause.words.span(*match.span()), text=clause.text
            )
        for quantity in clause.quantities:
            piece = _piece(clause, quantity)
            near = piece if re.search(r"[A-Za-z]{3,}", piece.replace(quantity.text, "")) else statement
            if not _setting_like(quantity, near, statement, clause):
                continue
            wanted = Wanted(
                Handle.TOLD, quantity.text, "", quantity.low, quantity.high, quantity.unit, quantity.text, near, statement, _above(clause)
            )
            text = piece if near == piece else statement
            yield self.claim(
                clause,
                Target(wanted),
                subject=near[:60],
                claimed=quantity.text,
                span=quantity.span,
                text=text,
                quantity=quantity,
                confidence=Confidence.LIKELY,
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        answer = look_up(claim.target.wanted, claim.hints, code)
        sites = tuple(Site(one.path, one.name, one.source, one.line, one.line) for one in answer.sites[:5])
        name = answer.sites[0].name if answer.sites else claim.target.wanted.name
        reproduce = f"git grep -nw -- {name}" if re.fullmatch(r"[\w.-]+", name) else ""
        if answer.holds is None:
            return Measurement(blocked=answer.reason or Reason.NO_SUBJECT, detail=answer.detail, sites=sites, subject=name)
        return Measurement(
            (Reading("certain" if answer.certain else "likely", answer.holds),),
            sites,
            reproduce=reproduce,
            subject=name,
            detail=answer.detail,
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        reading = measurement.readings[0]
        evidence = tuple(Evidence(site.path, site.line, site.end_line, f"{site.symbol} = {site.code}") for site in measurement.sites)
        confidence = Confidence.CERTAIN if reading.definition == "certain" else Confidence.LIKELY
        site = measurement.sites[0]
        where = f"{site.symbol} = {site.code} at {site.path}:{site.line}"
        if reading.value:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                where,
                observed=site.code,
                evidence=evidence[:1],
                confidence=confidence,
                exactness=Exactness.EXACT,
            )
        observed = ", ".join(dict.fromkeys(site.code for site in measurement.sites))
        single = len({site.code for site in measurement.sites}) == 1 and "=" in claim.text and claim.text.count(claim.claimed) == 1
        start = claim.span.column + claim.text.find(claim.claimed)
        place = Span(claim.span.line, claim.span.line, start, start + len(claim.claimed))
        correction = (
            Correction(place, site.code)
            if single and claim.span.line == claim.span.end_line and claim.span.end_column - claim.span.column == len(claim.text)
            else None
        )
        return found(
            claim, measurement, Verdict.REFUTED, where, observed=observed, evidence=evidence, confidence=confidence, correction=correction
        )


def _done(clause: Clause) -> bool:
    """Whether an imperative tells what was done: a list of changes, a ticked item."""
    return (
        clause.statement.mark is Mark.YES
        or bool(clause.statement.ticked)
        or any(section.role is Role.CHANGES for section in clause.context.sections)
    )


def _piece(clause: Clause, quantity: Quantity) -> str:
    """The part of the clause between commas that holds the quantity."""
    for part in re.split(r"[,;](?!\d)|\s+(?:and|→|->|/)\s+", clause.text):
        if quantity.text in part:
            return part.strip()
    return clause.text


def _above(clause: Clause) -> str:
    """The words that a clause stands under: its key, its items above, its row's head, its lead-in, the nearest heading."""
    context = clause.context
    row = " ".join(cell.text.plain for cell in context.row[:3])
    lead = context.lead_in.plain if context.lead_in else ""
    titles = " ".join(context.titles[-1:])
    return " ".join((context.key, *(parent.plain for parent in context.parents[-2:]), row, context.header, lead, titles))[:500]


def _setting_like(quantity: Quantity, near: str, statement: str, clause: Clause) -> bool:
    """Whether a quantity is a setting's value as far as words tell."""
    unit = quantity.unit.partition("/")[0]
    rate = "/" in quantity.unit
    if quantity.strict or not quantity.stated or (quantity.unit == "%" and quantity.stated == 100):
        return False  # a bound on what happens, nothing, everything
    if quantity.approximate or quantity.unit.startswith("of "):
        return False
    if unit and unit not in _COUNTED and unit not in {"%"} and not (rate and unit in {"", *_COUNTED}):
        return False
    said = roots(near)
    if rate and quantity.unit.endswith("/second") and not roots(statement) & {"limit", "throttle"}:
        return False
    if _RUNTIME.search(near) and not said & {"timeout", "interval", "ttl", "ping", "reconnect", "retry", "limit"}:
        return False
    if _RUNTIME.search(statement) and near == statement:
        return False
    return (
        bool(said & TELLING)
        or bool(roots(statement) & TELLING)
        or (rate and bool(roots(_above(clause)) & {"limit", "throttle"}))
        or (unit == "second" and bool(roots(_above(clause)) & TELLING))
    )
