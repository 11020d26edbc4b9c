"""Whether concepts are shown within a scope, and what that would prove."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.codebase import Codebase
from verifier.knowledge.entries import OTHERWISE as WITHOUT
from verifier.knowledge.entries import PERHAPS, Decides, Entry, Kind
from verifier.knowledge.evidence import How, Witness
from verifier.knowledge.words import stem
from verifier.model import Measurement, Reading, Reason, ScopeHints, Site
from verifier.repository.scope import Scope, candidates, whole
from verifier.reproduce import search as search_for

from .asserted import Topic
from .beside import counts
from .library_names import entry_of
from .repository_search import RepositorySearch

# Readings of a measurement, by name. All are true or false.
SHOWN = "in effect"  # every topic, or for an absence the first one
FIRM = "by exact handles"  # imports, calls, packages, base classes; not by names alone
NARROWED = "as narrowed"  # what is in effect lies in files that hold the narrowing words too
PROVABLE = "absence provable"
SUSPECTED = "something like it"  # unused, listed, in tests: neither in effect nor nothing
ELSEWHERE = "elsewhere"  # in effect, but outside the scope, or outside what the clause names
PROVIDED = "by default"  # only another thing's default provides it
UNMET = "qualifier unmet"
QUALIFIED = "qualifier met"
NAMED = "where the text says"  # the scope is of files or directories that the text names for this claim
READ = "in the files reviewed"  # evidence lies in files that the report names, or it names too few to tell
BLANK = "not even a name"  # in the whole repository nothing is named like it
CLOSED = "a closed list"  # the knowledge base knows every form that it takes
NOWHERE = "nowhere"  # a name in code font can't be in use in what is said to use it
OUT = "commented out"  # in the named file the only code that would do it is a comment
UNSEEN = "unseen where reviewed"  # a feature of the language, which nearly every repository has: not in the files reviewed here
WIDE = "the repository's"  # of delivery: one serves all parts, so that words which restrict it prove little
APART = "elsewhere than in what is named"  # what is said to use it has files of its own, and they don't show it
UNVERSIONED = "another version"  # no manifest, lock or image gives it the version that is stated
UNSET = "another value"  # a setting that is told beside the name stands in no file that shows it
OTHERWISE = "done otherwise"  # where nothing shows it, code shows that its job is done without it
TOOL = "a tool"  # by its configuration, or not at all: other rules ask for that

_CODE_COMMENT = re.compile(
    r"^\s*(?:#|//+)\s*(?:(?:const|let|var|await|return|yield|new|async)\s+)*"
    r"(?:@?[\w.]+\(|[\w.]+(?:\s{0,3}:[\w\[\]., |]+)?\s{0,3}=(?!=)\s*\S"
    r"|(?:from\s+[\w.]+\s+)?import\s+[\w{*\"'])"
)
_HARMLESS = ("in a comment", "in a string", "something else", "an icon", "documentation")
_MOST = 5
_CLOSE = 5  # lines around a place that may tell what it is of
_NAMES = 2  # fewer names in an entry are too few to conclude from
_SEEN = 3  # files that the report names in a scope, from which on they may be what it means
_REVIEW = 5  # a report that names fewer files has not said what it looked at


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of a scope: `named` where the text itself names the scope's files."""

    words: tuple[str, ...] = ()
    absent: bool = False
    named: bool = False
    within: frozenset[str] = frozenset()  # the files of what is said to use it, if the text names that


