"""The truth page: one file that needs nothing else, with each report as it was written and what became of its statements."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.output.escape import escape, without_commands
from verifier.output.places import renamed

if TYPE_CHECKING:
    from jinja2 import Environment

    from verifier.output.formats import Format, Setting
    from verifier.result import Result

_TEMPLATES = Path(__file__).parent / "page" / "templates"


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Page(setting)


class _Page:
    """Reports one below the other; a list of them, which a style moves to the top, comes last."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.reports: list[tuple[str, str, str]] = []  # the element's name, the report's path, what became of it

    def open(self) -> str:
        from markupsafe import Markup

        style = _text("page.css")
        return _template("open.html", style=Markup(style), style_hash=_hash(style), script_hash=_hash(_text("page.js")))

    def result(self, result: Result) -> str:
        from verifier.output.page.report import report

        told = report(renamed(result), f"r{len(self.reports)}", self.setting.root)
        self.reports.append((told.name, result.source.path, told.parts.whole.told))
        return _template("report.html", report=told)

    def close(self) -> str:
        from markupsafe import Markup

        return _template("close.html", reports=self.reports, script=Markup(_text("page.js")))


@cache
def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """As a content security policy names what may be in effect."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )


def _visible(value: Any) -> Any:
    """What is put into a template: controls in text of others are shown, not in effect."""
    return escape(value) if type(value) is str else value


def _template(name: str, **values: Any) -> str:
    return without_commands(_environment().get_template(name).render(**values))  # it may be written to a log of CI
