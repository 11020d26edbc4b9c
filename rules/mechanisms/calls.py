"""Who calls whom, and whether anything uses a definition."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.facts.outline import Call
from verifier.facts.symbols import Known, Place, Symbols
from verifier.model import Measurement, Reading, Reason, Site
from verifier.repository.kinds import classes_of, is_test
from verifier.reproduce import arguments

from .parts import Named

_FUNCTIONS = frozenset(("function", "method", "constructor", "component", "hook", "property"))
_DEPTH = 4
_HIDDEN = re.compile(r"^__\w+__$|^(?:main|setup|teardown|handler|run|default|constructor|render)$")


def use_sites(name: str, code: Codebase, near: tuple[str, ...] = (), imports: bool = False) -> Measurement:
    """Whether anything uses a definition: reads "is unused". Names that something outside may call are not decided.

    `near` are paths as written, in one of which it may be defined. With `imports` only another file's use counts, as for an export.
    """
    symbols = Symbols.of(code.facts)
    last = name.rpartition(".")[2]
    known = symbols.find(last)
    own = [place for place in known.places if not classes_of(place.path) & {"vendored", "generated"} and not is_test(place.path)]
    named = {match for path in near for match in code.index.resolve(path).matches}
    own = [place for place in own if place.path in named] or own
    if not own:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no definition of {last}")
    reproduce = f"grep -rnw -e {arguments(last)} ."
    if imports:
        return _imported(last, own, known, symbols, reproduce)
    used = _calls_of(last, own, known, symbols)
    if used and not any(site.symbol or site.path not in {place.path for place in own} for site in used):
        detail = f"only {used[0].path}, where it is defined, makes one of {last}, outside of any function"
        return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, sites=tuple(used))
    if used:
        exact = len(own) == 1 and own[0].definition.kind not in ("method", "property", "field", "member")
        return _measured(False, exact, f"{last} is used in {used[0].path}", tuple(used), own[0].path, reproduce=reproduce)
    others = _other_lines(last, own, known, symbols)
    if others:
        return Measurement(
            blocked=Reason.AMBIGUOUS,
            detail=f"{last} stands in {others[0].path}:{others[0].line}; whether that uses it can't be told",
            sites=tuple(others),
        )
    definition = own[0].definition
    if (
        definition.decorators
        or _HIDDEN.match(last)
        or any(place.definition.kind in ("method", "property") and place.definition.decorators for place in own)
    ):
        return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"{last} stands nowhere else, but a framework may call it")
    return _measured(True, True, f"{last} stands nowhere but in its definition", (_site(own[0]),), own[0].path, known.complete, reproduce)


def _imported(name: str, own: list[Place], known: Known, symbols: Symbols, reproduce: str) -> Measurement:
    """Whether no other file brings in an export; reads "is unused"."""
    elsewhere = [path for path in known.paths if path not in {place.path for place in own}]
    outlines = symbols.outlines(elsewhere)
    others = [(path, item) for path, outline in outlines.items() for item in outline.imports if item.name == name]
    taken = [(path, item) for path, item in others if item.kind != "reexport" and not is_test(path)]
    if taken:
        sites = tuple(Site(path, name, f"imports {name} from {item.module}", item.line, item.line) for path, item in taken)
        plain = len(own) == 1 and "." not in own[0].definition.qualified
        return _measured(False, plain, f"{name} is imported in {taken[0][0]}", sites, own[0].path, known.complete, reproduce)
    if others:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"only {others[0][0]} brings in {name}, a test or a file that passes it on")
    if elsewhere:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{name} stands in {elsewhere[0]}; whether that uses it can't be told")
    return _measured(True, True, f"no other file imports {name}", (_site(own[0]),), own[0].path, known.complete, reproduce)


def _calls_of(name: str, own: list[Place], known: Known, symbols: Symbols) -> list[Site]:
    """Calls (and elements) of `name` outside of tests and of its own body, where the name is bound to the definition."""
    paths = {place.path for place in own}
    importers = {path for path, imported in known.imported if not is_test(path)}
    found: list[Site] = []
    for path, outline in symbols.outlines([path for path in known.paths if path in paths | importers]).items():
        bodies = [place.definition for place in own if place.path == path]
        for call in outline.calls:
            if call.callee == name and not any(body.start <= call.line <= body.end_line for body in bodies):
                found.append(Site(path, call.enclosing, f"{name}(...)", call.line, call.line))
    return found


def _other_lines(name: str, own: list[Place], known: Known, symbols: Symbols) -> list[Site]:
    """Lines outside of tests and of the definitions that hold the name, one a file."""
    word = re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])")
    found: list[Site] = []
    for path in known.paths:
        if is_test(path) or classes_of(path) & {"vendored", "generated"}:
            continue
        bodies = [place.definition for place in own if place.path == path]
        for number, line in enumerate(symbols.read(path).splitlines(), 1):
            if (
                word.search(line)
                and not line.lstrip().startswith((b"#", b"//", b"*"))
                and not any(body.start <= number <= body.end_line for body in bodies)
            ):
                found.append(Site(path, "", line.decode("utf-8", "replace").strip()[:100], number, number))
                break
    return found


def call_sites(caller: Named, callee: Named, direct: bool, code: Codebase, near: tuple[str, ...]) -> Measurement:
    """Whether a function or file calls a name; through other functions too, unless said to be direct."""
    symbols = Symbols.of(code.facts)
    last = callee.text.rpartition(".")[2]
    if caller.sort == "path":
        paths = code.index.resolve(caller.text, near).matches
        outlines = symbols.outlines(list(paths))
        calls = [(path, call) for path, outline in outlines.items() for call in outline.calls]
        sites = [_of(path, call) for path, call in calls if call.callee.rpartition(".")[2] == last]
        if not outlines:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no source file {caller.text}")
        mentioned = any(last.encode() in symbols.read(path) for path in paths)
        complete = len(paths) == 1 and not any(outline.errors for outline in outlines.values()) and (bool(sites) or not mentioned)
        return _measured(
            bool(sites),
            direct or bool(sites),
            f"{len(sites)} call{'' if len(sites) == 1 else 's'} of {last} in {caller.text}",
            tuple(sites),
            paths[0],
            complete,
        )
    name = caller.text.rpartition(".")[2]
    places = [place for place in symbols.find(name).places if place.definition.kind in _FUNCTIONS | {"class"} and not is_test(place.path)]
    if "." in caller.text:
        places = [place for place in places if place.definition.qualified.endswith(caller.text)] or places
    if not places:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no definition of {caller.text}")
    if not symbols.find(last).places:
        direct = True  # what the repository does not define can't be reached through its own functions by name
    sites = _reached(places, last, symbols, 1)
    if sites:
        return _measured(True, True, f"{caller.text} calls {last}", tuple(sites), places[0].path)
    further = _reached(places, last, symbols, _DEPTH)
    if further:
        return _measured(True, False, f"{caller.text} calls {last} through other functions", tuple(further), places[0].path)
    mentioned = any(_mentions(place, last, symbols) for place in places)
    known = symbols.find(last)
    exact = len(places) == 1 and places[0].definition.kind != "class" and bool(known.places) and not mentioned
    return _measured(
        False, exact, f"{caller.text} does not call {last}", tuple(_site(place) for place in places[:2]), places[0].path, known.complete
    )


def _reached(places: list[Place], goal: str, symbols: Symbols, depth: int) -> list[Site]:
    """Calls of `goal` in the bodies of `places`, or of what they call, by name."""
    seen: set[str] = set()
    for _ in range(depth):
        following: set[str] = set()
        for place in places:
            outline = symbols.outlines([place.path]).get(place.path)
            body = place.definition
            for call in outline.calls if outline else ():
                if body.start <= call.line <= body.end_line:
                    if goal in call.callee.split("."):
                        return [_of(place.path, call)]
                    following.add(call.callee.rpartition(".")[2].removesuffix("()"))
        following -= seen
        seen |= following
        if depth == 1 or len(following) > 60:
            return []
        places = [
            found
            for name in sorted(following)
            if re.fullmatch(r"\w+", name)
            for found in symbols.find(name).places
            if found.definition.kind in _FUNCTIONS
        ][:120]
    return []


def _mentions(place: Place, name: str, symbols: Symbols) -> bool:
    lines = symbols.read(place.path).splitlines()[place.definition.start - 1 : place.definition.end_line]
    return any(name.encode() in line for line in lines)


def _of(path: str, call: Call) -> Site:
    return Site(path, call.enclosing, f"{call.callee}(...)", call.line, call.line)


def _site(place: Place) -> Site:
    return Site(place.path, place.definition.qualified, place.definition.qualified, place.definition.line, place.definition.line)


def _measured(
    true: bool, exact: bool, detail: str, sites: tuple[Site, ...], subject: str, complete: bool = True, reproduce: str = ""
) -> Measurement:
    return Measurement((Reading("is so", true), Reading("exact", exact)), sites, complete, reproduce, subject, detail=detail)
