"""The GitHub action: its steps run as GitHub runs them, with the files and variables that GitHub documents."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, write
from host_helpers import BIN, ROOT, assert_valid, documents, plant, shell, sources
from hostile import commit, git

from verifier.commands.messages import say

(ACTION,) = documents((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
COMMAND = re.compile(r"::(error|warning|notice) title=[^:,]+(,\w+=[^:,]*)*::.*")


@dataclass(frozen=True)
class Job:
    """A job whose workspace holds a project with history, and what its event says."""

    root: Path
    workspace: Path

    def event(self, **request: object) -> None:
        (self.root / "event.json").write_text(json.dumps({"action": "opened", "pull_request": request}))

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """The step "Check" with these inputs, others as they are by default."""
        given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        step = STEPS["Check"]
        told = {name: re.sub(r"^\$\{\{ inputs\.([\w-]+) \}\}$", lambda found: given[found[1]], text) for name, text in step["env"].items()}
        installed = self.root / "temp" / "verify-review"
        installed.mkdir(parents=True, exist_ok=True)
        if not (installed / "bin").exists():
            (installed / "bin").symlink_to(BIN)
        return shell(step["run"], self.workspace, self.variables() | told, home=self.root)

    def variables(self) -> dict[str, str]:
        files = {name: str(self.root / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        where = {"GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.root / "temp"), "GITHUB_ACTIONS": "true"}
        return files | where | {"GITHUB_EVENT_PATH": str(self.root / "event.json")}

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.root / "github_output").read_text().splitlines()
        assert all(re.fullmatch(r"[a-z]+=.*", line) for line in lines)
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self) -> str:
        return (self.root / "github_step_summary").read_text(encoding="utf-8")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    root = tmp_path / "work"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    commit(root, {**PROJECT, "docs/old.md": FALSE})
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, {"docs/true.md": TRUE, "docs/false.md": FALSE})
    return Job(tmp_path, root)


def test_it_is_an_action(tmp_path: Path) -> None:
    assert_valid("github-actions", ACTION, tmp_path)


def test_nothing_of_others_is_written_into_a_script() -> None:
    """An expression in `run` would be put there before the shell reads it."""
    assert [name for name, step in STEPS.items() if "${{" in step.get("run", "")] == []
    assert all(re.fullmatch(r"\$\{\{ inputs\.[\w-]+ \}\}", text) for text in STEPS["Check"]["env"].values())


def test_every_input_reaches_a_step() -> None:
    used = re.findall(r"\binputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert sorted(used) == sorted(ACTION["inputs"])


def test_other_actions_are_pinned() -> None:
    lines = re.findall(r"^\s+uses: (.*)$", (ROOT / "action.yml").read_text(encoding="utf-8"), re.M)
    assert lines
    assert all(re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in lines), lines


def test_it_is_installed_without_anything_of_the_workspace(job: Job) -> None:
    plant(job.workspace, job.root / "canary")
    own = {"GITHUB_ACTION_PATH": str(sources(job.root / "action")), "PYTHON": "python3", "PIP_NO_DEPS": "1"}
    done = shell(STEPS["Install"]["run"], job.workspace, job.variables() | own, home=job.root)
    assert done.returncode == 0, done.stdout
    assert (job.root / "temp" / "verify-review" / "bin" / "verify-review").exists()
    assert not (job.root / "canary").exists()


class TestReports:
    def test_what_holds(self, job: Job) -> None:
        done = job.check(reports="docs/true.md")
        assert (done.returncode, job.outputs) == (0, {"result": "passed", "sarif": ""}), done.stdout
        assert "::" not in done.stdout
        assert "### verify-review: " in job.summary

    def test_what_does_not(self, job: Job) -> None:
        done = job.check(reports="docs/true.md\n  docs/false.md\n\n", formats="junit:out/junit.xml\nmarkdown:comment.md")
        (job.workspace / "out").mkdir()
        assert (done.returncode, job.outputs["result"]) == (2, "error"), "there is no folder `out`"
        done = job.check(reports="docs/true.md\n  docs/false.md\n\n", formats="junit:out/junit.xml\nmarkdown:comment.md")
        assert (done.returncode, job.outputs["result"]) == (1, "failed")
        assert "::error title=refuted%3A file-lines,file=docs/false.md,line=1," in done.stdout
        assert (job.workspace / "out" / "junit.xml").exists()
        assert (job.workspace / "comment.md").exists()
        assert "src/util.py has 40 lines, not 300" in job.summary

    def test_only_what_the_branch_wrote(self, job: Job) -> None:
        (job.workspace / "docs" / "false.md").unlink()
        assert job.check(reports="docs").returncode == 1
        done = job.check(reports="docs", base="main")
        assert done.returncode == 0, done.stdout
        assert "docs/old.md has not changed since main" in done.stdout

    def test_the_gate(self, job: Job) -> None:
        assert job.check(reports="docs/false.md", fail_on="stale, error").returncode == 0
        write(job.workspace, {"docs/vague.md": "The gizmo frobnicates 12 widgets.\n"})
        assert job.check(reports="docs/vague.md").returncode == 0
        done = job.check(reports="docs/vague.md", min_checked="60%")
        assert (done.returncode, "--min-checked asks for 60%" in done.stdout) == (1, True)

    def test_results_for_code_scanning(self, job: Job) -> None:
        job.check(reports="docs/false.md", sarif="true")
        assert json.loads(Path(job.outputs["sarif"]).read_text())["runs"][0]["results"]
        assert job.check(reports="docs/none.md", sarif="true").returncode == 2
        assert job.outputs["sarif"] == "", "what an earlier step found is not uploaded again"
        assert STEPS["Upload to code scanning"]["if"] == "${{ !cancelled() && steps.check.outputs.sarif != '' }}"

    def test_another_repository_of_the_workspace(self, job: Job) -> None:
        (job.workspace / "part").mkdir()
        job.workspace.joinpath("src").rename(job.workspace / "part" / "src")
        assert job.check(reports="docs/true.md", repo="part").returncode == 0


class TestPullRequest:
    def test_its_title_and_text_are_checked(self, job: Job) -> None:
        job.event(title="feat(app): create src/app.py", body="`src/util.py` now has 300 lines.\r\n\r\n- [ ] Create src/none.py\r\n")
        done = job.check(pull_request_text="true")
        assert (done.returncode, job.outputs["result"]) == (1, "failed"), done.stdout
        assert "::error title=refuted%3A file-lines::src/util.py has 40 lines, not 300" in done.stdout
        assert "none.py" not in done.stdout
        assert "src/util.py has 40 lines, not 300" in job.summary

    @pytest.mark.parametrize(
        "request_of", [{"title": "src/app.py has 5 lines", "body": None}, {"title": "Fix a typo"}, {"title": "", "body": ""}, {}]
    )
    def test_what_holds_or_says_nothing_passes(self, job: Job, request_of: dict[str, object]) -> None:
        job.event(**request_of)
        done = job.check(pull_request_text="true")
        assert (done.returncode, job.outputs["result"], "::" in done.stdout) == (0, "passed", False), done.stdout

    def test_its_author_suppresses_nothing(self, job: Job) -> None:
        job.event(title="x", body="`src/util.py` has 300 lines. <!-- verify-review: ignore -->")
        assert job.check(pull_request_text="true").returncode == 1

    def test_both_are_checked_and_the_worse_counts(self, job: Job) -> None:
        job.event(title="x", body=FALSE)
        assert job.check(reports="docs/true.md", pull_request_text="true").returncode == 1
        job.event(title="x", body=TRUE)
        assert job.check(reports="docs/false.md", pull_request_text="true").returncode == 1
        assert job.check(reports="docs/none.md", pull_request_text="true").returncode == 2
        assert job.check(reports="docs/true.md", pull_request_text="true").returncode == 0

    def test_words_are_never_run(self, job: Job) -> None:
        words = [
            "$(touch x)", "`touch x`", "${{ secrets.TOKEN }}", "; touch x #", "'; touch x; '", "\n::error::y\n", "\r::set-output name=a::b",
            "%0A::add-mask::z", "##[error]w", "\nresult=passed\n", "<<EOF", "::stop-commands::v", "\u202e", "\x1b[31m",
        ]  # fmt: skip
        body = "".join(
            f"`src/util.py` has 30{number} lines {word}\n\n{word} create src/n{number}.py\n\n" for number, word in enumerate(words)
        )
        job.event(title=f"Create x.py {''.join(words)}\nresult=passed", body=body)
        before = sorted(path for path in job.workspace.rglob("*") if ".git/" not in f"{path}/")
        done = job.check(pull_request_text="true")
        assert (done.returncode, job.outputs) == (1, {"result": "failed", "sarif": ""})
        assert sorted(path for path in job.workspace.rglob("*") if ".git/" not in f"{path}/") == before
        shown = [line for line in re.split(r"[\r\n]", done.stdout) if line.lstrip().startswith("::")]
        assert len(shown) >= 10
        assert [line for line in shown if not COMMAND.fullmatch(line)] == []
        assert not re.search(r"##\[|[\x1b\u202e]", done.stdout)

    def test_what_is_said_of_others_is_no_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        say("note: not found any more\n::error::x\n  ::error::y\na ##[error]z")
        assert capsys.readouterr().err.splitlines()[1:] == ["  : :error::x", "    : :error::y", "  a # #[error]z"]

    def test_an_event_about_something_else(self, job: Job) -> None:
        (job.root / "event.json").write_text('{"ref": "refs/heads/main", "commits": []}')
        done = job.check(pull_request_text="true")
        assert (done.returncode, job.outputs["result"]) == (0, "passed")
        assert "::notice title=verify-review::pull-request-text: this event is about no pull request" in done.stdout


class TestWhatCanNotBeDone:
    def refused(self, job: Job, **inputs: str) -> str:
        done = job.check(**inputs)
        assert (done.returncode, job.outputs["result"]) == (2, "error"), done.stdout
        lines = done.stdout.splitlines()
        assert len(lines) == 1, lines
        assert lines[0].startswith("::error title=verify-review::"), lines
        return lines[0].removeprefix("::error title=verify-review::")

    def test_a_missing_event(self, job: Job) -> None:
        assert self.refused(job, pull_request_text="true").endswith("event.json can't be read: No such file or directory")

    @pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
    def test_a_damaged_event(self, job: Job, text: str) -> None:
        (job.root / "event.json").write_text(text)
        assert self.refused(job, pull_request_text="true").endswith("event.json is no JSON")

    @pytest.mark.parametrize("text", ["[]", "7", '{"pull_request": 7}', '{"pull_request": {"title": {}, "body": []}}'])
    def test_an_event_of_another_form(self, job: Job, text: str) -> None:
        (job.root / "event.json").write_text(text)
        assert job.check(pull_request_text="true").returncode == 0

    @pytest.mark.parametrize(
        ("inputs", "told"),
        [
            ({}, "there is nothing to check: name `reports`, or set `pull-request-text%3A true`"),
            ({"pull_request_text": "yes"}, "pull-request-text: true or false is meant, not 'yes'"),
            ({"reports": "docs", "sarif": "1"}, "sarif: true or false is meant, not '1'"),
            ({"reports": "docs", "min_checked": "lots"}, "min-checked: a share from 0%25 to 100%25 is meant, such as 60%25, not 'lots'"),
            ({"reports": "docs", "fail_on": "bad"}, "--fail-on: "),
            ({"reports": "docs", "formats": "pdf:x"}, "--output: no format is named 'pdf'"),
            ({"reports": "docs", "formats": "text"}, "github and text would both be written to standard output"),
            ({"reports": "::error::x"}, ": :error::x: no such report"),
            ({"reports": "docs", "repo": "nowhere"}, "nowhere does not exist"),
            ({"reports": "docs", "base": "nowhere"}, "docs: what changed since nowhere can't be told: no such revision 'nowhere'"),
        ],
    )
    def test_inputs_that_mean_nothing(self, job: Job, inputs: dict[str, str], told: str) -> None:
        assert told.replace("%3A", ":") in self.refused(job, **inputs)


class TestShallow:
    """What actions/checkout makes unless it is told `fetch-depth: 0`."""

    @pytest.fixture
    def shallow(self, job: Job) -> Job:
        git(job.root, "clone", "-q", "--depth", "1", "--branch", "topic", f"file://{job.workspace}", "clone")
        return Job(job.root, job.root / "clone")

    def test_what_changed_can_t_be_told(self, shallow: Job) -> None:
        done = shallow.check(reports="docs/true.md", base="origin/main")
        assert (done.returncode, shallow.outputs["result"]) == (2, "error")
        (line,) = done.stdout.splitlines()
        assert line.startswith("::error title=verify-review::docs/true.md: what changed since origin/main can't be told: no such revision")
        assert "this clone is shallow" in line
        assert "With actions/checkout, `fetch-depth: 0` fetches all of the history" in line

    def test_the_files_are_still_checked(self, shallow: Job) -> None:
        done = shallow.check(reports="docs/true.md")
        assert (done.returncode, shallow.outputs["result"]) == (0, "passed")
        assert (
            "::notice title=verify-review%3A history is missing::Claims about the past can't be checked. With actions/checkout, "
            in done.stdout
        )
