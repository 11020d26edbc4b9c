"""What mkdocs asks while it builds the site: the pages that are made or lie elsewhere, and their places in the navigation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from rule_pages import by_family, pages, path_of

ROOT = Path(__file__).parent.parent
ELSEWHERE = {
    "writing-rules.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
    "changelog.md": "CHANGELOG.md",
    "benchmark.md": "benchmarks/truth/README.md",
}
RULES = "rules/index.md"
OUTSIDE = re.compile(r"\[([^\[\]]+)\]\(\.\./[^()\s]*\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The rules by family below "Rules"; no page that is announced and not written yet."""
    config.nav = [_entry(entry, Path(config.docs_dir)) for entry in config.nav or []]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    texts = pages() | {path: (ROOT / source).read_text(encoding="utf-8") for path, source in ELSEWHERE.items()}
    for path, text in texts.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as they are followed in the repository, to where the site has the page; those to what it has not are their words alone."""
    if page.file.src_uri in ELSEWHERE:
        return markdown.replace("](docs/", "](")
    if "/" in page.file.src_uri:
        return markdown
    for path, source in {**ELSEWHERE, RULES: "rules/"}.items():
        markdown = markdown.replace(f"](../{source})", f"]({path})")
    return OUTSIDE.sub(r"\1", markdown)


def _entry(entry: dict[str, Any], docs: Path) -> dict[str, Any]:
    ((title, target),) = entry.items()
    if target == RULES:
        families = [{family: [path_of(rule) for rule in rules]} for family, rules in by_family().items()]
        return {title: [target, *families]}
    if isinstance(target, list):
        return {title: [inner for inner in target if inner != {"CI": "ci.md"} or (docs / "ci.md").is_file()]}
    return entry
