"""What the pages for agents and editors tell people to write: it is read, it is current, and it works."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import tomli
from agent_helpers import example
from cli_helpers import verify_review

from verifier.agents.hook.transcript import END_BYTES
from verifier.agents.told import MOST
from verifier.cli import commands

ROOT = Path(__file__).parent.parent
AGENTS = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
EDITORS = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def test_what_a_host_is_told_to_run_is_a_command() -> None:
    lines = re.findall(r'"command": "([^"]+)"', "".join(blocks(AGENTS, "json")))
    assert sorted(shlex.split(line)[0] for line in lines) == ["verify-review"] * 3
    assert all(json.loads(block) for block in blocks(AGENTS, "json"))
    named = set(re.findall(r"`verify-review (mcp|hook|lsp)[ `]", AGENTS + EDITORS))
    assert named == {"mcp", "hook", "lsp"} & set(commands.commands)


def test_what_an_editor_is_told_to_run_is_the_server() -> None:
    (helix,) = blocks(EDITORS, "toml")
    server = tomli.loads(helix)["language-server"]["verify-review"]
    assert [server["command"], *server["args"]] == ["verify-review", "lsp"]
    assert all(
        '"verify-review", "lsp"' in block or '"verify-review" "lsp"' in block for block in blocks(EDITORS, "lua") + blocks(EDITORS, "lisp")
    )


def test_the_hook_s_answer_is_what_the_page_shows(tmp_path: Path) -> None:
    project = example(tmp_path)
    message = "`backend/app/pricing.py` has 120 lines.\n\nThe lighthouse has 12 keepers."
    said = {"hook_event_name": "Stop", "session_id": "1", "cwd": str(project), "last_assistant_message": message}
    (shown,) = blocks(AGENTS, "text")
    assert verify_review("hook", cwd=tmp_path, stdin=json.dumps(said).encode()).json["reason"] == shown.rstrip("\n")


@pytest.mark.parametrize("told", [f"at most {MOST} entries", "last four megabytes"])
def test_the_bounds_are_those_of_the_code(told: str) -> None:
    assert END_BYTES == 4_000_000
    assert told in " ".join(AGENTS.split())
