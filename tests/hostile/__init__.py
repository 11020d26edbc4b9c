"""A repository whose every setting runs a program, for proving that the tool runs none."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


def git(directory: Path, *arguments: str, date: str = "2024-01-01T00:00:00Z") -> str:
    """Plain git, as a user would run it, away from the settings of whoever runs the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, cwd=directory, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def commit(directory: Path, files: Mapping[str, str | bytes | None], message: str = "change", date: str = "2024-01-01T00:00:00Z") -> str:
    """Write (None: delete) and commit files; returns the commit's id."""
    for name, text in files.items():
        path = directory / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    git(directory, "add", "-A", "-f")
    git(directory, "commit", "-q", "--allow-empty", "-m", message, date=date)
    return git(directory, "rev-parse", "HEAD")


def hostile_repository(directory: Path, canaries: Path) -> None:
    """A repository in `directory` in which each setting that can run a program leaves a file of its own name in `canaries`."""
    directory.mkdir()
    canaries.mkdir()
    git(directory, "init", "-q")
    first = commit(directory, {"a.py": "print(1)\n", "b.bin": b"\0\1", "report.md": "# Report\n\n" + "`a.py` has one line of code.\n" * 5})
    second = commit(directory, {"a.py": "print(2)\n", "old.py": "x = 1\n", ".gitattributes": "* filter=evil diff=evil merge=evil\n"})
    commit(directory, {"old.py": None}, date="2024-02-01T00:00:00Z")

    def canary(name: str) -> str:
        script = canaries.parent / f"run-{name}.sh"
        script.write_text(f'#!/bin/sh\ntouch "{canaries / name}"\ncat 2>/dev/null\nexit 0\n')
        script.chmod(0o755)
        return str(script)

    settings = {
        "core.fsmonitor": "fsmonitor",
        "core.sshCommand": "ssh",
        "core.pager": "pager",
        "core.editor": "editor",
        "core.gitProxy": "proxy",
        "core.alternateRefsCommand": "alternate-refs",
        "diff.external": "diff-external",
        "diff.evil.textconv": "textconv",
        "diff.evil.command": "diff-command",
        "filter.evil.clean": "clean",
        "filter.evil.smudge": "smudge",
        "filter.evil.process": "process",
        "merge.evil.driver": "merge",
        "gpg.program": "gpg",
        "credential.helper": "credential",
        "uploadpack.packObjectsHook": "pack-objects",
        "remote.origin.uploadpack": "upload-pack",
    }
    config = ["[include]\n\tpath = ../evil.inc\n", "[log]\n\tshowSignature = true\n", "[core]\n\thooksPath = .git/hooks\n"]
    for setting, name in settings.items():
        section, _, key = setting.rpartition(".")
        head, _, sub = section.partition(".")
        title = f'{head} "{sub}"' if sub else head
        config.append(f'[{title}]\n\t{key} = "{canary(name)}"\n')
    for word in ("log", "status", "ls-files", "cat-file", "rev-parse", "ls-tree"):
        config.append(f'[alias]\n\t{word} = "!{canary("alias")}"\n')
    config.append("[extensions]\n\tpartialClone = origin\n")
    config.append(f'[remote "origin"]\n\turl = "ext::{canary("lazy-fetch")}"\n\tpromisor = true\n')
    (directory / "evil.inc").write_text(f'[core]\n\tfsmonitor = "{canary("included")}"\n')
    dotgit = directory / ".git"
    with (dotgit / "config").open("a") as stream:
        stream.write("".join(config))
    (dotgit / "hooks").mkdir(exist_ok=True)
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"):
        script = dotgit / "hooks" / hook
        script.write_text(Path(canary(f"hook-{hook}")).read_text())
        script.chmod(0o755)
    (dotgit / "refs" / "replace").mkdir()
    (dotgit / "refs" / "replace" / second).write_text(first + "\n")
    (dotgit / "info").mkdir(exist_ok=True)
    (dotgit / "info" / "grafts").write_text(f"{second}\n")
    (dotgit / "info" / "attributes").write_text("* filter=evil diff=evil\n")
    (directory / "a.py").write_text("print(3)\n")  # touched, so that git would look closer


def fingerprint(directory: Path) -> dict[str, tuple[int, int, int]]:
    """Every name below `directory` with its mode, size and time of change."""
    names = [directory, *sorted(directory.rglob("*"))]
    return {str(name): (status.st_mode, status.st_size, status.st_mtime_ns) for name in names for status in [name.lstat()]}
