"""Whether a function or class has a docstring or documentation comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, bare, slots_of, slotted
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_DOC = r"(?:doc-?strings?|doc(?:umentation)?\s+comments?|(?:JSDoc|TSDoc|Javadoc)(?:\s+comments?)?)"
_ONE = re.compile(
    rf"^(?:(?P<file>{SLOT})\s*[:–—-]\s*|in\s+(?P<file2>{SLOT}),?\s+)?(?:(?:the\s+)?(?:function|method|class)\s+)?(?P<name>{SLOT})\s+"
    rf"(?:(?P<no>lacks|is\s+missing|misses|has\s+no|does\s+not\s+have|doesn't\s+have|comes\s+without|is\s+without)|has|carries|comes\s+with)\s+(?:a\s+|an\s+|any\s+)?{_DOC}(?P<tail>.*)$",
    re.I,
)
_NAMES = rf"(?P<names>{SLOT}(?:(?:,\s*|\s+and\s+|,\s+and\s+){SLOT}){{0,9}})"
_IN = rf"(?:\s+(?:\(|in\s+|of\s+)(?P<file>{SLOT})\)?)?"
_SEVERAL = tuple(
    re.compile(rf"^(?:still\s+|also\s+)?{pattern}$", re.I)
    for pattern in (
        rf"(?:the\s+)?{_NAMES}{_IN}\s+(?:has|have)\s+no\s+{_DOC}",
        rf"(?:no|missing|without(?:\s+an?)?)\s+{_DOC}\s+(?:on|for|of|in|at)\s+{_NAMES}{_IN}",
        rf"(?:no|missing|without(?:\s+an?)?)\s+{_DOC}(?:\s+in\s+(?P<file>{SLOT}))?\s*[:–—-]\s*{_NAMES}",
        rf"{_NAMES}{_IN}\s*[:–—-]\s*(?:no|missing|lacks|has\s+no)\s+(?:an?\s+)?{_DOC}",
    )
)
_KINDS = frozenset("function method component hook class interface type enum constructor constant".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    file: str = ""
    name: str
    wanted: bool = True  # there is to be one


class Docstrings(Lookup[Target]):
    """ "`turn` has a docstring", "`tilt.ts`: `lean` lacks a doc comment"."""

    name = "docstrings"
    kinds = ("docstrings",)
    summary = "The function or class that is named has documentation of its own, or has none."
    vocabulary = "docstring doc comment documentation lack miss carry function method class"
    examples = (
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
        Example(
            "in other words",
            "- `lean` in `tilt.ts` has no docstring\n- No docstring on `fall`\n- No docstring: `fall`, `lean`\n"
            "- `lean()`: missing docstring\n- Still without a docstring in `tilt.ts`: `fall`.\n",
            {"tilt.ts": "/** Lean over. */\nexport function lean() {}\n\nexport function fall() {}\n"},
            (
                Expect("docstrings", V.REFUTED, 1, "lean"),
                Expect("docstrings", V.HOLDS, 2, "fall"),
                Expect("docstrings", V.HOLDS, 3, "fall"),
                Expect("docstrings", V.REFUTED, 3, "lean"),
                Expect("docstrings", V.REFUTED, 4, "lean"),
                Expect("docstrings", V.HOLDS, 5, "fall"),
            ),
        ),
        Example("a wish", "`turn` should have a docstring.\n", {"orbit.py": ""}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        if (match := _ONE.match(slots.text)) and not slots.continues(match):
            slot = match["file"] or match["file2"]
            file, name = slots.name(slot) if slot else "", slots.name(match["name"]).removesuffix("()")
            if name not in paths and (not file or file in paths) and re.fullmatch(r"[A-Za-z_$][\w.$]*", name):
                target, explains = Target(file=file, name=name, wanted=not match["no"]), slots.taken(match)
                yield self.claim(clause, target, subject=name, claimed="docstring", negated=not target.wanted, explains=explains)
                return
        yield from self._several(clause)

    def _several(self, clause: Clause) -> Iterator[Claim[Target]]:
        """ "No docstring on `turn` in `orbit.py`", "Without a docstring: `turn`, `tilt`"."""
        if clause.position:
            return
        words = bare(clause.statement.text)
        slots = slotted(words, words.codes)
        key = f"{clause.context.key}: " if clause.context.key and clause.context.key not in words.plain else ""
        match = next((match for pattern in _SEVERAL if (match := pattern.match(key + slots.text))), None)
        if match is None:
            return
        file = slots.name(match["file"]) if match["file"] else ""
        named = [slots.name(name).removesuffix("()") for name in re.findall(SLOT, match["names"])]
        paths = {mention.text for mention in clause.own(Path)}
        if all(re.fullmatch(r"[A-Za-z_$][\w.$]*", name) and name not in paths for name in named):
            for name in named:
                target = Target(file=file, name=name, wanted=False)
                whole = (words.span(0, len(words.plain)),)
                yield self.claim(clause, target, subject=name, claimed="docstring", negated=True, explains=whole)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        path = code.index.resolve(target.file).path if target.file else None
        if target.file and path is None:
            return blocked(Reason.NO_SUBJECT, f"{target.file} is not one file here", target.file)
        return _one(target, path, symbols)


def _one(target: Target, path: str | None, symbols: Symbols) -> Measurement:
    known = symbols.find(target.name.rpartition(".")[2])
    places = [p for p in known.places if p.definition.kind in _KINDS and (path is None or p.path == path)]
    places = [p for p in places if "." not in target.name or p.definition.qualified.endswith(target.name)]
    if not places:
        return blocked(Reason.NO_SUBJECT, f"no {target.name}", target.name)
    documented = {p.definition.docstring for p in places}
    sites = [Site(p.path, target.name, "", p.definition.line, p.definition.line) for p in places]
    if len(documented) > 1:
        return blocked(Reason.AMBIGUOUS, f"{len(places)} definitions of {target.name}, which differ", target.name)
    has = documented == {True}
    return answer(has is target.wanted, "documented" if has else "no documentation", sites, complete=known.complete, subject=target.name)
