"""Which words of the report a claim accounts for, and which of those that govern it nothing accounts for.

Refuting is closed: a refutation stands only where every word that governs it is explained. Which words govern follows from what is
claimed. That something is there, or in use, is only strengthened by what more is said of it: the words before its name must be
understood, and the verb behind it. A denial, a number or "all" is narrowed by every further word: there each must be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from verifier.knowledge.words import stem
from verifier.model import Claim, Side, Span
from verifier.reading.clause import Clause, Context, Form, Path
from verifier.reading.english.lexis import denies, neutral, shifts, table, verb_classes
from verifier.reading.numbers import NUMBER_WORDS
from verifier.reading.roles import mixed
from verifier.reading.says.announced import titled
from verifier.reading.says.around import another_whole, fronted, of_a_release
from verifier.reading.says.content import unnamed
from verifier.reading.says.parts import alternatives, behind_a_measure, compares, environment, own_parts, phrased, placed
from verifier.reading.says.verbs import wished
from verifier.reading.says.vocabulary import Vocabulary
from verifier.reading.says.words import Sort, Word, in_clause, within, words_of
from verifier.reading.text import Text

_PLAIN_VERBS = frozenset(("be", "have", "place", "speak"))
_LIVE_VERBS = _PLAIN_VERBS | {"act", "use", "make", "change", "output"}
_ALL = table("amounts")["all"] | {"only", "most"}
_NOT_YET = frozenset(("planned", "expected", "sample"))
_SELECTING = table("neutral")["selecting"]
_WHOLES = frozenset("codebase code project repository repo system application".split())
_LEVELS = table("testing")["level"]
_NARROWING = frozenset(("exception", "condition"))
# What shifts a claim that something is there, where it stands in the clause, above it, and in a heading; and what shifts a narrow one.
_GOVERNING = frozenset("planned modal expected removed before moved sample elsewhere condition".split())
_ABOVE = {False: frozenset("planned modal expected removed before moved sample elsewhere output".split())}
_ABOVE[True] = _ABOVE[False] | {"coverage", "scale", "exception", "condition"}
_HEADING = {closed: classes - {"modal", "condition"} for closed, classes in _ABOVE.items()}
_TIMES = {Side.BEFORE: "before", Side.AFTER: "after"}


_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]", re.I)  # "3. The lander"
_FURTHER = re.compile(  # what follows in a subject that is a piece of a sentence says more than what it is of
    r"(?<=[\w)`\"'])[\s,]+(?:for|by|with|while|when|whenever|if|because|since|although|though|via|using|without|during|after|before|unless|that|which)\b"
    r"|(?<=[\w)`\"'])\s+and\s+\w+s\s+\w",
    re.I,
)
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?")  # "6.1 The lander"


def _stem_of(path: str) -> str:
    """What a file is called without its ending: a class in it is called so, too."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


