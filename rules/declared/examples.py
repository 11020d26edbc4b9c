"""Sentences of declared kinds, and what becomes of them."""

from __future__ import annotations

from verifier.model import Verdict as V
from verifier.rule import Example, Expect

from .kinds import Measure, OwnClaim, OwnClaims

_HANDLERS = OwnClaims({"handlers": OwnClaim("{number} event handlers in {path}", Measure("src/**/*.py", matches=r"@on\("))})
_PYTHON = OwnClaims({"python": OwnClaim("runs on Python {version}", Measure("pyproject.toml", value="project.requires-python"))})
_GUIDES = OwnClaims({"guides": OwnClaim("guide to {name}", Measure("docs/{name}.md"))})
_CODE = {"src/a.py": '@on("x")\ndef x(): ...\n\n\n@on("y")\ndef y(): ...\n', "src/b.py": "x = 1\n"}

EXAMPLES = (
    Example(
        "matches of a text pattern: {number} event handlers in {path}",
        "- There are 2 event handlers in `src/a.py`\n- at least 3 event handlers in `src/a.py`\n- No event handlers in `src/b.py`\n"
        "- No event handlers in `src/a.py`\n- 2 event handlers in `src/c.py`\n",
        _CODE,
        (
            Expect("handlers", V.HOLDS, 1, "src/a.py", "2 event handlers"),
            Expect("handlers", V.REFUTED, 2, observed="2"),
            Expect("handlers", V.HOLDS, 3),
            Expect("handlers", V.REFUTED, 4, observed="2"),
            Expect("handlers", V.UNVERIFIABLE, 5),
        ),
        also=("file-exists",),
        options=_HANDLERS,
    ),
    Example(
        "a value of a data file: runs on Python {version}",
        "It runs on Python 3.9 or newer.\n\nIt runs on Python 3.8+.\n",
        {"pyproject.toml": '[project]\nrequires-python = ">=3.9"\n'},
        (Expect("python", V.HOLDS, 1, claimed="3.9"), Expect("python", V.REFUTED, 3, observed=">=3.9")),
        also=("runtime-version",),
        options=_PYTHON,
    ),
    Example(
        "files: guide to {name}",
        "There is a guide to `setup`. There is a guide to `tuning`.\n",
        {"docs/setup.md": "# Setup\n"},
        (Expect("guides", V.HOLDS, 1, "setup"), Expect("guides", V.REFUTED, 1, "tuning")),
        options=_GUIDES,
    ),
    Example(
        "planned, former, of another project, of a part, or a number of something else",
        "## Roadmap\n\n- 9 event handlers in `src/a.py`\n\n## Now\n\n- We should have 9 event handlers in `src/a.py`\n"
        "- 9 event handler tests\n- Flask runs on Python\n",
        _CODE,
        options=_HANDLERS,
    ),
)
