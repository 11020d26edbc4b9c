"""Plain text that knows where in the report each of its characters stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verifier.model import Span


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
            tuple((max(a, start) - start, min(b, end) - start, url) for a, b, url in self.links if a < end and b > start),
        )

    def strip(self, characters: str | None = None) -> Text:
        """Without the given characters at both ends (white space by default)."""
        left = len(self.plain) - len(self.plain.lstrip(characters))
        right = len(self.plain.rstrip(characters))
        return self if (left, right) == (0, len(self.plain)) else self.slice(left, max(left, right))

    def in_code(self, start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in self.codes)


# Markdown that carries no words. Code spans come first: nothing inside them is Markdown.
_INLINE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<link>!?\[(?P<label>[^\[\]\n]{0,400})\]\((?P<url>[^()\s]{1,800}(?:\([^()\s]*\)[^()\s]*)?)(?:\s+\"[^\"]*\")?\))"
    r"|(?P<tag></?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>)"
    r"|(?P<glob>(?<!\w)__(?:init|main|all|version|name|str|repr|call|enter|exit|new|post_init|slots|future|tests?|mocks?|pycache)__"
    r"|(?<=\w)_\*{1,2}(?:_(?=\w)|(?=[./]))|(?<=/)\*(?=[./_])|(?<=/)\*\*(?=/)|(?<![\w*])\*(?=\.\w|_\w+\.\w))"
    r"|(?P<strong>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<![^\W_])_{1,2}(?=\S)|(?<=[^\s_])_{1,2}(?![^\W_])|~~)"
)
_HTML_TAGS = frozenset(
    "a b i em strong code kbd sub sup br p div span details summary img ul ol li table tr td th h1 h2 h3 h4 h5 h6 hr small mark u s "
    "del ins pre blockquote center font".split()
)


class TextBuilder:
    """Collects raw pieces of report lines into one `Text`."""

    def __init__(self) -> None:
        self._plain: list[str] = []
        self._length = 0
        self._runs: list[tuple[int, int, int]] = []
        self._codes: list[tuple[int, int]] = []
        self._strong: list[tuple[int, int]] = []
        self._links: list[tuple[int, int, str]] = []
        self._strong_from: int | None = None

    def add_raw(self, piece: str, line: int, column: int) -> None:
        """Adds words as they are (a fence's line, a heading's number)."""
        if piece:
            self._runs.append((self._length, line, column))
            self._plain.append(piece)
            self._length += len(piece)

    def add_markdown(self, piece: str, line: int, column: int) -> None:
        """Adds one line's piece of inline Markdown."""
        done = 0
        for match in _INLINE.finditer(piece):
            if match["tag"] and match["tag"].strip("</>").split()[0].lower() not in _HTML_TAGS:
                continue  # `List<String>`, not HTML
            self.add_raw(piece[done : match.start()], line, column + done)
            done = match.end()
            if match["code"]:
                inner = match["inner"]
                shift = len(match["ticks"]) + len(inner) - len(inner.lstrip(" ")) if inner.strip() else len(match["ticks"])
                start = self._length
                self.add_raw(inner.strip() or inner, line, column + match.start() + shift)
                self._codes.append((start, self._length))
            elif match["glob"]:
                self.add_raw(match["glob"], line, column + match.start())
            elif match["escape"]:
                self.add_raw(match["escape"][1], line, column + match.start() + 1)
            elif match["link"]:
                start = self._length
                self.add_markdown(match["label"], line, column + match.start("label"))
                self._links.append((start, self._length, match["url"]))
            elif match["strong"] and len(match["strong"]) >= 2:
                if self._strong_from is None:
                    self._strong_from = self._length
                else:
                    self._strong.append((self._strong_from, self._length))
                    self._strong_from = None
        self.add_raw(piece[done:], line, column + done)

    def build(self) -> Text:
        return Text("".join(self._plain), tuple(self._runs), tuple(self._codes), tuple(self._strong), tuple(self._links))


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
    for text in texts:
        if plain:
            plain += " "
        shift = len(plain)
        runs += [(offset + shift, line, column) for offset, line, column in text.runs]
        codes += [(a + shift, b + shift) for a, b in text.codes]
        strong += [(a + shift, b + shift) for a, b in text.strong]
        links += [(a + shift, b + shift, url) for a, b, url in text.links]
        plain += text.plain
    return Text(plain, tuple(runs), tuple(codes), tuple(strong), tuple(links))
