"""What a report tells of work: held against the commits before it, and what is not committed yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import commit, git

from verifier.engine import verify
from verifier.facts import work
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions

MOON = "from sun import light\n\n\ndef tilt():\n    return retry(1)\n"
MOVED = "from core.sun import light\n\n\ndef tilt():\n    return retry(3)\n\n\ndef shine_at_night(row):\n    return row\n"


def found(project: Path, report: str, *, kept: bool = True) -> dict[tuple[int, str], str]:
    """Verdicts by line and rule, of a report that the last commit brings, or that lies elsewhere."""
    if kept:
        commit(project, {"docs/SUMMARY.md": report})
    with open_repository(project) as repository:
        outcome = verify(read_report(read_source("docs/SUMMARY.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    return {(one.claim.span.line, one.claim.rule): one.verdict.value for one in outcome.findings}


def of_change(project: Path, sentence: str, *, kept: bool = True) -> dict[str, str]:
    """Verdicts by rule of a sentence below a title that is long enough for the report to be known again."""
    report = f"# Refactoring summary of the moon and the sun, as it was done\n\n{sentence}\n"
    return {rule: verdict for (line, rule), verdict in found(project, report, kept=kept).items() if line == report.count("\n")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A first commit; then `sun.py` moves to `core/`, `old.py` goes, `new.py` comes, `moon.py` and `requirements.txt` change."""
    git(tmp_path, "init", "-q")
    first = {"moon.py": MOON, "sun.py": "def light(): ...\n\n\nlamps = 1\n", "old.py": "x = 1\n", "README.md": "# Sky\n"}
    commit(tmp_path, {**first, "still.py": "y = 1\n", "requirements.txt": "flask==2.3.3\nredis==5.0\n"})
    (tmp_path / "core").mkdir()
    git(tmp_path, "mv", "sun.py", "core/sun.py")
    git(tmp_path, "rm", "-q", "old.py")
    second = {"moon.py": MOVED, "new.py": "z = 1\n", "README.md": "# Sky\n\n## Deployment\n"}
    commit(tmp_path, {**second, "requirements.txt": "flask==3.1.2\nredis==5.0\nmypy==1.13\n"})
    return tmp_path


@pytest.mark.parametrize(
    ("sentence", "rule", "verdict"),
    [
        ("- `new.py` (NEW)", "changed-files", "holds"),
        ("| File | Status |\n|---|---|\n| `new.py` | New |", "changed-files", "holds"),
        ("| File | Changes |\n|---|---|\n| `moon.py` | Added shining at night |", "changed-lines", "holds"),
        ("- Created `new.py`", "changed-files", "holds"),
        ("- `moon.py` (MODIFIED, for the sun)", "changed-files", "holds"),
        ("- `README.md` was updated", "changed-files", "holds"),
        ("- Documentation updated", "changed-files", "holds"),
        ("- Deleted `old.py`", "changed-files", "holds"),
        ("- Added a lamp to `moon.py`", "changed-files", "holds"),
        ("- Updated the deployment steps in `README.md`", "changed-lines", "holds"),
        ("- `moon.py` - Added shining at night", "changed-lines", "holds"),
        ("- `sun.py` → `core/sun.py`", "renames", "holds"),
        ("- `core/sun.py` (moved from `sun.py`)", "renames", "holds"),
        ("- Changed `retry(1)` to `retry(3)` in `moon.py`", "replaced", "holds"),
        ("- Changed `retry(1)` to `retry(3)` in `core/sun.py`", "replaced", None),
        ("- Upgraded Flask from 2.3 to 3.1", "package-upgrades", "holds"),
        ("- Upgraded Flask from 1.1 to 3.1", "package-upgrades", "refuted"),
        ("- **Files changed:** 7", "change-totals", "holds"),
        # What no commit tells is left open, and told as not understood.
        ("- `still.py` (MODIFIED)", "changed-files", None),
        ("- Deleted `still.py`", "changed-files", None),
        ("- `moon.py` (NEW)", "changed-files", None),  # it came first: was it new?
        ("- Updated the licence of `README.md`", "changed-lines", None),
        ("- **Files changed:** 40", "change-totals", None),
        ("- Update `moon.py`", "changed-files", None),
        ("- `new.py` is new to most", "changed-files", None),
        ("## Files modified\n\n- `moon.py`", "changed-files", "holds"),
        ("## Files modified\n\n### Files verified (no changes needed)\n\n- `moon.py`", "changed-files", None),
    ],
)
def test_what_was_done_is_in_the_commits(project: Path, sentence: str, rule: str, verdict: str | None) -> None:
    assert of_change(project, sentence).get(rule) == verdict


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("- Created `fresh.py`", "changed-files"),
        ("- Added a comet to `moon.py`", "changed-files"),
        ("- `moon.py` - Added comet", "changed-lines"),
    ],
)
def test_what_is_not_committed_is_work_as_well(project: Path, sentence: str, rule: str) -> None:
    (project / "fresh.py").write_text("z = 2\n")
    (project / "moon.py").write_text(MOVED + "\n\ndef comet(): ...\n")
    assert of_change(project, sentence, kept=False).get(rule) == "holds"


def test_older_work_is_none_of_the_report(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_MOST", 1)  # only the commit that brings the report
    assert "changed-files" not in of_change(project, "- `README.md` was updated")


def test_a_file_that_went_shortly_before_may_be_told_of(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_change(project, "- Look at `old.py` for the tilt")["file-exists"] == "doubtful"
    monkeypatch.setattr(work, "_MOST", 1)
    assert of_change(project, "- Look at `old.py` for its tilt")["file-exists"] == "refuted"


def test_without_a_history_nothing_was_done(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text("z = 1\n")
    assert of_change(tmp_path, "- `new.py` (NEW)", kept=False) == {"file-exists": "holds"}


def test_nothing_is_asked_of_git_where_nothing_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.Work, "steps", property(lambda self: pytest.fail("asked")))
    assert of_change(project, "- `moon.py` is there", kept=False) == {"file-exists": "holds"}


@pytest.mark.parametrize(("name", "told"), [(".env", False), ("notes.txt", True)])
def test_a_changed_line_of_a_file_of_secrets_is_not_told(project: Path, name: str, told: bool) -> None:
    commit(project, {name: "A=b\nUPLOAD_RETRIES_PHRASE=walrus mango kettle\n"})
    (project / name).write_text("A=b\n")
    report = f"# What was done\n\n- Removed the upload retries phrase from `{name}`\n"
    with open_repository(project) as repository:
        outcome = verify(read_report(read_source("SUMMARY.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    messages = [one.message for one in outcome.findings if one.claim.rule == "changed-lines"]
    assert len(messages) == 1
    assert ("walrus" in messages[0]) is told
