"""Plain text that knows where in the report each of its characters stands."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifier.model import Span

LONGEST = 2000
"""Characters of a sentence, a heading, a cell, a line of code that are read: nobody writes longer ones.

Patterns may take time in the square of the text they meet; so a report takes time in proportion to its length all the same.
"""
_GAP = 8  # blanks in a row that are kept: more are alignment
_GAPS = re.compile(rf"(?<=\s{{{_GAP}}})\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the report without their Markdown.

    `runs` maps back: from plain offset `offset` on, characters stand on `line` (1-based) from `column` (1-based, of the
    repaired line) onward. `codes` are the code spans and `strong` the bold runs, as plain (start, end) offsets.
    """

    plain: str
    runs: tuple[tuple[int, int, int], ...]
    codes: tuple[tuple[int, int], ...] = ()
    strong: tuple[tuple[int, int], ...] = ()
    struck: tuple[tuple[int, int], ...] = ()  # what is crossed out
    links: tuple[tuple[int, int, str], ...] = ()  # start, end, target

    def place(self, offset: int) -> tuple[int, int]:
        """The (line, column) of the character at a plain offset."""
        if not self.runs:
            return 1, 1
        start, line, column = self.runs[max(0, bisect_right(self.runs, (offset, 1 << 60, 0)) - 1)]
        return line, column + offset - start

    def span(self, start: int, end: int) -> Span:
        """The report's place of plain[start:end]."""
        line, column = self.place(start)
        last_line, last_column = self.place(max(start, end - 1))
        return Span(line, last_line, column, last_column + (end > start))

    def slice(self, start: int, end: int) -> Text:
        """The part plain[start:end], as a text of its own."""
        first = max(0, bisect_right(self.runs, (start, 1 << 60, 0)) - 1)
        runs = []
        for offset, line, column in self.runs[first:]:
            if offset >= end:
                break
            shift = max(0, start - offset)
            runs.append((offset + shift - start, line, column + shift))

        def inside(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
            return tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)

        return Text(
            self.plain[start:end],
            tuple(runs),
            inside(self.codes),
            inside(self.strong),
            inside(self.struck),
            tuple((max(a, start) - start, min(b, end) - start, url) for a, b, url in self.links if a < end and b > start),
        )

    def joined(self, other: Text) -> Text:
        """Its words with those of another text behind them, each character at its own place."""
        shift = len(self.plain)

        def behind(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
            return tuple((a + shift, b + shift) for a, b in spans)

        return Text(
            self.plain + other.plain,
            (*self.runs, *((offset + shift, line, column) for offset, line, column in other.runs)),
            (*self.codes, *behind(other.codes)),
            (*self.strong, *behind(other.strong)),
            (*self.struck, *behind(other.struck)),
            (*self.links, *((a + shift, b + shift, url) for a, b, url in other.links)),
        )

    def strip(self, characters: str | None = None) -> Text:
        """Without the given characters at both ends (white space by default)."""
        left = len(self.plain) - len(self.plain.lstrip(characters))
        right = len(self.plain.rstrip(characters))
        return self if (left, right) == (0, len(self.plain)) else self.slice(left, max(left, right))

    def head(self) -> Text:
        """What is read of it at most."""
        return self if len(self.plain) <= LONGEST else self.slice(0, LONGEST)

    def in_code(self, start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in self.codes)


# Markdown that carries no words. Code spans come first: nothing inside them is Markdown.
_TARGET = r"(?:<[^<>\n]{0,800}>|[^()\s]{1,800}(?:\([^()\s]*\)[^()\s]*)?)"
_TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
_INLINE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<html_code><code(?:\s[^<>\n]{0,300})?>(?P<html_inner>.{1,2000}?)</code\s*>)"
    r"|(?P<comment><!--.*?(?:-->|$))"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});)"
    rf"|(?P<image>!\[[^\[\]\n]{{0,400}}\](?:\(\s*(?P<source>{_TARGET}){_TITLE}\s*\)|\[[^\[\]\n]{{0,200}}\]))"
    rf"|(?P<link>\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{{0,400}}\](?!\[)){{0,400}})\]\(\s*(?P<url>{_TARGET}){_TITLE}\s*\))"
    r"|(?P<reference>\[(?P<named>[^\[\]\n]{1,400})\](?:\[(?P<name>[^\[\]\n]{0,200})\])?)"
    r"|(?P<tag></?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>)"
    r"|(?P<glob>(?<!\w)__(?:init|main|all|version|name|str|repr|call|enter|exit|new|post_init|slots|future|tests?|mocks?|pycache)__"
    r"|(?<!\w)_(?=[a-zA-Z0-9][\w-]{0,80}\.[a-z]{2,5}(?!\w))"  # "_base.py" begins no emphasis
    r"|(?<=\w)_\*{1,2}(?:_(?=\w)|(?=[./]))|(?<=/)\*(?=[./_])|(?<=/)\*\*(?=/)|(?<![\w*])\*(?=\.\w|_\w+\.\w))"
    r"|(?P<strong>\*{1,3}(?=[^\s*])|(?<=\S)\*{1,3}|(?<![^\W_])_{1,2}(?=\S)|(?<=[^\s_])_{1,2}(?![^\W_])|~~)"
)
_HTML_TAGS = frozenset(
    "a b i em strong code kbd sub sup br p div span details summary img ul ol li table tr td th h1 h2 h3 h4 h5 h6 hr small mark u s "
    "del ins pre blockquote center font picture source".split()
)
_INSIDE_WORDS = frozenset("a b i em strong code kbd sub span small mark u s del ins font".split())  # the others part words
_HREF = re.compile(r"\shref\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')", re.I)
_NEW_ITEM = re.compile(r"\s*(?:<code|[-•*`A-Z0-9✅❌✓✗])")  # what begins a statement of its own behind a line break


