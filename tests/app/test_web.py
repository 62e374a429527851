"""What the server says before any script of ours runs: the page's head in German, and headers on everything."""

import re
from pathlib import Path

import pytest
import streamlit

from app.web import middleware, streamlit_assets

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def prepared(path: str) -> str:
    return middleware.german_page(INDEX, path)


def test_scripts_are_known_by_where_they_really_lie() -> None:
    # Requests are resolved; behind a link German words and compression would vanish without an error.
    assert streamlit_assets.FOLDER.resolve() == streamlit_assets.FOLDER
    assert next(streamlit_assets.FOLDER.joinpath("js").glob("index.*.js")).is_file()


def test_the_page_is_german_before_any_script_runs() -> None:
    page = prepared("/")
    assert '<html lang="de">' in page
    assert re.findall("<title>(.*?)</title>", page) == ["Smart-Region-Monitor Kreis Unna"]
    assert re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL) == [
        "Diese Seite braucht JavaScript, um Karten und Diagramme zu zeichnen."
    ]
    assert 'name="description" content="Smart-Region-Monitor Kreis Unna: ' in page


def test_the_page_names_both_feeds() -> None:
    links = re.findall(r'<link rel="alternate"[^>]*>', prepared("/karte"))
    assert all('type="application/atom+xml"' in link for link in links)
    assert [re.findall('href="(.*?)"', link) for link in links] == [
        ["/api/aenderungen.atom"],
        ["/api/berichtigungen.atom"],
    ]


@pytest.mark.parametrize("path", ["/gibt-es-nicht", "/%3Cscript%3E", '/"><script>alert(1)</script>'])
def test_nothing_of_an_address_ends_up_in_the_page(path: str) -> None:
    assert "alert(1)" not in prepared(path)


def test_the_public_address_stands_in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://monitor.example.org")
    page = prepared("/karte")
    assert '<link rel="canonical" href="https://monitor.example.org/karte">' in page
    monkeypatch.setenv("MONITOR_BASE_URL", "")
    assert "canonical" not in prepared("/karte")


@pytest.mark.parametrize("path", ["/", "/foerderung", "/karte", "/gibt-es-nicht"])
def test_plotly_is_never_fetched_ahead(path: str) -> None:
    assert "plotly" not in prepared(path).lower()
