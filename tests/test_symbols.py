"""Names that a report may have meant."""

from __future__ import annotations

import pytest

from verifier.facts.facts import Facts
from verifier.facts.symbols import Symbols
from verifier.repository.snapshot import MemorySnapshot

CODE = "def verify_crew_login(): ...\ndef verify_crew_login_twice(): ...\ndef verify(): ...\nclass RowStore: ...\nROW_STORE = 1\n"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("verify_crew", ("verify_crew_login", "verify_crew_login_twice")),  # a short form
        ("verify_crew_logn", ("verify_crew_login",)),
        ("Row_Store", ("RowStore",)),
        ("row_store", ()),  # of another sort
        ("verif", ("verify",)),
    ],
)
def test_near_names(name: str, near: tuple[str, ...]) -> None:
    assert Symbols.of(Facts(MemorySnapshot({"a.py": CODE}), 1)).near(name)[: len(near) or None] == near
