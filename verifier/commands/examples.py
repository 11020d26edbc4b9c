"""`verify-review config --test`: the examples that a configuration gives for what it declares, and which of them fail."""

from __future__ import annotations

import sys

from verifier.commands.config import config_of
from verifier.commands.messages import Problem
from verifier.output.escape import escape
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.registry import RuleError, installed
from verifier.rule import AnyRule, Example
from verifier.testing import differences, findings


def run_examples(named: str | None, isolated: bool) -> int:
    """Prints each example that fails with what became of it, and how many there are; 1 where any fails. Raises Problem."""
    config = config_of(named, isolated)
    lines, count, failed = [], 0, 0
    try:
        for name, options in config.rule_options.items():
            rule = installed()[name].load()
            for example in options.examples():
                count += 1
                if differences(rule, example):
                    failed += 1
                    lines += _failure(rule, example)
    except RuleError as error:
        raise Problem(str(error)) from error
    lines.append(f"{count} example{'s' * (count != 1)}, {failed or 'none'} failed" if count else "the configuration gives no examples")
    try:
        Sink(None).write("".join(f"{line}\n" for line in lines))
    except OutputError as error:
        raise Problem(str(error)) from error
    except OutputClosed:
        return 141
    sys.stdout.flush()
    return 1 if failed else 0


def _failure(rule: type[AnyRule], example: Example) -> list[str]:
    """An example, what must become of it, and what does."""
    wanted = [f"{one.verdict.value}{f', {one.observed} found' if one.observed else ''}" for one in example.expect]
    got = [f"{one.verdict.value}: {one.message}" for one in findings(example.report, example.files, [rule(example.options)])]
    head = f"{example.title}: {' '.join(example.report.split())}"
    return list(map(escape, (head, f"  must be {', '.join(wanted) or 'no claim'}", f"  is {'; '.join(got) or 'no claim'}")))
