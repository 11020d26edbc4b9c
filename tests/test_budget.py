"""A run's budget: counted in work, the same with any number of processes and whatever earlier runs have kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import verify_review, write

from verifier.config import ConfigError, load_config
from verifier.repository.metered import BYTES_PER_FILE, Budget, Meter, MeteredSnapshot, OutOfBudget
from verifier.repository.snapshot import MemorySnapshot

LONG = "# " + "x" * 90 + "\n"
FILES = {f"src/m{number}.py": f"import redis\n\ndef f{number}():\n    print(redis)\n" + LONG * 900 for number in range(30)}
REPORT = """# Review

- Redis is used.
- `f1` is defined in `src/m1.py`.
- No Celery.
- No print statements.
- `src/m2.py` has 904 lines.
- No hardcoded secrets.
- The average complexity is 1.
- `src/m3.py` has 12 lines.
- The HTTP client is requests.
"""
TOLD = "more than the run's budget of 4 MB"  # the files are 2.5 MB


def counted(*uses: tuple[str, str], limit: int = 10**9) -> int:
    budget = Budget(limit)
    for use, path in uses:
        budget.count(use, "", path, 100)
    return budget.spent


def test_each_file_counts_once_for_each_use() -> None:
    one = BYTES_PER_FILE + 100
    assert counted(("read", "a"), ("read", "a"), ("read", "b"), ("outline", "a")) == 3 * one
    assert counted(("outline", "a"), ("imports", "a")) == one  # they are a part of it
    assert counted(("imports", "a"), ("outline", "a")) == 2 * one


def test_what_does_not_fit_is_told_and_not_counted() -> None:
    budget = Budget(2 * BYTES_PER_FILE + 1000)
    budget.count("read", "", "a", 500)
    for _ in range(2):
        with pytest.raises(OutOfBudget, match="--budget"):
            budget.count("read", "", "b", BYTES_PER_FILE)
    budget.count("read", "", "c", 100)


def test_only_rules_are_charged() -> None:
    meter = Meter()
    meter.budget = Budget(1)
    snapshot = MeteredSnapshot(MemorySnapshot({"a.py": "a\n"}), meter)
    assert snapshot.read("a.py") == b"a\n"
    meter.charge("size")
    with pytest.raises(OutOfBudget):
        snapshot.read("a.py")
    with pytest.raises(OutOfBudget):
        list(snapshot.read_many(["a.py"]))


def findings(place: Path, *arguments: str) -> list[tuple[str, str, str, str]]:
    run = verify_review("report.md", "--repo", "project", "--output-format", "json", *arguments, cwd=place)
    return [(item["rule"], item["verdict"], str(item["reason"]), item["message"]) for item in run.json["claims"]]


def test_processes_and_cache_change_nothing(tmp_path: Path) -> None:
    write(tmp_path / "project", FILES)
    write(tmp_path, {"report.md": REPORT, "other.md": "- Redis is used.\n- No Celery.\n- `f1` is defined in `src/m1.py`.\n"})
    alone = findings(tmp_path, "--budget", "4", "--no-cache", "--jobs", "1")
    left = [item for item in alone if TOLD in item[3]]
    assert 0 < len(left) < len(alone)
    assert {(verdict, reason) for _, verdict, reason, _ in left} == {("unverifiable", "too-large")}
    assert findings(tmp_path, "--budget", "4", "--no-cache", "--jobs", "2") == alone
    verify_review("other.md", "--repo", "project", cwd=tmp_path)  # keeps what it found
    assert findings(tmp_path, "--budget", "4") == alone
    assert findings(tmp_path, "--budget", "4") == alone
    assert not any(TOLD in item[3] for item in findings(tmp_path))


def test_the_configuration_may_say_it(tmp_path: Path) -> None:
    write(tmp_path / "project", FILES)
    write(tmp_path, {"report.md": REPORT, "verify-review.toml": "budget = 4\n"})
    assert any(TOLD in item[3] for item in findings(tmp_path))
    assert not any("budget" in item[3] for item in findings(tmp_path, "--budget", "500"))


@pytest.mark.parametrize("value", ["0", "-1", "true", "'4'", "1.5"])
def test_a_budget_that_is_none(value: str, tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": f"budget = {value}\n"})
    with pytest.raises(ConfigError, match="budget: must be a whole number of 1 or more"):
        load_config(tmp_path)
