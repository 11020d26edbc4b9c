"""Which concepts a clause says that the code uses or lacks, and what narrows them.

"JWT auth, rate limiting" says two things; "No rate limiting on WebSocket connections" one, narrowed; "LangGraph streams the
answer" tells what happens, which no evidence of LangGraph shows; "Redis Connection Lost" names an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.knowledge.base import KnowledgeBase
from verifier.knowledge.brands import brand
from verifier.knowledge.entries import Decides
from verifier.knowledge.lexicon import ConceptMention
from verifier.knowledge.senses import Sense
from verifier.reading.clause import Clause, Mark, Path, Role
from verifier.reading.english.lexis import neutral, verb_form
from verifier.reading.says.attested import unattested
from verifier.reading.says.verbs import rests_on
from verifier.reading.says.words import words_of
from verifier.reading.stance import imperative

from .own_names import is_own_name, of_something_else
from .referring import Version, is_reference, said_of_each, sense_of, versions, whole_names
from .wording import (
    ABBREVIATED,
    COMMON,
    DENIED_BEFORE,
    DENIED_BEHIND,
    DENIES,
    EMPTY,
    EVENT,
    GRADED,
    HAPPENS,
    HEDGED,
    IO,
    JUDGED,
    LABEL_COLUMNS,
    MEASURED,
    MEASURES,
    NOT_HERE,
    NOT_WANTED,
    NUMBERED,
    OPINION,
    OWN_NUMBER,
    PLACING,
    PRAISE,
    PROCESS,
    PURPOSE,
    SAYS_SO,
    SOFT,
    SORTS,
    SPLIT,
    THERE_BUT,
    UNIVERSAL,
    UNREAL,
    USE_OF,
    VAGUE_HEAD,
    VERDICT,
    VS,
    WEAKNESSES,
    WORD,
)

_UNFINISHED = re.compile(
    r"\b(?:tested|verified|reviewed|comprehensive|optimi[sz]ed|documented|updated|validated|completed?|checked)\W*$", re.I
)
_LACKED = re.compile(r"^\W*(?:missing|lack(?:s|ing)?|insufficient|incomplete|inadequate)\b", re.I)  # perhaps in one place only
_COUNT = re.compile(r"\W*\d[\d,]*\W*")  # "MCP tools | 15": so many, which says nothing of whether they are used
_VERSIONS = re.compile(r"\b(?:versions?|port|ver)\b", re.I)
_CONSEQUENCE = re.compile(r"^\W*(?:impact|risk|consequence|effect|result|why|problem)s?\b", re.I)
_LISTED = re.compile(r"\b(?:dependenc(?:y|ies)|packages?|imports?|requirements?|entries|fields?|columns?|keys?|variables?|pins?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept by its entry, with the qualifiers that stand near it, and how code writes the product that is named, if it is one."""

    entry: str
    qualifiers: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    product: str = ""  # the brand as it is told
    sort: str = ""  # the word right before it, which may tell which of its sort is meant: "metadata sanitization"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that a clause says: all of `topics` are used, or none is. `narrowed` are words that restrict them."""

    text: str
    topics: tuple[Topic, ...]
    absent: bool
    narrowed: tuple[str, ...] = ()
    universal: bool = False
    hedged: bool = False
    places: tuple[tuple[int, int], ...] = ()  # offsets in the clause of the words that name the topics
    unsure: bool = False  # a word of it has other senses, and nothing beside it tells which is meant
    versions: tuple[Version, ...] = ()
    unattested: str = ""  # why the words don't say that the topics are there, though they name them
    common: bool = False  # a word for one is a noun of which code is full, and may be something else


def assertions(clause: Clause, base: KnowledgeBase) -> Iterator[Assertion]:
    """The uses and absences that `clause` asserts; its stance and form are the caller's to check."""
    text = clause.text
    if VS.search(text) or _measured(clause) or _labels_a_row(clause) or _graded(clause) or is_reference(clause) or _label(clause):
        return
    own_number = _own_number(clause)
    known = whole_names(text, [m for m in _concepts(clause, base) if m.entry not in NOT_HERE and m.end > own_number], base)
    found = _distinct([mention for mention in known if sense_of(clause, mention) is not Sense.OTHER])
    if not found or _inside_brackets_of_another_stance(clause):
        return
    end = _end_of_claim(text, found)
    found = [mention for mention in found if mention.end <= end]
    shared = _above(clause, base)
    for start, stop in _segments(text[:end], found):
        inside = [mention for mention in found if start <= mention.start < stop]
        assertion = _assertion(clause, text[start:stop].strip(" ,;"), start, stop, inside, shared, end)
        if assertion is not None:
            yield replace(assertion, narrowed=_narrowed(assertion, base))


