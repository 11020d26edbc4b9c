"""Captions in drawn trees: "├── UI components (18 files)" against the entries drawn below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from verifier.model import Verdict
from verifier.reading.clause import Fence, FenceClass
from verifier.reading.text import raw_text
from verifier.rule import Example, Expect

from .check import Check, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_ART = re.compile(r"^[\s│┃|]*(?:[├└┣┗╰]|[|+`\\]--)[─━\-\s]*")
_CAPTION = re.compile(
    r"^(?P<name>[^()#]*?)\s*(?:\(|#|//|[-–—]{1,2}\s|←|:)\s*(?P<count>\d[\d,]*)\s+(?:[A-Za-z-]+\s+)?"
    r"(?P<noun>files?|components?|modules?|scripts?|entries|items?|docs|documents|hooks|pages|services|tests|endpoints|routers?|folders?|"
    r"directories|packages|subdirectories)\b(?P<rest>[^)]*)\)?\s*$",
    re.I,
)
_MORE = re.compile(r"^\W*(?:\+|and\s+|plus\s+|\.{3}\s*\(?\+?|…\s*\(?\+?)\s*(?P<count>\d+)\s*(?:more|other|additional|others)?\b", re.I)
_OPEN = re.compile(r"\.{3}|…|\betc\b|\bmore\b|\bothers?\b|[*{}]", re.I)
_FOLDERS = re.compile(r"folder|director", re.I)


@dataclass(slots=True)
class _Node:
    words: str
    line: int
    column: int  # where the words start
    below: list[_Node] = field(default_factory=list)

    @property
    def folder(self) -> bool:
        return bool(self.below) or re.split(r"[\s(]", self.words)[0].endswith("/")


def checks(layout: Layout) -> Iterator[Check]:
    for fence in layout.report.fences:
        if fence.kind in {FenceClass.TREE, FenceClass.DIAGRAM, FenceClass.PROSE, FenceClass.OUTPUT}:
            for node in _nodes(fence):
                yield from _caption(layout, node)


def _nodes(fence: Fence) -> list[_Node]:
    """Every line of a tree with what is drawn below it."""
    nodes: list[_Node] = []
    stack: list[_Node] = []
    for offset, line in enumerate(fence.lines):
        if len(line) > 300:
            return []  # no drawing
        art = _ART.match(line)
        start = art.end() if art else len(line) - len(line.lstrip())
        words = line[start:].rstrip()
        if not words.strip("│┃| "):
            continue
        if not art and stack and start == 0:
            stack = []
        node = _Node(words, fence.line + offset, start if art else -1)
        while stack and stack[-1].column >= node.column:
            stack.pop()
        if stack:
            stack[-1].below.append(node)
        if art or start == 0:
            stack.append(node)
        nodes.append(node)
    return nodes if sum(bool(node.below) for node in nodes) else []


def _caption(layout: Layout, node: _Node) -> Iterator[Check]:
    match = _CAPTION.match(node.words)
    if match is None or len(node.below) < 2 or _OPEN.search(match["name"]):
        return
    start = max(node.column, 0)
    place = raw_text(node.words, node.line, start + 1)
    # By itself: behind a "#" a number is read as a name.
    figure = only_figure(place.slice(match.start("count"), match.end("noun")))
    if figure is None or not figure.exact or len(figures(place)) > 1:
        return
    every = list(_descendants(node))
    more = [_MORE.match(entry.words.lstrip("( ")) for entry in every]
    rest = sum(int(found["count"]) for found in more if found)
    named = [entry for entry, found in zip(every, more, strict=True) if not found]
    direct = [entry for entry in node.below if entry in named]
    if any(_OPEN.search(re.split(r"\s+#|\s{2,}|\(", entry.words)[0]) for entry in named):
        return
    ways = _ways(direct, named, rest, bool(_FOLDERS.match(match["noun"])))
    check = compared(
        figure,
        ways,
        text=node.words.strip(),
        section=layout.titles(node.line),
        subject=match["name"].strip(),
        sure=not match["rest"].strip() and _complete(figure, ways, named, rest, match["noun"]),
    )
    if check and (check.holds or check.sure):
        yield check


def _descendants(node: _Node) -> Iterator[_Node]:
    for entry in node.below:
        yield entry
        yield from _descendants(entry)


def _ways(direct: Sequence[_Node], named: Sequence[_Node], rest: int, folders: bool) -> list[tuple[str, float, str]]:
    files = [entry for entry in named if not entry.folder]
    ways: list[tuple[str, float, str]] = [
        ("files drawn below", len(files) + rest, ""),
        ("entries drawn right below", len(direct) + rest, ""),
        ("files drawn right below", sum(not entry.folder for entry in direct) + rest, ""),
        ("folders drawn right below", sum(entry.folder for entry in direct) + rest, ""),
        ("files and folders drawn below", len(named) + rest, ""),
    ]
    counted = [(entry, _CAPTION.match(entry.words)) for entry in direct]
    if any(found for _, found in counted):
        total = sum(float(found["count"].replace(",", "")) if found else 0 if entry.folder else 1 for entry, found in counted)
        ways.insert(0, ("sum of the captions below", total + rest, ""))
    if folders:
        ways.insert(0, ways.pop(3))
    return [(name, float(value), working) for name, value, working in ways]


def _complete(figure: Figure, ways: Sequence[tuple[str, float, str]], named: Sequence[_Node], rest: int, noun: str) -> bool:
    """Whether the drawing leaves nothing out: no folder without its contents, one name a line, and nearly as many as said.

    A drawing of a few entries under "(18 files)" shows the main ones and says nothing of the others.
    """
    if any(
        (entry.folder and not entry.below) or "," in entry.words.split("(")[0].split("#")[0] or _CAPTION.match(entry.words)
        for entry in named
    ):
        return False
    if not re.match(r"files?$|entries|items?$|scripts?$|components?$|modules?$|documents$|docs$", noun, re.I):
        return False
    if not all(entry.folder or re.match(r"[`*\w@.\-\[\]()+$~]*\.\w{1,6}\b", entry.words) for entry in named):
        return False
    most = max(value for _, value, _ in ways)
    return rest > 0 or figure.value < min(value for _, value, _ in ways if value) or 0 < figure.value - most <= min(5, most / 3)


class TreeCaptions(Redone):
    name = "tree-captions"
    summary = "The number in a caption of a drawn tree is the number of entries drawn below it."
    examples = (
        Example(
            "captions",
            "```\nsrc/\n├── ui/ (3 files)\n│   ├── a.ts\n│   ├── b.ts\n│   └── c.ts\n└── doors/ (2 files)\n"
            "    ├── d.ts\n    ├── e.ts\n    └── f.ts\n```\n",
            {f"src/{name}.ts": "" for name in ("ui/a", "ui/b", "ui/c", "doors/d", "doors/e", "doors/f")},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.REFUTED, 7),
            ),
            also=("file-count",),
        ),
        Example(
            "an extract",
            "```\nsrc/\n└── ui/ (18 files)\n    ├── a.ts\n    ├── b.ts\n    └── c.ts\n```\n",
            {f"src/ui/{name}.ts": "" for name in "abc"},
            (),
            also=("file-count",),
        ),
    )
