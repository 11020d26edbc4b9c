"""Whether two things in code are bound as a sentence says: by bases, decorators, annotations, members."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.facts.outline import Definition
from verifier.facts.symbols import Place, Symbols
from verifier.model import Reason, Site
from verifier.repository.kinds import is_test, language_of

from .bond_words import Bond
from .keyword_of import takes_more
from .parameters import canonical, same_type, shown

_CLASSES = frozenset(("class", "interface", "struct", "component", "trait", "type", "enum"))
_EXPLICIT = frozenset(("python", "typescript", "tsx", "javascript", "jsx", "java", "php"))  # what a class is made from stands in its head
_FUNCTIONS = frozenset(("function", "method", "constructor", "hook", "component"))
_DATA = frozenset(("field", "property", "variable", "constant", "member"))
_ANY_OWNER = re.compile(r"^(?:object|Generic|ABC|Protocol|abc\.ABC|typing\.(?:Generic|Protocol))\b")
_NEAR = 2  # lines from a name in which a wrapping call may stand
_TYPES = frozenset("str int float bool bytes list dict tuple set string number boolean object any unknown null none true false".split())
_WANTED = {Bond.HAS: _CLASSES, Bond.TYPED: _DATA, Bond.TAKES: _FUNCTIONS, Bond.RAISES: _FUNCTIONS | _CLASSES}
_BLOCKS = frozenset("try except finally if with while for async await div span section transaction".split())
_ALIASES = {"str": "string", "int": "number", "float": "number", "boolean": "bool"}


@dataclass(frozen=True, slots=True)
class Answer:
    """`so` is None when it can't be told; `observed` says what is there instead."""

    so: bool | None
    observed: str
    site: Site | None = None
    reason: Reason = Reason.AMBIGUOUS


def look_up(bond: Bond, first: str, second: str, symbols: Symbols) -> Answer:
    """Whether `first` has the bond to `second`, as the report writes them."""
    owner, name = _split(first)
    known = symbols.find(name)
    places = [p for p in known.places if not owner or p.definition.qualified.split(".")[-2:-1] == [owner]]
    places = [p for p in places if not is_test(p.path)] or places
    wanted = _WANTED.get(bond)
    places = [p for p in places if wanted is None or p.definition.kind in wanted]
    if not places:
        return Answer(None, f"no definition of {first} of that sort", reason=Reason.NO_SUBJECT)
    check = {Bond.WRAPPED: _wrapped, Bond.TYPED: _typed, Bond.HAS: _has, Bond.TAKES: _takes, Bond.RAISES: _raises}[bond]
    answers = [check(place, second, symbols) for place in places[:8]]
    for so in (True, None):
        found = next((answer for answer in answers if answer.so is so), None)
        if found is not None:
            return found
    if bond is not Bond.TYPED and len(places) > 1:
        return Answer(None, f"{len(places)} things are called {name}", answers[0].site)
    return answers[0] if known.complete else Answer(None, "some files could not be read", answers[0].site, Reason.INCOMPLETE)


def _split(name: str) -> tuple[str, str]:
    parts = [part for part in re.split(r"\.|::|#", re.sub(r"\(.*$", "", name).strip("@ <>/")) if part]
    return (parts[-2] if len(parts) > 1 else "", parts[-1] if parts else "")


def _bare(base: str) -> str:
    return re.split(r"[(\[<]", base)[0].rpartition(".")[2].strip()


def _site(place: Place) -> Site:
    definition = place.definition
    return Site(place.path, definition.qualified, f"{definition.kind} {definition.qualified}", definition.line, definition.line)


def classes_above(place: Place, symbols: Symbols) -> tuple[list[Place], list[str]]:
    """The classes of the repository that one is made from, itself first, and those bases that are not defined in it."""
    inside, outside, ahead = [place], [], [place]
    seen = {place.definition.qualified}
    while ahead and len(inside) < 40:
        current = ahead.pop()
        for base in current.definition.bases:
            found = [p for p in symbols.find(_bare(base)).places if p.definition.kind in _CLASSES]
            if not found and not _ANY_OWNER.match(base):
                outside.append(base)
            fresh = [p for p in found if p.definition.qualified not in seen]
            seen.update(p.definition.qualified for p in fresh)
            inside += fresh
            ahead += fresh
    return inside, outside