@dataclass(frozen=True, slots=True)
class Ledger:
    """What accounts for a clause's words: one claim, and what its rule understands. `beside` are spans that other claims explain."""

    clause: Clause
    claim: Claim[object]
    known: Vocabulary
    closed: bool
    beside: tuple[Span, ...] = ()
    scoped: bool = False  # what the claim measures is measured where its words say
    named_only: bool = False  # that a name stands somewhere says nothing of what else is told of it
    measures: bool = True  # the repository is measured; else the report's own words and numbers are set against each other

    def explained(self, text: Text) -> frozenset[int]:
        """The positions of the text's words that the claim accounts for."""
        claim = self.claim
        counted = claim.quantity.span if claim.quantity else None
        spans = list(claim.explains)
        if not _covers(claim.span, self.clause.span):  # else it is only where the claim stands
            spans.append(claim.span)
        subject = claim.subject.strip("`()").lower()
        words = words_of(text)
        found = set(phrased(words, "idle")) if claim.negated or any(denies(word.lower) for word in words) else set()
        for place, word in enumerate(words):
            inside = within(text, word, *spans)
            if compares(words, place):
                continue  # "shorter than `b.py`" is more than a length
            if (
                (inside and (word.sort is not Sort.WORD or not (_long(claim.span) or counted) or bool(claim.explains)))
                or (word.sort is Sort.NAME and subject and _names(word.lower.strip("`()"), subject))
                or (counted is not None and within(text, word, counted) and _number(word))
                or (word.sort is Sort.NUMBER and word.text.strip("~.,") and word.text.strip("~≈<>≤≥.,+") in claim.claimed.replace(",", ""))
                or (word.sort in (Sort.WORD, Sort.NAME) and self._knows(word) and not unnamed(words, place))
                or (place == 0 and self._numbers_a_section(word.text))
                or (word.sort in (Sort.WORD, Sort.NAME) and word.lower.strip("`()") == _stem_of(subject))
            ):
                found.add(place)
        return frozenset(found)

    def _numbers_a_section(self, first: str) -> bool:
        return bool(_ENUMERATOR.fullmatch(first) or (self.clause.form is Form.HEADING and _SECTION.fullmatch(first)))

    def _knows(self, word: Word) -> bool:
        if word.sort is Sort.NAME:
            if self.scoped and word.mention is not None and isinstance(word.mention.value, Path):
                return word.mention.value.text in (*self.claim.hints.paths, *self.claim.hints.excepted)
            return word.lower.strip("`()").isalpha() and self.known.knows(word.lower.strip("`()"))
        if word.lower in NUMBER_WORDS and f"{NUMBER_WORDS[word.lower]:g}" in re.findall(r"\d+", self.claim.claimed):
            return True
        if self.known.knows(word.lower) or (self.claim.negated and denies(word.lower)) or stem(word.lower) in self._subject():
            return True
        return word.verb is not None and bool(verb_classes(word.verb.lemma) & _PLAIN_VERBS) and not shifts(word.lower)

    def _subject(self) -> frozenset[str]:
        """The stems of a subject, and of what is claimed, that are told in words: "row parsing", "architecture-diagram"."""
        claimed = self.claim.claimed if self.claim.quantity is None else ""
        told = [text for text in (self.claim.subject, claimed) if "/" not in text.strip("/") or " " in text]
        return _stems(" ".join(_FURTHER.split(text)[0] for text in told))

    @property
    def _anchored(self) -> bool:
        """Whether the statement cites lines of a file: then its author saw what it names, whatever it is called above."""
        named = (word.mention.value for word in words_of(self.clause.statement.text) if word.mention is not None)
        return any(isinstance(value, Path) and value.anchors for value in named)

    @property
    def _named(self) -> bool:
        """Whether the claim is about one thing that has a name, which no adjective picks from others."""
        return any(mark in self.claim.subject for mark in "./_") or any(letter.isupper() for letter in self.claim.subject[1:])

    def unexplained(self) -> tuple[str, ...]:
        """The words that govern the claim and that nothing accounts for, in reading order."""
        own = self._of_clause() if self.measures else ()
        return tuple(dict.fromkeys(word for word in (*self._above(), *own)))

    def _of_clause(self) -> Iterator[str]:
        text = self.clause.statement.text
        words = words_of(text)
        explained = self.explained(text) | (frozenset() if self.claim.negated else frozenset(phrased(words, "strengthening")))
        yield from another_whole(words)
        yield from self._hung_on(text, words, explained)
        inside = [place for place, word in enumerate(words) if in_clause(self.clause, word)] or list(range(len(words)))
        if self.closed or self._generalised(words, inside, explained):
            yield from self._narrowed(words, inside, explained)
        else:
            yield from self._governing(words, inside, explained)

    def _hung_on(self, text: Text, words: Sequence[Word], explained: frozenset[int]) -> Iterator[str]:
        """The name before a bracket that tells of it: what is in the bracket is that one's ("others, like Elsewhere (gRPC)")."""
        if not self.clause.position:
            return
        start = next((place for place, word in enumerate(words) if in_clause(self.clause, word)), 0)
        head = words[start - 2] if start > 1 else None
        if head is None or head.sort is not Sort.NAME or text.plain[head.end : words[start].start].strip() != "(":
            return
        if start - 2 not in explained and not within(text, head, *self.beside):
            yield head.text

    def _generalised(self, words: Sequence[Word], inside: Sequence[int], explained: frozenset[int]) -> bool:
        """Whether "all", "every", "only" stands before what the claim is about: "All adapters use `X`"."""
        first = next((place for place in inside if place in explained and words[place].sort is Sort.NAME), inside[-1] if inside else 0)
        before = [words[place].lower for place in inside if place < first and words[place].sort is Sort.WORD]
        return any(word in _ALL and not self.known.knows(word) for word in before)

    def _narrowed(self, words: Sequence[Word], inside: Sequence[int], explained: frozenset[int]) -> Iterator[str]:
        """Of a closed claim: every word of its own parts of the clause, and what narrows it in the rest of the sentence."""
        named = frozenset(place for place in inside if within(self.clause.statement.text, words[place], *self.claim.explains))
        listed = self.claim.negated and bool(named)  # "no `a`, `b` or `c`": each is denied for itself
        own = own_parts(words, inside, named if listed else explained) - behind_a_measure(words, inside, explained)
        own -= alternatives(self.clause.statement.text, words, explained) if self.claim.negated else frozenset()
        yield from (word.text for word in fronted(words, own) if self._shifts(word) & _GOVERNING)
        for place, word in enumerate(words):
            if word.sort is Sort.MARK or place in explained:
                continue
            if place in own:
                if not self._plain(word) or (environment(words, place) and not self.known.knows(word.lower)):
                    yield word.text
            elif word.sort is Sort.WORD and (shifts(word.lower) & _NARROWING) and not self.known.knows(word.lower):
                yield word.text

    def _governing(self, words: Sequence[Word], inside: Sequence[int], explained: frozenset[int]) -> Iterator[str]:
        """Of a claim that something is there: what stands before its name, and the verb behind it."""
        at = next((place for place in inside if place in explained and words[place].sort is Sort.NAME), None)
        if at is None:
            at = next((place for place in inside if place in explained), inside[-1] if inside else 0)
        before = [place for place in inside if place < at]
        in_a_place, seen = placed(words, before), self._anchored
        for place in before:
            word = words[place]
            if place in explained or word.sort is not Sort.WORD:
                continue
            further = not in_a_place and not seen and not self._plain(word) and not _live(word)
            if self._shifts(word) - ({"part"} if seen else set()) or wished(word.lower) or further:
                yield word.text
        yield from self._behind(words, at, explained)

    def _behind(self, words: Sequence[Word], at: int, explained: frozenset[int]) -> Iterator[str]:
        for place in range(at + 1, min(len(words), at + 6)):
            word = words[place]
            if word.sort is Sort.MARK:
                if word.text != ",":
                    return
                continue
            if word.sort is not Sort.WORD or place in explained:
                continue
            if wished(word.lower) or (
                self._shifts(word) & {"planned", "modal", "removed", "moved", "sample", "elsewhere", "exception", "condition"}
            ):
                yield word.text
                return
            if word.verb is not None and not neutral(word.lower):
                return

    def planned(self) -> str:
        """A word of the lead-in, the key, the column or the nearest heading that says that all below is planned, expected or a sample."""
        context = self.clause.context
        titles = [_title(section.title) for section in context.sections[-1:] if len(context.sections) > 1]
        for text in (*_near(context, self.clause.form), *(title for title in titles if not mixed(title.plain))):
            for word in words_of(text):
                if word.sort is Sort.WORD and self._shifts(word) & _NOT_YET:
                    return word.text
        return ""

    def _above(self) -> Iterator[str]:
        """Shifters that stand unexplained in the lead-in, the key, the column and the headings; for a closed claim any other word there."""
        context = self.clause.context
        quantity = self.claim.quantity
        own_noun = quantity is not None and bool(quantity.words)
        near = list(_near(context, self.clause.form if not own_noun else Form.ITEM))
        for text in near:
            explained = self.explained(text)
            for place, word in enumerate(words_of(text)):
                if word.sort is not Sort.WORD or place in explained or self._labels(text, word):
                    continue
                if self._shifts(word) & _ABOVE[self.closed] or (
                    self.closed and text is not context.lead_in and not self._plain(word) and not _live(word)
                ):
                    yield word.text
        for text in (*near[: context.lead_in is not None], *(_title(section.title) for section in context.sections[1:][-1:])):
            yield from self._of_a_sort(text)
        for place, section in enumerate(context.sections):
            below = {word.lower() for inner in context.sections[place + 1 :] for word in re.findall(r"[A-Za-z]+", inner.title)}
            yield from self._of_heading(section.title, {"planned"} if below & table("labels")["present"] else set())

    def _of_a_sort(self, text: Text) -> Iterator[str]:
        """What says above a number that only a sort of what it counts is meant: "2 functions" below "Files with large functions"."""
        quantity = self.claim.quantity
        noun = stem(quantity.words[-1]) if quantity is not None and quantity.words and self.closed else ""
        words = words_of(text)
        for before, word in pairwise(words):
            counted = noun and word.sort is Sort.WORD and stem(word.lower) == noun
            picks = before.lower in _SELECTING and not self.known.knows(before.lower)
            if before.lower in _LEVELS and self._begins_with_a_file():
                continue
            if counted and before.sort is Sort.WORD and (picks or not (self._plain(before) or _live(before))):
                yield before.text

    def _begins_with_a_file(self) -> bool:
        """Whether the statement begins with the file that the claim is about: what stands above it sorts files."""
        first = next((word for word in words_of(self.clause.statement.text) if word.sort in (Sort.NAME, Sort.WORD)), None)
        is_path = first is not None and first.mention is not None and isinstance(first.mention.value, Path)
        return first is not None and is_path and _names(first.lower.strip("`()"), self.claim.subject.strip("`()").lower())

    def _labels(self, text: Text, word: Word) -> bool:
        """Whether a word only says what the rows of a table are, or which side of a change: "Job", "After"."""
        context, clause = self.clause.context, self.clause
        if self.claim.side is Side.AFTER and word.lower == "after":
            return True
        heads = clause.form is Form.CELL and bool(context.row) and context.row[0].text.runs == clause.statement.text.runs
        return heads and text.plain == _title(context.header).plain == word.text and not self._shifts(word)

    def _of_heading(self, title: str, settled: set[str]) -> Iterator[str]:
        """Shifters of a heading, without the classes that a heading below it settles."""
        words = [word for word in words_of(_title(title)) if word.sort is Sort.WORD]
        if self.claim.side is Side.AFTER and {"before", "after"} <= {word.lower for word in words}:
            return  # "Before and after": which is meant is known
        if self.closed and of_a_release(title):
            yield title
            return
        ignored = settled | ({"planned"} if mixed(title) else {"sample"} if self._anchored else set())
        if {"before", "after"} <= {word.lower for word in words}:
            ignored.add("before")  # both sides are told
        for before, word in zip((None, *words), words, strict=False):
            size = word.lower == "scale" and before is not None and before.lower in _WHOLES  # no scale of grades
            if not size and (self._shifts(word) & _HEADING[self.closed]) - ignored:
                yield word.text

    def _shifts(self, word: Word) -> frozenset[str]:
        """The classes in which a word shifts what is said, less those that the rule or the clause's own side understands."""
        if self.known.knows(word.lower):
            return frozenset()
        found = shifts(word.lower) - {_TIMES.get(self.claim.side, "")}
        return frozenset() if neutral(word.lower) and not found - {"before", "output"} else found

    def _plain(self, word: Word) -> bool:
        """Whether a word is of no weight for the claim, or a name or number that another claim explains."""
        if within(self.clause.statement.text, word, *self.beside):
            return True
        if word.sort is Sort.NUMBER:
            return self.known.knows(word.text)  # a name's own: "PEP 8"
        if word.sort is not Sort.WORD:
            return False
        if self.closed and not self._named and word.lower in _SELECTING:
            return self.known.knows(word.lower)
        return (neutral(word.lower) and not shifts(word.lower) & _NARROWING) or self._knows(word)


