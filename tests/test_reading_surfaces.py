"""What Markdown, HTML and shells put between words and paths: no word is glued or cut, and only paths of the repository are paths."""

from __future__ import annotations

from pathlib import Path as File

import pytest
from cli_helpers import verify_review, write

from verifier.model import Side
from verifier.reading.clause import FenceClass, Path
from verifier.reading.filenames import is_placeholder
from verifier.reading.mentions import mentions
from verifier.reading.report import read_report
from verifier.reading.roles import code_side_of
from verifier.reading.source import read_source
from verifier.reading.stance import imperative
from verifier.reading.text import Text, TextBuilder, without_comments
from verifier.reading.trees import read_tree

REFERENCES = {"g": "docs/guide.md"}


def _text(markdown: str) -> Text:
    builder = TextBuilder(REFERENCES)
    builder.add_markdown(markdown, 1, 1)
    return builder.build()


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("one<br>two", "one two"),
        ("`a.py`<br/>`b.py`", "a.py; b.py"),
        ("No tests<br>Uses Redis", "No tests; Uses Redis"),
        ("un<b>break</b>able", "unbreakable"),
        ("H<sub>2</sub>O, 10<sup>6</sup> rows", "H2O, 10^6 rows"),
        ("<kbd>Ctrl</kbd><kbd>C</kbd> or <kbd>Ctrl</kbd>+<kbd>C</kbd>", "Ctrl C or Ctrl+C"),
        ("see <a href='docs/a.md'>the docs</a> now", "see the docs now"),
        ("`a.py`<!-- a note -->`b.py`", "a.py b.py"),
        ("a &amp; b&nbsp;c", "a & b c"),
        ("[![Build 120 tests](https://img.example.org/x.svg)](https://ci.example.org) passes", " passes"),
        ("![A view of 12 lockers](docs/view.png) shows", "docs/view.png shows"),
        ("[the guide][g], [g][] and [g], not [x]", "the guide, g and g, not [x]"),
        ("a `List<String>` and List<String>", "a List<String> and List<String>"),
    ],
)
def test_words(markdown: str, plain: str) -> None:
    assert _text(markdown).plain == plain


@pytest.mark.parametrize("markdown", ["in <code>src/a.py</code> now", "in `src/a.py` now"])
def test_code_in_html_is_a_code_span(markdown: str) -> None:
    text = _text(markdown)
    assert [text.plain[start:end] for start, end in text.codes] == ["src/a.py"]


@pytest.mark.parametrize("word", ["two", "c.py"])
def test_words_behind_html_keep_their_place(word: str) -> None:
    line = "<b>one</b><br>two &amp; <code>c.py</code>"
    text = _text(line)
    assert text.place(text.plain.index(word)) == (1, line.index(word) + 1)


