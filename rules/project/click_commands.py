"""The commands that click parses: functions with its decorators, in the groups that a file makes."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from verifier.facts.outline import Definition, Outline
from verifier.model import Site

from .subcommand import ANY, HELP, LENIENT, Subcommand

_COMMAND = re.compile(r"^(?P<owner>[A-Za-z_]\w*)\.(?P<sort>command|group)\b(?P<call>\(.*\))?$", re.S)
_LIBRARY = frozenset(("click", "rich_click"))
_PASSING = re.compile(r"^(?:click\.)?(?:pass_context|pass_obj|make_pass_decorator\b.*)$", re.S)
_TAKING = re.compile(r"^(?:click\.)?(?P<sort>option|argument|version_option|help_option)\((?P<given>.*)\)$", re.S)


def click_commands(path: str, outline: Outline) -> Iterator[Subcommand]:
    """The commands and groups of one file, but for those of a group that another file makes."""
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
    if re.search(r"\bchain\s*=", how):
        return None  # what follows one command may be another
    if above in _LIBRARY:
        return ()
    outer = _path_of(above, groups, depth - 1)
    return None if outer is None else (*outer, _name(owner, how))


def _name(function: str, how: str) -> str:
    """What a command is called: as it is told, or after its function."""
    told = re.match(r"\w+\(\s*(?:name\s*=\s*)?[\"'](?P<name>[^\"']+)[\"']", how)
    return told["name"] if told else re.sub(r"_(?:command|cmd|group|grp)$", "", function).replace("_", "-")


def _subcommand(path: str, words: tuple[str, ...], how: str, item: Definition) -> Subcommand:
    options, valued, arguments, complete = set(HELP), set(), 0, not LENIENT.search(how)
    for text in item.decorators:
        taking = _TAKING.match(text)
        if taking is None:
            complete = complete and bool(_COMMAND.match(text) or _PASSING.match(text))
            continue
        given = _given(taking["given"])
        if given is None or "**" in text:
            complete = False
        elif taking["sort"] == "argument":
            arguments += ANY if re.search(r"\bnargs\s*=\s*(?!1\b)", text) else 1
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
        with warnings.catch_warnings():  # of escapes in the repository's texts
            warnings.simplefilter("ignore")
            call = ast.parse(f"f({arguments})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(call, ast.Call) or not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args):
        return None
    return [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
