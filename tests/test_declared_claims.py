"""Declared kinds: how phrases are found in sentences, each measure, each comparison, and what is no claim."""

from __future__ import annotations

import pytest

from verifier.model import Finding
from verifier.rules.declared.declared import Declared
from verifier.rules.declared.kinds import Measure, OwnClaim, OwnClaims
from verifier.rules.declared.phrase import PhraseError, part_of, phrase_of
from verifier.rules.declared.values import same, same_version
from verifier.testing import findings

FILES = {
    "src/app.py": '@on("x")\ndef x(): ...\n\n\n@on("y")\ndef y(): ...\n\n\nclass Shop:\n    LIMIT = 5\n\n    def sell(self): ...\n',
    "src/tools/run.py": "import logging\n\nlog = logging.getLogger('shop')\n\n\nclass RunError(Exception): ...\n",
    "src/deep.py": "x = " + "(" * 100_000 + ")" * 100_000 + "\n",
    "docs/setup.md": "# Setup\n",
    "docs/tuning.md": "# Tuning\n",
    "shop.toml": '[server]\nport = 8080\nhosts = ["a.example", "b.example"]\nmode = "fast"\ndebug = false\n"a.b" = "x"\n',
    "package.json": '{"engines": {"node": ">=18 <21"}, "scripts": {"build": "x", "test": "y"}}',
    "ci.yaml": "jobs:\n  test:\n    python: 3.10\n    alias: &x 1\n    other: *x\n",
    "bad.json": "{",
}


def found(phrase: str | tuple[str, ...], measure: Measure, report: str, words: str = "") -> list[Finding]:
    options = OwnClaims({"own": OwnClaim(phrase, measure, words)})
    return findings(report, FILES, [Declared(options)])


def verdicts(phrase: str, measure: Measure, report: str, words: str = "") -> list[str]:
    return [f"{one.verdict.value} {one.observed}".strip() for one in found(phrase, measure, report, words)]


HANDLERS, ON = "{number} event handlers", Measure("src/app.py", matches=r"@on\(")


@pytest.mark.parametrize(
    ("phrase", "text", "parts"),
    [
        ("{number} event handlers", "It has 12 event handlers.", {"number": "12"}),
        ("{number} event handlers", "It has one Event  handler.", {"number": "one"}),
        ("{number} event handlers", "It has at least 1,200 event handlers.", {"number": "1,200"}),
        ("{number} event handlers", "between 3 and 5 event handlers", {"number": "5"}),
        ("{number} event handlers", "5 or more event handlers", {"number": "5"}),
        ("{number} event handlers", "It has 12 event handlerships.", None),
        ("{number} event handlers", "v12 event handlers", None),
        ("{number} event handlers", "It has 12 handlers.", None),
        ("{number} boxes", "It has 12 boxe.", {"number": "12"}),
        ("in {path}", "stands in src/a.py.", {"path": "src/a.py"}),
        ("in {path}, too", "stands in `src/`, too", {"path": "src/"}),
        ("option `{name}` of", 'option "two words" of', {"name": "two words"}),
        ("call {name} first", "call `a.b(1)` first", None),
        ("call {name} first", "call `a.b()` first", {"name": "a.b"}),
        ("call {name} first", "call `two words` first", {"name": "two words"}),
        ("with app[{name}]", "with `app[x2]`", {"name": "x2"}),
        ("port is {value}", "Its port is 8080.", {"value": "8080"}),
        ("on Python {version}", "on Python >= 3.10 or newer.", {"version": "3.10"}),
        ("on Python {version}", "on Python v3.x", {"version": "3.x"}),
        ("C++ really", "It is C++ really", {}),
    ],
)
def test_phrases(phrase: str, text: str, parts: dict[str, str] | None) -> None:
    from verifier.reading.report import read_report
    from verifier.reading.source import read_source

    clauses = read_report(read_source("a.md", text.encode())).clauses
    matches = [match for clause in clauses for match in phrase_of(phrase).found(clause)]
    assert ({part: part_of(matches[0], part) for part in phrase_of(phrase).parts} if matches else None) == parts


