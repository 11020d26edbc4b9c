"""What a code block says, line by line: trees, check-marked prose, shell sessions, comments, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.reading.clause import Context, Fence, FenceClass, Form, Mark, Mention, Path, Stance, Statement
from verifier.reading.diagrams import boxed_lines
from verifier.reading.fences import CODE_LINE, DIFFS, classify
from verifier.reading.mentions import mentions, paths
from verifier.reading.roles import leads, mark_of, role_of
from verifier.reading.stance import context_stance
from verifier.reading.text import Text, raw_text
from verifier.reading.trees import read_tree

_COMMENT = re.compile(r"^\s*(?:#|//|--|/\*+|<!--)\s?(?P<words>.*?)(?:\*/|-->)?\s*$")
_LINES = re.compile(r"\b(?:lines?|L)\s*\d+(?:\s?[-–]\s?L?\d+)?", re.I)
# "*.test.ts: 0 files found": what a session's command told, not a command.
_RESULT = re.compile(r"^[^\s:]+(?: [\w.*-]+){0,3}:\s+~?\d[\d,.]*\s?%?(?: [A-Za-z]+){0,3}\W*$")


def read_fence(content: Sequence[str], start: int, info: str, context: Context) -> tuple[list[Fence], list[Statement]]:
    """A block's own fence first, then the code embedded in it; and its statements. `start` is its first content line.

    A block in which several comments tell where the code below them is from is as many blocks.
    """
    language = info.strip().split(" ")[0].split(":")[0].lower()
    title = _title(content)
    named = _ties(content, start, context, info)
    context = replace(context, fence_language=language, fence_title=title)
    kind = classify(language, content, context, bool(named))
    context = replace(context, fence=kind)
    if language in DIFFS and kind in {FenceClass.CODE, FenceClass.SUGGESTED}:
        return list(_differences(content, start, kind, context, info)), []
    if kind in {FenceClass.CODE, FenceClass.SUGGESTED} and len(parts := _placed(content)) > 1:
        read_parts = [_part(content[first:last], start + first, kind, context, info) for first, last in parts]
        return [fence for fence, _ in read_parts], [statement for _, told in read_parts for statement in told if statement.text.plain]
    fences = [Fence(start, start + max(0, len(content) - 1), language, tuple(content), kind, context, named)]
    if kind is FenceClass.PROSE:
        fences += [_embedded(content[first:last], start + first, context) for first, last in _stretches(_code_rows(content))]
    if kind is FenceClass.DIAGRAM:
        return fences, list(boxed_lines(content, start, context))
    readers = {FenceClass.TREE: _tree_entries, FenceClass.PROSE: _prose_lines, FenceClass.SHELL: _shell_lines, FenceClass.CODE: _code_lines}
    read = readers.get(kind) if not language.endswith("ignore") else None  # patterns, not names
    return fences, [statement for statement in read(content, start, context) if statement.text.plain] if read else []


def _differences(content: Sequence[str], start: int, kind: FenceClass, context: Context, info: str) -> Iterator[Fence]:
    """The parts of a difference, one a file that its lines "+++ b/a.py" name."""
    named = [row for row, line in enumerate(content) if line.startswith("+++ ")]
    starts = sorted({0, *(max(0, row - 1) for row in named[1:])})
    for first, last in zip(starts, [*starts[1:], len(content)], strict=True):
        part = content[first:last]
        at = next((row for row, line in enumerate(part) if line.startswith("+++ ")), -1)
        path = re.sub(r"^b/", "", part[at][4:].split("\t")[0].strip()) if at >= 0 else ""
        ties = tuple(paths(raw_text(path, start + first + at, 5))) if path else _ties(content, start, context, info)
        yield Fence(start + first, start + last - 1, context.fence_language, tuple(part), kind, context, ties[:1] if path else ties)


def _placed(content: Sequence[str]) -> list[tuple[int, int]]:
    """The parts of a block of code as [first, last), each below a comment that is nothing but a place: "# src/a.py:12"."""
    starts = []
    for row, line in enumerate(content):
        words = _COMMENT.match(line)
        if words and not line[:1].isspace():
            text = raw_text(words["words"].strip(), 1, 1)
            named = [mention for mention in paths(text) if isinstance(mention.value, Path) and not mention.value.directory]
            if (
                len(named) == 1
                and text.plain.startswith(named[0].text)
                and not re.search(r"\w", _LINES.sub("", text.plain[len(named[0].text) :]))
            ):
                starts.append(row)
    if not starts or len(starts) < 2:
        return []
    starts[0] = 0
    return list(zip(starts, [*starts[1:], len(content)], strict=True))


def _part(content: Sequence[str], start: int, kind: FenceClass, context: Context, info: str) -> tuple[Fence, Iterator[Statement]]:
    context = replace(context, fence_title=_title(content))
    named = _ties(content, start, context, info)
    fence = Fence(start, start + len(content) - 1, context.fence_language, tuple(content), kind, context, named)
    return fence, _code_lines(content, start, context) if kind is FenceClass.CODE else iter(())


def _tree_entries(content: Sequence[str], start: int, context: Context) -> Iterator[Statement]:
    about = [context.sections[-1].title] if context.sections else []
    about += [context.lead_in.plain] if context.lead_in else []
    for entry in read_tree(content, start, "; ".join(about)):
        around = replace(context, tree=entry)
        yield Statement(entry.name, Form.TREE_ENTRY, around)
        yield Statement(entry.comment.strip(), Form.FENCE_LINE, replace(around, parents=(entry.name,)))


def _prose_lines(content: Sequence[str], start: int, context: Context) -> Iterator[Statement]:
    """Marked lines as statements; an unmarked line ending in ":" or standing alone further left leads the deeper ones."""
    parents: list[tuple[int, Text, Mark | None]] = []
    lead: Text | None = context.lead_in
    role = context.lead_in_role
    code = _code_rows(content)
    for offset, line in enumerate(content):
        if offset in code or (context.fence_language in ("diff", "patch") and line.startswith("-")):
            continue
        if not line.strip():
            lead, role = context.lead_in, context.lead_in_role
            continue
        indent = len(line) - len(line.lstrip())
        while parents and parents[-1][0] >= indent:
            parents.pop()
        text = raw_text(line, start + offset, 1).strip()
        mark, begin, end = mark_of(text.plain)
        comment = re.match(r"^(?:#|//)\s*", text.plain)
        bullet = re.match(r"^(?:[-*•]|\d+[.)])\s+", text.plain[begin:end])
        body = text.slice(begin + (bullet.end() if bullet else 0) + (comment.end() if comment else 0), end).strip()
        if not body.plain:
            continue
        inner_mark, b, e = mark_of(body.plain)
        if mark is None and inner_mark is not None:
            mark, body = inner_mark, body.slice(b, e)
        around = replace(
            context,
            lead_in=lead,
            lead_in_role=role,
            parents=(*context.parents, *(words for _, words, _ in parents)),
            parent_marks=(*context.parent_marks, *(m for _, _, m in parents)),
        )
        yield Statement(body, Form.FENCE_LINE, around, mark)
        if mark is None and (leads(body.plain) or comment) and not bullet:
            lead, role = body, role_of(body.plain)
        parents.append((indent, body, mark))


def _shell_lines(content: Sequence[str], start: int, context: Context) -> Iterator[Statement]:
    """Commands, and comments about them; "# Result: ..." below a command is about what the command names."""
    command: Text | None = None
    lead = context
    for offset, line in enumerate(content):
        text = raw_text(line, start + offset, 1).strip()
        mark, begin, end = mark_of(text.plain)
        body = text.slice(begin, end).strip()
        comment = re.match(r"^(?:#|//)+\s*", body.plain)
        if not body.plain:
            lead = context
        elif comment:
            words = body.slice(comment.end(), len(body.plain))
            result = re.match(r"^(?:results?|output)\s*:\s*", words.plain, re.I)
            around = replace(context, parents=(*context.parents, command)) if command is not None and result else context
            yield Statement(words.slice(result.end() if result else 0, len(words.plain)).strip(), Form.FENCE_LINE, around, mark)
            lead = replace(context, lead_in=words, lead_in_role=role_of(words.plain)) if words.plain.endswith(":") else context
        elif _RESULT.match(body.plain):
            yield Statement(body, Form.FENCE_LINE, lead, mark)
        else:
            command = body
            yield Statement(body, Form.COMMAND, lead, mark)


def _code_lines(content: Sequence[str], start: int, context: Context) -> Iterator[Statement]:
    """A code block's comments; a line that is nothing but a place ("a.py:12") says that it is there."""
    for offset, line in enumerate(content):
        words = _COMMENT.match(line)
        whole = raw_text(line, start + offset, 1).strip()
        named = mentions(whole) if not words else ()
        if len(named) == 1 and isinstance(named[0].value, Path) and named[0].text == whole.plain:
            yield Statement(whole, Form.FENCE_LINE, context)
        elif words and re.search(r"\w", words["words"]):  # "// ..." leaves code out and says nothing
            yield Statement(raw_text(words["words"], start + offset, words.start("words") + 1).strip(), Form.CODE, context)


