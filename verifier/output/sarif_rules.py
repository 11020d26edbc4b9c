"""Rules as SARIF describes them: what right means, with examples as help, tags by family and kind, and how sure a result is."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.knowledge.trust import ENOUGH, LEAST, trust_of
from verifier.output.escape import escape, escape_lines
from verifier.output.markup import fenced, span_of
from verifier.output.remarks import IN_PART
from verifier.output.sarif_model import Configuration, Message, ReportingDescriptor, RuleProperties
from verifier.registry import RuleError, installed
from verifier.rule import AnyRule, Example

_EXAMPLES = 3  # that the help shows
_TAGS = 10  # that GitHub shows
_LONGEST = 1000  # characters of a description; GitHub allows 1,024


def described(name: str) -> ReportingDescriptor:
    """The rule of that name; for one that is not installed no more than the name."""
    if name == IN_PART:
        return _in_part()
    try:
        rule = installed()[name]
        return _described(rule.load(), rule.family)
    except (KeyError, RuleError):
        return ReportingDescriptor(escape(name))


def _described(rule: type[AnyRule], family: str) -> ReportingDescriptor:
    summary = escape(rule.summary)[:_LONGEST]
    return ReportingDescriptor(
        id=escape(rule.name),
        name=_pascal(rule.name),
        short_description=Message(summary.split(". ")[0].rstrip(".") + "."),
        full_description=Message(summary),
        help=Message("\n".join([summary, *_as_text(rule)]), "\n".join([f"Right means: {span_of(rule.summary)}", *_as_markdown(rule)])),
        default_configuration=Configuration("error"),
        properties=RuleProperties(tuple(dict.fromkeys(map(escape, (family, *rule.kinds))))[:_TAGS], _precision(rule)),
    )


def _precision(rule: type[AnyRule]) -> str:
    """By what is known of its refutations, where that is enough; else by whether it infers."""
    trust = trust_of(rule.name)
    if trust.refuted < ENOUGH:
        return "high" if rule.infers else "very-high"
    share = trust.refuted_right / trust.refuted
    return "very-high" if share >= 0.98 else "high" if share >= LEAST else "medium" if share >= 0.7 else "low"


def _in_part() -> ReportingDescriptor:
    summary = "All words of a statement that say something were checked."
    return ReportingDescriptor(
        id=IN_PART,
        name=_pascal(IN_PART),
        short_description=Message(summary),
        full_description=Message(summary),
        help=Message(f"{summary} What was checked of it holds or is undecided; the words that are named may still be wrong."),
        default_configuration=Configuration("note"),
        properties=RuleProperties(("statements",), "very-high"),
    )


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in escape(name).split("-"))


def _as_text(rule: type[AnyRule]) -> Iterator[str]:
    for example in rule.examples[:_EXAMPLES]:
        yield from ("", f"Example: {escape(example.title)}", *escape_lines(example.report), *_expected(example))


def _as_markdown(rule: type[AnyRule]) -> Iterator[str]:
    for example in rule.examples[:_EXAMPLES]:
        yield from ("", f"Example: {span_of(example.title)}", "", *fenced([*escape_lines(example.report), "", *_expected(example)]))


def _expected(example: Example) -> list[str]:
    told = [f"line {item.line}: {item.verdict.value} ({escape(item.kind)})" for item in example.expect if item.line]
    return [f"-> {line}" for line in told or ["no claim"]] if told or not example.expect else []
