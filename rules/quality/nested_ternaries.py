"""Whether conditional expressions stand within branches of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Path
from verifier.reading.english.lexis import denies
from verifier.reading.says.words import Sort, words_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_LANGUAGES = frozenset(("python", "javascript", "typescript", "tsx"))


@dataclass(frozen=True, slots=True)
class Target:
    pass


class NestedTernaries(Lookup[Target]):
    """ "No nested ternaries"."""

    name = "nested-ternaries"
    kinds = ("nested-ternary",)
    scoped = True
    summary = "No conditional expression is a branch of another one, as ESLint's no-nested-ternary counts, in Python or JavaScript."
    vocabulary = "nested ternary ternaries conditionals operator code @none"
    examples = (
        Example(
            "none, and some",
            "- No nested ternaries in `orbit.ts`\n- No nested ternaries in `tilt.tsx`\n- Zero nested conditionals in `lean.py`\n",
            {
                "orbit.ts": "const a = b ? 1 : 2\nconst c = (b ? d : e) ? 1 : 2\n",
                "tilt.tsx": "const a = b\n  ? 1\n  : (c ? 2 : 3)\n",
                "lean.py": "x = 1 if a else 2 if b else 3\n",
            },
            (
                Expect("nested-ternary", V.HOLDS, 1),
                Expect("nested-ternary", V.REFUTED, 2, observed="1 in 1 file"),
                Expect("nested-ternary", V.REFUTED, 3, observed="1 in 1 file"),
            ),
        ),
        Example(
            "advice, and ternaries as such",
            "Avoid nested ternaries. There are no ternaries in `a.ts`.\n",
            {"a.ts": "const a = b ? 1 : 2\n"},
            (),
        ),
        Example(
            "another language",
            "- No nested ternaries in `a.c`\n",
            {"a.c": "int a = b ? 1 : c ? 2 : 3;\n"},
            (Expect("nested-ternary", V.UNVERIFIABLE, 1),),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        lowers = [word.lower for word in words_of(clause.words) if word.sort in (Sort.WORD, Sort.NUMBER)]
        pairs = set(pairwise(lowers))
        told = {("nested", "ternaries"), ("nested", "ternary"), ("nested", "conditionals")} & pairs
        if told and (any(denies(word) for word in lowers) or lowers[0] in ("zero", "0")):
            yield self.claim(clause, Target(), claimed="none", negated=True, explains=tuple(m.span for m in clause.own(Path)))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = [path for path in scope.files_in(code.index, _LANGUAGES) if claim.hints.paths or not is_test(path)]
        if not files:
            return blocked(Reason.NO_SUBJECT, f"no Python or JavaScript in {scope.label}", scope.label)
        facts = code.facts.nested_ternaries(files)
        unread = [path for path, one in facts.items() if isinstance(one, Failure)]
        sites = [
            Site(path, "", one.code, one.line, one.line) for path, found in facts.items() if not isinstance(found, Failure) for one in found
        ]
        if unread and not sites:
            return blocked(Reason.INCOMPLETE, f"{unread[0]} could not be read", scope.label)
        number = len({site.path for site in sites})
        told = f"{len(sites)} in {number} {in_number('file', number)}" if sites else "none"
        reproduce = f"sed -n {max(1, sites[0].line - 2)},{sites[0].line}p {arguments(sites[0].path)}" if sites else ""
        detail = f"{told}, in {scope.label}" + (f"; the first at {sites[0].path}:{sites[0].line}" if sites else "")
        return answer(not sites, told, sites, reproduce=reproduce, subject=scope.label, detail=detail)
