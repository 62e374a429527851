"""The window „Mitnehmen“: by keyboard alone, every file with its name and contents, texts to copy, no barrier, and what happens when there is no picture."""

import io
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pikepdf
from playwright.sync_api import Download, Locator, Page, expect

from app.words.text import t
from tests.in_browser.conftest import key_watch, settle
from tests.in_browser.looks import violations

Visit = Callable[[str], Page]
MAP, SLUG = "Eigene Zuwendungen", "karte-zuwendungen"
CHART = "Zuwendungen nach Programm"
TABS = ("Bild", "Daten", "Zitat und Einbettung", "Alternativtext")
BUSY = "Gerade werden viele Bilder erzeugt. Bitte versuchen Sie es in einer Minute noch einmal."


def button(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Mitnehmen: {title}", exact=True)


def opened(page: Page, title: str) -> Locator:
    """The window, with its preview."""
    button(page, title).click()
    window = page.get_by_role("dialog")
    expect(window.locator(".srm-take-sheet img[src]")).to_be_visible()
    return window


def saved(page: Page, pressed: Locator) -> Download:
    with page.expect_download() as download:
        pressed.click()
    return download.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_window_is_used_by_keyboard_alone(arrive: Visit) -> None:
    page = arrive("/karte")
    button(page, MAP).focus()
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="Mitnehmen")
    expect(window.get_by_role("tab", name="Bild")).to_be_focused()
    is_key_taken = key_watch(page)
    keys = *["ArrowRight"] * 4, "ArrowLeft", "Home", "End", "ArrowRight"
    for key, name in zip(keys, (*TABS[1:], TABS[0], TABS[-1], TABS[0], TABS[-1], TABS[0]), strict=True):
        page.keyboard.press(key)
        assert is_key_taken()
        expect(window.get_by_role("tab", name=name)).to_be_focused()
        expect(window.get_by_role("tabpanel", name=name)).to_be_visible()
    page.keyboard.press("Tab")
    expect(window.get_by_label("Breit, 16:9")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(window.get_by_label("Quadrat")).to_be_checked()
    # The focus stays inside, however far somebody goes.
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    expect(button(page, MAP)).to_be_focused()


def test_every_kind_of_picture_is_saved_under_its_name(arrive: Visit) -> None:
    page = arrive("/karte?kommune=05978024")
    window = opened(page, MAP)
    window.get_by_label("Quadrat").check()
    expect(window.locator(".srm-take-sheet img")).to_have_attribute("alt", re.compile("^Vorschau: .*Lünen"))
    files = {}
    expect(window.get_by_role("radio", name="PNG")).to_be_checked()
    for kind in ("PNG", "SVG", "PDF"):
        window.get_by_role("radio", name=kind).check()
        files[kind] = saved(page, window.get_by_role("button", name="Bild speichern"))
        name = f"{SLUG}_2026-11-23_quadrat.{kind.lower()}"
        assert files[kind].suggested_filename.startswith(SLUG)
        assert files[kind].suggested_filename.endswith(name.removeprefix(SLUG))
        expect(window.get_by_role("status")).to_have_text(f"Gespeichert: {files[kind].suggested_filename}")
    assert content(files["PNG"]).startswith(b"\x89PNG\r\n\x1a\n")
    texts = "".join(ET.fromstring(content(files["SVG"]).decode()).itertext())
    assert "Lünen" in texts
    assert "Stand 23.11.2026" in texts
    with pikepdf.open(io.BytesIO(content(files["PDF"]))) as pdf:
        assert len(pdf.pages) == 1
    window.get_by_label("Ohne Titel und Fußzeile").check()
    window.get_by_role("radio", name="SVG").check()
    bare = saved(page, window.get_by_role("button", name="Bild speichern"))
    assert bare.suggested_filename.endswith("_quadrat_ohne-titel.svg")
    # What it shows; its metadata say where it is from all the same.
    shown = ET.fromstring(content(bare).decode()).iter("{http://www.w3.org/2000/svg}text")
    assert "Stand 23.11.2026" not in "".join(text for part in shown for text in part.itertext())


def test_every_data_file_has_the_rows_of_the_chart(arrive: Visit) -> None:
    page = arrive("/foerderung?gliederung=Programm")
    window = opened(page, CHART)
    window.get_by_role("tab", name="Daten").click()
    files = {
        name: saved(page, window.get_by_role("link", name=name, exact=True))
        for name in ("CSV für Excel", "CSV für Programme", "Excel-Mappe (XLSX)", "JSON", "Plotly-JSON")
    }
    for file in files.values():
        assert re.fullmatch(
            r"zuwendungen-nach-programm_2026-11-23[a-z_-]*\.(csv|xlsx|json|plotly\.json)", file.suggested_filename
        )
    assert len({file.suggested_filename for file in files.values()}) == 5
    excel, plain = content(files["CSV für Excel"]), content(files["CSV für Programme"])
    assert excel.startswith(b"\xef\xbb\xbf")
    assert b";" in excel.splitlines()[0]
    assert not plain.startswith(b"\xef\xbb\xbf")
    book = openpyxl.load_workbook(io.BytesIO(content(files["Excel-Mappe (XLSX)"])))
    assert book.sheetnames[:4] == ["Daten", "Filter", "Quellen", "Lizenz"]
    assert json.loads(content(files["JSON"]))
    assert json.loads(content(files["Plotly-JSON"]))["layout"]["meta"]["stand"] == "2026-11-23"


def test_a_picture_that_cannot_be_had_says_why_and_can_be_tried_again(arrive: Visit) -> None:
    page = arrive("/foerderung?gliederung=Programm")
    page.route("**/api/bild/**", lambda r: r.fulfill(status=503, content_type="text/plain; charset=utf-8", body=BUSY))
    button(page, CHART).click()
    window = page.get_by_role("dialog")
    expect(window.locator(".srm-take-note")).to_have_text(BUSY)
    again = window.get_by_role("button", name="Noch einmal versuchen")
    page.unroute("**/api/bild/**")
    page.route("**/api/bild/**", lambda r: r.abort())
    again.click()
    expect(window.locator(".srm-take-note")).to_have_text(t("take.failed"))
    page.unroute("**/api/bild/**")
    page.route("**/api/bild/**", lambda _: None)
    again.click()
    # A preview that nobody waits for any longer is let go.
    with page.expect_event("requestfailed"):
        window.get_by_label("Quadrat").check()
    page.unroute("**/api/bild/**")
    window.get_by_label("Breit, 16:9").check()
    expect(window.locator(".srm-take-sheet img[src]")).to_be_visible()
    expect(again).to_be_hidden()
    # Letters as outlines are offered for SVG alone.
    outlines = window.get_by_label("Schrift als Umrisse")
    expect(outlines).to_be_hidden()
    window.get_by_role("radio", name="SVG").check()
    outlines.check()
    file = saved(page, window.get_by_role("button", name="Bild speichern"))
    assert file.suggested_filename.endswith("_umrisse.svg")
    assert b"<text" not in content(file)
    # A press beside the window closes it, one on its own edge does not.
    for begin, width, high, height in ((-5, 0, 200, 0), (5, 1, 200, 0), (200, 0, -5, 0), (200, 0, 5, 1)):
        # It has its size when its picture is there.
        expect(window.locator(".srm-take-sheet img[src]")).to_be_visible()
        box = window.bounding_box()
        assert box
        page.mouse.click(box["x"] + 5, box["y"] + 200)
        expect(window).to_be_visible()
        page.mouse.click(box["x"] + begin + width * box["width"], box["y"] + high + height * box["height"])
        expect(window).to_have_count(0)
        button(page, CHART).click()


def test_the_open_window_has_no_serious_barrier(arrive: Visit) -> None:
    page = arrive("/karte")
    window = opened(page, MAP)
    for scheme, names in (("light", TABS[::2]), ("dark", TABS[1::2])):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        for name in names:
            window.get_by_role("tab", name=name).click()
            expect(window.get_by_role("tabpanel", name=name)).to_be_visible()
            assert violations(page, "dialog") == [], (scheme, name)
    # Plotly is for charts alone.
    window.get_by_role("tab", name="Daten").click()
    expect(window.get_by_role("link", name="JSON", exact=True)).to_be_visible()
    expect(window.get_by_role("link", name="Plotly-JSON")).to_have_count(0)
    # Who prints prints the page.
    page.emulate_media(media="print")
    expect(page.locator("dialog")).to_be_hidden()


def test_on_a_phone_the_window_fills_the_screen_and_never_scrolls_sideways(arrive: Visit) -> None:
    page = arrive("/kommunen?kommune=05978024")
    page.set_viewport_size({"width": 390, "height": 700})
    settle(page)
    # The small map that shows where something is can be taken along as well.
    window = opened(page, "Lage")
    for width, name in itertools.product((390, 320), TABS):
        page.set_viewport_size({"width": width, "height": 700})
        window.get_by_role("tab", name=name).click()
        part = window.get_by_role("tabpanel", name=name)
        expect(part).to_be_visible()
        box = window.bounding_box()
        assert box is not None
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, 700)
        assert (
            part.evaluate(
                "part => [...part.querySelectorAll('*')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth).length"
            )
            == 0
        )
    window.get_by_role("tab", name="Bild").click()
    assert window.get_by_role("button", name="Bild speichern").is_visible()


