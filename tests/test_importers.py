"""Who imports a module is told by parsing: a name in a comment or a string is no import, and no text takes long."""

from __future__ import annotations

import time

import pytest

from verifier.facts.facts import Facts
from verifier.facts.imports import importers
from verifier.facts.modules import Modules
from verifier.model import Verdict
from verifier.repository.snapshot import MemorySnapshot
from verifier.rules.project.library_use import LibraryUse
from verifier.rules.symbols.exact_name import ExactName
from verifier.testing import findings

FILES = {
    "a.py": "import os\nimport moon.phases as phases\n",
    "b.py": "from moon import rise\n",
    "c.py": "import moonlight  # import moon\ntext = 'import moon'\n",
    "d.ts": "import { rise } from 'moon/rise';\n",
    "e.js": "const moon = require('moon');\n",
    "f.js": "const moon = require('./moon');\n",
}


def test_importers() -> None:
    found = dict(importers("moon", tuple(FILES), Facts(MemorySnapshot(FILES))))
    assert found == {"a.py": 2, "b.py": 1, "d.ts": 1, "e.js": 1}


@pytest.mark.parametrize(
    "text",
    [
        "import" + " " * 200_000 + "\nrequests = 1\n",
        "import " + "a, " * 60_000 + "\nrequests = 1\n",
        "\n" * 200_000 + "requests = 1\n",
        "from" + "\n" * 200_000 + "requests\n",
    ],
    ids=["blanks", "names", "lines", "broken"],
)
def test_no_file_holds_a_rule_up(text: str) -> None:
    begun = time.perf_counter()
    found = findings("- Calls go through `requests`.\n", {"a.py": text}, [LibraryUse(), ExactName()])
    assert time.perf_counter() - begun < 20  # quadratic patterns took minutes
    assert Verdict.REFUTED not in {finding.verdict for finding in found}


@pytest.mark.parametrize("text", ["/*a" * 200_000, '"' + '\\"' * 200_000, "," + " " * 200_000], ids=["comments", "strings", "blanks"])
def test_no_manifest_holds_a_path_up(text: str) -> None:
    begun = time.perf_counter()
    packages = Modules(
        MemorySnapshot({"package.json": '{"name": "@moon/rise"}' + text, "a/package.json": '{"name": "@moon/set"}'})
    ).packages
    assert time.perf_counter() - begun < 20  # quadratic patterns took minutes
    assert packages["@moon/set"] == "a"
