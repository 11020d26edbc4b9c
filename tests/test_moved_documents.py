"""A link of a document is told from where the document lies, or lay before it was moved down."""

from __future__ import annotations

import pytest

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import MemorySnapshot
from verifier.rules.files.resolving import from_document, kept_out_beside, near_document

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


def code_of(files: dict[str, str]) -> Codebase:
    snapshot = MemorySnapshot(files)
    return Codebase(snapshot, PathIndex(snapshot), Facts(snapshot), History("in memory"))


@pytest.mark.parametrize(
    ("document", "first"),
    [("a/docs/plan.md", "a/web/lid.json"), ("b/docs/plan.md", "b/lid.json"), ("plan.md", "b/lid.json"), ("", "b/lid.json")],
)
def test_of_several_files_of_a_name_the_nearest_to_the_document_comes_first(document: str, first: str) -> None:
    code = code_of({"a/docs/plan.md": "", "b/docs/plan.md": "", "plan.md": "", "b/lid.json": "", "a/web/lid.json": ""})
    found = near_document(code, document, ("b/lid.json", "a/web/lid.json"))
    assert found[0] == first
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "place"),
    [("keys.toml", "site/keys.toml"), ("own.toml", ""), ("lid.toml", ""), ("conf/keys.toml", "")],
)
def test_a_name_that_is_kept_out_beside_the_document_is_no_file_elsewhere(name: str, place: str) -> None:
    code = code_of({"site/.gitignore": "keys.toml\nown.toml\n", "site/README.md": "", "keys.toml": "", "site/own.toml": "", "lid.toml": ""})
    assert kept_out_beside(code, "site/README.md", name, code.index.resolve(name).matches) == place
