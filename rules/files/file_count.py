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
from verifier.repository.snapshot import Entry, EntryKind, EntryState, Unreadable
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.rough_numbers import fits

from .count_examples import EXAMPLES
from .counted_files import Target, counted, told_of
from .resolving import resolve

_SMALL = 10
_AS_LONG = "that many or more"
_NAMED = "that the report names"
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
    examples = EXAMPLES

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
                explains=told_of(clause, target, quantity),
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
        wide = whole() if reviewed else scope
        names = tuple(path for path in wide.paths(code.index) if _is_of(path, target) and not is_vendored(path))
        every = [path for path, entry in code.index.entries.items() if _is_of(path, target) and wide.contains(path) and _listed(entry)]
        if target.longer:
            return _longer(names, target, code, scope)
        if not names and claim.quantity and (claim.quantity.low or 0) > 0 and not scope.everything:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such files in {scope.label}")
        if reviewed:
            scope = whole()
        more = [Reading("directly in the root", sum(1 for path in names if "/" not in path))] if target.root_only else []
        more += _by_directory(names) if scope.everything else []
        if len(every) > len(names):
            kinds = [Reading("all", len(every)), *(_by_directory(every) if scope.everything else [])]
            more += [Reading(f"{one.definition}, with links and what is vendored", one.value) for one in kinds]
        if "md" in target.extensions and names:
            more.append(Reading("without one, the report itself", len(names) - 1))
        told = {path for name in claim.hints.reviewed for path in code.index.resolve(name).matches} & set(names)
        more += [Reading(_NAMED, len(told))] if told else []
        patterns = arguments(*(f"*.{end}" for end in target.extensions)) or "."
        if target.tests:
            patterns = (
                arguments(*(f":(glob)**/{call if '*' in call else f'*{call}'}" for call in sorted(_by_convention(names)))) or patterns
            )
        return _measured(names, code, scope, f"git ls-files -- {patterns} | wc -l", more)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        tests = (reading for reading in measurement.readings if claim.target.tests and reading.definition == _TESTS)
        told = next(tests, measurement.readings[0])
        observed = str(int(told.value))
        evidence = tuple(Evidence(path) for path in measurement.near)
        for reading in measurement.readings:
            named = reading.definition == _NAMED and quantity.stated is not None and abs(float(reading.value) - quantity.stated) <= 1
            if named or fits(quantity, float(reading.value)):
                if named:  # one of them may be what runs the others
                    why = f"{observed} such files; the report names {int(reading.value)} of them, which may be those that it counts"
                    return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
                if reading.definition == _AS_LONG and claim.target.strict:
                    message = f"{observed} such files, and {int(reading.value)} with those of just {claim.target.longer} lines"
                    return found(claim, measurement, Verdict.DOUBTFUL, message, observed=observed, evidence=evidence)
                if _by_chance(reading, float(told.value)):
                    why = f"{observed} such files; {int(reading.value)} are {reading.definition}, which may not be meant"
                    return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
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
            definition=told.definition,
            evidence=evidence,
        )


def _listed(entry: Entry) -> bool:
    """Whether `git ls-files` lists it, or would."""
    return entry.kind in (EntryKind.FILE, EntryKind.LINK) and entry.state is not EntryState.IGNORED


def _by_chance(reading: Reading, all_of_them: float) -> bool:
    """Whether a count of one folder may be the number by chance: some folder has nearly every small number of files."""
    return reading.definition.startswith("in ") and float(reading.value) < _SMALL and 2 * float(reading.value) < all_of_them


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
    telling = [path for path in names if not _MARKERS.search(path)]
    readings = [
        Reading("all", len(names)),
        Reading("directly in it", len(top)),
        Reading("not empty", len(filled)),
        Reading("without tests", len(untested)),
        Reading("without `__init__` and the like", len(telling)),
        Reading("without those that start it, either", sum(1 for path in telling if not path.endswith("/__main__.py"))),
        *([Reading(_TESTS, holding)] if (holding := sum(map(holds_tests, names))) else []),
        *(Reading(f"called *{ending}", number) for ending, number in sorted(_by_convention(names).items())),
    ]
    holding_tests = [path for path in names if holds_tests(path)] if len(untested) == 0 else []
    near = tuple((holding_tests or names)[:_SHOWN])  # and not what helps them
    return Measurement((*readings, *more), reproduce=reproduce, near=near, subject=scope.label)


_SHOWN = 3  # files
_TESTS = "files that hold tests"  # and no helpers
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
    resolved = resolve(code, target.directory, target.below, drawn=target.drawn)
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
