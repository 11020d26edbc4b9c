"""Reads a report once, into statements and clauses. Rules never see its lines."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace

from verifier.reading.clause import Clause, FenceClass, Form, Path, Report, Role, Section, Stance, Statement
from verifier.reading.clauses import Surroundings, read_clauses
from verifier.reading.located import locate, locate_directories
from verifier.reading.mentions import paths
from verifier.reading.source import Source
from verifier.reading.statements import Reading, read_blocks
from verifier.reading.topics import topics_of

_SLOT = re.compile(r"\{\{\s?(?P<name>[A-Za-z_]\w{0,40})\s?\}\}")
_SLOTS = 2  # of different names
_MARKS = " \t*_:#.-"


def read_report(source: Source) -> Report:
    """Everything `source` says, in report order."""
    reading = read_blocks(source.lines, source.change)
    sections = _with_reviewed(reading, source.path)
    by_line = {section.line: section for section in sections}
    told, fences = locate(locate_directories(reading.statements), reading.fences, sections)
    statements = tuple(_relink(statement, by_line, source.path) for statement in told)
    shared = Surroundings(_named_files(reading), topics_of(reading.title, tuple(sections)))
    clauses: list[Clause] = []
    for statement in statements:
        clauses.extend(read_clauses(statement, shared))
    clauses.sort(key=lambda clause: (clause.span.line, clause.span.column))
    if _to_be_filled_in(statements):
        clauses = [replace(clause, stance=Stance.EXEMPLIFIES) for clause in clauses]
        fences = tuple(replace(fence, kind=FenceClass.SUGGESTED) for fence in fences)
    return Report(
        source,
        reading.title,
        tuple(sections),
        statements,
        tuple(clauses),
        tuple(reading.tables),
        tuple(reading.lists),
        fences,
    )


def _to_be_filled_in(statements: Iterable[Statement]) -> bool:
    """Whether it is a template, such as a prompt for an agent: its prose has several slots ("{{workspace}}"), one of them a line's own."""
    slots: set[str] = set()
    alone = False
    for statement in statements:
        text = statement.text
        if "{{" not in text.plain or statement.form in (Form.CODE, Form.FENCE_LINE, Form.COMMAND):
            continue
        found = [match for match in _SLOT.finditer(text.plain) if not any(first <= match.start() < last for first, last in text.codes)]
        slots.update(match["name"] for match in found)
        alone = alone or (bool(found) and not _SLOT.sub("", text.plain).strip(_MARKS))
    return alone and len(slots) >= _SLOTS


def _with_reviewed(reading: Reading, document: str) -> list[Section]:
    """Sections with the paths of their "Files reviewed" lists, tables and trees' files."""
    named: dict[int, list[str]] = {}
    for statement in reading.statements:
        context = statement.context
        listed = context.lead_in_role is Role.INVENTORY or context.key_role is Role.INVENTORY
        if listed and context.sections and statement.form in {Form.ITEM, Form.KEY_VALUE, Form.SENTENCE}:
            named.setdefault(context.sections[-1].line, []).extend(
                mention.value.text for mention in paths(statement.text) if isinstance(mention.value, Path) and not mention.value.glob
            )
    sections = [replace(section, reviewed=tuple(dict.fromkeys(named.get(section.line, ())))) for section in reading.sections]
    return [_without_own_name(section, document) if section.level == 1 else section for section in sections]


def _without_own_name(title: Section, document: str) -> Section:
    """A title without the document's own name, which says nothing of where things are: "AUDIT.md - the store"."""
    own = posixpath.basename(document.replace("\\", "/"))
    return replace(title, mentions=tuple(one for one in title.mentions if not (isinstance(one.value, Path) and one.value.text == own)))


def _relink(statement: Statement, sections: dict[int, Section], document: str) -> Statement:
    context = statement.context
    around = tuple(sections[section.line] for section in context.sections)
    return replace(statement, context=replace(context, sections=around, document=document))


def _named_files(reading: Reading) -> tuple[str, ...]:
    """Every file the report names as reviewed or existing, for "holds in the files the report reviewed"."""
    found: dict[str, None] = {}
    for statement in reading.statements:
        if statement.context.tree is not None:
            found[statement.context.tree.path] = None
            continue
        if statement.context.key_role is Role.PLAN or statement.context.lead_in_role is Role.PLAN:
            continue
        for mention in paths(statement.text):
            if isinstance(mention.value, Path) and not mention.value.glob and not mention.value.directory and mention.value.sure:
                found[mention.value.text] = None
    return tuple(found)
