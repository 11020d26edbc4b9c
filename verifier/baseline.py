"""What is known already: a file of claims that are false today and fail no run, so that only new ones do.

A claim is known by its report, rule, subject and words, not by its line, and as often as the file says.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from verifier.model import Aside, Finding, Verdict, Without
from verifier.opening import open_plain
from verifier.result import Outcome

VERSION = 1
_KNOWABLE = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL)  # an error is never hidden
_MAX_BYTES = 50_000_000


class BaselineError(Exception):
    """A baseline that can't be used; the message is for people."""


class Entry(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A claim of a report, and how often it is made."""

    rule: str
    about: str
    claim: str
    count: int = 1


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    reports: dict[str, list[Entry]]


_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Baseline:
    """The baseline that lies, or is to lie, at `path`. `all_known`: whatever is found is known from now on."""

    path: Path
    reports: Mapping[str, Counter[_Key]] = field(default_factory=dict)
    all_known: bool = False

    def marked(self, report: str, outcome: Outcome) -> Outcome:
        """The outcome with what is known set aside."""
        left = Counter(self.reports.get(self.name(report), Counter()))
        found = []
        for finding in outcome.findings:
            key = _key(finding)
            known = _counts(finding) and (self.all_known or left[key] > 0)
            left[key] -= known
            found.append(replace(finding, aside=Aside(Without.KNOWN)) if known else finding)
        return replace(outcome, findings=tuple(found))

    def fixed(self, report: str, outcome: Outcome, rules: Collection[str]) -> list[Entry]:
        """The entries of a report, of the rules that were run, that were not found, each as often as it was not."""
        left = Counter(self.reports.get(self.name(report), Counter()))
        left.subtract(_key(finding) for finding in outcome.findings if finding.aside and finding.aside.why is Without.KNOWN)
        return sorted(Entry(*key, number) for key, number in left.items() if number > 0 and key[0] in rules)

    def name(self, report: str) -> str:
        """A report as the baseline calls it: by its path from the folder in which the baseline lies."""
        if report.startswith("<"):
            return report
        try:
            return os.path.relpath(os.path.abspath(report), os.path.abspath(self.path.parent)).replace(os.sep, "/")
        except ValueError:  # on another drive
            return os.path.basename(report)

    def with_outcomes(self, outcomes: Mapping[str, Outcome], rules: Collection[str]) -> Baseline:
        """What is to be written: of the reports and rules that were run what was found, of others what was known before.

        Reports that are not there any more are left out.
        """
        there = {name: known for name, known in self.reports.items() if name.startswith("<") or os.path.exists(self.path.parent / name)}
        for report, outcome in outcomes.items():
            before = there.get(self.name(report), Counter())
            now = Counter({key: number for key, number in before.items() if key[0] not in rules})
            now.update(_key(finding) for finding in outcome.findings if finding.aside and finding.aside.why is Without.KNOWN)
            there[self.name(report)] = now
        return replace(self, reports=there)

    def text(self) -> str:
        """The file: one claim a line, everything in order, so that a change is a line of a diff."""
        reports = []
        for name in sorted(self.reports):
            entries = sorted(Entry(*key, number) for key, number in self.reports[name].items() if number > 0)
            if entries:
                lines = ",\n".join("   " + json.dumps(msgspec.to_builtins(entry), ensure_ascii=False) for entry in entries)
                reports.append(f"  {json.dumps(name, ensure_ascii=False)}: [\n{lines}\n  ]")
        body = "{\n" + ",\n".join(reports) + "\n }" if reports else "{}"
        return f'{{\n "version": {VERSION},\n "reports": {body}\n}}\n'


def read_baseline(path: Path) -> Baseline:
    """Raises BaselineError."""
    try:
        with open_plain(path) as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise BaselineError(f"{path}: no such baseline; --write-baseline {path} makes one") from None
    except (OSError, ValueError) as error:
        raise BaselineError(f"{path}: can't be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > _MAX_BYTES:
        raise BaselineError(f"{path}: more than the {_MAX_BYTES:,} bytes that a baseline may have")
    try:
        file_ = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BaselineError(
            f"{path}: is no baseline: {str(error).replace('`', '')}; take it away, and --write-baseline makes one anew"
        ) from error
    if file_.version != VERSION:
        raise BaselineError(f"{path}: a baseline of version {file_.version}; this tool reads version {VERSION}")
    return Baseline(path, {name: _counted(entries) for name, entries in file_.reports.items()})


def _counted(entries: Iterable[Entry]) -> Counter[_Key]:
    found: Counter[_Key] = Counter()
    for entry in entries:
        found[entry.rule, entry.about, entry.claim] += entry.count
    return found


def _counts(finding: Finding) -> bool:
    return finding.verdict in _KNOWABLE and finding.aside is None


def _key(finding: Finding) -> _Key:
    claim = finding.claim
    return claim.rule, _plain(claim.subject), _plain(claim.text)


def _plain(text: str) -> str:
    """Words without what an editor or a formatter changes: white space, and marks at their ends."""
    return " ".join(text.split()).strip(" .,;:")
