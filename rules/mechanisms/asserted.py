"""Which concepts a clause says that the code uses or lacks, and what narrows them.

"JWT auth, rate limiting" says two things; "No rate limiting on WebSocket connections" one, narrowed; "LangGraph streams the
answer" tells what happens, which no evidence of LangGraph shows; "Redis Connection Lost" names an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.knowledge.lexicon import ConceptMention, concepts
from verifier.reading.clause import Clause, Mark, Path, Role
from verifier.reading.stance import imperative

# Judged by rules of their own, told only as opinion, or weaknesses whose presence no name shows.
NOT_HERE = frozenset(
    """unit-tests integration-tests e2e-tests type-hints exception-handling sql-injection xss n-plus-one clean-architecture microservices
    monorepo seo accessibility mvc parallel-execution environment-config authentication authorization message-queue agents
    logging es-modules responsive-design tree-shaking resource-cleanup benchmarks render vercel aws azure google-cloud https typescript-strict""".split()
)
# Said to be used, these are weaknesses, or take in everything; only their absence is a claim of this rule.
WEAKNESSES = frozenset("eval wildcard-imports global-state raw-sql f-strings monitoring".split())
_GRADES = (
    "an?|the|its|their|our|this|these|all|any|each|every|some|of|and|or|is|are|was|were|be|been|being|has|have|having|with"
    "|without|via|through|using|uses?|used|usage|utili[sz]es|employs?|implements?"
    "|implemented|implementing|implementation|supports?|supported|support|includes?|including|included|provides?|provided"
    "|features?|leverages?|leveraging|adopts?|integrates?|integrated|integration|built|powered|backed"
    "|based|relies|on|in|by|for|to|at|as|from|into|across|throughout|follows?|applies|applied|configured|configuration"
    "|configurable|enabled|enables|place|present|available|exists?|required|set|setup|up|working|works"
    "|proper|properly|excellent|comprehensive|robust|good|great|solid|clean|clear|well|structured|effective|efficient"
    "|efficiently|advanced|modern|full|fully|complete|completely|strong|simple|basic|custom|consistent|correct|correctly"
    "|sophisticated|elegant|thoughtful|appropriate|production|enterprise|grade|ready|real|time|professional|smart"
    "|intelligent|beautiful|nice|extensive|active|automatic|automated|dedicated|native|built-in|dynamic|multiple|several"
    "|visible|currently|current|yet|existing|mechanisms?|patterns?|strategy|strategies|logic|layers?|system|systems|approach"
    "|technique|techniques|design|designs|architecture|solution|framework|library|libraries|technology|tool|tooling"
    "|handling|handler|handlers|management|service|services|application|app|apps|project|code|codebase|stack|module|modules"
    "|component|components|feature|functionality|capabilities|capability|operations?|processing|process"
    "|distributed|state|storage|definitions?|routing|access|no|not|missing|lacks?|lacking|absent|absence|none|never|zero"
    "|doesn|does|do|don|isn|aren|t|there|it|found|implemented|centralized|centralised|proper|new|main|own|only|also|both"
    "|over|e|g|etc|best|practices?|use|uses|usage|type|types"
)
_EMPTY = re.compile(rf"(?:{_GRADES})", re.I)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_DENIED_BEFORE = re.compile(
    r"\b(?:no|missing|lacks?|lacking|without|absence of|absent|(?:does|do|did)(?:n['’]t| not) (?:\w+ )?(?:have|use|implement"
    r"|support|include|employ|provide|contain)|(?:is|are)(?:n['’]t| not) (?:using|any)"
    r"|not using|never uses?|zero|free of|not implemented)\b[\s:]*(?:\w+[\s/-]+){0,4}$",
    re.I,
)
_DENIED_BEHIND = re.compile(
    r"^[\s\w/-]{0,40}?\b(?:(?:is|are|was|were|has been)\s+)?(?:currently\s+|completely\s+|entirely\s+|still\s+)?(?:missing"
    r"|absent|lacking|nonexistent|not (?:yet |currently )?(?:implemented|configured|present|found|used|enabled|set up"
    r"|in place|available|included|visible|provided"
    r"|supported|integrated|added|applied)|isn['’]t (?:implemented|configured|used|enabled|in place)|aren['’]t (?:implemented"
    r"|configured|used|enabled|in place)|does(?:n['’]t| not) exist|do(?:n['’]t| not) exist|none)\b|^\s*[:–—-]\s*(?:none|no"
    r"|missing|absent|not (?:implemented|configured|present|found))\b",
    re.I,
)
_DENIES = re.compile(r"^\W*(?:no|missing|lacks?|lacking|without)\b", re.I)
_PROCESS = re.compile(
    r"\b(?:streams|persists|opens?|closes|stores|receives|appends|sends|returns|routes|encapsulates|refreshes|goes|go"
    r"|notifies|broadcasts|expires|falls|scans|emits|publishes|reads|writes|updates|deletes|creates|loads"
    r"|fetches|queries|connects|disconnects|accepts|rejects|blocks|passes|calls|triggers|runs|executes|processes|converts"
    r"|parses|checks|validates|verifies|enforces|detects|tracks|records|logs|caches|bypasses|breaks|causes|leads"
    r"|makes|takes|gets|sets|keeps|holds|shows|displays|renders|handles|manages|controls|coordinates|inherits|extends|wraps"
    r"|mixes|ignores|skips|leaks|exposes|accesses|accessing|imports|importing|needs|affects?|fails|retries|moves|may|can"
    r"|becomes|depends|requires|serves|acts|marks|catches|maps|starts|stops|waits|registers|subscribes|joins|generates"
    r"|produces|consumes|builds|merges|sorts|filters|computes|calculates|applies|injects|resolves|replaces|go"
    r"|goes)\s+(?!for\b|on\b|of\b|in\b|at\b|and\b|with\b|via\b|[,;:)])\w",
)
_HAPPENS = re.compile(
    r"^\s*(?:opens?|closes|expires?|fails?|crashes|triggers?|reconnects|restarts|kicks in|trips)\b|\bfirst\b.*\bthen\b|^\W*then\b", re.I
)
_PURPOSE = re.compile(
    r"\s+(?:to\s+(?:prevent|avoid|reduce|ensure|improve|handle|allow|enable|support|detect|protect|limit|minimi[sz]e"
    r"|optimi[sz]e|keep|make)|prevents?|reduces?|ensures?|ensuring|allows?|allowing|enables?|enabling|catches|improves?"
    r"|improving|avoids?|limits|minimi[sz]es|guarantees?|helps?|increases|saves|simplifies|makes|preventing|reducing|so that"
    r"|which)\b",
    re.I,
)
_EVENT = re.compile(
    r"^\s*(?:(?!(?:for|in|of|on|with|via|and)\b)\w+\s+){0,2}(?:down|lost|loss|crash\w*|disconnect\w*|exceeded|detected"
    r"|failures?|failed|fails|outage|overload\w*|unavailable|issues?|problems?|risks?|vulnerabilit\w+|errors?|bugs?"
    r"|bottlenecks?|overhead|latency|throughput|performance|documentation|docs"
    r"|comparison|migration|costs?|edge cases|scenarios?|scalability|uptime|resolved|fixed|specialists?|engineers?"
    r"|developers?|experts?|experience|best practices|knowledge|dashboards?|deployment|typing|types|documented|version"
    r"|versions|upgrade|alternative|learning|coverage|url|urls|port|host|password)\b",
    re.I,
)
_VS = re.compile(
    r"\b(?:vs\.?|versus|instead of|rather than|as opposed to|unlike|compared to|migrat\w+ from|replaced|replaces|removed"
    r"|formerly|no longer|deprecated)\b",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:,|;|\s\+\s|\s&\s|\s/\s|\b(?:and|or|plus)\b)\s*", re.I)
_UNIVERSAL = re.compile(
    r"\b(?:all|every|each|everywhere|consistent(?:ly)?|always|throughout|across the|at every|entire(?:ly)?|fully|100\s?%|any)\b", re.I
)
_HEDGED = re.compile(
    r"\b(?:ready|prepared|planned|partial(?:ly)?|some|mostly|largely|limited|could|can|may|might|would|should|optional(?:ly)?"
    r"|if|appears?|seems?|likely|possibl[ey]|potential(?:ly)?|appropriate|possible|necessary|needed|implied|where|simulated"
    r"|mock(?:ed)?)\b",
    re.I,
)
_OPINION = re.compile(
    r"^\W*(?:excellent|good|great|beautiful|nice|outstanding|exceptional|impressive|perfect|textbook|solid|clean|strong|poor"
    r"|weak|bad)\s+(?:use|usage|understanding|application|knowledge)?\b",
    re.I,
)
_GRADED = re.compile(
    r"^\W*(?:proper|properly|comprehensive|excellent|good|great|robust|solid|clean|correct|appropriate|strong|extensive"
    r"|consistent|full|complete|well[- ]\w+|effective|thorough|perfect)\b",
    re.I,
)
_VAGUE_HEAD = re.compile(
    r"\b(?:usage|use|configuration|handling|practices?|typing|definitions?|setup|design|architecture|understanding|quality)\W*$", re.I
)
_VERDICT = re.compile(
    r"^[\W\d]*(?:\(?\s*(?:excellent|outstanding|exceptional|perfect|great|very good|good|fair|poor|secure|robust|solid|strong"
    r"|weak|textbook|complete|comprehensive|well[- ]\w+|(?:production|enterprise)[- ](?:grade|ready)|best[- ]in[- ]class"
    r"|[A-F][+-]?)\s*(?:implementation)?\)?)?[\W\d]*$",
    re.I,
)
_PRAISE = re.compile(
    r"^\W*(?:score|rating|grade|verdict|secure|scalable|production[- ]ready|maintainable|robust|reliable|performant|modern"
    r"|clean|enterprise[- ]\w+)\b[\s*]*:",
    re.I,
)
_MEASURED = re.compile(
    r"\d\s?(?:ms|msec|s|sec|secs?|seconds?|%|[kmg]b|req|msg|rps|tps|qps|requests?|messages?|connections?|conn)\b(?!\w)"
    r"|\bper (?:second|minute|hour)\b|\d/(?:min|sec|hour|s)\b",
    re.I,
)
_NOT_HEAD = re.compile(
    r"[A-Za-z]{3,}[\w\s/-]*\b(?:in|of|on|for|from|about|across|to|between|against)\s+(?:the\s+|a\s+|all\s+|our\s+)?$", re.I
)
_IO = re.compile(r"\bI/O\b|\benforced\b", re.I)
_ABBREVIATED = frozenset(("WS", "WSS"))
_MEASURES = frozenset(
    "ms millisecond second minute hour day week month % byte kb mb gb kib mib connection request user rps message line".split()
)
_LABEL_COLUMNS = re.compile(
    r"^\W*(?:metric|scenario|failure|risk|issue|problem|test|phase|task|priority|category|aspect|recommendation|bottleneck"
    r"|threat|question|criterion|criteria|gap|action|service|step)\b",
    re.I,
)


_SAYS_SO = re.compile(r"\b(?:uses?|using|used|passed|stored|sent|relies|implemented|configured|enabled|hardcoded|via|with)\b", re.I)
_SOFT = frozenset("async-await typescript react react-hooks interfaces input-validation monitoring middleware".split())


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept by its entry, with the qualifiers that stand near it."""

    entry: str
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that a clause says: all of `topics` are used, or none is. `narrowed` are words that restrict them."""

    text: str
    topics: tuple[Topic, ...]
    absent: bool
    narrowed: tuple[str, ...] = ()
    universal: bool = False
    hedged: bool = False


def assertions(clause: Clause) -> Iterator[Assertion]:
    """The uses and absences that `clause` asserts; its stance and form are the caller's to check."""
    text = clause.text
    if _VS.search(text) or _measured(clause) or _labels_a_row(clause) or _graded(clause):
        return
    found = _distinct([mention for mention in _concepts(clause) if mention.entry not in NOT_HERE])
    if not found or _inside_brackets_of_another_stance(clause):
        return
    end = _end_of_claim(text, found)
    found = [mention for mention in found if mention.end <= end]
    shared = _above(clause)
    for start, stop in _segments(text[:end], found):
        inside = [mention for mention in found if start <= mention.start < stop]
        assertion = _assertion(clause, text[start:stop].strip(" ,;"), start, stop, inside, shared)
        if assertion is not None:
            yield assertion


