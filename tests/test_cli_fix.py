"""`--fix` as users run it: what is written, where, what is said, and what the exit code is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, in_process, verify_review, write

FIXED = FALSE.replace("300", "40")
BAD = "- [x] The whole of it lies in `src/gone.py`\n- `src/util.py` is 300 lines long.\n- `src/app.py` is 5 lines long.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write(
        tmp_path, {f"project/{name}": text for name, text in PROJECT.items()} | {"false.md": FALSE, "true.md": TRUE, "bad.md": BAD}
    )


@pytest.mark.parametrize(
    ("arguments", "code", "false", "bad"),
    [
        (["false.md", "--fix"], 0, FIXED, BAD),
        (["false.md", "--fix", "-q"], 0, FIXED, BAD),
        (["false.md", "--diff"], 1, FALSE, BAD),
        (["false.md", "--diff", "--fix"], 1, FALSE, BAD),  # a preview writes nothing
        (["bad.md", "--fix"], 1, FALSE, BAD.replace("300", "40")),
        (["bad.md", "--fix", "--unsafe-fixes"], 0, FALSE, BAD.replace("300", "40").replace("[x]", "[ ]")),
        (["bad.md", "--diff", "--unsafe-fixes"], 1, FALSE, BAD),
        (["false.md", "bad.md", "true.md", "--fix"], 1, FIXED, BAD.replace("300", "40")),
        (["false.md", "--fix", "--ignore", "file-lines"], 0, FALSE, BAD),
    ],
)
def test_what_is_written_and_the_exit_code(
    arguments: list[str],
    code: int,
    false: str,
    bad: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = in_process(*arguments, "--repo", "project", cwd=here, monkeypatch=monkeypatch, capture=capsys)
    assert run.code == code, run.text + run.err
    assert ((here / "false.md").read_text(), (here / "bad.md").read_text()) == (false, bad)
    assert sorted(path.name for path in here.iterdir() if path.is_file()) == ["bad.md", "false.md", "true.md"]


def test_the_summary_counts_what_was_corrected(here: Path) -> None:
    run = verify_review("false.md", "--repo", "project", "--fix", cwd=here)
    assert run.text.endswith("\n1 claim corrected\n")
    again = verify_review("false.md", "--repo", "project", "--fix", "--output-format", "json", cwd=here)
    assert again.json["corrected"] == []
    write(here, {"false.md": FALSE})
    document = verify_review("false.md", "--repo", "project", "--fix", "--output-format", "json", cwd=here).json
    assert document["corrected"] == [{"line": 1, "rule": "file-lines", "how": "value", "claimed": "300 lines", "observed": "40 lines"}]
    assert document["summary"]["refuted"] == 0


def test_a_preview_shows_just_what_is_written(here: Path) -> None:
    patch = verify_review("bad.md", "--repo", "project", "--diff", "--unsafe-fixes", cwd=here).out
    copy = write(here / "copy", {"bad.md": BAD})
    subprocess.run(["patch", "-p1", "-s"], cwd=copy, input=patch, check=True)
    verify_review("bad.md", "--repo", "project", "--fix", "--unsafe-fixes", cwd=here)
    assert (copy / "bad.md").read_bytes() == (here / "bad.md").read_bytes()


def test_a_report_from_standard_input_goes_to_standard_output(here: Path) -> None:
    report = b"\xef\xbb\xbf" + FALSE.replace("\n", "\r\n").encode() + b"No more"
    run = verify_review("-", "--repo", "project", "--fix", cwd=here, stdin=report)
    assert (run.code, run.out) == (0, report.replace(b"300", b"40"))
    assert "1 claim corrected" in run.err
    kept = verify_review("-", "--repo", "project", "--fix", "-q", cwd=here, stdin=TRUE.encode())
    assert (kept.code, kept.text, kept.err) == (0, TRUE, "")
    told = verify_review("-", "--repo", "project", "--fix", "-o", "found.txt", cwd=here, stdin=report)
    assert told.out == report.replace(b"300", b"40")
    assert "1 claim corrected" in (here / "found.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["false.md", "--unsafe-fixes"], "give one of them"),
        (["--claim", "src/util.py has 300 lines", "--fix"], "--diff shows what would be corrected"),
    ],
)
def test_wrong_use(arguments: list[str], told: str, here: Path) -> None:
    run = verify_review(*arguments, "--repo", "project", cwd=here)
    assert run.code == 2
    assert told in run.err


def test_a_write_protected_report_stays_as_it_is(here: Path) -> None:
    (here / "false.md").chmod(0o444)
    run = verify_review("false.md", "--repo", "project", "--fix", cwd=here)
    assert (run.code, (here / "false.md").read_text()) == (2, FALSE)
    assert "error: false.md is write-protected; nothing in it was corrected (--diff shows what would be)" in run.err
    assert "refuted[file-lines]" in run.text


def test_modes_and_links_stay(here: Path) -> None:
    (here / "false.md").chmod(0o640)
    (here / "link.md").symlink_to("false.md")
    assert verify_review("link.md", "--repo", "project", "--fix", cwd=here).code == 0
    assert (here / "link.md").is_symlink()
    assert (here / "false.md").read_text() == FIXED
    assert (here / "false.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("report", ["docs/link.md", "inner/false.md"])
def test_nothing_is_written_where_a_link_leads_elsewhere(report: str, here: Path) -> None:
    (here / "docs").mkdir()
    (here / "docs/link.md").symlink_to("../false.md")
    outside = write(here.parent / f"{here.name}-outside", {"false.md": FALSE})
    (here / "inner").symlink_to(outside)
    run = verify_review(report, "--repo", "project", "--fix", cwd=here)
    assert (run.code, (here / report).read_text()) == (2, FALSE)
    assert f"error: can't write {report}: a link leads to another directory; name {(here / report).resolve()} itself" in run.err


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, env=env)


def test_people_are_told_what_git_can_not_undo(here: Path) -> None:
    git(here, "init")
    git(here, "add", "project", "false.md")
    git(here, "commit", "-m", "a")
    write(here, {"bad.md": BAD})
    assert "note: bad.md is not committed" in verify_review("bad.md", "--repo", "project", "--fix", cwd=here).err
    assert "note" not in verify_review("false.md", "--repo", "project", "--fix", cwd=here).err
    write(here, {"false.md": "An addition.\n\n" + FALSE})
    assert "note: false.md had changes that are not committed" in verify_review("false.md", "--repo", "project", "--fix", cwd=here).err
    assert verify_review("false.md", "--repo", "project", "--fix", cwd=here).err == "", "nothing was corrected, so nothing is to be undone"


def test_a_damaged_report_keeps_its_damage(here: Path) -> None:
    damaged = "âœ… `src/util.py` is 300 lines long â€“ fine\r\nâ†’ âœ… `src/app.py` is 5 lines long\r\nâš ï¸ caf\x81"
    write(here, {"damaged.md": damaged.encode()})
    assert verify_review("damaged.md", "--repo", "project", "--fix", cwd=here).code == 0
    assert (here / "damaged.md").read_bytes() == damaged.replace("300", "40").encode()


def test_unsafe_fixes_may_be_configured(here: Path) -> None:
    write(here, {"verify-review.toml": "unsafe-fixes = true\n"})
    assert verify_review("bad.md", "--repo", "project", cwd=here).code == 1
    assert verify_review("bad.md", "--repo", "project", "--fix", cwd=here).code == 0
    assert (here / "bad.md").read_text().startswith("- [ ]")
