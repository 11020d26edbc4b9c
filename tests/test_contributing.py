"""The rule that CONTRIBUTING.md writes in ten minutes works as it stands there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

from verifier.rule import AnyRule
from verifier.testing import differences

PAGE = Path(__file__).parent.parent / "CONTRIBUTING.md"


def written_rule() -> type[AnyRule]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    module = ModuleType("todo_count")
    sys.modules["todo_count"] = module  # where dataclasses look for their annotations
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    rule: type[AnyRule] = module.__dict__["TodoCount"]
    return rule


def test_its_examples_hold() -> None:
    rule = written_rule()
    assert len(rule.examples) == 3
    assert [differences(rule, example) for example in rule.examples] == [[], [], []]
