"""Code that differs from a quoted piece in one place: another number, sign or name, a condition turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.tokens import Token
from verifier.knowledge.words import subwords
from verifier.repository.kinds import is_test

from .quote_search import Fit, Found, Search

_NEGATIONS = frozenset(("not", "!"))
_SAME = 4  # tokens that have to be the same, and
_SHARE = 3  # no more than one in so many may differ
_JOINTS = frozenset((".", "::", "->", "?."))
_SIGNS = frozenset("< > <= >= == != === !== + - * / % && || and or & | in is ?? ** //".split())


@dataclass(frozen=True, slots=True)
class Near:
    """`line` of the code that differs, and the tokens that differ; "" where one has none."""

    line: int
    quoted: str
    there: str


def near(quoted: Sequence[Token], row: Sequence[Token]) -> tuple[Near, ...]:
    """Where in `row` something stands that differs from `quoted` in one token that changes what is said."""
    names = frozenset(token.text for token in row if token.kind == "name")
    found: dict[tuple[int, str], Near] = {}
    for one in (*_replaced(quoted, row, names), *_turned(quoted, row)):
        found[one.line, one.there] = one
    return tuple(found.values())


def _replaced(quoted: Sequence[Token], row: Sequence[Token], names: frozenset[str]) -> Iterator[Near]:
    size = len(quoted)
    for start in range(len(row) - size + 1):
        different = -1
        for at in range(size):
            if quoted[at].text != row[start + at].text:
                if different >= 0:
                    break
                different = at
        else:
            at = start + different
            if different < 0 or size - 1 < max(_SAME, _SHARE) or _cut(different, start, size, row):
                continue
            if _tells(quoted[different], row[at], names):
                yield Near(row[start].line, quoted[different].text, row[start + different].text)


def _cut(different: int, start: int, size: int, row: Sequence[Token]) -> bool:
    """Whether what differs is at an end, where the code goes on with more of its name: `DONE` for `codes.DONE`."""
    before = different == 0 and start > 0 and row[start - 1].text in _JOINTS
    behind = different == size - 1 and start + size < len(row) and row[start + size].text in _JOINTS
    return before or behind


def _tells(quoted: Token, there: Token, names: frozenset[str]) -> bool:
    """Whether the one instead of the other is another thing, and no other way to write the same."""
    if quoted.kind == there.kind == "name":
        parts, other = set(subwords(quoted.text)), set(subwords(there.text))
        if len(parts | other) > 1 and (parts < other or other < parts):
            return False  # `DONE` for `RETCODE_DONE`
        return quoted.text not in names or {quoted.text, there.text} <= _SIGNS
    if quoted.kind == there.kind:
        return quoted.kind != "op" or {quoted.text, there.text} <= _SIGNS
    return {quoted.kind, there.kind} == {"op", "name"} and {quoted.text, there.text} <= _SIGNS


def _turned(quoted: Sequence[Token], row: Sequence[Token]) -> Iterator[Near]:
    """A condition that is denied on one side only."""
    texts = [token.text for token in row]
    denied = [at for at, token in enumerate(quoted) if token.text in _NEGATIONS]
    for at in denied:
        rest = [token.text for token in (*quoted[:at], *quoted[at + 1 :])]
        if len(rest) >= _SAME:
            yield from (Near(row[start].line, quoted[at].text, "") for start in _starts(rest, texts))
    words = [token.text for token in quoted]
    for at in (at for at, text in enumerate(texts) if text in _NEGATIONS):
        low = max(0, at - len(words))
        around = texts[low:at] + texts[at + 1 : at + 1 + len(words)]
        for start in _starts(words, around) if len(words) >= _SAME else ():
            if low + start < at < low + start + len(words):
                yield Near(row[at].line, "", texts[at])


def _starts(part: Sequence[str], whole: Sequence[str]) -> Iterator[int]:
    return (at for at in range(len(whole) - len(part) + 1) if whole[at] == part[0] and list(whole[at : at + len(part)]) == list(part))


def differing(search: Search, quoted: Sequence[Token], paths: Sequence[str], names: Sequence[str], code: Codebase) -> Found | None:
    """The only place that differs from quoted code in one token, in the file that is named beside it, or else in the one function."""
    regions = [(path, 0, 0) for text in paths for path in code.index.resolve(text).matches[:2] if path in code.index.entries]
    if not regions:
        places = [place for name in names for place in search.symbols.find(name.rpartition(".")[2]).places if not is_test(place.path)]
        regions = [(place.path, place.definition.line, place.definition.end_line) for place in places]
    if len(regions) != 1:
        return None
    path, first, last = regions[0]
    row = [token for token in search.tokens(path).row if not last or first <= token.line <= last]
    met = near(quoted, row)
    if len(met) != 1:
        return None
    return Found(Fit.ABSENT, path, met[0].line, search.line(path, met[0].line))
