"""What a visitor and their browser see of a page: first as it comes, then alive, in the dark, on a phone, and in a contrast mode."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image, ImageChops
from playwright.sync_api import Frame, Page, Response, Route, ViewportSize, expect

from app.navigation import ENTRIES
from tests.in_browser.conftest import DESK, settle

ADDRESSES = [
    *(f"/{entry.address}" for entry in ENTRIES),
    "/projekte?projekt=smart-region-kreis-unna",
    "/kommunen?kommune=05978024",
]
CHOSEN = [
    "/?kommune=05978024&kommune=05978028&jahr=2021",
    "/projekte?projekt=dos-2030",
    "/projekte?projekt=gibt-es-nicht",
    "/karte?kennzahl=Projekte",
    "/foerderung?stand=2026-11-23&bild=weg-des-geldes",
    "/daten/sql?abfrage=from+region+select+name,+1+as+n+limit+7&ansicht=Balken",
]
"""Only their first views are looked at."""
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
HIGH = 8000
"""Pixels in which every page is seen whole: axe-core asks nothing about the colours of what one has to scroll to."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TABLES = {"/projekte", "/foerderung", *ADDRESSES[-2:]}
"""Pages whose tables are looked at with all their rows, as wide as a desk, a laptop and a phone."""

# What axe-core finds in Streamlit's own markup and the app cannot change: rule, and what the element looks like.
STREAMLITS_OWN: list[tuple[str, str]] = []

_FACTS = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  wide: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,
                 document.querySelector('[data-testid="stMain"]').scrollWidth) - window.innerWidth,
  text: document.body.innerText,
  headings: [...document.querySelectorAll("h1")].map((h) => h.innerText),
  height: document.querySelector('[data-testid="stMain"]').scrollHeight,
  levels: [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => Number(h.tagName[1])),
  footer: document.querySelector(".st-key-footer").innerText,
  failures: [...document.querySelectorAll('[data-testid="stException"], [data-testid="stAlertContentError"]')].map((e) => e.innerText),
  tables: [...document.querySelectorAll("table")].map((t) => (t.caption ? t.caption.textContent : t.getAttribute("aria-label") || "").trim()),
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


