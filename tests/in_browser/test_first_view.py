"""The first view: the finished page in the first answer, and how Streamlit's page takes its place."""

import io
import itertools
import re
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from app.exhibits.address_parameters import SHOWN
from app.navigation import ENTRIES
from tests.in_browser.conftest import NOWHERE, first_view, get, settle
from tests.in_browser.looks import (
    ADDRESSES,
    ATTEMPTS,
    CHOSEN,
    MOST_SHIFT,
    SHIFT,
    WaitingPage,
    different,
    holding,
    picture,
)

PATHS = [*ADDRESSES, *CHOSEN]
_SEEN_WITHOUT_SCRIPTS = """() => {
  const isVisible = (part) => part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().width > 0;
  return {
    headings: document.querySelectorAll("h1").length,
    is_heading_visible: isVisible(document.querySelector("h1")),
    is_link_visible: isVisible(document.querySelector("nav a[href]")),
    is_footer_visible: isVisible(document.querySelector(".st-key-footer")),
    // What only a script could do.
    dead: [...document.querySelectorAll("button[type=button]:not([data-name])")].filter(isVisible).map((button) => button.textContent),
  };
}"""


@pytest.fixture(scope="module")
def held(returning: BrowserContext) -> Iterator[Page]:
    """A tab of its own, in which Streamlit waits until a test lets it begin."""
    page = holding(returning.new_page())
    yield page
    page.close()


@pytest.fixture
def waiting_page(held: Page, server: str) -> Callable[..., WaitingPage]:
    def opened(path: str, width: int = 1440, scheme: str = "light", late: str = "") -> WaitingPage:
        held.bring_to_front()
        held.unroute_all(behavior="ignoreErrors")
        held.goto(f"{server}{NOWHERE}")
        held.mouse.move(0, 0)
        held.set_viewport_size({"width": width, "height": 900})
        held.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        return WaitingPage(held, server + path, late)

    return opened


@pytest.mark.parametrize("script", ["BidiComponent", "serialization"])
def test_the_view_stays_while_a_script_of_the_page_is_on_its_way(
    script: str, waiting_page: Callable[..., WaitingPage]
) -> None:
    for _ in ATTEMPTS:
        found = waiting_page("/datenschutz", late=script)
        found.begin()
        found.page.wait_for_timeout(4000)
        expect(found.page.locator("#srm-first")).to_have_count(1)
        found.let_late_go()
        shift = found.page.evaluate(SHIFT)
        if shift < MOST_SHIFT:
            break
    assert shift < MOST_SHIFT


@pytest.mark.parametrize(
    ("path", "width", "scheme"), [("/", 390, "light"), ("/meilensteine", 390, "dark"), ("/karte", 1440, "dark")]
)
def test_narrow_and_dark_are_there_at_once(
    path: str, width: int, scheme: str, waiting_page: Callable[..., WaitingPage]
) -> None:
    found = waiting_page(path, width, scheme)
    seen = picture(found.page)
    assert (sum(seen.getpixel((5, 890))) < 200) == (scheme == "dark")  # type: ignore[arg-type]
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    found.let_go()
    assert different(seen, picture(found.page)) < 60


def test_place_focus_and_what_is_open_are_kept(waiting_page: Callable[..., WaitingPage]) -> None:
    found = waiting_page("/?kommune=05978024")
    page = found.page
    page.locator("#srm-first .srm-plain summary").click()
    page.locator("#srm-first .srm-take-button:visible").first.focus()
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert str(name).startswith("Mitnehmen: ")
    heading = "h2:has-text('Die Kommunen nebeneinander')"
    page.evaluate("document.querySelector('#srm-first main').scrollTop = 900")
    before: Any = page.locator(f"#srm-first {heading}").bounding_box()
    # Not every key presses what has the focus.
    page.keyboard.press("Shift")
    found.let_go()
    expect(page.get_by_role("dialog")).to_have_count(0)
    after: Any = page.locator(f"#root {heading}").bounding_box()
    assert abs(after["y"] - before["y"]) < 3
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name
    assert page.locator("#root .srm-plain details").get_attribute("open") is not None
    assert page.locator(".st-key-choice-kommune").inner_text().split() == ["Kommune", "Lünen"]
    assert "kommune=05978024" in page.url


