"""No import is unused, or one that is named is, as Pyflakes decides it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.linting import violations
from verifier.model import Claim, Measurement
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect

from ..quality.denial import Denied, denied
from .linted import Linted, clean, explained, scopes_of

_UNUSED = re.compile(r"\b(?:unused|unnecessary|redundant|dead) imports?\b", re.I)
_PARTLY = re.compile(r"\b(?:some|most|many|several|few|identified|systematically|obvious|\d+\+?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """Nothing but the scope, which the claim's hints give."""


class UnusedImports(Linted[Target]):
    """ "No unused imports", "Unused imports removed"."""

    name = "unused-imports"
    kinds = ("imports",)
    quotes = False
    summary = "Python that is said to have no unused imports has none that Pyflakes finds, `__init__.py` aside."
    vocabulary = (
        "unused unnecessary redundant dead import remove removed eliminate eliminated clean cleaned found left all any code python file "
        "@none @all @removed"
    )
    examples = (
        Example(
            "none, and some",
            "- No unused imports in `orbit.py`\n- No unused imports in `tilt.py`\n- All unused imports removed from `tilt.py`\n",
            {"orbit.py": "import os\n\nprint(os)\n", "tilt.py": "import os\nimport ast\nimport re\n"},
            (
                Expect("imports", V.HOLDS, 1),
                Expect("imports", V.REFUTED, 2, observed="3 unused imports in 1 of 1 files"),
                Expect("imports", V.REFUTED, 3),
            ),
        ),
        Example(
            "of the file in the heading",
            "`tilt.py` and `orbit.py` are read.\n\n### `orbit.py`\n\n- Removed unused imports\n\n"
            "### `tilt.py`\n\n- Removed unused imports\n",
            {"orbit.py": "import os\n\nprint(os)\n", "tilt.py": "import os\nimport ast\nimport re\n"},
            (Expect("imports", V.HOLDS, 5), Expect("imports", V.REFUTED, 9, observed="3 unused imports in 1 of 1 files")),
        ),
        Example(
            "a list of those that are gone",
            "Removed unused imports:\n\n- `os` of `tilt.py`\n",
            {"tilt.py": "import re\nimport sys\nimport json\n"},
            (),
        ),
        Example(
            "some of them, and what is to be done",
            "- Removed 8 unused imports\n- Remove unused imports\n- Unused imports in `tilt.py`\n- Some unused imports are gone\n",
            {"tilt.py": "import os\nimport ast\nimport re\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        match = _UNUSED.search(clause.text)
        if match is None or _PARTLY.search(clause.statement.text.plain) or denied(clause, *match.span()) is not Denied.ALL:
            return
        if clause.statement.text.plain.rstrip().endswith(":"):
            return  # "Removed unused imports:" over those that were removed
        yield self.claim(clause, Target(), claimed="absent", negated=True, explains=explained(clause, *match.span()))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        return clean(
            scopes_of(claim, code),
            code,
            lambda paths, heeding: violations(code.snapshot, _judged(paths), "F401", (), heeding),
            "F401",
            "unused imports",
        )


def _judged(paths: Sequence[str]) -> Sequence[str]:
    return [path for path in paths if not path.endswith("__init__.py")] or paths[:1]
