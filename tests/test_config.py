"""Configuration: where it is looked for, what it may say, and how every mistake is reported at once."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Literal

import pytest
from cli_helpers import write

from verifier.config import FAIL_ON, FORMATS, Config, ConfigError, find_config, load_config, names, reading
from verifier.registry import GROUP, InstalledRule
from verifier.rule import NoOptions, Options


@dataclass(frozen=True)
class Limits(Options):
    max_lines: int = 10
    ratio: float = 0.5
    names: tuple[str, ...] = ("a",)
    mode: Literal["fast", "full"] = "fast"
    strict: bool = False

    def __post_init__(self) -> None:
        if self.max_lines < 0:
            raise ValueError("max-lines must not be negative")


class Sized:
    name, options_type = "sized", Limits


class Plain:
    name, options_type = "plain", NoOptions


@pytest.fixture(autouse=True)
def two_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {
        "sized": InstalledRule("sized", "metrics", EntryPoint("sized", "test_config:Sized", GROUP)),
        "plain": InstalledRule("plain", "files", EntryPoint("plain", "test_config:Plain", GROUP)),
    }
    for module in (names, reading):
        monkeypatch.setattr(module, "installed", lambda: rules)


def test_everything_it_may_say(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "verify-review.toml": 'select = ["files", "sized"]\nignore = ["plain"]\nmin-confidence = "certain"\noutput-format = "json"\n'
            'fail-on = ["refuted", "doubtful"]\n[areas]\nbackend = ["services/api", "lib"]\n'
            '[rules.sized]\nmax-lines = 3\nratio = 1\nnames = ["x", "y"]\nmode = "full"\nstrict = true\n'
        },
    )
    loaded = load_config(tmp_path)
    assert loaded.path == tmp_path / "verify-review.toml"
    assert (loaded.select, loaded.ignore) == (("files", "sized"), ("plain",))
    assert (loaded.min_confidence, loaded.output_format) == ("certain", "json")
    assert loaded.fail_on == ("refuted", "doubtful")
    assert loaded.areas == {"backend": ("services/api", "lib")}
    assert loaded.rule_options == {"sized": Limits(3, 1.0, ("x", "y"), "full", True)}


def test_no_configuration_is_fine(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_what_is_not_said_keeps_its_default(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": "[rules.sized]\nstrict = true\n"})
    assert load_config(tmp_path).rule_options == {"sized": Limits(strict=True)}


PYPROJECT = '[tool.verify-review]\nselect = ["plain"]\n'


@pytest.mark.parametrize(
    ("files", "start", "found"),
    [
        ({"verify-review.toml": ""}, "a/b", "verify-review.toml"),
        ({"pyproject.toml": PYPROJECT}, "a/b", "pyproject.toml"),
        ({"pyproject.toml": PYPROJECT, "verify-review.toml": ""}, ".", "verify-review.toml"),
        ({"pyproject.toml": PYPROJECT, "a/verify-review.toml": ""}, "a/b", "a/verify-review.toml"),
        ({"pyproject.toml": PYPROJECT, "a/pyproject.toml": "[tool.black]\n# verify-review\n"}, "a/b", "pyproject.toml"),
        ({"a/b/c/verify-review.toml": ""}, "a/b", None),
    ],
)
def test_the_nearest_one_counts(files: dict[str, str], start: str, found: str | None, tmp_path: Path) -> None:
    write(tmp_path, files)
    (tmp_path / start).mkdir(parents=True, exist_ok=True)
    assert find_config(tmp_path / start) == (tmp_path / found if found else None)


def test_a_named_file_wins(tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": "select = 3", "other.toml": 'select = ["plain"]', "pyproject.toml": PYPROJECT})
    assert load_config(tmp_path, tmp_path / "other.toml").select == ("plain",)
    assert load_config(tmp_path, tmp_path / "pyproject.toml").select == ("plain",)


def test_every_mistake_is_told_with_where_it_is(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "verify-review.toml": 'selct = ["plain"]\nselect = "plain"\nignore = ["plane"]\nmin-confidence = "high"\noutput-format = 3\n'
            'fail-on = ["refute", "everything"]\n'
            'areas = { backend = "src" }\n'
            '[rules.plan]\n[rules.plain]\ndepth = 1\n[rules.sized]\nmax_lines = 1\nmax-lines = "many"\nmode = "slow"\nratio = false\n'
        },
    )
    with pytest.raises(ConfigError) as raised:
        load_config(tmp_path)
    mistakes = [line.removeprefix(f"{tmp_path / 'verify-review.toml'}: ") for line in str(raised.value).splitlines()]
    assert mistakes == [
        "selct: no such setting; did you mean 'select'?",
        "select: must be a list of strings, is 'plain'",
        "ignore: no rule or family is named 'plane'; did you mean 'plain'?",
        "min-confidence: must be 'certain' or 'likely', is 'high'",
        f"output-format: must be one of {', '.join(FORMATS)}, is 3",
        "fail-on: nothing is called 'refute'; did you mean 'refuted'?",
        f"fail-on: nothing is called 'everything'; there are {', '.join(FAIL_ON)}",
        "areas.backend: must be a list of strings, is 'src'",
        "rules.plan: no rule is named 'plan'; did you mean 'plain'?",
        "rules.plain.depth: rule 'plain' has no such option; there are: none",
        "rules.sized.max_lines: rule 'sized' has no such option; did you mean 'max-lines'?",
        "rules.sized.max-lines: Expected int, got str; is 'many'",
        "rules.sized.mode: Invalid enum value 'slow'; is 'slow'",
        "rules.sized.ratio: Expected float, got bool; is False",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"select = [", "not valid TOML"),
        (b"\xff\xfe", "not valid TOML"),
        (b"rules = 3", "rules: must be a table"),
        (b"[rules.sized]\nmax-lines = -1", "rules.sized: max-lines must not be negative"),
        (b"[rules]\nsized = 4", "rules.sized: must be a table"),
        (b"areas = []", "areas: must be a table"),
        (b'fail-on = "refuted"', "fail-on: must be a list of strings"),
        (b"x = " + b"[" * 100_000, "not valid TOML: nested too deep"),
        (b"x = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000, "not valid TOML: nested too deep"),
        (b"x = " + b"9" * 5_000, "not valid TOML: a number of more than 4,300 digits"),
        (b"output-format = 0x" + b"f" * 50_000, "output-format: must be .*, is a very large int"),
        (b"[areas" + b".a" * 5_000 + b"]", "nested too deep|areas.a: must be a list of strings, is a very large dict"),
        (b"x = 'a\0b'", "not valid TOML"),
        (b"".join(b"x%d = 1\n" % number for number in range(30)), "x19: no such setting; .*\nand 10 more mistakes$"),
        (b'"' + b"x" * 1000 + b'" = 1', r"toml: x{59}…: no such setting"),
        (b"#" * 1_000_001, "more than the 1,000,000 bytes"),
    ],
)
def test_what_can_t_be_used(content: bytes, told: str, tmp_path: Path) -> None:
    write(tmp_path, {"verify-review.toml": content})
    with pytest.raises(ConfigError, match=told):
        load_config(tmp_path)


def test_a_named_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: can't be read"):
        load_config(tmp_path, tmp_path / "nowhere.toml")
