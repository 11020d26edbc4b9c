"""What a report asks not to be told of: comments that suppress findings on a line, between two lines, or in the whole file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum

from verifier.config import check_names
from verifier.model import Aside, Extent, Finding, Span, StatementFinding, Verdict, Without
from verifier.reading.directives import Directive, directives
from verifier.registry import installed
from verifier.result import Outcome

_FORM = re.compile(r"(?P<act>[A-Za-z-]+)\s*(?:\[(?P<names>[^\]]*)\])?(?P<reason>.*)", re.S)
_MOST = 1_000  # comments of a report that count
_TOLD = 100  # mistakes of a report that are told
_SUPPRESSIBLE = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL)  # an error is never hidden


_Off = dict[frozenset[str], list[int]]  # what is switched off, by its names: the positions of its comments


class Act(str, Enum):
    """What a comment asks for; of several that fit, the first of these is the one that is used."""

    IGNORE = "ignore"
    OFF = "off"
    FILE = "ignore-file"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment, on `line`. `names` are rules and families, none for all; it covers the 1-based lines from `first` to `last`."""

    act: Act
    line: int
    names: tuple[str, ...]
    reason: str
    first: int
    last: int

    def covers(self, span: Span) -> bool:
        return self.first <= span.end_line and span.line <= self.last


@dataclass(frozen=True, slots=True)
class Suppressions:
    """Those of one report that take effect; `mistakes` are comments that do not, each with its line and what is wrong with it."""

    active: tuple[Suppression, ...] = ()
    mistakes: tuple[tuple[int, str], ...] = ()


def read_suppressions(lines: Sequence[str], require_reasons: bool = False) -> Suppressions:
    """The suppressions of a report's repaired lines."""
    found: list[Suppression] = []
    mistakes: list[tuple[int, str]] = []
    off: _Off = {}
    every = directives(lines)
    if len(every) > _MOST:
        mistakes.append((every[_MOST].line, f"comments for verify-review count no more from here on: a report may have {_MOST:,}"))
    for directive in every[:_MOST]:
        made = _parsed(directive, len(lines), found, off)
        if isinstance(made, str):
            mistakes.append((directive.line, made))
        elif made is not None and require_reasons and not made.reason:
            mistakes.append((directive.line, "this suppression gives no reason, and so suppresses nothing (--require-reasons)"))
        elif made is not None:
            room = max(0, _TOLD - len(mistakes))  # to look for what was meant takes a while
            mistakes += [(directive.line, told) for told in check_names(made.names[:room])]
            if made.act is Act.OFF:
                off.setdefault(frozenset(made.names), []).append(len(found))
            found.append(made)
    order = list(Act)
    more = [(line, f"this and {len(mistakes) - _TOLD} more mistakes like it") for line, _ in mistakes[_TOLD : _TOLD + 1]]
    return Suppressions(tuple(sorted(found, key=lambda one: order.index(one.act))), (*mistakes[:_TOLD], *more))


def _parsed(directive: Directive, length: int, found: list[Suppression], off: _Off) -> Suppression | str | None:
    """The suppression that a comment is, or what is wrong with it; None for one that ends others, which is done."""
    if directive.words is None:
        return "a comment for verify-review must end on the line on which it begins"
    match = _FORM.fullmatch(directive.words)
    act = match["act"].lower() if match else ""
    if match is None or act not in [one.value for one in Act]:
        near = get_close_matches(act[:40], [one.value for one in Act], 1)
        return f"'{act[:40]}' is nothing to ask for; {f'did you mean {near[0]}?' if near else 'there are ignore, ignore-file, off and on'}"
    names = tuple(name for name in re.split(r"[\s,]+", match["names"] or "") if name)
    if Act(act) is Act.ON:
        return _ended(directive.line, names, found, off)
    first, last = {Act.IGNORE: directive.target, Act.OFF: (directive.line, length), Act.FILE: (1, length)}[Act(act)]
    return Suppression(Act(act), directive.line, names, match["reason"].strip(" \t:–—-"), first, last)


def _ended(line: int, names: tuple[str, ...], found: list[Suppression], off: _Off) -> str | None:
    """Ends at `line` what was switched off with the same names, or all that was where there are none."""
    ended = [off.pop(frozenset(names), [])] if names else list(off.values())
    if not names:
        off.clear()
    for at in (at for places in ended for at in places):
        found[at] = replace(found[at], last=line)
    if any(ended):
        return None
    return "nothing is off here" + (f" for {', '.join(names)}" if names else "")


def suppressed(outcome: Outcome, suppressions: Suppressions) -> Outcome:
    """The outcome with what the report suppresses set aside; what is not understood, or in part, by comments that name no rule."""
    if not suppressions.active:
        return outcome
    families = {name: rule.family for name, rule in installed().items()}

    def finding(item: Finding) -> Finding:
        one = _suppressing(item, suppressions.active, families)
        return replace(item, aside=Aside(Without.SUPPRESSED, one.reason)) if one else item

    def statement(item: StatementFinding) -> StatementFinding:
        covered = any(one.covers(item.span) for one in suppressions.active if not one.names)
        return replace(item, aside=Aside(Without.SUPPRESSED)) if covered else item

    statements = tuple(map(statement, outcome.statements))
    return replace(outcome, findings=tuple(map(finding, outcome.findings)), statements=statements)


def _suppressing(finding: Finding, active: Iterable[Suppression], families: dict[str, str]) -> Suppression | None:
    if finding.verdict not in _SUPPRESSIBLE:
        return None
    rule = finding.claim.rule
    named = {rule, families.get(rule, rule)}
    return next((one for one in active if one.covers(finding.claim.span) and (not one.names or named & set(one.names))), None)


def unused(outcome: Outcome, suppressions: Suppressions, rules: Collection[str], statements: bool) -> list[tuple[int, str]]:
    """For each suppression, or each of its names, that nothing needs: its line, and a sentence.

    Only names whose rules were all run are judged: `rules` are those. `statements`: whether it matters that statements are not
    understood, or checked in part.
    """
    families = {name: rule.family for name, rule in installed().items()}
    needed: set[tuple[Suppression, str]] = set()
    for finding in outcome.findings:
        one = _suppressing(finding, suppressions.active, families)
        if one is not None:
            rule = finding.claim.rule
            needed.update((one, name) for name in one.names or ("",) if name in ("", rule, families.get(rule)))
    if statements:
        open_ones = [item for item in outcome.statements if item.unread or item.checked is Extent.PART]
        needed.update((one, "") for one in suppressions.active for item in open_ones if not one.names and one.covers(item.span))
    ran = {**{name: name in rules for name in families}, "": all(name in rules for name in families)}
    for name, family in families.items():
        ran[family] = ran.get(family, True) and name in rules
    found = []
    for one in sorted(suppressions.active, key=lambda one: one.line):
        left = [name for name in one.names or ("",) if (one, name) not in needed and ran.get(name, False)]
        if left:
            of = f" of {', '.join(left)}" if left[0] else ""
            found.append((one.line, f"this suppression is not needed: nothing{of} is refuted, stale or doubtful there"))
    return found
