"""Suppressions, baselines, and what else decides whether a run fails, as users run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, in_process, verify_review, write
from test_cli_fix import git

OPINION = "It is nice and fast.\n\nLatency is 20 ms.\n"
NOTED = FALSE.rstrip("\n") + " <!-- verify-review: ignore[file-lines] counted by hand -->\n"
IDLE = TRUE.rstrip("\n") + " <!-- verify-review: ignore[file-lines] counted by hand -->\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    reports = {"false.md": FALSE, "true.md": TRUE, "noted.md": NOTED, "idle.md": IDLE, "opinion.md": OPINION, "two.md": FALSE * 2}
    return write(tmp_path, {f"project/{name}": text for name, text in PROJECT.items()} | reports)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["noted.md"], 0, ""),
        (["noted.md", "--ignore-suppressions"], 1, ""),
        (["noted.md", "--require-reasons"], 0, ""),
        (["idle.md"], 0, "warning: idle.md:1: this suppression is not needed: nothing of file-lines is refuted"),
        (["idle.md", "--fail-on", "unused-suppression"], 1, "not needed"),
        (["idle.md", "--select", "size"], 0, "no claim was found"),
        (["two.md", "--max-refuted", "2"], 0, ""),
        (["two.md", "--max-refuted", "1"], 1, "failed: 2 claims are refuted; --max-refuted allows 1"),
        (["two.md", "--max-refuted", "1", "--exit-zero"], 0, ""),
        (["true.md", "--min-checked", "100%"], 0, ""),
        (["true.md", "--min-checked", "120%"], 2, "a share from 0% to 100% is meant, such as 60%, not '120%'"),
        (["opinion.md"], 0, "warning: no claim of opinion.md could be checked, so nothing was verified"),
        (["opinion.md", "--fail-on", "nothing-checked"], 1, "failed: no claim could be checked"),
        (["opinion.md", "true.md", "--fail-on", "nothing-checked"], 0, ""),
        (["true.md", "--fail-on", "nothing-cheked"], 2, "did you mean 'nothing-checked'?"),
        (["true.md", "--baseline", "none.json"], 2, "none.json: no such baseline; --write-baseline none.json makes one"),
        (["true.md", "--changed-only"], 2, "--changed-only needs --base REVISION"),
        (["true.md", "--base", "main"], 2, "give that, too"),
        (["-", "--changed-only", "--base", "main"], 2, "name them"),
        (["true.md", "--changed-only", "--base", "main"], 2, "it lies in no git repository with commits"),
        (["true.md", "--changed-only", "--base", "main", "--write-baseline", "b.json"], 2, "exclude each other"),
    ],
)
def test_exit_codes_and_what_is_told(
    arguments: list[str], code: int, told: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = in_process(*arguments, "--repo", "project", cwd=here, monkeypatch=monkeypatch, capture=capsys)
    assert run.code == code, run.err
    assert told in run.err


def test_suppressed_claims_are_counted_and_shown(here: Path) -> None:
    run = verify_review("noted.md", "--repo", "project", "-v", cwd=here)
    assert "suppressed: 1 claim\n" in run.text
    assert "(counted by hand)" in run.text
    assert "0 refuted, 1 holds, 1 suppressed" in run.text
    document = verify_review("noted.md", "--repo", "project", "--output-format", "json", cwd=here).json
    assert (document["summary"]["refuted"], document["summary"]["suppressed"]) == (0, 1)
    (claim,) = [claim for claim in document["claims"] if claim["suppressed"]]
    assert (claim["verdict"], claim["suppression"], claim["cause"]) == ("refuted", "counted by hand", None)


def test_what_is_suppressed_is_not_corrected(here: Path) -> None:
    assert verify_review("noted.md", "--repo", "project", "--fix", "--unsafe-fixes", cwd=here).code == 0
    assert (here / "noted.md").read_text() == NOTED


def test_a_baseline_lets_only_new_claims_fail(here: Path) -> None:
    run = verify_review("two.md", "--repo", "project", "--write-baseline", "b.json", cwd=here)
    assert (run.code, run.err) == (0, "verify-review: note: b.json holds 2 known claims\n")
    first = (here / "b.json").read_text()
    assert '"claim": "src/util.py is 300 lines long", "count": 2}' in first
    known = ["two.md", "--repo", "project", "--baseline", "b.json"]
    assert verify_review(*known, cwd=here).code == 0
    write(here, {"two.md": "# A title\n\n" + FALSE * 2})
    moved = verify_review(*known, cwd=here)
    assert moved.code == 0
    assert "0 refuted, 2 hold, 2 known" in moved.text
    write(here, {"two.md": FALSE * 3})
    assert verify_review(*known, cwd=here).code == 1
    write(here, {"two.md": FALSE})
    less = verify_review(*known, cwd=here)
    assert less.code == 0
    assert "note: 1 known claim is not found any more; --write-baseline takes them out" in less.err
    assert (here / "b.json").read_text() == first, "it is changed only on request"
    verify_review("two.md", "--repo", "project", "--write-baseline", "b.json", cwd=here)
    assert '"count": 1}' in (here / "b.json").read_text()


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A branch that added a false line to one of two reports with a false line each, and a report that git does not know."""
    root = write(tmp_path, {**PROJECT, "docs/a.md": FALSE, "docs/b.md": FALSE})
    git(root, "init", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-m", "a")
    git(root, "checkout", "-b", "work")
    write(root, {"docs/a.md": "New.\n\n" + FALSE + "\n`src/app.py` is 7 lines long.\n"})
    git(root, "commit", "-a", "-m", "b")
    git(root, "checkout", "main")
    write(root, {"docs/b.md": TRUE})
    git(root, "commit", "-a", "-m", "c")
    git(root, "checkout", "work")
    return write(root, {"new/c.md": FALSE})


def test_only_what_a_branch_changed_counts(branch: Path) -> None:
    run = verify_review("docs", "new", "--changed-only", "--base", "main", cwd=branch)
    assert run.code == 1
    assert "note: docs/b.md has not changed since main, and is left out" in run.err
    assert [line for line in run.text.splitlines() if line.startswith(" --> ")] == [" --> docs/a.md:5:17", " --> new/c.md:1:18"]
    assert "1 on unchanged lines" in run.text
    assert verify_review("docs/b.md", "--changed-only", "--base", "main", "--fail-on", "nothing-checked", cwd=branch).code == 0
    left_out = verify_review("docs/b.md", "--changed-only", "--base", "main", "--output-format", "json", cwd=branch)
    assert left_out.json == {"version": 1, "reports": []}
    unknown = verify_review("docs", "--changed-only", "--base", "mian", cwd=branch)
    assert (unknown.code, "no such revision 'mian'" in unknown.err) == (2, True)


def test_only_changed_lines_are_corrected(branch: Path) -> None:
    assert verify_review("docs", "--changed-only", "--base", "main", "--fix", cwd=branch).code == 0
    assert (branch / "docs/a.md").read_text() == "New.\n\n" + FALSE + "\n`src/app.py` is 5 lines long.\n"


def test_all_of_it_may_be_configured(branch: Path) -> None:
    verify_review("docs", "--write-baseline", "config/b.json", cwd=write(branch, {"config/x": ""}))
    write(
        branch,
        {"verify-review.toml": 'baseline = "config/b.json"\nbase = "main"\nmin-checked = "10%"\nmax-refuted = 0\nrequire-reasons = true\n'},
    )
    assert verify_review("docs", cwd=branch).code == 0
    assert verify_review("../docs", "--repo", "..", cwd=branch / "src").code == 0
    assert (
        verify_review("docs", "new", "--changed-only", "-q", cwd=branch).text
        == "new/c.md:1:18: " + verify_review("new", "-q", cwd=branch).text.split(": ", 1)[1]
    )
    write(branch, {"verify-review.toml": 'min-checked = "most"\nmax-refuted = -1\nbase = 3\nbaseline = ""\nrequire-reasons = "yes"\n'})
    run = verify_review("docs", cwd=branch)
    assert run.code == 2
    for told in (
        "min-checked: must be a share, such as '60%', is 'most'",
        "max-refuted: must be a whole number of 0 or more, is -1",
        "base: must be a string that is not empty, is 3",
        "baseline: must be a string that is not empty, is ''",
        "require-reasons: must be true or false, is 'yes'",
    ):
        assert told in run.err
