"""Tables of hundreds of rows: turned by keyboard, sorted, saved and printed with all their rows."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Locator, Page, expect

from app.words.text import t
from etl.release.build import Release
from tests.in_browser.conftest import key_watch, settle
from tests.in_browser.test_print import printed, squeezed

Visit = Callable[[str], Page]
CHARGING = "ev_charging_points"
"""An indicator of some hundred measured values."""


@pytest.fixture(scope="module")
def count(release: Release) -> Callable[[str], int]:
    """Measured values of the release, of all indicators or of one."""

    def counted(indicator: str = "%") -> int:
        with duckdb.connect(release.path, read_only=True) as connection:
            query = "select count(*) from indicator_value where indicator_id like $indicator"
            return int(connection.execute(query, {"indicator": indicator}).fetchall()[0][0])

    return counted


def rows_of(page: Page) -> Locator:
    """The panel of the rows; the one below it describes the columns."""
    return page.locator(".srm-panel").first


def first(panel: Locator) -> str:
    return panel.locator("tbody tr").first.inner_text()


def test_pages_are_turned_by_keyboard_and_another_order_begins_with_the_first(
    visit: Visit, count: Callable[[str], int]
) -> None:
    page = visit("/daten?daten=indicator_value")
    panel = rows_of(page)
    shown, rows = panel.locator(".srm-pager [role=status]"), panel.locator("tbody tr:visible")
    total = f"{count():,}".replace(",", ".")
    assert shown.text_content() == f"Zeilen 1 bis 100 von {total}"
    begin = first(panel)
    assert rows.count() == 10
    panel.locator("summary", has_text=f"Alle {total} zeigen").click()
    expect(rows).to_have_count(100)

    panel.get_by_role("button", name="Nächste Seite").focus()
    page.keyboard.press("Enter")
    expect(shown).to_have_text(f"Zeilen 101 bis 200 von {total}")
    settle(page)
    assert first(panel) != begin
    # What was pressed still has the focus, and the address opens the same page again.
    page.wait_for_function("() => document.activeElement.dataset.name === 'next'")
    assert page.url.endswith("~~2")
    again = rows_of(visit(page.url))
    assert again.locator(".srm-pager [role=status]").text_content() == shown.text_content()
    assert first(again) == first(panel)

    panel.locator(".srm-page").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(shown).to_have_text(f"Zeilen 301 bis 400 von {total}")

    settle(page)
    order = panel.get_by_role("combobox", name="Sortieren nach: Zeilen")
    order.select_option(label="Wert, absteigend")
    expect(shown).to_have_text(f"Zeilen 1 bis 100 von {total}")
    expect(order).to_have_value("-value")


def test_who_is_faster_than_the_server_keeps_the_focus(arrive: Visit) -> None:
    page = arrive("/daten?daten=indicator_value")
    panel = rows_of(page)
    page.evaluate(
        """async () => {
          const press = (selector) => {
            const found = document.querySelector(`.srm-panel ${selector}`);
            found.focus();
            found.click();
          };
          press('summary[data-name="all"]');
          await new Promise((done) => requestAnimationFrame(done));
          press('button[data-name="next"]');
        }"""
    )
    expect(panel.locator(".srm-pager [role=status]")).to_contain_text("Zeilen 101 bis 200")
    page.wait_for_function("() => document.activeElement.dataset.name === 'next'")


def test_the_file_and_the_printed_page_have_every_row(
    visit: Visit, count: Callable[[str], int], tmp_path: Path
) -> None:
    page = visit(f"/daten?daten=indicator_value&indicator_id__exact={CHARGING}")
    panel, total = rows_of(page), count(CHARGING)
    rows = panel.locator("tbody tr")
    with page.expect_download() as begun:
        panel.get_by_role("link", name="CSV für Excel").click()
    text = Path(begun.value.path()).read_text("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert lines[1 + total] == []

    # Printed from the menu it says that there is more.
    assert rows.count() == 100
    assert t("paper.parts") in " ".join("".join(printed(page, tmp_path)).split())

    # Nobody presses anything in the browser's own dialog: it is enough that it would open.
    page.evaluate("() => { window.print = () => { window.asked = true; }; }")
    is_key_taken = key_watch(page)
    page.keyboard.press("Control+p")
    assert is_key_taken()
    page.wait_for_function("() => window.asked")
    assert rows.count() == total
    assert "drucken=true" in page.url
    whole = squeezed("".join(printed(page, tmp_path)))
    # The address on paper is that of the page on screen.
    assert "drucken" not in whole
    assert whole.count(CHARGING) >= total
    expect(rows).to_have_count(100)
    page.wait_for_function("() => !location.search.includes('drucken')")
