"""A setting, constant, default or limit has the value that the report gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import (
    Claim,
    Confidence,
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
from verifier.reading.clause import Clause, EnvVar, FenceClass, Form, Mark, Mention, Role, Setting, Symbol, of_kind
from verifier.reading.mentions import mentions
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Rule, found, rewritten, undecided

from .keyword_of import look_up_of, owner_of, perhaps_of
from .named_words import digits, number_of_setting
from .phrasing import offset
from .value_compare import Handle, Wanted
from .value_examples import EXAMPLES
from .value_search import look_up
from .value_words import above, is_anchor, setting_like

_LITERAL = (
    r"(?P<value>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|-?\d[\d_]*(?:,\d{3})*(?:\.\d+)?\s?(?:ms|s|m|h|d|min"
    r"|sec|seconds|minutes|hours|days|KB|MB|GB|%)?(?!,\d|\s\d{3}(?!\d)|[\w.]*\w)|[Tt]rue|[Ff]alse|None|null)"
)
_WRITTEN = re.compile(rf"(?<![\w.\-/$?&])(?P<name>[A-Za-z_][\w.]*)(?P<quote>[`\"']?)\s*=\s*{_LITERAL}")
_DEFAULT = re.compile(rf"\bdefaults?(?:\s+(?:to|is|value|of))*\s*[:=]?\s*[`\"']?{_LITERAL}", re.I)
_AT_FIRST = re.compile(rf"^[\w.]+\s*[:–—-]\s+{_LITERAL}\s+(?:initially|by default|at first)\b", re.I)
_VALUE = re.compile(rf"^{_LITERAL}$")
_FILLED_IN = re.compile(r"^[`\"']*<[^<>]+>[`\"']*$")  # `id="<id>"`: what the reader puts there
# Between a name and its number: "is set to", ":", "(default", "of".
_FILLING = r"[\s:=(`\"']"
_LINKING = r"(?:is|are|was|of|at|to|set|defaults?|value|currently|configured|hard-?coded|limited|constant|→|with|a|the|as)(?!\w)"
_LINK = re.compile(
    rf"^[`\"'*]*(?:,\s*which\b)?\s*(?:[=:(]{_FILLING}*(?:{_LINKING}{_FILLING}*){{0,3}}|(?:{_LINKING}{_FILLING}*){{1,4}})$",
    re.I,
)
_WHICH = re.compile(rf"which\s+(?:is|are|defaults\s+to)\s+(?:set\s+to\s+|fixed\s+at\s+)?[`\"']?{_LITERAL}")
_VALUES = re.compile(r"\W*(?:(?:default|current|actual|initial)\s+)?(?:value|default)s?(?:\s+value)?\W*", re.I)
_OTHER_VALUES = re.compile(
    r"\b(?:recommended|proposed|suggested|new|old|before|after|previous|production|prod|dev|target|example|max|min|range)\b", re.I
)
_FORMER = re.compile(
    r"\b(?:was|were|formerly|previously|originally|used to be|instead of|(?:down|up|changed|increased|reduced) from)\W*$", re.I
)
_RESULT = re.compile(r"\d\s?[=≈]\s?[~≈]?$")
_CAMEL = re.compile(r"^[a-z]+[A-Z]|^k[A-Z]")
_PORT = re.compile(r"(?<!-)\b(?P<noun>port|close code|code)\s+(?P<number>\d{2,5})\b(?!\s*(?:lines?|files?|%))", re.I)
_WISH = re.compile(
    r"\b(?:could|should|would|might|may|consider|recommend\w*|suggest\w*|e\.g\.|for example|such as|ideally|target|goal)\b", re.I
)
_IMPERATIVE = re.compile(
    r"^\W*(?:\[\w+\]\W*)?(?:set|use|increase|add|change|configure|reduce|make|enable|disable|adjust|tune|raise|lower|try|bump"
    r"|switch|update|replace|move|define|introduce|extract|limit|cap|keep|ensure|implement|decrease|remove|delete|drop"
    r"|revert|export|run)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    """`firm`: another value in the code refutes it; the default of what an item names may be written in ways that are not read.

    `owner` is the function that the keyword is said of, `takes` whether as its parameter, `perhaps` one that it may be said of.
    """

    wanted: Wanted
    firm: bool = True
    owner: str = ""
    takes: bool = True
    written: str = ""  # the number as the report has it, whatever its unit
    perhaps: str = ""


class Value(Rule[Target]):
    """ "`task_acks_late=True`", "DEFAULT_TIMEOUT is 30", "Ping interval: 30s", "max 50 messages/hour", "(min=1, max=10)"."""

    name = "value"
    infers = True
    kinds = ("value",)
    vocabulary = "@number @bound @about default value timeout limit setting set constant configure ms second minute hour day byte"
    summary = (
        "A constant, default, keyword argument or setting has the value given, across units; refuted "
        "only where every definition of an exact name differs."
    )
    examples = EXAMPLES

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
        told = (
            *self._written(clause), *self._named(clause), *self._apposed(clause), *self._default(clause), *self._of_setting(clause),
            *self._cell(clause),
        )  # fmt: skip
        for claim in told:
            taken.append(claim.span)
            yield claim
        if not taken and not number_of_setting(clause) and not _WISH.search(clause.statement.text.plain):
            yield from self._told(clause)

    def _written(self, clause: Clause) -> Iterator[Claim[Target]]:
        """`name=value`, in code font or as such."""
        for mention in clause.own(Setting):
            assert isinstance(mention.value, Setting)
            value = _VALUE.match(mention.value.value.strip())
            if value and not is_anchor(mention.text) and not _FILLED_IN.match(value["value"]):
                claim = self._exact(clause, mention.value.name, value["value"], mention.span, mention.text)
                yield _of_owner(clause, claim, offset(clause, mention), len(mention.text))
        spans = [mention.span for mention in clause.own(Setting)]
        for match in _WRITTEN.finditer(clause.text):
            span = clause.words.span(*match.span())
            if not any(span.line == other.line and span.column < other.end_column and other.column < span.end_column for other in spans):
                claim = self._exact(clause, match["name"], match["value"], span, match[0])
                yield _of_owner(clause, claim, match.start(), len(match[0]))

    def _named(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A constant or a name of several words, and its number: "DEFAULT_TIMEOUT is 30"."""
        named: tuple[Mention[Symbol | EnvVar], ...] = (*clause.own(Symbol), *clause.own(EnvVar))
        for mention in named:
            name = mention.value.name
            at = clause.text.find(mention.text)
            called = isinstance(mention.value, Symbol) and mention.value.call
            if at < 0 or called or not (name.isupper() or "_" in name or _CAMEL.search(name)):
                continue
            behind = clause.text[at + len(mention.text) :]
            value = re.match(rf"(?P<link>.{{0,40}}?){_LITERAL}", behind)
            if value and _LINK.match(value["link"]) and not re.match(r"^[`\"']*\s*=", value["link"]):
                end = at + len(mention.text) + value.end()
                yield self._exact(clause, name, value["value"], clause.words.span(at, end), clause.text[at:end])

    def _apposed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """What is told of the name right before: "`MAX_ROWS`, which is 100, keeps..."."""
        match, text = _WHICH.match(clause.text), clause.statement.text
        at = text.plain.find(clause.text)
        if match is None or at <= 0:
            return
        every = mentions(text)
        named: tuple[Mention[Symbol | EnvVar], ...] = (*of_kind(every, Symbol), *of_kind(every, EnvVar))
        for mention in named:
            start = text.plain.find(mention.text)
            behind = text.plain[start + len(mention.text) : at]
            called = isinstance(mention.value, Symbol) and mention.value.call
            if start >= 0 and not called and re.fullmatch(r"[`\"'*]*,?\s*", behind):
                end = at + match.end()
                yield self._exact(clause, mention.value.name, match["value"], text.span(start, end), text.plain[start:end])

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A cell under "Value" or "Default", in a row that begins with a name: "| `MAX_ROWS` | 100 |"."""
        row = clause.context.row
        value = _VALUE.match(clause.text.strip(" `"))
        if clause.form is not Form.CELL or not row or value is None or not _VALUES.fullmatch(clause.context.header):
            return
        if any(_OTHER_VALUES.search(cell.header) for cell in row):
            return  # which of two is in force must be told elsewhere
        first = row[0].text
        name = first.plain.strip(" `*")
        coded = first.in_code(first.plain.find(name), first.plain.find(name) + len(name)) or name.isupper()
        if coded and re.fullmatch(r"[A-Za-z_][\w.]*", name) and (name.isupper() or "_" in name or _CAMEL.search(name)):
            yield self._exact(clause, name, value["value"], clause.span, f"{name}: {value['value']}")

    def _of_setting(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A number, and the setting that is named with it: "Kept for 7 days (`keep_days`)"."""
        if told := number_of_setting(clause):
            at = clause.text.find(told.name)
            if at >= 0:
                span = clause.words.span(at, at + len(told.name))
                claim = self._exact(clause, told.name, told.value, span, f"{told.text} ({told.name})")
                yield replace(claim, claimed=told.text, target=replace(claim.target, written=digits(told.text)))

    def _default(self, clause: Clause) -> Iterator[Claim[Target]]:
        """What an item that begins with a name in code says of its default: "`retry_count`: how often (default: 3)"."""
        whole = clause.statement.text
        head = re.match(r"(?P<name>[A-Za-z_][\w.]*)(?:\s*\([^()]{1,30}\))?\s*[:–—-]\s", whole.plain)
        said = _DEFAULT.search(clause.text) or (_AT_FIRST.match(clause.text) if clause.position == 0 else None)
        if head and said and clause.form is not Form.CELL and whole.in_code(*head.span("name")):
            span = clause.words.span(*said.span("value"))
            claim = self._exact(clause, head["name"], said["value"], span, f"{head['name']}: {said[0].strip(' (')}")
            yield replace(claim, target=Target(claim.target.wanted, False))

    def _exact(self, clause: Clause, name: str, value: str, span: Span, text: str) -> Claim[Target]:
        wanted = Wanted(
            Handle.EXACT, name.rpartition(".")[2], value.strip(), statement=clause.statement.text.plain[:300], far=above(clause)
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
                far=above(clause),
            )
            yield self.claim(
                clause, Target(wanted), subject=match[0], claimed=match["number"], span=clause.words.span(*match.span()), text=clause.text
            )
        for quantity in clause.quantities:
            before = clause.text.partition(quantity.text)[0]
            if _RESULT.search(before) or _FORMER.search(before):
                continue  # "50/5 = 10": a sum, no setting; "0.5 (was 1)"
            piece = _piece(clause, quantity)
            if not _WORDED.search(piece.replace(quantity.text, "")):
                piece = _bracketed(statement, quantity)
            near = piece or statement
            if not setting_like(quantity, near, statement, clause):
                continue
            wanted = Wanted(
                Handle.TOLD, quantity.text, "", quantity.low, quantity.high, quantity.unit, quantity.text, near, statement, above(clause)
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
        wanted, owner = claim.target.wanted, claim.target.owner
        answer = look_up_of(wanted, owner, code) if owner else look_up(wanted, claim.hints, code)
        if claim.target.perhaps and not owner and answer.holds and not look_up_of(wanted, claim.target.perhaps, code).holds:
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"nothing shows {wanted.name} of {claim.target.perhaps}")
        sites = tuple(Site(one.path, one.name, one.source, one.line, one.line) for one in answer.sites[:5])
        name = answer.sites[0].name if answer.sites else claim.target.wanted.name
        reproduce = search("-nw", name) if re.fullmatch(r"[\w.-]+", name) else ""
        if answer.holds is None:
            return Measurement(blocked=answer.reason or Reason.NO_SUBJECT, detail=answer.detail, sites=sites, subject=name)
        if not answer.holds and claim.target.written and any(digits(s.code.replace("_", "")) == claim.target.written for s in sites):
            detail = f"{name} is {sites[0].code}, which may be in that unit"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, sites=sites, subject=name)
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
        if claim.target.owner and not reading.value and not claim.target.takes:
            why = f"{measurement.detail}; it may be what it does"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, evidence=evidence)
        if claim.target.owner and not reading.value:
            return found(
                claim, measurement, Verdict.REFUTED, measurement.detail, observed=site.code, evidence=evidence, confidence=confidence
            )
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
        if not claim.target.firm:
            return found(claim, measurement, Verdict.UNVERIFIABLE, f"the nearest is {where}", reason=Reason.AMBIGUOUS, evidence=evidence)
        observed = ", ".join(dict.fromkeys(site.code for site in measurement.sites))
        single = len({site.code for site in measurement.sites}) == 1 and "=" in claim.text
        correction = rewritten(claim, claim.claimed, site.code) if single else None
        return found(
            claim, measurement, Verdict.REFUTED, where, observed=observed, evidence=evidence, confidence=confidence, correction=correction
        )


