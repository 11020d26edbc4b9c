"""From a dotted name to what the repository has by that name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from verifier.codebase import Codebase
from verifier.facts.symbols import IMPORT_LINE, Known, Place, Symbols
from verifier.facts.tokens import tokens_of_file
from verifier.knowledge.words import stem, subwords
from verifier.model import ScopeHints, Site
from verifier.repository.kinds import is_left_behind, is_log, is_source, is_test, language_of
from verifier.repository.scope import candidates

from .definition_look import defining

_RELATIVE = re.compile(r"^(?:\.|@/|~/|#/|src/|app/|/)")
_BESIDE = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|docs?|guides?|tutorials?|benchmarks?|\w*templates?)/", re.I)
_SHOWN, _LOOKED_INTO = 3, 200  # places that are shown; files that are searched for a definition
_FEW = 20  # files that are looked into for a name that nothing defines
_ASIDES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?:^|\s)(?:#|//).*|^\s*\*.*|/\*.*?\*/")
_CALLABLE = frozenset(("function", "method", "constructor", "hook", "component"))
_ASIDE = ("test", "generated", "vendored")


class Status(str, Enum):
    DEFINED = "defined"
    OCCURS = "occurs"  # the word stands in code, where no definition was recognised
    ELSEWHERE = "elsewhere"  # defined, but not in the file that was named
    LIBRARY = "library"  # only brought in from outside
    UNCLEAR = "unclear"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Answer:
    status: Status
    sites: tuple[Site, ...] = ()
    detail: str = ""
    near: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line of code shows of the definition that it is: its keyword, and the names of its parameters.

    `tied`: the code is said to be the repository's; a user's own is like a test's, or like what stands within a function.
    """

    keyword: str = ""
    parameters: frozenset[str] = frozenset()
    tied: bool = True
    language: str = ""  # of the code, as the block names it

    def fits(self, place: Place) -> bool:
        """Whether it may be that definition: a function is no type, and takes what the line says."""
        definition, family = place.definition, _FAMILIES.get(self.language)
        if family is not None and language_of(place.path) not in family:
            return False
        inner = "." in definition.qualified and not definition.qualified[0].isupper()
        if not self.tied and (inner or is_test(place.path) or _BESIDE.search(place.path)):
            return False
        if self.keyword in _OF_FUNCTIONS and definition.kind in _TYPES:
            return False
        if self.keyword in _OF_TYPES and definition.kind in ("function", "method"):
            return False
        named = {name for parameter in definition.parameters for name in re.findall(r"[A-Za-z_$][\w$]*", parameter.name)}
        return self.parameters <= named or (not named and definition.kind not in ("function", "method"))


_SCRIPTS = frozenset("typescript tsx javascript jsx vue svelte".split())
_NATIVE = frozenset(("c", "cpp"))
_FAMILIES = {
    **dict.fromkeys(("typescript", "ts", "tsx", "javascript", "js", "jsx"), _SCRIPTS),
    **dict.fromkeys(("python", "py", "python3"), frozenset(("python", "notebook"))),
    **dict.fromkeys(("c", "cpp", "c++", "h"), _NATIVE),
    **dict.fromkeys(("rust", "rs"), frozenset(("rust",))),
    **dict.fromkeys(("go", "golang"), frozenset(("go",))),
}
_OF_FUNCTIONS = frozenset(("def", "function", "function*", "func", "fn"))
_OF_TYPES = frozenset(("class", "interface", "type", "enum", "struct", "trait"))
_TYPES = frozenset(("class", "struct", "interface", "enum", "trait", "type"))


def resolve(
    parts: Sequence[str],
    location: str,
    hints: ScopeHints,
    code: Codebase,
    within: str = "",
    shape: Shape | None = None,
    around: frozenset[str] = frozenset(),
    kind: str = "",
) -> Answer:
    """What the repository has under a dotted name, in the file named if there is one, with the `shape` that a line of code has.

    A mere use of it counts only in the package, module or class `within`, if the text names one. Of several definitions the one comes
    first that is of the `kind` told and whose owner or path has most of the words `around` it, as stems.
    """
    symbols = Symbols.of(code.facts)
    known = symbols.find(parts[-1])
    places = known.places if len(parts) == 1 else tuple(place for place in known.places if _belongs(place, parts[:-1]))
    if location:
        return _located(parts, location, hints, code, symbols, known, places)
    if places:
        alike = [place for place in places if shape is None or shape.fits(place)]
        if not alike:
            return Answer(
                Status.UNCLEAR, _sites(places), f"{parts[-1]} is defined otherwise, at {places[0].path}:{places[0].definition.line}"
            )
        return Answer(Status.DEFINED, _sites(_told(nearest(alike, hints, code), around, kind)))
    if len(parts) > 1:
        return _member(parts, hints, code, symbols, known, within)
    return _loose(parts[-1], hints, code, symbols, known)


