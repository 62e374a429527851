"""The page for queries as visitors use it: by keyboard alone, from a link, without scripts."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.in_browser.conftest import settle
from tests.in_browser.looks import violations

Visit = Callable[[str], Page]
MONEY = "select funder_level as ebene, sum(amount_eur) as summe_eur from current_funding group by all order by all"
HOSTILE = "select '<img src=x onerror=window.hostile=1>' as \"<i>t</i>\", 1 as n"


def asked(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("abfrage", [""])[0]


def test_a_query_is_written_and_run_by_keyboard_with_suggested_names(arrive: Visit) -> None:
    page = arrive("/daten/sql")
    field, names = page.locator("textarea"), page.get_by_role("listbox")
    field.focus()
    page.keyboard.type("select count(*) as n from project_con")
    expect(names.get_by_role("option")).to_have_count(1)
    expect(page.locator(".srm-editor").get_by_role("status")).to_have_text("1 Vorschlag")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(names.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(names.get_by_role("option").first).to_have_css("outline-style", "solid")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    page.keyboard.press("Enter")
    expect(names).to_be_hidden()
    expect(field).to_have_value("select count(*) as n from project_confidence")
    page.keyboard.press("Control+Enter")
    # Whoever writes on while the query runs loses nothing.
    page.keyboard.type(" limit 1")
    expect(page.locator(".srm-panel td, .srm-panel th[scope=row]").first).to_be_visible()
    settle(page)
    assert asked(page) == "select count(*) as n from project_confidence"
    assert urlsplit(page.url).path == "/daten/sql"
    expect(field).to_have_value("select count(*) as n from project_confidence limit 1")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ausführen")).to_be_focused()


@pytest.mark.parametrize(
    ("before", "column"),
    [
        ("select * from project where project.project_i", "project_id"),
        ("select * from municipality m join project as p on p.project_i", "project_id"),
        ("select * from municipality as m, project p where p.project_i", "project_id"),
        ("select * from municipality as m, project p where m.area_k", "area_km2"),
    ],
)
def test_columns_are_those_of_the_table_that_a_name_before_the_dot_means(
    before: str, column: str, arrive: Visit
) -> None:
    page = arrive("/daten/sql")
    page.locator("textarea").fill(before)
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_text([re.compile(f"^{column} ")])


def test_a_query_of_a_megabyte_is_refused_and_stays_in_the_field(arrive: Visit) -> None:
    page = arrive("/daten/sql")
    query = f"select '{'x' * 1_000_000}'"
    page.locator("textarea").fill(query)
    page.get_by_role("button", name="Ausführen").click()
    expect(page.get_by_role("alert")).to_contain_text("Höchstens 10.000 Zeichen sind möglich")
    settle(page)
    assert page.locator("textarea").input_value() == query
    assert asked(page) == ""


def test_a_link_shows_the_answer_and_an_example_takes_its_place(visit: Visit) -> None:
    page = visit(f"/daten/sql?abfrage={quote(HOSTILE)}&ansicht=Balken")
    assert page.evaluate("window.hostile") is None
    expect(page.locator(".srm-panel [data-label='<i>t</i>']").first).to_contain_text("<img src=x")
    expect(page.locator(".srm-drawing").first).to_be_visible()
    page.get_by_role("link", name="Meilensteine nach ihrem Zustand").click()
    expect(page.locator("textarea")).to_have_value(re.compile("-- Meilensteine nach ihrem Zustand."))
    settle(page)
    assert asked(page).startswith("-- Meilensteine nach ihrem Zustand.")
    page.go_back()
    expect(page.locator("textarea")).to_have_value(HOSTILE)


def test_without_scripts_the_query_is_a_field_of_a_form(plain: Page, server: str) -> None:
    plain.goto(f"{server}/daten/sql")
    plain.fill("textarea", MONEY)
    plain.get_by_role("button", name="Ausführen").click()
    expect(plain.locator(".srm-panel tbody tr").first).to_contain_text("€")
    assert asked(plain) == MONEY
