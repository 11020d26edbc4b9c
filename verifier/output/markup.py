"""Text of others inside Markdown and HTML, where it can mean nothing: no markup, mention, link or tag of it is in effect."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from verifier.output.escape import escape

_TICKS = re.compile("`+")


def span_of(text: str) -> str:
    """`text` as one span of code; "" for none. Unlike prose with escapes it mentions nobody and links to no issue."""
    text = escape(text).strip()
    if not text:
        return ""
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    gap = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def fenced(lines: Iterable[str]) -> list[str]:
    """A block of code of lines that are safe to print."""
    lines = list(lines)
    ticks = "`" * max(3, *(1 + len(run) for line in lines for run in _TICKS.findall(line)), 3)
    return [f"{ticks}text", *lines, ticks]


def tagged(text: str) -> str:
    """`text` as code between tags, for where Markdown is not read."""
    return f"<code>{html.escape(escape(text))}</code>"
