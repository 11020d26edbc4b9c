"""What is said to people on standard error."""

from __future__ import annotations

import os
import sys
import traceback

import click

from verifier.output.escape import escape_lines

DEBUG = "VERIFY_REVIEW_DEBUG"


class Problem(click.ClickException):
    """The job can't be done; the message is for people. Exit code 2."""

    exit_code = 2


def say(message: str) -> None:
    """A message to standard error, made safe to print; nothing happens if nobody can read it."""
    lines = escape_lines(message)
    text = "\n".join([f"verify-review: {lines[0]}", *(f"  {_harmless(line)}" for line in lines[1:])]) + "\n" if lines else ""
    text = text.replace("##[", "# #[")  # GitHub takes that for a command, wherever it stands in a line
    try:
        if message == "interrupted" and sys.stderr.isatty():
            text = "\n" + text  # behind the terminal's own ^C
        sys.stderr.write(text.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8"))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass


def _harmless(line: str) -> str:
    """A line that begins as a workflow command of GitHub's does, and is none."""
    return f"| {line}" if line.lstrip().startswith("::") else line


def say_unexpected(error: BaseException, where: str = "") -> None:
    """One line for a defect of ours, with the way to see more."""
    told = " ".join(str(error).split())[:300]
    place = f"{where}: " if where else ""
    say(f"error: {place}this should not happen ({type(error).__name__}: {told}); please report it, with what {DEBUG}=1 prints")
    if os.environ.get(DEBUG):
        say("".join(traceback.format_exception(type(error), error, error.__traceback__)))
