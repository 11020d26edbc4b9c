"""How many benchmarks a file has: Go's functions `Benchmark...`, and Rust's with `#[bench]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Origin, Path
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .numbers_told import of_a_change

_NAME = re.compile(r"Benchmark(?![a-z])\w*")
_BENCH = re.compile(r"^bench\b")


@dataclass(frozen=True, slots=True)
class Target:
    file: str


class Benchmarks(Lookup[Target]):
    """ "`regexp_test.go`: two tests, two benchmarks"."""

    name = "benchmarks"
    kinds = ("test-count",)
    quotes = False
    summary = "A Go or Rust file has as many benchmarks as the report says."
    vocabulary = "@number benchmark test contain hold define has file function"
    examples = (
        Example(
            "in a list, and in a sentence",
            "- `sky_test.go`: one test, 2 benchmarks\n- `sky_test.go` has three benchmarks\n",
            {
                "sky_test.go": "package sky\n\nfunc TestA(t *testing.T) {}\n\nfunc BenchmarkA(b *testing.B) {}\n\n"
                "func BenchmarkB(b *testing.B) {}\n"
            },
            (Expect("test-count", V.HOLDS, 1), Expect("test-count", V.REFUTED, 2, observed="2")),
            also=("test-counts",),
        ),
        Example(
            "other benchmarks",
            "- `a.py` has 2 benchmarks\n- Beats two benchmarks\n",
            {"a.py": ""},
            (Expect("test-count", V.UNVERIFIABLE, 1),),
        ),
        Example("added ones", "- Added 2 benchmarks to `sky_test.go`\n", {"sky_test.go": "package sky\n"}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        files = {m.text: m for m in clause.all(Path) if m.origin in (Origin.SELF, Origin.ROW, Origin.PARENT)}
        numbers = [q for q in clause.quantities if q.unit == "benchmark" and q.words[-1:] == ("benchmark",) and q.stated is not None]
        if len(files) != 1 or len(numbers) != 1 or of_a_change(clause):
            return
        (file,) = files
        yield self.claim(clause, Target(file), subject=file, claimed=numbers[0].text, span=numbers[0].span, quantity=numbers[0])

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        resolved = code.index.resolve(claim.target.file)
        if resolved.path is None:
            return blocked(Reason.AMBIGUOUS if resolved.matches else Reason.NO_SUBJECT, f"{claim.target.file} is not one file here")
        outline = code.facts.outlines((resolved.path,)).get(resolved.path)
        if not isinstance(outline, Outline) or outline.language not in ("go", "rust"):
            return blocked(Reason.UNSUPPORTED_LANGUAGE, f"benchmarks of {resolved.path} are not told from other code", resolved.path)
        own = [
            one
            for one in outline.definitions
            if (outline.language == "go" and _NAME.fullmatch(one.name)) or any(map(_BENCH.match, one.decorators))
        ]
        assert claim.quantity is not None
        sites = [Site(resolved.path, one.name, "", one.line, one.line) for one in own]
        reproduce = f"grep -cE '^func Benchmark|#\\[bench' {arguments(resolved.path)}"
        detail = f"{len(own)} benchmark{'' if len(own) == 1 else 's'} in {resolved.path}"
        right = claim.quantity.contains(float(len(own)))
        return answer(right, str(len(own)), sites, complete=not outline.errors, reproduce=reproduce, subject=resolved.path, detail=detail)