class TextBuilder:
    """Collects raw pieces of report lines into one `Text`. `references` are the targets of the report's link definitions."""

    def __init__(self, references: Mapping[str, str] | None = None) -> None:
        self._references = references or {}
        self._plain: list[str] = []
        self._length = 0
        self._runs: list[tuple[int, int, int]] = []
        self._codes: list[tuple[int, int]] = []
        self._strong: list[tuple[int, int]] = []
        self._links: list[tuple[int, int, str]] = []
        self._strong_from: int | None = None
        self._struck: list[tuple[int, int]] = []
        self._struck_from: int | None = None
        self._anchor: tuple[int, str] | None = None  # an open `<a href>`

    def add_raw(self, piece: str, line: int, column: int) -> None:
        """Adds words as they are (a fence's line, a heading's number)."""
        done = 0
        for gap in _GAPS.finditer(piece) if len(piece) > _GAP else ():
            self._add_piece(piece[done : gap.start()], line, column + done)
            done = gap.end()
        self._add_piece(piece[done:], line, column + done)

    def _add_piece(self, piece: str, line: int, column: int) -> None:
        if piece:
            self._runs.append((self._length, line, column))
            self._plain.append(piece)
            self._length += len(piece)

    def add_markdown(self, piece: str, line: int, column: int) -> None:
        """Adds one line's piece of inline Markdown."""
        done = 0
        for match in _INLINE.finditer(piece):
            if match["tag"] and _tag_name(match["tag"]) not in _HTML_TAGS:
                continue  # `List<String>`, not HTML
            if match["reference"] and self._reference(match) is None:
                continue  # `[x]`, words in brackets
            self.add_raw(piece[done : match.start()], line, column + done)
            done = match.end()
            self._add(match, piece, line, column)
        self.add_raw(piece[done:], line, column + done)

    def _add(self, match: re.Match[str], piece: str, line: int, column: int) -> None:
        at = column + match.start()
        if match["code"] or match["html_code"]:
            self._code(match, line, column)
        elif match["glob"]:
            self.add_raw(match["glob"], line, at)
        elif match["escape"]:
            self.add_raw(match["escape"][1], line, at + 1)
        elif match["entity"]:
            self.add_raw(html.unescape(match["entity"]).replace("\xa0", " "), line, at)
        elif match["image"]:
            self._image(match, line, column)
        elif match["link"]:
            self._link(match["label"], match["url"], line, column + match.start("label"))
        elif match["reference"]:
            self._link(match["named"], self._reference(match) or "", line, column + match.start("named"))
        elif match["comment"]:
            self._part(line, at)
        elif match["tag"]:
            self._tag(match["tag"], piece[match.end() :], line, at)
        elif match["strong"] == "~~":
            if self._struck_from is None:
                self._struck_from = self._length
            else:
                self._struck.append((self._struck_from, self._length))
                self._struck_from = None
        elif match["strong"] and len(match["strong"]) >= 2:
            if self._strong_from is None:
                self._strong_from = self._length
            else:
                self._strong.append((self._strong_from, self._length))
                self._strong_from = None

    def _code(self, match: re.Match[str], line: int, column: int) -> None:
        group = "inner" if match["code"] else "html_inner"
        inner = match[group]
        shift = len(inner) - len(inner.lstrip(" ")) if inner.strip() else 0
        start = self._length
        text = inner.strip() or inner
        self.add_raw(text if match["code"] else html.unescape(text), line, column + match.start(group) + shift)
        self._codes.append((start, self._length))

    def _link(self, label: str, url: str, line: int, column: int) -> None:
        start = self._length
        self.add_markdown(label, line, column)
        self._links.append((start, self._length, url.strip("<>")))

    def _image(self, match: re.Match[str], line: int, column: int) -> None:
        """An image's words describe a picture or a badge and tell nothing of the code; a picture of the repository is named."""
        url = (match["source"] or "").strip("<>")
        if not url or "://" in url or url.startswith(("//", "data:")):
            self._part(line, column + match.start())
            return
        start = self._length
        self.add_raw(url, line, column + match.start("source") + match["source"].startswith("<"))
        self._links.append((start, self._length, url))

    def _reference(self, match: re.Match[str]) -> str | None:
        return self._references.get(reference_name(match["name"] or match["named"])) if self._references else None

    def _tag(self, tag: str, behind: str, line: int, column: int) -> None:
        """What HTML between words shows: `<br>` ends a line, `<sup>` raises, `<b>` leaves words as they are."""
        name = _tag_name(tag)
        if name == "a":
            href = _HREF.search(tag)
            if tag.startswith("</") and self._anchor:
                self._links.append((self._anchor[0], self._length, self._anchor[1]))
            self._anchor = (self._length, href["double"] or href["single"] or "") if href else None
        elif name == "sup" and not tag.startswith("</"):
            self.add_raw("^", line, column)
        elif name == "kbd" and behind.startswith("<kbd"):
            self._part(line, column)
        elif name == "br" and self._length and _NEW_ITEM.match(behind) and self._last() not in ".,;:!?(":
            self.add_raw("; ", line, column)
        elif name not in _INSIDE_WORDS and name != "sup":
            self._part(line, column)

    def _part(self, line: int, column: int) -> None:
        """A blank between words that HTML stood between."""
        if self._length and not self._last().isspace():
            self.add_raw(" ", line, column)

    def _last(self) -> str:
        return self._plain[-1][-1]

    def build(self) -> Text:
        return Text(
            "".join(self._plain), tuple(self._runs), tuple(self._codes), tuple(self._strong), tuple(self._struck), tuple(self._links)
        )


