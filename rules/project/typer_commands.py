"""The commands that Typer makes of functions, in the applications of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.facts.outline import Definition, Outline, Parameter
from verifier.model import Site

from .subcommand import ANY, HELP, LENIENT, Subcommand

_APPLICATION = re.compile(r"^(?:typer\.)?Typer\(")
_COMMAND = re.compile(r"^(?P<app>[A-Za-z_]\w*)\.(?P<sort>command|callback)\((?P<given>.*)\)$", re.S)
_NAMED = re.compile(r"^\s*(?:name\s*=\s*)?[\"'](?P<name>[^\"']+)[\"']")
_DECLARED = re.compile(r"[\"'](?P<names>-{1,2}\w[\w/-]*)[\"']")
# Types of which a parameter is that is an argument or an option by its default alone; of any other the declaration may be elsewhere.
_PLAIN = re.compile(
    r"(?:(?:typing\.)?(?:Optional|List|Sequence|Tuple|Union|list|tuple|set)\[)?(?:[\"']?)(?:str|int|float|bool|bytes|Path|pathlib\.Path|datetime|UUID|None)\b"
)
_ELSEWHERE = re.compile(r"(?!(?:True|False|None)$)[A-Za-z_][\w.]*")  # a default that is declared under a name
_MANY = re.compile(r"\b(?:List|Sequence|Tuple|list|tuple|set)\[")
_NOTHING: tuple[frozenset[str], frozenset[str], int, bool] = (frozenset(), frozenset(), 0, True)
_ROOT = HELP | {"--install-completion", "--show-completion"}


def typer_commands(path: str, outline: Outline) -> Iterator[Subcommand]:
    """The commands of a file's applications, by the words that call them; not of one that another file adds to its own."""
    made = {item.name: item.value for item in outline.definitions if _APPLICATION.match(item.value)}
    applications = {name for name, value in made.items() if not LENIENT.search(value)}
    commands: dict[str, list[tuple[str, str, Definition]]] = {}
    called_back: dict[str, Definition] = {}
    for item in outline.definitions:
        for match in filter(None, map(_COMMAND.match, item.decorators)):
            if match["app"] not in applications:
                continue
            if match["sort"] == "callback":
                called_back[match["app"]] = item
            else:
                name = _NAMED.match(match["given"])
                told = name["name"] if name else item.name.replace("_", "-")
                commands.setdefault(match["app"], []).append((told, match["given"], item))
    added = dict(_added(outline, applications))
    for application in applications - set(added):
        yield from _of_application(path, application, (), commands, called_back, added)


def _added(outline: Outline, applications: set[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Applications that are added to another, each with that and the word that calls it."""
    for call in outline.calls:
        owner, _, method = call.callee.rpartition(".")
        if method == "add_typer" and owner in applications and call.arguments and call.arguments[0] in applications:
            name = next((value.strip("\"'") for key, value in call.keywords if key == "name"), "")
            yield call.arguments[0], (owner, name)


def _of_application(
    path: str,
    application: str,
    words: tuple[str, ...],
    commands: dict[str, list[tuple[str, str, Definition]]],
    called_back: dict[str, Definition],
    added: dict[str, tuple[str, str]],
) -> Iterator[Subcommand]:
    own, below = commands.get(application, []), [(app, name) for app, (owner, name) in added.items() if owner == application]
    alone = len(own) == 1 and not below and application not in called_back
    if alone and not words:  # a program of one command has no word for it
        yield _subcommand(path, application, (), own[0][1], own[0][2], _ROOT)
        return
    site = Site(path, application, application)
    options, valued, arguments, complete = _taken(called_back[application]) if application in called_back else _NOTHING
    yield Subcommand(words, True, options | (HELP if words else _ROOT), valued, arguments, complete, site)
    for name, given, item in own:
        yield _subcommand(path, item.name, (*words, name), given, item, HELP)
    for app, name in below:
        if name:
            yield from _of_application(path, app, (*words, name), commands, called_back, {k: v for k, v in added.items() if k != app})


def _subcommand(path: str, symbol: str, words: tuple[str, ...], given: str, item: Definition, more: frozenset[str]) -> Subcommand:
    options, valued, arguments, complete = _taken(item)
    site = Site(path, symbol, f"def {item.name}", item.line, item.line)
    return Subcommand(words, False, options | more, valued, arguments, complete and not LENIENT.search(given), site)


def _taken(item: Definition) -> tuple[frozenset[str], frozenset[str], int, bool]:
    """The options of a function, those that a value follows, how many arguments it takes, and whether these are all."""
    options: set[str] = set()
    valued: set[str] = set()
    arguments, complete = 0, len(item.decorators) == 1
    for parameter in item.parameters:
        declared = f"{parameter.annotation} {parameter.default}"
        if "Context" in parameter.annotation:
            continue
        if "Argument(" in declared:
            arguments += ANY if _MANY.search(parameter.annotation) else 1
            continue
        if "Option(" in declared:
            names = _names(parameter, declared)
        elif not _PLAIN.match(parameter.annotation or "str") or _ELSEWHERE.fullmatch(parameter.default):
            return frozenset(options), frozenset(valued), arguments, False  # what it is may be declared elsewhere
        elif parameter.default:
            names = _names(parameter, "")
        else:
            arguments += ANY if _MANY.search(parameter.annotation) else 1
            continue
        options |= names
        flag = "bool" in parameter.annotation or re.search(r"\b(?:is_flag|count)\s*=\s*True", declared)
        valued |= set() if flag else names
    return frozenset(options), frozenset(valued), arguments, complete


def _names(parameter: Parameter, declared: str) -> set[str]:
    """The names of an option: those that are declared, or the parameter's own; a switch has one by which it is off, too."""
    told = {name for match in _DECLARED.finditer(declared) for name in match["names"].split("/") if name}
    if told and any(name.startswith("--") for name in told):
        return told
    own = "--" + parameter.name.strip("_").replace("_", "-")
    return told | {own} | ({"--no-" + own[2:]} if "bool" in parameter.annotation else set())
