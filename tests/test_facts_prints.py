"""Print calls: the builtin and `console`, and what only looks like them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from verifier.facts.failure import Failure
from verifier.facts.prints import PrintCall, print_calls


def calls(language: str, source: str) -> tuple[PrintCall, ...]:
    found = print_calls(language, dedent(source).lstrip("\n").encode())
    assert not isinstance(found, Failure)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "pprint(x)",
        "from pprint import pprint\npprint(x)",
        "bp = Blueprint('a', __name__)",
        "logger.print(x)",
        "self.console.print(x)",
        "sprint(1); print_all(2); _print(3)",
        "# print('x')",
        "x = 'print(1)'",
        "'''\n>>> print(1)\n'''",
        "def print(x): ...\nprint(1)",
        "from rich import print\nprint('x')",
        "from rich import print as print\nprint('x')",
        "def f(print):\n    print('x')",
        "def f():\n    print = log\n    print('x')",
        "print = None",
        "f(print=1)",
        "handler(print)",
        "def fingerprint(): ...\nfingerprint()",
    ],
)
def test_no_print_call(source: str) -> None:
    assert calls("python", source + "\n") == ()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("print('a')\nprint()", [1, 2]),
        ("import builtins\nx = print\nprint(1)", [3]),
        ("def f():\n    print = log\n    print('x')\nprint('y')", [4]),
        ("class A:\n    def print(self): ...\n    def g(self):\n        self.print(1)\n        print(2)", [5]),
        ("for x in y: print(x)", [1]),
        ("handler(lambda: print('x'))", [1]),
        ("print(\n    'a',\n    'b',\n)", [1]),
        ("print 'x'", [1]),
        ("f(print, print('x'))", [1]),
    ],
)
def test_print_calls(source: str, lines: list[int]) -> None:
    assert [call.line for call in calls("python", source + "\n")] == lines


def test_where_a_print_stands() -> None:
    found = calls(
        "python",
        """
        import sys

        class Job:
            def run(self):
                def inner():
                    print("a")
                print("b", file=sys.stderr)

        if __name__ == "__main__":
            print("c")
            if True:
                print("d")
        else:
            print("e")
        print("f")
        """,
    )
    assert [(call.enclosing, call.main_guard, call.file) for call in found] == [
        ("Job.run.inner", False, ""),
        ("Job.run", False, "sys.stderr"),
        ("", True, ""),
        ("", True, ""),
        ("", False, ""),
        ("", False, ""),
    ]
    assert found[1].code == 'print("b", file=sys.stderr)'


@pytest.mark.parametrize("guard", ["__name__ == '__main__'", '"__main__" == __name__', '(__name__ == "__main__")'])
def test_main_guards(guard: str) -> None:
    assert [call.main_guard for call in calls("python", f"if {guard}:\n    print(1)\n")] == [True]


@pytest.mark.parametrize("language", ["javascript", "typescript", "tsx"])
def test_console_calls(language: str) -> None:
    found = calls(
        language,
        """
        console.log("a");
        window.console.error("b");
        globalThis.console?.warn("c");
        function f() { console.debug("d") }
        const g = () => console.table(x);
        """,
    )
    assert [(call.line, call.name, call.enclosing) for call in found] == [
        (1, "console.log", ""),
        (2, "console.error", ""),
        (3, "console.warn", ""),
        (4, "console.debug", "f"),
        (5, "console.table", "g"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "myconsole.log(1)",
        "app.console.log(1)",
        "console = 1",
        "// console.log(1)",
        "const x = 'console.log(1)'",
        "const console = require('x'); console.log(1)",
        "import console from 'x'; console.log(1)",
        "import { console } from 'x'; console.log(1)",
        "function f(console) { console.log(1) }",
        "f(console.log)",
        "window.print()",
    ],
)
def test_no_console_call(source: str) -> None:
    assert calls("javascript", source + "\n") == ()


def test_a_shadow_reaches_no_further_than_its_block() -> None:
    found = calls("javascript", "function f(console) { console.log(1) }\nconsole.log(2)\n")
    assert [call.line for call in found] == [2]


def test_other_languages_have_none() -> None:
    assert print_calls("go", b'package p\nfunc f() { fmt.Print("print") }\n') == ()


def test_a_long_call_is_cut() -> None:
    assert len(calls("python", f"print('{'a' * 500}')\n")[0].code) == 80
