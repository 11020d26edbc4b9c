"""What a declared kind measures: files, matches of text or of code, symbols, or a value of a data file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.knowledge.linear import MOST, linear
from verifier.model import Reason, Site
from verifier.repository.globbing import expand, matcher
from verifier.repository.scope import Scope
from verifier.repository.snapshot import EntryKind, EntryState, Unreadable
from verifier.repository.told import fits
from verifier.reproduce import arguments

from .filling import filled_code, filled_glob, filled_keys, filled_pattern
from .kinds import Measure
from .values import Value, look_up, value_of

_NAME = re.compile(r"[\w.]+")
_NAMED = 5  # files in a command
_LINE = 200


@dataclass
class Seen:
    """What was found. `number`: how many, or the one value; None where that is no number. `values`: what stands there, as written."""

    what: str  # for people: "matches of @on\("
    number: float | None = 0
    distinct: float | None = None  # how many different ones, where a pattern says by its group what makes them different
    values: list[str] = field(default_factory=list)
    all_of: bool = False  # the values are entries of one list or table: one of them is enough
    sites: list[Site] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    command: str = ""
    valued: str = ""  # what the values are, for people


def seen(measure: Measure, parts: Mapping[str, str], code: Codebase, scope: Scope, placed: bool) -> Seen:
    """Raises Unreadable where nothing can be looked up.

    `parts`: what the sentence gives; of "path" the file or folder that it is. `placed`: the scope is a path in the sentence itself.
    """
    files = _files(measure, parts, code, scope, placed)
    if measure.value is not None:
        return _value(filled_keys(measure.value, parts), files, code)
    if measure.matches is not None:
        return _matches(filled_pattern(measure.matches, parts), files, code)
    if measure.structure is not None:
        return _structure(filled_code(measure.structure, _names(parts)), files, code)
    if measure.symbols is not None:
        return _symbols(measure.symbols, filled_glob(measure.named or "*", parts), files, code)
    patterns = _patterns(measure, parts)
    found = Seen(f"files that fit {' '.join(patterns)}", len(files), sites=[Site(path) for path in files])
    found.unread = [f"{name}: a directory that can't be listed" for name in sorted(code.snapshot.unlisted())]
    found.command = f"git ls-files -- {arguments(*(pattern for pattern in patterns if pattern[0] != '!'))}"
    return found


def _files(measure: Measure, parts: Mapping[str, str], code: Codebase, scope: Scope, placed: bool) -> Sequence[str]:
    """The files that the patterns name at the path that the sentence gives: those in the scope, or all where it has none of them."""
    named = [path for path in _named(tuple(_patterns(measure, parts)), code) if _at(parts.get("path"), path)]
    found = [path for path in named if scope.contains(path)] if measure.value is None else named  # a data file is where it is
    if not (found or placed):
        found = named
    if not found and measure.looks_into:
        place = parts.get("path") or (scope.label if placed else "")
        raise Unreadable("", Reason.NO_SUBJECT, f"no file {f'in {place} ' if place else ''}fits {' '.join(_patterns(measure, parts))}")
    return found


def _named(patterns: tuple[str, ...], code: Codebase) -> Sequence[str]:
    """The files that patterns name, found once: many claims are of one kind."""
    key, memo = ("declared", patterns), code.index.memo
    if key not in memo:
        entries = code.index.entries.items()
        files = (path for path, entry in entries if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED)
        memo[key] = tuple(path for path in files if _chosen(patterns, path))
    found = memo[key]
    assert isinstance(found, tuple)
    return found


def _patterns(measure: Measure, parts: Mapping[str, str]) -> Sequence[str]:
    return [filled_glob(pattern, parts) for pattern in measure.patterns]


def _chosen(patterns: Sequence[str], path: str) -> bool:
    """Whether the last pattern that fits names the file, not what is left out."""
    last = next((pattern for pattern in reversed(patterns) if fits(pattern.removeprefix("!"), path)), "!")
    return not last.startswith("!")


def _at(place: str | None, path: str) -> bool:
    return not place or path == place or path.startswith(place + "/")


def _names(parts: Mapping[str, str]) -> Mapping[str, str]:
    """The parts, for a pattern of code: what the report says may only be names in it."""
    for part, told in parts.items():
        if part != "path" and not _NAME.fullmatch(told):
            raise Unreadable("", Reason.NO_SUBJECT, f"{told} is no name of code")
    return parts


def _matches(pattern: str, files: Sequence[str], code: Codebase) -> Seen:
    sought, found = linear(pattern), Seen(f"matches of {pattern}", valued=f"text that {pattern} takes")
    code.snapshot.count_use(f"matches {pattern}", files)
    for path in files:
        try:
            matches = list(sought.matches(code.snapshot.text(path)))
        except Unreadable as error:
            found.unread.append(str(error))
            continue
        found.number = (found.number or 0) + len(matches)
        if found.number > MOST:
            raise Unreadable(path, Reason.TOO_LARGE, f"more than {MOST:,} matches of {pattern}")
        found.values += [match.group for match in matches]
        found.sites += [Site(path, "", match.text.partition("\n")[0][:_LINE], match.line, match.line) for match in matches]
    found.values = list(dict.fromkeys(found.values))
    found.distinct = len(found.values) if sought.groups else None
    found.command = f"grep -nP -e {arguments(pattern)} {arguments(*files[:_NAMED])}"
    return found


def _structure(pattern: str, files: Sequence[str], code: Codebase) -> Seen:
    found = Seen(f"places of the form {pattern}", 0)
    for path, fact in code.facts.structures(pattern, files).items():
        if isinstance(fact, Failure):
            found.unread.append(f"{path}: {fact.message}")
            continue
        found.number = (found.number or 0) + len(fact.matches)
        found.sites += [Site(path, "", match.code, match.line, match.end_line) for match in fact.matches]
        found.unread += [f"{path}: part of it, or the pattern, can't be parsed"] if fact.errors else []
    found.command = f"ast-grep run -p {arguments(pattern)} {arguments(*files[:_NAMED])}"
    return found


def _symbols(kind: str, named: str, files: Sequence[str], code: Codebase) -> Seen:
    found = Seen(kind if named == "*" else f"{kind} {named}", 0)
    wanted = matcher(*expand(named))
    for path, outline in code.facts.outlines(files).items():
        if isinstance(outline, Failure):
            found.unread.append(f"{path}: {outline.message}")
            continue
        found.unread += [f"{path}: part of it can't be parsed"] if outline.errors else []
        for one in outline.definitions:
            if one.kind == kind and (wanted.fullmatch(one.name) or wanted.fullmatch(one.qualified)):
                found.number = (found.number or 0) + 1
                found.sites.append(Site(path, one.qualified, "", one.line, one.line))
    return found


def _value(keys: Sequence[str], files: Sequence[str], code: Codebase) -> Seen:
    """The value of each file that has one; a number where each is one, or is a list or table of so many."""
    found, told = Seen(name := f"value of {'.'.join(keys)}", valued=name), []
    for path in files:
        try:
            one = look_up(path, code.snapshot.text(path), keys)
        except Unreadable as error:
            found.unread.append(str(error))
            continue
        if isinstance(one, str):
            found.unread.append(f"{path}: {one}")
        elif one is not None:
            told.append(one)
            found.sites.append(Site(path, "", f"{'.'.join(keys)} = {one.told}"[:_LINE]))
    return _with(found, told)


def _with(found: Seen, told: Sequence[Value]) -> Seen:
    numbers = {value_of(one) for one in told}
    found.number = numbers.pop() if len(numbers) == 1 else None if numbers else 0
    found.all_of = len(told) == 1 and told[0].entries is not None
    found.values = list(dict.fromkeys(text for one in told for text in (one.entries if one.entries is not None else (one.told,))))
    return found
