"""The period in a real browser: typed in German, kept in the address, and its feed one click away."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.in_browser.conftest import get, settle

Visit = Callable[[str], Page]


def typed(page: Page, label: str, day: str) -> None:
    """Type a day; it counts once the field is left."""
    field = page.get_by_role("group", name=label)
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(day, delay=30)
    page.get_by_role("heading", level=1).click()
    expect(field.get_by_role("spinbutton").first).not_to_be_focused()
    settle(page)


def test_a_period_is_typed_kept_in_the_address_and_sent_on(corrected_server: str, visit: Visit) -> None:
    page = visit(f"{corrected_server}/aenderungen")
    # The feed is where the page says.
    feed = page.get_by_role("link", name="Abonnieren").evaluate("link => link.href")
    status, headers, body = get(feed)
    assert status == 200
    assert headers["content-type"].startswith("application/atom+xml")
    assert "490.000 €" in body
    assert get(f"{feed}?kommune=99999999")[0] == 404

    expect(page.get_by_text("Verglichen wird der Stand vom 23.11.2026 mit dem vom 30.04.2027.")).to_be_visible()
    typed(page, "Von", "01012025")
    expect(page.get_by_text("Am 01.01.2025 gab es noch keinen Stand")).to_be_visible()
    settle(page)
    # Both days, so that the same is shown when the next Stand has come.
    assert {"von=2025-01-01", "bis=2027-04-30"} <= set(page.url.partition("?")[2].split("&"))
    page.reload()
    settle(page)
    expect(page.get_by_text("vom 01.01.2025 bis zum 30.04.2027 geschehen")).to_be_visible()
    page.get_by_role("link", name="Meilensteine", exact=True).click()
    settle(page)
    page.go_back()
    settle(page)
    expect(page.get_by_text("vom 01.01.2025 bis zum 30.04.2027 geschehen")).to_be_visible()


def test_the_calendar_is_german(corrected_server: str, visit: Visit) -> None:
    page = visit(f"{corrected_server}/aenderungen")
    assert "Tag" in page.get_by_role("group", name="Von").aria_snapshot()
    page.get_by_role("button", name="Tag im Kalender wählen").first.click()
    calendar = page.get_by_role("dialog").aria_snapshot()
    assert "Montag, 2. November 2026" in calendar
    assert not re.search("month|day|year|Choose|Use arrow", calendar)