@pytest.mark.parametrize("text", ["x" * 201, "ab " * 21, "{number} {number} ab", "ab {", "ab }c", "{path}", "without ab", "{x} ab"])
def test_phrases_that_can_t_be_used(text: str) -> None:
    with pytest.raises(PhraseError):
        phrase_of(text)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("There are 2 event handlers.", "holds 2"),
        ("There are two event handlers.", "holds 2"),
        ("There are 3 event handlers.", "refuted 2"),
        ("There are at least 2 event handlers.", "holds 2"),
        ("There are at least 3 event handlers.", "refuted 2"),
        ("There are more than 2 event handlers.", "refuted 2"),
        ("There are no more than 2 event handlers.", "holds 2"),
        ("There are fewer than 2 event handlers.", "refuted 2"),
        ("There are about 2 event handlers.", "holds 2"),
        ("There are about 40 event handlers.", "refuted 2"),
        ("There are 2-5 event handlers.", "holds 2"),
        ("There are 3 to 5 event handlers.", "refuted 2"),
        ("There are several event handlers.", ""),
        ("There is an event handler.", "holds 2"),
        ("There are no event handlers.", "refuted 2"),
        ("There are zero event handlers.", "refuted 2"),
        ("There aren't 3 event handlers.", ""),
    ],
)
def test_numbers(sentence: str, verdict: str) -> None:
    assert verdicts(HANDLERS, ON, sentence) == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("measure", "phrase", "holding", "refuted"),
    [
        (Measure("docs/*.md"), "{number} guides", "There are 2 guides.", "There are 4 guides."),
        (Measure(("docs/*.md", "!docs/setup.md")), "{number} guides", "There is 1 guide.", "There are 2 guides."),
        (Measure("docs/{name}.md"), "guide to {name}", "There is a guide to `setup`.", "There is a guide to `prices`."),
        (Measure("docs/{name}.md"), "guide to {name}", "There is no guide to `prices`.", "There is no guide to `setup`."),
        (Measure("**/*.md"), "guides in {path}", "There are guides in `docs/`.", "There are guides in `src/tools/`."),
        (Measure("src/**/*.py", matches=r"class \w+Error\("), "{number} errors", "There is 1 error.", "There are 3 errors."),
        (Measure("src/**/*.py", matches=r"^log = .*'(\w+)'"), "logger is called {value}", "The logger is called `shop`.",
         "The logger is called `till`."),
        (Measure("src/app.py", matches=r"@on\(\"{name}\"\)"), "handler of {name}", "A handler of `x`.", "A handler of `z`."),
        (Measure("src/**/run.py", structure="logging.getLogger($$$)"), "{number} loggers", "There is 1 logger.", "There are 2 loggers."),
        (Measure("src/app.py", structure="logging.getLogger($$$)"), "loggers", "There are no loggers.", "There are loggers."),
        (Measure("src/app.py", symbols="method"), "{number} methods", "There is 1 method.", "There are 7 methods."),
        (Measure("src/**/run.py", symbols="class", named="*Error"), "{number} errors", "There is 1 error.", "There are 2 errors."),
        (Measure("src/app.py", symbols="class", named="{name}"), "class called {name}", "There is a class called `Shop`.",
         "There is a class called `Store`."),
        (Measure("shop.toml", value="server.port"), "listens on port {value}", "It listens on port 8080.", "It listens on port 80."),
        (Measure("shop.toml", value="server.port"), "port number {number}", "It has the port number 8080.", "It has the port number 80."),
        (Measure("shop.toml", value="server.hosts"), "{number} hosts", "There are two hosts.", "There are three hosts."),
        (Measure("shop.toml", value="server.hosts"), "hosted at {value}", "It is hosted at `b.example`.", "It is hosted at `c.example`."),
        (Measure("shop.toml", value="server.mode"), "mode is {value}", 'The mode is "fast".', 'The mode is "slow".'),
        (Measure("shop.toml", value="server.debug"), "debug is {value}", "The debug is `False`.", "The debug is `true`."),
        (Measure("shop.toml", value='server."a.b"'), "ab is {value}", "The ab is `x`.", "The ab is `y`."),
        (Measure("package.json", value="scripts.{name}"), "script called {name}", "There is a script called `build`.",
         "There is a script called `deploy`."),
        (Measure("package.json", value="engines.node"), "needs Node {version}", "It needs Node 18+.", "It needs Node 16+."),
        (Measure("ci.yaml", value="jobs.test.python"), "tested on Python {version}", "It is tested on Python 3.10.",
         "It is tested on Python 3.1."),
    ],
)  # fmt: skip
def test_each_measure_in_both_directions(measure: Measure, phrase: str, holding: str, refuted: str) -> None:
    told = [[one.split()[0] for one in verdicts(phrase, measure, sentence, "listens hosted tested")] for sentence in (holding, refuted)]
    assert told == [["holds"], ["refuted"]]


