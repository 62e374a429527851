"""A table of many hundred rows: turned and sorted by keyboard, saved with all its rows."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from app.words.text import t
from benchmarks import national
from etl.release.build import build
from tests.in_browser.conftest import serving, settle
from tests.in_browser.test_print import printed, squeezed

Visit = Callable[[str], Page]
SIZE = national.NATIONAL.scaled(0.004)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard with some hundred projects and a thousand sums."""
    folder = tmp_path_factory.mktemp("large")
    national.write(folder, SIZE)
    build(folder, folder / "releases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA_DIR", str(folder))
        with serving(folder / "releases", folder / "log.txt") as address:
            yield address


def shown(page: Page) -> str:
    return str(page.locator(".srm-pager [role=status]").text_content())


def first(page: Page) -> str:
    return page.locator(".srm-panel tbody tr").first.locator("th").inner_text()


def test_pages_are_turned_and_columns_sorted_by_keyboard(visit: Visit, large: str) -> None:
    page = visit(f"{large}/projekte")
    total = SIZE.projects
    assert shown(page) == f"Zeilen 1 bis 100 von {total}"
    begin = first(page)
    assert page.locator(".srm-panel tbody tr:visible").count() == 10
    page.locator(".srm-panel summary", has_text=f"Alle {total} zeigen").click()
    assert page.locator(".srm-panel tbody tr:visible").count() == 100

    page.get_by_role("button", name="Nächste Seite").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.srm-pager [role=status]').innerText.startsWith('Zeilen 101 ')"
    )
    settle(page)
    assert first(page) != begin
    # What was pressed still has the focus, and the address opens the same page again.
    page.wait_for_function("document.activeElement.dataset.name === 'next'")
    assert page.url.endswith("tabelle=liste-der-projekte~~2")
    again = visit(page.url)
    assert (shown(again), first(again)) == (shown(page), first(page))

    page.locator(".srm-page").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.srm-pager [role=status]').innerText.startsWith('Zeilen 301 ')"
    )

    head = page.locator(".srm-panel thead").get_by_role("button", name="Zuwendungen")
    head.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".srm-panel th[aria-sort=descending]")
    settle(page)
    assert shown(page).startswith("Zeilen 1 bis 100 ")


def test_the_file_of_a_long_table_has_every_row(visit: Visit, large: str) -> None:
    page = visit(f"{large}/projekte")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Als Datei: CSV").click()
    text = Path(begun.value.path()).read_text("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert begun.value.suggested_filename.startswith("liste-der-projekte_")
    assert lines[1 + SIZE.projects] == []


def test_printing_a_long_table_first_fetches_all_its_rows(context: BrowserContext, large: str, tmp_path: Path) -> None:
    # Nobody presses anything in the browser's own dialog: it is enough that it would open.
    context.add_init_script(
        "window.print = () => { window.asked = document.querySelectorAll('.srm-panel tbody tr').length; }"
    )
    page = context.new_page()
    page.goto(f"{large}/projekte")
    settle(page)
    assert page.locator(".srm-panel tbody tr").count() == 100
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.asked")
    assert page.evaluate("window.asked") == SIZE.projects
    assert "drucken=true" in page.url
    sheets = printed(page, tmp_path)
    names = page.locator(".srm-panel tbody th").all_text_contents()
    whole = squeezed("".join(sheets))
    assert [name for name in names if squeezed(name) not in whole] == []

    page.wait_for_function("() => document.querySelectorAll('.srm-panel tbody tr').length === 100")
    assert "drucken" not in page.url


def test_printing_from_the_menu_says_that_there_is_more(visit: Visit, large: str, tmp_path: Path) -> None:
    page = visit(f"{large}/projekte")
    assert t("paper.parts") in " ".join("".join(printed(page, tmp_path)).split())
