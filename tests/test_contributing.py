"""The rule that CONTRIBUTING.md writes in ten minutes works as it stands there: its one file, put where the page says, is enough."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_helpers import environment, verify_review, write

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages as they are installed, with the page's file added at the place that it names."""
    root = tmp_path_factory.mktemp("copy")
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "verifier", root / "verifier", ignore=skipped)
    shutil.copytree(ROOT / "rules", root / "verifier" / "rules", ignore=skipped)
    shutil.copytree(ROOT / "tests", root / "tests", ignore=skipped)
    (place,) = re.findall(r"Create `(rules/\S+\.py)`", PAGE)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    write(
        root,
        {
            f"verifier/{place}": code,
            "project/a.py": "# pragma: no cover\n# pragma: no cover\n",
            "report.md": "There are 2 pragma comments.\n",
        },
    )
    return root


def path(copy: Path) -> dict[str, str | None]:
    return {"PYTHONPATH": str(copy)}


def test_it_is_found_by_its_place_and_has_a_page(copy: Path) -> None:
    assert "\n  pragma-count " in verify_review("rules", cwd=copy, env=path(copy)).text
    page = verify_review("rule", "pragma-count", cwd=copy, env=path(copy)).text
    assert "Family  quality" in page
    assert "a wish" in page


@pytest.mark.parametrize("selection", ["pragma-count", "quality"])
@pytest.mark.parametrize(("said", "code"), [("There are 2 pragma comments.\n", 0), ("There are 3 pragma comments.\n", 1)])
def test_it_judges_reports(copy: Path, selection: str, said: str, code: int) -> None:
    arguments = ["-", "--repo", "project", "--select", selection, "--output-format", "json"]
    run = verify_review(*arguments, cwd=copy, stdin=said.encode(), env=path(copy))
    verdicts = [(claim["rule"], claim["verdict"]) for claim in run.json["claims"]]
    assert (run.code, verdicts) == (code, [("pragma-count", "refuted" if code else "holds")])


def test_its_examples_run_as_the_page_says(copy: Path) -> None:
    (command,) = re.findall(r"`pytest (tests/test_rules\.py -k pragma-count)`", PAGE)
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *command.split()]
    done = subprocess.run(line, cwd=copy, env=environment(copy, path(copy)), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^7 passed", done.stdout, re.M), done.stdout


def test_nothing_of_it_is_left_without_the_file() -> None:
    assert "pragma-count" not in verify_review("rules", cwd=ROOT).text
