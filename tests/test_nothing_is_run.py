"""Whatever lies in the current directory under the name of a module or a program, no process of a run imports or starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli_helpers import environment, write
from hostile import commit, git
from ruff.__main__ import find_ruff_bin

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the canaries are shell scripts")

# What an installed command is, and a log of the processes that it starts and of the modules that it has imported in the end.
COMMAND = """
import atexit, os, sys
modules, processes = sys.argv.pop(1), sys.argv.pop(1)
def hear(event, arguments):
    if event == "socket.bind":
        raise PermissionError("a port")
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.spawn", "os.startfile", "pty.spawn"):
        directory = os.fsdecode(arguments[2] or os.getcwd()) if event == "subprocess.Popen" else ""
        with open(processes, "a") as log:
            log.write(f"{event} {os.fsdecode(arguments[0])} {directory}\\n")
def leave():
    with open(modules, "a") as log:
        log.write("".join(f"{name}\\n" for name in list(sys.modules)))
sys.addaudithook(hear)
atexit.register(leave)
from verifier.cli import main
sys.exit(main())
"""

SOURCES: dict[str, str] = {  # the form feed leaves a file to radon
    "src/a.py": "import os\nfrom typing import Any\nx: Any = print(os.name)\ndef f(print): print(1)\n\f\n",
    "src/b.js": "console.log(fetch('/api'))\n",
    "src/c.tsx": "import React from 'react'\nexport const C = (p: any) => <p>{useState(p)}</p>\n",
    "src/d.ts": "export const d: any = 1\n",
    "src/e.go": "package e\nfunc E() int { return 1 }\n",
    "src/F.java": "class F { int f() { return 1; } }\n",
    "src/g.rs": "fn g() -> i32 { 1 }\n",
    "src/h.c": "int h(void) { return 1; }\n",
    "src/i.cpp": "int i() { return 1; }\n",
    "src/J.cs": "class J { int K() { return 1; } }\n",
    "src/k.php": "<?php function k() { return 1; }\n",
    "src/l.rb": "def l\n  1\nend\n",
    "pyproject.toml": "[project]\nname = 'p'\ndependencies = ['click>=8']\n",
    "package.json": '{"dependencies": {"react": "^18.0.0"}}\n',
    "conf.yaml": "limit: 5\n",
    ".env": "LIMIT=5\n",
    "Dockerfile": "FROM python:3.12\n",
    ".gitignore": "*.log\n",
    "tests/test_a.py": "def test_a(): ...\n",
}

REPORT = """# Review

- `src/a.py` is 3 lines long and defines `x`; `src/b.js:1` calls `fetch`.
- `src/nowhere.py` has 12 functions. `gone.py` was removed.
- No function has a cyclomatic complexity above 10; the average complexity is 1.5.
- There are 2 print calls and no `console.log`. No `any` types.
- Uses React 18 and click, no Redis. The limit is 5. All functions have docstrings.
- There is 1 test. 3 + 4 = 7 files.
- The average maintainability index is 80.
- Each component uses `useState`. `LIMIT` is set. Commit `1234567` fixed it. No TODO comments, no hardcoded secrets, no N+1 queries.
- PEP 8 compliant, formatted with Black.
- Imports are sorted, no unused imports.
"""


@dataclass(frozen=True)
class Trap:
    """A repository full of what must not be run, and where what was run, imported or started has left its name."""

    root: Path
    outside: Path

    def run(self, *arguments: str, path: str = "", stdin: str = "") -> str:
        command, variables = self.command(*arguments, path=path)
        done = subprocess.run(command, cwd=self.root, env=variables, input=stdin, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, 1), done.stderr
        assert "should not happen" not in done.stderr
        return done.stdout

    def command(self, *arguments: str, path: str = "") -> tuple[list[str], dict[str, str]]:
        """A command line and its environment; what earlier ones left is gone."""
        command = [sys.executable, str(self.outside / "command.py"), str(self.outside / "modules"), str(self.outside / "processes")]
        command += [argument.format(report=self.outside / "report.md") for argument in arguments]
        for log in ("canary", "processes"):
            (self.outside / log).unlink(missing_ok=True)
        return command, environment(self.outside, {"PATH": path or f".{os.pathsep}{os.pathsep}{os.environ['PATH']}{os.pathsep}"})

    def started(self) -> list[tuple[str, str, str]]:
        """What the last run started: how, which program, in which directory."""
        logged = (line.split(" ", 2) for line in self.log("processes"))
        return [(event, program, directory) for event, program, directory in logged if program != os.devnull]

    def log(self, name: str) -> list[str]:
        path = self.outside / name
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Trap:
    trap = Trap(tmp_path_factory.mktemp("repository"), tmp_path_factory.mktemp("outside"))
    write(trap.outside, {"command.py": COMMAND, "report.md": REPORT})
    write(trap.root, {**SOURCES, "gone.py": "x = 1\n"})
    git(trap.root, "init", "-q")
    commit(trap.root, {})
    commit(trap.root, {"gone.py": None})
    trap.run("{report}", "--jobs", "1", "--no-cache", path=os.environ["PATH"])
    imported = {name.partition(".")[0] for name in trap.log("modules")} - {"__main__", "__mp_main__"}
    assert {"click", "msgspec", "tree_sitter", "radon", "lizard", "libcst", "verifier", "signal"} <= imported
    names = imported | sys.stdlib_module_names | {"git", "gitdb", "sitecustomize", "usercustomize"}
    names |= {"dask", "distributed", "tornado", "msgpack", "cloudpickle", "yaml", "pyarrow", "numpy", "pandas", "bokeh", "psutil"}
    names |= {"mcp", "mcp_types", "pydantic", "pydantic_core", "anyio", "starlette", "httpx2", "opentelemetry", "jwt", "uvicorn", "rich"}
    names |= {"pygls", "lsprotocol", "cattrs", "attrs", "attr"}
    write(trap.root, {f"{name}.py": f"open({str(trap.outside / 'canary')!r}, 'a').write({name + chr(10)!r})\n" for name in names})
    program = trap.root / "uname"
    program.write_text(f'#!/bin/sh\necho "$0" >> {trap.outside / "canary"}\n')
    program.chmod(0o755)
    for name in programs() - {"uname"}:
        if not (trap.root / name).exists():
            os.link(program, trap.root / name)
    return trap


def linter() -> str:
    """The program that the rules on style start, by its place in this environment."""
    return os.fsdecode(find_ruff_bin())


def programs() -> set[str]:
    """Every program that this machine could start by its name, git's own too, and some that others have."""
    places = [*os.get_exec_path(), subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout.strip()]
    found = {name for place in places if os.path.isabs(place) and os.path.isdir(place) for name in os.listdir(place)}
    return found | set(
        "git uname python python3 sh ssh less pager editor gpg gcc cc ld ldconfig objdump file stty tput lsb_release sw_vers".split()
    )


