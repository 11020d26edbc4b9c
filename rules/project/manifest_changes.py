"""A package was added to a manifest, or removed from it: it is, or is not, among what the manifest lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.facts.symbols import Symbols
from verifier.knowledge.manifests import Listed, is_manifest
from verifier.knowledge.pins import key_of
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.says.slots import SLOT, Slots, slots_of
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_GONE = r"(?:removed|dropped|deleted|uninstalled|eliminated|stripped)"
_CAME = r"(?:added|installed|introduced|included|listed)"
_ALSO = r"(?:(?:also|now|then|completely|newly|both)\s+)?"
_KIND = r"(?:(?:package|dependency|dependencies|packages|library|requirement)\s+)?"
_ONE = rf"(?:{SLOT}|[A-Za-z][\w.-]*[\w])"
_NAMES = rf"(?P<names>{_ONE}(?:(?:,|,?\s+and)\s+{SLOT}){{0,9}})"
_PLACE = (
    rf"(?:from|to|in)\s+(?:(?:the|our|its)\s+)?(?:(?:project\s+)?(?P<where>dependencies|requirements|manifests?)(?:\s+(?:in|of)\s+(?P<within>{SLOT}))?|(?P<file>{SLOT}))"
    r"(?:\s+(?:file|dependencies))?"
)
_SENTENCES = tuple(
    re.compile(rf"^(?:{pattern})$", re.I)
    for pattern in (
        rf"(?:(?:i|we)\s+)?(?:have\s+)?{_ALSO}(?:(?P<gone>{_GONE})|(?P<came>{_CAME}))\s+(?:the\s+)?(?:new\s+|unused\s+)?{_KIND}{_NAMES}"
        rf"(?:\s+(?:package|dependency|dependencies|library))?\s+{_PLACE}",
        rf"(?:the\s+)?{_KIND}{_NAMES}\s+(?:is|are|was|were|has\s+been|have\s+been|got)\s+{_ALSO}(?:(?P<gone>{_GONE})|(?P<came>{_CAME}))\s+{_PLACE}",
    )
)
_SHORT = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:(?P<gone>{_GONE})|(?P<came>{_CAME}))\s+(?:the\s+)?(?:new\s+|unused\s+)?{_KIND}(?P<names>{SLOT}(?:(?:,|,?\s+and)\s+{SLOT}){{0,9}})"
        r"(?P<word>\s+(?:package|dependency|dependencies|library))?(?P<tail>\s*(?:[(—–]|-\s|as\s|for\s|because|since).*)?$",
    )
)
_REPLACED = re.compile(
    rf"^(?:(?:i|we)\s+)?(?:replaced|swapped)\s+(?P<old>{SLOT})\s+(?:with|by|for)\s+(?P<new>{SLOT})\s+in\s+(?P<file>{SLOT})$", re.I
)
_LISTS = re.compile(
    rf"^\W*(?:(?P<gone>{_GONE})|(?P<came>{_CAME}))(?:\s+(?P<word>dependenc(?:y|ies)|packages?|librar(?:y|ies)|requirements?))?\W*$", re.I
)
_BARE = re.compile(rf"^{SLOT}(?:(?:,|,?\s+and)\s+{SLOT}){{0,19}}$")
_PACKAGE = re.compile(r"(?P<name>@?[A-Za-z0-9][\w./-]*)(?:\[[\w,\s-]*\])?(?:\s*[<>=~!^@]{1,3}\s*v?[\d][\w.,<>=~*\s-]*)?")
_FILE = re.compile(r"[\w./-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    package: str
    file: str = ""  # "" for any manifest
    gone: bool = False
    plain: bool = False  # a bare word, which need not be a package


class ManifestChanges(Lookup[Target]):
    """ "Removed `openai` from `requirements.txt`", "Added: `left-pad`" below an item that names `package.json`."""

    name = "manifest-changes"
    reads_standing = True
    kinds = ("dependency",)
    summary = "The manifest no longer lists the package that was removed, and lists the one that was added."
    vocabulary = "remove add drop delete install dependency package library requirement @removed @moved"
    quotes = False
    examples = (
        Example(
            "below the manifest",
            "# Summary\n1. **`requirements.txt`** - UPDATED\n   - Removed: `openai` (replaced with Gemini)\n   - Added: `google-genai`\n"
            "   - Removed `left-pad`\n   - Added: `numpy`\n",
            {"requirements.txt": "openai>=1.0\ngoogle-genai>=1.0\n"},
            (
                Expect("dependency", V.REFUTED, 3, "openai", "removed"),
                Expect("dependency", V.HOLDS, 4, "google-genai", "added"),
                Expect("dependency", V.HOLDS, 5, "left-pad", "removed"),
                Expect("dependency", V.REFUTED, 6, "numpy", "added"),
            ),
            also=("mechanism",),
        ),
        Example(
            "sentences",
            "- Removed `openai` from `requirements.txt`.\n- I added python-dotenv to requirements.txt.\n"
            "- `numpy` was removed from the dependencies in `requirements.txt`.\n"
            "- Added `httpx>=0.27` and `openai` to `requirements.txt`\n- Replaced `flask` with `openai` in `requirements.txt`.\n",
            {"requirements.txt": "openai>=1.0\n"},
            (
                Expect("dependency", V.REFUTED, 1, "openai"),
                Expect("dependency", V.REFUTED, 2, "python-dotenv"),
                Expect("dependency", V.HOLDS, 3, "numpy"),
                Expect("dependency", V.REFUTED, 4, "httpx"),
                Expect("dependency", V.HOLDS, 4, "openai"),
                Expect("dependency", V.HOLDS, 5, "flask"),
                Expect("dependency", V.HOLDS, 5, "openai"),
            ),
            also=("mechanism",),
        ),
        Example(
            "a table",
            "| File | Removed | Added |\n|---|---|---|\n| `package.json` | `got` | `axios` |\n",
            {"package.json": '{"dependencies": {"got": "^14.0.0", "axios": "^1.6.0"}}'},
            (Expect("dependency", V.REFUTED, 3, "got"), Expect("dependency", V.HOLDS, 3, "axios")),
        ),
        Example(
            "what may be no package",
            "Added comments to `requirements.txt`.\n\n### `package.json`\n\n- Removed `lint`\n- Removed: `got`\n",
            {"requirements.txt": "openai>=1.0\n", "package.json": '{"scripts": {"lint": "oxlint"}}'},
            (
                Expect("dependency", V.UNVERIFIABLE, 1, "comments"),
                Expect("dependency", V.UNVERIFIABLE, 5, "lint"),
                Expect("dependency", V.HOLDS, 6, "got"),
            ),
        ),
        Example(
            "a class of the project's own",
            "Added `BoltService` and `left-pad` dependencies\n",
            {"requirements.txt": "openai>=1.0\n", "app.py": "class BoltService: ...\n"},
            (Expect("dependency", V.UNVERIFIABLE, 1, "BoltService"), Expect("dependency", V.REFUTED, 1, "left-pad")),
        ),
        Example(
            "other changes",
            "Remove `openai` from `requirements.txt`. Removed `parse` from `app.py`. Added `parse` to `app.py`.\n\n- Removed: `openai`\n",
            {"requirements.txt": "openai>=1.0\n", "app.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        if match := _REPLACED.match(slots.text):
            file = slots.name(match["file"])
            if is_manifest(file):
                yield from self._said(clause, slots, [match["old"]], file, gone=True)
                yield from self._said(clause, slots, [match["new"]], file, gone=False)
            return
        for pattern in _SENTENCES:
            if match := pattern.match(slots.text):
                slot = match["file"] or match["within"]
                file = slots.name(slot) if slot else ""
                if (file in paths and is_manifest(file)) or not slot:
                    yield from self._said(clause, slots, _listing(match["names"]), file, gone=bool(match["gone"]))
                return
        file = _above(clause)
        header = clause.context.header if clause.form is Form.CELL else clause.context.key
        said = _LISTS.match(header) if header and _BARE.match(slots.text) else None
        names = slots.text if said else ""
        if said is None:
            said = next((match for pattern in _SHORT if (match := pattern.match(slots.text))), None)
            names = said["names"] if said else ""
        if said and (file or said["word"]):
            yield from self._said(clause, slots, _listing(names), file, gone=bool(said["gone"]))

    def _said(self, clause: Clause, slots: Slots, names: list[str], file: str, gone: bool) -> Iterator[Claim[Target]]:
        for slot in names:
            plain = not slot.startswith("⟨")
            package = _PACKAGE.fullmatch(slot if plain else slots.name(slot))
            if package and not is_manifest(package["name"]):
                name = package["name"]
                target = Target(package=name, file=file, gone=gone, plain=plain)
                claimed = "removed" if gone else "added"
                yield self.claim(clause, target, subject=name, claimed=claimed, text=clause.in_full, negated=gone, explains=(clause.span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        paths = [path for path in code.index.entries if is_manifest(path) and not is_vendored(path) and not is_installed(path)]
        if target.file:
            paths = [path for path in paths if path in code.index.resolve(target.file).matches]
        if not paths:
            return blocked(Reason.NO_SUBJECT, f"no such manifest {target.file}".strip(), target.package)
        if not target.file and Symbols.of(code.facts).find(target.package).places:
            return blocked(Reason.NO_SUBJECT, f"{target.package} is defined here: no package is meant", target.package)
        names = {key_of(target.package), target.package.lower()}
        found: list[Listed] = []
        known = packages(code.index)
        complete, includes, named = True, False, False
        for path in paths:
            if path in known.unread:
                complete = False
                continue
            text = code.snapshot.text(path)
            includes = includes or bool(re.search(r"^[ \t]*(?:-r|--requirement)\b|^-e\b|workspace", text, re.M))
            named = named or bool(re.search(rf"(?<![\w-]){re.escape(target.package)}(?![\w-])", text, re.I))
            found += [item for item in known.of[path] if item.name in names]
        among = {item.path for item in found}
        holds = bool(among) is not target.gone
        sites = [Site(item.path, item.name, "", item.line, item.line) for item in found]
        observed = f"listed in {', '.join(sorted(among))}" if among else "not listed"
        vague = target.plain and (target.gone or not re.search(r"[-_\d]", target.package))
        if not among and (vague or named):
            return blocked(Reason.AMBIGUOUS, f"{target.package} is not listed; it may be no package", target.package)
        if not holds and not target.gone and includes:
            return blocked(Reason.AMBIGUOUS, f"{target.package} is not listed itself; it may come with what is included", target.package)
        if not holds and target.gone and len(among) < len(paths):
            return blocked(Reason.AMBIGUOUS, f"{observed}; another manifest may be meant", target.package)
        reproduce = search("-nwi", target.package, within=arguments(*(sorted(among) or paths)[:5]))
        return answer(holds, observed, sites, complete=complete, reproduce=reproduce, subject=target.package)


def _listing(names: str) -> list[str]:
    return [name for name in re.split(r",\s*(?:and\s+)?|\s+and\s+", names) if name]


def _above(clause: Clause) -> str:
    """The one manifest that the row, the item above, or the innermost heading is about; "" for none."""
    context = clause.context
    row = context.row[0].text.plain if clause.form is Form.CELL and context.row else ""
    for words in (row, *(parent.plain for parent in reversed(context.parents)), *context.titles[-1:]):
        files = {word for word in _FILE.findall(words) if is_manifest(word)}
        others = [word for word in _FILE.findall(words) if re.search(r"\w\.(?:py|ts|js|tsx|md|go|rs)$", word)]
        if files or others:
            return files.pop() if len(files) == 1 and not others else ""
    return ""
