"""What a block of code in a report quotes: its parts (before, after), its rows, and how firmly it is said to be the repository's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from verifier.facts.tokens import Token, tokens
from verifier.model import Side
from verifier.reading.clause import Context, Fence, FenceClass, Mark, Path, Role
from verifier.reading.fences import DIFFS
from verifier.reading.language import not_english
from verifier.reading.mentions import paths as paths_in
from verifier.reading.roles import code_side_of, mark_of, may_be_built
from verifier.reading.stance import imperative
from verifier.reading.text import raw_text

from .phrasing import labels_a_wish

# Languages whose blocks are sessions, output, drawings or data made up for an example, unless a path says whose they are.
_NO_CODE = frozenset("bash sh shell zsh console text txt plaintext diff markdown md http output log mermaid powershell cmd bat".split())
_CODE = frozenset((FenceClass.CODE, FenceClass.SUGGESTED))
_SAMPLES = frozenset("json jsonc yaml yml toml ini env dotenv xml html css nginx graphql hcl".split())
_MANIFEST = re.compile(r"(?:^|/)(?:requirements[\w.-]*\.txt|package\.json|pyproject\.toml|Pipfile|go\.mod|Cargo\.toml|Gemfile)$", re.I)
_SORTS = (
    "code|implementation|state|version|behaviou?r|approach|setup|config\\w*|logic|query|queries|schema|pattern|definition|method|function"
    "|class|handler|component|database"
)
_PRESENTED = re.compile(
    rf"\b(?:current|existing|actual|present)\s+(?:\w+\s+)?(?:{_SORTS})\b|^\W*(?:current(?:ly)?|existing|actual"
    rf"|now)\W{{0,3}}(?:$|\(|:|-|–|—)"
    r"|\b(?:as implemented|as[- ]is|in (?:the )?(?:code|repo|repository|codebase)|code evidence|evidence"
    r"|found in|excerpt|implemented"
    r"|now (?:is|reads|looks|uses|has))\b|- current\W*$",
    re.I,
)
_SHOWN = re.compile(r"\bcode (?:example|snippet|excerpt)\b", re.I)  # of what there is, unless a wish stands above
_PAIR = re.compile(r"\b(?:before|after)\b", re.I)
_PROPOSED = re.compile(
    r"\b(?:usage|quick ?start|getting started|tutorial|how to|pseudo-?code|algorithm|hypothetical|sample|instead of|suggest\w*"
    r"|recommend\w*|propos\w+|sketch(?:es)?|replacements?|required|needed|should|could|would|better|"
    r"improved (?:version|code|implementation|approach)|improvement|fix(?:es)?|solution|add (?:this|the following)"
    r"|replace with|change to|to be|planned|future|ideal|preferred|optimal|want|expected|template|easy to|just "
    r"add|"
    r"example (?:usage|request|response|payload|output|config\w*))\b",
    re.I,
)
_FAULT = re.compile(r"^\W*(?:the\s+)?(?:old\s+)?(?:problems?|issues?|bugs?|faults?)\W*$", re.I)  # above a change: what was there
_FOUND = re.compile(  # between the lines that a finding cites and the code that is found there
    r"^\W*(?:the\s+)?(?:problem(?:atic)?|issue|bug|fault|finding|evidence|affected|vulnerable|offending)s?(?:\s+(?:code|pattern|lines?))?\W*$",
    re.I,
)
_TO_DO = re.compile(
    r"^\W*(?:introduce|enhance|extend|modify|add|create|update|edit|replace|insert|change|implement|configure|set|import|open|run|write|define|use"
    r"|in your)\b(?![-./\w])",
    re.I,
)
# Documents that say how to do something, or how it is to be, rather than what there is.
_GUIDE = re.compile(
    r"\b(?:plan|guide|tutorial|how[- ]to|setup|set-up|installation|quick ?start|template|proposal|design|spec|specification"
    r"|roadmap|rfc|runbook|cookbook|playbook|"
    r"best practices|instructions|contributing|onboarding|cheat ?sheet|quick reference|next steps)\b",
    re.I,
)
_YOURS = re.compile(r"\byours?\b", re.I)  # code of the reader's
_LACKING = frozenset(
    "without missing lack lacks lacking no not never absent omits omitted omitting forgets forgot unspecified doesn't don't isn't".split()
)
_USING = frozenset("use uses using used call calls calling called invoke invokes consume consumes import imports importing".split())
_IMPORTS = re.compile(
    r"^\s*(?:from\s+[\w.]+\s+import\b|import\s+[\w.]+|(?:import|export)\b.*\bfrom\s*['\"][^'\"]+['\"]|.*\brequire(?:_relative)?\s*\(?\s*['\"]"
    r"[^'\"]+['\"]|use\s+[\w:]+)"
)
_LEFT_OUT = re.compile(r"(?<=[\[({,])(\s*)/\*[^*\n]*\*/(?=\s*[\])}])")  # "[/* all of them */]"
_LEFT_OUT_LINE = re.compile(r"^\s*(?:(?:#|//|--|/\*)\s*)?(?:\.\.\.|…)")
_INSTRUCTS = re.compile(r"(?:#|//|--|/\*)\s*(?:←|<-|⬅|<=)\s*(?:add|change|insert|replace|edit|remove|update|put|set|new|your)\b", re.I)
_AMONG = re.compile(r"(?:\.\.\.|…).{0,20}\b(?:existing|rest of|other|previous|remaining|unchanged)\b", re.I)
_MADE_UP = re.compile(r"^(?:My|Your|Example|Foo|Bar|Sample|Dummy|Some)(?=[A-Z_]|$)|^(?:my|your|example|foo|sample|dummy|some)_")
_STANDS_FOR = re.compile(r"[\"'`/](?:path|dir)/(?:path/)?to/|\byour[-_]\w|example\.(?:com|org)\b")
_INDEX = re.compile(r"^CREATE\s+(?:UNIQUE\s+)?INDEX\b", re.I)
_EXAMPLE_ONLY = re.compile(r"^\W*(?:for )?examples?\W*(?:\w+\W*){0,3}$", re.I)
_BAD_GOOD = re.compile(r"\b(?:bad|wrong|good|right|correct|incorrect|do|don'?t|avoid|prefer(?:red)?)\b", re.I)
_DEFINES = re.compile(
    r"^\s*(?:export\s+(?:default\s+)?)?(?:(?:public|private|protected|static|abstract|final|pub(?:\([^)]*\))?|declare|async)\s+)*"
    r"(?:(?P<keyword>def|class|function\*?|interface|type|enum|struct|trait|func|fn)\s+(?:\([^)]*\)\s*)?(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?:const|let|var)\s+(?P<value>[A-Za-z_$][\w$]*)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:\([^)]*\)[^=]*|\w+\s*)=>)"
)
_KEYWORDS = frozenset(
    "if else elif for while try except finally return pass break continue in is not and or None True False "
    "null undefined true false this self cls new await async def class function "
    "const let var import from as with raise throw catch export default public private static void int str "
    "float bool string number any lambda yield switch case do type interface end then".split()
)

_LISTED = re.compile(r"^(?:[-*•]|\d+[.)])\s+[A-Z(]")
_EMPTY = frozenset("self this cls e err error exc ex Exception Error i j k x _ args kwargs".split())


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a quotation: its tokens (without a comma at the end) and, where it is one, the docstring's line it is."""

    line: int  # in the report
    text: str
    tokens: tuple[Token, ...] = ()
    doc: str = ""
    defines: str = ""  # the name of what the line defines
    elided: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens if token.kind == "name" and token.text not in _KEYWORDS)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Strings of two words or more: nobody writes the same twice."""
        return tuple(token.text for token in self.tokens if token.kind == "string" and len(re.findall(r"[A-Za-z]{2,}", token.text)) > 1)

    @property
    def telling(self) -> bool:
        """Whether finding it, or not, says something: more than brackets, keywords and a name."""
        if _LISTED.match(self.text) or sum(token.text in {"...", "…"} for token in self.tokens) > 1:
            return False  # a list in words, or a form to fill
        names = set(self.names) - _EMPTY
        literal = any(t.kind in {"number", "string"} or t.text in {"True", "False", "true", "false", "None", "null"} for t in self.tokens)
        if literal and len(self.tokens) == 3 and self.tokens[1].text == ":" and self.tokens[0].kind == "string":
            return True  # `"key": "value"`
        return bool(self.phrases) or (len(self.tokens) > 1 and ((len(names) > 1 and len(self.tokens) > 2) or (bool(names) and literal)))

    @property
    def distinctive(self) -> bool:
        """Whether hardly two places would have it by chance."""
        if self.phrases or len(set(self.names) - _EMPTY) > 2 or len(self.tokens) > 9:
            return True
        return len(self.tokens) > 3 and self.tokens[0].text not in _KEYWORDS

    @property
    def pins(self) -> bool:
        """A requirement with its version: the business of other rules."""
        return bool(re.match(r"^[\w.\[\]-]+\s*(?:==|>=|~=|<=)\s*\d[\w.*]*\s*(?:#.*)?$", self.text))

    @property
    def imports(self) -> bool:
        return bool(self.tokens) and self.tokens[0].text in {"import", "from", "#include", "use", "using", "require"}


@dataclass(frozen=True)
class Quotation:
    """A part of a block.

    `presented`: the text says that the repository holds it; `doubtful`: it stands among problems, so it may be a remedy.
    """

    rows: tuple[Row, ...]
    language: str
    title: str = ""
    side: Side = Side.NOW
    presented: bool = False
    done: bool = False  # it stands below a heading that tells of what was changed
    doubtful: bool = False
    paths: tuple[str, ...] = ()
    lacking: bool = False  # the words are about what the code lacks: what it leaves out is the point
    remarked: bool = False  # the words are about its comments or annotations, so that these count
    gone: bool = False  # lines that a difference takes away
    added: tuple[Row, ...] = ()  # the lines that it puts in their place
    guessed: bool = False  # nothing says that it is the repository's: a proposal, or code in a plan that was carried out since

    @property
    def vouched(self) -> bool:
        """Whether it is said to be here firmly enough that it is false if it is not: of a file, or as done."""
        return self.presented and (bool(self.paths) or self.done)

    @cached_property
    def defined(self) -> str:
        """The first name that it defines, or ""."""
        return next((row.defines for row in self.rows if row.defines), "")

    @property
    def defines(self) -> bool:
        return bool(self.defined)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row.line: place for place, row in enumerate(self.rows)}

    def rows_from(self, line: int, count: int = 1) -> tuple[Row, ...]:
        """The row of a line of the report, and those that follow it."""
        place = self._places[line]
        return self.rows[place : place + count]

    @property
    def queries(self) -> bool:
        """SQL to be run, in which only the indexes it creates tell of the repository."""
        return self.language == "sql" and not self.paths

    @cached_property
    def told(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.telling and (not self.queries or _INDEX.match(row.text)))


def quotations(fence: Fence) -> Iterator[Quotation]:
    """The parts of a block that are said to be code of the repository, before or now; a guess for what is proposed or made up."""
    if fence.language in _NO_CODE or not_english(_lead(fence.context)):
        return  # in another language it may be said to be proposed
    whole = frame_of(fence)
    if whole is not None:
        yield from _parts(fence, whole)
    elif fence.kind in _CODE and fence.language and fence.language not in _SAMPLES and not _planned(fence):
        yield Quotation(rows_of(fence.lines, fence.line, fence.language), fence.language, doubtful=True, guessed=True)


def frame_of(fence: Fence) -> Quotation | None:
    """What the text around a block says of it, still without rows; None for what is proposed or made up."""
    context = fence.context
    paths = tuple(mention.value.text for mention in fence.paths if isinstance(mention.value, Path))
    foreign = bool(paths) and _uses(fence, paths)  # a block that shows how a module is used is not that module's text
    paths = () if foreign else paths
    if fence.kind is not FenceClass.CODE or (fence.language in _SAMPLES and not paths):
        return None
    lead = _lead(context)
    title = context.fence_title
    titles = [section.title for section in context.sections]
    nearest = titles[-1] if titles else ""
    telling = (section for section in reversed(context.sections) if not _PAIR.match(section.title))
    role = next((s.role for s in telling if s.role not in {Role.NEUTRAL, Role.STATUS, Role.INVENTORY}), Role.NEUTRAL)
    explicit = bool(_PRESENTED.search(lead) or _PRESENTED.search(nearest) or _PRESENTED.search(title))
    cited = any(isinstance(mention.value, Path) and mention.value.anchors for mention in fence.paths)
    explicit = explicit or (fence.language in DIFFS and role is Role.CHANGES) or (cited and bool(_FOUND.match(lead)))
    wished = any(s.role in (Role.PLAN, Role.EXAMPLE) and not _SHOWN.search(s.title) for s in context.sections)
    explicit = explicit or (not wished and any(map(_SHOWN.search, (lead, nearest, title))))
    if (
        context.key_role is Role.PLAN
        or any(_INSTRUCTS.search(line) for line in fence.lines)
        or any(_TO_DO.match(part) for part in re.split(r"[:.;,]\s+", lead))
        or _TO_DO.match(title)
        or _PROPOSED.search(lead)
        or _PROPOSED.search(title)
        or (_PROPOSED.search(nearest) and not explicit)
    ):
        return None
    if (_EXAMPLE_ONLY.match(lead) and not paths) or any(_MANIFEST.search(path) for path in paths):
        return None
    if role in {Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT} and not explicit:
        return None
    # Among features code that names no file and defines nothing shows how they are used. The title tells of all that is below: of no code.
    below = {section.role for section in context.sections[1:] or context.sections}
    done = Role.CHANGES in below
    told = (role is Role.CHANGES and done) or (
        role is Role.STRENGTHS and (bool(paths) or (done and any(_DEFINES.match(line) for line in fence.lines)))
    )
    paired = any(_PAIR.search(words) for words in (lead, nearest, title))  # outside of a list of changes "after" is how it could be
    unsure = role in {Role.PROBLEMS, Role.MISSING} or (paired and not told)
    guide = foreign or bool(_YOURS.search(lead)) or any(_GUIDE.search(name) for name in titles) or _invented(fence) or _abridged(fence)
    before = Side.BEFORE in (code_side_of(lead), code_side_of(nearest)) or (role is Role.CHANGES and bool(_FAULT.match(lead)))
    side = Side.BEFORE if before else Side.NOW
    around = f"{lead} {nearest} {title}"
    return Quotation(
        (), fence.language, title, side, explicit or told, done, guide or (unsure and not explicit), paths, lacks(around), remarks(around)
    )


def _lead(context: Context) -> str:
    """What is said right above a block, with the key that it stands under."""
    lead = context.lead_in.plain if context.lead_in else context.key
    return f"{context.key}: {lead}" if context.key and context.key not in lead else lead


def _planned(fence: Fence) -> bool:
    """Whether what is above a block says that it is to be: if it is there, it was taken up, which nobody states."""
    context = fence.context
    sections = (section.role for section in context.sections if not may_be_built(section.title))
    lead = context.lead_in.plain if context.lead_in else ""
    near = (
        context.key,
        lead,
        context.fence_title,
        *(section.title for section in context.sections[-1:] if not may_be_built(section.title)),
    )
    asked = any(_PROPOSED.search(words) for words in near) or any(_TO_DO.match(part) for part in re.split(r"[:.;,]\s+", lead))
    changes = any(section.role is Role.CHANGES for section in context.sections)
    ordered = not lead and not changes and bool(context.sections) and imperative(context.sections[-1].title)  # "4. Restrict the headers"
    return asked or ordered or any(map(_INSTRUCTS.search, fence.lines)) or Role.PLAN in {context.key_role, context.lead_in_role, *sections}


def proposes(comment: str) -> bool:
    """Whether a comment in a block says that what follows is how it should be."""
    return bool(_PROPOSED.search(comment) or labels_a_wish(comment))


def lacks(words: str) -> bool:
    """Whether words are about what some code lacks: then it is no tolerable difference that it has more."""
    return bool(_LACKING.intersection(re.findall(r"[a-z']+", words.lower())))


def remarks(words: str) -> bool:
    """Whether words are about comments or annotations of the code that they show."""
    return any(word.startswith(("comment", "annotat")) for word in re.findall(r"[a-z]+", words.lower()))


def _uses(fence: Fence, paths: Sequence[str]) -> bool:
    """Whether a block shows the use of the file named above it: it imports that module, or the words say that others use it."""
    modules = {re.sub(r"\.\w+$", "", path).rpartition("/")[2] for path in paths}
    imported = {name for line in fence.lines if (match := _IMPORTS.match(line)) for name in re.findall(r"[\w-]+", match[0])}
    if modules & imported:
        return True
    lead = fence.context.lead_in.plain if fence.context.lead_in else ""
    before = min((lead.find(path) for path in paths if path in lead), default=-1)
    return before > 0 and bool(_USING.intersection(re.findall(r"[a-z]+", lead[:before].lower())))


def _invented(fence: Fence) -> bool:
    """Whether it is made up: a name stands for another (`MyAgent`, `your_key`), or it is to be put among "existing fields"."""
    if any(_AMONG.search(line) or _STANDS_FOR.search(line) for line in fence.lines):
        return True
    return any(_MADE_UP.match(word) for line in fence.lines for word in re.findall(r"[A-Za-z_]\w*", line))


def _abridged(fence: Fence) -> bool:
    """Whether more than one of its lines stands for others: it shows what code is like, not as it is written."""
    return sum(bool(_LEFT_OUT_LINE.match(line)) for line in fence.lines) > 1


def _parts(fence: Fence, whole: Quotation) -> Iterator[Quotation]:
    """Cut at the comments that say "Before" and "After"; what follows "instead" or a bad example's good twin is a proposal."""
    rows = rows_of(fence.lines, fence.line, fence.language)
    part, proposed = whole, False
    held: list[Row] = []
    for row, line in zip(rows, fence.lines, strict=True):
        other = _file_of(line, row.line)
        if other and whole.paths and other not in part.paths:  # "// a.py:3" ... "// b.py:7": each file has its own code below
            if not proposed and any(r.tokens or r.doc for r in held):
                yield replace(part, rows=tuple(held))
            held, proposed, part = [], False, replace(whole, title="", paths=(other,))
        words = re.match(r"^(?:#|//|--|/\*)\s*(.*)$", line)
        told = words[1] if words else ""
        tail = re.search(r"\b(before|after|current|new|old)\W*$", told, re.I) if len(told) < 80 else None
        side = code_side_of(told) if code_side_of(told) is not Side.NOW else code_side_of(tail[1]) if tail else Side.NOW
        wished = proposes(told)
        if side is Side.AFTER and wished:
            side = Side.NOW
        mark = mark_of(told)[0]
        if words and (side is not Side.NOW or wished or (mark is not None and _BAD_GOOD.search(told))):
            if not proposed and any(r.tokens or r.doc for r in held):
                yield replace(part, rows=tuple(held))
            # The bad example of a pair is the file's own code where a file is named; the good one never is.
            blamed = bool(whole.paths) and mark in {Mark.NO, Mark.WARNING} and not wished
            held, proposed = [], side is Side.NOW and not blamed
            part = replace(whole, title=told, side=side, doubtful=whole.doubtful or blamed)
        held.append(row)
    if not proposed and any(r.tokens or r.doc for r in held):
        yield replace(part, rows=tuple(held))


