"""What the rule file-exists makes of small reports."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

from .drawn_examples import DRAWN

EXAMPLES = (
    *DRAWN,
    Example(
        "absent from something else, and to be made",
        "The whole `mobile/` app (`mobile/`) is absent from CI.\n\n`sky/` is absent from the repository.\n\n"
        "**Required Changes:**\n\n1. **Metrics**\n   - File: `moon/metrics.py` (new)\n   - File: `mobile/a.py`\n",
        {"mobile/a.py": "", "sky/b.py": ""},
        (Expect("file-exists", Verdict.HOLDS, 1), Expect("file-exists", Verdict.REFUTED, 3), Expect("file-exists", Verdict.HOLDS, 9)),
    ),
    Example(
        "of which part it is said",
        "- Neither app has a `server.js` file.\n- The web app has no `server.js`.\n- There is no `server.js` file.\n",
        {"admin/server.js": "", "web/a.js": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.REFUTED, 3),
        ),
    ),
    Example(
        "what is said of the last name alone",
        "- `a.py` is a stub, and crashes first on `Moon.from_dict`, which does not exist.\n- `a.py` is a stub, which does not exist.\n",
        {"a.py": "Moon.from_dict({})\n"},
        (Expect("file-exists", Verdict.HOLDS, 1), Expect("file-exists", Verdict.DOUBTFUL, 2)),
        also=("symbol-exists",),
    ),
    Example(
        "missing in a folder, and in the root",
        "- No `models.py` in `core/`\n- There is no `package.json` in the root\n- `web/` has no `package.json`\n"
        "- Neither `a.py` nor `b.py` has a test\n- Retries missing around `core/sums.py`\n",
        {"core/sums.py": "", "lib/models.py": "", "web/package.json": "", "a.py": "", "b.py": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (1, 1, 2, 3, 4, 4, 5)),
            Expect("file-exists", Verdict.REFUTED, 3, "package.json"),
        ),
        also=("test-exists",),
    ),
    Example(
        "how it ought to be, in Chinese",
        "当前状态：\n\n```\nsky/\n├── a.py\n└── b.py\n```\n\n应该有的状态：\n\n```\nsky/\n├── a.py\n└── lib/turn.py\n```\n",
        {"sky/a.py": "", "sky/b.py": ""},
        (*(Expect("file-exists", Verdict.HOLDS, line) for line in (4, 5, 6)),),
    ),
    Example(
        "put forward, of earlier, and written by a program",
        "- `a.py` is there, as `b.py` and `c.py` are\n- `a.py` ⇒ `lib/models.py` (suggestion)\n- `old.py` served as the parser until May\n"
        '- `docs/a.py` now lives in the root as `a.py`\n- File "core/turn.py", line 42, in call\n',
        {"a.py": "", "b.py": "", "c.py": "", "core/models.py": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (1, 1, 1, 4, 4)),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2, "a.py"),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2, "lib/models.py"),
        ),
    ),
    Example(
        "a source of a language that is not here",
        "- `fft.c` lines 3-9 have the original loop\n- `fft.py` has the loop\n- `a.py`, `b.py` and `c.py` have the rest\n",
        {"a.py": "", "b.py": "", "c.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.REFUTED, 2),
            *(Expect("file-exists", Verdict.HOLDS, 3) for _ in "abc"),
        ),
    ),
    Example(
        "a script that another one writes",
        "Call `./start.sh`, then `./moon.sh`. Both lie beside `setup.sh`.\n",
        {"setup.sh": "cat > start.sh << 'EOF'\necho hi\nEOF\n"},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1, "start.sh"),
            Expect("file-exists", Verdict.DOUBTFUL, 1, "moon.sh"),
            Expect("file-exists", Verdict.HOLDS, 1, "setup.sh"),
        ),
    ),
    Example(
        "files that the code writes",
        "The helpers are `hold/c.py`, `hold/d.js`, `solution.py`, `other.py`, `made.js` and `gone.py`.\n",
        {
            "hold/a.py": "(folder / 'solution.py').write_text(code)\nopen('other.py', 'w')\n",
            "hold/c.py": "x = 1\n",
            "hold/d.js": "x\n",
            "hold/b.js": "fs.writeFileSync(path.join(folder, 'made.js'), text)\n",
        },
        (
            *(Expect("file-exists", Verdict.HOLDS, 1, name) for name in ("hold/c.py", "hold/d.js")),
            *(Expect("file-exists", Verdict.UNVERIFIABLE, 1, name) for name in ("solution.py", "other.py", "made.js")),
            Expect("file-exists", Verdict.REFUTED, 1, "gone.py"),
        ),
    ),
    Example(
        "present and missing",
        "The handler is in `src/app.py`, its helper in `src/gone.py`.\n",
        {"src/app.py": "x = 1\n"},
        (Expect("file-exists", Verdict.HOLDS, 1, "src/app.py"), Expect("file-exists", Verdict.REFUTED, 1, "src/gone.py")),
    ),
    Example(
        "said to be absent",
        "- No `CHANGELOG.md`\n- `setup.py` does not exist\n",
        {"setup.py": ""},
        (Expect("file-exists", Verdict.HOLDS, 1, "CHANGELOG.md"), Expect("file-exists", Verdict.REFUTED, 2, "setup.py")),
    ),
    Example(
        "a file that the repository ignores",
        "- The password is in `config.json`.\n- No `secrets.json`\n- `settings.json`\n- `local.toml`\n",
        {".gitignore": "config.json\nsecrets.json\n*.json\n!settings.json\nconf/*.toml\n", "conf/a.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1, "config.json"),
            Expect("file-exists", Verdict.HOLDS, 2, "secrets.json"),
            Expect("file-exists", Verdict.DOUBTFUL, 3, "settings.json"),
            Expect("file-exists", Verdict.UNVERIFIABLE, 4, "local.toml"),
        ),
    ),
    Example(
        "missing among files that are there, among others that are missing, and in another place of the same report",
        "- The crater is in `moon.py`.\n- `dust.py` and `src/orbit.py` are long.\n\n## Plains\n\n- `far.py`\n- `near.py`\n- `dust.py`\n\n"
        "## Notes\n\n`tilt.py` is fast.\n\n## Files created\n\n- `rover.py`\n\n## Parts\n\n- `src/a.py`, `src/b.py`, `src/c.py`\n",
        {"src/orbit.py": "", "src/a.py": "", "src/b.py": "", "src/c.py": ""},
        (
            *(Expect("file-exists", Verdict.REFUTED, line) for line in (1, 2, 8, 16)),
            Expect("file-exists", Verdict.HOLDS, 2, "src/orbit.py"),
            *(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (6, 7, 12)),
            *(Expect("file-exists", Verdict.HOLDS, 20, f"src/{name}.py") for name in "abc"),
        ),
    ),
    Example(
        "the only file of a report",
        "The crater is in `moon.py`.\n",
        {"src/orbit.py": ""},
        (Expect("file-exists", Verdict.DOUBTFUL, 1),),
    ),
    Example(
        "made from a template, and a folder that the program fills",
        "`greeting.md` is read at the start. `pictures/old/` holds what it had.\n",
        {"greeting.md.example": "", "draw.php": "$to = '../pictures/old/' . $name;\n", "draw.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1, "greeting.md"),
            Expect("file-exists", Verdict.UNVERIFIABLE, 1, "pictures/old/"),
        ),
    ),
    Example(
        "a path that begins at another place",
        "- `deck/mast.py`, `rail.py` and `keel.py`\n- `hull/mast.py` bends\n",
        {"deck/mast.py": "", "keel.py": "", "rail.py": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, 1) for _ in range(3)),
            Expect("file-exists", Verdict.DOUBTFUL, 2, "hull/mast.py"),
        ),
    ),
    Example(
        "crossed out",
        "## ❌ MISSING\n\n### Guides\n\n1. ❌ `USER.md` - how to\n2. ❌ `a.py` - docstrings\n\n## Files\n\n- ❌ `gone.py` - secrets\n\n"
        "## Issue 1: Create a guide\n\n### GUIDE.md\n\n```bash\ncat x > out.yml\n```\n",
        {"a.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 5, claimed="absent"),
            *(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (6, 10, 14)),
        ),
    ),
    Example(
        "a drawn tree with what is left out in brackets",
        "```\nsrc/\n├── a.py\n├── b.py\n└── [other modules...]\n```\n",
        {"src/a.py": "", "src/b.py": ""},
        (Expect("file-exists", Verdict.HOLDS, 2), Expect("file-exists", Verdict.HOLDS, 3), Expect("file-exists", Verdict.HOLDS, 4)),
    ),
    Example(
        "ticked among what is missing",
        "## Missing documentation\n\n- ❌ No diagrams\n- ✅ Good: `NOTES.md` tracks changes\n- ✅ `GUIDE.md` was written\n",
        {"NOTES.md": ""},
        (Expect("file-exists", Verdict.HOLDS, 4, claimed="present"), Expect("file-exists", Verdict.REFUTED, 5)),
    ),
    Example(
        "missing by its own line, and in a wish's bracket",
        "**Removed obsolete tests:**\n\n- `old.test.ts`\n\nMoved (from `old/`).\n\n```bash\nmv src/x.py src/y.py\n```"
        "\n\nAll __init__.py files are there.\n\n"
        "- `x.md` - NOT FOUND\n- `y.md`: missing\n- Split into modules (x.py, y.py)\n- test_*_a.py\n\n"
        "| File | Status | Tests |\n|---|---|---|\n| `z.md` | ❌ Missing | n/a |\n| `a.py` | ✅ | Missing |\n",
        {"a.py": "", "test_1_a.py": "", "p/__init__.py": ""},
        (
            *(Expect("file-exists", Verdict.HOLDS, line, claimed="absent") for line in (3, 5, 13, 14, 20)),
            *(Expect("file-exists", Verdict.HOLDS, line, claimed="present") for line in (11, 16, 21)),
        ),
    ),
    Example(
        "listed as missing",
        "## Missing test files\n\n- `a.py`: missing validation\n- test_a.py\n\nExisting files:\n\n- `a.py`\n\n"
        "## Missing configuration sections\n\n| Section | File |\n|---|---|\n| `x` | `a.py` |\n\n"
        "## Missing optional files\n\n### Formatting:\n\n- `.prettierrc.yml`\n- `a.py`\n\n"
        "## Missing documentation\n\n- `a.py` has no docstrings\n\n## Notes\n\n- `a.py` missing error handling\n"
        "- Validation (missing in `a.py`)\n- No issues in `lib/` or `src/`\n",
        {"a.py": "", "lib/b.py": "", "src/c.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 20, claimed="absent"),
            Expect("file-exists", Verdict.REFUTED, 21, claimed="absent"),
            *(Expect("file-exists", Verdict.HOLDS, line, claimed="present") for line in (3, 8, 14, 25, 29, 30, 31, 31)),
            Expect("file-exists", Verdict.HOLDS, 4, claimed="absent"),
        ),
    ),
    Example(
        "wishes, products, files made at run time or referred to, families",
        "Add `docs/guide.md`.\n\nBuilt on Node.js; it writes results to `out.json`.\n\n- All steps emit versions.yml\n"
        "- The schema references: `b.json`\n",
        {"a.py": ""},
        (),
    ),
    Example(
        "a product, or one of a family",
        "Uses Prism.js.\n\nMultiple HANDOFF.md files lie in the root.\n",
        {"A_HANDOFF.md": ""},
        (Expect("file-exists", Verdict.UNVERIFIABLE, 1), Expect("file-exists", Verdict.UNVERIFIABLE, 3)),
    ),
    Example(
        "made when the program runs, and of another project",
        "- `state.json` keeps what was seen\n- See `acme/GUIDE.md`\n- `other.json` is there\n",
        {"src/a.py": "import acme\n\nopen('state.json', 'w')\n"},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.REFUTED, 3),
        ),
    ),
    Example(
        "libraries, placeholders, archives, endings",
        "- gridline.js draws, charts.js too\n- Run `DEBUG=1 pytest path/to/test_a.py`\n- `parcels-1.4.2.tar.gz` was checked\n"
        "- `.snap.json` marks snapshots\n- grid.js draws\n- `my_module.py` and `your-app/main.py`\n",
        {"package.json": '{"dependencies": {"@acme/gridline": "1", "charts.js": "2"}}', "t/a.snap.json": ""},
        (*(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (1, 1, 3, 5)),),
        also=("mechanism",),
    ),
    Example(
        "adjectives, and settings of one file in another",
        "## Done\n\n✅ Clear notes (lamp/NOTES.md)\n✅ pytest.ini options in pyproject.toml\n",
        {"lamp/NOTES.md": "", "pyproject.toml": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 3),
            Expect("file-exists", Verdict.UNVERIFIABLE, 4),
            Expect("file-exists", Verdict.HOLDS, 4),
        ),
    ),
    Example(
        "a module, without its ending",
        "- `wicks/base` is small\n- `wicks/lost` is small\n",
        {"src/wicks/base.py": "x = 1\n"},
        (Expect("file-exists", Verdict.HOLDS, 1), Expect("file-exists", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "a letter names any file, unless there is one",
        "- `x.ts` wins over `x.js`\n- `a.py` is there\n",
        {"a.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.HOLDS, 2),
        ),
    ),
    Example(
        "kept out by an ignore file, or filled when the program runs",
        "- `data/events/` holds them\n- `cache/` is read\n- `spool/in/` and `spool/done/`\n- `logs/app/` is gone\n",
        {".gitignore": "data/events/*.json\ncache/\n", "a.py": "import os\nIN = os.path.join('spool', 'in')\n"},
        (
            *(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (1, 2, 3, 4)),
            Expect("file-exists", Verdict.DOUBTFUL, 3, "spool/done/"),
        ),
    ),
    Example(
        "listed under a folder that an ignore file keeps out",
        "# Done\n\n`a.py` was made.\n\n## Trials (drafts/)\n\n- `fold_rows.py` folds them\n\n## Scripts\n\n- `fold_rows.py` folds them\n",
        {".gitignore": "drafts/\n", "a.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 3),
            Expect("file-exists", Verdict.UNVERIFIABLE, 5),
            Expect("file-exists", Verdict.UNVERIFIABLE, 7),
            Expect("file-exists", Verdict.REFUTED, 11),
        ),
    ),
    Example(
        "links that lead elsewhere",
        "- [`docs/flow/`](https://github.com/acme/toolbox/tree/main/docs/flow) and [`a.md`](https://docs.example.org/a)\n"
        "- The skills live in [acme/toolbox](https://github.com/acme/toolbox) (`skills/pilot/`).\n"
        "- Built with [toolbox](https://github.com/acme/toolbox), configured in `toolbox.toml`\n",
        {"a.py": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.REFUTED, 3),
        ),
        also=("mechanism",),
    ),
    Example(
        "directories left out, rules with stars, data that a command is given",
        "- Tilt is in `orbit/tilt.c`\n- Nothing of `orbits/*.log` is shipped\n\n```sh\nturn sky.csv\n```\n",
        {"orbit/src/tilt.c": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 1),
            Expect("file-exists", Verdict.UNVERIFIABLE, 2),
            Expect("file-exists", Verdict.UNVERIFIABLE, 5),
        ),
    ),
    Example(
        "removed, and tests that are missing",
        "## Files Deleted (Drafts)\n\nThe following files from the first setup were deleted:\n- `tilt.py`\n- `turn.py`\n\n"
        "| Module | Tests | Verdict |\n|---|---|---|\n| `turn.py` | 0 | Missing |\n",
        {"turn.py": ""},
        (
            Expect("file-exists", Verdict.HOLDS, 4),
            Expect("file-exists", Verdict.DOUBTFUL, 5),
            Expect("file-exists", Verdict.UNVERIFIABLE, 9),
        ),
    ),
    Example(
        "names of branches",
        "## Branch naming\n\n- `docs/protocol`\n- `fix/`\n\n## Folders\n\n- `docs/protocol`\n"
        "- `docs/a.md`\n- Merged `docs/old` into main\n",
        {"docs/a.md": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 3),
            Expect("file-exists", Verdict.UNVERIFIABLE, 4),
            Expect("file-exists", Verdict.DOUBTFUL, 8),
            Expect("file-exists", Verdict.HOLDS, 9),
            Expect("file-exists", Verdict.HOLDS, 10),
        ),
    ),
    Example(
        "a sample project's files, and what a program wrote",
        "We scaffolded a demo app:\n\n- `manage.py` starts it\n\n```\nSample project contents:\n- settings.ini\n```\n\n"
        "```\nWrote report.json\n```\n",
        {"a.py": ""},
        (),
    ),
    Example(
        "a customary file that the program writes, and one that it only reads",
        "- `.env.example` holds placeholders\n- `.editorconfig` sets the width\n- `setup/make.py` makes\n",
        {
            "setup/make.py": 'def make(root):\n    (root / ".env.example").write_text("KEY=\\n")\n',
            "setup/style.py": 'def style(root):\n    return (root / ".editorconfig").read_text()\n',
        },
        (
            *(
                Expect("file-exists", verdict, line)
                for line, verdict in enumerate((Verdict.UNVERIFIABLE, Verdict.REFUTED, Verdict.HOLDS), 1)
            ),
        ),
    ),
    Example(
        "rows that mark what heads them as not done",
        "| Item | Status | Evidence |\n|---|---|---|\n| `sky/moon.py` | ✅ | The moon |\n| `sky/sun.py` | ❌ | Part of the moon |\n"
        "| `sky/star.py` (separate) | ❌ Minor | Part of the moon |\n| `sky/ring.py` | ⏳ 40% | Part of the moon |\n"
        "| `sky/belt.py` | Not started | Part of the moon |\n| `sky/dust.py` | Done | Part of the moon ❌ |\n"
        "| `sky/turn.py` | ✅ | Turns |\n\nSee `sky/a.py`, `sky/b.py`, `sky/c.py`, `sky/d.py`, `sky/e.py`, `sky/f.py` and `sky/g.py`.\n",
        {f"sky/{name}.py": "" for name in ("moon", "turn", *"abcdefg")},
        (
            *(Expect("file-exists", Verdict.HOLDS, line) for line in (3, 9, *[11] * 7)),
            *(Expect("file-exists", Verdict.UNVERIFIABLE, line) for line in (4, 5, 6, 7)),
            Expect("file-exists", Verdict.DOUBTFUL, 8),
        ),
    ),
    Example(
        "where something that is lacking belongs",
        "| Fault | Fix | Place |\n|---|---|---|\n| No updates of packages | Add a bot | `ci/bot.yml` |\n"
        "| Slow start | Cache | `ci/run.yml` |\n| Slow end | Cache | `ci/build.yml` |\n",
        {"ci/build.yml": ""},
        (
            Expect("file-exists", Verdict.UNVERIFIABLE, 3),
            Expect("file-exists", Verdict.DOUBTFUL, 4),
            Expect("file-exists", Verdict.HOLDS, 5),
        ),
    ),
    Example(
        "a directory by its last word",
        "- `launcher/src/keys.rs` reads them\n- `lander/src/keys.rs` does not\n",
        {"crates/moon-launcher/src/keys.rs": "", "crates/moon-core/src/keys.rs": ""},
        (Expect("file-exists", Verdict.UNVERIFIABLE, 1), Expect("file-exists", Verdict.DOUBTFUL, 2)),
    ),
    Example(
        "a component called by its folder, too",
        "1. **MoonCrater.vue** shows a crater\n2. **DustCrater.vue** does not\n",
        {"views/Moon/Crater.vue": "<template/>\n"},
        (Expect("file-exists", Verdict.UNVERIFIABLE, 1), Expect("file-exists", Verdict.DOUBTFUL, 2)),
    ),
    Example(
        "what a bundler makes of its entries",
        "- `moon.css` is large\n- `dust.css` is larger\n",
        {"webpack.config.js": "module.exports = { entry: { 'moon': ['./src/moon.js'] } };\n", "src/moon.js": "", "src/a.css": ""},
        (Expect("file-exists", Verdict.UNVERIFIABLE, 1), Expect("file-exists", Verdict.DOUBTFUL, 2)),
    ),
)