def test_the_trap_works(trap: Trap) -> None:
    subprocess.run([sys.executable, "-c", "import multiprocessing"], cwd=trap.root, check=False)
    subprocess.run(["/bin/sh", "-c", "uname"], cwd=trap.root, env={"PATH": ":"}, check=False)
    assert {"multiprocessing", "uname"} <= {os.path.basename(name) for name in trap.log("canary")}


@pytest.mark.parametrize(
    "arguments",
    [
        ("{report}", "--jobs", "2"),
        ("{report}", "--rev", "HEAD", "--output-format", "json", "--no-cache"),
        ("explain", "3", "{report}"),
        ("claims", "{report}", "-v"),
        ("rule", "complexity"),
        ("completion", "bash"),
    ],
    ids=" ".join,
)
def test_nothing_here_is_run(arguments: tuple[str, ...], trap: Trap) -> None:
    assert trap.run(*arguments)
    assert trap.log("canary") == []
    started = trap.started()
    assert {event for event, _, _ in started} <= {"subprocess.Popen"}
    assert {program for _, program, _ in started} <= {git_program(), sys.executable, linter()}
    if "--jobs" in arguments:  # there is enough to do for workers
        assert {program for _, program, _ in started} == {git_program(), sys.executable, linter()}, "no worker was started"
    for _, _, directory in started:
        assert Path(directory).resolve() != trap.root.resolve(), "what it starts it could find here"


def test_a_sweep_runs_nothing_here_and_opens_no_port(trap: Trap) -> None:
    write(trap.outside, {"sweep.toml": f"[[repositories]]\npath = {str(trap.root)!r}\nreports = ['./report.md', 'src/*.py']\n"})
    trap.run("sweep", str(trap.outside / "sweep.toml"), "-o", str(trap.outside / "results"), "-j", "2", "--no-cache")
    assert trap.log("canary") == []
    assert (trap.outside / "results" / "claims.parquet").stat().st_size > 1000
    assert {program for _, program, _ in trap.started()} == {sys.executable}
    for _, _, directory in trap.started():
        assert Path(directory).resolve() != trap.root.resolve(), "what it starts it could find here"


def nothing_ran(trap: Trap) -> None:
    assert trap.log("canary") == []
    assert {program for _, program, _ in trap.started()} <= {git_program(), sys.executable, linter()}
    for _, _, directory in trap.started():
        assert Path(directory).resolve() != trap.root.resolve(), "what it starts it could find here"


def test_the_hook_runs_nothing_here(trap: Trap) -> None:
    said = {"hook_event_name": "AfterAgent", "session_id": "1", "cwd": str(trap.root), "prompt_response": REPORT}
    assert "src/nowhere.py" in trap.run("hook", stdin=json.dumps(said))
    nothing_ran(trap)


def test_tools_and_editors_run_nothing_here_and_open_no_port(trap: Trap) -> None:
    def message(**content: object) -> dict[str, object]:
        return {"jsonrpc": "2.0", **content}

    document = {"uri": (trap.root / "report.md").as_uri(), "languageId": "markdown", "version": 0, "text": REPORT}
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    calls = {
        "mcp": [
            message(id=1, method="initialize", params=hello),
            message(method="notifications/initialized"),
            message(id=2, method="tools/call", params={"name": "correct", "arguments": {"text": REPORT}}),
        ],
        "lsp": [
            message(id=1, method="initialize", params={"capabilities": {}, "processId": None, "rootUri": trap.root.as_uri()}),
            message(method="initialized", params={}),
            message(method="textDocument/didOpen", params={"textDocument": document}),
        ],
    }
    for server, messages in calls.items():
        command, variables = trap.command(server)
        with subprocess.Popen(command, cwd=trap.root, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            assert running.stdin
            assert running.stdout
            for data in (json.dumps(one).encode() for one in messages):
                running.stdin.write(data + b"\n" if server == "mcp" else b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
                running.stdin.flush()
            told = b""
            while b"src/nowhere.py" not in told:
                piece = os.read(running.stdout.fileno(), 1 << 16)
                assert piece, told
                told += piece
            running.stdin.close()
            assert running.wait(30) == 0
        nothing_ran(trap)


def test_without_git_no_other_is_taken(trap: Trap) -> None:
    assert trap.run("{report}", "--select", "file-lines", "--no-cache", path=f".{os.pathsep}{os.pathsep}{trap.outside}")
    assert trap.log("canary") == []
    assert trap.started() == []


def git_program() -> str:
    return next(found for place in os.get_exec_path() if os.path.isabs(place) and os.access(found := os.path.join(place, "git"), os.X_OK))