def test_what_is_pressed_before_the_page_is_live_is_not_lost(waiting_page: Callable[..., WaitingPage]) -> None:
    found = waiting_page("/foerderung")
    found.page.locator("#srm-first .srm-take-button").first.click()
    found.let_go()
    expect(found.page.get_by_role("dialog")).to_be_visible()

    found = waiting_page("/karte")
    # What is pressed last counts.
    for key, municipality in (("Enter", "05978028"), ("Space", "05978024")):
        found.page.locator(f'#srm-first .srm-area[data-key="{municipality}"]').focus()
        found.page.keyboard.press(key)
        expect(found.page.locator("#srm-first")).to_have_css("cursor", "progress")
    found.let_go()
    expect(found.page).to_have_url(re.compile("kommune=05978024"))

    found = waiting_page("/projekte")
    found.page.evaluate("window.isSame = true")
    found.page.locator("#srm-first .st-key-choice-suche input").fill("Breitband")
    # Nobody waits for the page once more.
    found.page.keyboard.press("Enter")
    found.let_go()
    assert found.page.evaluate("window.isSame")
    assert found.page.locator("#root .st-key-choice-suche input").input_value() == "Breitband"
    expect(found.page).to_have_url(re.compile("suche=Breitband"))

    found = waiting_page("/projekte")
    found.page.locator("#srm-first select[name=zuversicht]").select_option("hoch")
    found.let_go()
    expect(found.page).to_have_url(re.compile("zuversicht=hoch"))

    found = waiting_page("/meilensteine")
    found.page.locator("#srm-first").get_by_role("button", name="Seite 2").first.click()
    found.let_go()
    expect(found.page.get_by_role("button", name="Seite 2").first).to_have_attribute("aria-current", "page")

    # Streamlit calls the parts of a date otherwise.
    found = waiting_page("/aenderungen")
    found.page.locator("#srm-first").get_by_role("button", name="Bis").click()
    found.let_go()
    expect(found.page.get_by_role("spinbutton", name="Tag, Bis")).to_be_focused()


def test_links_of_the_first_view_lead_to_pages_with_the_same_filters(waiting_page: Callable[..., WaitingPage]) -> None:
    found = waiting_page("/meilensteine?kommune=05978024&jahr=2021")
    page = found.page
    # The page that the link leads to does not wait.
    page.evaluate("window.name = 'free'")
    page.locator("#srm-first nav").get_by_role("link", name="Förderung").click()
    settle(page)
    assert page.url.endswith("/foerderung?kommune=05978024&jahr=2021")


# Without scripts


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_complete_without_scripts(path: str, plain: Page, server: str) -> None:
    plain.goto(server + path)
    shown = plain.evaluate(_SEEN_WITHOUT_SCRIPTS)
    assert shown == {
        "headings": 1,
        "is_heading_visible": True,
        "is_link_visible": True,
        "is_footer_visible": True,
        "dead": [],
    }


def test_without_scripts_links_sort_a_table_and_give_its_files(plain: Page, server: str) -> None:
    plain.goto(f"{server}/kommunen?stand=2026-11-23")
    table = plain.locator(".srm-panel").last
    for direction in ("descending", "ascending"):
        table.locator("thead").get_by_role("link", name="Bevölkerung", exact=True).click()
        head = table.locator("thead th", has_text="Bevölkerung")
        assert head.get_attribute("aria-sort") == direction
        arrow = head.locator("a").evaluate("link => getComputedStyle(link, '::after').content")
        assert ("↑" in arrow, "↓" in arrow) == (direction == "ascending", direction == "descending")
        people = [int(text.replace(".", "")) for text in table.locator("tbody td:last-child").all_inner_texts()]
        assert people == sorted(people, reverse=direction == "descending")
    assert "stand=2026-11-23" in plain.url
    with plain.expect_download() as begun:
        table.get_by_role("link", name="Als Datei: CSV").click()
    assert begun.value.suggested_filename == "alle-kommunen_2026-11-23_excel.csv"


def test_without_scripts_a_form_chooses(plain: Page, server: str) -> None:
    plain.goto(f"{server}/")
    plain.locator(".st-key-choice-kommune summary").click()
    plain.get_by_role("checkbox", name="Lünen").check()
    plain.get_by_role("button", name="Anzeigen").first.click()
    assert "kommune=05978024" in plain.url
    assert "Aktiver Filter: Kommune Lünen" in plain.locator(".st-key-active-filters").inner_text()
    plain.goto(f"{server}/projekte")
    plain.get_by_role("textbox", name="Suchen").fill("Breitband")
    plain.get_by_role("button", name="Anzeigen").last.click()
    assert "Breitband" in plain.locator(".srm-panel tbody").inner_text()


