""" "No local file dependencies", "stateless (no local storage)": refuted by uploads that are kept on the server's own disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Call, Outline
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect

from .questions import Asked, QuestionRule, answer, unanswered

_SAID = re.compile(
    r"\b(?:no|without|zero|free of)\s+(?:any\s+)?(?:dependenc(?:y|ies)\s+on\s+)?(?:local|on-?disk|server-?side|disk)[\s-]+"
    r"(?:file(?:s|[\s-]?system)?|disk)"
    r"(?:[\s-]+(?:system|dependenc(?:y|ies)|storage|state|writes|access|persistence))?\b",
    re.I,
)
_TAKES_UPLOADS = re.compile(r"\b(?:request\.files|UploadFile|FileStorage|multer|formidable|busboy|secure_filename|req\.files?)\b")
_KEEPS = re.compile(r"(?:^|\.)(?:file|upload|uploaded_file|f|upload_file|image|document|attachment)\.save$")
_OPENS = re.compile(r"^(?:aiofiles\.)?open$|^(?:fs\.|fsPromises\.)?(?:writeFile|writeFileSync|createWriteStream)$|^shutil\.copyfileobj$")
_WRITES = re.compile(r"""["'](?:[wax]b?\+?|[wax]b?)["']""")
_PASSING = re.compile(r"\btemp(?:file|dir|orary)?|\btmp\b|/tmp/|mkstemp|mkdtemp|BytesIO", re.I)
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx"))
_AROUND = 6  # lines above a write that may say where it goes


def read(clause: Clause) -> Iterator[Asked]:
    """Said of everything: words behind it would narrow it."""
    match = _SAID.search(clause.text)
    if match and not clause.text[match.end() :].strip(" .)*`") and not clause.hedge:
        yield Asked(match[0], "local files", "no local files", NoLocalFiles(), absent=True, takes=frozenset(("stateless",)))


@dataclass(frozen=True, slots=True)
class NoLocalFiles:
    """Whether no upload is kept on the local disk. That none is found proves nothing."""

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        sites: list[Site] = []
        files = scope.files_in(code.index, _LANGUAGES)
        for path, outline in code.facts.outlines([path for path in files if _TAKES_UPLOADS.search(code.facts.text(path))]).items():
            if isinstance(outline, Outline):
                lines = code.facts.text(path).split("\n")
                kept = [call for call in outline.calls if _kept(call, lines)]
                sites += (Site(path, call.enclosing, lines[call.line - 1].strip(), call.line, call.line) for call in kept)
        if sites:
            refuted: Measurement = answer(False, f"an upload is written to disk at {sites[0].path}:{sites[0].line}", sites)
            return refuted
        blocked: Measurement = unanswered(Reason.NOT_PROVABLE, "no upload is seen to be kept on disk; other files may be")
        return blocked


def _kept(call: Call, lines: list[str]) -> bool:
    """Whether a call writes an upload to a place that is not temporary."""
    here = lines[call.line - 1]
    writes = _KEEPS.search(call.callee) or (_OPENS.match(call.callee) and (_WRITES.search(here) or "rite" in call.callee))
    return bool(writes) and not _PASSING.search("\n".join(lines[max(0, call.line - _AROUND) : call.line]))


class LocalFiles(QuestionRule):
    name = "local-files"
    kinds = ("absence",)
    summary = "Where nothing is said to be kept on the local disk, no upload is written to it; that none is found proves nothing."
    read = staticmethod(read)
    examples = (
        Example(
            "uploads on the server's disk",
            "- No local file dependencies\n- No local storage tokens\n",
            {
                "upload.py": "import os\nfrom flask import request\n\ndef take():\n    file = request.files['f']\n"
                "    file.save(os.path.join('/app/uploads', 'a'))\n",
            },
            (Expect("absence", Verdict.REFUTED, 1, "local files"),),
        ),
        Example(
            "uploads that pass",
            "- Stateless: no local file dependencies\n",
            {
                "upload.py": "import tempfile\nfrom flask import request\n\ndef take():\n    file = request.files['f']\n"
                "    with tempfile.NamedTemporaryFile() as kept:\n        file.save(kept.name)\n",
            },
            (Expect("absence", Verdict.UNVERIFIABLE, 1, "local files"),),
        ),
        Example("narrowed", "- No local file storage for parcels\n", {"a.py": ""}),
    )