_COMMENT_OVER_LINES = re.compile(r"(?m)^(?P<before>[^`\n]*?)(?P<comment><!--(?:(?!-->)[^\n])*\n(?:(?!-->)[\s\S])*(?:-->|\Z))")


def without_comments(lines: Sequence[str]) -> list[str]:
    """Lines in which HTML comments that go over several of them are blank, so that all else keeps its place."""
    text = "\n".join(lines)
    if "<!--" not in text:
        return list(lines)
    return _COMMENT_OVER_LINES.sub(lambda match: match["before"] + re.sub(r"[^\n]", " ", match["comment"]), text).split("\n")


def reference_name(label: str) -> str:
    """A link definition's label as it is compared: in one case, each run of white space a blank."""
    return " ".join(label.split()).casefold()


def _tag_name(tag: str) -> str:
    return tag.strip("</>").split()[0].lower()


def raw_text(words: str, line: int, column: int) -> Text:
    """Words without Markdown in them."""
    builder = TextBuilder()
    builder.add_raw(words, line, column)
    return builder.build()


def join(texts: Sequence[Text]) -> Text:
    """Texts as one, with a blank between two."""
    if len(texts) == 1:
        return texts[0]
    plain, runs, codes, strong, links = "", [], [], [], []
    struck: list[tuple[int, int]] = []
    for text in texts:
        if plain:
            plain += " "
        shift = len(plain)
        runs += [(offset + shift, line, column) for offset, line, column in text.runs]
        codes += [(a + shift, b + shift) for a, b in text.codes]
        strong += [(a + shift, b + shift) for a, b in text.strong]
        lines = [(a + shift, b + shift) for a, b in text.struck]
        if struck and lines and lines[0][0] == shift and struck[-1][1] + 1 >= shift:
            lines[0] = struck.pop()[0], lines[0][1]  # crossed out line by line, and so as a whole
        struck += lines
        links += [(a + shift, b + shift, url) for a, b, url in text.links]
        plain += text.plain
    return Text(plain, tuple(runs), tuple(codes), tuple(strong), tuple(struck), tuple(links))
