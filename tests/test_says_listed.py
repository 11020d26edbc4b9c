"""Where the names of a sentence stand: there, gone, gone on in something else, forbidden, or in a sample. A table a construction."""

import pytest

from verifier.reading.report import read_report
from verifier.reading.says.standing import standing
from verifier.reading.source import read_source


def standings(report: str) -> dict[str, str]:
    clauses = read_report(read_source("report.md", report.encode())).clauses
    return {
        mention.text: standing(clause, mention).standing.value
        for clause in clauses
        for mention in clause.mentions
        if mention.origin.value == "self"
    }


@pytest.mark.parametrize(
    ("report", "former", "there"),
    [
        ("We merged `a.py` with `b.py` to form `c.py`.", ("a.py", "b.py"), "c.py"),
        ("- Folded the helpers of `a.py` into `c.py`", ("a.py",), "c.py"),
        ("- [x] Turn `a.md` and `b.md` into a single `c.md`", ("a.md", "b.md"), "c.md"),
        ("- The logic from `a.rb` and `b.rb` was pulled together in `c.rb`", ("a.rb", "b.rb"), "c.rb"),
        ("The rules of `a.ts` were merged into `c.ts`.", ("a.ts",), "c.ts"),
        ("`c.go` is the successor of `a.go`.", ("a.go",), "c.go"),
        ("`c.go` serves as a replacement for `a.go`.", ("a.go",), "c.go"),
        ("`a.py` and `b.py` became `c.py`.", ("a.py", "b.py"), "c.py"),
        ("- Joined `a.md` and `b.md` into `c.md`", ("a.md", "b.md"), "c.md"),
        ("`c.py` became slow.", (), "c.py"),
        ("The tests for `c.py` were merged.", (), "c.py"),
        ("We merged the branch that touches `c.py`.", (), "c.py"),
        ("- Turned on `c.py`", (), "c.py"),
        ("The rows of `c.py` are merged by `d.py`.", (), "d.py"),
    ],
)
def test_what_went_on_in_something_else(report: str, former: tuple[str, ...], there: str) -> None:
    found = standings(report)
    assert {name: found[f"{name}"] for name in former} == dict.fromkeys(former, "former")
    assert found[there] == "there"


@pytest.mark.parametrize(
    "report",
    [
        "- Not included: `x.csv`",
        "**Left out on purpose**: `x.csv`",
        "The following were left behind:\n\n- `x.csv`",
        "### What we did not bring over\n\n1. `x.csv` (a trial)",
        "| Left out | Why |\n|---|---|\n| `x.csv` | unused |",
        "Files intentionally omitted:\n* `x.csv`",
        "## Excluded from the migration\n\n- `x.csv` - nobody reads it",
        "Things we chose not to copy:\n\n- `x.csv`",
        "## Skipped (not copied)\n\n- `x.csv`",
    ],
)
def test_lists_of_what_was_left_behind(report: str) -> None:
    assert standings(report)["x.csv"] == "former"


@pytest.mark.parametrize(
    "report",
    [
        "## What was copied\n\n- `x.csv`",
        "- Included: `x.csv`",
        "### Carried over\n\n- `x.csv` - the prices",
        "## Left panel\n\n- `x.csv` - the prices",
        "The following were left unchanged:\n\n- `x.csv`",
    ],
)
def test_lists_of_what_is_there(report: str) -> None:
    assert standings(report)["x.csv"] == "there"


@pytest.mark.parametrize(
    "report",
    [
        "We got rid of the long-obsolete `x.py` shim.",
        "Discarded an old, half-finished draft: `x.py`.",
        "- Removed 2 stale pages: `w.py` and `x.py`",
        "## Dropped during the port\n\n- `x.py`",
        "- Deleted duplicate module: `x.py`",
        "- Removed the no longer needed file `x.py`",
        "- Took out the dead `x.py` module",
        "- Deleted: obsolete `x.py`",
    ],
)
def test_what_was_removed_with_words_between(report: str) -> None:
    assert standings(report)["x.py"] == "gone"


@pytest.mark.parametrize(
    "report",
    [
        "- Removed dead code: `x.py`",
        "We got rid of the warnings in `x.py`.",
        "Removed stale rows from `x.py`.",
        "- Get rid of `x.py`",
    ],
)
def test_what_was_removed_is_not_the_name(report: str) -> None:
    assert standings(report)["x.py"] == "there"


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("**Avoid creating these files** (none of them exist):\n\n- `x.ts`", "forbidden"),
        ("| Path | Rule |\n|---|---|\n| `x.ts` | do not create |", "forbidden"),
        ("**Forbidden**: `x.ts`", "forbidden"),
        ("Do not reintroduce `x.ts`.", "forbidden"),
        ("`x.ts` is not allowed.", "forbidden"),
        ("`x.ts` is allowed to write.", "there"),
        ("The following are prohibited:\n- `x.ts`", "forbidden"),
        ("Don't rely on `x.ts`: the state is in memory.", "forbidden"),
        ("- No new folders such as `y/` or `x.ts`", "possible"),
        ("There are no helpers like `x.ts`.", "possible"),
        ("We rely on `x.ts`.", "there"),
        ("There are no bugs, and `x.ts` is tidy.", "there"),
        ("Helpers such as `x.ts` are pure.", "there"),
        ("There is no section about `x.ts`.", "there"),
    ],
)
def test_what_is_forbidden_or_denied_as_an_instance(report: str, expected: str) -> None:
    assert standings(report)["x.ts"] == expected


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("For the trial we made a throw-away project (`x.xml`, `src/Y.java`).", "elsewhere"),
        ("The fixture project that the test creates has an `x.xml`.", "elsewhere"),
        ("The demo app that `init` makes consists of `x.xml` and `y.xml`.", "elsewhere"),
        ("The sample app that we generated contains `x.xml`.", "elsewhere"),
        ("Created a sample project in `x.xml`.", "there"),
        ("The project contains `x.xml`.", "there"),
        ("The test project lives under `x.xml`.", "there"),
    ],
)
def test_what_a_sample_holds(report: str, expected: str) -> None:
    assert standings(report)["x.xml"] == expected
