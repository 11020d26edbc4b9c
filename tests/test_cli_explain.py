"""`verify-review explain`: one claim by its line or its id, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import verify_review

REPORT = "# Moon\n\n`src/moon.py` has 9 lines and turns slowly.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "moon.py").write_text("x = 1\ny = 2\n", encoding="utf-8")
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_a_line_shows_its_claims_as_they_were_read(here: Path) -> None:
    run = verify_review("explain", "3", "report.md", "--repo", ".", cwd=here)
    assert run.code == 0
    for words in (
        "doubtful[file-lines]: src/moon.py has 2 lines, not 9",
        "= read:     file-lines: src/moon.py 9 lines (9 line)",
        "= not read:",
        "= beside:   holds[file-exists]: src/moon.py is there",
    ):
        assert words in run.text, run.text


def test_an_id_shows_its_claim_alone(here: Path) -> None:
    claims = verify_review("report.md", "--repo", ".", "--output-format", "json", cwd=here).json["claims"]
    name = next(claim["id"] for claim in claims if claim["rule"] == "file-exists")
    run = verify_review("explain", name[:6], "report.md", "--repo", ".", cwd=here)
    assert run.text.count("= id:") == 1
    assert name in run.text


def test_what_is_not_there_is_told_with_what_is(here: Path) -> None:
    run = verify_review("explain", "77", "report.md", "--repo", ".", cwd=here)
    assert run.code == 2
    assert "no claim of report.md is called 77" in run.err
    assert "on the lines 3" in run.err
