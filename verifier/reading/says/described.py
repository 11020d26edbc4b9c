"""The commit that a report says it describes, and what it says was mended since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from verifier.model import Side
from verifier.reading.clause import Clause, Form, Mark, Report
from verifier.reading.english.lexis import table
from verifier.reading.roles import side_of

_TOP, _END = 40, 12  # lines of a report's head and foot, where it says what it is about
_UPPER = 2  # levels of headings under which a sentence may be of the whole report
_BESIDE = 200  # statements, and blocks, of a section that may tell what became of its faults
_HEX = re.compile(r"(?<![\w/.#-])[0-9a-f]{7,40}(?![\w-])")
_MARKED = re.compile(r"[\[(]\W*(?:FIXED|RESOLVED|DONE|SOLVED)\b[^\])]*[\])]\W*$|✅\s*(?:FIXED|RESOLVED)\b")  # at the end of a heading
_FIX = re.compile(r"^\W*(?:\d+[.)]\s+)?(?:bug\s?|hot\s?)?(?:fix|patch)\s*#?\d*(?:\.\d+)*\s*[:–—-]", re.I)  # "Fix 9: no lid"
_LABEL = re.compile(r"[a-z]+")
_FAULTY = re.compile(r"^\W*(?:issue|problem|bug|fault|error|cause|root cause|before|symptom)\b", re.I)


def commits_named(report: Report) -> tuple[str, ...]:
    """The commits that the head or foot of a report names as what it describes, as it writes them: "Commit: `1a2b3c4`"."""
    lines = report.source.lines
    near = [*lines[:_TOP], *lines[max(_TOP, len(lines) - _END) :]]
    return tuple(dict.fromkeys(revision for line in near for revision in _named_in(line)))


def _named_in(line: str) -> Iterator[str]:
    for match in _HEX.finditer(line):
        if not (re.search(r"\d", match[0]) and re.search(r"[a-f]", match[0])) and len(match[0]) < 40:
            continue  # a number, or a word
        before = set(_LABEL.findall(line[: match.start()].lower()))
        if before & table("described")["labels"] and not before & table("described")["events"]:
            yield match[0]


def settled(report: Report, clause: Clause) -> str:
    """The words that tell of a fault as one that was mended, "" without any: what it cites is then where the fault was.

    They stand in a heading ("Fixed issues"), in the clause's own statement or item, in a status beside it, or the code beside it
    is shown as it was before.
    """
    if title := settled_by_title(clause.context.titles[1:] or clause.context.titles):
        return title
    own = (clause.statement.text.plain, clause.context.key, *(parent.plain for parent in clause.context.parents))
    if told := next((words for words in own if _mended(words)), ""):
        return told
    return settled_in_row(clause) or settled_beside(report, clause) or _shown_before(report, clause)


def all_settled(report: Report) -> str:
    """The sentence that tells all that a report finds as mended, "" without one: "All issues below have been fixed in this commit"."""
    for statement in report.statements:
        words = statement.text.plain
        lowers = _LABEL.findall(words.lower())
        deep = len(statement.context.sections) > _UPPER  # what is all mended of one part
        if "all" in lowers and not deep and statement.form is not Form.CELL and _mended(words) and _told_of_all(lowers):
            return words
    return ""


def _told_of_all(words: list[str]) -> bool:
    """Whether words say of all faults that they are mended: "all issues below have been fixed", not "it fixed all such issues"."""
    faults, mended = table("described")["faults"], table("described")["mended"]
    fault = next((at for at in range(words.index("all"), len(words)) if words[at] in faults), None)
    return fault is not None and any(word in mended for word in words[fault + 1 :])


def settled_by_title(titles: Sequence[str]) -> str:
    """The innermost heading that tells what stands below it as mended: "Late landing [FIXED]"; "" without one."""
    return next((title for title in reversed(titles) if _mended(title) or _MARKED.search(title)), "")


def faults_settled(titles: Sequence[str]) -> str:
    """The innermost heading that tells the faults below it as mended: "Critical issues fixed", "Fix 9: no lid"; "" without one."""
    faults = table("described")["faults"]
    told = (title for title in reversed(titles) if _mended(title) and set(_LABEL.findall(title.lower())) & faults)
    return next((title for title in reversed(titles) if _FIX.match(title)), "") or next(told, "")


def marked_mended(titles: Sequence[str]) -> str:
    """The innermost heading that has a mark for what was mended at its end: "Unused files — ✅ FIXED"; "" without one."""
    return next((title for title in reversed(titles) if _MARKED.search(title)), "")


def settled_in_row(clause: Clause) -> str:
    """A status in the row of a table that tells its fault as mended, "" without one."""
    for cell in clause.context.row if clause.form is Form.CELL else ():
        own = cell.text.runs == clause.statement.text.runs
        if opened := _opens_mended(cell.text.plain):
            return opened
        if not own and set(_LABEL.findall(cell.header.lower())) & table("described")["states"] and _mended(cell.text.plain):
            return f"{cell.header}: {cell.text.plain}"
    return ""


def settled_beside(report: Report, clause: Clause) -> str:
    """A status beside a clause that tells its fault as mended; "" without any."""
    section = clause.statement.section
    for statement in report.keyed_by_section.get(section, ())[:_BESIDE] if section else ():
        if statement.context.key.strip(" *").lower() not in table("described")["states"]:
            continue
        if statement.context.parents[:1] == clause.context.parents[:1] and (_mended(statement.text.plain) or statement.mark is Mark.YES):
            return f"{statement.context.key}: {statement.text.plain}"
    return _answered_by(report, section) if _FAULTY.search(clause.context.key) or _FAULTY.match(clause.statement.text.plain) else ""


def settled_by_lead(clause: Clause) -> str:
    """What a list of faults begins with where it says in capitals that they were mended: "FIXED · across `a/`"; "" without it."""
    lead = clause.context.lead_in.plain if clause.context.lead_in is not None else ""
    opening = _opens_mended(lead).strip(" ·")
    still_to_do = set(_LABEL.findall(lead.lower())) & table("described")["open"]
    return opening if opening.isupper() and not still_to_do else ""


def _answered_by(report: Report, section: int) -> str:
    """The label of a section under which it says what was done about its fault: "Fixed:", "Resolved:"; "" without one."""
    labels = (lead for lead in report.leads_by_section.get(section, ())[:_BESIDE] if len(lead.split()) <= 2)
    return next((label for label in labels if _mended(label)), "")


def _shown_before(report: Report, clause: Clause) -> str:
    """What says of code in a clause's section that it is from before; "" without any."""
    section = clause.statement.section
    for fence in report.fences_by_section.get(section, ())[:_BESIDE] if section else ():
        if first := _before(fence.lines, fence.context.fence_title):
            return first
    return ""


