"""The commands that findings show: they leave the report out, and what they print agrees with the finding."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from verifier.engine import verify
from verifier.model import Finding, Measurement, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.reproduce import for_reader
from verifier.result import RunOptions

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.mark.parametrize(
    ("command", "report", "plain", "told"),
    [
        ("git grep -nw -- moon", "docs/r.md", False, "git grep -nw -- moon -- ':!docs/r.md'"),
        ("git grep -nw 'moon' -- '*.py'", "r.md", False, "git grep -nw 'moon' -- '*.py' ':!r.md'"),
        ("git grep -lF -- 'moon' | wc -l", "r.md", False, "git grep -lF -- 'moon' -- ':!r.md' | wc -l"),
        ("git grep -nE 'moon'", "", True, "git grep --no-index -nE 'moon'"),
        ("git ls-files -- '*moon.py' 'dust.py'", "r.md", True, "find . -path '*moon.py' -o -path ./dust.py"),
        ("git ls-files | xargs wc -l", "", True, "find . -type f | xargs wc -l"),
        ("git ls-files -z -- 'moon' | xargs -0 cat | wc -l", "", True, "find moon -type f -print0 | xargs -0 cat | wc -l"),
        ("wc -l moon.py", "r.md", True, "wc -l moon.py"),
        ("git grep -nF -e 'a | b' -- m.py", "r.md", False, "git grep -nF -e 'a | b' -- m.py ':!r.md'"),
        ("git grep -nF -e 'a | b'", "r.md", False, "git grep -nF -e 'a | b' -- ':!r.md'"),
    ],
)
def test_a_command_is_told_for_the_repository_and_the_report(command: str, report: str, plain: bool, told: str) -> None:
    assert for_reader(command, report, plain) == told


def _found(project: Path, name: str) -> tuple[Finding, ...]:
    source = read_source(str(project / name), (EXAMPLES / name).read_bytes())
    with open_repository(project) as repository:
        return verify(read_report(source), repository, RunOptions(jobs=1, use_cache=False)).findings


@pytest.fixture(params=[True, False], ids=["git", "directory"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the example project with its reports in it, in git or not."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLES / "project", copy)
    for report in EXAMPLES.glob("*-review.md"):
        shutil.copy(report, copy)
    if request.param:
        for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "moon"]):
            subprocess.run(["git", *words], cwd=copy, check=True)
    return copy


def test_what_a_command_prints_agrees_with_its_finding(project: Path) -> None:
    ran = 0
    for finding in _found(project, "deployment-review.md"):
        if finding.verdict not in (Verdict.REFUTED, Verdict.HOLDS) or not finding.reproduce.startswith(
            ("git ", "find ", "wc ", "sed ", "grep ")
        ):
            continue
        run = subprocess.run(finding.reproduce, shell=True, cwd=project, capture_output=True, text=True)
        ran += 1
        assert run.returncode in (0, 1), finding.reproduce
        assert not run.stderr, (finding.reproduce, run.stderr)
        if finding.claim.rule == "file-exists":
            there = (finding.verdict is Verdict.HOLDS) is not finding.claim.negated
            assert bool(run.stdout.strip()) is there, (finding.reproduce, finding.message)
    assert ran > 20


HOSTILE = (
    "a;touch${IFS}fired;.py",
    "b$(touch${IFS}fired).py",
    "c'$(touch${IFS}fired)'.py",
    "d`touch${IFS}fired`.py",
    "e|touch${IFS}fired.py",
    "-f.py",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_the_repository_and_words_of_the_report_are_never_run(name: str, tmp_path: Path) -> None:
    line = 'log.info("$(touch fired) it\'s `touch fired` told by the crew")'
    project = tmp_path / "project"
    (project / "lib").mkdir(parents=True)
    (project / "lib" / name).write_text("def tilt_station(by):\n    return by\n")
    (project / "app.py").write_text(f"def turn(by):\n    {line}\n    return by\n")
    report = (
        "# Files\n\n- `tilt_station()` has a complexity of 1\n- `tilt_station()` is 2 lines long\n- No function exceeds 9 in complexity\n"
        f"- `lib/` has 1 Python file\n\nCurrent code of `app.py`:\n\n```python\ndef turn(by):\n    {line}\n"
        '    log.warning("$(touch fired) it\'s | sh `touch fired` gone for good")\n    return by\n```\n'
    )
    source = read_source("r.md", report.encode())
    with open_repository(project) as repository:
        findings = verify(read_report(source), repository, RunOptions(jobs=1, use_cache=False)).findings
    commands = {finding.reproduce for finding in findings if finding.reproduce}
    assert sum("touch" in command for command in commands) > (3 if "touch" in name else 1), commands
    for command in commands:
        subprocess.run(command, shell=True, cwd=project, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        assert not list(tmp_path.rglob("fired*")), command


QUOTING = {"arguments", "below", "search", "lint"}
COMMANDS = {"reproduce", "command"}
PLACE = [field.name for field in fields(Measurement)].index("reproduce")  # among what a measurement is made of by place
NUMBER = re.compile(r".*\.(?:line|end_line|first|last)$|max\(1, .*\.line - \d\)$")
# Constants, markers such as TODO, numbers, digits and signs.
PLAIN = {"pattern", "_SHOWN", "width", "self.working", "target.bound", "unit", "'|'.join(target.words)"}


def _quotes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in QUOTING


def _unquoted(node: ast.AST) -> Iterator[str]:
    """What is put into a text without a function that quotes it."""
    if _quotes(node):
        return
    if isinstance(node, ast.FormattedValue) and not _quotes(node.value):
        yield ast.unparse(node.value)
    for inner in ast.iter_child_nodes(node):
        yield from _unquoted(inner)


def _commands(tree: ast.AST) -> Iterator[ast.expr]:
    """What a module gives to what it calls a command."""
    for node in ast.walk(tree):
        names = [one.id for one in node.targets if isinstance(one, ast.Name)] if isinstance(node, ast.Assign) else []
        named = COMMANDS.intersection(names) or (isinstance(node, ast.keyword) and node.arg in COMMANDS)
        if named and isinstance(node, ast.Assign | ast.keyword):
            yield node.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Measurement":
            yield from node.args[PLACE : PLACE + 1]


def test_what_a_command_names_is_quoted() -> None:
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rules").rglob("*.py"))}
    built = [(path.name, command) for path, tree in modules.items() for command in _commands(tree)]
    assert len(built) > 60
    bare = [(name, part) for name, command in built for part in _unquoted(command) if part not in PLAIN and not NUMBER.match(part)]
    assert bare == []