@pytest.mark.parametrize(
    ("measure", "phrase", "sentence", "why"),
    [
        (ON, "{number} handlers in {path}", "There are 2 handlers in `lib/`.", "not one file or folder here"),
        (ON, "{number} handlers in {path}", "There are 2 handlers in `docs/`.", "no file in docs fits src/app.py"),
        (Measure("lib/*.py", matches="x"), "{number} handlers", "There are 2 handlers.", "no file fits lib/*.py"),
        (Measure("src/**/*.py", structure="print($A)"), "{number} prints", "There are 2 prints.", "nested too deeply"),
        (Measure("src/**/*.py", structure="print($A)"), "prints", "There are no prints.", "nested too deeply"),
        (Measure("src/**", symbols="class"), "{number} classes", "There are 7 classes.", "nested too deeply"),
        (Measure("src/app.py", structure="{name}()"), "calls of {name}", "There are calls of `a(b, $$$)`.", ""),
        (Measure("bad.json", value="a"), "port is {value}", "The port is 3.", "not valid JSON"),
        (Measure("shop.toml", value="server.mode"), "{number} modes", "There are 3 modes.", "not one number"),
        (Measure("package.json", value="engines.node"), "needs Node {version}", "It needs Node 21.", "which is meant is open"),
        (Measure("ci.yaml", value="jobs.test.other"), "other is {value}", "The other is 1.", "other is null, or stands elsewhere"),
        (Measure("shop.toml", value="server.nothing"), "port is {value}", "The port is 3.", "no value of server.nothing"),
        (Measure("src/app.py", matches=r'@on\("(\w)"'), "event is {value}", "The event is `x`.", "which is meant is open"),
    ],
)
def test_what_is_left_open(measure: Measure, phrase: str, sentence: str, why: str) -> None:
    told = found(phrase, measure, sentence)
    assert [one.verdict.value for one in told] == (["unverifiable"] if why else [])
    assert all(why in one.message for one in told)


@pytest.mark.parametrize(
    ("path", "text", "measure", "why"),
    [
        ("a.txt", "x\n" * 5_000_001, Measure("a.txt", matches="x y"), "more than the 10,000,000"),
        ("a.txt", "x" * 200_001, Measure("a.txt", matches="x"), "more than 100,000 matches"),
        ("a.txt", "\0\1\2" * 100, Measure("a.txt", matches="x"), "binary"),
        ("a.yaml", "- " * 50_000, Measure("a.yaml", value="port"), "nested too deep"),
        ("a.yaml", "x" * 200_001, Measure("a.yaml", value="port"), "more than the 200,000"),
        ("a.json", "[" * 90_000, Measure("a.json", value="port"), "nested too deep"),
        ("a.toml", "port = " + "[" * 90_000, Measure("a.toml", value="port"), "nested too deep"),
        ("a.py", "f(" * 90_000, Measure("a.py", structure="f($A)"), "a.py"),
        ("a.py", "f(" * 90_000, Measure("a.py", symbols="class"), "a.py"),
    ],
)
def test_hostile_files_are_named_and_decide_nothing(path: str, text: str, measure: Measure, why: str) -> None:
    rule = Declared(OwnClaims({"own": OwnClaim("{number} ports", measure)}))
    told = findings("There are 3 ports.\n\nThere are no ports.\n", {path: text}, [rule])
    assert [one.verdict.value for one in told] == ["unverifiable", "unverifiable"]
    assert all(why in one.message for one in told)


