"""What is asked of ruff: the files as they are, by no settings but ours, within bounds."""

from __future__ import annotations

import pytest

from verifier.facts import linting
from verifier.facts.linting import TooMuch, unformatted, violations
from verifier.model import Finding
from verifier.registry import installed
from verifier.repository.snapshot import MemorySnapshot
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