def _narrowed(said: Assertion, base: KnowledgeBase) -> tuple[str, ...]:
    """The words that narrow it, less those for what a technology of its family always is: an "HTTP server" built on a framework."""
    families = {base.entries[topic.entry].family for topic in said.topics if topic.entry in base.entries}
    sorts = (
        frozenset.intersection(*(SORTS.get(family, frozenset()) for family in families)) if families and not said.absent else frozenset()
    )
    return tuple(word for word in said.narrowed if word not in sorts)


def _own_number(clause: Clause) -> int:
    """Where an item's own number ends, which those above it have, too: "S3 (raw SQL): none" below "S2 (secrets): none"."""
    number = OWN_NUMBER.match(clause.text)
    if number is None or clause.position or not clause.statement.text.plain.startswith(clause.text[: number.end()]):
        return 0
    above = (OWN_NUMBER.match(elder.plain) for elder in clause.context.elders)
    return number.end() if any(one is not None and one["series"] == number["series"] for one in above) else 0


def _label(clause: Clause) -> bool:
    """Whether it is a bare label of what follows: "Redis:"."""
    words = words_of(clause.statement.text)
    return bool(words) and words[-1].text == ":" and len(words) < 5 and not any(word.verb for word in words)


def _assertion(
    clause: Clause, words: str, start: int, stop: int, inside: Sequence[ConceptMention], shared: tuple[str, ...], end: int
) -> Assertion | None:
    text = clause.text
    blank = _blanked(text, inside)
    for path in clause.own(Path):  # a path says where, not what
        blank = blank.replace(path.text, " " * len(path.text))
    bare = blank[start:stop]
    absent = _denied(clause, inside)
    if absent is None or (
        not absent
        and not _rests(clause, inside[0])
        and (
            PROCESS.search(blank)
            or HAPPENS.search(text[inside[-1].end :])
            or HAPPENS.search(clause.statement.text.plain)
            or _vague(clause, words, inside)
            or _about_another(text, start, inside)
        )
    ):
        return None
    if EVENT.match(text[inside[-1].end : stop]) or EVENT.match(text[inside[-1].end :]):
        return None
    topics = tuple({mention.entry: _topic(mention, inside) for mention in inside}.values())
    own = tuple(
        dict.fromkeys(word.lower() for word in WORD.findall(re.sub(r"`[^`]*`", " ", bare)) if len(word) > 2 and not EMPTY.fullmatch(word))
    )
    return Assertion(
        words,
        topics,
        absent,
        own if absent else tuple(dict.fromkeys((*own, *shared))),
        bool(UNIVERSAL.search(bare) or IO.search(words) or (not absent and said_of_each(clause, start))),
        bool(clause.hedge not in ("", "visible", "apparent") or HEDGED.search(bare))
        or (absent and bool(THERE_BUT.search(clause.statement.text.plain) or _LACKED.match(text))),
        tuple((mention.start, mention.end) for mention in inside),
        any(sense_of(clause, mention) is Sense.OPEN for mention in inside),
        () if absent else versions(clause, inside, start, stop),
        "" if absent else _unattested(clause, inside, end),
        not absent and any(COMMON.fullmatch(mention.text) for mention in inside),
    )


def _rests(clause: Clause, mention: ConceptMention) -> bool:
    """Whether it is what something is built on, done with or kept in."""
    words = words_of(clause.words)
    first = next((place for place, word in enumerate(words) if word.start <= mention.start < word.end), 0)
    return rests_on(words, first)


def _topic(mention: ConceptMention, inside: Sequence[ConceptMention]) -> Topic:
    """What a mention names, with the product that it or another of the same entry names: "Pinecone vector search"."""
    product = next((other.text for other in inside if other.entry == mention.entry and brand(other.text)), "")
    return Topic(mention.entry, mention.qualifiers, brand(product), product, _sort(mention, inside))


