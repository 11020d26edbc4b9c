""" "`orbit.ts` imports `turn` from `./sky`": from which module a name comes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.english.lexis import neutral
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .imported import LANGUAGES, Bound, bound

_NAMES = rf"(?P<names>{SLOT}(?:(?:,\s*(?:and\s+)?|\s+and\s+){SLOT}){{0,9}})"
_MODULE = rf"(?:the\s+)?(?:(?:module|package|library|file)\s+)?(?P<module>{SLOT})"
_PATTERNS = tuple(
    re.compile(rf"^(?:the\s+)?(?:(?:file|module|class|function)\s+)?{pattern}(?P<tail>[^⟨]*)$", re.I)
    for pattern in (
        rf"(?P<file>{SLOT})\s+(?:now\s+|also\s+|still\s+)?imports\s+(?:the\s+|both\s+)?{_NAMES}\s+from\s+{_MODULE}",
        rf"{_NAMES}\s+(?:is|are)\s+(?:now\s+|also\s+|still\s+)?imported\s+from\s+{_MODULE}(?:\s+(?:in|by)\s+(?P<file>{SLOT}))?",
    )
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_MOST = 200  # files that hold the name


@dataclass(frozen=True, slots=True)
class Target:
    """`file`: "" where any that imports the name may be meant."""

    name: str
    module: str
    file: str = ""


class ImportedFrom(Lookup[Target]):
    """ "`orbit.ts` imports `turn` from `./sky`", "`EventEmitter` is imported from `node:events`"."""

    name = "imported-from"
    kinds = ("imports",)
    summary = (
        "A name is imported from the module that is told; refuted where each file that is meant imports it from another, or not at all."
    )
    vocabulary = "import module package library file from"
    examples = (
        Example(
            "in a file, and in any",
            "- `orbit.ts` imports `turn` from `./sky`\n- `orbit.ts` imports `turn` and `Body` from `./sky`\n"
            "- `Body` is imported from `node:events`\n- `Body` is imported from `bodies`\n- `map.py` imports `dumps` from `simplejson`\n"
            "- `map.py` imports `loads` from `json`\n"
            "- `spin` is imported from `sky`\n- `rise` is imported from `sun.moon`\n- `rise` is imported from `moon.sky`\n",
            {
                "orbit.ts": "import { turn } from './sky';\nimport { Body } from 'bodies';\n",
                "sky.ts": "export function turn() {}\n",
                "map.py": "from json import dumps\n",
                "sun/moon/day.py": "from . import rise\n",
            },
            (
                Expect("imports", V.HOLDS, 1, "turn"),
                Expect("imports", V.HOLDS, 2, "turn"),
                Expect("imports", V.REFUTED, 2, "Body", observed="bodies"),
                Expect("imports", V.REFUTED, 3, "Body", observed="bodies"),
                Expect("imports", V.HOLDS, 4, "Body"),
                Expect("imports", V.REFUTED, 5, "dumps", observed="json"),
                Expect("imports", V.REFUTED, 6, "loads"),
                Expect("imports", V.UNVERIFIABLE, 7, "spin"),
                Expect("imports", V.HOLDS, 8, "rise"),
                Expect("imports", V.REFUTED, 9, "rise"),
            ),
            also=("architecture", "symbol-exists"),
        ),
        Example(
            "data, and what is to come",
            "- `map.py` imports `rows` from `table.csv` at night\n- `Body` should be imported from `sky`\n"
            "- `Body` is not imported from `sky`\n",
            {"map.py": "import csv\n"},
            (),
            also=("file-exists",),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge:
            return
        slots, paths = slots_of(clause), {mention.text for mention in clause.own(Path)}
        match = next((found for pattern in _PATTERNS if (found := pattern.match(slots.text))), None)
        if match is None or slots.continues(match) or not all(neutral(word) for word in match["tail"].lower().split()):
            return
        file = slots.name(match["file"]) if match["file"] else ""
        if file and not (file in paths and file.endswith(LANGUAGES)):
            return
        module = slots.name(match["module"]).strip("\"'")
        for name in (slots.name(one) for one in re.findall(SLOT, match["names"])):
            if _NAME.fullmatch(name):
                target = Target(name, module, file)
                yield self.claim(clause, target, subject=name, claimed=f"from {module}", text=clause.in_full, explains=slots.taken(match))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.file:
            paths = [path for path in code.index.resolve(target.file).matches if path in code.index.entries]
            if len(paths) != 1:
                return blocked(Reason.AMBIGUOUS if paths else Reason.NO_SUBJECT, f"no one file is meant by {target.file}", target.name)
        else:
            holding = Symbols.of(code.facts).holding(target.name)
            paths = [path for path in holding if path.endswith(LANGUAGES) and not is_vendored(path)][:_MOST]
        found = [(path, one) for path in paths for one in bound(path, code) or ()]
        complete = all(bound(path, code) is not None for path in paths)
        mine = [(path, one) for path, one in found if target.name in (one.name, one.alias)]
        right = [(path, one) for path, one in mine if _is(path, one, target.module)]
        sites = [Site(path, "", one.text, one.line, one.line) for path, one in right or mine]
        if not mine and (not target.file or any(one.name == "*" and _is(path, one, target.module) for path, one in found)):
            return blocked(Reason.NO_SUBJECT, f"no file was found that imports {target.name} by name", target.name)
        shown = ", ".join(dict.fromkeys(one.module for _, one in right or mine)) or "not imported"
        told = f"{target.name} is imported from {shown}" if mine else f"{paths[0]} does not import {target.name}"
        reproduce = search("-nwE", f"(import|from|require).*{target.name}")
        return answer(bool(right), shown, sites, complete=complete, reproduce=reproduce, subject=target.name, detail=told)


def _is(path: str, one: Bound, module: str) -> bool:
    """Whether an import is from the module as a report writes it: by its name, its file, or the end of its path."""
    there, told = _parts(_absolute(path, one.module)), _parts(module)
    short = min(len(there), len(told))
    return there[-short:] == told[-short:] if short else there == told


def _absolute(path: str, module: str) -> str:
    """A module as it is written in the file at `path`, from the repository's root where it is told relative to the file."""
    dots = len(module) - len(module.lstrip("."))
    if not dots:
        return module
    if "/" in module or (module in (".", "..") and not path.endswith(".py")):
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
    folders = path.split("/")[:-dots]
    return "/".join((*folders, *module[dots:].split(".")))


def _parts(module: str) -> list[str]:
    plain = re.sub(r"\.(?:pyi?|[cm]?[jt]sx?)$", "", module.removeprefix("node:"))
    return [part for part in re.split(r"[./\\]+", plain) if part and part not in ("@", "~", "index", "src")]
