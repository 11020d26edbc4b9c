"""The JSON contract: names, columns in the file as given, ids that survive edits elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from output_helpers import finding, result, statement, unread

from verifier import __version__
from verifier.model import Confidence, Correction, Evidence, Exactness, Extent, Reason, Span, Verdict
from verifier.output import json_format
from verifier.output.formats import Setting, made
from verifier.result import Result

CLAIM_KEYS = [
    "id", "rule", "kind", "line", "end_line", "column", "end_column", "text", "section", "scope", "side", "subject", "claimed", "verdict",
    "reason", "exactness", "confidence", "observed", "definition", "message", "reproduce", "evidence", "correction", "stale_since",
    "cause", "unexplained", "suppressed", "known", "unchanged", "suppression",
]  # fmt: skip


def loaded(made: Result, root: str = "../project") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json_format.render(made, root))
    return data


def test_the_whole_document() -> None:
    refuted = finding(
        Verdict.REFUTED, 1, (11, 12), fix="3", section=("Title", "Sizes"), observed="3 lines", definition="newlines", scope="backend",
        reproduce="wc -l a.py", evidence=(Evidence("a.py", 1, 3, "x\ny"), Evidence("b.py")),
    )  # fmt: skip
    said = statement("a.py is 9 lines", 1, Extent.FULL, Verdict.REFUTED, (0,)), unread("Has modes.", 4)
    document = loaded(result("`a.py` is 9 lines\n", refuted, statements=said, head="c0ffee", dirty=True))
    assert document.pop("claims") == [
        {
            "id": document_id(refuted), "rule": "file-lines", "kind": "file-lines",
            "line": 1, "end_line": 1, "column": 11, "end_column": 12, "text": "a.py is 9 lines",
            "section": ["Title", "Sizes"], "scope": "backend", "side": "now", "subject": "a.py",
            "claimed": "9 lines", "verdict": "refuted", "reason": None, "exactness": None, "confidence": "certain", "observed": "3 lines",
            "definition": "newlines", "message": "a.py has 3 lines, not 9", "reproduce": "wc -l a.py",
            "evidence": [
                {"path": "a.py", "line": 1, "end_line": 3, "excerpt": "x\ny"},
                {"path": "b.py", "line": None, "end_line": None, "excerpt": ""},
            ],
            "correction": {"line": 1, "column": 11, "end_column": 12, "text": "3"}, "stale_since": None,
            "cause": document_id(refuted), "unexplained": [],
            "suppressed": False, "known": False, "unchanged": False, "suppression": None,
        }
    ]  # fmt: skip
    assert document == {
        "version": 1,
        "tool": {"name": "verify-review", "version": __version__, "engines": {}},
        "report": {"path": "report.md", "encoding_repaired": None, "introduced": None},
        "repository": {"root": "../project", "revision": "c0ffee", "base": None, "dirty": True},
        "summary": {
            "statements": 2, "claims": 1, "holds": 0, "refuted": 1, "stale": 0, "doubtful": 0, "unverifiable": 0, "error": 0, "unread": 1,
            "causes": {"refuted": 1}, "suppressed": 0, "known": 0, "unchanged": 0,
            "checked": {"full": 1, "part": 0, "none": 1},
            "statement_verdicts": {
                "holds": 0, "holds_in_part": 0, "refuted": 1, "stale": 0, "doubtful": 0, "unverifiable": 0, "error": 0, "none": 1,
            },
        },
        "statements": [
            {
                "line": 1, "end_line": 1, "text": "a.py is 9 lines", "says": "asserts", "form": "item",
                "checked": "full", "verdict": "refuted",
                "claims": [document_id(refuted)], "unexplained": [],
            },
            {
                "line": 4, "end_line": 4, "text": "Has modes.", "says": "asserts", "form": "item", "checked": "none", "verdict": None,
                "claims": [], "unexplained": ["Has", "modes."],
            },
        ],
        "unread": [{"line": 4, "text": "Has modes."}],
        "corrected": [],
    }  # fmt: skip


def test_what_holds_in_part_is_not_counted_as_what_holds() -> None:
    whole = statement("a.py is there", 1, Extent.FULL, Verdict.HOLDS, (0,))
    part = statement("a.py has 12 models", 2, Extent.PART, Verdict.HOLDS, (1,), ("12", "models"))
    holds = finding(Verdict.HOLDS, 1), finding(Verdict.HOLDS, 2)
    document = loaded(result("x\ny\n", *holds, statements=(whole, part, part)))
    counts = document["summary"]["statement_verdicts"]
    assert (counts["holds"], counts["holds_in_part"]) == (1, 2)
    assert sum(counts.values()) == sum(document["summary"]["checked"].values()) == document["summary"]["statements"]
    assert document["statements"][1]["unexplained"] == ["12", "models"]
    assert document["statements"][1]["claims"] == [document["claims"][1]["id"]]


def test_a_doubtful_claim_names_the_words() -> None:
    document = loaded(result("x", finding(Verdict.DOUBTFUL, unexplained=("excluding",))))
    assert (document["claims"][0]["verdict"], document["claims"][0]["unexplained"]) == ("doubtful", ["excluding"])
    assert document["summary"]["doubtful"] == 1


def document_id(made: Any) -> str:
    return str(loaded(result("x", made))["claims"][0]["id"])


def test_keys_come_in_the_contract_s_order() -> None:
    document = loaded(result("x", finding(Verdict.HOLDS, exactness=Exactness.TOLERATED)))
    assert list(document) == ["version", "tool", "report", "repository", "summary", "claims", "statements", "unread", "corrected"]
    assert list(document["claims"][0]) == CLAIM_KEYS


def test_closed_lists_are_written_as_their_names() -> None:
    open_claim = finding(Verdict.UNVERIFIABLE, reason=Reason.NEEDS_ARTIFACT, confidence=Confidence.LIKELY)
    claim = loaded(result("x", open_claim))["claims"][0]
    assert (claim["verdict"], claim["reason"], claim["confidence"]) == ("unverifiable", "needs-artifact", "likely")


def test_columns_and_corrections_are_of_the_file_as_given() -> None:
    text = "## ✅ Done →\n\n- ✅ `a.py` – 9 lines – ✅\n" * 4
    damaged = text.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode()
    source = result(damaged).source
    assert source.repaired, "the sample is meant to be damaged"
    column = source.lines[2].index("9") + 1
    spot = finding(Verdict.REFUTED, 3, (column, column + 1), fix="3")
    claim = loaded(result(source.data, spot))["claims"][0]
    given_line = source.given[2]
    assert given_line[claim["column"] - 1 : claim["end_column"] - 1] == "9"
    assert claim["correction"] == {"line": 3, "column": claim["column"], "end_column": claim["end_column"], "text": "3"}


def test_a_correction_of_several_lines_says_where_it_ends() -> None:
    several = replace(finding(Verdict.REFUTED), correction=Correction(Span(1, 2, 3, 2), "y"))
    correction = loaded(result("one\ntwo\n", several))["claims"][0]["correction"]
    assert correction == {"line": 1, "column": 3, "end_column": 2, "text": "y", "end_line": 2}


def ids(*made: Any) -> list[str]:
    return [claim["id"] for claim in loaded(result("x\n" * 100, *made))["claims"]]


@given(st.integers(1, 99))
def test_ids_survive_moves(line: int) -> None:
    assert ids(finding(Verdict.REFUTED, 1)) == ids(finding(Verdict.HOLDS, line, (2, 2), message="other"))


def test_ids_differ_by_what_is_claimed() -> None:
    base = finding(Verdict.HOLDS)
    others = [
        finding(Verdict.HOLDS, rule="size"),
        finding(Verdict.HOLDS, subject="b.py"),
        finding(Verdict.HOLDS, text="a.py is 8 lines"),
        finding(Verdict.HOLDS, section=("B",)),
    ]
    assert len({*ids(base), *(identity for other in others for identity in ids(other))}) == 5


def test_equal_claims_have_ids_of_their_own() -> None:
    same = finding(Verdict.HOLDS, 1), finding(Verdict.HOLDS, 2)
    assert len(set(ids(*same))) == 2
    assert ids(*same)[0] == ids(same[1])[0]


def test_names_that_are_no_unicode_are_printable() -> None:
    text = json_format.render(result("x", finding(Verdict.HOLDS, subject="caf\udce9.py")), ".")
    assert "caf\\udce9.py" in text
    text.encode()


def test_several_reports_share_a_document() -> None:
    several = made("json", Setting(several=True))
    parts = [several.open(), *(str(several.result(result("x", path=path))) for path in ("a.md", "b.md")), several.close()]
    document = json.loads("".join(parts))
    assert [report["report"]["path"] for report in document["reports"]] == ["a.md", "b.md"]
    assert document["version"] == 1
    none = made("json", Setting(several=True))
    assert json.loads(none.open() + none.close()) == {"version": 1, "reports": []}
