"""Whether a manifest gives one exact version, and for what it asks."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.knowledge.groups import Groups, groups
from verifier.knowledge.pins import Pin
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.snapshot import Unreadable

_LOCKS = frozenset(
    "poetry.lock uv.lock pdm.lock Pipfile.lock package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb Cargo.lock"
    " Gemfile.lock composer.lock requirements.lock constraints.txt requirements.in pylock.toml".split()
)
_RUNTIMES = frozenset("python node npm pnpm yarn bun ruby vscode".split())
_NUMBER = re.compile(r"v?\d+(?:\.\d+)+(?:[-.+]?[A-Za-z][\w.+-]*)?")
_DEVELOPMENT = re.compile(r"dev|test|doc|lint|ci\b|build|example", re.I)


def exact(pin: Pin, code: Codebase) -> bool | None:
    """Whether just one version satisfies it; None where an address or a workspace says what is asked for."""
    name = pin.path.rpartition("/")[2]
    spec = pin.spec.replace(" ", "")
    if name == "go.mod":
        return True
    if re.search(r"[:@]|latest$|workspace|git|\.\./", spec):
        return None if spec != "latest" else False
    if not spec:
        return None if _addressed(pin, code) else False
    if name == "Cargo.toml":
        return bool(re.fullmatch(r"=\d+\.\d+\.\d+\S*", spec))
    if name in ("package.json", "pyproject.toml", "Gemfile") and _NUMBER.fullmatch(spec):
        return spec.count(".") >= 2 or name != "package.json"
    return bool(re.fullmatch(r"={1,3}v?\d[\w.+!-]*", spec))


def runtime(pin: Pin, code: Codebase) -> bool | None:
    """Whether it is asked for to run the project; False for development, None for what is no dependency of it."""
    name = pin.path.rpartition("/")[2]
    if pin.name in _RUNTIMES or name.startswith("."):
        return None
    mine = _groups(pin.path, code)
    if pin.name in mine["other"] - mine["run"] - mine["dev"]:
        return None
    if name in ("package.json", "pyproject.toml", "Cargo.toml", "Pipfile"):
        return pin.name in mine["run"]
    return not _DEVELOPMENT.search(pin.path)


def locks(code: Codebase) -> tuple[str, ...]:
    """The lock files that hold ranges down."""
    paths = code.index.entries
    return tuple(path for path in paths if path.rpartition("/")[2] in _LOCKS and not is_vendored(path) and not is_installed(path))


def _addressed(pin: Pin, code: Codebase) -> bool:
    """Whether the line asks for it by an address: "name @ https://...", a table with a path or a commit."""
    try:
        lines = code.snapshot.text(pin.path).splitlines()
    except Unreadable:
        return True
    line = lines[pin.line - 1] if 0 < pin.line <= len(lines) else ""
    return bool(re.search(r"\s@\s|://|\b(?:git|path|url|workspace)\s*=", line))


def _groups(path: str, code: Codebase) -> Groups:
    if ("groups", path) not in code.index.memo:
        try:
            code.index.memo["groups", path] = groups(path, code.snapshot.text(path))
        except Unreadable:
            code.index.memo["groups", path] = groups(path, "")
    found = code.index.memo["groups", path]
    assert isinstance(found, dict)
    return found
