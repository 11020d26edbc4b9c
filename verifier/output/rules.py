"""Rules as people read about them: the list, and one rule's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from itertools import groupby
from typing import Any

from verifier.knowledge.trust import forms_of, trust_of
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
    head += [f"Trust   {told}, of labelled claims"] if (told := trust_of(rule.name).told) else []
    head += [f"        {form}: {trust.told}" for form, trust in forms_of(rule.name) if trust.told]
    return "\n".join([*head, *_options(rule, style), *_examples(rule, style)]) + "\n"


def _options(rule: type[AnyRule], style: Style) -> Iterator[str]:
    settings = settings_of(rule)
    if not settings:
        return
    yield from ("", style.paint("Options", "bold"), f"  in [tool.verify-review.rules.{escape(rule.name)}] of pyproject.toml")
    first = max(len(name) for name, _, _ in settings)
    for name, kind, default in settings:
        yield f"  {name:<{first}}  {escape(kind)}, default {escape(default)}"


def settings_of(rule: type[AnyRule]) -> list[tuple[str, str, str]]:
    """The options of a rule: how each is written in a configuration, its type, its default."""
    kind = rule.options_type
    items: tuple[Field[Any], ...] = fields(kind) if is_dataclass(kind) else ()
    return [(item.name.replace("_", "-"), str(item.type), repr(_default(item))) for item in items]


def _default(item: Field[Any]) -> object:
    if item.default is not MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not MISSING else ""


def _examples(rule: type[AnyRule], style: Style) -> Iterator[str]:
    if rule.examples:
        yield from ("", style.paint("Examples", "bold"))
    for example in rule.examples:
        yield from ("", f"  {style.paint(escape(example.title), 'bold')}", *example_lines(example, style, "  "))


def example_lines(example: Example, style: Style, indent: str = "") -> Iterator[str]:
    """An example's report line by line, below each line what becomes of its claims, and the names of its files."""
    lines = escape_lines(example.report)
    digits = len(str(len(lines)))
    below = f"{indent}{'':{digits}}   "
    for number, line in enumerate(lines, 1):
        yield f"{indent}{style.paint(f'{number:>{digits}} |', 'blue')} {line}".rstrip()
        yield from (below + _expected(expect, style) for expect in example.expect if expect.line == number)
    yield from (below + _expected(expect, style) for expect in example.expect if expect.line is None)
    if not example.expect:
        yield below + style.paint("no claim", "dim")
    if example.files:
        yield f"{indent}in a repository with {escape(', '.join(sorted(example.files)))}"


def _expected(expect: Expect, style: Style) -> str:
    claimed, observed = expect.claimed and f"claimed {expect.claimed}", expect.observed and f"found {expect.observed}"
    told = (expect.subject, claimed, observed)
    return f"{style.verdict(expect.verdict)}[{escape(expect.kind)}] {escape(', '.join(filter(None, told)))}".rstrip()
