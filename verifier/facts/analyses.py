"""The analyses of one file's bytes: what they are called, what their result depends on, and how they are run safely."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from verifier.facts.failure import Failure, Hung
from verifier.facts.languages import EMBEDDED, LANGUAGES
from verifier.facts.nesting import endless
from verifier.model import Reason

MAX_PARSED_BYTES = 1_000_000
"""Larger files are not parsed: they are data or generated."""

_BASE = ("failure", "languages", "treesitter", "outline", "analyses")
_RADON = ("complexity", "cyclomatic", "nesting", "raw")
_OUTLINE = (*_BASE, "records", "calls", "refine", "extract")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A pure function of (language, normalised source), and what its result depends on besides."""

    name: str
    function: str  # "module:function" in verifier.facts
    result: str  # type of the result, an expression over that module
    sources: tuple[str, ...]  # modules of verifier.facts whose text decides the result
    engines: tuple[str, ...]  # distributions whose version decides it
    python: bool = False  # whether the running Python's grammar decides it
    languages: frozenset[str] = frozenset(LANGUAGES)
    needle: bytes = b""  # regular expression; a source without it gives an empty tuple
    whole: bool = False  # takes (path, language, raw bytes) and any file
    max_bytes: int = MAX_PARSED_BYTES
    apart: bool = False  # only ever run in a worker process


_SCRIPTED = frozenset({"python", "javascript", "typescript", "tsx"})
ANALYSES = {
    analysis.name: analysis
    for analysis in (
        Analysis("outline", "extract:outline", "Outline", _OUTLINE, ("tree-sitter",)),
        Analysis("imports", "extract:imports", "tuple[Import, ...]", _OUTLINE, ("tree-sitter",)),
        Analysis("complexity", "complexity:complexity", "tuple[Block, ...]", (*_OUTLINE, *_RADON), ("radon", "lizard", "tree-sitter"),
                 python=True),
        Analysis("maintainability", "complexity:maintainability", "Maintainability", (*_BASE, *_RADON), ("radon",), python=True,
                 languages=frozenset({"python"})),
        Analysis("prints", "prints:print_calls", "tuple[PrintCall, ...]", (*_OUTLINE, "nesting", "prints"), ("tree-sitter", "libcst"),
                 languages=_SCRIPTED, needle=rb"\bprint\b|\bconsole\b", max_bytes=500_000),
        Analysis("any_types", "annotations:any_types", "tuple[AnyType, ...]", (*_OUTLINE, "annotations"), ("tree-sitter",),
                 languages=frozenset({"python", "typescript", "tsx"}), needle=rb"\b[Aa]ny\b"),
        Analysis("ternaries", "ternaries:nested_ternaries", "tuple[Ternary, ...]", (*_BASE, "ternaries"), ("tree-sitter",),
                 languages=_SCRIPTED, needle=rb"\?|\belse\b"),
        Analysis("react", "react:react_traces", "tuple[Trace, ...]", (*_BASE, "records", "dependencies", "react"), ("tree-sitter",),
                 languages=frozenset({"javascript", "typescript", "tsx"}), needle=rb"\breact\b|\buse[A-Z]|\bComponent\b|/>|</"),
        Analysis("settings", "settings:settings", "tuple[Assigned, ...]", (*_BASE, "tokens", "values", "settings"), (), whole=True),
        Analysis("lines", "lines:count_lines", "LineCount", (*_BASE, "lines"), ("tree-sitter",), whole=True),
        Analysis("structure", "structure:structure", "Structure", (*_BASE, "structure"), ("tree-sitter", "ast-grep-py"),
                 max_bytes=500_000, apart=True),
    )
}  # fmt: skip


def analysis_of(name: str) -> Analysis:
    """The analysis that a name calls; "structure print($A)" calls `structure` with what stands behind its name."""
    return ANALYSES[name.partition(" ")[0]]


