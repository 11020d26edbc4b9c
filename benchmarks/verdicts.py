"""The verdict lock: what the tool says of the examples and of reports outside this repository, as facts without their prose.

    python benchmarks/verdicts.py [RESULTS_DIR]             compare with benchmarks/verdicts/, exit 1 where they differ
    python benchmarks/verdicts.py [RESULTS_DIR] --update    write them

RESULTS_DIR holds one JSON result a report (`verify-review --output-format json`), named NAME.json. Without it: the examples, in a copy
of their own, so that no repository around them matters.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from lock import compared, written

LOCK = Path(__file__).parent / "verdicts"
EXAMPLES = Path(__file__).parent.parent / "examples"


def lines(result: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """One line a claim: the report's line, kind, verdict; sorted."""
    rows = [(int(claim["line"]), claim["kind"], claim["verdict"]) for claim in result["claims"]]
    return [f"{line}\t{kind}\t{verdict}" for line, kind, verdict in sorted(rows)]


def of_examples() -> dict[str, list[str]]:
    """The rows of each report in `examples/` that is about the example project."""
    command = [sys.executable, "-m", "verifier", "--repo", "project", "--no-cache", "--output-format", "json"]
    with TemporaryDirectory() as folder:
        place = shutil.copytree(EXAMPLES, Path(folder) / "examples")
        names = [path.name for path in sorted(place.glob("*.md")) if path.name != "README.md"]
        done = subprocess.run([*command, *names], cwd=place, capture_output=True, text=True, encoding="utf-8")
    return {Path(result["report"]["path"]).stem: lines(result) for result in json.loads(done.stdout)["reports"]}


def main() -> int:
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--update"]
    files = [file for folder in folders for file in sorted(folder.glob("*.json"))]
    now = {file.stem: lines(json.loads(file.read_text(encoding="utf-8"))) for file in files} if folders else of_examples()
    return written(LOCK, now) if "--update" in sys.argv else compared(LOCK, now)


if __name__ == "__main__":
    sys.exit(main())
