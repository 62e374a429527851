"""Every address, opened as the very first thing a new visitor does: whole, German, silent, and usable by everyone."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from app.navigation import ENTRIES
from tests.in_browser.conftest import DESK, PATIENCE, settle
from tests.once import once

ADDRESSES = [
    *(f"/{entry.address}" for entry in ENTRIES),
    "/projekte?projekt=smart-region-kreis-unna",
    "/kommunen?kommune=05978024",
]
CHARTS = {"/", "/foerderung", "/meilensteine", "/indikatoren", *ADDRESSES[-2:]}
MAPS = {"/": 1, "/karte": 1, "/indikatoren": 1}
SIZES: dict[str, ViewportSize] = {"desk": DESK, "phone": {"width": 390, "height": 844}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What can be wrong in the dark alone: all else is the same."""

# What axe-core finds in Streamlit's own markup and the app cannot change: rule, and what the element looks like.
STREAMLITS_OWN: list[tuple[str, str]] = []

_FACTS = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  wide: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,
                 document.querySelector('[data-testid="stMain"]').scrollWidth) - window.innerWidth,
  text: document.body.innerText,
  headings: [...document.querySelectorAll("h1")].map((h) => h.innerText),
  levels: [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => Number(h.tagName[1])),
  footer: document.querySelector(".st-key-footer").innerText,
  failures: [...document.querySelectorAll('[data-testid="stException"], [data-testid="stAlertContentError"]')].map((e) => e.innerText),
  shapes: [...document.querySelectorAll("svg.srm-map-drawing:not(.srm-small)")].map((m) => m.querySelectorAll("path.srm-area[data-key]").length),
  small: [...document.querySelectorAll("svg.srm-small")].map((m) => m.querySelectorAll("path.srm-area[data-key]").length),
  mapAlts: [...document.querySelectorAll("svg.srm-map-drawing")].map((m) => m.getAttribute("aria-label") || ""),
  charts: [...document.querySelectorAll(".srm-drawing")].map((chart) => ({
    role: chart.getAttribute("role"),
    alt: chart.getAttribute("aria-label") || "",
    key: (chart.closest('[class*="st-key-chart-"]') || {className: ""}).className,
  })),
  panels: [...document.querySelectorAll(".srm-panel")].map((p) => ({
    rows: p.querySelectorAll("tbody tr").length,
    tools: [...p.querySelectorAll(".srm-tool")].map((b) => b.getAttribute("aria-label")),
    source: (p.querySelector(".srm-source") || {innerText: ""}).innerText,
  })),
})"""


@dataclass
class Seen:
    """What a visitor and their browser noticed of one page."""

    status: int
    facts: dict[str, Any]
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="package")
def seen(
    browser: Browser, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], Seen]]:
    """Each page is opened once per size and run of all workers; the tests look at what was noted down."""
    context = browser.new_context(locale="de-DE", color_scheme="light")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield lambda address, size: once(
        tmp_path_factory, f"seen-{ADDRESSES.index(address)}-{size}", lambda _: _look(page, server, address, size)
    )
    context.close()


def _look(page: Page, server: str, address: str, size: str) -> Seen:
    found = Seen(0, {})
    page.goto("about:blank")
    page.set_viewport_size(SIZES[size])
    noticed: dict[Any, Callable[[Any], Any]] = {
        "console": lambda m: found.console.append(m.text) if m.type in ("error", "warning") else None,
        "pageerror": lambda error: found.errors.append(str(error)),
        "request": lambda r: None if r.url.startswith((server, "data:", "blob:")) else found.foreign.append(r.url),
        "websocket": lambda w: (
            None if w.url.split("//")[1].startswith(server.split("//")[1]) else found.foreign.append(w.url)
        ),
    }
    for event, note in noticed.items():
        page.on(event, note)
    answer = page.goto(server + address)
    assert answer is not None
    found.status = answer.status
    settle(page)
    # What is out of sight has neither text nor colour before somebody comes to it; here somebody has been everywhere.
    page.add_style_tag(content=".srm-chart, .srm-panel { content-visibility: visible !important }")
    found.facts = page.evaluate(_FACTS)
    found.violations["light"] = _violations(page)
    if size == "desk":
        found.facts["stops"] = _stops(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("matchMedia('(prefers-color-scheme: dark)').matches")
        settle(page)
        found.facts["dark"] = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        found.violations["dark"] = _violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
    for event, note in noticed.items():
        page.remove_listener(event, note)
    return found


def _stops(page: Page) -> list[tuple[str, str, str]]:
    """Role, name and target of everything that can have the focus, as the browser tells those who read to others."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    stops = []
    for node in tree:
        facts = {fact["name"]: fact["value"].get("value") for fact in node.get("properties", ())}
        if facts.get("focusable") and node["role"]["value"] != "RootWebArea":
            stops.append((node["role"]["value"], node["name"]["value"].strip(), facts.get("url", "")))
    return stops


