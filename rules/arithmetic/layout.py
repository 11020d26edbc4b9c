"""Where things stand in a report: what lies under a heading, between two lines, right before a list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from verifier.reading.clause import Clause, FenceClass, Form, ListBlock, Report, Section, Stance, Statement, Table
from verifier.reading.text import Text, TextBuilder, join

_ITEMS = 100  # items of a list that a total may be of
_MARKER = re.compile(r"^[\s>|]*(?:[-*+]|\d{1,3}[.)])?\s+(?:\[[ xX]\]\s+)?")


class Layout:
    """A report by its lines. Line ranges are 1-based and inclusive."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.statements: Sequence[Statement] = sorted(report.statements, key=lambda statement: statement.line)
        self._lines = [statement.line for statement in self.statements]
        self.last_line = len(report.source.lines)
        self._headings = [section.line for section in report.sections]
        self._ends, self._parents = _nested(report.sections, self.last_line)
        self.lists = _outermost(report.lists)
        self._lists = [block.line for block in self.lists]
        self._tables = [table.line for table in report.tables]
        self._before: dict[int, tuple[Statement, ...]] = {}
        for block in report.lists:
            if len(block.items) > 1:
                for at, item in enumerate(block.items):
                    self._before.setdefault(item.line, block.items[max(0, at - _ITEMS) : at])
        self._stances: dict[int, list[Clause]] = {}
        for clause in report.clauses:
            self._stances.setdefault(clause.span.line, []).append(clause)

    def end(self, section: Section) -> int:
        """The last line under a heading, sub-sections included."""
        return self._ends[section.line]

    def own_end(self, section: Section) -> int:
        """The last line before a section's first sub-section."""
        below = self._below(section)
        return below[0].line - 1 if below else self.end(section)

    def children(self, section: Section) -> tuple[Section, ...]:
        """The sub-sections directly under a heading: those of the least level there."""
        below = self._below(section)
        least = min((other.level for other in below), default=0)
        return tuple(other for other in below if other.level == least)

    def _below(self, section: Section) -> Sequence[Section]:
        sections = self.report.sections
        return sections[bisect_right(self._headings, section.line) : bisect_right(self._headings, self.end(section))]

    def section_at(self, line: int) -> Section | None:
        """The innermost section that `line` is in; a heading is in its own."""
        at = bisect_right(self._headings, line)
        return self.report.sections[at - 1] if at else None

    def parent(self, section: Section) -> Section | None:
        return self._parents[section.line]

    def titles(self, line: int) -> tuple[str, ...]:
        """The headings that `line` stands under, outermost first."""
        titles: list[str] = []
        section = self.section_at(line)
        while section is not None:
            if section.line < line:
                titles.append(section.title)
            section = self.parent(section)
        return tuple(reversed(titles))

    def items_before(self, line: int) -> tuple[Statement, ...]:
        """The items above the one on this line, in the same list."""
        return self._before.get(line, ())

    def between(self, first: int, last: int) -> Sequence[Statement]:
        """The statements that begin on these lines."""
        return self.statements[bisect_left(self._lines, first) : bisect_right(self._lines, last)]

    def lists_between(self, first: int, last: int) -> tuple[ListBlock, ...]:
        """The outermost lists that begin on these lines."""
        return self.lists[bisect_left(self._lists, first) : bisect_right(self._lists, last)]

    def tables_between(self, first: int, last: int) -> tuple[Table, ...]:
        return self.report.tables[bisect_left(self._tables, first) : bisect_right(self._tables, last)]

    def heading(self, section: Section) -> Statement | None:
        return next((s for s in self.between(section.line, section.line) if s.form is Form.HEADING), None)

    def stances(self, statement: Statement) -> frozenset[Stance]:
        """The stances of the clauses that stand on the statement's first line."""
        return frozenset(clause.stance for clause in self._stances.get(statement.line, ()) if clause.statement is statement)

    def worded(self) -> Sequence[Statement]:
        """The statements in words: no code, commands or names in a tree, nothing that is only suggested or drawn."""
        return [
            statement
            for statement in self.statements
            if statement.form not in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
            and statement.context.fence not in {FenceClass.SUGGESTED, FenceClass.DIAGRAM}
            and len(statement.text.plain) <= 2000
        ]

    def full(self, statement: Statement) -> Text:
        """A statement's words with the key in front of them: "Moved 6 files: `a`, `b`"."""
        key, (line, column) = statement.context.key, statement.text.place(0)
        if not key or statement.form is not Form.KEY_VALUE or statement.text.plain.startswith(key) or statement.context.fence is not None:
            return statement.text
        raw = self.report.source.lines[line - 1][: column - 1]
        marker = _MARKER.match(raw)
        start = marker.end() if marker else 0
        builder = TextBuilder()
        builder.add_markdown(raw[start:], line, start + 1)
        before = builder.build().strip(" *_`")
        return join((before, statement.text)) if key in before.plain else statement.text

    def told(self, statement: Statement) -> bool:
        """Whether some clause of the statement is told as a fact."""
        return Stance.ASSERTS in self.stances(statement)

    def asserted(self, statement: Statement) -> bool:
        """Whether some clause of the statement is told as a fact or a plan: the sums of a plan are facts all the same."""
        return bool(self.stances(statement) & {Stance.ASSERTS, Stance.RECOMMENDS})


def _nested(sections: Sequence[Section], last: int) -> tuple[dict[int, int], dict[int, Section | None]]:
    """For the line of each heading the last line under it, and the section that it is in."""
    ends: dict[int, int] = {}
    parents: dict[int, Section | None] = {}
    around: list[Section] = []
    for section in sections:
        while around and around[-1].level >= section.level:
            ends[around.pop().line] = section.line - 1
        parents[section.line] = around[-1] if around else None
        around.append(section)
    return ends | {section.line: last for section in around}, parents


def _outermost(lists: Sequence[ListBlock]) -> tuple[ListBlock, ...]:
    """Lists that lie in no other list, in order."""
    found: list[ListBlock] = []
    for block in sorted(lists, key=lambda block: (block.line, -len(block.items))):
        inner = block.context.parents and found and found[-1].line <= block.line
        if not inner:
            found.append(block)
    return tuple(found)
