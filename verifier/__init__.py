"""verify-review: checks what a Markdown report says about a codebase against the codebase.

For programs: `verify` and `verify_text` give a `Result`, `render` writes it in a format of the command. docs/api.md tells more.
"""

from verifier.api import VerificationError, configured, render, verify, verify_text
from verifier.model import Claim, Confidence, Correction, Evidence, Exactness, Extent, Finding, Reason, Span, StatementFinding, Verdict
from verifier.repository.told import ToldKinds
from verifier.result import Checked, Outcome, Result, RunOptions
from verifier.version import __version__

__all__ = [
    "Checked",
    "Claim",
    "Confidence",
    "Correction",
    "Evidence",
    "Exactness",
    "Extent",
    "Finding",
    "Outcome",
    "Reason",
    "Result",
    "RunOptions",
    "Span",
    "StatementFinding",
    "ToldKinds",
    "Verdict",
    "VerificationError",
    "__version__",
    "configured",
    "render",
    "verify",
    "verify_text",
]
