"""What sentences say of two named things in code: that one is wrapped in the other, has its type, or has it as a member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from verifier.reading.clause import Clause


class Bond(str, Enum):
    WRAPPED = "is wrapped in"
    TYPED = "is typed as"
    HAS = "has"
    TAKES = "takes"
    RAISES = "raises"


@dataclass(frozen=True, slots=True)
class Said:
    """`first` has the bond to `second`, both as the report writes them; `start` and `end` are offsets of the words in the clause."""

    bond: Bond
    first: str
    second: str
    start: int
    end: int


_NAME = r"⟦\d+⟧"
_KIND = (
    r"(?:\s+(?:class|interface|model|mixin|protocol|trait|base|type|error|exception|component|function|method|hook|service|store|decorator|view"
    r"|abstract|fixture|task|handler|property|field|attribute|parameter|argument|prop|column|constant|variable|helper"
    r"|callback|flag|option|keyword|switch|setting)(?:e?s)?){0,4}"
)
_ADVERB = r"(?:\s+(?:now|also|both|directly|already|itself|currently|correctly|properly|always|each|all|then)){0,4}"
_THE = r"(?:(?:the|an?|its|our|new|both|own|public|single|additional|abstract|generic)\s+){0,4}"
_AND = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s*[&/+]\s*|\s+(?:and|or|as well as)\s+)(?:(?:in|into|of|by|from|on|to)\s+)?"
_LIST = rf"(?:both\s+)?{_NAME}{_KIND}(?:{_AND}{_THE}{_NAME}{_KIND})*"
_IS = r"(?:is|are|was|were|gets|got|has been|have been|being|comes|come|stays?|remains?)"
_MEMBER = r"(?:method|function|property|field|attribute|column|member|helper|hook|getter|setter|classmethod)s?"

# Each begins with what has the bond (`a`) or what it is to (`b`); a list stands for each of its names.
_PATTERNS: tuple[tuple[Bond, str], ...] = (
    (
        Bond.WRAPPED,
        rf"(?P<a>{_LIST}){_ADVERB}\s+(?:{_IS}\s+)?{_ADVERB}\s*(?:wrapped|decorated|annotated|enclosed)\s+{_ADVERB}\s*(?:in|inside|with|by|using)"
        rf"\s+{_THE}(?P<b>{_LIST})",
    ),
    (
        Bond.WRAPPED,
        rf"\b(?:wrapp?(?:s|ed|ing)|decorat(?:es|ed|ing))\s+{_THE}(?P<a>{_LIST})\s+(?:in|inside|with|by|using)\s+{_THE}(?P<b>{_LIST})",
    ),
    (
        Bond.WRAPPED,
        rf"\b(?:add(?:s|ed)|put|applied|applies|placed)\s+{_THE}(?P<b>{_NAME})\s+decorator\s+(?:to|on|onto|around|above|over)\s+{_THE}"
        rf"(?P<a>{_LIST})",
    ),
    (
        Bond.WRAPPED,
        rf"(?P<a>{_NAME}){_KIND}\s+(?:uses|carries|has|bears|wears|gets|got|needs)\s+{_THE}(?P<b>{_NAME})\s+decorator\b",
    ),
    (
        Bond.TYPED,
        rf"(?P<a>{_LIST})(?:\s+(?:of|in|on)\s+{_THE}{_NAME}{_KIND})?{_ADVERB}\s+{_IS}\s+{_ADVERB}\s*(?:(?:typed|declared|annotated)\s+(?:as|to\s+be)|of\s+(?:the\s+)?type|typed)"
        rf"\s+{_THE}(?P<b>{_NAME})",
    ),
    (Bond.TYPED, rf"(?P<a>{_NAME}){_KIND}\s+has\s+(?:the\s+)?type\s+(?P<b>{_NAME})"),
    (Bond.TYPED, rf"\btypes?\s+of\s+{_THE}(?P<a>{_LIST})\s+(?:is|are)\s+(?P<b>{_NAME})"),
    (
        Bond.HAS,
        rf"(?P<a>{_NAME}){_KIND}{_ADVERB}\s+(?:has|gains?|gained|gets|got|offers|provides|exposes|defines|declares|received|receives|with)\s+"
        rf"{_THE}(?:\w+\s+)?(?P<b>{_NAME})\s+{_MEMBER}\b",
    ),
    (Bond.HAS, rf"\b(?:gave|give|gives|giving)\s+{_THE}(?P<a>{_NAME}){_KIND}\s+{_THE}(?:\w+\s+)?(?P<b>{_NAME})\s+{_MEMBER}\b"),
    (Bond.HAS, rf"\b(?:add(?:s|ed)|introduced|put)\s+{_THE}(?P<b>{_NAME})\s+(?:{_MEMBER})\s+(?:to|on|in|into)\s+{_THE}(?P<a>{_NAME})"),
    (Bond.HAS, rf"(?P<b>{_NAME}){_KIND}\s+(?:is|are)\s+{_THE}(?:[\w-]+\s+)?{_MEMBER}\s+(?:of|on)\s+{_THE}(?P<a>{_NAME})"),
)
_PATTERNS += (
    (Bond.RAISES, rf"(?P<a>{_NAME}){_KIND}{_ADVERB}\s+(?:can\s+|may\s+)?(?:raises?|throws?)\s+{_THE}(?P<b>{_LIST})"),
    (Bond.RAISES, rf"(?P<b>{_NAME}){_KIND}\s+(?:is|are|gets?)\s+{_ADVERB}\s*(?:raised|thrown)\s+(?:by|in|from)\s+{_THE}(?P<a>{_NAME})"),
)
_PARAMETER = r"(?:parameter|argument|keyword|option|flag|kwarg|callback)s?"
_PATTERNS += (
    (
        Bond.TAKES,
        rf"(?P<a>{_NAME}){_KIND}{_ADVERB}\s+(?:accepts?|takes?|expects?|requires?|receives?|has|gets?|got|gained|gains?|supports?|exposes?|with)\s+"
        rf"{_THE}(?:\w+\s+)?(?P<b>{_NAME})\s+{_PARAMETER}\b",
    ),
    (
        Bond.TAKES,
        rf"(?P<a>{_NAME}){_KIND}{_ADVERB}\s+(?:accepts?|takes)\s+(?P<b>{_LIST})(?=\s*$|\s*[,.;:()–—]|\s+(?:to|for|so|and|which|as)\b)",
    ),
    (
        Bond.TAKES,
        rf"\b(?:add(?:s|ed)|introduced|gave)\s+{_THE}(?:\w+\s+)?(?P<b>{_NAME})\s+{_PARAMETER}\s+(?:to|on|in|into)\s+{_THE}(?P<a>{_NAME})",
    ),
    (
        Bond.TAKES,
        rf"(?P<b>{_NAME}){_KIND}\s+(?:is|are)\s+(?:one\s+of\s+)?{_THE}(?:[\w-]+\s+)?{_PARAMETER}\s+(?:of|to|on|in)\s+{_THE}(?P<a>{_NAME})",
    ),
    (Bond.TAKES, rf"(?P<a>{_NAME}){_KIND}\s+(?:has|takes|accepts)\s+{_THE}(?:[\w-]+\s+)?{_PARAMETER}\s+(?:called|named)?\s*(?P<b>{_NAME})"),
    (
        Bond.TAKES,
        rf"(?P<b>{_NAME}){_KIND}\s+(?:parameter|argument|keyword|callback|option|flag)\s+(?:of|on|in)\s+{_THE}(?P<a>{_NAME})",
    ),
)
# What is told so only of a sort of second names: decorators as they are written, and types that a language has of its own.
_OF_DECORATORS = (
    rf"(?P<a>{_NAME}){_KIND}{_ADVERB}\s+(?:uses|carries|has|bears|wears|gets|got|(?:is|was)\s+marked(?:\s+(?:as|with))?)\s+{_THE}(?P<b>{_NAME})",
    rf"\b(?:add(?:s|ed)|put|applied|applies|placed)\s+{_THE}(?P<b>{_NAME})\s+(?:to|on|onto|above|over)\s+{_THE}(?P<a>{_LIST})",
)
_OF_TYPES = (rf"(?P<a>{_LIST}){_ADVERB}\s+(?:is|are)\s+{_ADVERB}\s*(?:an?\s+)?(?P<b>{_NAME})(?!\s+[a-z])",)
_DECORATOR = re.compile(r"@[A-Za-z_]")
_PRIMITIVE = re.compile(
    r"(?:str|string|bytes|u?int(?:8|16|32|64)?|float(?:32|64)?|[ui](?:8|16|32|64)|f(?:32|64)|number|bool(?:ean)?|date(?:time)?)(?:\[\])?",
    re.I,
)
_SORTED = (
    *((Bond.WRAPPED, re.compile(pattern, re.I), _DECORATOR) for pattern in _OF_DECORATORS),
    *((Bond.TYPED, re.compile(pattern, re.I), _PRIMITIVE) for pattern in _OF_TYPES),
)
_COMPILED = (*((bond, re.compile(pattern, re.I), re.compile("")) for bond, pattern in _PATTERNS), *_SORTED)
_NAMES = re.compile(r"⟦(\d+)⟧")
_REPLACED = re.compile(r"\b(?:instead of|rather than|no longer|previously|formerly|used to)\b|→|->", re.I)


def bonds(clause: Clause) -> Iterator[Said]:
    """What the clause says of the names that it writes in code."""
    text, codes = clause.text, clause.words.codes
    if len(codes) < 2 or _REPLACED.search(clause.statement.text.plain):
        return
    plain, places = _with_marks(text, codes)
    seen: set[tuple[Bond, str, str]] = set()
    for bond, pattern, sort in _COMPILED:
        for match in pattern.finditer(plain):
            for first in _listed(match["a"], text, codes):
                for second in _listed(match["b"], text, codes):
                    told = sort.fullmatch(second) if sort is _PRIMITIVE else sort.match(second)
                    if told and (bond, first, second) not in seen and first != second:
                        seen.add((bond, first, second))
                        yield Said(bond, first, second, places[match.start()], places[match.end() - 1] + 1)


def _with_marks(text: str, codes: tuple[tuple[int, int], ...]) -> tuple[str, list[int]]:
    """The text with a mark for each name in code, and where each of its characters stands in `text`."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for number, (start, end) in enumerate(codes):
        mark = f"⟦{number}⟧"
        pieces += [text[done:start], mark]
        places += [*range(done, start), *([start] * (len(mark) - 1)), max(start, end - 1)]
        done = end
    pieces.append(text[done:])
    places += range(done, len(text))
    return "".join(pieces), places


def _listed(words: str, text: str, codes: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[slice(*codes[int(match[1])])].strip() for match in _NAMES.finditer(words)]
