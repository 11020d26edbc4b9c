"""The open benchmark: how labels and claims meet, what is written of it where, and that a rule refutes only as long as it is trusted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from verifier import Verdict, verify_text
from verifier.knowledge import trust
from verifier.knowledge.trust import Trust, trust_of
from verifier.reading.clause import Form
from verifier.registry import installed

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks" / "truth"))

from matching import Fact, Said, digests, facts, paired  # noqa: E402
from score import reports, trivial  # noqa: E402
from tables import Score  # noqa: E402

SETS = ("seeds", "dev", "fresh")


def fact(line: int, kind: str, words: str, claimed: str = "", expect: str = "holds", basis: str = "static") -> Fact:
    return Fact(line, line, kind, "", claimed, " ".join(digests(words)), basis, expect)


def said(line: int, kind: str, words: str, claimed: str = "", verdict: str = "holds") -> Said:
    return Said(line, line, kind, kind, claimed, digests(words), verdict, "cell")


@pytest.mark.parametrize(
    ("known", "told", "met"),
    [
        (fact(1, "size", "the lamp has 3 lines", "3"), said(1, "size", "lamp has 3 lines", "3"), True),
        (fact(1, "size", "the lamp has 3 lines", "3"), said(2, "size", "lamp has 3 lines", "3"), False),
        (fact(1, "size", "the lamp has 3 lines", "3"), said(1, "file-lines", "lamp has 3 lines", "3"), True),
        (fact(1, "size", "the lamp has 3 lines", "3"), said(1, "file-lines", "lamp has 3 lines", "4"), False),
        (fact(1, "size", "the lamp has 3 lines", "3"), said(1, "react", "lamp has 3 lines", "3"), False),
        (fact(1, "size", "the lamp has 3 lines", "3"), said(1, "size", "every wick burns down", "3"), False),
    ],
)
def test_when_a_claim_meets_a_label(known: Fact, told: Said, met: bool) -> None:
    assert bool(paired([known], [told])) is met


def test_a_label_is_met_once() -> None:
    known, told = fact(1, "size", "lamp lines"), [said(1, "size", "lamp"), said(1, "size", "lamp lines")]
    assert len(paired([known], told)) == 1


@pytest.mark.parametrize(
    ("verdict", "expect", "right", "wrong"),
    [("refuted", "refuted", 1, 0), ("refuted", "holds", 0, 1), ("doubtful", "refuted", 0, 0), ("refuted", "contested", 0, 0)],
)
def test_what_is_counted_of_a_rule(verdict: str, expect: str, right: int, wrong: int) -> None:
    score = Score()
    score.add([fact(1, "size", "lamp", expect=expect)], [said(1, "size", "lamp", verdict=verdict)])
    for counts in (score.rules["size"], score.forms["size", "cell"]):
        assert (counts["refuted right"], counts["refuted wrong"]) == (right, wrong)


def test_the_readme_shows_what_believing_all_comes_to() -> None:
    believing = Score()
    for report in reports(SETS):
        known = [one for one in facts(report.name) if one.line <= (report.complete_to_line or sys.maxsize)]
        believing.add(known, trivial(known))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("<!-- truth -->")[2].partition("<!-- /truth -->")[0]
    shown = [row.strip("| ").split(" | ")[3] for row in table.splitlines() if "/" in row]
    assert shown == [f"{part}/{whole}" for _, part, whole in believing.rows()]


def test_trust_is_of_rules_that_there_are() -> None:
    known = trust._known()
    assert {rule for rule, _ in known} <= set(installed())
    assert {form for _, form in known} <= {"", *(form.value for form in Form)}
    assert all(one.refuted_right <= one.refuted and one.held_right <= one.held for one in known.values())
    assert sum(one.refuted for (_, form), one in known.items() if not form) > 100
    assert trust_of("no-such-rule") == Trust()


@pytest.mark.parametrize("form", ["", "sentence"])
@pytest.mark.parametrize(("refuted", "right", "verdict"), [(9, 0, "refuted"), (10, 9, "refuted"), (20, 17, "doubtful")])
def test_a_rule_that_was_often_wrong_doubts(
    refuted: int, right: int, verdict: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lamp.py").write_text("x = 1\n")
    monkeypatch.setattr(trust, "_known", lambda: {("file-lines", form): Trust(refuted, right)})
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "cache"))
    (found,) = [one for one in verify_text("`lamp.py` has 9 lines.", tmp_path).outcome.findings if one.claim.rule == "file-lines"]
    assert found.verdict is Verdict(verdict)
    assert ("were right so far" in found.message) is (verdict == "doubtful")
