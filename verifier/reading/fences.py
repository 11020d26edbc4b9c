"""What a code block is: prose with check marks, a tree, a diagram, output, a shell session, or code, real or proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.reading.clause import Context, FenceClass, Mark, Role, Stance
from verifier.reading.diagrams import draws_boxes
from verifier.reading.english.lexis import verb_form
from verifier.reading.roles import mark_of
from verifier.reading.says.about import tells_of_a_sample
from verifier.reading.stance import context_stance, imperative
from verifier.reading.trees import looks_like_tree

_SHELL = frozenset("bash sh shell zsh console powershell cmd bat shell-session terminal".split())
_TEXT = frozenset(("", "text", "txt", "plaintext", "plain", "md", "markdown", "output", "log"))
_CODE = frozenset(
    "python py python3 javascript js jsx typescript ts tsx go rust rs java c cpp c++ csharp cs ruby rb php sql json yaml yml toml "
    "ini dockerfile html css scss vue svelte kotlin swift graphql hcl xml nginx env dotenv makefile".split()
)
_DOCUMENTS = frozenset(("md", "markdown", "mdx"))
DIFFS = frozenset(("diff", "patch"))
_BOX = re.compile(r"[┌┐┘┬┴┼╔╗╚╝═║▼▲►◄▶◀]|(?<!-)--?>|→|←|\+-{3,}\+|↓|↑")
_OUTPUT = re.compile(
    r"^\s*(?:\d+ passed|={3,}|PASS\b|FAIL\b|ERROR\b|\[?INFO\]?|✓ |Tests:|Result:|Test:|\d{4}-\d\d-\d\dT|Traceback|[\w./-]+:\d+:\d+:"
    r"|[\w./-]+: line \w+: )"
)
_DIFFSTAT = re.compile(r"^\s*\S.*\s\|\s+(?:\d+ [+-]+|Bin .*)\s*$|^\s*\d+ files? changed\b")  # "a.py | 12 ++--", by git
CODE_LINE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|from|return|const|let|var|if|for|while|function|export|async|await|@\w|#include|public"
    r"|private|else|try|except|catch)\b|^\s*[\w.\[\]'\"]+\s*=\s*\S|\w\(.*\)\s*[;:]?$|=>"
)
COMMAND_LINE = re.compile(
    r"^(?:\$ |> )?(?:sudo |[A-Z_]+=\S+ )*(?:npm|npx|yarn|pnpm|pip3?|python3?|pytest|docker|docker-compose|make|git|cargo|go|uvicorn"
    r"|gunicorn|celery|node|poetry|uv|alembic|curl|cd|bash|sh"
    r"|radon|black|ruff|flake8|pylint|mypy|isort|eslint|prettier|tsc|jest|vitest|coverage|wc|grep|find|ls|cat|cloc|tokei|kubectl|helm"
    r"|terraform|psql|redis-cli)(?: [^=(]*)?(?: .*)?$"
)
# What a program logs of what it makes; people write "Created" and "Added" of their own work.
_LOGGED = re.compile(
    r"^\s*(?:[✓✔√✅*>-]|\[\w+\])?\s*(?:Wrote|Writing|Saved|Saving|Generating|Creating|Copying|Exporting|Exported|Emitted|Emitting|Compiling"
    r"|Downloading|Downloaded|Installing|Unpacking|Extracting)\s+\S",
    re.I,
)
_MADE = re.compile(r"^\s*(?:[✓✔√✅*>-]\s*)?(?:Created|Generated)\s+[\w./-]+\s*$")  # without a word on what it is for
_PROMPT = ("$ ", "❯ ", "> $")
_SUGGESTED = re.compile(
    r"\b(?:instead of|use:|better|recommended|suggested|proposed|sketch(?:es)?|replacements?"
    r"|should be|fix(?:ed)?:|just add|then use|examples?\W*$|new:|easy to add"
    r"|move .* to|to this|improved?:)",
    re.I,
)
_IMPROVEMENTS = re.compile(r"^\W*(?:(?:code|key|possible)\s+)?improvements?\W*$", re.I)  # right above code: as it would be better
_FOR_LATER = re.compile(r"\w\s+to\s+[a-z]+\W*$", re.I)  # "Metrics to Track", "How to extend": what is to be done, or a way to do it
_BRACKETED = re.compile(r"\((?P<word>[A-Za-z]+)(?:\s+[-–—][^()]*)?\)[\s:*]*$")
_CITED = re.compile(r"^(?:#|//|--|/\*)\s*[\w./-]+\.\w+:\d")  # a comment that says which line of which file it is
_PRESENTED = re.compile(r"\b(?:current(?:ly)?|existing|actual|now|after|code example|implementation|from|in|see|evidence|found)\b", re.I)


def classify(language: str, lines: Sequence[str], context: Context, tied: bool) -> FenceClass:
    """A block's class. `tied`: a path in or before it says which file it is from."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return FenceClass.OUTPUT
    lead = context.lead_in.plain if context.lead_in else ""
    if tells_of_a_sample(lead) or (filled[0].rstrip().endswith(":") and tells_of_a_sample(filled[0])) or all(map(_LOGGED.match, filled)):
        return FenceClass.OUTPUT
    if all(map(_MADE.match, filled)) and not any(section.role is Role.CHANGES for section in context.sections):
        return FenceClass.OUTPUT
    if sum(bool(_DIFFSTAT.match(line)) for line in filled) > 1:
        return FenceClass.OUTPUT
    if language in _TEXT and filled[0].startswith(_PROMPT) and not all(line.startswith((*_PROMPT, "#")) for line in filled):
        return FenceClass.OUTPUT  # a session: what is below the command is what it printed
    if language not in _CODE and draws_boxes(filled):
        return FenceClass.DIAGRAM
    if looks_like_tree(filled):
        return FenceClass.TREE
    if language in _DOCUMENTS and context.sections:
        return FenceClass.OUTPUT  # a document, or a part of one, that is shown; a whole report may stand in a fence, too
    if language in DIFFS and _differs_in_code(filled):
        return _code_class(filled, context, tied)
    marked = sum(1 for line in filled if mark_of(line)[0] is not None)
    if (marked * 3 >= len(filled) and marked >= 2) or marked == len(filled):
        return FenceClass.PROSE
    if language in _SHELL or _commands(filled):
        return FenceClass.SHELL
    if language in _CODE - _LISTING and _lists_words(filled):
        return FenceClass.PROSE
    if language not in _CODE:
        boxes = sum(1 for line in filled if _BOX.search(line))
        if boxes * 3 >= len(filled):
            return FenceClass.DIAGRAM
        code = sum(1 for line in filled if CODE_LINE.search(line))
        if code * 2 < len(filled):
            return FenceClass.OUTPUT if any(_OUTPUT.search(line) for line in filled) else FenceClass.PROSE
    return _code_class(filled, context, tied)


