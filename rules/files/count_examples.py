"""How many files there are said to be: texts, and what becomes of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "as many as some folder has",
        "- Test files: 2\n- Python files: 13\n",
        {f"{folder}/test_{name}.py": "" for folder, names in {"a": "xy", "b": "abcdefghijklm", "c": "vw"}.items() for name in names},
        (Expect("file-count", Verdict.UNVERIFIABLE, 1), Expect("file-count", Verdict.HOLDS, 2)),
    ),
    Example(
        "by an ending, beside tests, and below a heading of scale",
        "# Report\n\n### Codebase scale\n\n- **Python files:** 3\n- 4 .bat files\n- 2 `.bat` files\n\n"
        "- 7 tests passing across 5 test files\n\n"
        "### Grading scale\n\n- **Python files:** 3\n",
        {"a.py": "", "x.bat": "", "y.bat": "", "tests/test_a.py": "def test_a(): ...\n"},
        (
            Expect("file-count", Verdict.REFUTED, 5, observed="2"),
            Expect("file-count", Verdict.REFUTED, 6, observed="2"),
            Expect("file-count", Verdict.HOLDS, 7),
            Expect("file-count", Verdict.DOUBTFUL, 9, observed="1"),
            Expect("file-count", Verdict.DOUBTFUL, 13),
        ),
    ),
    Example(
        "those that the report names",
        "1. `test_a.py`\n2. `test_b.py`\n\n- **Total test files**: 2\n- **Total test files**: 9\n",
        {f"tests/test_{name}.py": "def test_it(): ...\n" for name in "abcdef"},
        (Expect("file-count", Verdict.UNVERIFIABLE, 4), Expect("file-count", Verdict.REFUTED, 5)),
        also=("file-exists",),
    ),
    Example(
        "tests, of which helpers are none",
        "- **Test files**: 3\n- **Test files**: 4\n- **Test files**: 9\n",
        {
            "tests/__init__.py": "",
            "tests/conftest.py": "x = 1\n",
            **{f"tests/test_{name}.py": "def test_it(): ...\n" for name in "abc"},
        },
        (
            Expect("file-count", Verdict.HOLDS, 1),
            Expect("file-count", Verdict.HOLDS, 2),
            Expect("file-count", Verdict.REFUTED, 3, observed="3"),
        ),
    ),
    Example(
        "by language",
        "The project has 2 Python files and 9 TypeScript files.\n",
        {"a.py": "x", "b/c.py": "y", "d.ts": ""},
        (
            Expect("file-count", Verdict.HOLDS, 1, claimed="2 Python files"),
            Expect("file-count", Verdict.REFUTED, 1, claimed="9 TypeScript files", observed="1"),
        ),
    ),
    Example(
        "by glob",
        "Multiple `*_FIX.md` files clutter the root.\n",
        {"A_FIX.md": "", "B_FIX.md": ""},
        (Expect("file-count", Verdict.HOLDS, 1),),
    ),
    Example(
        "of a folder in a tree",
        "```\nsrc/\n├── api/ (2 files)\n│   └── ...\n└── web/ (5 files)\n    └── ...\n```\n",
        {"src/api/a.py": "", "src/api/b.py": "", "src/web/c.ts": ""},
        (Expect("file-count", Verdict.HOLDS, 3), Expect("file-count", Verdict.REFUTED, 5, observed="1")),
    ),
    Example(
        "by length",
        "- 1 file over 3 lines\n- No files over 3 lines\n- All files under 9 lines\n- All modules are under 3 lines\n",
        {"a.py": "x\n" * 5, "b.py": "x\n"},
        (
            Expect("file-count", Verdict.HOLDS, 1),
            Expect("file-count", Verdict.REFUTED, 2, observed="1"),
            Expect("file-count", Verdict.HOLDS, 3),
            Expect("file-count", Verdict.REFUTED, 4, observed="1"),
        ),
    ),
    Example(
        "tests as their runner finds them",
        "| Metric | Value |\n|---|---|\n| Test files | 2 |\n",
        {"tests/a.test.ts": "x", "tests/b.test.ts": "y", "tests/test-by-hand.js": "z", "tests/setup.js": "s"},
        (Expect("file-count", Verdict.HOLDS, 3),),
    ),
    Example(
        "against a label",
        "- Test files: 2\n- **Python Source Files:** 7\n- Config files: 9\n\n## Markdown Files (1 total)\n\n"
        "| Metric | Value |\n|---|---|\n| Total Python files | 3 |\n| Test files | 8 |\n\n"
        "| Directory | Files |\n|---|---|\n| `src/` | 1 |\n| `tests/` | 5 |\n\n| Language | Files |\n|---|---|\n| Python | 4 |\n",
        {"src/a.py": "x", "tests/test_a.py": "y", "tests/test_b.py": "z", "README.md": "m"},
        (
            Expect("file-count", Verdict.HOLDS, 1),
            Expect("file-count", Verdict.REFUTED, 2, observed="3"),
            Expect("file-count", Verdict.HOLDS, 5),
            Expect("file-count", Verdict.HOLDS, 9),
            Expect("file-count", Verdict.REFUTED, 10, observed="2"),
            Expect("file-count", Verdict.HOLDS, 14, "src/"),
            Expect("file-count", Verdict.REFUTED, 15, "tests/"),
            Expect("file-count", Verdict.REFUTED, 19, observed="3"),
        ),
    ),
    Example(
        "of a search",
        "Search:\n\n```bash\n# results\n*.test.ts: 0 files found\n*.py: 3 files\n```\n",
        {"a.py": ""},
        (Expect("file-count", Verdict.HOLDS, 5), Expect("file-count", Verdict.REFUTED, 6, observed="1")),
    ),
    Example(
        "with a text in them",
        'Found: 2 files contain "secret123". 9 files contain `eval(`. 3 files contain secrets.\n',
        {"a.py": "k = 'secret123'\neval(k)", "b.md": "secret123", "c.md": ""},
        (
            Expect("file-count", Verdict.HOLDS, 1, "secret123"),
            Expect("file-count", Verdict.REFUTED, 1, "eval(", observed="1"),
        ),
    ),
    Example(
        "files of some work",
        "**Files fixed:** 2 Python files. Checked 1 Python file.\n",
        {"a.py": ""},
        (Expect("file-count", Verdict.UNVERIFIABLE, 1), Expect("file-count", Verdict.HOLDS, 1)),
    ),
    Example(
        "modules, without those that only mark or start a package",
        "- `orbit/` has 2 Python modules\n- `orbit/` has 3 Python modules\n- `orbit/` has 9 Python modules\n",
        {"orbit/__init__.py": "", "orbit/__main__.py": "x = 1\n", "orbit/a.py": "y = 1\n", "orbit/b.py": "z = 1\n"},
        (
            Expect("file-count", Verdict.HOLDS, 1),
            Expect("file-count", Verdict.HOLDS, 2),
            Expect("file-count", Verdict.REFUTED, 3),
        ),
    ),
    Example(
        "test files are those that hold tests",
        "- There are 2 test files in `tests/`\n- There are 7 test files in `tests/`\n",
        {
            "tests/__init__.py": "",
            "tests/conftest.py": "x = 1",
            "tests/test_orbit.py": "def test(): ...",
            "tests/moon_test.py": "y = 1",
        },
        (Expect("file-count", Verdict.HOLDS, 1), Expect("file-count", Verdict.REFUTED, 2)),
    ),
    Example(
        "some files only: those with a property, or those that were looked at",
        "- 2 Python files import `os`\n- There is 1 Python file with unused imports\n- 1 Python file in `lib/`\n"
        "- This audit covers 1 Python file\n- This audit covers 2 Python files\n",
        {"lib/a.py": "x = 1\n", "b.py": "y = 1\n"},
        (
            Expect("file-count", Verdict.UNVERIFIABLE, 1),
            Expect("file-count", Verdict.UNVERIFIABLE, 2),
            Expect("file-count", Verdict.HOLDS, 3),
            Expect("file-count", Verdict.HOLDS, 4),
            Expect("file-count", Verdict.HOLDS, 5),
        ),
    ),
    Example(
        "of a sort in a folder: in a row, in brackets, in a tree's remark",
        "| Folder | Python modules |\n|---|---|\n| `src/` | 2 |\n| `lib/` | 9 |\n\n- `src/` - the core (3 files)\n"
        "- `lib/` (4 modules)\n\n```\nsrc/     [the core - 3 files]\n```\n\n"
        "```\n.\n├── src/   # the core - 3 files\n│   └── a.py\n└── lib/   # 5 Python modules\n```\n",
        {"src/__init__.py": "", "src/a.py": "x", "src/b.json": "{}", "lib/c.py": "y"},
        (
            Expect("file-count", Verdict.HOLDS, 3),
            Expect("file-count", Verdict.REFUTED, 4, observed="1"),
            Expect("file-count", Verdict.HOLDS, 6),
            Expect("file-count", Verdict.REFUTED, 7, observed="1"),
            Expect("file-count", Verdict.HOLDS, 10),
            Expect("file-count", Verdict.HOLDS, 15),
            Expect("file-count", Verdict.REFUTED, 17, observed="1"),
        ),
    ),
    Example(
        "files of a change, and the total of a list",
        "12 files changed, 3 new Python files added, upload max 5 files.\n\n- 4 test files (NEW)\n\nIn all:\n\n"
        "- **Unit**: 2 files\n- **Load**: 3 files\n- **Total**: 5 test files\n\n"
        "- Created what tells of it\n  - 4 documentation files\n",
        {"a.py": ""},
        (),
    ),
)
