"""The hooks that other repositories take from `.pre-commit-hooks.yaml`, run as pre-commit runs them: entry, arguments, then files."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from cli_helpers import verify_review

ROOT = Path(__file__).parent.parent
HOOKS = dict(re.findall(r"^- id: (\S+)\n(?:  .*\n)*?  entry: (.+)\n", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.M))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "project", tmp_path / "project")
    shutil.copy(ROOT / "examples" / "audit.md", tmp_path / "project" / "audit.md")
    return tmp_path / "project"


def run(hook: str, project: Path) -> int:
    command, *arguments = shlex.split(HOOKS[hook])
    assert command == "verify-review"
    return verify_review(*arguments, "audit.md", cwd=project).code


def test_there_are_two() -> None:
    assert sorted(HOOKS) == ["verify-review", "verify-review-fix"]


def test_the_check_stops_a_commit_and_changes_nothing(project: Path) -> None:
    before = (project / "audit.md").read_bytes()
    assert run("verify-review", project) == 1
    assert (project / "audit.md").read_bytes() == before


def test_the_fix_changes_the_report_once(project: Path) -> None:
    before = (project / "audit.md").read_bytes()
    assert run("verify-review-fix", project) == 1
    fixed = (project / "audit.md").read_bytes()
    assert b"pricing.py | 39 |" in fixed != before
    run("verify-review-fix", project)
    assert (project / "audit.md").read_bytes() == fixed