def _assertion(
    clause: Clause, words: str, start: int, stop: int, inside: Sequence[ConceptMention], shared: tuple[str, ...]
) -> Assertion | None:
    text = clause.text
    blank = _blanked(text, inside)
    bare = blank[start:stop]
    absent = _denied(clause, inside)
    if absent is None or (
        not absent
        and (
            _PROCESS.search(blank)
            or _HAPPENS.search(text[inside[-1].end :])
            or _HAPPENS.search(clause.statement.text.plain)
            or _vague(clause, words, inside)
            or _about_another(text, start, inside)
        )
    ):
        return None
    if _EVENT.match(text[inside[-1].end : stop]) or _EVENT.match(text[inside[-1].end :]):
        return None
    topics = tuple({mention.entry: Topic(mention.entry, mention.qualifiers) for mention in inside}.values())
    own = tuple(
        dict.fromkeys(word.lower() for word in _WORD.findall(re.sub(r"`[^`]*`", " ", bare)) if len(word) > 2 and not _EMPTY.fullmatch(word))
    )
    return Assertion(
        words,
        topics,
        absent,
        own if absent else tuple(dict.fromkeys((*own, *shared))),
        bool(_UNIVERSAL.search(bare) or _IO.search(words)),
        bool(clause.hedge not in ("", "visible", "apparent") or _HEDGED.search(bare)),
    )