@cache
def key_of(name: str, language: str) -> str:
    """What, besides the bytes, an analysis' result depends on. Code and queries count by content, so no version is ever forgotten."""
    from importlib.resources import files

    analysis = analysis_of(name)
    digest = hashlib.sha1(usedforsecurity=False)
    folder = files("verifier.facts")
    for module in analysis.sources:
        try:
            digest.update((folder / f"{module}.py").read_bytes())
        except OSError:  # installed without sources
            digest.update(_version("verify-review").encode())
    engines = list(analysis.engines)
    if language in LANGUAGES:
        engines.append(LANGUAGES[language].distribution)
        for part in LANGUAGES[language].queries:
            digest.update((folder / "queries" / f"{part}.scm").read_bytes())
    versions = ",".join(f"{engine}={_version(engine)}" for engine in engines)
    python = f",python={sys.version_info[0]}.{sys.version_info[1]}" if analysis.python else ""
    return f"{name}/{language}/{digest.hexdigest()[:16]}/{versions}{python}"


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "?"


@cache
def _function(name: str) -> Callable[..., object]:
    module, _, function = analysis_of(name).function.partition(":")
    found: Callable[..., object] = getattr(import_module(f"verifier.facts.{module}"), function)
    return found


@cache
def _codec(name: str) -> tuple[Any, Any]:
    import msgspec

    analysis = analysis_of(name)
    module = import_module("verifier.facts." + analysis.function.partition(":")[0])
    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(_typed(analysis.result, vars(module)))


def _typed(text: str, names: dict[str, Any]) -> Any:
    """The type that "Block" or "tuple[Block, ...]" stands for."""
    inner = text.removeprefix("tuple[").removesuffix(", ...]")
    return names[inner] if inner == text else tuple[names[inner], ...]  # type: ignore[valid-type]


def encode(name: str, fact: object) -> bytes:
    """A fact or failure as bytes."""
    if isinstance(fact, Hung):
        return b"H" + str(fact).encode()
    if isinstance(fact, Failure):
        return b"F" + fact.reason.value.encode() + b"\n" + fact.message.encode("utf-8", "replace")
    encoded: bytes = _codec(name)[0].encode(fact)
    return b"T" + encoded


def decode(name: str, data: bytes) -> object:
    """The fact or failure in `data`, or a `Hung` (not raised). Raises ValueError when it is none."""
    if data[:1] == b"H":
        return Hung(data[1:].decode("utf-8", "replace"))
    if data[:1] == b"F":
        reason, _, message = data[1:].decode("utf-8", "replace").partition("\n")
        return Failure(Reason(reason), message)
    if data[:1] != b"T":
        raise ValueError("no fact")
    return _codec(name)[1].decode(memoryview(data)[1:])


def refused(name: str, language: str | None, data: bytes) -> Failure | None:
    """Why a file is not analysed at all, from what is known without parsing it."""
    analysis = analysis_of(name)
    if analysis.whole:
        return None
    if language is None or language not in analysis.languages:
        return Failure(Reason.UNSUPPORTED_LANGUAGE, f"no {name} for {language or 'this kind of file'}")
    if len(data) > analysis.max_bytes:
        return Failure(Reason.TOO_LARGE, f"{len(data):,} bytes, more than the {analysis.max_bytes:,} that are parsed")
    if endless(data):
        return Failure(Reason.TOO_LARGE, "nested too deeply")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Failure(Reason.UNREADABLE, "a binary file")
    return None


def run(name: str, language: str, path: str, data: bytes) -> tuple[object, bool]:
    """The fact or failure, and whether it may be kept: what ran out of stack or memory may fare better elsewhere."""
    from verifier.facts import treesitter

    try:
        if analysis_of(name).whole:
            return _function(name)(path, language or None, data, len(data) <= MAX_PARSED_BYTES), True
        source = treesitter.normalise(data)
        if path[path.rfind(".") :].lower() in EMBEDDED:
            source = treesitter.scripts_only(source)
        return _function(name)(language, source, *name.split(" ", 1)[1:]), True
    except treesitter.TooMuchWork as error:
        return Failure(Reason.TOO_LARGE, str(error)), True
    except RecursionError:
        return Failure(Reason.TOO_LARGE, "nested too deeply"), False
    except MemoryError:
        return Failure(Reason.TOO_LARGE, "needs more memory than a parser is given"), False
    except TimeoutError as error:
        return Hung(f"{path}: {name} {error}"), False
    except Exception as error:
        return Failure(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]), False
