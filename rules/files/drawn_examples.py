"""What the rule file-exists makes of drawn trees."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

DRAWN = (
    Example(
        "a folder of a tree that is planned",
        "```\napp/\n├── a.py\n├── (planned) cache/   # Redis\n│   └── store.py\n└── b.py\n```\n",
        {"app/a.py": "", "app/b.py": ""},
        (*(Expect("file-exists", Verdict.HOLDS, line) for line in (2, 3, 6)), Expect("file-exists", Verdict.UNVERIFIABLE, 5)),
    ),
    Example(
        "words that sum up a tree's files, among folders that end with a slash",
        "```\napp/\n├── src/            # 1 module\n├── README.md\n├── Documentation   # 6 files\n├── Caddyfile       # routes\n"
        "└── Moons\n```\n",
        {"src/a.py": "", "README.md": "", "Caddyfile": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.HOLDS, 3),
            Expect("file-exists", Verdict.HOLDS, 4),
            Expect("file-exists", Verdict.HOLDS, 6),
        ),
    ),
    Example(
        "a drawn tree",
        "Structure:\n\n```\nsrc/\n├── app.py   # entry point\n└── views/\n    └── index.html\n```\n",
        {"src/app.py": "", "src/views/home.html": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 4, "src"),
            Expect("file-exists", Verdict.HOLDS, 5, "src/app.py"),
            Expect("file-exists", Verdict.HOLDS, 6, "src/views"),
            Expect("file-exists", Verdict.DOUBTFUL, 7, "src/views/index.html"),
        ),
    ),
    Example(
        "a folder of files that the repository ignores",
        "```\nsrc/\n├── app.py\n├── orbits/   # ORB files of the last run\n└── views/   # templates of the last run\n```\n",
        {"src/app.py": "", ".gitignore": "*.orb\n"},
        (
            Expect("file-exists", Verdict.HOLDS, 2, "src"),
            Expect("file-exists", Verdict.HOLDS, 3, "src/app.py"),
            Expect("file-exists", Verdict.UNVERIFIABLE, 4, "src/orbits"),
            Expect("file-exists", Verdict.DOUBTFUL, 5, "src/views"),
        ),
    ),
    Example(
        "what is drawn, and told in words as well",
        "- `turn.py` spins the mast\n- `tilt.py` handles it\n\n```\nmast/\n├── turn.py\n├── lift.py\n└── tilt.py\n```\n",
        {"mast/turn.py": "", "mast/keel.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 1),
            Expect("file-exists", Verdict.REFUTED, 2),
            Expect("file-exists", Verdict.HOLDS, 5),
            Expect("file-exists", Verdict.HOLDS, 6),
            Expect("file-exists", Verdict.DOUBTFUL, 7),
            Expect("file-exists", Verdict.REFUTED, 8),
        ),
    ),
    Example(
        "a tree drawn under another name",
        "```\nmy-app/\n├── src/\n│   └── a.py\n├── lib/\n└── gone/\n```\n",
        {"src/a.py": "", "lib/b.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 3),
            Expect("file-exists", Verdict.HOLDS, 4),
            Expect("file-exists", Verdict.HOLDS, 5),
            Expect("file-exists", Verdict.DOUBTFUL, 6),
        ),
    ),
    Example(
        "a remark beside a directory on what is not in it",
        "```\n├── core/   # shared (no setup.py, used from outside)\n└── setup.py\n```\n",
        {"core/a.py": "", "setup.py": ""},
        (Expect("file-exists", Verdict.HOLDS, 2), Expect("file-exists", Verdict.HOLDS, 3)),
    ),
    Example(
        "other spellings of a path",
        "- Import from `@/lib/b`\n- `C:\\My Projects\\app\\lib\\b.ts`\n- Asks `my-app.example.net/`, reads `lib/My We"
        "ek.md`\n\n## Documents t"
        "o create\n\n- `NEW.md`\n\n"
        "## Files\n\n```\nlib/\n├── Helpers (2 files)\n│   └── b.ts\n└── utils/\n    └── deep/c.ts\n```\n",
        {"lib/b.ts": "", "deep/c.ts": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (1, 2, 12, 14)),
            Expect("file-exists", Verdict.UNVERIFIABLE, 3, "lib/My Week.md"),
            Expect("file-exists", Verdict.DOUBTFUL, 15),
            Expect("file-exists", Verdict.UNVERIFIABLE, 16),
        ),
    ),
    Example(
        "an entry that a tool makes",
        "```\nlamps/\n├── dim.py\n├── wick.py\n└── MyLamp.py (created by the generator)\n```\n",
        {"lamps/dim.py": "x = 1\n", "lamps/wick.py": "x = 1\n"},
        (*(Expect("file-exists", Verdict.HOLDS, line) for line in (2, 3, 4)), Expect("file-exists", Verdict.UNVERIFIABLE, 5)),
    ),
    Example(
        "moved to where it is drawn",
        "```\nsrc/\n├── tanks/   # all parts moved to src\n└── old.py   # moved to lib\n```\n",
        {"src/tanks/a.py": "x = 1\n"},
        (
            Expect("file-exists", Verdict.HOLDS, 2),
            Expect("file-exists", Verdict.HOLDS, 3, claimed="present"),
            Expect("file-exists", Verdict.HOLDS, 4, claimed="absent"),
        ),
    ),
    Example(
        "a tree of a place that is not there, under a remark",
        "```c\n// orbit/core/\n├── tilt.c   // to remove drift\n└── turn.c\n```\n\n```\nsrc/\n├── a.c  # delete drafts\n└── b.c\n```\n",
        {"src/a.c": ""},
        (
            Expect("file-exists", Verdict.DOUBTFUL, 2, "orbit/core"),
            Expect("file-exists", Verdict.UNVERIFIABLE, 3),
            Expect("file-exists", Verdict.UNVERIFIABLE, 4),
            Expect("file-exists", Verdict.HOLDS, 8),
            Expect("file-exists", Verdict.HOLDS, 9),
            Expect("file-exists", Verdict.DOUBTFUL, 10),
        ),
    ),
    Example(
        "an import graph, and marks with a stated meaning",
        "```\nmain.js\n├── grid.js\n└── util/clock.js\n```\n\n```\nOrphaned (not imported):\n├── lib/a.js ❌\n└── lib/b.js ❌\n```\n\n"
        "```\nlib/\n├── a.js ❌\n└── c.js ❌\n```\n",
        {"main.js": "", "lib/a.js": "", "grid.js": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (2, 3, 9, 14, 16)),
            *(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (4, 10)),
            Expect("file-exists", Verdict.REFUTED, 15),
        ),
    ),
    Example(
        "what is needed, what a recommendation draws, files to touch",
        "## Tests Needed\n\n- `tests/test_orbit.py`\n- `docs/orbit.md`\n\n## Styles\n\n**Recommendations:**\n"
        "1. **Split:** break the sheet into modules:\n   ```\n   styles/\n   ├── base/\n   └── sheet.css\n   ```\n\n"
        "## Step 2\n\n**Files to touch:**\n- `lib/late.py` (new)\n- `lib/tilt.py`\n",
        {"styles/sheet.css": "", "lib/tilt.py": ""},
        (),
    ),
    Example(
        "what a file's name only says the sort of, and what is to come",
        "- The `orbit.md` tests read `tilt.toml` parsing notes\n- Requires `orbit.toml` for the first run\n"
        "- `lib/tilt.py` reads `lib/late.py`\n"
        "\n```\nlib/\n├── tilt.py\n├── turn.py\n├── sky.py\n└── web.py  # (Coming in phase 2)\n```\n",
        {"lib/tilt.py": "", "lib/turn.py": "", "lib/sky.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.HOLDS, 3),
            Expect("file-exists", Verdict.DOUBTFUL, 3),
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (6, 7, 8, 9)),
        ),
    ),
)
