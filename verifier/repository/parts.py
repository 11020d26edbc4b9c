"""The parts of a repository that a number told of "the project" may be about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from verifier.repository.kinds import is_source
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope


def parts(index: PathIndex, scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """The files that may be meant, by what to call them: "" for all that the scope counts, its tests too, its main directory alone."""
    counted = scope.files_in(index)
    found = {"": counted, "with tests": scope.paths(index)}
    top = _main_directory(path for path in counted if is_source(path)) if scope.everything else ""
    if top:
        found[f"in {top}/"] = tuple(path for path in counted if path.startswith(f"{top}/"))
    return found


def _main_directory(paths: Iterable[str]) -> str:
    """The upper directory that holds more than half of the paths (the package of a project with scripts beside it); "" for none."""
    firsts = Counter(path.split("/", 1)[0] if "/" in path else "" for path in paths)
    name, count = firsts.most_common(1)[0] if firsts else ("", 0)
    return name if 2 * count > firsts.total() else ""
