"""Look-ups of exact names: a rule says what the repository has; here is when that refutes a sentence.

Only a sentence that was understood to its last word is refuted: a word that the rule does not know may narrow what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from verifier.knowledge.words import stem
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Path, Role, Symbol
from verifier.rule import Rule, found, undecided

SLOT = r"⟨\d+⟩"
_NEUTRAL = frozenset(
    """a an the this that these those it its our of in on at to by from for and or as with is are be has have had been do does
    here there now currently today also both all s repository repo project codebase file files folder directory module modules class
    classes function functions package code own root so far yet still altogether total overall main source which""".split()
)
# What may put a statement in another time, world or place than the repository as it is.
_SHIFTERS = re.compile(
    r"\b(?:when|whenever|if|unless|until|before|after|once|while|during|except(?:ing)?|excluding|apart|other than|only if|was|were|"
    r"used to|formerly|previously|originally|initially|earlier|previous|old|legacy|former|should|shall|could|would|might|may|must|"
    r"can|will|plan(?:s|ned)?|proposed?|proposal|suggest(?:s|ed)?|recommend(?:s|ed|ation|ations)?|future|upcoming|instead|example|"
    r"e\.g|for instance|such as|say|ideal(?:ly)?|target|goal|expected|template|upstream|elsewhere|alternative(?:ly)?|either|maybe|"
    r"perhaps|probably|likely|seems?|appears?|apparently|essentially|effectively|conceptually|logically|indirectly|transitively|in "
    r"effect|like|similar|hypothetical|draft|deprecated|removed|upgrade|migrat\w+|other|another|different|separate|sibling|"
    r"fork(?:s|ed)?|external|third[- ]party)\b",
    re.I,
)
_TITLE_SHIFTERS = re.compile(
    r"\b(?:plan\w*|propos\w+|suggest\w*|recommend\w*|future|upcoming|roadmap|example|target|goal|expected|template|alternative\w*|"
    r"before|after|old|previous\w*|legacy|history|historical|hypothetical|draft|deprecated|removed|upgrad\w+|migrat\w+|upstream|"
    r"competitor\w*|comparison|ideas?|options?|next|todo|wish\w*|tutorial|how to|breaking|changelog|release notes|v?\d+\.\d+(?:\.\d+)?)\b",
    re.I,
)
_ROLES = frozenset((Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT, Role.BEFORE, Role.MISSING))
_FENCES = frozenset((FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE, FenceClass.DIAGRAM, FenceClass.SHELL))
_FORMS = frozenset((Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING, Form.FENCE_LINE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What to look up. `open`: words of the statement that the rule does not understand; with any, nothing is refuted."""

    open: tuple[str, ...] = ()


L = TypeVar("L", bound=Look)


class Exact(Rule[L]):
    """A rule whose measurement is an `answer`."""

    vocabulary: ClassVar[str] = ""  # lemmas of the words that its reading accounts for

    def judge(self, claim: Claim[L], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        holds, observed = bool(measurement.readings[0].value), str(measurement.readings[1].value)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:5])
        message = measurement.detail or observed
        if holds:
            return found(claim, measurement, Verdict.HOLDS, message, observed=observed, evidence=evidence)
        if not measurement.complete:
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.INCOMPLETE, observed=observed)
        if claim.target.open:
            words = f"{message}; not understood: {', '.join(claim.target.open)}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, words, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        return found(claim, measurement, Verdict.REFUTED, message, observed=observed, evidence=evidence)

    def unexplained(self, clause: Clause, text: str, taken: Iterable[str] = ()) -> tuple[str, ...]:
        """Words of `text` and its surroundings that neither the rule's vocabulary nor the names `taken` account for."""
        return (*residue(text, self.vocabulary, taken), *shifters(clause))


