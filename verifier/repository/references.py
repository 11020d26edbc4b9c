"""Reading a repository's references as files, without git: damaged ones are told, links out of it are not followed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT_ID = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NAME = re.compile(rb"refs/[^\s~^:?*\[\\\x00-\x1f\x7f]+")
_SYMBOLIC = b"ref:"
_MAX_STEPS = 5  # from one symbolic reference to the next, as many as git takes
_MAX_BYTES = 4096
_MAX_PACKED = 50_000_000
_MAX_LOOSE = 50_000
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class References:
    """Lines of `packed-refs` ("<id> refs/..."), in order of name, and for people what is wrong with the others."""

    lines: tuple[bytes, ...]
    problems: tuple[str, ...] = ()


def is_object_id(text: bytes) -> bool:
    return _OBJECT_ID.fullmatch(text) is not None


def is_name(name: bytes) -> bool:
    """Whether it may name a reference, so that it is one word of one line."""
    return _NAME.fullmatch(name) is not None and b".." not in name


def read_references(common: str) -> References:
    """Every reference below the git directory `common`, a loose one winning over a packed one."""
    problems: list[str] = []
    found = dict(_packed(os.path.join(common, "packed-refs"), problems))
    symbolic: dict[bytes, bytes] = {}
    damaged: list[bytes] = []
    for name, text in _loose(common, problems):
        if text.startswith(_SYMBOLIC):
            symbolic[name] = text[len(_SYMBOLIC) :].strip()
            found.pop(name, None)
        elif is_object_id(text) and is_name(name):
            found[name] = text
        else:
            damaged.append(name)
    circles = _resolve(symbolic, found)
    problems += _told(damaged, "damaged and left out") + _told(circles, "a circle and left out")
    lines = (found[name] + b" " + name for name in sorted(found) if not name.startswith(b"refs/replace/"))
    return References(tuple(lines), tuple(problems))


def small_file(path: str, limit: int = _MAX_BYTES) -> bytes:
    """The content of a small regular file without the white space around it; nothing when it is a link or anything else."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return b""
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError):
        return b""
    return data.strip() if len(data) <= limit else b""


def _resolve(symbolic: dict[bytes, bytes], found: dict[bytes, bytes]) -> list[bytes]:
    """Give symbolic references what they lead to; returns those that lead nowhere for ever. One whose branch is gone is just not there."""
    circles = []
    for name, target in symbolic.items():
        steps = 0
        while target in symbolic and steps < _MAX_STEPS:
            target, steps = symbolic[target], steps + 1
        if target in symbolic:
            circles.append(name)
        elif target in found and is_name(name):
            found[name] = found[target]
    return circles


def _packed(path: str, problems: list[str]) -> Iterator[tuple[bytes, bytes]]:
    try:
        status = os.lstat(path)
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode):
        problems.append("packed-refs is no regular file: its references are left out")
        return
    if status.st_size > _MAX_PACKED:
        problems.append(f"packed-refs has more than the {_MAX_PACKED:,} bytes that are read: its references are left out")
        return
    damaged = 0
    try:
        with open(path, "rb") as stream:
            for raw in stream:
                line = raw.rstrip(b"\r\n")
                object_id, _, name = line.partition(b" ")
                if is_object_id(object_id) and is_name(name):
                    yield name, object_id
                elif line and not line.startswith((b"#", b"^")):
                    damaged += 1
    except OSError as error:
        problems.append(f"packed-refs can't be read: {error.strerror}")
    if damaged:
        problems.append(f"packed-refs is damaged: {damaged:,} of its lines are left out")


def _loose(common: str, problems: list[str]) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of the files below `refs/`."""
    top = os.path.join(common, "refs")
    if os.path.islink(top):
        problems.append("refs is a link, which is not followed: its references are left out")
        return
    count = 0
    waiting = ["refs"]
    while waiting:
        directory = waiting.pop()
        for name, is_directory in _listed(os.path.join(common, directory)):
            count += 1
            if count > _MAX_LOOSE:
                problems.append(f"refs holds more than {_MAX_LOOSE:,} files: the others are left out")
                return
            path = f"{directory}/{name}"
            if not is_directory:
                yield os.fsencode(path), small_file(os.path.join(common, path))
            elif path != "refs/replace":
                waiting.append(path)


def _listed(directory: str) -> Iterator[tuple[str, bool]]:
    """Names in a directory and whether they are directories, but for lock files and links."""
    try:
        with os.scandir(directory) as found:
            for item in found:
                if not item.name.endswith(".lock") and not item.is_symlink():
                    yield item.name, item.is_dir(follow_symlinks=False)
    except OSError:
        return


def _told(names: list[bytes], what: str) -> list[str]:
    if not names:
        return []
    shown = ", ".join(name.decode("utf-8", "backslashreplace") for name in sorted(names)[:_SHOWN])
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return [f"{shown}{more} {'is' if len(names) == 1 else 'are'} {what}"]
