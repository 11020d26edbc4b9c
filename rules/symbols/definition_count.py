"""How many definitions of a sort a file has: "`models.py` (12 classes)", "| `utils.ts` | 14 functions |"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from verifier.codebase import Codebase
from verifier.facts.languages import language_of
from verifier.facts.outline import Definition, Outline
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Measurement, Quantity, Reading, Reason, Site
from verifier.reading.clause import Clause, Form, Mention, Origin, Path
from verifier.reproduce import arguments

_FUNCTIONS = frozenset("function method constructor component hook".split())
_CLASSES = frozenset("class struct enum interface trait".split())
_SPECIAL = re.compile(r"__\w+__$|constructor$|init$")
# What is not the plain number of definitions: a part of them, what is done with them, what was done to them.
_OTHER = re.compile(
    r"\b(?:calls?|called|times|usages?|references?|tests?|tested|callers?|instances?|add(?:s|ed)?|removed?|changed?"
    r"|affected|missing|per|each"
    r"|without|lacks?|undocumented|untyped|unused|duplicated?|deprecated|new|extracted|moved|split|refactored|needs?|imports?|uses?|using"
    r"|average|longest|largest|only|over|exceed\w*|more than|at least|up to|other|similar|decorated|wraps?|extends?|inherits?)\b",
    re.I,
)
_BEHIND = re.compile(
    r"^\W*(?:$|[,;:.)\]|–—-]|(?:and|&|\+|plus)\s|(?:in total|total|defined|in (?:the|this|one|a single) (?:file|module))\b)", re.I
)
_COLUMN = re.compile(r"^\W*(?:(?:number|no\.?|total|count)\s+(?:of\s+)?|of\s+)*(?P<noun>[A-Za-z]+)\W*$", re.I)
_FULFILLED = re.compile(
    r"\b(?:implement(?:s|ed|ing)?|satisf(?:y|ies|ying)|conforms? to|fulfil\w*)\b", re.I
)  # "implements two interfaces" of others
_PROMISES = frozenset("interface trait protocol".split())
_QUALIFIERS = frozenset("public private async asynchronous abstract total top-level exported main different distinct separate".split())


def _based(*names: str) -> Callable[[Definition], bool]:
    """Classes with a base called so, whatever stands around the name."""
    return lambda d: d.kind in _CLASSES and any(re.search(rf"\b(?:{'|'.join(names)})\b", base) for base in d.bases)


# A sort's definitions; those of `_UNSURE` are told by convention, so that their number proves nothing.
SORTS: dict[str, Callable[[Definition], bool]] = {
    "class": lambda d: d.kind == "class",
    "function": lambda d: d.kind in _FUNCTIONS,
    "method": lambda d: d.kind in {"method", "constructor"},
    "interface": lambda d: d.kind == "interface",
    "enum": lambda d: d.kind == "enum" or any("Enum" in base for base in d.bases),
    "struct": lambda d: d.kind == "struct",
    "trait": lambda d: d.kind == "trait",
    "protocol": _based("Protocol"),
    "dataclass": lambda d: any(decorator.split("(")[0].endswith("dataclass") for decorator in d.decorators),
    "exception": lambda d: d.kind == "class" and (d.name.endswith(("Error", "Exception")) or _based(r"\w*Error", r"\w*Exception")(d)),
    "hook": lambda d: d.kind == "hook" or bool(re.match(r"use[A-Z]", d.name)),
    "component": lambda d: d.kind == "component",
    "model": lambda d: d.kind == "class" and bool(d.bases),
    "schema": lambda d: d.kind == "class" and bool(d.bases),
}
_UNSURE = frozenset("hook component model schema".split())


def counted_file(clause: Clause, quantity: Quantity, unit: str) -> Mention | None:
    """The file whose definitions a quantity counts; None when it may count anything else."""
    if unit not in SORTS or clause.form in {Form.HEADING, Form.FENCE_LINE} or quantity.strict:
        return None
    at = clause.text.find(quantity.text)
    behind = clause.text[at + len(quantity.text) :]
    named = re.match(rf"\s*(?:[\w-]+\s+){{0,2}}?{unit}\w*", behind) if unit not in quantity.text.lower() else None
    behind = behind[named.end() :] if named else behind
    if at < 0 or not _BEHIND.match(behind) or _OTHER.search(clause.statement.text.plain):
        return None
    if any(word not in _QUALIFIERS for word in quantity.words[:-1]):
        return None
    if unit in _PROMISES and _FULFILLED.search(clause.text[:at]):
        return None
    near = [m for m in clause.all(Path) if m.origin in {Origin.SELF, Origin.ROW, Origin.PARENT}] or clause.context.located
    files = {m.value.text: m for m in near if isinstance(m.value, Path) and not m.value.directory and not m.value.glob}
    return next(iter(files.values())) if len(files) == 1 else None


def unit_of_column(clause: Clause) -> str:
    """The sort that a table's column counts: "Functions", "# of classes"."""
    header = _COLUMN.match(clause.context.header) if clause.form is Form.CELL else None
    unit = stem(header["noun"].lower()) if header else ""
    return unit if unit in SORTS else ""