def _violations(page: Page, rules: dict[str, Any] | list[str] = RULES) -> list[str]:
    """Serious and critical findings of axe-core but those in Streamlit's own markup."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in Axe().run(page, options=options).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part in STREAMLITS_OWN)
    ]


every_page = pytest.mark.parametrize("address", ADDRESSES)
every_size = pytest.mark.parametrize("size", SIZES)


@every_size
@every_page
def test_every_page_opens_as_the_very_first_request(address: str, size: str, seen: Callable[[str, str], Seen]) -> None:
    found = seen(address, size)
    assert found.status == 200
    assert found.facts["failures"] == []
    assert len(found.facts["headings"]) == 1
    assert len(found.facts["headings"][0]) > 3


@every_size
@every_page
def test_a_page_makes_no_errors_and_asks_no_foreign_host(
    address: str, size: str, seen: Callable[[str, str], Seen]
) -> None:
    found = seen(address, size)
    assert found.foreign == []
    assert found.errors == []
    assert found.console == []


@every_size
@every_page
def test_a_page_never_scrolls_sideways(address: str, size: str, seen: Callable[[str, str], Seen]) -> None:
    assert seen(address, size).facts["wide"] <= 0


@every_page
def test_a_page_is_german(address: str, seen: Callable[[str, str], Seen]) -> None:
    facts = seen(address, "desk").facts
    assert facts["lang"] == "de"
    assert "Smart-Region-Monitor" in facts["title"]
    english = (
        r"\b(Loading|Running|Choose|Search|Download|Show|Fullscreen|Deploy|Select all|Press|None|nan|NaT|undefined)\b"
    )
    assert re.findall(english, facts["text"]) == []
    # German numbers have no point before one or two decimals.
    assert re.findall(r"\d\.\d{1,2} (?:€|%|Mio\.)", facts["text"]) == []


@every_page
def test_the_footer_says_stand_and_release_and_leads_to_the_legal_pages(
    address: str, seen: Callable[[str, str], Seen], release: Any
) -> None:
    footer = seen(address, "desk").facts["footer"]
    assert "Stand 23.11.2026" in footer
    assert release.release_id in footer
    for name in ("Barrierefreiheit", "Impressum", "Datenschutz"):
        assert name in footer


@every_size
@pytest.mark.parametrize("address", MAPS)
def test_a_map_has_ten_shapes(address: str, size: str, seen: Callable[[str, str], Seen]) -> None:
    facts = seen(address, size).facts
    assert facts["shapes"] == [10] * MAPS[address]
    assert all(alt.startswith("Karte der Kommunen") for alt in facts["mapAlts"])


@pytest.mark.parametrize("address", ADDRESSES[-2:])
def test_a_profile_shows_where_it_is(address: str, seen: Callable[[str, str], Seen]) -> None:
    facts = seen(address, "desk").facts
    assert facts["small"] == [10]
    assert all(alt.startswith("Lagekarte des Kreises") for alt in facts["mapAlts"])


@pytest.mark.parametrize("address", sorted(CHARTS))
def test_every_chart_has_an_alt_text_a_table_and_files(address: str, seen: Callable[[str, str], Seen]) -> None:
    facts = seen(address, "desk").facts
    assert facts["charts"]
    for chart in facts["charts"]:
        assert chart["role"] in ("figure", "img")
        assert re.match(r"(Balken|Säulen|Fluss|Linien|Zeitleiste|Karte)", chart["alt"]), chart
    taken = [panel for panel in facts["panels"] if any(tool.startswith("Mitnehmen: ") for tool in panel["tools"])]
    assert len(taken) == len(facts["charts"]) + len(facts["shapes"]) + len(facts["small"])
    assert [len(panel["tools"]) for panel in taken] == [1] * len(taken)
    assert sum(panel["rows"] > 0 for panel in taken) == len(facts["charts"]) + len(facts["shapes"])


@every_page
def test_everything_that_can_be_saved_says_its_source(
    address: str, seen: Callable[[str, str], Seen], release: Any
) -> None:
    for panel in seen(address, "desk").facts["panels"]:
        assert panel["source"].startswith("Quelle: ")
        assert "Stand 23.11.2026" in panel["source"]
        assert release.release_id not in panel["source"]


@every_page
def test_whatever_can_have_the_focus_has_a_name_and_links_called_alike_lead_to_the_same(
    address: str, seen: Callable[[str, str], Seen]
) -> None:
    stops = seen(address, "desk").facts["stops"]
    assert [(role, url) for role, name, url in stops if not name] == []
    targets: dict[str, set[str]] = {}
    for role, name, url in stops:
        if role == "link":
            targets.setdefault(name, set()).add(url)
    assert len(targets) >= 13
    assert {name: urls for name, urls in targets.items() if len(urls) > 1} == {}


@every_page
def test_headings_skip_no_level(address: str, seen: Callable[[str, str], Seen]) -> None:
    levels = seen(address, "desk").facts["levels"]
    assert levels[0] == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_a_page_has_no_serious_barrier(address: str, scheme: str, seen: Callable[[str, str], Seen]) -> None:
    found = seen(address, "desk")
    assert found.violations[scheme] == []
    # The look follows the visitor's device.
    assert found.facts["dark"] != "rgb(255, 255, 255)"


@every_page
def test_a_page_has_no_serious_barrier_on_a_phone(address: str, seen: Callable[[str, str], Seen]) -> None:
    assert seen(address, "phone").violations["light"] == []
