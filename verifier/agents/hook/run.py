"""One call of the hook: read what the host says, check the message, answer."""

from __future__ import annotations

import os
import select
import time

from verifier.agents.hook.hosts import Stop, Unusable, stop_of
from verifier.agents.hook.once import Telling
from verifier.agents.told import Unchecked, Wrong, unchecked_of, wrong_of
from verifier.api import VerificationError, checking, configured_here
from verifier.model import Verdict
from verifier.output.escape import crop, escape
from verifier.reading.source import read_source
from verifier.result import Result

SECONDS = 45
"""For all of it: hosts give up after a minute, and an agent that waits is worth less than a message that was checked."""

_INPUT_BYTES, _INPUT_SECONDS = 16_000_000, 5
_WRONG, _OPEN, _COLUMNS = 6, 3, 200  # that are told of each, and how much of one
_FALSE = (Verdict.REFUTED, Verdict.STALE)  # what is doubtful stops nobody
_MESSAGE = "<message>"


def answered() -> str:
    """Answers the host on standard output where the message is false, else not at all. A note for people, "" where all went well."""
    try:
        stop = stop_of(_input())
        telling = Telling(stop.session, stop.message)
        if stop.again or telling.already or not stop.message.strip():
            return ""
        reason = _reason(stop)
        if reason and telling.now():
            os.write(1, stop.answer(reason).encode("ascii"))
    except (Unusable, VerificationError) as error:
        return f"the message was not checked: {error}"
    except OSError as error:  # what can't be remembered is not told: it could be told for ever
        return f"the agent could not be told: {error.strerror or error}"
    return ""


def _input() -> bytes:
    """Standard input, as far as it comes at once: a host that never closes it holds nobody up. Raises Unusable."""
    data, until = b"", time.monotonic() + _INPUT_SECONDS
    try:
        while len(data) <= _INPUT_BYTES:
            if os.name == "posix" and not select.select([0], [], [], max(0.0, until - time.monotonic()))[0]:
                return data
            piece = os.read(0, 1 << 20)
            if not piece:
                return data
            data += piece
    except (OSError, ValueError) as error:
        raise Unusable(f"standard input can't be read: {error}") from error
    raise Unusable("standard input is too large")


def _reason(stop: Stop) -> str:
    """What of the message is false, and what was not checked; "" where nothing is. Raises VerificationError."""
    data = stop.message.encode("utf-8", "replace")
    with checking(stop.directory, options=configured_here(), name=_MESSAGE, seconds=SECONDS) as against:
        source = read_source(_MESSAGE, data)
        result = Result(source, against.check(source))
    wrong = wrong_of(result, [one for one in result.outcome.findings if one.verdict in _FALSE])
    return _told(wrong, list(unchecked_of(result.outcome))) if wrong else ""


def _told(wrong: list[Wrong], unchecked: list[Unchecked]) -> str:
    number = "1 claim of it is" if len(wrong) == 1 else f"{len(wrong)} claims of it are"
    lines = [f"verify-review held your last message against the files: {number} false."]
    lines += [f"- {_one(item)}" for item in wrong[:_WRONG]]
    if len(wrong) > _WRONG:
        lines.append(f"- and {len(wrong) - _WRONG} more")
    if unchecked:
        more = f" and {len(unchecked) - _OPEN} more" if len(unchecked) > _OPEN else ""
        lines.append("Not checked: " + "; ".join(f'"{item.text}" ({item.why})' for item in unchecked[:_OPEN]) + more)
    return "\n".join([*lines, "Tell the user what is so instead, or change the code so that it is true."])


def _one(item: Wrong) -> str:
    """`line 1, "a.py has 120 lines.": refuted: a.py has 39 lines, not 120 (write "39 lines" for "120 lines")`"""
    fix = ""
    if item.correction and item.correction.old:
        old, new = (crop(escape(words), _COLUMNS) for words in (item.correction.old, item.correction.new))
        fix = f' (write "{new}" for "{old}")'
    return f'line {item.line}, "{item.text}": {item.verdict}: {crop(item.message, _COLUMNS)}{fix}'
