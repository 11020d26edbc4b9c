"""Whether a path is said to be there, said to be gone, or named for another reason."""

from __future__ import annotations

import re
from enum import Enum

from verifier.model import Span
from verifier.reading.clause import Clause, Form, Mark, Mention, Path, Role
from verifier.reading.english.lexis import verb_classes, verb_form
from verifier.reading.says.slots import SLOT, slots_of
from verifier.reading.says.standing import Standing, standing
from verifier.reading.says.words import words_of

_CHANGING = re.compile(
    r"^(?:\$ )?(?:sudo )?(?:(?:git )?(?:mv|rm|mkdir|touch|cp|rmdir)|git (?:add|commit|stash|restore))\b"
)  # commands that make or take away what they name
_REDIRECTED = re.compile(r"(?:>>?|\btee(?:\s+-a)?|\s-o|--out(?:put)?(?:-file)?[ =])\s*[`\"']?$")
# What a command runs, or reads as its configuration, is the project's: "python a.py", "source a.sh", "-r a.txt", "--config=a.toml".
_RUN = re.compile(
    r"(?:^|[|&;(]\s*|\$ |\./|\b(?:python[\d.]*|node|deno|bun|tsx|ts-node|bash|sh|zsh|fish|source|ruby|perl|php|lua|Rscript|julia|sudo"
    r"|run|exec|pytest|test|make|terraform|ansible-playbook|streamlit|uvicorn|gunicorn|go|java|swift)\s+"
    r"|\s-[a-zA-Z]\s*|--[\w-]+[= ])[\"']?$"
)
_PLACES = re.compile(
    r"\W*(?:(?:affected|relevant)\s+)?(?:files?|locations?|paths?|where|modules?|source|found in|used (?:in|by)|evidence)\W*", re.I
)
_WITHIN = re.compile(r"\w\W+(?:in|from|inside|within|out\s+of)\s+(?:the\s+)?[`\"']?$", re.I)
_YES = re.compile(r"^\W*(?:present|exists?|found|yes|there|available|in place|included)\W*$", re.I)
_STATED = re.compile(r"[`\"')]*\s+(?:exists?\b|(?:is|are)\s+(?:there|present|available|in place)\b)", re.I)
_ROOT = re.compile(
    r"\b(?:in|at|to|into)\s+(?:the\s+)?(?:(?:project|repo|repository|main|top)(?:'s)?[- ])?(?:root|top[- ]level)"
    r"(?:\s+(?:directory|folder|dir))?"
    r"(?!\s+(?:of|layout|component|element|module|cause)\b)(?![\w-])",
    re.I,
)
_LISTS = {Form.ITEM, Form.CHECK_ITEM, Form.FENCE_LINE}
_TESTED = frozenset(("test", "tests", "coverage", "tested", "covered"))
_DATA = frozenset(
    "csv tsv json jsonl ndjson db sqlite parquet xlsx xls xml png jpg jpeg gif svg webp mp3 mp4 wav pdf log pkl pt npz zip gz tar".split()
)


_SETTINGS = frozenset("toml yaml yml ini cfg conf env json md".split())
_SORTED = re.compile(
    r"[`\"]*\s+(?:tests?|support|parsing|handling|generation|creation|loading|validation|formats?|files?"
    r"|(?:config\w*|settings|options|section)\s+in)\b",
    re.I,
)
_NEEDED = re.compile(r"\b(?:requires?|needs?|expects?|provide|supply|your)\s+(?:an?\s+|the\s+)?[`\"']?$", re.I)


class Said(Enum):
    """What a clause says of a path."""

    THERE = "there"
    GONE = "gone"
    FORMER = "former"  # gone, if it did not stay beside what it was turned into
    NOTHING = "nothing"


