"""A real server with the embedded release and a real browser, both started once."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from config import ROOT
from tests.browser import ARGUMENTS, chromium

PATIENCE = 60_000
DESK: ViewportSize = {"width": 1440, "height": 900}
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


def get(address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer, without a browser."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()


@contextlib.contextmanager
def serving(releases: Path, log: Path, *, below: str = "") -> Iterator[str]:
    """The dashboard on a free port, ``below`` a path if one is given; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.baseUrlPath", below]
    environment = {**os.environ, "MONITOR_RELEASES_DIR": str(releases)}
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        address = f"http://127.0.0.1:{port}/{below}".rstrip("/")
        try:
            for _ in range(600):
                assert process.poll() is None, log.read_text()
                with contextlib.suppress(OSError):
                    get(f"{address}/api/health")
                    break
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="package")
def server(release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard that serves the embedded release."""
    with serving(release_dir, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="package")
def corrected_server(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard that serves two Stände."""
    with serving(corrected, tmp_path_factory.mktemp("server") / "log.txt") as address:
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


@pytest.fixture
def visit(returning: BrowserContext, server: str) -> Iterator[Callable[[str], Page]]:
    """Open a path or a whole address and wait until everything is drawn: in the tab of all tests, then in tabs beside it."""
    pages: list[Page] = []

    def opened(path: str) -> Page:
        page = returning.pages[0] if returning.pages and not pages else returning.new_page()
        pages.append(page)
        page.goto(path if path.startswith("http") else server + path)
        settle(page)
        return page

    yield opened
    for page in returning.pages[1:]:
        page.close()
    for page in returning.pages:
        page.unroute_all(behavior="ignoreErrors")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.emulate_media(media="null", color_scheme="light")
        page.set_viewport_size(DESK)


def settle(page: Page) -> None:
    """Wait until the page is at rest, also a moment after it seems to be."""
    for _ in range(2):
        page.wait_for_function(_SETTLED, timeout=PATIENCE)
        page.wait_for_timeout(150)
