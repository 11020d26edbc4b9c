"""Examples of the rule `any-types`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "absent",
        "## Client (`web/`)\n\n- No `any` types used\n\n## Tools (`tools/`)\n\n- Zero any types\n",
        {
            "web/a.ts": "// any\nconst s = 'any'; const t: unknown = 1\n",
            "web/b.d.ts": "declare const q: any\n",
            "tools/b.ts": "const x = y as any\n",
        },
        (Expect("no-any", Verdict.HOLDS, 3), Expect("no-any", Verdict.REFUTED, 7, observed="1 in 1 file")),
    ),
    Example(
        "present, in Python",
        "- Using `any` type for `ws_manager` breaks type safety in `a.py`\n- `b.py` uses `Any`\n",
        {"a.py": "def f(ws_manager: any) -> None: ...\n", "b.py": "x = any([1])\n"},
        (Expect("no-any", Verdict.HOLDS, 1), Expect("no-any", Verdict.REFUTED, 2)),
    ),
    Example(
        "counted",
        "- 2 uses of `any`\n- 9 `any` types\n- Explicit `any` occurs twice\n- `any` is used four times\n",
        {"a.ts": "const x: any = 1\nfunction f(a: Record<string, any>) {}\n"},
        (
            Expect("no-any", Verdict.HOLDS, 1),
            Expect("no-any", Verdict.REFUTED, 2),
            Expect("no-any", Verdict.HOLDS, 3),
            Expect("no-any", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "exceptions and grades",
        "- No 'any' types (except in library integration)\n- Explicit types (minimal 'any')\n",
        {"a.ts": "const x: any = lib()\n"},
        (Expect("no-any", Verdict.UNVERIFIABLE, 1), Expect("no-any", Verdict.HOLDS, 2)),
    ),
    Example(
        "so many removed; one spelling for another; a name that is imported",
        "- Removed 1 `any` type\n- Lowercase `any` was used rather than `Any`\n- Fixed critical `any` types\n\n"
        "### Unused imports\n\n- `b.py`: `Any`\n",
        {"a.ts": "const x: any = 1\n", "b.py": "from typing import Any\n\ndef f(x: Any): ...\n"},
        (Expect("no-any", Verdict.UNVERIFIABLE, 1), Expect("no-any", Verdict.HOLDS, 2)),
    ),
    Example(
        "one spelling for another, since mended",
        "Lowercase `any` was used where `Any` is meant, which is not a type.\n",
        {"b.py": "from typing import Any\n\ndef f(x: Any): ...\n"},
        (Expect("no-any", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "other words",
        "- Replace `any` with real types\n- Handles any type of error\n- No any other types\n- Works with any types of files\n",
        {"a.ts": "const x: any = 1\n"},
        (),
    ),
)
