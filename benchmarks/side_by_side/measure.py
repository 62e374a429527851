"""The Überblick beside the same figures, map, charts and select in Dash and Panel: what a browser sees of each.

Each page is served as its documentation serves it. plotly asks a host of its own for the outlines of the world below a
map; the browser gets none of them at once, so that the comparison neither needs a network nor waits for one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.tables import Table, median, ms
from tests.browser import ARGUMENTS, install

_OBSERVER = (Path(__file__).resolve().parent / "observer.js").read_text(encoding="utf-8")
_QUIET = "expected => window.srmSide.isQuiet(expected, 600)"
_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
_NO_WORLD = {
    "type": "Topology",
    "arcs": [],
    "objects": {name: {"type": "GeometryCollection", "geometries": []} for name in _LAYERS},
}
_PLOTS = {"selector": ".js-plotly-plot .main-svg:first-child", "least": 3}
_CHOSEN = ("Lünen", "Unna", "Selm", "Kamen", "Werne")
_TIMEOUT_MS = 30_000


def _choose_filter(page: Page, name: str) -> None:
    for opener in page.locator(".st-key-filter-kommune:not([open]) summary").all():
        opener.click()
    page.get_by_role("checkbox", name=name, exact=True).check()


def _choose_dropdown(page: Page, name: str) -> None:
    page.locator("#municipality").click()
    page.get_by_role("option", name=name, exact=True).click()


def _choose_select(page: Page, name: str) -> None:
    page.locator("select").select_option(label=name)


@dataclass
class Visits:
    """Seconds of all visits of one page, cold and warm, and of each choice; bytes and requests of the cold ones."""

    name: str
    url: str
    expected: dict[str, object]
    choose: Callable[[Page, str], None]
    figures: str
    """Selector of the headline figures, which a choice changes."""
    painted: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    complete: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    live: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    chosen: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


def pages(dashboard: str, dash: str, panel: str) -> list[Visits]:
    """The three pages at these addresses."""
    ours = {"selector": "#root :is(.srm-figures, .srm-map path.srm-area, .srm-chart .srm-plot)", "least": 13}
    return [
        Visits("Überblick", dashboard, ours, _choose_filter, ".srm-card-value"),
        Visits("Dash", dash, _PLOTS, _choose_dropdown, "h2"),
        Visits("Panel", panel, _PLOTS, _choose_select, "h2"),
    ]


def measured(found: list[Visits], rounds: int) -> list[Visits]:
    """All pages by turns, ``rounds`` times, so that a slow minute of the machine hits all alike."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=ARGUMENTS)
        try:
            for number in range(rounds):
                for visits in found:
                    _visit(browser, visits, _CHOSEN[number % len(_CHOSEN)])
        finally:
            browser.close()
    return found


def _visit(browser: Browser, visits: Visits, municipality: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    context.add_init_script(_OBSERVER)
    headers = {"Access-Control-Allow-Origin": "*"}
    context.route("https://cdn.plot.ly/**", lambda route: route.fulfill(body=json.dumps(_NO_WORLD), headers=headers))
    page = context.new_page()
    try:
        for is_cold in (True, False):
            page.goto(visits.url, wait_until="commit")
            page.wait_for_function(_QUIET, arg=visits.expected, polling=50, timeout=_TIMEOUT_MS)
            painted, complete, live, received, requests = page.evaluate("window.srmSide.result()")
            visits.painted[is_cold].append(painted / 1000)
            visits.complete[is_cold].append(complete / 1000)
            visits.live[is_cold].append(live / 1000)
            if is_cold:
                visits.received.append(received)
                visits.requests.append(requests)
        before = page.evaluate("selector => window.srmSide.texts(selector)", visits.figures)
        visits.choose(page, municipality)
        changed = "([selector, before]) => window.srmSide.texts(selector) !== before"
        page.wait_for_function(changed, arg=[visits.figures, before], polling=50, timeout=_TIMEOUT_MS)
        page.wait_for_function(_QUIET, arg=visits.expected, polling=50, timeout=_TIMEOUT_MS)
        visits.chosen.append(page.evaluate("(window.srmSide.last - window.srmSide.done) / 1000"))
    finally:
        context.close()


def table(found: list[Visits]) -> Table:
    """One row per page."""
    columns = ("first paint", "all content", "live")
    return Table(
        "Side by side: four figures, a map, two charts and a select from the same release, ms (median)",
        (
            "page",
            *(f"{name} {kind}" for kind in ("cold", "warm") for name in columns),
            "choice shown",
            "kB cold",
            "requests",
        ),
        tuple(
            (
                each.name,
                *(
                    ms(median(times[cold]))
                    for cold in (True, False)
                    for times in (each.painted, each.complete, each.live)
                ),
                ms(median(each.chosen)),
                f"{median(each.received) / 1024:,.0f}",
                f"{median(each.requests):.0f}",
            )
            for each in found
        ),
    )
