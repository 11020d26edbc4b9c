"""Runs commands, each in a process of its own that is forked off with everything imported: a third of the time that a fresh start takes.

Reads requests from standard input, a JSON object a line: `arguments`, `cwd`, `env`, and the files `stdin`, `stdout`, `stderr`; answers
each with the exit code in a line.
"""

from __future__ import annotations

import atexit
import importlib
import io
import json
import os
import pkgutil
import sys
from typing import Any

import verifier.cli
import verifier.commands
import verifier.output
from verifier.registry import installed_rules


def preload() -> None:
    installed_rules()
    for package in (verifier.commands, verifier.output):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def command(asked: dict[str, Any]) -> int:
    """What `python -m verifier ARGUMENTS` does, from the start of a process to its end."""
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_WRONLY | os.O_APPEND),
        (2, "stderr", os.O_WRONLY | os.O_APPEND),
    ):
        os.dup2(os.open(asked[name], flags), number)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.path[0] = asked["cwd"]
    sys.argv = [verifier.cli.__file__, *asked["arguments"]]
    try:
        return verifier.cli.main()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()


def main() -> None:
    preload()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            code = 1
            try:
                code = command(json.loads(line))
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
