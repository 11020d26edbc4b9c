"""The report as its author wrote it, in HTML, with its entries marked. Nothing of it is in effect: tags, scripts and images are text."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from verifier.output.escape import escape
from verifier.output.page.entries import Entry
from verifier.output.page.marks import Marks, Piece
from verifier.output.page.places import Block, located
from verifier.reading.source import MAX_LINE

_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td em strong s".split())
_LINKS = ("http://", "https://", "mailto:")
_WITHOUT = frozenset(("text_join", "linkify", "replacements", "smartquotes"))


def parsed(lines: Sequence[str]) -> list[Token]:
    """The blocks of a report, as they are read for verification, with their inline tokens apart."""
    markdown = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    markdown.core.ruler.enableOnly([name for name in markdown.core.ruler.get_all_rules() if name not in _WITHOUT])
    return markdown.parse("\n".join(line[:MAX_LINE] for line in lines))


class Document:
    """Renders one report; `name` begins the ids of its elements. `placed` are the entries that got a place on the page."""

    def __init__(self, lines: Sequence[str], entries: Sequence[Entry], name: str) -> None:
        self.lines, self.entries, self.name = lines, entries, name
        self.placed: set[int] = set()
        self._marks = Marks(entries, lines)
        self._cursor: dict[int, int] = {}

    def render(self, tokens: Sequence[Token]) -> str:
        return "".join(self._blocks(tokens))

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type == "inline" and token.map:
                yield from self._inline(token.children or (), Block(token.content, token.map[0] + 1, self.lines, self._cursor))
            elif token.type in ("fence", "code_block", "html_block") and token.map:
                kind = "html" if token.type == "html_block" else "code"
                block = Block(token.content.rstrip("\n"), token.map[0] + 1 + (token.type == "fence"), self.lines, self._cursor)
                yield f'<pre class="{kind}" tabindex="0"><code>{self._marked(block, 0, block.content)}</code></pre>\n'
            elif token.type == "hr":
                yield "<hr>\n"
            elif token.tag in _TAGS and not token.hidden:
                yield self._tag(token)

    def _tag(self, token: Token) -> str:
        if token.nesting < 0:
            return f"</{token.tag}>" + ("</div>" if token.tag == "table" else "") + "\n"
        given = {"start": token.attrs["start"]} if token.tag == "ol" and "start" in token.attrs else {}
        if token.tag in ("th", "td"):
            given["class"] = str(token.attrs.get("style", "")).rpartition(":")[2] or "left"
        if token.type == "heading_open" and token.map:
            given["id"] = f"{self.name}-line-{token.map[0] + 1}"
        scrolling = '<div class="wide" tabindex="0" role="group" aria-label="table">' if token.tag == "table" else ""
        attributes = "".join(f' {key}="{html.escape(str(value))}"' for key, value in given.items())
        return f"{scrolling}<{token.tag}{attributes}>"

    def _inline(self, children: Sequence[Token], block: Block) -> Iterator[str]:
        for token, at in located(children, block.content):
            if token.type in ("text", "html_inline"):
                yield self._marked(block, at, token.content)
            elif token.type == "text_special":
                yield self._marked(block, at, token.markup, lambda _, token=token: token.content)  # type: ignore[misc]
            elif token.type == "code_inline":
                yield f"<code>{self._marked(block, at, token.content)}</code>"
            elif token.type == "softbreak":
                yield "\n"
            elif token.type == "hardbreak":
                yield "<br>\n"
            elif token.type == "image":
                yield f'<span class="image">{self._marked(block, at, token.content) or "image"}</span>'
            elif token.type == "link_open":
                yield self._link(str(token.attrs.get("href", "")))
            elif token.type == "link_close":
                yield "</a>"
            elif token.tag in _TAGS:
                yield f"<{'/' * (token.nesting < 0)}{token.tag}>"

    def _link(self, target: str) -> str:
        """A link that leads somewhere only where a reader may go from any machine."""
        shown = html.escape(escape(target))
        if target.lower().startswith(_LINKS):
            return f'<a href="{shown}" rel="noreferrer noopener nofollow" target="_blank">'
        return f'<a title="{shown}">'

    def _marked(self, block: Block, at: int, text: str, shown: Callable[[str], str] = str) -> str:
        """Words that begin at `at` of a block, each piece of them in its entry's colours."""
        out, before = "", None
        for run in block.runs(at, text):
            out += "\n" if before is not None and run.line != before else ""
            out += "".join(self._piece(piece, shown) for piece in self._marks.pieces(run.line, run.column, run.text.rstrip("\n")))
            before = run.line
        return out

    def _piece(self, piece: Piece, shown: Callable[[str], str]) -> str:
        words = html.escape(escape(shown(piece.text)))
        if piece.entry is None:
            return words
        if piece.verdict is not None:
            words = f'<span class="claim {piece.verdict.value}">{words}</span>'
        if piece.unexplained:
            words = f'<span class="unexplained">{words}</span>'
        entry = self.entries[piece.entry]
        first = piece.entry not in self.placed and bool(piece.text.strip())
        name = f"{self.name}-{entry.number}"
        extra = f' id="{name}" tabindex="0" role="button" aria-expanded="false"' if first else ""
        if first:
            self.placed.add(piece.entry)
        return f'<span class="entry {entry.status.key}" data-entry="{name}"{extra}>{words}</span>'