def measure_file(path: str, unit: str, qualifiers: Sequence[str], within: Sequence[str], code: Codebase) -> Measurement:
    """The number of definitions in one file under every way people count them."""
    resolved = code.index.resolve(path, tuple(within))
    file = resolved.path
    symbols = Symbols.of(code.facts)
    outline = symbols.outlines([file]).get(file) if file else None
    if file is None or outline is None:
        several = len(resolved.matches) > 1
        return Measurement(
            blocked=Reason.AMBIGUOUS if several else Reason.NO_SUBJECT,
            detail=f"{path} names {len(resolved.matches)} files" if several else f"{path} has no definitions that can be counted",
            subject=path,
        )
    readings = tuple(readings_of(outline, unit, qualifiers))
    first = next((d for d in outline.definitions if SORTS[unit](d)), None)
    site = Site(file, first.qualified, f"{first.kind} {first.name}", first.line) if first else Site(file)
    unnamed = unit == "function" and language_of(file) != "python"  # callbacks and expressions, which some count
    exact = unit not in _UNSURE and not outline.errors and not qualifiers and not unnamed
    return Measurement(readings, (site,), exact, f"git grep -nw -e {unit} -- {arguments(file)}", file)


def readings_of(outline: Outline, unit: str, qualifiers: Sequence[str]) -> Iterable[Reading]:
    every = [d for d in outline.definitions if SORTS[unit](d)]
    if {"async", "asynchronous"} & set(qualifiers):
        every = [d for d in every if d.is_async]
    top = [d for d in every if "." not in d.qualified]
    public = [d for d in every if not d.name.startswith(("_", "#"))]
    yield Reading("all", len(every))
    yield Reading("at top level", len(top))
    yield Reading("public", len(public))
    yield Reading("public, at top level", len([d for d in top if d in public]))
    yield Reading("exported", len([d for d in every if d.exported]))
    if unit in {"function", "method"}:
        yield Reading("without special methods", len([d for d in every if not _SPECIAL.match(d.name)]))
        yield Reading("not in functions", len([d for d in every if _outer_kind(d, outline) not in _FUNCTIONS]))
        yield Reading("functions and methods", len([d for d in outline.definitions if d.kind in {*_FUNCTIONS, "property"}]))
    if unit == "function":  # what complexity tools count as blocks
        functions = [d for d in outline.definitions if d.kind in {*_FUNCTIONS, "property"}]
        yield Reading("functions, methods and classes", len(functions) + len([d for d in outline.definitions if d.kind in _CLASSES]))
    if unit == "class":
        yield Reading("with enums, interfaces and the like", len([d for d in outline.definitions if d.kind in _CLASSES]))
        yield Reading("without exceptions", len([d for d in every if not SORTS["exception"](d)]))
    if unit in {"model", "schema"}:
        yield Reading("named so", len([d for d in outline.definitions if stem(unit) in [stem(part) for part in subwords(d.name)]]))


def _outer_kind(definition: Definition, outline: Outline) -> str:
    outer = definition.qualified.rpartition(".")[0]
    return next((d.kind for d in outline.definitions if d.qualified == outer), "")
