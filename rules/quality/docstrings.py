"""Whether a function or class has a docstring or documentation comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, bare, slots_of, slotted
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .one_definition import IN_FILE, NAME, Named, defined, lacking, named_below, named_in, sites_of

_DOC = r"(?:doc-?strings?|doc(?:umentation)?\s+comments?|(?:JSDoc|TSDoc|Javadoc)(?:\s+comments?)?)"
_ONE = re.compile(
    rf"^{IN_FILE}\s+"
    rf"(?:(?P<no>lacks|is\s+missing|misses|has\s+no|does\s+not\s+have|doesn't\s+have|comes\s+without|is\s+without)|has|carries|comes\s+with)"
    rf"\s+(?:a\s+|an\s+|any\s+)?{_DOC}(?P<tail>.*)$",
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
_LACKING = lacking(
    r"(?:functions?|methods?|classes|hooks|components|definitions|symbols|APIs?)(?:(?:\s*/\s*|\s+and\s+|\s+or\s+)(?:functions?|methods?|classes))?",
    _DOC,
)
_KINDS = frozenset("function method component hook class interface type enum constructor constant".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    named: Named
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
        Example(
            "listed below a heading that says it of each",
            "### Public functions without docstrings\n\n- `tilt.ts:2` - `lean()`\n- `tilt.ts:4` - `fall()` (nested)\n- `rise()`\n\n"
            "Missing docstrings:\n- `lean` in `tilt.ts`\n\n### Functions with docstrings\n\n- `fall`\n",
            {"tilt.ts": "/** Lean over. */\nexport function lean() {}\n\nexport function fall() {}\n"},
            (
                Expect("docstrings", V.REFUTED, 3, "lean"),
                Expect("docstrings", V.HOLDS, 4, "fall"),
                Expect("docstrings", V.UNVERIFIABLE, 5, "rise"),
                Expect("docstrings", V.REFUTED, 8, "lean"),
            ),
        ),
        Example("a wish", "`turn` should have a docstring.\n", {"orbit.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        yield from super().recognise(clause)
        for named, item, _ in named_below(clause, _LACKING):
            target = Target(named=named, wanted=False)
            yield self.claim(clause, target, subject=named.name, claimed="docstring", text=item.text, negated=True, explains=item.taken)

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        if (match := _ONE.match(slots.text)) and not slots.continues(match) and (named := named_in(clause, slots, match)):
            target, explains = Target(named=named, wanted=not match["no"]), slots.taken(match)
            yield self.claim(clause, target, subject=named.name, claimed="docstring", negated=not target.wanted, explains=explains)
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
        if all(NAME.fullmatch(name) and name not in paths for name in named):
            for name in named:
                target = Target(named=Named(file=file, name=name), wanted=False)
                whole = (words.span(0, len(words.plain)),)
                yield self.claim(clause, target, subject=name, claimed="docstring", negated=True, explains=whole)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, named = claim.target, claim.target.named
        found = defined(named, _KINDS, code)
        if isinstance(found, Measurement):
            return found
        places, known = found
        documented = {p.definition.docstring for p in places}
        if len(documented) > 1:
            return blocked(Reason.AMBIGUOUS, f"{len(places)} definitions of {named.name}, which differ", named.name)
        has, sites = documented == {True}, sites_of(named, places)
        told = "documented" if has else "no documentation"
        return answer(has is target.wanted, told, sites, complete=known.complete, subject=named.name)