def _belongs(place: Place, owners: Sequence[str]) -> bool:
    """Whether a definition is what `Owner.name` means: in a class, a namespace, or a module of that name."""
    outer = place.definition.qualified.split(".")[:-1]
    if outer and outer[-1] == owners[-1]:
        return True
    module = place.path.rpartition(".")[0].removesuffix("/__init__").removesuffix("/index").split("/")
    return bool(module) and not outer and module[-1].replace("-", "_").lower() == owners[-1].replace("-", "_").lower()


def _located(
    parts: Sequence[str], location: str, hints: ScopeHints, code: Codebase, symbols: Symbols, known: Known, places: tuple[Place, ...]
) -> Answer:
    resolved = code.index.resolve(location, hints.paths)
    if not resolved.matches:
        if places:
            return Answer(Status.UNCLEAR, _sites(places), f"no such file: {location}")
        return (
            Answer(Status.UNCLEAR, detail=f"no such file: {location}")
            if known.paths
            else Answer(Status.ABSENT, near=symbols.near(parts[-1]), complete=known.complete)
        )
    inside = [place for place in places if _within(place.path, resolved.matches)]
    if inside:
        return Answer(Status.DEFINED, _sites(inside))
    here = tuple(path for path in known.paths if _within(path, resolved.matches))
    used = tuple(path for path in here[:_FEW] if _in_code(parts[-1], path, symbols, code.index.memo))
    if here and not used:
        return Answer(Status.UNCLEAR, _occurrences(symbols, parts[-1], here), f"{parts[-1]} stands only in strings and comments there")
    if used:
        return Answer(Status.OCCURS, _occurrences(symbols, parts[-1], used), _defined_at(places))
    if places:
        return Answer(
            Status.ELSEWHERE if known.complete and _readable(resolved.matches, symbols) else Status.UNCLEAR,
            _sites(nearest(places, hints, code)),
            "defined in another file",
        )
    if known.paths:
        return Answer(Status.UNCLEAR, _occurrences(symbols, parts[-1], known.paths), f"stands in {known.paths[0]}, not in {location}")
    return Answer(Status.ABSENT, near=symbols.near(parts[-1]), complete=known.complete)


def _defined_at(places: Sequence[Place]) -> str:
    """The one place of a definition, as it is told; "" for none or several."""
    return f"{places[0].path}:{places[0].definition.line}" if len(places) == 1 else ""


def _within(path: str, matches: Sequence[str]) -> bool:
    return any(path == match or path.startswith(match + "/") for match in matches)


def _readable(paths: Sequence[str], symbols: Symbols) -> bool:
    """Whether every file was searched: one that is no code, or could not be read, proves nothing."""
    return all(
        (path in symbols.files and path not in symbols.unreadable) or any(file.startswith(path + "/") for file in symbols.files)
        for path in paths
    )


def _member(parts: Sequence[str], hints: ScopeHints, code: Codebase, symbols: Symbols, known: Known, within: str = "") -> Answer:
    """A dotted name without a definition of its own: inherited, set from outside, or called on an object."""
    owner, name = parts[-2], parts[-1]
    dotted = re.compile(rb"(?<![\w$])" + re.escape(owner.encode()) + rb"\s*(?:\.|\?\.|::|->)\s*" + re.escape(name.encode()) + rb"(?![\w$])")
    held = tuple(path for path in known.paths if dotted.search(symbols.read(path)))
    told = tuple(path for path in _told_of(held, hints, code) if _in_part(path, within, symbols))
    if held and not told:
        where = _occurrences(symbols, name, held, dotted)
        return Answer(Status.UNCLEAR, where, f"{owner}.{name} stands only in {held[0]}, of which nothing is said")
    held = told
    if held:
        return Answer(Status.OCCURS, _occurrences(symbols, name, held, dotted))
    owners = symbols.find(owner)
    classes = [
        place
        for place in owners.places
        if place.definition.kind in {"class", "struct", "interface", "enum", "trait", "type", "component", "module", "namespace"}
    ]
    if not classes:
        if owners.imported and not owners.places:
            return Answer(Status.LIBRARY, detail=f"{owner} is imported from {owners.imported[0][1].module}")
        near = symbols.near(owner)
        if known.paths or any(other.replace("_", "").lower() == owner.replace("_", "").lower() for other in near):
            return Answer(Status.UNCLEAR, detail=f"{owner} is no class here, and may be another system's")
        if len(parts) > 2 and not symbols.find(parts[0]).places and _brought_in(parts[0], code):
            return Answer(Status.LIBRARY, detail=f"{parts[0]} is imported")
        if owner[:1].isupper() and not owners.paths:
            return Answer(Status.ABSENT, near=symbols.near(owner), complete=owners.complete)
        return Answer(Status.UNCLEAR, detail=f"{owner}.{name} stands nowhere as such, and {owner} is no class here")
    bases = {base.split("(")[0].split("[")[0].split("<")[0].rpartition(".")[2] for place in classes for base in place.definition.bases}
    inherited = [
        place
        for place in known.places
        if place.definition.qualified.split(".")[-2:-1] and place.definition.qualified.split(".")[-2] in bases
    ]
    if inherited:
        return Answer(Status.DEFINED, _sites(inherited), f"inherited from {inherited[0].definition.qualified.rpartition('.')[0]}")
    in_file = tuple(path for path in known.paths if any(path == place.path for place in classes))
    if in_file:
        return Answer(Status.OCCURS, _occurrences(symbols, name, in_file))
    if bases or any(place.definition.decorators for place in classes):
        return Answer(Status.UNCLEAR, _sites(classes), f"{owner} may have {name} from {', '.join(sorted(bases)) or 'a decorator'}")
    if known.places and len(known.paths) > 0:
        return Answer(Status.UNCLEAR, _sites(known.places), f"{name} is defined elsewhere: {known.places[0].definition.qualified}")
    methods = [child for place in classes for child in _members_of(place, symbols)]
    return Answer(
        Status.ABSENT if not known.paths else Status.UNCLEAR,
        _sites(classes),
        f"{owner} has no {name}",
        _close(name, methods),
        known.complete and owners.complete,
    )