def test_comments_over_lines_are_blank() -> None:
    assert without_comments(["a <!-- no", "tests --> b"]) == ["a        ", "          b"]
    assert without_comments(["`<!--` opens", "one"]) == ["`<!--` opens", "one"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        # targets of links are URLs
        ("[Guide](docs/User%20Guide.md)", ["docs/User Guide.md"]),
        ("[Guide](<docs/User Guide.md>)", ["docs/User Guide.md"]),
        ("[`frozen.md`](docs/design%20notes/frozen.md 'a title')", ["docs/design notes/frozen.md"]),
        ("[x](docs/a.md?plain=1#top)", ["docs/a.md"]),
        ("[guide][g]", ["docs/guide.md"]),
        # code spans with blanks
        ("`docs/design notes/subsystems/`", ["docs/design notes/subsystems/"]),
        ("`docs/Weekly Report.md`", ["docs/Weekly Report.md"]),
        ("`python scripts/run.py src/a.py`", ["scripts/run.py", "src/a.py"]),
        ("`src/a.py src/b.py`", ["src/a.py", "src/b.py"]),
        # what a shell completes
        ("`${XDG_CONFIG_HOME:-~/.config}/tool/x.toml`", ["${XDG_CONFIG_HOME:-~/.config}/tool/x.toml"]),
        ("in $HOME/.parcels/x.toml.", ["$HOME/.parcels/x.toml"]),
        ("`$(brew --prefix)/etc/x.conf`", ["$(brew --prefix)/etc/x.conf"]),
        ("`${ROOT}/src/${NAME}/a.py`", ["${ROOT}/src/${NAME}/a.py"]),
        # endings
        ("files ending in `.exp.json`", []),
        ("names that end with `.a.json` or `.b.json`", []),
        ("the `_test.go` suffix", []),
        ("the extension is `.module.css`", []),
        ("`.d.ts` files declare types", []),
        ("copy the `.env.example` file", [".env.example"]),
        # files and attributes
        ("`app.py`, `db.py`, `request.ts`, `logger.py`, console.py", ["app.py", "db.py", "request.ts", "logger.py", "console.py"]),
        ("`app.db`, `request.app`, `console.log`, `process.env`, `response.json`", []),
        ("`com.example`, `a.example` and `io.sample`, but `config.yml.example`", ["config.yml.example"]),
        # products
        ("React/Next.js, xterm.js and discord.py", []),
        ("`src/utils/day.js`", ["src/utils/day.js"]),
        # templates, containers, issues
        ("`src/<area>/index.ts`, <name>.py and `{{ slug }}/setup.py`", []),
        ("`docker run --rm parcels python app/a.py` and `docker compose exec web cat conf/b.yml`", []),
        ("`ssh ops@host cat etc/a.conf`", []),
        ("`docker build -f deploy/Dockerfile .`", ["deploy/Dockerfile"]),
        ("see acme/toolbox#123 and `acme/toolbox#9`", []),
    ],
)
def test_paths(markdown: str, expected: list[str]) -> None:
    assert [m.value.text for m in mentions(_text(markdown)) if isinstance(m.value, Path)] == expected


@pytest.mark.parametrize(
    ("markdown", "homes"),
    [
        ("[`docs/a.md`](https://github.com/acme/toolbox/tree/main/docs/a.md)", ["acme/toolbox"]),
        ("https://gitlab.com/acme/toolbox/-/blob/main/a.py#L10 is", ["acme/toolbox"]),
        ("they live in [toolbox](https://github.com/acme/toolbox) (`skills/a.md`)", ["acme/toolbox"]),
        ("`lib/a.ts` is copied from [toolbox](https://github.com/acme/toolbox.git)", ["acme/toolbox"]),
        ("[toolbox](https://codeberg.org/acme/toolbox): `lib/a.ts`", ["acme/toolbox"]),
        ("[`README.md`](https://docs.example.org/readme) and `a.md`", ["//docs.example.org", ""]),
        ("the toolbox repository ([acme/toolbox](https://github.com/acme/toolbox)) has `skills/a.md`", ["acme/toolbox"]),
        ("[acme/toolbox](https://github.com/acme/toolbox) ships `skills/a.md`", ["acme/toolbox"]),
        ("fixed in [#12](https://github.com/acme/toolbox/pull/12): `src/a.py`", [""]),
        ("uses [toolbox](https://github.com/acme/toolbox), set up in `a.toml`", [""]),
    ],
)
def test_where_a_link_says_that_a_path_lies(markdown: str, homes: list[str]) -> None:
    assert [m.value.home for m in mentions(_text(markdown)) if isinstance(m.value, Path)] == homes


@pytest.mark.parametrize(
    ("path", "stands_for_another"),
    [
        ("path/to/file.py", True),
        ("your-project/main.py", True),
        ("my_module.py", True),
        ("foo/bar.py", True),
        ("docs/REPORT_YYYY-MM.md", True),
        ("src/nipXX/", True),
        ("mypy.ini", False),
        ("src/bar.py", False),
        ("src/pathto.py", False),
        ("barcode.py", False),
    ],
)
def test_placeholders(path: str, stands_for_another: bool) -> None:
    assert is_placeholder(path) is stands_for_another


