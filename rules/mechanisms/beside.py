"""Files that stand beside a project's own code: scripts of its documents, its examples, what agents and editors are told."""

from __future__ import annotations

import re

from verifier.knowledge.entries import Entry
from verifier.knowledge.evidence import How, Witness

_BESIDE = re.compile(
    r"^(?:[^/]+/)?(?:docs?|documentation|examples?|samples?|demos?|tutorials?|cookbook|notebooks|playground|benchmarks?)/"
    r"|(?:^|/)\.(?:agents?|claude|cursor|codex|gemini|windsurf|vscode|idea|devcontainer)/"
    r"|(?:^|/)\.github/(?!workflows/)",
    re.I,
)


def counts(entry: Entry, witness: Witness) -> bool:
    """Whether what a witness shows is so of the project itself. Tools serve its documents too, and a file may be what is meant."""
    return entry.tool or witness.how is How.FILE or not _BESIDE.search(witness.path)