# What axe-core does not look at: with forced colours, without motion, in 320 pixels. Texts of maps stand on areas that keep
# their colours.
_NARROW = """() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05;
  };
  const probe = document.createElement("span");
  probe.style.backgroundColor = "Canvas";
  document.body.append(probe);
  const ground = light(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const letters = [...document.querySelectorAll(".srm-drawing text")].filter((text) => text.checkVisibility());
  const seconds = (times) => Math.max(...times.split(", ").map(parseFloat));
  return {
    wide: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,
                   document.querySelector('[data-testid="stMain"]').scrollWidth) - window.innerWidth,
    faint: letters.filter((text) => {
      const own = light(getComputedStyle(text).fill);
      return Math.max(own, ground) / Math.min(own, ground) < 4.5;
    }).map((text) => text.textContent),
    moving: [...document.querySelectorAll("body *")].filter((part) => {
      const style = getComputedStyle(part);
      return seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
    }).map((part) => part.outerHTML.slice(0, 120)),
  };
}"""
_VIOLATIONS = """async ([within, options]) => {
  const counts = ["class", "style", "role", "type", "fill", "lang", "open", "aria-hidden"];
  const built = (part) => [
    part.tagName, [...part.childNodes].some((child) => child.nodeType === 3 && child.data.trim()),
    ...[...part.attributes].map(({ name, value }) => name + (counts.includes(name) ? value : value.trim() === "")),
    ...[...part.children].map(built), "end",
  ].join();
  const away = [];
  const takeAway = (part) => {
    const place = document.createComment("");
    part.replaceWith(place);
    away.push([place, part]);
  };
  for (const parent of document.querySelectorAll("tbody, ul, ol, svg, svg g")) {
    const seen = new Set();
    for (const part of [...parent.children]) {
      const kind = built(part);
      if (seen.has(kind)) takeAway(part);
      seen.add(kind);
    }
  }
  try {
    return (await axe.run(within ?? document, options)).violations;
  } finally {
    for (const [place, part] of away.reverse()) place.replaceWith(part);
  }
}"""
_ODD_TABLES = """() => [...document.querySelectorAll(".srm-table table")].filter((table) => table.checkVisibility()).filter((table) => {
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.checkVisibility());
  const heads = table.tHead.rows[0].cells;
  const isLabelled = (cell) => heads[cell.cellIndex].checkVisibility() || getComputedStyle(cell, "::before").content !== "none";
  const isReadable = ({ cells: [name, ...more] }) => name.checkVisibility() && more.every((cell) => !cell.checkVisibility() || isLabelled(cell));
  return table.getBoundingClientRect().right > table.closest(".srm-panel").getBoundingClientRect().right + 1 || !rows.every(isReadable);
}).map((table) => table.caption.textContent)"""
_NOTE_STOPS = """() => {
  window.stops = [];
  document.addEventListener("focusin", ({ target }) => {
    // What fades in is looked at when it is there.
    target.checkVisibility({ checkOpacity: true });
    target.getAnimations().forEach((fading) => fading.finish());
    const around = [target, ...target.querySelectorAll("*"), target.nextElementSibling, target.parentElement, target.parentElement.parentElement];
    const is_marked = around.filter(Boolean).some((part) => {
      const style = getComputedStyle(part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && style.opacity !== "0";
    });
    window.stops.push([target.outerHTML.slice(0, 120), is_marked]);
  });
}"""
_TABS = 12
"""Stops that are walked through: Streamlit's own and those of a page's head and its first part."""
_CONTROLS = (
    '[data-testid="stHeader"]', ".srm-nav", ".st-key-filters", ".srm-control",
    '[data-testid="stDateInput"]', '[data-testid="stFileUploader"]',
    '[data-testid="stPagination"]', ".st-key-active-filters", ".st-key-legal", ".stButton",
)  # fmt: skip
_SHOWN = """(place) => {
  const root = document.querySelector(place);
  const text = (found) => {
    // What is for readers without scripts is not shown here.
    const copy = found.cloneNode(true);
    copy.querySelectorAll("noscript").forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\\s+/g, " ");
  };
  const texts = (what) => [...root.querySelectorAll(what)].map(text);
  return {
    headings: texts("h1, h2"),
    figures: texts(".srm-card"),
    cells: texts(".srm-panel th, .srm-panel td"),
    sources: texts(".srm-source"),
    explanations: texts(".srm-text, .srm-answer, .srm-over, .srm-doubt"),
    facts: texts(".srm-facts > *"),
    plain: texts(".srm-plain p"),
    sentences: texts(":not(label *) > [data-testid=stMarkdownContainer] > p").filter((text) => text.length > 30),
    drawings: [...root.querySelectorAll(".srm-drawing, .srm-map-drawing")].map((found) => found.getAttribute("aria-label")),
    colours: [...root.querySelectorAll(":is(.srm-text, .srm-facts, .srm-panel, .srm-card, [data-testid=stMarkdownContainer]) a:not([href^='#'])")].map((found) => getComputedStyle(found).color),
    marks: root.querySelectorAll(".srm-chart [data-tip], .srm-map [data-tip]").length,
  };
}"""
SHIFT = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0))
).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => done(0), 300))"""
MOST_SHIFT = 0.02
ATTEMPTS = range(3)
"""On a machine that is busy with other tests what Streamlit does after the hand-over may come a frame late: a page that
shifts by itself shifts each time."""
_HOLD = """(() => {
  // The first view puts Streamlit's script into the head when it is painted: here it waits until a test lets it.
  if (window.name === "free") return;
  const { append } = Element.prototype;
  let waiting = [];
  Element.prototype.append = function (...parts) {
    if (waiting && parts.some((part) => part.src && part.src.includes("/static/js/index."))) waiting.push([this, parts]);
    else append.apply(this, parts);
  };
  window.begin = () => {
    window.name = "free";
    for (const [place, parts] of waiting) append.apply(place, parts);
    waiting = null;
  };
})()"""


def holding(page: Page) -> Page:
    """The tab, in which from now on Streamlit waits on each page that is opened from an empty one."""
    page.add_init_script(_HOLD)
    return page


class WaitingPage:
    """A page whose Streamlit waits until it is let go, and one of its scripts even longer; for tabs that hold it."""

    def __init__(self, page: Page, address: str, late: str = "") -> None:
        self.page = page
        self._late: list[Route] = []
        if late:
            page.route(re.compile(rf"/static/js/{late}\."), lambda route: self._late.append(route))
        page.evaluate("window.name = ''")
        self.answer: Response | None = page.goto(address, wait_until="commit")
        # The view is painted in its typeface.
        page.wait_for_function("() => performance.getEntriesByName('srm-first-view').length")

    def begin(self) -> None:
        """Let Streamlit begin, without what is late."""
        self.page.evaluate("window.begin()")

    def let_go(self) -> None:
        """Let Streamlit begin, and wait until its page is there."""
        self.begin()
        self.let_late_go()

    def let_late_go(self) -> None:
        """Let what is late come, and wait until the page is there."""
        for route in self._late:
            route.continue_()
        expect(self.page.locator("#srm-first")).to_have_count(0)
        settle(self.page)


def picture(page: Page) -> Image.Image:
    """What is seen, without controls."""
    masks = [page.locator(f"{part}:visible") for part in _CONTROLS]
    return Image.open(io.BytesIO(page.screenshot(mask=masks, animations="disabled"))).convert("RGB")


def different(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ so that one could see it."""
    return sum(ImageChops.difference(one, other).convert("L").histogram()[16:])


