"""`verify-review commit-msg FILE`: holds the message of a commit against what is staged for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from verifier.commands.config import config_of
from verifier.commands.inputs import Input, find_inputs
from verifier.commands.messages import Problem, say
from verifier.commands.verify import Request, checked

_SCISSORS = " ------------------------ >8 ------------------------"


@dataclass(frozen=True)
class Asked:
    """The file of the message, with which character git begins its comments, and how to check."""

    file: str
    comment: str
    request: Request


def run(asked: Asked) -> int:
    """Returns the exit code; a message that says nothing to check passes in silence. Raises Problem."""
    if not asked.comment.strip():
        raise Problem("--comment-char: name the character with which comments begin, as core.commentChar does")
    (given,) = find_inputs((asked.file,))
    text = without_comments(given.read().decode("utf-8", "surrogateescape"), asked.comment)
    if not text.strip():
        return 0
    # How much of a report must be checked, and what of one is known, is nothing to ask of a message.
    config = replace(
        config_of(asked.request.config, asked.request.isolated),
        fail_on=None, min_checked=None, max_refuted=None, baseline=None, base=None, output_format=None, unsafe_fixes=False,
    )  # fmt: skip
    code = checked(asked.request, (Input(given.path, text, may_be_silent=True),), config)
    if code == 1:
        say("the message does not hold against what is staged. Mend either; `git commit --no-verify` commits without this check")
    return code


def without_comments(message: str, comment: str) -> str:
    """What git will keep of a message, its lines where they stand: nothing of its comments, nor below its scissors."""
    lines = takewhile(lambda line: line.rstrip() != comment + _SCISSORS, message.replace("\r\n", "\n").split("\n"))
    return "\n".join("" if line.startswith(comment) else line for line in lines)
