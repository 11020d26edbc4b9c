"""What a statement says is at the lines that it cites: code, names, and words that tell what the line is about."""

from __future__ import annotations

import re

from verifier.knowledge.words import stem, subwords
from verifier.reading.clause import Clause, Form, Mention, Origin, Path, Setting, Snippet, Symbol
from verifier.reading.text import Text

_COMMON = frozenset(
    "the and for with not are was this that has have from into line lines code file uses use used using which when its all any but "
    "can will issue good excellent proper finding found location problem severity high medium low critical".split()
)
_LACKING = frozenset(
    "missing lack lacks lacking absent without no not never add adds needed needs instead undefined should undocumented untyped "
    "removed replaced".split()
)
_TO_COME = frozenset("add adds adding insert append introduce missing lacks lacking without".split())
_IMPORTS = frozenset("import imports imported".split())
_STATEMENT = re.compile(  # code that is more than a name: "rate += 80", "source lib/moon.sh"
    r"\w\s*(?:[-+*/|]?=|<|>)[=>]?\s*\w|^(?:source|import|from|require|include|use|using|export|return|await|raise|throw|yield)\s+\S"
)
_BETWEEN = re.compile(r"[`\s,:(–—-]*(?:(?:at|in|on)\s+(?:line\s+)?)?[`\s(]*")
_NAME = re.compile(r"[A-Za-z_$][\w$]+(?:\.[A-Za-z_$][\w$]*)*(?:\(\))?")
_SORTS = frozenset("class function method interface component hook struct enum constant variable empty unused large long complex".split())
_LITERALS = frozenset("true false null none self this undefined True False None".split())


def quoted(clause: Clause) -> tuple[str, ...]:
    """Code that the statement quotes, longest first. Code of its children ("Uses `x = 1`" below the anchor) is not its own."""
    found_code = [m.value.code for m in clause.mentions if isinstance(m.value, Snippet) and m.origin in {Origin.SELF, Origin.PARENT}]
    found_code += [f"{m.value.name}={m.value.value}" for m in clause.mentions if isinstance(m.value, Setting) and m.origin is Origin.SELF]
    text = clause.statement.text
    if not found_code and not lacks(clause) and len(clause.own(Path)) == 1:  # "Magic numbers (`a.py:2`): `rate += 80` is written in"
        found_code = [code for a, b in text.codes if (code := text.plain[a:b]) and _STATEMENT.search(code)]
    told = (code for code in found_code if len(code) > 3 and "\n" not in code and not _wanted(text.plain, code))
    return tuple(sorted(told, key=len, reverse=True))


def _wanted(words: str, code: str) -> bool:
    """Whether the words right before a piece of code say that it is to come, or is not there: "add `x = 1`", "missing `x = 1`"."""
    before = re.findall(r"[a-z]+", words.partition(code)[0].lower())[-1:]
    return bool(before) and before[0] in _TO_COME


def names(clause: Clause) -> tuple[str, ...]:
    """Identifiers that the statement or the item it belongs to names."""
    origins = {Origin.SELF, Origin.PARENT, *((Origin.ROW,) if clause.form is Form.CELL else ())}
    near = [m for m in clause.mentions if isinstance(m.value, Symbol) and m.origin in origins]
    anchored = [m.value.symbol for m in clause.own(Path) if isinstance(m.value, Path) and m.value.symbol]
    coded = []
    text = clause.statement.text if _only_anchor(clause) else clause.words
    for start, end in text.codes:
        code = text.plain[start:end].strip()
        if _NAME.fullmatch(code) and code not in _LITERALS and not any(code in m.text for m in clause.all(Path)):
            coded.append(code.rstrip("()"))
    named = [m.value.name for m in near if isinstance(m.value, Symbol) and m.value.name not in _LITERALS]
    return tuple(name for name in dict.fromkeys((*anchored, *named, *coded)) if name.lower() not in _SORTS)  # "Component(s): `a.tsx:3`"


def adjacent(clause: Clause, mention: Mention) -> str:
    """The one name in code that stands right beside an anchor, or is all that a sentence which begins with the anchor names."""
    text, anchor = clause.text, mention.text.strip("`")
    coded = [code for start, end in clause.words.codes if (code := clause.words.plain[start:end]) not in anchor and anchor not in code]
    if len(coded) != 1 or not _NAME.fullmatch(coded[0]) or lacks(clause) or anchor not in text:
        return ""
    start, at = text.find(coded[0]), text.find(anchor)
    between = text[start + len(coded[0]) : at] if start < at else text[at + len(anchor) : start]
    return coded[0] if _BETWEEN.fullmatch(between) or not text[:at].strip(" `(*") else ""


