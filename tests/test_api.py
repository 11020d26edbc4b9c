"""`from verifier import ...`: what programs get, and that each of its names is documented."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import verifier
from verifier import Extent, RunOptions, ToldKinds, Verdict, VerificationError, configured, render, verify, verify_text

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
UNCACHED = RunOptions(use_cache=False, jobs=1)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example project and its report, as the current one."""
    shutil.copytree(ROOT / "examples" / "project", tmp_path / "project")
    shutil.copy(ROOT / "examples" / "audit.md", tmp_path)
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_verified_as_the_command_does(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from verifier.cli import main

    result = verify("audit.md", "project", options=UNCACHED)
    assert main(["audit.md", "--repo", "project", "--isolated"]) == 1
    told = capsys.readouterr()
    assert render(result, root="project") == told.out
    assert {Verdict.HOLDS, Verdict.REFUTED} <= {finding.verdict for finding in result.outcome.findings}


def test_a_text_is_verified_word_for_word(here: Path) -> None:
    (here / "project" / "one.py").write_text("x = 1\n")
    full, part = (verify_text(text, "project").outcome.statements for text in ("`one.py` has 1 line.", "`one.py` has 1 splendid line."))
    assert [(one.checked, one.verdict) for one in full] == [(Extent.FULL, Verdict.HOLDS)]
    assert full[0].checked is not part[0].checked or part[0].verdict is not Verdict.HOLDS


def test_every_format_renders(here: Path) -> None:
    from verifier.output.formats import FORMATS

    result = verify("audit.md", "project", options=UNCACHED)
    assert all(render(result, form) == render(result, form) != "" for form in FORMATS if form != "diff")


def test_a_configuration_counts_only_when_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "verify-review.toml").write_text('select = ["complexity"]\n[files]\ntests = ["checks"]\n')
    monkeypatch.setenv("VERIFY_REVIEW_SELECT", "size")
    options = configured("verify-review.toml")
    assert (options.select, options.files) == (("complexity",), ToldKinds(tests=("checks",)))
    assert {f.claim.rule for f in verify("audit.md", "project", options=options).outcome.findings} == {"complexity"}
    assert len({f.claim.rule for f in verify("audit.md", "project").outcome.findings}) > 3


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: verify("none.md"), r"none\.md: can't be read"),
        (lambda: verify("a\0b"), "can't be read"),
        (lambda: verify("audit.md", "nowhere"), "nowhere"),
        (lambda: verify_text(" \n"), "empty"),
        (lambda: verify_text("x", "project", options=RunOptions(select=("filez",))), "did you mean 'files'"),
        (lambda: verify_text("x", "project", rev="main"), "no revision 'main' can be read"),
        (lambda: configured("none.toml"), r"none\.toml: can't be read"),
    ],
)
def test_what_can_not_be_used_is_told(here: Path, call: object, told: str) -> None:
    assert callable(call)
    with pytest.raises(VerificationError, match=told):
        call()


def test_a_format_that_there_is_not(here: Path) -> None:
    with pytest.raises(ValueError, match="there is no format 'pdf'; there are text"):
        render(verify_text("`a.py` exists.", "project"), "pdf")


@pytest.mark.parametrize("name", verifier.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert re.search(rf"^\| (?:`\w+`, )*`{name}\b|^`{name}`", PAGE, re.M), f"docs/api.md does not tell of {name}"
    thing = getattr(verifier, name)
    assert not callable(thing) or (thing.__doc__ or f"{name}(").partition("(")[0] != name, f"{name} has no docstring"


@pytest.mark.parametrize("name", [name for name in verifier.__all__ if is_dataclass(getattr(verifier, name))])
def test_the_page_names_no_field_that_there_is_not(name: str) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |")]
    known = (
        {item.name for item in fields(getattr(verifier, name))} | set(verifier.__all__) | {"tests", "unread", "[files]", "configuration.md"}
    )
    assert {word for word in re.findall(r"`([^`]+)`", row) if not word.endswith((".md", "]"))} <= known


@pytest.mark.parametrize("block", re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S))
def test_the_examples_of_the_page_run(block: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "project" / "app.py").write_text("print(1)\n")
    exec(compile(block.replace("../project", "project"), "docs/api.md", "exec"), {})
    assert capsys.readouterr().out