def said(clause: Clause, mention: Mention) -> Said:
    """What the clause says of the path that it mentions."""
    if clause.form is Form.FENCE_LINE and _CHANGING.match(clause.text):
        return Said.NOTHING
    if clause.form is Form.COMMAND and (_CHANGING.match(clause.text) or _REDIRECTED.search(_before(clause, mention))):
        return Said.NOTHING
    place = standing(clause, mention).standing
    placed = clause.form is Form.KEY_VALUE and bool(_PLACES.fullmatch(clause.context.key)) and not clause.words.struck
    if place is Standing.GONE and placed and among_missing(clause):
        return Said.THERE  # "**Files**: `a.ts`" below "Missing functions": where they are missing
    if place in (Standing.GONE, Standing.FORMER) and clause.form in _LISTS and _WITHIN.search(_before(clause, mention)):
        return Said.NOTHING  # "the constant in `a.py`" below "Removed": it stays behind
    if place is Standing.GONE:
        return Said.GONE
    if place is Standing.FORMER:
        return Said.FORMER
    return Said.THERE if place is Standing.THERE else Said.NOTHING


_RELEASE = r"(?:(?:since|in|as\s+of|with|from)\s+(?:version\s+|release\s+)?v?\d[\w.]*)"
_SORT = r"(?:(?:old|file|module|folder|script|directory|package|document)\s+)"
_ALREADY = r"(?:(?:now|since|already|completely|finally|fully|entirely|meanwhile)\s+)*"
_PASSIVE = re.compile(
    rf"^(?:{_RELEASE},?\s+)?(?:the\s+)?{_SORT}*(?P<name>{SLOT})(?:\s+(?:file|module|folder|script|directory|package))?\s+"
    rf"(?:(?:(?:has|have|had)\s+{_ALREADY}been|is|was|are|were|got)\s+{_ALREADY}(?P<verb>\w+)"
    rf"|no\s+longer\s+exists?|is\s+no\s+longer\s+(?:there|present))(?:\s+{_RELEASE})?$",
    re.I,
)


def plainly_gone(clause: Clause, mention: Mention) -> tuple[Span, ...]:
    """The clause's place, where it says of the path that it was removed, and nothing else: "`a.py` has been deleted since v2"."""
    slots = slots_of(clause)
    match = _PASSIVE.match(slots.text)
    if match is None or slots.name(match["name"]) != mention.text.strip("`"):
        return ()
    verb = verb_form(match["verb"].lower()) if match["verb"] else None
    gone = not match["verb"] or match["verb"].lower() == "gone" or (verb is not None and "remove" in verb_classes(verb.lemma))
    return (clause.span,) if gone else ()


def in_the_root(clause: Clause) -> bool:
    """Whether the clause, or else what is nearest above it, says that the files are in the repository's root."""
    context = clause.context
    above = context.lead_in.plain if context.lead_in is not None else context.sections[-1].title if context.sections else ""
    return bool(_ROOT.search(clause.text) or _ROOT.search(above))


def crossed(clause: Clause, mention: Mention) -> bool:
    """Whether a line is a cross, the path and perhaps a description: "❌ `GUIDE.md` - how to use it"."""
    return clause.statement.mark is Mark.NO and clause.position == 0 and clause.text.startswith(mention.text) and clause.form in _LISTS


def of_its_tests(clause: Clause) -> bool:
    """Whether the columns beside it are about tests or coverage, so that "missing" tells of those."""
    headers = " ".join(cell.header for cell in clause.context.row).lower()
    return clause.form is Form.CELL and bool(_TESTED & set(re.findall(r"[a-z]+", headers)))


def among_missing(clause: Clause) -> bool:
    """Whether the lead-in or a heading above is about what is missing."""
    return clause.context.lead_in_role is Role.MISSING or any(section.role is Role.MISSING for section in clause.context.sections)


def one_of_many(clause: Clause, mention: Mention) -> bool:
    """Whether a name stands for a family: "multiple HANDOFF.md files"."""
    return bool(re.search(r"\b(?:multiple|several|many|various|\d+)\s+[`\"']?$", _before(clause, mention), re.I))


