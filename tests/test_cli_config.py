"""`verify-review config` prints what is in force, as a file that would put the same in force; `--isolated` leaves files aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli
from cli_helpers import verify_review, write
from jsonschema import ValidationError, validate

FULL = """select = ["files", "size"]
min-confidence = "certain"
output-format = "json"
budget = 500
fail-on = ["refuted", "part"]
min-checked = "12.5%"
max-refuted = 3
exclude = ["old/**", "!old/kept.md"]
words = ["bulletproof"]
baseline = "known \\"b\\".json"
base = "origin/main"
require-reasons = true

[areas]
"back end" = ["services/api", "lib"]

[rules.mechanism.concepts.acme-bus]
aliases = ["ACME bus"]
packages.python = ["acme-bus"]
decides = "alone"

[files]
tests = ["checks/**"]
vendored = ["!vendor/ours/**"]
generated = []

[reports."docs/**"]
ignore = ["complexity"]
fail-on = []
"""


def test_what_is_printed_is_a_configuration_of_the_same(tmp_path: Path) -> None:
    (tmp_path / "verify-review.toml").write_text(FULL)
    first = verify_review("config", cwd=tmp_path)
    assert first.code == 0
    validate(tomli.loads(first.text), json.loads(verify_review("config", "--schema", cwd=tmp_path).text))
    (tmp_path / "again.toml").write_text(first.text)
    again = verify_review("config", "--config", "again.toml", cwd=tmp_path)
    assert tomli.loads(again.text) == tomli.loads(first.text)
    assert tomli.loads(first.text) == {
        "ignore": [],
        "ignore-suppressions": False,
        "unsafe-fixes": False,
        **tomli.loads(FULL),
        "baseline": str(tmp_path / 'known "b".json'),
    }


@pytest.mark.parametrize(("key", "where"), [("select", "verify-review.toml"), ("budget", "verify-review.toml"), ("ignore", "default")])
def test_each_value_is_told_with_where_it_comes_from(tmp_path: Path, key: str, where: str) -> None:
    (tmp_path / "verify-review.toml").write_text(FULL)
    (line,) = [line for line in verify_review("config", cwd=tmp_path).text.partition("\n[")[0].splitlines() if line.startswith(f"{key} = ")]
    assert line.endswith(f"# {where}")


def test_isolated_leaves_files_aside(tmp_path: Path) -> None:
    (tmp_path / "verify-review.toml").write_text('fail-on = []\nselect = ["complexity"]\n')
    (tmp_path / "report.md").write_text("`nowhere.py` is missing a test. See `src/nowhere.py`.\n\n`report.md` has 9 lines.\n")
    assert verify_review("report.md", cwd=tmp_path).code == 0
    assert verify_review("report.md", "--isolated", cwd=tmp_path).code == 1
    assert verify_review("config", "--isolated", cwd=tmp_path).text.startswith("# no configuration file")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--isolated", "--config", "verify-review.toml"), "--isolated and --config exclude each other"),
        (("--config", "none.toml"), "none.toml: can't be read"),
        ((), "select: no rule or family is named 'filez'; did you mean 'files'?"),
    ],
)
def test_what_can_not_be_used_is_told(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "verify-review.toml").write_text('select = ["filez"]\n')
    run = verify_review("config", *arguments, cwd=tmp_path)
    assert (run.code, told in run.err) == (2, True)


ROOT = Path(__file__).parent.parent


def test_the_schema_is_published_as_it_is(tmp_path: Path) -> None:
    published = (ROOT / "docs" / "verify-review.schema.json").read_text(encoding="utf-8")
    assert published == verify_review("config", "--schema", cwd=tmp_path).text, (
        "verify-review config --schema > docs/verify-review.schema.json"
    )


@pytest.mark.parametrize(
    "wrong",
    ["selct = []", 'fail-on = ["everything"]', "min-checked = 101", "[files]\ntest = []", '[reports."a.md"]\nbudget = 3', "[rules.size]"],
)
def test_the_schema_refuses_what_is_refused(tmp_path: Path, wrong: str) -> None:
    schema = json.loads((ROOT / "docs" / "verify-review.schema.json").read_text(encoding="utf-8"))
    with pytest.raises(ValidationError):
        validate(tomli.loads(wrong if not wrong.startswith("[rules") else wrong + "\nlargest = 3"), schema)
    (tmp_path / "verify-review.toml").write_text(wrong if not wrong.startswith("[rules") else wrong + "\nlargest = 3")
    assert verify_review("config", cwd=tmp_path).code == 2


FALSE = {
    "project/app.py": "import os\n",
    "project/checks/app.py": "import app\n\n\ndef test_app():\n    assert app\n",
    "docs/a.md": "`app.py` has 9 lines.\n",
    "b.md": "`app.py` has 8 lines.\n",
}


@pytest.mark.parametrize(
    ("configured", "environment", "arguments", "code", "told"),
    [
        ("", {}, ("docs/a.md", "b.md"), 1, ""),
        ('exclude = ["docs"]', {}, ("docs/a.md",), 0, "note: docs/a.md is left out: `exclude` of verify-review.toml names it"),
        ('exclude = ["*.md", "!a.md"]', {}, ("docs/a.md", "b.md"), 1, "note: b.md is left out"),
        ('exclude = ["*.md"]', {}, ("docs",), 0, ""),
        ('[reports."docs/**"]\nignore = ["file-lines"]', {}, ("docs/a.md",), 0, ""),
        ('[reports."docs/**"]\nignore = ["file-lines"]', {}, ("docs/a.md", "b.md"), 1, ""),
        ('[reports."docs/**"]\nfail-on = []', {}, ("docs/a.md",), 0, ""),
        ('[reports."docs/**"]\nfail-on = []', {}, ("docs/a.md", "b.md"), 1, ""),
        ('fail-on = []\n[reports."b.md"]\nfail-on = ["refuted"]', {}, ("docs/a.md",), 0, ""),
        ('fail-on = []\n[reports."b.md"]\nfail-on = ["refuted"]', {}, ("docs/a.md", "b.md"), 1, ""),
        ('[reports."docs/**"]\nselect = ["complexity"]', {}, ("docs/a.md", "--select", "file-lines"), 1, ""),
        ("", {"VERIFY_REVIEW_FAIL_ON": "stale, doubtful"}, ("b.md",), 0, ""),
        ('fail-on = ["doubtful"]', {"VERIFY_REVIEW_FAIL_ON": "refuted"}, ("b.md",), 1, ""),
        ("", {"VERIFY_REVIEW_FAIL_ON": "stale"}, ("b.md", "--fail-on", "refuted"), 1, ""),
        ("", {"VERIFY_REVIEW_MAX_REFUTED": "many"}, ("b.md",), 2, "environment: VERIFY_REVIEW_MAX_REFUTED: must be a whole number"),
        ("", {"VERIFY_REVIEW_UNSAFE_FIXES": "perhaps"}, ("b.md",), 2, "must be true or false"),
        ("", {"VERIFY_REVIEW_CACHE_DIR": "cache", "VERIFY_REVIEW_TOKEN": "x"}, ("b.md",), 1, ""),
    ],
)
def test_what_counts_for_which_report(
    tmp_path: Path, configured: str, environment: dict[str, str], arguments: tuple[str, ...], code: int, told: str
) -> None:
    write(tmp_path, {**FALSE, "verify-review.toml": configured})
    run = verify_review(*arguments, "--repo", "project", cwd=tmp_path, env=environment)
    assert (run.code, told in run.err) == (code, True), run.err


@pytest.mark.parametrize(
    ("files", "claim", "holds"),
    [
        ("", "There are no test files.", True),
        ('tests = ["checks/"]', "There are no test files.", False),
        ('vendored = ["checks"]', "The project has 1 Python file.", True),
        ('vendored = ["checks", "!checks/app.py"]', "The project has 2 Python files.", True),
    ],
)
def test_a_project_says_which_files_are_what(tmp_path: Path, files: str, claim: str, holds: bool) -> None:
    write(
        tmp_path,
        {**FALSE, "verify-review.toml": f"[files]\n{files}\n"},
    )
    run = verify_review("--claim", claim, "--repo", "project", "--output-format", "json", cwd=tmp_path)
    assert ("holds" in {claim["verdict"] for claim in run.json["claims"]}) is holds, run.text


def test_words_that_say_nothing_leave_nothing_unchecked(tmp_path: Path) -> None:
    write(tmp_path, {"store.py": "x = 1\n", "report.md": "The squad's bulletproof `store.py` has 1 line.\n"})
    assert json.loads(verify_review("report.md", "--output-format", "json", cwd=tmp_path).text)["statements"][0]["checked"] == "part"
    (tmp_path / "verify-review.toml").write_text('words = ["Squad", "bulletproof"]\n')
    assert json.loads(verify_review("report.md", "--output-format", "json", cwd=tmp_path).text)["statements"][0]["checked"] == "full"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("never", "denies what is said"),
        ("planned", "tells when"),
        ("most", "tells how much"),
        ("three", "tells how much"),
        ("a b", "is no single"),
    ],
)
def test_a_word_that_says_something_is_not_left_out(tmp_path: Path, word: str, told: str) -> None:
    write(tmp_path, {"verify-review.toml": f'words = ["{word}"]\n', "report.md": "x\n"})
    ended = verify_review("report.md", cwd=tmp_path)
    assert ended.code == 2
    assert f"words: '{word}' {told}" in ended.err
