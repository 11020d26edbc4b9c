"""What ruff says of Python files, isolated: no configuration of the repository's is read, and nothing of it is run.

It sees copies under names that mean nothing to it. By default the comments that would silence it are heeded; whoever takes its
silence for a proof asks again without.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from verifier.model import Reason
from verifier.repository.process import end, killed_after, limit_memory
from verifier.repository.snapshot import Snapshot, Unreadable, blob_id
from verifier.temporary import PrivateDirectory

SECONDS = 120  # after which ruff is ended, and the rule fails
MAX_BYTES = 60_000_000  # of source that is written out for it
MAX_SAID = 40_000_000  # bytes of its answer
_CLEAN = (0, 1)
_CODE = re.compile(r"[A-Z]+\d+")
_SORTED_OUT, _FORMATTED_OUT = (re.compile(rb"\b(?:%s)\b" % words, re.I) for words in (b"isort", b"fmt|yapf"))
_COMMENT = re.compile(rb"#[^\r\n]*")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ALL_FILES = ("--isolated", "--no-cache", "--no-respect-gitignore", "--config", "exclude=[]")


class _Broken(OSError):
    """ruff failed, or could not parse something."""


class TooMuch(Exception):
    """There is more source, or more to be said of it, than is looked at."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place that breaks the rule `code`, as ruff names it, "" where the file can't be parsed; `line` is 1-based."""

    path: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class _Copy:
    """Copies of files below `root`: `places` gives the file that each is of; `undecoded` are files that are no UTF-8, and not there."""

    root: str
    places: Mapping[str, str]
    undecoded: tuple[str, ...]


def violations(
    snapshot: Snapshot, paths: Sequence[str], codes: str, settings: Sequence[str] = (), heeding: bool = True
) -> tuple[Violation, ...]:
    """Where the files break a rule of `codes` (a list by commas); `settings` are ruff's own, as "lint.isort.profile=..." is written.

    `heeding`: what comments silence is left out. Raises TooMuch, Unreadable, OSError, TooSlow.
    """
    options = [word for setting in settings for word in ("--config", setting)]
    command = ["check", "--select", codes, "--preview", "--output-format", "json-lines", *options, *([] if heeding else ["--ignore-noqa"])]
    with _copied(snapshot, paths, None if heeding else _SORTED_OUT) as copy:
        said = _ruff(copy.root, command)
        told = [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]
        found = [_violation(one, copy) for one in told]
    return (*found, *(Violation(path, 1, "", "not UTF-8") for path in copy.undecoded))


def _violation(told: Mapping[str, object], copy: _Copy) -> Violation:
    place, location, code = told["filename"], told["location"], str(told["code"] or "")
    if place not in copy.places or not isinstance(location, dict):
        raise OSError("ruff tells of a file that it was not given")
    return Violation(copy.places[str(place)], location["row"], code if _CODE.fullmatch(code) else "", str(told["message"]))


def unformatted(snapshot: Snapshot, paths: Sequence[str], width: int, heeding: bool = True) -> tuple[str, ...]:
    """The files that the formatter, which writes as Black does, would write otherwise at that line length. Raises as `violations`."""
    with _copied(snapshot, paths, None if heeding else _FORMATTED_OUT) as copy:
        before = {place: blob_id(_bytes(place)) for place in copy.places}
        for path in copy.undecoded:
            raise Unreadable(path, Reason.INCOMPLETE, "can't be parsed: not UTF-8")
        try:
            _ruff(copy.root, ["format", "--line-length", str(width)])
        except _Broken:
            for one in violations(snapshot, paths, "F401"):
                if not one.code:
                    raise Unreadable(one.path, Reason.INCOMPLETE, "can't be parsed") from None
            raise
        changed = {path for place, path in copy.places.items() if blob_id(_bytes(place)) != before[place]}
    return tuple(path for path in paths if path in changed)


def _bytes(place: str) -> bytes:
    with open(place, "rb") as file:
        return file.read()


@contextmanager
def _copied(snapshot: Snapshot, paths: Sequence[str], unheeded: re.Pattern[bytes] | None) -> Iterator[_Copy]:
    """Copies, in whose comments the words that are `unheeded` are spoilt."""
    private = PrivateDirectory()
    try:
        root = os.path.join(os.path.realpath(private.path), "tree")
        os.mkdir(root)
        copy = _written(snapshot, paths, root, unheeded)
        seen = _ruff(root, ["check", "--show-files"])
        if len(seen.splitlines()) != len(copy.places):
            raise OSError("ruff does not look at every file")
        yield copy
    finally:
        private.remove()


def _written(snapshot: Snapshot, paths: Sequence[str], root: str, unheeded: re.Pattern[bytes] | None) -> _Copy:
    written, places, undecoded = 0, {}, []
    numbers: dict[str, int] = {}
    for path, data in snapshot.read_many(list(paths)):
        if isinstance(data, Unreadable):
            raise data
        written += len(data)
        if written > MAX_BYTES:
            raise TooMuch(f"more than {MAX_BYTES:,} bytes of source")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            undecoded.append(path)
            continue
        place = os.path.join(root, *_neutral(path, numbers))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "xb") as file:
            file.write(_COMMENT.sub(lambda comment: unheeded.sub(_spoilt, comment[0]), data) if unheeded else data)
        places[place] = path
    return _Copy(root, places, tuple(undecoded))


def _spoilt(word: re.Match[bytes]) -> bytes:
    """As long as before, so that no line grows or shrinks."""
    return word[0][:-1] + b"_"


def _neutral(path: str, numbers: dict[str, int]) -> list[str]:
    """Where a file's copy lies: what can be imported keeps its name, by which imports are sorted; all else is a number."""
    parts = path.removesuffix(".py").split("/")
    parts = [part if _PLAIN_NAME.fullmatch(part) else f"{numbers.setdefault(part, len(numbers))}" for part in parts]
    return [*parts[:-1], f"{parts[-1]}.py"]


def _ruff(root: str, command: Sequence[str]) -> bytes:
    """What ruff prints; it starts where the files lie, as in the top directory of a project."""
    from ruff.__main__ import find_ruff_bin

    variables = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    process = subprocess.Popen(
        [os.fsdecode(find_ruff_bin()), *command, *_ALL_FILES, root],
        cwd=root,
        env={**variables, "RAYON_NUM_THREADS": "4"},  # the stacks of many threads would count as memory
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit_memory(process.pid)
        with killed_after(process, SECONDS):
            assert process.stdout is not None
            said = process.stdout.read(MAX_SAID + 1)
            if len(said) > MAX_SAID:
                raise TooMuch(f"ruff says more than {MAX_SAID:,} bytes")
            code = process.wait()
    finally:
        end(process)
    if code < 0:
        raise TooMuch("ruff needs more memory than it may have")
    if code not in _CLEAN:
        raise _Broken(f"ruff failed: exit code {code}")
    return said
