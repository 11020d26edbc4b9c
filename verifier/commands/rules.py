"""`verify-review rules` and `verify-review rule NAME`."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from verifier.commands.messages import Problem
from verifier.config import suggestion
from verifier.output.rules import render_list, render_rule
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.output.style import style_for
from verifier.rule import AnyRule, RuleError, installed_rules


def list_rules(colour: str) -> int:
    """Prints every installed rule."""
    return _print(render_list(_rules().values(), style_for(sys.stdout, colour)))


def show_rule(name: str, colour: str) -> int:
    """Prints one rule's page. Raises Problem if there is no such rule."""
    rules = _rules()
    if name not in rules:
        raise Problem(f"no rule is named '{name}'{suggestion(name, rules)}")
    return _print(render_rule(rules[name], style_for(sys.stdout, colour)))


def _rules() -> Mapping[str, type[AnyRule]]:
    try:
        return installed_rules()
    except RuleError as error:
        raise Problem(str(error)) from error


def _print(text: str) -> int:
    try:
        Sink(None).write(text)
    except OutputClosed:
        pass
    except OutputError as error:
        raise Problem(str(error)) from error
    return 0
