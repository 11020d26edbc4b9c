"""How a project sets its own formatter up: the lengths of lines that it sets, and what else makes files look otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.structured import Malformed, parse_toml, table_of
from verifier.repository.kinds import classes_of
from verifier.repository.snapshot import Unreadable

_RUFF = ((), ("format",))
_FILES = {"pyproject.toml": (("tool", "black"), ("tool", "ruff"), ("tool", "ruff", "format")), "ruff.toml": _RUFF, ".ruff.toml": _RUFF}
_OTHERWISE = frozenset(
    "quote-style indent-style indent-width skip-string-normalization skip_string_normalization skip-magic-trailing-comma "
    "skip_magic_trailing_comma docstring-code-format line-ending preview unstable exclude extend-exclude extend_exclude force-exclude "
    "force_exclude extend include".split()
)


@dataclass(frozen=True)
class OwnFormatting:
    """`widths` are the lengths of lines that are set; `otherwise` names a setting by which files may be written otherwise, "" for none."""

    widths: tuple[int, ...] = ()
    otherwise: str = ""


def own_formatting(code: Codebase) -> OwnFormatting:
    """Of every manifest of the project's own."""
    widths, otherwise = [], ""
    for path, table in _tables(code):
        width = table.get("line-length", table.get("line_length"))
        if isinstance(width, int) and 1 <= width <= 320:
            widths.append(width)
        set_otherwise = sorted(_OTHERWISE & table.keys())
        if set_otherwise and not otherwise:
            otherwise = f"{set_otherwise[0]} in {path}"
    return OwnFormatting(tuple(dict.fromkeys(widths)), otherwise)


def _tables(code: Codebase) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path in sorted(code.index.entries):
        keys = _FILES.get(path.rpartition("/")[2])
        if keys is None or "vendored" in classes_of(path):
            continue
        try:
            data = parse_toml(code.snapshot.read(path).decode("utf-8", "replace"))
            yield from ((path, table_of(data, *one)) for one in keys)
        except (Malformed, Unreadable):
            continue
