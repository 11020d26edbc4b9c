"""What the tests of hosts share: YAML as hosts read it, their schemas, and their shells."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli_helpers import environment
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")  # as GitHub starts it
# Modules that Python would import from where it is started, if it were let.
STRAY = ("venv", "pip", "ensurepip", "setuptools", "json", "verifier", "click", "sitecustomize")


def documents(text: str) -> list[Any]:
    """Every document of a YAML 1.2 file."""
    return list(YAML(typ="safe").load_all(text))


def assert_valid(schema: str, document: object, tmp_path: Path) -> None:
    """Holds against a schema that check-jsonschema brings."""
    file = tmp_path / "document.yml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump(document, stream)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def shell(
    script: str, cwd: Path, variables: Mapping[str, str], command: tuple[str, ...] = BASH, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A script as a host runs it, with the tool on the path; standard error joins standard output, as in a log."""
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    env = environment(
        home or cwd.parent, {name: None for name in os.environ if name.startswith(("GITHUB_", "CI_"))} | path | dict(variables)
    )
    done = subprocess.run(
        [*command, "-c", script], cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done


def sources(target: Path) -> Path:
    """A copy of what the tool is installed from, so that nothing is built in the repository itself."""
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        target.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    for name in ("verifier", "rules"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def plant(workspace: Path, canary: Path) -> None:
    """Modules in a checkout that nobody trusts, each of which leaves a trace when it is imported."""
    for name in STRAY:
        (workspace / f"{name}.py").write_text(f"open({str(canary)!r}, 'a').write({name!r})\nraise SystemExit(9)\n")


def page_blocks(page: str, language: str) -> list[str]:
    """The blocks of code of a page in docs/."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)
