"""The server: what an editor opens, changes and asks for, over standard input and output."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from verifier.agents.lsp.checked import FIX_ALL, SOURCE, Checked, check
from verifier.agents.main_thread import MainThread
from verifier.agents.streams import protocol_streams, quiet
from verifier.api import VerificationError
from verifier.result import RunOptions
from verifier.version import __version__

PAUSE_SECONDS = 0.6
"""So long nobody types before what was typed is checked."""


def serve(repo: Path | None, options: RunOptions) -> None:
    """Serves until the editor says that this is all, or goes. With `repo` all documents are about that repository."""
    quiet()
    main = MainThread()
    server = made(Documents(repo, options, main))
    with protocol_streams() as (reads, writes):
        main.serve(lambda: server.start_io(reads, writes))


class Documents:
    """The documents that are open, as they were checked last."""

    def __init__(self, repo: Path | None, options: RunOptions, main: MainThread) -> None:
        self._repo, self._options, self._main = repo, options, main
        self._checked: dict[str, Checked] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def schedule(self, server: LanguageServer, uri: str, pause: float = 0) -> None:
        """Checks a document after a pause, unless it changes before."""
        self._drop(uri)
        self._waiting[uri] = asyncio.get_running_loop().create_task(self._check(server, uri, pause))

    def close(self, server: LanguageServer, uri: str) -> None:
        self._drop(uri)
        self._checked.pop(uri, None)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def current(self, server: LanguageServer, uri: str) -> Checked | None:
        """What was found in a document, if it is still the text that was checked."""
        checked = self._checked.get(uri)
        return checked if checked and checked.text == server.workspace.get_text_document(uri).source else None

    def _drop(self, uri: str) -> None:
        waiting = self._waiting.pop(uri, None)
        if waiting:
            waiting.cancel()

    async def _check(self, server: LanguageServer, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        document = server.workspace.get_text_document(uri)
        text, version, name = document.source, document.version, to_fs_path(uri) or uri
        root, codec = self._root(server, name), PositionCodec(server.workspace.position_encoding)
        diagnostics: Sequence[types.Diagnostic] = ()
        if text.strip():
            try:
                self._checked[uri] = checked = await self._main.do(lambda: check(name, text, root, self._options, codec))
                diagnostics = checked.diagnostics
            except VerificationError as error:
                diagnostics = [_failure(str(error), types.DiagnosticSeverity.Information)]
            except Exception as error:
                told = f"this should not happen ({type(error).__name__}: {error}); please report it"
                diagnostics = [_failure(told, types.DiagnosticSeverity.Warning)]
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    def _root(self, server: LanguageServer, name: str) -> Path:
        """The repository that a document is about: the one named at the start, else the innermost folder of the editor, or its own."""
        if self._repo:
            return self._repo
        folders = [Path(path) for folder in server.workspace.folders.values() if (path := to_fs_path(folder.uri))]
        if server.workspace.root_path:
            folders.append(Path(server.workspace.root_path))
        around = [folder for folder in folders if os.path.isabs(name) and folder in Path(name).parents]
        if around:
            return max(around, key=lambda folder: len(folder.parts))
        return Path(name).parent if os.path.isabs(name) else (folders[0] if folders else Path.cwd())


def made(documents: Documents) -> LanguageServer:
    """The server with what it can do."""
    server = LanguageServer(SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        documents.schedule(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        documents.schedule(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        documents.schedule(server, params.text_document.uri, PAUSE_SECONDS)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        documents.close(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        checked = documents.current(server, params.text_document.uri)
        return checked.hover(params.position) if checked else None

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]))
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        checked = documents.current(server, uri)
        found = checked.actions(params.range, uri) if checked else ()
        return [action for action in found if _asked(action, params.context.only)]

    return server


def _asked(action: types.CodeAction, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind of action is among those that the editor asks for; "source" stands for all that begin so."""
    kind = str(getattr(action.kind, "value", action.kind))
    wanted = [str(getattr(one, "value", one)) for one in only or ()]
    return not wanted or any(kind == one or kind.startswith(f"{one}.") for one in wanted)


def _failure(message: str, severity: types.DiagnosticSeverity) -> types.Diagnostic:
    start = types.Position(0, 0)
    return types.Diagnostic(types.Range(start, start), f"not checked: {message}", severity, source=SOURCE)
