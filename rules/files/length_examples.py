"""How long files are said to be: texts, and what becomes of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "code that may be rounded",
        "- `a.py` (~20 LOC)\n- `a.py` (~10 LOC)\n",
        {"a.py": "x = 1\n" * 24 + "# y\n" * 8},
        (Expect("file-lines", Verdict.UNVERIFIABLE, 1), Expect("file-lines", Verdict.REFUTED, 2)),
        also=("file-exists",),
    ),
    Example(
        "of a stretch of a file",
        "### Dead code in the setup\n\n**File:** `a.py` (9 lines)\n\n**Location**: `a.py` - Lines 2-5 (3 lines)\n\n"
        "- `a.py`, `turn`: the block from `x` through `y` — about 9 lines\n\n### Setup\n\n- `a.py` - 9 lines\n",
        {"a.py": "x = 1\n" * 40},
        (Expect("file-lines", Verdict.REFUTED, 3), Expect("file-lines", Verdict.REFUTED, 11)),
        also=("file-exists", "line-anchor"),
    ),
    Example(
        "lines that are listed",
        "4. **Charts** (`chart.ts`):\n   - Three lines: the worst, the median, the best\n   - Three lines: no more\n",
        {"chart.ts": "export const chart = 1;\n" * 40},
        (Expect("file-lines", Verdict.DOUBTFUL, 3),),
        also=("file-exists",),
    ),
    Example(
        "lines of code, which are counted in many ways",
        "- `a.sol` (~8 LoC)\n- `a.sol` (~30 LoC)\n- `a.sol` (~8 lines)\n",
        {"a.sol": "// The moon.\n" * 18 + "contract Moon {\n}\n"},
        (Expect("file-lines", Verdict.UNVERIFIABLE, 1), *(Expect("file-lines", Verdict.REFUTED, line) for line in (2, 3))),
    ),
    Example(
        "an arrow behind each name, what is denied of both, and what is to be made",
        "- `a.py` → 3 lines, `b.py` → 2 lines\n- Neither `a.py` nor `b.py` is longer than 400 lines\n- `a.py` (3 → 2 × ~90 lines)\n",
        {"a.py": "1\n2\n3\n", "b.py": "1\n2\n"},
        (Expect("file-lines", Verdict.HOLDS, 1, "a.py"),),
    ),
    Example(
        "behind a colon",
        "- Turning (`a.py:3 lines`)\n- Tilting (a.py:9 lines) and more\n",
        {"a.py": "x\ny\nz\n"},
        (
            Expect("file-lines", Verdict.HOLDS, 1, "a.py"),
            Expect("file-lines", Verdict.REFUTED, 2, "a.py"),
        ),
    ),
    Example(
        "in the row of its file, and in another's, with words that are not understood",
        "| File | Note |\n|---|---|\n| `a.py` | 40 lines by tar and by oath |\n\n"
        "| Part | Note |\n|---|---|\n| Hull | `a.py` is by tar and by oath 40 lines |\n",
        {"a.py": "1\n2\n3\n"},
        (Expect("file-lines", Verdict.REFUTED, 3), Expect("file-lines", Verdict.DOUBTFUL, 7)),
    ),
    Example(
        "what a pronoun stands for",
        "- `a.py` is a module; it has 9 lines\n- `Body` is a class in `a.py`; it has 9 lines\n",
        {"a.py": "class Body:\n    pass\n"},
        (Expect("file-lines", Verdict.REFUTED, 1),),
        also=("function-length",),
    ),
    Example(
        "exact, off by one, wrong",
        "`a.py` is 3 lines, `a.py` has 4 lines, `a.py` has 9 lines.\n",
        {"a.py": "1\n2\n3\n"},
        (
            Expect("file-lines", Verdict.HOLDS, 1, claimed="3 lines"),
            Expect("file-lines", Verdict.HOLDS, 1, claimed="4 lines"),
            Expect("file-lines", Verdict.REFUTED, 1, claimed="9 lines", observed="3 lines"),
        ),
    ),
    Example(
        "lines that are not blank, and lines that two files share",
        "- `a.py` has 40 lines\n- `a.py` has 30 lines\n- Few changes (2 lines in `a.py`)\n\n"
        "| Tokens | Lines | File |\n|---|---|---|\n| 90 | 12 | `a.py` |\n",
        {"a.py": "x = 1\n" * 40 + "\n" * 20},
        (Expect("file-lines", Verdict.UNVERIFIABLE, 1), Expect("file-lines", Verdict.REFUTED, 2)),
    ),
    Example(
        "rounded to fifties, and of a part",
        "- `a.py` (400 lines)\n- `a.py` (350 lines)\n- `turn` method in `a.py` (~40 lines)\n",
        {"a.py": "def turn(): ...\n" * 410},
        (
            Expect("file-lines", Verdict.UNVERIFIABLE, 1),
            Expect("file-lines", Verdict.REFUTED, 2),
            Expect("file-lines", Verdict.UNVERIFIABLE, 3),
        ),
    ),
    Example(
        "a table",
        "| File | Lines |\n|---|---|\n| src/a.py | ~20 |\n| b.py | 7 |\n",
        {"src/a.py": "x\n" * 21, "b.py": "x\n" * 8},
        (Expect("file-lines", Verdict.HOLDS, 3, "src/a.py"), Expect("file-lines", Verdict.REFUTED, 4, "b.py", observed="8 lines")),
    ),
    Example(
        "below a heading on long functions",
        "### Long Functions/Components\n\n**Locations:**\n\n- `a.py` - 3 lines\n- `a.py` - 60 lines\n"
        "\n### Long files\n\n- `a.py` - 3 lines\n",
        {"a.py": "x = 1\n" * 9},
        (
            Expect("file-lines", Verdict.UNVERIFIABLE, 5),
            Expect("file-lines", Verdict.REFUTED, 6),
            Expect("file-lines", Verdict.REFUTED, 10),
        ),
    ),
    Example(
        "of a class that is named with its file",
        "- Reader (`a.py` - 4 lines)\n- Reader (`a.py` - 60 lines)\n\n| File | Lines |\n|---|---|\n| `a.py` | 3 |\n",
        {"a.py": "x = 1\n" * 9 + "class Reader:\n    one = 1\n    two = 2\n    three = 3\n"},
        (
            Expect("file-lines", Verdict.UNVERIFIABLE, 1),
            Expect("file-lines", Verdict.REFUTED, 2),
            Expect("file-lines", Verdict.REFUTED, 6),
        ),
    ),
    Example(
        "a table of components, each in a file or in a part of one",
        "| Component | File | Purpose |\n|---|---|---|\n| Dial | `a.py` | Turns it (3 lines) |\n| Lid | `b.py` | Shuts it (2 lines) |\n"
        "\n| Function | File | Purpose |\n|---|---|---|\n| `turn` | `a.py` | Turns the moon (2 lines) |\n",
        {"a.py": "x\n" * 3, "b.py": "x\n" * 8},
        (Expect("file-lines", Verdict.HOLDS, 3, "a.py"), Expect("file-lines", Verdict.UNVERIFIABLE, 4, "b.py")),
    ),
    Example(
        "lines of code",
        "| Module | LOC | SLOC | LLOC |\n|---|---|---|---|\n| `a.py` | 5 | 2 | 9 |\n| `b.py` | 1 | 4 | 1 |\n",
        {"a.py": "# about\n\nx = 1\n\ny = 2\n", "b.py": "x = 1\n"},
        (
            Expect("file-lines", Verdict.HOLDS, 3, "a.py", "5 lines"),
            Expect("file-lines", Verdict.HOLDS, 3, "a.py", "2 lines"),
            Expect("file-lines", Verdict.HOLDS, 4, "b.py", "1 lines"),
            Expect("file-lines", Verdict.REFUTED, 4, "b.py", "4 lines"),
        ),
        also=("line-sorts",),
    ),
    Example(
        "behind a dash and in a tree",
        "- `a.py` - helper (2 lines)\n\n```\nsrc/\n├── b.py  # 5 lines\n└── c.py\n```\n",
        {"a.py": "1\n2\n", "src/b.py": "1\n", "src/c.py": ""},
        (Expect("file-lines", Verdict.HOLDS, 1, "a.py"), Expect("file-lines", Verdict.REFUTED, 5, "src/b.py")),
    ),
    Example(
        "a column of line numbers, and of a function's lines",
        "| File | Line | Issue |\n|---|---|---|\n| `a.py` | 1 | unused |\n\n"
        "| File | Lines | Issue |\n|---|---|---|\n| `a.py` | 1-1 | x |\n\n"
        "| File | Function | Lines |\n|---|---|---|\n| `a.py` | `f()` | 44 |\n\n"
        "| File | Lines | Issue |\n|---|---|---|\n| `a.py` | ~4 | unused |\n| `a.py` | 90 | too long |\n",
        {"a.py": "1\n" * 9},
        (Expect("file-lines", Verdict.UNVERIFIABLE, 15), Expect("file-lines", Verdict.REFUTED, 16)),
    ),
    Example(
        "told apart from the file's name",
        "# Summary\n\n### 1. Refactored monitor (`a.py`)\n\n- **Reduced from 20 lines to 3 lines** (85% reduction)\n"
        "- Reduced from 20 lines to 9 lines\n\n### Notes\n\n- `b.md` went from 400 to 7 lines\n\n### b.md\n\n"
        "**Lines:** 53 | **Status:** Under 300 lines\n\n- LOC: 2\n- Lines: 1\n\n### L3. B is 40 lines of notes\n\n- **File:** `b.md`\n"
        "\n### L4. Mixed notes: 2 lines\n\n- **File:** `b.md`\n",
        {"a.py": "1\n" * 9, "b.md": "1\n2\n"},
        (
            Expect("file-lines", Verdict.DOUBTFUL, 5),
            Expect("file-lines", Verdict.HOLDS, 6),
            Expect("file-lines", Verdict.REFUTED, 10),
            Expect("file-lines", Verdict.REFUTED, 14),
            Expect("file-lines", Verdict.HOLDS, 16),
            Expect("file-lines", Verdict.UNVERIFIABLE, 17),
            Expect("file-lines", Verdict.REFUTED, 21),
            Expect("file-lines", Verdict.HOLDS, 25),
        ),
    ),
    Example("no length of a file", "`a.py` grew from 3 to 5 functions. Reduced from 20 lines to 3.\n", {"a.py": "1\n"}, ()),
    Example(
        "lines of something else",
        "The longest function in `a.py` has 50 lines; 10 lines of `a.py` changed.\n\n`a.py` additions: ~50 lines\n\n"
        "Keep `a.py` under 300 lines.\n",
        {"a.py": "1\n"},
        (),
    ),
    Example(
        "a numbered heading, which names the class in the file",
        "## Parts\n\n### 2. Lander (`src/Lander.ts` - 9 lines)\n",
        {"src/Lander.ts": "1\n"},
        (Expect("file-lines", Verdict.REFUTED, 3),),
    ),
    Example(
        "a file has one length",
        "`a.py` has 1 line, a 900-line sheet grows.\n",
        {"a.py": "1\n"},
        (Expect("file-lines", Verdict.HOLDS, 1),),
    ),
)
