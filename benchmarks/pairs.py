"""Minimal pairs about public repositories: a fragment that is true at a commit, and the same with one detail changed.

    python benchmarks/pairs.py MIRRORS [-v]

Under MIRRORS each repository lies as a git directory OWNER+NAME, or OWNER+NAME/repo; nothing is fetched, and one that is not there is
named and left out. A true side is right where something on the line holds and nothing is refuted; a false side where something on the
line is refuted. `passed`: a false side is shown as one that holds in full.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from verifier.engine import verify
from verifier.model import Extent, Finding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import Outcome, RunOptions

PAIRS = Path(__file__).parent / "pairs" / "pairs.jsonl"
_AGAINST = (Verdict.REFUTED, Verdict.STALE)


@dataclass(frozen=True, slots=True)
class Pair:
    """`line` is the 1-based line of either side that was changed; `repository` is "owner/name@commit"."""

    name: str
    repository: str
    kind: str
    true: str
    false: str
    line: int


def pairs() -> list[Pair]:
    """Every pair of the benchmark, in its order."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines() if line]
    return [Pair(row["id"], row["repo"], row["kind"], row["true"], row["false"], row["line"]) for row in rows]


def judged(text: str, mirror: Path, commit: str) -> Outcome:
    """What is found in a fragment at a commit of a repository."""
    with open_repository(mirror, commit) as repository:
        return verify(read_report(read_source("pair.md", (text + "\n").encode())), repository, RunOptions(use_cache=False))


def on_line(outcome: Outcome, line: int) -> list[Finding]:
    return [one for one in outcome.findings if one.claim.span.line <= line <= one.claim.span.end_line]


def true_side(outcome: Outcome, pair: Pair) -> str:
    """accused, holds or open."""
    if any(one.verdict in _AGAINST for one in outcome.findings):
        return "accused"
    holding = [one for one in on_line(outcome, pair.line) if one.verdict is Verdict.HOLDS]
    if pair.kind != "file-existence":  # that a file is there is no part of what is said of it
        holding = [one for one in holding if one.claim.kind != "file-exists"]
    return "holds" if holding else "open"


def false_side(outcome: Outcome, pair: Pair) -> str:
    """caught, doubted, passed or open."""
    verdicts = {one.verdict for one in on_line(outcome, pair.line)}
    if verdicts & set(_AGAINST):
        return "caught"
    if Verdict.DOUBTFUL in verdicts:
        return "doubted"
    told = [one for one in outcome.statements if one.span.line <= pair.line <= one.span.end_line]
    whole = bool(told) and all(one.checked is Extent.FULL for one in told)
    return "passed" if verdicts == {Verdict.HOLDS} and whole else "open"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirrors", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="name every pair that is not told apart")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for pair in pairs():
        repository, _, commit = pair.repository.partition("@")
        folder = options.mirrors / repository.replace("/", "+")
        mirror = folder / "repo" if (folder / "repo").is_dir() else folder
        if not mirror.is_dir():
            print(f"not under {options.mirrors}: {repository}", file=sys.stderr)
            continue
        true, false = true_side(judged(pair.true, mirror, commit), pair), false_side(judged(pair.false, mirror, commit), pair)
        apart = true == "holds" and false == "caught"
        counts.update(
            {"pairs": 1, "told apart": apart, "accused": true == "accused", "doubted": false == "doubted", "passed": false == "passed"}
        )
        if options.verbose and not apart:
            print(f"{pair.name} ({pair.kind}): true side {true}, false side {false}")
    print(", ".join(f"{name} {number}" for name, number in counts.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
