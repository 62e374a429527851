"""A chart alone in a page of another site, and a chart that a link brings into sight."""

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from app.exhibits import EXHIBITS
from tests.in_browser.conftest import first_view, get, settle
from tests.in_browser.looks import violations

Visit = Callable[[str], Page]
CHART = "/foerderung?embed=true&bild=zuwendungen-nach-ebene"
MAP = "/karte?embed=true&bild=karte-zuwendungen&kommune=05978024&stand=2026-11-23"


class _Site:
    """A newspaper: a site of its own („localhost“ is another one than 127.0.0.1) with one page that frames an address."""

    def __init__(self) -> None:
        self.page = ""

        class Answer(BaseHTTPRequestHandler):
            def do_GET(handler) -> None:  # noqa: N805
                handler.send_response(200 if handler.path == "/" else 404)
                handler.send_header("Content-Type", "text/html; charset=utf-8")
                handler.end_headers()
                handler.wfile.write(self.page.encode() if handler.path == "/" else b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def site() -> Iterator[_Site]:
    found = _Site()
    yield found
    found.server.shutdown()


@dataclass
class Framed:
    """A page of another site with a frame in it, and what its browser noticed."""

    page: Page
    noticed: list[str] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        return self.page.frames[1]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """The tab of who reads the newspaper."""
    context = browser.new_context(locale="de-DE")
    yield context.new_page()
    context.close()


@pytest.fixture
def framed(reader: Page, server: str, site: _Site) -> Iterator[Callable[..., Framed]]:
    """Open an address of the dashboard in a frame of another site."""

    noticing: dict[str, Callable[[Any], None]] = {}

    def opened(path: str, width: int = 700, scheme: str = "light", *, waits: bool = True) -> Framed:
        found = Framed(reader)
        reader.set_viewport_size({"width": width + 16, "height": 900})
        reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        own = (server, site.address, "data:", "blob:")
        noticing.update(
            console=lambda m: found.noticed.append(m.text) if m.type in ("error", "warning") else None,
            pageerror=lambda error: found.noticed.append(str(error)),
            request=lambda r: None if r.url.startswith(own) else found.noticed.append(r.url),
        )
        for event, note in noticing.items():
            reader.on(event, note)  # type: ignore[call-overload]
        site.page = (
            '<!DOCTYPE html><html lang="de"><title>Zeitung</title><link rel="icon" href="data:,">'
            f'<body style="margin:8px"><iframe src="{escape(server + path)}" title="Bild" width="{width}" height="860" style="border:0"></iframe>'
        )
        reader.goto(site.address)
        if waits:
            expect(reader.frame_locator("iframe").get_by_role("link", name="Im Monitor öffnen")).to_be_visible()
        return found

    yield opened
    for event, note in noticing.items():
        reader.remove_listener(event, note)


@pytest.mark.parametrize(
    ("path", "width", "scheme"), [(CHART, 320, "light"), (CHART, 700, "dark"), (MAP, 320, "dark"), (MAP, 700, "light")]
)
def test_a_chart_stands_alone_in_another_site(
    path: str, width: int, scheme: str, framed: Callable[..., Framed]
) -> None:
    found = framed(path, width, scheme)
    frame = found.frame
    expect(frame.locator(".srm-plot:visible, svg.srm-map-drawing").first).to_be_visible()
    assert frame.locator("h1").count() == 1
    assert frame.evaluate("document.documentElement.lang") == "de"
    assert frame.locator("h1").inner_text().replace("\u00a0", " ") in frame.evaluate("document.title")
    for gone in ("nav", ".st-key-filters", ".st-key-footer", ".srm-brand", ".srm-take-button"):
        assert not frame.locator(gone).first.is_visible(), gone
    assert "Stand 23.11.2026" in frame.locator(".srm-source").inner_text()
    way = frame.get_by_role("link", name="Im Monitor öffnen")
    assert frame.locator("base").get_attribute("target") == "_blank"
    assert "noopener" in str(way.get_attribute("rel"))
    assert "embed" not in str(way.get_attribute("href"))
    assert path.split("bild=")[1].split("&")[0] in str(way.get_attribute("href"))
    frame.locator("[data-tip]:visible").first.hover()
    expect(frame.locator(".srm-tip")).to_be_visible()
    # The table is there for those who cannot see the drawing.
    frame.locator("summary").first.click()
    expect(frame.locator("tbody tr").first).to_be_visible()
    assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (
        frame.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") == "rgb(255, 255, 255)"
    ) == (scheme == "light")
    assert violations(frame) == []
    assert found.noticed == []


def test_a_map_in_a_frame_is_looked_at_and_not_chosen(framed: Callable[..., Framed]) -> None:
    frame = framed(MAP).frame
    area = frame.locator('path.srm-area[data-key="05978004"]')
    assert area.get_attribute("role") is None
    area.hover()
    expect(frame.locator(".srm-tip")).to_contain_text("Bergkamen")
    frame.locator(".srm-map").focus()
    frame.page.keyboard.press("Home")
    expect(frame.locator(".srm-tip")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/foerderung?embed=true&bild=<b>gibt-es-nicht", "<b>gibt-es-nicht"),
        (f"{CHART}&stand=2020-01-01", "Einen Stand „2020-01-01“ gibt es nicht"),
        (f"{CHART}&kommune=05913000", "05913000"),
        ("/projekte?embed=true&bild=lage-des-projekts&projekt=gibt-es-nicht", "Erwartet wird: projekt"),
        ("/meilensteine?embed=true&bild=zeitleiste&seite=0", "erwartet wird eine Zahl"),
    ],
)
def test_what_is_not_there_is_said_kindly(path: str, said: str, framed: Callable[..., Framed]) -> None:
    found = framed(path, 320)
    expect(found.frame.get_by_role("alert")).to_contain_text(said)
    assert found.frame.get_by_role("link", name="Im Monitor öffnen").is_visible()
    # The answer itself says that there is nothing; nothing else is noticed.
    assert [text for text in found.noticed if "404 (Not Found)" not in text] == []


