"""What must follow when a report or its repository changes a little: numbers, line ends, the order of sections, one defect more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from verifier.model import Exactness, Finding, Quantity, Verdict
from verifier.reading.quantities import restate
from verifier.registry import installed_rules
from verifier.rule import Example
from verifier.testing import findings

EXAMPLES = Path(__file__).parent.parent / "examples"
REPORTS = ("audit.md", "change-summary.md", "deployment-review.md")
RULES = [kind() for kind in installed_rules().values()]


@dataclass(frozen=True)
class Mutant:
    """A true number of an example's report, and the report with the next number in its place."""

    rule: str
    example: Example
    report: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.example.title}: {self.words}"


def mutants() -> list[Mutant]:
    found: list[Mutant] = []
    for name, kind in sorted(installed_rules().items()):
        for example in kind.examples:
            for finding in findings(example.report, example.files, [kind()]):
                quantity = finding.claim.quantity
                if (
                    finding.verdict is Verdict.HOLDS
                    and finding.exactness is Exactness.EXACT
                    and quantity is not None
                    and definite(quantity)
                ):
                    found.append(Mutant(name, example, changed(example.report, quantity), finding.claim.span.line, quantity.text))
    return found


def definite(quantity: Quantity) -> bool:
    return quantity.stated is not None and quantity.low == quantity.high == quantity.stated and not quantity.approximate


def changed(report: str, quantity: Quantity) -> str:
    """The report with a number that no tolerance reaches."""
    assert quantity.stated is not None
    lines = report.split("\n")
    line, span = lines[quantity.span.line - 1], quantity.span
    lines[span.line - 1] = line[: span.column - 1] + restate(quantity, abs(quantity.stated) * 2 + 7) + line[span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("mutant", mutants(), ids=str)
def test_a_true_number_that_is_changed_holds_no_more(mutant: Mutant) -> None:
    before = findings(mutant.example.report, mutant.example.files, [installed_rules()[mutant.rule]()])
    after = findings(mutant.report, mutant.example.files, [installed_rules()[mutant.rule]()])
    assert held(before, mutant.line) > held(after, mutant.line)


def held(found: list[Finding], line: int) -> int:
    return sum(finding.verdict is Verdict.HOLDS and finding.claim.span.line == line for finding in found)


@cache
def project() -> Mapping[str, str]:
    root = EXAMPLES / "project"
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*")) if path.is_file()}


@cache
def verdicts(report: str) -> Counter[tuple[str, str, str, Verdict]]:
    return Counter((item.claim.rule, item.claim.kind, item.claim.text, item.verdict) for item in findings(report, project(), RULES))


def text(report: str) -> str:
    return (EXAMPLES / report).read_text(encoding="utf-8")


@pytest.mark.parametrize("report", REPORTS)
def test_the_order_of_sections_changes_no_verdict(report: str) -> None:
    head, *sections = re.split(r"(?m)^(?=## )", text(report).rstrip("\n") + "\n\n")
    assert verdicts(head + "".join(reversed(sections))) == verdicts(text(report))


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("ending", ["", "\n\n\n", "\r\n"])
def test_line_ends_change_no_verdict(report: str, ending: str) -> None:
    same = text(report).rstrip("\n") + ending if ending != "\r\n" else text(report).replace("\n", "\r\n")
    assert verdicts(same) == verdicts(text(report))


@pytest.mark.parametrize(
    ("said", "defect", "observed"),
    [
        ("There are no print statements.", "print(1)\n", "1 in 1 file"),
        ("`backend/defect.py` has 3 lines.", "x = 1\n" * 4, "4 lines"),
        ("No function has a complexity above 12.", "def f(a):\n" + "    if a: a += 1\n" * 12, "max 13: f"),
    ],
)
def test_one_defect_moves_what_is_measured_by_one(said: str, defect: str, observed: str) -> None:
    clean = {path: code for path, code in project().items() if "print(" not in code}
    fine = {**clean, "backend/defect.py": defect.rstrip("\n").rpartition("\n")[0] + "\n"}
    broken = {**clean, "backend/defect.py": defect}
    assert [item.verdict for item in findings(said, fine, RULES) if item.claim.rule != "file-exists"] == [Verdict.HOLDS]
    (finding,) = (item for item in findings(said, broken, RULES) if item.claim.rule != "file-exists")
    assert (finding.verdict, finding.observed) == (Verdict.REFUTED, observed)
