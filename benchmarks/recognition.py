"""The recognition lock: which claims each rule recognises in a report, as facts without the report's prose. No repository is looked at.

    python benchmarks/recognition.py [REPORT|FOLDER ...]             compare with benchmarks/recognition/, exit 1 where they differ
    python benchmarks/recognition.py [REPORT|FOLDER ...] --update    write them

Without arguments: the examples, and the reports of the folder that VERIFY_REVIEW_SEEDS names (else `../shared/seeds`), if it is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lock import compared, written

from verifier.engine import recognise
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.registry import installed_rules
from verifier.rule import AnyRule, ReportRule

ROOT = Path(__file__).parent.parent
LOCK = Path(__file__).parent / "recognition"
EXAMPLES = [path for path in sorted((ROOT / "examples").glob("*.md")) if path.name != "README.md"]


def rows(path: Path, rules: Sequence[AnyRule]) -> list[str]:
    """One row a claim: the report's line, rule, kind, and whether it says or denies; sorted."""
    report = read_report(read_source(path.name, path.read_bytes()))
    recognised, failed = recognise(report, rules)
    claims = [item.claim for item in recognised]
    examined = [finding.claim for rule in rules if isinstance(rule, ReportRule) for finding in rule.examine(report, claims)]
    found = [(claim.span.line, claim.rule, claim.kind, "denies" if claim.negated else "says") for claim in (*claims, *examined)]
    found += [(finding.claim.span.line, finding.claim.rule, finding.claim.kind, "error") for finding in failed]
    return ["\t".join(map(str, row)) for row in sorted(found)]


def reports(arguments: Sequence[str]) -> list[Path]:
    """The reports that the arguments name, else the default ones."""
    seeds = Path(os.environ.get("VERIFY_REVIEW_SEEDS") or ROOT.parent / "shared" / "seeds")
    named = [Path(argument) for argument in arguments] or [*EXAMPLES, seeds]
    return [file for path in named for file in (sorted(path.glob("*.md")) if path.suffix != ".md" else [path])]


def main() -> int:
    rules = [rule() for rule in installed_rules().values()]
    files = reports([argument for argument in sys.argv[1:] if argument != "--update"])
    now = {file.stem: rows(file, rules) for file in files}
    if "--update" in sys.argv:
        return written(LOCK, now)
    return compared(LOCK, now)


if __name__ == "__main__":
    sys.exit(main())
