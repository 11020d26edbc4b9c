"""Imports are sorted and grouped, as isort does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.linting import Violation, violations
from verifier.model import Claim, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Mark, Role
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import blocked

from .linted import Linted, clean, explained, scopes_of

_SORTED = re.compile(
    r"\bimports?\b[\w\s,/&-]{0,40}\b(?:sort(?:ed|ing)|organi[sz](?:ed|ation)|group(?:ed|ing)|order(?:ed|ing)|alphabeti[sz]ed)\b"
    r"|\b(?:sorted|organi[sz]ed|grouped|ordered|alphabeti[sz]ed)(?:,? (?:and|&) \w+)? imports?\b"
    r"|\bisort[- ](?:compliant|formatted|clean)\b",
    re.I,
)
_OF_A_TOOL = re.compile(r"\bisort\b", re.I)
_PARTLY = re.compile(
    r"\b(?:most(?:ly)?|largely|generally|mainly|partly|some|improv\w+|minor|poor\w*|bad\w*|dis\w+|un\w+|inconsisten\w+|issues?|problems?|dynamic|lazy"
    r"|needs?|could|exports?|circular|sections?|typescript|javascript|eslint|sql|data|csv|files?)\b",
    re.I,
)
# Ways to sort that projects choose: a file that fits one is sorted.
_WAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("lint.isort.force-sort-within-sections=true",),
    ("lint.isort.order-by-type=false",),
    ("lint.isort.lines-after-imports=2",),
)


@dataclass(frozen=True, slots=True)
class Target:
    """`tool`: it is said what sorts them ("isort for import sorting"), which may be set up and not run."""

    tool: bool = False


class ImportOrder(Linted[Target]):
    """ "Organized imports", "Imports are sorted and grouped", "Consistent import sorting"."""

    name = "import-order"
    kinds = ("imports",)
    quotes = False
    summary = "Python's imports that are said to be sorted or grouped are so as isort would sort them, in one of the usual ways."
    vocabulary = (
        "import sorted sorting sort organized organised organization grouped grouping group ordered ordering order alphabetized "
        "alphabetical clean cleanly "
        "consistent consistently compliant compliance proper properly "
        "well all every python according pep 8 isort module statement formatting "
        "formatted @all"
    )
    examples = (
        Example(
            "sorted, and not sorted",
            "- Imports are sorted in `orbit.py`\n- Clean, organized imports in `tilt.py`\n- `orbit.py` has grouped imports\n",
            {
                "orbit.py": "import ast\nimport os\n\nprint(ast, os)\n",
                "tilt.py": "import os\nimport ast\n\nif os:\n    import sys\n    import re\n    import json\n"
                "try:\n    import zlib\n    import abc\n"
                "except ImportError:\n    pass\n",
            },
            (Expect("imports", V.HOLDS, 1), Expect("imports", V.REFUTED, 2), Expect("imports", V.HOLDS, 3)),
        ),
        Example(
            "told of what would sort them",
            "- isort for import sorting\n- Consistent import organization\n",
            {
                "tilt.py": "import os\nimport ast\n\nif os:\n    import sys\n    import re\n"
                "try:\n    import zlib\n    import abc\nexcept ImportError:\n    pass\n"
            },
            (Expect("imports", V.UNVERIFIABLE, 1), Expect("imports", V.REFUTED, 2)),
        ),
        Example(
            "other things that are imported, and wishes",
            "- The import of sorted data is slow\n- Imports should be sorted\n- Disorganized imports\n- Import sorting needs work\n"
            "- Import organization\n",
            {"tilt.py": "import os\nimport ast\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        match = _SORTED.search(clause.text)
        if match is None or clause.negated or _PARTLY.search(clause.text):
            return
        bare = match[0].strip() == clause.text.strip() and match[0].lower().endswith(("ing", "ion"))
        if bare and clause.statement.mark is not Mark.YES and not _praised(clause):
            return  # "Import organization": a matter, of which nothing is said
        yield self.claim(
            clause,
            Target(match[0].lower().endswith("sorting") and bool(_OF_A_TOOL.search(clause.text))),
            claimed="sorted",
            explains=explained(clause, *match.span()),
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        found = clean(
            scopes_of(claim, code), code, lambda paths, heeding: _unsorted(code, paths, heeding), "I001", "blocks of imports out of order"
        )
        if claim.target.tool and found.readings and not found.readings[0].value:
            return blocked(Reason.AMBIGUOUS, found.detail or str(found.readings[1].value), found.subject)
        return found


def _praised(clause: Clause) -> bool:
    roles = {clause.context.lead_in_role, *(section.role for section in clause.context.sections[-1:])}
    return Role.STRENGTHS in roles


def _unsorted(code: Codebase, paths: Sequence[str], heeding: bool) -> list[Violation]:
    """The blocks of the files that are sorted in none of the usual ways."""
    left: list[Violation] | None = None
    for settings in _WAYS:
        asked = paths if left is None else sorted({one.path for one in left})
        told = list(violations(code.snapshot, asked, "I001", settings, heeding))
        files = {one.path for one in told}
        left = told if left is None else [one for one in left if one.path in files]
        if not left:
            break
    return left or []
