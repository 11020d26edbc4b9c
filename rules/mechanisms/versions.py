"""Whether a version that a report gives stands in a manifest, a lock, an image or a workflow, beside the name that it is of."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.codebase import Codebase
from verifier.knowledge.manifests import is_manifest
from verifier.repository.kinds import is_vendored
from verifier.repository.snapshot import Unreadable

from .referring import Version

_MEMO = "lines with versions"
_FILES = re.compile(
    r"(?:^|/)(?:[\w.-]*dockerfile[\w.-]*|[\w.-]*\.dockerfile|[\w.-]*(?:compose|docker)[\w.-]*\.ya?ml|\.[\w/-]+\.ya?ml|[\w.-]*\.ya?ml|[\w.-]*lock[\w.-]*"
    r"|\.nvmrc|\.node-version|\.python-version|\.ruby-version|\.tool-versions|runtime\.txt|go\.mod|[\w.-]+\.(?:toml|cfg|gradle|kts|tf))$",
    re.I,
)
_NUMBER = re.compile(r"\d+\.\d|\b\d+\b")
_LOCK = 8  # lines below a package's name in which a lock file gives its version


def stated(version: Version, code: Codebase) -> bool:
    """Whether some line gives one of the names, in itself or in its file's own name, the number (or a longer one that begins so).

    Where a package.json declares just that name, its lines alone count: locks give the versions that others would go with, too.
    """
    number, lines = _pattern(version.number), _lines(code)
    keys = tuple(f'"{name}":' for name in version.names)
    declared = [line for line in lines if line.startswith("package.json ") and any(key in line for key in keys)]
    return any(number.search(line) and any(name in line for name in version.names) for line in declared or lines)


@lru_cache(maxsize=1024)
def _pattern(number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.]){re.escape(number)}(?!\d)")


def _lines(code: Codebase) -> tuple[str, ...]:
    """Lines of files that give versions, lower case, each with its file's name and, in a lock file, with the package above it."""
    kept = code.index.memo.get(_MEMO)
    if isinstance(kept, tuple):
        return kept
    found: list[str] = []
    paths = [path for path in code.index.entries if (is_manifest(path) or _FILES.search(path)) and not is_vendored(path)]
    for path, data in code.snapshot.read_many(paths):
        if isinstance(data, Unreadable):
            continue
        name = path.rpartition("/")[2].lower()
        lines = data.decode("utf-8", "replace").lower().splitlines()
        for at, line in enumerate(lines):
            if _NUMBER.search(line):
                above = " ".join(lines[max(0, at - _LOCK) : at]) if "lock" in name and "version" in line else ""
                found.append(f"{name} {line} {above}")
    code.index.memo[_MEMO] = tuple(found)
    return tuple(found)