def test_a_remark_behind_a_files_name_is_no_part_of_it() -> None:
    entries = read_tree(["src/", "├── moon.py(NEW)", "├── (group)/", "└── [slug].tsx"], 1)
    assert [entry.path for entry in entries] == ["src", "src/moon.py", "src/(group)", "src/[slug].tsx"]


def test_a_column_is_told_by_its_first_rows_and_cells() -> None:
    wide = "| a | b |\n|---|---|\n" + "| x " * 2_000 + "|\n" + "| x | y |\n" * 2_000
    columns = {clause.context.column for clause in read_report(read_source("a.md", wide.encode())).clauses}
    assert max(map(len, columns)) == 50
    assert len(columns) <= 51


def test_a_group_in_brackets_is_no_directory() -> None:
    entries = read_tree(["src/", "├── moon/", "│   └── tilt.py", "└── [other modules]", "    └── dust/"], 1)
    assert [entry.path for entry in entries] == ["src", "src/moon", "src/moon/tilt.py", "src/dust"]


@pytest.mark.parametrize("root", ["/var/lib/rover", "/var/lib/rover/"])
def test_what_is_drawn_below_a_directory_of_the_machine_lies_there(root: str) -> None:
    entries = read_tree([root, "├── dust/", "│   └── moon.json", "└── rocks.json"], 1)
    assert [entry.path for entry in entries] == [
        "/var/lib/rover",
        *(f"/var/lib/rover/{name}" for name in ("dust", "dust/moon.json", "rocks.json")),
    ]


@pytest.mark.parametrize(
    ("markdown", "strong"),
    [
        ("**Dust** is grey", ["Dust"]),
        ("a **b** c", ["b"]),
        ("**Dust**", ["Dust"]),
        ("**Dust:** grey", ["Dust:"]),
        ("**Dust.** It is", ["Dust."]),
    ],
)
def test_what_is_in_bold(markdown: str, strong: list[str]) -> None:
    text = _text(markdown)
    assert [text.plain[start:end] for start, end in text.strong] == strong


def test_an_import_graph_is_no_directory_tree() -> None:
    entries = read_tree(["main.js (entry)", "├── big.js", "│   └── util/time.js", "└── util/log.js"], 1)
    assert [(entry.path, entry.unsure) for entry in entries] == [
        ("main.js", False),
        ("big.js", True),
        ("util/time.js", True),
        ("util/log.js", True),
    ]


@pytest.mark.parametrize(
    ("above", "about", "gone", "unsure"),
    [
        ([], "", True, False),
        (["Orphaned (not imported):"], "", False, True),
        (["Files without tests:"], "", False, True),
        (["❌ = never called"], "", False, True),
        ([], "Unused modules:", False, True),
        (["Missing from the repository:"], "", True, False),
        (["❌ = not found"], "Unused modules:", True, False),
    ],
)
def test_what_a_cross_says(above: list[str], about: str, gone: bool, unsure: bool) -> None:
    entry = read_tree([*above, "├── lib/a.js ❌", "└── lib/b.js"], 1, about)[0]
    assert (entry.path, entry.gone, entry.unsure) == ("lib/a.js", gone, unsure)


def test_each_place_in_a_block_is_a_block() -> None:
    code = "# a.py:3\nx = 1\n\n# b.py (lines 4-5)\ny = 2\n# a remark about c.py\nz = 3"
    report = read_report(read_source("r.md", f"Found here:\n\n```python\n{code}\n```\n".encode()))
    assert [(fence.line, fence.end_line, fence.paths[0].text) for fence in report.fences] == [
        (4, 6, "a.py:3"),
        (7, 10, "b.py (lines 4-5"),
    ]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("Created sample project with:\n- manage.py\n- shop.ini", FenceClass.OUTPUT),
        ("Demo site contents:\n- wsgi.py", FenceClass.OUTPUT),
        ("✓ Wrote settings.ini\n✓ Saved state.json", FenceClass.OUTPUT),
        ("✅ Created src/a.py\n✅ Added src/b.py", FenceClass.PROSE),
    ],
)
def test_a_run_s_output(block: str, kind: FenceClass) -> None:
    report = read_report(read_source("r.md", f"# Trial\n\n```\n{block}\n```\n".encode()))
    assert report.fences[0].kind is kind


