"""The settings there are: name, kind of value, default, meaning. Reader, environment, schema and `config` go by this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.config.kinds import Choice, Flag, Kind, Number, Share, Strings, Text
from verifier.config.names import FAIL_ON, FORMATS, check_names, check_outcomes, check_words
from verifier.gate import FAIL_ON_DEFAULT
from verifier.model import Confidence
from verifier.repository.metered import BUDGET, MEGABYTE
from verifier.repository.told import NOTHING_TOLD, ToldKinds

if TYPE_CHECKING:
    from verifier.rule import Options

AREAS, FILES, REPORTS, RULES = "areas", "files", "reports", "rules"
TABLES = (AREAS, FILES, REPORTS, RULES)


@dataclass(frozen=True)
class Setting:
    """`default` is what is in force without it, as a file would say it; None where it is off. `by_report`: may be set for some reports."""

    key: str
    kind: Kind
    default: object
    says: str
    by_report: bool = False


SETTINGS = (
    Setting("select", Strings(check_names), [], "Only these rules or families.", True),
    Setting("ignore", Strings(check_names), [], "All but these rules or families.", True),
    Setting("exclude", Strings(), [], "Reports that are not checked: patterns of paths, from the folder of this file."),
    Setting("words", Strings(check_words), [], "Words of your reports that say nothing of the code."),
    Setting(
        "min-confidence",
        Choice(tuple(item.value for item in Confidence)),
        Confidence.LIKELY.value,
        "Leave out verdicts less sure than this.",
        True,
    ),
    Setting("output-format", Choice(FORMATS), "text", "How results are written."),
    Setting("budget", Number(1), BUDGET // MEGABYTE, "Megabytes of work for a report."),
    Setting("fail-on", Strings(check_outcomes, FAIL_ON), list(FAIL_ON_DEFAULT), "What fails a run.", True),
    Setting("min-checked", Share(), None, "The least share of the statements that could be checked and were."),
    Setting("max-refuted", Number(), None, "More claims that are refuted fail a run."),
    Setting("baseline", Text(), None, "A file that knows claims to be false, from the folder of this file."),
    Setting("base", Text(), None, "The revision that --changed-only compares with."),
    Setting("require-reasons", Flag(), False, "Comments that suppress findings must say why."),
    Setting("ignore-suppressions", Flag(), False, "Comments that suppress findings count for nothing."),
    Setting("unsafe-fixes", Flag(), False, "--fix and --diff also flip marks and strike words."),
)


@dataclass(frozen=True)
class ForReports:
    """What is set for the reports that a pattern names; None for what is not."""

    pattern: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_confidence: str | None = None
    fail_on: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Config:
    """What is configured; `path` is None where there is no file. `areas` maps a name to paths of the repository.

    `given` tells of each setting where its value comes from. `fail_on` is None where nothing is said of it; () fails on nothing.
    `min_checked` is in hundredths.
    """

    path: Path | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    min_confidence: str | None = None
    output_format: str | None = None
    budget: int = 0
    fail_on: tuple[str, ...] | None = None
    min_checked: float | None = None
    max_refuted: int | None = None
    baseline: str | None = None
    base: str | None = None
    require_reasons: bool = False
    ignore_suppressions: bool = False
    unsafe_fixes: bool = False
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: ToldKinds = NOTHING_TOLD
    reports: tuple[ForReports, ...] = ()
    rule_options: Mapping[str, Options] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """From where patterns of reports and the baseline's path go."""
        return self.path.parent if self.path else Path()
