"""What a tool finds of the labelled claims: recall, precision, by rule.

    python benchmarks/truth/score.py --mirrors DIR [--tool COMMAND] [--set seeds,dev,fresh]
    python benchmarks/truth/score.py --results DIR [--set ...] [--judged FINDINGS.jsonl] [--write]
    python benchmarks/truth/score.py --trivial

Under --mirrors each repository lies as a git directory OWNER+NAME, or OWNER+NAME/repo; nothing is fetched, and one that is not there is
named and left out. COMMAND is called as `COMMAND REPORT --repo PATH --output-format json` and may be any tool that writes our JSON: of each
claim `line`, `end_line`, `rule`, `kind`, `claimed`, `text`, `verdict`, and of each statement, if it tells them, `form` and `claims`.
--keep DIR keeps what it wrote, a file REPORT.json for each, which is what --results takes. --trivial scores a tool that says of every
labelled claim that it holds. --write puts the figures of both into README.md, and those by rule and by form into this folder's README.md
and `verifier/knowledge/trust.toml`, where --judged adds the refutations of
FINDINGS.jsonl (`document`, `line`, `rule`, `verdict`, `text`) that somebody has judged in `judged.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching import Fact, Said, facts, read_lines
from tables import Score, written

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Report:
    """A labelled report: the blob `blob` of `repository`, held against `commit`. Labels go as far as `complete_to_line`, 0 for all."""

    name: str
    set: str
    repository: str
    commit: str
    path: str
    blob: str
    complete_to_line: int


def reports(sets: Sequence[str]) -> list[Report]:
    rows = [row for row in read_lines(HERE / "reports.jsonl") if row["set"] in sets]
    return [Report(**{**row, "complete_to_line": row["complete_to_line"] or 0}) for row in rows]


def results(asked: argparse.Namespace) -> Iterator[tuple[Report, list[Said]]]:
    """Each report with what the tool said of it."""
    for report in reports(asked.set.split(",")):
        if asked.trivial:
            yield report, trivial(facts(report.name))
        elif asked.results:
            yield report, _said(json.loads((asked.results / f"{report.name}.json").read_text(encoding="utf-8")))
        elif (mirror := _mirror(asked.mirrors, report.repository)) is None:
            print(f"not under {asked.mirrors}: {report.repository}", file=sys.stderr)
        else:
            document = _run(asked.tool, report, mirror)
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / f"{report.name}.json").write_text(json.dumps(document), encoding="utf-8")
            yield report, _said(document)


def _mirror(mirrors: Path, repository: str) -> Path | None:
    place = mirrors.resolve() / repository.replace("/", "+")
    return next((one for one in (place / "repo", place) if one.is_dir()), None)


def _run(tool: str, report: Report, mirror: Path) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory() as work:
        tree, text = Path(work) / "tree", Path(work) / f"{report.name}.md"
        subprocess.run(["git", "clone", "-q", "--no-checkout", "--shared", str(mirror), str(tree)], check=True)
        subprocess.run(["git", "-C", str(tree), "-c", "core.hooksPath=/dev/null", "checkout", "-q", "--detach", report.commit], check=True)
        text.write_bytes(
            subprocess.run(["git", "-C", str(mirror), "cat-file", "blob", report.blob], capture_output=True, check=True).stdout
        )
        command = [*shlex.split(tool), str(text), "--repo", str(tree), "--output-format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found: Mapping[str, object] = json.loads(done.stdout)
        return found


def _said(document: Mapping[str, object]) -> list[Said]:
    claims, statements = document["claims"], document.get("statements", [])
    assert isinstance(claims, list)
    assert isinstance(statements, list)
    forms = {claim: statement.get("form", "") for statement in statements for claim in statement["claims"]}
    return [Said.read(claim, forms.get(claim.get("id"), "")) for claim in claims]


def trivial(known: Sequence[Fact]) -> list[Said]:
    """What a tool says that finds every claim and believes it."""
    return [Said(one.line, one.end_line, one.kind, one.kind, one.claimed, frozenset(one.words.split()), "holds") for one in known]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirrors", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--trivial", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--tool", default=f"{sys.executable} -m verifier")
    parser.add_argument("--set", default="seeds,dev,fresh")
    asked = parser.parse_args()
    if sum(map(bool, (asked.mirrors, asked.results, asked.trivial))) != 1:
        parser.error("give one of --mirrors, --results and --trivial")
    score, believing = Score(), Score()
    for report, said in results(asked):
        end = report.complete_to_line or sys.maxsize
        known = [one for one in facts(report.name) if one.line <= end]
        score.add(known, [one for one in said if one.line <= end])
        believing.add(known, trivial(known))
    if asked.judged:
        score.add_judged(asked.judged)
    print(score.figures(), score.by_rule(), sep="\n\n")
    if asked.write:
        written(score, believing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
