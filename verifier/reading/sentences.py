"""Lines into sentences, and what a line's shape tells: a label, a heading in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.reading.clause import Role
from verifier.reading.roles import mark_of, role_of
from verifier.reading.text import LONGEST, Text, join

_PARAGRAPH = 4 * LONGEST  # characters of lines that are joined; where sentences end is not looked for over more
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]*]*\s+(?=\S)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|etc|approx|cf|No|Fig|Sec|Dr|Mr)\.$")
_SENTENCE_START = re.compile(r"[\"'(\[*`]*[A-Z✅❌⚠]")


_LABEL = 4  # words of a label that stands at the head of a paragraph
_PAIR = re.compile(r"^(?:\*\*|[A-Z][\w /-]{1,40}:\s)")


def joined(texts: Sequence[Text]) -> Iterator[Text]:
    """Lines of a paragraph that continue a sentence, joined; marked lines and "Key: value" lines stand alone."""
    group: list[Text] = []
    length = 0
    for text in texts:
        alone = (
            mark_of(text.plain)[1] > 0
            or bool(_PAIR.match(text.plain))
            or bool(text.strong and text.strong[0][0] == 0)
            or bool(group and text.plain.rstrip().endswith(":") and _PAIR.match(group[0].plain) and _PAIR.match(f"{text.plain} "))
        )
        if group and (alone or length > _PARAGRAPH):
            yield join(group)
            group, length = [], 0
        group.append(text)
        length += len(text.plain)
    if group:
        yield join(group)


def run_in_wish(text: Text) -> str:
    """A few words in bold with a stop, at the head of a paragraph, that announce a wish: "**Recommended fix.** Let `turn` wait."."""
    start, end = text.strong[0] if text.strong else (1, 1)
    label = text.plain[start:end].strip()
    stops = label.endswith(".") or text.plain[end : end + 1] == "."
    return label.rstrip(".") if start == 0 and stops and len(label.split()) <= _LABEL and role_of(label) is Role.PLAN else ""


def is_bold_line(text: Text) -> bool:
    return (
        bool(text.strong)
        and text.strong[0][0] == 0
        and text.strong[-1][1] >= len(text.plain.rstrip(" :."))
        and len(text.plain) < 120
        and len(text.strong) == 1
    )


def key_like(text: Text, end: int) -> bool:
    """Whether plain[:end] is a label: bold, or a few words without a verb or code."""
    if any(start == 0 and stop >= end for start, stop in text.strong):
        return True
    words = text.plain[:end].split()
    return len(words) <= 4 and not any(a < end for a, _ in text.codes)


def sentences(text: Text) -> Iterator[Text]:
    """The text's sentences, each up to `LONGEST` characters."""
    start = 0
    for match in _SENTENCE_END.finditer(text.plain):
        if any(a < match.start() < b for a, b in text.codes) or _ABBREVIATED.search(text.plain, max(0, match.start() - 8), match.start()):
            continue
        if not _SENTENCE_START.match(text.plain, match.end()) and not any(a == match.end() for a, _ in text.codes):
            continue  # no sentence begins in lower case, unless with code
        if text.plain[match.start() - 1] == "?" and text.plain[match.end()] == "(":
            continue  # the answers that a question thinks of
        yield text.slice(start, min(match.start(), start + LONGEST))
        start = match.end()
    yield text.slice(start, min(len(text.plain), start + LONGEST))
