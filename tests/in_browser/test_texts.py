"""Texts of tables in a real browser: Streamlit's own reader of Markdown makes nothing of them, nor does the first view."""

import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from app.navigation import ENTRIES
from config import ROOT
from tests.etl.tiny import A
from tests.hostile import BEGINNINGS, MARK, WISHES, hostile_release
from tests.in_browser.conftest import NOWHERE, PATIENCE, get, settle, shared
from tests.once import once

MENU = [f"/{entry.address}" for entry in ENTRIES if entry.in_menu]
PATHS = [
    "/daten/sql",
    "/projekte?projekt=p1",
    f"/kommunen?kommune={A}",
    "/karte?kennzahl=Kennzahl",
    "/meilensteine?praesentation=true",
]
"""Pages with parts that those of the menu lack; what every page hands to Streamlit is read in tests/app/test_texts.py."""
FIRST_VIEWS = [
    *MENU,
    *PATHS[:-1],
    "/pruefen",
    "/versprechen",
    "/projekte?projekt=p2",
    "/projekte?projekt=p3",
]
"""Pages of the law show no text of a table."""
_LETTERS = [
    *"abz019 :[](){}<>*_~`$#+-=.@/\\|!&;'\"^%",
    "www.",
    "http://",
    ":red",
    "--",
    "->",
    "&amp;",
    ":x:",
    "a@b.de",
    "ß",
    "\u00a0",
]
_SCRIPT = """
import json, sys
import streamlit as st
sys.path.insert(0, {root!r})
from app.words.markdown import markdown
for number, text in enumerate(json.load(open({texts!r}, encoding="utf-8"))):
    with st.container(key=f"text-{{number}}"):
        st.markdown(markdown(text))
        st.title(markdown(text), anchor=False)
        st.button(markdown(text), key=f"button-{{number}}")
st.html('<p class="end">end</p>')
"""
_SHOWN = """(count) => [...Array(count).keys()].map((number) => {
  const root = document.querySelector(`.st-key-text-${number}`);
  const parts = ["[data-testid=stMarkdown] p", "h1 span, h1", "button p"].map((place) => root.querySelector(place));
  return { texts: parts.map((part) => part ? part.textContent : ""), tags: [...new Set([...root.querySelectorAll(
    "[data-testid=stMarkdownContainer] *")].filter((part) => part.closest("p, h1") && part.tagName !== "H1" && part.tagName !== "P")
    .map((part) => part.tagName + (part.getAttribute("style") || "") + (part.className && part.className.baseVal === undefined && /stMarkdown/.test(part.className) ? part.className : "")))] };
})"""
_FORBIDDEN = """(answer) => {
  const root = answer ? new DOMParser().parseFromString(answer, "text/html") : document;
  const found = [];
  const mark = (element) => element && element.textContent.includes("MARK");
  for (const box of root.querySelectorAll("[data-testid=stMarkdownContainer]")) {
    if (!mark(box)) continue;
    const bad = box.querySelectorAll(
      "a, code, em, del, img, svg, table, blockquote, ol, h2 *:not(span), .katex, [style*=color], [class*=stMarkdownColored], [class*=stMarkdownBadge], [role=img], script, iframe");
    for (const element of bad) found.push(element.outerHTML.slice(0, 300));
  }
  for (const link of root.querySelectorAll("a[href]"))
    // What stands in the query of an address of ours is data.
    if (link.protocol === "javascript:" || /evil\\.example/.test(link.hostname + link.pathname)) found.push(link.outerHTML.slice(0, 300));
  for (const element of root.querySelectorAll("MARK, iframe, [onerror], [onload], img[src*=evil], img[src=x]"))
    found.push(element.outerHTML.slice(0, 300));
  if (window.hostile !== undefined) found.push("a script ran: " + window.hostile);
  return found;
}""".replace("MARK", MARK)


def drawn(count: int) -> list[str]:
    """Texts of signs that mean something somewhere, the same ones each time."""
    source = random.Random(7)
    return ["".join(source.choices(_LETTERS, k=source.randint(1, 25))).strip() or "x" for _ in range(count)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """A page of Streamlit's that shows texts, and the texts."""
    folder = tmp_path_factory.mktemp("reader")
    texts = [
        *WISHES,
        *(f"{begin}x" for begin in BEGINNINGS),
        *(f"{begin}{wish}" for begin, wish in zip(BEGINNINGS, WISHES, strict=False)),
        *drawn(120),
    ]
    file, script = folder / "texts.json", folder / "page.py"
    file.write_text(json.dumps(texts), encoding="utf-8")
    script.write_text(_SCRIPT.format(root=str(ROOT), texts=str(file)), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        port,
        "--server.address",
        "127.0.0.1",
    ]
    process = subprocess.Popen([*command, "--server.headless", "true"], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", int(port))):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", texts
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_streamlit_shows_any_text_as_it_is(reader: tuple[str, list[str]], context: BrowserContext) -> None:
    address, texts = reader
    page = context.new_page()
    page.goto(address)
    page.locator(".end").wait_for(timeout=PATIENCE)
    # Streamlit fetches what draws a text only when the first one is there.
    page.wait_for_function(f"(count) => ({_SHOWN})(count).every(({{ texts }}) => texts.every(Boolean))", arg=len(texts))
    for text, shown in zip(texts, page.evaluate(_SHOWN, len(texts)), strict=True):
        expected = " ".join(text.split(" "))
        while "  " in expected:
            expected = expected.replace("  ", " ")
        assert shown["texts"] == [expected.strip(" ")] * 3, text
        assert set(shown["tags"]) <= {"SPAN", "DIV"}, (text, shown["tags"])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, _ = once(tmp_path_factory, "hostile", hostile_release)
    with shared(tmp_path_factory, "hostile", folder) as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
def test_no_text_of_a_table_is_more_than_text(path: str, hostile: str, arrive: Callable[[str], Page]) -> None:
    page = arrive(hostile + path)
    assert page.evaluate(_FORBIDDEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_text_of_a_table_is_more_than_text_on_a_page_of_the_menu(
    hostile: str, arrive: Callable[[str], Page]
) -> None:
    page = arrive(f"{hostile}{MENU[-1]}")
    for path in MENU:
        page.locator(f'header a[href$="{path}"], nav a[href$="{path}"]').first.click()
        page.wait_for_url(hostile + path)
        settle(page)
        assert page.evaluate(_FORBIDDEN) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        # The list of all tables shows no text of them.
        assert path == "/daten" or MARK in page.inner_text("body"), path


# The browser's own parser reads what the server answers; nothing of it needs to be laid out.
def test_no_text_of_a_table_is_more_than_text_in_the_first_view(hostile: str, plain: Page) -> None:
    plain.goto(f"{hostile}{NOWHERE}")
    for path in FIRST_VIEWS:
        answer = get(hostile + path)[2]
        assert "st-key-footer" in answer, path
        assert MARK in answer, path
        assert plain.evaluate(_FORBIDDEN, answer) == [], path
