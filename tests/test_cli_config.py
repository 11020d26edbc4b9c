"""`verify-review config` prints what is in force, as a file that would put the same in force; `--isolated` leaves files aside."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from cli_helpers import verify_review

FULL = """select = ["files", "size"]
min-confidence = "certain"
output-format = "json"
budget = 500
fail-on = ["refuted", "part"]
min-checked = "12.5%"
max-refuted = 3
baseline = "known \\"b\\".json"
base = "origin/main"
require-reasons = true

[areas]
"back end" = ["services/api", "lib"]

[rules.mechanism.concepts.acme-bus]
aliases = ["ACME bus"]
packages.python = ["acme-bus"]
decides = "alone"
"""


def test_what_is_printed_is_a_configuration_of_the_same(tmp_path: Path) -> None:
    (tmp_path / "verify-review.toml").write_text(FULL)
    first = verify_review("config", cwd=tmp_path)
    assert first.code == 0
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
    (line,) = [line for line in verify_review("config", cwd=tmp_path).text.splitlines() if line.startswith(f"{key} = ")]
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
