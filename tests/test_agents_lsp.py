"""The language server, driven as a process by its package's own client, as an editor does."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from agent_helpers import example, started, variables
from cli_helpers import verify_review, write

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

SECONDS = 30
FALSE = "# Report\n\n`backend/app/pricing.py` has 120 lines.\n\nThe lighthouse has 12 keepers.\n"


_HELLO = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": null, "rootUri": null}}'
INITIALIZE = b"Content-Length: %d\r\n\r\n%s" % (len(_HELLO), _HELLO)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return example(tmp_path)


class Editor:
    """An editor with one document."""

    def __init__(self, client: LanguageClient, path: Path) -> None:
        self.client, self.path, self.uri, self.version = client, path, path.as_uri(), 0
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.text = ""

    def open(self, text: str) -> None:
        self.text = text
        document = types.TextDocumentItem(self.uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        name = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(name, [change]))

    def save(self) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri)))

    async def diagnostics(self) -> list[types.Diagnostic]:
        """Those of the next publication, which must be of the text as it is."""
        params = await asyncio.wait_for(self.told.get(), SECONDS)
        assert params.uri == self.uri
        assert params.version == self.version
        return list(params.diagnostics)

    async def hover(self, line: int, character: int) -> str | None:
        place = types.HoverParams(types.TextDocumentIdentifier(self.uri), types.Position(line, character))
        found = await self.client.text_document_hover_async(place)
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def actions(self, where: types.Range, *only: str) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=[*only] or None)
        asked = types.CodeActionParams(types.TextDocumentIdentifier(self.uri), where, context)
        return [one for one in await self.client.text_document_code_action_async(asked) or [] if isinstance(one, types.CodeAction)]

    def applied(self, action: types.CodeAction) -> str:
        """The text with an action's edits, made as an editor makes them: in UTF-16."""
        assert action.edit
        assert action.edit.changes
        lines = self.text.split("\n")
        for edit in sorted(
            action.edit.changes[self.uri], key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True
        ):
            assert edit.range.start.line == edit.range.end.line
            data = lines[edit.range.start.line].encode("utf-16-le")
            before, after = data[: 2 * edit.range.start.character], data[2 * edit.range.end.character :]
            lines[edit.range.start.line] = before.decode("utf-16-le") + edit.new_text + after.decode("utf-16-le")
        return "\n".join(lines)

    def words(self, where: types.Range) -> str:
        line = self.text.split("\n")[where.start.line].encode("utf-16-le")
        return line[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")


def with_editor(
    project: Path,
    use: Callable[[Editor], Awaitable[None]],
    name: str = "docs/report.md",
    *arguments: str,
    encodings: Sequence[types.PositionEncodingKind] = (),
) -> None:
    """Runs `use` with an editor whose folder is the project, and ends the server as editors do."""

    async def run() -> None:
        client = LanguageClient("test", "1")
        editor = Editor(client, project / name)

        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: editor.told.put_nowait(params))
        await client.start_io(sys.executable, "-m", "verifier", "lsp", *arguments, cwd=project.parent, env=variables(project.parent))
        folder = types.WorkspaceFolder(project.as_uri(), "project")
        general = types.GeneralClientCapabilities(position_encodings=[*encodings] or None)
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities(general=general), workspace_folders=[folder]))
        client.initialized(types.InitializedParams())
        try:
            await use(editor)
        finally:
            await client.shutdown_async(None)
            client.exit(None)
            await asyncio.wait_for(client.stop(), SECONDS)  # type: ignore[no-untyped-call]

    asyncio.run(asyncio.wait_for(run(), 90))