def denied_at(clause: Clause, start: int, end: int) -> bool | None:
    """Whether the words at an offset are denied; None when the clause denies something else."""
    if clause.negation == "lead-in" or _DENIED_BEFORE.search(clause.text[:start]) or _DENIED_BEHIND.match(clause.text[end:]):
        return True
    return None if clause.negated else False


def _distinct(found: Sequence[ConceptMention]) -> list[ConceptMention]:
    """Each place once: a phrase with several meanings keeps its first."""
    kept: list[ConceptMention] = []
    for mention in found:
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return kept


def _end_of_claim(text: str, found: Sequence[ConceptMention]) -> int:
    """Where a purpose or consequence begins behind the first concept."""
    match = _PURPOSE.search(text, found[0].end)
    return match.start() if match else len(text)


def _segments(text: str, found: Sequence[ConceptMention]) -> Iterator[tuple[int, int]]:
    """Parts of an enumeration, each with a concept; a part without one belongs to its neighbour."""
    cuts = [match.span() for match in _SPLIT.finditer(text) if not any(m.start < match.end() and match.start() < m.end for m in found)]
    start, pending = 0, 0
    bounds: list[tuple[int, int]] = []
    for left, right in (*cuts, (len(text), len(text))):
        holds = any(start <= mention.start < left for mention in found)
        if holds:
            bounds.append((pending, left))
            pending = right
        elif bounds:
            bounds[-1] = (bounds[-1][0], left)
            pending = right
        start = right
    yield from bounds


