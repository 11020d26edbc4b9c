"""Runs the command as users do: as a process of its own."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread, main_thread
from typing import Any

import pytest

COMMAND = (sys.executable, "-m", "verifier")
SECONDS = 60


@dataclass(frozen=True)
class Run:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def verify_review(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str | None] | None = None,
    command: Sequence[str] = COMMAND,
) -> Run:
    """Runs `verify-review ARGUMENTS` in `cwd`; `env` adds variables, or takes them out where None.

    Without a `command` or variables of Python's own it is forked off, which takes less than a start.
    """
    variables = environment(cwd, env)
    plain = command == COMMAND and not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in env or ())
    if plain and hasattr(os, "fork") and current_thread() is main_thread():
        run = _server().run(list(map(str, arguments)), cwd, stdin, variables)
    else:
        line = [*command, *map(str, arguments)]
        done = subprocess.run(line, cwd=cwd, input=stdin, capture_output=True, env=variables, timeout=SECONDS)
        run = Run(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
    assert "Traceback" not in run.err, run.err
    return run


class _Server:
    """A process of `command_server.py`, for as long as the tests run."""

    def __init__(self) -> None:
        self.place = TemporaryDirectory()
        line = [sys.executable, "-P" if sys.version_info >= (3, 11) else "-B", str(Path(__file__).with_name("command_server.py"))]
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        atexit.register(self.close)

    def run(self, arguments: Sequence[str], cwd: Path, stdin: bytes, variables: Mapping[str, str]) -> Run:
        files = {name: Path(self.place.name) / name for name in ("stdin", "stdout", "stderr")}
        for name, path in files.items():
            path.write_bytes(stdin if name == "stdin" else b"")
        asked = {"arguments": arguments, "cwd": str(cwd), "env": variables, **{name: str(path) for name, path in files.items()}}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], SECONDS)[0]:
            self.close()
            raise subprocess.TimeoutExpired(list(arguments), SECONDS)
        code = int(self.process.stdout.readline())
        return Run(code, files["stdout"].read_bytes(), files["stderr"].read_bytes().decode("utf-8", "replace"))

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.place.cleanup()
        _server.cache_clear()


@cache
def _server() -> _Server:
    return _Server()


def in_process(*arguments: str | Path, cwd: Path, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Run:
    """The same without a process of its own: for tables of many cases."""
    from verifier.cli import main

    monkeypatch.chdir(cwd)
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(cwd / ".cache-of-test"))
    code = main(list(map(str, arguments)))
    told = capture.readouterr()
    return Run(code, told.out.encode(), told.err)


def environment(home: Path, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """This environment with a home and cache of the test's own."""
    env = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache-of-test"), "PYTHONIOENCODING": "utf-8"}
    for name in ("NO_COLOR", "FORCE_COLOR", "VERIFY_REVIEW_DEBUG", "XDG_CONFIG_HOME", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY"):
        env.pop(name, None)
    for name, value in (changes or {}).items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files below `root`, with their folders; returns `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


PROJECT: Mapping[str, str] = {
    "src/app.py": "import os\n\n\ndef main():\n    return os.name\n",
    "src/util.py": "x = 1\n" * 40,
    "README.md": "# A project\n",
}
TRUE = "`src/app.py` is 5 lines long.\n"
FALSE = "`src/util.py` is 300 lines long.\n"
