"""A function or class that a sentence names, with its file and line where it tells them, and where it is defined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Known, Place, Symbols
from verifier.model import Measurement, Reason, Site
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, Slots
from verifier.shapes.listed_below import Listed, listed, told_above
from verifier.shapes.lookup import blocked

IN_FILE = rf"(?:(?P<file>{SLOT})\s*[:–—-]\s*|in\s+(?P<file2>{SLOT}),?\s+)?(?:(?:the\s+)?(?:function|method|class)\s+)?(?P<name>{SLOT})"
NAME = re.compile(r"[A-Za-z_$][\w.$]*")
_NEAR = 3  # lines between a definition and the place told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """`file` is "" where none is told, `line`, 1-based, is 0 then."""

    file: str = ""
    name: str
    line: int = 0


def lacking(things: str, what: str) -> re.Pattern[str]:
    """A heading or lead that tells it of each thing below: "Public functions without docstrings", "Missing return types"."""
    return re.compile(
        rf"^(?:\w+\s+){{0,3}}?{things}\s+(?:without|missing|lacking|with\s+(?:no|missing)|that\s+(?:lack|miss|have\s+no))"
        rf"\s+(?:an?\s+|any\s+)?{what}(?:\s*\(\d+\))?$|^(?:missing|no)\s+{what}(?:\s*\(\d+\))?$",
        re.I,
    )


def named_below(clause: Clause, predicate: re.Pattern[str]) -> Iterator[tuple[Named, Listed, str]]:
    """What an item names below a lead that the predicate matches: each with its item, and with what the lead says."""
    lead = told_above(clause, predicate)
    for item in listed(clause) if lead is not None else ():
        for name in item.names:
            yield Named(file=item.file, name=name, line=item.line), item, lead[0] if lead is not None else ""


def named_in(clause: Clause, slots: Slots, match: re.Match[str]) -> Named | None:
    """What a match of `IN_FILE` names; None where its slots hold no file and name."""
    paths = {mention.text for mention in clause.own(Path)}
    slot = match["file"] or match["file2"]
    file, name = slots.name(slot) if slot else "", slots.name(match["name"]).removesuffix("()")
    return Named(file=file, name=name) if name not in paths and (not file or file in paths) and NAME.fullmatch(name) else None


def defined(named: Named, kinds: Iterable[str], code: Codebase) -> tuple[list[Place], Known] | Measurement:
    """Where what is named is defined as one of the kinds, and what is known of the name; what stands in the way."""
    path = code.index.resolve(named.file).path if named.file else None
    if named.file and path is None:
        return blocked(Reason.NO_SUBJECT, f"{named.file} is not one file here", named.file)
    known = Symbols.of(code.facts).find(named.name.rpartition(".")[2])
    places = [p for p in known.places if p.definition.kind in kinds and (path is None or p.path == path)]
    places = [p for p in places if "." not in named.name or p.definition.qualified.endswith(named.name)]
    near = [p for p in places if abs(p.definition.line - named.line) <= _NEAR] if named.line else []
    return (near or places, known) if places else blocked(Reason.NO_SUBJECT, f"no {named.name}", named.name)


def sites_of(named: Named, places: Iterable[Place]) -> list[Site]:
    return [Site(p.path, named.name, "", p.definition.line, p.definition.line) for p in places]