def test_a_page_prints_whole_without_scripts(plain: Page, server: str) -> None:
    plain.goto(f"{server}/foerderung?kommune=05978024")
    content = plain.pdf(prefer_css_page_size=True)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    headings, sources = (plain.locator(part).all_inner_texts() for part in ("h2", ".srm-source"))
    assert min(len(headings), len(sources)) > 3
    for text in [*headings, *sources]:
        assert re.sub(r"\s+", "", text) in words, text
    assert "Anzeigen" not in words
    plain.emulate_media(media="print")
    expect(plain.locator(".srm-nav, .srm-form-items").locator("visible=true")).to_have_count(0)
    plain.emulate_media(media="null")


# What the server says


def test_search_engines_read_title_description_and_links(server: str) -> None:
    titles = set()
    for entry in ENTRIES:
        page = get(f"{server}/{entry.address}")[2]
        assert '<html lang="de">' in page
        (title,) = re.findall("<title>(.*?)</title>", page)
        (description,) = re.findall('name="description" content="(.*?)"', page)
        assert title.endswith("Smart-Region-Monitor Kreis Unna")
        assert len(description) > 40
        assert page.count("<h1") == 1
        titles.add(title)
    assert len(titles) == len(ENTRIES)
    assert '"@type": "Dataset"' in get(f"{server}/")[2]


@pytest.mark.parametrize("path", PATHS)
def test_machines_read_headings_in_order_and_what_drawings_show(path: str, server: str) -> None:
    view = first_view(server + path)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", view)]
    assert levels[0] == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) <= 1
    drawings = re.findall(r'(<p class="srm-hidden"[^>]*>([^<]+)</p>)?<div class="srm-(?:chart|map)">', view)
    assert [text for _, text in drawings] == re.findall(r'role="(?:img|group)" aria-label="([^"]*)"', view)


@pytest.mark.parametrize("path", PATHS)
def test_every_field_is_a_parameter_that_makes_a_first_view_of_its_own(path: str, server: str) -> None:
    fields = set(re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', first_view(server + path)))
    assert fields <= set(SHOWN)
    assert {"projekte": {"suche", "zuversicht"}, "aenderungen": {"von", "bis"}}.get(path.strip("/"), set()) <= fields


def test_what_stands_in_an_address_besides_is_nothing(server: str) -> None:
    assert (
        get(f"{server}/karte?utm_source=x&kommune=05978024")[1]["etag"]
        == get(f"{server}/karte?kommune=05978024&y=")[1]["etag"]
    )


def test_a_page_that_is_still_the_same_is_not_sent_again(server: str) -> None:
    request = urllib.request.Request(f"{server}/karte", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        tag, size = answer.headers["ETag"], len(answer.read())
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "s-maxage" in answer.headers["Cache-Control"]
    assert size < 80_000
    request.add_header("If-None-Match", tag)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 304


def test_title_and_heading_name_what_is_chosen_also_after_a_click(visit: Callable[[str], Page]) -> None:
    page = visit("/foerderung?kommune=05978040")
    expect(page).to_have_title("Werne: Förderung – Smart-Region-Monitor Kreis Unna")
    page.get_by_role("link", name="Meilensteine", exact=True).first.click()
    expect(page).to_have_title("Werne: Meilensteine – Smart-Region-Monitor Kreis Unna")
    page.go_back()
    expect(page).to_have_title("Werne: Förderung – Smart-Region-Monitor Kreis Unna")


def test_a_shared_link_has_its_own_picture(server: str) -> None:
    answer = get(f"{server}/foerderung?kommune=05978040")[2]
    (address,) = re.findall('property="og:image" content="(.*?)"', answer)
    assert "kommune=05978040" in address
    assert 'property="og:image:alt" content="Balkendiagramm: In Werne:' in answer
    with urllib.request.urlopen(address.replace("&amp;", "&")) as picture:
        assert Image.open(io.BytesIO(picture.read())).size == (1200, 630)


def test_where_no_websocket_comes_through_the_view_is_the_page_and_says_so(
    context: BrowserContext, server: str
) -> None:
    page = context.new_page()
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close(code=1011))
    with page.expect_request("**/api/ohne-websocket") as said:
        page.goto(f"{server}/foerderung")
    assert said.value.method == "POST"
    expect(page.get_by_role("status").first).to_contain_text("antwortet aber nicht von selbst")
    expect(page.locator("#root")).to_be_hidden()
    page.locator(".st-key-choice-kommune summary").click()
    page.get_by_role("checkbox", name="Lünen").check()
    page.get_by_role("button", name="Anzeigen").first.click()
    expect(page).to_have_url(re.compile(r"/foerderung\?.*kommune=05978024"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
