"""Which package a file imports, which way an import goes, and which workspaces depend on others."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from verifier.codebase import Codebase
from verifier.facts.imports import ImportGraph, Imports
from verifier.facts.symbols import Symbols
from verifier.knowledge.structured import Malformed, parse_json, table_of
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.english.lexis import neutral
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .imported import bound

_ATTEST = r"(?:(?:have|also|now|can|could|then)\s+)*(?:made\s+sure|verif(?:y|ied)|confirm(?:ed)?|check(?:ed)?|found|saw|note[d]?)"
_PACKAGE = re.compile(
    rf"^(?:(?:I|we)\s+{_ATTEST}\s+that\s+)?(?:the\s+)?(?:(?:file|module)\s+)?(?P<a>{SLOT})\s+(?:(?P<no>does\s+not|doesn't|never|nowhere)\s+)?(?:also\s+)?imports?\s+(?P<none>no\s+)?"
    rf"(?:from\s+)?(?P<b>{SLOT}|[A-Za-z][\w-]*)(?P<tail>[^⟨]*)$",
    re.I,
)
_WAY = re.compile(
    rf"^(?P<head>[^⟨]*?)\b(?:the\s+)?(?:import|dependency)\s+(?:goes|runs|points|leads)\s+(?:only\s+)?from\s+(?P<a>{SLOT})\s+(?:in)?to\s+(?P<b>{SLOT})"
    r"(?P<tail>[^⟨]*)$",
    re.I,
)
_ALONE = re.compile(
    rf"^(?:the\s+)?(?:workspace\s+|package\s+)?(?P<a>{SLOT})\s+(?:depends\s+on|uses|needs|requires|imports)\s+(?:no|none\s+of\s+the)\s+other\s+"
    r"(?:workspaces?|packages?\s+of\s+(?:this|the)\s+(?:repository|monorepo|workspace))(?P<tail>[^⟨]*)$",
    re.I,
)
_COLUMN = re.compile(
    r"^\W*(?:(?:heavy|lazy|lazily|deferred|moved|top-level|key|main|external)\s+)*imports?(?:ed)?"
    r"(?:\s+(?:moved|deferred|used|names?|modules?|packages?|library|libraries))?\W*$",
    re.I,
)
_FILES = re.compile(r"^\W*(?:source\s+)?(?:file|module|location|path)s?(?:\s+(?:name|path))?\W*$", re.I)
_MODULE = re.compile(r"@?[A-Za-z_][\w./-]*")
_TABLES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_LANGUAGES = (".py", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts")


class Says(str, Enum):
    PACKAGE = "imports the package"
    FILE = "imports the file"
    WORKSPACES = "depends on other workspaces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    says: Says
    one: str
    other: str = ""
    denied: bool = False


class ImportsOf(Lookup[Target]):
    """ "`pricing.py` does not import SQLAlchemy", "the import goes from `fees.ts` to `dates.ts`"."""

    name = "imports-of"
    kinds = ("imports",)
    summary = "A file imports the package or file that is named, or does not; a workspace lists no other workspace."
    vocabulary = "@moved import module package lazy heavy depend dependency go run point lead workspace module inside within other direct"
    examples = (
        Example(
            "packages",
            "- `sky/orbit.py` does not import numpy\n- `sky/map.py` imports numpy\n- `sky/map.py` imports `pyproj`.\n"
            "- I made sure that `sky/map.py` does not import numpy\n- I made sure that `sky/map.py` does not import `pyproj`\n",
            {
                "sky/orbit.py": "import math\n",
                "sky/map.py": "import pyproj.crs\nfrom sky import orbit\n",
                "sky/grid.py": "import numpy as np\n",
            },
            (
                Expect("imports", V.HOLDS, 1, "sky/orbit.py", "not numpy"),
                Expect("imports", V.REFUTED, 2, "sky/map.py", "numpy"),
                Expect("imports", V.HOLDS, 3, "sky/map.py", "pyproj"),
                Expect("imports", V.HOLDS, 4, "sky/map.py", "not numpy"),
                Expect("imports", V.REFUTED, 5, "sky/map.py", "not pyproj"),
            ),
            also=("architecture",),
        ),
        Example(
            "files and workspaces",
            "- The import goes from `map.ts` to `orbit.ts`\n- The import goes from `orbit.ts` to `map.ts`\n"
            "- `libs/sky` depends on no other workspace\n",
            {
                "libs/sky/map.ts": "import { o } from './orbit';\n",
                "libs/sky/orbit.ts": "export const o = 1;\n",
                "libs/sky/package.json": '{"name": "@x/sky", "dependencies": {"@x/log": "*"}}',
                "libs/log/package.json": '{"name": "@x/log"}',
            },
            (Expect("imports", V.HOLDS, 1), Expect("imports", V.REFUTED, 2), Expect("imports", V.REFUTED, 3, observed="@x/log")),
        ),
        Example(
            "a table",
            "Moved heavy imports from module level to function level.\n\n| File | Import Moved |\n|---|---|\n"
            "| `smooth.py` | `scipy.stats` |\n"
            "| `smooth.py` | `scipy.signal` |\n| `orbit.py` | `numpy` |\n| `smooth.py` | `numpy`, `scipy` |\n",
            {"smooth.py": "def smooth(x):\n    from scipy import signal\n    return signal\n", "orbit.py": "import numpy as np\n"},
            (
                Expect("imports", V.REFUTED, 5, "smooth.py", "scipy.stats"),
                Expect("imports", V.HOLDS, 6, "smooth.py", "scipy.signal"),
                Expect("imports", V.HOLDS, 7, "orbit.py", "numpy"),
                Expect("imports", V.REFUTED, 8, "smooth.py", "numpy"),
                Expect("imports", V.HOLDS, 8, "smooth.py", "scipy"),
            ),
        ),
        Example(
            "other imports",
            "`a.py` imports data from CSV files. `a.py` imports numpy helpers. `a.py` should not import numpy.\n",
            {"a.py": "import csv\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        for pattern, says in ((_ALONE, Says.WORKSPACES), (_WAY, Says.FILE), (_PACKAGE, Says.PACKAGE)):
            match = pattern.match(slots.text)
            if match is None or slots.continues(match):
                continue
            groups = match.groupdict()
            one = slots.name(match["a"])
            other = groups.get("b") or ""
            other = slots.name(other) if other.startswith("⟨") else other
            if one not in paths or (says is Says.FILE and other not in paths) or (says is Says.PACKAGE and not _package(other, paths)):
                return
            denied = says is Says.WORKSPACES or bool(groups.get("no") or groups.get("none"))
            if says is Says.PACKAGE and not all(neutral(word) for word in match["tail"].lower().split()):
                return  # "imports data from CSV files"
            target, explains = Target(says=says, one=one, other=other, denied=denied), slots.taken(match, "head")
            claimed = f"{'not ' if denied else ''}{other}".strip()
            yield self.claim(clause, target, subject=one, claimed=claimed, negated=denied, explains=explains)
            return

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A cell of modules below "Import", in a row that begins with a file."""
        row = clause.context.row
        if clause.negated or not row or not (_COLUMN.match(clause.context.header) and _FILES.match(row[0].header)):
            return
        file = row[0].text.plain.strip(" `*")
        names = [clause.words.plain[start:end] for start, end in clause.words.codes]
        if file.endswith(_LANGUAGES) and " " not in file and names and all(_MODULE.fullmatch(name) for name in names):
            for name in names:
                if _package(name, {file}):
                    target = Target(says=Says.PACKAGE, one=file, other=name)
                    yield self.claim(clause, target, subject=file, claimed=name, text=clause.in_full, explains=(clause.span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        one = code.index.resolve(target.one)
        if one.path is None:
            return blocked(Reason.AMBIGUOUS if one.matches else Reason.NO_SUBJECT, f"{target.one} names {len(one.matches)} things")
        if target.says is Says.WORKSPACES:
            return _workspaces(one.path, code)
        if not one.path.endswith(_LANGUAGES):
            return blocked(Reason.UNSUPPORTED_LANGUAGE, "imports are not read in this language", one.path)
        graph = ImportGraph.of(code.facts)
        imports = graph.of_files((one.path,))[one.path]
        reproduce = f"grep -nE '^\\s*(from|import)\\b|require\\(' {arguments(one.path)}"
        if target.says is Says.FILE:
            other = code.index.resolve(target.other, (posixpath.dirname(one.path),))
            if other.path is None:
                return blocked(Reason.AMBIGUOUS, f"{target.other} names {len(other.matches)} things", one.path)
            edges = [edge for edge in imports.edges if edge.target == other.path]
            sites = [Site(edge.source, "", f"imports {edge.text}", edge.line, edge.line) for edge in edges]
            shown = ", ".join(sorted({edge.target for edge in imports.edges})) or "nothing from here"
            return answer(bool(edges), f"imports {shown}", sites, complete=imports.complete, reproduce=reproduce, subject=one.path)
        lines = _lines(imports, target.other)
        if "." in target.other and one.path.endswith(".py"):
            return _part(target, one.path, code, reproduce)
        if not lines and not _known(target.other, code, graph):
            return blocked(
                Reason.NOT_PROVABLE, f"no file imports anything by the name {target.other}; it may be imported by another", one.path
            )
        sites = [Site(one.path, "", f"imports {target.other}", line, line) for line in lines]
        detail = f"imports {target.other} in line {lines[0]}" if lines else f"does not import {target.other}"
        return answer(bool(lines) is not target.denied, detail, sites, complete=imports.complete, reproduce=reproduce, subject=one.path)


def _part(target: Target, path: str, code: Codebase, reproduce: str) -> Measurement:
    """Whether a file imports a module by its dotted name, as a whole or as a name from what it lies in."""
    found = bound(path, code)
    if found is None:
        return blocked(Reason.INCOMPLETE, f"{path} could not be read", path)
    mine = [one for one in found if one.touches(target.other)]
    sites = [Site(path, "", one.text, one.line, one.line) for one in mine]
    first = target.other.partition(".")[0]
    if not mine and any(one.module in (first, "importlib") or one.name == "*" for one in found if not one.name or one.name == "*"):
        return blocked(Reason.NOT_PROVABLE, f"{path} may reach {target.other} without importing it by name", path)
    if (
        not mine
        and not any(one.package == first for one in found)
        and not target.denied
        and not _known(first, code, ImportGraph.of(code.facts))
    ):
        return blocked(Reason.NOT_PROVABLE, f"no file imports anything by the name {first}", path)
    detail = f"{mine[0].text} in line {mine[0].line}" if mine else f"does not import {target.other}"
    return answer(bool(mine) is not target.denied, detail, sites, reproduce=reproduce, subject=path)


def _package(name: str, paths: set[str]) -> bool:
    return name not in paths and bool(re.fullmatch(r"@?[A-Za-z][\w.@/-]*", name)) and not re.search(r"\.(?:py|tsx?|jsx?|mjs)$", name)


def _same(module: str, name: str) -> bool:
    """Whether an imported module is of the package: `sqlalchemy.orm` is of "SQLAlchemy"."""
    plain = re.sub(r"[-_]", "", name.lower())
    parts = module.lower().split("/")
    tops = (module.lower(), "/".join(parts[: 2 if module.startswith("@") else 1]), module.lower().partition(".")[0])
    return any(re.sub(r"[-_]", "", top) == plain for top in tops)


def _lines(imports: Imports, name: str) -> list[int]:
    return [line for module, line in imports.outside if _same(module, name)]


def _known(name: str, code: Codebase, graph: ImportGraph) -> bool:
    """Whether another file imports the package by this name, so that the name is what to look for."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    paths = [path for path, data in Symbols.of(code.facts).lowered() if path.endswith(_LANGUAGES) and letters.encode() in data][:200]
    return any(_lines(imports, name) for imports in graph.of_files(paths).values())


def _workspaces(folder: str, code: Codebase) -> Measurement:
    """The other packages of the repository that a folder's package.json lists."""
    path = posixpath.join(folder, "package.json")
    try:
        manifest = parse_json(code.snapshot.text(path))
        listed = {name for table in _TABLES for name in table_of(manifest, table)}
    except (Unreadable, Malformed):
        return blocked(Reason.NO_SUBJECT, f"no package.json in {folder}", folder)
    others = {name for name, place in ImportGraph.of(code.facts).modules.packages.items() if place != folder}
    mine = sorted(listed & others)
    return answer(not mine, ", ".join(mine) or "none", [Site(path)], reproduce=f"cat {arguments(path)}", subject=folder)
