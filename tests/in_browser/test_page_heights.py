"""A page shows one breakdown: how the others come on screen, into the address and on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.in_browser.conftest import first_view, settle

Visit = Callable[[str], Page]


def test_another_breakdown_is_one_press_away_and_on_paper_and_stands_in_the_address(arrive: Visit) -> None:
    page = arrive("/foerderung?jahr=2021")
    charts = page.locator('[class*="st-key-exhibit-funding-"]')
    assert charts.count() == 6
    assert charts.locator("visible=true").count() == 2
    page.emulate_media(media="print")
    assert charts.locator("visible=true").count() == 6
    page.emulate_media(media="null")
    page.get_by_role("radio", name="Ebene").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".srm-switch :focus + span")).to_have_css("outline-style", "solid")
    expect(page.locator(".st-key-exhibit-funding-programme")).to_be_visible()
    expect(page.locator(".st-key-exhibit-funding-level")).to_be_hidden()
    page.wait_for_url("**/foerderung?jahr=2021&gliederung=Programm")

    page.locator('header a[href*="/meilensteine"], nav a[href*="/meilensteine"]').first.click()
    page.wait_for_url("**/meilensteine?jahr=2021")
    settle(page)
    page.go_back()
    page.wait_for_url("**/foerderung?jahr=2021&gliederung=Programm")
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
