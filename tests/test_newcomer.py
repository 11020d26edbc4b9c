"""A newcomer who has the pages and nothing else gets where they say: commands are run as they stand, and print what is shown.

Installing is what test_packaging.py does; here the command is there already, in an environment with no other variable and an empty home.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")
LIMITS = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
SECONDS = 120
INSTALL = "pip install .\n"
END = "--- the end of a step ---"  # a line that no command prints


@dataclass(frozen=True)
class Step:
    """Commands of a page, and the lines that it shows of what they print."""

    commands: str
    shown: tuple[str, ...]


def steps(page: str) -> Iterator[Step]:
    """Every block of commands with the text block that follows it, before the next one."""
    blocks = re.findall(r"^```(sh|text)\n(.*?)^```$", page, re.S | re.M)
    for (kind, commands), (after, text) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind == "sh":
            yield Step(commands, tuple(filter(None, text.splitlines())) if after == "text" else ())


def printed(commands: list[str], clone: Path) -> list[list[str]]:
    """What each of `commands` prints in a clone, one shell for all, so that `cd` lasts."""
    script = "".join(f"{text}\necho '{END}'\n" for text in commands)
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(clone.parent / "home")}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=clone, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS
    )
    parts = done.stdout.decode("utf-8").split(f"{END}\n")
    return [part.splitlines() for part in parts[:-1]]


def missing(shown: tuple[str, ...], lines: list[str]) -> list[str]:
    """The lines that are shown and not printed, in that order."""
    rest = iter(lines)
    return [line for line in shown if line not in rest]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of this repository, with the examples as they lie here: the project in it is a part of a larger repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository to clone")
    (tmp_path / "home").mkdir()
    subprocess.run(["git", "clone", "-q", "--depth", "1", ROOT.as_uri(), str(tmp_path / "clone")], check=True, timeout=SECONDS)
    shutil.copytree(ROOT / "examples", tmp_path / "clone" / "examples", dirs_exist_ok=True)
    return tmp_path / "clone"


def copied(place: Path) -> Path:
    """The examples, which are all that the page uses of a clone, in an otherwise empty directory, beside an empty home."""
    (place / "home").mkdir()
    shutil.copytree(ROOT / "examples", place / "clone" / "examples")
    return place / "clone"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Step, list[str]]]:
    """Every step of the page but the installation, and what its commands print."""
    walked = [step for step in steps(PAGE) if step.commands != INSTALL]
    outputs = printed([step.commands for step in walked], copied(tmp_path_factory.mktemp("newcomer")))
    return list(zip(walked, outputs, strict=True))


def test_the_readme_leads_to_the_page_and_both_install_alike() -> None:
    assert "(docs/getting-started.md)" in README
    assert f"`{INSTALL.strip()}`" in README
    assert next(steps(PAGE)) == Step(INSTALL, ())


def test_the_page_leads_from_a_failing_report_to_a_passing_gate(followed: list[tuple[Step, list[str]]]) -> None:
    codes = [line for _, lines in followed for line in lines if line.startswith("exit code ")]
    assert (codes[0], codes[-1]) == ("exit code 1", "exit code 0")


def test_what_the_page_shows_is_printed(followed: list[tuple[Step, list[str]]]) -> None:
    for step, lines in followed:
        assert missing(step.shown, lines) == [], f"{step.commands}printed\n" + "\n".join(lines)


def test_all_that_quiet_runs_print_is_shown(followed: list[tuple[Step, list[str]]]) -> None:
    quiet = [(step, lines) for step, lines in followed if " -q\n" in step.commands]
    assert len(quiet) == 3
    assert [lines for _, lines in quiet] == [list(step.shown) for step, _ in quiet]


def test_the_readme_s_outputs_are_those_of_its_commands(clone: Path) -> None:
    audit = "verify-review examples/audit.md --repo examples/project"
    (asked,) = re.findall(r'^(verify-review --claim ".*")\n```\n\n```text', README, re.M)
    assert f"```sh\n{audit}\n```" in README
    lines = [line for part in printed([audit, f"{audit} -q", asked], clone) for line in part]
    shown = re.findall(r"^```text\n(.*?)^```$", README, re.S | re.M)
    assert len(shown) == 3
    assert [line for text in shown for line in text.splitlines() if line not in lines] == []


def test_of_what_it_can_t_do_it_says_what_the_page_says(clone: Path) -> None:
    rows = re.findall(r"^\| `` ?(.*?)`` \| (.*?) \|$", LIMITS, re.M)
    assert len(rows) > 10
    asked = " ".join(f"--claim {shlex.quote(sentence)}" for sentence, _ in rows)
    (lines,) = printed([f"verify-review --repo examples/project {asked}"], clone)
    assert [row for row in rows if missing((f'"{row[0]}"', f"  {row[1]}"), lines)] == [], "\n".join(lines)