def _brought_in(name: str, code: Codebase) -> bool:
    """Whether code imports from a namespace of that name: "using Acme.Core;", "from Acme.Core import Bolt"."""
    line = re.compile(rb"^[ \t]*(?:from|import|using|use)[ \t]+" + re.escape(name.encode()) + rb"(?![\w$])", re.M)
    return bool(code.facts.search(line, [path for path in code.index.entries if is_source(path)]))


def _in_part(path: str, part: str, symbols: Symbols) -> bool:
    """Whether a file is of a package, module or class of that name."""
    name = part.rpartition("/")[2].rpartition(".")[2]
    if not name or name.lower() in (piece.lower() for piece in re.split(r"[/.]", path)):
        return True
    outline = symbols.outlines([path]).get(path)
    package = re.search(rb"^[ \t]*package\s+" + re.escape(name.encode()) + rb"\b", symbols.read(path), re.M)
    return bool(package) or (outline is not None and bool(outline.named(name)))


def _told_of(paths: Sequence[str], hints: ScopeHints, code: Codebase) -> tuple[str, ...]:
    """Those of `paths` that show what the product does: a test shows it only where the text speaks of tests, or names its file."""
    told = ScopeHints(hints.paths) if hints.paths else ScopeHints(areas=hints.areas)  # a named file is closer than the area it is of
    named = [scope for scope in candidates(told, code.index, code.areas) if not scope.everything]
    return tuple(path for path in paths if not is_test(path) or any(scope.contains(path) for scope in named))


def _members_of(place: Place, symbols: Symbols) -> list[str]:
    outline = symbols.outlines([place.path]).get(place.path)
    return [child.name for child in outline.children(place.definition)] if outline else []


def _close(name: str, names: Sequence[str]) -> tuple[str, ...]:
    import difflib

    return tuple(difflib.get_close_matches(name, names, 3, 0.6))


def _loose(name: str, hints: ScopeHints, code: Codebase, symbols: Symbols, known: Known) -> Answer:
    """A name without a definition that was recognised."""
    stems = {posixpath.splitext(posixpath.basename(path))[0]: path for path in symbols.files if name in path}
    if known.imported and not any(_own_module(imported.module, path, code) for path, imported in known.imported):
        path, imported = known.imported[0]
        return Answer(
            Status.LIBRARY, (Site(path, name, line=imported.line),), f"{name} is imported from {imported.module}, not defined here"
        )
    if known.imported and name[:1].isupper():
        path, imported = known.imported[0]
        detail = f"{name} is imported at {path}:{imported.line}, and no definition of it was found"
        return Answer(Status.UNCLEAR, (Site(path, name, line=imported.line),), detail)
    written = [path for path in known.paths if not is_log(path)]
    if known.paths and not written:
        return Answer(Status.UNCLEAR, _occurrences(symbols, name, known.paths), f"{name} stands only in what a run wrote")
    told = sorted(_near_first(written, hints, code), key=lambda path: not is_source(path))
    used = [path for path in told[:_FEW] if _in_code(name, path, symbols, code.index.memo)]
    if told and not used and name not in stems and len(told) <= _FEW:
        return Answer(Status.UNCLEAR, _occurrences(symbols, name, known.paths), f"{name} stands only in strings and comments")
    if told:
        sites = _occurrences(symbols, name, used or told)
        if all(is_left_behind(path) or _only_listed(name, path, symbols) for path in used or told):
            return Answer(Status.UNCLEAR, sites, f"{name} stands only in data, or in what was left behind")
        if len(told) <= _FEW and sites and all(IMPORT_LINE.match(site.code) for site in sites):
            return Answer(Status.LIBRARY, sites, f"{name} is only imported")
        if all(map(is_test, told)):
            return Answer(Status.UNCLEAR, sites, f"{name} stands only in tests")
        return Answer(Status.OCCURS, sites)
    if name in stems:  # a module, a file-based component
        return Answer(Status.OCCURS, (Site(stems[name], name, line=1),))
    return Answer(Status.ABSENT, near=symbols.near(name), complete=known.complete)


