"""The private directory in which git works: it borrows the audited repository's objects, and nothing of its settings."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from functools import cache

from verifier.repository.gitdir import GitDir

_CONFIG = """\
[core]
\trepositoryFormatVersion = {version}
\tbare = true
\tcommitGraph = false
\tuseReplaceRefs = false
\tfsmonitor = false
\thooksPath = {null}
\tattributesFile = {null}
\texcludesFile = {null}
\tquotePath = false
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol]
\tallow = never
[log]
\tshowSignature = false
\tmailmap = false
"""
_OBJECT_FORMAT = "[extensions]\n\tobjectFormat = {format}\n"


def furnish(private: str, location: GitDir, references: Sequence[bytes]) -> None:
    """Write the private directory by hand: `git init` would copy the user's templates, hooks among them."""
    for name in ("objects/info", "objects/pack", "refs", "home"):
        os.makedirs(os.path.join(private, name))
    head = location.head() or b"ref: refs/heads/none"
    ids = [head if not head.startswith(b"ref:") else b"", *(line.partition(b" ")[0] for line in references[:1])]
    sha256 = location.extension("objectformat") == "sha256" or any(len(name) == 64 for name in ids)
    config = _CONFIG.format(version=int(sha256), null=os.devnull) + (_OBJECT_FORMAT.format(format="sha256") if sha256 else "")
    alternates = os.path.realpath(location.objects)
    files = {
        "HEAD": head + b"\n",
        "config": config.encode(),
        "packed-refs": b"".join(line + b"\n" for line in references),
        "objects/info/alternates": _quoted(os.fsencode(alternates)) + b"\n",
    }
    if shallow := location.shallow():
        files["shallow"] = shallow
    for name, content in files.items():
        with open(os.path.join(private, name), "wb") as stream:
            stream.write(content)


def environment(private: str) -> dict[str, str]:
    """The user's environment with GIT_* of our own only."""
    home = os.path.join(private, "home")
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_DIR": private,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_ALLOW_PROTOCOL": "none",
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "LC_ALL": "C",
    }


@cache
def program() -> str | None:
    """git, by its absolute path: a `git` that lies where the user stands is never it."""
    directories = [name for name in os.get_exec_path() if os.path.isabs(name)]
    return shutil.which("git", path=os.pathsep.join(directories))


def _quoted(path: bytes) -> bytes:
    """A path as a line of `alternates`: in C quotes when it holds anything that would end or change the line."""
    if not re.search(rb'[\n"\\#]', path):
        return path
    escaped = path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + escaped + b'"'
