"""No silent pass: what could not be read makes "none of them has" unverifiable, and leaves refuted what something read refutes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_helpers import write
from hostile import commit, git

from verifier.engine import verify
from verifier.model import Finding, Reason, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.registry import installed
from verifier.repository.open import open_repository
from verifier.repository.snapshot import MAX_FILE_BYTES
from verifier.result import RunOptions
from verifier.testing import findings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, as POSIX has them")

BRANCHES = "export function monster(a: number) {\n" + "".join(f"  if (a === {at}) {{ return {at}; }}\n" for at in range(60)) + "}\n"
DEEP = f"const x = {'[' * 400}{']' * 400};\n"
PLAIN = "export function ok(a: number) { return a; }\n"
HIDDEN = "import redis\n\n\nclass Foo:\n    def bare(self, a):\n        print(a)\n"
GOOD = '"""Good."""\n\n\ndef ok(a: int) -> int:\n    """Do."""\n    return a\n'
UNIVERSAL = """
- No print statements.
- No hardcoded secrets in the code.
- All functions have type hints.
- All functions have docstrings.
- No lines are longer than 120 characters.
- No files over 300 lines.
- The largest file has 6 lines.
- No function has a cyclomatic complexity above 5.
- Redis is not used.
- Uses Redis for caching.
- There is no class `Foo`.
- No circular imports.
"""


def checked(report: str, root: Path, revision: str | None = None) -> list[Finding]:
    with open_repository(root, revision) as repository:
        read = read_report(read_source("report.md", report.encode()))
        return list(verify(read, repository, RunOptions(jobs=1, use_cache=False)).findings)


def link_out(root: Path) -> None:
    write(root.parent, {"out/hidden.py": HIDDEN})
    (root / "hidden.py").symlink_to("../out/hidden.py")


def folder_out(root: Path) -> None:
    write(root.parent, {"out/hidden.py": HIDDEN})
    (root / "hidden").symlink_to("../out")


def too_large(root: Path) -> None:
    write(root, {"hidden.py": "x = 1\n" * (MAX_FILE_BYTES // 6 + 1) + HIDDEN})


def large_file_elsewhere(root: Path) -> None:
    write(root, {"hidden.py": "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 5\n"})


def submodule(root: Path) -> None:
    write(root.parent, {"sub/hidden.py": HIDDEN})
    git(root.parent / "sub", "init", "-q")
    commit(root.parent / "sub", {})
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", "../sub", "core")


HIDING: list[Callable[[Path], None]] = [link_out, folder_out, too_large, large_file_elsewhere, submodule]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write(tmp_path / "root", {"good.py": GOOD})
    git(root, "init", "-q")
    return root


def test_they_hold_of_what_can_be_read(root: Path) -> None:
    commit(root, {})
    held = {finding.claim.text: finding.verdict for finding in checked(UNIVERSAL, root)}
    assert held.pop("Uses Redis for caching.") is Verdict.REFUTED
    assert set(held.values()) == {Verdict.HOLDS}
    assert len(held) == 11


@pytest.mark.parametrize("hide", HIDING)
def test_nothing_holds_of_all_where_something_is_hidden(root: Path, hide: Callable[[Path], None]) -> None:
    hide(root)
    commit(root, {})
    for finding in checked(UNIVERSAL, root):
        assert (finding.verdict, finding.reason) == (Verdict.UNVERIFIABLE, Reason.INCOMPLETE), (finding.claim.text, finding.message)


def test_nothing_holds_of_all_in_a_partial_clone(root: Path) -> None:
    head = commit(root, {"hidden.py": HIDDEN})
    blob = git(root, "rev-parse", "HEAD:hidden.py")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for finding in checked(UNIVERSAL, root, head):
        assert (finding.verdict, finding.reason) == (Verdict.UNVERIFIABLE, Reason.INCOMPLETE), (finding.claim.text, finding.message)
    named = checked("`hidden.py` has 3 lines. `hidden.py:2` has `x = 1`. `hidden.py` is 12 KB. `good.py` has 6 lines.\n", root, head)
    told = {(finding.claim.rule, finding.verdict, finding.reason) for finding in named if finding.claim.rule != "file-exists"}
    assert told == {
        ("file-lines", Verdict.UNVERIFIABLE, Reason.UNREADABLE),
        ("line-anchor", Verdict.UNVERIFIABLE, Reason.UNREADABLE),
        ("size", Verdict.UNVERIFIABLE, Reason.UNREADABLE),
        ("value", Verdict.UNVERIFIABLE, Reason.UNREADABLE),
        ("file-lines", Verdict.HOLDS, None),
    }


@pytest.mark.parametrize("name", ["app (1).zip", "code.tar.gz"])
def test_nothing_is_said_to_be_missing_where_all_code_is_packed(tmp_path: Path, name: str) -> None:
    root = write(tmp_path / "root", {name: "PK", "README.md": "# App\n"})
    report = f"{UNIVERSAL}- `src/moon.py` turns the moon.\n- `src/moon.py:3` turns it.\n- 12 tests.\n- `README.md` has 9 lines.\n"
    told = {finding.claim.text: finding.verdict for finding in checked(report, root)}
    assert told.pop("README.md has 9 lines.") is Verdict.REFUTED
    assert told.pop("README.md") is Verdict.HOLDS
    assert set(told.values()) == {Verdict.UNVERIFIABLE}
    assert len(told) > 11
    write(root, {"good.py": GOOD})
    assert Verdict.REFUTED in {finding.verdict for finding in checked("- `src/moon.py` turns the moon in `good.py`.\n", root)}


@pytest.mark.parametrize(
    ("ignored", "kept", "verdicts"),
    [
        ("*.log\n", "tests/__init__.py", ["refuted", "refuted"]),
        ("*.log\ntest_*.py\n", "tests/__init__.py", ["unverifiable", "refuted"]),
        ("*.log\ntest_*.py\n", "tests/test_a.py", ["refuted", "refuted"]),
    ],
)
def test_tests_that_are_kept_out_are_not_missing(tmp_path: Path, ignored: str, kept: str, verdicts: list[str]) -> None:
    root = write(tmp_path / "root", {"a.py": GOOD, kept: "x = 1\n", ".gitignore": ignored})
    findings = checked("- 7 test files\n- 9 Python files\n", root)
    assert [finding.verdict.value for finding in findings if finding.claim.rule == "file-count"] == verdicts


@pytest.mark.parametrize("hide", HIDING)
def test_what_is_found_refutes_whatever_is_hidden(root: Path, hide: Callable[[Path], None]) -> None:
    hide(root)
    commit(root, {"seen.py": HIDDEN})
    (finding,) = checked("- No print statements.\n", root)
    assert finding.verdict is Verdict.REFUTED


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_what_is_said_of_something_out_of_reach_is_left_open_with_the_reason(root: Path, revision: str | None) -> None:
    for hide in (link_out, folder_out, submodule):
        hide(root)
    commit(root, {})
    names = ("hidden.py", "hidden/hidden.py", "core/hidden.py")
    report = "".join(
        f"\n`{name}` has 3 lines. `{name}:2` has `x = 1`. `{name}` is 12 KB. `{name}` has no print statements. `{name}` has 9 classes.\n"
        f"\n```python\n# {name}\ny = compute(1)\n```\n"
        for name in names
    )
    found = [finding for finding in checked(report, root, revision) if finding.claim.rule != "file-exists"]
    assert len(found) > 12
    for finding in found:
        assert (finding.verdict, finding.reason) == (Verdict.UNVERIFIABLE, Reason.OUTSIDE), (finding.claim, finding.message)
    assert not [finding for finding in checked("`core/gone.py` is there. `hidden/gone.py` is there.\n", root) if finding.reason is None]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("No function has a cyclomatic complexity above 10.\n", Verdict.UNVERIFIABLE),
        ("The most complex function has a complexity of 1.\n", Verdict.UNVERIFIABLE),
        ("Average complexity: 1.0.\n", Verdict.UNVERIFIABLE),
        ("No function has a cyclomatic complexity above 0.\n", Verdict.REFUTED),
    ],
)
def test_functions_that_lizard_could_not_read(claim: str, verdict: Verdict, capfd: pytest.CaptureFixture[str]) -> None:
    found = findings(claim, {"bad.ts": DEEP + BRANCHES, "good.ts": PLAIN}, [installed()["complexity"].load()()])
    assert [(one.verdict, one.reason) for one in found] == [(verdict, Reason.INCOMPLETE if verdict is Verdict.UNVERIFIABLE else None)]
    assert "skip" not in capfd.readouterr().err
