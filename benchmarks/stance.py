"""What share of the labels that are no claims the stance gate lets through, and what share of true claims it loses.

python benchmarks/stance.py GOLD_DIR REPORTS_DIR [-v]
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from verifier.reading.clause import Clause, Form, Report
from verifier.reading.report import read_report
from verifier.reading.source import read_source


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def best_clause(report: Report, label: dict[str, object]) -> Clause | None:
    """The clause whose line and words a label names."""
    quote = words(str(label["quote"]))
    near = [c for c in report.clauses if c.span.line <= int(str(label["end_line"])) and c.span.end_line >= int(str(label["line"]))]
    scored = [(len(quote & words(c.text)) / max(1, min(len(quote), len(words(c.text)))), len(quote & words(c.text)), c) for c in near]
    return max(scored, key=lambda item: (item[0], item[1]), default=(0, 0, None))[2]


def main() -> None:
    gold, reports = Path(sys.argv[1]), Path(sys.argv[2])
    verbose = "-v" in sys.argv
    through = lost = traps = claims = 0
    for file in sorted(gold.glob("*.jsonl")):
        source = reports / f"{file.stem}.md"
        report = read_report(read_source(str(source), source.read_bytes()))
        for line in file.read_text().splitlines():
            label = json.loads(line)
            clause = best_clause(report, label)
            passes = clause is not None and clause.asserts and clause.form is not Form.HEADING
            if label["kind"] == "not-a-claim":
                traps += 1
                through += passes
                if verbose and passes and clause:
                    print(f"through {file.stem}:{label['line']} {label['quote'][:60]!r} {clause.form.value} {clause.cues[-1]}")
            elif label["basis"] in {"static", "self"} and label["expect"] in {"holds", "refuted"}:
                claims += 1
                lost += clause is not None and not clause.asserts
                if verbose and clause is not None and not clause.asserts:
                    print(f"LOST {file.stem}:{label['line']} {label['kind']} {label['quote'][:70]!r} {clause.cues}")
    print(
        f"no-claims let through {through}/{traps} = {through / max(1, traps):.3f}"
        f" · claims lost {lost}/{claims} = {lost / max(1, claims):.3f}"
    )


if __name__ == "__main__":
    main()
