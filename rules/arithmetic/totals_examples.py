"""Examples of the rule `table-totals`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

from .redone import KIND

EXAMPLES = (
    Example(
        "totals that fit each other",
        "| Part | Tests | Good | Bad |\n|---|---|---|---|\n| Moon | 7 | 3 | 4 |\n| Sun | 6 | 6 | 0 |\n| **Total** | 12 | 8 | 4 |\n",
        {},
        (*(Expect(KIND, Verdict.DOUBTFUL, 5) for _ in range(2)), Expect(KIND, Verdict.HOLDS, 5)),
    ),
    Example(
        "total row",
        "| Shelf | Parcels |\n|---|---|\n| left | 10 |\n| right | 5 |\n| **Total** | **15** |\n",
        {},
        (Expect(KIND, Verdict.HOLDS, 5),),
    ),
    Example(
        "a total of more than the table",
        "| Shelf | Parcels |\n|---|---|\n| left | 10 |\n| right | 5 |\n| **Total** | **150** |\n",
        {},
        (Expect(KIND, Verdict.DOUBTFUL, 5),),
    ),
    Example(
        "the total of a total column, over rows of which some are told otherwise",
        "| Shelf | Large | Small | Total |\n|---|---|---|---|\n| left | 1 | 2 | 3 |\n| right | 2 | 2 | 4 |\n| back | 3→0 | 2 | 5 |\n"
        "| **Totals** | 3 | 6 | **12** |\n",
        {},
        (
            Expect(KIND, Verdict.HOLDS, 3),
            Expect(KIND, Verdict.HOLDS, 4),
            Expect(KIND, Verdict.HOLDS, 6, claimed="3"),
            Expect(KIND, Verdict.HOLDS, 6, claimed="12"),
            Expect(KIND, Verdict.HOLDS, 6, claimed="6"),
        ),
    ),
    Example(
        "total row, wrong",
        "| Shelf | Parcels |\n|---|---|\n| left | 1,010 |\n| right | 5 |\n| Total | 1,025 |\n",
        {},
        (Expect(KIND, Verdict.REFUTED, 5, observed="1,015 (sum of the rows)"),),
    ),
    Example(
        "total column",
        "| Area | High | Low | Total |\n|---|---|---|---|\n| north | 1 | 2 | 3 |\n| south | 2 | 2 | 4 |\n| west | 5 | 1 | 7 |\n",
        {},
        (
            Expect(KIND, Verdict.HOLDS, 3),
            Expect(KIND, Verdict.HOLDS, 4),
            Expect(KIND, Verdict.REFUTED, 5),
        ),
    ),
    Example(
        "a total below",
        "| File | Lines | Tests |\n|---|---|---|\n| a.js | 2 | 1 |\n| b.js | 3 | 4 |\n\n**Total:** 9 lines, 5 tests\n\n"
        "| Area | Files |\n|---|---|\n| left | 2 |\n| right | 3 |\n\nTotal: 5\n\n"
        "| Area | Files |\n|---|---|\n| left | 2 |\n| right | 3 |\n\nTotal effort: 9 hours. Total files in the project: 80.\n",
        {"a.js": "1\n2\n", "b.js": "1\n2\n3\n"},
        (
            Expect(KIND, Verdict.REFUTED, 6, claimed="9 lines", observed="5 (sum of the rows)"),
            Expect(KIND, Verdict.HOLDS, 6, claimed="5 tests"),
            Expect(KIND, Verdict.HOLDS, 13),
        ),
    ),
    Example(
        "rows of a selection",
        "| Top files | Lines |\n|---|---|\n| first | 10 |\n| second | 5 |\n| Total | 900 |\n",
        {},
        (),
    ),
)
