"""What hosts of coding agents say to a hook, and expect of it: docs/agents.md names the pages that fix it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from verifier.agents.hook.transcript import last_message


class Unusable(Exception):
    """What the host gave can't be used; the message is for people."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An agent that is done: what it said last, about which directory. `again` when a hook has already made it go on."""

    session: str
    directory: str
    message: str
    again: bool
    refusal: str  # the word by which this host makes an agent go on

    def answer(self, reason: str) -> str:
        """What makes the agent go on, told `reason`."""
        return json.dumps({"decision": self.refusal, "reason": reason}, ensure_ascii=True) + "\n"


def stop_of(data: bytes) -> Stop:
    """What a host says. Raises Unusable."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        raise Unusable("standard input is no JSON; a coding agent's host writes to it") from None
    if not isinstance(given, dict):
        raise Unusable("standard input is no JSON object")
    event = given.get("hook_event_name")
    if event == "Stop":  # Claude Code; newer ones give the message, since the transcript may be behind
        message = _text(given, "last_assistant_message") or _of_transcript(_text(given, "transcript_path"))
        refusal = "block"
    elif event == "AfterAgent":  # Gemini CLI
        message, refusal = _text(given, "prompt_response"), "deny"
    else:
        raise Unusable(f"the event {event!r} is none that is known: Stop of Claude Code, AfterAgent of Gemini CLI")
    return Stop(_text(given, "session_id"), _text(given, "cwd") or ".", message, bool(given.get("stop_hook_active")), refusal)


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _of_transcript(path: str) -> str:
    if not path:
        raise Unusable("there is neither a last message nor a transcript")
    try:
        return last_message(path)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a home that nobody has
        raise Unusable(f"the transcript {path} can't be read: {getattr(error, 'strerror', None) or error}") from error
