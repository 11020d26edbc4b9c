"""The commands of the project's own programs, with the options and arguments that each takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.repository.kinds import is_installed, is_source, is_test, is_vendored

from .click_commands import click_commands
from .subcommand import Subcommand
from .typer_commands import typer_commands

_PARTS = 8  # of a word with hyphens


def taken(entry: str, words: Sequence[str], code: Codebase) -> tuple[str, Subcommand] | None:
    """The command that a program's `words` call, and the first word that it does not take, or "" for none; None where it is not known.

    `entry`: the function that the program starts, as manifests tell it: "shop.cli:main".
    """
    module, _, function = entry.partition(":")
    if not function or not words:
        return None
    ends = tuple(f"/{module.replace('.', '/')}{end}" for end in (".py", "/__init__.py"))
    if sum(f"/{path}".endswith(ends) for path in code.index.entries) > 1:
        return None  # of which of the two it is the program is not known
    known = [one for one in commands(code) if f"/{one.site.path}".endswith(ends)]
    started = next((one for one in known if not one.path and one.site.symbol == function), None)
    found = _called(words, known) or started
    if found is None or not found.complete:
        return None
    if found.group:
        if found.arguments:
            return None  # the first word is an argument of the group itself
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
    return "", found


def unread(words: Sequence[str], code: Codebase) -> str:
    """The first option of which no source of the repository tells, however it is written; "" for none."""
    asked = [word for word in words if word.startswith("--")]
    sources = [path for path in code.index.entries if is_source(path) and not is_test(path) and not is_vendored(path)]
    for word in asked:
        name = word.partition("=")[0].removeprefix("--").removeprefix("no-")
        spelled = re.compile(re.escape(name).replace(r"\-", "[-_]?").encode(), re.I)
        if len(name) > 2 and not code.facts.search(spelled, sources):
            return word
    return ""


def commands(code: Codebase) -> tuple[Subcommand, ...]:
    """The commands of all Python code that is the project's own."""
    kept = code.index.memo.get(commands)
    if kept is None:
        kept = code.index.memo[commands] = tuple(_commands(code))
    assert isinstance(kept, tuple)
    return kept


def _nowhere(word: str, code: Codebase) -> bool:
    """Whether no Python file has a word that a command, or the function that it is made of, would be called."""
    if not re.fullmatch(r"[a-z][\w-]*", word):
        return False
    name = word.replace("-", "_")
    return _told(code).isdisjoint((name, *(f"{name}_{end}" for end in ("command", "cmd", "group", "grp"))))


def _told(code: Codebase) -> frozenset[str]:
    """All words of the project's own Python code and of its files' names, with "_" for "-", whole and by the runs that hyphens part."""
    kept = code.index.memo.get(_told)
    if kept is None:
        words: set[str] = set()
        for path in _own(code):
            words.update(re.findall(r"[\w-]+", f"{path} {code.facts.text(path)}"))
        kept = code.index.memo[_told] = frozenset(run.replace("-", "_") for word in words for run in _runs(word))
    assert isinstance(kept, frozenset)
    return kept


def _runs(word: str) -> Iterator[str]:
    parts = word.split("-")[:_PARTS]
    yield word
    yield from ("-".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1))


def _own(code: Codebase) -> list[str]:
    return [path for path in code.index.entries if path.endswith(".py") and not (is_test(path) or is_vendored(path) or is_installed(path))]


def _called(words: Sequence[str], known: Sequence[Subcommand]) -> Subcommand | None:
    """The one command whose words are the first; None where there is none, or more than one."""
    fitting = [one for one in known if one.path and tuple(words[: len(one.path)]) == one.path]
    longest = max((len(one.path) for one in fitting), default=0)
    called = [one for one in fitting if len(one.path) == longest]
    return called[0] if len(called) == 1 else None


def _commands(code: Codebase) -> Iterator[Subcommand]:
    paths = [path for path in _own(code) if re.search(r"\b(?:click|typer)\b", code.facts.text(path))]
    for path, outline in code.facts.outlines(paths).items():
        if isinstance(outline, Outline):
            yield from click_commands(path, outline)
            yield from typer_commands(path, outline)
