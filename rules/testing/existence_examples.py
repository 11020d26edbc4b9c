"""What the rule test-exists makes of small reports."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "a method with a test that is called after it",
        "- ❌ `turn_moon()` - No tests\n- ❌ `turn_sky()` - No tests\n",
        {
            "a.py": "class Orbit:\n    def turn_moon(self): ...\n    def turn_sky(self): ...\n",
            "tests/test_a.py": "from a import Orbit\n\ndef test_turn_moon_twice():\n    Orbit().turn_moon()\n\n\n"
            "def test_all():\n    Orbit().turn_sky()\n",
        },
        (Expect("test-exists", Verdict.REFUTED, 1), Expect("test-exists", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "a folder that has tests of other names",
        "Missing test coverage:\n\n- **CLI commands** (`cmd/`)\n- **Row storage** (`rows/`)\n",
        {
            "cmd/init.go": "package cmd\n",
            "cmd/all_test.go": "package cmd\n\nfunc TestAll(t *testing.T) {}\n",
            "rows/rows.go": "package rows\n",
        },
        (Expect("test-exists", Verdict.UNVERIFIABLE, 3), Expect("test-exists", Verdict.HOLDS, 4)),
        also=("file-exists",),
    ),
    Example(
        "missing tests",
        "## Missing tests for\n\n- `a.py` - no test file found\n- `b.py`\n",
        {"src/a.py": "", "src/b.py": "def f(): pass\n", "tests/test_b.py": "from src.b import f\ndef test_f(): f()\n"},
        (Expect("test-exists", Verdict.HOLDS, 3, "a.py"), Expect("test-exists", Verdict.REFUTED, 4, "b.py")),
    ),
    Example(
        "a test that carries the folder's name, too",
        "- `api/routes/rows.py` - No tests\n",
        {
            "api/routes/rows.py": "def rows(): ...\n",
            "api/rows.py": "def rows(): ...\n",
            "tests/test_rows_routes.py": "def test_rows(): client.get('/rows')\n",
        },
        (Expect("test-exists", Verdict.REFUTED, 1),),
        also=("file-exists",),
    ),
    Example(
        "none at all",
        "- No test files were detected.\n- Tests are missing entirely.\n- No automated tests\n\n"
        "| Area | Status |\n|---|---|\n| Unit tests | ❌ Not found |\n",
        {"a.py": "", "tests/test_a.py": "def test_a(): ...\n"},
        tuple(Expect("test-exists", Verdict.REFUTED, line) for line in (1, 2, 3, 7)),
    ),
    Example(
        "tests of an example, and a program called test among examples",
        "- ✅ Unit tests for `cart.py` (`tests/test_cart.py`)\n- ✅ Unit tests for `till.py` (`test_till.py`)\n",
        {
            "examples/shop/cart.py": "def add(): pass\n",
            "examples/shop/tests/test_cart.py": "from cart import add\ndef test_add(): add()\n",
            "examples/till.py": "def ring(): pass\n",
            "examples/test_till.py": "print(1)\n",
        },
        (
            Expect("test-exists", Verdict.HOLDS, 1, "cart.py"),
            Expect("test-exists", Verdict.HOLDS, 1, "tests/test_cart.py"),
            Expect("test-exists", Verdict.REFUTED, 2, "till.py"),
            Expect("test-exists", Verdict.UNVERIFIABLE, 2, "test_till.py"),
        ),
    ),
    Example(
        "symbols and hooks",
        "- No tests for `parse_row()`\n- No tests for `load()`\n- No unit tests for React hooks\n",
        {"a.py": "def parse_row(): pass\ndef load(): pass\n", "tests/test_a.py": "from a import load\ndef test_load(): load()\n"},
        (Expect("test-exists", Verdict.HOLDS, 1), Expect("test-exists", Verdict.REFUTED, 2), Expect("test-exists", Verdict.HOLDS, 3)),
    ),
    Example(
        "a table of untested files",
        "## Untested files (2 of 9)\n\n| File | Risk |\n|---|---|\n| `a.py` | high |\n| `b.py` | low |\n| `b.py:1-1` | low |\n",
        {"a.py": "", "b.py": "def f(): pass\n", "tests/test_b.py": "from b import f\ndef test_f(): f()\n"},
        (
            Expect("test-exists", Verdict.HOLDS, 5, "a.py"),
            Expect("test-exists", Verdict.REFUTED, 6, "b.py"),
            Expect("test-exists", Verdict.UNVERIFIABLE, 7),
        ),
    ),
    Example(
        "how many are wanted",
        "### Missing tests (9 needed)\n\n- `a.py`: 5 tests (edge cases)\n- `b.py`: 4 tests\n",
        {"a.py": "def f(): pass\n", "b.py": "", "tests/test_a.py": "from a import f\ndef test_f(): f()\n"},
        (),
    ),
    Example(
        "names that many have",
        "- No tests for `billing/service.py`\n- No tests for `dump()`\n",
        {
            "billing/service.py": "",
            "users/service.py": "",
            "out.py": "def dump(): pass\n",
            "tests/test_service.py": "import json\nfrom users.service import x\ndef test_x(): json.dump(x)\n",
        },
        (Expect("test-exists", Verdict.UNVERIFIABLE, 1), Expect("test-exists", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "one case of it",
        "- No tests for `pack()` with wet boxes\n- No tests for the `pack()` function\n\n## Untested\n\n- `pack()` - empty boxes\n"
        "- `seal()` when torn\n",
        {"a.py": "def pack(): ...\ndef seal(): ...\n", "tests/test_a.py": "from a import pack\ndef test_pack(): pack()\n"},
        (
            Expect("test-exists", Verdict.UNVERIFIABLE, 1),
            Expect("test-exists", Verdict.REFUTED, 2),
            Expect("test-exists", Verdict.UNVERIFIABLE, 6),
            Expect("test-exists", Verdict.HOLDS, 7),
        ),
    ),
    Example(
        "a script that is run by hand is no suite",
        "- **Missing tests** - No automated test suite\n",
        {"a.js": "x = 1\n", "test.js": "import './a.js';\nasync function test() { check(); }\ntest().catch(fail);\n"},
        (Expect("test-exists", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "at all",
        "- Unit tests: Not yet implemented\n- Unit tests exist for some components\n",
        {"a.py": "x = 1\n", "tests/test_a.py": "import a\ndef test_x(): assert a.x\n"},
        (Expect("test-exists", Verdict.REFUTED, 1), Expect("test-exists", Verdict.HOLDS, 2)),
    ),
    Example(
        "a part that is tested",
        "| File | Tested? | Gap |\n|---|---|---|\n| `a.py` | Partial | `load` is entirely untested |\n",
        {"a.py": "def load(): pass\n", "tests/test_a.py": "from a import load\ndef test_load(): load()\n"},
        (),
    ),
    Example(
        "a field's value is of the file above it, or of what its heading names",
        "# Audit\n\n## Rows\n\n**File**: `core/rows.py`\n**Tests**: none\n\n## Billing\n\n**Tests**: none\n",
        {"core/rows.py": "", "core/billing.py": "", "tests/test_rows.py": "def test_x(): pass\n"},
        (Expect("test-exists", Verdict.REFUTED, 6), Expect("test-exists", Verdict.UNVERIFIABLE, 10)),
    ),
    Example(
        "the package beside it has tests",
        "- `web/rows.py` - No tests\n- `core/rows.py`: no tests\n",
        {
            "web/rows.py": "",
            "rows/turning.py": "",
            "core/rows.py": "",
            "tests/test_turning.py": "from rows import turning\nfrom core.rows import x\ndef test_x(): pass\n",
        },
        (Expect("test-exists", Verdict.UNVERIFIABLE, 1), Expect("test-exists", Verdict.REFUTED, 2)),
    ),
    Example(
        "a topic",
        "- No tests for billing\n- No tests for security\n- No tests for error handling\n- No tests for row parsing\n",
        {
            "core/security.py": "",
            "tests/test_security.py": "import core.security\ndef test_error(): pass\n",
            "tests/test_row_parsing.py": "def test_x(): pass\n",
        },
        (
            Expect("test-exists", Verdict.HOLDS, 1),
            Expect("test-exists", Verdict.REFUTED, 2),
            Expect("test-exists", Verdict.UNVERIFIABLE, 3),
            Expect("test-exists", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "of lines that end in a list's name, the last leads it",
        "Packages with tests: 1\nPackages without tests: 3 (thin or generated)\nCore packages tested:\n- `core/` - ✅\n",
        {"core/security.py": "", "tests/test_security.py": "import core.security\ndef test_error(): pass\n"},
        (),
    ),
    Example(
        "wishes, grades and results",
        "Add unit tests for `a.py`.\n\nComprehensive test coverage. All tests pass.\n\n## Recommendations\n\n- Unit tests for `a.py`\n",
        {"a.py": ""},
        (),
    ),
)
