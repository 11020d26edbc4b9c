"""What a sentence says that a thing is used by: names before it, in its key, its row or the item above, and where these lie."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.base import KnowledgeBase
from verifier.knowledge.entries import Kind
from verifier.knowledge.places import set_aside
from verifier.knowledge.words import stem, subwords
from verifier.reading.clause import Clause, Endpoint, Form, of_kind
from verifier.reading.english.lexis import neutral, shifts, verb_form
from verifier.reading.mentions import mentions
from verifier.reading.says.words import Sort, Word, words_of
from verifier.reading.text import Text, raw_text
from verifier.repository.kinds import is_test

_MEMO = "paths by their names"
_NAME = re.compile(r"[A-Z][\w.-]*|\w+[A-Z_]\w*")  # written as a name is
_LACKS = re.compile(r"^(?P<who>[^:;,.()]{1,40}?):?\s+(?:(?:does|do)(?:n['’]t| not)|lacks?|has no|can(?:['’]t|not| not))\b", re.I)
_HEAD = 9  # letters before what a statement begins with: marks, a method
_LONGEST = 3  # words that name one thing
_PARTS = frozenset(
    "adapter adapters engine layer manager handler service services module modules package components component client provider providers "
    "backend".split()
)


def subjects(clause: Clause, start: int, base: KnowledgeBase) -> tuple[str, ...]:
    """Names of what is said to use what stands at `start` of the clause, nearest first."""
    found = (name for words in _before(clause, start) if (name := _name(words, base)))
    return tuple(dict.fromkeys(found))


def route(clause: Clause, start: int) -> Endpoint | None:
    """The one route that a statement begins with, of which it tells what stands at `start` of the clause: "`GET /rows` - uses X"."""
    whole = clause.statement.text
    named = of_kind(mentions(whole), Endpoint)
    at = whole.plain.find(named[0].value.path) if len(named) == 1 else -1
    return named[0].value if 0 <= at <= _HEAD and (clause.position or at < start) else None


def lacking(clause: Clause, start: int, base: KnowledgeBase) -> str:
    """The name of what is said to lack what stands at `start`: "H2 does not support X", "**H2:** Doesn't support X"; "" for none."""
    whole = clause.statement.text
    at = whole.plain.find(clause.text)
    heads = [whole.slice(0, at)] if at > 0 and clause.position and whole.plain[:at].rstrip().endswith(":") else []
    own = _LACKS.match(clause.text)
    if own and own.end() <= start:
        heads.append(clause.words.slice(0, own.end("who")))
    for head in heads:
        products = (one for one in base.lexicon.concepts(head.plain) if base.entries[one.entry].kind is Kind.TECHNOLOGY)
        words = [word for word in words_of(head) if word.sort in (Sort.WORD, Sort.NAME)]
        names = [word.text.strip("`*()") for word in words[:_LONGEST] if _proper(word, base)]
        if name := next((one.text for one in products), "") or "".join(names[:1]):
            return name
    return ""


def lies_in(names: Iterable[str], code: Codebase) -> tuple[str, frozenset[str]] | None:
    """The first of `names` that names directories or files of the repository, or what they define, and those paths."""
    for name in names:
        if "/" in name:
            found = code.index.resolve(name)
            if len(found.matches) == 1:
                below = found.matches[0].rstrip("/") + "/"
                return name, frozenset(path for path in code.index.entries if path == found.matches[0] or path.startswith(below))
            continue
        symbol = _defining(name, code)
        if symbol:
            return name, symbol
        paths = _named(code).get(_folded(name))
        if paths:
            return name, frozenset(paths)
    return None


def _before(clause: Clause, start: int) -> Iterator[Text]:
    context = clause.context
    whole = clause.statement.text
    at = whole.plain.find(clause.text)
    head = whole.plain[:at] if at > 0 and clause.position else ""
    if head.rstrip().endswith(("-", "–", "—", ":")):
        yield whole.slice(0, len(head))
    own = re.match(r"[^:;,.()]*?(?=:\s|(?<!\s)\s+(?:[-–—]\s|(?:uses|has|supports|provides|implements)\b))", clause.text)
    if own and own.end() <= start:
        yield clause.words.slice(0, own.end())
    if clause.form is Form.CELL and context.row and context.row[0].text.runs != whole.runs:
        yield context.row[0].text
    yield from reversed(context.parents[-1:])
    yield from (raw_text(section.title, section.line, 1) for section in reversed(context.sections[1:][-2:]))


def _name(text: Text, base: KnowledgeBase) -> str:
    """The name that a text consists of, "" for words that any project may have."""
    words = [word for word in words_of(text) if word.sort in (Sort.WORD, Sort.NAME)]
    if len(words) == 1 and "/" in words[0].text and words[0].sort is Sort.NAME:
        return words[0].text.strip("`*()")
    if not 0 < len(words) <= _LONGEST or base.lexicon.concepts(text.plain):
        return ""
    rest = [word for word in words if word.lower not in _PARTS]
    return rest[0].text.strip("`*()") if len(rest) == 1 and _proper(rest[0], base) else ""


def _proper(word: Word, base: KnowledgeBase) -> bool:
    """Whether a word is a name, and no word for a part or a task that any project has ("Build", "Storage", "Frontend")."""
    name = word.text.strip("`*()")
    if not _NAME.fullmatch(name) or neutral(word.lower) or shifts(word.lower):
        return False
    ordinary = name[1:].islower() and (verb_form(name.lower()) is not None or stem(name) in base.ordinary)
    return not ordinary


def _defining(name: str, code: Codebase) -> frozenset[str]:
    """The files that define a class or function of exactly this name."""
    if not re.fullmatch(r"[A-Za-z_]\w*", name) or len(subwords(name)) < 2:
        return frozenset()
    return frozenset(place.path for place in Symbols.of(code.facts).find(name).places if not is_test(place.path))


def _named(code: Codebase) -> dict[str, list[str]]:
    """Directories and files by their folded names, without tests and documents."""
    kept = code.index.memo.get(_MEMO)
    if isinstance(kept, dict):
        return kept
    found: dict[str, list[str]] = {}
    for path in code.index.entries:
        if set_aside(path) or is_test(path):
            continue
        parts = path.split("/")
        for depth, part in enumerate(parts):
            stem = posixpath.splitext(part)[0] if depth == len(parts) - 1 else part
            found.setdefault(_folded(stem), []).append(path)
    code.index.memo[_MEMO] = found
    return found


def _folded(name: str) -> str:
    return "".join(subwords(name))
