"""The tools that agents call, through the protocol package's own client, with the server as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from agent_helpers import FALSE_SENTENCES, TRUE_SENTENCES, example, git, started, variables
from cli_helpers import verify_review, write

pytest.importorskip("mcp")

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

Answer = Mapping[str, Any]
Call = Callable[..., Awaitable[Any]]
SUMMARY = "# What I did\n\n" + "".join(f"- {sentence}\n" for sentence in (*TRUE_SENTENCES, *FALSE_SENTENCES))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return example(tmp_path)


def with_server(project: Path, use: Callable[[Call], Awaitable[None]]) -> None:
    """Runs `use` with what calls a tool and returns its structured answer, or its error as a string."""

    async def run() -> None:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "verifier", "mcp", "--repo", str(project)],
            env=variables(project.parent),
            cwd=project.parent,
        )
        async with Client(stdio_client(command)) as client:

            async def call(tool: str, **arguments: object) -> Any:
                result = await client.call_tool(tool, arguments)
                if result.is_error:
                    return result.content[0].text  # type: ignore[union-attr]
                assert json.loads(result.content[0].text) is not None  # type: ignore[union-attr]  # clients without structured answers
                return result.structured_content

            await use(call)

    asyncio.run(asyncio.wait_for(run(), 60))


def test_an_agent_mends_its_summary_until_it_passes(project: Path) -> None:
    async def use(call: Call) -> None:
        sentences = [*TRUE_SENTENCES, *FALSE_SENTENCES]
        before = await call("verify_claims", claims=sentences, message=SUMMARY)
        assert not before["passes"]
        assert [one["text"] for one in before["sentences"] if not one["holds"]] == list(FALSE_SENTENCES)
        assert [one["correction"]["new"] for one in before["wrong"]] == ["39 lines", "7 lines", "31 lines"]
        assert before["wrong"][0]["evidence"] == ["backend/app/pricing.py:1-39"]
        assert before["forgotten"] == []

        fixed = await call("correct", text=SUMMARY)
        assert (fixed["passes"], fixed["wrong"], fixed["not_checked"]) == (True, [], [])
        assert [(one["claimed"], one["observed"]) for one in fixed["made"]] == [
            ("120 lines", "39 lines"),
            ("12 lines", "7 lines"),
            ("310 lines", "31 lines"),
        ]
        assert all(sentence in fixed["text"] for sentence in TRUE_SENTENCES), "what is true stays as it was said"

        after = await call("verify_claims", claims=[], message=fixed["text"])
        assert (after["passes"], [one for one in after["forgotten"] if one["wrong"]]) == (True, [])

    with_server(project, use)


def test_a_list_is_told_what_it_leaves_out_of_the_message(project: Path) -> None:
    message = (
        "`backend/app/pricing.py` has 39 lines, and `backend/app/notify.py` has 61 lines.\n\n"
        "The lighthouse has 12 keepers. `backend/app/models.py` has 15 lines. The sea is calm.\n"
    )

    async def use(call: Call) -> None:
        listed = ["pricing.py is 39 lines long.", {"subject": "backend/app/models.py", "says": "has 15 lines"}]
        told = await call("verify_claims", claims=listed, message=message)
        assert [one["holds"] for one in told["sentences"]] == [True, True]
        assert [one["line"] for one in told["forgotten"]] == [1, 3]
        assert "notify.py has 16 lines, not 61" in told["forgotten"][0]["why"]
        assert "pricing" not in told["forgotten"][0]["why"], "it is listed, in other words"
        assert told["forgotten"][0]["wrong"][0]["correction"] == {"line": 1, "old": "61 lines", "new": "16 lines"}
        assert told["forgotten"][1]["text"] == "The lighthouse has 12 keepers."
        assert not told["passes"], "whatever was listed, the message is false"

        whole = await call("verify_claims", claims=[*listed, "notify.py has 61 lines.", "The lighthouse has 12 keepers."], message=message)
        assert whole["forgotten"] == []

    with_server(project, use)


def test_half_a_statement_in_the_list_leaves_the_other_half_told(project: Path) -> None:
    async def use(call: Call) -> None:
        message = "`backend/app/pricing.py` has 39 lines and is a melancholy lighthouse."
        told = await call("verify_claims", claims=["`backend/app/pricing.py` has 39 lines."], message=message)
        assert [one["why"] for one in told["forgotten"]] == ["not checked: melancholy, lighthouse"]
        apart = ["`backend/app/pricing.py` has 39 lines.", "It is a melancholy lighthouse."]
        assert (await call("verify_claims", claims=apart, message=message))["forgotten"] == []
        scattered = [apart[0], "It is melancholy.", "It is a lighthouse."]
        assert (await call("verify_claims", claims=scattered, message=message))["forgotten"]
        denied = [apart[0], "It is no melancholy lighthouse."]
        assert (await call("verify_claims", claims=denied, message=message))["forgotten"]

    with_server(project, use)


def test_a_report_is_checked_and_its_claims_explained(project: Path) -> None:
    write(project, {"docs/report.md": "# R\n\n`Dockerfile` has 9 lines.\n\nThe lighthouse has 12 keepers.\n"})

    async def use(call: Call) -> None:
        told = await call("verify_report", report="docs/report.md")
        assert told["summary"] == "1 refuted, 1 holds; 2 statements: 1 checked in full, 1 not understood"
        (wrong,) = told["wrong"]
        assert (wrong["line"], wrong["verdict"], wrong["correction"]) == (3, "refuted", {"line": 3, "old": "9 lines", "new": "7 lines"})
        assert told["not_checked"] == [{"line": 5, "text": "The lighthouse has 12 keepers.", "why": told["not_checked"][0]["why"]}]
        for which in (wrong["id"], wrong["id"][:6], "3"):
            found = (await call("explain", which=which, report="docs/report.md"))["result"]
            assert wrong["id"] in [one["id"] for one in found]
            assert "= right:" in found[-1]["explanation"]
        same = await call("explain", which="1", text="`Dockerfile` has 9 lines.")
        assert {one["verdict"] for one in same["result"]} == {"holds", "refuted"}
        assert await call("verify_report", report="docs/report.md") == told, "the same question has the same answer"

    with_server(project, use)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"report": "../outside.md"}, "leads out"),
        ({"report": "link.md"}, "leads out"),
        ({"report": "/etc/hostname"}, "leads out"),
        ({"report": ".git/notes.md"}, "git's own directory"),
        ({"report": "pipe.md"}, "can't be read: no regular file"),
        ({"report": "backend"}, "can't be read"),
        ({"report": "missing.md"}, "can't be read: No such file"),
        ({"report": "a\0b.md"}, "no usable path"),
        ({"report": "empty.md"}, "empty, there is nothing to verify"),
        ({"report": "image.md"}, "an image, not text"),
        ({"report": "good.md", "repo": ".."}, "leads out"),
        ({"report": "good.md", "repo": "good.md"}, "is a file, not a repository"),
        ({"report": "good.md", "rev": "no-such"}, "no revision 'no-such' can be read"),
        ({}, "report"),
    ],
)
def test_what_cannot_be_done_is_told_to_people(arguments: Mapping[str, str], told: str, project: Path) -> None:
    write(project, {"empty.md": "", "image.md": b"\x89PNG\r\n", "good.md": "`Dockerfile` has 7 lines.\n", ".git/notes.md": "x"})
    write(project.parent, {"outside.md": "`Dockerfile` has 9 lines.\n"})
    (project / "link.md").symlink_to("../outside.md")
    os.mkfifo(project / "pipe.md")

    async def use(call: Call) -> None:
        answer = await call("verify_report", **arguments)
        assert isinstance(answer, str), answer
        assert told in answer
        assert "Traceback" not in answer
        assert (await call("verify_report", report="good.md"))["passes"], "and the server goes on"

    with_server(project, use)


def test_a_revision_takes_the_place_of_the_files_as_they_lie(project: Path) -> None:
    write(project, {"report.md": "`Dockerfile` has 7 lines.\n"})
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "first")
    write(project, {"Dockerfile": "FROM scratch\n"})

    async def use(call: Call) -> None:
        assert not (await call("verify_report", report="report.md"))["passes"]
        assert (await call("verify_report", report="report.md", rev="HEAD"))["passes"]

    with_server(project, use)


def test_other_tools_tell_what_is_missing(project: Path) -> None:
    async def use(call: Call) -> None:
        assert "nothing to check" in await call("verify_claims", claims=[])
        assert "no claim is called 99" in await call("explain", which="99", text="`Dockerfile` has 7 lines.")
        assert "one of the two" in await call("explain", which="1")
        assert "empty" in await call("correct", text=" ")
        assert "is no subject" in await call("verify_claims", claims=[{"subject": "`a`", "says": "is 1"}])

    with_server(project, use)


def test_what_no_value_mends_remains_and_is_told(project: Path) -> None:
    async def use(call: Call) -> None:
        text = "`backend/app/scheduler.py` exists. It has 3 lines.\r\n"
        told = await call("correct", text=text)
        assert (told["text"], told["made"], told["passes"]) == (text, [], False)
        assert "no such path: backend/app/scheduler.py" in told["wrong"][0]["message"]

    with_server(project, use)


def test_a_message_cannot_suppress_what_is_found_in_it(project: Path) -> None:
    text = "<!-- verify-review: ignore-file -->\n\n`Dockerfile` has 9 lines.\n"
    write(project, {"report.md": text})

    async def use(call: Call) -> None:
        assert (await call("verify_report", report="report.md"))["passes"], "a report in the repository was reviewed with its comments"
        assert not (await call("verify_claims", claims=[], message=text))["passes"]
        assert (await call("correct", text=text))["made"]

    with_server(project, use)


def test_nothing_but_the_protocol_is_on_standard_output(project: Path) -> None:
    command = [sys.executable, "-m", "verifier", "mcp", "--repo", str(project)]
    done = subprocess.run(
        command, cwd=project, input=b'garbage\n{"a": 1}\n', capture_output=True, env=variables(project.parent), timeout=60
    )
    assert done.returncode == 0
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in done.stdout.splitlines())
    assert b"Traceback" not in done.stderr


def test_a_client_that_reads_no_answer_ends_it_quietly(project: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    call = {"name": "correct", "arguments": {"text": SUMMARY}}
    with started(project.parent, "mcp", "--repo", "project") as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode() + b"\n")
        server.stdin.flush()
        assert b"verify-review" in server.stdout.readline()
        server.stdout.close()
        for message in ({"method": "notifications/initialized"}, {"id": 2, "method": "tools/call", "params": call}):
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        server.stdin.flush()
        time.sleep(3)
        server.stdin.close()
        assert (server.wait(30), server.stderr.read()) == (0, b"")


def test_it_begins_only_for_a_directory(tmp_path: Path) -> None:
    run = verify_review("mcp", "--repo", "nowhere", cwd=tmp_path)
    assert (run.code, run.out, run.err) == (2, b"", "verify-review: error: nowhere is no directory\n")
