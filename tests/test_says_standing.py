"""Where a named thing stands by the words around it: one table of sentences a construction."""

from __future__ import annotations

import pytest

from verifier.reading.clause import Mention, Path, Setting
from verifier.reading.report import read_report
from verifier.reading.says.standing import standing
from verifier.reading.source import read_source


def told(report: str, name: str) -> str:
    """Where the first mention of `name` stands in the report that its own clause makes."""
    for clause in read_report(read_source("report.md", (report + "\n").encode())).clauses:
        for mention in clause.mentions:
            if mention.origin.value == "self" and _of(mention, name):
                return standing(clause, mention).standing.value
    raise AssertionError(f"{name} is not read in {report!r}")


def _of(mention: Mention, name: str) -> bool:
    value = mention.value
    return (value.text if isinstance(value, Path) else mention.text).startswith(name)


A_LATER_PREDICATE = [
    ("`moon.py` was written for the landing and then deleted.", "gone"),
    ("`moon.py`: added for a test, since removed", "gone"),
    ("Created `moon.py` for a test (removed afterwards).", "gone"),
    ("We kept `moon.py` for a week and took it out again.", "former"),
    ("`moon.py` was put there for a test; it has been deleted.", "former"),
    ("Rockets start from `moon.py` and later dust is removed.", "there"),
    ("`moon.py` was added in 1.1 and dead code was removed.", "there"),
    ("`moon.py` was tidied and `dust.py` was read.", "there"),
    ("`moon.py` will be read and then deleted.", "there"),
    ("`moon.py` came up, but we dropped the idea.", "possible"),
    ("`moon.py` is named but was never written.", "gone"),
    ("The build runs `moon.py`, a script that nobody ever wrote.", "gone"),
    ("The page links to `moon.md`, which does not exist.", "gone"),
    ("We looked for `moon.py` to learn how it lands, but there is no such file.", "gone"),
    ('The headings tell it (`moon.py`): "Files to land", "### Deleted (2 files)", and `D path`.', "referred"),
    ('`moon.py` was deleted after "a long and dusty flight".', "gone"),
    ("We searched for `moon.py` and found no such module.", "gone"),
    ("We opened `moon.py` and `dust.py`, but no such file exists.", "there"),
    ("`moon.py` lands, with no such luck.", "there"),
]

FORMERLY = [
    ("`moon.py` previously made a draw for each landing.", "possible"),
    ("The lander originally called `moon.py` twice.", "possible"),
    ("Formerly, `moon.py` sorted them.", "there"),
    ("Formerly `dust.py` and `moon.py` sorted them.", "there"),
    ("`moon.py` used to sort the landings.", "possible"),
    ("The lander used to start from `moon.py`.", "possible"),
    ("It previously read dust, but now `moon.py` does.", "there"),
    ("`moon.py` reads the previously made draw.", "there"),
    ("`moon.py` is used to sort landings.", "there"),
    ("`moon.py` once sorted the landings.", "possible"),
]

IN_BRACKETS = [
    ("The old lander (`moon.py`) was deleted.", "former"),
    ("The old lander (`moon.py`) was painted.", "there"),
    ("Removed the old lander: `moon.py` (90 lines)", "former"),
    ("Removal of the old lander (`moon.py`)", "former"),
    ("Got rid of the lander (`moon.py`)", "former"),
    ("Removed dust: `moon.py` is clean.", "there"),
    ("`moon.py` [removed]", "gone"),
    ("Missing `moon.py`", "gone"),
    ("Fixed missing `moon.py`", "there"),
    ("~~`moon.py`~~", "gone"),
    ("~~`moon.py` - the old lander~~", "gone"),
    ("~~`moon.py` is missing its checks of the landing~~ Added.", "referred"),
    ("`moon.py` - no such file", "gone"),
]

ABSENT = [
    ("It calls an unknown `fly_home()`.", "fly_home", "gone"),
    ("There is neither a `moon.py` nor a `dust.py`.", "moon.py", "gone"),
    ("There is neither a `moon.py` nor a `dust.py`.", "dust.py", "gone"),
    ("We no longer ship `moon.py`.", "moon.py", "former"),
    ("`moon.py` is no longer there.", "moon.py", "gone"),
    ("`moon.py` is not present.", "moon.py", "gone"),
    ("The lander (`moon.py`) is no more.", "moon.py", "former"),
    ("No `moon.py` tests.", "moon.py", "there"),
    ("No `moon.py` or `dust.py`.", "dust.py", "gone"),
    ("No `moon.py`, `dust.py` or `rock.py`.", "rock.py", "gone"),
    ("No `moon.py` / `dust.py`.", "dust.py", "gone"),
    ("There is no `moon.py`, and `dust.py` is long.", "dust.py", "there"),
    ("Removed outdated `moon.md` documentation.", "moon.md", "gone"),
    ("No `moon.py` documentation.", "moon.py", "there"),
    ("`moon.py` (copied from `dust.py`)", "dust.py", "there"),
    ("`moon/`, `dust/` — gitignored data, made on the first run", "dust", "output"),
    ("`moon/`, `dust/` — all the data", "dust", "there"),
    ("Context files (`moon.md`, `dust.md`, …) are the reader's.", "moon.md", "possible"),
    ("Context files (`moon.md`, `dust.md`, etc.) are the reader's.", "dust.md", "possible"),
    ("`moon.py` -> split into `moon.py` (rock) and `dust.py` (the rest)", "dust.py", "planned"),
    ("Removed the rover (see the log) from `moon.py`.", "moon.py", "there"),
]