def test_a_chart_alone_is_one_small_answer_that_opens_no_session(server: str, framed: Callable[..., Framed]) -> None:
    asked: list[str] = []
    found = framed(CHART)
    found.page.on("request", lambda request: asked.append(request.url))
    found.page.on("websocket", lambda socket: asked.append(socket.url))
    opened: dict[str, str] = {}
    for exhibit in EXHIBITS:
        if exhibit.choices:
            continue
        path = f"/?embed=true&bild={exhibit.slug}{'&kommune=05978024' if exhibit.page == 'municipalities' else ''}"
        request = urllib.request.Request(server + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert len(answer.read()) < 60_000, exhibit.slug
            assert "max-age=60" in answer.headers["Cache-Control"]
            request.add_header("If-None-Match", answer.headers["ETag"])
        with pytest.raises(urllib.error.HTTPError, match="304"):
            urllib.request.urlopen(request)
        # What a browser does with it the kind decides.
        opened[exhibit.kind] = path
    for path in opened.values():
        asked.clear()
        found.page.goto(server + path)
        found.page.wait_for_timeout(100)
        assert asked == [server + path]
        assert found.page.locator("h1").count() == 1


def test_only_what_is_meant_for_frames_can_be_framed(server: str, framed: Callable[..., Framed]) -> None:
    for path, may in (
        (CHART, True),
        ("/karte?embed=true", False),
        ("/foerderung", False),
        ("/foerderung?embed=false", False),
        ("/foerderung?bild=zuwendungen-nach-ebene", False),
    ):
        assert ("frame-ancestors 'self'" not in get(server + path)[1]["content-security-policy"]) == may, path
    found = framed("/foerderung", waits=False)
    found.page.wait_for_timeout(500)
    assert found.frame.locator(".stApp").count() == 0


# Links to one chart


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/foerderung?stand=2026-11-23&bild=weg-des-geldes", "Der Weg des Geldes"),
        ("/foerderung?kommune=05978024&bild=zuwendungen-nach-kommune", "Zuwendungen nach Kommune"),
        ("/kommunen?kommune=05978024&bild=zeitleiste-der-kommune", "Meilensteine"),
    ],
)
def test_a_link_brings_its_chart_into_sight(path: str, title: str, visit: Visit) -> None:
    page = visit(path)
    heading = page.locator("h2:focus")
    expect(heading).to_be_in_viewport()
    expect(page.locator("[data-srm-marked]")).to_contain_text(title)
    top = page.evaluate("document.querySelector('[data-srm-marked]').getBoundingClientRect().top")
    is_at_end = page.evaluate(
        "(() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollTop + main.clientHeight >= main.scrollHeight - 2 })()"
    )
    assert 0 <= top < 200 or is_at_end
    # Whoever moves on is not brought back.
    page.mouse.wheel(0, -400)
    page.get_by_role("button", name="Mitnehmen").last.focus()
    # Not even when something above grows once more.
    page.locator("#root .srm-plain details").evaluate("box => (box.open = true)")
    settle(page)
    assert page.locator("h2:focus").count() == 0


def test_a_link_to_a_part_of_a_long_chart_shows_that_part(server: str, visit: Visit) -> None:
    timeline = re.compile('st-key-exhibit-milestones-timeline.*?srm-drawing[^>]* aria-label="([^"]+)"', re.DOTALL)
    (first,) = timeline.findall(first_view(f"{server}/meilensteine?bild=zeitleiste"))
    page = visit("/meilensteine?bild=zeitleiste&seite=2")
    second = page.locator(".st-key-exhibit-milestones-timeline .srm-drawing").get_attribute("aria-label")
    assert second
    assert second != unescape(first)


def test_a_link_to_what_the_page_does_not_show_says_so(arrive: Visit) -> None:
    page = arrive("/foerderung?bild=<b>karte-projekte")
    expect(page.locator('[data-testid="stAlert"]').first).to_contain_text(
        "„<b>karte-projekte“ steht nicht auf dieser Seite"
    )
    assert page.locator("h1").inner_text() == "Förderung"
