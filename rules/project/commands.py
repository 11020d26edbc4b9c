"""What Makefiles and package.json files offer to run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.structured import Malformed, parse_json, table_of
from verifier.model import Site
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.snapshot import Unreadable
from verifier.text_lines import TextLines

COMMAND = re.compile(r"(?P<tool>make|npm run|npm run-script|yarn run|pnpm run|bun run)\s+(?P<name>[A-Za-z][\w.:-]*)(?:\s+--?\w.*)?", re.I)
_TARGET = re.compile(r"^(?P<names>[A-Za-z0-9_.][\w./ -]*?)\s*::?(?!=)", re.M)
_RECIPE = re.compile(r"[^\n]*\n((?:\t[^\n]*(?:\n|\Z)|(?:[ \r\f\v][^\S\n]*)?\n)*)")
_KEY = re.compile(r'"(?P<name>[^"\\\n]*)"\s*:')
_OPEN = re.compile(r"^[ \t]*-?s?include\b|^[^\t#=\n]*%[^=\n]*:|^[^\t#=\n:]*\$[({][^\n:=]*:(?!=)|\$\(eval\b|^[ \t]*\.DEFAULT\s*:", re.M)


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be run by a name, where: (text of the command, site). `complete`: nothing else can be."""

    of: dict[str, tuple[tuple[str, Site], ...]]
    files: tuple[str, ...]
    complete: bool


def targets(code: Codebase) -> Offers:
    """Targets of every Makefile; not complete where one includes others, or has rules for patterns."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files, complete = [], True
    for path in _paths(code, ("Makefile", "makefile", "GNUmakefile")):
        files.append(path)
        try:
            text = code.snapshot.text(path).replace("\\\n", " ")
        except Unreadable:
            complete = False
            continue
        complete = complete and not _OPEN.search(text)
        lines = TextLines(text)
        for match in _TARGET.finditer(text):
            line = lines.number(match.start())
            recipe = _RECIPE.match(text, match.start())
            names = match["names"].split()
            for name in [name for name in names if name != ".PHONY"]:
                found.setdefault(name, []).append((recipe[1] if recipe else "", Site(path, name, f"{name}:", line, line)))
    return Offers({name: tuple(rows) for name, rows in found.items()}, tuple(files), complete)


def scripts(code: Codebase) -> Offers:
    """Scripts of every package.json."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files, complete = [], True
    for path in _paths(code, ("package.json",)):
        try:
            text = code.snapshot.text(path)
            table = table_of(parse_json(text), "scripts")
        except (Unreadable, Malformed):
            complete = False
            continue
        files.append(path)
        lines = TextLines(text)
        places: dict[str, int] = {}
        for match in _KEY.finditer(text, text.find('"scripts"') + 1):
            places.setdefault(match["name"], lines.number(match.start()))
        for name, command in table.items():
            line = places.get(name, 0)
            found.setdefault(name, []).append((str(command), Site(path, name, f'"{name}": "{command}"', line, line)))
    return Offers({name: tuple(rows) for name, rows in found.items()}, tuple(files), complete)


def offers(tool: str, code: Codebase) -> Offers:
    """What `tool` can run."""
    key = "make" if tool.lower() == "make" else "scripts"
    if ("offers", key) not in code.index.memo:
        code.index.memo["offers", key] = targets(code) if key == "make" else scripts(code)
    found = code.index.memo["offers", key]
    assert isinstance(found, Offers)
    return found


def _paths(code: Codebase, names: tuple[str, ...]) -> list[str]:
    return [p for p in code.index.entries if p.rpartition("/")[2] in names and not is_vendored(p) and not is_installed(p)]
