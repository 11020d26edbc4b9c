"""A class derives from another, mixes one in, or implements an interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.modules import Modules
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_SORT = r"(?:\s+(?:class|interface|mixin|trait|component|model|exception|base|abstract|protocol|itself))*"
_THE = r"(?:(?:the|a|an|our|from|abstract|base|parent|class|interface|mixin|protocol|both|into)\s+)*"
_LIST = rf"{_THE}{SLOT}{_SORT}(?:\s*(?:,|and|&|as well as|,\s*and)\s*{_THE}{SLOT}{_SORT})*"
_DOWN = re.compile(
    rf"(?P<own>{_LIST})\s+(?:(?:directly|also|both|all|each|now)\s+)*(?:extends?|inherits?(?:\s+from)?|sub-?class(?:es)?|derives?\s+from|"
    r"implements?|(?:is|are)\s+(?:(?:a|an|direct|sub-?class(?:es)?|child(?:ren)?|class(?:es)?|derived|descended|built|both)\s+)*(?:of|from|on))\s+"
    rf"(?P<base>{_LIST})(?:\s+(?:of|from|in)\s+(?:the\s+)?(?P<package>{SLOT})(?:\s+(?:package|module|library))*(?=\s*(?:$|[.,;:)])))?",
    re.I,
)
_UP = re.compile(
    rf"(?P<base>{_LIST})\s+(?:is|are)\s+(?:(?:also|directly|both|the)\s+)*(?:mixed\s+into|inherited\s+by|extended\s+by|sub-?classed\s+by|"
    rf"implemented\s+by|(?:parent|base|super-?)\s*(?:class)?\s+(?:of|for))\s+(?P<own>{_LIST})",
    re.I,
)
_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*(?:<.*>)?")
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx", "java", "csharp", "php", "ruby"))
_CLASSES = ("class", "interface", "struct", "component")
_PACKAGE = re.compile(r"(?:node:)?@?[a-z][\w-]*(?:[./][\w-]+)*")
_BUILTIN = ("object", "ABC", "Enum", "Protocol", "Generic", "Exception", "Error")
_DIRECT = re.compile(r"\b(?:directly|direct)\b", re.I)
_OPEN_TAIL = re.compile(r"\b(?:not|never|no|neither|nor|only|every|all|most|some|longer)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    own: str
    base: str
    direct: bool = False  # it is named itself: a base of a base is none of it
    package: str = ""  # where the base is imported from


class Inheritance(Lookup[Target]):
    """ "`Locker` extends `Box`", "`Stamped` is mixed into `Box` and `Shelf`", "`MemoryStore` implements the `Store` interface"."""

    name = "inheritance"
    kinds = ("symbol-exists",)
    summary = "A class has the base class, mixin or interface that is named, itself or through its own bases."
    vocabulary = (
        "extend inherit subclass derive implement mix mixin base parent abstract interface protocol trait component exception model direct"
    )
    examples = (
        Example(
            "bases",
            "- `Comet` extends `Body`\n- `Comet` inherits from `Rock`\n- `Comet` is a subclass of `Thing`\n- `Dated` is mixed into `Body`"
            " and `Rock`\n",
            {
                "sky.py": "class Thing:\n    pass\n\nclass Dated:\n    pass\n\nclass Body(Thing, Dated):\n    pass\n\n"
                "class Rock(Thing):\n    pass\n\n"
                "class Comet(Body):\n    pass\n"
            },
            (
                Expect("symbol-exists", V.HOLDS, 1, "Comet"),
                Expect("symbol-exists", V.REFUTED, 2, "Comet", observed="Comet(Body)"),
                Expect("symbol-exists", V.HOLDS, 3, "Comet"),
                Expect("symbol-exists", V.HOLDS, 4, "Body"),
                Expect("symbol-exists", V.REFUTED, 4, "Rock"),
            ),
        ),
        Example(
            "its own bases, and those of its bases",
            "- `Comet` is a direct subclass of `Body`\n- `Comet` is a direct subclass of `Thing`\n- `Comet` is a subclass of `Thing`\n",
            {"sky.py": "class Thing:\n    pass\n\nclass Body(Thing):\n    pass\n\nclass Comet(Body):\n    pass\n"},
            (
                Expect("symbol-exists", V.HOLDS, 1, "Comet", "Body"),
                Expect("symbol-exists", V.REFUTED, 2, "Comet", "Thing"),
                Expect("symbol-exists", V.HOLDS, 3, "Comet", "Thing"),
            ),
        ),
        Example(
            "the package that a base is from",
            "`Comet` extends the `Emitter` of `signals`. `Comet` extends the `Emitter` of `node:events`. `Moon` extends `Model` from "
            "`orbit.models`. `Moon` extends `Model` from `orbit`. `Moon` extends `Model` from `tides`.\n",
            {
                "sky.ts": "import {Emitter} from 'signals';\nexport class Comet extends Emitter<Event> {}\n",
                "moon.py": "from orbit import models\n\nclass Moon(models.Model):\n    pass\n",
            },
            (
                Expect("symbol-exists", V.HOLDS, 1, "Comet", "Emitter of signals"),
                Expect("symbol-exists", V.REFUTED, 1, "Comet", "Emitter of node:events", observed="Emitter of signals"),
                Expect("symbol-exists", V.HOLDS, 1, "Moon", "Model of orbit.models"),
                Expect("symbol-exists", V.HOLDS, 1, "Moon", "Model of orbit"),
                Expect("symbol-exists", V.REFUTED, 1, "Moon", "Model of tides", observed="Model of orbit.models"),
            ),
        ),
        Example(
            "a base of the repository may be handed on",
            "`Comet` extends the `Emitter` of `signals`.\n",
            {
                "sky.ts": "import {Emitter} from './emit.js';\nclass Comet extends Emitter {}\n",
                "emit.js": "export {Emitter} from 'signals';\n",
            },
            (Expect("symbol-exists", V.UNVERIFIABLE, 1, "Comet", "Emitter of signals"),),
        ),
        Example(
            "interfaces, and bases from elsewhere",
            "`DiskShelf` implements the `Shelf` interface. `DiskShelf` implements `Drawer`. `Remote` extends `Shelf`.\n",
            {
                "a.ts": "export interface Shelf {}\nexport interface Drawer {}\n"
                "class DiskShelf implements Shelf {}\nclass Remote extends Far {}\n"
            },
            (
                Expect("symbol-exists", V.HOLDS, 1, "DiskShelf", "Shelf"),
                Expect("symbol-exists", V.REFUTED, 1, "DiskShelf", "Drawer"),
                Expect("symbol-exists", V.UNVERIFIABLE, 1, "Remote"),
            ),
        ),
        Example(
            "other uses of the words",
            "`Comet` extends the list of `Body` objects. `Comet` extends `Rock` tests. `Comet` implements `Rock` handlers. "
            "`Comet` should extend `Rock`. `Comet` does not extend `Rock`.\n",
            {"sky.py": "class Body:\n    pass\n\nclass Rock:\n    pass\n\nclass Comet(Body):\n    pass\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        slots = slots_of(clause)
        match = _UP.search(slots.text) or _DOWN.search(slots.text)
        if match is None or slots.continues(match) or _OPEN_TAIL.search(slots.text[: match.end()]):
            return
        direct = bool(_DIRECT.search(match[0]))
        package = slots.name(match["package"]) if match.groupdict().get("package") else ""
        if package and not _PACKAGE.fullmatch(package):
            return
        for own in re.findall(SLOT, match["own"]):
            for base in re.findall(SLOT, match["base"]):
                one, other = slots.name(own), slots.name(base)
                if _NAME.fullmatch(one) and _NAME.fullmatch(other) and one != other:
                    target = Target(own=one, base=other.partition("<")[0], direct=direct, package=package)
                    claimed = f"{other} of {package}" if package else other
                    yield self.claim(clause, target, subject=one, claimed=claimed, explains=slots.taken(match))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        own, base = claim.target.own, claim.target.base
        symbols = Symbols.of(code.facts)
        known = symbols.find(own)
        classes = [place for place in known.places if place.definition.kind in _CLASSES]
        classes = [place for place in classes if not is_test(place.path)] or classes
        if not classes:
            return blocked(Reason.NO_SUBJECT, f"no class {own}", own)
        if any(_language(symbols, place.path) not in _LANGUAGES for place in classes):
            return blocked(Reason.UNSUPPORTED_LANGUAGE, "bases are not read in this language", own)
        closed, inherits, modules = True, False, Modules(code.snapshot)
        known_base = any(place.definition.kind in _CLASSES for place in symbols.find(base).places)
        for place in classes:
            above, known_all = _ancestors(symbols, place, modules, known_base)
            own_bases = {_named(text) for text in place.definition.bases}
            inherits = inherits or base in (own_bases if claim.target.direct else above)
            closed = closed and (known_all or claim.target.direct)
        shown = ", ".join(classes[0].definition.bases)
        if not inherits and not all(place.definition.bases for place in classes):
            return blocked(Reason.NOT_PROVABLE, f"{own} names no bases; a class may extend or implement without saying so", own)
        sites = [Site(p.path, own, f"{own}({', '.join(p.definition.bases)})", p.definition.line, p.definition.line) for p in classes]
        if not inherits and _structural(symbols, base):
            return blocked(Reason.NOT_PROVABLE, f"{base} may be met by any class of its shape", own)
        if not inherits and not closed:
            return blocked(Reason.NOT_PROVABLE, f"{own} derives from {shown}, part of which is not defined here", own)
        reproduce = search("-nE", rf"class +{own}\b")
        if inherits and claim.target.package:
            return _from_package(claim.target, classes, symbols, modules, sites, reproduce)
        return answer(inherits, f"{own}({shown})", sites, complete=known.complete, reproduce=reproduce, subject=own)


def _ancestors(symbols: Symbols, place: Place, modules: Modules, known_base: bool) -> tuple[set[str], bool]:
    """Names of all bases, and whether each was looked into.

    What another package defines can't derive from a class of this repository, so with a `known_base` it need not be.
    """
    found: set[str] = set()
    complete, ahead = not symbols.outlines([place.path])[place.path].errors, [place]
    while ahead:
        one = ahead.pop()
        for text in one.definition.bases:
            name = _named(text)
            if "=" in text or name in found or name in _BUILTIN:
                found.add(name)
                continue
            found.add(name)
            places = [p for p in symbols.find(name).places if p.definition.kind in _CLASSES or p.definition.kind == "type"]
            complete = complete and (bool(places) or (known_base and _foreign(symbols, one.path, name, modules)))
            ahead += places
    return found, complete


def _named(base: str) -> str:
    """The name of a base as a class writes it: "Generic" of "typing.Generic[T]"."""
    return re.sub(r"[<\[(].*", "", base).strip().rpartition(".")[2]


def _foreign(symbols: Symbols, path: str, name: str, modules: Modules) -> bool:
    """Whether the file imports `name` from outside of the repository."""
    outline = symbols.outlines([path])[path]
    imports = [one for one in outline.imports if name in (one.alias or one.name, one.name)]
    return bool(imports) and not any(modules.of(path, outline.language, one) for one in imports)


def _from_package(
    target: Target, classes: list[Place], symbols: Symbols, modules: Modules, sites: list[Site], reproduce: str
) -> Measurement:
    """Whether the base is imported from the package that is named; open where it is of this repository, which may hand it on."""
    origins = {_origin(symbols, place, target.base, modules) for place in classes}
    if len(origins) != 1 or "" in origins:
        return blocked(Reason.NOT_PROVABLE, f"where {target.base} is from can't be told", target.own)
    origin, package = origins.pop(), target.package.removeprefix("node:")
    if re.match(rf"{re.escape(origin)}[./]", package):
        return blocked(Reason.NOT_PROVABLE, f"{target.base} is imported from {origin}", target.own)
    holds = re.match(rf"{re.escape(package)}(?:[./]|$)", origin) is not None
    return answer(holds, f"{target.base} of {origin}", sites, reproduce=reproduce, subject=target.own)


def _origin(symbols: Symbols, place: Place, base: str, modules: Modules) -> str:
    """The package from outside of the repository that a class's own base is imported from; "" where there is none."""
    text = next((text for text in place.definition.bases if _named(text) == base), "")
    qualifier = re.sub(r"[<\[(].*", "", text).strip().rpartition(".")[0]
    local = qualifier.partition(".")[0] or base
    outline = symbols.outlines([place.path])[place.path]
    found = [one for one in outline.imports if local in (one.alias or one.name or one.module, one.alias or one.module)]
    if len(found) != 1 or found[0].module.startswith(".") or modules.of(place.path, outline.language, found[0]):
        return ""
    one = found[0]
    inner = one.name if qualifier and one.name not in ("", "*", "default") else ""
    return ".".join(part for part in (one.module.removeprefix("node:"), inner) if part)


def _structural(symbols: Symbols, base: str) -> bool:
    """Whether a class need not name `base` to implement it: Python's protocols."""
    return any("Protocol" in text for place in symbols.find(base).places for text in place.definition.bases)


def _language(symbols: Symbols, path: str) -> str:
    outline = symbols.outlines([path]).get(path)
    return outline.language if outline else ""
