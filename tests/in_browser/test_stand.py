"""The Stand in a real browser: chosen once it stays in the address, and an old address shows the old Stand."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.in_browser.conftest import first_view, settle

Visit = Callable[[str], Page]


def footer(page: Page) -> str:
    return page.locator(".st-key-footer").inner_text()


def test_a_chosen_stand_stays_over_pages_reload_and_back(corrected_server: str, visit: Visit) -> None:
    page = visit(corrected_server)
    assert "Stand 30.04.2027" in footer(page)
    assert "stand=" not in page.url
    page.get_by_role("combobox", name="Stand").select_option("2026-11-23")
    page.wait_for_url("**stand=2026-11-23")
    settle(page)
    assert "stand=2026-11-23" in page.url
    assert "Stand 23.11.2026" in footer(page)
    page.get_by_role("link", name="Förderung", exact=True).click()
    settle(page)
    expect(page.get_by_text("Sie sehen den Stand vom 23.11.2026")).to_be_visible()
    assert "stand=2026-11-23" in page.url
    page.reload()
    settle(page)
    assert "Stand 23.11.2026" in footer(page)
    page.get_by_role("link", name="Zum jüngsten Stand").click()
    settle(page)
    assert "Stand 30.04.2027" in footer(page)
    assert "stand=" not in page.url


# Only the first answer is read: that a live page shows what its first view does is tried in test_every_page, for others.
def test_an_old_address_shows_the_old_figures_and_the_correction_stands_in_the_new(corrected_server: str) -> None:
    assert "Bisher wurde nichts berichtigt." in first_view(f"{corrected_server}/methodik?stand=2026-11-23")
    rows = first_view(f"{corrected_server}/methodik").split("<tr")
    row = next(row for row in rows if "smart-region-kreis-unna-f1" in row)
    assert "490.000\u00a0€" in row
    assert "500.000\u00a0€" in row
