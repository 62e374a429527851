"""The Stand in a real browser: chosen once it stays in the address, and an old address shows the old Stand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.in_browser.conftest import serving, settle
from tests.stands import two_stands


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that serves two Stände."""
    folder = tmp_path_factory.mktemp("two")
    with serving(two_stands(folder), folder / "log.txt") as found:
        yield found


def footer(page: Page) -> str:
    return page.locator(".st-key-footer").inner_text()


def test_a_chosen_stand_stays_over_pages_reload_and_back(address: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(address)
    settle(page)
    assert "Stand 31.03.2027" in footer(page)
    assert "stand=" not in page.url
    page.get_by_role("combobox", name="Stand").click()
    page.get_by_role("option", name="23.11.2026").click()
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
    page.get_by_role("button", name="Zum jüngsten Stand").click()
    settle(page)
    assert "Stand 31.03.2027" in footer(page)
    assert "stand=" not in page.url


def test_an_old_address_shows_the_old_figures_and_the_correction_stands_in_the_new(
    address: str, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"{address}/methodik?stand=2026-11-23")
    settle(page)
    expect(page.get_by_text("Bisher wurde nichts berichtigt.")).to_be_visible()
    page.goto(f"{address}/methodik")
    settle(page)
    row = page.get_by_role("row").filter(has_text="smart-region-kreis-unna-f1").first
    assert "490.000 €" in str(row.text_content())
    assert "500.000 €" in str(row.text_content())
