"""The commands of programs that click parses, with the options and arguments that each takes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition, Outline
from verifier.model import Site
from verifier.repository.kinds import is_installed, is_test, is_vendored

_COMMAND = re.compile(r"^(?P<owner>[A-Za-z_]\w*)\.(?P<sort>command|group)\b(?P<call>\(.*\))?$", re.S)
_LIBRARY = frozenset(("click", "rich_click"))
_PASSING = re.compile(r"^(?:click\.)?(?:pass_context|pass_obj|make_pass_decorator\b.*)$", re.S)
_TAKING = re.compile(r"^(?:click\.)?(?P<sort>option|argument|version_option|help_option)\((?P<given>.*)\)$", re.S)
_LENIENT = re.compile(r"ignore_unknown_options|allow_extra_args|\*\*|\bcls\s*=")
_HELP = frozenset(("--help",))
_ANY = 1_000  # arguments, where a command takes any number


@dataclass(frozen=True, slots=True)
class Subcommand:
    """`path`: the words that call it, without the program's. `valued`: options that a value follows. `complete`: it takes no others."""

    path: tuple[str, ...]
    group: bool
    options: frozenset[str]
    valued: frozenset[str]
    arguments: int
    complete: bool
    site: Site


def refused(entry: str, words: Sequence[str], code: Codebase) -> tuple[str, Subcommand] | None:
    """The word that the command which a program's `words` call does not take, and the command; None for nothing, or where it is not known.

    `entry`: the function that the program starts, as manifests tell it: "shop.cli:main".
    """
    module, _, function = entry.partition(":")
    if not function or not words:
        return None
    ends = tuple(f"/{module.replace('.', '/')}{end}" for end in (".py", "/__init__.py"))
    known = [one for one in commands(code) if f"/{one.site.path}".endswith(ends)]
    started = next((one for one in known if not one.path and one.site.symbol == function), None)
    found = _called(words, known) or started
    if found is None or not found.complete:
        return None
    if found.group:
        return (words[0], found) if found is started and _nowhere(words[0], code) else None
    given, skip, plain = words[len(found.path) :], False, 0
    for word in given:
        if skip:
            skip = False
        elif word == "--" or not word:
            return None
        elif word.startswith("-") and len(word) > 1:
            name = word.partition("=")[0]
            if name not in found.options and (word.startswith("--") or word[:2] not in found.options):
                return word, found
            skip = name in found.valued and "=" not in word
        else:
            plain += 1
            if plain > found.arguments:
                return word, found
    return None


def commands(code: Codebase) -> tuple[Subcommand, ...]:
    """The commands of all Python code that is the project's own."""
    kept = code.index.memo.get(commands)
    if kept is None:
        kept = code.index.memo[commands] = tuple(_commands(code))
    assert isinstance(kept, tuple)
    return kept


def _nowhere(word: str, code: Codebase) -> bool:
    """Whether no Python file has a word that a command, or the function that it is made of, would be called."""
    name = re.compile(rf"\b{re.escape(word).replace(re.escape('-'), '[-_]')}(?:_command|_cmd|_group|_grp)?\b")
    return bool(re.fullmatch(r"[a-z][\w-]*", word)) and not any(name.search(code.facts.text(path)) for path in _own(code))


def _own(code: Codebase) -> list[str]:
    return [path for path in code.index.entries if path.endswith(".py") and not (is_test(path) or is_vendored(path) or is_installed(path))]


def _called(words: Sequence[str], known: Sequence[Subcommand]) -> Subcommand | None:
    """The one command whose words are the first; None where there is none, or more than one."""
    fitting = [one for one in known if one.path and tuple(words[: len(one.path)]) == one.path]
    longest = max((len(one.path) for one in fitting), default=0)
    called = [one for one in fitting if len(one.path) == longest]
    return called[0] if len(called) == 1 else None


def _commands(code: Codebase) -> Iterator[Subcommand]:
    paths = [path for path in _own(code) if re.search(r"\bclick\b", code.facts.text(path))]
    for path, outline in code.facts.outlines(paths).items():
        if isinstance(outline, Outline):
            yield from _in_file(path, outline)


def _in_file(path: str, outline: Outline) -> Iterator[Subcommand]:
    registered: list[tuple[str, str, Definition]] = []  # several may have one name, in groups of their own
    for item in outline.definitions:
        for text in item.decorators:
            match = _COMMAND.match(text)
            if item.kind == "function" and match is not None:
                registered.append((match["owner"], match["sort"] + (match["call"] or ""), item))
    groups = {item.name: (owner, how) for owner, how, item in registered if how.startswith("group")}
    for owner, how, item in registered:
        above = _path_of(owner, groups)
        if above is not None:
            yield _subcommand(path, (*above, _name(item.name, how)) if owner not in _LIBRARY else (), how, item)


def _path_of(owner: str, groups: dict[str, tuple[str, str]], depth: int = 6) -> tuple[str, ...] | None:
    """The words that call a group; None for one that no decorator makes in this file."""
    if owner in _LIBRARY:
        return ()
    if owner not in groups or not depth:
        return None
    above, how = groups[owner]
    if above in _LIBRARY:
        return ()
    outer = _path_of(above, groups, depth - 1)
    return None if outer is None else (*outer, _name(owner, how))


def _name(function: str, how: str) -> str:
    """What a command is called: as it is told, or after its function."""
    told = re.match(r"\w+\(\s*(?:name\s*=\s*)?[\"'](?P<name>[^\"']+)[\"']", how)
    return told["name"] if told else re.sub(r"_(?:command|cmd|group|grp)$", "", function).replace("_", "-")


def _subcommand(path: str, words: tuple[str, ...], how: str, item: Definition) -> Subcommand:
    options, valued, arguments, complete = set(_HELP), set(), 0, not _LENIENT.search(how)
    for text in item.decorators:
        taking = _TAKING.match(text)
        if taking is None:
            complete = complete and bool(_COMMAND.match(text) or _PASSING.match(text))
            continue
        given = _given(taking["given"])
        if given is None:
            complete = False
        elif taking["sort"] == "argument":
            arguments += _ANY if re.search(r"\bnargs\s*=\s*(?!1\b)", text) else 1
        else:
            names = {part.strip() for name in given for part in name.split("/") if part.strip().startswith("-")}
            names |= {"--version"} if taking["sort"] == "version_option" and not names else set()
            options |= names
            switch = re.search(r"\b(?:is_flag|count)\s*=\s*True|\bflag_value\b", text) or any("/" in name for name in given)
            valued |= set() if switch or taking["sort"] != "option" else names
            complete = complete and bool(names) and not re.search(r"\bnargs\s*=\s*(?!1\b)", text)
    site = Site(path, item.name, f"def {item.name}", item.line, item.line)
    return Subcommand(words, how.startswith("group"), frozenset(options), frozenset(valued), arguments, complete, site)


def _given(arguments: str) -> list[str] | None:
    """The texts that a decorator is given by position; None where one is no literal."""
    try:
        call = ast.parse(f"f({arguments})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(call, ast.Call) or not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args):
        return None
    return [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
