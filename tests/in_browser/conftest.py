"""A real server with the embedded release and a real browser, both started once."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from config import ROOT
from tests.browser import ARGUMENTS, chromium
from tests.once import folder_of_run

PATIENCE = 60_000
DESK: ViewportSize = {"width": 1440, "height": 900}
NOWHERE = "/robots.txt"
"""Where a tab waits for the next test: on an empty page of another site the browser would end the process that has read and
compiled the scripts, which the next page would do once more."""
ASIDE = "/datenschutz"
"""A small page, for who comes to the page that is open already."""
expect.set_options(timeout=PATIENCE / 2)

# The live page is there, the script is at rest, every chart is painted and every part of ours is filled.
_SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (document.getElementById("srm-first")) return false;
  if (!app || app.dataset.testScriptState !== "notRunning") return false;
  if (!document.querySelector(".st-key-footer a")) return false;
  if (document.querySelector('[data-testid="stSkeleton"]')) return false;
  const parts = [...document.querySelectorAll('[data-testid="stBidiComponentRegular"], [data-testid="stBidiComponentIsolated"]')];
  return parts.every((part) => part.querySelector(".srm-block, .srm-paper, .srm-stage, .srm-editor"));
}"""

# As the browser's own Back does it; the next page is there with its heading, and at rest later.
_GO = """async (address) => {
  const heading = () => document.querySelector("#root h1")?.textContent;
  const before = heading();
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  while (heading() === before) await new Promise((done) => setTimeout(done, 20));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that fails in the browser is tried once more, and the run names it at its end."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


def get(address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer, without a browser."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()


def first_view(address: str) -> str:
    """What an address shows before scripts; a busy machine may need longer for it than the first visitor waits."""
    views = (get(address)[2].partition('id="srm-first"')[2] for _ in range(5))
    return next(filter(None, views), "")


def _started(releases: Path, log: Path, below: str = "") -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.baseUrlPath", below]
    environment = {**os.environ, "MONITOR_RELEASES_DIR": str(releases)}
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}/{below}".rstrip("/")
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            get(f"{address}/api/health")
            break
        time.sleep(0.1)
    return process, address


@contextlib.contextmanager
def serving(releases: Path, log: Path, *, below: str = "") -> Iterator[str]:
    """The dashboard on a free port, ``below`` a path if one is given; its address."""
    process, address = _started(releases, log, below)
    try:
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def shared(factory: pytest.TempPathFactory, name: str, releases: Path) -> Iterator[str]:
    """Address of a dashboard for all workers of a run: the first one starts it, the last one that used it ends it."""
    place = folder_of_run(factory) / f"server-{name}.json"
    lock = FileLock(place.with_suffix(".lock"))
    with lock:
        if place.exists():
            pid, address, users = json.loads(place.read_text())
        else:
            process, address = _started(releases, place.with_suffix(".log"))
            pid, users = process.pid, 0
            # The first page reads what all pages need, longer than a busy machine has for a first view.
            first_view(f"{address}/vergleich")
        place.write_text(json.dumps((pid, address, users + 1)))
    try:
        yield address
    finally:
        with lock:
            *_, users = json.loads(place.read_text())
            place.write_text(json.dumps((pid, address, users - 1)))
            if users == 1:
                place.unlink()
                os.kill(pid, signal.SIGTERM)


@pytest.fixture(scope="package")
def server(release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard that serves the embedded release."""
    with shared(tmp_path_factory, "first", release_dir) as address:
        yield address


@pytest.fixture(scope="package")
def corrected_server(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard that serves two Stände."""
    with shared(tmp_path_factory, "corrected", corrected) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here before."""
    found = browser.new_context(viewport=DESK, locale="de-DE", accept_downloads=True)
    found.set_default_timeout(PATIENCE)
    yield found
    found.close()


@pytest.fixture(scope="package")
def returning(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who comes back: what the browser has read and compiled once it need not read again."""
    found = browser.new_context(viewport=DESK, locale="de-DE", accept_downloads=True)
    found.set_default_timeout(PATIENCE)
    yield found
    found.close()


@pytest.fixture(scope="package")
def tab(returning: BrowserContext) -> Page:
    """The tab of all tests."""
    return returning.new_page()


@pytest.fixture(scope="package")
def plain(browser: Browser) -> Iterator[Page]:
    """The tab of a browser without JavaScript."""
    found = browser.new_context(java_script_enabled=False, viewport={"width": 1024, "height": 900}, locale="de-DE")
    yield found.new_page()
    found.close()


@pytest.fixture
def visit(tab: Page, server: str) -> Iterator[Callable[..., Page]]:
    """Open a path or a whole address and wait until everything is drawn: in the tab of all tests, then in tabs beside it.

    A new tab has a history and a storage of its own.
    """
    pages: list[Page] = []

    def opened(path: str, *, is_new: bool = False) -> Page:
        page = tab.context.new_page() if pages or is_new else tab
        page.bring_to_front()
        pages.append(page)
        page.goto(path if path.startswith("http") else server + path)
        settle(page)
        return page

    yield opened
    for page in pages:
        if page is not tab:
            page.close()
    if tab in pages:
        tab.goto(f"{server}{NOWHERE}")
    _put_right(tab)


@pytest.fixture
def arrive(request: pytest.FixtureRequest, tab: Page, server: str) -> Iterator[Callable[[str], Page]]:
    """Come to a path or a whole address in the tab of all tests as a visitor who is on another page already.

    It takes a quarter of what opening the page anew takes. A test that leaves something in the browser besides its page
    opens the page by ``visit``.
    """
    is_again = getattr(request.node, "execution_count", 1) > 1

    def opened(path: str) -> Page:
        tab.bring_to_front()
        address = path if path.startswith("http") else server + path
        here, there = urlsplit(tab.url), urlsplit(address)
        if is_again or here.path == NOWHERE or here.netloc != there.netloc:
            tab.goto(address)
        else:
            tab.wait_for_function(_SETTLED, timeout=PATIENCE)
            if here.path == there.path:
                tab.evaluate(_GO, ASIDE)
                settle(tab)
            tab.evaluate(_GO, address)
        settle(tab)
        return tab

    yield opened
    _put_right(tab)


def _put_right(tab: Page) -> None:
    """Take back what a test has changed around the page."""
    tab.bring_to_front()
    tab.unroute_all(behavior="ignoreErrors")
    tab.mouse.move(0, 0)
    tab.emulate_media(media="null", color_scheme="light")
    tab.set_viewport_size(DESK)


def key_watch(page: Page) -> Callable[[], bool]:
    """Tell whether the page has taken the last key for itself, so that the browser does not scroll or print as well."""
    page.evaluate("() => addEventListener('keydown', (event) => (window.isKeyTaken = event.defaultPrevented))")
    return lambda: bool(page.evaluate("window.isKeyTaken"))


def settle(page: Page) -> None:
    """Wait until the page is at rest, also a moment after it seems to be; a tab behind others paints once a second."""
    page.bring_to_front()
    for _ in range(2):
        page.wait_for_function(_SETTLED, timeout=PATIENCE)
        page.wait_for_timeout(150)
