"""Who is said to use a name that a report writes: the clause's own file or class, or the one that its list is about."""

from __future__ import annotations

import re

from verifier.knowledge.words import stem
from verifier.reading.clause import Clause, Role
from verifier.reading.text import Text

from .nowhere import About
from .wording import HEDGED, VS

_USES = re.compile(
    r"\b(?P<verb>uses?|using|used|via|with|through|by|calls?|calling|invokes?|awaits?|employs?|leverages?|utili[sz]es"
    r"|relies on|built on|based on|implemented (?:with|using)|streams?|wraps?)\s+(?:the\s+|an?\s+)?[`*]*$",
    re.I,
)
_WEAK = frozenset(("with", "through", "by", "via"))
_WISHED = re.compile(
    r"\b(?:should|could|would|can|may|might|must|needs?|instead|fix|solution|recommend\w*|prefer\w*|e\.g\.|such as)\b", re.I
)
_FORM = re.compile(r"\b(?:with|using|via)\b", re.I)
_CHOICE = re.compile(
    r"[:?]|\b(?:options?|alternatives?|proposed|proposal|suggest\w*|recommend\w*|future|planned|adding|improve\w*|issues?|problems?|todo|why|how"
    r"|examples?|steps?|missing|before|when)\b",
    re.I,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAME = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*)(?:\(.*\))?")
_COMMON = frozenset("pattern service class module the and for with handler base".split())


def said_of(clause: Clause, start: int) -> About | None:
    """What is plainly said to use the name at an offset; None when the clause doesn't say so plainly."""
    before = clause.text[:start]
    match = _USES.search(before)
    bare = not before.strip(" `*")
    if (match is None and not bare) or _WISHED.search(clause.statement.text.plain) or HEDGED.search(before) or VS.search(clause.text):
        return None
    if (bare or (match is not None and match["verb"].lower() in _WEAK)) and _troubled(clause):
        return None
    if clause.hints.paths:
        return About(paths=clause.hints.paths[:1])
    return About(symbols=_listed(clause))


def tells_form(clause: Clause) -> bool:
    """Whether a heading tells what is there and in which form, and announces no plan, problem or choice."""
    roles = {section.role for section in clause.context.sections}
    return bool(_FORM.search(clause.text)) and not (
        _CHOICE.search(clause.text) or roles & {Role.PROBLEMS, Role.MISSING, Role.PLAN, Role.EXAMPLE}
    )


_LACK = re.compile(
    r"^\W*(?:(?:[A-Z]{1,4}-?)?\d+(?:\.\d+)*[.:)]?\s+|(?:issue|problem|finding|gap)\s*#?\d*\s*[:–—-]\s*)?"
    r"(?:no|missing|lack of|absence of)\s",
    re.I,
)


def denies_alone(clause: Clause) -> bool:
    """Whether a heading is a denial, and nothing above it plans or gives an example: "No rate limiting", "3. Missing rate limiting"."""
    roles = {section.role for section in clause.context.sections}
    return bool(_LACK.match(clause.text)) and not roles & {Role.PLAN, Role.EXAMPLE} and len(clause.text) < _TITLE


_TITLE = 60  # characters of a heading that tells one thing


def _troubled(clause: Clause) -> bool:
    """Whether it stands among problems, where what is named may be the remedy."""
    context = clause.context
    roles = [context.lead_in_role, context.key_role, *(section.role for section in context.sections)]
    return any(role in (Role.PROBLEMS, Role.MISSING, Role.PLAN) for role in roles)


def _listed(clause: Clause) -> tuple[str, ...]:
    """The names in the items above, where the list's title names the same thing: "Manager Pattern", "`ConnectionManager` handles..."."""
    context = clause.context
    if not context.parents or not context.elders:
        return ()
    title = _words(context.parents[-1].plain)
    names = [name for elder in context.elders for name in _symbols(elder)]
    return tuple(dict.fromkeys(names)) if any(title & _words(name) for name in names) else ()


def _symbols(text: Text) -> tuple[str, ...]:
    """The names that stand in code in a text."""
    return tuple(match[1] for start, end in text.codes if (match := _NAME.fullmatch(text.plain, start, end)))


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORDS.findall(text)) - _COMMON
