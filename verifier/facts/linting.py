"""What ruff says of Python files, isolated: no configuration of the repository's is read, and nothing of it is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.repository.snapshot import Snapshot, Unreadable
from verifier.temporary import PrivateDirectory

SECONDS = 120  # after which ruff is ended, and the rule fails
MAX_BYTES = 60_000_000  # of source that is written out for it
MAX_SAID = 40_000_000  # bytes of its answer
_CLEAN = (0, 1)
_CODE = re.compile(r"[A-Z]+\d+")


class TooMuch(Exception):
    """There is more source, or more to be said of it, than is looked at."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place that breaks the rule `code`, as ruff names it, "" where the file can't be parsed; `line` is 1-based."""

    path: str
    line: int
    code: str
    message: str


def violations(snapshot: Snapshot, paths: Sequence[str], codes: str, settings: Sequence[str] = ()) -> tuple[Violation, ...]:
    """Where the files break a rule of `codes` (a list by commas); `settings` are ruff's own, as "lint.isort.profile=..." is written.

    Raises TooMuch, Unreadable, OSError, subprocess.TimeoutExpired.
    """
    options = [word for setting in settings for word in ("--config", setting)]
    said = _ruff(snapshot, paths, ["check", "--select", codes, "--preview", "--output-format", "json-lines", *options])
    found = (json.loads(line) for line in said.splitlines() if line.startswith(b"{"))
    return tuple(
        Violation(_path(one["filename"]), one["location"]["row"], one["code"] if _CODE.fullmatch(one["code"] or "") else "", one["message"])
        for one in found
    )


def unformatted(snapshot: Snapshot, paths: Sequence[str], width: int) -> tuple[str, ...]:
    """The files that the formatter, which writes as Black does, would write otherwise at that line length. Raises as `violations`."""
    said = _ruff(snapshot, paths, ["format", "--diff", "--line-length", str(width)])
    heads = (line[4:].decode("utf-8", "surrogateescape") for line in said.splitlines() if line.startswith(b"--- "))
    told = {_path(f"/{_TREE}/{head}" if not head.startswith(("/", os.sep)) else head).removeprefix(f"{_TREE}/") for head in heads}
    return tuple(path for path in paths if path in told)


def _path(name: str) -> str:
    """The path in the repository: what stands behind the private directory."""
    return name.replace(os.sep, "/").partition(f"/{_TREE}/")[2] or name


_TREE = "tree"


def _ruff(snapshot: Snapshot, paths: Sequence[str], command: Sequence[str]) -> bytes:
    from ruff.__main__ import find_ruff_bin

    private = PrivateDirectory()
    try:
        root = os.path.join(private.path, _TREE)
        os.mkdir(root)
        _write(snapshot, paths, root)
        done = subprocess.run(
            [os.fsdecode(find_ruff_bin()), *command, "--isolated", "--no-cache", root],
            cwd=private.path,
            env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    finally:
        private.remove()
    if done.returncode not in _CLEAN:
        raise OSError(f"ruff failed: {done.stderr.decode('utf-8', 'replace').strip()[-200:]}")
    if len(done.stdout) > MAX_SAID:
        raise TooMuch(f"ruff says more than {MAX_SAID:,} bytes")
    return done.stdout


def _write(snapshot: Snapshot, paths: Sequence[str], root: str) -> None:
    written = 0
    for path, data in snapshot.read_many(list(paths)):
        if isinstance(data, Unreadable):
            raise data
        written += len(data)
        if written > MAX_BYTES:
            raise TooMuch(f"more than {MAX_BYTES:,} bytes of source")
        parts = path.split("/")
        if ".." in parts or path.startswith("/"):
            continue
        place = os.path.join(root, *parts)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "xb") as file:
            file.write(data)
