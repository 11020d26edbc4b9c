"""N files of some sort exist, or exceed some number of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Exactness, Finding, Measurement, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.reading.clauses import areas_in
from verifier.repository.kinds import holds_tests, is_source, is_test, is_vendored
from verifier.repository.paths import Match
from verifier.repository.scope import Scope, whole
from verifier.repository.snapshot import EntryState, Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided

from .counted_files import Target, counted, label_of, told_of
from .file_lines import fits
from .resolving import resolve

_AS_LONG = "that many or more"
# Files that make a folder a package, and hold nothing of their own.
_MARKERS = re.compile(r"(?:^|/)(?:__init__\.py|index\.[jt]sx?|mod\.rs|doc\.go|\.gitkeep|conftest\.py)$")


class FileCount(Rule[Target]):
    """ "16 Python files", "100+ markdown files in the root", "Multiple `*_FIX.md` files", "4 files over 400 lines"."""

    name = "file-count"
    kinds = ("file-count",)
    quotes = False
    vocabulary = "@file @number coverage code source python typescript javascript markdown test component directory folder root"
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
            "- 1 file over 3 lines\n- No files over 3 lines\n- All files under 9 lines\n- All modules are under 3 lines\n",
            {"a.py": "x\n" * 5, "b.py": "x\n"},
            (
                Expect("file-count", Verdict.HOLDS, 1),
                Expect("file-count", Verdict.REFUTED, 2, observed="1"),
                Expect("file-count", Verdict.HOLDS, 3),
                Expect("file-count", Verdict.REFUTED, 4, observed="1"),
            ),
        ),
        Example(
            "tests as their runner finds them",
            "| Metric | Value |\n|---|---|\n| Test files | 2 |\n",
            {"tests/a.test.ts": "x", "tests/b.test.ts": "y", "tests/test-by-hand.js": "z", "tests/setup.js": "s"},
            (Expect("file-count", Verdict.HOLDS, 3),),
        ),
        Example(
            "against a label",
            "- Test files: 2\n- **Python Source Files:** 7\n- Config files: 9\n\n## Markdown Files (1 total)\n\n"
            "| Metric | Value |\n|---|---|\n| Total Python files | 3 |\n| Test files | 8 |\n\n"
            "| Directory | Files |\n|---|---|\n| `src/` | 1 |\n| `tests/` | 5 |\n\n| Language | Files |\n|---|---|\n| Python | 4 |\n",
            {"src/a.py": "x", "tests/test_a.py": "y", "tests/test_b.py": "z", "README.md": "m"},
            (
                Expect("file-count", Verdict.HOLDS, 1),
                Expect("file-count", Verdict.REFUTED, 2, observed="3"),
                Expect("file-count", Verdict.HOLDS, 5),
                Expect("file-count", Verdict.HOLDS, 9),
                Expect("file-count", Verdict.REFUTED, 10, observed="2"),
                Expect("file-count", Verdict.HOLDS, 14, "src/"),
                Expect("file-count", Verdict.REFUTED, 15, "tests/"),
                Expect("file-count", Verdict.REFUTED, 19, observed="3"),
            ),
        ),
        Example(
            "of a search",
            "Search:\n\n```bash\n# results\n*.test.ts: 0 files found\n*.py: 3 files\n```\n",
            {"a.py": ""},
            (Expect("file-count", Verdict.HOLDS, 5), Expect("file-count", Verdict.REFUTED, 6, observed="1")),
        ),
        Example(
            "with a text in them",
            'Found: 2 files contain "secret123". 9 files contain `eval(`. 3 files contain secrets.\n',
            {"a.py": "k = 'secret123'\neval(k)", "b.md": "secret123", "c.md": ""},
            (
                Expect("file-count", Verdict.HOLDS, 1, "secret123"),
                Expect("file-count", Verdict.REFUTED, 1, "eval(", observed="1"),
            ),
        ),
        Example(
            "files of some work",
            "**Files fixed:** 2 Python files. Checked 1 Python file.\n",
            {"a.py": ""},
            (Expect("file-count", Verdict.UNVERIFIABLE, 1), Expect("file-count", Verdict.HOLDS, 1)),
        ),
        Example(
            "test files are those that hold tests",
            "- There are 2 test files in `tests/`\n- There are 7 test files in `tests/`\n",
            {
                "tests/__init__.py": "",
                "tests/conftest.py": "x = 1",
                "tests/test_orbit.py": "def test(): ...",
                "tests/moon_test.py": "y = 1",
            },
            (Expect("file-count", Verdict.HOLDS, 1), Expect("file-count", Verdict.REFUTED, 2)),
        ),
        Example(
            "some files only: those with a property, or those that were looked at",
            "- 2 Python files import `os`\n- There is 1 Python file with unused imports\n- 1 Python file in `lib/`\n"
            "- This audit covers 1 Python file\n- This audit covers 2 Python files\n",
            {"lib/a.py": "x = 1\n", "b.py": "y = 1\n"},
            (
                Expect("file-count", Verdict.UNVERIFIABLE, 1),
                Expect("file-count", Verdict.UNVERIFIABLE, 2),
                Expect("file-count", Verdict.HOLDS, 3),
                Expect("file-count", Verdict.HOLDS, 4),
                Expect("file-count", Verdict.HOLDS, 5),
            ),
        ),
        Example(
            "of a sort in a folder: in a row, in brackets, in a tree's remark",
            "| Folder | Python modules |\n|---|---|\n| `src/` | 2 |\n| `lib/` | 9 |\n\n- `src/` - the core (3 files)\n"
            "- `lib/` (4 modules)\n\n```\nsrc/     [the core - 3 files]\n```\n\n"
            "```\n.\n├── src/   # the core - 3 files\n│   └── a.py\n└── lib/   # 5 Python modules\n```\n",
            {"src/__init__.py": "", "src/a.py": "x", "src/b.json": "{}", "lib/c.py": "y"},
            (
                Expect("file-count", Verdict.HOLDS, 3),
                Expect("file-count", Verdict.REFUTED, 4, observed="1"),
                Expect("file-count", Verdict.HOLDS, 6),
                Expect("file-count", Verdict.REFUTED, 7, observed="1"),
                Expect("file-count", Verdict.HOLDS, 10),
                Expect("file-count", Verdict.HOLDS, 15),
                Expect("file-count", Verdict.REFUTED, 17, observed="1"),
            ),
        ),
        Example(
            "files of a change, and the total of a list",
            "12 files changed, 3 new Python files added, upload max 5 files.\n\n- 4 test files (NEW)\n\nIn all:\n\n"
            "- **Unit**: 2 files\n- **Load**: 3 files\n- **Total**: 5 test files\n",
            {"a.py": ""},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            clause.statement.text.plain.rstrip(" *").endswith(":")  # it counts the list below
            or not clause.asserts
            or clause.form in {Form.CODE, Form.COMMAND}
            or clause.context.fence is FenceClass.SUGGESTED
            or clause.side is Side.BEFORE
        ):
            return
        for target, quantity in counted(clause):
            subject = (
                target.glob
                or target.directory
                or target.containing
                or (f"files over {target.longer} lines" if target.longer else "*." + "/".join(target.extensions))
            )
            claim = self.claim(
                clause,
                target,
                subject=subject,
                claimed=quantity.text,
                span=quantity.span,
                text=clause.statement.text.plain if quantity.unit else clause.in_full,
                quantity=quantity,
                explains=told_of(clause, target),
            )
            named = areas_in(label_of(clause, quantity))  # "Backend files: 47" is told of the backend
            areas = tuple(dict.fromkeys((*named, *claim.hints.areas)))
            yield replace(claim, hints=replace(claim.hints, areas=areas))

    def reads_files(self, claim: Claim[Target]) -> bool:
        return bool(claim.target.longer or claim.target.containing)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.condition:
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f'which files are counted, "{target.condition}" tells, and is not looked at'
            )
        if target.glob:
            resolved = code.index.resolve(target.glob)
            return _measured(
                resolved.matches if resolved.how is Match.GLOB else (), code, scope, f"git ls-files -- {arguments(target.glob)} | wc -l", []
            )
        if target.directory:
            return _of_directory(target, code, scope)
        if target.containing:
            return _containing(target.containing, code)
        reviewed = scope.files is not None  # the files that a report names are no sort of files: its numbers are of all
        names = tuple(path for path in (whole() if reviewed else scope).paths(code.index) if _is_of(path, target) and not is_vendored(path))
        if target.longer:
            return _longer(names, target, code, scope)
        if not names and claim.quantity and (claim.quantity.low or 0) > 0 and not scope.everything:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such files in {scope.label}")
        if reviewed:
            scope = whole()
        more = [Reading("directly in the root", sum(1 for path in names if "/" not in path))] if target.root_only else []
        more += _by_directory(names) if scope.everything else []
        if "md" in target.extensions and names:
            more.append(Reading("without one, the report itself", len(names) - 1))
        patterns = arguments(*(f"*.{end}" for end in target.extensions)) or "."
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
                if reading.definition == _AS_LONG and claim.target.strict:
                    message = f"{observed} such files, and {int(reading.value)} with those of just {claim.target.longer} lines"
                    return found(claim, measurement, Verdict.DOUBTFUL, message, observed=observed, evidence=evidence)
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
        if not measurement.complete:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{observed} such files",
                reason=Reason.INCOMPLETE,
                observed=observed,
            )
        target = claim.target
        sorted_out = target.extensions or target.glob or target.directory or target.longer or target.tests or target.containing
        if not sorted_out or target.some:
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
        *([Reading("files that hold tests", holding)] if (holding := sum(map(holds_tests, names))) else []),
        *(Reading(f"called *{ending}", number) for ending, number in sorted(_by_convention(names).items())),
    ]
    return Measurement((*readings, *more), reproduce=reproduce, near=tuple(names[:3]), subject=scope.label)


_CONVENTION = re.compile(r"(?:[._-](?:test|spec)\.\w+|(?:^|/)test_[^/]*\.py)$")


def _by_convention(names: Sequence[str]) -> Counter[str]:
    """How many files are called as a runner of tests looks for them, by each way of calling them."""
    ends = (match[0] for path in names if (match := _CONVENTION.search(path)))
    return Counter("test_*.py" if "test_" in end else end for end in ends)


def _containing(text: str, code: Codebase) -> Measurement:
    """Files that hold a text, under the ways people search: all, sources, without tests, without prose, in one directory."""
    needle, paths, complete = text.encode(), [], True
    listed = [path for path, entry in code.index.entries.items() if entry.state is not EntryState.IGNORED and not is_vendored(path)]
    for path, data in code.snapshot.read_many(listed):
        if isinstance(data, Unreadable):
            complete = False
        elif needle in data:
            paths.append(path)
    prose = {path for path in paths if path.endswith((".md", ".rst", ".txt"))}
    readings = [
        Reading("all", len(paths)),
        Reading("sources", sum(1 for path in paths if is_source(path))),
        Reading("sources without tests", sum(1 for path in paths if is_source(path) and not is_test(path))),
        Reading("without prose", len(paths) - len(prose)),
        Reading("prose", len(prose)),
        *_by_directory(paths),
    ]
    return Measurement(
        tuple(readings), complete=complete, reproduce=f"git grep -lF -e {arguments(text)} | wc -l", near=tuple(paths[:3]), subject=text
    )


def _of_directory(target: Target, code: Codebase, scope: Scope) -> Measurement:
    resolved = resolve(code, target.directory, target.below)
    if resolved.path is None or not resolved.directory:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such folder: {target.directory}", subject=target.directory)
    names = [path for path in scope.paths(code.index) if path.startswith(resolved.path + "/")] if scope.everything else []
    if not names:
        names = [path for path in code.index.entries if path.startswith(resolved.path + "/")]
    if target.extensions or target.tests:
        names = [path for path in names if _is_of(path, target)]
    patterns = [f"{resolved.path}/*.{end}" for end in target.extensions] or [resolved.path]
    more = [
        Reading("source files", sum(1 for path in names if is_source(path))),
        Reading("without `__init__` and the like", sum(1 for path in names if not _MARKERS.search(path))),
        Reading("that git keeps", sum(1 for path in names if code.index.entries[path].state is not EntryState.IGNORED)),
    ]
    inside = replace(scope, prefixes=(resolved.path,), files=None)
    return replace(_measured(names, code, inside, f"git ls-files -- {arguments(*patterns)} | wc -l", more), subject=resolved.path)


def _longer(names: Sequence[str], target: Target, code: Codebase, scope: Scope) -> Measurement:
    """How many source files exceed a number of lines."""
    sizes: dict[str, int] = {}
    unread: list[str] = []
    for path, data in code.snapshot.read_many(names):
        if isinstance(data, Unreadable):
            unread.append(str(data))
        else:
            sizes[path] = data.count(b"\n")
    over = sorted((path for path, lines in sizes.items() if lines > target.longer), key=lambda path: -sizes[path])
    untested = [path for path in over if not is_test(path)]
    least = [path for path, lines in sizes.items() if lines >= target.longer]
    readings: tuple[Reading, ...] = (
        Reading("without tests", len(untested)),
        Reading("with tests", len(over)),
    )
    kinds = sorted({path.rpartition(".")[2] for path in over})
    readings += tuple(Reading(f"*.{kind}", sum(1 for path in untested if path.endswith(f".{kind}"))) for kind in kinds)
    readings += (*_by_directory(over), *_by_directory(untested), Reading(_AS_LONG, len(least)))
    command = "git ls-files | xargs wc -l | sort -n"
    return Measurement(readings, (), not unread, command, scope.label, near=tuple(over[:3]), unread=tuple(unread))


def _by_directory(names: Sequence[str]) -> list[Reading]:
    """Counts of each upper directory: a report that names no scope may speak of the one with the code."""
    counts: dict[str, int] = {}
    for path in names:
        parts = path.split("/")[:-1]
        for depth in (1, 2):
            if len(parts) >= depth:
                counts["/".join(parts[:depth])] = counts.get("/".join(parts[:depth]), 0) + 1
    return [Reading(f"in {directory}/", count) for directory, count in sorted(counts.items())]
