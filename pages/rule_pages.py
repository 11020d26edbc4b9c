"""A page for each installed rule, and the list of all, as Markdown. Nothing of it is committed: it is made of the rules themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from verifier.knowledge.trust import forms_of, trust_of
from verifier.model import Verdict
from verifier.output.escape import escape_lines
from verifier.output.markup import fenced, span_of
from verifier.output.rules import example_lines, settings_of
from verifier.output.style import Style
from verifier.registry import InstalledRule, installed
from verifier.rule import AnyRule, Example, Expect, Rule

SHOWN = 6  # sentences for each verdict; the examples below them have all
LONGEST = 40  # lines of a file that are shown
HEADINGS = {
    Verdict.HOLDS: "What it confirms",
    Verdict.REFUTED: "What it refutes",
    Verdict.STALE: "What it finds stale",
    Verdict.DOUBTFUL: "What it doubts",
    Verdict.UNVERIFIABLE: "What it leaves open",
}
ALWAYS = (Verdict.HOLDS, Verdict.REFUTED, Verdict.UNVERIFIABLE)  # that there is no example is worth saying


def pages() -> dict[str, str]:
    """Every page by its path in the site. Raises RuleError."""
    made = {"rules/index.md": _index(installed().values())}
    return made | {path_of(rule): _page(rule) for rule in installed().values()}


def path_of(rule: InstalledRule) -> str:
    return f"rules/{rule.name}.md"


def by_family() -> Mapping[str, list[InstalledRule]]:
    ordered = sorted(installed().values(), key=lambda rule: (rule.family, rule.name))
    return {family: list(rules) for family, rules in groupby(ordered, key=lambda rule: rule.family)}


def prose(text: str) -> str:
    """Text in which backticks alone mean something: all other marks are shown as they stand."""
    parts = re.split(r"(`+[^`]*`+)", " ".join(text.split()))
    return "".join(part if part.startswith("`") else re.sub(r"[\\*_{}\[\]<>#&~^|!+-]", _entity, part) for part in parts)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _index(rules: Iterable[InstalledRule]) -> str:
    lines = [
        "# Rules",
        "",
        f"{len(list(rules))} rules in {len(by_family())} families. `--select` and `--ignore` take the names of both.",
        "",
    ]
    for family, members in by_family().items():
        lines += [f"## {family}", "", "| rule | what right means |", "|---|---|"]
        lines += [f"| [{rule.name}]({rule.name}.md) | {prose(rule.load().summary)} |" for rule in members]
        lines += [""]
    return "\n".join(lines)


def _page(installed_rule: InstalledRule) -> str:
    rule = installed_rule.load()
    lines = [f"# {rule.name}", "", prose(rule.summary), "", *_facts(installed_rule, rule), ""]
    for verdict, heading in HEADINGS.items():
        lines += _judged(rule, verdict, heading)
    lines += [*_no_claims(rule), *_options(rule), "## Examples", ""]
    for example in rule.examples:
        lines += _example(example)
    return "\n".join(lines)


def _facts(installed_rule: InstalledRule, rule: type[AnyRule]) -> Iterator[str]:
    if read := inspect.cleandoc(vars(rule).get("__doc__") or ""):
        yield f"- Reads: {prose(read)}"
    yield f"- Family: [{installed_rule.family}](index.md#{installed_rule.family})"
    yield f"- Kinds of claims: {', '.join(map(span_of, rule.kinds))}"
    sure = "some of its findings are inferred from names and patterns: `--min-confidence certain` leaves those out"
    yield f"- Confidence: {sure if rule.infers else 'what it finds is measured'}"
    if issubclass(rule, Rule) and rule.scoped:
        yield "- Scope: it is measured in every part of the repository that the sentence may mean"
    if known := trust_of(rule.name).told:
        yield f"- Trust: {known}, of claims that people had [looked up](../benchmark.md)"
        yield from (f"    - {form}: {trust.told}" for form, trust in forms_of(rule.name) if trust.told)
    yield f"- Source: {span_of(rule.__module__)}"


def _judged(rule: type[AnyRule], verdict: Verdict, heading: str) -> Iterator[str]:
    told = [line for example in rule.examples if (line := _first(example, verdict))]
    if told or verdict in ALWAYS:
        yield from (f"## {heading}", "", *(told[:SHOWN] or ["None of its examples."]), "")


def _first(example: Example, verdict: Verdict) -> str:
    """The first sentence of an example that has this verdict, with what was claimed and found; "" for none."""
    expect = next((expect for expect in example.expect if expect.verdict is verdict), None)
    if expect is None:
        return ""
    details = [f"{name} {span_of(value)}" for name, value in (("claimed", expect.claimed), ("found", expect.observed)) if value]
    return f"- {span_of(_sentence(example, expect))}{': ' if details else ''}{', '.join(details)}"


def _sentence(example: Example, expect: Expect) -> str:
    lines = escape_lines(example.report)
    return lines[expect.line - 1] if expect.line else next((line for line in lines if expect.subject and expect.subject in line), lines[0])


def _no_claims(rule: type[AnyRule]) -> Iterator[str]:
    lines = (line for example in rule.examples if not example.expect for line in escape_lines(example.report))
    told = [line for line in lines if line.strip(" -|") and not line.startswith(("#", "```"))]
    if told:
        yield from ("## What is no claim", "", *(f"- {span_of(line)}" for line in told[:SHOWN]), "")


def _options(rule: type[AnyRule]) -> Iterator[str]:
    settings = settings_of(rule)
    if not settings:
        yield from ("## Options", "", "None.", "")
        return
    about = prose(inspect.cleandoc(rule.options_type.__doc__ or ""))
    yield from ("## Options", "", f"In the table `[rules.{rule.name}]` of the [configuration](../configuration.md). {about}", "")
    yield from ("| option | type | default |", "|---|---|---|")
    yield from (f"| `{name}` | {span_of(kind)} | {span_of(default)} |" for name, kind, default in settings)
    yield ""


def _example(example: Example) -> Iterator[str]:
    yield from (f"### {prose(example.title[:1].upper() + example.title[1:])}", "", *fenced(example_lines(example, Style())), "")
    if example.files:
        yield from ('??? note "The repository"', "")
    for name, text in sorted(example.files.items()):
        lines = escape_lines(text)
        more = [f"... and {len(lines) - LONGEST} more lines"] if len(lines) > LONGEST else []
        block = [span_of(name), "", *fenced(lines[:LONGEST] + more), ""]
        yield from (f"    {line}".rstrip() for line in block)
