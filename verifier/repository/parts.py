"""The parts of a repository that a number told of "the project" may be about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from verifier.repository.kinds import is_source
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope


def parts(index: PathIndex, scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """The files that may be meant, by what to call them: "" for all that the scope counts, its tests too, its main directory alone.

    `src` is as good a main directory as the one that holds most of the code.
    """
    counted, every = scope.files_in(index), scope.paths(index)
    found = {"": counted, "with tests": every}
    main = _main_directory(path for path in counted if is_source(path)) if scope.everything else ""
    for top in dict.fromkeys((main, "src")) if scope.everything else ():
        if top and (inside := tuple(path for path in counted if path.startswith(f"{top}/"))):
            found[f"in {top}/"] = inside
            found[f"in {top}/ with tests"] = tuple(path for path in every if path.startswith(f"{top}/"))
    return found


def _main_directory(paths: Iterable[str]) -> str:
    """The upper directory that holds more than half of the paths (the package of a project with scripts beside it); "" for none."""
    firsts = Counter(path.split("/", 1)[0] if "/" in path else "" for path in paths)
    name, count = firsts.most_common(1)[0] if firsts else ("", 0)
    return name if 2 * count > firsts.total() else ""
