"""What the words around a concept's name make of it: a link to read, a part of a longer name, a sense, a version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.knowledge.base import KnowledgeBase
from verifier.knowledge.entries import Kind, all_entries
from verifier.knowledge.lexicon import ConceptMention
from verifier.knowledge.senses import Sense, sense
from verifier.reading.clause import Clause, Form, Path

from .wording import EACH

_READING = re.compile(
    r"^[\W\d]*(?:(?:useful|further|external|additional|related|helpful|learning|online|key|more|other|recommended|official|quick|some)\s+)*"
    r"(?:resources?|references?|links?|reading(?:\s+list)?|see also|bibliography|learn more|sources|credits|acknowledg\w+|inspiration"
    r"|further information|documentation links?|useful tools)\b[^.]{0,30}$",
    re.I,
)
_LINK = re.compile(r"^[^.;!?]{0,90}?[:(–—-]?\s*<?https?://\S+?>?\)?[\s.]*(?:[–—-][^.]*)?$")
_TOKEN = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_.]*(?:-[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)+")
_ADJECTIVE = frozenset(
    """based backed like style styled powered driven native first only safe compatible ready level side wide free specific enabled aware
    oriented friendly heavy time protected authenticated related managed hosted integrated generated aligned style side bound capable
    centric optional less dependent independent agnostic provided supported secured cached limited exposed compliant only rendered built
    written typed facing owned""".split()
)
_NUMBER = r"(?:v[v~^=<>≥]*\s?)?(?P<number>\d+(?:\.\d+)*)(?:\.[x*])?\+?"
_DOTTED = re.compile(r"(?<![\w.:/-])[v~^=<>≥]*(?P<number>\d+(?:\.\d+)+)(?:\.[x*]|\+)?(?![\w%]|\.\d|:\d)")
_BEHIND = re.compile(rf"^[\s`*(]*(?:version\s+|v\.?\s?)?{_NUMBER}(?=$|[\s,.;:)`*|+])(?!\s*(?:[a-z]+s\b|%|ms|seconds?|minutes?))", re.I)
_WITH_VERSION = re.compile(r"(?P<name>\w+)\s+v?(?P<number>\d+(?:\.\d+)*)", re.I)
_SERIES = re.compile(r"(?<![\w-])(?P<letters>[A-Z]{1,3})\d{1,3}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is stated, and beginnings of the names that it may be of."""

    number: str
    names: tuple[str, ...]


def is_reference(clause: Clause) -> bool:
    """Whether a thing is only named for people to read about: a link, or an item of a list of links."""
    if any(_READING.match(title) for title in clause.context.titles):
        return True
    return clause.form in {Form.ITEM, Form.KEY_VALUE, Form.CELL} and bool(_LINK.match(clause.statement.text.plain))


def whole_names(text: str, found: Sequence[ConceptMention], base: KnowledgeBase) -> list[ConceptMention]:
    """Those of `found` that are not a part of a package's longer name: `pytest-cov` is not pytest, nor is `@sentry/mcp` Sentry."""
    tokens = [match for match in _TOKEN.finditer(text) if match[0].islower()]
    scoped = (m for m in found if not (text[: m.start].endswith("@") and text[m.end :].startswith("/")))
    whole = [mention for mention in scoped if text[max(0, mention.start - 1) : mention.start] not in ("+", "±")]  # "+DI" is no DI
    return [mention for mention in whole if not any(_part_of(mention, token, base) for token in tokens)]


def _part_of(mention: ConceptMention, token: re.Match[str], base: KnowledgeBase) -> bool:
    if not token.start() <= mention.start < mention.end <= token.end() or mention.end - mention.start == token.end() - token.start():
        return False
    behind = token[0][mention.end - token.start() :].strip("-").split("-")
    if behind[0] in _ADJECTIVE or behind[-1] in _ADJECTIVE:
        return False
    entry = base.entries.get(mention.entry)
    begins = mention.start == token.start()
    ends = mention.end == token.end()
    before = token[0][: mention.start - token.start()].strip("-").split("-")[0]
    technology = entry is not None and entry.kind is Kind.TECHNOLOGY
    return (begins and technology and behind[0].isalnum()) or (ends and not begins and bool(base.lexicon.concepts(before)))


def versions(clause: Clause, inside: Sequence[ConceptMention], start: int, stop: int) -> tuple[Version, ...]:
    """The versions that the words from `start` to `stop`, or the row's column of versions, give to the concepts in them."""
    return tuple(dict.fromkeys(_versions(clause, inside, start, stop)))


def _versions(clause: Clause, inside: Sequence[ConceptMention], start: int, stop: int) -> Iterator[Version]:
    text = clause.text
    for mention in inside:
        match = _BEHIND.match(text[mention.end :]) or _of_a_package(mention)
        if match:
            yield Version(match["number"], _names(mention.text))
        row = clause.context.row if clause.form is Form.CELL else ()
        for cell in row:
            number = re.fullmatch(rf"\W*{_NUMBER}\W*", cell.text.plain.strip())
            if number and re.search(r"\bversions?\b|\bpin(?:ned)?\b", cell.header, re.I):
                yield Version(number["number"], _names(mention.text))
    for match in _DOTTED.finditer(text, start, stop):
        before = re.findall(r"[A-Za-z][\w.-]*", text[: match.start()])
        words = [word for word in before if word.lower() not in {"version", "v", "at", "and", "to", "of", "is", "held", "pinned"}]
        yield Version(match["number"], _names(*words[-1:], *(mention.text for mention in inside)))


def _of_a_package(mention: ConceptMention) -> re.Match[str] | None:
    """The version in a name that has one, where the rest is what a package is called: "React 18", but not "OAuth 2.0"."""
    match, entry = _WITH_VERSION.fullmatch(mention.text), all_entries().get(mention.entry)
    packages = {name for names in entry.handles.packages.values() for name in names} if entry is not None else set()
    return match if match and match["name"].lower() in packages else None


def _names(*words: str) -> tuple[str, ...]:
    """Beginnings of names, lower case: "postgr" stands in `postgres` and in `postgresql`."""
    bare = [re.sub(r"\.?js$", "", word.lower().strip("`")) for word in words]
    return tuple(dict.fromkeys(word.split()[0][:6] for word in bare if word.split()))


def said_of_each(clause: Clause, start: int) -> bool:
    """Whether it is said of each of several things before the words: "All 3 workers - Redis", "Each service: retries"."""
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    before = (whole[:at] if at > 0 else "") + clause.text[:start]
    return any(EACH.match(words) for words in (before, clause.context.key, *(p.plain for p in clause.context.parents[-1:])))


def sense_of(clause: Clause, mention: ConceptMention) -> Sense:
    """The sense of a concept in a clause, by its words and those that it stands under."""
    if _one_of_a_series(clause.statement.text.plain, mention.text):
        return Sense.OTHER
    context = clause.context
    above = [context.key, context.header, *(parent.plain for parent in context.parents[-1:]), *context.titles[-1:]]
    if context.lead_in:
        above.append(context.lead_in.plain)
    paths = [path.text for path in clause.own(Path)]  # a file's name tells what it is about, but not in which sense
    sentence = clause.statement.text.plain
    for path in paths:
        sentence = sentence.replace(path, " ")
    return sense(mention, sentence, " ".join(above))


def _one_of_a_series(sentence: str, name: str) -> bool:
    """Whether a name is the number of a finding, as another beside it is of the same letters: "S3, S7, A4"."""
    series = _SERIES.fullmatch(name)
    return series is not None and any(one[0] != name and one["letters"] == series["letters"] for one in _SERIES.finditer(sentence))
