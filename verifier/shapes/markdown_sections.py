"""The headings of a repository's own documents, what stands under them, and what is drawn there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Site
from verifier.repository.snapshot import Unreadable

_HEADING = re.compile(r"^(#{1,6})\s+(?P<title>.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)(?P<info>\s*\w*)")
_BOXES = re.compile(r"[┌┐└┘├┤│▼▲]|\+-{3,}\+|^\s*\|?\s*[-=]{2,}>")
_CORNERS = re.compile(r"[┌┐┘┤▼▲]|\+-{3,}\+")
_TREE = re.compile(r"[├└]──")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]+\.(?:png|svg|jpe?g|webp|gif)")
_LEAST_BOXES = 5  # lines of a drawing made of characters
_DOCUMENTS = (".md", ".mdx", ".markdown")


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: `starts` are its headings as (0-based line, level, title)."""

    path: str
    text: str
    lines: tuple[str, ...]
    starts: tuple[tuple[int, int, str], ...]

    def sections(self, words: Sequence[str], least: int = 0) -> Iterator[Site]:
        """Sections whose heading holds one of `words`; or with `least` lines or more, and most of them in the heading."""
        for number, (line, level, title) in enumerate(self.starts):
            held = sum(bool(re.search(rf"\b{re.escape(word)}s?\b", title, re.I)) for word in words)
            enough = held * 2 > len(words) if least else held > 0
            if held and enough and (not least or self._end(number, level) - line >= least):
                yield Site(self.path, title, title, line + 1, line + 1)

    def drawings(self, subject: str) -> Iterator[Site]:
        """Diagrams under headings about `subject`, or anywhere in a document that is named after it."""
        whole = subject.lower() in self.path.lower()
        for number, (line, _, title) in enumerate(self.starts):
            following = self.starts[number + 1][0] if number + 1 < len(self.starts) else len(self.lines)
            if (whole or subject.lower() in title.lower()) and (at := _drawn(self.lines[line:following])):
                yield Site(self.path, title, title, line + at, line + at)

    def _end(self, number: int, level: int) -> int:
        return next((start for start, other, _ in self.starts[number + 1 :] if other <= level), len(self.lines))


def document(code: Codebase, path: str) -> Document | None:
    """The document at `path`; None for what is none."""
    if not path.lower().endswith(_DOCUMENTS):
        return None
    key = ("document", path)
    kept = code.index.memo.get(key)
    if not isinstance(kept, Document):
        try:
            text = code.snapshot.text(path)
        except Unreadable:
            return None
        lines = tuple(text.split("\n"))
        kept = code.index.memo[key] = Document(path, text, lines, tuple(_headings(lines)))
    return kept


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    fenced = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _HEADING.match(line)):
            yield number, len(match[1]), match["title"]


def _drawn(lines: Sequence[str]) -> int:
    """The 1-based line at which something is drawn, 0 where nothing is."""
    tree = any(_TREE.search(line) for line in lines)  # a bar alone is then a branch that goes on
    boxes = [n for n, line in enumerate(lines, 1) if _BOXES.search(line) and not (tree and not _CORNERS.search(line))]
    if len(boxes) >= _LEAST_BOXES:
        return boxes[0]
    for number, line in enumerate(lines, 1):
        fence = _FENCE.match(line)
        if (fence and fence["info"].strip().lower() in ("mermaid", "plantuml", "dot", "graphviz")) or _IMAGE.search(line):
            return number
    return 0
