"""Corrections in SARIF and for reviewdog: applied to the file as given, each in its own way of counting, both make the same of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from format_helpers import rendered
from output_helpers import finding, result

from verifier.model import Verdict
from verifier.reading.source import Source
from verifier.result import Result

SAMPLES = {
    "plain": "`a.py` has 9 lines.\n",
    "behind wide characters": "- ✅ 🏗️ é\u0301 `a.py` – 9 lines\n",
    "line ends": "# A\r\n\r\n`a.py` has 9 lines.\r\n",
    "several lines": "x\ny 9\n",
}
CASES: list[Any] = [pytest.param(text.encode(), id=name) for name, text in SAMPLES.items()]
CASES.append(pytest.param(b"\xef\xbb\xbf" + SAMPLES["behind wide characters"].encode(), id="byte order mark"))
CASES.append(pytest.param("`a.py` – is caf\xe9 with 9 lines\n".encode("cp1252"), id="one byte a character"))
DAMAGED = ("## ✅ Done →\n\n- ✅ `a.py` – 9 lines – ✅\n" * 4).encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
CASES.append(pytest.param(DAMAGED.encode(), id="damaged"))


def corrected(data: bytes) -> tuple[Result, str]:
    """A result whose one finding corrects the first 9, and the file as it should be then."""
    source = result(data).source
    line = next(number for number, text in enumerate(source.lines, 1) if "9" in text)
    column = source.lines[line - 1].index("9") + 1
    given = list(source.given)
    given[line - 1] = given[line - 1].replace("9", "12", 1)
    return result(data, finding(Verdict.REFUTED, line, (column, column + 1), fix="12")), "\n".join(given)


def edited(source: Source, line: int, start: int, end: int, text: str, in_bytes: bool = False) -> str:
    given: list[Any] = [item.encode() if in_bytes else item for item in source.given]
    new = text.encode() if in_bytes else text
    given[line - 1] = given[line - 1][: start - 1] + new + given[line - 1][end - 1 :]
    return "\n".join(item.decode() if in_bytes else item for item in given)


@pytest.mark.parametrize("data", CASES)
def test_edits_of_sarif(data: bytes) -> None:
    made, wanted = corrected(data)
    (item,) = json.loads(rendered("sarif", made))["runs"][0]["results"]
    (edit,) = item["fixes"][0]["artifactChanges"][0]["replacements"]
    place = edit["deletedRegion"]
    assert edited(made.source, place["startLine"], place["startColumn"], place["endColumn"], edit["insertedContent"]["text"]) == wanted


@pytest.mark.parametrize("data", CASES)
def test_edits_for_reviewdog(data: bytes) -> None:
    made, wanted = corrected(data)
    (item,) = json.loads(rendered("rdjson", made))["diagnostics"]
    (edit,) = item["suggestions"]
    start, end = edit["range"]["start"], edit["range"]["end"]
    assert item["location"]["range"] == edit["range"]
    assert edited(made.source, start["line"], start["column"], end["column"], edit["text"], in_bytes=True) == wanted