def _file_of(line: str, number: int) -> str:
    """The file whose lines a comment cites as those below it: "# a.py:3", "// Compare to b.py:7-9"."""
    comment = re.match(r"^\s*(?:#|//|--|/\*)\s*(.*)$", line)
    if comment is None or not re.search(r"\w\.\w+:\d", comment[1]):
        return ""
    named = [m.value.text for m in paths_in(raw_text(comment[1], number, 1)) if isinstance(m.value, Path) and m.value.anchors]
    return named[0] if len(named) == 1 else ""


def rows_of(lines: Sequence[str], start: int, language: str) -> tuple[Row, ...]:
    """The lines of a block as rows. A block that is nothing but a docstring is read as Python's."""
    text = "\n".join(lines)
    if not language and (
        text.lstrip().startswith('"""')
        or re.search(
            r"^[ \t]*(?:def|class) .*:\s*(?:#.*)?$|^[ \t]*(?:from \S+ )?import \w+[ \t]*$|^[ \t]*#(?!include|define|if|endif)", text, re.M
        )
    ):
        language = "python"
    read = tokens(_LEFT_OUT.sub(r"\1...", text), language)
    by_line: dict[int, list[Token]] = {}
    for token in read.row:
        by_line.setdefault(token.line, []).append(token)
    docs = dict(read.docstrings)
    rows = []
    for number, line in enumerate(lines, 1):
        own = by_line.get(number, [])
        while own and own[-1].text == ",":
            own.pop()
        bare = re.sub(r"^\s*(?:#|//|--|/?\*)?\s*|\s*\*/\s*$", "", line)
        elided = bare in {"...", "…", "[...]", "(...)"} or bool(re.match(r"^(?:\.\.\.|…)", bare))
        defined = _DEFINES.match(line)
        name = (defined["name"] or defined["value"]) if defined else ""
        rows.append(
            Row(start + number - 1, line.strip(), () if elided else tuple(own), "" if elided else docs.get(number, ""), name, elided)
        )
    return tuple(rows)
