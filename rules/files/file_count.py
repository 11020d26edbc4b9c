"""N files of some sort exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Exactness, Finding, Measurement, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Path
from verifier.repository.kinds import is_test, is_vendored
from verifier.repository.paths import Match
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.rules.files.file_lines import fits

# Words before "files" that name a sort of file.
_SORTS = {
    "python": ("py",), "markdown": ("md", "mdx", "markdown"), "documentation": ("md", "mdx", "rst", "markdown", "txt", "adoc"), "typescript": ("ts", "tsx", "mts", "cts"), "tsx": ("tsx",),
    "javascript": ("js", "jsx", "mjs", "cjs"), "yaml": ("yml", "yaml"), "json": ("json",), "css": ("css", "scss", "sass", "less"), "sql": ("sql",), "html": ("html", "htm"),
    "shell": ("sh", "bash"), "go": ("go",), "rust": ("rs",), "java": ("java",), "ruby": ("rb",), "php": ("php",), "c#": ("cs",), "vue": ("vue",), "svelte": ("svelte",), "toml": ("toml",),
    "ts": ("ts", "tsx"), "js": ("js", "jsx", "mjs", "cjs"), "py": ("py",), "md": ("md",), "jsx": ("jsx",), "notebook": ("ipynb",),
}  # fmt: skip
_FILLERS = frozenset("file total source code new additional different separate more other main the of unique individual tracked".split())
# Files of a change or a review, not of the tree.
_OTHER_FILES = re.compile(
    r"\b(?:changed|modified|created|added|deleted|removed|updated|reviewed|analy[sz]ed|touched|affected|renamed|moved|scanned|additional|uploads?|per|each|max(?:imum)?|limit|at a time|open|concurrent|generated|new|remaining|other|more)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    extensions: tuple[str, ...] = ()
    glob: str = ""
    tests: bool = False
    root_only: bool = False


class FileCount(Rule[Target]):
    """ "16 Python files", "100+ markdown files in the root", "Multiple `*_FIX.md` files"."""

    name = "file-count"
    family = "files"
    kinds = ("file-count",)
    scoped = True
    summary = "The number of files of the sort that the report counts, tracked ones or all, in the scope it speaks of, with and without empty `__init__.py`."
    examples = (
        Example("by language", "The project has 2 Python files and 9 TypeScript files.\n", {"a.py": "x", "b/c.py": "y", "d.ts": ""}, (
            Expect("file-count", Verdict.HOLDS, 1, claimed="2 Python files"), Expect("file-count", Verdict.REFUTED, 1, claimed="9 TypeScript files", observed="1"))),
        Example("by glob", "Multiple `*_FIX.md` files clutter the root.\n", {"A_FIX.md": "", "B_FIX.md": ""}, (Expect("file-count", Verdict.HOLDS, 1),)),
        Example("files of a change", "12 files changed, 3 new Python files added, upload max 5 files.\n", {"a.py": ""}, ()),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.form in {Form.CODE, Form.COMMAND}
            or clause.context.fence is FenceClass.SUGGESTED
            or clause.side is Side.BEFORE
        ):
            return
        for quantity in clause.quantities:
            if quantity.unit != "file" or quantity.text.endswith("%"):
                continue
            target = _target(clause, quantity.words)
            if target is None or _OTHER_FILES.search(clause.text):
                continue
            yield self.claim(
                clause,
                target,
                subject=target.glob or "*." + "/".join(target.extensions),
                claimed=quantity.text,
                span=quantity.span,
                text=clause.statement.text.plain,
                quantity=quantity,
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.glob:
            resolved = code.index.resolve(target.glob)
            names = resolved.matches if resolved.how is Match.GLOB else ()
            reproduce = f"git ls-files -- '{target.glob}' | wc -l"
        else:
            names = tuple(
                path
                for path in scope.paths(code.index)
                if path.rsplit(".", 1)[-1].lower() in target.extensions and not is_vendored(path) and "." in path
            )
            if target.tests:
                names = tuple(path for path in names if is_test(path))
            reproduce = " ".join(["git ls-files --", *(f"'*.{end}'" for end in target.extensions), "| wc -l"])
        base = scope.prefixes[0] if len(scope.prefixes) == 1 else ""
        top = tuple(path for path in names if "/" not in (path[len(base) + 1 :] if base and path.startswith(base + "/") else path))
        filled = tuple(path for path in names if code.snapshot.entries()[path].size > 0)
        untested = tuple(path for path in names if not is_test(path))
        readings = [
            Reading("all", len(names)),
            Reading("directly in it", len(top)),
            Reading("not empty", len(filled)),
            Reading("without tests", len(untested)),
        ]
        if scope.everything and not target.glob:
            readings += _by_directory(names)
        if target.root_only:
            readings = [Reading("directly in the root", sum(1 for path in names if "/" not in path)), *readings[:1]]
        if not names and not target.glob and claim.quantity and (claim.quantity.low or 0) > 0 and not scope.everything:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such files in {scope.label}")
        return Measurement(tuple(readings), reproduce=reproduce, near=names[:3], subject=scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        observed = str(int(measurement.readings[0].value))
        evidence = tuple(Evidence(path) for path in measurement.near)
        for reading in measurement.readings:
            if fits(quantity, float(reading.value)):
                exactness = Exactness.EXACT if reading is measurement.readings[0] else Exactness.TOLERATED
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{int(reading.value)} files ({reading.definition})",
                    observed=str(int(reading.value)),
                    definition=reading.definition,
                    exactness=exactness,
                    evidence=evidence,
                )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{observed} such files, not {claim.claimed}",
            observed=observed,
            definition=measurement.readings[0].definition,
            evidence=evidence,
        )


def _by_directory(names: tuple[str, ...]) -> list[Reading]:
    """Counts of each upper directory: a report that names no scope may speak of the one with the code."""
    counts: dict[str, int] = {}
    for path in names:
        parts = path.split("/")[:-1]
        for depth in (1, 2):
            if len(parts) >= depth:
                counts["/".join(parts[:depth])] = counts.get("/".join(parts[:depth]), 0) + 1
    return [Reading(f"in {directory}/", count) for directory, count in sorted(counts.items())]


def _target(clause: Clause, words: tuple[str, ...]) -> Target | None:
    """What is counted; None when the words before "files" name no sort that a file's name shows."""
    globs = [m.value.text for m in clause.own(Path) if isinstance(m.value, Path) and m.value.glob]
    if len(globs) == 1:
        return Target(glob=globs[0])
    if globs:
        return None
    named = [_SORTS[word] for word in words if word in _SORTS]
    unknown = [word for word in words if word not in _SORTS and word not in _FILLERS and word not in {"test", "tests"}]
    if unknown or not named:
        return None
    root = bool(
        re.search(
            r"\b(?:in (?:the )?(?:project |repo(?:sitory)? )?root|root (?:directory|folder|level)|top[- ]level)\b",
            clause.statement.text.plain,
            re.I,
        )
    )
    return Target(tuple(dict.fromkeys(end for ends in named for end in ends)), tests=bool({"test", "tests"} & set(words)), root_only=root)
