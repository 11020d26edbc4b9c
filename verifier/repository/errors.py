"""What can go wrong with git; each message is for people."""

from __future__ import annotations


class GitError(Exception):
    """git could not do it."""


class GitTooLarge(GitError):
    """git was stopped because it told more than is looked at: a limit that is the same on every machine."""


class GitTimeout(GitError):
    """git was stopped for its time, as a last resort: what it would have said is not known, so no verdict may rest on it."""
