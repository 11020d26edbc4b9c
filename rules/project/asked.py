"""What all manifests of a repository ask for."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.pins import Pin, pins
from verifier.knowledge.structured import Malformed
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.snapshot import Unreadable


def asked(code: Codebase) -> tuple[tuple[Pin, ...], bool]:
    """What all manifests ask for, and whether all could be read."""
    if "pins" not in code.index.memo:
        found: list[Pin] = []
        complete = True
        for path in code.index.entries:
            if path.rpartition("/")[2][:1] and not is_vendored(path) and not is_installed(path) and _manifest(path):
                try:
                    found += pins(path, code.snapshot.text(path))
                except (Unreadable, Malformed):
                    complete = False
        code.index.memo["pins"] = (tuple(found), complete)
    kept = code.index.memo["pins"]
    assert isinstance(kept, tuple)
    return kept[0], kept[1]


def _manifest(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith((".txt", ".in", ".toml", ".json", ".mod")) or name in ("Pipfile", "Gemfile") or name.startswith(".")


def elsewhere(name: str, version: str, code: Codebase) -> bool:
    """Whether the version stands close to the name in a lock, a script or a setting."""
    bare = re.compile(re.escape(name).replace(r"\-", r"[-_.]") + r"(?![\w])", re.I)
    for path in code.index.entries:
        if path.endswith((".md", ".rst")) or is_installed(path):
            continue
        data = Symbols.of(code.facts).read(path)
        if version.encode() not in data:
            continue
        lines = data.decode("utf-8", "replace").splitlines()
        for number, line in enumerate(lines):
            if version in line and any(bare.search(other) for other in lines[max(0, number - 3) : number + 4]):
                return True
    return False
