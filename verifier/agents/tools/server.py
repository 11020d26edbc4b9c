"""The server: the tools with their names, arguments and words, over standard input and output."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from verifier.agents.main_thread import MainThread
from verifier.agents.streams import quiet
from verifier.agents.told import Answer
from verifier.agents.tools.desk import Claim, ClaimsAnswer, CorrectedText, Desk, Explanation
from verifier.api import VerificationError
from verifier.result import RunOptions
from verifier.version import __version__

T = TypeVar("T")
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "Checks what texts say about the code of one repository: files, lines, counts, names, settings, dependencies. Before you report your "
    "work, give `verify_claims` the sentences of your summary and the summary itself, mend what is wrong, and say of what was not checked "
    "that it was not. `correct` writes measured values into a text. Nothing is run, and nothing is written."
)


def serve(root: Path, options: RunOptions) -> None:
    """Serves until standard input ends, or nobody reads the answers."""
    main = MainThread()
    server = made(Desk(root, options), main)
    quiet()
    try:
        main.serve(lambda: asyncio.run(server.run_stdio_async()))
    except Exception as error:
        if not _nobody_reads(error):
            raise


def _nobody_reads(error: BaseException) -> bool:
    """Whether it is, or is a group of, errors of a pipe that nobody reads; there are no groups in Python 3.10 to name."""
    group = getattr(error, "exceptions", ())
    return isinstance(error, BrokenPipeError) or (bool(group) and all(map(_nobody_reads, group)))


def made(desk: Desk, main: MainThread) -> MCPServer:
    """The server with its tools, whose work is done in the main thread."""
    server = MCPServer("verify-review", instructions=_INSTRUCTIONS, version=__version__)
    tool = server.tool

    async def done(job: Callable[[], T]) -> T:
        try:
            return await main.do(job)
        except VerificationError as error:
            raise ToolError(str(error)) from None
        except Exception as error:
            told = " ".join(str(error).split())[:300]
            raise ToolError(f"this should not happen ({type(error).__name__}: {told}); please report it") from None

    @tool(title="Check a report", annotations=_READS)
    async def verify_report(report: str, repo: str = ".", rev: str | None = None) -> Answer:
        """Check a Markdown report that lies in the repository: what in it is refuted, stale or doubtful, with evidence and corrections,
        and which statements were not checked. `report` and `repo` (the part that the report is about) are paths below the repository;
        `rev` names a revision to check against in place of the files as they lie."""
        return await done(lambda: desk.report(report, repo, rev))

    @tool(title="Check sentences, and what they leave out", annotations=_READS)
    async def verify_claims(claims: list[str | Claim], message: str = "") -> ClaimsAnswer:
        """Check sentences one by one, and the whole message that they are of: `forgotten` has what the message asserts and no listed
        sentence covers. A claim may also be data: {"subject": "src/app.py", "says": "has 39 lines"}."""
        return await done(lambda: desk.claims(claims, message))

    @tool(title="Explain a claim", annotations=_READS)
    async def explain(which: str, report: str = "", text: str = "", repo: str = ".", rev: str | None = None) -> list[Explanation]:
        """Show everything about one claim of a report, or of a text: how it was read, where it was looked up, what would be right. `which`
        is a claim's id, or the start of one, or a line."""
        return await done(lambda: desk.explain(which, report, text, repo, rev))

    @tool(title="Correct a text", annotations=_READS)
    async def correct(text: str) -> CorrectedText:
        """The text with measured values, anchors, paths and totals in place of false ones, where they then hold; and what remains. No file
        is changed."""
        return await done(lambda: desk.correct(text))

    return server
