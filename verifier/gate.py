"""What a run must meet so that it does not fail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from verifier.model import Extent, Reason, Verdict, Without
from verifier.result import Outcome

FAIL_ON_DEFAULT = ("refuted", "stale", "error")
UNUSED, NOTHING = "unused-suppression", "nothing-checked"
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)\s?%?", re.ASCII)
_NOBODY_CAN = frozenset((Reason.OPINION, Reason.RUNTIME, Reason.PROCESS))  # what no file of a repository tells
_DECIDED = frozenset((Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL))


@dataclass(frozen=True, slots=True)
class Gate:
    """`fail_on` holds names of `config.FAIL_ON`; `min_checked` is in hundredths; None asks for nothing."""

    fail_on: tuple[str, ...] = FAIL_ON_DEFAULT
    min_checked: float | None = None
    max_refuted: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How many statements were checked, at least in part, of those that could be."""

    checked: int = 0
    could_be: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.checked + other.checked, self.could_be + other.could_be)


def percentage(text: str | float) -> float:
    """ "60%", "60" or 60 as hundredths. Raises ValueError, with a message for people."""
    match = _PERCENT.fullmatch(f"{text:g}" if isinstance(text, int | float) else text.strip())
    if match is None or isinstance(text, bool) or float(match[1]) > 100:
        raise ValueError(f"a share from 0% to 100% is meant, such as 60%, not {text!r}")
    return float(match[1])


def share_checked(outcome: Outcome) -> Share:
    """Opinions, wishes, and what only a running program or a person could tell do not count; what was not understood does."""
    checked = could_be = 0
    for statement in outcome.statements:
        aside = statement.aside.why if statement.aside else None
        if aside is Without.UNCHANGED or (aside is Without.SUPPRESSED and statement.checked is Extent.NONE):
            continue
        reasons = [outcome.findings[place].reason for place in statement.findings]
        if statement.checked is not Extent.NONE:
            checked += 1
            could_be += 1
        elif statement.unread or any(reason not in _NOBODY_CAN for reason in reasons):
            could_be += 1
    return Share(checked, could_be)


def met_by(outcome: Outcome) -> Counter[str]:
    """How often each of `config.FAIL_ON` is met, of what counts, and how many claims were "decided"."""
    met = Counter(finding.verdict.value for finding in outcome.findings if finding.aside is None)
    met["part"] = sum(item.checked is Extent.PART and item.aside is None for item in outcome.statements)
    met["unread"] = sum(item.aside is None for item in outcome.unread)
    met["decided"] = sum(finding.verdict in _DECIDED for finding in outcome.findings)
    return met


def failures(gate: Gate, met: Mapping[str, int], share: Share, reports: int) -> list[str]:
    """Why a run of so many reports fails, a sentence each; verdicts speak for themselves and have "". Errors are no failures of it."""
    found = []
    for name in gate.fail_on:
        if name in ("error", NOTHING) or (name == "refuted" and gate.max_refuted is not None):
            continue
        if met.get(name, 0):
            found.append("")
    if gate.max_refuted is not None and met.get("refuted", 0) > gate.max_refuted:
        found.append(f"{met['refuted']} claims are refuted; --max-refuted allows {gate.max_refuted}")
    if NOTHING in gate.fail_on and reports and not met.get("decided", 0):
        found.append("no claim could be checked (--fail-on nothing-checked)")
    if gate.min_checked is not None and share.checked * 100 < gate.min_checked * share.could_be:
        reached = 100 * share.checked / share.could_be
        found.append(
            f"{share.checked} of the {share.could_be} statements that could be checked were, {reached:.0f}%; "
            f"--min-checked asks for {gate.min_checked:g}%"
        )
    return found
