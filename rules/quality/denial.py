"""How far a clause denies a thing in code that it names: altogether, only some sort or place of it, or not at all.

"No print statements in `src/`" denies them all; "no unnecessary print statements" some; "console output isn't readable" says what
is wrong with them, and "no endpoint without print statements" that they are everywhere.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeVar

from verifier.codebase import Codebase
from verifier.model import Claim, ScopeHints
from verifier.reading.clause import Clause, Path
from verifier.reading.says.excepted import without_exceptions
from verifier.repository.scope import Scope, candidates

T = TypeVar("T")


class Denied(str, Enum):
    NOTHING = "nothing"
    PART = "part"  # what is found may be what the words leave out
    ALL = "all"


_GONE = re.compile(
    r"\b(?:replac\w+|remov\w+|eliminat\w+|convert\w+|migrat\w+|cleaned up|no longer(?: uses?| has| have| contains?)?|instead of|rather than"
    r"|free (?:of|from)|without|no|zero|0|never|none(?: of)?|avoid(?:s|ed|ing)?|lacks?|contains? no|(?:does|do)(?:n['’]t| not))\b",
    re.I,
)
_TWICE = re.compile(
    r"(?:\b(?:no|none|not|nothing|nobody|never|zero|few|hardly any)\b|n['’]t\b)[^.;,]*\b(?:without|lack\w*|missing)\b[^.;,]*$", re.I
)
_BETWEEN = re.compile(
    r"^(?:[\W\d]|\b(?:all|any|the|a|an|of|its|our|every|each|direct|raw|bare|plain|actual|remaining|more|further|other|builtin|built-in|python"
    r"|typescript|javascript|browser|explicit|use|uses|usage|usages|using|used|calls?|to|instances?|occurrences?|single|such|longer|have"
    r"|has|had|contain|contains|contained|include|includes|there|is|are|type|types|typed|keyword)\b)*$",
    re.I,
)
_BEHIND = re.compile(
    r"^[\W]*(?:(?:calls?|statements?|usages?|uses|types?|debugging)\W+)?"
    r"(?:(?:is|are|was|were|be|been|has|have|had|do|does|did)(?:n['’]t| not)?\s+)*"
    r"(?:(?:no longer|not|never|nowhere|all|now|entirely|completely)\s+)*"
    r"(?:used|present|found|there|exist\w*|remain\w*|left|appear\w*|occur\w*|gone|absent|missing|none|removed|replaced|eliminated|allowed)\b",
    re.I,
)
_NONE = re.compile(r"^[\W]*(?:calls?|statements?|types?|usages?)?\s*[:=–—-]\s*(?:none|no|0|zero)\b", re.I)
_EXCEPT = re.compile(
    r"\b(?:except\w*|apart from|aside from|other than|unless|exclud\w+|besides|save for|but for|but not|beyond|only|outside(?: of)?"
    r"|where necessary|when(?:ever)?|if|without)\b",
    re.I,
)
_END = re.compile(r"^[\W]*(?:[,;.(]|\b(?:and|or|but|nor)\b|$)", re.I)
_STILL = re.compile(
    r"^(?:[\s`'\"]|\b(?:calls?|statements?|usages?|types?|left|remain(?:s|ing)?|found|used|present|anywhere|at all|detected|any ?more|now"
    r"|debugging|here|there|casts?|annotations?|assertions?|are|is|were|exist|exists)\b)*",
    re.I,
)
_BY = re.compile(r"^\W*(?:with|by|to|into|in favou?r of)\b", re.I)
_PLACE = re.compile(r"^\W*(?:in|inside|within|across|from|under|throughout|of)\b(?P<place>[^,;()]*)", re.I)
_EVERYWHERE = re.compile(
    r"\b(?:the|our|its|this|these|any|all|whole|entire|of|in|production|prod|code ?base|code|repo(?:sitory)?|project|source|sources"
    r"|src|files?|modules?|app|apps|application|packages?|library|back-?end|front-?end|server|client|web|api|services?|components?|python"
    r"|typescript|javascript|committed|current|final|tests?|main|directory|folder)\b",
    re.I,
)


def denied(clause: Clause, start: int, end: int) -> Denied:
    """How far the words around the thing at `start` to `end` of the clause's text deny it."""
    text = clause.text
    before, behind = text[:start], text[end:]
    whole = clause.statement.text.plain
    at = whole.find(text)
    if _TWICE.search(whole[:at] + before if at >= 0 else before):
        return Denied.NOTHING
    gone = list(_GONE.finditer(before))
    if not gone:
        told = (clause.negated or _BEHIND.match(behind)) and (clause.negation == "lead-in" or _denied_behind(clause, behind))
        return (Denied.PART if _EXCEPT.search(_beyond(clause, behind)) else Denied.ALL) if told else Denied.NOTHING
    narrowed = not _BETWEEN.match(before[gone[-1].end() :]) or _EXCEPT.search(_beyond(clause, behind))
    return Denied.PART if narrowed or not _open(clause, behind, gone[-1][0].lower()) else Denied.ALL


def guessed(scope: Scope, claim: Claim[T], code: Codebase, partly: bool) -> bool:
    """Whether nothing near the claim names `scope`: a word of the title, or of a far heading, led to it.

    What is denied in part only ("in public interfaces") is not told of the files that the report happens to name either.
    """
    if scope.everything:
        return False
    hints = claim.hints
    named = candidates(ScopeHints(hints.paths, hints.section_paths, reviewed=() if partly else hints.reviewed), code.index, code.areas)
    near = " ".join((claim.text, *claim.section[1:])).lower()
    return scope not in named and scope.label.lower() not in near


def _denied_behind(clause: Clause, behind: str) -> bool:
    """Whether what follows says that the thing is gone; "isn't readable" tells something else of it."""
    if _NONE.match(behind):
        return True
    match = _BEHIND.match(behind)
    if match is None:
        return False
    gone = re.search(r"\b(?:gone|absent|missing|none|removed|replaced|eliminated)\b", match[0], re.I)
    return bool(gone) != bool(clause.negated and re.search(r"\bno(?:t|where)\b|n['’]t|never|no longer", match[0], re.I))


def _beyond(clause: Clause, behind: str) -> str:
    """What the statement says behind the thing, other clauses of it too."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    return without_exceptions(behind if at < 0 else behind + whole[at + len(clause.text) :], clause.hints.excepted)


def _open(clause: Clause, behind: str, word: str) -> bool:
    """Whether nothing behind the thing narrows it, but a place that the scope is of."""
    behind = without_exceptions(behind, clause.hints.excepted)
    rest = behind[_STILL.match(behind).end() :]  # type: ignore[union-attr]  # it matches nothing as well
    if _END.match(rest) or (re.match(r"replac|convert|migrat", word) and _BY.match(rest)):
        return True
    place = _PLACE.match(rest)
    if place is None:
        return False
    named = place["place"]
    for path in clause.own(Path):
        named = named.replace(path.text, " ")
    return not re.search(r"[A-Za-z]", _EVERYWHERE.sub(" ", named))
