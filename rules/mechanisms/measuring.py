"""Whether concepts are shown within a scope, and what that would prove."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.knowledge.entries import OTHERWISE as WITHOUT
from verifier.knowledge.entries import Decides, Entry, Kind
from verifier.knowledge.evidence import How, Witness
from verifier.knowledge.words import stem
from verifier.model import Measurement, Reading, Reason, ScopeHints, Site
from verifier.repository.scope import Scope, candidates, whole
from verifier.reproduce import search as search_for

from .asserted import Topic
from .library_names import entry_of
from .readings import (
    APART,
    BLANK,
    CLOSED,
    ELSEWHERE,
    FIRM,
    NAMED,
    NARROWED,
    OTHERWISE,
    OUT,
    PROVABLE,
    PROVIDED,
    QUALIFIED,
    READ,
    SHOWN,
    SUSPECTED,
    TOOL,
    UNMET,
    UNSEEN,
    WIDE,
)
from .repository_search import RepositorySearch
from .shown import HARMLESS, Narrowing, Shown, cooccur, done_without, line_of, shown_of

_CODE_COMMENT = re.compile(
    r"^\s*(?:#|//+)\s*(?:(?:const|let|var|await|return|yield|new|async)\s+)*"
    r"(?:@?[\w.]+\(|[\w.]+(?:\s{0,3}:[\w\[\]., |]+)?\s{0,3}=(?!=)\s*\S"
    r"|(?:from\s+[\w.]+\s+)?import\s+[\w{*\"'])"
)
_MOST = 5
_NAMES = 2  # fewer names in an entry are too few to conclude from
_SEEN = 3  # files that the report names in a scope, from which on they may be what it means
_REVIEW = 5  # a report that names fewer files has not said what it looked at


def measured(
    topics: Sequence[Topic],
    handle: str,
    narrowed: Sequence[str],
    absent: bool,
    hints: ScopeHints,
    code: Codebase,
    scope: Scope,
    known: Mapping[str, Entry],
    within: frozenset[str] = frozenset(),
    together: bool = False,
) -> Measurement:
    """What `scope` shows of `topics`, or of the library name `handle`.

    `within` are the files of what is said to use them. With `together`, a name that shows them must hold the narrowing words too.
    """
    search = RepositorySearch.of(code, known)
    reviewed = _reviewed(hints, code)
    if absent and scope == reviewed:
        scope = _around(reviewed)  # a report names what it praises and blames, not where a thing is missing
    entries = [entry_of(handle)] if handle else [search.entries[topic.entry] for topic in topics if topic.entry in search.entries]
    if not entries:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="not in the knowledge base")
    if absent and _guessed(scope, hints, code) and all(entry.tool or entry.family in _OF_ALL for entry in entries):
        scope = whole()  # what a project is built, tested and checked with is its own, not that of the part that a title may mean
    asked = [Topic("")] if handle else [topic for topic in topics if topic.entry in search.entries]
    named = scope in candidates(replace(hints, areas=(), topics=(), reviewed=()), code.index, code.areas)[:-1]
    narrowing = Narrowing(tuple(narrowed), absent, named, within)
    shown = [shown_of(search, entry, topic, scope, narrowing, code) for entry, topic in zip(entries, asked, strict=True)]
    heads = shown[:1] if absent else shown
    everywhere = scope if scope.everything else whole()
    missing = [one for one in heads if not one.effective]
    there = not missing
    if (absent or there) and hints.paths and len(candidates(ScopeHints(paths=hints.paths), code.index)) == 1:
        # What is elsewhere is neither what the file uses nor what it lacks.
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no file {hints.paths[0]}")
    wide = _guessed(scope, hints, code) or not (scope.everything or named or any(one.entry.family != "delivery" for one in missing))
    if absent and not there and wide and any(_in_effect(search, one.entry) for one in missing):
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{missing[0].name} is in use outside of {scope.label}")
    files = _files(shown, absent)
    without = [] if absent else [witness for one in missing if not one.idle for witness in done_without(search, one.entry, scope)]
    commented_out = [witness for one in heads for witness in _commented_out(one, code)] if named and not absent else []
    readings = {
        SHOWN: there,
        FIRM: there and all(any(_firm(witness, one.entry, absent) for witness in one.effective) for one in heads),
        NARROWED: not any(one.other for one in heads)
        and (
            _in_one_place(narrowed, heads)
            if together
            else (not absent and _one_purpose(heads)) or (cooccur(search, narrowed, files, scope) and bool(files or not absent))
        ),
        APART: bool(within) and not any(witness.path in within for one in heads for witness in one.effective),
        PROVABLE: _provable(search, missing or heads, topics, absent),
        SUSPECTED: any(not witness.why_not.startswith(HARMLESS) for one in (missing or heads) for witness in one.idle),
        ELSEWHERE: _elsewhere(search, missing, hints, code, scope, everywhere),
        PROVIDED: there and all(witness.via for one in heads for witness in one.effective),
        UNMET: any(one.unmet for one in heads),
        QUALIFIED: any(one.met for one in heads),
        NAMED: named,
        READ: reviewed is None
        or len(reviewed.files or ()) < _REVIEW
        or any(reviewed.contains(path) for path in files)
        or all(search.shows(one.entry, reviewed) for one in heads),
        BLANK: absent and all(_blank(search, one.entry, scope if named else whole()) for one in heads),
        OUT: bool(commented_out),
        OTHERWISE: bool(without),
        CLOSED: all(one.entry.decides is not Decides.NEVER for one in heads),
        UNSEEN: any(_unseen(search, heads, reviewed, part) for part in (scope, *_areas(hints, code)[:1])),
        WIDE: any(one.entry.family == "delivery" for one in heads),
        TOOL: any(one.entry.tool or one.entry.family == "quality" for one in heads),
    }
    shown_by = [witness for one in heads for witness in (one.effective or one.idle)[: _MOST // len(heads) + 1]]
    sites = [
        _site(witness) for witness in list({(one.path, one.line): one for one in commented_out}.values())[:_MOST] or without or shown_by
    ]
    return Measurement(
        tuple(Reading(name, value) for name, value in readings.items()), tuple(sites), search.complete(), _command(entries[0], asked[0]),
        subject=", ".join(dict.fromkeys(one.name for one in missing or heads)), detail=scope.label,
        near=tuple(dict.fromkeys(witness.why_not for one in missing for witness in one.idle if witness.why_not))[:3]
        or tuple(dict.fromkeys(one.entry.qualifiers[WITHOUT].says for one in missing if without and WITHOUT in one.entry.qualifiers)),
        unread=search.unread(),
    )  # fmt: skip


def _in_one_place(narrowed: Sequence[str], heads: Sequence[Shown]) -> bool:
    """Whether one path or name that shows each thing holds every narrowing word: words as common as "adapter" prove nothing alone."""
    stems = [stem(word) for word in narrowed]
    return bool(stems) and all(
        any(all(part in f"{witness.path} {witness.text}".lower() for part in stems) for witness in one.effective) for one in heads
    )


def _one_purpose(heads: Sequence[Shown]) -> bool:
    """Whether the things are libraries of the user interface, which do one thing each: "Zustand for client state" says no more."""
    return all(one.entry.family == "frontend" and one.entry.kind is Kind.TECHNOLOGY for one in heads)


def _in_effect(search: RepositorySearch, entry: Entry) -> bool:
    return bool(search.exact(entry, whole())) or any(witness.strong for witness in search.in_effect(entry, whole()))


_OF_ALL = frozenset(("quality", "testing", "delivery"))


def _guessed(scope: Scope, hints: ScopeHints, code: Codebase) -> bool:
    """Whether nothing but a word of the title leads to `scope`."""
    return (
        not scope.everything
        and scope in candidates(ScopeHints(topics=hints.topics), code.index, code.areas)
        and (scope not in candidates(replace(hints, topics=()), code.index, code.areas))
    )


def _reviewed(hints: ScopeHints, code: Codebase) -> Scope | None:
    """The files that the report names, as a scope."""
    found = candidates(ScopeHints(reviewed=hints.reviewed), code.index, code.areas)
    return found[0] if hints.reviewed and not found[0].everything else None


def _around(reviewed: Scope) -> Scope:
    """The directory that holds all files of `reviewed`, or their top directories."""
    named = [*(path.rpartition("/")[0] for path in reviewed.files or ()), *reviewed.prefixes]
    common = posixpath.commonpath(named) if all(named) else ""
    tops = (common,) if common else tuple(sorted({name.split("/")[0] for name in named}))
    return Scope("what the report is about", tops)


def _areas(hints: ScopeHints, code: Codebase) -> tuple[Scope, ...]:
    """The scopes of the areas that the text names, nearest first."""
    return tuple(scope for scope in candidates(ScopeHints(areas=hints.areas), code.index, code.areas) if not scope.everything)


def _unseen(search: RepositorySearch, heads: Sequence[Shown], reviewed: Scope | None, scope: Scope) -> bool:
    """Whether a mere feature of the language is in none of the files in scope that the report names."""
    files = tuple(path for path in (reviewed.files or ()) if scope.contains(path)) if reviewed else ()
    if len(files) < _SEEN or any(one.entry.family != "language" or one.entry.handles.packages for one in heads):
        return False
    return not all(search.shows(one.entry, Scope("reviewed here", (), files)) for one in heads)


def _commented_out(one: Shown, code: Codebase) -> list[Witness]:
    """The code in comments that would show the thing, where nothing but mere names like it does."""
    if any(witness.strong for witness in one.effective):
        return []
    comments = [witness for witness in one.idle if witness.why_not == "in a comment" and witness.line]
    return [witness for witness in comments if _CODE_COMMENT.match(line_of(code, witness))]


def _firm(witness: Witness, entry: Entry, absent: bool) -> bool:
    """Whether a place shows the thing for sure. That a file lies there contradicts nobody where code would have to use it."""
    handles = entry.handles
    if absent and witness.how is How.FILE and (handles.packages or handles.imports or handles.calls or handles.patterns):
        return False
    return witness.strong and witness.how in (How.PACKAGE, How.IMPORT, How.CALL, How.BASE, How.FILE, How.PATTERN, How.LITERAL)


def _files(shown: Sequence[Shown], absent: bool) -> frozenset[str]:
    """Files that show the topics: for an absence, those that show the first one together with the others."""
    paths = [frozenset(witness.path for witness in one.effective) for one in shown]
    if not paths:
        return frozenset()
    if absent:
        return frozenset.intersection(*paths)
    return frozenset.union(*paths)


def _provable(search: RepositorySearch, shown: Sequence[Shown], topics: Sequence[Topic], absent: bool) -> bool:
    """Whether finding nothing proves that it is not there.

    Nobody who says that a mechanism is there is contradicted so: a project may have it under names of its own. A technology has its names.
    """
    qualifiers = {topic.entry: topic.qualifiers for topic in topics}

    def closed(one: Shown) -> bool:
        if not absent and (one.entry.outside or one.entry.kind is not Kind.TECHNOLOGY):
            return False
        named = [name for name in qualifiers.get(one.entry.id, ()) if name in one.entry.qualifiers]
        if one.entry.decides is Decides.NEVER or not search.covers(one.entry):
            return False
        return one.entry.decides is Decides.ALONE or one.entry.absence_provable(named)

    return search.complete() and (all if absent else any)(closed(one) for one in shown)


def _elsewhere(
    search: RepositorySearch, missing: Sequence[Shown], hints: ScopeHints, code: Codebase, scope: Scope, everywhere: Scope
) -> bool:
    """Whether evidence lies only outside: of `scope` in a narrow scope, of what the clause itself names in a wide one."""
    if missing:
        return not scope.everything and all(
            search.exact(one.entry, everywhere) or any(search.in_effect(one.entry, everywhere)) for one in missing
        )
    return False


def _blank(search: RepositorySearch, entry: Entry, scope: Scope) -> bool:
    """Whether no name in scope is like the entry's, though it lists enough of them to look for."""
    if (len(entry.handles.identifiers) < _NAMES and not entry.handles.packages) or not search.covers(entry):
        return False
    return all(witness.why_not.startswith(HARMLESS) for witness in search.witnesses(entry, scope))


def _command(entry: Entry, topic: Topic) -> str:
    if topic.brand:
        return search_for("-niF", topic.brand[0])
    names = [name.lstrip("@.") for name in (*entry.handles.calls, *(item.replace("*", "") for item in entry.handles.identifiers))][:4]
    modules = [name for ecosystem in entry.handles.packages for name in entry.handles.modules(ecosystem)][:4]
    return search_for("-nF", *(names or modules or [entry.name])[:4])


def _site(witness: Witness) -> Site:
    return Site(witness.path, witness.why_not, witness.text, witness.line, witness.line)
