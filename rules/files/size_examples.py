"""Examples of the rule `size`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "with the ends of lines that Windows has",
        "- `a.txt` has 1,100 bytes\n- `a.txt` has 1,200 bytes\n",
        {"a.txt": "123456789\n" * 100},
        (Expect("size", Verdict.HOLDS, 1), Expect("size", Verdict.REFUTED, 2)),
        also=("file-exists",),
    ),
    Example(
        "of several files together",
        "| Component | Size | Lines |\n|---|---|---|\n| `Moon.jsx` + `.css` | 31KB | 90 |\n| `Moon.jsx` | 31KB | 90 |\n",
        {"Moon.jsx": "x = 1\n" * 10, "Moon.css": "a {}\n"},
        (Expect("size", Verdict.REFUTED, 4),),
        also=("file-exists", "file-lines"),
    ),
    Example(
        "a folder and a file",
        "- `src/` (5 lines)\n- `src/` has 90 lines\n- `a.json` is 7 KB\n",
        {"src/a.py": "1\n2\n3\n", "src/b.py": "4\n5\n", "a.json": "x" * 90},
        (
            Expect("size", Verdict.HOLDS, 1, "src/"),
            Expect("size", Verdict.REFUTED, 2, "src/"),
            Expect("size", Verdict.REFUTED, 3, "a.json"),
        ),
    ),
    Example("a language", "Total: 3 lines of Python code.\n", {"a.py": "x = 1\n\ny = 2\n"}, (Expect("size", Verdict.HOLDS, 1),)),
    Example(
        "rounded, and of a part",
        "- `a.json` is 2 KB\n- `a.json` is 1.5 KB\n- `a.json` is 4 KB\n\n### Integration clients (4 files, 4,522 LOC)\n",
        {"a.json": "x" * 1530, "b.py": "x = 1\n" * 9000},
        (
            Expect("size", Verdict.HOLDS, 1, "a.json"),
            Expect("size", Verdict.HOLDS, 2, "a.json"),
            Expect("size", Verdict.REFUTED, 3, "a.json"),
        ),
    ),
    Example(
        "against a label",
        "- Lines of code: 900\n- Source code: 2,400 lines\n- Test code: 700 lines\n\n| Metric | Value |\n|---|---|\n|"
        " Total LOC | 1,200 |\n",
        {"src/a.py": "x = 1\n" * 1200, "tests/test_a.py": "y = 1\n" * 300},
        (
            Expect("size", Verdict.UNVERIFIABLE, 1),
            Expect("size", Verdict.UNVERIFIABLE, 2),
            Expect("size", Verdict.REFUTED, 3, observed="300 lines"),
            Expect("size", Verdict.HOLDS, 7),
        ),
    ),
    Example(
        "bytes in brackets and columns, and the tests as a key",
        "- `a.md` (5 bytes, 3 words)\n- `a.md` (48 bytes)\n- Tests: 900 lines\n\n"
        "| File | Bytes |\n|---|---|\n| `a.md` | 5 |\n| `b.md` | 9 |\n",
        {"a.md": "x\ny\nz", "b.md": "x", "tests/test_a.py": "y = 1\n" * 300},
        (
            Expect("size", Verdict.HOLDS, 1, "a.md", "5 bytes"),
            Expect("size", Verdict.HOLDS, 1, "a.md", "3 words"),
            Expect("size", Verdict.REFUTED, 2, "a.md", observed="5 bytes"),
            Expect("size", Verdict.REFUTED, 3, observed="300 lines"),
            Expect("size", Verdict.HOLDS, 7, "a.md"),
            Expect("size", Verdict.REFUTED, 8, "b.md"),
        ),
    ),
    Example(
        "documents and data count where no sources come near",
        "## Statistics\n\n- Lines of code: 1,200\n- Lines of code: 90,000\n",
        {"a.py": "x = 1\n" * 100, "guide.md": "x\n" * 900, "data.json": "1\n" * 200},
        (Expect("size", Verdict.HOLDS, 3), Expect("size", Verdict.REFUTED, 4)),
    ),
    Example(
        "lines of something else",
        "The bundle is 5 KB. Functions over 50 lines. 300 lines of code were removed in total.\n",
        {"a.py": ""},
        (),
    ),
)
