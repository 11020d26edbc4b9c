"""`verify-review hook`, as hosts of coding agents start it: a process that is given JSON, and whose answer is JSON or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from agent_helpers import FALSE_SENTENCES, TRUE_SENTENCES, example, git, variables
from cli_helpers import Run, verify_review, write

SAID_FALSE = "Done. " + " ".join(FALSE_SENTENCES) + "\n\nThe lighthouse has 12 keepers.\n"
SAID_TRUE = "Done. " + " ".join(TRUE_SENTENCES)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return example(tmp_path)


def hook(project: Path, said: Mapping[str, object] | bytes, *arguments: str) -> Run:
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    return verify_review("hook", *arguments, cwd=project.parent, stdin=data)


def claude(project: Path, *lines: Mapping[str, object] | str, **more: object) -> dict[str, object]:
    """What Claude Code gives its Stop hook, with a transcript of these lines."""
    path = project.parent / "transcript.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return {
        "session_id": "abc123", "transcript_path": str(path), "cwd": str(project), "permission_mode": "default",
        "hook_event_name": "Stop", "stop_hook_active": False, **more,
    }  # fmt: skip


def assistant(text: str, name: str = "msg_1", **more: object) -> dict[str, object]:
    message = {"id": name, "role": "assistant", "content": [{"type": "text", "text": text}]}
    return {"type": "assistant", "sessionId": "abc123", "message": message, **more}


def user(content: object, **more: object) -> dict[str, object]:
    return {"type": "user", "message": {"role": "user", "content": content}, **more}


def tool_use(name: str = "msg_1") -> dict[str, object]:
    return {
        "type": "assistant",
        "message": {"id": name, "role": "assistant", "content": [{"type": "tool_use", "name": "Bash", "input": {}}]},
    }


RESULT = user([{"type": "tool_result", "content": "ok"}])


def gemini(project: Path, said: str, **more: object) -> dict[str, object]:
    """What Gemini CLI gives its AfterAgent hook."""
    return {
        "session_id": "s1", "transcript_path": "", "cwd": str(project), "hook_event_name": "AfterAgent", "timestamp": "2026-11-28T00:00Z",
        "prompt": "do it", "prompt_response": said, "stop_hook_active": False, **more,
    }  # fmt: skip


def answer(run: Run) -> Any:
    assert run.code == 0
    return json.loads(run.out) if run.out else None


class TestHosts:
    def test_claude_code_is_told_what_is_false_and_what_was_not_checked(self, project: Path) -> None:
        told = answer(hook(project, claude(project, user("do it"), tool_use(), RESULT, assistant(SAID_FALSE))))
        assert told["decision"] == "block"
        lines = told["reason"].splitlines()
        assert lines[0] == "verify-review held your last message against the files: 3 claims of it are false."
        assert lines[1].endswith('refuted: backend/app/pricing.py has 39 lines, not 120 (write "39 lines" for "120 lines")')
        assert lines[4].startswith('Not checked: "The lighthouse has 12 keepers." (')
        assert len(lines) == 6

    def test_codex_is_told_as_claude_code_is(self, project: Path) -> None:
        said = {
            "session_id": "s", "turn_id": "t", "transcript_path": None, "cwd": str(project), "hook_event_name": "Stop", "model": "m",
            "permission_mode": "default", "stop_hook_active": False, "last_assistant_message": SAID_FALSE,
        }  # fmt: skip
        told = answer(hook(project, said))
        assert (told["decision"], set(told)) == ("block", {"decision", "reason"}), "its schema allows no other fields"

    def test_gemini_cli_is_told_in_its_own_word(self, project: Path) -> None:
        told = answer(hook(project, gemini(project, SAID_FALSE)))
        assert (told["decision"], "39 lines, not 120" in told["reason"]) == ("deny", True)

    def test_what_is_true_or_not_checked_stops_nobody(self, project: Path) -> None:
        for said in (SAID_TRUE, "The lighthouse has 12 keepers.", "I could not do it.", " "):
            run = hook(project, gemini(project, said))
            assert (run.code, run.out, run.err) == (0, b"", "")

    def test_the_host_s_own_last_message_goes_before_the_transcript(self, project: Path) -> None:
        late = claude(project, user("do it"), assistant(SAID_TRUE), last_assistant_message=FALSE_SENTENCES[0])
        assert "39 lines, not 120" in answer(hook(project, late))["reason"]
        assert answer(hook(project, {**late, "last_assistant_message": SAID_TRUE})) is None


class TestOnce:
    def test_nothing_is_told_twice_to_a_session(self, project: Path) -> None:
        said = claude(project, user("do it"), assistant(SAID_FALSE))
        assert answer(hook(project, said))
        for _ in range(2):
            assert answer(hook(project, said)) is None
        assert answer(hook(project, {**said, "session_id": "another"}))
        assert answer(hook(project, claude(project, assistant(FALSE_SENTENCES[1])))), "another text of the session is"

    def test_an_agent_that_goes_on_because_of_a_hook_may_stop(self, project: Path) -> None:
        assert answer(hook(project, claude(project, assistant(SAID_FALSE), stop_hook_active=True))) is None
        assert answer(hook(project, gemini(project, SAID_FALSE, stop_hook_active=True))) is None

    def test_of_two_at_once_one_tells(self, project: Path) -> None:
        data = json.dumps(gemini(project, SAID_FALSE)).encode()
        command, env = [sys.executable, "-m", "verifier", "hook"], variables(project.parent)
        both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) for _ in range(2)]
        assert sorted(bool(one.communicate(data, timeout=60)[0]) for one in both) == [False, True]

    def test_what_cannot_be_remembered_is_not_told(self, project: Path) -> None:
        write(project.parent, {"file": ""})
        run = verify_review(
            "hook",
            cwd=project.parent,
            stdin=json.dumps(gemini(project, SAID_FALSE)).encode(),
            env={"VERIFY_REVIEW_CACHE_DIR": str(project.parent / "file")},
        )
        assert (run.code, run.out) == (0, b"")
        assert "could not be told" in run.err


class TestTranscripts:
    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            ([user("do it"), assistant(SAID_FALSE)], True),
            ([user("do it"), {"type": "assistant", "message": {"content": SAID_FALSE}}], True),
            ([assistant(SAID_FALSE), {"type": "system", "subtype": "hook"}, {"type": "summary", "summary": "x"}], True),
            ([assistant("Let me look.", "msg_1"), RESULT, assistant(SAID_FALSE, "msg_2"), tool_use("msg_2"), RESULT], True),
            ([assistant(FALSE_SENTENCES[0]), assistant(FALSE_SENTENCES[1])], True),
            ([assistant(SAID_FALSE), user("and now?"), assistant(SAID_TRUE, "msg_2")], False),
            ([assistant(SAID_FALSE), user("and now?"), tool_use("msg_2"), RESULT], False),
            ([assistant(SAID_FALSE), assistant(SAID_TRUE, "msg_2")], False),
            ([assistant(SAID_TRUE), assistant(SAID_FALSE, "msg_2", isSidechain=True)], False),
            ([assistant(SAID_FALSE), user("a note of the host's", isMeta=True)], True),
            (["garbage", assistant(SAID_FALSE), '{"type": "assistant", "mess'], True),
            (["[]", "null", '{"type": "assistant"}', '{"type": "assistant", "message": {"content": 3}}'], False),
            ([], False),
        ],
    )
    def test_the_last_message_of_the_turn_is_checked(self, lines: list[Any], told: bool, project: Path) -> None:
        assert bool(answer(hook(project, claude(project, *lines)))) is told

    def test_a_message_in_several_lines_is_checked_whole(self, project: Path) -> None:
        said = claude(project, user("x"), assistant(FALSE_SENTENCES[0]), tool_use(), RESULT, assistant(FALSE_SENTENCES[1]))
        assert answer(hook(project, said))["reason"].count("refuted") == 2

    def test_of_a_huge_one_only_the_end_is_read(self, project: Path) -> None:
        said = claude(project)
        with open(str(said["transcript_path"]), "r+b") as file:
            file.truncate(3_000_000_000)  # sparse: it takes no room, and would take long to read
            file.seek(0, os.SEEK_END)
            file.write(b"\n" + json.dumps(assistant(SAID_FALSE)).encode() + b"\n")
        began = time.monotonic()
        assert answer(hook(project, said))
        assert time.monotonic() - began < 20


class TestFailures:
    @pytest.mark.parametrize(
        ("said", "note"),
        [
            (b"", "no JSON"),
            (b"{", "no JSON"),
            (b"\xff\xfe\x00", "no JSON"),
            (b"[" * 100_000, "no JSON"),
            (b"[]", "no JSON object"),
            (b"{}", "the event None is none that is known"),
            (b'{"hook_event_name": "PreToolUse"}', "the event 'PreToolUse'"),
            (b'{"hook_event_name": "Stop"}', "neither a last message nor a transcript"),
            (b'{"hook_event_name": "Stop", "transcript_path": 3}', "neither a last message nor a transcript"),
            (b'{"hook_event_name": "Stop", "transcript_path": "missing.jsonl"}', "missing.jsonl can't be read: No such file"),
            (b'{"hook_event_name": "Stop", "transcript_path": "a\\u0000b"}', "can't be read"),
            (b'{"hook_event_name": "Stop", "transcript_path": "pipe"}', "pipe can't be read: no regular file"),
            (b'{"hook_event_name": "Stop", "transcript_path": "."}', "can't be read"),
            (b'{"hook_event_name": "Stop", "transcript_path": "~nobody-is-called-so/t"}', "can't be read"),
            (b'{"hook_event_name": "Stop", "transcript_path": "\\ud800"}', "can't be read"),
            (b'{"hook_event_name": "AfterAgent", "prompt_response": "`a.py` exists.", "cwd": "missing"}', "missing does not exist"),
            (b'{"hook_event_name": "AfterAgent", "prompt_response": "`a.py` exists.", "cwd": "pipe"}', "pipe is a file"),
            (b'{"hook_event_name": "AfterAgent", "prompt_response": "%PDF-1"}', "a PDF"),
        ],
    )
    def test_our_own_stop_no_agent(self, said: bytes, note: str, project: Path) -> None:
        os.mkfifo(project.parent / "pipe")
        run = hook(project, said)
        assert (run.code, run.out) == (0, b"")
        assert note in run.err
        assert len(run.err.splitlines()) == 1

    def test_no_argument_makes_it_fail(self, project: Path) -> None:
        run = hook(project, gemini(project, SAID_FALSE), "--no-such-option", "more")
        assert answer(run), "2 would mean that the agent must go on"

    def test_a_damaged_configuration_is_a_note(self, project: Path) -> None:
        write(project.parent, {"verify-review.toml": "select = 3\n"})
        run = hook(project, gemini(project, SAID_FALSE))
        assert (run.code, run.out) == (0, b"")
        assert "the message was not checked: " in run.err

    def test_an_input_that_nobody_closes_holds_nobody_up(self, project: Path) -> None:
        command = [sys.executable, "-m", "verifier", "hook"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables(project.parent)) as running:
            assert running.stdin
            assert running.stdout
            running.stdin.write(json.dumps(gemini(project, SAID_FALSE)).encode())
            running.stdin.flush()
            assert json.loads(running.stdout.read())["decision"] == "deny"
            assert running.wait(20) == 0


def test_it_takes_less_than_a_second_when_nothing_has_changed(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "first")
    time.sleep(2.1)  # younger files are not believed to stay as they are
    spent: list[float] = []
    while not spent or (spent[-1] >= 1 and len(spent) < 20):  # the first fills the cache, and a busy machine may take longer
        began = time.monotonic()
        assert answer(hook(project, gemini(project, SAID_FALSE, session_id=str(len(spent)))))
        spent.append(time.monotonic() - began)
    assert spent[-1] < 1
