"""Servers as agents and editors start them, and the example project to ask them about."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from cli_helpers import environment

EXAMPLE = Path(__file__).parent.parent / "examples" / "project"

FALSE_SENTENCES = (
    "`backend/app/pricing.py` has 120 lines.",
    "The `Dockerfile` has 12 lines.",
    "`backend/app/store.py` has 310 lines.",
)
TRUE_SENTENCES = (
    "`backend/app/notify.py` has 16 lines.",
    "`backend/app/models.py` has 15 lines.",
    "`base_price()` is defined in `backend/app/pricing.py`.",
    "`backend/tests/test_pricing.py` exists.",
    "`frontend/src/App.tsx` exists.",
)


def example(home: Path) -> Path:
    """A copy of the example project: a plain directory, not the repository in which it lies."""
    shutil.copytree(EXAMPLE, home / "project")
    return home / "project"


def variables(home: Path) -> dict[str, str]:
    """The environment of a server, with a cache of the test's own."""
    return environment(home)


def git(folder: Path, *arguments: str) -> None:
    """Runs git for a project of the test's own."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def started(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A server whose protocol a test writes itself."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "verifier", *arguments], cwd=home, env=variables(home), stdin=pipe, stdout=pipe, stderr=pipe
    )
