"""Shares of what is counted, as reports tell them: all of the functions, 228 of 250 functions, 91% of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from verifier.model import Claim, Correction, Finding, Measurement, Reason, Span, Verdict
from verifier.reading.text import Text
from verifier.rule import found

T = TypeVar("T")

_BETWEEN = r"(?P<between>(?:(?!of\b|and\b|or\b|in\b|the\b)[a-z-]+\s+){0,2}?)"
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,7}"
_VERBS = {"has": "have", "is": "are", "carries": "carry", "includes": "include"}
ALL_WORDS = frozenset("all every each 100% 100".split())
WIDE_WORDS = frozenset("throughout everywhere".split())
WHOLE_WORDS = ALL_WORDS | WIDE_WORDS
_NEARLY = 0.9  # what is throughout a project is so, though a few have it not
_LESS = re.compile(r"\b(?:not|nearly|almost|virtually|practically)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Universal:
    """Words that tell "all" of something: "all the public functions", "every class". `between` are those between, with a blank behind."""

    span: Span
    between: str
    noun: str  # in the plural
    verb: str = ""  # what follows "every function", in the plural


def nearly(having: int, total: int) -> bool:
    """Whether so many are what a loose word for all of them ("throughout") may mean."""
    return having >= _NEARLY * total


@dataclass(frozen=True, slots=True)
class Counted:
    """ "228 of 250 functions": how many of how many, and where that is said."""

    span: Span
    part: int
    whole: int
    text: str

    def instead(self, part: int) -> Correction:
        """Its first number as it is."""
        first = self.text.split()[0]
        place = self.span
        return Correction(Span(place.line, place.line, place.column, place.column + len(first)), str(part))

    def judged(self, claim: Claim[T], measurement: Measurement, total: int, having: Sequence[int], observed: str, message: str) -> Finding:
        """Held by any of the counts in `having`; refuted, with the first, only where as many things were counted as the report counts."""
        if not measurement.complete or self.whole != total:
            reason = Reason.AMBIGUOUS if measurement.complete else Reason.INCOMPLETE
            told = message if not measurement.complete else f"{message}; the report counts {self.whole}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=reason, observed=observed)
        if self.part in having:
            return found(claim, measurement, Verdict.HOLDS, message, observed=observed)
        return found(claim, measurement, Verdict.REFUTED, message, observed=observed, correction=self.instead(having[0]))


def universal(text: Text, nouns: Iterable[str]) -> Universal | None:
    """The only words of a text that tell "all" of one of `nouns`, where they stand on one line without markup."""
    found = list(_all_of(tuple(sorted(nouns))).finditer(text.plain))
    if len(found) != 1 or _LESS.search(text.plain[: found[0].start()]):
        return None
    match = found[0]
    span = text.span(match.start(), match.end())
    if span.line != span.end_line or span.end_column - span.column != match.end() - match.start():
        return None
    return Universal(span, match["between"], _plural(match["noun"]), _VERBS.get((match["verb"] or "").lower(), ""))


def counted(text: Text, nouns: Iterable[str]) -> Counted | None:
    """The only "N of M things" of a text, the things one of `nouns`."""
    found = list(_part_of(tuple(sorted(nouns))).finditer(text.plain))
    if len(found) != 1:
        return None
    part, whole = (int(found[0][name].replace(",", "")) for name in ("part", "whole"))
    said = f"{found[0]['part']} of {found[0]['whole']}"
    return Counted(text.span(*found[0].span()), part, whole, said) if part <= whole else None


def as_counted(told: Universal | None, part: int, whole: int) -> Correction | None:
    """The words that told "all" as the share that it is."""
    if told is None:
        return None
    verb = f" {told.verb}" if told.verb else ""
    return Correction(told.span, f"{part} of {whole} {told.between}{told.noun}{verb}")


@lru_cache
def _all_of(nouns: tuple[str, ...]) -> re.Pattern[str]:
    things, verbs = "|".join(nouns), "|".join(_VERBS)
    of_all = r"\b(?:all(?:\s+of)?(?:\s+the)?|(?P<one>every|each))\s+"
    return re.compile(rf"{of_all}{_BETWEEN}(?P<noun>{things})\b(?(one)(?:\s+(?P<verb>{verbs})\b)?)", re.I)


@lru_cache
def _part_of(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,/])(?P<part>{_NUMBER})\s+(?:out\s+)?of\s+(?:the\s+)?(?P<whole>{_NUMBER})\s+{_BETWEEN}(?P<noun>{'|'.join(nouns)})\b",
        re.I,
    )


def _plural(noun: str) -> str:
    if noun.lower().endswith("class"):
        return f"{noun}es"
    return noun if noun.lower().endswith("s") else f"{noun}s"