def cited(clause: Clause, mention: Mention) -> bool:
    """Whether even a wish takes it for granted: "as described in `x.md`"."""
    return bool(re.search(r"\b(?:(?:as \w+|existing) in|according to|per|see|from)\s+(?:the\s+)?[`\"']?$", _before(clause, mention), re.I))


def done(clause: Clause) -> bool:
    """Whether its own words, or what is nearest above it, tell what was done: "`a.py` was written", "Files created"."""
    context = clause.context
    verbs = [word.verb for word in words_of(clause.words) if word.verb is not None and word.verb.form == "past"]
    if any("make" in verb_classes(verb.lemma) for verb in verbs):
        return True
    roles = [context.key_role, context.lead_in_role, *(section.role for section in reversed(context.sections))]
    return next((role for role in roles if role not in (Role.NEUTRAL, Role.INVENTORY)), Role.NEUTRAL) is Role.CHANGES


def stated(clause: Clause, mention: Mention) -> bool:
    """Whether the words say outright that it is there."""
    if clause.form is Form.CELL and any(_YES.match(cell.text.plain) for cell in clause.context.row):
        return True
    at = clause.text.find(mention.text)
    return at >= 0 and bool(_STATED.match(clause.text[at + len(mention.text) :]))


def untested(clause: Clause) -> bool:
    """Whether it stands in a list of what has no tests, so that it is meant as a file that is there."""
    above = (clause.context.lead_in.plain if clause.context.lead_in else "", *clause.context.titles[-1:])
    return among_missing(clause) and any(_TESTED & set(re.findall(r"[a-z]+", words.lower())) for words in above)


def source_of_another(clause: Clause, mention: Mention) -> bool:
    """Whether something was made out of it, so that it was there then: "`b.ts` (copied from `a.ts`)"."""
    place = standing(clause, mention)
    return place.standing is Standing.THERE and bool(place.cue)


def attributive(clause: Clause, mention: Mention, path: Path) -> bool:
    """Whether the name of a document or of data says only of which sort something is: "`plan.md` tests", "requires `config.toml`"."""
    if path.text.rpartition(".")[2].lower() not in _DATA | _SETTINGS or "/" in path.text:
        return False
    at = clause.text.find(mention.text)
    behind = clause.text[at + len(mention.text) :] if at >= 0 else ""
    return bool(_SORTED.match(behind) or _NEEDED.search(_before(clause, mention)))


_ROOT = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?:project(?:'s)?\s+|repository(?:'s)?\s+|repo\s+)?root\b", re.I)


def folder_beside(clause: Clause, mention: Mention) -> str:
    """The one folder that a clause names beside a bare name: "no `index.ts` in `src/`", "`src/` has no `index.ts`"; "." for the root."""
    assert isinstance(mention.value, Path)
    if "/" in mention.value.text.strip("/") or mention.value.directory or mention.value.glob:
        return ""
    others = [one.value for one in clause.own(Path) if one is not mention and isinstance(one.value, Path)]
    folders = {one.text for one in others if one.directory or "." not in one.text.rpartition("/")[2]}
    if not folders and _ROOT.search(clause.text):
        return "."
    return folders.pop() if len(folders) == 1 else ""


def fed(clause: Clause, mention: Mention, path: Path) -> bool:
    """Whether a command is given it, and does not run it: the reader's own, as likely as not, when it lies in no folder."""
    if clause.form is not Form.COMMAND:
        return False
    name, _, ending = path.text.rpartition(".")
    bare = "/" not in path.text and bool(name)
    return ending.lower() in _DATA or (bare and not _RUN.search(_before(clause, mention)))


def _before(clause: Clause, mention: Mention) -> str:
    at = clause.text.find(mention.text.split(":")[0])
    return clause.text[: max(0, at)]