@pytest.mark.parametrize(
    "report",
    [
        "There should be 9 event handlers.\n",
        "## Roadmap\n\n- 9 event handlers\n",
        "Add 9 event handlers.\n",
        "Are there 9 event handlers?\n",
        "There were 9 event handlers.\n",
        "- [ ] 9 event handlers\n",
        "~~There are 9 event handlers.~~\n",
        "For example: 9 event handlers\n",
        "```python\n9 event handlers\n```\n",
        "There are 9 event handler tests.\n",
        "Register 9 event handlers.\n",
        "There are 9 event handlers in the backend.\n",
    ],
)
def test_what_is_not_said_of_the_present_is_not_refuted(report: str) -> None:
    assert {one.verdict.value for one in found(HANDLERS, ON, report)} <= {"unverifiable"}


@pytest.mark.parametrize(
    ("sentence", "words", "verdict", "left"),
    [
        ("The shop has 9 event handlers.", "shop", "refuted", ()),
        ("The shop has 9 event handlers.", "", "doubtful", ("shop",)),
        ("There are 9 slow event handlers.", "", None, ()),
        ("There are 9 event handlers for mice.", "", "doubtful", ("mice",)),
        ("There are 9 event handlers, except in tests.", "", "doubtful", ("except",)),
    ],
)
def test_a_refutation_needs_every_word(sentence: str, words: str, verdict: str | None, left: tuple[str, ...]) -> None:
    told = found(HANDLERS, ON, sentence, words)
    assert [(one.verdict.value, one.unexplained) for one in told] == ([(verdict, left)] if verdict else [])


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The port is 8,080.", "holds"),
        ("The port is 8,081.", "refuted"),
        ("The port is 80-90.", None),
        ("The port is 8080/tcp.", None),
        ("The port is `PORT`.", "unverifiable"),
        ("The port is 80 in tests.", "unverifiable"),
        ("The port is not 80.", None),
        ("The port was 80.", None),
        ("The port is changed.", None),
    ],
)
def test_a_value_is_refuted_only_by_one_of_its_sort(sentence: str, verdict: str | None) -> None:
    told = [one.verdict.value for one in found("port is {value}", Measure("shop.toml", value="server.port"), sentence)]
    assert told == ([verdict] if verdict else [])


@pytest.mark.parametrize("word", ["the", "new", "Good"])
def test_a_plain_word_is_no_name(word: str) -> None:
    assert not found("the {name} guide", Measure("docs/{name}.md"), f"There is the {word} guide.")


def test_what_a_report_says_is_no_pattern() -> None:
    guides, handlers = Measure("docs/{name}.md"), Measure("src/app.py", matches="@on.{name}.")
    assert verdicts("guide to {name}", guides, "There is a guide to `*`.") == ["refuted none"]
    assert verdicts("guide to {name}", guides, "There is a guide to `s[e]tup`.") == ["refuted none"]
    assert verdicts("handler of {name}", handlers, "There is a handler of `.*`.") == ["refuted none"]


def test_a_number_and_a_value_are_corrected_in_their_place() -> None:
    (number,) = found(HANDLERS, ON, "There are 9 event handlers.")
    (value,) = found("port is {value}", Measure("shop.toml", value="server.port"), "The port is `80`.")
    assert number.correction is not None
    assert value.correction is not None
    assert (number.correction.text, value.correction.text) == ("2 event handlers", "8080")
    assert (value.correction.span.column, value.correction.span.end_column) == (14, 16)


@pytest.mark.parametrize(
    ("said", "there", "one"),
    [("3.9", ">=3.9", True), ("3.9", "3.9.0", True), ("3.8", ">=3.9", False), ("4", ">=3.9,<4", None), ("3.9", ">=3.9,<4", True),
     ("3.1", "3.10", False), ("20", "^18 || ^20", True), ("3", "*", False)],
)  # fmt: skip
def test_versions(said: str, there: str, one: bool | None) -> None:
    assert same_version(said, there) is one


@pytest.mark.parametrize(
    ("said", "there", "one"), [("5", "5.0", True), ("five", "5", True), ("True", "true", True), ("5", "50", False), ("x", "y", False)]
)
def test_values(said: str, there: str, one: bool) -> None:
    assert same(said, there) is one
