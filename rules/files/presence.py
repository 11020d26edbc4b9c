"""Whether a path is said to be there, said to be gone, or named for another reason."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Mention, Role

# "no `x.md`", "`x.md` does not exist": the path itself is denied. "`x.py` has no tests" denies something else.
_DENIED_BEFORE = re.compile(
    r"\b(?:no|missing|without(?: an?)?|lacks?(?: an?)?|absent)\s+(?:(?!(?:in|from|on|for|of|to|at"
    r"|inside|within|by)\s)[\w-]+\s+){0,1}[`\"']?$",
    re.I,
)
_DENIED_BEHIND = re.compile(
    r"^[`\"']?\s*(?:file\s+|folder\s+|directory\s+)?(?:(?:is|are|was|were)\s+)?(?:missing(?=\s*(?:$|[.,;)(!–—-]|from\b|in"
    r" (?:the )?(?:repo|project|root)))|absent\b|does(?:n't| not) exist|(?:is "
    r"|was )?not (?:found|present|there)\b|no longer exists|[-–:]\s*(?:missing|not found|does not exist)\b)",
    re.I,
)
_REMOVED = re.compile(
    r"\b(?:deleted|removed|dropped|eliminated)\s+(?:the\s+|obsolete\s+|unused\s+|old\s+|legacy\s+)*(?:file\s+)?[`\"']?$"
    r"|^[`\"']?\s+(?:was|were|has been|is)?\s*(?:deleted|removed)\b(?! from)",
    re.I,
)
_FORMERLY = re.compile(
    r"\b(?:(?:moved|renamed|extracted|split|migrated|copied|ported|adapted)\s+(?:out )?(?:from|of)|formerly|previously|was|replaces"
    r"|replaced|replacing|instead of|supersedes)\s+(?:the\s+)?(?:old\s+)?[`\"']?$",
    re.I,
)
_NO_LIST = re.compile(
    r"^\W*(?:no|missing|without)\b(?![^.;:]*\s(?:in|for|of|on|to|with|from|at|by|between|across"
    r"|within)\s)[^.;:]*\b(?:or|and|nor)\s+[`\"']?$",
    re.I,
)
_MOVED_LIST = re.compile(r"^\W*(?:moved|renamed|migrated|merged|split)\b(?!.*\b(?:to|into)\b)", re.I)
_MOVED_FROM = re.compile(r"\b(?:renamed|moved|extracted|migrated|split)\b[^.]*$", re.I)
_MADE_AT_RUN_TIME = re.compile(
    r"\b(?:writes?|written|saves?|saved|generates?|generated|outputs?|produces?|creates?|exports?|emits?|uploads?|downloads?"
    r"|logs?)\s+(?:\w+\s+){0,4}(?:to|into|in|as|at|a|an|the)?\s*[`\"']?$",
    re.I,
)
_CITED = re.compile(
    r"\b(?:as (?:mentioned|described|documented|noted|defined|shown|specified) in|according to|(?:per|see|from|in the "
    r"existing))\s+(?:the\s+)?[`\"']?$",
    re.I,
)
# What another file says, rightly or not: "`a.json` references: `b.yaml`".
_REFERRED = re.compile(r"\b(?:references?|refers? to|points? to|expects?|looks? for|links? to|mentions?)\s*:?\s+(?:the\s+)?[`\"']?$", re.I)
_DOCUMENTS = re.compile(r"\b(?:documents?|documentation|docs)\b", re.I)
_DOCUMENT = re.compile(r"\.(?:md|mdx|rst|txt|adoc|html|pdf)\b|\bdocs?/|^[A-Z_]+$")
_MISSING_FILES = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}files?\s+(?:found|exist)|\bmissing\s+(?:[\w-]+\s+){0,2}(?:files?|documents?|documentation|docs"
    r"|configs?|configuration"
    r"|modules?)\b|\b(?:deleted|removed)\s+files?\b|\bfiles?\s+(?:deleted|removed)\b",
    re.I,
)


def said(clause: Clause, mention: Mention) -> bool:
    """Whether the path is said to be there or not: it isn't of a file that is made, was moved, or that a file merely refers to."""
    before, behind = _around(clause, mention)
    moved = _MOVED_FROM.search(before) and re.match(r"^[`\"']?\s*(?:→|->|to\b|into\b)", behind)
    return not (
        _MADE_AT_RUN_TIME.search(before)
        or _FORMERLY.search(before)
        or _REFERRED.search(before)
        or _MOVED_LIST.match(clause.in_full)
        or moved
    )


def said_absent(clause: Clause, mention: Mention) -> bool:
    """Whether the text denies the path itself, or lists it among what is missing."""
    before, behind = _around(clause, mention)
    return bool(
        _DENIED_BEFORE.search(before)
        or _NO_LIST.match(before)
        or (_DENIED_BEHIND.match(behind) and not re.search(r"\b(?:for|of|in|to|on|from|by)\s+[`\"']?$", before, re.I))
        or _REMOVED.search(before)
        or _REMOVED.match(behind)
        or listed_as_gone(clause, mention)
    )


def listed_as_gone(clause: Clause, mention: Mention | None = None) -> bool:
    """Whether a lead-in, a column or a heading above says that what is listed is missing."""
    context = clause.context
    announced = [context.lead_in.plain if context.lead_in else "", context.header]
    for section in reversed(context.sections):
        announced.append(section.title)
        if section.role not in {Role.NEUTRAL, Role.INVENTORY, Role.MISSING, Role.STATUS}:
            break
    match = next((found for words in announced if (found := _MISSING_FILES.search(words))), None)
    if match is None:
        return False
    # "Missing documentation: `auth.py`" is said of the file's documentation, not of the file.
    return mention is None or not _DOCUMENTS.search(match[0]) or bool(_DOCUMENT.search(mention.text))


def one_of_many(clause: Clause, mention: Mention) -> bool:
    """Whether a name stands for a family: "multiple HANDOFF.md files"."""
    return bool(re.search(r"\b(?:multiple|several|many|various|\d+)\s+[`\"']?$", _around(clause, mention)[0], re.I))


def cited(clause: Clause, mention: Mention) -> bool:
    """Whether even a wish takes it for granted: "as described in `x.md`"."""
    return bool(_CITED.search(_around(clause, mention)[0]))


def _around(clause: Clause, mention: Mention) -> tuple[str, str]:
    plain = clause.text
    at = plain.find(mention.text.split(":")[0])
    return plain[: max(0, at)], plain[at + len(mention.text) :] if at >= 0 else ""