def _embedded(content: Sequence[str], start: int, context: Context) -> Fence:
    """Code that stands below check-marked lines in one block ("Example:")."""
    named = _ties(content, start, context, "")
    kind = FenceClass.CODE if context_stance(context)[0] is Stance.ASSERTS else FenceClass.SUGGESTED
    return Fence(start, start + len(content) - 1, context.fence_language, tuple(content), kind, replace(context, fence=kind), named)


def _code_rows(content: Sequence[str]) -> frozenset[int]:
    """Rows of a prose block that are code: from a line of code without a mark to the next blank, marked or plain line."""
    rows: set[int] = set()
    quoting = ""
    for row, line in enumerate(content):
        fence = next((quote for quote in ('"""', "'''") if quote in line), "")
        if quoting or fence:
            rows.add(row)
            if fence and line.count(fence) == 1:
                quoting = "" if quoting else fence
        elif (
            line.strip()
            and mark_of(line.strip())[0] is None
            and not re.match(r"^\s*(?:#|//|[-*•]|\d+[.)])\s", line)
            and (CODE_LINE.search(line) or (row - 1 in rows and line[0] in " \t"))
        ) or (re.match(r"^\s*(?:#|//)", line) and row - 1 in rows and line[0] in " \t"):
            rows.add(row)
    return frozenset(rows)


