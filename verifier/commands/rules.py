"""`verify-review rules` and `verify-review rule NAME`."""

from __future__ import annotations

import sys

from verifier.commands.messages import Problem
from verifier.config import suggestion
from verifier.output.rules import render_list, render_rule
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.output.style import style_for
from verifier.registry import RuleError, installed


def list_rules(colour: str) -> int:
    """Prints every installed rule. Raises Problem if one can't be loaded."""
    try:
        text = render_list(installed().values(), style_for(sys.stdout, colour))
    except RuleError as error:
        raise Problem(str(error)) from error
    return _print(text)


def show_rule(name: str, colour: str) -> int:
    """Prints one rule's page. Raises Problem if there is no such rule, or it can't be loaded."""
    try:
        rules = installed()
        if name not in rules:
            raise Problem(f"no rule is named '{name}'{suggestion(name, rules)}")
        text = render_rule(rules[name], style_for(sys.stdout, colour))
    except RuleError as error:
        raise Problem(str(error)) from error
    return _print(text)


def _print(text: str) -> int:
    try:
        Sink(None).write(text)
    except OutputClosed:
        pass
    except OutputError as error:
        raise Problem(str(error)) from error
    return 0
