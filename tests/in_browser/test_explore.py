"""Exploring a chart: plotly takes the place of the drawing, pixel for pixel, and only when somebody asks for it."""

import io
import itertools
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.in_browser.conftest import PATIENCE, key_watch, settle
from tests.in_browser.looks import PHONE

CHARTS = {
    "/foerderung": (
        ("funding-flow", "", 390, "dark"),
        ("funding-programme", "Programm", 1440, "light"),
        ("funding-year", "Jahr", 760, "light"),
    ),
    "/meilensteine": (
        ("milestones-timeline", "Zeitleiste", 1440, "dark"),
        ("account-shifts", "Verschiebungs-Konto", 390, "light"),
    ),
    "/indikatoren": (("indicators-series", "", 760, "dark"), ("indicators-series", "", 1440, "light")),
    "/vergleich": (
        ("comparison-fields", "Handlungsfelder", 1440, "dark"),
        ("comparison-scatter", "Zwei Größen", 390, "light"),
        ("comparison-matrix", "Wer mit wem", 760, "dark"),
    ),
}
"""A chart of every kind, by its page, the choice of a switch that shows it there, and how it is looked at."""
NEAR, DIFFERENT, MOST = 1, 48, 0.007
"""A pixel differs when none within one pixel of it in the other picture is as light, to 48 of 255 steps; at most 0.7 % may."""
Visit = Callable[[str], Page]


def explore(page: Page, place: str) -> Locator:
    """The chart at ``place`` after plotly has taken the place of its drawing."""
    chart = page.locator(f".st-key-{place} .srm-chart")
    # Of many charts it says to those who hear it which one it is for.
    chart.get_by_role("button", name=re.compile("^Erkunden: .")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(f".st-key-{place} .srm-explored .main-svg").first).to_be_visible(timeout=PATIENCE)
    expect(chart.locator(".srm-explore")).to_have_text("Zurück zum Bild")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    return chart


def picture(drawing: Locator) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(drawing.screenshot())).convert("L")).astype(np.int16)


def differing(one: np.ndarray, other: np.ndarray) -> float:
    """Share of pixels that have no equal within ``NEAR`` pixels in the other picture."""
    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    one, other = one[:height, :width], other[:height, :width]
    steps = range(-NEAR, NEAR + 1)
    nearest = np.full_like(one, 255)
    # One after the other: all at once are some hundred megabytes, which a worker that has done much gets slowly.
    for y, x in itertools.product(steps, steps):
        np.minimum(nearest, np.abs(one - np.roll(other, (y, x), (0, 1))), out=nearest)
    return float((nearest > DIFFERENT).mean())


def put_away(page: Page, place: str) -> None:
    """By keyboard, so that no pointer rests on the chart and has it explored once more."""
    page.locator(f".st-key-{place} .srm-explore").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f".st-key-{place} .srm-explored")).to_have_count(0)
    expect(page.locator(f".st-key-{place} .srm-explore")).to_have_text("Erkunden")


def words_below(chart: Locator) -> list[str]:
    """Words of the legend on which the way back lies."""
    back = chart.locator(".srm-explore").bounding_box()
    assert back
    entries = [entry for entry in chart.locator(".srm-legend-list > li").all() if entry.is_visible()]
    boxes = [(entry.inner_text(), entry.bounding_box()) for entry in entries]
    return [
        words
        for words, box in boxes
        if box and back["x"] < box["x"] + box["width"] + 8 and back["y"] < box["y"] + box["height"]
    ]


@pytest.mark.parametrize("path", CHARTS)
def test_plotly_stands_where_the_drawing_stood(path: str, arrive: Visit) -> None:
    page = arrive(path)
    for name, choice, width, scheme in CHARTS[path]:
        page.set_viewport_size({"width": width, "height": 1600})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        if choice:
            page.locator(".srm-switch label", has_text=choice).click()
        place = f"chart-{name}"
        drawing = page.locator(f".st-key-{place} .srm-drawing")
        drawing.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        hide = page.add_style_tag(content=".srm-explore { visibility: hidden; }")
        before, box = picture(drawing), drawing.bounding_box()
        hide.evaluate("style => style.remove()")
        assert words_below(explore(page, place)) == [], (place, width)
        hide = page.add_style_tag(content=".srm-explore { visibility: hidden !important; }")
        after = drawing.bounding_box()
        assert box
        assert after
        assert (after["width"], after["height"]) == (box["width"], box["height"]), (place, width)
        assert differing(before, picture(drawing)) <= MOST, (place, width, scheme)
        hide.evaluate("style => style.remove()")
        if choice:
            put_away(page, place)
            continue
        # Paper has another width, and its drawing with it.
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(f".st-key-{place} .srm-explored")).to_have_count(0)


