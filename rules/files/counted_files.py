"""Which files a report counts, and how many: of a sort, of a folder, longer than some number of lines, or with some text in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.model import Quantity, Span
from verifier.reading.clause import Clause, Form, Origin, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.shapes.labels import label_of

# Words before "files" that name a sort of file.
_SORTS = {
    "python": "py",
    "py": "py",
    "markdown": "md mdx markdown",
    "md": "md",
    "documentation": "md mdx rst markdown txt adoc",
    "typescript": "ts tsx mts cts",
    "ts": "ts tsx",
    "tsx": "tsx",
    "javascript": "js jsx mjs cjs",
    "js": "js jsx mjs cjs",
    "jsx": "jsx",
    "yaml": "yml yaml",
    "json": "json",
    "css": "css scss sass less",
    "sql": "sql",
    "html": "html htm",
    "toml": "toml",
    "shell": "sh bash",
    "go": "go",
    "rust": "rs",
    "java": "java",
    "ruby": "rb",
    "php": "php",
    "c#": "cs",
    "vue": "vue",
    "svelte": "svelte",
    "notebook": "ipynb",
}
_FILLERS = frozenset("file total source code different separate main the of unique individual tracked module modular".split())
_NOUNS = frozenset("file files module modules".split())
_COUNTING = frozenset("number no total count counts of # all".split())
_AREAS = frozenset("frontend backend front-end back-end server client api ui web".split())
# Files of a change or a review, not of the tree.
_OTHER_FILES = re.compile(
    r"\b(?:changed|modified|created|added|deleted|removed|updated|touched|affected|renamed|moved|scanned"
    r"|additional|uploads?|per|each|max(?:imum)?"
    r"|limit|at a time|open|concurrent|generated|new|remaining|other|more|split|supporting)\b",
    re.I,
)
# Files of some work on them: perhaps all that there are.
_SOME = re.compile(
    r"\b(?:review\w*|analy[sz]\w+|examin\w+|inspect\w*|look(?:s|ed)? at|audits?\b|cover(?:s|ed|ing)|scans?\b"
    r"|read through|went through|assess\w*"
    r"|survey\w*|stud(?:y|ied|ies)|exclud\w+|ignor\w+|omit\w*|without counting|not counting|apart from|except\w*|besides"
    r"|other than|leaving out"
    r"|checked|fixed|refactored|migrated|linted|formatted|inspected|examined|audited|processed|edited|converted|cleaned|impacted"
    r"|involved|passing|passed|failing|failed)\b",
    re.I,
)
# What follows "files" and tells which of them are counted, or what they do.
_CONDITION = re.compile(
    r"\bfiles?\s+(?:(?:still|now|also|all|each|directly|already|currently|that|which)\s+)*(?P<words>"
    r"(?:whose|where|without|lacking|missing|that|which)\b"
    r"|with(?!\s+(?:a\s+)?(?:total|~?\d|in\b))\b"
    r"|(?!(?:includ|exclud|total|span|compris|exist|contain(?:ed)?\s+in)\w*)[a-z]{3,}ing\b"
    r"|(?:ha(?:s|ve|d)|contains?|lacks?|uses?|imports?|needs?|defines?|calls?|references?|mentions?|miss|fails?|pass|exceeds?|requires?|exposes?"
    r"|declares?|do|does|don['’]t|cannot|can|should|named|called|written|marked|tagged|owned|generated|affected|based|that)\b)",
    re.I,
)
_TOTAL = re.compile(r"\W*(?:(?:grand|over)\s*)?(?:total|altogether|sum|all)\b", re.I)
_SOME_FILES = re.compile(r"\d\s+(?:[\w-]+\s+)?(?:files?|modules?)\b", re.I)
_EACH = re.compile(r"(\b(?:lines|loc))\s+each\b", re.I)
_OR_MORE = re.compile(r"≥|>=|\bor more\b|\bat least\b|\d\+", re.I)
_LONGER = re.compile(
    r"(?:\b(?:over|above|exceed\w*|more than|larger than|longer than|greater than)|[>≥])\s*(?P<lines>\d[\d,]*)\s*(?:lines|loc)\b", re.I
)
_SHORTER = re.compile(
    r"\b(?:all|every|each)\b.*\b(?:files?|modules?)\b.*(?:\b(?:under|below|less than|fewer than|within|at most)"
    r"|[<≤])\s*(?P<lines>\d[\d,]*)\s*(?:lines|loc)\b",
    re.I,
)


_LABEL = re.compile(
    r"^\W*(?:(?:total|number of|no\.? of|count of|#(?: of)?|all)\s+)*(?P<words>(?:[\w#+/.-]+\s+){0,3}?)files?(?:\s+(?:count|total))?\W*$",
    re.I,
)
_CONTAINS = re.compile(
    r"\bfiles?\s+(?:that\s+|which\s+|still\s+)*(?:contain(?:s|ing)?|includ(?:es?|ing)|mention(?:s|ing)?|referenc(?:es?|ing)|with)\s+"
    r"(?:the\s+)?(?:string\s+|text\s+|literal\s+"
    r"|word\s+)?(?P<quote>[\"“`']?)(?P<text>[^\"“”`']{3,60}?)[\"”`']?(?=[\s.,;:)]|$)(?!\s*(?:/|,|or\b|and\b))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    """Which files: of `extensions`, matching `glob`, in `directory` (`below` a tree's caption), tests, or longer than `longer` lines."""

    extensions: tuple[str, ...] = ()
    glob: str = ""
    directory: str = ""
    drawn: bool = False  # in a tree, whose root may be the repository under another name
    below: str = ""
    tests: bool = False
    root_only: bool = False
    longer: int = 0
    strict: bool = False  # longer than that, not just as long
    containing: str = ""  # a text that stands in them
    some: bool = False  # perhaps not all of them are meant
    condition: str = ""  # words that tell which of them are counted, and that no file's name shows


def _sums_up(clause: Clause) -> bool:
    """Whether an item is the total of those above it: "Unit: 3 files", "Load: 5 files", "Total: 8 files"."""
    told = clause.context.key or clause.text
    return bool(_TOTAL.match(told)) and sum(bool(_SOME_FILES.search(elder.plain)) for elder in clause.context.elders) > 1


def _labelled(clause: Clause, quantity: Quantity) -> Target | None:
    """What a number counts that stands without a noun, or with "files" alone: "Test files: 13", "Frontend files (92 files)"."""
    label = label_of(clause, quantity)
    match = _LABEL.match(label)
    if match:
        words = tuple(word.lower() for word in match["words"].split())
        return _target(clause, (*words, "file")) if words and not _OTHER_FILES.search(label) else None
    return _in_row(clause) if clause.form is Form.CELL and quantity.unit in {"", "file", "total", "module"} else None


def _dotted(clause: Clause, quantity: Quantity) -> re.Match[str] | None:
    """The ending by which files are told right behind their number: "17 .bat files"."""
    at = clause.text.find(quantity.text)
    return _ENDING.match(clause.text, at + len(quantity.text)) if at >= 0 and not quantity.unit else None


_ENDING = re.compile(r"\s+`?\.(?P<ending>[A-Za-z][A-Za-z0-9]{0,9})`?\s+(?:files?|scripts?|modules?)\b")
_OF_TESTS = re.compile(r"\btests?\s+(?:(?:are|now|all)\s+)*(?:pass(?:ing|ed)?|fail(?:ing|ed)?)\b", re.I)  # which says nothing of files


def _in_row(clause: Clause) -> Target | None:
    """The folder at the head of a row, whose column counts files: "`src/` | 3" under "Python modules"."""
    row = clause.context.row
    folder = re.fullmatch(r"[\w./-]+/|[\w.-]+(?:/[\w-]+)+", row[0].text.plain.strip(" `*")) if row else None
    words = [word for word in re.findall(r"[\w#+-]+", clause.context.header.lower()) if word not in _COUNTING]
    own = bool(row) and row[0].text.runs == clause.statement.text.runs
    if folder is None or own or not words or words[-1] not in _NOUNS or clause.context.header == row[0].header:
        return None
    return _of_folder(folder[0], tuple(words[:-1]))


def _of_folder(folder: str, words: tuple[str, ...], below: str = "") -> Target | None:
    """The files of a sort in a folder; None where the words name no sort that a file's name shows."""
    sorts = [word for word in words if word not in _FILLERS and word not in _NOUNS and word not in {"test", "tests"}]
    if any(word not in _SORTS for word in sorts):
        return None
    ends = dict.fromkeys(end for word in sorts for end in _SORTS[word].split())
    return Target(tuple(ends), directory=folder, below=below, tests=bool({"test", "tests"} & set(words)))


_FILES, _NO_FILES = re.compile(r"\b(?:files?|modules?)\b", re.I), re.compile(r"\bno\b[^.;]*\b(?:files?|modules?)\b", re.I)


def counted(clause: Clause) -> Iterator[tuple[Target, Quantity]]:
    """What a clause counts, and the number: files of a sort, of a folder, or longer than some number of lines."""
    words = clause.in_full
    longer, shorter = _LONGER.search(words), _SHORTER.search(words)
    numbers = [q for q in clause.quantities if q.unit in _NOUNS and not q.text.endswith("%")]
    if longer or shorter:
        limit = int((longer or shorter)["lines"].replace(",", ""))  # type: ignore[index]
        if re.search(r"\b(?:except\w*|apart from|other than|but for|excluding|only)\b", words, re.I) and not numbers:
            return
        none = shorter is not None or (
            not numbers and clause.negated and re.search(r"\bno\b[^.;]*\b(?:files?|modules?)\b", clause.text, re.I)
        )
        if none and clause.position == 0 and re.search(r"\b(?:files?|modules?)\b", words, re.I):
            yield Target(longer=limit), Quantity(0, 0, "file", "no files", clause.span, stated=0)
        elif numbers and not _OTHER_FILES.search(_EACH.sub(r"\1", clause.text)) and re.search(r"\bfiles?\b", clause.text, re.I):
            yield Target(longer=limit, strict=not _OR_MORE.search(words)), numbers[0]
        return
    tree = clause.context.tree
    if tree is not None:
        if (
            tree.directory
            and clause.form is not Form.TREE_ENTRY
            and len(numbers) == 1
            and not _OTHER_FILES.search(clause.in_full)
            and not clause.own(Path)
        ):
            of_tree = _of_folder(tree.path, numbers[0].words, tree.below)
            if of_tree is not None and not _condition(clause, numbers[0]):
                yield replace(of_tree, drawn=True), numbers[0]
        return
    if _sums_up(clause):
        return
    for quantity in clause.quantities:
        plain = quantity.words in {(), ("file",), ("total",)} and quantity.unit in {"", "file", "total"} and not quantity.text.endswith("%")
        labelled = _labelled(clause, quantity) if plain else None
        dotted = _dotted(clause, quantity)
        labelled = Target((dotted["ending"].lower(),)) if dotted is not None else labelled
        target = _containing(clause, quantity) or labelled or (_target(clause, quantity.words) if quantity in numbers else None)
        own = clause.in_full if clause.form is Form.ITEM else clause.text
        near = (own, clause.context.key, *(parent.plain for parent in clause.context.parents[-1:]))
        if target is not None and not any(map(_OTHER_FILES.search, near)):
            condition = "" if target.containing else _condition(clause, quantity)
            whole = clause.form is Form.SENTENCE or (target.directory and clause.position)
            told = f"{clause.context.key} {clause.statement.text.plain if whole else clause.text}"
            if target.directory and clause.position and _OTHER_FILES.search(told):
                continue
            loose = quantity.unit == "module" and not target.directory and not clause.own(Path)  # a package may be one, too
            some = bool(_SOME.search(_OF_TESTS.sub("", told))) or loose
            yield replace(target, some=some, condition=condition), quantity


_OPENING = re.compile(r"\b(?:no|none|all|every|each|only|just|most|some|~?\d[\d,]*)\b", re.I)


def told_of(clause: Clause, target: Target, quantity: Quantity) -> tuple[Span, ...]:
    """Where it is told which files are counted, by their ending, their length or a text in them: "no files over 300 lines"."""
    if dotted := _dotted(clause, quantity):
        return (clause.words.span(dotted.start(), dotted.end()),)
    if not (target.longer or target.containing):
        return ()
    found = [match for match in _CONTAINS.finditer(clause.text) if match["text"] == target.containing] if target.containing else []
    match = found[0] if found else _LONGER.search(clause.text) or _SHORTER.search(clause.text)
    if match is None:
        return (clause.span,)  # told in the key
    opening = [word.start() for word in _OPENING.finditer(clause.text) if word.start() < match.start()]
    return (clause.words.span(opening[-1] if opening else match.start(), match.end()),)


def _condition(clause: Clause, quantity: Quantity) -> str:
    """The words behind "files" that say which of them are counted: "with TODO comments"."""
    at = clause.text.find(quantity.text)
    match = _CONDITION.search(clause.text, at) if at >= 0 and quantity.unit == "file" else None
    return match["words"] if match and match.start() <= at + len(quantity.text) else ""


def _containing(clause: Clause, quantity: Quantity) -> Target | None:
    """ "12 files contain `eval(`": files that hold a text, as it is written."""
    at = clause.text.find(quantity.text)
    match = _CONTAINS.search(clause.text, at) if at >= 0 else None
    if quantity.unit != "file" or match is None or clause.negated or match.start() > at + len(quantity.text):
        return None
    start, end = match.span("text")
    quoted = clause.words.in_code(start, end) or match["quote"] in {'"', "“"}
    return Target(containing=match["text"]) if quoted and not set(quantity.words) - {"file", "source", "different"} else None


def _opens_with(clause: Clause) -> Path | None:
    """The path that opens the line and is all that it names: "`src/api/` - the routes (3 files)", "load_*.py - loaders (3 files)"."""
    line = clause.statement.text.plain
    near = {m.text: m.value for m in clause.all(Path) if m.origin in {Origin.SELF, Origin.PARENT} and m.span.line == clause.span.line}
    if len(near) != 1 or clause.form is Form.CELL or not clause.position:
        return None
    text, path = next(iter(near.items()))
    return path if isinstance(path, Path) and line.lstrip(" *-[(`").startswith(text.strip("`")) else None


_HOLDS = re.compile(
    rf"^(?:(?:besides|apart\s+from|not\s+counting|without|excluding)\s+(?:its\s+|the\s+)?{SLOT},?\s+)?(?:the\s+)?"
    rf"(?:(?:folder|directory|package|subpackage|module)\s+)?(?P<folder>{SLOT})(?:\s+(?:folder|directory|package|subpackage))?\s+"
    r"(?:now\s+)?(?:has|contains|holds|comprises|includes|consists\s+of|is\s+made\s+(?:up\s+)?of|counts)\s",
    re.I,
)


def _holding(clause: Clause) -> list[str]:
    """The folder without a slash at its end that is said to hold files: "`src/api` has 4 modules"."""
    slots = slots_of(clause)
    match = _HOLDS.match(slots.text)
    name = slots.name(match["folder"]) if match else ""
    last = name.rpartition("/")[2]
    return [name] if any(m.text.strip("`") == name and "." not in last for m in clause.own(Path)) else []


def _target(clause: Clause, words: tuple[str, ...]) -> Target | None:
    """What is counted; None when the words before "files" name no sort that a file's name shows."""
    own = [m.value for m in clause.own(Path) if isinstance(m.value, Path)]
    opening = _opens_with(clause)
    globs = [path.text for path in (*own, *((opening,) if opening else ())) if path.glob]
    if len(globs) == 1:
        return Target(glob=globs[0])
    unknown = [
        word for word in words if word not in _SORTS and word not in _FILLERS and word not in _AREAS and word not in {"test", "tests"}
    ]
    if globs or unknown:
        return None
    folders = [path.text for path in own if path.directory] or _holding(clause)
    if opening is not None and opening.directory:
        return _of_folder(opening.text, words)
    named = [_SORTS[word].split() for word in words if word in _SORTS]
    tests = bool({"test", "tests"} & set(words))
    if not named and not tests:
        if len(folders) == 1 and clause.position == 0:
            return Target(directory=folders[0])
        return Target() if set(words) & (_AREAS | {"source"}) else None
    root = bool(
        re.search(
            r"\b(?:in (?:the )?(?:project |repo(?:sitory)? )?root|root (?:directory|folder|level)|top[- ]level)\b",
            clause.statement.text.plain,
            re.I,
        )
    )
    return Target(tuple(dict.fromkeys(end for ends in named for end in ends)), tests=tests, root_only=root)
