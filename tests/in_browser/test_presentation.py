"""The projector in the council chamber: one message a screen, moved on by keys, a clicker or buttons."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.in_browser.conftest import key_watch, settle
from tests.in_browser.looks import violations

Visit = Callable[[str], Page]
ADDRESS = "/?kommune=05978024&stand=2026-11-23"


def shown(page: Page) -> str:
    """The one heading that can be seen."""
    seen = page.locator('[class*="st-key-slide-"] :is(h1, h2)').evaluate_all(
        "a => a.filter(one => getComputedStyle(one).visibility === 'visible').map(one => one.innerText)"
    )
    assert len(seen) == 1
    return str(seen[0])


def number(page: Page) -> int:
    return int(page.locator(".srm-slide-number").inner_text().split()[1])


def test_a_page_is_presented_and_left_again(arrive: Visit) -> None:
    page = arrive(ADDRESS)
    page.get_by_role("button", name="Präsentieren").click()
    expect(page.get_by_role("navigation", name="Pfeiltasten")).to_be_visible()
    settle(page)
    assert "praesentation=true" in page.url
    title = shown(page)
    assert "Digitalisierung" in title
    first = page.locator(".st-key-slide-1").inner_text()
    assert "Stand 23.11.2026" in first
    assert "Kommune Lünen" in first
    total = page.locator('[class*="st-key-slide-"]').count()
    assert total > 8
    assert "Folie 1 von " in page.get_by_role("status").filter(has_text="Folie").inner_text()

    is_key_taken = key_watch(page)
    for key, expected in (
        ("PageDown", 2), ("ArrowRight", 3), ("Space", 4), ("PageUp", 3), ("ArrowLeft", 2), ("Shift+Space", 1),
        ("ArrowLeft", 1), ("End", total), ("PageDown", total), ("Home", 1), ("Control+End", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert number(page) == expected, key
        assert is_key_taken() == ("Control" not in key), key
    page.get_by_role("button", name="Weiter").click()
    assert number(page) == 2
    page.get_by_role("button", name="Zurück").click()
    assert shown(page) == title

    # Every slide says where it is from, and of which day.
    for slide in page.locator('[class*="st-key-slide-"]').all()[1:]:
        source = slide.locator(".srm-slide-source").text_content() or ""
        assert source.startswith("Quelle: ")
        assert "Stand 23.11.2026" in source

    page.keyboard.press("Escape")
    expect(page.locator(".srm-slide-bar")).to_have_count(0)
    settle(page)
    assert "praesentation" not in page.url
    assert "folie" not in page.url
    assert "kommune=05978024" in page.url
    assert page.locator(".st-key-filters").is_visible()


def test_nothing_of_the_page_lies_over_a_slide(arrive: Visit) -> None:
    page = arrive(f"{ADDRESS}&praesentation=true&folie=3")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        for part in (".st-key-filters", ".srm-fold", ".st-key-top", ".st-key-footer"):
            assert not page.locator(part).is_visible(), (width, part)


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 1280, 720), ("dark", 1024, 768)])
def test_a_slide_is_opened_again_by_its_address_and_fits_the_screen(
    scheme: str, width: int, height: int, visit: Visit
) -> None:
    page = visit(f"{ADDRESS}&praesentation=true&folie=8")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    assert number(page) == 8
    heading = shown(page)
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("folie=9"))
    page.reload()
    settle(page)
    assert number(page) == 9
    # A larger screen enlarges it as a whole.
    slide = page.locator(".st-key-slide-9")
    enlarged = slide.evaluate("slide => slide.getBoundingClientRect().width / slide.offsetWidth")
    assert enlarged == pytest.approx(min(width / 960, height / 540), abs=0.01)
    page.keyboard.press("PageUp")
    assert shown(page) == heading
    assert violations(page) == []
    # What stands on a slide is seen without scrolling, and its charts are as wide as the screen.
    assert hidden(page) <= 0
    wide = page.locator('[class*="st-key-slide-"] .srm-drawing').evaluate_all("a => a.map(d => d.clientWidth)")
    assert wide
    assert min(wide) >= 860
    # A map is as high as the slide.
    high = page.locator('[class*="st-key-slide-"]:has(.srm-map)').evaluate_all(
        "a => a.map(s => s.querySelector('svg').clientHeight / s.clientHeight)"
    )
    assert high
    assert min(high) >= 0.84


@pytest.mark.parametrize(
    "path", ["/foerderung", "/meilensteine", "/indikatoren", "/aenderungen", "/kommunen?kommune=05978028"]
)
def test_no_slide_hides_anything_below_its_edge(path: str, visit: Visit) -> None:
    page = visit(f"{path}{'&' if '?' in path else '?'}praesentation=true")
    page.set_viewport_size({"width": 1280, "height": 720})
    settle(page)
    # The slides are enlarged when the window has its size.
    for _ in range(50):
        if hidden(page) <= 0:
            break
        page.wait_for_timeout(100)
    assert hidden(page) <= 0


def hidden(page: Page) -> int:
    """Pixels of the fullest slide that are seen only by scrolling, or that lie below the screen."""
    over = page.locator('[class*="st-key-slide-"]').evaluate_all(
        "a => a.map(s => Math.max(s.scrollHeight - s.clientHeight, Math.round(s.getBoundingClientRect().bottom) - innerHeight))"
    )
    return max(int(pixels) for pixels in over)
