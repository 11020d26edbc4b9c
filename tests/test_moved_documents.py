"""A link of a document is told from where the document lies, or lay before it was moved down."""

from __future__ import annotations

import pytest

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import MemorySnapshot
from verifier.rules.files.resolving import from_document

FILES = {"docs/archive/review.md": "", "docs/status.md": "", "src/moon.js": "", "moon.md": ""}


@pytest.mark.parametrize(
    ("target", "there"),
    [
        ("../status.md", ("docs/status.md",)),
        ("../../src/moon.js", ("src/moon.js",)),
        ("../src/moon.js", ("src/moon.js",)),
        ("./status.md", ("docs/status.md",)),
        ("../src/sun.js", ()),
        ("../../../src/moon.js", ()),
    ],
)
def test_where_a_link_leads(target: str, there: tuple[str, ...]) -> None:
    snapshot = MemorySnapshot(FILES)
    code = Codebase(snapshot, PathIndex(snapshot), Facts(snapshot), History("in memory"))
    found = from_document(code, target, "docs/archive/review.md")
    assert found is not None
    assert found[1].matches == there
