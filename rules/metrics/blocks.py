"""The functions, methods and classes of files, with their complexity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from verifier.codebase import Codebase
from verifier.facts.complexity import Block
from verifier.facts.failure import Failure
from verifier.model import Reading
from verifier.repository.kinds import is_source, language_of

_UNCOUNTED = frozenset("sql shell powershell batch vue svelte assembly verilog".split())  # no usual tool counts their complexity
Located = tuple[str, Block]  # a block and the path of its file


@dataclass(frozen=True, slots=True)
class Blocks:
    """What was counted, what lizard passes over although it is a function, and why files could not be read."""

    counted: tuple[Located, ...]
    passed_over: tuple[Located, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def functions(self) -> tuple[Located, ...]:
        """Without radon's classes, whose complexity is made of their methods'."""
        return tuple((path, block) for path, block in self.counted if block.kind != "class")

    def within(self, files: Iterable[str]) -> Blocks:
        """Those of some of the files."""
        kept = frozenset(files)
        return Blocks(tuple(one for one in self.counted if one[0] in kept), self.passed_over, self.unread)


def blocks_of(code: Codebase, files: Iterable[str]) -> Blocks:
    """The blocks of those of the files that a tool counts the complexity of."""
    counted: list[Located] = []
    passed_over: list[Located] = []
    unread: list[str] = []
    sources = tuple(path for path in files if is_source(path) and language_of(path) not in _UNCOUNTED)
    for path, found in code.facts.complexities(sources).items():
        if isinstance(found, Failure):
            unread.append(f"{path}: {found.message}")
            continue
        for block in found:
            (passed_over if block.kind == "unread" else counted).append((path, block))
    return Blocks(tuple(counted), tuple(passed_over), tuple(unread))


def averages(blocks: Blocks) -> tuple[Reading, ...]:
    """The averages people quote: over radon's blocks (classes too), over functions, and of the files' own averages."""
    files: dict[str, list[int]] = {}
    for path, block in blocks.functions:
        files.setdefault(path, []).append(block.complexity)
    if not files:
        return ()
    means = [fmean(values) for values in files.values()]
    return (
        Reading("average as radon -a, classes included", fmean(block.complexity for _, block in blocks.counted)),
        Reading("average of functions and methods", fmean(block.complexity for _, block in blocks.functions)),
        Reading("average of the files' averages", fmean(means)),
    )