def _denied(clause: Clause, inside: Sequence[ConceptMention]) -> bool | None:
    """True for an absence, False for a use, None when the negation is about something else."""
    text = clause.text
    if clause.negation == "lead-in" or (not clause.negated and clause.context.lead_in_role is Role.MISSING):
        return True if inside[0].start <= 12 else None
    before, behind = text[: inside[0].start], text[inside[-1].end :]
    denied = bool(_DENIED_BEFORE.search(before) or _DENIED_BEHIND.match(behind))
    if not denied:  # "no pooling or timeout": the second part of an enumeration shares the first's negation
        denied = bool(_DENIES.match(text)) and not re.search(r"[;:.]|\bbut\b|\bwith\b", before)
    if denied:
        return True
    return None if clause.negated else False


def _concepts(clause: Clause) -> tuple[ConceptMention, ...]:
    """The concepts of the clause; what stands in brackets behind one qualifies it: "JWT (RS256)"."""
    own = [mention for mention in concepts(clause.text) if mention.text not in _ABBREVIATED]
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if not own or at < 0 or whole == clause.text:
        return tuple(own)
    wider = {(mention.start - at, mention.entry): mention.qualifiers for mention in concepts(whole)}
    return tuple(replace(mention, qualifiers=wider.get((mention.start, mention.entry), mention.qualifiers)) for mention in own)


