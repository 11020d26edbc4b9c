"""What "it", "the file" or "this class" stands for, where a clause begins with it and the sentence has named just one such thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.reading.clause import Mention, Path, Symbol
from verifier.reading.text import Text

_FILES, _CODE = frozenset(("file", "module", "script")), frozenset(("class", "function", "method", "component", "interface", "struct"))
_DESCRIBED = re.compile(
    rf"^\W*(?:(?:and|but|yet|so)\s+)?(?P<what>it|(?:the|this|that)\s+(?P<kind>{'|'.join(sorted(_FILES | _CODE))}))\s+(?=[a-z])", re.I
)


def with_antecedent(piece: Text, sentence: Text, before: Sequence[Sequence[Mention]]) -> tuple[Text, Mention] | None:
    """The piece with the name in place of the words that stand for it, and its mention; None where it is not plain which is meant.

    `before` are the mentions of the sentence's earlier pieces, one sequence a piece.
    """
    match = _DESCRIBED.match(piece.plain)
    if match is None or not before:
        return None
    named = [m for mentions in before for m in mentions if isinstance(m.value, _kinds(match["kind"]))]
    if len({m.text for m in named}) != 1 and not match["kind"]:
        named = [m for m in before[-1] if isinstance(m.value, Path | Symbol)][:1]  # "it" is what the clause before is about
    if len({m.text for m in named}) != 1 or not named[0].text:
        return None
    start = sentence.plain.find(named[0].text)
    if start < 0:
        return None
    name = sentence.slice(start, start + len(named[0].text))
    return name.joined(piece.slice(match.end("what"), len(piece.plain))), named[0]


def _kinds(word: str | None) -> tuple[type, ...]:
    if word is None:
        return (Path, Symbol)
    return (Path,) if word.lower() in _FILES else (Symbol,)
