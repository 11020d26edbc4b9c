"""What a report says: Markdown in, clauses out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model import Side
from verifier.reading.clause import Clause, FenceClass, Form, Ground, Path, Report, Stance, Symbol
from verifier.reading.report import read_report
from verifier.reading.source import read_source

STANCES = [
    ("The service uses Redis.", Stance.ASSERTS),
    ("Add unit tests for the service.", Stance.RECOMMENDS),
    ("Consider caching the result.", Stance.RECOMMENDS),
    ("Do not use Redis here.", Stance.RECOMMENDS),
    ("- Please don't add Redis", Stance.RECOMMENDS),
    ("Never commit the `.env` file", Stance.RECOMMENDS),
    ("We do not use Redis.", Stance.ASSERTS),
    ("Never used by the service", Stance.ASSERTS),
    ("The service should use Redis.", Stance.RECOMMENDS),
    ("Is the service cached?", Stance.ASKS),
    ("Redis will be added later.", Stance.PLANS),
    ("Direct interpolation could be exploited.", Stance.ASSERTS),
    ("Use of Pydantic for validation", Stance.ASSERTS),
    ("Test coverage is 80 %.", Stance.ASSERTS),
    ("Log aggregation is missing.", Stance.ASSERTS),
    ("Build command: `npm ci`", Stance.ASSERTS),
    ("## Recommendations\n\nRate limiting on all endpoints", Stance.RECOMMENDS),
    ("## Next steps\n\n- Redis cluster", Stance.RECOMMENDS),
    ("## Issues & Recommendations\n\n- Pool exhausted", Stance.ASSERTS),
    ("## Recommendations\n\n**Issue:** 100+ files in the root", Stance.ASSERTS),
    ("## Problems\n\n- **Fix**: a longer timeout", Stance.RECOMMENDS),
    ("## Problems\n\n**Correction:** Extract into parts:\n- `Lander` keeps the fuel", Stance.PLANS),
    ("## Roadmap\n\n- [x] Metrics exported", Stance.ASSERTS),
    ("- [ ] **Metrics**: later\n  - Redis for the tanks", Stance.PLANS),
    ("- [x] **Metrics**: done\n  - Redis for the tanks", Stance.ASSERTS),
    ("- [ ] **Metrics**: later\n  - **Parts**:\n    - Redis for the tanks", Stance.PLANS),
    ("- [ ] Metrics\n  - [x] Redis for the tanks", Stance.ASSERTS),
    ("- [ ] Metrics\n- Redis for the tanks", Stance.ASSERTS),
    ("## Changes\n\n- Add metrics", Stance.ASSERTS),
    ("Consider splitting it into `fuel()`, `tank()`, and `hull()`", Stance.RECOMMENDS),
    ("It is split into `fuel()`, `tank()`, and `hull()`", Stance.ASSERTS),
    ("- Rate limiting (recommended)", Stance.RECOMMENDS),
    ("- ✅ **Add rate limiting** for sockets", Stance.RECOMMENDS),
    ("✅ **DONE**: error handling in place", Stance.ASSERTS),
    ("- **Add ID Type** - `lander/ids.py`", Stance.RECOMMENDS),
    ("## Changes\n\n- **Add ID Type** - `lander/ids.py`", Stance.ASSERTS),
    ("The report claimed unused variables at:\n\n- `lander.py` holds `fuel`", Stance.EXEMPLIFIES),
    ("Earlier audits stated that `lander.py` is large.", Stance.EXEMPLIFIES),
    ("The report covers `lander.py`.", Stance.ASSERTS),
    ("If you migrate to another stack:\n\n- `lander.py` uses Redis", Stance.EXEMPLIFIES),
    ("If the tank is empty:\n\n- `lander.py` fills it", Stance.ASSERTS),
    ("## Claims that are incorrect\n\n- `lander.py` is missing", Stance.EXEMPLIFIES),
    ("## Tanks (Target Implementation - Not Yet Migrated)\n\n- Redis for the tanks", Stance.RECOMMENDS),
    ("## Phase 2: Tanks (next steps)\n\n- Redis for the tanks", Stance.RECOMMENDS),
    ("## Tasks remaining\n\n- Redis for the tanks", Stance.RECOMMENDS),
    ("## Tanks (PostgreSQL)\n\n- Redis for the tanks", Stance.ASSERTS),
    ("## Remaining frontiers\n\n- Redis for the tanks", Stance.RECOMMENDS),
    ("# Pilot\n\nWorkspace: {{workspace}}\n\n{{rules}}\n\n- The tanks lack Redis", Stance.EXEMPLIFIES),
    ("# Pilot\n\nWorkspace: {{workspace}}, {{rules}}\n\n- The tanks lack Redis", Stance.ASSERTS),
    ("# Pilot\n\n{{rules}}\n\n- The tanks lack Redis", Stance.ASSERTS),
    ("# Pilot\n\n`{{workspace}}`\n\n`{{rules}}`\n\n- The tanks lack Redis", Stance.ASSERTS),
    ("# Pilot\n\nWorkspace: `{{workspace}}`\n\nRules: `{{rules}}`\n\n- The tanks lack Redis", Stance.ASSERTS),
    ("# Lander standards\n\n## Tanks\n\n- `lander.py` holds the tanks", Stance.RECOMMENDS),
    ("# Code review standards\n\n## Tanks\n\n- `lander.py` holds the tanks", Stance.RECOMMENDS),
    ("# Code analysis: lander standards\n\n## Tanks\n\n- `lander.py` holds the tanks", Stance.ASSERTS),
]


@pytest.mark.parametrize(("markdown", "stance"), STANCES)
def test_stance(markdown: str, stance: Stance) -> None:
    assert last(markdown).stance is stance


@pytest.mark.parametrize(("title", "around"), [("report.md", []), ("lander.py", ["lander.py"])])
def test_a_title_that_is_the_documents_own_name_places_nothing(title: str, around: list[str]) -> None:
    mentions = last(f"# `{title}` - the lander\n\n- It holds the tanks").mentions
    assert [one.value.text for one in mentions if isinstance(one.value, Path)] == around


POLARITY = [
    ("No rate limiting", True),
    ("No N+1 queries (proper joins)", False),  # the clause in brackets
    ("SQL injection prevention", False),
    ("Not only fast but small", False),
    ("Tests are missing", True),
    ("Missing:\n\n- Metrics", True),
    ("**Functions missing**: metrics", True),
    ("**Functions missing**: metrics are still present", False),
    ("## Functions missing\n\n**Functions**: metrics", True),
    ("## Functions missing\n\n**Impact**: metrics", False),
    ("Missing:\n\n- ✅ Metrics", False),
    ("Missing:\n\n- Metrics are exported", False),
    ("- ❌ Unit tests", True),
    ("## Checklist\n\n- [ ] Alerting rules", True),
]


@pytest.mark.parametrize(("markdown", "negated"), POLARITY)
def test_polarity(markdown: str, negated: bool) -> None:
    assert last(markdown).negated is negated


@pytest.mark.parametrize(
    ("markdown", "parts"),
    [
        ("Sends ping but doesn't validate pong", ["Sends ping", "but doesn't validate pong"]),
        ("No N+1 queries (proper joins)", ["No N+1 queries", "proper joins"]),
        ("It is long. `a.py` has 3 lines. See e.g. `b.py`.", ["It is long.", "a.py has 3 lines.", "See e.g. b.py."]),
        ("`a.py` - No test file found", ["a.py", "No test file found"]),
        ("Uses `f(a, b)` (fast); stores nothing", ["Uses f(a, b)", "fast", "stores nothing"]),
    ],
)
def test_clauses(markdown: str, parts: list[str]) -> None:
    assert [clause.text for clause in read(markdown).clauses] == parts


def test_a_table_row_lends_its_path_to_its_cells() -> None:
    cell = read("| File | Lines |\n|---|---|\n| a.py | ~250 |\n").clauses[-1]
    assert cell.form is Form.CELL
    assert cell.context.header == "Lines"
    assert [mention.text for mention in cell.all(Path)] == ["a.py"]
    assert (cell.quantities[0].low, cell.quantities[0].high) == (225, 275)


def test_before_and_after_columns() -> None:
    clauses = read("| File | Before | After |\n|---|---|---|\n| a.py | 10 | 20 |\n").clauses
    assert [clause.side for clause in clauses[-2:]] == [Side.BEFORE, Side.AFTER]


def test_before_and_after_headings() -> None:
    clauses = read("## Before and after\n\nBoth.\n\n### Before\n\nOne file.\n\n### After (split)\n\nTwo files.\n").clauses
    told = {clause.text: clause.side for clause in clauses}
    assert (told["One file."], told["Two files."]) == (Side.BEFORE, Side.NOW)


def test_tree_entries_have_full_paths_and_their_comments_are_statements() -> None:
    report = read("```\nsrc/\n├── a.py   # entry point\n├── old.py  (deleted)\n└── lib/\n    └── b.ts\n```\n")
    entries = [statement.context.tree for statement in report.statements if statement.form is Form.TREE_ENTRY]
    assert [(entry.path, entry.directory, entry.gone) for entry in entries if entry] == [
        ("src", True, False), ("src/a.py", False, False), ("src/old.py", False, True),
        ("src/lib", True, False), ("src/lib/b.ts", False, False),
    ]  # fmt: skip
    assert any(statement.text.plain == "entry point" for statement in report.statements)


FENCES = [
    ("```\n✅ Unit tests\n❌ E2E tests\n```", FenceClass.PROSE),
    ("```python\nx = 1\n```", FenceClass.CODE),
    ("**Fix:**\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("## Recommendations\n\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n## Login **MISSING**\n\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n## Example lander\n\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n## Fuels to Track\n\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n**File: `lander.py`** (MODIFY)\n\n```python\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n**File: `lander.py`** (new)\n\n```python\nx = 1\n```", FenceClass.CODE),
    ("# Audit\n\n## Lander\n\n```python\n# your code here\nx = 1\n```", FenceClass.SUGGESTED),
    ("# Audit\n\n## Page\n\n```markdown\n- **Location:** `lander.py`\n```", FenceClass.OUTPUT),
    ("```\na ──▶ b\n│     │\n▼     ▼\n```", FenceClass.DIAGRAM),
    ("```bash\nnpm ci\n```", FenceClass.SHELL),
    ("```\nsrc/\n├── a.py\n└── b.py\n```", FenceClass.TREE),
]


@pytest.mark.parametrize(("markdown", "kind"), FENCES)
def test_fences(markdown: str, kind: FenceClass) -> None:
    assert read(markdown).fences[0].kind is kind


def test_files_reviewed_give_a_section_its_scope() -> None:
    clause = last("## Sockets\n\n**Files Reviewed:**\n- `core/a.py`\n- `core/b.py`\n\n### Strengths\n\nGood locks.\n")
    assert clause.hints.section_paths == (("core/a.py", "core/b.py"),)


@given(
    st.lists(
        st.sampled_from(
            [
                "# T",
                "text `a.py:3` more",
                "- item (5 lines)",
                "| a | b |",
                "|---|---|",
                "```",
                "├── x.py",
                "",
                "✅ **Key**: value",
                "> quote",
            ]
        ),
        max_size=25,
    )
)
def test_every_clause_lies_where_its_words_are(lines: list[str]) -> None:
    report = read("\n".join(lines) + "\nend\n")
    for clause in report.clauses:
        line = report.source.lines[clause.span.line - 1]
        first = clause.words.plain[: 1 + clause.words.runs[1][0] - 1] if len(clause.words.runs) > 1 else clause.words.plain
        assert line[clause.span.column - 1 :].startswith(first[:1])


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    read("A report in words. " * 40 + text.replace("\0", ""))


def read(markdown: str) -> Report:
    return read_report(read_source("report.md", markdown.encode("utf-8", "surrogatepass")))


def last(markdown: str) -> Clause:
    return read(markdown).clauses[-1]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("The locker should be split.", Ground.OWN_WORDS),
        ("Before the change the locker should have been split.", Ground.OWN_WORDS),
        ("`locker.py:12` swallows errors.", Ground.CITED_LINE),
        ("- [x] Parcels are weighed", Ground.MARK),
        ("## Next steps\n\nParcel labels in colour.", Ground.AROUND),
        ("Parcels are weighed twice.", Ground.NOTHING),
    ],
)
def test_what_a_stance_is_decided_by(text: str, ground: Ground) -> None:
    assert read(text + "\n").clauses[-1].ground is ground


def test_mentions_come_by_kind() -> None:
    clause = read("`parcels.py` calls `weigh()`.\n").clauses[0]
    assert [mention.value.text for mention in clause.own(Path)] == ["parcels.py"]
    assert [mention.value.name for mention in clause.all(Symbol)] == ["weigh"]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("# Lunar API: review\n\nAll is well.\n", ("lunar",)),  # api: what the project is, and not a part of it
        ("# Lunar Server\n\n## Backend\n\nAll is well.\n", ("backend",)),
        ("# Backend review\n\nAll is well.\n", ("backend",)),
        ("# Review\n\n## API\n\nAll is well.\n", ("api",)),
    ],
)
def test_a_title_calls_a_project_a_server_and_a_heading_a_part(text: str, areas: tuple[str, ...]) -> None:
    report = read_report(read_source("r.md", text.encode()))
    assert report.clauses[-1].hints.areas == areas
