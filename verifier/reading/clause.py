"""What a report says, as data: statements, clauses, mentions, and the context they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Generic, cast

from verifier.model import Quantity, ScopeHints, Side, Span
from verifier.reading.source import Source
from verifier.reading.text import Text

if TYPE_CHECKING:
    from typing_extensions import TypeVar
else:
    from typing import TypeVar

_SCHEDULED = re.compile(r"\(\s*(?:weeks?|days?|sprints?|months?)\s+\d{1,3}(?:\s*[-–—]\s*\d{1,3})?\s*\)", re.I)
_SEVERAL = 3  # statements with a time of their own make a schedule


class Origin(str, Enum):
    """Where a clause got a mention from, nearest first."""

    SELF = "self"
    ROW = "row"
    COLUMN = "column"
    KEY = "key"
    LEAD_IN = "lead-in"
    PARENT = "parent"
    FENCE_TITLE = "fence-title"
    HEADING = "heading"


class Stance(str, Enum):
    ASSERTS = "asserts"
    RECOMMENDS = "recommends"
    PLANS = "plans"
    ASKS = "asks"
    EXEMPLIFIES = "exemplifies"
    OTHER_PRODUCT = "other-product"


class Role(str, Enum):
    """What a section, a lead-in or a key announces."""

    STRENGTHS = "strengths"
    PROBLEMS = "problems"
    PLAN = "plan"
    CHANGES = "changes"
    INVENTORY = "inventory"
    STATUS = "status"
    OUTPUT = "output"
    EXAMPLE = "example"
    OTHER_PRODUCT = "other product"
    MISSING = "missing"
    BEFORE = "before"
    NEUTRAL = "neutral"


class Form(str, Enum):
    """The surface a statement was read from."""

    SENTENCE = "sentence"
    ITEM = "item"
    CHECK_ITEM = "check item"  # [x] or [ ]
    KEY_VALUE = "key-value"
    CELL = "cell"
    HEADING = "heading"
    FENCE_LINE = "fence line"
    TREE_ENTRY = "tree entry"
    COMMAND = "command"
    CODE = "code"


class FenceClass(str, Enum):
    PROSE = "prose"
    TREE = "tree"
    DIAGRAM = "diagram"
    OUTPUT = "output"
    SHELL = "shell"
    CODE = "code"  # said to be the repository's
    SUGGESTED = "suggested"  # proposed, hypothetical, or not tied to anything


class Mark(str, Enum):
    """A check mark in front of or behind a statement."""

    YES = "yes"
    NO = "no"
    WARNING = "warning"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Path:
    """A file or directory name; `anchors` are 1-based inclusive line ranges; `symbol` as in `file.py:Symbol`."""

    text: str
    directory: bool = False
    glob: bool = False
    anchors: tuple[tuple[int, int], ...] = ()
    symbol: str = ""
    sure: bool = True  # surely a path, not something that merely looks like one
    linked: bool = False  # a link's target, relative to the document
    home: str = ""  # the repository ("owner/name") or site ("//host") that a link in or beside it leads to


@dataclass(frozen=True, slots=True)
class Symbol:
    """An identifier as the report writes it: `Class.method()`; `arguments` is the text between the brackets, if any."""

    name: str
    call: bool = False
    arguments: str = ""
    keyword: str = ""  # "class", "def", "interface"... when the report says so


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class EnvVar:
    name: str


@dataclass(frozen=True, slots=True)
class Setting:
    """`name=value` or `name: value` in code."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code in the text or in a fence, that is more than a name."""

    code: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    text: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A lexicon entry named in the text."""

    entry: str
    qualifiers: tuple[str, ...] = ()


Value = Path | Symbol | Endpoint | EnvVar | Setting | Snippet | Command | Concept
T = TypeVar("T", bound=Value)
if TYPE_CHECKING:
    V = TypeVar("V", bound=Value, covariant=True, default=Value)
else:
    V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Mention(Generic[V]):
    """A thing that a text names, and where. `Mention` alone may be of anything."""

    span: Span
    value: V
    text: str
    origin: Origin = Origin.SELF


def of_kind(mentions: Iterable[Mention], kind: type[T]) -> tuple[Mention[T], ...]:
    """The mentions whose value is of `kind`, in the order given."""
    return cast("tuple[Mention[T], ...]", tuple(mention for mention in mentions if isinstance(mention.value, kind)))


class Ground(str, Enum):
    """What decides a clause's stance."""

    OWN_WORDS = "own words"
    CITED_LINE = "a line that it cites"
    MARK = "a mark, a box or a note at its end"
    ROW = "the row it stands in"
    AROUND = "its key, lead-in, fence or headings"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Cue:
    """Why something was read as it was. `why` is for people; `ground` and `role` are for decisions."""

    what: str  # "stance", "polarity", "scope"...
    text: str
    why: str
    line: int = 0
    ground: Ground | None = None  # of a stance
    role: Role = Role.NEUTRAL  # what the key, lead-in or heading announces


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it; `mentions` are the heading's own."""

    title: str
    level: int
    line: int
    role: Role
    mentions: tuple[Mention, ...] = ()
    reviewed: tuple[str, ...] = ()  # paths of a "Files reviewed" list in it


