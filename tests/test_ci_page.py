"""docs/ci.md: its YAML is what the hosts take, its commands run, and the container file names what is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import PROJECT, TRUE, verify_review
from host_helpers import ROOT, assert_valid, documents, page_blocks, shell
from hostile import commit, git
from ruamel.yaml import YAML

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
CONFIG, WORKFLOW, PIPELINE = (documents(block)[0] for block in page_blocks("ci.md", "yaml"))
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone with a branch and its `origin/main`."""
    origin, root = tmp_path / "origin", tmp_path / "project"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    commit(origin, {**PROJECT, "docs/reviews/a.md": TRUE})
    git(tmp_path, "clone", "-q", str(origin), str(root))
    commit(root, {"docs/reviews/b.md": TRUE, "src/new.py": ""}, "Create src/new.py")
    return root


def test_it_holds(tmp_path: Path) -> None:
    result = verify_review(
        "docs/ci.md", "--repo", ".", "-q", "--no-cache", cwd=ROOT, env={"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    )
    assert (result.code, result.text) == (0, "")


class TestYaml:
    def test_pre_commit(self, tmp_path: Path) -> None:
        file = tmp_path / "config.yaml"
        with file.open("w", encoding="utf-8") as stream:
            YAML(typ="safe").dump(CONFIG, stream)
        command, env = [sys.executable, "-m", "pre_commit", "validate-config", str(file)], {**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "")
        (hooks,) = documents((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        (repository,) = CONFIG["repos"]
        assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in hooks}

    def test_github(self, tmp_path: Path) -> None:
        assert_valid("github-workflows", WORKFLOW, tmp_path)
        (action,) = documents((ROOT / "action.yml").read_text(encoding="utf-8"))
        (step,) = (step for step in WORKFLOW["jobs"]["verify-review"]["steps"] if "OWNER" in step["uses"])
        assert set(step["with"]) <= set(action["inputs"])
        told = re.findall(r"`([\w-]+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.M)))
        assert sorted(told) == sorted(action["inputs"])

    def test_gitlab(self, tmp_path: Path) -> None:
        assert_valid("gitlab-ci", PIPELINE, tmp_path)
        header: Any = documents((ROOT / "templates" / "verify-review.yml").read_text(encoding="utf-8"))[0]
        (included,) = PIPELINE["include"]
        declared = header["spec"]["inputs"]
        assert set(included["inputs"]) <= set(declared)
        assert {name for name, one in declared.items() if "default" not in (one or {})} <= set(included["inputs"])


class TestCommands:
    def test_they_run(self, project: Path) -> None:
        hook, elsewhere = page_blocks("ci.md", "sh")
        assert shell(hook, project, {}).returncode == 0
        (project / "message.txt").write_text("Create src/new.py")
        (inline,) = re.findall(r"`(verify-review - --staged.*?)`", PAGE)
        for command in (*elsewhere.splitlines(), inline):
            done = shell(command, project, {})
            assert done.returncode == 0, (command, done.stdout)
        assert (project / "verify-review.xml").exists()
        (project / "docs" / "reviews" / "b.md").write_text("`src/util.py` is 300 lines long.\n")
        assert [shell(command, project, {}).returncode for command in elsewhere.splitlines()[:2]] == [1, 1]

    def test_the_hook_stops_a_commit(self, project: Path) -> None:
        shell(page_blocks("ci.md", "sh")[0], project, {})
        names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        codes = [shell(f"git commit --allow-empty -q -m 'Create {name}'", project, names).returncode for name in ("none.py", "src/new.py")]
        assert codes == [1, 0]

    def test_the_container_s_arguments_are_the_tool_s(self, project: Path) -> None:
        """Without an engine: what stands behind the image's name is run as the entry point would."""
        (block,) = page_blocks("ci.md", "text")
        for command in block.splitlines()[1:]:
            arguments = command.partition(" verify-review ")[2].partition(" >")[0]
            assert shell(f"verify-review {arguments}", project, {}).returncode == 0, command


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each with its words."""
    lines = re.sub(r"\\\n\s*", "", CONTAINER).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line and not line.startswith("#"))]


class TestContainer:
    def test_every_instruction_is_one(self) -> None:
        known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
        assert {name for name, _ in instructions()} <= known

    def test_what_is_copied_is_there_and_is_sent(self) -> None:
        sent = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
        copied = [word for name, rest in instructions() if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]]
        assert sorted(copied) == sorted(sent)
        assert [name for name in copied if not (ROOT / name).exists()] == []

    def test_the_second_stage_takes_what_the_first_made(self) -> None:
        (taken,) = (rest.split() for name, rest in instructions() if name == "COPY" and "--from" in rest)
        made = next(rest for name, rest in instructions() if name == "RUN")
        assert taken[0] == "--from=build"
        assert f"python -m venv {taken[1]} && {taken[1]}/bin/pip install" in made
        assert taken[1] == taken[2], "a virtual environment stays where it was made"
        assert f"PATH={taken[2]}/bin:$PATH" in dict(instructions())["ENV"]

    def test_it_runs_as_nobody_in_particular_over_the_repository(self) -> None:
        last = dict(instructions())
        made = next(rest for name, rest in instructions() if name == "RUN" and "useradd" in rest)
        assert shlex.split(made)[-1] == last["USER"] != "root"
        assert last["WORKDIR"] == "/repo"
        assert json.loads(last["ENTRYPOINT"]) == ["verify-review"]
        assert all(rest.startswith("docker.io/library/python:3.12-slim") for name, rest in instructions() if name == "FROM")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files to others")
    def test_a_repository_of_somebody_else_needs_no_setting(self, project: Path) -> None:
        for path in [project, *project.rglob("*")]:
            os.chown(path, 10001, 10001, follow_symlinks=False)
        refused = shell("git status", project, {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull})
        assert "dubious ownership" in refused.stdout
        done = shell("git --version && verify-review - --rev HEAD -q <<< 'src/util.py has 300 lines.'", project, {})
        assert (done.returncode, "src/util.py has 40 lines, not 300" in done.stdout) == (1, True)
