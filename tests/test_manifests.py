"""Manifests that are damaged, nested very deep or very long: what they list is not known, or is found in linear time."""

from __future__ import annotations

import json

import pytest

from verifier.knowledge.entries import all_entries
from verifier.knowledge.evidence import CodeSearch, MemoryView
from verifier.knowledge.manifests import is_manifest, listed
from verifier.knowledge.pins import pins
from verifier.knowledge.structured import Malformed, parse_json, table_of
from verifier.model import Verdict
from verifier.registry import installed_rules
from verifier.testing import findings
from verifier.text_lines import TextLines

DEEP_JSON = '{"a":' * 100_000 + "1" + "}" * 100_000
LONG_NUMBER = "9" * 5_000

MALFORMED = {
    "broken": ("package.json", "{broken"),
    "deep": ("package.json", DEEP_JSON),
    "deep list": ("package.json", '{"dependencies": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "a list": ("package.json", '{"dependencies": ["redis"]}'),
    "no table": ("package.json", "[]"),
    "a long number": ("package.json", f'{{"dependencies": {{"redis": "1"}}, "x": {LONG_NUMBER}}}'),
    "deep TOML": ("pyproject.toml", '[project]\ndependencies = ["redis"]\n[tool.x]\ny = ' + "[" * 100_000),
    "deep keys": ("Cargo.toml", "[" + ".".join("a" * 20_000) + "]\n[dependencies]\nredis = 1\nredis = 1"),
    "a long number in TOML": ("pyproject.toml", f'[project]\ndependencies = ["redis"]\n[tool.x]\ny = {LONG_NUMBER}\n'),
    "no table in TOML": ("pyproject.toml", 'project = "redis"\n'),
    "a NUL": ("Pipfile", '[packages]\nredis = "\0"\n'),
    "composer": ("composer.json", '{"require": ' + "[" * 100_000),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_no_empty_list(name: str) -> None:
    path, text = MALFORMED[name]
    with pytest.raises(Malformed):
        listed(path, text)
    if name != "composer":
        with pytest.raises(Malformed):
            pins(path, text)


@pytest.mark.parametrize("name", sorted(set(MALFORMED) - {"a NUL", "composer"}))
@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("dependency", "`left-pad` is not a dependency."),
        ("dependency", "`{path}` lists `got`."),
        ("package-version", "The project uses `redis` 7.0."),
        ("command", "Charts are drawn by `npm run charts`."),
    ],
)
def test_nothing_is_refuted_or_confirmed_by_what_is_malformed(name: str, rule: str, sentence: str) -> None:
    path, text = MALFORMED[name]
    files = {path: text, "a.py": "x = 1\n"}
    found = findings(sentence.format(path=path) + "\n", files, [installed_rules()[rule]()])
    if rule != "command" or (path == "package.json" and name != "a list"):
        assert {finding.verdict for finding in found} <= {Verdict.UNVERIFIABLE, Verdict.DOUBTFUL}


def test_absence_is_not_proved_beside_a_malformed_manifest() -> None:
    search = CodeSearch(MemoryView({"package.json": DEEP_JSON, "a.js": "let x = 1\n"}))
    search.read_all()
    assert search.unreadable == ["package.json"]
    assert not any(item.in_effect for item in search.evidence(all_entries()["redis"]))


def test_a_package_is_looked_for_only_when_its_line_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"package_{number}" for number in range(30_000)]
    text = "\n".join(f"{name}==1.0" for name in names)
    found = listed("requirements.txt", text)  # would take minutes if every name were searched for
    assert (len(found), found[0].name, found[-1].line, found[12_345].line) == (30_000, "package-0", 30_000, 12_346)
    asked = pins("requirements.txt", text)
    assert (len(asked), asked[-1].line, asked[-1].spec) == (30_000, 30_000, "==1.0")


def test_lines_of_packages() -> None:
    text = '{\n "name": "x",\n "dependencies": {\n  "@a/B_c.d": "^1",\n  "e": "2"\n }\n}'
    assert [(item.name, item.line) for item in listed("package.json", text)] == [("@a/b_c.d", 4), ("e", 2)]
    assert [(item.name, item.line) for item in pins("package.json", text)] == [("@a/b-c-d", 4), ("e", 5)]
    assert listed("pom.xml", "<groupId>a.b</groupId>\n<artifactId>c</artifactId>")[0].line == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/package.json", True),
        ("package.json.bak", False),
        ("requirements/dev.txt", True),
        ("a/requirements/dev.txt", True),
        ("requirements/deep/dev.txt", False),
        ("dev-requirements.txt", False),
        ("x.csproj", True),
        ("pom.xml", True),
        ("a.gemspec", True),
    ],
)
def test_manifests_are_known_by_name(path: str, expected: bool) -> None:
    assert is_manifest(path) is expected


def test_many_scripts_and_targets() -> None:
    scripts = json.dumps({"scripts": {f"job{number}": "true" for number in range(20_000)}}, indent=1)
    targets = "".join(f"job{number}:\n\ttrue\n" for number in range(20_000))
    rule = installed_rules()["command"]
    for files, sentence in (({"package.json": scripts}, "`npm run job19999`"), ({"Makefile": targets}, "`make job19999`")):
        found = findings(f"Charts are drawn by {sentence}.\n", files, [rule()])
        assert [finding.verdict for finding in found] == [Verdict.HOLDS]
        assert found[0].evidence[0].line == (20_002 if "package.json" in files else 39_999)


def test_tables() -> None:
    assert table_of({"a": {"b": {"c": 1}}}, "a", "b") == {"c": 1}
    assert table_of({}, "a", "b") == table_of({"a": None}, "a") == {}
    for data, told in (({"a": {"b": 3}}, "a.b is no table"), ({"a": []}, "a is no table"), ([], "the whole is no table")):
        with pytest.raises(Malformed, match=told):
            table_of(data, "a", "b")


def test_what_is_wrong_is_told() -> None:
    for text, told in ((DEEP_JSON, "nested too deep"), (LONG_NUMBER, "more than 4,300 digits"), ("{", "not valid JSON: Expecting")):
        with pytest.raises(Malformed, match=told):
            parse_json(text)


def test_lines_of_a_text() -> None:
    text = "a\n\nbc\r\nd"
    lines = TextLines(text)
    assert [lines.number(offset) for offset in range(len(text))] == [text.count("\n", 0, offset) + 1 for offset in range(len(text))]
    assert [lines.line(number) for number in (1, 2, 3, 4)] == ["a", "", "bc\r", "d"]
