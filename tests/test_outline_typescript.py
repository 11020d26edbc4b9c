"""Outlines of TypeScript agree with the TypeScript compiler over the sources of one real package, rxjs, fetched from npm.

Compared: functions (declared, or arrow and function expressions that a variable or an attribute is set to), methods with signatures,
constructors, accessors and functions under a key, classes, interfaces, enums with members, type aliases, and every parameter's name,
type, default, `...` and `?`. Left out, and why:

- text after the first `VALUE` characters of a type or default, and white space in such texts: outlines cut and collapse it;
- files in which the compiler or the grammar finds an error; the outlines of the latter say so. None in rxjs.

The environment's VERIFY_REVIEW_NODE_MODULES may name a folder in which both packages are installed already, and
VERIFY_REVIEW_PACKAGE another package there to compare.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from verifier.facts.extract import outline
from verifier.facts.outline import VALUE, Definition, Parameter
from verifier.facts.treesitter import normalise

PACKAGES = ("typescript@5.9.2", "rxjs@7.8.2")
READER = Path(__file__).with_name("outline_typescript.js")
KINDS = {"function": "function", "hook": "function", "component": "function", "constructor": "method"}
COMPARED = {"function", "method", "class", "interface", "enum", "type"}


class Seen(NamedTuple):
    """A definition as either side sees it."""

    kind: str
    name: str
    line: int
    members: tuple[str, ...]
    parameters: tuple[tuple[str, str, str, bool, bool], ...]  # name, type, default, rest, optional


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages installed; skips where there is no npm or no registry."""
    given = os.environ.get("VERIFY_REVIEW_NODE_MODULES")
    if given:
        return Path(given)
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("needs node and npm")
    folder = tmp_path_factory.mktemp("npm")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry doesn't answer")
    if done.returncode:
        pytest.skip(f"npm can't install {' '.join(PACKAGES)}: {done.stderr[-200:]}")
    return folder / "node_modules"


def compiled(modules: Path, files: list[Path]) -> Iterator[tuple[Path, list[Seen]]]:
    """What the compiler sees in each file it finds no error in."""
    command = ["node", str(READER), str(modules / "typescript")]
    done = subprocess.run(command, input="\n".join(map(str, files)), capture_output=True, text=True, timeout=120, check=True)
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        if not answer["errors"]:
            yield (
                Path(answer["path"]),
                [
                    Seen(
                        found["kind"],
                        found["name"].strip("\"'"),
                        found["line"],
                        tuple(name.strip("\"'") for name in found["members"]),
                        tuple((_spaced(n), _spaced(t), _spaced(d), rest, optional) for n, t, d, rest, optional in found["parameters"]),
                    )
                    for found in answer["found"]
                ],
            )


def outlined(path: Path) -> list[Seen] | None:
    """What the outline has; None when the grammar finds an error, which outlines say."""
    found = outline("typescript", normalise(path.read_bytes()))
    if found.errors:
        return None
    return [_seen(definition) for definition in found.definitions if KINDS.get(definition.kind, definition.kind) in COMPARED]


def _seen(definition: Definition) -> Seen:
    parameters = tuple(map(_parameter, definition.parameters))
    members = definition.members if definition.kind == "enum" else ()
    return Seen(KINDS.get(definition.kind, definition.kind), definition.name, definition.line, members, parameters)


def _parameter(one: Parameter) -> tuple[str, str, str, bool, bool]:
    return _spaced(one.name), _spaced(one.annotation), _spaced(one.default), one.kind == "variadic", one.optional


def _spaced(text: str) -> str:
    return "" if len(text) >= VALUE else "".join(text.split())


def test_outlines_agree_with_the_compiler(modules: Path) -> None:
    package = os.environ.get("VERIFY_REVIEW_PACKAGE", "rxjs")
    files = sorted(path for path in (modules / package / "src").rglob("*.ts"))
    tally: Counter[str] = Counter()
    differences: list[str] = []
    for path, expected in compiled(modules, files):
        seen = outlined(path)
        if seen is None:
            tally["files with errors"] += 1
            continue
        tally["files"] += 1
        tally.update(one.kind for one in expected)
        tally["parameters"] += sum(len(one.parameters) for one in expected)
        ours, theirs = Counter(seen), Counter(expected)
        differences += [f"{path.name}: outline only: {one}" for one in ours - theirs]
        differences += [f"{path.name}: compiler only: {one}" for one in theirs - ours]
    print(dict(tally))
    assert tally["files"] > 200
    assert tally["files with errors"] <= tally["files"] // 50
    assert not differences, f"{tally}\n" + "\n".join(differences)