def _before(lines: tuple[str, ...], title: str) -> str:
    """The words that show a block as code from before a change: its title, or a comment in it, with one for what came after."""
    comments = [title, *(re.sub(r"^\s*(?:#|//|--|/\*)\s*", "", line) for line in lines if re.match(r"\s*(?:#|//|--|/\*)", line))]
    return next((words for words in comments if side_of(words) is Side.BEFORE), "")


def _opens_mended(words: str) -> str:
    """The words of a status that a cell begins with: "✅ RESOLVED (PR 81) It leaked", "Fixed: it leaked"; not "Fixed width"."""
    first = re.match(r"\W*([A-Za-z]+)\s*(\W?)", words)
    if first is None or first[1].lower() not in table("described")["mended"]:
        return ""
    return first[0].strip(" (:") if first[2] in tuple("(:~—–-.,;") or first[1].isupper() else ""


@lru_cache(maxsize=4096)
def _mended(words: str) -> bool:
    """Whether short words say that something was mended: "FIXED", "✅ Resolved in v2", "Bugs fixed"; not "to be fixed"."""
    lowers = re.findall(r"[a-z']+", words.lower())
    if len(lowers) > 12 or set(lowers) & table("described")["open"]:
        return False
    return bool(set(lowers) & table("described")["mended"])