def _stretches(rows: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring rows as [first, last)."""
    for row in sorted(rows):
        if row - 1 not in rows:
            end = row
            while end in rows:
                end += 1
            yield row, end


def _title(content: Sequence[str]) -> str:
    for line in content[:1]:
        match = _COMMENT.match(line)
        if match:
            return match["words"].strip()
    return ""


_BEFORE = 3  # words of a comment before the file that the code is said to be from; behind more, it is told of otherwise


def _ties(content: Sequence[str], start: int, context: Context, info: str) -> tuple[Mention, ...]:
    """Paths that tie a block to a file, nearest first: its title line, its info string, its lead-in, its item."""
    found: list[Mention] = []
    for offset, line in enumerate(content[:2]):
        match = _COMMENT.match(line)
        if match:
            named = paths(raw_text(match["words"], start + offset, match.start("words") + 1))
            found += [one for one in named if len(match["words"].partition(one.text)[0].split()) <= _BEFORE]
    for part in re.split(r"[\s:=\"']+", info)[1:]:
        found += paths(raw_text(part, start - 1, 1))
    for text in (context.lead_in, *reversed(context.parents)):
        if text is not None:
            found += paths(text)
    return tuple(mention for mention in found if isinstance(mention.value, Path) and not mention.value.directory)
