"""Print calls over the standard library are the ones that ruff's T201 reports."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import sysconfig
from pathlib import Path

from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.repository.snapshot import MemorySnapshot

FILES = 250
RUFF = [sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa", "--no-cache"]
T201 = ["--select", "T201", "--output-format", "json"]
STREAMS = ("", "None", "sys.stdout", "sys.stderr")  # ruff leaves alone what is printed to another file


def standard_library() -> list[str]:
    folder = Path(sysconfig.get_path("stdlib"))
    found = sorted(str(path) for path in folder.rglob("*.py") if not {"site-packages", "lib2to3", "test"} & set(path.parts))
    return random.Random(7).sample(found, min(FILES, len(found)))


def test_print_calls_are_those_of_ruff() -> None:
    paths = standard_library()
    done = subprocess.run([*RUFF, *T201, *paths], capture_output=True, check=False)
    reported = json.loads(done.stdout)
    broken = {item["filename"] for item in reported if item["code"] != "T201"}  # Python 2, or broken on purpose
    expected = sorted((item["filename"], item["location"]["row"]) for item in reported if item["filename"] not in broken)
    found = Facts(MemorySnapshot({path: Path(path).read_bytes() for path in paths}), jobs=2).print_calls(paths)
    ours: list[tuple[str, int]] = []
    for path, calls in found.items():
        assert not isinstance(calls, Failure), (path, calls)
        ours += [(path, call.line) for call in calls if path not in broken and call.file in STREAMS]
    assert len(expected) > 100
    assert sorted(ours) == expected