@dataclass(frozen=True, slots=True)
class Cell:
    header: str
    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: 1-based first line, header texts, and rows of cells."""

    line: int
    end_line: int
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One name of a tree: its full path as drawn, and what is said about it behind the name."""

    path: str
    directory: bool
    name: Text
    comment: Text
    line: int
    gone: bool = False  # said to be deleted, moved or only planned
    new: bool = False
    below: str = ""  # the part of the path below a caption ("Controllers (modular)"), whose own place is not drawn
    unsure: bool = False  # it may be a file anywhere, or a mark that says something else than that it is absent


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement shares with its surroundings."""

    sections: tuple[Section, ...] = ()  # outermost first
    lead_in: Text | None = None
    lead_in_role: Role = Role.NEUTRAL
    key: str = ""
    key_role: Role = Role.NEUTRAL
    located: tuple[Mention, ...] = ()  # the file that a line or heading above says this is about
    directory: tuple[Mention, ...] = ()  # the directory that a line above gives as the place of it all
    shown: tuple[str, ...] = ()  # code that stands below a statement which names the file it is from
    described: tuple[str, ...] = ()  # code that is named where the text goes on to tell of the lines which a statement cites
    header: str = ""  # this cell's column header
    row: tuple[Cell, ...] = ()
    column: tuple[str, ...] = ()  # the texts of this cell's column in the table's first rows
    parents: tuple[Text, ...] = ()  # enclosing items' own words, outermost first
    parent_marks: tuple[Mark | None, ...] = ()
    unticked: bool = False  # it stands below a box that is still open
    fence: FenceClass | None = None
    fence_language: str = ""
    fence_title: str = ""
    siblings: int = 0  # list items beside it
    elders: tuple[Text, ...] = ()  # the words of the last few items above it in its own list
    sample: bool = False  # a text above in its section tells of a project that was made as a sample
    tree: TreeEntry | None = None  # the entry this statement is, or comments on
    document: str = ""  # the path that the report was read from

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(section.title for section in self.sections if section.line)  # a change's own stands nowhere

    @property
    def of_change(self) -> bool:
        """Whether the report tells of a change that is made."""
        return any(not section.line for section in self.sections)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, a list item, a cell against its key, a fence's line."""

    text: Text
    form: Form
    context: Context
    mark: Mark | None = None
    ticked: bool | None = None  # [x] / [ ]

    @property
    def line(self) -> int:
        return self.text.place(0)[0]

    @property
    def section(self) -> int:
        """The line of the innermost heading that it stands under, or is; 0 for none."""
        if self.form is Form.HEADING:
            return self.line
        return self.context.sections[-1].line if self.context.sections else 0


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """The smallest part of a statement with one polarity. Each is equal to itself alone, so that it is cheap to remember by."""

    text: str
    span: Span
    statement: Statement
    words: Text
    mentions: tuple[Mention, ...] = ()  # its own first, then inherited ones, nearest first
    quantities: tuple[Quantity, ...] = ()
    negated: bool = False
    negation: str = ""  # the word that negates
    quantifier: str = ""
    hedge: str = ""
    side: Side = Side.NOW
    stance: Stance = Stance.ASSERTS
    position: int = 0  # 0 for the statement's first clause
    hints: ScopeHints = field(default_factory=ScopeHints)
    cues: tuple[Cue, ...] = ()

    @property
    def context(self) -> Context:
        return self.statement.context

    @property
    def form(self) -> Form:
        return self.statement.form

    @property
    def asserts(self) -> bool:
        return self.stance is Stance.ASSERTS

    @property
    def in_full(self) -> str:
        """The statement's words with what it stands against: its key, or its row's head and its column's header."""
        context, words = self.context, self.statement.text.plain
        if self.form is Form.CELL and context.row:
            return f"{context.row[0].text.plain} | {context.header}: {words}"
        return f"{context.key}: {words}" if context.key and context.key not in words else words

    @property
    def ground(self) -> Ground:
        """What its stance was decided by."""
        return next((cue.ground for cue in self.cues if cue.ground is not None), Ground.NOTHING)

    def own(self, kind: type[T]) -> tuple[Mention[T], ...]:
        """This clause's own mentions whose value is of `kind`."""
        return of_kind((mention for mention in self.mentions if mention.origin is Origin.SELF), kind)

    def all(self, kind: type[T]) -> tuple[Mention[T], ...]:
        """Own and inherited mentions whose value is of `kind`, nearest first."""
        return of_kind(self.mentions, kind)


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block: `line` is its first content line; `lines` are its content lines, repaired."""

    line: int
    end_line: int
    language: str
    lines: tuple[str, ...]
    kind: FenceClass
    context: Context
    paths: tuple[Mention, ...] = ()  # what ties it to a file: its title, a comment's path, the lead-in

    def hints(self, paths: tuple[str, ...]) -> ScopeHints:
        """What it and the headings above it say about where its code is from; `paths` are those that it is tied to."""
        named = (
            tuple(dict.fromkeys(m.value.text for m in section.mentions if isinstance(m.value, Path)))
            for section in reversed(self.context.sections)
        )
        return ScopeHints(paths, tuple(filter(None, named)))


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with its lead-in: item texts in order."""

    line: int
    end_line: int
    ordered: bool
    items: tuple[Statement, ...]
    context: Context


