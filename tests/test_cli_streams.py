"""Output into what is already open, and onto a terminal."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import suppress
from io import RawIOBase
from pathlib import Path

import pytest
from cli_helpers import COMMAND, FALSE, PROJECT, environment, write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs /dev/fd")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "false.md": FALSE})


def shell(here: Path, line: str, stdout: int = subprocess.PIPE, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a line of bash in which `verify` checks false.md."""
    function = f'verify() {{ {" ".join(COMMAND)} false.md --repo project --no-cache "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", function + line], cwd=here, env=environment(here, variables), stdout=stdout, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize(
    "line",
    [
        "verify -o /dev/stdout | cat",
        "ln -s /dev/stdout link; verify -o link | cat",
        "verify -o >(cat >copy); wait $!; for i in {1..600}; do test -s copy && break; sleep 0.1; done; cat copy",
        "exec 7>numbered; verify -o /dev/fd/7; cat numbered",
        "verify -o /dev/stdout >file; cat file",
        "mkfifo named; cat named & verify -o named; wait",
    ],
)
def test_what_has_no_name_is_written_to(line: str, here: Path) -> None:
    done = shell(here, line)
    assert done.stdout.count(b"refuted") == 2
    assert done.stderr == b""


def test_what_was_written_before_stays(here: Path) -> None:
    written = shell(here, "echo earlier >log; verify -o /dev/stdout >>log; cat log").stdout
    assert written.startswith(b"earlier\n")
    assert b"refuted" in written


def test_a_socket(here: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        done = shell(here, "verify -o /dev/stdout", stdout=theirs.fileno())
        assert done.stderr == b""
        assert b"refuted" in ours.recv(1 << 16)


def test_a_number_that_is_not_open_is_told(here: Path) -> None:
    done = shell(here, "verify -o /dev/fd/77")
    assert (done.returncode, done.stderr) == (2, b"verify-review: error: can't write /dev/fd/77: Bad file descriptor\n")


CONTROLS = "\x1b]0;title\x07 \x1b[2J \x9b31m \u202e \x08 \r"
HOSTILE = f"# {CONTROLS}\n\n{FALSE}\n{CONTROLS}\n"


@pytest.mark.parametrize("options", ["--diff", "--diff -o /dev/stdout", "-vv", "--output-format json"])
def test_nothing_drives_the_terminal(options: str, here: Path) -> None:
    import pty

    write(here, {"false.md": HOSTILE})
    screen, terminal = pty.openpty()
    with open(screen, "rb", 0) as shown:
        with open(terminal, "wb", 0):
            done = shell(here, f"verify {options}", stdout=terminal, NO_COLOR="1")
        text = until_closed(shown).decode().replace("\r\n", "\n")
    assert done.returncode == 1, done.stderr
    assert "util.py" in text
    assert {character for character in text if not character.isprintable()} == {"\n"}


def until_closed(stream: RawIOBase) -> bytes:
    data = b""
    with suppress(OSError):  # how Linux says that nobody has the terminal open any more
        while piece := stream.read(1 << 16):
            data += piece
    return data


def test_a_patch_keeps_what_the_report_holds(here: Path) -> None:
    write(here, {"false.md": HOSTILE})
    for target in ("| cat", "-o /dev/stdout | cat"):
        assert f"{CONTROLS}\n \n-".encode() in shell(here, f"verify --diff {target}").stdout
