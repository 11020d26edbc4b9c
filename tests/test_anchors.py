"""Anchors and quotes at the times that a report may describe, and what may stand beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import commit, git

from verifier.engine import verify
from verifier.model import Finding
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions

BEFORE = "class Queue:\n    def pop(self):\n        return self.items[0]\n\n    def size(self):\n        return len(self.items)\n"
AFTER = BEFORE.replace("    def pop(self):\n", "    def pop(self):\n\n        if not self.items:\n            return None\n")


def findings(root: Path, report: str, rules: tuple[str, ...] = ("line-anchor",), at: str | None = None) -> list[Finding]:
    with open_repository(root, at) as opened:
        outcome = verify(read_report(read_source("REVIEW.md", report.encode())), opened, RunOptions(select=rules, use_cache=False))
    return list(outcome.findings)


def verdicts(root: Path, report: str, rules: tuple[str, ...] = ("line-anchor",)) -> list[str]:
    return [finding.verdict.value for finding in findings(root, report, rules)]


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"lib/queue.py": BEFORE}, date="2024-03-01T10:00:00Z")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        "**Codebase version:** main (commit {})",
        "Commit: `{}`",
        "Reviewed at {}",
        "Base: {}",
        "Scope: the queue at `{}`",
        "---\nrevision: {}\n---",
    ],
)
def test_the_commit_that_a_report_names_is_asked(queue: Path, words: str) -> None:
    named = git(queue, "rev-parse", "HEAD")[:9]
    commit(queue, {"lib/queue.py": "\n" * 20 + AFTER}, date="2024-03-02T10:00:00Z")
    report = words.format(named) + "\n\n# Review\n\nThe first of no items is taken at `lib/queue.py:3`: `return self.items[0]`\n"
    (found,) = findings(queue, report)
    assert (found.verdict.value, (found.stale_since or "")[:9]) == ("stale", named)


@pytest.mark.parametrize("words", ["Fixed in {}", "See the commit after {}", "Introduced by commit {}"])
def test_a_commit_told_of_is_not_the_one_described(queue: Path, words: str) -> None:
    named = git(queue, "rev-parse", "HEAD")[:9]
    commit(queue, {"lib/queue.py": "\n" * 20 + AFTER}, date="2024-03-02T10:00:00Z")
    report = words.replace("See the commit after", "Fixes commit").format(named) + "\n\n`lib/queue.py:3` has `return self.items[0]`\n"
    assert verdicts(queue, report) == ["refuted"]


REVIEW = "# Review of the queue\n\n## Empty queues\n\n- **File:** `lib/queue.py:3`\n- **Bug:** an empty queue fails\n"


def test_a_report_that_came_with_its_fix_is_not_refuted(queue: Path) -> None:
    commit(queue, {"lib/queue.py": AFTER, "REVIEW.md": REVIEW}, date="2024-03-02T10:00:00Z")
    assert verdicts(queue, REVIEW) == ["unverifiable"]


def test_a_blank_line_that_was_blank_before_is_no_place_of_anything(queue: Path) -> None:
    report = REVIEW.replace(":3", ":4").replace("an empty", "a negative weight in an empty")
    commit(queue, {"lib/other.py": "", "REVIEW.md": report}, date="2024-03-02T10:00:00Z")
    assert verdicts(queue, report) == ["refuted"]


@pytest.mark.parametrize(
    "report",
    [
        "# Review\n\n## Fixed issues\n\n- Crash on no items (`q.py:1`)\n",
        "# Review\n\n### Crash on no items\n\n**Status:** FIXED\n**File:** `q.py:1`\n",
        "# Review\n\n### Crash on no items (`q.py:1`)\n\n```python\n# Before\nreturn items[0]\n# After\nreturn items[:1]\n```\n",
    ],
)
def test_the_place_of_a_mended_fault_is_where_it_was(queue: Path, report: str) -> None:
    commit(queue, {"q.py": "\n\ndef pop(items):\n    return items[:1]\n"})
    assert "refuted" not in verdicts(queue, report) + verdicts(queue, report, ("code-quote",))
    assert "doubtful" not in verdicts(queue, report)


CODE = (
    '"""Routes."""\n\nimport json\nfrom app.stops import first, last\n\n\n'
    "def plan(stops):\n    # total = sum(stops)\n    return sorted(stops)\n\n\n"
    + "X = 1\n" * 10
    + "\n\nclass Map:\n    def draw(self, route):\n        return json.dumps(route)\n"
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("`a.py:7` defines `plan`", "holds"),
        ("`a.py:24` - `plan` (C-11)", "refuted"),  # in another class, and of the same words
        ("`a.py:3` — `plan_all`", "refuted"),  # nowhere, and nothing else is said
        ("`a.py:3` has no `plan_all`", "unverifiable"),
        ("### Unused imports\n\n- `a.py:4` — `first`", "holds"),
        ("### Unused imports\n\n- `a.py:4` — `json`", "holds"),  # one line off
        ("### Unused imports\n\n- `a.py:4` — `plan`", "refuted"),
        ("`a.py:8` — `total` is assigned and never read", "unverifiable"),
        ("`a.py:12` see there", "unverifiable"),
        ("`a.py:99` is slow", "refuted"),
        ("`plan` (line ~7 of `a.py`)", "holds"),
        ("`draw()` in `a.py` (lines 25-26)", "holds"),
    ],
)
def test_what_an_anchor_proves(tmp_path: Path, sentence: str, verdict: str) -> None:
    (tmp_path / "a.py").write_text(CODE)
    found = verdicts(tmp_path, f"# Review of a.py\n\n{'' if sentence.startswith('#') else '- '}{sentence}\n")
    assert found in ([verdict], ["doubtful"] if verdict == "unverifiable" else [verdict])


def test_the_message_names_the_right_place(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(CODE)
    (tmp_path / "b.py").write_text("\n\ndef haul(load):\n    return load\n")
    (found,) = findings(tmp_path, "# Review\n\n- `a.py:3` — `haul`\n")
    assert found.message == "haul is not in a.py; it is defined at b.py:3"


def test_of_files_of_one_name_the_one_that_defines_it_is_meant(tmp_path: Path) -> None:
    for path, code in {"a/ui/tools.py": "def paint(): ...\n", "a/tools.py": "def weigh(parcel): ...\n"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(code)
    (found,) = findings(tmp_path, "| File | Detail |\n|---|---|\n| `tools.py` | `weigh()` is slow |\n", ("file-exists",))
    assert found.subject == "a/tools.py" or "a/tools.py" in found.message


def test_what_is_on_a_side_branch_only_never_came(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"a.py": "x = 1\n"})
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"PLAN.md": "# Plan\n"})
    git(tmp_path, "checkout", "-q", "main")
    with open_repository(tmp_path) as opened:
        assert opened.history.path_events("PLAN.md").added_later_in is None


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("`a.rb` annotates it:\n```ruby\nrows = [] #: Array[String]\n```\n", "rows = [] #: Array[Integer]\n"),
        ("Calls lack a limit:\n\n```ruby\ntree = parse(self.text) # no limit\n```\n", "tree = parse(self.text, limit)\n"),
        ("`a.rb` keeps `{ key => Parcel }`\n", "# (Key key) -> Parcel\nrows = []\n"),
        ('It answers `{ "moved": N, "kept": M }`.\n', 'x = { "moved": 1, "kept": 2 }\n'),
        (
            "**File**: `a.rb:1`\n**Still needed**: a lock like this:\n```ruby\nself.lock = Lock.new(owner, 5)\n```\n",
            "self.lock = Lock.new(owner, 5)\n",
        ),
        ("**Location:** `a.rb:2`\n- **All others**: `'silver'`\n", "# 'silver' elsewhere\nmetal = 'gold'\n"),
    ],
)
def test_quotes_that_do_not_hold(tmp_path: Path, report: str, code: str) -> None:
    (tmp_path / "a.rb").write_text(code)
    assert "holds" not in verdicts(tmp_path, "# Review\n\n" + report, ("code-quote",))


@pytest.mark.parametrize("lead", ["Jobs now use `mail.py`:", "It is done with `mail.py`:", "Code that calls `mail.py`:"])
def test_the_use_of_a_module_is_no_text_of_it(tmp_path: Path, lead: str) -> None:
    (tmp_path / "mail.py").write_text("class Sender:\n    def send(self, to): ...\n\n\nsender = Sender()\nsender.send('ops')\n")
    block = "from mail import Sender\n\nsender = Sender()\nanswer = sender.send(user, text)\nlog(answer.code)\n"
    assert "refuted" not in verdicts(tmp_path, f"# Mail\n\n{lead}\n```python\n{block}```\n", ("code-quote",))


CHANGE = (
    "# The queue\n\n## Change\n\nChanged `lib/queue.py`.\n\n"
    "```python\n# Before\n{}\n\n# After\nreturn self.items[0] if self.items else None\n```\n"
)


@pytest.mark.parametrize(
    ("before", "verdict"),
    [("def pop(self):\n    return self.items[0]", "holds"), ("def pop(self):\n    return self.heap[-1].weight", "unverifiable")],
)
def test_code_from_before_a_change_is_looked_up_in_the_commit_before_the_report(queue: Path, before: str, verdict: str) -> None:
    report = CHANGE.format(before)
    commit(queue, {"lib/queue.py": AFTER, "CHANGE.md": report}, date="2024-03-02T10:00:00Z")
    told = {(found.claim.side.value, found.verdict.value) for found in findings(queue, report, ("code-quote",))}
    assert ("before", verdict) in told


FIX = BEFORE.replace("return self.items[0]", "return self.items.pop(0)")


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("## Pop\n\n**File:** `lib/queue.py`\n\n```python\nreturn self.items[0]\n```\n", {"stale"}),
        ("## Очередь\n\n**Файл:** `lib/queue.py`\n\n```python\nreturn self.items[0]\n```\n\nЭто место надо исправить.\n", {"stale"}),
        ("## Pop [FIXED]\n\n**File:** `lib/queue.py`\n\n```python\nreturn self.items[0]\n```\n", {"unverifiable"}),
        ("## Pop\n\n**File:** `lib/queue.py`\n\n```python\nreturn self.items[7]\n```\n", {"unverifiable"}),
    ],
)
def test_a_line_that_went_with_the_report_s_commit_is_stale(queue: Path, report: str, told: set[str]) -> None:
    commit(queue, {"lib/queue.py": FIX, "REVIEW.md": report}, date="2024-03-02T10:00:00Z")
    assert {found.verdict.value for found in findings(queue, report, ("code-quote",))} == told


def test_a_block_holds_only_with_its_small_lines(queue: Path) -> None:
    report = "Current code (`lib/queue.py`):\n\n```python\ndef size(self):\n    return 7\n\ndef pop(self):\n    return self.items[0]\n```\n"
    told = findings(queue, report, ("code-quote",))
    assert "holds" not in [found.verdict.value for found in told if "\n" in found.claim.text]
