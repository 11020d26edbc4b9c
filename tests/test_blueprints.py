"""Documents that tell of a plan, of what was, or of faults that were mended: end to end over a directory."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from verifier.engine import verify
from verifier.model import Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions


def verdicts(directory: Path, report: str, files: dict[str, str], name: str = "report.md") -> Counter[str]:
    """How many findings of each verdict a report gets over the files."""
    for file, text in files.items():
        path = directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with open_repository(directory) as repository:
        outcome = verify(read_report(read_source(name, report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    return Counter(finding.verdict.value for finding in outcome.findings)


SKETCH = "```python\n" + "".join(f"def orbit_number_{n}(moon): ...\n" for n in range(8)) + "```\n"
NAMED = "- " + ", ".join(f"`Crater{n}.ts`" for n in range(14)) + "\n"


@pytest.mark.parametrize(
    "report",
    [f"# Current architecture\n\nCurrent code in `moon.py`:\n\n{SKETCH}", f"# Modules\n\n{NAMED}"],
    ids=["code", "files"],
)
def test_a_document_of_which_most_is_missing_may_be_a_plan(tmp_path: Path, report: str) -> None:
    found = verdicts(tmp_path, report, {"moon.py": "x = 1\n"})
    assert not found[Verdict.REFUTED.value]
    assert not found[Verdict.DOUBTFUL.value]
    assert found[Verdict.UNVERIFIABLE.value] > 6


STRANGE = "The parts are " + ", ".join(f"class `Crater{name}`" for name in ("Wide", "Deep", "Flat", "Old")) + " and class `Moon`.\n"


@pytest.mark.parametrize(("title", "against"), [("Architecture", 0), ("Code review", 4)])
def test_a_design_of_which_most_names_are_nowhere_may_be_a_plan(tmp_path: Path, title: str, against: int) -> None:
    found = verdicts(tmp_path, f"# {title}\n\n{STRANGE}", {"moon.py": "class Moon: ...\n"})
    assert found[Verdict.REFUTED.value] == against


@pytest.mark.parametrize(
    ("title", "against"), [("Architecture", 0), ("Migration plan", 0), ("Tool guide", 0), ("Code review", 1), ("Architecture review", 1)]
)
def test_what_a_design_names_and_is_not_there_is_not_refuted(tmp_path: Path, title: str, against: int) -> None:
    report = f"# {title}\n\n`src/moon.py` and `src/dust.py` keep the state that `src/rock.py` reads.\n"
    found = verdicts(tmp_path, report, {"src/moon.py": "x = 1\n", "src/rock.py": "x = 1\n"}, "moon.md")
    assert found[Verdict.REFUTED.value] == against


LINK = "[source](https://github.com/others/crater/blob/main/src/crater.py#L7)"


@pytest.mark.parametrize(("links", "against"), [(2, 0), (1, 1)])
def test_a_report_that_cites_another_repository_may_mean_that(tmp_path: Path, links: int, against: int) -> None:
    report = "# Code review\n\nThe class `CraterWide` is defined beside `class Moon`.\n\n" + f"See {LINK}.\n\n" * links
    found = verdicts(tmp_path, report, {"moon.py": "class Moon: ...\n"})
    assert found[Verdict.REFUTED.value] == against


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("- `src/moon.py`, `src/dust.py`, `src/rock.py`\n", Verdict.DOUBTFUL),
        ("- `src/moon.py`\n- `src/rock.py`\n- `src/dust.py`: what is left (9 lines)\n", Verdict.REFUTED),
        ("- [x] `src/moon.py`\n- [x] `src/rock.py`\n- [x] `src/dust.py`\n", Verdict.REFUTED),
        ("The rest of `src/moon.py` and `src/rock.py` is in `src/dust.py`.\n", Verdict.REFUTED),
        ("- `src/moon.py`\n- `src/rock.py`\n- `src/dust.py` has what is left\n", Verdict.REFUTED),
        ("- `src/moon.py`\n- `src/rock.py`\n- What is left (`src/dust.py`)\n", Verdict.DOUBTFUL),
    ],
)
def test_a_missing_file_is_refuted_where_something_is_told_of_it(tmp_path: Path, told: str, verdict: Verdict) -> None:
    found = verdicts(tmp_path, f"# Modules\n\n{told}", {"src/moon.py": "x = 1\n", "src/rock.py": "x = 1\n"})
    assert found[verdict.value] == 1
    assert found[Verdict.REFUTED.value] + found[Verdict.DOUBTFUL.value] == 1


@pytest.mark.parametrize(
    ("head", "against"), [("Covers the API (`moon`) and the app (`~/work/dust`).", 0), ("Covers the API (`moon`).", 1)]
)
def test_what_a_report_of_two_projects_names_may_be_in_the_other(tmp_path: Path, head: str, against: int) -> None:
    report = f"# Code review\n\n{head}\n\nThe class `CraterWide` is defined beside `class Moon`.\n"
    assert verdicts(tmp_path, report, {"moon.py": "class Moon: ...\n"})[Verdict.REFUTED.value] == against


HEADED = "# Report\n\nNew helpers:\n\n## `src/dust.py`\n\n- **Functions:**\n  - `sweep_dust()` - a broom\n\n## Done\n\n{done}"


@pytest.mark.parametrize(
    ("done", "against"), [("- `src/moon.py` - tilts\n", 0), ("- `src/dust.py` - New helpers\n- [x] `src/dust.py`\n", 4)]
)
def test_a_heading_and_what_is_below_it_follow_what_is_told_of_its_file(tmp_path: Path, done: str, against: int) -> None:
    found = verdicts(tmp_path, HEADED.format(done=done), {"src/moon.py": "x = 1\n"})
    assert found[Verdict.REFUTED.value] == against


@pytest.mark.parametrize(
    ("path", "verdict"), [("src/dust.py", Verdict.REFUTED), ("lander/dust.py", Verdict.DOUBTFUL), ("src/dust/", Verdict.DOUBTFUL)]
)
def test_a_path_from_a_folder_of_the_root_is_meant_from_there(tmp_path: Path, path: str, verdict: Verdict) -> None:
    found = verdicts(
        tmp_path,
        f"# Report\n\n`src/moon.py` reads what `{path}` has.\n",
        {"src/moon.py": "x = 1\n", "lib/dust.py": "", "lib/dust/a.py": ""},
    )
    assert found[verdict.value] == 1


@pytest.mark.parametrize(
    ("report", "against"),
    [
        ("**Before**: two files\n- `src/dust.py` (90 lines)\n\n**After**: one\n- `src/moon.py`\n", 0),
        ("**Today**: two files\n- `src/dust.py`\n", 1),
        ("| Issue | Status |\n|---|---|\n| `src/moon.py` has 90 lines | **Resolved** (phase 2) |\n", 0),
        ("| Part | Notes |\n|---|---|\n| `src/moon.py` has 90 lines | Large |\n", 1),
        ("| Part | Notes |\n|---|---|\n| `src/moon.py` has 90 lines | ✅ **Resolved (phase 2)** ~~Too large.~~ Split. |\n", 0),
        ("| Part | Notes |\n|---|---|\n| `src/moon.py` has 90 lines | Fixed width |\n", 1),
        ("- `src/moon.py`: ~~it has 90 lines~~\n", 0),
        ("**Issue:** `src/moon.py` has 90 lines\n\n**Resolution:** Fixed by a split\n", 0),
        ("**Issue:** `src/moon.py` has 90 lines\n\n**Resolution:** Pending\n", 1),
    ],
)
def test_what_was_before_or_is_mended_is_not_held_against_it(tmp_path: Path, report: str, against: int) -> None:
    files = {"src/moon.py": "x = 1\n"}
    found = verdicts(tmp_path, f"# Work\n\n{report}", files)
    assert found[Verdict.REFUTED.value] + found[Verdict.DOUBTFUL.value] == against


def test_a_tree_may_be_drawn_from_the_repository_though_it_holds_a_directory_of_its_name(tmp_path: Path) -> None:
    report = "```\nlander/\n├── lander/\n│   └── moon.py\n├── dust/\n├── rock/\n└── gone.py\n```\n"
    found = verdicts(tmp_path / "lander", report, {"lander/moon.py": "", "dust/a.py": "", "rock/a.py": ""})
    assert (found[Verdict.HOLDS.value], found[Verdict.REFUTED.value]) == (5, 1)


DRAWN = "# Layout\n\n`tilt.py` tilts, `turn.py` turns.\n\n```\nmoon/\n├── tilt.py\n├── turn.py\n{missing}└── glow.py\n```\n"


@pytest.mark.parametrize(
    ("words", "missing", "verdict"),
    [
        ("", "├── dust.py\n", Verdict.REFUTED),  # all but one are there
        ("", "├── dust.py\n├── rust.py\n", Verdict.DOUBTFUL),
        ("`dust.py` is dry, `rust.py` is red.\n", "├── dust.py\n├── rust.py\n", Verdict.REFUTED),  # told in words as well
    ],
)
def test_what_is_only_drawn_and_never_was_may_be_to_come(tmp_path: Path, words: str, missing: str, verdict: Verdict) -> None:
    files = {"moon/tilt.py": "", "moon/turn.py": "", "moon/glow.py": ""}
    found = verdicts(tmp_path, DRAWN.format(missing=missing) + words, files)
    assert found[verdict.value]
    assert not found[({Verdict.REFUTED, Verdict.DOUBTFUL} - {verdict}).pop().value]


@pytest.mark.parametrize(("beside", "verdict"), [("", Verdict.DOUBTFUL), ("- The `Moon` class waits.\n", Verdict.REFUTED)])
def test_a_name_is_missing_only_where_something_beside_it_is_there(tmp_path: Path, beside: str, verdict: Verdict) -> None:
    report = f"# Code review\n\n`moon.py` is small.\n\n## Craters\n\n- The `CraterList` class sorts them.\n{beside}"
    assert verdicts(tmp_path, report, {"moon.py": "class Moon: ...\n"})[verdict.value] == 1


@pytest.mark.parametrize(
    ("report", "against"),
    [
        ("- `crater_kind='flat'` - without depth\n- `crater_kind='round'` - with it\n", 0),  # the values that there are to choose from
        ("- `crater_kind='round'` - with depth\n", 1),
    ],
)
def test_several_values_of_a_name_are_a_choice(tmp_path: Path, report: str, against: int) -> None:
    found = verdicts(tmp_path, f"# Review\n\n`moon.py`:\n\n{report}", {"moon.py": "crater_kind = 'flat'\n"})
    assert found[Verdict.REFUTED.value] == against


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("The `CraterList` class sorts them.", Verdict.REFUTED),
        ("Added the `CraterList` class for them.", Verdict.REFUTED),
        ("`CraterList` in `moon.py`", Verdict.REFUTED),
        ("A list (`CraterList`)", Verdict.DOUBTFUL),  # which may be wanted
        ("`CraterList` in `dust.py`", Verdict.DOUBTFUL),
    ],
)
def test_a_name_that_nothing_is_told_of_may_be_to_come(tmp_path: Path, words: str, verdict: Verdict) -> None:
    report = f"# Craters\n\nThe `Moon` class waits in `moon.py`.\n\n- {words}\n"
    found = verdicts(tmp_path, report, {"moon.py": "class Moon: ...\n"})
    assert found[verdict.value] == 1 + (verdict is Verdict.DOUBTFUL and "dust" in words)


@pytest.mark.parametrize(
    ("words", "refuted"),
    [
        ("- Prometheus metrics", 0),
        ("`moon.py` is small.\n\n- Prometheus metrics", 1),
        ("- [x] Prometheus metrics", 1),
        ("- Uses Prometheus metrics", 1),
        ("- Prometheus metrics added", 1),
    ],
)
def test_a_technology_is_missing_only_where_something_shows_that_it_is_told_of_this_repository(
    tmp_path: Path, words: str, refuted: int
) -> None:
    report = f"# Review\n\n`moon.py` waits.\n\n## Store\n\n{words}\n"
    assert verdicts(tmp_path, report, {"moon.py": "x = 1\n"})[Verdict.REFUTED.value] == refuted


@pytest.mark.parametrize(("home", "refuted"), [("acme/rover", 0), ("acme/lander", 1)])
def test_a_report_of_another_repository_is_left_open(tmp_path: Path, home: str, refuted: int) -> None:
    report = f"# Review\n\n**Repository:** https://github.com/{home}\n\nThe `Moon` class waits. The `CraterList` class sorts them.\n"
    found = verdicts(tmp_path / "lander", report, {"moon.py": "class Moon: ...\n"})
    assert found[Verdict.REFUTED.value] == refuted


LENGTHS = "- `moon.py` (9 lines)\n- `tilt.py` has 9 lines\n"
SHORT = {"moon.py": "x = 1\n", "tilt.py": "y = 1\n"}


@pytest.mark.parametrize(
    ("report", "against"),
    [
        (f"# Review\n\n{LENGTHS}", 2),
        (f"**User:**\n\nLook.\n\n**Assistant:**\n\n{LENGTHS}\n**User:**\n\nThanks.\n", 0),  # how things stood then
        (f"**User:** me\n\n{LENGTHS}", 2),  # no turns
        (f"# Review\n\nIf the change touches:\n\n{LENGTHS}", 0),
        (f"# Review\n\nThe change touches:\n\n{LENGTHS}", 2),
    ],
    ids=["review", "conversation", "one line", "a case", "no case"],
)
def test_conversations_and_cases_accuse_nobody(tmp_path: Path, report: str, against: int) -> None:
    assert verdicts(tmp_path, report, SHORT)[Verdict.REFUTED.value] == against


def test_what_stands_under_a_path_elsewhere_is_of_that(tmp_path: Path) -> None:
    told = "- `turn_moon()` turns it\n- `tilt_moon()` tilts it\n"
    here, there = "**Location:** `moon.py`\n\n", "**Location:** `/home/me/other-tool/src/moon/`\n\n"
    files = {"moon.py": "def lean_moon(): ...\n"}
    found = [verdicts(tmp_path, f"# Report\n\n## Work on the moon\n\n{place}{told}", files) for place in (here, there)]
    assert [one[Verdict.REFUTED.value] + one[Verdict.DOUBTFUL.value] for one in found] == [2, 0]


@pytest.mark.parametrize(
    ("known", "last", "verdict"),
    [
        (9, "- `lost.py`\n", Verdict.REFUTED),
        (3, "- `lost.py`\n", Verdict.DOUBTFUL),
        (9, "- Names with a dot (`lost.py`) are kept\n", Verdict.DOUBTFUL),  # an example of any
    ],
)
def test_a_report_that_knows_the_repository_is_wrong_about_what_it_only_names(
    tmp_path: Path, known: int, last: str, verdict: Verdict
) -> None:
    files = {f"moon{n}.py": "x = 1\n" for n in range(known)}
    report = "# Notes\n\n## Files\n\n" + "".join(f"- `{name}`\n" for name in files) + last
    found = verdicts(tmp_path, report, files)
    assert found[verdict.value] == 1
    assert found[Verdict.HOLDS.value] == known


def test_a_tree_that_is_right_but_for_a_few_is_wrong_about_these(tmp_path: Path) -> None:
    files = {f"src/moon{n}.py": "x = 1\n" for n in range(6)}
    drawn = ["src/", *(f"├── {name[4:]}" for name in files), "├── lost.py", "└── gone.py"]
    found = verdicts(tmp_path, "# Notes\n\n```\n" + "\n".join(drawn) + "\n```\n", files)
    assert found[Verdict.REFUTED.value] == 2


@pytest.mark.parametrize(("title", "against"), [("Reference", 0), ("API review", 5)])
def test_routes_of_which_none_is_found_may_be_made_in_a_way_that_is_not_read(tmp_path: Path, title: str, against: int) -> None:
    routes = "".join(f"- `GET /api/moons/{name}`\n" for name in ("all", "old", "far", "near", "lost"))
    found = verdicts(tmp_path, f"# {title}\n\n{routes}", {"app/api/suns/route.ts": "export function GET() {}\n"})
    assert found[Verdict.REFUTED.value] + found[Verdict.DOUBTFUL.value] == against


@pytest.mark.parametrize(
    ("name", "statement", "verdict"),
    [
        ("lunar-plan.md", "- The `DustCrater` class keeps dust", Verdict.UNVERIFIABLE),
        ("lunar_roadmap.md", "- The `DustCrater` class keeps dust", Verdict.UNVERIFIABLE),
        ("lunar-plan-review.md", "- The `DustCrater` class keeps dust", Verdict.HOLDS),
        ("lunar.md", "- The `DustCrater` class keeps dust", Verdict.HOLDS),
        ("lunar-plan.md", "- ✅ The `DustCrater` class keeps dust", Verdict.HOLDS),
        ("lunar-plan.md", "## Current state\n\n- The `DustCrater` class keeps dust", Verdict.HOLDS),
        ("lunar-plan.md", "- `DustCrater` (`moon.py:1`)", Verdict.HOLDS),
        ("lunar-plan.md", "- No `DustRock` class exists", Verdict.HOLDS),
    ],
)
def test_what_a_plan_names_is_not_said_to_be_there(tmp_path: Path, name: str, statement: str, verdict: Verdict) -> None:
    found = verdicts(tmp_path, f"# Lunar craters\n\n{statement}\n", {"moon.py": "class DustCrater:\n    pass\n"}, name)
    assert set(found) == {verdict.value}


def test_a_lone_file_beside_the_place_where_it_lies_is_left_open(tmp_path: Path) -> None:
    told = "The name is in `lunar_config.py` (it lies in `/opt/moon/base/`).\n"
    assert set(verdicts(tmp_path, told, {"moon.py": "x = 1\n"})) == {Verdict.UNVERIFIABLE.value}
    assert Verdict.DOUBTFUL.value in verdicts(tmp_path, "The name is in `lunar_config.py`.\n", {"moon.py": "x = 1\n"})


REPOSITORIES = "| Repository | Branch |\n|---|---|\n| `rover` (app) | main |\n| `lander` (backend) | main |\n\n"


@pytest.mark.parametrize(("table", "against"), [("", 1), (REPOSITORIES, 0)])
def test_a_file_may_be_of_another_of_the_repositories_that_a_report_is_about(tmp_path: Path, table: str, against: int) -> None:
    root = tmp_path / "rover"
    root.mkdir()
    report = f"# Audit\n\n{table}`moon.py` and `dust.py` are read by `rock.py`, which `lander.py` loads.\n"
    found = verdicts(root, report, dict.fromkeys(("moon.py", "dust.py", "rock.py"), "x = 1\n"))
    assert found[Verdict.REFUTED.value] + found[Verdict.DOUBTFUL.value] == against


@pytest.mark.parametrize(("heading", "against"), [("Issues", 1), ("Issues fixed", 0)])
def test_what_is_missing_below_issues_that_are_fixed_was_the_issue(tmp_path: Path, heading: str, against: int) -> None:
    found = verdicts(
        tmp_path, f"# Audit\n\n## {heading}\n\n1. **No .gitignore** - logs were tracked\n", {".gitignore": "*.log\n", "a.py": ""}
    )
    assert found[Verdict.REFUTED.value] == against
