"""Blocks of Markdown to statements with their context.

markdown-it-py finds the blocks; their words are taken from the report's own lines, so that every character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token

from verifier.model import Side
from verifier.reading.clause import (
    Cell,
    Context,
    Fence,
    Form,
    ListBlock,
    Mark,
    Role,
    Section,
    Statement,
    Table,
)
from verifier.reading.directives import without_directives
from verifier.reading.fence_lines import read_fence
from verifier.reading.mentions import mentions
from verifier.reading.roles import leads, mark_of, role_of, role_of_heading, side_of
from verifier.reading.says.about import of_a_sample
from verifier.reading.sentences import is_bold_line, joined, key_like, run_in_wish, sentences
from verifier.reading.source import MAX_LINE
from verifier.reading.stance import imperative
from verifier.reading.tables import read_table
from verifier.reading.text import LONGEST, Text, TextBuilder, reference_name, without_comments

_ATTRIBUTES = re.compile(r"^\W*(?:attributes?|propert(?:y|ies)|fields?|characteristics?|info(?:rmation)?)\W*$", re.I)
_MARKER = re.compile(r"^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)[ \t]*)+")
_QUOTE = re.compile(r"^[ \t]{0,3}>(?:[ \t]{0,4}>)*[ \t]?")
_CHECK = re.compile(r"^\[(?P<tick>[ xX])\][ \t]+")
_NUMBERED_WISH = re.compile(r"(?:enhancement|improvement|proposal|suggestion)\s+\d+\s*[-–—:]\s*", re.I)  # "Enhancement 1 - Add a cache"
_LABEL = 3  # words of a label such as "User experience:"
_KEY = re.compile(r"^(?P<key>[^:\n]{1,60}?)\s*:(?![:/\\\w])\s*")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z]\.|Phase \d+:?|Step \d+:?|#\d+)\s+", re.I)
_CAPTION = 10  # words of a line above a table that says what is in it
_ELDERS = 4  # items above an item that may tell what it is about
_INHERITED = frozenset((Role.PLAN, Role.EXAMPLE, Role.BEFORE))


@dataclass
class Reading:
    """What one pass over the blocks collects."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lists: list[ListBlock] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)


@dataclass
class _Item:
    """A list item being read."""

    first: bool = True  # its own words are still to come
    words: Text | None = None
    mark: Mark | None = None
    unticked: bool = False
    key: str = ""
    key_role: Role = Role.NEUTRAL
    pending: Text | None = None  # the lead-in that stood before it inside the item


@dataclass
class _List:
    line: int
    ordered: bool
    context: Context
    items: list[Statement] = field(default_factory=list)
    count: int = 0


_CHANGE = Section("Changes", 0, 0, Role.CHANGES)


def read_blocks(lines: Sequence[str], change: bool = False) -> Reading:
    """The statements, tables, lists and fences of a report's repaired lines, each read up to `MAX_LINE` characters.

    `change`: they are read as if they stood under a heading "Changes".
    """
    lines = [line[:MAX_LINE] for line in without_directives(lines)]
    markdown = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    found: dict[str, dict[str, dict[str, str]]] = {}
    tokens = markdown.parse("\n".join(lines), found)
    definitions = {reference_name(name): one["href"] for name, one in found.get("references", {}).items()}
    return _Walk(lines, definitions, [_CHANGE] if change else []).walk(tokens)


