"""The wheel, as users get it: built, installed into an empty environment, and run from there with somebody else's rule."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import tomli
from cli_helpers import FALSE, PROJECT, verify_review, write

from verifier.registry import installed as built_in_rules

ROOT = Path(__file__).parent.parent
PROJECT_FILE = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

THIRD_PARTY = {
    "pyproject.toml": """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "shouting-rule"
version = "1"
[project.entry-points."verify_review.rules"]
shouting = "shouting:Shouting"
[tool.setuptools]
py-modules = ["shouting"]
""",
    "shouting.py": '''\
"""A rule of somebody else's: words in capitals are claims that the repository has a file of that name."""

from verifier.model import Claim, Finding, Measurement, Reading, Verdict
from verifier.rule import Rule


class Shouting(Rule[str]):
    name = "shouting"
    kinds = ("shouting",)
    summary = "What is shouted is there."

    def recognise(self, clause):
        for word in clause.text.split():
            if word.isupper() and len(word) > 5:
                yield Claim(self.name, "shouting", clause.span, clause.text, word, "shouted", word)

    def measure(self, claim, code, scope):
        return Measurement((Reading("by name", any(claim.target.lower() in path for path in code.snapshot.entries())),))

    def judge(self, claim, measurement):
        there = bool(measurement.readings[0].value)
        return Finding(claim, Verdict.HOLDS if there else Verdict.REFUTED, f"{claim.target} is {'' if there else 'not '}there")