@pytest.mark.parametrize(
    ("words", "instructs"),
    [
        ("3 separate workers read it", False),
        ("separate modules for readers", False),
        ("Separate modules for readers and writers", False),
        ("Separate the readers from the writers", True),
        ("Separate reading from writing", True),
        ("3. Add a test", True),
        ("2 update jobs", False),
        ("Update the jobs", True),
    ],
)
def test_adjectives_are_no_instructions(words: str, instructs: bool) -> None:
    assert imperative(words) is instructs


def _verdicts(directory: File, report: str, files: dict[str, str]) -> dict[str, str]:
    write(directory, {f"project/{name}": text for name, text in {**files, "docs/layout.md": report}.items()})
    run = verify_review("project/docs/layout.md", "--repo", "project", "--output-format", "json", cwd=directory)
    return {claim["text"]: claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "file-exists"}


def test_links_are_relative_to_their_document(tmp_path: File) -> None:
    links = {
        "up": ("../src/a.py", "holds"),
        "folder": ("../src", "holds"),
        "beside": ("sub/y.md", "holds"),
        "page": ("sub/y.html", "holds"),
        "careless": ("src/a.py", "holds"),
        "gone": ("../src/gone.py", "refuted"),
        "gone beside": ("sub/gone.md", "refuted"),
        "elsewhere": ("far/z.md", "refuted"),
        "out": ("../../other/a.py", "unverifiable"),
        "the tracker": ("../../issues/open.md", "unverifiable"),
    }
    report = "# Layout\n\n" + "".join(f"- [{label}]({target}) is linked\n" for label, (target, _) in links.items())
    found = _verdicts(tmp_path, report, {"src/a.py": "", "docs/sub/y.md": "", "lib/far/z.md": ""})
    assert found == {label: verdict for label, (_, verdict) in links.items()}


def test_an_anchor_of_a_relative_link_is_looked_up_there(tmp_path: File) -> None:
    code = "import os\n\n\ndef load():\n    pass\n"
    write(tmp_path, {"project/src/a.py": code, "project/docs/l.md": "See [the code](../src/a.py#L4) of `load`.\n"})
    run = verify_review("project/docs/l.md", "--repo", "project", "--output-format", "json", cwd=tmp_path)
    assert [claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "line-anchor"] == ["holds"]


def test_a_tree_s_root_may_be_the_repository_by_the_name_of_a_folder_in_it(tmp_path: File) -> None:
    tree = "# Layout\n\n```\nSky/\n├── Sky/\n├── SkyTests/\n└── SkyNotes/\n```\n"
    assert _verdicts(tmp_path, tree, {"Sky/a.py": "", "SkyTests/b.py": ""}) == {
        "Sky/": "unverifiable",
        "SkyTests/": "unverifiable",
        "SkyNotes/": "doubtful",
    }


BOXES = """# Design

```
┌──────────────────────────┐
│   Orders (Port 8309)     │
│  ┌────────────────────┐  │
│  │ - list_orders_late │  │
│  │ - no_such_handler  │  │
│  └────────────────────┘  │
└──────────────────────────┘
```
"""


def test_the_words_in_boxes_are_read(tmp_path: File) -> None:
    write(tmp_path, {"a.py": "def list_orders_late():\n    return 1\n", "REVIEW.md": BOXES})
    run = verify_review("REVIEW.md", "--repo", ".", "--output-format", "json", cwd=tmp_path)
    told = {(claim["line"], claim["text"]): claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "symbol-exists"}
    assert told == {(7, "list_orders_late"): "holds", (8, "no_such_handler"): "unverifiable"}


