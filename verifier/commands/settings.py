"""What a run does with what it finds, from the command line first and then from the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.inputs import CLAIM
from verifier.commands.messages import Problem

if TYPE_CHECKING:
    from verifier.commands.verify import Request
    from verifier.config import Config


@dataclass(frozen=True)
class Settings:
    """`fix` writes corrections, `preview` shows them; `unsafe` says of either that it goes beyond values."""

    fix: bool = False
    preview: bool = False
    unsafe: bool = False
    quiet: bool = False


def settings_of(request: Request) -> Settings:
    """Raises Problem for options that contradict each other."""
    if request.unsafe_fixes and not (request.fix or request.diff):
        raise Problem("--unsafe-fixes says how far --fix or --diff may go: give one of them")
    if request.fix and request.claims:
        raise Problem(f"--fix writes into reports, and {CLAIM} is none; --diff shows what would be corrected")
    config = _config(request)
    return Settings(
        request.fix and not request.diff,
        request.diff,
        request.unsafe_fixes or config.unsafe_fixes,
        request.quiet,
    )


def _config(request: Request) -> Config:
    from verifier.config import ConfigError, load_config

    try:
        return load_config(Path.cwd(), Path(request.config) if request.config else None)
    except ConfigError as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"the current directory can't be read: {error.strerror}") from error
