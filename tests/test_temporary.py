"""Private directories: gone with their owner, swept when it was killed, and nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from verifier import temporary
from verifier.temporary import PrivateDirectory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs locks on files")

KILLED = "import os; from verifier.temporary import PrivateDirectory; kept = PrivateDirectory(); print(kept.path); os.kill(os.getpid(), 9)"


SIGNALLED = """
import os, signal, sys
from verifier import temporary
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
usual = temporary._lock
def lock(path):
    os.kill(os.getpid(), signal.SIGTERM)
    return usual(path)
temporary._lock = lock
temporary.PrivateDirectory()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    temporary._sweep.cache_clear()
    return tmp_path


def left_behind(place: Path) -> Path:
    """The directory of a process that was killed."""
    done = subprocess.run([sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(place)}, capture_output=True, text=True)
    path = Path(done.stdout.strip())
    assert path.parent == place
    assert path.is_dir()
    return path


def test_it_is_private_and_goes(place: Path) -> None:
    directory = PrivateDirectory()
    assert os.stat(directory.path).st_mode & 0o077 == 0
    Path(directory.path, "deeper").mkdir()
    directory.remove()
    directory.remove()
    assert os.listdir(place) == []


def test_a_signal_while_it_is_made_leaves_none(place: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SIGNALLED], env={**os.environ, "TMPDIR": str(place)})
    assert done.returncode == 7
    assert os.listdir(place) == []


def test_what_a_killed_run_left_is_swept(place: Path) -> None:
    (left_behind(place) / "more").write_text("x")
    directory = PrivateDirectory()
    assert os.listdir(place) == [os.path.basename(directory.path)]
    directory.remove()


def test_nothing_else_is(place: Path) -> None:
    in_use = PrivateDirectory()
    abandoned = left_behind(place)
    outside = place / "outside"
    abandoned.rename(outside)
    (place / "verify-review-notes").mkdir()
    (place / "verify-review-abcdefgh").mkdir()  # no mark: not known to be left
    (place / "verify-review-ijklmnop").symlink_to(outside, target_is_directory=True)
    (place / "verify-review-qrstuvwx").write_text("a file")
    before = set(os.listdir(place))
    temporary._sweep.cache_clear()
    again = PrivateDirectory()
    assert before <= set(os.listdir(place))
    assert os.path.isdir(in_use.path)
    assert outside.is_dir()
    again.remove()
    in_use.remove()
