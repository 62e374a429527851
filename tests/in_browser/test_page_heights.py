"""A page shows its message and one breakdown: how high it is, and how the others come on screen, into the address and on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.in_browser.conftest import first_view, settle

Visit = Callable[[str], Page]

_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
PROFILE = "/kommunen?kommune=05978028"


@pytest.mark.parametrize(
    ("path", "desk", "phone"),
    [("/", 1750, 3700), ("/foerderung", 2400, 4300), ("/meilensteine", 2450, 3800), (PROFILE, 2550, 4350)],
)
def test_a_page_is_no_higher_than_it_should_be(path: str, desk: int, phone: int, visit: Visit) -> None:
    page = visit(path)
    for width, most in ((1440, desk), (390, phone)):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate(_HEIGHT) <= most, width


def test_another_breakdown_is_one_press_away_and_on_paper_and_stands_in_the_address(visit: Visit) -> None:
    page = visit("/foerderung")
    charts = page.locator('[class*="st-key-exhibit-funding-"]')
    assert charts.count() == 6
    assert charts.locator("visible=true").count() == 2
    page.emulate_media(media="print")
    assert charts.locator("visible=true").count() == 6
    page.emulate_media(media="null")
    page.get_by_role("radio", name="Ebene").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-exhibit-funding-programme")).to_be_visible()
    expect(page.locator(".st-key-exhibit-funding-level")).to_be_hidden()
    page.wait_for_url("**/foerderung?gliederung=Programm")

    page.locator('header a[href$="/meilensteine"], nav a[href$="/meilensteine"]').first.click()
    page.wait_for_url("**/meilensteine")
    settle(page)
    page.go_back()
    page.wait_for_url("**/foerderung?gliederung=Programm")
    settle(page)
    assert page.locator("#root .srm-switch :checked").first.get_attribute("value") == "Programm"


# Only the first answer is read: charts of live pages that an address opens are explored in test_explore.
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/foerderung?gliederung=Jahr", "Jahr"),
        ("/foerderung?gliederung=%3Cb%3E", "Ebene"),
        ("/foerderung?bild=zuwendungen-nach-handlungsfeld", "Handlungsfeld"),
        ("/meilensteine?ansicht=Zuversicht", "Zuversicht"),
    ],
)
def test_the_address_says_what_is_on_screen(path: str, expected: str, server: str) -> None:
    assert re.findall('name="(?:gliederung|ansicht)" value="([^"]*)"[^>]* checked', first_view(server + path)) == [
        expected
    ]


def test_without_scripts_the_switch_works(plain: Page, server: str) -> None:
    plain.goto(f"{server}/foerderung")
    plain.get_by_role("radio", name="Kommune").check()
    expect(plain.locator(".st-key-exhibit-funding-municipality")).to_be_visible()
    expect(plain.locator(".st-key-exhibit-funding-level")).to_be_hidden()


_ODD_TABLES = """() => [...document.querySelectorAll(".srm-table table")].filter((table) => table.checkVisibility()).filter((table) => {
  const panel = table.closest(".srm-panel");
  panel.style.contentVisibility = "visible";
  const names = [...table.querySelectorAll("tbody tr")].filter((row) => row.checkVisibility()).map((row) => row.cells[0]);
  return table.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1 || !names.every((cell) => cell.checkVisibility());
}).map((table) => table.caption.textContent)"""


@pytest.mark.parametrize("address", ["/projekte", "/projekte?projekt=dos-2030", "/foerderung", PROFILE])
def test_no_table_is_wider_than_its_page_and_every_row_has_its_name(visit: Visit, address: str) -> None:
    page = visit(address)
    page.evaluate("document.querySelectorAll('.srm-all').forEach((fold) => (fold.open = true))")
    for width in (1440, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert page.evaluate(_ODD_TABLES) == [], width
