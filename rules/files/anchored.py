"""What stands at cited lines, and where what is said to stand there really is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from verifier.facts.outline import Outline
from verifier.knowledge.words import stem, subwords
from verifier.model import Measurement, Reading, Site
from verifier.reproduce import arguments

from .akin import about, comment, frames
from .anchor_target import Target
from .enclosing import begins_within, called_so, definition_line, is_inside, is_part_of, same_definition

_NEAR = 5  # lines an anchor may be off and still cite the same place
_ROUGHLY = 15  # the same of one that is told roughly
_EDGE = 2  # lines by which a range may miss where a definition begins
_FEW = 5  # lines that a definition may begin and end with by chance
_SEVERAL = 20  # lines of which two words in one prove little
_MANY = 40  # lines of a range that is looked at by what it defines
_CITED = 20  # lines that a statement cites of a file; of more it says little about each
_RARE = 3  # lines that hold a name which tells where something is
_LONG = 30  # characters of a line of code that hardly two places have
_NAMED = 5  # characters of code that hardly stands by chance where it is looked for
_SURE = 12  # characters of a quote that is looked for elsewhere
_BLANK = re.compile(r"^[\s)\]}>;,({\[]*$")
_COMMENTS = frozenset("comment todo fixme note docstring commented".split())


def located(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement:
    """What stands at the anchor, and where what is said to stand there really is."""
    count = len(lines) - (lines[-1] == "" if lines else 0)
    reproduce = f"sed -n '{target.first},{target.last}p' {arguments(path)}"
    if target.first > count or target.last > count + 1:
        return Measurement((Reading("in bounds", False), Reading("lines", count)), subject=path, reproduce=f"wc -l {arguments(path)}")
    cited = lines[target.first - 1 : target.last]
    shown = "\n".join(cited[:3])
    measured = _by_what_is_shown(target, path, lines, outline) or _by_what_is_named(target, path, lines, outline)
    if measured is not None:
        return replace(measured, reproduce=reproduce)
    readings: tuple[Reading, ...]
    if all(_BLANK.match(line) for line in cited) and len(cited) <= 3:
        spelled = _spelled(target, path, lines) if len(cited) == 1 else None
        if spelled is not None:
            measured = _at(path, *spelled, False, lines)
            return replace(measured, readings=(*measured.readings, Reading("blank", True)), reproduce=reproduce)
        readings = (Reading("blank", not _meant_near(target, lines, outline)), *_absent(target, lines, path, outline, blank=True))
    elif absent := _absent(target, lines, path, outline, blank=False):
        readings = absent
    else:
        readings = (Reading("related", _fits(target, path, lines, outline)),)
        if (
            len(target.words) > 1
            and not target.bare
            and not _meant_near(target, lines, outline)
            and all(comment(line, path) or not line.strip() for line in cited)
            and not readings[0].value
        ):
            told = bool(target.words & _COMMENTS) or called_so(target, outline)  # "Lines 127, 297: comments that restate the code"
            readings = (
                (Reading("related", True),)
                if told
                else (Reading("comment", not about(target.words, cited, outline, target.first, least=1)),)
            )
    return Measurement(readings, reproduce=reproduce, subject=path, detail=shown[:300])


def _elsewhere(name: str, cited: Sequence[str], lines: Sequence[str], path: str, outline: Outline, target: Target) -> bool:
    """Whether the file has a name, and not in the cited lines: a part of it that they have is not it."""
    return not any(re.search(rf"\b{re.escape(name)}\b", line) for line in cited) and bool(_hits(name, lines, path, outline, target))


def _fits(target: Target, path: str, lines: Sequence[str], outline: Outline) -> bool:
    """Whether the lines are about what the sentence is about, where nothing exact says where that is."""
    cited = lines[target.first - 1 : target.last]
    if target.shown:  # code that is said to stand here and stands nowhere in the file: that words agree proves nothing
        return _shares_a_name(target.shown, cited)
    if target.quoted and not target.lacking and not any(_quoted(code, cited) for code in target.quoted):
        return False  # what is said to stand there in these words does not
    if target.names and not target.lacking and any(_hits(name, lines, path, outline, target) for name in target.names):
        return False  # what is named is elsewhere
    if not target.lacking and any(_elsewhere(name, cited, lines, path, outline, target) for name in target.titled):
        return False
    if any(_named_in(code, cited, path) or (code.endswith("()") and is_inside(outline, code, target)) for code in target.described):
        return True
    words = target.words - frozenset(stem(part) for word in re.findall(r"\w+", path) for part in subwords(word))  # the path's say nothing
    framed = target.last > target.first and frames(outline, target.first, target.last, len(lines))
    names = [d.name for d in outline.definitions if target.first - _EDGE <= d.line <= target.last]
    if framed and (len(cited) > _FEW or _shared(words, cited) > 1 or _shared(words, names)):
        return True
    if len(cited) > 2 and any(_quoted(code, cited) for code in target.beside):
        return True
    if len(cited) > _MANY:  # among so many lines some have the words of any sentence: those count that define something
        defined = {definition.line for definition in outline.definitions}
        cited = [line for number, line in enumerate(cited, target.first) if number in defined]
    elif len(cited) > _SEVERAL and _shared(words, cited) < 3:
        return False
    in_effect = [line for line in cited if not comment(line, path)] if not target.words & _COMMENTS else cited
    return bool(in_effect) and about(words, in_effect, outline, target.first)


def _named_in(code: str, cited: Sequence[str], path: str) -> bool:
    """Whether cited lines have code in effect that is more than a word: a name of several, a call, an expression."""
    name = code.removesuffix("()")
    if not (code != name or "." in name or len(subwords(name)) > 1 or re.search(r"[(=\[]", name)) or len(name) < _NAMED:
        return False
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any((pattern.search(line) or _quoted(name, [line])) and not comment(line, path) for line in cited)


def _shared(words: frozenset[str], cited: Sequence[str]) -> int:
    """The most of the words, given as stems, that one line has."""
    stems = ({stem(part) for word in re.findall(r"\w+", line) for part in subwords(word)} for line in cited)
    return max((len(words & own) for own in stems), default=0)


def _absent(target: Target, lines: Sequence[str], path: str, outline: Outline, *, blank: bool) -> tuple[Reading, ...]:
    """The one name or piece of code that is said to be there and is nowhere in the file, if nothing else is said, or nothing is there."""
    if target.lacking or target.shared:
        return ()
    if target.shown:
        strange = not target.others and all(_strange(code, target, lines) for code in target.shown)
        return (Reading("absent", target.shown[0]),) if strange else ()
    if not (target.bare or blank):
        return ()
    if target.quoted:
        strange = len(target.quoted) == 1 and target.bare and _strange(target.quoted[0], target, lines)
        return (Reading("absent", target.quoted[0]),) if strange else ()
    if not target.names:
        return ()
    if any(_hits(name, lines, path, outline, target) for name in target.names):
        return ()
    return (Reading("absent", target.names[0]),)


def _strange(code: str, target: Target, lines: Sequence[str]) -> bool:
    """Whether code that is said to stand there has words or numbers that nothing near the lines has: it is no way of telling them."""
    told = re.sub(r"\s(?:#|//).*$", "", code)
    words = set(re.findall(r"\w+", told)) - _KEYWORDS
    near = "\n".join(lines[max(0, target.first - 1 - _NEAR) : target.last + _NEAR])
    whole = bool(words) and bool(_OPERATOR.search(told)) and not re.search(r"\.\.\.|…", told)
    return whole and not words <= set(re.findall(r"\w+", near)) and not _quoted(told, lines)


_KEYWORDS = frozenset("import from const let var func def fn return export default async await public private static final new".split())
_OPERATOR = re.compile(r"\w\s*(?:[-+*/%|&<>=!]=?|==|!=)\s*[\w(\"']")


def _spelled(target: Target, path: str, lines: Sequence[str]) -> tuple[str, int] | None:
    """The identifier nearest to a blank line that two words of the sentence spell ("circuit breaker"), and its line, unless it is near."""
    if target.shared or target.names or target.quoted:
        return None
    hits: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        for name in re.findall(r"[A-Za-z_]\w{5,}", "" if comment(line, path) else line):
            parts = [stem(part) for part in subwords(name)]
            if any(pair in target.phrases for pair in pairwise(parts)):
                hits.setdefault(number, name)
    at = _nearest(tuple(hits), target)
    return (hits[at], at) if at is not None and not _at_hand(at, target) else None


def _by_what_is_named(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement | None:
    places = list(_places(target, path, lines, outline))
    if not places:
        return None
    what, at, same = next((place for place in places if place[2]), places[0])
    if not same and (target.shared or any(first <= at <= last for first, last in target.others)):
        return None
    if not same and _said_of_another(what, target, path, lines, outline):
        return None
    return _at(path, what, at, same, lines)


def _said_of_another(what: str, target: Target, path: str, lines: Sequence[str], outline: Outline) -> bool:
    """Whether what is elsewhere may be meant of another line that the statement cites."""
    others = (replace(target, first=first, last=last) for first, last in target.others)
    return len(target.others) > _CITED or any(
        place[0] == what and place[2] for other in others if other.first <= len(lines) for place in _places(other, path, lines, outline)
    )


def _at(path: str, what: str, at: int, same: bool, lines: Sequence[str]) -> Measurement:
    return Measurement(
        (Reading("at", at), Reading("same place", same), Reading("what", f"'{what}'")),
        (Site(path, code=what, line=at),),
        subject=path,
        detail=lines[at - 1][:160],
    )


def _places(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Iterator[tuple[str, int, bool]]:
    """Where what is said to stand there does: the words, the 1-based line, whether that is the place cited.

    One of several names that lies elsewhere says nothing: it may be there for comparison.
    """
    blank = target.first == target.last and bool(_BLANK.match(lines[target.first - 1]))
    for what in target.quoted:
        at = _nearest(_quoted(what, lines), target)
        if at is not None:
            same = _at_hand(at, target) or (not blank and same_definition(outline, at, target))
            if same or (len(what) >= _SURE and len(target.quoted) == 1):
                yield what, at, same
    for what in target.worded:
        found_words = _wording(what, lines)
        at = _nearest(found_words, target)
        alone = len(found_words) == 1 and len(what) >= _SURE and not (target.others or target.shared)
        same = at is not None and (_at_hand(at, target) or (not blank and same_definition(outline, at, target)))
        if at is not None and (same or alone):
            yield what, at, same
    for what in target.names:
        hits = _hits(what, lines, path, outline, target)
        at = _nearest(hits, target)
        if at is None:
            continue
        if crossed := begins_within(outline, what, target):
            yield what, crossed, False
            continue
        defined = definition_line(outline, what, hits)
        inside = target.first <= at <= target.last
        telling = inside or bool(defined) or len(hits) <= _RARE  # a name that is everywhere is near any line
        near = _at_hand(at, target) or (not blank and same_definition(outline, at, target))
        single = len(subwords(re.split(r"[.:]+", what.rstrip("()"))[-1])) < 2  # `clone`, `mkdir`: that one is near may be chance
        own = inside or what not in target.of_cells
        if telling and near and own and (inside or defined or not single or len(hits) == 1):
            yield what, at, True
        elif not blank and is_part_of(outline, what, target):
            yield what, target.first, True
        elif (
            len(target.names) == 1
            and what not in target.of_cells
            and (target.bare or not is_inside(outline, what, target))
            and not target.quoted
            and (defined or (target.bare and len(hits) == 1 and not target.lacking))
        ):
            yield what, defined or at, False
        elif not blank and what in target.adjacent and (only := _only_place(target.adjacent, lines, path)):
            yield target.adjacent, only, False


def _only_place(name: str, lines: Sequence[str], path: str) -> int:
    """The one line that has a name which hardly stands anywhere by chance; 0 for none or several."""
    bare = name.rstrip("()")
    if "." not in bare and len(subwords(bare)) < 2:
        return 0
    pattern = re.compile(rf"(?<![\w.]){re.escape(bare)}(?!\w)")
    hits = [number for number, line in enumerate(lines, 1) if pattern.search(line) and not comment(line, path)]
    return hits[0] if len(hits) == 1 else 0


def _by_what_is_shown(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement | None:
    """Where the code stands that is shown as these lines: here if any of it is; elsewhere only if hardly by chance."""
    found_lines = [(at, code) for code in target.shown if (at := _nearest(_quoted(code, lines), target)) is not None]
    here = [(at, code) for at, code in found_lines if _at_hand(at, target) or same_definition(outline, at, target)]
    if not here and len(found_lines) < 2 and not any(len(code) > _LONG for _, code in found_lines):
        return None
    if not found_lines or (not here and (target.others or target.shared)):
        return None  # of several places that are cited the code is from one
    exact = [place for place in here if target.first <= place[0] <= target.last]
    at, code = (exact or here or found_lines)[0]
    return _at(path, code, at, bool(here), lines)


def _at_hand(at: int, target: Target) -> bool:
    near = _ROUGHLY if target.roughly else _NEAR
    return target.first - near <= at <= target.last + near


def _nearest(hits: Sequence[int], target: Target) -> int | None:
    """The 1-based line nearest to the anchor."""
    return min(hits, key=lambda number: max(target.first - number, number - target.last, 0), default=None)


def _quoted(what: str, lines: Sequence[str]) -> list[int]:
    wanted = _squeezed(what)
    return [number for number, line in enumerate(lines, 1) if wanted in _squeezed(line)] if wanted else []


def _wording(words: str, lines: Sequence[str]) -> list[int]:
    """The lines on which the words begin that follow each other so, over the ends of lines and the marks of comments."""
    wanted = re.findall(r"\w+", words.lower())
    there = [(word, number) for number, line in enumerate(lines, 1) for word in re.findall(r"\w+", line.lower())]
    firsts = (at for at, (word, _) in enumerate(there) if word == wanted[0])
    return [there[at][1] for at in firsts if [word for word, _ in there[at : at + len(wanted)]] == wanted]


def _hits(name: str, lines: Sequence[str], path: str, outline: Outline, target: Target) -> list[int]:
    """The lines that have a name in effect, not in a comment; of an import that is said to be unused, those that import it."""
    last = re.split(r"[.:]+", name.rstrip("()"))[-1]
    pattern = re.compile(rf"(?<!\w){re.escape(last)}(?!\w)")
    told_of_comments = bool(target.words & _COMMENTS)
    hits = [n for n, line in enumerate(lines, 1) if pattern.search(line) and (told_of_comments or not comment(line, path))]
    if not target.imported or not outline.language:
        return hits
    starts = [one.line for one in outline.imports if last in (one.name, one.alias, one.module, *one.module.split("."))]
    return [next((n for n in hits if start <= n <= start + 40), start) for start in starts]


def _squeezed(code: str) -> str:
    return re.sub(r"\s+", "", code).replace("'", '"').rstrip(";,")


def _meant_near(target: Target, lines: Sequence[str], outline: Outline) -> bool:
    """Whether lines close by are about the same thing, so that the anchor is only a little off."""
    near = lines[max(0, target.first - 1 - _NEAR) : target.last + _NEAR]
    return about(target.words, near, outline, target.first) or _told_near(target.shown, near)


def _told_near(shown: Sequence[str], near: Sequence[str]) -> bool:
    """Whether the words of shown code all stand near, broken into lines otherwise."""
    words = {word for line in shown for word in re.findall(r"[A-Za-z_]\w+", line)}
    return bool(words) and words <= set(re.findall(r"[A-Za-z_]\w+", "\n".join(near)))


def _shares_a_name(shown: Sequence[str], cited: Sequence[str]) -> bool:
    """Whether shown code and the cited lines have an identifier of several words in common: it is told more shortly."""
    names = ({word for word in re.findall(r"[A-Za-z_]\w+", "\n".join(code)) if len(subwords(word)) > 1} for code in (shown, cited))
    return bool(set.intersection(*names))
