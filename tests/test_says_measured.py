"""What a number is of: the length of a file, or something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.engine import verify
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions

FILES = {
    "moon.py": "x = 1\n" * 20,
    "MOON.md": "a\n" * 5,
    "conf.py": "LAND_LIMIT = 3\nSTRICT = False\n",
}


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sky")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def verdicts(folder: Path, report: str, rule: str) -> set[str]:
    """The verdicts of one rule's claims in a report."""
    text = read_report(read_source("report.md", (report + "\n").encode()))
    with open_repository(folder) as opened:
        outcome = verify(text, opened, RunOptions(select=(rule,), use_cache=False))
    return {finding.verdict.value for finding in outcome.findings}


LINES_OF_ANOTHER = [
    "`MOON.md` summarises 4,000 lines.",
    "`MOON.md` (based on 4,000 lines of source)",
    "`MOON.md` (2,400 lines analysed)",
    "`MOON.md`: 3,000+ lines audited",
    "`MOON.md` covers 900 lines of code.",
    "`MOON.md` describes a 300-line script.",
    "`MOON.md`: 60 lines of examples",
    "`moon.py` reads 200 lines at a time.",
    "`moon.py` truncates after 40 lines",
    "`moon.py`: 4 blank lines",
    "`moon.py` has 7 executable lines.",
    "`moon.py` has 4 import lines.",
    "`moon.py` contains 30 lines of duplicated code.",
    "`moon.py`: roughly 8 lines could be removed",
    "12 lines of `moon.py` are dead.",
    "`moon.py` 8 lines, 3 missed",
    "**Docstrings:** `moon.py` 1 line",
    "## Commented-out code\n\n- `moon.py`: 9 lines",
    "## Untested code\n\n- `moon.py` (2 lines)",
    "| File | Comments |\n|---|---|\n| `moon.py` | 2 lines |",
]
FORMER_LINES = [
    "`moon.py` used to have 400 lines.",
    "`moon.py` once counted 400 lines",
    "`moon.py`: 400 lines ⇒ 20 lines",
    "`moon.py` (400 vs 20 lines)",
    "The 400-line `moon.py` was split up.",
    "`moon.py`: 40 lines then, 20 lines today",
]
OWN_LINES = [
    ("`moon.py` spans 20 lines.", "holds"),
    ("There are 300 lines in `moon.py`.", "refuted"),
    ("`moon.py` has 90 lines of code.", "refuted"),
    ("## Unused files\n\n- `moon.py` (90 lines)", "refuted"),
    ("`moon.py`: 400 lines → 90 lines", "refuted"),
]


@pytest.mark.parametrize("sentence", LINES_OF_ANOTHER + FORMER_LINES)
def test_lines_of_something_else_are_never_refuted(sky: Path, sentence: str) -> None:
    assert not verdicts(sky, sentence, "file-lines") & {"refuted", "doubtful"}


@pytest.mark.parametrize(("sentence", "verdict"), OWN_LINES)
def test_lines_of_the_file_are_decided(sky: Path, sentence: str, verdict: str) -> None:
    assert verdict in verdicts(sky, sentence, "file-lines")


@pytest.mark.parametrize(
    ("sentence", "decided"),
    [
        ("`LAND_LIMIT`: 10 → 3", {"holds"}),
        ("`LAND_LIMIT`: `10` ⇒ `3`", set()),
        ("- [ ] `LAND_LIMIT = 9`", set()),
        ("`LAND_LIMIT = 9`", {"refuted"}),
        ("`LAND_LIMIT = 3`", {"holds"}),
    ],
)
def test_a_value_before_a_change_is_open(sky: Path, sentence: str, decided: set[str]) -> None:
    assert verdicts(sky, sentence, "value") - {"unverifiable"} == decided


@pytest.mark.parametrize(
    ("report", "decided"),
    [
        ("| Item | Done |\n|---|---|\n| `dust.py` written | [ ] |", set()),
        ("| | Item |\n|---|---|\n| ⬜ | `dust.py` |", set()),
        ("⬜ `dust.py`", set()),
        ("| Item | Done |\n|---|---|\n| `dust.py` written | yes |", {"refuted"}),
    ],
)
def test_an_open_box_leaves_it_open(sky: Path, report: str, decided: set[str]) -> None:
    assert verdicts(sky, report, "file-exists") - {"unverifiable"} == decided