INDEFINITE = [
    ("There might be a `moon.py` one day.", "possible"),
    ("No need for a `moon.py`.", "possible"),
    ("Whoever likes can keep a `moon.py`.", "possible"),
    ("The first draft had a `moon.py`.", "former"),
    ("There was a `moon.py` in 1.1.", "former"),
    ("A file such as `moon.py` is needed.", "planned"),
    ("The `moon.py` is needed by the lander.", "there"),
    ("`moon.py`: considered, not done", "possible"),
    ("There is a `moon.py`.", "there"),
]

PULLED_OUT = [
    ("Pull the dust code out into `dust.py`.", "planned"),
    ("Factor this out to `dust.py`.", "planned"),
    ("Pulled the dust code out into `dust.py`.", "there"),
    ("Pull the image and read `dust.py`.", "there"),
]

ELSEWHERE = [
    ("In the orbit repo, `core/dust.py` does that.", "core/dust.py", "elsewhere"),
    ("`core/dust.py` lives in the orbit repository.", "core/dust.py", "elsewhere"),
    ("Our tools repo has `core/dust.py`.", "core/dust.py", "elsewhere"),
    ("The `core/` folder moved to a separate repository.", "core", "elsewhere"),
    ("Upstream's `core/dust.c` has it too.", "core/dust.c", "elsewhere"),
    ("In this repository, `core/dust.py` does that.", "core/dust.py", "there"),
    ("`core/dust.py` came over from the orbit repository.", "core/dust.py", "there"),
    ("`core/dust.py` has the only repository class.", "core/dust.py", "there"),
]


@pytest.mark.parametrize(("sentence", "place"), A_LATER_PREDICATE)
def test_a_later_predicate_says_what_became_of_it(sentence: str, place: str) -> None:
    assert told(sentence, "moon") == place


@pytest.mark.parametrize(("sentence", "place"), FORMERLY)
def test_what_was_done_before_is_not_told_of_the_present(sentence: str, place: str) -> None:
    assert told(sentence, "moon.py") == place


@pytest.mark.parametrize(("sentence", "place"), IN_BRACKETS)
def test_a_bracket_or_a_colon_holds_what_was_removed(sentence: str, place: str) -> None:
    assert told(sentence, "moon.py") == place


@pytest.mark.parametrize(("sentence", "name", "place"), ABSENT)
def test_words_say_that_it_is_not_there(sentence: str, name: str, place: str) -> None:
    assert told(sentence, name) == place


@pytest.mark.parametrize(("sentence", "place"), INDEFINITE)
def test_an_indefinite_name_may_be_or_was(sentence: str, place: str) -> None:
    assert told(sentence, "moon.py") == place


@pytest.mark.parametrize(("sentence", "place"), PULLED_OUT)
def test_what_is_to_be_pulled_out_is_planned(sentence: str, place: str) -> None:
    assert told(sentence, "dust.py") == place


@pytest.mark.parametrize(("sentence", "name", "place"), ELSEWHERE)
def test_a_sentence_places_a_path_in_another_repository(sentence: str, name: str, place: str) -> None:
    assert told(sentence, name) == place


@pytest.mark.parametrize(
    ("header", "cells", "place"),
    [
        ("File | Fate", "`moon.py` | dropped, unused", "gone"),
        ("File | Status", "`moon.py` | removed ✅", "gone"),
        ("File | Status", "`moon.py` | 🗑️", "gone"),
        ("Change | File", "D | `moon.py`", "gone"),
        ("Change | File", "Removed | `moon.py`", "gone"),
        ("File | Fate", "`moon.py` | → `dust.py`", "former"),
        ("Option | Verdict", "`moon.py` | rejected", "possible"),
        ("Option | Verdict", "`moon.py` | not pursued", "possible"),
        ("Repository | File", "orbit | `moon.py`", "elsewhere"),
        ("File | Status", "`moon.py` | removed dust", "there"),
        ("File | Status", "`moon.py` | updated", "there"),
        ("File | Owner", "`moon.py` | deleted", "there"),
    ],
)
def test_another_cell_says_what_became_of_it(header: str, cells: str, place: str) -> None:
    assert told(f"| {header} |\n|---|---|\n| {cells} |", "moon.py") == place


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("## Removals", "former"),
        ("## No longer in the repository", "former"),
        ("## Files deleted in this release", "gone"),
        ("## What went away", "former"),
        ("## No longer needed files to read", "there"),
        ("## Removed dependencies", "there"),
    ],
)
def test_a_heading_says_that_what_it_lists_is_gone(above: str, place: str) -> None:
    assert told(f"{above}\n\n- `moon.py`", "moon.py") == place


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("**Removed:** `moon.py`, `dust.py`", "gone"),
        ("**Removed the lander:** `moon.py`", "former"),
        ("**Missing:** `moon.py`", "gone"),
        ("**Upstream:** `moon.py`", "elsewhere"),
        ("**Lander:** `moon.py`", "there"),
    ],
)
def test_a_key_says_what_became_of_it(line: str, place: str) -> None:
    assert told(line, "moon.py") == place


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Under `strict: true` all landings fail.", "possible"),
        ("Passing `strict: true` fails.", "possible"),
        ("Suppose `strict: true`: all fail.", "possible"),
        ("To see it, set `strict: true`.", "possible"),
        ("`strict: true` causes them to fail.", "possible"),
        ("`strict: true` → all fail", "possible"),
        ("`strict: true` is set.", "there"),
        ("The lander has `strict: true`.", "there"),
    ],
)
def test_a_setting_is_only_supposed(sentence: str, place: str) -> None:
    clauses = read_report(read_source("report.md", (sentence + "\n").encode())).clauses
    places = [standing(clause, m).standing.value for clause in clauses for m in clause.mentions if isinstance(m.value, Setting)]
    assert places[:1] == [place]
