"""The truth page in a browser: it loads nothing, shows what JSON says, does what keys and clicks ask for, and everybody can read it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cli_helpers import verify_review
from format_helpers import HOSTILE, in_html, rendered
from output_helpers import finding, result, statement
from playwright.sync_api import Browser, Page, sync_playwright

from verifier.model import Evidence, Extent, Reason, Verdict

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MEGABYTES, SECONDS = 3, 1.0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Without one these tests fail: a page that nobody looked at is not tested."""
    assert CHROMIUM, "no Chromium found: install it (Debian: apt-get install chromium), or deselect tests/test_page.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example, with its JSON beside it."""
    place = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "examples", place / "examples")
    options = ("--output", "html:page.html", "--output", "json:page.json", "--exit-zero")
    run = verify_review("examples/audit.md", "--repo", "examples/project", *options, cwd=place)
    assert run.code == 0, run.err
    return place / "page.html"


class Watched:
    """A page with all that it says, and all that it asks for."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.said, self.asked = page, list[str](), list[str]()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(file.as_uri())

    def chosen(self) -> list[str]:
        return [text.strip() for text in self.page.locator(".card.chosen h2").all_inner_texts()]


@pytest.fixture
def opened(browser: Browser, audit: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield Watched(context.new_page(), audit)
    context.close()


def test_it_loads_nothing_and_says_nothing(opened: Watched, audit: Path) -> None:
    opened.page.wait_for_timeout(200)
    assert (opened.asked, opened.said) == ([audit.as_uri()], [])
    assert audit.stat().st_size < MEGABYTES * 1_000_000
    (painted,) = opened.page.evaluate("performance.getEntriesByName('first-contentful-paint').map(entry => entry.startTime)")
    assert painted < SECONDS * 1000


def test_what_it_shows_is_what_json_says(opened: Watched, audit: Path) -> None:
    summary = json.loads(audit.with_suffix(".json").read_text(encoding="utf-8"))["summary"]
    assert in_html(opened.page.content()) == +Counter(summary["statement_verdicts"])
    assert opened.page.locator(".lost").count() == 0
    shown = {one.get_attribute("data-status"): one.locator("b").inner_text() for one in opened.page.locator(".status").all()}
    assert shown["refuted"] == str(summary["statement_verdicts"]["refuted"])
    assert opened.page.locator(".document .entry.refuted[id]").count() == summary["statement_verdicts"]["refuted"]


def test_keys_go_from_one_bad_statement_to_the_next(opened: Watched) -> None:
    bad = opened.page.locator(".card.bad").count()
    lines = []
    for _ in range(bad):
        opened.page.keyboard.press("n")
        lines += opened.chosen()
    assert len(set(lines)) > 1
    assert lines == sorted(lines, key=lambda line: int(line.split()[-1]))
    opened.page.keyboard.press("n")
    assert opened.chosen() == lines[:1]
    opened.page.keyboard.press("p")
    assert opened.chosen() == lines[-1:]
    opened.page.keyboard.press("Escape")
    assert opened.chosen() == []


def test_enter_and_a_click_tell_of_a_statement(opened: Watched) -> None:
    holding = opened.page.locator(".document .entry.holds[id]").first
    holding.focus()
    opened.page.keyboard.press("Enter")
    assert opened.chosen()[0].startswith("holds")
    assert holding.get_attribute("aria-expanded") == "true"
    opened.page.locator(".document .entry.refuted[id]").first.click()
    assert opened.chosen()[0].startswith("refuted")
    assert holding.get_attribute("aria-expanded") == "false"
    card = opened.page.locator(".card.chosen").inner_text()
    assert "see for yourself" in card
    assert "it is right when" in card


def test_filters_leave_what_they_name(opened: Watched) -> None:
    page = opened.page
    page.locator(".status.holds").click()
    assert page.locator(".document .entry.holds:not(.off)").count() == 0
    assert page.locator(".document .entry.refuted:not(.off)").count() > 0
    page.locator("select[data-choice=rules]").select_option("file-lines")
    shown = page.locator(".document .entry[id]:not(.off)")
    rules = [page.locator(f'.card[data-entry="{one.get_attribute("id")}"]').get_attribute("data-rules") or "" for one in shown.all()]
    assert rules
    assert all("file-lines" in told.split() for told in rules)
    assert re.fullmatch(rf"{len(rules)} of \d+ shown", page.locator(".shown").inner_text())
    page.locator("select[data-choice=rules]").select_option("")
    page.locator("select[data-choice=part]").select_option(index=1)
    assert 0 < page.locator(".document .entry[id]:not(.off)").count() < 10
    page.keyboard.press("n")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_everybody_can_read_it(browser: Browser, audit: Path, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light")
    page = Watched(context.new_page(), audit).page
    page.locator(".sections summary").click()
    page.keyboard.press("n")
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than its window"
    context.close()


def test_in_print_the_bad_statements_are_told(opened: Watched) -> None:
    opened.page.emulate_media(media="print")
    bad, all_cards = opened.page.locator(".card.bad"), opened.page.locator(".card")
    assert bad.count() > 1
    assert sum(card.is_visible() for card in all_cards.all()) == bad.count()


def test_without_script_all_is_there(browser: Browser, audit: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(audit.as_uri())
    assert page.locator(".card").first.is_visible()
    context.close()


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    words = " ".join(word for word in HOSTILE if word.isprintable())
    harm = '"><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a></span></style>{{ 7*7 }}'
    report = f"# {harm}\n\n{words}\n\n[x](javascript:alert(4)) ![y](https://evil.example/p.png) <b onclick=alert(5)>\n\n"
    report += "<script>\nalert(6)\n</script>\n"
    report += f"\n| a | {harm} |\n|---|---|\n| `{harm}` | \u202e |\n\n" + "x" * 1_000_000 + "\n"
    bad = finding(Verdict.REFUTED, 1, (1, 3), message=harm, subject=harm, evidence=(Evidence(harm, 1, 1, harm),), reproduce=harm)
    open_one = finding(Verdict.UNVERIFIABLE, 3, (1, 3), message=harm, reason=Reason.RUNTIME)
    told = (statement(harm, 1, Extent.FULL, Verdict.REFUTED, (0,)), statement(harm, 3, Extent.NONE, None, (1,)))
    made = result(report, bad, open_one, statements=told, path=f"{harm}.md")
    (tmp_path / "page.html").write_text(rendered("html", made, made), encoding="utf-8")
    context = browser.new_context()
    page = Watched(context.new_page(), tmp_path / "page.html")
    page.page.on("dialog", lambda dialog: page.said.append(f"dialog {dialog.message}"))
    page.page.keyboard.press("n")
    page.page.wait_for_timeout(200)
    assert page.said == []
    assert len(page.asked) == 1
    assert page.page.locator("script").count() == 1
    assert page.page.locator("img, b[onclick], .document script").count() == 0
    assert page.page.locator("nav.reports a").count() == 2
    assert "<script>alert(1)</script>" in page.page.locator(".document h1").first.inner_text()
    targets = {one.get_attribute("href") for one in page.page.locator(".document a").all()}
    assert {target for target in targets if target and not target.startswith("https:")} == set()
    context.close()
