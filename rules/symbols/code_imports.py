"""An import in a block of code leads to a module of the repository that has the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.modules import Modules
from verifier.facts.outline import Import
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, found, undecided

from .phrasing import made_up
from .quotation import quotations

_PYTHON = frozenset(("python", "py", "python3", "pycon", ""))
_FROM = re.compile(r"^\s*(?:>>> )?from\s+(?P<module>[A-Za-z_][\w.]*)\s+import\s+(?P<names>\([^()]*\)?|[^()#]+)")
_NAME = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\s+as\s+\w+)?\s*$")
_OPEN = re.compile(r"^[ \t]*def\s+__getattr__\b|\bglobals\(\)|\bsys\.modules\b|^[ \t]*from\s+\S+\s+import\s+\*", re.M)
_MANY = 40  # names of a block that are looked up


@dataclass(frozen=True, slots=True)
class Target:
    module: str
    name: str


class CodeImports(Rule[Target]):
    """ "from orbit.fees import fee_of" in a block of code."""

    name = "code-imports"
    kinds = ("symbol-exists",)
    reads_blocks = True
    cites_files = True
    summary = "An import in a block of Python leads to a module of the repository, which defines the name or brings it in."
    examples = (
        Example(
            "names that a module has, brings in, and has not",
            "## Registry\n\n```python\nfrom orbit.fees import fee_of, RATE\nfrom orbit.fees import (\n    Decimal,\n    fees_by_day,\n)\n"
            "from orbit import fees\nfrom numpy import array\nfrom orbit.later import soon\n```\n",
            {
                "orbit/__init__.py": "",
                "orbit/fees.py": "from decimal import Decimal\n\nRATE = 3\n\n\ndef fee_of(row):\n    return Decimal(RATE)\n",
            },
            (
                Expect("symbol-exists", Verdict.HOLDS, 4, "fee_of"),
                Expect("symbol-exists", Verdict.HOLDS, 4, "RATE"),
                Expect("symbol-exists", Verdict.HOLDS, 6, "Decimal"),
                Expect("symbol-exists", Verdict.REFUTED, 7, "fees_by_day"),
                Expect("symbol-exists", Verdict.HOLDS, 9, "fees"),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 10, "array"),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 11, "soon"),
            ),
        ),
        Example(
            "a module that makes its names, and what is proposed",
            "## Use\n\n```python\nfrom orbit import fees_by_day\n```\n\n## Recommendations\n"
            "\n```python\nfrom orbit.fees import none_yet\n```\n",
            {"orbit/__init__.py": "def __getattr__(name):\n    return load(name)\n", "orbit/fees.py": "RATE = 3\n"},
            (Expect("symbol-exists", Verdict.UNVERIFIABLE, 4, "fees_by_day"),),
        ),
        Example("prose and other languages", "Orders come from fees import.\n\n```js\nimport { a } from './fees'\n```\n", {}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        yield from ()

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.kind is not FenceClass.CODE or fence.language not in _PYTHON:
            return
        parts = [part for part in quotations(fence) if not (part.gone or part.guessed)]
        shown = {row.line - fence.line: part.side for part in parts for row in part.rows}
        for number, (row, column, module, name) in enumerate(_imported(fence.lines)):
            if number < _MANY and row in shown and not made_up(name):
                line = fence.line + row
                span = Span(line, line, column, column + len(name))
                text = f"from {module} import {name}"
                side = Side.BEFORE if shown[row] is Side.BEFORE else Side.NOW
                target = Target(module, name)
                yield Claim(self.name, self.kinds[0], span, text, name, f"in {module}", target, fence.context.titles, side=side)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        if claim.side is Side.BEFORE:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="it tells of what was before", subject=target.name)
        paths = Modules(code.snapshot).of("", "python", Import(target.module, target.name, "", 1))
        if not paths:
            return Measurement(blocked=Reason.OUTSIDE, detail=f"no module here is {target.module}", subject=target.name)
        path = paths[0]
        stem = path.removesuffix("/__init__.py").rpartition("/")[2].removesuffix(".py")
        if stem == target.name and target.module.rpartition(".")[2] != target.name:
            return Measurement((Reading("module", True),), (Site(path, target.name, line=1),), subject=path)
        outline = symbols.outlines((path,)).get(path)
        text = symbols.read(path).decode("utf-8", "replace")
        if outline is None or outline.errors:
            return Measurement(blocked=Reason.INCOMPLETE, detail=f"{path} could not be read", subject=path)
        own = next((d.line for d in outline.named(target.name) if "." not in d.qualified), 0)
        line = own or next((i.line for i in outline.imports if target.name in (i.alias, i.alias or i.name)), 0)
        word = re.search(rf"(?<!\w){re.escape(target.name)}(?!\w)", text)
        if not line and (word or _OPEN.search(text)):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{path} may make {target.name} in some way", subject=path)
        reproduce = search("-nw", target.name, within=arguments(path))
        sites = (Site(path, target.name, line=line),) if line else ()
        return Measurement((Reading("defined or brought in", bool(line)),), sites, reproduce=reproduce, subject=path)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason in (Reason.OUTSIDE, Reason.NEEDS_BASE)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        name, path = claim.target.name, measurement.subject
        if measurement.readings[0].value:
            site = measurement.sites[0]
            evidence = (Evidence(site.path, site.line, site.line),)
            return found(claim, measurement, Verdict.HOLDS, f"{path} has {name}", observed=f"at {path}:{site.line}", evidence=evidence)
        return found(claim, measurement, Verdict.REFUTED, f"{path} has no {name}", observed="absent", evidence=(Evidence(path),))


def _imported(lines: tuple[str, ...]) -> Iterator[tuple[int, int, str, str]]:
    """The row, 1-based column, module and name of each name that a block imports from a module."""
    for row, line in enumerate(lines):
        match = _FROM.match(line)
        if match is None:
            continue
        names, at = match["names"], match.start("names")
        yield from _names(names.strip("() "), row, line, at, match["module"])
        if names.startswith("(") and not names.endswith(")"):
            for below in range(row + 1, len(lines)):
                inner, closed, _ = lines[below].partition(")")
                yield from _names(inner.partition("#")[0], below, inner, 0, match["module"])
                if closed:
                    break


def _names(names: str, row: int, line: str, start: int, module: str) -> Iterator[tuple[int, int, str, str]]:
    for part in names.split(","):
        if match := _NAME.match(part.strip()):
            yield row, max(line.find(match["name"], start), 0) + 1, module, match["name"]
