"""verify-review: checks what a Markdown report says about a codebase against the codebase."""

__version__ = "0.1.0"
