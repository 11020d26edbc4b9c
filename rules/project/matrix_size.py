"""How many jobs a workflow's matrix makes: GitHub's product of its axes, less `exclude`, and what `include` adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from verifier.codebase import Codebase
from verifier.knowledge.structured import Malformed, parse_yaml
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_UNITS = frozenset(("entry", "job", "combination", "configuration", "row", "variant", "leg", "cell"))
_MATRIX = re.compile(r"^\W*(?:the\s+)?(?:(?:ci|test|tests|build|job|workflow|github\s+actions)\s+)*matrix\b", re.I)
_HAS = re.compile(r"\b(?:has|have|contains|lists|defines|comprises|consists\s+of|makes|spans|expands\s+to|produces|covers)\b", re.I)
_WORKFLOW = re.compile(r"^\.github/workflows/[^/]+\.ya?ml$")
_MOST = 4096  # combinations that are multiplied out; GitHub makes 256 at most
_COMPARED = 100_000  # entries of `include` and `exclude`, each with every combination


@dataclass(frozen=True, slots=True)
class Target:
    file: str = ""


class MatrixSize(Lookup[Target]):
    """ "The matrix in `tests.yaml` has seven entries", "The CI matrix makes 6 jobs"."""

    name = "matrix-size"
    kinds = ("config",)
    summary = "The one matrix of a workflow makes as many jobs as are told, its `include` and `exclude` counted as GitHub does."
    vocabulary = (
        "@number matrix entry job combination configuration row variant ci test build workflow make contain list define comprise span"
    )
    examples = (
        Example(
            "lists and products",
            "- The matrix in `tests.yml` has two entries\n- The matrix in `tests.yml` has 3 jobs\n"
            "- The matrix in `build.yml` makes 5 jobs\n- The matrix in `build.yml` makes 6 jobs\n",
            {
                ".github/workflows/tests.yml": "jobs:\n  t:\n    strategy:\n      matrix:\n        include:\n          - {python: '3.11'}\n"
                "          - {python: '3.12'}\n",
                ".github/workflows/build.yml": "jobs:\n  b:\n    strategy:\n      matrix:\n        os: [a, b]\n        py: [x, y, z]\n"
                "        exclude:\n          - {os: a, py: z}\n        include:\n          - {os: b, py: z, slow: true}\n",
            },
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.REFUTED, 2, observed="2"),
                Expect("config", V.HOLDS, 3),
                Expect("config", V.REFUTED, 4, observed="5"),
            ),
        ),
        Example(
            "other matrices, and what is worked out when it runs",
            "- The rotation matrix has 9 entries\n- The matrix should have 4 jobs\n",
            {".github/workflows/tests.yml": "jobs:\n  t:\n    strategy:\n      matrix: ${{ fromJSON(needs.a.outputs.m) }}\n"},
            (),
        ),
        Example(
            "left open",
            "- The CI matrix has 3 jobs\n",
            {".github/workflows/tests.yml": "jobs:\n  t:\n    strategy:\n      matrix: ${{ fromJSON(needs.a.outputs.m) }}\n"},
            (Expect("config", V.UNVERIFIABLE, 1),),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        files = list(dict.fromkeys(m.text for m in clause.own(Path)))
        numbers = [q for q in clause.quantities if q.unit in _UNITS and q.stated is not None]
        begins = _MATRIX.match(clause.text)
        if clause.negated or len(numbers) != 1 or len(files) > 1 or begins is None or not _HAS.search(clause.text):
            return
        named = begins[0].lower().split()[:-1]
        if files or set(named) & {"ci", "workflow", "actions"}:
            target = Target(files[0] if files else "")
            named_so = clause.words.span(*begins.span())
            paths = tuple(m.span for m in clause.own(Path))
            yield self.claim(clause, target, subject="CI matrix", claimed=numbers[0].text, quantity=numbers[0], explains=(named_so, *paths))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        paths = [path for path in code.index.entries if _WORKFLOW.match(path)]
        if claim.target.file:
            named = set(code.index.resolve(claim.target.file).matches)
            paths = [path for path in paths if path in named]
        sizes: list[tuple[str, int | None]] = []
        for path in paths:
            try:
                sizes += [(path, _size(matrix)) for matrix in _matrices(parse_yaml(code.snapshot.text(path)))]
            except (Malformed, Unreadable):
                return blocked(Reason.INCOMPLETE, f"{path} could not be read", claim.subject)
        if len(sizes) != 1 or sizes[0][1] is None:
            why = f"{len(sizes)} matrices" if len(sizes) != 1 else "the matrix is worked out when it runs"
            return blocked(Reason.AMBIGUOUS if sizes else Reason.NO_SUBJECT, why, claim.subject)
        path, size = sizes[0]
        assert claim.quantity is not None
        right = claim.quantity.contains(float(size or 0))
        reproduce = f"grep -n -A20 matrix: {arguments(path)}"
        return answer(right, str(size), [Site(path)], reproduce=reproduce, subject=path, detail=f"{size} in {path}")


def _matrices(data: object) -> Iterator[object]:
    jobs = data.get("jobs") if isinstance(data, Mapping) else None
    for job in jobs.values() if isinstance(jobs, Mapping) else ():
        strategy = job.get("strategy") if isinstance(job, Mapping) else None
        if isinstance(strategy, Mapping) and "matrix" in strategy:
            yield strategy["matrix"]


def _size(matrix: object) -> int | None:
    """The jobs of a matrix; None where it is not written out."""
    if not isinstance(matrix, Mapping):
        return None
    axes = {str(name): values for name, values in matrix.items() if name not in ("include", "exclude")}
    added, removed = matrix.get("include", []), matrix.get("exclude", [])
    lists = [*axes.values(), added, removed]
    if not all(isinstance(values, list) for values in lists) or any(
        isinstance(one, str) and "${{" in one for values in lists for one in values
    ):
        return None
    count = 1
    for values in axes.values():
        count *= len(values)
    if count > _MOST or count * (len(added) + len(removed)) > _COMPARED:
        return None
    rows = [dict(zip(axes, row, strict=True)) for row in product(*axes.values())] if axes else []
    rows = [row for row in rows if not any(isinstance(one, Mapping) and _fits(one, row) for one in removed)]
    return len(rows) + sum(1 for one in added if not (isinstance(one, Mapping) and any(_joins(one, row, axes) for row in rows)))


def _fits(part: Mapping[str, object], row: Mapping[str, object]) -> bool:
    return all(row.get(str(name)) == value for name, value in part.items())


def _joins(extra: Mapping[str, object], row: Mapping[str, object], axes: Mapping[str, object]) -> bool:
    """Whether an entry of `include` only adds keys to a job that there is."""
    return all(row[str(name)] == value for name, value in extra.items() if str(name) in axes)
