"""A part of a sentence never passes for the whole: with words before or behind it that no rule knows, none is checked in full."""

from __future__ import annotations

import re

import pytest

from verifier.codebase import Codebase
from verifier.engine import recognise, weighed
from verifier.facts.facts import Facts
from verifier.judging import judged_in_scopes
from verifier.model import Extent, StatementFinding
from verifier.reading.report import read_report
from verifier.reading.says.statements import checked_statements
from verifier.reading.source import read_source
from verifier.registry import installed_rules
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import MemorySnapshot
from verifier.rule import AnyRule, Example, Rule

HEADS = ("Lunar gauges drift, and ", "On lunar nights, ", "The lunar crew calibrates gauges; ")
TAILS = (" while lunar gauges drift", " and keeps lunar gauges calibrated", " by calibrating lunar gauges")
_MARK = re.compile(r"(\s*(?:[-*]|\d+\.)\s+)?(?=[\w`\"*])")
_SENTENCES = re.compile(r"(?<=[^.\s])\.(?=\s|$)")


def lengthened(report: str, head: str = "", tail: str = "") -> str:
    """The report with a head on each line and a tail on each sentence, but for headings, tables, lead-ins and blocks of code."""
    lines, fenced = [], False
    for line in report.split("\n"):
        fenced = fenced is not line.startswith("```")
        mark = _MARK.match(line)
        if not mark or fenced or line.startswith(("|", "```", "#")) or line.rstrip().endswith(":"):
            lines.append(line)
            continue
        parts = _SENTENCES.split(line[mark.end() :])
        lines.append(mark[0] + head + ".".join(part + tail if re.search(r"\w", part) else part for part in parts))
    return "\n".join(lines)


def statements(report: str, example: Example, rule: AnyRule) -> tuple[StatementFinding, ...]:
    read, snapshot = read_report(read_source("report.md", report.encode())), MemorySnapshot(example.files)
    code = Codebase(snapshot, PathIndex(snapshot), Facts(snapshot), History("in memory"))
    claims, _ = recognise(read, [rule])
    found = [(item, judged_in_scopes(rule, item.claim, code)) for item in claims] if isinstance(rule, Rule) else []
    judged = weighed(read, found, [rule])
    ledgers = {position: ledger for position, (_, ledger) in enumerate(judged) if ledger is not None}
    return checked_statements(read, [finding for finding, _ in judged], ledgers)


@pytest.mark.parametrize("rule", [rule for _, rule in sorted(installed_rules().items())], ids=lambda rule: rule.name)
@pytest.mark.parametrize(("head", "tail"), [*((head, "") for head in HEADS), *(("", tail) for tail in TAILS)])
def test_no_part_passes_for_the_whole(rule: type[AnyRule], head: str, tail: str) -> None:
    for example in rule.examples:
        found = statements(lengthened(example.report, head, tail), example, rule())
        assert not [item.text for item in found if item.checked is Extent.FULL and "lunar" in item.text.lower()], example.title


def test_without_them_some_are_checked_in_full() -> None:
    """Else the test above could not fail."""
    rule = installed_rules()["file-lines"]
    assert any(item.checked is Extent.FULL for example in rule.examples for item in statements(example.report, example, rule()))


def test_a_value_beside_the_name_of_a_variable_is_not_checked() -> None:
    rule = installed_rules()["env-variables"]
    example = Example("", "", {"a.py": 'import os\nos.environ["ORBIT_URL"]\n'}, ())
    (found,) = statements('```bash\nORBIT_URL="http://moon"\n```\n', example, rule())
    assert found.checked is Extent.PART


def test_what_a_command_is_given_is_checked_only_where_it_is_known_what_it_takes() -> None:
    files = {
        "pyproject.toml": '[project.scripts]\norbit = "orbit:cli"\n',
        "orbit.py": "import click\n\n\n@click.group()\ndef cli(): ...\n\n\n@cli.command()\n@click.option('--by')\ndef turn(by): ...\n\n\n"
        "@cli.command()\n@shared\ndef land(): ...\n",
        "Makefile": "moon:\n\ttrue\n",
    }
    rule, shown = installed_rules()["command"], "```bash\norbit turn --by 3\norbit land --by 3\nmake moon\nmake moon --always\n```\n"
    found = {item.text: (item.checked, item.unexplained) for item in statements(shown, Example("", "", files, ()), rule())}
    assert found["orbit turn --by 3"] == (Extent.FULL, ())
    assert found["orbit land --by 3"] == (Extent.PART, ("land", "--by", "3"))
    assert found["make moon"] == (Extent.FULL, ())
    assert found["make moon --always"] == (Extent.PART, ("--always",))


def test_that_a_file_is_there_does_not_check_what_is_present_in_it() -> None:
    rule, files = installed_rules()["file-exists"], {"a.toml": ""}
    (found,) = statements("- Present in `a.toml`\n", Example("", "", files, ()), rule())
    assert found.checked is Extent.PART
    (found,) = statements("- `a.toml` is present\n", Example("", "", files, ()), rule())
    assert found.checked is Extent.FULL
