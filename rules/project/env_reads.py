"""Which environment variables the code reads, and where."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.facts.symbols import Symbols
from verifier.model import Measurement, Reason, Site
from verifier.repository.kinds import is_source, is_test
from verifier.reproduce import arguments
from verifier.shapes.lookup import answer, blocked

_GETS = re.compile(
    r"getenv|environ\b|process\.env|import\.meta\.env|\bENV\[|env::var|Deno\.env|\benv(?:\.\w+)?\(|System\.getenv|Getenv|LookupEnv"
)
# Read by tools and libraries without a word in the code.
_LIBRARIES = frozenset(
    "aws pg otel node npm python github gitlab ci docker http https no ssl google azure gcp kube java rails rust go django flask celery"
    " uvicorn gunicorn openai anthropic hf cuda postgres mysql mongo redis".split()
)


def read(name: str, code: Codebase, in_list: bool) -> Measurement:
    """Where a name stands in code or settings."""
    symbols = Symbols.of(code.facts)
    spots = sorted(symbols.occurrences(name), key=lambda spot: (not is_source(spot.path), is_test(spot.path)))
    sites = [Site(spot.path, name, spot.text, spot.line, spot.line) for spot in spots]
    composed = _composed(name, code)
    if spots and not in_list and not is_source(spots[0].path):
        return blocked(Reason.NOT_PROVABLE, f"{name} stands in {spots[0].path}, but in no code", name)
    if not spots and composed:
        return blocked(Reason.NOT_PROVABLE, f"{name} stands nowhere as such, but may be put together from a prefix", name)
    if not spots and _of_library(name, code):
        return blocked(Reason.NOT_PROVABLE, f"{name} may be read by the library that it is named after", name)
    if not spots and in_list:
        return blocked(Reason.NOT_PROVABLE, f"{name} stands nowhere; what reads the variables of a list is open", name)
    complete = symbols.complete
    return answer(
        bool(spots),
        f"named in {spots[0].path}" if spots else "named nowhere",
        sites,
        complete=complete,
        reproduce=f"git grep -nw -e {arguments(name)}",
        subject=name,
    )


def read_in(name: str, file: str, code: Codebase) -> Measurement:
    """Whether a file names the variable. Where no other does either, it may be put together there."""
    path = code.index.resolve(file).path
    if path is None:
        return blocked(Reason.NO_SUBJECT, f"{file} is not one file here", name)
    spots = Symbols.of(code.facts).occurrences(name)
    here = [Site(spot.path, name, spot.text, spot.line, spot.line) for spot in spots if spot.path == path]
    others = [spot for spot in spots if is_source(spot.path) and _GETS.search(spot.text)]
    if not here and not spots:
        return read(name, code, False)
    if not here and not others:
        return blocked(Reason.NOT_PROVABLE, f"{name} stands in {spots[0].path}, not in {path}", name)
    detail = f"named in {path}" if here else f"read in {others[0].path}, not in {path}"
    return answer(bool(here), detail, here, reproduce=f"grep -nw -e {arguments(name, path)}", subject=name)


def unread(name: str, code: Codebase) -> Measurement:
    """Refuted only by a line that surely reads it."""
    spots = [spot for spot in Symbols.of(code.facts).occurrences(name) if is_source(spot.path)]
    reads = [spot for spot in spots if _GETS.search(spot.text) and not re.match(r"\s*(?:#|//|\*)", spot.text)]
    sites = [Site(spot.path, name, spot.text, spot.line, spot.line) for spot in reads]
    if spots and not reads:
        return blocked(Reason.NOT_PROVABLE, f"{name} is named, but how it is read is open", name)
    if not spots and (_of_library(name, code) or _composed(name, code)):
        return blocked(Reason.NOT_PROVABLE, f"{name} may be read without being named", name)
    observed = f"read in {reads[0].path}" if reads else "read nowhere"
    return answer(not reads, observed, sites, reproduce=f"git grep -nw -e {arguments(name)}", subject=name)


def _composed(name: str, code: Codebase) -> bool:
    """Whether its parts stand apart: a prefix set in one place (`SHOP_`), and `log_level` in another."""
    symbols, parts = Symbols.of(code.facts), name.lower().split("_")
    tails = ["_".join(parts[start:]) for start in range(1, len(parts))]
    return any(symbols.holding(tail) or symbols.holding(tail.upper()) for tail in (*tails[:2], name.lower()))


def _of_library(name: str, code: Codebase) -> bool:
    """Whether the name begins like a tool's, or like a package that a manifest lists."""
    first = name.partition("_")[0].lower()
    known = packages(code.index)
    return first in _LIBRARIES or bool(known.unread) or any(first in item.name for listed in known.of.values() for item in listed)
