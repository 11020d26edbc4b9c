"""Phrases with named parts, "{number} event handlers in {path}", as patterns for the words of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from verifier.reading.clause import Clause
from verifier.reading.numbers import NUMBER_WORDS, PHRASES

PARTS = ("number", "path", "name", "value", "version")
COMPARED = ("number", "value", "version")
PLACEHOLDER = re.compile(rf"\{{({'|'.join(PARTS)})\}}")
_LONGEST, _MOST_WORDS = 200, 20
_DENIAL = frozenset("no not never none without cannot nor lacks lack".split())
_BLANK = "\ue000"  # stands for a blank within code, so that code is one word

_BOUND = "|".join(re.escape(bound).replace(r"\ ", r"\s+") for bound in sorted(PHRASES, key=len, reverse=True))
_SPELT = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_PATTERNS = {
    "number": rf"(?:(?:{_BOUND})\s+)?(?:[~≈<>≤≥]=?\s?)?(?:\d[\d,]{{0,15}}\s?(?:-|–|to|and|or)\s?)?"
    rf"(?P<number>\d[\d,_]{{0,15}}(?:\.\d{{1,9}})?[kKmM%]?\+?|(?:no|zero|an?|single|{_SPELT})(?![\w-]))"
    r"(?:\s+or\s+(?:more|fewer|less)(?![\w-]))?",
    "path": r"(?P<path>[\w@.*/\[\]-]{0,200}[\w*/\])])",
    "name": r"(?P<name>\"[^\"]{1,80}\"|“[^”]{1,80}”|[^\s\"“”,;!?()]{0,120}[^\s\"“”,;:.!?()])(?:\(\))?",
    "value": r"(?P<value>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|"
    r"\"[^\"]{1,80}\"|“[^”]{1,80}”|[^\s\"“”,;!?()]{0,120}[^\s\"“”,;:.!?()])(?:\(\))?",
    "version": r"(?:[<>=~^]{1,2}\s?)?v?(?P<version>\d{1,6}(?:\.(?:\d{1,6}|x|\*)){0,5})"
    r"(?:\+|\s+(?:or|and)\s+(?:newer|later|above|higher|up|greater))?",
}


class PhraseError(ValueError):
    """A phrase that can't be used; the message is for people."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`parts` are the names of its parts, in order."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, clause: Clause) -> Iterator[re.Match[str]]:
        """Where the clause says it."""
        yield from self.pattern.finditer(_with_whole_code(clause))


def part_of(match: re.Match[str], part: str) -> str:
    """The words of a part, without quotation marks; "" where there is no such part."""
    told = match[part] if part in match.re.groupindex else ""
    return told.replace(_BLANK, " ").strip('"“”')


@lru_cache(maxsize=1024)
def phrase_of(text: str) -> Phrase:
    """The phrase that a text is. Raises PhraseError."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        raise PhraseError(f"has more than {_LONGEST} characters or {_MOST_WORDS} words")
    parts: list[str] = []
    tokens = [_token(word, parts) for word in text.replace("`", "").split()]
    plain = re.findall(r"[^\W\d_]+", re.sub(r"\{[^{}]*\}", " ", text))
    if not any(len(word) > 1 for word in plain):
        raise PhraseError("has no word of its own, so it would be found everywhere")
    if denials := _DENIAL & {word.lower() for word in plain}:
        raise PhraseError(f"says what there is; that it is not ('{min(denials)}') is read from the sentence")
    if len(set(parts) & set(COMPARED)) > 1:
        raise PhraseError(f"compares one thing: {', '.join('{' + part + '}' for part in parts if part in COMPARED)} are several")
    joined = r"\s+".join(tokens)
    return Phrase(tuple(parts), re.compile(rf"(?<![\w-]){joined}(?![\w-]|[,.]\d)", re.I))


def _token(word: str, parts: list[str]) -> str:
    """A word of a phrase as a pattern; a plural fits its singular, too."""
    if word.isalpha() and len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return f"{re.escape(word[:-1])}s?"
    made = []
    for piece in re.split(r"(\{[^{}]*\})", word):
        if not (piece.startswith("{") and piece.endswith("}")):
            if "{" in piece or "}" in piece:
                raise PhraseError(f"has a brace without its other one: '{word}'")
            made.append(re.escape(piece))
            continue
        part = piece[1:-1]
        if part not in PARTS:
            near = get_close_matches(part, PARTS, 1)
            raise PhraseError(f"has no such part: '{piece}'; {f'did you mean {near[0]!r}?' if near else 'there are ' + ', '.join(PARTS)}")
        if part in parts:
            raise PhraseError(f"has '{piece}' twice")
        parts.append(part)
        made.append(_PATTERNS[part])
    return "".join(made)


def _with_whole_code(clause: Clause) -> str:
    """The clause's words, each code one word."""
    text = clause.words.plain
    for start, end in clause.words.codes:
        text = text[:start] + text[start:end].replace(" ", _BLANK) + text[end:]
    return text