def _live(word: Word) -> bool:
    """Whether a word is a verb of what existing things do, or of what was done with them."""
    return word.verb is not None and bool(verb_classes(word.verb.lemma) & _LIVE_VERBS)


def _near(context: Context, form: Form) -> Iterator[Text]:
    if context.lead_in is not None:
        yield context.lead_in
    if context.key and context.key.strip(" *:").lower() not in table("labels")["seen"]:
        yield _title(context.key)
    if form is Form.CELL and context.header:
        yield _title(context.header)


@lru_cache(maxsize=4096)
def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(part) for part in re.findall(r"[A-Za-z]+", words))


@lru_cache(maxsize=2048)
def _title(title: str) -> Text:
    return titled(title)


def _covers(span: Span, other: Span) -> bool:
    """Whether one place of the report holds all of another."""
    return (span.line, span.column) <= (other.line, other.column) and (other.end_line, other.end_column) <= (span.end_line, span.end_column)


def _number(word: Word) -> bool:
    """Whether a word of a quantity is its number; the noun and what stands before it must be known to the rule."""
    return word.sort is not Sort.WORD or any(part in NUMBER_WORDS for part in word.lower.split("-"))


def _long(span: Span) -> bool:
    return span.end_line > span.line or span.end_column - span.column > 80


def _names(written: str, subject: str) -> bool:
    """Whether a name as it is written is the subject, or the end of it."""
    first, subject = written.split(":")[0].split("(")[0].rstrip("/"), subject.rstrip("/")
    return bool(first) and (
        subject == first or subject.endswith(("/" + first, "." + first)) or first.endswith(("/" + subject, "." + subject))
    )
