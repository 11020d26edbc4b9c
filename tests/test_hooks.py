"""The hooks that others take from `.pre-commit-hooks.yaml`: each as pre-commit runs it, and commit-msg as git does, too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import environment, verify_review, write
from hostile import commit, git
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
HOOKS: list[dict[str, Any]] = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
MESSAGE = "Add retry to client.py; remove print calls from app.py"
FILES = {"app.py": 'def call():\n    print("x")\n', "client.py": "x = 1\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "-q")
    commit(root, dict(FILES))
    return root


def run(root: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """As a user would, with the tool on the path and nothing of this machine's settings of git or pre-commit."""
    own = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(root.parent / "pre-commit")}
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = environment(root.parent, {name: None for name in os.environ if name.startswith("GIT_")} | own | names | more)
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr + done.stdout
    return done


def with_pre_commit(root: Path, **settings: str) -> None:
    """What a user configures, with the tool that is here in place of the one that pre-commit would install."""
    hooks = [hook | settings | {"language": "system"} for hook in HOOKS]
    with (root / ".pre-commit-config.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump({"repos": [{"repo": "local", "hooks": hooks}]}, file)
    installed = run(root, sys.executable, "-m", "pre_commit", "install", "--hook-type", "commit-msg")
    assert installed.returncode == 0, installed.stderr
    git(root, "add", ".pre-commit-config.yaml")


def with_hook(root: Path) -> None:
    """git's own hook, as docs/ci.md has it."""
    hook = root / ".git" / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nexec verify-review commit-msg "$1"\n')
    hook.chmod(0o755)


def test_there_are_three(tmp_path: Path) -> None:
    assert [hook["id"] for hook in HOOKS] == ["verify-review", "verify-review-fix", "verify-review-commit-msg"]
    checked = run(tmp_path, sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert (checked.returncode, checked.stdout) == (0, "")


class TestPreCommit:
    @pytest.fixture
    def reviewed(self, project: Path) -> Path:
        shutil.copytree(ROOT / "examples" / "project", project, dirs_exist_ok=True)
        shutil.copy(ROOT / "examples" / "audit.md", project / "audit.md")
        with_pre_commit(project)
        git(project, "add", "-A")
        return project

    def hook(self, root: Path, name: str) -> subprocess.CompletedProcess[str]:
        return run(root, sys.executable, "-m", "pre_commit", "run", name, "--files", "audit.md")

    def test_the_check_stops_a_commit_and_changes_nothing(self, reviewed: Path) -> None:
        before = (reviewed / "audit.md").read_bytes()
        done = self.hook(reviewed, "verify-review")
        assert done.returncode == 1
        assert "refuted[file-lines]: backend/app/pricing.py has 39 lines, not 120" in done.stdout
        assert (reviewed / "audit.md").read_bytes() == before

    def test_the_fix_changes_the_report_once(self, reviewed: Path) -> None:
        before = (reviewed / "audit.md").read_bytes()
        assert self.hook(reviewed, "verify-review-fix").returncode == 1
        fixed = (reviewed / "audit.md").read_bytes()
        assert b"pricing.py | 39 |" in fixed != before
        self.hook(reviewed, "verify-review-fix")
        assert (reviewed / "audit.md").read_bytes() == fixed

    def test_a_message_is_held_against_the_commit(self, project: Path) -> None:
        with_pre_commit(project)
        refused = run(project, "git", "commit", "-m", MESSAGE)
        assert refused.returncode == 1
        assert "COMMIT_EDITMSG:1:25: refuted[print-calls]: 1 in 1 file, in app.py, client.py" in refused.stderr
        (project / "app.py").write_text("def call():\n    pass\n")
        git(project, "add", "app.py")
        done = run(project, "git", "commit", "-m", MESSAGE)
        assert (done.returncode, "verify-review commit-msg" in done.stderr) == (0, True), done.stderr

    def test_it_has_nothing_to_do_before_a_message_is_there(self, project: Path) -> None:
        with_pre_commit(project)
        done = run(project, sys.executable, "-m", "pre_commit", "run", "--all-files")
        assert (done.returncode, "commit-msg" in done.stdout) == (0, False)


class TestGit:
    """By git's own hook. `app.py` prints in HEAD; what the commit will hold decides, and not what lies there."""

    @pytest.fixture(autouse=True)
    def hook(self, project: Path) -> None:
        with_hook(project)

    def edit(self, project: Path) -> None:
        (project / "app.py").write_text("def call():\n    pass\n")

    def test_what_is_not_staged_does_not_count(self, project: Path) -> None:
        self.edit(project)
        (project / "new.py").write_text("")
        git(project, "add", "new.py")
        refused = run(project, "git", "commit", "-m", "Remove all print calls from app.py")
        assert refused.returncode == 1
        assert "refuted[print-calls]" in refused.stderr
        assert "`git commit --no-verify` commits without this check" in refused.stderr
        git(project, "add", "app.py")
        (project / "app.py").write_text("print(1)\n")
        assert run(project, "git", "commit", "-m", "Remove all print calls from app.py").returncode == 0

    def test_a_file_that_the_commit_takes_away_may_be_named(self, project: Path) -> None:
        """It is not there any more, but it was: only what never was is refuted."""
        git(project, "rm", "-q", "client.py")
        git(project, "commit", "-q", "--no-verify", "-m", "x")
        git(project, "mv", "app.py", "main.py")
        refused = run(project, "git", "commit", "-m", "Fix a race in app.py and in client.py; create other.py")
        assert (refused.returncode, refused.stderr.count("refuted")) == (1, 1), refused.stderr
        assert "no such path: other.py; no commit ever had it" in refused.stderr
        assert run(project, "git", "commit", "-m", "Fix a race in app.py and in client.py").returncode == 0

    @pytest.mark.parametrize("how", [["-a"], ["app.py"], ["--only", "app.py"], ["--include", "app.py"]])
    def test_a_commit_with_an_index_of_its_own(self, project: Path, how: list[str]) -> None:
        self.edit(project)
        done = run(project, "git", "commit", "-m", "Remove all print calls from app.py", *how)
        assert done.returncode == 0, done.stderr

    def test_a_commit_of_one_file_does_not_hold_what_else_is_staged(self, project: Path) -> None:
        self.edit(project)
        git(project, "add", "app.py")
        (project / "client.py").write_text("x = 2\n")
        refused = run(project, "git", "commit", "-m", "Remove all print calls from app.py", "--only", "client.py")
        assert refused.returncode == 1

    def test_in_a_linked_worktree_and_below_the_top(self, project: Path) -> None:
        git(project, "worktree", "add", "-q", "../other")
        other = write(project.parent / "other", {"sub/new.py": ""})
        git(other, "add", "-A")
        assert run(other / "sub", "git", "commit", "-m", "Create sub/new.py").returncode == 0
        assert run(other / "sub", "git", "commit", "--amend", "-m", "Create sub/other.py").returncode == 1

    def test_the_first_commit(self, tmp_path: Path) -> None:
        root = tmp_path / "empty"
        root.mkdir()
        git(root, "init", "-q")
        with_hook(root)
        write(root, {"moon.py": "x = 1\n"})
        git(root, "add", "moon.py")
        assert run(root, "git", "commit", "-m", "Create moon.py and dust.py").returncode == 1
        assert run(root, "git", "commit", "-m", "Create moon.py").returncode == 0

    def test_what_stands_below_the_scissors_or_in_comments_is_not_said(self, project: Path) -> None:
        """`git commit -v` shows the change itself there, with the lines around it."""
        (project / "notes.txt").write_text("one\n\nCreate missing.py\n\ntwo\n")
        git(project, "add", "-A")
        git(project, "commit", "-q", "--no-verify", "-m", "Add notes")
        (project / "notes.txt").write_text("one\n\nCreate missing.py\n\n2\n")
        git(project, "add", "-A")
        editor = 'sed -i "1s/.*/Tidy up/; 2i # Create new.py"'
        done = run(project, "git", "commit", "-v", "--template", "/dev/null", "--cleanup", "scissors", GIT_EDITOR=editor)
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize("message", ["Tidy up", "fixup! Create other.py", "Merge branch 'docs/a.py' into main", "wip\n\nRefs: a/b.py"])
    def test_what_says_nothing_of_the_change_passes_in_silence(self, project: Path, message: str) -> None:
        done = run(project, "git", "commit", "-q", "--allow-empty", "-m", message)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")

    def test_a_merge_and_a_revert(self, project: Path) -> None:
        git(project, "checkout", "-q", "-b", "docs/none.py")
        assert run(project, "git", "commit", "-q", "--allow-empty", "-m", "Tidy up").returncode == 0
        git(project, "checkout", "-q", "main")
        assert run(project, "git", "merge", "-q", "--no-ff", "--no-edit", "docs/none.py").returncode == 0
        write(project, {"new.py": ""})
        git(project, "add", "-A")
        assert run(project, "git", "commit", "-q", "-m", "Create new.py").returncode == 0
        assert run(project, "git", "revert", "--no-edit", "HEAD").returncode == 0


class TestCommand:
    def said(self, project: Path, message: str, *more: str) -> tuple[int, str]:
        (project / "M").write_text(message)
        result = verify_review("commit-msg", "M", *more, cwd=project)
        return result.code, result.text

    def test_how_much_of_a_report_must_be_checked_is_not_asked_of_a_message(self, project: Path) -> None:
        write(project, {"verify-review.toml": 'min-checked = "100%"\nfail-on = ["nothing-checked", "unread"]\nbase = "none"\n'})
        assert self.said(project, "Frobnicate 12 gizmos\n") == (0, "")

    def test_another_character_begins_comments(self, project: Path) -> None:
        assert self.said(project, "Tidy up\n\n; Create new.py\n", "--comment-char", ";") == (0, "")
        assert self.said(project, "Tidy up\n\n; Create new.py\n")[0] == 1
        cut = f"Tidy up\n; {'-' * 24} >8 {'-' * 24}\nCreate new.py\n"
        assert self.said(project, cut, "--comment-char", ";") == (0, "")

    @pytest.mark.parametrize("message", ["", "\n\n", "# only a comment\n", "\r\n# x\r\n"])
    def test_an_empty_message_is_git_s_to_refuse(self, project: Path, message: str) -> None:
        assert self.said(project, message) == (0, "")

    def test_it_says_what_is_wrong_with_what_it_is_given(self, project: Path, tmp_path: Path) -> None:
        missing = verify_review("commit-msg", "none", cwd=project)
        assert (missing.code, "none: no such report" in missing.err) == (2, True)
        folder = verify_review("commit-msg", ".", cwd=project)
        assert (folder.code, "is a directory" in folder.err) == (2, True)
        empty = verify_review("commit-msg", "app.py", "--comment-char", "", cwd=project)
        assert (empty.code, "--comment-char: name the character" in empty.err) == (2, True)
        (tmp_path / "M").write_text("Create new.py")
        outside = verify_review("commit-msg", "M", cwd=tmp_path)
        assert (outside.code, "what is staged can't be read: no repository" in outside.err) == (2, True)