_LISTING = frozenset(("yaml", "yml"))  # whose lines may begin with a dash


def _lists_words(filled: Sequence[str]) -> bool:
    """Whether a block, in whatever language, is a list of words: "- main_bp (/)   # the start page"."""
    items = sum(bool(re.match(r"\s*[-•]\s+\w", line)) for line in filled)
    said = [line for line in filled if not line.lstrip().startswith(("#", "//"))]
    return items > 1 and items * 4 >= len(said) * 3


_DEFINES = r"\b(?:def|class|function|func|fn|const|let|var|interface|type)\s+{name}\b"


# A comment in place of code: "// Custom logic here", "# ... your implementation".
_TO_BE_FILLED = re.compile(
    r"(?:#|//|/\*)\s*(?:\.{3}|…)?\s*(?:(?:\w+\s+){0,3}(?:logic|code|implementation|stuff|content|body)\s+(?:goes\s+)?here\b"
    r"|your\s+(?:own\s+)?(?:\w+\s+)?(?:logic|code|implementation)\b)",
    re.I,
)


_LACKING = re.compile(r"\b(?:MISSING|NOT (?:IMPLEMENTED|DEFAULT|CONFIGURED|PRESENT|ENABLED|FOUND)|NEEDS? [A-Z]{4,})\W*$")
_SHOWN = re.compile(r"^\W*(?:example|sample)\b", re.I)


def _shows_use(filled: Sequence[str], context: Context) -> bool:
    """Whether a block under a function's name calls it and doesn't define it: it shows how to use it, with names of its own."""
    title = re.sub(r"[`*]|\(.*\)$", "", context.titles[-1]).strip() if context.titles else ""
    if not re.fullmatch(r"[A-Za-z_]\w*(?:_\w+|[A-Z]\w*)", title):
        return False
    text = "\n".join(filled)
    called = re.search(rf"(?<![\w.]){title}(?:<[^<>()]*>)?\(", text) is not None
    return called and not re.search(_DEFINES.format(name=title), text)


def _differs_in_code(filled: Sequence[str]) -> bool:
    """Whether the lines of a difference are code, not a list of what came and went in words."""
    changed = [line[1:].strip() for line in filled if line[0] in "+-" and not line.startswith(("+++", "---")) and line[1:].strip()]
    return any(line.startswith("@@") for line in filled) or sum(1 for line in changed if CODE_LINE.search(line)) * 2 >= len(changed) > 0


def told_to(lead: str) -> bool:
    """Whether a line ends with what is to be done with the file that it names: "**File: `lander.rs`** (MODIFY)"."""
    match = _BRACKETED.search(lead)
    verb = verb_form(match["word"].lower()) if match else None
    return verb is not None and verb.form == "base"


def _commands(filled: Sequence[str]) -> bool:
    """Whether every line is a command or a comment: people put shell sessions under any language."""
    told = [line for line in filled if not re.match(r"^\s*(?:#|//)", line)]
    return bool(told) and all(COMMAND_LINE.match(line.strip()) for line in told)


def _code_class(filled: Sequence[str], context: Context, tied: bool) -> FenceClass:
    """Code is the repository's only where the text says so and no wish governs it."""
    lead = context.lead_in.plain if context.lead_in else context.key
    first = filled[0].strip()
    if not tied and _shows_use(filled, context):
        return FenceClass.SUGGESTED
    if any(map(_LACKING.search, context.titles[1:])):
        return FenceClass.SUGGESTED  # what would be there instead
    title = context.titles[-1] if context.titles else ""
    if not tied and (_SHOWN.match(title) or _FOR_LATER.search(title) or any(map(_TO_BE_FILLED.search, filled))):
        return FenceClass.SUGGESTED
    stance, _ = context_stance(context)
    asked = imperative(lead) or told_to(lead) or (not lead and not tied and imperative(title))
    asked = asked or bool(_IMPROVEMENTS.match(lead))
    if asked and not any(section.role is Role.CHANGES for section in context.sections):
        return FenceClass.SUGGESTED  # "1. Add an audit to CI:"
    if stance is not Stance.ASSERTS or context.key_role is Role.PLAN or (_SUGGESTED.search(lead) and not _CITED.match(first)):
        return FenceClass.SUGGESTED
    blamed = mark_of(first.lstrip("#/-* "))[0] is Mark.NO  # "# ❌ throws Error instead of HttpError" shows what there is
    if re.match(r"^(?:#|//|--|/\*)", first) and _SUGGESTED.search(first) and not (tied or blamed):
        return FenceClass.SUGGESTED
    return FenceClass.CODE
