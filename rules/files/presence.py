"""Whether a path is said to be there, said to be gone, or named for another reason."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Form, Mark, Mention, Role

# "no `x.md`", "`x.md` does not exist": the path itself is denied. "`x.py` has no tests" denies something else.
_DENIED_BEFORE = re.compile(
    r"\b(?:no|missing|without(?: an?)?|lacks?(?: an?)?|absent)\s+(?:(?!(?:in|from|on|for|of|to|at"
    r"|inside|within|by)\s)[\w-]+\s+){0,1}[`\"']?$",
    re.I,
)
# "`x.md`: missing" ends there; "`x.py`: missing validation" is said of what is in it.
_LACKING = r"missing(?=\s*(?:$|[.,;)(!–—-]|from\b|in (?:the )?(?:repo|project|root)))"
_DENIED_BEHIND = re.compile(
    r"^[`\"']?\s*(?:file\s+|folder\s+|directory\s+)?(?:(?:is|are|was|were)\s+)?"
    rf"(?:{_LACKING}|absent\b|does(?:n't| not) exist|(?:is |was )?not (?:found|present|there)\b|no longer exists"
    rf"|[-–:]\s*(?:{_LACKING}|not found|does not exist\b))",
    re.I,
)
_REMOVED = re.compile(
    r"\b(?:deleted|removed|dropped|eliminated)\s*:?\s+(?:the\s+|obsolete\s+|unused\s+|old\s+|legacy\s+)*(?:file\s+)?[`\"']?$"
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
_CHANGING = re.compile(r"^(?:\$ )?(?:sudo )?(?:git )?(?:mv|rm|mkdir|touch|cp|rmdir)\b")  # commands that make or take away what they name
_TO_CREATE = re.compile(r"\b(?:files?|docs?|documentation|documents?|modules?|tests?)\s+to\s+(?:create|write|add|make|be created)\b", re.I)
_MAKE = re.compile(r"\b(?:create|add|write|implement|introduce|draft|generate|missing|needed|new)\b", re.I)
_REDIRECTED = re.compile(r"(?:>>?|\btee(?:\s+-a)?|\s-o|--out(?:put)?(?:-file)?[ =])\s*[`\"']?$")
_TO_RENAME = re.compile(r"\b(?:rename|move|convert|split|extract)\b[^.]*\b(?:to|into)\s*:?\s*[`\"']?$", re.I)
_MOVED_LIST = re.compile(r"^\W*(?:moved|renamed|migrated|merged|split)\b(?!.*\b(?:to|into)\b)", re.I)
_MOVED_FROM = re.compile(r"\b(?:renamed|moved|extracted|migrated|split)\b[^.]*$", re.I)
_MADE_AT_RUN_TIME = re.compile(
    r"\b(?:writes?|written|saves?|saved|generates?|generated|outputs?|produces?|creates?|exports?|emits?|uploads?|downloads?"
    r"|logs?)\s+(?:\w+\s+){0,4}(?:to|into|in|as|at|a|an|the)?\s*(?:\w+\s+)?\(?[`\"']?$",
    re.I,
)
_CITED = re.compile(
    r"\b(?:as (?:mentioned|described|documented|noted|defined|shown|specified) in|according to|(?:per|see|from|in the "
    r"existing))\s+(?:the\s+)?[`\"']?$",
    re.I,
)
# What another file says, rightly or not: "`a.json` references: `b.yaml`".
_REFERRED = re.compile(r"\b(?:references?|refers? to|points? to|expects?|looks? for|links? to|mentions?)\s*:?\s+(?:the\s+)?[`\"']?$", re.I)
_SORT = re.compile(r"\b(?P<test>tests?|specs?)\b|\b(?P<document>documents?|documentation|docs)\b", re.I)
_DOCUMENT = re.compile(r"\.(?:md|mdx|rst|txt|adoc|html|pdf)\b|\bdocs?/|^[A-Z_]+$")
_TEST = re.compile(r"test|spec", re.I)
# An announcement of files that are not there; "missing configuration sections" announces something else.
_MISSING_FILES = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}files?\s+(?:found|exist)"
    r"|\bmissing\s+(?:[\w-]+\s+){0,2}(?:files?\b|(?:documents?|documentation|docs|configs?|configuration|modules?)\W*$)"
    r"|\bfiles?\s+(?:that|which)\s+(?:do(?:es)?(?:n't| not)|no longer)\s+exist\b|\bnon-?existent\s+(?:[\w-]+\s+)?files?\b"
    r"|^\W*(?:deleted|removed)\s+(?:[\w-]+\s+){0,3}(?:files?|tests?|modules?|scripts?|documents?|docs|components?)\W*$"
    r"|\b(?:deleted|removed)\s+files?\b|\bfiles?\s+(?:deleted|removed)\b",
    re.I,
)
_ENDS_GONE = re.compile(
    r"^[`\"']?\s*(?:[-–—:]|\()\s*(?:is\s+)?(?:not found|missing|does(?:n't| not) exist|absent|deleted"
    r"|removed)\W*$",
    re.I,
)
_GONE = re.compile(r"^\W*(?:(?:is\s+)?missing|not (?:found|present|there)|absent|does(?:n't| not) exist|deleted|removed)\W*$", re.I)
_PART = re.compile(r"\b(?:tests?|docs?|documentation|coverage|specs?|types?)\b", re.I)  # of the file: it may be what is missing
_STATE = re.compile(r"^\W*(?:(?:current\s+)?(?:status|state)|exists?|present|found|availab\w+|result)\W*$", re.I)
_LISTS = {Form.ITEM, Form.CHECK_ITEM, Form.FENCE_LINE}


def said(clause: Clause, mention: Mention) -> bool:
    """Whether the path is said to be there or not: it isn't of a file that is made, was moved, or that a file merely refers to."""
    before, behind = _around(clause, mention)
    moved = _MOVED_FROM.search(before) and re.match(r"^[`\"']?\s*(?:→|->|to\b|into\b)", behind)
    if clause.form is Form.COMMAND and _CHANGING.match(clause.text):
        return False
    return not (
        _MADE_AT_RUN_TIME.search(before)
        or _FORMERLY.search(before)
        or _REFERRED.search(before)
        or _REDIRECTED.search(before)
        or _TO_RENAME.search(before)
        or _MOVED_LIST.match(clause.in_full)
        or (re.match(r"^from\s+[`\"']?$", before) and re.search(r"\b(?:mov|renam|migrat|extract|split)", clause.statement.text.plain, re.I))
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
        or _ends_gone(clause, mention)
    )


