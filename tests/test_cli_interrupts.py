"""A reader that goes away, a full disk, Ctrl-C: the end is quiet, and what was done is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_helpers import COMMAND, FALSE, PROJECT, TRUE, environment, write
from hostile import commit, git

WAIT = 60.0
INTERRUPTED = {130, -signal.SIGINT}  # to a shell both are 130; Python itself chooses the second if it was busy importing


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "true.md": TRUE, "false.md": FALSE})


SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def start(here: Path, *arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    (here / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [*COMMAND, *arguments, "--repo", "project"],
        cwd=here, env=environment(here, {"TMPDIR": str(here / "tmp")}), stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE,
        preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in SIGNALS],  # ignored where tests run behind a shell's "&"
        start_new_session=True,
    )  # fmt: skip


def closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize(("report", "code"), [("false.md", 1), ("true.md", 141)])
@pytest.mark.parametrize("form", [(), ("--output-format", "json"), ("-v",)])
def test_a_closed_output_is_a_quiet_end(report: str, code: int, form: tuple[str, ...], here: Path) -> None:
    writer = closed_pipe()
    process = start(here, report, *form, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=WAIT)
    assert (process.returncode, err) == (code, b"")


@pytest.mark.parametrize("arguments", [("rules",), ("rule", "file-lines"), ("--help",), ("claims", "true.md"), ("completion", "bash")])
def test_other_commands_too(arguments: tuple[str, ...], here: Path) -> None:
    writer = closed_pipe()
    done = subprocess.run([*COMMAND, *arguments], cwd=here, env=environment(here), stdout=writer, stderr=subprocess.PIPE, timeout=WAIT)
    os.close(writer)
    assert done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full device")
def test_a_full_disk_is_told() -> None:
    here = Path(__file__).parent
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "rules"], cwd=here, stdout=full, stderr=subprocess.PIPE, timeout=WAIT)
    assert done.returncode == 2
    assert done.stderr == b"verify-review: error: can't write the output: No space left on device\n"


def test_no_standard_output_at_all(here: Path) -> None:
    line = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "true.md", "--repo", "project"]
    done = subprocess.run(line, cwd=here, env=environment(here), capture_output=True)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


def interrupted(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGINT) -> tuple[int, bytes, str]:
    """Sends a signal while the process waits for standard input: that it reads is known when more than a pipe holds has gone in."""
    assert process.stdin is not None
    process.stdin.write(b"\n" * (1 << 18))
    process.stdin.flush()
    process.send_signal(number)
    out, err = process.communicate(timeout=WAIT)
    return process.returncode, out, err.decode()


def codes(number: signal.Signals) -> set[int]:
    return {128 + number, -signal.SIGINT}  # the second as above


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_a_quiet_end(number: signal.Signals, here: Path) -> None:
    git(here / "project", "init", "-q")
    commit(here / "project", {})
    code, _, err = interrupted(start(here, "-"), number)
    assert err == "verify-review: interrupted\n"
    assert code in codes(number)
    assert os.listdir(here / "tmp") == []


@pytest.mark.parametrize("number", [*SIGNALS, signal.SIGKILL])
def test_nothing_that_was_started_stays(number: signal.Signals, here: Path) -> None:
    git(here / "project", "init", "-q")
    commit(here / "project", {f"m{index}.py": f"def f{index}():\n    return {index}\n" * 200 for index in range(200)})
    write(here, {"report.md": "No function has a cyclomatic complexity above 10.\n"})
    process = start(here, "report.md", "--no-cache")
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and len(session(process.pid)) < 3 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate(timeout=WAIT)
    assert out == b""
    assert process.returncode in codes(number) | {-signal.SIGKILL}
    while time.monotonic() < deadline and session(process.pid):
        time.sleep(0.02)
    assert session(process.pid) == []
    if number is not signal.SIGKILL:
        assert err == b"verify-review: interrupted\n"
        assert os.listdir(here / "tmp") == []
    else:
        assert os.listdir(here / "tmp")
        process = start(here, "true.md")
        process.communicate(timeout=WAIT)
        assert process.returncode == 0
        assert os.listdir(here / "tmp") == []  # swept by the next run


def session(leader: int) -> list[str]:
    """The processes of a session that have not ended."""
    found = subprocess.run(["ps", "-s", str(leader), "-o", "pid=,stat="], capture_output=True, text=True).stdout.splitlines()
    return [line for line in found if line.split()[1][0] != "Z"]


def test_a_run_that_outlives_its_terminal(here: Path) -> None:
    line = ["nohup", *COMMAND, "-", "--repo", "project"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(line, cwd=here, env=environment(here), stdin=pipe, stdout=pipe, stderr=pipe)
    assert process.stdin is not None
    process.stdin.write(b"\n" * (1 << 18))
    process.stdin.flush()
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(TRUE.encode(), timeout=WAIT)
    assert process.returncode == 0, out


LOST = """
import os, sys, time, weakref
from verifier.stopping import listen, number_of
class Thing: pass
def callback(_):
    os.kill(os.getpid(), int(sys.argv[1]))
    time.sleep(0.001)
listen()
try:
    thing = Thing()
    reference = weakref.ref(thing, callback)
    del thing
    time.sleep(60)
except KeyboardInterrupt as stop:
    print(number_of(stop))
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_amid_what_can_raise_nothing_is_not_lost(number: signal.Signals) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST, str(int(number))], capture_output=True, timeout=WAIT,
        preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in SIGNALS],
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (b"%d\n" % number, b"")


def wait_for_output(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    return os.read(process.stdout.fileno(), 1 << 20)


def test_ctrl_c_keeps_what_was_shown(here: Path) -> None:
    process = start(here, "false.md", "-")
    shown = wait_for_output(process)
    code, rest, err = interrupted(process)
    assert err == "verify-review: interrupted\n"
    assert code in INTERRUPTED
    assert b"refuted[file-lines]" in shown + rest


def test_ctrl_c_leaves_whole_json(here: Path) -> None:
    process = start(here, "false.md", "-", "--output-format", "json")
    shown = wait_for_output(process)
    code, rest, _ = interrupted(process)
    assert code in INTERRUPTED
    assert [report["report"]["path"] for report in json.loads(shown + rest)["reports"]] == ["false.md"]


def test_ctrl_c_keeps_an_earlier_file(here: Path) -> None:
    write(here, {"out.txt": "earlier"})
    process = start(here, "false.md", "-", "-o", "out.txt")
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and not any(path.stat().st_size for path in here.glob(".out.txt.*.tmp")):
        time.sleep(0.1)
    code, _, err = interrupted(process)
    assert code in INTERRUPTED
    assert (here / "out.txt").read_text() == "earlier"
    assert "what was finished is in" in err
    assert "refuted[file-lines]" in (here / "out.txt.partial").read_text()
    assert not list(here.glob(".out.txt.*"))
