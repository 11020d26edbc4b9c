"""The GitLab CI/CD component: valid once its inputs are filled in, and its scripts run as a runner runs them."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, write
from host_helpers import BASH, ROOT, assert_valid, documents, plant, shell, sources
from hostile import commit, git
from junitparser import JUnitXml

TEXT = (ROOT / "templates" / "verify-review.yml").read_text(encoding="utf-8")
HEADER = documents(TEXT)[0]
SH = ("sh", "-e")


def filled(**inputs: str) -> Any:
    """The pipeline with these inputs and the defaults of the others, which GitLab puts into the text."""
    declared = {name: one or {} for name, one in HEADER["spec"]["inputs"].items()}
    given = {name: one.get("default") for name, one in declared.items()} | {name.replace("_", "-"): text for name, text in inputs.items()}
    missing = [name for name, value in given.items() if value is None]
    assert not missing, missing
    text = re.sub(
        r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: str(given[found[1]]).replace("True", "true").replace("False", "false"), TEXT
    )
    return documents(text)[1]


@dataclass(frozen=True)
class Job:
    root: Path

    def run(self, part: str = "script", shell_of: tuple[str, ...] = BASH, inputs: dict[str, str] | None = None, **told: str) -> Any:
        job = filled(**{"package": "unused", **(inputs or {})})["verify-review"]
        variables = {"CI_BUILDS_DIR": str(self.root.parent / "builds"), "CI_JOB_ID": "7", **job["variables"], **told}
        return shell("\n".join(job[part]), self.root, variables, shell_of)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    root = tmp_path / "work"
    root.mkdir()
    git(root, "init", "-q")
    commit(root, {**PROJECT, "docs/true.md": TRUE, "docs/false.md": FALSE})
    return Job(root)


def results(job: Job) -> tuple[list[str], int]:
    """The files of the code quality report's issues, and how many tests failed."""
    quality = json.loads((job.root / "gl-code-quality-report.json").read_text())
    return [issue["location"]["path"] for issue in quality], JUnitXml.fromfile(str(job.root / "verify-review.xml")).failures


def test_it_is_a_pipeline(tmp_path: Path) -> None:
    pipeline = filled(package="verify-review @ git+https://gitlab.example.org/tools/verify-review@v0.1.0")
    assert_valid("gitlab-ci", HEADER, tmp_path)
    assert_valid("gitlab-ci", pipeline, tmp_path)
    reports = pipeline["verify-review"]["artifacts"]["reports"]
    assert reports == {"codequality": "gl-code-quality-report.json", "junit": "verify-review.xml"}


def test_every_input_is_used() -> None:
    assert set(re.findall(r"inputs\.([\w-]+)", TEXT)) == set(HEADER["spec"]["inputs"])


def test_inputs_are_no_part_of_a_script() -> None:
    body = TEXT.split("\n---\n")[1]
    assert "$[[" not in body[body.index("before_script:") :]


def test_it_is_installed_without_anything_of_the_checkout(job: Job) -> None:
    plant(job.root, job.root.parent / "canary")
    where = str(sources(job.root.parent / "package"))
    done: subprocess.CompletedProcess[str] = job.run("before_script", inputs={"package": where}, PIP_NO_DEPS="1")
    assert done.returncode == 0, done.stdout
    assert (job.root.parent / "builds" / ".verify-review-7" / "bin" / "verify-review").exists()
    assert not (job.root.parent / "canary").exists()


@pytest.mark.parametrize("shell_of", [BASH, SH])
def test_what_does_not_hold_fails_the_job(job: Job, shell_of: tuple[str, ...]) -> None:
    done = job.run(shell_of=shell_of, inputs={"reports": "docs/true.md docs/false.md"})
    assert done.returncode == 1
    assert "src/util.py has 40 lines, not 300" in done.stdout
    assert results(job) == (["docs/false.md"], 1)


@pytest.mark.parametrize("shell_of", [BASH, SH])
def test_what_holds_passes(job: Job, shell_of: tuple[str, ...]) -> None:
    assert job.run(shell_of=shell_of, inputs={"reports": "docs/true.md"}).returncode == 0
    assert results(job) == ([], 0)


def test_the_gate(job: Job) -> None:
    assert job.run(inputs={"reports": "docs/false.md", "fail_on": "stale"}).returncode == 0
    write(job.root, {"docs/vague.md": "The gizmo frobnicates 12 widgets.\n"})
    assert job.run(inputs={"reports": "docs/vague.md", "min_checked": "60%"}).returncode == 1


@pytest.mark.parametrize("shell_of", [BASH, SH])
def test_the_text_of_a_merge_request(job: Job, shell_of: tuple[str, ...]) -> None:
    inputs = {"reports": "docs/true.md", "merge_request_text": "true"}
    said = {"CI_MERGE_REQUEST_TITLE": "feat(x): create src/none.py", "CI_MERGE_REQUEST_DESCRIPTION": TRUE}
    done = job.run(shell_of=shell_of, inputs=inputs, **said)
    assert (done.returncode, "no such path: src/none.py" in done.stdout) == (1, True)
    assert results(job) == ([], 0), "the reports are checked all the same"
    assert job.run(shell_of=shell_of, inputs={"reports": "docs/true.md"}, **said).returncode == 0
    assert job.run(shell_of=shell_of, inputs=inputs).returncode == 0, "no merge request"
    cut = job.run(shell_of=shell_of, inputs=inputs, CI_MERGE_REQUEST_TITLE="x", CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED="true")
    assert "GitLab hands over only the first part of the description" in cut.stdout


@pytest.mark.parametrize("shell_of", [BASH, SH])
def test_words_are_never_run(job: Job, shell_of: tuple[str, ...]) -> None:
    words = "$(touch x) `touch x` ; touch x # '; touch x; ' \" %s * \\ ${HOME}\n-e\n"
    said = {"CI_MERGE_REQUEST_TITLE": f"--help {words}", "CI_MERGE_REQUEST_DESCRIPTION": f"{words}\n\n{FALSE}"}
    before = {path.name for path in job.root.iterdir()}
    done = job.run(shell_of=shell_of, inputs={"reports": "docs/true.md", "merge_request_text": "true"}, **said)
    assert done.returncode == 1
    assert {path.name for path in job.root.iterdir()} - before == {"gl-code-quality-report.json", "verify-review.xml"}
