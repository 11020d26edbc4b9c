"""What is said to people on standard error."""

from __future__ import annotations

import os
import sys
import traceback

import click

from verifier.output.escape import escape_lines, without_commands

DEBUG = "VERIFY_REVIEW_DEBUG"


class Problem(click.ClickException):
    """The job can't be done; the message is for people. Exit code 2."""

    exit_code = 2


def say(message: str) -> None:
    """A message to standard error, made safe to print; nothing happens if nobody can read it."""
    lines = escape_lines(message)
    text = without_commands("\n".join([f"verify-review: {lines[0]}", *(f"  {line}" for line in lines[1:])]) + "\n" if lines else "")
    try:
        if message == "interrupted" and sys.stderr.isatty():
            text = "\n" + text  # behind the terminal's own ^C
        sys.stderr.write(text.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8"))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass


def say_unexpected(error: BaseException, where: str = "") -> None:
    """One line for a defect of ours, with the way to see more."""
    told = " ".join(str(error).split())[:300]
    place = f"{where}: " if where else ""
    say(f"error: {place}this should not happen ({type(error).__name__}: {told}); please report it, with what {DEBUG}=1 prints")
    if os.environ.get(DEBUG):
        say("".join(traceback.format_exception(type(error), error, error.__traceback__)))
