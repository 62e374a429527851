"""What leaves the printer: a light page with everything that is on it, and nothing that one presses."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.navigation import ENTRIES
from app.words.text import t
from tests.in_browser.conftest import settle

PRESSED = [
    *(t(f"{entry.key}.menu") for entry in ENTRIES if entry.in_menu and entry.key != "funding"),
    "alle",
    "SVG",
    "CSV",
    "Drucken",
]


_CONTROLS = """() => {
  const found = [...document.querySelectorAll("#root :is(button, select, input, textarea, [download], .srm-tool)")];
  return found.filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().width).map((part) => part.outerHTML.slice(0, 120));
}"""
"""What can be pressed and is seen; a button that is laid out as its text alone is not."""


def printed(page: Page, folder: Path) -> list[str]:
    """Text of every sheet, as the browser's own printing makes it."""
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    return [sheet.extract_text() for sheet in PdfReader(file).pages]


def squeezed(text: str) -> str:
    """Without the blanks and hyphens that the end of a line brings, and without ligatures."""
    return re.sub(r"[\s\u00ad-]", "", unicodedata.normalize("NFKC", text))


SHEET = 703
"""Pixels of CSS between the margins of an upright sheet of A4."""


# What visitors at a dark desk and with a phone print is the same.
@pytest.mark.parametrize(("scheme", "width"), [("dark", 1440), ("light", 390)])
def test_a_printed_page_is_light_whole_and_says_where_it_is_from(
    scheme: str, width: int, visit: Callable[[str], Page], tab: Page, server: str, release: object, tmp_path: Path
) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tab.set_viewport_size({"width": width, "height": 800})
    # The address on paper shows the page again: what belongs to the moment is not in it.
    page = visit("/foerderung?kommune=05978024&folie=3")
    # What is not known is a dash on paper.
    rows = [row.replace("–keine Angabe", "–") for row in page.locator(".srm-panel tbody tr").all_text_contents()]
    before = page.locator(".srm-drawing").evaluate_all("a => a.map(drawing => drawing.clientWidth)")
    sheets = printed(page, tmp_path)

    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert page.evaluate(_CONTROLS) == []
    page.emulate_media(media="null", color_scheme=scheme)  # type: ignore[arg-type]
    whole = squeezed("".join(sheets))
    assert len(rows) > 20
    assert [row for row in rows if squeezed(row) not in whole] == []
    assert [word for word in PRESSED if re.search(rf"^\s*{word}\s*$", "\n".join(sheets), re.MULTILINE)] == []
    assert "AktiverFilter:KommuneLünen" in whole
    assert squeezed(f"{server}/foerderung?kommune=05978024&stand=2026-11-23") in whole
    for sheet in sheets:
        assert f"Stand 23.11.2026 · Veröffentlichung {release.release_id}" in sheet  # type: ignore[attr-defined]
        # No sheet is empty but for its foot.
        assert sheet.count("\n") > 3
    # The head of a table stands on each sheet that shows a part of it.
    assert sum("Zählweise" in sheet for sheet in sheets) > 1

    # Behind a host of another name the printed address is the public one.
    page.evaluate("""() => {
      for (const place of document.querySelectorAll(".srm-address")) place.dataset.base = "https://monitor.example";
      dispatchEvent(new Event("beforeprint"));
      dispatchEvent(new Event("afterprint"));
    }""")
    address = page.locator(".srm-address").first.text_content()
    assert str(address).endswith("https://monitor.example/foerderung?kommune=05978024&stand=2026-11-23")

    settle(page)
    after = page.locator(".srm-drawing").evaluate_all("a => a.map(drawing => drawing.clientWidth)")
    assert after == before
    assert page.locator(".srm-foot details[open]").count() == 0


def test_charts_are_as_wide_as_the_sheet_and_light(arrive: Callable[[str], Page]) -> None:
    page = arrive("/indikatoren")
    page.locator(".srm-drawing").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".srm-tip:visible")).to_have_count(1)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".srm-tip:visible")).to_have_count(0)
    page.set_viewport_size({"width": SHEET, "height": 1000})
    # As wide as the sheet as soon as the page is laid out for it.
    wide = "least => [...document.querySelectorAll('.srm-drawing')].every((drawing) => drawing.clientWidth >= least)"
    page.wait_for_function(wide, arg=SHEET - 4)
    assert page.locator(".srm-drawing").count() > 1
    seen = page.evaluate("""() => {
      const colour = (place, name) => getComputedStyle(document.querySelector(place)).getPropertyValue(name);
      return [colour("html", "background-color"), colour("h1", "color"), colour(".srm-plot:not(:empty) text", "fill"),
              colour(".srm-map-drawing", "color"), colour(".srm-panel td", "color")];
    }""")
    paper, *inks = seen
    assert paper == "rgb(255, 255, 255)"
    assert len(set(inks)) == 1
    assert sum(map(int, re.findall(r"\d+", inks[0]))) < 200


def test_on_paper_notes_name_their_projects(arrive: Callable[[str], Page], tmp_path: Path) -> None:
    page = arrive("/")
    ways = page.locator('[class*="st-key-notes-"] .srm-card a').all_inner_texts()
    whole = squeezed("".join(printed(page, tmp_path)))
    assert len(ways) > 4
    assert [way for way in ways if squeezed(way) not in whole] == []


def test_what_is_told_of_a_municipality_begins_below_its_figures(arrive: Callable[[str], Page], tmp_path: Path) -> None:
    first, *_ = printed(arrive("/kommunen?kommune=05978028"), tmp_path)
    assert "Eckdaten" in first
