"""All that a file imports, told as a list: "two imports, `os` and `re`", "imports only `net/http`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_NAMES = rf"(?P<names>{SLOT}(?:\s*(?:,\s*)?(?:and\s+|or\s+|&\s*)?{SLOT}){{0,9}})"
_COUNTED = re.compile(
    rf"^(?:the\s+)?(?:file\s+|module\s+)?(?P<file>{SLOT})\s+(?:has|needs|contains|uses|gets\s+by\s+with|makes\s+do\s+with)\s+(?:only\s+|just\s+)?"
    rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+imports?\s*(?:,|:|\(|–|—|-)?\s*{_NAMES}\)?$",
    re.I,
)
_ONLY = re.compile(rf"^(?:the\s+)?(?:file\s+|module\s+)?(?P<file>{SLOT})\s+(?:imports|needs)\s+(?:only|just)\s+{_NAMES}$", re.I)
_MODULE = re.compile(r"@?[A-Za-z_][\w./@-]*")
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx", "go"))


@dataclass(frozen=True, slots=True)
class Target:
    file: str
    names: tuple[str, ...]


class ImportLists(Lookup[Target]):
    """ "`middleware.go` gets by with two imports, `net/http` and `strings`"."""

    name = "import-lists"
    kinds = ("imports",)
    summary = "A file imports the modules of a list and no others."
    vocabulary = "@number import need contain use file module only just"
    examples = (
        Example(
            "with a number, and without",
            "- `sky.go` gets by with two imports, `fmt` and `net/http`\n- `sky.go` has two imports: `fmt` and `errors`\n"
            "- `orbit.py` imports only `math`\n- `orbit.py` imports only `os` and `math`\n- `tilt.py` imports only `math`\n",
            {
                "sky.go": 'package sky\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n',
                "orbit.py": "import math\n",
                "tilt.py": "import math\nfrom os import path\n",
            },
            (
                Expect("imports", V.HOLDS, 1),
                Expect("imports", V.REFUTED, 2, observed="fmt, net/http"),
                Expect("imports", V.HOLDS, 3),
                Expect("imports", V.REFUTED, 4, observed="math"),
                Expect("imports", V.REFUTED, 5, observed="math, os"),
            ),
        ),
        Example(
            "no lists of imports",
            "- `orbit.py` imports `math`\n- `orbit.py` has two imports\n- `orbit.py` does not import only `math`\n",
            {"orbit.py": "import math\n"},
            (),
        ),
        Example(
            "another language", "- `a.rb` imports only `json`\n", {"a.rb": "require 'json'\n"}, (Expect("imports", V.UNVERIFIABLE, 1),)
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match = _COUNTED.match(slots.text) or _ONLY.match(slots.text)
        if match is None or clause.negated:
            return
        names = tuple(slots.name(slot) for slot in re.findall(SLOT, match["names"]))
        told = match.groupdict().get("number")
        number = number_of(told) if told else len(names)
        if number == len(set(names)) and all(map(_MODULE.fullmatch, names)):
            file = slots.name(match["file"])
            yield self.claim(clause, Target(file, names), subject=file, claimed=", ".join(names), explains=slots.taken(match))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        resolved = code.index.resolve(target.file)
        if resolved.path is None:
            return blocked(Reason.AMBIGUOUS if resolved.matches else Reason.NO_SUBJECT, f"{target.file} is not one file here", target.file)
        outline = code.facts.outlines((resolved.path,)).get(resolved.path)
        if not isinstance(outline, Outline) or outline.language not in _LANGUAGES:
            return blocked(Reason.UNSUPPORTED_LANGUAGE, f"imports of {resolved.path} are not read", resolved.path)
        lines = {item.module: item.line for item in reversed(outline.imports) if item.module != "__future__"}
        there = dict.fromkeys(reversed(lines))
        meant = {name: [module for module in there if _same(name, module)] for name in target.names}
        right = all(meant.values()) and all(any(module in found for found in meant.values()) for module in there)
        shown = ", ".join(there) or "nothing"
        sites = [Site(resolved.path, "", f"imports {module}", lines[module], lines[module]) for module in there]
        reproduce = f"grep -nE '^\\s*(from|import)\\b|require\\(|^\\s+\"' {arguments(resolved.path)}"
        detail = f"imports {shown}"
        return answer(right, shown, sites, complete=not outline.errors, reproduce=reproduce, subject=resolved.path, detail=detail)


def _same(name: str, module: str) -> bool:
    """Whether a module is told by its whole name, the package that it lies in, or the last part of its path."""
    return name == module or module.startswith((f"{name}.", f"{name}/")) or module.rpartition("/")[2] == name or module.endswith(f"/{name}")
