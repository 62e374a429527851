"""Browser time of a page: from the start of the navigation to its first view, and to the last change of what it shows.

How many charts, maps and tables a page has is taken from what the server sends, not written down here. When all of
them and the footer are there and nothing has changed for 600 ms, the time of the last change counts, without the wait.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.server import Server
from benchmarks.tables import Table, median, ms
from benchmarks.views import View
from tests.browser import ARGUMENTS, install

_OBSERVER = (Path(__file__).resolve().parent / "observer.js").read_text(encoding="utf-8")
_READY = "expected => window.srmBench.quiet(expected, 600)"
_RESULT = "() => [window.srmBench.firstView() / 1000, window.srmBench.last / 1000, window.srmBench.received()]"
_SHOWN_BY = {
    "chart": ".srm-chart:has(.srm-plot)",
    "map": ".srm-map:has(path)",
    "panel": ".srm-panel:has(*)",
}
_FOOTER = ".st-key-footer a"
_EMPTY = View("empty Streamlit page", "")
_EVERY = 4
_TIMEOUT_MS = 20_000


@dataclass
class Paints:
    """Seconds until the first view and the last change, with an empty cache and on the second visit; bytes of the first."""

    view: View
    first_cold: list[float] = field(default_factory=list)
    first_warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    failed: int = 0


def expected(elements: Counter[str]) -> dict[str, int]:
    """CSS selectors of what a page with these elements must show, and how many of each."""
    return {selector: elements[kind] for kind, selector in _SHOWN_BY.items() if elements[kind]} | {_FOOTER: 1}


def measured(server: Server, empty: Server, pages: Mapping[View, Counter[str]], rounds: int) -> list[Paints]:
    """The empty page and all pages by turns, ``rounds`` times, so that a slow minute of the machine hits all alike."""
    floor, found = Paints(_EMPTY), {view: Paints(view) for view in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=ARGUMENTS)
        try:
            for _ in range(rounds):
                for i, (view, elements) in enumerate(pages.items()):
                    if i % _EVERY == 0:
                        _visit(browser, f"{empty.url}/", {'[data-testid="stText"]': 1}, floor)
                    _visit(browser, server.url + view.path, expected(elements), found[view])
        finally:
            browser.close()
    return [floor, *found.values()]


def chromium_version() -> str:
    """Name and version of the browser that measures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=ARGUMENTS)
        try:
            return f"Chromium {browser.version}"
        finally:
            browser.close()


def _visit(browser: Browser, address: str, selectors: Mapping[str, int], paints: Paints) -> None:
    if paints.failed:  # waiting for it again would only make the whole measurement longer
        return
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    try:
        context.add_init_script(_OBSERVER)
        page = context.new_page()
        first, last, received = _painted(page, address, selectors)
        paints.first_cold.append(first)
        paints.cold.append(last)
        paints.received.append(received)
        first, last, _ = _painted(page, address, selectors)
        paints.first_warm.append(first)
        paints.warm.append(last)
    except Error:
        paints.failed += 1
    finally:
        with suppress(Error):
            context.close()


def _painted(page: Page, address: str, selectors: Mapping[str, int]) -> tuple[float, float, float]:
    page.goto(address, wait_until="commit")
    page.wait_for_function(_READY, arg=dict(selectors), polling=50, timeout=_TIMEOUT_MS)
    first, last, received = page.evaluate(_RESULT)
    return float(first), float(last), float(received)


def table(found: Sequence[Paints]) -> Table:
    """One row per page; the ratio is to the empty page of the same run."""
    floor = found[0]
    return Table(
        "Browser: from navigation to the first view and to the complete live page, ms (median) and times the empty page",
        (
            "page",
            "first view cold",
            "warm",
            "first / empty",
            "",
            "live cold",
            "warm",
            "live / empty",
            "",
            "kB cold",
            "visits",
        ),
        tuple(
            (
                each.view.name,
                ms(median(each.first_cold)),
                ms(median(each.first_warm)),
                _ratio(each.first_cold, floor.cold),
                _ratio(each.first_warm, floor.warm),
                ms(median(each.cold)),
                ms(median(each.warm)),
                _ratio(each.cold, floor.cold),
                _ratio(each.warm, floor.warm),
                f"{median(each.received) / 1024:,.0f}" if each.received else "–",
                f"{len(each.warm)}" + (f" ({each.failed} never complete)" if each.failed else ""),
            )
            for each in found
        ),
    )


def _ratio(times: Sequence[float], floor: Sequence[float]) -> str:
    ratio = median(times) / median(floor)
    return "–" if math.isnan(ratio) else f"{ratio:.2f}"