def _sort(mention: ConceptMention, inside: Sequence[ConceptMention]) -> str:
    """The noun right before a mention, or behind a product's, that is no other concept, praise or word of use."""
    for word, joined in (
        (mention.before.lower(), range(mention.start - 1, mention.start)),
        (mention.after.lower(), range(mention.end, mention.end + 2)),
    ):
        beside = any(other.end in joined or other.start in joined for other in inside if other is not mention)
        plain = not word or beside or neutral(word) or EMPTY.fullmatch(word) or word.endswith(("ly", "ed", "ing")) or verb_form(word)
        if not plain:
            return word
    return ""


_BY = re.compile(r"\s+(?:uses|employs|relies on|is based on|is done with|is done by|goes through)\s+(?:the\s+)?", re.I)


def _unattested(clause: Clause, inside: Sequence[ConceptMention], end: int) -> str:
    first, *rest = inside
    told = (unattested(clause, mention.start, mention.end, end, beside=True) for mention in rest)
    if rest and _BY.fullmatch(clause.text[first.end : rest[0].start]):  # "key derivation uses PBKDF2": what is used says how it is done
        return unattested(clause, rest[0].start, rest[0].end, end) or next((why for why in told if why), "")
    return unattested(clause, first.start, first.end, end) or next((why for why in told if why), "")


def provable(topic: Topic, base: KnowledgeBase) -> bool:
    """Whether code shows the topic, or the form that one of its qualifiers tells, or it is not there."""
    entry = base.entries.get(topic.entry)
    if entry is None:
        return False
    return entry.decides is Decides.ALONE or any(name in entry.qualifiers and entry.qualifiers[name].exact for name in topic.qualifiers)


def denied_at(clause: Clause, start: int, end: int) -> bool | None:
    """Whether the words at an offset are denied; None when the clause denies something else, or that they are wanted."""
    if clause.negated and NOT_WANTED.match(clause.text[end:]):
        return None  # "No migrations required"
    if clause.negation == "lead-in" or DENIED_BEFORE.search(clause.text[:start]) or DENIED_BEHIND.match(clause.text[end:]):
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
    match = PURPOSE.search(text, found[0].end)
    return match.start() if match else len(text)


def _segments(text: str, found: Sequence[ConceptMention]) -> Iterator[tuple[int, int]]:
    """Parts of an enumeration, each with a concept; a part without one belongs to its neighbour."""
    cuts = [match.span() for match in SPLIT.finditer(text) if not any(m.start < match.end() and match.start() < m.end for m in found)]
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
    if clause.negated and ((_UNFINISHED.search(text) and clause.statement.ticked is False) or _CONSEQUENCE.match(clause.context.key)):
        return None  # "[ ] Health checks tested", "Impact: no integrity"
    if clause.negation == "lead-in" and clause.context.lead_in is not None and _LISTED.search(clause.context.lead_in.plain):
        return None  # "Missing 7 dependencies:" is said of a list of them
    if clause.negation == "lead-in" or (not clause.negated and clause.context.lead_in_role is Role.MISSING):
        return True if inside[0].start <= 12 else None
    before, behind = text[: inside[0].start], text[inside[-1].end :]
    if clause.negated and NOT_WANTED.match(behind):
        return None
    if of_something_else(clause, before) or UNREAL.search(before):
        return None
    denied = bool(DENIED_BEFORE.search(before) or DENIED_BEHIND.match(behind))
    if not denied:  # "no pooling or timeout": the second part of an enumeration shares the first's negation
        denied = bool(DENIES.match(text)) and not re.search(r"[;:.]|\bbut\b|\bwith\b", before)
    if denied:
        return True
    return None if clause.negated else False


def _concepts(clause: Clause, base: KnowledgeBase) -> tuple[ConceptMention, ...]:
    """The concepts of the clause; what stands in brackets behind one qualifies it: "JWT (RS256)"."""
    own = [
        mention
        for mention in base.lexicon.concepts(clause.text)
        if mention.text not in ABBREVIATED and not is_own_name(clause, mention, base) and not _of_a_path(clause, mention)
    ]
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if not own or at < 0 or whole == clause.text:
        return tuple(own)
    wider = {(mention.start - at, mention.entry): mention.qualifiers for mention in base.lexicon.concepts(whole)}
    return tuple(replace(mention, qualifiers=wider.get((mention.start, mention.entry), mention.qualifiers)) for mention in own)


