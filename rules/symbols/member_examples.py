"""Examples of the rule `member-count`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "named containers",
        "- `Status` enum with 3 values\n- `Store` has 2 methods\n- The `Store` class has 7 methods\n- `MAX_KEYS` is a list of 4 entries\n",
        {
            "a.py": "from enum import Enum\n\nclass Status(Enum):\n    A = 1\n    B = 2\n    C = 3\n\nclass Store:\n    def "
            "__init__(self): ...\n    def get(self): ...\n    def put(self): ...\n\nMAX_KEYS = ['a', 'b']\n"
        },
        (
            Expect("member-count", Verdict.HOLDS, 1),
            Expect("member-count", Verdict.HOLDS, 2),
            Expect("member-count", Verdict.REFUTED, 3, observed="3 methods"),
            Expect("member-count", Verdict.REFUTED, 4, observed="2 entries"),
        ),
    ),
    Example(
        "what a class may inherit",
        "- `Wide` has 3 fields\n- `Wide` has 2 fields\n- `Wide` has 1 field\n- `Other` has 3 fields\n- `Table` has 2 columns\n"
        "- `Wide` has 2 methods\n- `Far` has 2 fields\n- `Far` has 2 methods\n",
        {
            "a.py": "class Narrow:\n    x: int\n\nclass Wide(Narrow):\n    __slots__ = ()\n    y: int\n    z: int\n"
            "    def up(self): ...\n\n"
            "class Far(Elsewhere):\n    x: int\n    def up(self): ...\n\n"
            "class Other:\n    x: int\n\n"
            "class Table(Base):\n    __tablename__ = 'tables'\n    key = Column(Integer)\n"
        },
        (
            Expect("member-count", Verdict.UNVERIFIABLE, 1),
            Expect("member-count", Verdict.HOLDS, 2),
            Expect("member-count", Verdict.REFUTED, 3),
            Expect("member-count", Verdict.REFUTED, 4),
            Expect("member-count", Verdict.REFUTED, 5, observed="1 columns"),
            Expect("member-count", Verdict.UNVERIFIABLE, 6),
            Expect("member-count", Verdict.UNVERIFIABLE, 7),
            Expect("member-count", Verdict.REFUTED, 8),
        ),
    ),
    Example(
        "by noun",
        "Reviewed `a.py`:\n\n- Three states: CLOSED, OPEN, HALF_OPEN\n- 40+ suspicious patterns\n- 3 roles\n",
        {
            "a.py": "from enum import Enum\n\nclass CircuitState(Enum):\n    CLOSED = 1\n    OPEN = 2\n    HALF_OPEN = "
            "3\n\nSUSPICIOUS_PATTERNS = ['a', 'b', 'c']\n"
        },
        (
            Expect("member-count", Verdict.HOLDS, 3),
            Expect("member-count", Verdict.REFUTED, 4, observed="3 patterns"),
            Expect("member-count", Verdict.UNVERIFIABLE, 5),
        ),
    ),
    Example(
        "definitions of a file",
        "- `a.py` (9 lines, 2 protocols)\n- `a.py` defines 2 classes and 3 functions\n- `a.py` has 2 functions without docstrings\n\n"
        "| File | Contents |\n|---|---|\n| `a.py` | 4 classes |\n| `b.ts` | 2 interfaces, 1 function |\n\n- `a.py`\n  - 5 methods\n\n"
        "| File | Functions | Classes |\n|---|---|---|\n| `a.py` | 3 | 3 |\n\n### `b.ts`\n\n- 4 functions\n",
        {
            "a.py": "from typing import Protocol\n\nclass A(Protocol):\n    def run(self): ...\n\nclass B(Protocol): "
            "...\n\ndef f(): ...\ndef g(): ...\n",
            "b.ts": "interface A { x: number }\ninterface B { y: number }\nexport const make = (x: number) => x;\n",
        },
        (
            Expect("member-count", Verdict.HOLDS, 1, "a.py"),
            Expect("member-count", Verdict.HOLDS, 2, claimed="2 classes"),
            Expect("member-count", Verdict.HOLDS, 2, claimed="3 functions"),
            Expect("member-count", Verdict.REFUTED, 7, observed="2 classes"),
            Expect("member-count", Verdict.HOLDS, 8, claimed="2 interfaces"),
            Expect("member-count", Verdict.HOLDS, 8, claimed="1 function"),
            Expect("member-count", Verdict.REFUTED, 11, observed="1 methods"),
            Expect("member-count", Verdict.HOLDS, 15, claimed="3 functions"),
            Expect("member-count", Verdict.REFUTED, 15, claimed="3 classes", observed="2 classes"),
            Expect("member-count", Verdict.UNVERIFIABLE, 19),  # callbacks may count as functions
        ),
    ),
    Example(
        "of a part, and of others",
        "# Report\n\n## Files with long functions\n\n- `a.py`: 1 function\n\n## Files with functions\n\n- `a.py`: 1 function\n\n"
        "## Interfaces\n\n`b.ts` implements two interfaces.\n",
        {"a.py": "def f(): ...\ndef g(): ...\n", "b.ts": "export class A implements X, Y {}\n"},
        (Expect("member-count", Verdict.UNVERIFIABLE, 5), Expect("member-count", Verdict.REFUTED, 9)),
    ),
    Example(
        "classes of a sort",
        "- Multiple adapter support (Redis, In-Memory)\n",
        {"a.ts": "export class RedisStreamsAdapter {}\nexport class InMemoryAdapter {}\n"},
        (Expect("member-count", Verdict.HOLDS, 1),),
        also=("mechanism",),
    ),
    Example(
        "kinds of a thing",
        "- Three kinds of rows (wide, narrow, torn)\n- Four comprehensive row types\n- Rows come in three kinds\n- Two kinds of users\n"
        "- Three kinds of rows (wide, torn, lost)\n\n| What | Number |\n|---|---|\n| Row kinds | 3 |\n",
        {"a.py": "from enum import Enum\n\nclass Row(Enum):\n    WIDE = 1\n    NARROW = 2\n    TORN = 3\n"},
        (
            Expect("member-count", Verdict.HOLDS, 1),
            Expect("member-count", Verdict.DOUBTFUL, 2, observed="3 types"),
            Expect("member-count", Verdict.HOLDS, 3),
            Expect("member-count", Verdict.UNVERIFIABLE, 4),
            Expect("member-count", Verdict.DOUBTFUL, 5),
            Expect("member-count", Verdict.HOLDS, 9),
        ),
    ),
    Example(
        "other numbers",
        "- Add 5 values to `Status`\n- 12 tests and 3 files\n- `Store` is called 4 times\n- 5 types of errors are logged for 10 users\n",
        {"a.py": "class Store: ...\n"},
        (),
        also=("use-count",),
    ),
)
