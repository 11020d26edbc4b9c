"""Links of a document that lies in a folder of the repository."""

from __future__ import annotations

import pytest

from verifier.model import Verdict
from verifier.rules.files.dead_links import DeadLinks
from verifier.testing import findings

FILES = {"docs/layout.md": "x", "cmd/main.go": "package main\n"}


@pytest.mark.parametrize(
    ("report", "verdicts"),
    [
        ("- [`cmd/gone.go`](../cmd/gone.go) - no longer there\n", [Verdict.REFUTED]),
        ("- [`cmd/main.go`](../cmd/main.go) - no longer there\n", [Verdict.HOLDS]),
        ("- [`cmd/gone.go`](../cmd/gone.go) - the start\n", []),
        ("- Deleted [`cmd/gone.go`](../cmd/gone.go)\n", []),
    ],
)
def test_a_link_to_what_is_said_to_be_gone(report: str, verdicts: list[Verdict]) -> None:
    assert [finding.verdict for finding in findings(report, FILES, [DeadLinks()], "docs/layout.md")] == verdicts
