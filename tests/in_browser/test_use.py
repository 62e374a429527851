"""What visitors do: choose on the map, filter, follow links, sort, save files, come back; by mouse and by keyboard."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.surfaces.streamlit import scripts
from tests.in_browser.conftest import NOWHERE, first_view, get, key_watch, serving, settle

LUENEN = "05978024"
CHOSEN = "Kommune Lünen"
MAP = "/?nebeneinander=auf+der+Karte"
Visit = Callable[..., Page]


def values(page: Page) -> list[str]:
    return page.locator(".st-key-groups .srm-card-value").all_inner_texts()


def area(page: Page, key: str) -> Any:
    return page.locator(f'path.srm-area[data-key="{key}"]').first


def wait_for_choice(page: Page) -> None:
    expect(page.locator(f'path.srm-area[data-key="{LUENEN}"]').first).to_have_attribute("aria-pressed", "true")
    settle(page)


# Choosing on the map


def test_a_municipality_is_told_and_chosen_on_the_map_by_mouse_and_keyboard(arrive: Visit) -> None:
    page = arrive("/karte")
    tip = page.locator(".srm-tip")
    area(page, LUENEN).hover()
    expect(tip).to_be_visible()
    assert "Lünen" in tip.inner_text()
    assert "€" in tip.inner_text()
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    area(page, "05978004").focus()
    expect(tip).to_be_visible()
    assert "Bergkamen" in tip.inner_text()
    # Who hears the page hears it as the name of the area.
    expect(tip).to_have_attribute("aria-hidden", "true")
    told, place = tip.bounding_box(), area(page, "05978004").bounding_box()
    assert 0 < told["x"] - place["x"] - place["width"] / 2 < 40
    assert 0 < told["y"] - place["y"] - place["height"] / 2 < 40
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    def lift() -> None:
        expect(area(page, LUENEN)).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".st-key-active-filters")).to_have_count(0)
        settle(page)
        assert "kommune" not in page.url

    def choose() -> None:
        wait_for_choice(page)
        assert f"kommune={LUENEN}" in page.url
        assert CHOSEN in page.inner_text(".st-key-active-filters")

    area(page, LUENEN).click()
    choose()
    area(page, LUENEN).click()
    lift()
    area(page, LUENEN).focus()
    page.keyboard.press("Enter")
    choose()
    # The map is drawn anew and gives the area its focus back.
    expect(area(page, LUENEN)).to_be_focused()
    expect(area(page, LUENEN)).to_have_css("stroke-dasharray", "16px, 8px")
    page.keyboard.press("Space")
    lift()


_DRAW = """async ([script, part]) => {
  const { default: draw } = await import(script);
  document.body.replaceChildren();
  window.told = [];
  draw({
    parentElement: document.body,
    data: new TextEncoder().encode(JSON.stringify([part])),
    setTriggerValue: (...told) => window.told.push(told),
  });
}"""


def test_of_many_areas_the_one_below_the_pointer_is_told_and_chosen(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.goto(f"{server}{NOWHERE}?jahr=2021")
    shapes = {"paths": [f"M{x} 0h9v9h-9z" for x in (0, 10, 20)], "names": ["A", "B", "C"], "keys": ["a", "b", "c"]}
    page.route("**/api/areas/here.json", lambda route: route.fulfill(json=shapes))
    drawing = '<svg viewBox="0 0 30 9" width="600" height="180"><g class="srm-many"></g></svg>'
    # The first one is chosen, and so lies above the others.
    part = {
        "key": "map", "kind": "map", "html": drawing, "shapes": "/api/areas/here.json",
        "classes": "0 1", "values": ["5", "keine Angabe", "7"], "fills": ["red", "blue"], "unknown": "grey", "chosen": [0],
    }  # fmt: skip
    page.evaluate(_DRAW, [server + scripts.address("parts"), part])
    areas, tip = page.locator(".srm-many path"), page.locator(".srm-tip")
    expect(areas).to_have_count(3)
    assert areas.evaluate_all("a => a.map((area) => [area.getAttribute('fill'), area.getAttribute('class')])") == [
        ["grey", None],
        ["blue", None],
        ["red", "srm-chosen"],
    ]
    for place, key, said in ((0, "b", "B\nkeine Angabe"), (1, "c", "C\n7"), (2, "a", "A\n5")):
        areas.nth(place).hover()
        assert tip.inner_text() == said
        areas.nth(place).click()
        assert page.evaluate("window.told.pop()") == ["choose", {"key": key, "query": "?jahr=2021"}]
    page.mouse.move(900, 600)
    expect(tip).to_be_hidden()


# Filters


def test_a_filter_narrows_figures_and_stays_until_it_is_lifted(arrive: Visit) -> None:
    page = arrive(MAP)
    whole = values(page)
    assert "43,0\u00a0Mio.\u00a0€" in whole
    area(page, LUENEN).click()
    wait_for_choice(page)
    narrowed = values(page)
    assert narrowed != whole
    assert int(narrowed[2]) < int(whole[2])

    page.get_by_role("link", name="Förderung", exact=True).first.click()
    page.wait_for_url(f"**/foerderung?kommune={LUENEN}")
    settle(page)
    assert CHOSEN in page.inner_text(".st-key-active-filters")

    page.reload()
    settle(page)
    assert page.url.endswith(f"/foerderung?kommune={LUENEN}")
    assert CHOSEN in page.inner_text(".st-key-active-filters")

    page.go_back()
    page.wait_for_url(re.compile(rf"/\?(.*&)?kommune={LUENEN}"))
    settle(page)
    assert values(page) == narrowed

    # That every other page names it too is read in tests/app/test_pages.py.
    for name, address in (("Vergleich", "vergleich"), ("Methodik", "methodik")):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_url(f"**/{address}?kommune={LUENEN}")
        settle(page)
        assert CHOSEN in page.inner_text(".st-key-active-filters"), address

    page.get_by_role("link", name="Alle Filter aufheben").click()
    expect(page.locator(".st-key-active-filters")).to_have_count(0)
    settle(page)
    assert "kommune" not in page.url
    page.get_by_role("link", name="Überblick", exact=True).first.click()
    expect(page.locator(".st-key-groups .srm-card-value").first).to_be_visible()
    settle(page)
    assert values(page) == whole


def test_a_filter_is_chosen_by_keyboard_and_keeps_the_focus(arrive: Visit) -> None:
    page = arrive("/projekte")
    rows = page.locator(".srm-panel tbody tr")
    whole = rows.count()
    opener = page.locator(".st-key-choice-handlungsfeld summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Bildung, Kultur")
    box = page.get_by_role("checkbox", name="Bildung, Kultur und Freizeit")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-active-filters")).to_contain_text("Bildung, Kultur und Freizeit")
    settle(page)
    assert "handlungsfeld=bildung-kultur-freizeit" in page.url
    assert 0 < rows.count() < whole
    # The list stays open with what was typed in it; another choice is another step of the history.
    expect(box).to_be_checked()
    expect(page.get_by_role("searchbox", name="Name eingeben: Handlungsfeld")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
    assert " ".join(opener.inner_text().split()) == "Handlungsfeld Bildung, Kultur und Freizeit"
    # It begins with all its names again.
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("searchbox")).to_have_value("")
    assert page.get_by_role("checkbox").count() > 8
    page.keyboard.press("Escape")
    # Half of a name at the lower edge says that there are more.
    page.locator(".st-key-choice-kommune summary").click()
    cut = page.locator(".st-key-choice-kommune .srm-form-list").evaluate("""list => {
      const row = list.querySelector("label").offsetHeight;
      return list.scrollHeight > list.clientHeight && (list.clientHeight % row) / row;
    }""")
    assert 0.3 < cut < 0.7
    page.keyboard.press("Escape")
    # Whoever types before the browser says that the list is open loses no letter.
    opener.evaluate("""opener => {
      opener.click();
      opener.parentElement.querySelector("[type=search]").focus();
      document.execCommand("insertText", false, "sich");
    }""")
    expect(box).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_have_value("sich")
    is_key_taken = key_watch(page)
    page.keyboard.press("ArrowDown")
    assert is_key_taken()
    page.keyboard.press("Space")
    expect(page.locator(".srm-form-count")).to_have_text("2")
    settle(page)
    assert page.url.count("handlungsfeld=") == 2
    assert page.evaluate("document.activeElement.name") == "handlungsfeld"
    page.locator("h1").click()
    expect(page.locator("details.srm-form-item[open]")).to_have_count(0)
    page.go_back()
    expect(page.locator(".srm-form-count")).to_have_count(0)
    settle(page)
    assert page.url.count("handlungsfeld=") == 1
    # Few names need no search.
    expect(page.locator(".st-key-choice-ebene [type=search]")).to_have_count(0)
    # A filter that is lifted elsewhere right after a press is lifted in the list, too.
    opener.click()
    page.get_by_role("checkbox").first.check()
    expect(page.locator(".srm-form-count")).to_have_text("2")
    page.get_by_role("link", name="Alle Filter aufheben").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


# Only the first answer is read: that a live page shows what its first view does is tried in test_every_page, for others.
@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/foerderung?kommune=05978024&kommune=05978028&jahr=2021", ["Aktiver Filter", "Lünen", "Schwerte", "2021"]),
        ("/foerderung?kommune=05978008&handlungsfeld=sicherheit-und-vertrauen", ["nichts bekannt", "keine Angabe"]),
        ("/projekte?projekt=<b>gibt-es-nicht", ["&lt;b&gt;gibt-es-nicht“ gibt es in diesem Stand nicht"]),
    ],
)
def test_what_an_address_asks_for_is_in_the_first_answer(path: str, texts: list[str], server: str) -> None:
    answer = first_view(server + quote(path, safe="/?&="))
    assert [text for text in texts if text not in answer] == []


# Projects


def test_a_project_of_the_list_opens_and_leads_to_its_sources(arrive: Visit) -> None:
    page = arrive("/projekte")
    row = page.locator(".srm-panel tbody tr").first.locator("a").first
    title, address = row.inner_text(), row.get_attribute("href")
    row.click()
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    settle(page)
    assert address is not None
    assert page.url.endswith(address)
    source = page.locator('.srm-panel a[href^="http"]').first
    assert source.get_attribute("target") == "_blank"
    assert "noopener" in str(source.get_attribute("rel"))
    page.go_back()
    expect(page.get_by_role("heading", name="Projekte", exact=True, level=1)).to_be_visible()


def test_a_search_finds_projects_and_stands_in_the_address(arrive: Visit) -> None:
    page = arrive("/projekte")
    field = page.get_by_label("Suchen")
    field.fill("breitband")
    field.press("Enter")
    expect(page.get_by_text("Projekte passen zur Suche")).to_be_visible()
    settle(page)
    assert "suche=breitband" in page.url
    assert 0 < page.locator(".srm-panel tbody tr").count() < 82
    page.get_by_role("heading", level=1).click()
    page.go_back()
    expect(field).to_have_value("")


def test_a_project_opens_by_its_address(visit: Visit) -> None:
    page = visit("/projekte?projekt=smart-region-kreis-unna")
    assert page.locator("h1").inner_text() == "Interkommunale Zusammenarbeit Smart Region Kreis Unna"
    assert "490.000 €" in page.inner_text("body")
    page.get_by_role("link", name="Alle Projekte").click()
    expect(page.locator("h1")).to_have_text("Projekte")
    settle(page)
    assert "projekt=" not in page.url


# Tables


def test_a_topic_leads_to_its_indicators_and_keeps_the_focus(arrive: Visit) -> None:
    # The usual indicator of a topic does not stand in the address, another one does.
    page = arrive("/indikatoren?indikator=Haushalte+mit+mindestens+1000+Mbit/s&ansicht=Drei+Lesarten")
    topic, indicator = (page.get_by_role("combobox", name=name, exact=True) for name in ("Thema", "Indikator"))
    expect(topic).to_have_value("")
    topic.focus()
    topic.select_option("Ladeinfrastruktur")
    expect(page.locator(".srm-prose, .srm-sentence").filter(has_text="Ladepunkte").first).to_be_visible()
    expect(topic).to_be_focused()
    assert "indikator=" not in page.url
    assert "thema=Ladeinfrastruktur" in page.url
    # What a switch has written into the address alone stays.
    assert "ansicht=Drei" in page.url
    assert "Ladepunkte" in indicator.inner_text()


def test_areas_are_compared_by_pressing_their_names(arrive: Visit) -> None:
    page = arrive("/vergleich?orte=05978028,05978024,05978")
    heads = page.locator(".srm-panel").first.locator("thead th")
    expect(heads).to_have_text([re.compile(name) for name in ("Größe", "Schwerte", "Lünen", "Kreis Unna")])
    opener = page.locator(".st-key-choice-orte summary")
    opener.click()
    page.get_by_role("checkbox", name="Lünen", exact=True).uncheck()
    expect(heads).to_have_text([re.compile(name) for name in ("Größe", "Schwerte", "Kreis Unna")])
    expect(page.get_by_role("checkbox", name="Lünen", exact=True)).to_be_visible()
    assert page.url.endswith("/vergleich?orte=05978028%2C05978")


def test_a_table_is_sorted_by_its_headings_and_unknown_values_stay_last(arrive: Visit) -> None:
    page = arrive("/kommunen")
    table = page.locator(".srm-panel table").first
    names = [name.strip() for name in table.locator("thead th").all_inner_texts()]

    def press(name: str, direction: str, *, by_keyboard: bool = False) -> list[str]:
        column = next(number for number, found in enumerate(names) if found.startswith(name))
        head = table.locator("thead th").nth(column)
        if by_keyboard:
            head.locator("button").focus()
            page.keyboard.press("Enter")
        else:
            head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        settle(page)
        arrow = head.locator("button").evaluate("button => getComputedStyle(button, '::after').content")
        assert ("↑" in arrow, "↓" in arrow) == (direction == "ascending", direction == "descending")
        others = [th.get_attribute("aria-sort") for th in table.locator("thead th").all()]
        assert others.count("none") == len(others) - 1
        return list(table.locator(f"tbody tr > :nth-child({column + 1})").all_inner_texts())

    assert table.locator("thead th", has_text="Bevölkerung").get_attribute("aria-sort") == "none"
    down = [int(cell.replace(".", "")) for cell in press("Bevölkerung", "descending")]
    assert down == sorted(down, reverse=True)
    up = [int(cell.replace(".", "")) for cell in press("Bevölkerung", "ascending", by_keyboard=True)]
    assert up == sorted(down)
    expect(page.locator('.srm-panel [role="status"]').last).to_have_text("Bevölkerung: aufsteigend sortiert")
    assert page.evaluate("document.activeElement.innerText") == "Bevölkerung"

    for direction in ("descending", "ascending"):
        cells = press("Eigene Zuwendungen", direction)
        known = [not re.search("keine Angabe|nur gemeinsam", cell) for cell in cells]
        assert known == sorted(known, reverse=True)
        assert not all(known)


def test_a_municipality_of_the_list_opens_its_profile_in_a_new_tab_for_who_asks_for_one(arrive: Visit) -> None:
    page = arrive("/kommunen")
    link = page.locator(".srm-panel tbody a", has_text="Lünen")
    for modifier in ("Control", "Shift"):
        with page.context.expect_page() as other:
            link.click(modifiers=[modifier])
        assert "kommune=05978024" in other.value.url
        other.value.close()
    assert page.url.endswith("/kommunen")
    link.click()
    expect(page.get_by_role("heading", name="Lünen", level=1)).to_be_visible()
    settle(page)
    assert f"kommune={LUENEN}" in page.url


def test_a_table_begins_with_its_first_rows_and_shows_all_by_keyboard(arrive: Visit) -> None:
    page = arrive("/projekte")
    table = page.locator(".srm-panel").last
    rows, summary = table.locator("tbody tr"), table.locator(".srm-all > summary")
    count = rows.count()
    assert table.locator("tbody tr:visible").count() == 10
    assert str(summary.text_content()).startswith(f"Alle {count} zeigen")
    summary.focus()
    page.keyboard.press("Enter")
    assert table.locator("tbody tr:visible").count() == count
    # No box scrolls inside the page.
    boxes = table.locator("*").evaluate_all(
        "all => all.filter((a) => /auto|scroll/.test(getComputedStyle(a).overflowY)).length"
    )
    assert boxes == 0


def test_order_and_open_tables_come_back_with_back_and_reload(visit: Visit) -> None:
    # The history of a tab that many tests share is full.
    page = visit("/projekte?ebene=Land", is_new=True)
    table = page.locator(".srm-panel").last
    first, fold = table.locator("tbody th").first, table.locator(".srm-all")
    steps, begin = page.evaluate("history.length"), first.inner_text()
    fold.locator("summary").click()
    page.wait_for_url("**tabelle=liste-der-projekte~~1")
    settle(page)
    table.locator("thead button", has_text="Zuwendungen").click()
    page.wait_for_url("**tabelle=liste-der-projekte~-grant_eur~1")
    expect(first).not_to_have_text(begin)
    settle(page)
    # One step of the history for each click.
    assert page.evaluate("history.length") == steps + 2
    largest = first.inner_text()
    page.reload()
    settle(page)
    assert (first.inner_text(), fold.get_attribute("open")) == (largest, "")
    page.go_back()
    expect(first).to_have_text(begin)
    assert fold.get_attribute("open") == ""
    page.go_back()
    expect(fold).not_to_have_attribute("open", "")
    assert "tabelle" not in page.url
    page.go_forward()
    expect(fold).to_have_attribute("open", "")


def test_the_address_keeps_what_a_switch_has_chosen_when_a_table_is_sorted(arrive: Visit) -> None:
    page = arrive("/meilensteine?tabelle=alle-meilensteine~~1")
    for view, column in (("Verschiebungs-Konto", "title"), ("Zeitleiste", "-title")):
        page.locator(".srm-switch label", has_text=view).click()
        page.locator(".srm-panel").last.locator("thead button", has_text="Titel").click()
        page.wait_for_url(f"**tabelle=alle-meilensteine~{column}~1*")
        settle(page)
        assert f"ansicht={view}" in page.url


def test_on_a_phone_a_table_is_sorted_by_a_select_and_each_row_is_one_line_that_opens(arrive: Visit) -> None:
    page = arrive("/projekte")
    page.set_viewport_size({"width": 390, "height": 844})
    table = page.locator(".srm-panel").last
    chosen = table.get_by_role("combobox", name="Sortieren nach: Liste der Projekte")
    chosen.select_option(label="Zuwendungen, absteigend")
    page.wait_for_url("**tabelle=liste-der-projekte~-grant_eur")
    settle(page)
    expect(chosen).to_have_value("-grant_eur")
    assert page.evaluate("document.activeElement.dataset.name") == "order"
    # The name of the figure in each row stands once above them.
    assert [name.strip() for name in table.locator("thead th:visible").all_inner_texts()] == ["Projekt", "Zuwendungen"]

    row = table.locator("tbody tr").first
    row.scroll_into_view_if_needed()
    assert row.evaluate("row => row.clientHeight") < 60
    opener = row.locator(".srm-row summary")
    assert str(opener.get_attribute("aria-label")).startswith("Einzelheiten: ")
    opener.focus()
    page.keyboard.press("Enter")
    expect(row.locator("td").last).to_be_visible()
    assert row.locator("td:visible").count() == row.locator("td").count()


# Files


def test_a_table_is_opened_by_keyboard_and_saved_as_files_named_by_its_filters(arrive: Visit) -> None:
    page = arrive("/foerderung?jahr=2021")
    summary = page.locator(".srm-panel summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".srm-panel details[open] table").first).to_be_visible()
    settle(page)
    files = {}
    for kind in ("CSV", "XLSX", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Als Datei: {kind}: Alle Beträge").press("Enter")
        assert (
            download.value.suggested_filename
            == f"alle-betraege-2021_2026-11-23{'_excel' * (kind == 'CSV')}.{kind.lower()}"
        )
        files[kind] = Path(download.value.path()).read_bytes()
    rows = list(csv.reader(io.StringIO(files["CSV"].decode("utf-8-sig"), newline=""), delimiter=";"))
    assert "Betrag" in rows[0]
    assert ["Jahr: 2021"] in rows


# The server


@pytest.mark.parametrize("path", ["/", "/foerderung", "/api/health", "/robots.txt"])
def test_every_answer_carries_strict_headers(path: str, server: str) -> None:
    status, headers, _ = get(server + path)
    assert status == 200
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert not re.search(r"https?:|\*", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_health_and_robots_answer(server: str, release: Any) -> None:
    status, _, body = get(f"{server}/api/health")
    assert status == 200
    assert json.loads(body) == {"status": "ok", "release_id": release.release_id, "stand": "2026-11-23"}
    status, headers, body = get(f"{server}/robots.txt")
    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    assert body.startswith("User-agent: *")


def test_without_a_release_the_server_says_so_recovers_by_itself_and_stays_below_the_path_of_a_shared_host(
    release_dir: Path, tmp_path: Path, returning: BrowserContext
) -> None:
    releases = tmp_path / "releases"
    releases.mkdir()
    with serving(releases, tmp_path / "log.txt", below="monitor") as address:
        status, _, body = get(f"{address}/api/health")
        assert status == 503
        assert json.loads(body)["status"] == "unavailable"
        page = returning.new_page()
        page.goto(f"{address}/projekte")
        expect(page.get_by_text("lässt sich keine Veröffentlichung lesen")).to_be_visible(timeout=60_000)
        # The office publishes while the server is running.
        for file in release_dir.glob("*.duckdb"):
            (releases / file.name).write_bytes(file.read_bytes())
        (releases / "CURRENT").write_text((release_dir / "CURRENT").read_text())
        status, _, body = get(f"{address}/api/health")
        assert (status, json.loads(body)["status"]) == (200, "ok")
        page.reload()
        settle(page)
        assert page.locator("h1").inner_text() == "Projekte"
        # Links are real, to be copied or opened in a new tab.
        links = page.locator(".srm-panel tbody a, .st-key-footer a, header a").evaluate_all(
            "a => a.map((one) => one.href)"
        )
        assert len(links) > 82
        assert [link for link in links if not link.startswith(f"{address}/")][:3] == []
        page.goto(f"{address}/methodik")
        settle(page)
        feed = page.get_by_role("link", name="Abonnieren").evaluate("a => a.href")
        assert feed == page.locator("link[rel=alternate][href$='berichtigungen.atom']").evaluate("a => a.href")
        assert f'href="{feed}"' in get(feed)[2]
        page.close()


def test_a_menu_left_open_on_a_phone_is_closed_after_a_reload(visit: Visit, tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    page = visit("/methodik")
    link = page.locator('[data-testid="stSidebarNavLink"]').first
    page.locator('[data-testid="stExpandSidebarButton"]').click()
    expect(link).to_be_in_viewport()
    page.reload()
    settle(page)
    opener = page.locator('[data-testid="stExpandSidebarButton"]')
    expect(opener).to_be_in_viewport()
    expect(link).not_to_be_in_viewport()
    # The focus comes to its links only while it is open, and one sees where it is.
    for _ in ("skip link", "menu"):
        page.keyboard.press("Tab")
    expect(opener).to_be_focused()
    expect(opener).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    expect(link).to_be_hidden()
    # And after somebody has chosen in it: what is below is what they want to see.
    opener.click()
    link.click()
    page.wait_for_url(lambda address: not address.endswith("/methodik"))
    expect(link).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 844})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.locator('[data-testid="stTopNavLink"]').last.focus()
        page.keyboard.press("Shift+Tab")
        expect(page.locator('[data-testid="stTopNavLink"]:focus')).to_have_css("outline-style", "solid")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        # Alone below all others, behind a switch, and one whose name alone is in the address.
        ("/foerderung?tabelle=alle-betraege~~1", "Alle Beträge, die Quellen nennen"),
        ("/meilensteine?tabelle=verschiebungskonto-nach-projekt~~1", "Verschiebungs-Konto aller Meilensteine nach Projekt"),
        ("/meilensteine?tabelle=ergebnisse-ohne-rueckmeldung", "Ohne Rückmeldung"),
    ],
)  # fmt: skip
def test_an_address_of_a_table_opens_it_and_brings_it_into_sight(address: str, name: str, visit: Visit) -> None:
    page = visit(address)
    heading = page.locator("#root").get_by_role("heading", name=name, exact=True)
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    table = page.locator("#root table").filter(has=page.locator("caption", has_text=name))
    expect(table.locator("tbody tr").first).to_be_in_viewport()
    expect(table.locator("tbody tr").nth(7)).to_be_visible()
