"""The names that a file's imports bind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.repository.snapshot import Unreadable

LANGUAGES = (".py", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts")


@dataclass(frozen=True, slots=True)
class Bound:
    """One imported name, as `facts.outline.Import` tells it. `top`: the line stands at the margin."""

    module: str
    name: str
    alias: str
    line: int
    text: str
    top: bool

    @property
    def package(self) -> str:
        """The first part of what is imported: "returns" of `returns.result`, "@x/y" of "@x/y/z"."""
        if self.module.startswith("@"):
            return "/".join(self.module.split("/")[:2])
        return re.split(r"[./]", self.module)[0]

    @property
    def local(self) -> str:
        """The name that it binds in the file."""
        return self.alias or (self.name if self.name not in ("", "*", "default") else self.module.partition(".")[0])

    def binds(self, name: str) -> bool:
        """Whether `name`, or the first part of a dotted one, stands for something in the file by this import."""
        return self.local in (name, name.partition(".")[0])

    def touches(self, name: str) -> bool:
        """Whether it may be what is called an import of `name`: the module, what is taken from it, or a part of it."""
        full = f"{self.module}.{self.name}" if self.name else self.module
        return self.binds(name) or name in (self.module, self.name, self.package) or f"{full}.".startswith(f"{name}.")


def bound(path: str, code: Codebase) -> tuple[Bound, ...] | None:
    """What a file imports; None where it could not be parsed."""
    outline = code.facts.outlines((path,)).get(path)
    if not isinstance(outline, Outline) or outline.errors:
        return None
    try:
        lines = code.snapshot.text(path).splitlines()
    except Unreadable:
        return None
    found = []
    for one in outline.imports:
        text = _statement(lines, one.line)
        found.append(Bound(one.module, one.name, one.alias, one.line, text.strip(), text[:1] not in (" ", "\t", "")))
    return tuple(found)


def _statement(lines: list[str], line: int) -> str:
    """The line at which an import begins whose name stands in `line`."""
    for number in range(min(line, len(lines)), max(line - 60, 0), -1):
        if re.match(r"\s*(?:from|import|export|const|let|var)\b", lines[number - 1]):
            return lines[number - 1]
    return lines[line - 1] if 0 < line <= len(lines) else ""
