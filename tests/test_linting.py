"""What is asked of ruff: the files as they are, by no settings but ours, within bounds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from verifier.facts import linting
from verifier.facts.linting import TooMuch, unformatted, violations
from verifier.model import Finding
from verifier.registry import installed
from verifier.repository.snapshot import MemorySnapshot, Unreadable
from verifier.testing import findings

CLEAN = {f"src/tilt_{number}.py": "import os\n\nprint(os)\n" for number in range(3)}
DIRTY = {f"src/tilt_{number}.py": "import os\nimport ast\nx=1\n" for number in range(3)}
SETTINGS = {"pyproject.toml": "[tool.ruff]\nlint.select = []\nexclude = ['*']\n", "src/ruff.toml": "exclude = ['*']\n"}


STYLE = [installed()[name].load()() for name in ("pep8", "formatted", "import-order", "unused-imports")]


def told(report: str, files: dict[str, str]) -> list[Finding]:
    return findings(report, files, STYLE)


def test_settings_of_the_repository_count_for_nothing() -> None:
    snapshot = MemorySnapshot({path: text.encode() for path, text in {**DIRTY, **SETTINGS}.items()})
    assert {one.path for one in violations(snapshot, sorted(DIRTY), "F401")} == set(DIRTY)
    assert unformatted(snapshot, sorted(DIRTY), 88) == tuple(sorted(DIRTY))


@pytest.mark.parametrize("name", ["../out.py", "a b/\u202ec.py", "--config.py", "a\nb.py", "é.py"])
def test_strange_names_stay_within_the_private_directory(name: str) -> None:
    assert isinstance(violations(MemorySnapshot({name: b"import os\n"}), [name], "F401"), tuple)


@pytest.mark.parametrize("code", [b"\x00\xff\xfe", b"def (:\n", b"#" * 100_000, b"(" * 20_000])
def test_what_is_no_python_ends(code: bytes) -> None:
    snapshot = MemorySnapshot({"a.py": code, "b.py": b"import os\n"})
    assert [one.path for one in violations(snapshot, ["a.py", "b.py"], "F401") if one.code] == ["b.py"]


def test_too_much_source_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linting, "MAX_BYTES", 10)
    with pytest.raises(TooMuch):
        violations(MemorySnapshot({"a.py": b"import os\n" * 5}), ["a.py"], "F401")
    (finding,) = told("- No unused imports\n", DIRTY)
    assert finding.reason is not None
    assert finding.reason.value == "too-large"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The code is PEP 8 compliant.", "refuted"),
        ("PEP 8 compliance among the ruins", "doubtful"),
        ("All files are formatted with Black.", "refuted"),
        ("Imports are sorted and grouped.", "refuted"),
        ("There are no unused imports.", "refuted"),
    ],
)
def test_what_is_not_so_is_told(sentence: str, verdict: str) -> None:
    assert [one.verdict.value for one in told(f"# Review\n\n{sentence}\n", DIRTY)] == [verdict]


@pytest.mark.parametrize(
    "report",
    [
        "# Review\n\n## Linter set-up\n\n- PEP 8 compliance\n- Import sorting\n",
        "# Review\n\nThe hooks enforce:\n\n- PEP 8 compliance\n- sorted imports\n",
        "# Review\n\n- PEP 8 compliance (pycodestyle)\n- Sorted imports (isort)\n",
        "# Review\n\n## Recommendations\n\n- PEP 8 compliance\n- No unused imports\n",
        "# Review\n\n| | Before | After |\n|---|---|---|\n| Style | PEP 8 compliant | loose |\n",
    ],
)
def test_what_a_linter_is_to_check_is_not_said_of_the_code(report: str) -> None:
    assert told(report, DIRTY) == []


def test_what_is_so_holds() -> None:
    report = "- PEP 8 compliant\n- Formatted with Black\n- Imports are sorted\n- No unused imports\n"
    assert [one.verdict.value for one in told(report, CLEAN)] == ["holds"] * 4


UGLY = "import os\nimport ast\nimport re\nx=1\ny   =  {  'a':1 }\nif x==None :\n  z=[1,2,3 ,4]\n"
SENTENCES = {
    "pep8": "- PEP 8 compliant code in `quay/`\n",
    "formatted": "- 100% formatted files in `quay/`\n",
    "import-order": "- Imports are sorted in `quay/`\n",
    "unused-imports": "- No unused imports in `quay/`\n",
}


def verdicts(files: dict[str, str]) -> dict[str, str]:
    return {rule: told(sentence, files)[0].verdict.value for rule, sentence in SENTENCES.items()}


@pytest.mark.parametrize(
    ("comment", "silences"),
    [
        ("# ruff: noqa", {"pep8", "import-order", "unused-imports"}),
        ("# flake8: NOQA", {"pep8", "import-order", "unused-imports"}),
        ("# fmt: off", {"formatted"}),
        ("# yapf: disable", {"formatted"}),
        ("# isort: skip_file", {"import-order"}),
        ("# ruff: isort: skip_file", {"import-order"}),
        ("# note", set()),
    ],
)
def test_code_that_silences_ruff_is_neither_clean_nor_accused(comment: str, silences: set[str]) -> None:
    files = {f"quay/tilt_{number}.py": f"{comment}\n{UGLY}" for number in range(3)}
    assert verdicts(files) == {rule: "unverifiable" if rule in silences else "refuted" for rule in SENTENCES}


@pytest.mark.parametrize("comment", ["# noqa", "# fmt: off", "# isort: skip_file"])
def test_comments_that_silence_nothing_do_not_matter(comment: str) -> None:
    files = {"quay/tilt.py": f"{comment}\nimport os\n\nprint(os)\n"}
    assert set(verdicts(files).values()) == {"holds"}


@pytest.mark.parametrize(
    "name", ["_build/tilt", "buck-out/tilt", ".hidden/tilt", "a\nb/tilt", "a\nb", "-- good", "\u202e", "pyproject.toml", "é"]
)
def test_no_name_hides_a_file(name: str) -> None:
    files = {f"quay/{name}{number}.py": UGLY for number in range(3)}
    assert set(verdicts(files).values()) == {"refuted"}


def test_ignore_rules_of_the_temporary_directory_count_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in (".ignore", ".gitignore"):
        (tmp_path / name).write_text("*\n")
    assert set(verdicts({f"quay/tilt_{number}.py": UGLY for number in range(3)}).values()) == {"refuted"}


def test_a_file_is_not_taken_for_another_by_what_it_holds() -> None:
    snapshot = MemorySnapshot({"good.py": b"x = 1\n", "bad.py": b"x=1\npy = good = 0\n-- good.py\n"})
    assert unformatted(snapshot, ["bad.py", "good.py"], 88) == ("bad.py",)


def test_an_answer_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linting, "MAX_SAID", 1000)
    with pytest.raises(TooMuch, match="says more"):
        violations(MemorySnapshot({"a.py": b"x = [1" + b",1" * 1000 + b"]\n"}), ["a.py"], "E231")


@pytest.mark.parametrize("code", [b"def (:\n", b"x = '\xff'\n"])
def test_what_cant_be_parsed_leaves_it_open(code: bytes) -> None:
    files = MemorySnapshot({"a.py": code, "b.py": b"import os\nimport ast\n"})
    assert [one.path for one in violations(files, ["a.py", "b.py"], "F401") if not one.code][:1] == ["a.py"]
    with pytest.raises(Unreadable, match="can't be parsed"):
        unformatted(files, ["a.py", "b.py"], 88)


def test_a_projects_own_modules_are_sorted_as_its_own() -> None:
    files = {
        "buoy/__init__.py": b"",
        "tests/test_buoy.py": b"import os\n\nimport requests\n\nfrom buoy import x\n\nprint(os, requests, x)\n",
    }
    assert violations(MemorySnapshot(files), sorted(files), "I001") == ()