def test_texts_are_copied_with_one_click_also_where_there_is_no_clipboard(visit: Visit) -> None:
    page = visit("/karte?kommune=05978024")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = opened(page, MAP)
    window.get_by_role("tab", name="Zitat").click()
    copied = {}
    for name in ("Quellenangabe", "Dauerhafter Link", "Einbettung in eine Webseite"):
        window.get_by_role("button", name=f"Kopieren: {name}").click()
        expect(window.get_by_role("status")).to_have_text(f"Kopiert: {name}")
        copied[name] = page.evaluate("navigator.clipboard.readText()")
        assert copied[name] == window.get_by_label(name, exact=True).input_value()
        expect(window.get_by_label(name, exact=True)).to_have_accessible_description(re.compile("."))
    assert f"/b/{SLUG}?" in copied["Dauerhafter Link"]
    assert "stand=2026-11-23" in copied["Dauerhafter Link"]
    assert copied["Dauerhafter Link"] in copied["Quellenangabe"]
    frame = ET.fromstring(copied["Einbettung in eine Webseite"])
    assert frame.get("title")
    assert "embed=true" in str(frame.get("src"))
    window.get_by_role("tab", name="Alternativtext").click()
    for name in ("Kurz", "Ausführlich"):
        window.get_by_role("button", name=f"Kopieren: {name}").click()
        expect(window.get_by_role("status")).to_have_text(f"Kopiert: {name}")
        assert "Lünen" in page.evaluate("navigator.clipboard.readText()")

    # Browsers give a clipboard to secure addresses only.
    page.evaluate("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    page.evaluate("() => document.addEventListener('copy', (event) => (window.taken = event.target.value))")
    window.get_by_role("tab", name="Zitat").click()
    window.get_by_role("button", name="Kopieren: Dauerhafter Link").click()
    expect(window.get_by_role("status")).to_have_text("Kopiert: Dauerhafter Link")
    assert page.evaluate("window.taken") == window.get_by_label("Dauerhafter Link", exact=True).input_value()
    # Selecting the text takes the focus only for that moment.
    expect(window.get_by_role("button", name="Kopiert: Dauerhafter Link")).to_be_focused()
