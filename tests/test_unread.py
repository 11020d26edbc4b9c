"""No silent pass: what could not be read makes "none of them has" unverifiable, and leaves refuted what something read refutes."""

from __future__ import annotations

import pytest

from verifier.model import Reason, Verdict
from verifier.registry import installed
from verifier.testing import findings

BRANCHES = "export function monster(a: number) {\n" + "".join(f"  if (a === {at}) {{ return {at}; }}\n" for at in range(60)) + "}\n"
DEEP = f"const x = {'[' * 400}{']' * 400};\n"
PLAIN = "export function ok(a: number) { return a; }\n"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("No function has a cyclomatic complexity above 10.\n", Verdict.UNVERIFIABLE),
        ("The most complex function has a complexity of 1.\n", Verdict.UNVERIFIABLE),
        ("Average complexity: 1.0.\n", Verdict.UNVERIFIABLE),
        ("No function has a cyclomatic complexity above 0.\n", Verdict.REFUTED),
    ],
)
def test_functions_that_lizard_could_not_read(claim: str, verdict: Verdict, capfd: pytest.CaptureFixture[str]) -> None:
    found = findings(claim, {"bad.ts": DEEP + BRANCHES, "good.ts": PLAIN}, [installed()["complexity"].load()()])
    assert [(one.verdict, one.reason) for one in found] == [(verdict, Reason.INCOMPLETE if verdict is Verdict.UNVERIFIABLE else None)]
    assert "skip" not in capfd.readouterr().err