def of_cells(clause: Clause) -> frozenset[str]:
    """Identifiers that only cells behind an anchor's cell name: remarks. What stands before it is what the row is about."""
    if clause.form is not Form.CELL:
        return frozenset()
    named: tuple[set[str], set[str]] = set(), set()  # before it and in it, behind it
    for mention in clause.mentions:
        if isinstance(mention.value, Symbol):
            named[mention.origin is Origin.ROW and mention.span.column > clause.span.column].add(mention.value.name)
    return frozenset(named[1] - named[0])


def titled(clause: Clause) -> tuple[str, ...]:
    """Identifiers of the heading above a statement that names none itself."""
    if names(clause) or not clause.context.sections:
        return ()
    return tuple(m.value.name.rpartition(".")[2] for m in clause.context.sections[-1].mentions if isinstance(m.value, Symbol))


def _only_anchor(clause: Clause) -> bool:
    """Whether the clause is nothing but "Line 12 of `a.py`", so that what the statement says before it is said of that line."""
    text = clause.text
    for mention in clause.own(Path):
        text = text.replace(mention.text.strip("`"), " ")
    return len(text) < 24 and not set(re.findall(r"[a-z]+", text.lower())) - {"line", "lines", "at", "l", "and", "to", "on", "of", "in"}


def words(clause: Clause, mention: Mention) -> frozenset[str]:
    """The telling words of the statement and its item, or else of the heading above, as stems."""
    texts = [clause.statement.text.plain.replace(mention.text, " "), *(parent.plain for parent in clause.context.parents[-1:])]
    texts += [cell.text.plain for cell in clause.context.row] if clause.form is Form.CELL else []
    if len(texts) == 1 and clause.context.sections:
        texts.append(clause.context.sections[-1].title)
    found_words = {part for text in texts for word in re.findall(r"[A-Za-z_]\w{2,}", text) for part in subwords(word)}
    own = {part for word in re.findall(r"\w+", mention.text) for part in subwords(word)}  # the file's name says nothing of a line
    return frozenset(stem(word) for word in found_words - own if len(word) > 2 and word not in _COMMON)


def _without_code(text: Text) -> str:
    kept, at = [], 0
    for start, end in text.codes:
        kept += [text.plain[at:start], " " * (end - start)]
        at = end
    return "".join((*kept, text.plain[at:]))


def is_bare(clause: Clause) -> bool:
    """Whether the statement has nothing but the anchor, code, what sort it is, and what is in brackets: "`a.py:4` - `load` (C-11)"."""
    left = _without_code(clause.statement.text)
    for mention in clause.own(Path):
        left = left.replace(mention.text.strip("`"), " ")
    left = re.sub(r"\([^()]*\)", " ", left)
    return clause.form is not Form.CELL and set(re.findall(r"[a-z]{3,}", left.lower())) <= _SORTS


def around(clause: Clause) -> frozenset[str]:
    """The lower-case words of the statement and of what is above it."""
    context = clause.context
    texts = [_without_code(clause.statement.text), context.key, *context.titles[-1:], *map(_without_code, context.parents)]
    texts += [context.lead_in.plain] if context.lead_in else []
    texts += [_without_code(cell.text) for cell in context.row]
    return frozenset(re.findall(r"[a-z]+", " ".join(texts).lower()))


def lacks(clause: Clause) -> bool:
    """Whether the words may be about what is not there."""
    return clause.negated or bool(around(clause) & _LACKING)


def unused_imports(clause: Clause) -> bool:
    told = around(clause)
    return bool(told & _IMPORTS) and bool(told & {"unused", "redundant"} or {"never", "used"} <= told or {"not", "used"} <= told)


_WORDED = re.compile(r"[\"“](?P<words>[^\"“”`]{6,200}?)(?:\.\.\.|…)?(?:[\"”]|$)")


def worded(clause: Clause) -> tuple[str, ...]:
    """Two words or more that the statement has in quotation marks, outside of code."""
    text = clause.statement.text
    found = (match for match in _WORDED.finditer(text.plain) if not text.in_code(match.start(), match.end()))
    return tuple(match["words"] for match in found if len(re.findall(r"\w+", match["words"])) > 1)


def phrases(clause: Clause, mention: Mention) -> tuple[tuple[str, str], ...]:
    """Words that follow each other in the statement, as stems: such as an identifier may be made of."""
    text = clause.statement.text.plain.replace(mention.text, " . ")
    pairs = re.findall(r"(?=\b([A-Za-z]{3,})[ -]([A-Za-z]{3,})\b)", text)
    return tuple((stem(a), stem(b)) for a, b in pairs if not {a.lower(), b.lower()} & _COMMON)


def beside(clause: Clause) -> tuple[str, ...]:
    """Code in the items above it in its list that hardly stands anywhere by chance."""
    codes = [text.plain[start:end].strip() for text in clause.context.elders for start, end in text.codes]
    return tuple(code for code in codes if len(code) > 8 and re.search(r"\w_\w|[=(]", code))