def _graded(clause: Clause) -> bool:
    """Whether the statement only grades: "Circuit Breaker (Excellent)", "Score: 10/10 - proper hooks"."""
    whole = clause.statement.text.plain
    if _PRAISE.match(whole) or _PRAISE.match(clause.context.key + ":") or re.match(r"^(?:score|rating|grade)\b", clause.context.key, re.I):
        return True
    rest = whole.replace(clause.text, " ", 1)
    return bool(re.search(r"[A-Za-z]", rest)) and bool(_VERDICT.match(rest))


def _vague(clause: Clause, words: str, inside: Sequence[ConceptMention]) -> bool:
    """Praise of how a thing is done, rather than word that it is done; or a weakness named without denial."""
    if any(mention.entry in WEAKNESSES for mention in inside):
        return True
    if _problem(clause) and not _SAYS_SO.search(words):
        return True
    return bool(_GRADED.match(words) and (_VAGUE_HEAD.search(words) or inside[0].entry in _SOFT)) or bool(_OPINION.match(words))


def _problem(clause: Clause) -> bool:
    """Whether it stands in a list of problems, where a thing that is named may as well be missing."""
    context = clause.context
    if clause.statement.mark is Mark.YES or clause.statement.ticked or clause.all(Path):
        return False
    roles = [context.lead_in_role, context.key_role, *(section.role for section in reversed(context.sections))]
    return next((role for role in roles if role not in (Role.NEUTRAL, Role.STATUS)), Role.NEUTRAL) in (Role.PROBLEMS, Role.MISSING)


def _about_another(text: str, start: int, inside: Sequence[ConceptMention]) -> bool:
    """Whether the concept only places something else: "extensive logging in the Deepgram provider"."""
    return bool(_NOT_HEAD.search(text[start : inside[0].start]))


def _inside_brackets_of_another_stance(clause: Clause) -> bool:
    """Whether the clause stands in brackets behind a wish, a denial or an unticked box: it details what is not there."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if clause.position == 0 or at < 1 or whole[at - 1] != "(" or _DENIES.match(clause.text):
        return False
    head = whole[: at - 1]
    return clause.statement.ticked is False or imperative(head) or bool(_DENIES.match(head))


def _measured(clause: Clause) -> bool:
    return any(quantity.unit in _MEASURES for quantity in clause.quantities) or bool(_MEASURED.search(clause.statement.text.plain))


def _labels_a_row(clause: Clause) -> bool:
    """Whether the clause stands in a table's first column and only says what the row is about."""
    row = clause.context.row
    return bool(row) and bool(_LABEL_COLUMNS.match(clause.context.header)) and row[0].text.runs == clause.statement.text.runs


def _above(clause: Clause) -> tuple[str, ...]:
    """The words that a parenthesis is about, when they name no concept themselves."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if clause.position == 0 or at < 1 or whole[at - 1] != "(":
        return ()
    head = whole[: at - 1]
    if concepts(head):
        return ()
    return tuple(dict.fromkeys(word.lower() for word in _WORD.findall(head) if len(word) > 2 and not _EMPTY.fullmatch(word)))[-5:]


def _blanked(text: str, found: Sequence[ConceptMention]) -> str:
    for mention in found:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text
