"""Texts that tell of a change: what of them is said of it, and that orders are read as done."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import verify_review, write

from verifier.reading.change_text import own_words

FILES = {"app.py": 'def call():\n    print("x")\n', "client.py": "x = 1\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Add x\n\nBody", "Add x\n\nBody"),
        ("fix: add x", "     add x"),
        ("feat(api)!: add x to a.py", "            add x to a.py"),
        ("feat(api/v1): add x.", "              add x in `api-v1`"),
        ("app.py: add x", "app.py: add x"),
        ("fix:", "fix:"),
        ("fixup! Add x\n\nBody", "\n\n"),
        ("squash! Add x", ""),
        ("amend! Add x", ""),
        ("Squashed commit of the following:\n\ncommit 1234", "\n\n"),
        ("Merge branch 'a.py' into main\n\nAdd x", "\n\nAdd x"),
        ("Merge pull request #1 from a/b.py\n\nAdd x", "\n\nAdd x"),
        ("Merge the two parsers", "Merge the two parsers"),
        ('Revert "Add x.py"\n\nIt broke y.', "\n\nIt broke y."),
        ("Add x\n\nSigned-off-by: A <a@b.c>\nCo-authored-by: b.py\nFixes: #1\nChange-Id: I1\nRefs: a.py", "Add x\n\n\n\n\n\n"),
        ("Add x\n\n(cherry picked from commit 1234)", "Add x\n\n"),
        ("", ""),
    ],
)
def test_own_words(message: str, kept: str) -> None:
    lines = own_words(message.split("\n"))
    assert "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ") == kept
    assert len(lines) == message.count("\n") + 1


def told(project: Path, message: str, *more: str) -> str:
    return verify_review("-", "--as-change", "-q", *more, cwd=project, stdin=message.encode()).text


def test_an_order_is_read_as_done(project: Path) -> None:
    message = "Add retry to client.py; remove print calls from app.py\n"
    assert told(project, message) == "<stdin>:1:25: refuted[print-calls]: 1 in 1 file, in app.py, client.py\n"
    assert verify_review("-", "-q", cwd=project, stdin=message.encode()).text == "", "elsewhere it is a wish"


def test_a_type_moves_no_column(project: Path) -> None:
    assert told(project, "fix(x): app.py has 9 lines\n") == (
        "<stdin>:1:20: refuted[file-lines]: app.py has 2 lines, not 9 (fix: 9 lines → 2 lines)\n"
    )


@pytest.mark.parametrize("scope", ["client", "app", "core/api"])
def test_what_is_said_of_a_scope_is_not_said_of_all(project: Path, scope: str) -> None:
    assert "refuted" in told(project, "remove all print calls\n")
    assert "refuted" not in told(project, f"refactor({scope}): remove all print calls.\n")


@pytest.mark.parametrize(
    "message", ["Fix an error in app.py:12\n", "- [ ] Create new.py\n", "## Test plan\n\n- Create new.py\n", "Tidy up\n"]
)
def test_what_is_no_claim_about_the_change(project: Path, message: str) -> None:
    assert told(project, message) == ""


def test_the_same_text_is_kept_apart_as_a_report(project: Path) -> None:
    """What was found of a text read one way is not recalled for the other."""
    (project / "m.md").write_text("Create new.py\n")
    codes = [verify_review("m.md", "-q", *more, cwd=project).code for more in ((), ("--as-change",), (), ("--as-change",))]
    assert codes == [0, 1, 0, 1]


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_it_is_not_corrected(project: Path, option: str) -> None:
    result = verify_review("-", "--as-change", option, cwd=project, stdin=b"x")
    assert (result.code, "neither --fix nor --diff" in result.err) == (2, True)


def test_no_correction_is_offered(project: Path) -> None:
    result = verify_review("-", "--as-change", cwd=project, stdin=b"app.py has 9 lines\n")
    assert (result.code, "--fix" in result.text) == (1, False)