def _wrapped(place: Place, second: str, symbols: Symbols) -> Answer:
    goal, definition = _split(second)[1], place.definition
    if not re.fullmatch(r"@?[\w.]+(?:\(.*\))?", second, re.S) or goal in _BLOCKS:
        return Answer(None, f"{second} may stand around a call of {definition.name}", _site(place), Reason.NOT_PROVABLE)
    given = re.search(r"\((?P<inside>.*)\)\s*$", second, re.S)
    for decorator in definition.decorators:
        if _split(decorator)[1] != goal:
            continue
        there = re.search(r"\((?P<inside>.*)\)\s*$", decorator, re.S)
        if given and given["inside"].strip(" .…") and _code(given["inside"]) != _code(there["inside"] if there else ""):
            return Answer(None, f"@{decorator} stands above {definition.name}", _site(place))
        return Answer(True, f"@{decorator} stands above {definition.name}", _site(place))
    word, name = re.compile(rf"(?<![\w$]){re.escape(goal)}(?![\w$])"), re.compile(rf"(?<![\w$]){re.escape(definition.name)}(?![\w$])")
    around = re.compile(
        rf"(?<![\w$]){re.escape(goal)}(?:<[^<>()]*>)?\s*\(\s*(?:[\w.]+\()*(?:async\s+)?(?:function\s+|class\s+)?{re.escape(definition.name)}(?![\w$])"
    )
    if re.match(rf"(?:[\w.]+\.)?{re.escape(goal)}\s*[(<]", definition.value):
        return Answer(True, f"{definition.name} = {definition.value[:60]}", _site(place))
    for path in symbols.holding(definition.name):
        lines = symbols.read(path).decode("utf-8", "replace").splitlines()
        if path == place.path or word.search("\n".join(lines)):
            for at, line in enumerate(lines, 1):
                if around.search(line):
                    return Answer(True, line.strip()[:100], Site(path, definition.name, line.strip()[:100], at, at))
            if _beside(lines, word, name, _elsewhere(path, definition, symbols), second.startswith("@")):
                return Answer(None, f"{goal} stands with {definition.name} in {path}", _site(place))
    own = symbols.read(place.path).decode("utf-8", "replace").splitlines()[definition.start - 1 : definition.end_line]
    if word.search("\n".join(own)):
        return Answer(None, f"{goal} stands in {definition.name}", _site(place))
    told = f"{', '.join('@' + text for text in definition.decorators)} stands" if definition.decorators else "nothing stands"
    return Answer(False, f"{told} around {definition.name}", _site(place))


def _raises(place: Place, second: str, symbols: Symbols) -> Answer:
    """Confirmed alone: what a function calls may raise it as well."""
    definition, goal = place.definition, _split(second)[1]
    lines = symbols.read(place.path).decode("utf-8", "replace").splitlines()
    raised = re.compile(rf"\b(?:raise|throw(?:\s+new)?|panic!?\()\s*\(?(?:[\w.]+\.)?{re.escape(goal)}\b")
    for at in range(definition.start, min(definition.end_line, len(lines)) + 1):
        if raised.search(lines[at - 1]):
            told = lines[at - 1].strip()[:100]
            return Answer(True, f"{told} in {definition.qualified}", Site(place.path, definition.qualified, told, at, at))
    return Answer(None, f"{definition.qualified} does not raise {goal} itself", _site(place), Reason.NOT_PROVABLE)


def _code(text: str) -> str:
    return re.sub(r"\s+", "", text).replace('"', "'").rstrip(",")