class _Walk:
    def __init__(self, lines: Sequence[str], references: Mapping[str, str], around: Sequence[Section] = ()) -> None:
        self.lines = lines
        self.references = references  # targets of link definitions
        self.out = Reading(sections=list(around))
        self.open = list(around)
        self.sample = False  # the section tells of a project that was made as a sample
        self.lead: Text | None = None  # the last paragraph, when it announces what follows
        self.wish = ""  # the last label of the section that announces a wish, until another one tells of what there is
        self.caption: Text | None = None  # the last paragraph, when it is a few words without a stop, as above a table
        self.key: tuple[str, Role] = ("", Role.NEUTRAL)
        self.lists: list[_List] = []
        self.items: list[_Item] = []

    def walk(self, tokens: Sequence[Token]) -> Reading:
        in_heading = 0
        skip_until = -1
        for index, token in enumerate(tokens):
            if token.map is not None and token.map[0] < skip_until:
                continue
            kind = token.type
            if kind == "heading_open":
                in_heading = int(token.tag[1])
            elif kind == "heading_close":
                in_heading = 0
            elif kind == "inline" and token.map:
                if in_heading:
                    self._heading(token.map[0], in_heading)
                else:
                    self._paragraph(token.map[0], token.map[1])
            elif kind == "table_open" and token.map:
                self._table(token.map[0], token.map[1])
                skip_until = token.map[1]
            elif kind in {"fence", "code_block"} and token.map:
                self._fence(token, kind == "fence")
            elif kind in {"bullet_list_open", "ordered_list_open"} and token.map:
                self.lists.append(_List(token.map[0] + 1, kind.startswith("ordered"), self._context(), count=_items(tokens, index)))
            elif kind in {"bullet_list_close", "ordered_list_close"}:
                self._close_list()
            elif kind == "list_item_open":
                self.items.append(_Item())
            elif kind == "list_item_close":
                self.items.pop()
            elif kind == "html_block" and token.map:
                self._paragraph(token.map[0], token.map[1])
            elif kind == "hr":
                self.lead = None
        return self.out

    # -- context

    def _context(self) -> Context:
        parents = tuple(item.words for item in self.items if item.words is not None)
        marks = tuple(item.mark for item in self.items if item.words is not None)
        key, role = next(((item.key, item.key_role) for item in reversed(self.items) if item.key), ("", Role.NEUTRAL))
        pending = next((item.pending for item in reversed(self.items) if item.pending is not None), None)
        lead = pending or self.lead
        return Context(
            sections=tuple(self.open),
            lead_in=lead,
            lead_in_role=self._announced(pending) if pending is not None else _lead_role(lead),
            key=key,
            key_role=role,
            parents=parents,
            parent_marks=marks,
            unticked=any(item.unticked for item in self.items),
            siblings=self.lists[-1].count if self.lists else 0,
            sample=self.sample,
        )

    def _announced(self, words: Text) -> Role:
        """The role of what an item announces: below "Recommendations:" that is one, too, unless it says what it is itself."""
        role, outer = role_of(words.plain), _lead_role(self.lead)
        return outer if role in (Role.NEUTRAL, Role.INVENTORY) and outer in _INHERITED else role

    def _close_list(self) -> None:
        done = self.lists.pop()
        if done.items:
            last = done.items[-1].text.place(len(done.items[-1].text.plain))[0]
            self.out.lists.append(ListBlock(done.line, last, done.ordered, tuple(done.items), done.context))
        if not self.lists:
            last_words = done.items[-1].text if done.items else None
            # "- **Fix**:" as the last item leads the code block that follows the list
            self.lead = last_words if last_words is not None and last_words.plain.rstrip().endswith((":", "：")) else None

    # -- blocks

    def _heading(self, row: int, level: int) -> None:
        line = self.lines[row]
        lead = re.match(r"^[\s>]*#{1,6}\s*", line)
        start = lead.end() if lead else 0
        builder = TextBuilder(self.references)
        builder.add_markdown(re.sub(r"\s+#+\s*$", "", line[start:]), row + 1, start + 1)
        text = builder.build().strip().head()
        plain = text.plain
        _, begin, end = mark_of(plain)
        title = _NUMBERED.sub("", plain[begin:end].strip(" :"))
        while self.open and self.open[-1].level >= level:
            self.open.pop()
        if not self.out.title:
            self.out.title = title
        around = tuple(one.title for one in self.open)
        section = Section(title or plain, level, row + 1, role_of_heading(title, self.out.title, around), mentions(text))
        self.open.append(section)
        self.out.sections.append(section)
        self.lead, self.key, self.wish = None, ("", Role.NEUTRAL), ""
        self.sample = False
        self._emit(text, Form.HEADING, Context(sections=tuple(self.open[:-1])))

    def _paragraph(self, first: int, last: int) -> None:
        """A paragraph, or an item's words; hard-broken "**Key**: value" lines are statements of their own."""
        texts: list[Text] = []
        for row, line in enumerate(without_comments(self.lines[first:last]), first):
            quote = _QUOTE.match(line)
            start = quote.end() if quote else 0
            marker = _MARKER.match(line[start:]) if row == first and self.items else None
            start += marker.end() if marker else len(line[start:]) - len(line[start:].lstrip())
            if line[start:].strip():
                builder = TextBuilder(self.references)
                builder.add_markdown(line[start:].rstrip(), row + 1, start + 1)
                texts.append(builder.build())
        item = self.items[-1] if self.items and self.items[-1].first else None
        if item is not None:
            item.first = False
        for position, text in enumerate(joined(texts)):
            self.sample = self.sample or of_a_sample(text)
            self._words(text, item if position == 0 else None)

    def _words(self, text: Text, item: _Item | None) -> None:
        form = Form.ITEM if item is not None else Form.SENTENCE
        ticked: bool | None = None
        check = _CHECK.match(text.plain) if item is not None else None
        if check:
            ticked, form = check["tick"] in "xX", Form.CHECK_ITEM
            text = text.slice(check.end(), len(text.plain))
        mark, begin, end = mark_of(text.plain)
        if mark is None:
            bold_end = mark_of(text.plain.split(":")[0])
            mark = bold_end[0]
        body = text.slice(begin, end) if end > begin else text
        context = self._context() if item is None else self._item_context()
        short = body.head()
        announces = leads(body.plain) or (item is None and is_bold_line(body))
        key = _KEY.match(body.plain)
        if item is None and key and key_like(body, key.end("key")):
            self._wishes(key["key"])
        if key and not announces and key_like(body, key.end("key")):
            role = role_of(key["key"])
            value = body.slice(key.end(), len(body.plain))
            if item is not None:
                item.words, item.mark, item.unticked = short, mark, ticked is False
            keyed = replace(context, key=key["key"].strip(), key_role=role if role is not Role.NEUTRAL else context.key_role)
            self._statement(
                body if role is Role.NEUTRAL else value, Form.KEY_VALUE if form is not Form.CHECK_ITEM else form, keyed, mark, ticked
            )
            if item is None:
                self.lead = short if side_of(key["key"]) is not Side.NOW else None  # "Before: three services", and a list of them
            elif role is not Role.NEUTRAL:
                item.key, item.key_role = key["key"].strip(), role
            return
        if item is not None:
            item.words, item.mark, item.unticked = short, mark, ticked is False
            if announces:
                item.key, item.key_role = short.plain.strip(" :"), self._announced(short)
                item.pending = short
        elif announces:
            if self.items:
                self.items[-1].pending = short
            else:
                self.lead = short
        elif not self.items:
            self.lead = None
            self.caption = short if len(short.plain.split()) <= _CAPTION and short.plain.rstrip()[-1:] not in ".!?;" else None
        if announces and item is None:
            context = replace(context, lead_in=None, lead_in_role=Role.NEUTRAL)
        if wish := run_in_wish(body):
            context = replace(context, key=wish, key_role=Role.PLAN)
        self._statement(body, form, context, mark, ticked)

    def _wishes(self, label: str) -> None:
        """Keeps in mind whether the labels of a section tell of what is to be: what follows "Recommendation:" does, until "Current:"."""
        role, numbered = role_of(label), _NUMBERED_WISH.match(label)
        if role is Role.PLAN or (numbered is not None and imperative(label[numbered.end() :])):
            self.wish = label
        elif role not in (Role.NEUTRAL, Role.EXAMPLE) or len(label.split()) > _LABEL or not label[:1].isalpha():
            self.wish = ""  # "🔴 No retries when it fails": another matter

    def _item_context(self) -> Context:
        """An item's context: its ancestors are the items around it, not itself."""
        current = self.items.pop()
        context = self._context()
        self.items.append(current)
        elders = self.lists[-1].items[-_ELDERS:] if self.lists else []
        return replace(context, elders=tuple(elder.text for elder in elders))

    def _statement(self, text: Text, form: Form, context: Context, mark: Mark | None, ticked: bool | None) -> None:
        before = len(self.out.statements)
        for sentence in sentences(text):
            self._emit(sentence, form, context, mark, ticked)
            if sentence.plain.rstrip().endswith("?") and not context.key:
                context = replace(context, key=sentence.plain.strip())  # what follows answers it
        if form in {Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE} and self.lists and len(self.out.statements) > before:
            owner = self.lists[-1]
            if not owner.items or owner.items[-1].line < self.out.statements[before].line:
                owner.items.append(self.out.statements[before])

    def _emit(self, text: Text, form: Form, context: Context, mark: Mark | None = None, ticked: bool | None = None) -> None:
        text = text.strip()
        if text.plain:
            self.out.statements.append(Statement(text, form, context, mark, ticked))

    # -- tables

    def _table(self, first: int, last: int) -> None:
        if self.lead is None and self.caption is not None and not self.items and first - self.caption.place(0)[0] <= 1:
            self.lead = self.caption
        context = self._context()
        table = read_table([self.lines[row] for row in range(first, last)], first + 1, context.titles, self.references)
        self.out.tables.append(table)
        of_attributes = len(table.headers) == 2 and bool(_ATTRIBUTES.match(table.headers[0]))
        columns = [tuple(column) for column in zip_longest(*([one.text.plain for one in row] for row in _first(table)), fillvalue="")]
        for row in table.rows:
            head = row[0].text
            for index, cell in enumerate(row):
                if not cell.text.plain:
                    continue
                if of_attributes and index:
                    keyed = replace(context, key=head.plain, key_role=role_of(head.plain))
                    self._statement(cell.text, Form.KEY_VALUE, keyed, mark_of(cell.text.plain)[0], None)
                    continue
                mark, begin, end = mark_of(cell.text.plain)
                body = cell.text.slice(begin, end) if end > begin else cell.text
                role = Role.OTHER_PRODUCT if index > 1 and _compares(context) else role_of(cell.header)
                governs = role in {Role.PLAN, Role.OTHER_PRODUCT}
                around = replace(
                    context,
                    header=cell.header,
                    row=row,
                    column=columns[index] if index < len(columns) else (),
                    key=cell.header if governs else "",
                    key_role=role if governs else Role.NEUTRAL,
                    parents=(*context.parents, head) if index else context.parents,
                )
                self._statement(body, Form.CELL, around, mark, None)
        self.lead = None

    # -- fences

    def _fence(self, token: Token, fenced: bool) -> None:
        assert token.map is not None
        first, last = token.map
        rows = range(first + 1, last) if fenced else range(first, last)
        content = [self.lines[row][:LONGEST] for row in rows if row < len(self.lines)]
        if fenced and content and re.match(r"^[\s>]*(?:`{3,}|~{3,})\s*$", content[-1]):
            content = content[:-1]
        fences, statements = read_fence(content, first + (2 if fenced else 1), token.info, self._around_fence(first))
        self.out.fences += fences
        self.out.statements += statements
        if not self.items:
            self.lead = None

    def _around_fence(self, row: int) -> Context:
        """What governs a block that opens on a 0-based row: also the key of the item right above it ("Fix: ...")."""
        context = self._context()
        above = self.out.statements[-1] if self.out.statements else None
        if above is not None and above.context.key_role is Role.PLAN and row - 1 <= above.line <= row and context.key_role is not Role.PLAN:
            return replace(context, key=above.context.key, key_role=Role.PLAN)
        lead = context.lead_in
        plain = lead is not None and not lead.codes and lead.plain[:1].isalpha() and len(lead.plain.split()) <= _LABEL
        if self.wish and plain and not self.items and context.lead_in_role is Role.NEUTRAL:
            return replace(context, key=self.wish, key_role=Role.PLAN)
        return context


def _first(table: Table) -> Iterator[tuple[Cell, ...]]:
    """The first rows of a table, each up to as many cells: enough to tell what its columns are of."""
    return (row[:_ENOUGH] for row in table.rows[:_ENOUGH])


_ENOUGH = 50  # rows, and cells of each


def _items(tokens: Sequence[Token], index: int) -> int:
    level = tokens[index].level
    count = 0
    for token in tokens[index + 1 :]:
        if token.level == level and token.nesting == -1:
            break
        count += token.type == "list_item_open" and token.level == level + 1
    return count


_COMPARES = re.compile(r"\b(?:compar\w+|versus|vs\.?|industry|competitors?|alternatives?)\b", re.I)
_TIMES = re.compile(r"\b(?:before|after|previous|old|new)\b", re.I)


def _compares(context: Context) -> bool:
    """Whether a table sets this product beside others: only its first value column is about this one."""
    titles = [section.title for section in context.sections[-2:]]
    return any(_COMPARES.search(title) and not _TIMES.search(title) for title in titles)


def _lead_role(lead: Text | None) -> Role:
    return role_of(lead.plain) if lead is not None else Role.NEUTRAL
