"""Makes the picture of the truth page that README shows: `python benchmarks/picture.py`, with Chromium installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "truth-page.png"


def main() -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        page = Path(place) / "page.html"
        made = ["examples/audit.md", "--repo", "examples/project", "--exit-zero", "--output", f"html:{page}"]
        subprocess.run([sys.executable, "-m", "verifier", *made], cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1200, "height": 760})
        opened.goto(page.as_uri())
        while not opened.locator(".card.chosen", has_text="pricing.py has").count():
            opened.keyboard.press("n")
        opened.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
