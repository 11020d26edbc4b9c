"""Which files are rules, told by their place and text alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import write

from verifier.registry import built_in

RULE = 'from verifier.rule import Rule\n\n\nclass {}(Rule[str]):\n    """Doc."""\n\n    name = "{}"\n'


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (
            "files/parcel_count.py",
            RULE.format("ParcelCount", "parcel-count"),
            ["parcel-count verifier.rules.files.parcel_count:ParcelCount"],
        ),
        (
            "files/parcel_count.py",
            RULE.format("ParcelCount", "parcel-count").replace("\n", "\r\n"),
            ["parcel-count verifier.rules.files.parcel_count:ParcelCount"],
        ),
        ("moons/orbit/__init__.py", RULE.format("Orbit", "orbit"), ["orbit verifier.rules.moons.orbit:Orbit"]),
        ("files/parcel_count.py", RULE.format("LockerCount", "locker-count"), []),  # a class of another name: a helper
        ("files/parcel_count.py", "class ParcelCount(NamedTuple):\n    name: str\n", []),
        ("files/__init__.py", RULE.format("Files", "files"), []),
        ("files/orbit/helper.py", RULE.format("Helper", "helper"), []),
        ("orbit.py", RULE.format("Orbit", "orbit"), []),  # of no family
        ("files/notes.txt", RULE.format("Notes", "notes"), []),
        ("__pycache__/orbit.py", "", []),
    ],
)
def test_a_file_is_a_rule(path: str, text: str, found: list[str], tmp_path: Path) -> None:
    write(tmp_path, {path: text})
    assert [f"{point.name} {point.value}" for point in built_in(str(tmp_path))] == found