def test_plotly_is_fetched_once_somebody_explores_and_zooming_in_shows_the_axes_of_what_is_seen(
    visit: Visit, tab: Page
) -> None:
    fetched: list[str] = []
    tab.on("request", lambda request: fetched.append(request.url))
    page = visit("/indikatoren?thema=Ladeinfrastruktur")
    place = "chart-indicators-series"
    drawing = page.locator(f".st-key-{place} .srm-drawing")
    # Not by a pointer that only comes past.
    drawing.evaluate("""drawing => ["pointerenter", "pointerleave"].forEach(
      (name) => drawing.dispatchEvent(new PointerEvent(name, { pointerType: "mouse" })))""")
    page.wait_for_timeout(1000)
    assert [url for url in fetched if "plotly" in url.lower()] == []
    chart = page.locator(f".st-key-{place} .srm-chart")
    drawing.hover()
    expect(page.locator(f".st-key-{place} .srm-explored .main-svg").first).to_be_visible(timeout=PATIENCE)
    assert sum("/api/plotly-" in url for url in fetched) == 1
    texts = chart.locator(".annotation").count()
    box = chart.locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.8, steps=8)
    page.mouse.up()
    expect(chart.locator(".xtick text").first).to_be_visible(timeout=PATIENCE)
    # Those of the whole are gone.
    expect(chart.locator(".annotation")).not_to_have_count(texts)
    # What is so much larger that it is left out comes when it is asked for.
    larger, lines = chart.locator("[data-optional] button").first, chart.locator(".scatterlayer .trace")
    before = lines.count()
    expect(larger).to_have_attribute("aria-pressed", "false")
    larger.click()
    expect(larger).to_have_attribute("aria-pressed", "true")
    expect(lines).not_to_have_count(before)
    # Another width has another drawing.
    page.set_viewport_size(PHONE)
    expect(page.locator(f".st-key-{place} .srm-explored")).to_have_count(0)


def test_without_plotly_the_drawing_stays_tells_its_values_and_a_sentence_says_so(visit: Visit) -> None:
    page = visit("/foerderung?gliederung=Handlungsfeld")
    page.route("**/api/plotly*", lambda route: route.abort())
    chart = page.locator(".st-key-chart-funding-field .srm-chart")
    chart.locator(".srm-drawing").focus()
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".srm-tip")).to_be_visible()
    first = chart.locator(".srm-tip").inner_text()
    page.keyboard.press("ArrowRight")
    assert first != chart.locator(".srm-tip").inner_text()
    assert "€" in first
    page.keyboard.press("Escape")
    expect(chart.locator(".srm-tip")).to_be_hidden()
    # Backwards from nothing, at the end and around it.
    told = []
    is_key_taken = key_watch(page)
    for key in ("ArrowLeft", "End", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        told.append(chart.locator(".srm-tip").inner_text())
        assert is_key_taken()
    assert told == [told[0], told[0], first, told[0], first]
    assert told[0] != first
    # The one that is told is marked and no other, and what is told is seen whole.
    expect(chart.locator(".srm-mark")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(chart.locator(".srm-mark, .srm-tip:visible")).to_have_count(0)
    page.set_viewport_size(PHONE)
    bar = chart.locator("rect[data-tip]:visible").first
    box = bar.bounding_box()
    assert box
    bar.hover(position={"x": box["width"] - 2, "y": box["height"] / 2})
    assert chart.locator(".srm-tip").inner_text() == first
    right = "part => part.getBoundingClientRect().right"
    assert chart.locator(".srm-tip").evaluate(right) <= chart.evaluate(right)
    chart.locator(".srm-explore").focus()
    page.keyboard.press("Enter")
    expect(chart.get_by_role("status").filter(has_text="lässt sich gerade nicht erkunden")).to_have_count(1)
    expect(chart.locator(".srm-plot:visible").first).to_be_visible()


def test_a_series_goes_and_comes_back_and_a_chart_of_other_data_is_given_back(arrive: Visit) -> None:
    page = arrive("/foerderung?gliederung=Jahr")
    chart = explore(page, "chart-funding-year")
    bars = chart.locator(".main-svg .bars .point path")
    whole = bars.count()
    toggle = chart.locator(".srm-legend-list button").first
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(bars).not_to_have_count(whole)
    expect(bars.first).to_be_attached()
    toggle.click()
    expect(bars).to_have_count(whole)
    # plotly keeps the colours it began with: in another theme the drawing stands there again.
    page.emulate_media(color_scheme="dark")
    expect(bars).to_have_count(0)
    expect(chart.locator(".srm-drawing > :visible").first).to_be_visible()

    # A finger that is lifted begins, too.
    chart.locator(".srm-drawing").dispatch_event("pointerup", {"pointerType": "touch"})
    expect(bars).to_have_count(whole)
    page.evaluate("""() => {
      window.purged = 0;
      const { purge } = Plotly;
      Plotly.purge = (place) => { window.purged += 1; return purge(place); };
    }""")
    page.locator(".st-key-choice-handlungsfeld summary").click()
    page.get_by_role("checkbox", name="Bildung, Kultur und Freizeit").check()
    page.wait_for_url("**/foerderung?*handlungsfeld=*")
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Jahr")).to_be_checked()
    # What is out of sight is not laid out, and so not visible.
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".srm-plot:visible").first).to_be_visible()
    expect(page.locator(".srm-explored, .srm-plotly")).to_have_count(0)
    assert page.evaluate("window.purged") == 1
