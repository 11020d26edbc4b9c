"""Examples of the rule `told-of-file`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "tests in other words",
        "## `tests/test_rows.py`\n\n- Dropping of doubled rows\n- Rows arriving out of order\n- Refund of lost rows\n",
        {"tests/test_rows.py": "class TestRows:\n"
            "    def test_doubled_rows_are_dropped(self): ...\n    def test_out_of_order_rows(self): ...\n"},
        (
            Expect("test-exists", Verdict.HOLDS, 3),
            Expect("test-exists", Verdict.HOLDS, 4),
            Expect("test-exists", Verdict.UNVERIFIABLE, 5),
        ),
    ),
    Example(
        "functions in other words",
        "## Store (`store.py`)\n\n- Row merging\n- Notification of the receiver\n- Weighing of rows\n"
        "\n### `RowStore`\n\n- Merges rows\n",
        {"store.py": "class RowStore:\n    def merge_rows(self): ...\n    def _notify_receiver(self): ...\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 3),
            Expect("symbol-exists", Verdict.HOLDS, 4),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),
            Expect("symbol-exists", Verdict.HOLDS, 9),
        ),
    ),
    Example(
        "a function in a heading",
        "## Store (`store.py`)\n\n### New: `pack(hold)`\n\n- Merging of rows\n\n### Changed: `merge(rows)`\n\n- Merging of rows\n",
        {"store.py": "def pack(hold):\n    return hold\n\ndef merge(rows):\n    return [merging for merging in rows]\n"},
        (Expect("symbol-exists", Verdict.UNVERIFIABLE, 5), Expect("symbol-exists", Verdict.HOLDS, 9)),
    ),
    Example(
        "what is behind a file's name",
        "## Modules\n\n- `store.py` - merging of rows and notification of receivers\n",
        {"store.py": "def merge_rows(): ...\ndef notify_receiver(): ...\n"},
        (Expect("symbol-exists", Verdict.HOLDS, 3), Expect("symbol-exists", Verdict.HOLDS, 3)),
        also=("file-exists",),
    ),
    Example(
        "words that stand together, a list, and what a function does",
        "## Store (`store.py`)\n\n- Silent row merging (40 rows)\n- Loud row merging (90 rows)\n- States (full, empty)\n"
        "- States (full, burning)\n\n## Modules\n\n- `pack_rows()` - Stores rows in a hold\n- `pack_rows()` - Burns rows in a fire\n",
        {"store.py": "MODES = ('full', 'empty')\n\ndef pack_rows(hold):\n    return hold.merge(silent=True, rows=40)\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 3),
            Expect("symbol-exists", Verdict.HOLDS, 4, "row merging"),  # and not "loud"
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),
            Expect("symbol-exists", Verdict.HOLDS, 5),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 6),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 6),
            Expect("symbol-exists", Verdict.HOLDS, 10),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 11),
        ),
    ),
    Example(
        "plain lists",
        "## Modules\n\n- `store.py`\n  - Weight, length, moon phase\n  - Weight, length, fire\n  - Grade (gold/silver/tin)\n",
        {"store.py": "def weigh(row):\n    return row.weight, row.length, row.moon_phase, ('gold', 'silver', 'tin')\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 4),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),
            Expect("symbol-exists", Verdict.HOLDS, 6),
        ),
        also=("file-exists",),
    ),
    Example(
        "short forms",
        "## Modules\n\n- `store.py` - synchronization of references\n",
        {"store.py": "def sync_refs(): ...\n"},
        (Expect("symbol-exists", Verdict.HOLDS, 3),),
        also=("file-exists",),
    ),
    Example(
        "titles",
        "`rows.test.ts` covers:\n\n- Rejection of empty rows\n",
        {"rows.test.ts": "describe('rows', () => { it('rejects an empty row', () => {}); });\n"},
        (Expect("test-exists", Verdict.HOLDS, 3),),
    ),
    Example(
        "sections of a document",
        "## `guide.md`\n\n- Troubleshooting section and rows\n- Running the rows\n- Security model\n",
        {"guide.md": "# Guide\n\n## Running rows\n\n## Troubleshooting\n\n### Errors\n"},
        (
            Expect("other", Verdict.HOLDS, 3),
            Expect("other", Verdict.HOLDS, 3),
            Expect("other", Verdict.HOLDS, 4),
            Expect("other", Verdict.UNVERIFIABLE, 5),
        ),
    ),
    Example(
        "another word in the place of one",
        "`test_rows.py` covers:\n\n- Different ships produce different rows\n- Different crews produce different rows\n",
        {"test_rows.py": "def test_different_crews_produce_different_rows(): ...\n"},
        (Expect("test-exists", Verdict.UNVERIFIABLE, 3), Expect("test-exists", Verdict.HOLDS, 4)),
    ),
    Example(
        "what a lead-in denies",
        "## Store (`store.py`)\n\nIt does not do two more things:\n\n- Row merging\n\nIt does two more things:\n\n- Row merging\n",
        {"store.py": "def merge_rows(): ...\n"},
        (Expect("symbol-exists", Verdict.HOLDS, 9),),
    ),
    Example(
        "faults and wishes",
        "## Problems in `store.py`\n\n- Row merging\n\n## Store (`store.py`)\n\n- Unused row merging\n- No row merging\n",
        {"store.py": "def merge_rows(): ...\n"},
        (),
    ),
)  # fmt: skip
