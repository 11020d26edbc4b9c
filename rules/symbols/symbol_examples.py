"""Reports, small repositories, and what the rule about names says of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

_SOURCE = (
    "import json\n\nclass UserService:\n    def get_user(self, key):\n        return self._load_row(key)\n\ndef helper_task():\n    pass\n"
)


EXAMPLES = (
    Example(
        "what is denied is that it is called",
        "- No `deleteRows()` calls found before the save\n- No `deleteRows()` function\n",
        {"a.ts": "export function deleteRows() {}\n"},
        (Expect("symbol-exists", Verdict.REFUTED, 2),),
    ),
    Example(
        "code that is said to be of a file that is not there",
        "The turn:\n\n```python\n# src/moon.py\ndef turn_moon(by):\n    ...\n```\n",
        {"src/sky.py": "def turn_moon(by): ...\n"},
        (Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),),
        also=("file-exists", "signature"),
    ),
    Example(
        "what all of a sort are said to use, what is called in a block, and a field of that name",
        "- All endpoints now use `helper_task()`\n- `helper_task()` helps\n\n## Status\n\n"
        "```python\nrow = load_lake(key)\nhelper_task()\n```\n",
        {"a.py": _SOURCE, "b.py": "class Job:\n    load_lake: bool = True\n", "c.yml": "helper_lake:\n  x: 1\n"},
        (
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 1),
            Expect("symbol-exists", Verdict.HOLDS, 2),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 7),
            Expect("symbol-exists", Verdict.HOLDS, 8),
        ),
    ),
    Example(
        "rows that compare two products",
        "| Tool | full | lite |\n|---|---|---|\n| `SendRow` | ✅ | ❌ |\n| `KeepRow` | ✅ | ✅ |\n",
        {"a.py": "class SendRow:\n    pass\n\nclass KeepRow:\n    pass\n"},
        (Expect("symbol-exists", Verdict.HOLDS, 4, "KeepRow"),),
    ),
    Example(
        "a column of what is replaced, and a function that is only imported",
        "| Part | Replaces |\n|---|---|\n| `RowStore` | `OldStore` |\n\n- `keep_row()` keeps rows\n- `send_row()` sends rows\n"
        "- `RowStore` classes keep rows\n",
        {"a.py": "from .hold import (\n    keep_row,\n    send_row,\n)\n\nclass RowStore:\n    pass\n\nrows = send_row(1)\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 3, "RowStore"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 5, "keep_row"),
            Expect("symbol-exists", Verdict.HOLDS, 6, "send_row"),
            Expect("symbol-exists", Verdict.HOLDS, 7, "RowStore", "class present"),
        ),
    ),
    Example(
        "what a key or a heading says is missing, and what is told of the product or of tests",
        "**Functions missing**: `drop_row`, `lose_row`\n\n- **Missing functions** - `drop_row()`, `lose_row()` not exported\n\n"
        "## Functions missing\n\n**Functions**: `drop_row`\n\n## Tests\n\n- The `keep_row()` method is tested\n",
        {
            "api.go": "package api\n\ntype Reply struct {\n\tkeep_row string\n}\n",
            "store.go": "package api\n\nfunc (s *Store) keep_row() error {\n\treturn nil\n}\n\nfunc drop_row() {}\n",
            "tests/fakes.go": "package tests\n\nfunc keep_row() {}\n",
        },
        (
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 1, "drop_row"),
            Expect("symbol-exists", Verdict.HOLDS, 1, "lose_row", "symbol absent"),
            Expect("symbol-exists", Verdict.HOLDS, 11, "keep_row", observed="defined at store.go:3"),
        ),
    ),
    Example(
        "used where it is said to be defined",
        "- `RowStore` is defined in `b.py`\n- `RowStore` is defined in `a.py`\n- `RowStore` (`b.py`) keeps rows\n",
        {"a.py": "class RowStore:\n    pass\n", "b.py": "from a import RowStore\n\nrows = RowStore()\n"},
        (
            Expect("symbol-exists", Verdict.REFUTED, 1),
            Expect("symbol-exists", Verdict.HOLDS, 2),
            Expect("symbol-exists", Verdict.HOLDS, 3),
        ),
    ),
    Example(
        "present, misplaced and missing",
        "- `UserService` handles users\n- `UserService.get_user()` is in `a.py`\n- `helper_task()` is defined in `b.py`\n- The "
        "function `drop_user()` deletes rows\n",
        {"a.py": _SOURCE, "b.py": "x = 1\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 1, "UserService"),
            Expect("symbol-exists", Verdict.HOLDS, 2, "UserService.get_user"),
            Expect("symbol-exists", Verdict.REFUTED, 3, "helper_task"),
            Expect("symbol-exists", Verdict.REFUTED, 4, "drop_user"),
        ),
    ),
    Example(
        "said to be absent",
        "No `AdminService` class.\n\n`helper_task()` does not exist.\n",
        {"a.py": _SOURCE},
        (Expect("symbol-exists", Verdict.HOLDS, 1, "AdminService"), Expect("symbol-exists", Verdict.REFUTED, 3, "helper_task")),
    ),
    Example(
        "a name that stands only in notes, or in what was left behind",
        "- `scan_rows()` reads rows\n- `sort_rows()` sorts rows\n- The `keep_rows` field keeps rows\n",
        {
            "notes.json": '{"tools": ["scan_rows"]}',
            "_archive/old.py": "sort_rows()\n",
            "settings.json": '{"keep_rows": 4}',
        },
        (
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 1, "scan_rows"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 2, "sort_rows"),
            Expect("symbol-exists", Verdict.HOLDS, 3, "keep_rows"),
        ),
    ),
    Example(
        "in a bracket, and with something denied of it",
        "- **UserService** (`a.py`): simple\n- `helper_task()` (`b.py`) is slow\n- `UserService.get_user()` doesn't close the file\n"
        "- `drop_all()` never returns\n- Works without `drop_some()`\n- `UserService` (see `b.py`)\n"
        "- `UserService` no longer exists\n- `UserService` and `helper_task` make a service that is unused\n",
        {"a.py": _SOURCE, "b.py": "x = 1\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 1, "UserService"),
            Expect("symbol-exists", Verdict.REFUTED, 2, "helper_task"),
            Expect("symbol-exists", Verdict.HOLDS, 3, "UserService.get_user"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 4, "drop_all"),
            Expect("symbol-exists", Verdict.HOLDS, 6, "UserService"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 7, "UserService"),
            Expect("symbol-exists", Verdict.HOLDS, 8, "UserService"),
            Expect("symbol-exists", Verdict.HOLDS, 8, "helper_task"),
        ),
    ),
    Example(
        "a library's name can't be told from here",
        "Uses `BaseModel` for validation.\n",
        {"a.py": "from pydantic import BaseModel\n\nclass A(BaseModel):\n    x: int\n"},
        (Expect("symbol-exists", Verdict.UNVERIFIABLE, 1, "BaseModel"),),
    ),
    Example(
        "quoted code",
        "## Status\n\nCurrent implementation:\n\n```python\ndef helper_task():\n    missing_step(key)\n```\n",
        {"a.py": _SOURCE},
        (Expect("symbol-exists", Verdict.HOLDS, 6, "helper_task"), Expect("symbol-exists", Verdict.DOUBTFUL, 7, "missing_step")),
        also=("code-quote",),
    ),
    Example(
        "shown code that is not there, though a name of it is",
        "The code:\n\n```typescript\nexport function rowId(v: string): RowId {\n```\n\n"
        "```lua\nfunction M.paint(x)\nfunction M.draw_all(x)\nfunction weigh(x)\n```\n",
        {
            "a.ts": "export function f(rowId: string) { return 1 }\n",
            "a.lua": "local M = {}\nfunction M.paint(x)\nM.draw_all = nil\nweigh = make(1)\n",
        },
        (
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 4, "rowId"),
            Expect("symbol-exists", Verdict.HOLDS, 8, "paint"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 9, "draw_all"),
            Expect("symbol-exists", Verdict.HOLDS, 10, "weigh"),
        ),
        also=("code-quote", "signature"),
    ),
    Example(
        "a former name",
        "Renamed `load_all()` to `helper_task()`.\n",
        {"a.py": _SOURCE},
        (Expect("symbol-exists", Verdict.HOLDS, 1, "helper_task"),),
    ),
    Example(
        "wishes, builtins, products",
        "Extract a `UserCard` component. Uses `json.loads()` and WebSocket on PostgreSQL with `useEffect`.\n",
        {"a.py": _SOURCE},
        (),
        also=("mechanism",),
    ),
    Example(
        "a call by a variable, in the part that is said to make it",
        "- `rocket.launch()` is called first\n- The `pad` module calls `rocket.launch()`\n- `rocket.refuel()` is called first\n"
        "- The `tower` module calls `rocket.launch()`\n",
        {"pad.py": "rocket = make()\nrocket.launch()\n", "tower.py": "x = 1\n", "tests/test_pad.py": "rocket.refuel()\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 1, "rocket.launch"),
            Expect("symbol-exists", Verdict.HOLDS, 2, "rocket.launch"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 3, "rocket.refuel"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 4, "rocket.launch"),
        ),
        also=("mechanism",),
    ),
    Example(
        "names of what is fetched from elsewhere",
        "1. **Orbitlib**: fetched from https://github.com/example/orbitlib\n   - Its interface: `OrbitLib.fromFile()`, `launch_all()`\n"
        "2. **Own**\n   - The function `launch_none()` is called\n",
        {"a.py": "x = 1\n"},
        (
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 2, "OrbitLib.fromFile"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 2, "launch_all"),
            Expect("symbol-exists", Verdict.REFUTED, 4, "launch_none"),
        ),
    ),
    Example(
        "of a module",
        "- `app.py` uses `verify_token()` from `core.security`\n- Calls `verify_token()` from `core.tokens`\n",
        {
            "app.py": "from core.security import verify_token\nverify_token()\n",
            "core/security.py": "def verify_token(): pass\n",
            "core/tokens.py": "x = 1\n",
        },
        (
            Expect("symbol-exists", Verdict.HOLDS, 1, "verify_token"),
            Expect("symbol-exists", Verdict.REFUTED, 2, "verify_token"),
        ),
    ),
    Example(
        "of several definitions the one that is told of, and a name that stands for another",
        "- The quiz model has `full_data()`\n- Call `methodNameHere()` of it\n",
        {"models/game.py": "class Game:\n    def full_data(self): ...\n", "models/quiz.py": "class Quiz:\n    def full_data(self): ...\n"},
        (
            Expect("symbol-exists", Verdict.HOLDS, 1, observed="defined at models/quiz.py:2"),
            Expect("symbol-exists", Verdict.UNVERIFIABLE, 2),
        ),
    ),
    Example(
        "a name in a namespace that code imports from, and in one that it does not",
        "- The class `Acme.Core.Bolt` holds the rows\n- The class `Other.Core.Bolt` holds the rows\n",
        {"a.py": "\n\nfrom Acme.Parts import Nut\n"},
        (Expect("symbol-exists", Verdict.UNVERIFIABLE, 1), Expect("symbol-exists", Verdict.DOUBTFUL, 2)),
    ),
    Example(
        "a better name behind an arrow",
        "- `launch_all()` → `launchCrew()` (in context)\n",
        {"a.py": "def launch_all(): ...\n"},
        (Expect("symbol-exists", Verdict.HOLDS, 1, "launch_all"), Expect("symbol-exists", Verdict.UNVERIFIABLE, 1, "launchCrew")),
    ),
)