@dataclass(frozen=True)
class Report:
    """A report as read."""

    source: Source
    title: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    clauses: tuple[Clause, ...]
    tables: tuple[Table, ...] = ()
    lists: tuple[ListBlock, ...] = ()
    fences: tuple[Fence, ...] = ()

    @cached_property
    def keyed_by_section(self) -> Mapping[int, Sequence[Statement]]:
        """The statements with a key by the line of the innermost heading that they stand under, or are; 0 for none."""
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            if statement.context.key:
                found.setdefault(statement.section, []).append(statement)
        return found

    @cached_property
    def scheduled_sections(self) -> frozenset[int]:
        """The lines of the headings under which several statements are given a time: "Queue backend (Week 1-2)"."""
        told = Counter(one.section for one in self.statements if _SCHEDULED.search(one.text.plain) and one.ticked is not True)
        return frozenset(section for section, number in told.items() if number >= _SEVERAL and section)

    @cached_property
    def leads_by_section(self) -> Mapping[int, Sequence[str]]:
        """The words that announce what follows ("Fixed:"), by the line of the heading that they stand under; 0 for none."""
        found: dict[int, list[str]] = {}
        for statement in self.statements:
            if statement.text.plain.rstrip().endswith((":", "：")):
                found.setdefault(statement.section, []).append(statement.text.plain)
        return found

    @cached_property
    def fences_by_section(self) -> Mapping[int, Sequence[Fence]]:
        found: dict[int, list[Fence]] = {}
        for fence in self.fences:
            found.setdefault(fence.context.sections[-1].line if fence.context.sections else 0, []).append(fence)
        return found

    @cached_property
    def by_line(self) -> Mapping[int, Sequence[Clause]]:
        """The clauses by the line that they begin on."""
        found: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.span.line, []).append(clause)
        return found
