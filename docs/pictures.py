"""The README's pictures, taken from a running dashboard: ``make run`` in one shell, ``make pictures`` in another."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, install

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 1280, 860
PICTURES = {
    "ueberblick": "",
    "karte": "karte",
    "foerderung": "foerderung",
    "meilensteine": "meilensteine",
    "projekt": "projekte?projekt=dos-2030",
    "kommune": "kommunen?kommune=05978028",
    "indikatoren": "indikatoren",
    "aenderungen": "aenderungen?von=2024-11-23&bis=2026-11-23",
}


def main(url: str) -> None:
    """Open every page as a visitor would and keep its first screen, with few colours, as PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="de-DE", color_scheme="light")
        for name, address in PICTURES.items():
            page.goto(f"{url}/{address}")
            page.locator(".st-key-footer").wait_for()
            page.wait_for_timeout(2500)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(64).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8501")
