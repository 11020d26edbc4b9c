"""Measures side by side and prints ratios: `make bench`, or `make bench BENCH="REPORT --repo PATH"` with a report of your own.

Every figure is the best of several runs: what the machine can do, not what else it was doing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).with_name("verify-review")
FILES = 3_000


@dataclass(frozen=True)
class Figure:
    """One measurement, beside what it is compared with; `target` in seconds."""

    what: str
    seconds: float
    target: float | None = None
    beside: str = ""
    beside_seconds: float | None = None

    def row(self) -> str:
        target = f"{self.target:.2f} s" if self.target else ""
        met = "" if self.target is None else "ok" if self.seconds <= self.target else "MISSED"
        ratio = f"{self.seconds / self.beside_seconds:.1f} x {self.beside} ({self.beside_seconds:.3f} s)" if self.beside_seconds else ""
        return f"{self.what:<52} {self.seconds:>7.3f} s  {target:>7}  {met:<6}  {ratio}".rstrip()


def best(action: Callable[[], object], runs: int) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return min(times)


def command(arguments: Sequence[str | Path], cwd: Path, cache: Path) -> None:
    """Runs a command; verdicts don't matter here, failures do."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(list(map(str, arguments)), cwd=cwd, env=env, capture_output=True, text=True)
    if done.stderr and done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")


def help_page(runs: int, place: Path) -> list[Figure]:
    """What every call costs, beside the imports it can't do without."""
    python = best(lambda: command([sys.executable, "-c", "import click"], place, place), runs)
    ours = best(lambda: command([COMMAND, "--help"], place, place), runs)
    return [Figure("verify-review --help", ours, 0.15, "python -c 'import click'", python)]


def large_repository(runs: int, place: Path) -> list[Figure]:
    """Path and size claims only, on a generated repository, nothing cached; beside git listing it and wc counting it."""
    project = place / "large"
    report = _large(project)
    arguments: list[str | Path] = [COMMAND, report, "--repo", project, "--select", "files", "-q", "--exit-zero", "--no-cache"]
    ours = best(lambda: command(arguments, place, place), runs)
    counted = best(lambda: command(["sh", "-c", "git ls-files -z | xargs -0 wc -l"], project, place), runs)
    return [Figure(f"path and size claims, {FILES} files", ours, 0.8, "git ls-files | xargs wc -l", counted)]


def _large(project: Path) -> Path:
    """A repository with many files, and a report that names some of them."""
    for number in range(FILES):
        path = project / f"area{number % 10}" / f"part{number // 10 % 30}" / f"module{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"VALUE = {number}\n" * (number % 200 + 1))
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    rows = "".join(f"| module{number}.py | {number % 200 + 1} |\n" for number in range(0, FILES, 40))
    report = project.parent / "large.md"
    report.write_text(f"# Sizes\n\n| File | Lines |\n|---|---|\n{rows}\nThere are {FILES} Python files. See `area3/part1/module13.py`.\n")
    return report


def second_run(runs: int, place: Path, report: Path, repository: Path) -> list[Figure]:
    """A report verified again unchanged, and once edited, when facts are cached and verdicts are not; and reading it alone."""
    arguments: list[str | Path] = [COMMAND, report, "--repo", repository, "-q", "--exit-zero"]
    edited = place / report.name
    cache = place / "cache-of-second-run"
    began = time.perf_counter()
    command(arguments, place, cache)
    first = time.perf_counter() - began
    again = best(lambda: command(arguments, place, cache), runs)

    def edit() -> None:
        edited.write_bytes((edited if edited.exists() else report).read_bytes() + b"\n")
        command([COMMAND, edited, *arguments[2:]], place, cache)

    changed = best(edit, max(2, runs // 2))
    edited.unlink()
    return [
        Figure(f"second run over {report.name}", again, 0.6, "first run", first),
        Figure(f"a run over {report.name} once edited", changed, None, "first run", first),
        Figure(f"reading {report.name} alone", _reading(report, runs), 0.2, "second run", again),
    ]


def _reading(report: Path, runs: int) -> float:
    """Seconds in a new process from the report's bytes to clauses, imports included: what a run spends on it."""
    script = (
        "import sys, time; data = open(sys.argv[1], 'rb').read(); began = time.perf_counter()\n"
        "from verifier.reading.report import read_report; from verifier.reading.source import read_source\n"
        "read_report(read_source(sys.argv[1], data)); print(time.perf_counter() - began)"
    )

    def once() -> float:
        return float(subprocess.run([sys.executable, "-c", script, report], capture_output=True, text=True, check=True).stdout)

    return min(once() for _ in range(runs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=Path, help="reports for the second run (default: the audit among the examples)")
    parser.add_argument("--repo", action="append", type=Path, default=[], help="the repository of each, in the same order")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    pairs = list(zip([path.resolve() for path in options.reports], [path.resolve() for path in options.repo], strict=True))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        figures = help_page(options.runs, place) + large_repository(options.runs, place)
        for report, repository in pairs or [(ROOT / "examples" / "audit.md", ROOT / "examples" / "project")]:
            figures += second_run(options.runs, place, report, repository)
    print(f"{'':<52} {'best':>9}  {'target':>7}")
    print("\n".join(figure.row() for figure in figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
