"""The site: strict, without requests, and with a page for each rule that shows the rule's own examples to the letter."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.output.escape import escape_lines
from verifier.output.rules import settings_of
from verifier.registry import installed_rules
from verifier.rule import AnyRule

ROOT = Path(__file__).parent.parent
RULES = sorted(installed_rules().items())
PRINTED = "import sys; sys.path.insert(0, 'pages'); import rule_pages; print(rule_pages.pages())"


def built(place: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What becomes of a site whose sources lie in `place`, built as `make docs` does it."""
    (command,) = re.findall(r"^\t\$\(BIN\)/mkdocs (build .*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    line = [sys.executable, "-m", "mkdocs", *command.split(), "--site-dir", str(target)]
    return subprocess.run(line, cwd=place, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    done = built(ROOT, place)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.mark.parametrize("text", ["[there](nowhere.md)", "[there](gate.md#nowhere)"])
def test_a_dead_link_fails_the_build(text: str, tmp_path: Path) -> None:
    for name in ("docs", "pages"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/truth/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    with (tmp_path / "docs" / "limits.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{text}\n")
    done = built(tmp_path, tmp_path / "site")
    assert done.returncode == 1
    assert "Doc file 'limits.md' contains a link" in done.stderr


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[str]:
    """The blocks of code of a page, as a reader sees them."""
    return [html.unescape(re.sub("<[^>]+>", "", block)) for block in re.findall(r"<pre>.*?<code>(.*?)</code>", text_of(page), re.S)]


def shown(rule: type[AnyRule]) -> list[list[str]]:
    """The lines of each example's report, as they are numbered."""
    reports = [escape_lines(example.report) for example in rule.examples]
    return [[f"{number:>{len(str(len(lines)))}} | {line}".rstrip() for number, line in enumerate(lines, 1)] for lines in reports]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_rule_has_a_page_with_all_its_examples(name: str, rule: type[AnyRule], site: Path) -> None:
    page = site / "rules" / f"{name}.html"
    numbered = [[line for line in block.splitlines() if re.match(r" *\d+ \|", line)] for block in blocks(page)]
    assert [lines for lines in numbered if lines] == shown(rule)
    told = "\n".join(blocks(page))
    for example in rule.examples:
        assert all(f"{expect.verdict.value}[{expect.kind}]" in told for expect in example.expect)
    assert all(f"<code>{option}</code>" in text_of(page) for option, _, _ in settings_of(rule))


def test_the_list_has_every_rule_in_its_family(site: Path) -> None:
    listed = re.findall(r'<td><a href="([\w-]+)\.html">', text_of(site / "rules" / "index.html"))
    assert sorted(listed) == [name for name, _ in RULES]


def test_a_summary_s_marks_are_shown_as_they_stand(site: Path) -> None:
    sentence = re.search(r"<h1.*?</h1>\s*<p>(.*?)</p>", text_of(site / "rules" / "file-lines.html"), re.S)
    assert sentence
    assert html.unescape(re.sub("<[^>]+>", "", sentence[1])) == installed_rules()["file-lines"].summary


def test_nothing_is_asked_for_elsewhere(site: Path) -> None:
    loads = r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?([^"'\s>]+)|<link\b[^>]*\bhref=["']?([^"'\s>]+)"""
    for page in site.rglob("*.html"):
        targets = {one or other for one, other in re.findall(loads, text_of(page))}
        assert targets
        assert {target for target in targets if re.match(r"(?:\w+:)?//", target)} == set(), page
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", text_of(style)), style


def test_pages_from_outside_the_folder_are_there(site: Path) -> None:
    assert "How many pragma comments there are" in text_of(site / "writing-rules.html")
    assert "Nothing of the repository runs" in text_of(site / "security.html")
    assert 'href="security.html"' in text_of(site / "limits.html")


def test_the_rules_pages_are_the_same_every_time() -> None:
    made = set()
    for seed in ("1", "2"):
        done = subprocess.run([sys.executable, "-c", PRINTED], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        assert done.returncode == 0, done.stderr
        made.add(done.stdout)
    assert len(made) == 1


def test_no_page_of_a_rule_is_committed() -> None:
    assert not (ROOT / "docs" / "rules").exists()
    assert "/site/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
