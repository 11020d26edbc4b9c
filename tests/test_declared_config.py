"""Declared kinds in a configuration: what is read, every mistake with its place, `config --test`, the command from end to end."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import tomli
from cli_helpers import verify_review, write

from verifier.config import ConfigError, load_config
from verifier.engine import verify
from verifier.memory import open_memory
from verifier.model import Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions
from verifier.rules.declared.kinds import Measure, OwnClaim, OwnClaims

HANDLERS = """
[rules.declared.claims.handlers]
phrase = "{number} event handlers in {path}"
measure = { matches = '@on\\(', files = "src/**/*.py" }
words = "app"

[[rules.declared.claims.handlers.examples]]
says = "The app has 1 event handler in `src/a.py`."
files = { "src/a.py" = "@on(1)" }
verdict = "holds"
observed = "1"

[[rules.declared.claims.handlers.examples]]
says = "There are 2 event handlers in `src/a.py`."
files = { "src/a.py" = "@on(1)" }
verdict = "refuted"

[[rules.declared.claims.handlers.examples]]
says = "There should be 2 event handlers in `src/a.py`."
verdict = "no claim"
"""


def mistakes(tmp_path: Path, text: str) -> list[str]:
    write(tmp_path, {"verify-review.toml": text})
    with pytest.raises(ConfigError) as raised:
        load_config(tmp_path)
    return [line.partition(": rules.declared.")[2] for line in str(raised.value).splitlines()]


def test_what_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": HANDLERS})
    (options,) = load_config(tmp_path).rule_options.values()
    assert isinstance(options, OwnClaims)
    kind = options.claims["handlers"]
    assert replace(kind, examples=()) == OwnClaim("{number} event handlers in {path}", Measure("src/**/*.py", matches=r"@on\("), "app")
    assert [example.title for example in options.examples()] == [f"handlers, example {number}" for number in (1, 2, 3)]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = """
    [rules.declared.claims.Bad]
    phrase = ["no {number} handlers", "{numer} handlers", "{path}", "x {number} {value} yy", "handlers in {path}"]
    measure = { files = "", matches = "(", structure = "f(", named = "x" }
    [rules.declared.claims.one]
    phrase = "the {name} of {value}"
    measure = { files = "*.py", symbols = "class" }
    [rules.declared.claims.two]
    phrase = "a handler"
    measure = { files = "docs/{name}.md", value = "a..b" }
    """
    assert mistakes(tmp_path, text) == [
        "claims.Bad: a kind's name has small letters, digits and dashes, 40 at most",
        "claims.Bad.phrase[0]: says what there is; that it is not ('no') is read from the sentence",
        "claims.Bad.phrase[1]: has no such part: '{numer}'; did you mean 'number'?",
        "claims.Bad.phrase[2]: has no word of its own, so it would be found everywhere",
        "claims.Bad.phrase[3]: compares one thing: {number}, {value} are several",
        "claims.Bad.phrase[4]: has other parts than the first phrase; make it a kind of its own",
        "claims.Bad.measure: measures one thing: matches, structure are several",
        "claims.Bad.measure.files: must be a pattern of files, or a list of them",
        "claims.Bad.measure.named: is of symbols; there are none to be measured",
        "claims.Bad.measure.matches: no pattern that RE2 takes: missing ): (?m)(",
        "claims.one.measure: does not say what {name} is for; put {name} where the name is looked up",
        'claims.one.measure: gives nothing to compare with; a value at a path does, or matches with a group: version = "(.+)"',
        "claims.two.measure.value: must be keys with points between them, such as project.requires-python",
        "claims.two.measure: has {name}, which no phrase has",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("claim = {}", "claim: rule 'declared' has no such option; did you mean 'claims'?"),
        ("claims = []", "claims: must be a table of tables, is []"),
        ("claims.a = 3", "claims.a: must be a table, is 3"),
        ("claims.a = { phrase = 'x y' }", "claims.a: has no 'measure'"),
        ("claims.a = { phrase = 'xx', measure = {} }", "claims.a.measure: has no 'files'"),
        ("claims.a = { phrase = 'xx', measure = { files = '*', match = 'x' } }",
         "claims.a.measure.match: no such key; did you mean 'matches'?"),
        ("claims.a = { phrase = 'xx', measure = { files = '*', symbols = 'clas' } }",
         "claims.a.measure.symbols: Invalid enum value 'clas'; is 'clas'"),
        ("claims.a = { phrase = 'xx', measure = { files = '*' }, examples = [{ says = 'x', verdict = 'true' }] }",
         "claims.a.examples[0].verdict: Invalid enum value 'true'; is 'true'"),
        ("claims.a = { phrase = '{number}', measure = { files = '*' } }",
         "claims.a.phrase: has no word of its own, so it would be found everywhere"),
        ("claims.a = { phrase = 'handlers {number', measure = { files = '*' } }",
         "claims.a.phrase: has a brace without its other one: '{number'"),
        ("claims.a = { phrase = [], measure = { files = '*' } }", "claims.a.phrase: is an empty list"),
    ],
)  # fmt: skip
def test_single_mistakes(text: str, told: str, tmp_path: Path) -> None:
    assert told in mistakes(tmp_path, f"[rules.declared]\n{text}\n")


@pytest.mark.parametrize(
    ("measure", "module", "told"),
    [
        ("matches = 'x'", "re2", "text patterns need google-re2, which is not installed: pip install 'verify-review[claims]'"),
        (
            "structure = 'x'",
            "ast_grep_py",
            "patterns of code need ast-grep-py, which is not installed: pip install 'verify-review[claims]'",
        ),
    ],
)
def test_what_is_not_installed_is_told(measure: str, module: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from verifier.knowledge.linear import linear
    from verifier.rules.declared import checking

    linear.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    if module == "ast_grep_py":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert checking
    text = f"[rules.declared.claims.a]\nphrase = 'xx yy'\nmeasure = {{ files = '*', {measure} }}\n"
    (line,) = mistakes(tmp_path, text)
    assert line.endswith(told)


def test_what_config_prints_is_the_same_again(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": HANDLERS})
    first = verify_review("config", cwd=tmp_path)
    (tmp_path / "again.toml").write_text(first.text)
    again = verify_review("config", "--config", "again.toml", cwd=tmp_path)
    assert tomli.loads(first.text)["rules"] == tomli.loads(again.text)["rules"]
    assert tomli.loads(first.text)["rules"]["declared"]["claims"]["handlers"]["words"] == "app"


def test_examples_that_hold(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": HANDLERS})
    result = verify_review("config", "--test", cwd=tmp_path)
    assert (result.code, result.text) == (0, "3 examples, none failed\n")


def test_examples_that_fail_are_told(tmp_path: Path) -> None:
    wrong = HANDLERS.replace('verdict = "refuted"', 'verdict = "holds"').replace('"no claim"', '"holds"')
    write(tmp_path, {"verify-review.toml": wrong})
    result = verify_review("config", "--test", cwd=tmp_path)
    assert result.code == 1
    assert result.text.splitlines() == [
        "handlers, example 2: There are 2 event handlers in `src/a.py`.",
        "  must be holds",
        "  is refuted: handlers: 1 matches of @on\\(, not 2 event handlers",
        "handlers, example 3: There should be 2 event handlers in `src/a.py`.",
        "  must be holds",
        "  is no claim",
        "3 examples, 2 failed",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--test",), 0, "the configuration gives no examples"),
        (("--test", "--schema"), 2, "--schema and --test exclude each other"),
        (("--test", "--config", "nowhere.toml"), 2, "nowhere.toml"),
    ],
)
def test_without_examples(arguments: tuple[str, ...], code: int, told: str, tmp_path: Path) -> None:
    result = verify_review("config", *arguments, cwd=tmp_path)
    assert result.code == code
    assert told in result.text + result.err


REPORT = "The app has 1 event handler in `src/a.py`.\n\nThe app has 7 event handlers in `src/a.py`.\n"
PROJECT = {"src/a.py": "@on(1)\ndef a(): ...\n"}


def test_the_command_from_end_to_end(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": HANDLERS, "report.md": REPORT, **{f"project/{name}": text for name, text in PROJECT.items()}})
    result = verify_review("report.md", "--repo", "project", "--output-format", "json", cwd=tmp_path)
    assert result.code == 1
    told = [
        (claim["rule"], claim["kind"], claim["line"], claim["verdict"]) for claim in result.json["claims"] if claim["rule"] == "declared"
    ]
    assert told == [("declared", "handlers", 1, "holds"), ("declared", "handlers", 3, "refuted")]
    sarif = verify_review("report.md", "--repo", "project", "--output-format", "sarif", cwd=tmp_path).json
    assert "declared" in {one["ruleId"] for one in sarif["runs"][0]["results"]}
    fixed = verify_review("report.md", "--repo", "project", "--diff", "--select", "declared", cwd=tmp_path).text
    assert "+The app has 1 event handlers in `src/a.py`." in fixed


def test_what_was_read_is_shown(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": HANDLERS, "report.md": REPORT, "project/src/a.py": "@on(1)\n"})
    assert "declared (handlers)" in verify_review("claims", "report.md", cwd=tmp_path).text
    explained = verify_review("explain", "3", "report.md", "--repo", "project", cwd=tmp_path).text
    assert "1 matches of @on" in explained


def test_the_checked_repository_declares_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"report.md": REPORT, "project/verify-review.toml": HANDLERS, "project/src/a.py": "@on(1)\n"})
    result = verify_review("report.md", "--repo", "project", "--select", "declared", cwd=tmp_path)
    assert result.code == 0
    assert "no claim" in result.text + result.err


def test_another_declaration_is_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from verifier.repository import worktree

    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(worktree, "_TICK", 0)
    root, source = write(tmp_path / "project", PROJECT), read_source("report.md", REPORT.encode())
    found = []
    for pattern in (r"@on\(", r"@on\(", "nothing"):
        own = OwnClaims({"handlers": OwnClaim("{number} event handlers in {path}", Measure("src/*.py", matches=pattern), "app")})
        options = RunOptions(select=("declared",), rule_options={"declared": own})
        with open_repository(root) as repository:
            memory = open_memory(repository, options)
            assert memory is not None
            known = memory.recall(source)
            outcome = known or verify(read_report(source), repository, options)
            memory.keep(source, outcome)
            memory.close()
        found.append((known is not None, [finding.verdict for finding in outcome.findings]))
    holding = [Verdict.HOLDS, Verdict.REFUTED]
    assert found == [(False, holding), (True, holding), (False, [Verdict.REFUTED, Verdict.REFUTED])]


PAGE = (Path(__file__).parent.parent / "docs" / "declared.md").read_text(encoding="utf-8")


def test_what_the_page_shows_can_be_used(tmp_path: Path) -> None:
    first, ten = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)
    write(tmp_path, {"first.toml": first, "ten.toml": ten})
    result = verify_review("config", "--test", "--config", "first.toml", cwd=tmp_path)
    assert (result.code, result.text) == (0, "3 examples, none failed\n")
    (options,) = load_config(tmp_path, tmp_path / "ten.toml").rule_options.values()
    assert isinstance(options, OwnClaims)
    assert [name for name in options.claims if f"\n| `{name}` | " not in PAGE] == []
    assert len(options.claims) == 10
