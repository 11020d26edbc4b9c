"""What the report says that the code uses, or lacks: technologies, mechanisms, patterns, and library names as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.base import KnowledgeBase, built_in, extended
from verifier.knowledge.entries import Kind
from verifier.model import Claim, Finding, Measurement, Reading, Reason, Verdict
from verifier.reading.clause import Clause, Endpoint, Form, Origin, Path, Symbol
from verifier.reading.english.lexis import table
from verifier.reading.says.attested import unattested
from verifier.repository.scope import Scope
from verifier.rule import Options, Rule

from ..project.route_places import route_places
from . import absent_calls, absent_documents, blocking, local_files, schemes, shared_state
from .asserted import Assertion, Topic, assertions, denied_at, provable
from .examples import EXAMPLES
from .library_names import called_names, is_library, library_names
from .measuring import measured
from .nowhere import About, is_value, nowhere
from .questions import tells
from .readings import NOWHERE, SHOWN, SUSPECTED, UNSET, UNVERSIONED
from .referring import Version
from .saying import denies_alone, said_of, tells_form
from .subjects import lacking, lies_in, route, subjects
from .values import MODEL, is_set, is_written, settings
from .verdicts import judged
from .versions import stated
from .wording import UNIVERSAL

# Rules that answer exactly what an entry of the knowledge base would answer from names.
_EXACT = (absent_calls.read, absent_documents.read, blocking.read, local_files.read, schemes.read, shared_state.read)


@dataclass(frozen=True)
class OwnConcepts(Options):
    """What a project calls its own: entries as in knowledge/entries/*.toml, each with its `aliases`."""

    concepts: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.concepts:
            extended(self.concepts)  # raises EntryError, a ValueError, with every mistake


@dataclass(frozen=True, slots=True)
class Target:
    """What to look for: entries of the knowledge base, or one library name. `prose`: told in a sentence, not in a list."""

    topics: tuple[Topic, ...]
    handle: str = ""
    narrowed: tuple[str, ...] = ()
    universal: bool = False
    hedged: bool = False
    prose: bool = False
    spelled: bool = False  # the clause writes a library's name as well: a matter of the files reviewed
    about: About | None = None  # what plainly is said to use the handle
    unsure: bool = False  # the words have other senses
    versions: tuple[Version, ...] = ()  # stated, and to be found beside the name
    unattested: str = ""  # why the words don't say that it is there, though they name it
    common: bool = False  # a word for it is one that code is full of, whatever is meant
    subjects: tuple[str, ...] = ()  # names of what is said to use it
    route: Endpoint | None = None  # of which it is told
    lacking: str = ""  # the name of what is said to lack it
    settings: tuple[tuple[str, str], ...] = ()  # names and values that are told beside it
    of_one: bool = False  # a name in code or a route stands beside it, of which alone it may be told


_IS_A = re.compile(r"\s+(?:is|are)\s+(?:an?|the)\s+(?:[a-z-]+\s+){0,2}")  # "`Fate` is a frozen dataclass" tells of `Fate` alone


def _what_a_name_is(clause: Clause, start: int, stop: int) -> bool:
    """Whether the words from `start` to `stop` say of a name in code what sort of definition it is: a matter of that definition."""
    ends = [end for _, end in clause.words.codes if end <= start]
    sort = clause.text[start:stop].lower().split()[-1]
    return bool(ends) and sort in _SORTS and bool(_IS_A.fullmatch(clause.text[ends[-1] : start].lstrip("`")))


_SORTS = frozenset(
    "enum enumeration dataclass protocol interface singleton typeddict namedtuple struct generator coroutine manager decorator mixin "
    "fixture".split()
)
_TESTS = frozenset(("test", "tests", "testing", "tested"))
_DOCUMENT = re.compile(r"\.(?:md|rst|adoc|txt|pdf)$", re.I)
_OF_TESTING = frozenset(("testing", "quality", "delivery"))


class Mechanism(Rule[Target]):
    """ "JWT authentication with RS256", "No rate limiting", "uses `asyncio.Lock()`"."""

    name = "mechanism"
    infers = True
    kinds = ("usage", "absence")
    vocabulary = (
        "use pattern mechanism architecture design support integration enabled applied used based via "
        "built-in driven strategy logic handling management layer technology stack framework library @none"
    )
    scoped = True
    summary = "What is said to be used shows itself in code that is in effect; what is said to be missing does not."
    options_type = OwnConcepts
    examples = EXAMPLES

    @cached_property
    def _base(self) -> KnowledgeBase:
        options = self.options
        return extended(options.concepts) if isinstance(options, OwnConcepts) and options.concepts else built_in()

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not tells(clause):
            return
        if clause.form is Form.HEADING:
            yield from self._headed(clause)
            return
        taken = frozenset(entry for read in _EXACT for asked in read(clause) for entry in asked.takes)
        names = tuple(claim for claim in self._names(clause) if claim.subject not in taken)
        yield from names
        prose, spelled = clause.form is Form.SENTENCE, any(is_library(claim.subject) for claim in names)
        told = [claim.subject for claim in names if claim.target.about]  # says all that a concept in the same words could
        for said in assertions(clause, self._base):
            if taken & {topic.entry for topic in said.topics} or any(name in said.text for name in told):
                continue
            if _what_a_name_is(clause, *min(said.places)):
                continue
            asked = _asserted(said)
            target = replace(
                asked,
                hedged=asked.hedged or (not said.absent and _heads_a_row(clause)),
                unattested=asked.unattested or self._listed(clause, said.topics),
                prose=prose,
                spelled=spelled,
                subjects=subjects(clause, min(start for start, _ in said.places), self._base),
                settings=settings(clause),
                route=None if said.absent else route(clause, min(start for start, _ in said.places)),
                lacking=lacking(clause, min(start for start, _ in said.places), self._base) if said.absent else "",
                of_one=said.absent and _names_one(clause, said),
            )
            subject = ", ".join(topic.entry for topic in said.topics)
            yield self.claim(
                clause,
                target,
                kind="absence" if said.absent else "usage",
                subject=subject,
                claimed="absent" if said.absent else "used",
                negated=said.absent,
                text=said.text,
                explains=tuple(clause.words.span(start, end) for start, end in said.places),
            )

    def _headed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Claims of a heading that tells a thing's exact form, or a lack: "Retry Logic with Exponential Backoff", "No Rate Limiting"."""
        for said in assertions(clause, self._base) if denies_alone(clause) else ():
            if said.absent:
                target = replace(_asserted(said), prose=True)  # what stands below may narrow it
                subject = ", ".join(topic.entry for topic in said.topics)
                explains = tuple(clause.words.span(start, end) for start, end in said.places)
                yield self.claim(
                    clause, target, kind="absence", subject=subject, claimed="absent", negated=True, text=said.text, explains=explains
                )
        for said in assertions(clause, self._base) if tells_form(clause) else ():
            if not said.absent and all(provable(topic, self._base) for topic in said.topics):
                target = _asserted(said)
                subject = ", ".join(topic.entry for topic in said.topics)
                explains = tuple(clause.words.span(start, end) for start, end in said.places)
                yield self.claim(clause, target, kind="usage", subject=subject, claimed="used", text=said.text, explains=explains)

    def _listed(self, clause: Clause, topics: Sequence[Topic]) -> str:
        """Why a thing in a list of what tests cover, or a document tells of, is not said to be in the product; "" elsewhere."""
        above = (*clause.context.titles[-1:], clause.context.lead_in.plain if clause.context.lead_in else "")
        told = next((text for text in above if _TESTS & set(re.findall(r"[a-z]+", text.lower()))), "")
        if document := next(filter(_DOCUMENT.search, _named_above(clause)), ""):
            return f"it is listed as what {document} tells of"
        families = {self._base.entries[topic.entry].family for topic in topics if topic.entry in self._base.entries}
        return f"it is listed with the tests ({told.strip(' :*#')[:40]})" if told and families and not families & _OF_TESTING else ""

    def _names(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Claims of the names that the clause writes in code."""
        for name, mention in (*library_names(clause), *called_names(clause)):
            start = clause.text.find(mention.text)
            absent = denied_at(clause, start, start + len(mention.text))
            if absent is None:
                continue
            about = said_of(clause, start) if not absent and start >= 0 else None
            if about is None and not is_library(name):
                continue
            why = "" if absent or start < 0 else unattested(clause, start, start + len(mention.text), name=True)
            yield self.claim(
                clause,
                Target(
                    (),
                    name,
                    prose=clause.form is Form.SENTENCE,
                    hedged=bool(clause.hedge),
                    about=about,
                    unattested=why,
                    subjects=subjects(clause, start, self._base) if start >= 0 else (),
                    universal=not absent and bool(UNIVERSAL.search(clause.text)),
                ),
                kind="absence" if absent else "usage",
                subject=name,
                claimed="absent" if absent else "used",
                negated=absent,
                text=clause.text,
                span=mention.span,
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.lacking and not (target.lacking.lower() in code.index.names or lies_in((target.lacking,), code)):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"it is told of {target.lacking}, not of this repository")
        within = None if claim.negated else lies_in(target.subjects, code)
        files = route_places(target.route.method, target.route.path, code) if target.route else frozenset()
        found = measured(
            target.topics,
            target.handle,
            target.narrowed,
            claim.negated,
            claim.hints,
            code,
            scope,
            self._base.entries,
            within[1] if within else files,
            target.common,
        )
        shown = any(reading == Reading(SHOWN, True) for reading in found.readings)
        unseen = [version.number for version in target.versions if not stated(version, code)] if shown else []
        if unseen:
            found = replace(found, readings=(*found.readings, Reading(UNVERSIONED, True)), near=(*found.near, f"version {unseen[0]}"))
        unset = [model for model in MODEL.findall(claim.text.lower()) if shown and not is_written(model, found, code)]
        unset += [f"{name}={value}" for name, value in target.settings if shown and not is_set(name, value, found, code)]
        if unset:
            found = replace(found, readings=(*found.readings, Reading(UNSET, True)), near=(*found.near, unset[0]))
        if not shown and not claim.negated and self._written(target, code):
            found = replace(found, readings=tuple(Reading(SUSPECTED, True) if r.definition == SUSPECTED else r for r in found.readings))
        name = target.handle
        if target.about is not None and (is_library(name) or is_value(name, code)):
            place = nowhere(name, target.about, code)
            found = replace(
                found,
                readings=(*found.readings, Reading(NOWHERE, bool(place))),
                detail=f"{name} is not used in {place}" if place else found.detail,
            )
        return found

    def _written(self, target: Target, code: Codebase) -> bool:
        """Whether a technology that nothing shows is named in the source all the same: it may be done by hand."""
        entries = self._base.entries
        named = [topic.entry for topic in target.topics if topic.entry in entries and entries[topic.entry].kind is Kind.TECHNOLOGY]
        brands = [name for topic in target.topics for name in topic.brand]
        return any(_written(name, code) for name in (*named, *brands))

    def _products(self, target: Target) -> bool:
        """Whether only technologies are named, which have no other sense."""
        return set(self._kinds(target)) == {Kind.TECHNOLOGY}

    def _one_product(self, target: Target) -> bool:
        """Whether one technology is named, at most with what it does: "Redis for caching"."""
        return self._kinds(target).count(Kind.TECHNOLOGY) == 1

    def _kinds(self, target: Target) -> list[Kind]:
        return [self._base.entries[topic.entry].kind for topic in target.topics if topic.entry in self._base.entries]

    def _plainly_denied(self, claim: Claim[Target]) -> bool:
        """Whether a product that has no other sense is denied, and nothing narrows that."""
        return claim.negated and not claim.target.narrowed and self._products(claim.target)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        target = claim.target
        by_hand = bool(table("neutral")["by_hand"] & set(re.findall(r"[a-z-]+", claim.text.lower())))
        doubt = target.hedged or by_hand or (target.universal and not target.handle)  # a name that is nowhere is not everywhere either
        finding = judged(
            claim,
            measurement,
            universal=target.universal,
            doubt=doubt,
            modest=(target.prose and not self._plainly_denied(claim)) or len(target.narrowed) > 1,
            exact=bool(target.handle or target.spelled) or (claim.negated and self._products(target)),
            unsure=target.unsure,
            unattested=target.unattested,
            plain=target.prose and self._one_product(target),
        )
        if target.of_one and finding.verdict in (Verdict.REFUTED, Verdict.DOUBTFUL):
            told = f"{finding.message}; it may be told of what is named beside it alone"
            return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.AMBIGUOUS, message=told)
        return finding


def _names_one(clause: Clause, said: Assertion) -> bool:
    """Whether a clause names a function or a route, and not what is denied: "no retry on `fetch()`", "no pagination on `/rows`"."""
    denied = [clause.words.span(start, end) for start, end in said.places]
    own = [m.span for m in clause.mentions if m.origin is Origin.SELF and isinstance(m.value, (Symbol, Endpoint))]
    return any(not any(one.column <= span.column < one.end_column for span in denied) for one in own)


def _named_above(clause: Clause) -> Iterator[str]:
    """The paths that the innermost heading names, or links to."""
    return (m.value.text for section in clause.context.sections[-1:] for m in section.mentions if isinstance(m.value, Path))


def _heads_a_row(clause: Clause) -> bool:
    """Whether it is what a table's row is about, of which the other cells tell something: it may be there to be compared."""
    row = clause.context.row
    return clause.form is Form.CELL and bool(row) and row[0].header == clause.context.header and clause.text.strip() in row[0].text.plain


def _asserted(said: Assertion) -> Target:
    return Target(
        said.topics,
        narrowed=said.narrowed,
        universal=said.universal,
        hedged=said.hedged,
        unsure=said.unsure,
        versions=said.versions,
        unattested=said.unattested,
        common=said.common,
    )


def _written(name: str, code: Codebase) -> bool:
    """Whether the name of a concept stands in any source file, as a word or part of an identifier: it may be done by hand."""
    parts = re.findall(r"[a-z0-9]+", name.lower())
    pattern = re.compile(rb"(?<![a-z])" + rb"[-_ ]?".join(re.escape(part).encode() for part in parts) + rb"(?![a-z]{2})", re.I)
    return bool(Symbols.of(code.facts).matching(parts[0], pattern))
