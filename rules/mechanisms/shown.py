"""What a scope shows of one topic: where it is in effect, and where it is only named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from verifier.codebase import Codebase
from verifier.knowledge.entries import OTHERWISE, PERHAPS, Entry
from verifier.knowledge.evidence import How, Witness
from verifier.knowledge.words import stem
from verifier.repository.scope import Scope, whole

from .asserted import Topic
from .beside import counts
from .repository_search import RepositorySearch

HARMLESS = ("in a comment", "in a string", "something else", "an icon", "documentation")
_CLOSE = 5  # lines around a place that may tell what it is of
_MOST = 5


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked of a scope: `named` where the text itself names the scope's files."""

    words: tuple[str, ...] = ()
    absent: bool = False
    named: bool = False
    within: frozenset[str] = frozenset()  # the files of what is said to use it, if the text names that


@dataclass
class Shown:
    """What a scope shows of one topic."""

    entry: Entry
    name: str  # of the product, where one is named
    effective: list[Witness] = field(default_factory=list)
    idle: list[Witness] = field(default_factory=list)  # named, unused, listed, tested: not in effect
    other: bool = False  # of another sort than the one that is told
    met: bool = False
    unmet: bool = False


def shown_of(search: RepositorySearch, entry: Entry, topic: Topic, scope: Scope, how: Narrowing, code: Codebase) -> Shown:
    if not how.absent:  # of what is there, what tests and documents hold tells nothing more
        one = _looked_up(search, entry, topic, scope, how, code, True)
        if any(witness.strong for witness in one.effective):
            return one
    return _looked_up(search, entry, topic, scope, how, code, False)


def _looked_up(
    search: RepositorySearch, entry: Entry, topic: Topic, scope: Scope, how: Narrowing, code: Codebase, in_effect: bool
) -> Shown:
    """With `in_effect`, the witnesses of files that are set aside may be missing."""
    one, absent = Shown(entry, topic.product or entry.name), how.absent
    quick = False
    if not absent:  # a few exact places are enough to show that a thing is used
        one.effective = [witness for witness in search.exact(entry, scope) if how.named or counts(entry, witness)]
        alone = bool(one.effective) and not (how.within or topic.brand or topic.sort)
        quick = alone and cooccur(search, how.words, frozenset(w.path for w in one.effective), scope)
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
            elif entry.qualifiers[name].exact and all(w.why_not.startswith(HARMLESS) for w in search.witnesses(entry, scope, name)):
                one.unmet = True
    return one


def _of_brand(names: Sequence[str], witness: Witness, code: Codebase) -> bool:
    """Whether what shows a thing shows the product that is named, and not its like."""
    there = f"{witness.path} {witness.text} {line_of(code, witness) if witness.line else ''}".lower()
    return any(name in there for name in names)


def _of_sort(word: str, witness: Witness, code: Codebase) -> bool:
    """Whether the word that tells the sort stands in the path, or near what shows the thing."""
    lines = code.facts.text(witness.path).split("\n") if witness.line else []
    near = lines[max(0, witness.line - 1 - _CLOSE) : witness.line + _CLOSE]
    return word in " ".join((witness.path, witness.text, *near)).lower()


def line_of(code: Codebase, witness: Witness) -> str:
    lines = code.facts.text(witness.path).split("\n")
    return lines[witness.line - 1] if witness.line <= len(lines) else ""


def cooccur(search: RepositorySearch, narrowed: Sequence[str], files: frozenset[str], scope: Scope) -> bool:
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


def done_without(search: RepositorySearch, entry: Entry, scope: Scope) -> list[Witness]:
    """Where code does without a thing what others have the thing for: a Dockerfile of one stage."""
    if OTHERWISE not in entry.qualifiers or (PERHAPS in entry.qualifiers and any(search.in_effect(entry, whole(), PERHAPS))):
        return []
    found = search.in_effect(entry, scope, OTHERWISE)
    return [witness for witness in found if witness.strong][:_MOST]