def test_a_line_that_gives_a_directory_places_what_is_below_it(tmp_path: File) -> None:
    report = "## Schemas\n\n**Location:** `src/schemas/`\n\n- `user.py` - UserCreate\n\n## Other\n\n- `user.py` is long\n"
    code = {"src/models/user.py": "class User: ...\n", "src/schemas/user.py": "class UserCreate: ...\n", "REVIEW.md": report}
    write(tmp_path, code)
    run = verify_review("REVIEW.md", "--repo", ".", "--output-format", "json", cwd=tmp_path)
    assert next(claim["observed"] for claim in run.json["claims"] if claim["text"] == "user.py") == "present as src/schemas/user.py"


def test_a_tree_of_which_most_is_missing_is_left_open(tmp_path: File) -> None:
    names = ("turn.py", "tilt.py", "sky.py", "moon.py", "tide.py", "last.py")
    tree = "# Layout\n\n```\nsrc/\n" + "".join(f"├── {name}\n" for name in names) + "```\n"
    planned = _verdicts(tmp_path / "planned", tree, {"src/other.py": "", "src/turn.py": ""})
    assert planned == {"src/": "holds", "turn.py": "holds", **dict.fromkeys(names[1:], "unverifiable")}
    drawn = _verdicts(tmp_path / "drawn", tree, {f"src/{name}": "" for name in names[:-1]})
    assert drawn == {"src/": "holds", **dict.fromkeys(names[:-1], "holds"), "last.py": "refuted"}


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        ("- `tilt.ts` is short\n- No any types in production code\n", "unverifiable"),  # `turn.ts`, which nobody named, has one
        ("- `turn.ts` is short\n- No any types in production code\n", "refuted"),
        ("- В проекте отсутствует и Redis, и всё остальное\n", "unverifiable"),
        ("- Redis is used\n", "holds"),
    ],
)
def test_a_hold_says_what_its_sentence_says(tmp_path: File, report: str, verdict: str) -> None:
    code = {"tilt.ts": "export const a = 1\n", "turn.ts": "import Redis from 'ioredis'\nexport const b: any = new Redis()\n"}
    packages = {"package.json": '{"dependencies": {"ioredis": "5"}}'}
    write(tmp_path, {f"project/{name}": text for name, text in {**code, **packages, "r.md": report}.items()})
    run = verify_review("project/r.md", "--repo", "project", "--output-format", "json", cwd=tmp_path)
    assert [claim["verdict"] for claim in run.json["claims"] if claim["rule"] in ("any-types", "mechanism")] == [verdict]


@pytest.mark.parametrize(("line", "verdict"), [("`tilt.py` → `turn()`", "holds"), ("`tilt.py` → `turn.py`", "unverifiable")])
def test_an_arrow_to_a_call_is_no_move(tmp_path: File, line: str, verdict: str) -> None:
    found = _verdicts(tmp_path, f"# Flow\n\n- {line}\n", {"tilt.py": "def turn(): ...\n", "turn.py": ""})
    assert found["tilt.py"] == verdict


@pytest.mark.parametrize(
    ("item", "wish"),
    [
        ("**Split:** break it into modules:", True),
        ("The modules:", True),
        ("The current state:", False),
    ],
)
def test_what_an_item_leads_is_a_recommendation_below_recommendations(item: str, wish: bool) -> None:
    text = f"**Recommendations:**\n1. {item}\n   ```\n   lib/\n   └── a.py\n   ```\n"
    entries = [clause for clause in read_report(read_source("r.md", text.encode())).clauses if "a.py" in clause.text]
    assert [clause.asserts for clause in entries] == [not wish]


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Dead code removed:", Side.BEFORE),
        ("In a.py (11 lines removed)", Side.BEFORE),
        ("Removed from a.py", Side.BEFORE),
        ("How files are removed by the crew", Side.NOW),
        ("After:", Side.AFTER),
        ("❌ 修复前：", Side.BEFORE),
        ("修正後", Side.AFTER),
        ("Vorher", Side.BEFORE),
        ("Después:", Side.AFTER),
    ],
)
def test_whose_code_it_is(words: str, side: Side) -> None:
    assert code_side_of(words) is side