def _of_a_path(clause: Clause, mention: ConceptMention) -> bool:
    """Whether the words are a part of a file's name, which names no technology: "`uv.lock`"."""
    for path in clause.own(Path):
        at = clause.text.find(path.text)
        if 0 <= at <= mention.start and mention.end <= at + len(path.text) and mention.end - mention.start < len(path.text.strip("`")):
            return True
    return False


def _graded(clause: Clause) -> bool:
    """Whether the statement only grades: "Circuit Breaker (Excellent)", "Score: 10/10 - proper hooks"."""
    whole = clause.statement.text.plain
    if PRAISE.match(whole) or PRAISE.match(clause.context.key + ":") or re.match(r"^(?:score|rating|grade)\b", clause.context.key, re.I):
        return True
    rest = whole.replace(clause.text, " ", 1)
    return bool(re.search(r"[A-Za-z]", rest)) and bool(VERDICT.match(rest))


def _vague(clause: Clause, words: str, inside: Sequence[ConceptMention]) -> bool:
    """Praise of how a thing is done, rather than word that it is done; or a weakness named without denial."""
    if any(mention.entry in WEAKNESSES for mention in inside) or JUDGED.search(clause.text[inside[-1].end :]):
        return True
    if _problem(clause) and not SAYS_SO.search(words):
        return True
    return bool(GRADED.match(words) and (VAGUE_HEAD.search(words) or inside[0].entry in SOFT)) or bool(OPINION.match(words))


def _problem(clause: Clause) -> bool:
    """Whether it stands in a list of problems, where a thing that is named may as well be missing."""
    context = clause.context
    if clause.statement.mark is Mark.YES or clause.statement.ticked or clause.all(Path):
        return False
    roles = [context.lead_in_role, context.key_role, *(section.role for section in reversed(context.sections))]
    return next((role for role in roles if role not in (Role.NEUTRAL, Role.STATUS)), Role.NEUTRAL) in (Role.PROBLEMS, Role.MISSING)


def _about_another(text: str, start: int, inside: Sequence[ConceptMention]) -> bool:
    """Whether the concept only places something else: "extensive logging in the Deepgram provider"."""
    before = USE_OF.sub("", text[start : inside[0].start])
    placing = PLACING.search(before)
    return placing is not None and bool(re.search(r"[A-Za-z]{3}", re.split(r"[^\w\s/-]", before[: placing.start()])[-1]))


def _inside_brackets_of_another_stance(clause: Clause) -> bool:
    """Whether the clause stands in brackets behind a wish, a denial or an unticked box: it details what is not there."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if clause.position == 0 or at < 1 or whole[at - 1] != "(" or DENIES.match(clause.text):
        return False
    head = whole[: at - 1]
    return clause.statement.ticked is False or imperative(head) or bool(DENIES.match(head))


def _measured(clause: Clause) -> bool:
    return any(quantity.unit in MEASURES for quantity in clause.quantities) or bool(MEASURED.search(clause.text))


def _labels_a_row(clause: Clause) -> bool:
    """Whether the clause stands in a table's first column and only says what the row is about."""
    row = clause.context.row
    if not row or row[0].text.runs != clause.statement.text.runs:
        return False
    counted = any(_COUNT.fullmatch(cell.text.plain) and not _VERSIONS.search(cell.header) for cell in row[1:])
    return bool(counted or LABEL_COLUMNS.match(clause.context.header) or NUMBERED.fullmatch(clause.text))


def _above(clause: Clause, base: KnowledgeBase) -> tuple[str, ...]:
    """The words that a parenthesis is about, when they name no concept themselves."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    if clause.position == 0 or at < 1 or whole[at - 1] != "(":
        return ()
    head = whole[: at - 1]
    if base.lexicon.concepts(head):
        return ()
    return tuple(dict.fromkeys(word.lower() for word in WORD.findall(head) if len(word) > 2 and not EMPTY.fullmatch(word)))[-5:]


def _blanked(text: str, found: Sequence[ConceptMention]) -> str:
    for mention in found:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text