@dataclass
class Seen:
    """What a visitor and their browser noticed of one page."""

    status: int = 0
    first: dict[str, Any] = field(default_factory=dict)
    """What the first view showed; ``live`` the page that took its place."""
    live: dict[str, Any] = field(default_factory=dict)
    shift: float = 0.0
    different_pixels: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    phone: dict[str, Any] = field(default_factory=dict)
    narrow: dict[str, Any] = field(default_factory=dict)
    """With forced colours and without motion, as narrow as a desk at 400 %."""
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=dict)
    """At a ``desk`` and on a ``phone``, one of them in the dark."""
    odd_tables: dict[int, list[str]] = field(default_factory=dict)
    """By width: tables that are wider than their page, or hide the name of a row."""


def look(page: Page, server: str, path: str) -> Seen:
    """Open a page at a desk, in a tab that holds it; one of all pages also otherwise and with axe-core."""
    found = Seen()
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
    page.bring_to_front()
    for _ in ATTEMPTS:
        page.mouse.move(0, 0)
        page.set_viewport_size(DESK)
        waiting = WaitingPage(page, server + path)
        assert waiting.answer
        found.status = waiting.answer.status
        found.first, seen = page.evaluate(_SHOWN, "#srm-first"), picture(page)
        waiting.let_go()
        found.live, found.shift = page.evaluate(_SHOWN, "#root"), page.evaluate(SHIFT)
        if found.shift < MOST_SHIFT:
            break
    found.different_pixels = different(seen, picture(page))
    if path in ADDRESSES:
        _look_again(page, path, found)
    for event, note in noticed.items():
        page.remove_listener(event, note)
    return found


def _look_again(page: Page, path: str, found: Seen) -> None:
    """Look at a page in both colours, of which every second page has the dark ones at the desk, and in four widths."""
    # What is out of sight has neither text nor colour before somebody comes to it; here somebody has been everywhere.
    page.add_style_tag(content=".srm-chart, .srm-panel { content-visibility: visible !important }")
    found.facts = page.evaluate(_FACTS) | {"stops": _stops(page)}
    at_desk, on_phone = ("light", "dark") if ADDRESSES.index(path) % 2 else ("dark", "light")
    found.violations["desk"] = _violations_of_all(page, at_desk, found)
    page.set_viewport_size(PHONE)
    settle(page)
    found.phone = page.evaluate(_FACTS)
    found.violations["phone"] = _violations_of_all(page, on_phone, found)
    page.emulate_media(color_scheme="light", forced_colors="active", reduced_motion="reduce")
    page.set_viewport_size(NARROW)
    settle(page)
    found.narrow = page.evaluate(_NARROW) | {"stops": _walk(page)}
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    if path in TABLES:
        page.evaluate("document.querySelectorAll('.srm-all').forEach((fold) => (fold.open = true))")
        for width in (390, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            found.odd_tables[width] = page.evaluate(_ODD_TABLES)


def _violations_of_all(page: Page, scheme: str, found: Seen) -> list[str]:
    """What is wrong in these colours, wherever on the page it stands."""
    size = page.viewport_size
    assert size
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({**size, "height": HIGH})
    page.wait_for_function("(scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches", arg=scheme)
    settle(page)
    if scheme == "dark":
        found.facts["dark"] = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return violations(page)


def _walk(page: Page) -> list[tuple[str, bool]]:
    """What has the focus after each press of the tab key, and whether one sees that."""
    page.evaluate(_NOTE_STOPS)
    for _ in range(_TABS):
        page.keyboard.press("Tab")
    return [(part, is_marked) for part, is_marked in page.evaluate("window.stops")]


def _stops(page: Page) -> list[tuple[str, str, str]]:
    """Role, name and target of everything that can have the focus, as the browser tells those who read to others."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    stops = []
    for node in tree:
        facts = {fact["name"]: fact["value"].get("value") for fact in node.get("properties", ())}
        if facts.get("focusable") and node["role"]["value"] != "RootWebArea":
            stops.append((node["role"]["value"], node["name"]["value"].strip(), facts.get("url", "")))
    return stops


def violations(page: Page | Frame, within: str | None = None) -> list[str]:
    """Serious and critical findings of axe-core but those in Streamlit's own markup, on the page or in a part of it.

    Of rows, items of lists and marks that are built alike it sees one: else it takes two thirds of all looks.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in page.evaluate(_VIOLATIONS, [within, {"runOnly": RULES, "resultTypes": ["violations"]}])
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part in STREAMLITS_OWN)
    ]
