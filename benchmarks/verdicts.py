"""The verdict lock: what the tool says of reports outside this repository, as facts without their prose.

    python benchmarks/verdicts.py RESULTS_DIR            compare with benchmarks/verdicts/, exit 1 where they differ
    python benchmarks/verdicts.py RESULTS_DIR --update   write them

RESULTS_DIR holds one JSON result a report (`verify-review --output-format json`), named NAME.json.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

LOCK = Path(__file__).parent / "verdicts"


def lines(result: dict[str, list[dict[str, str]]]) -> list[str]:
    """One line a claim: the report's line, kind, verdict; sorted."""
    rows = [(int(claim["line"]), claim["kind"], claim["verdict"]) for claim in result["claims"]]
    return [f"{line}\t{kind}\t{verdict}" for line, kind, verdict in sorted(rows)]


def main() -> int:
    results = sorted(Path(sys.argv[1]).glob("*.json"))
    moved = 0
    for file in results:
        now = lines(json.loads(file.read_text(encoding="utf-8")))
        lock = LOCK / f"{file.stem}.tsv"
        if "--update" in sys.argv:
            LOCK.mkdir(exist_ok=True)
            lock.write_text("\n".join(now) + "\n", encoding="utf-8")
            continue
        before, after = Counter(lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []), Counter(now)
        for sign, rows in (("-", before - after), ("+", after - before)):
            for row in sorted(rows.elements(), key=lambda text: int(text.split("\t")[0])):
                moved += 1
                print(f"{sign} {file.stem}\t{row}")
    print(f"{len(results)} reports, {moved} verdicts moved")
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main())