@dataclass
class _Shown:
    """What a scope shows of one topic."""

    entry: Entry
    name: str  # of the product, where one is named
    effective: list[Witness] = field(default_factory=list)
    idle: list[Witness] = field(default_factory=list)  # named, unused, listed, tested: not in effect
    other: bool = False  # of another sort than the one that is told
    met: bool = False
    unmet: bool = False


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
    shown = [_shown(search, entry, topic, scope, narrowing, code) for entry, topic in zip(entries, asked, strict=True)]
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
    without = [] if absent else [witness for one in missing if not one.idle for witness in _without(search, one.entry, scope)]
    commented_out = [witness for one in heads for witness in _commented_out(one, code)] if named and not absent else []
    readings = {
        SHOWN: there,
        FIRM: there and all(any(_firm(witness, one.entry, absent) for witness in one.effective) for one in heads),
        NARROWED: not any(one.other for one in heads)
        and (
            _in_one_place(narrowed, heads)
            if together
            else (not absent and _one_purpose(heads)) or (_cooccur(search, narrowed, files, scope) and bool(files or not absent))
        ),
        APART: bool(within) and not any(witness.path in within for one in heads for witness in one.effective),
        PROVABLE: _provable(search, missing or heads, topics, absent),
        SUSPECTED: any(not witness.why_not.startswith(_HARMLESS) for one in (missing or heads) for witness in one.idle),
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


def _without(search: RepositorySearch, entry: Entry, scope: Scope) -> list[Witness]:
    """Where code does without a thing what others have the thing for: a Dockerfile of one stage."""
    if WITHOUT not in entry.qualifiers or (PERHAPS in entry.qualifiers and any(search.in_effect(entry, whole(), PERHAPS))):
        return []
    found = search.in_effect(entry, scope, WITHOUT)
    return [witness for witness in found if witness.strong][:_MOST]


def _in_one_place(narrowed: Sequence[str], heads: Sequence[_Shown]) -> bool:
    """Whether one path or name that shows each thing holds every narrowing word: words as common as "adapter" prove nothing alone."""
    stems = [stem(word) for word in narrowed]
    return bool(stems) and all(
        any(all(part in f"{witness.path} {witness.text}".lower() for part in stems) for witness in one.effective) for one in heads
    )


def _one_purpose(heads: Sequence[_Shown]) -> bool:
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


def _shown(search: RepositorySearch, entry: Entry, topic: Topic, scope: Scope, how: Narrowing, code: Codebase) -> _Shown:
    if not how.absent:  # of what is there, what tests and documents hold tells nothing more
        one = _looked_up(search, entry, topic, scope, how, code, True)
        if any(witness.strong for witness in one.effective):
            return one
    return _looked_up(search, entry, topic, scope, how, code, False)


def _looked_up(
    search: RepositorySearch, entry: Entry, topic: Topic, scope: Scope, how: Narrowing, code: Codebase, in_effect: bool
) -> _Shown:
    """With `in_effect`, the witnesses of files that are set aside may be missing."""
    one, absent = _Shown(entry, topic.product or entry.name), how.absent
    quick = False
    if not absent:  # a few exact places are enough to show that a thing is used
        one.effective = [witness for witness in search.exact(entry, scope) if how.named or counts(entry, witness)]
        alone = bool(one.effective) and not (how.within or topic.brand or topic.sort)
        quick = alone and _cooccur(search, how.words, frozenset(w.path for w in one.effective), scope)
        if not one.effective and not how.named and not scope.everything and search.exact(entry, whole()):
            return one  # a wider scope will show it
    known = set(one.effective)
    for witness in () if quick else search.witnesses(entry, scope, in_effect=in_effect):
        if witness in known:
            continue
        # A name that merely contains the words is too little to contradict "there is none".
        if not (absent or how.named or counts(entry, witness)):
            witness = replace(witness, in_effect=False, why_not=witness.why_not or "beside the code")
        effective = witness.in_effect and (witness.strong or not absent)
        (one.effective if effective else one.idle).append(witness)
        if effective:
            known.add(witness)
    if topic.brand:
        one.effective = [witness for witness in one.effective if _of_brand(topic.brand, witness, code)]
        one.idle = [witness for witness in one.idle if _of_brand(topic.brand, witness, code)]
    if topic.sort and not absent:
        told = [witness for witness in one.effective if _of_sort(stem(topic.sort), witness, code)]
        one.other, one.effective = bool(one.effective) and not told, told or one.effective
    one.effective = [witness for witness in one.effective if witness.path in how.within] or one.effective
    if absent and not entry.tool and all(witness.how is How.PACKAGE for witness in one.effective):
        one.idle += one.effective  # listed here, but used elsewhere: in another project of the same repository
        one.effective = []
    for name in topic.qualifiers:
        if name in entry.qualifiers:
            if any(search.in_effect(entry, scope, name)):
                one.met = True
            elif entry.qualifiers[name].exact and all(w.why_not.startswith(_HARMLESS) for w in search.witnesses(entry, scope, name)):
                one.unmet = True
    return one


def _of_brand(names: Sequence[str], witness: Witness, code: Codebase) -> bool:
    """Whether what shows a thing shows the product that is named, and not its like."""
    there = f"{witness.path} {witness.text} {_line(code, witness) if witness.line else ''}".lower()
    return any(name in there for name in names)


def _of_sort(word: str, witness: Witness, code: Codebase) -> bool:
    """Whether the word that tells the sort stands in the path, or near what shows the thing."""
    lines = code.facts.text(witness.path).split("\n") if witness.line else []
    near = lines[max(0, witness.line - 1 - _CLOSE) : witness.line + _CLOSE]
    return word in " ".join((witness.path, witness.text, *near)).lower()


def _areas(hints: ScopeHints, code: Codebase) -> tuple[Scope, ...]:
    """The scopes of the areas that the text names, nearest first."""
    return tuple(scope for scope in candidates(ScopeHints(areas=hints.areas), code.index, code.areas) if not scope.everything)


def _unseen(search: RepositorySearch, heads: Sequence[_Shown], reviewed: Scope | None, scope: Scope) -> bool:
    """Whether a mere feature of the language is in none of the files in scope that the report names."""
    files = tuple(path for path in (reviewed.files or ()) if scope.contains(path)) if reviewed else ()
    if len(files) < _SEEN or any(one.entry.family != "language" or one.entry.handles.packages for one in heads):
        return False
    return not all(search.shows(one.entry, Scope("reviewed here", (), files)) for one in heads)


def _commented_out(one: _Shown, code: Codebase) -> list[Witness]:
    """The code in comments that would show the thing, where nothing but mere names like it does."""
    if any(witness.strong for witness in one.effective):
        return []
    comments = [witness for witness in one.idle if witness.why_not == "in a comment" and witness.line]
    return [witness for witness in comments if _CODE_COMMENT.match(_line(code, witness))]


def _line(code: Codebase, witness: Witness) -> str:
    lines = code.facts.text(witness.path).split("\n")
    return lines[witness.line - 1] if witness.line <= len(lines) else ""


def _firm(witness: Witness, entry: Entry, absent: bool) -> bool:
    """Whether a place shows the thing for sure. That a file lies there contradicts nobody where code would have to use it."""
    handles = entry.handles
    if absent and witness.how is How.FILE and (handles.packages or handles.imports or handles.calls or handles.patterns):
        return False
    return witness.strong and witness.how in (How.PACKAGE, How.IMPORT, How.CALL, How.BASE, How.FILE, How.PATTERN, How.LITERAL)


def _files(shown: Sequence[_Shown], absent: bool) -> frozenset[str]:
    """Files that show the topics: for an absence, those that show the first one together with the others."""
    paths = [frozenset(witness.path for witness in one.effective) for one in shown]
    if not paths:
        return frozenset()
    if absent:
        return frozenset.intersection(*paths)
    return frozenset.union(*paths)


def _cooccur(search: RepositorySearch, narrowed: Sequence[str], files: frozenset[str], scope: Scope) -> bool:
    """Whether one of `files` holds most of the narrowing words, in its text or path."""
    if not narrowed:
        return True
    needed = math.ceil(len(narrowed) * 2 / 3)
    counts = dict.fromkeys(files, 0)
    for word in narrowed:
        stemmed = word[: max(4, len(word) - 2)] if len(word) > 4 else word
        holding = search.files_holding(stemmed.encode(), scope)
        for path in files:
            counts[path] += path in holding or stemmed in path.lower()
    return any(count >= needed for count in counts.values())


def _provable(search: RepositorySearch, shown: Sequence[_Shown], topics: Sequence[Topic], absent: bool) -> bool:
    """Whether finding nothing proves that it is not there.

    Nobody who says that a mechanism is there is contradicted so: a project may have it under names of its own. A technology has its names.
    """
    qualifiers = {topic.entry: topic.qualifiers for topic in topics}

    def closed(one: _Shown) -> bool:
        if not absent and (one.entry.outside or one.entry.kind is not Kind.TECHNOLOGY):
            return False
        named = [name for name in qualifiers.get(one.entry.id, ()) if name in one.entry.qualifiers]
        if one.entry.decides is Decides.NEVER or not search.covers(one.entry):
            return False
        return one.entry.decides is Decides.ALONE or one.entry.absence_provable(named)

    return search.complete() and (all if absent else any)(closed(one) for one in shown)


def _elsewhere(
    search: RepositorySearch, missing: Sequence[_Shown], hints: ScopeHints, code: Codebase, scope: Scope, everywhere: Scope
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
    return all(witness.why_not.startswith(_HARMLESS) for witness in search.witnesses(entry, scope))


def _command(entry: Entry, topic: Topic) -> str:
    if topic.brand:
        return search_for("-niF", topic.brand[0])
    names = [name.lstrip("@.") for name in (*entry.handles.calls, *(item.replace("*", "") for item in entry.handles.identifiers))][:4]
    modules = [name for ecosystem in entry.handles.packages for name in entry.handles.modules(ecosystem)][:4]
    return search_for("-nF", *(names or modules or [entry.name])[:4])


def _site(witness: Witness) -> Site:
    return Site(witness.path, witness.why_not, witness.text, witness.line, witness.line)
