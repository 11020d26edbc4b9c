"""What Makefiles, package.json files and other manifests offer to run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from verifier.codebase import Codebase
from verifier.knowledge.programs import marks, programs, services
from verifier.knowledge.structured import Malformed, parse_json, table_of
from verifier.model import Site
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.snapshot import Unreadable
from verifier.text_lines import TextLines

_COMPOSE = re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml")
_MARK = re.compile(r"\bmark\.(\w+)")
_TARGET = re.compile(r"^(?P<names>[A-Za-z0-9_.][\w./ -]*?)\s*::?(?!=)", re.M)
_RECIPE = re.compile(r"[^\n]*\n((?:\t[^\n]*(?:\n|\Z)|(?:[ \r\f\v][^\S\n]*)?\n)*)")
_PREREQUISITES = re.compile(r"([^\n#;=]*)")
_KEY = re.compile(r'"(?P<name>[^"\\\n]*)"\s*:')
_OPEN = re.compile(r"^[ \t]*-?s?include\b|^[^\t#=\n]*%[^=\n]*:|^[^\t#=\n:]*\$[({][^\n:=]*:(?!=)|\$\(eval\b|^[ \t]*\.DEFAULT\s*:", re.M)


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be run by a name, where: (text of the command, site). `complete`: nothing else can be."""

    of: dict[str, tuple[tuple[str, Site], ...]]
    files: tuple[str, ...]
    complete: bool
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of a target: what is made before it


def targets(code: Codebase) -> Offers:
    """Targets of every Makefile; not complete where one includes others, or has rules for patterns."""
    found: dict[str, list[tuple[str, Site]]] = {}
    needs: dict[str, tuple[str, ...]] = {}
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
            before = _PREREQUISITES.match(text, match.end())
            for name in names:
                needs[name] = (*needs.get(name, ()), *(before[1].replace("|", " ").split() if before is not None else ()))
            for name in [name for name in names if name != ".PHONY"]:
                found.setdefault(name, []).append((recipe[1] if recipe else "", Site(path, name, f"{name}:", line, line)))
    return replace(_offers(found, files, complete), needs=needs)


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
    return _offers(found, files, complete)


def recipes(code: Codebase) -> Offers:
    """Recipes of every justfile."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files, complete = [], True
    for path in _paths(code, ("justfile", "Justfile", ".justfile")):
        text = _text(code, path)
        files.append(path)
        complete = complete and bool(text) and not re.search(r"^(?:import|mod)\b", text, re.M)
        for match in re.finditer(r"^@?(?:alias\s+)?(?P<name>[A-Za-z_][\w-]*)[^:=\n]*:=?(?!=)", text, re.M):
            line = text.count("\n", 0, match.start()) + 1
            found.setdefault(match["name"], []).append(("", Site(path, match["name"], match[0], line, line)))
    return _offers(found, files, complete)


def composed(code: Codebase) -> Offers:
    """Services of every compose file."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files, complete = [], True
    for path in code.index.entries:
        if not _COMPOSE.fullmatch(path.rpartition("/")[2]) or is_vendored(path):
            continue
        rows = services(_text(code, path))
        files.append(path)
        complete = complete and rows is not None
        for name, line in rows or ():
            found.setdefault(name, []).append(("", Site(path, name, f"{name}:", line, line)))
    return _offers(found, files, complete)