def _elsewhere(path: str, definition: Definition, symbols: Symbols) -> frozenset[int]:
    """The lines of a file that are decorators of other definitions."""
    outline = symbols.outlines([path]).get(path)
    others = [one for one in outline.definitions if one.decorators and one.qualified != definition.qualified] if outline else []
    return frozenset(line for one in others for line in range(one.start, one.line))


def _beside(lines: list[str], word: re.Pattern[str], name: re.Pattern[str], aside: frozenset[int], decorator: bool) -> bool:
    """Whether the two stand in one file, a decorator within a few lines, apart from where something else is decorated or imported."""
    those = [
        at for at, line in enumerate(lines, 1) if word.search(line) and at not in aside and not re.match(r"\s*(?:import|from)\b", line)
    ]
    these = [at for at, line in enumerate(lines, 1) if name.search(line)]
    return any(not decorator or abs(one - other) <= _NEAR for one in those for other in these)


def _typed(place: Place, second: str, symbols: Symbols) -> Answer:
    there = place.definition.annotation
    if not there:
        return Answer(None, f"{place.definition.qualified} has no annotation", _site(place), Reason.NOT_PROVABLE)
    told = f"{place.definition.qualified}: {there}"
    parts = {part for part in re.split(r"\s*\|\s*", canonical(there)) if part not in ("None", "null", "undefined")}
    said = canonical(second)
    if same_type(second, there) or said in parts or {_common(part, said) for part in parts} == {_common(said, *parts)}:
        return Answer(True, told, _site(place))
    if said.isupper() and len(said) > 1:
        return Answer(None, told, _site(place))  # a column's type
    names = re.findall(r"[A-Za-z_]\w*", there)
    if any(p.definition.kind in ("type", "class", "interface") for name in names for p in symbols.find(name).places):
        return Answer(None, told, _site(place))  # it may be that type by another name
    return Answer(False, told, _site(place))


def _common(name: str, *others: str) -> str:
    """A type's name that is the same in all languages; whole numbers and fractions are two where no "number" is spoken of."""
    lower = name.lower()
    if lower in ("int", "float") and not any(other.lower() == "number" for other in others):
        return lower
    return _ALIASES.get(lower, lower)


def _has(place: Place, second: str, symbols: Symbols) -> Answer:
    member, name = _split(second)[1], place.definition.name
    inside, outside = classes_above(place, symbols)
    for one in inside:
        outline = symbols.outlines([one.path]).get(one.path)
        for child in outline.children(one.definition) if outline else ():
            if child.name == member:
                return Answer(
                    True,
                    f"{child.qualified} at {one.path}:{child.line}",
                    Site(one.path, child.qualified, child.qualified, child.line, child.line),
                )
        body = symbols.read(one.path).decode("utf-8", "replace").splitlines()[one.definition.start - 1 : one.definition.end_line]
        if (
            outline is None
            or outline.errors
            or re.search(rf"(?<![\w$]){re.escape(member)}(?![\w$])|__getattr|Proxy|\[key", "\n".join(body))
        ):
            return Answer(None, f"{member} stands in {one.definition.name}, as no member that was recognised", _site(one))
    if outside or language_of(place.path) not in _EXPLICIT:
        return Answer(None, f"{name} may have it from {', '.join(outside) or 'elsewhere'}", _site(place), Reason.NOT_PROVABLE)
    return Answer(False, f"{name} has no {member}", _site(place))


def _takes(place: Place, second: str, symbols: Symbols) -> Answer:
    """A parameter of that name; what may be a type, or an option that the function does not name itself, is not decided."""
    definition, wanted = place.definition, second.strip("*&. ")
    told = shown(definition)
    if any(parameter.name.strip("*&. ") == wanted for parameter in definition.parameters):
        return Answer(True, told, _site(place))
    if not re.fullmatch(r"[a-z_]\w*", wanted) or wanted in _TYPES or takes_more(place, wanted):
        return Answer(None, told, _site(place))
    return Answer(False, f"{told} has no parameter {wanted}", _site(place))