def _of_owner(clause: Clause, claim: Claim[Target], start: int, length: int) -> Claim[Target]:
    """The claim, of the function that the keyword is said of, if it is said of one."""
    owner, takes = owner_of(clause, start, start + length) if start >= 0 else ("", False)
    return replace(claim, target=replace(claim.target, owner=owner, takes=takes, perhaps="" if owner else perhaps_of(clause)))


def _done(clause: Clause) -> bool:
    """Whether an imperative tells what was done: a list of changes, a ticked item."""
    return (
        clause.statement.mark is Mark.YES
        or bool(clause.statement.ticked)
        or any(section.role is Role.CHANGES for section in clause.context.sections)
    )


_WORDED = re.compile(r"[A-Za-z]{3,}")


def _bracketed(statement: str, quantity: Quantity) -> str:
    """A number in brackets, with the words right before them: "retries (3)" of "It waits, and retries (3)"; "" for another."""
    before, found, _ = statement.partition(f"({quantity.text})")
    words = re.split(r"[,;:](?!\d)|\s+(?:and|→|->|/)\s+", before)[-1].strip()
    return f"{words} ({quantity.text})" if found and _WORDED.search(words) else ""


def _piece(clause: Clause, quantity: Quantity) -> str:
    """The part of the clause between commas that holds the quantity."""
    for part in re.split(r"[,;](?!\d)|\s+(?:and|→|->|/)\s+", clause.text):
        if quantity.text in part:
            return part.strip()
    return clause.text
