"""Which functions and classes have a docstring or documentation comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_DOC = r"(?:doc-?strings?|doc(?:umentation)?\s+comments?|(?:JSDoc|TSDoc|Javadoc)(?:\s+comments?)?)"
_ALL = re.compile(
    rf"^(?P<share>every|each|all(?:\s+(?:of\s+)?the)?|no)\s+(?P<public>public\s+|exported\s+)?(?P<unit>functions?|methods?|class(?:es)?)\s+(?:in|of|inside|within)\s+"
    rf"(?:the\s+(?:file|module)\s+)?(?P<file>{SLOT})\s+(?:has|have|carries|carry)\s+(?:a\s+|an\s+|its\s+own\s+)?{_DOC}(?P<tail>.*)$",
    re.I,
)
_ONE = re.compile(
    rf"^(?:(?P<file>{SLOT})\s*[:–—-]\s*|in\s+(?P<file2>{SLOT}),?\s+)?(?:(?:the\s+)?(?:function|method|class)\s+)?(?P<name>{SLOT})\s+"
    rf"(?:(?P<no>lacks|is\s+missing|misses|has\s+no|does\s+not\s+have|doesn't\s+have|comes\s+without|is\s+without)|has|carries|comes\s+with)\s+(?:a\s+|an\s+|any\s+)?{_DOC}(?P<tail>.*)$",
    re.I,
)
_KINDS = {"function": ("function", "method", "component", "hook"), "method": ("method",), "class": ("class",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    file: str = ""
    name: str = ""
    unit: str = "function"
    wanted: bool = True  # there is to be one


class Docstrings(Lookup[Target]):
    """ "Every function in `orbit.py` has a docstring", "`tilt` lacks a doc comment"."""

    name = "docstrings"
    kinds = ("docstrings",)
    summary = "The functions of a file, or the one that is named, have documentation of their own, or have none."
    vocabulary = "docstring doc comment documentation every each lack miss carry public exported function method class"
    examples = (
        Example(
            "all of a file",
            "- Every function in `orbit.py` has a docstring.\n- Every function in `tilt.py` has a docstring.\n- All classes in "
            "`tilt.py` have a docstring.\n",
            {
                "orbit.py": 'def turn():\n    """Turn."""\n',
                "tilt.py": 'class Axis:\n    """An axis."""\n\ndef lean():\n    """Lean."""\n\ndef fall():\n    pass\n',
            },
            (
                Expect("docstrings", V.HOLDS, 1),
                Expect("docstrings", V.REFUTED, 2, observed="fall has none"),
                Expect("docstrings", V.HOLDS, 3),
            ),
        ),
        Example(
            "one of them",
            "- `tilt.ts`: `lean` lacks a doc comment.\n- `fall` has no doc comment.\n- `lean` has a doc comment.\n",
            {"tilt.ts": "/** Lean over. */\nexport function lean() {}\n\nexport function fall() {}\n"},
            (
                Expect("docstrings", V.REFUTED, 1, "lean"),
                Expect("docstrings", V.HOLDS, 2, "fall"),
                Expect("docstrings", V.HOLDS, 3, "lean"),
            ),
        ),
        Example("other words", "Most functions in `orbit.py` have docstrings. `turn` should have a docstring.\n", {"orbit.py": ""}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        if (match := _ALL.match(slots.text)) and not slots.continues(match):
            file = slots.name(match["file"])
            unit = re.sub(r"(?:es|s)$", "", match["unit"].lower()) if match["unit"].lower() != "class" else "class"
            wanted = match["share"].lower() != "no"
            if file in paths:
                target = Target(file=file, unit="class" if unit.startswith("clas") else unit, wanted=wanted)
                claimed, explains = f"{match['share'].lower()} {unit}", slots.taken(match)
                yield self.claim(clause, target, subject=file, claimed=claimed, negated=not wanted, explains=explains)
        elif (match := _ONE.match(slots.text)) and not slots.continues(match):
            slot = match["file"] or match["file2"]
            file, name = slots.name(slot) if slot else "", slots.name(match["name"]).removesuffix("()")
            if name not in paths and (not file or file in paths) and re.fullmatch(r"[A-Za-z_$][\w.$]*", name):
                target, explains = Target(file=file, name=name, wanted=not match["no"]), slots.taken(match)
                yield self.claim(clause, target, subject=name, claimed="docstring", negated=not target.wanted, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        path = code.index.resolve(target.file).path if target.file else None
        if target.file and path is None:
            return blocked(Reason.NO_SUBJECT, f"{target.file} is not one file here", target.file)
        if target.name:
            return _one(target, path, symbols, claim.hints.paths)
        assert path is not None
        outline = symbols.outlines([path]).get(path)
        mine = [d for d in outline.definitions if d.kind in _KINDS[target.unit]] if outline else []
        if outline is None or not mine:
            return blocked(Reason.NO_SUBJECT, f"no {target.unit} in {path}", path)
        return _share(mine, target, path, complete=not outline.errors)


def _share(mine: list[Definition], target: Target, path: str, complete: bool) -> Measurement:
    """Who counts is open: inner, private and special ones may be left out, and so may methods. False only if it fails for the fewest."""
    fewest = [d for d in mine if "." not in d.qualified and not d.name.startswith("_")] or [d for d in mine if not d.name.startswith("_")]
    odd = [d for d in fewest if d.docstring is not target.wanted]
    others = [d for d in mine if not d.name.startswith("_") and d.docstring is not target.wanted]
    if others and not odd:
        return blocked(Reason.AMBIGUOUS, f"{others[0].qualified} is an exception, if it counts", path)
    sites = [Site(path, d.qualified, "", d.line, d.line) for d in odd[:5]]
    observed = f"{odd[0].name} has {'none' if target.wanted else 'one'}" if odd else f"all {len(mine)}"
    return answer(not odd, observed, sites, complete=complete, subject=path)


def _one(target: Target, path: str | None, symbols: Symbols, near: tuple[str, ...]) -> Measurement:
    known = symbols.find(target.name.rpartition(".")[2])
    kinds = {kind for group in _KINDS.values() for kind in group} | {"interface", "type", "enum", "constructor", "constant"}
    places = [p for p in known.places if p.definition.kind in kinds and (path is None or p.path == path)]
    places = [p for p in places if "." not in target.name or p.definition.qualified.endswith(target.name)]
    if not places:
        return blocked(Reason.NO_SUBJECT, f"no {target.name}", target.name)
    documented = {p.definition.docstring for p in places}
    sites = [Site(p.path, target.name, "", p.definition.line, p.definition.line) for p in places]
    if len(documented) > 1:
        return blocked(Reason.AMBIGUOUS, f"{len(places)} definitions of {target.name}, which differ", target.name)
    has = documented == {True}
    return answer(has is target.wanted, "documented" if has else "no documentation", sites, complete=known.complete, subject=target.name)