''',
}


def run(*arguments: str | Path, cwd: Path) -> None:
    done = subprocess.run(list(map(str, arguments)), cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is needed for it."""
    place = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "verifier", "rules"):
        _copy(ROOT / name, place / "source" / name)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", place / "dist", place / "source", cwd=place)
    (built,) = (place / "dist").glob("*.whl")
    return built


def _copy(source: Path, target: Path) -> None:
    import shutil

    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(source, target)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `verify-review` of an environment that holds the wheel, its dependencies, and a rule from elsewhere."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    other = write(place / "other", THIRD_PARTY)
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, other, cwd=place)
    run(python, "-m", "pip", "check", cwd=place)
    return place / "bin" / "verify-review"


def modules(root: Path) -> set[str]:
    """Modules below a folder, dotted, relative to it."""
    return {path.relative_to(root).with_suffix("").as_posix().replace("/", ".") for path in root.rglob("*.py")}


def test_the_wheel_holds_every_module_and_all_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = [path for folder in ("verifier", "rules") for path in (ROOT / folder).rglob("*")]
    wanted = {path.relative_to(ROOT).as_posix() for path in sources if path.suffix in {".py", ".toml", ".scm", ".typed"}}
    assert {re.sub("^rules/", "verifier/rules/", name) for name in wanted} - names == set()


def test_nothing_else_is_in_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"verifier"}, "no package named `rules`, which would collide"


def test_it_runs_from_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "false.md": FALSE})
    result = verify_review("false.md", "--repo", "project", cwd=tmp_path, command=[str(installed)])
    assert result.code == 1
    assert "src/util.py has 40 lines, not 300" in result.text
    listed = verify_review("rules", cwd=tmp_path, command=[str(installed)]).text
    assert {name for name in built_in_rules() if f"\n  {name} " not in listed} == set()


def test_a_rule_of_somebody_else_s_takes_part(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {"project/readme.txt": "x", "report.md": "There is a README and a CHANGELOG.\n"})
    arguments = ["report.md", "--repo", "project", "--select", "shouting", "--output-format", "json"]
    result = verify_review(*arguments, cwd=tmp_path, command=[str(installed)])
    verdicts = {claim["subject"]: claim["verdict"] for claim in result.json["claims"]}
    assert verdicts == {"README": "holds", "CHANGELOG.": "refuted"}
    assert "What is shouted is there." in verify_review("rule", "shouting", cwd=tmp_path, command=[str(installed)]).text


def test_a_rule_that_can_t_be_loaded_is_named(installed: Path, tmp_path: Path) -> None:
    python = installed.parent / "python"
    broken = {
        "broken-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: broken\nVersion: 1\n",
        "broken-1.dist-info/entry_points.txt": "[verify_review.rules]\nbroken = no_such_module:Rule\n",
    }
    write(tmp_path, {**broken, "report.md": FALSE})
    result = verify_review("report.md", cwd=tmp_path, command=[str(python), "-m", "verifier"], env={"PYTHONPATH": str(tmp_path)})
    assert result.code == 2
    assert "rule 'broken' (no_such_module:Rule) can't be loaded" in result.err


def imported(folder: str) -> set[str]:
    """Top-level names that the modules below a folder import."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found


def test_rules_import_only_the_verifier_and_the_standard_library() -> None:
    assert imported("rules") - set(sys.stdlib_module_names) - {"verifier", "typing_extensions"} == set()


NAMES = {"gitpython": "git", "google-re2": "re2", "markdown-it-py": "markdown_it", "pyyaml": "yaml"}


def required(*without: str) -> set[str]:
    """What is declared, with the extras but those, as it is called where it is installed from."""
    project = PROJECT_FILE["project"]
    extras = (lines for extra, lines in project["optional-dependencies"].items() if extra not in without)
    return {re.split("[<>=; ]", line)[0] for lines in (project["dependencies"], *extras) for line in lines}


def declared() -> set[str]:
    return {NAMES.get(name, name.replace("-", "_")) for name in required("dev", "docs")}


def test_dependencies_are_declared_and_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "verifier").rglob("*.py"))
    unused = {name for name in declared() if name not in text and name.replace("_", "-") not in text}
    undeclared = imported("verifier") - set(sys.stdlib_module_names) - declared() - {"verifier", "typing_extensions"}
    assert (unused, undeclared) == (set(), set())


def test_dependencies_are_told_of() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in required("dev") if f"`{name}`" not in page} == set()


def test_extras_are_tested() -> None:
    extras = PROJECT_FILE["project"]["optional-dependencies"]
    for extra in ("sweep", "mcp", "lsp", "claims"):
        assert set(extras[extra]) <= set(extras["dev"]), "or what needs them would not be tested"


def test_without_the_extra_the_rest_works(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {"m.csv": "repository,report\n.,m.md\n"})
    result = verify_review("sweep", "m.csv", "-o", "out", cwd=tmp_path, command=[str(installed)])
    assert result.code == 2
    assert "pip install 'verify-review[sweep]'" in result.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("extra", ["mcp", "lsp"])
def test_a_server_without_its_extra_says_how_to_get_it(extra: str, installed: Path, tmp_path: Path) -> None:
    result = verify_review(extra, cwd=tmp_path, command=[str(installed)])
    assert (result.code, result.out) == (2, b"")
    assert f"pip install 'verify-review[{extra}]'" in result.err


def test_the_hook_needs_no_extra(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {f"project/{name}": text for name, text in PROJECT.items()})
    said = {"hook_event_name": "AfterAgent", "session_id": "1", "cwd": str(tmp_path / "project"), "prompt_response": FALSE}
    result = verify_review("hook", cwd=tmp_path, command=[str(installed)], stdin=json.dumps(said).encode())
    assert (result.code, result.json["decision"]) == (0, "deny")


def test_without_the_extra_what_needs_it_is_named(installed: Path, tmp_path: Path) -> None:
    claim = "phrase = 'event handlers'\nmeasure = { files = '*.py', matches = 'on' }\n"
    write(tmp_path, {"verify-review.toml": f"[rules.declared.claims.a]\n{claim}"})
    result = verify_review("config", cwd=tmp_path, command=[str(installed)])
    assert result.code == 2
    assert "rules.declared.claims.a.measure.matches: text patterns need google-re2" in result.err
    assert "pip install 'verify-review[claims]'" in result.err