def _only_listed(name: str, path: str, symbols: Symbols) -> bool:
    """Whether a file of data has a name only among its values, as notes do: no key of it is called so."""
    return path.endswith(".json") and not re.search(rb'"' + re.escape(name.encode()) + rb'"\s{0,4}:', symbols.read(path))


def _in_code(name: str, path: str, symbols: Symbols, kept: dict[object, object]) -> bool:
    """Whether a name stands anywhere outside of comments, docstrings and longer strings. A file is read into tokens once."""
    text = symbols.read(path).decode("utf-8", "replace")
    if not re.fullmatch(r"[A-Za-z_$][\w$]*", name):  # no one token
        word = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
        return any(word.search(_ASIDES.sub(" ", line)) for line in text.split("\n") if name in line)
    names = kept.get(("names in code", path))
    if not isinstance(names, frozenset):
        names = kept[("names in code", path)] = frozenset(token.text.lstrip('"') for token in tokens_of_file(path, text).row)
    return name in names


def _own_module(module: str, path: str, code: Codebase) -> bool:
    """Whether an import names a part of the repository rather than a package."""
    if _RELATIVE.match(module) or module == "":
        return True
    first = re.split(r"[./:]", module.lstrip("@"))[0]
    return (bool(first) and any(first in (entry, entry.rpartition("/")[2]) for entry in code.index.directories)) or f"{first}.py" in {
        p.rpartition("/")[2] for p in code.index.entries
    }


def nearest(places: Sequence[Place], hints: ScopeHints, code: Codebase) -> list[Place]:
    """The places in order: those in the nearest scope that has any come first."""
    for scope in candidates(hints, code.index, code.areas)[:-1]:
        inside = [place for place in places if scope.contains(place.path)]
        if inside:
            return inside + [place for place in places if place not in inside]
    return list(places)


def _told(places: Sequence[Place], around: frozenset[str], kind: str) -> list[Place]:
    """The places in order: the product's own, of the kind that is told, whose owner or path shares most words with the text."""

    def rank(place: Place) -> tuple[bool, bool, int]:
        owner = f"{place.path.rpartition('.')[0]} {place.definition.qualified.rpartition('.')[0]}"
        shared = len({stem(part) for word in re.findall(r"\w+", owner) for part in subwords(word)} & around)
        aside = is_test(place.path) or bool(_BESIDE.search(place.path))
        return aside, not _of_kind(place, kind), -shared

    return sorted(places, key=rank)


def _of_kind(place: Place, kind: str) -> bool:
    """Whether a definition may be what is told: a fixture is decorated as one, a decorator is a function of a module."""
    if kind.startswith("fixture"):
        return any("fixture" in name for name in place.definition.decorators)
    if kind.startswith("decorator"):
        return place.definition.kind == "function" and "." not in place.definition.qualified
    if kind in ("method", "function"):  # not a field of that name
        return place.definition.kind in _CALLABLE
    return True


def _near_first(paths: Sequence[str], hints: ScopeHints, code: Codebase) -> tuple[str, ...]:
    for scope in candidates(hints, code.index, code.areas)[:-1]:
        inside = [path for path in paths if scope.contains(path)]
        if inside:
            return tuple(inside)
    return tuple(paths)


def _sites(places: Sequence[Place]) -> tuple[Site, ...]:
    return tuple(
        Site(
            place.path,
            place.definition.qualified,
            f"{place.definition.kind} {place.definition.qualified}",
            place.definition.line,
            place.definition.line,
        )
        for place in places[:5]
    )


def _occurrences(symbols: Symbols, name: str, paths: Sequence[str], pattern: re.Pattern[bytes] | None = None) -> tuple[Site, ...]:
    """The places that hold a name; first one that defines it, as far as its look tells, in a language that is not read."""
    places = tuple(paths)
    first = symbols.occurrences(name, places, 1, defining(name)) if pattern is None and len(places) <= _LOOKED_INTO else ()
    held = (*first, *symbols.occurrences(name, places, pattern=pattern))
    return tuple(dict.fromkeys(Site(one.path, name, one.text, one.line, one.line) for one in held))[:_SHOWN]