def answer(
    holds: bool,
    observed: str,
    sites: Iterable[Site] = (),
    *,
    complete: bool = True,
    reproduce: str = "",
    subject: str = "",
    detail: str = "",
) -> Measurement:
    """A measurement for `Exact.judge`: whether it is so, and what there is."""
    readings = (Reading("is so", holds), Reading("observed", observed))
    return Measurement(readings, tuple(sites), complete, reproduce, subject, detail=detail)


def blocked(reason: Reason, detail: str, subject: str = "") -> Measurement:
    return Measurement(blocked=reason, detail=detail, subject=subject)


def states(clause: Clause) -> bool:
    """Whether the clause tells what is so now: no plan, no example, no quotation, no unticked box."""
    context, statement = clause.context, clause.statement
    return (
        clause.asserts
        and clause.side is Side.NOW
        and clause.form not in _FORMS
        and context.fence not in _FENCES
        and statement.mark in (None, Mark.YES)
        and statement.ticked is not False
        and not clause.text.rstrip().endswith("?")
        and not _ROLES & {context.lead_in_role, context.key_role, *(section.role for section in context.sections)}
    )


def template(clause: Clause) -> tuple[str, tuple[str, ...]]:
    """The clause's words with its paths, symbols and code as slots ("⟨0⟩ extends ⟨1⟩"), and what stands in the slots."""
    text = clause.text
    places: list[tuple[int, int]] = list(clause.words.codes) if clause.words.plain == text else []
    for mention in clause.mentions:
        if mention.origin.value == "self" and isinstance(mention.value, (Path, Symbol)) and mention.text:
            for match in re.finditer(rf"(?<![\w/]){re.escape(mention.text)}(?![\w/])", text):
                if not any(match.start() < end and start < match.end() for start, end in places):
                    places.append(match.span())
    return slotted(text, places)


def slotted(text: str, places: Iterable[tuple[int, int]]) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []
    parts: list[str] = []
    end = 0
    for start, stop in sorted(places):
        parts += (text[end:start], f"⟨{len(names)}⟩")
        names.append(text[start:stop])
        end = stop
    return "".join((*parts, text[end:])), tuple(names)


def name_at(slot: str, names: tuple[str, ...]) -> str:
    """What stands in a slot such as "⟨1⟩"."""
    return names[int(slot.strip("⟨⟩"))]


def residue(text: str, vocabulary: str, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Words, numbers and slots of `text` that are neither neutral, nor of the vocabulary, nor in `taken`."""
    known = {*_NEUTRAL, *vocabulary.split()}
    known |= {stem(word) for word in known}
    gone = {word.lower() for name in taken for word in (name, *re.findall(r"[^\W_]+|⟨\d+⟩", name))}
    words = re.findall(rf"{SLOT}|\d[\d.,]*\d|[^\W_][\w'’.-]*[^\W_]|[^\W_]", text)
    return tuple(word for word in words if not (known & _lemmas(word.lower()) or word.lower() in gone))


def _lemmas(word: str) -> set[str]:
    """The forms that `word` may be an inflection of."""
    word = word.replace("’", "'").removesuffix("'s")
    forms = {word, stem(word)}
    for ending in ("ed", "ing", "es", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: -len(ending)]
            forms |= {base, base + "e"} | ({base[:-1]} if base[-1] == base[-2] else set())
    return forms


def shifters(clause: Clause) -> tuple[str, ...]:
    """Words around the clause that may put it elsewhere: in its statement, lead-in, parents and headings."""
    context = clause.context
    near = " . ".join((clause.statement.text.plain, context.key, context.lead_in.plain if context.lead_in else ""))
    far = " . ".join((*context.titles, *(parent.plain for parent in context.parents)))
    codes = [clause.statement.text.plain[start:end] for start, end in clause.statement.text.codes]
    for code in codes:
        near = near.replace(code, " ")
    return (*_SHIFTERS.findall(near), *_TITLE_SHIFTERS.findall(re.sub(r"`[^`]*`", " ", far)), *((clause.hedge,) if clause.hedge else ()))