def _ends_gone(clause: Clause, mention: Mention) -> bool:
    """Whether the rest of the line is nothing but that it is missing: "`x.md` - NOT FOUND", `x.md | Missing`."""
    whole = clause.statement.text.plain
    at = whole.find(mention.text)
    if clause.form is not Form.CELL:
        return at >= 0 and bool(_ENDS_GONE.match(whole[at + len(mention.text) :]))
    row = clause.context.row
    if not row or row[0].text.runs != clause.statement.text.runs:
        return False
    at = next((at for at, cell in enumerate(row) if at and _STATE.match(cell.header) and _GONE.match(cell.text.plain)), 0)
    return at > 0 and not any(_PART.search(cell.header) for cell in row[1:at])


def listed_as_gone(clause: Clause, mention: Mention | None = None) -> bool:
    """Whether the lead-in, the column, or without a lead-in the headings above say that what is listed is missing."""
    context = clause.context
    announced = [context.header, context.lead_in.plain if context.lead_in else ""]
    head = clause.form is Form.CELL and bool(context.row) and context.row[0].text.runs == clause.statement.text.runs
    for section in reversed(context.sections) if context.lead_in is None and (head or clause.form in _LISTS) else ():
        announced.append(section.title)
        if section.role not in {Role.NEUTRAL, Role.INVENTORY, Role.MISSING, Role.STATUS}:
            break
    match = next((found for words in announced if (found := _MISSING_FILES.search(words))), None)
    if match is None or mention is None:
        return match is not None
    sort = _SORT.search(match[0])  # "Missing test files: `auth.py`" misses the file's tests, not the file
    wanted = None if sort is None else _TEST if sort["test"] else _DOCUMENT
    return wanted is None or bool(wanted.search(mention.text))


def to_be_made(clause: Clause) -> bool:
    """Whether a heading above says what to make: "Files to create", or over a path as a heading "Issue 1: Create a guide"."""
    if any(_TO_CREATE.search(section.title) for section in clause.context.sections):
        return True
    return clause.form is Form.HEADING and any(_MAKE.search(s.title) for s in clause.context.sections if s.level > 1)


def crossed(clause: Clause, mention: Mention) -> bool:
    """Whether a line is a cross, the path and perhaps a description: "❌ `GUIDE.md` - how to use it"."""
    return clause.statement.mark is Mark.NO and clause.position == 0 and clause.text.startswith(mention.text) and clause.form in _LISTS


def among_missing(clause: Clause) -> bool:
    """Whether the lead-in or a heading above is about what is missing."""
    return clause.context.lead_in_role is Role.MISSING or any(section.role is Role.MISSING for section in clause.context.sections)


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