def test_what_is_false_is_marked_where_it_stands(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open(FALSE)
        first, second = await editor.diagnostics()
        assert first.message == "refuted: backend/app/pricing.py has 39 lines, not 120"
        assert (first.severity, first.code, first.source) == (types.DiagnosticSeverity.Error, "file-lines", "verify-review")
        assert editor.words(first.range) == "120 lines"
        assert first.related_information
        place = first.related_information[0].location
        assert (place.uri, place.range.start.line) == ((project / "backend/app/pricing.py").as_uri(), 0)
        assert (second.severity, editor.words(second.range)) == (types.DiagnosticSeverity.Hint, "The lighthouse has 12 keepers.")

    with_editor(project, use)


def test_hover_shows_the_evidence_and_actions_correct(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open(FALSE)
        first, _ = await editor.diagnostics()
        told = await editor.hover(first.range.start.line, first.range.start.character + 1)
        assert told is not None
        assert "= check: wc -l backend/app/pricing.py" in told
        assert "/" + project.name not in told, "no path of the machine"
        assert await editor.hover(0, 0) is None

        quick, everything = await editor.actions(first.range)
        assert quick.title == 'Write "39 lines": backend/app/pricing.py has 39 lines, not 120'
        assert list(quick.diagnostics or ()) == [first]
        assert editor.applied(quick) == editor.applied(everything) == FALSE.replace("120 lines", "39 lines")
        assert [one.kind for one in await editor.actions(first.range, "source.fixAll")] == ["source.fixAll.verify-review"]
        assert [one.title for one in await editor.actions(types.Range(types.Position(0, 0), types.Position(0, 1)), "quickfix")] == []

        editor.type(editor.applied(quick))
        assert await editor.actions(first.range) == [], "no edit is offered for a text that was not checked"
        assert await editor.hover(2, 30) is None
        assert [one.severity for one in await editor.diagnostics()] == [types.DiagnosticSeverity.Hint]

    with_editor(project, use)


def test_typing_is_checked_once_after_a_pause(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open("`Dockerfile` has 7 lines.\n")
        assert await editor.diagnostics() == []
        for number in range(60, 70):
            editor.type(f"`Dockerfile` has {number} lines.\n")
            await asyncio.sleep(0.02)
        published = [await asyncio.wait_for(editor.told.get(), SECONDS)]
        while published[-1].version != editor.version:  # a busy machine may pause for us
            published.append(await asyncio.wait_for(editor.told.get(), SECONDS))
        assert len(published) < 5
        assert "not 69" in published[-1].diagnostics[0].message
        await asyncio.sleep(1.5)
        assert editor.told.empty()

    with_editor(project, use)


def test_saving_checks_again_since_the_code_may_have_changed(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open("`Dockerfile` has 7 lines.\n")
        assert await editor.diagnostics() == []
        write(project, {"Dockerfile": "FROM scratch\n"})
        editor.save()
        assert [one.message for one in await editor.diagnostics()] == ["refuted: Dockerfile has 1 line, not 7"]
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri)))
        assert list((await asyncio.wait_for(editor.told.get(), SECONDS)).diagnostics) == []

    with_editor(project, use)


@pytest.mark.parametrize(
    "before",
    [
        "🚀🚀 ",  # two units each
        "E\u0301\u2028\x0cＡＢ. ",  # nothing of it ends a line for an editor
        "âœ… ",  # damaged, as the file on disk is
        "\ufeff",
        "Caf\ufffd. ",  # what an editor shows of a byte that is no UTF-8
    ],
)
def test_places_are_the_editor_s_own(before: str, project: Path) -> None:
    text = f"{before}The `Dockerfile` has 70 lines.\nNext.\n"
    data = text.replace("\ufffd", "\udce9").encode("utf-8", "surrogateescape")
    write(project, {"docs/report.md": data})

    async def use(editor: Editor) -> None:
        editor.open(text)
        (only,) = await editor.diagnostics()
        assert editor.words(only.range) == "70 lines"
        quick = (await editor.actions(only.range, "quickfix"))[0]
        assert editor.applied(quick) == f"{before}The `Dockerfile` has 7 lines.\nNext.\n"

    with_editor(project, use)


@pytest.mark.parametrize(("encoding", "width"), [("Utf8", 4), ("Utf16", 2), ("Utf32", 1)])
def test_places_are_counted_as_the_editor_asks(encoding: str, width: int, project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open("The `Dockerfile` 🚀 has 70 lines.\n")
        (only,) = await editor.diagnostics()
        assert only.range.start.character == len("The `Dockerfile`  has ") + width

    with_editor(project, use, encodings=[types.PositionEncodingKind[encoding]])


def test_a_damaged_file_is_corrected_as_the_command_does(project: Path) -> None:
    damaged = "GrÃ¶ÃŸe âœ… and â†’ here.\n\n| File | Lines |\n|---|---|\n| âœ… `frontend/src/Ãœbersicht.tsx` | 30 |\n"
    write(project, {"frontend/src/Übersicht.tsx": "\n\nexport function App() {}\n", "docs/report.md": damaged})
    verify_review("docs/report.md", "--fix", cwd=project)
    corrected = (project / "docs/report.md").read_text(encoding="utf-8")
    assert corrected == damaged.replace("30", "3")

    async def use(editor: Editor) -> None:
        editor.open(damaged)
        (only,) = await editor.diagnostics()
        assert editor.words(only.range) == "30"
        (everything,) = await editor.actions(only.range, "source.fixAll")
        assert editor.applied(everything) == corrected

    with_editor(project, use)


@pytest.mark.parametrize("text", ["", " \n", "%PDF-1.7\n", "<!doctype html><html></html>", "| a |\n" * 40_000])
def test_what_cannot_be_checked_is_told_and_the_server_goes_on(text: str, project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open(text)
        found = await editor.diagnostics()
        assert [one.message.startswith("not checked: report.md: ") for one in found] == ([True] if text.strip() else [])
        editor.type("`Dockerfile` has 70 lines.\n")
        assert len(await editor.diagnostics()) == 1

    with_editor(project, use)


def test_a_repository_may_be_named(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open("`app/pricing.py` has 39 lines.\n\n`app/store.py` has 39 lines.\n")
        assert [one.message for one in await editor.diagnostics()] == ["refuted: app/store.py has 31 lines, not 39"]

    with_editor(project, use, "../elsewhere.md", "--repo", str(project / "backend"))


def test_comments_of_a_report_suppress(project: Path) -> None:
    async def use(editor: Editor) -> None:
        editor.open("`Dockerfile` has 70 lines. <!-- verify-review: ignore -->\n")
        assert await editor.diagnostics() == []

    with_editor(project, use)


def test_a_damaged_message_ends_nothing(project: Path) -> None:
    with started(project, "lsp") as server:
        out, err = server.communicate(b"Content-Length: 7\r\n\r\ngarbage", SECONDS)
    assert (server.returncode, err) == (0, b"")
    assert out.startswith(b"Content-Length: ")


def test_an_editor_that_reads_nothing_is_no_traceback(project: Path) -> None:
    with started(project, "lsp") as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdout.close()
        server.stdin.write(INITIALIZE)
        server.stdin.close()
        assert (server.wait(SECONDS), server.stderr.read()) == (0, b"")


def test_a_signal_ends_it_while_it_waits(project: Path) -> None:
    with started(project, "lsp") as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(INITIALIZE)
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length: ")
        server.send_signal(signal.SIGTERM)
        assert server.wait(SECONDS) == 143
