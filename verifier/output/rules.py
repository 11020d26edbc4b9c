"""Rules as people read about them: the list, and one rule's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from itertools import groupby

from verifier.output.escape import escape, escape_lines
from verifier.output.style import Style
from verifier.registry import InstalledRule
from verifier.rule import AnyRule, Example, Expect


def render_list(rules: Iterable[InstalledRule], style: Style) -> str:
    """Name and meaning of every rule, by family. Raises RuleError."""
    ordered = sorted(rules, key=lambda rule: (rule.family, rule.name))
    first = max((len(rule.name) for rule in ordered), default=0)
    lines: list[str] = []
    for family, members in groupby(ordered, key=lambda rule: rule.family):
        lines += ["", style.paint(escape(family), "bold", "blue")]
        for rule in members:
            told = textwrap.wrap(escape(rule.load().summary), max(30, (style.width or 120) - first - 4)) or [""]
            lines.append(f"  {style.paint(f'{escape(rule.name):<{first}}', 'bold')}  {told[0]}")
            lines += [" " * (first + 4) + line for line in told[1:]]
    return "\n".join([*lines[1:], "", f"{len(ordered)} rules. `verify-review rule NAME` shows one with its examples."]) + "\n"


def render_rule(installed: InstalledRule, style: Style) -> str:
    """A rule's page: what right means, where it comes from, options, and every example with its verdicts. Raises RuleError."""
    rule = installed.load()
    head = [style.paint(escape(rule.name), "bold", "blue"), "", *textwrap.wrap(escape(rule.summary), min(style.width or 100, 100)), ""]
    head += [f"Family  {escape(installed.family)}", f"Kinds   {escape(', '.join(rule.kinds))}"]
    head += [f"Source  {rule.__module__}:{rule.__qualname__}"]
    return "\n".join([*head, *_options(rule, style), *_examples(rule, style)]) + "\n"


def _options(rule: type[AnyRule], style: Style) -> Iterator[str]:
    kind = rule.options_type
    settings = fields(kind) if is_dataclass(kind) else ()
    if not settings:
        return
    yield from ("", style.paint("Options", "bold"), f"  in [tool.verify-review.rules.{escape(rule.name)}] of pyproject.toml")
    first = max(len(item.name) for item in settings)
    for item in settings:
        default = item.default if item.default is not MISSING else item.default_factory() if item.default_factory is not MISSING else ""
        yield f"  {item.name.replace('_', '-'):<{first}}  {escape(str(item.type))}, default {escape(repr(default))}"


def _examples(rule: type[AnyRule], style: Style) -> Iterator[str]:
    if rule.examples:
        yield from ("", style.paint("Examples", "bold"))
    for example in rule.examples:
        yield from ("", f"  {style.paint(escape(example.title), 'bold')}", *_example(example, style))


def _example(example: Example, style: Style) -> Iterator[str]:
    lines = escape_lines(example.report)
    digits = len(str(len(lines)))
    expected = list(example.expect)
    for number, line in enumerate(lines, 1):
        yield f"  {style.paint(f'{number:>{digits}} |', 'blue')} {line}".rstrip()
        for expect in [item for item in expected if item.line == number]:
            yield f"  {'':{digits}}   {_expected(expect, style)}"
    for expect in [item for item in expected if item.line is None]:
        yield f"  {'':{digits}}   {_expected(expect, style)}"
    if not expected:
        yield f"  {'':{digits}}   {style.paint('no claim', 'dim')}"
    if example.files:
        yield f"  in a repository with {escape(', '.join(sorted(example.files)))}"


def _expected(expect: Expect, style: Style) -> str:
    claimed, observed = expect.claimed and f"claimed {expect.claimed}", expect.observed and f"found {expect.observed}"
    told = (expect.subject, claimed, observed)
    return f"{style.verdict(expect.verdict)}[{escape(expect.kind)}] {escape(', '.join(filter(None, told)))}".rstrip()
