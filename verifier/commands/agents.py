"""`verify-review mcp`, `hook` and `lsp`: for coding agents and editors."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from verifier.api import VerificationError, configured_here
from verifier.commands.messages import Problem, say, say_unexpected


def run_mcp(repo: str) -> int:
    """Serves tools for agents until standard input ends. Raises Problem."""
    _needs("mcp", "the extra `mcp`", "mcp")
    from verifier.agents.tools.server import serve

    try:
        options = configured_here()
    except VerificationError as error:
        raise Problem(str(error)) from error
    serve(_directory(repo), options)
    return 0


def run_lsp(repo: str | None) -> int:
    """Serves an editor until it says that this is all. Raises Problem."""
    _needs("pygls", "the extra `lsp`", "lsp")
    from verifier.agents.lsp.server import serve

    try:
        options = configured_here()
    except VerificationError as error:
        raise Problem(str(error)) from error
    serve(_directory(repo) if repo else None, options)
    return 0


def run_hook() -> int:
    """Answers a coding agent's host. Always 0: to a host 2 means that the agent must go on, which no failure of ours may say."""
    try:
        from verifier.agents.hook.run import answered

        note = answered()
    except Exception as error:
        say_unexpected(error, "hook")
    else:
        if note:
            say(f"note: {note}")
    return 0


def _needs(module: str, what: str, extra: str) -> None:
    if find_spec(module) is None:
        raise Problem(f"this needs {module}, which {what} brings:\npip install 'verify-review[{extra}]'")


def _directory(name: str) -> Path:
    try:
        path = Path(name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem(f"{name}: no usable path: {error}") from error
    if not path.is_dir():
        raise Problem(f"{name} is no directory")
    return path