def marked(code: Codebase) -> Offers:
    """Marks that are declared for pytest, or stand on tests."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files = []
    for path in code.index.entries:
        if is_vendored(path) or is_installed(path):
            continue
        base = path.rpartition("/")[2]
        if base in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini") or base.endswith(".py"):
            text = _text(code, path)
            names = [(name, text.find(name)) for name in marks(path, text)]
            names += [(match[1], match.start()) for match in _MARK.finditer(text)] if "mark." in text else []
            files += [path] if names or (base.startswith("test_") or base in ("pytest.ini", "conftest.py")) else []
            for name, at in names:
                line = text.count("\n", 0, at) + 1
                found.setdefault(name, []).append(("", Site(path, name, name, line, line)))
    return _offers(found, files, True)


def installed(code: Codebase) -> Offers:
    """Programs that manifests install by name."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files = _paths(code, ("pyproject.toml", "setup.cfg", "setup.py", "package.json", "Cargo.toml"))
    for path in files:
        text = _text(code, path)
        for name in programs(path, text):
            line = text.count("\n", 0, text.find(name)) + 1
            found.setdefault(name, []).append(("", Site(path, name, name, line, line)))
    for path in code.index.entries:  # Go names a program after the directory of its main package, or after its module
        if path.endswith("/main.go") and not is_vendored(path):
            found.setdefault(path.split("/")[-2], []).append(("", Site(path, "main", "package main", 1, 1)))
    for path in _paths(code, ("go.mod",)):
        if match := re.search(r"^module\s+\S*?([\w-]+)(?:/v\d+)?\s*$", _text(code, path), re.M):
            found.setdefault(match[1], []).append(("", Site(path, match[1], match[0], 1, 1)))
            files.append(path)
    complete = not any(re.search(r"setup\.(?:py|cfg)$|Cargo", path) and "entry_points" in _text(code, path) for path in files)
    return _offers(found, files, complete)


def entry(program: str, manifest: str, code: Codebase) -> str:
    """The function that a Python manifest tells a program to start: "shop.cli:main"; "" for none."""
    match = re.search(rf"(?<![\w-]){re.escape(program)}[\"']?\s*=\s*[\"']?(?P<entry>[\w.]+:\w+)", _text(code, manifest))
    return match["entry"] if match else ""


def packages(code: Codebase) -> Offers:
    """The directories below each Go module that hold Go files, by their paths from it."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files = _paths(code, ("go.mod",))
    roots = [path.rpartition("/")[0] for path in files]
    for path in code.index.entries:
        if not path.endswith(".go"):
            continue
        for root in roots:
            below = path.rpartition("/")[0].removeprefix(root).strip("/") if path.startswith(f"{root}/" if root else "") else ""
            parts = below.split("/") if below else []
            for depth in range(1, len(parts) + 1):
                found.setdefault("/".join(parts[:depth]), [("", Site(path, "", "", 1, 1))])
    return _offers(found, files, True)


def crates(code: Codebase) -> Offers:
    """The packages that Cargo manifests declare, and those that they ask for."""
    found: dict[str, list[tuple[str, Site]]] = {}
    files, complete = [], True
    for path in _paths(code, ("Cargo.toml", "Cargo.lock")):
        text = _text(code, path)
        files.append(path)
        complete = complete and bool(text)
        for match in re.finditer(r"^(?:name\s*=\s*\"(?P<name>[\w-]+)\"|(?P<asked>[\w-]+)(?:\.workspace)?\s*=)", text, re.M):
            line = text.count("\n", 0, match.start()) + 1
            found.setdefault(match["name"] or match["asked"], []).append(("", Site(path, "", match[0], line, line)))
    return _offers(found, files, complete)


_OF = {
    "packages": packages,
    "crates": crates,
    "make": targets,
    "scripts": scripts,
    "just": recipes,
    "services": composed,
    "marks": marked,
    "program": installed,
}


def offers(tool: str, code: Codebase) -> Offers:
    """What `tool` can run."""
    if ("offers", tool) not in code.index.memo:
        code.index.memo["offers", tool] = _OF[tool](code)
    found = code.index.memo["offers", tool]
    assert isinstance(found, Offers)
    return found


def _offers(found: dict[str, list[tuple[str, Site]]], files: list[str], complete: bool) -> Offers:
    return Offers({name: tuple(rows) for name, rows in found.items()}, tuple(files), complete)


def _text(code: Codebase, path: str) -> str:
    try:
        return code.snapshot.text(path)
    except Unreadable:
        return ""


def _paths(code: Codebase, names: tuple[str, ...]) -> list[str]:
    return [p for p in code.index.entries if p.rpartition("/")[2] in names and not is_vendored(p) and not is_installed(p)]
