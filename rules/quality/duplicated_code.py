"""Whether code stands twice, where it is said that none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.english.lexis import table
from verifier.reading.says.words import Sort, words_of
from verifier.repository.kinds import is_source, is_test
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .clones import LINES, TooMuch, clones

_TWICE = frozenset("duplicate duplicated duplicates duplication repeated".split())
_CODE = frozenset("code logic function functions method methods implementation implementations block blocks".split())
_NONE = table("denial")["no"] | table("denial")["not"] | {"zero", "0"}
_LARGEST = 1_000_000  # bytes of a file that is compared
_SHOWN = 3

_LANDING = (
    "def land(rows):\n    total = 0\n    for row in rows:\n        if row.open:\n            total += row.amount\n"
    "        elif row.late:\n            total -= row.fee\n        else:\n            log(row)\n            notify(row.owner)\n"
    "            queue(row.id)\n    return total\n"
)
_AGAIN = "import os\n\n\n" + _LANDING.replace("    total = 0", "    # sum\n    total = 0")


@dataclass(frozen=True, slots=True)
class Target:
    pass


class DuplicatedCode(Lookup[Target]):
    """ "No duplicate code", "Zero code duplication"."""

    name = "duplicated-code"
    kinds = ("duplication",)
    scoped = True
    quotes = False
    summary = "Where no code is said to be duplicated, no ten lines of it stand twice outside tests; that there are none proves nothing."
    vocabulary = "duplicate duplicated duplication repeated code logic function method implementation block @none"
    examples = (
        Example(
            "the same lines in two files",
            "- No duplicate code\n",
            {"land.py": _LANDING, "dock.py": _AGAIN, "rise.py": "x = 1\n"},
            (Expect("duplication", V.REFUTED, 1),),
        ),
        Example(
            "tests, and rows of a table",
            "- No duplicated code\n",
            {"land.py": "ROWS = [\n" + "    'a',\n" * 40 + "]\n", "tests/test_a.py": _LANDING, "tests/test_b.py": _LANDING},
            (Expect("duplication", V.UNVERIFIABLE, 1),),
        ),
        Example(
            "in a file that has none",
            "- No code duplication in `rise.py`\n",
            {"land.py": _LANDING, "dock.py": _AGAIN, "rise.py": "x = 1\n"},
            (Expect("duplication", V.UNVERIFIABLE, 1),),
        ),
        Example(
            "other duplicates",
            "- No duplicate rows\n- Duplicate code is found\n- Avoid duplicate code\n- Duplicated and unused helper code\n",
            {"land.py": _LANDING},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        lowers = [word.lower for word in words_of(clause.words) if word.sort in (Sort.WORD, Sort.NUMBER)]
        first = next((at for at, word in enumerate(lowers) if word in _TWICE), None)
        if first is None or not set(lowers) & _CODE:
            return
        if any(word in _NONE for word in lowers[:first]) or lowers[-1] in _NONE:
            yield self.claim(clause, Target(), claimed="none", negated=True, explains=tuple(m.span for m in clause.own(Path)))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        paths = [path for path in scope.files_in(code.index) if is_source(path) and (claim.hints.paths or not is_test(path))]
        texts: dict[str, str] = {}
        for path in paths:
            try:
                texts[path] = code.snapshot.text(path) if code.index.entries[path].size <= _LARGEST else ""
            except Unreadable:
                continue
        try:
            found = list(clones(texts))
        except TooMuch:
            return blocked(Reason.TOO_LARGE, f"{scope.label} has more lines than are compared", scope.label)
        if not found:
            return blocked(Reason.NOT_PROVABLE, f"no {LINES} lines stand twice in {scope.label}; fewer may", scope.label)
        found.sort(key=lambda one: -one.lines)
        places = [place for one in found[:_SHOWN] for place in (one.first, one.second)]
        sites = [Site(place.path, "", "", place.line, place.end_line) for place in places]
        first, second = found[0].first, found[0].second
        observed = f"{found[0].lines} lines of {first.path}:{first.line} stand again at {second.path}:{second.line}"
        more = f", and {len(found) - 1} more such places" if len(found) > 1 else ""
        shown = [f"sed -n {place.line},{place.end_line}p {arguments(place.path)}" for place in (first, second)]
        reproduce = "; ".join(shown)
        return answer(False, observed, sites, reproduce=reproduce, subject=scope.label, detail=observed + more)
