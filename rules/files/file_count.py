"""N files of some sort exist, or exceed some number of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Path
from verifier.repository.kinds import is_source, is_test, is_vendored
from verifier.repository.paths import Match
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.rules.files.file_lines import fits
from verifier.rules.files.resolving import resolve

# Words before "files" that name a sort of file.
_SORTS = {
    "python": "py",
    "py": "py",
    "markdown": "md mdx markdown",
    "md": "md",
    "documentation": "md mdx rst markdown txt adoc",
    "typescript": "ts tsx mts cts",
    "ts": "ts tsx",
    "tsx": "tsx",
    "javascript": "js jsx mjs cjs",
    "js": "js jsx mjs cjs",
    "jsx": "jsx",
    "yaml": "yml yaml",
    "json": "json",
    "css": "css scss sass less",
    "sql": "sql",
    "html": "html htm",
    "toml": "toml",
    "shell": "sh bash",
    "go": "go",
    "rust": "rs",
    "java": "java",
    "ruby": "rb",
    "php": "php",
    "c#": "cs",
    "vue": "vue",
    "svelte": "svelte",
    "notebook": "ipynb",
}
_FILLERS = frozenset("file total source code different separate main the of unique individual tracked module modular".split())
_AREAS = frozenset("frontend backend front-end back-end server client api ui web".split())
# Files of a change or a review, not of the tree.
_OTHER_FILES = re.compile(
    r"\b(?:changed|modified|created|added|deleted|removed|updated|reviewed|analy[sz]ed|touched|affected|renamed|moved|scanned"
    r"|additional|uploads?|per|each|max(?:imum)?"
    r"|limit|at a time|open|concurrent|generated|new|remaining|other|more|split|supporting)\b",
    re.I,
)
_LONGER = re.compile(
    r"(?:\b(?:over|above|exceed\w*|more than|larger than|longer than|greater than)|[>≥])\s*(?P<lines>\d[\d,]*)\s*(?:lines|loc)\b", re.I
)
_SHORTER = re.compile(
    r"\b(?:all|every|each)\b.*\bfiles?\b.*(?:\b(?:under|below|less than|fewer than|within|at most)"
    r"|[<≤])\s*(?P<lines>\d[\d,]*)\s*(?:lines|loc)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    """Which files: of `extensions`, matching `glob`, in `directory` (`below` a tree's caption), tests, or longer than `longer` lines."""

    extensions: tuple[str, ...] = ()
    glob: str = ""
    directory: str = ""
    below: str = ""
    tests: bool = False
    root_only: bool = False
    longer: int = 0


class FileCount(Rule[Target]):
    """ "16 Python files", "100+ markdown files in the root", "Multiple `*_FIX.md` files", "4 files over 400 lines"."""

    name = "file-count"
    family = "files"
    kinds = ("file-count",)
    scoped = True
    summary = "The number of files of the sort that the report counts, in its scope, with and without tests, empty files and sub-folders."
    examples = (
        Example(
            "by language",
            "The project has 2 Python files and 9 TypeScript files.\n",
            {"a.py": "x", "b/c.py": "y", "d.ts": ""},
            (
                Expect("file-count", Verdict.HOLDS, 1, claimed="2 Python files"),
                Expect("file-count", Verdict.REFUTED, 1, claimed="9 TypeScript files", observed="1"),
            ),
        ),
        Example(
            "by glob",
            "Multiple `*_FIX.md` files clutter the root.\n",
            {"A_FIX.md": "", "B_FIX.md": ""},
            (Expect("file-count", Verdict.HOLDS, 1),),
        ),
        Example(
            "of a folder in a tree",
            "```\nsrc/\n├── api/ (2 files)\n│   └── ...\n└── web/ (5 files)\n    └── ...\n```\n",
            {"src/api/a.py": "", "src/api/b.py": "", "src/web/c.ts": ""},
            (Expect("file-count", Verdict.HOLDS, 3), Expect("file-count", Verdict.REFUTED, 5, observed="1")),
        ),
        Example(
            "by length",
            "- 1 file over 3 lines\n- No files over 3 lines\n- All files under 9 lines\n",
            {"a.py": "x\n" * 5, "b.py": "x\n"},
            (
                Expect("file-count", Verdict.HOLDS, 1),
                Expect("file-count", Verdict.REFUTED, 2, observed="1"),
                Expect("file-count", Verdict.HOLDS, 3),
            ),
        ),
        Example("files of a change", "12 files changed, 3 new Python files added, upload max 5 files.\n", {"a.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.form in {Form.CODE, Form.COMMAND}
            or clause.context.fence is FenceClass.SUGGESTED
            or clause.side is Side.BEFORE
        ):
            return
        for target, quantity in _counted(clause):
            subject = (
                target.glob
                or target.directory
                or (f"files over {target.longer} lines" if target.longer else "*." + "/".join(target.extensions))
            )
            yield self.claim(
                clause,
                target,
                subject=subject,
                claimed=quantity.text,
                span=quantity.span,
                text=clause.statement.text.plain,
                quantity=quantity,
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.glob:
            resolved = code.index.resolve(target.glob)
            return _measured(
                resolved.matches if resolved.how is Match.GLOB else (), code, scope, f"git ls-files -- '{target.glob}' | wc -l", []
            )
        if target.directory:
            return _of_directory(target, code, scope)
        names = tuple(path for path in scope.paths(code.index) if _is_of(path, target) and not is_vendored(path))
        if target.longer:
            return _longer(names, target, code, scope)
        if not names and claim.quantity and (claim.quantity.low or 0) > 0 and not scope.everything:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such files in {scope.label}")
        more = [Reading("directly in the root", sum(1 for path in names if "/" not in path))] if target.root_only else []
        more += _by_directory(names) if scope.everything else []
        patterns = " ".join(f"'*.{end}'" for end in target.extensions) or "."
        return _measured(names, code, scope, f"git ls-files -- {patterns} | wc -l", more)

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
        if not (claim.target.extensions or claim.target.glob or claim.target.directory or claim.target.longer or claim.target.tests):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{observed} source files; the report does not say what it counts",
                reason=Reason.AMBIGUOUS,
                observed=observed,
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


def _counted(clause: Clause) -> Iterator[tuple[Target, Quantity]]:
    """What a clause counts, and the number: files of a sort, of a folder, or longer than some number of lines."""
    words = clause.statement.text.plain
    longer, shorter = _LONGER.search(words), _SHORTER.search(words)
    numbers = [q for q in clause.quantities if q.unit == "file" and not q.text.endswith("%")]
    if longer or shorter:
        limit = int((longer or shorter)["lines"].replace(",", ""))  # type: ignore[index]
        if re.search(r"\b(?:except\w*|apart from|other than|but for|excluding|only)\b", words, re.I) and not numbers:
            return
        none = shorter is not None or (not numbers and clause.negated and re.search(r"\bno\b[^.;]*\bfiles?\b", clause.text, re.I))
        if none and clause.position == 0 and re.search(r"\bfiles?\b", words, re.I):
            yield Target(longer=limit), Quantity(0, 0, "file", "no files", clause.span, stated=0)
        elif numbers and not _OTHER_FILES.search(clause.text) and re.search(r"\bfiles?\b", clause.text, re.I):
            yield Target(longer=limit), numbers[0]
        return
    tree = clause.context.tree
    if tree is not None:
        if (
            tree.directory
            and clause.form is not Form.TREE_ENTRY
            and clause.position == 0
            and len(numbers) == 1
            and numbers[0].words in {("file",), ()}
        ):
            yield Target(directory=tree.path, below=tree.below), numbers[0]
        return
    for quantity in numbers:
        target = _target(clause, quantity.words)
        if target is not None and not _OTHER_FILES.search(clause.text):
            yield target, quantity


def _target(clause: Clause, words: tuple[str, ...]) -> Target | None:
    """What is counted; None when the words before "files" name no sort that a file's name shows."""
    own = [m.value for m in clause.own(Path) if isinstance(m.value, Path)]
    globs = [path.text for path in own if path.glob]
    if len(globs) == 1:
        return Target(glob=globs[0])
    unknown = [
        word for word in words if word not in _SORTS and word not in _FILLERS and word not in _AREAS and word not in {"test", "tests"}
    ]
    if globs or unknown:
        return None
    folders = [path.text for path in own if path.directory]
    named = [_SORTS[word].split() for word in words if word in _SORTS]
    tests = bool({"test", "tests"} & set(words))
    if not named and not tests:
        if len(folders) == 1 and clause.position == 0:
            return Target(directory=folders[0])
        return Target() if set(words) & (_AREAS | {"source"}) else None
    root = bool(
        re.search(
            r"\b(?:in (?:the )?(?:project |repo(?:sitory)? )?root|root (?:directory|folder|level)|top[- ]level)\b",
            clause.statement.text.plain,
            re.I,
        )
    )
    return Target(tuple(dict.fromkeys(end for ends in named for end in ends)), tests=tests, root_only=root)


def _is_of(path: str, target: Target) -> bool:
    if target.tests and not is_test(path):
        return False
    if target.extensions:
        return "." in path and path.rsplit(".", 1)[-1].lower() in target.extensions
    return is_source(path)


def _measured(names: Sequence[str], code: Codebase, scope: Scope, reproduce: str, more: list[Reading]) -> Measurement:
    """A count under the ways people count: all, not empty, without tests, without sub-folders."""
    base = scope.prefixes[0] if len(scope.prefixes) == 1 else ""
    top = [path for path in names if "/" not in (path[len(base) + 1 :] if base and path.startswith(base + "/") else path)]
    filled = [path for path in names if code.snapshot.entries()[path].size > 0]
    untested = [path for path in names if not is_test(path)]
    readings = [
        Reading("all", len(names)),
        Reading("directly in it", len(top)),
        Reading("not empty", len(filled)),
        Reading("without tests", len(untested)),
    ]
    return Measurement((*readings, *more), reproduce=reproduce, near=tuple(names[:3]), subject=scope.label)


def _of_directory(target: Target, code: Codebase, scope: Scope) -> Measurement:
    resolved = resolve(code, target.directory, target.below)
    if resolved.path is None or not resolved.directory:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such folder: {target.directory}", subject=target.directory)
    names = [path for path in scope.paths(code.index) if path.startswith(resolved.path + "/")] if scope.everything else []
    if not names:
        names = [path for path in code.index.entries if path.startswith(resolved.path + "/")]
    sources = [path for path in names if is_source(path)]
    found_files = _measured(
        names, code, replace(scope, prefixes=(resolved.path,), files=None), f"git ls-files -- {resolved.path} | wc -l", []
    )
    return replace(found_files, readings=(*found_files.readings, Reading("source files", len(sources))), subject=resolved.path)


def _longer(names: Sequence[str], target: Target, code: Codebase, scope: Scope) -> Measurement:
    """How many source files exceed a number of lines."""
    sizes = {path: code.snapshot.read(path).count(b"\n") for path in names if code.snapshot.entries()[path].size > target.longer}
    over = sorted((path for path, lines in sizes.items() if lines > target.longer), key=lambda path: -sizes[path])
    untested = [path for path in over if not is_test(path)]
    least = [path for path, lines in sizes.items() if lines >= target.longer]
    readings = (Reading("without tests", len(untested)), Reading("with tests", len(over)), Reading("that many or more", len(least)))
    return Measurement(readings, reproduce="git ls-files | xargs wc -l | sort -n", near=tuple(over[:3]), subject=scope.label)


def _by_directory(names: Sequence[str]) -> list[Reading]:
    """Counts of each upper directory: a report that names no scope may speak of the one with the code."""
    counts: dict[str, int] = {}
    for path in names:
        parts = path.split("/")[:-1]
        for depth in (1, 2):
            if len(parts) >= depth:
                counts["/".join(parts[:depth])] = counts.get("/".join(parts[:depth]), 0) + 1
    return [Reading(f"in {directory}/", count) for directory, count in sorted(counts.items())]
