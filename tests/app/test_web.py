"""What the server says before any script of ours runs: the page's head in German, and headers on everything."""

import asyncio
import base64
import gzip
import hashlib
import io
import json
import re
from pathlib import Path

import pytest
import streamlit
from fontTools.ttLib import TTFont
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from app.data import queries
from app.data.region import office, region
from app.data.selection import Selection
from app.exhibits.preview import Preview
from app.navigation import ENTRIES, FILTERS
from app.surfaces.html.document import FirstView
from app.surfaces.streamlit import scripts
from app.web import middleware, page_head, streamlit_assets
from app.web.api.answers import base
from config import ROOT
from tests.app.asking import ask, asked

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def prepared(path: str) -> str:
    """The page at a path, without a first view."""
    entry = next((found for found in ENTRIES if f"/{found.address}" == path), None)
    return middleware.german_page(INDEX, page_head.head(entry, None))


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


@pytest.mark.parametrize("path", ["/gibt-es-nicht", "/%3Cscript%3Ealert(1)", "/karte?x=%22%3E%3Cscript%3Ealert(1)"])
def test_nothing_of_an_address_ends_up_in_the_page(path: str) -> None:
    pages = [Route("/{rest:path}", lambda _: HTMLResponse(INDEX))]
    assert "alert(1)" not in asyncio.run(asked(path, addresses=pages)).text


def test_the_public_address_stands_in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://monitor.example.org")
    page = prepared("/karte")
    assert '<link rel="canonical" href="https://monitor.example.org/karte">' in page
    monkeypatch.setenv("MONITOR_BASE_URL", "")
    assert "canonical" not in prepared("/karte")


def test_search_engines_read_which_data_these_are_and_of_when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://monitor.example.org")
    view = FirstView("Titel", "Satz", "2026-11-23", "0123456789ab", frozenset(), "")
    head = page_head.head(ENTRIES[0], view, "https://monitor.example.org")
    (script,) = re.findall('<script type="application/ld.json">(.*?)</script>', head)
    facts = json.loads(script)
    assert (facts["dateModified"], facts["version"]) == ("2026-11-23", "0123456789ab")
    assert (facts["name"], facts["creator"]["name"]) == (region().region.title, office())
    assert (facts["spatialCoverage"], facts["url"]) == (region().region.name, "https://monitor.example.org/")
    for file in facts["distribution"]:
        assert (
            ask(file["contentUrl"].removeprefix("https://monitor.example.org"))
            .headers["content-type"]
            .startswith("text/csv")
        )
    said = dict(re.findall('<meta property="og:(title|description)" content="(.*?)">', head))
    assert said == {"title": f"Titel – {region().region.title}", "description": "Satz"}
    # One page alone says it, and no address that is not known is named.
    monkeypatch.setenv("MONITOR_BASE_URL", "")
    assert "ld+json" not in page_head.head(ENTRIES[1], view)
    assert '"url"' not in page_head.head(ENTRIES[0], view)


@pytest.mark.parametrize(
    ("public", "host", "begins"),
    [
        ("https://monitor.example.org", "other.example", "https://monitor.example.org/api/bild/"),
        ("", "monitor.example:8501", "https://monitor.example:8501/api/bild/"),
        ("", "evil.example/x?", ""),
        ("", '">evil', ""),
        ("", "", ""),
    ],
)
def test_a_picture_beside_a_link_has_a_whole_address_or_there_is_none(
    public: str, host: str, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", public)
    request = Request({"type": "http", "scheme": "https", "path": "/", "headers": [(b"host", host.encode())]})
    view = FirstView("Titel", "Satz", "", "", frozenset(), "", Preview("/api/bild/x.png", "Bild"))
    head = page_head.head(ENTRIES[2], view, base(request))
    assert re.findall('property="og:image" content="(.*?)x.png"', head) == ([begins] if begins else [])
    assert ("og:image:alt" in head) == bool(begins)
    assert "evil" not in head


# Headers

POLICY = (
    "default-src 'self'; script-src 'self'{} blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
    " object-src 'none'; base-uri 'self'; form-action 'self'"
)
ALONE = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"


@pytest.mark.parametrize(
    ("query", "may_be_framed"),
    [
        ("", False),
        ("embed=true", False),
        ("embed=&bild=x", False),
        ("embed=false&bild=x", False),
        ("bild=x", False),
        ("embed=true&bild=x", True),
        ("embed=true&bild=zeitleiste", True),
    ],
)
def test_a_page_is_strict_and_only_what_is_meant_for_frames_can_be_framed(query: str, may_be_framed: bool) -> None:
    pages = [Route("/karte", lambda _: HTMLResponse(INDEX))]
    headers = asyncio.run(asked(f"/karte?{query}", addresses=pages)).headers
    found = re.sub(" 'sha256-[A-Za-z0-9+/]{43}='", "", headers["content-security-policy"])
    assert found == POLICY.format("") + ("" if may_be_framed else "; frame-ancestors 'self'")
    assert headers.get("x-frame-options") == (None if may_be_framed else "SAMEORIGIN")
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if may_be_framed else "same-origin")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-permitted-cross-domain-policies"] == "none"


def test_a_page_runs_those_scripts_alone_that_the_house_has_put_into_it() -> None:
    pages = [Route("/karte", lambda _: HTMLResponse(INDEX))]
    page = asyncio.run(asked("/karte", addresses=pages))
    # Without its first view it is for nobody else.
    assert page.headers["cache-control"] == "no-cache"
    (allowed,) = re.findall("script-src ([^;]*)", page.headers["content-security-policy"])
    inline = re.findall("<script>(.*?)</script>", page.text, re.DOTALL)
    assert len(inline) == 2
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    assert "unsafe-inline" not in allowed
    assert not re.search(r"\son\w+=", page.text)


@pytest.mark.parametrize(("scheme", "is_secure"), [("https", True), ("http", False)])
def test_what_was_once_asked_for_over_tls_never_goes_without_it(scheme: str, is_secure: bool) -> None:
    def with_cookies(_: Request) -> PlainTextResponse:
        response = PlainTextResponse("")
        response.set_cookie("a", "b", samesite="lax")
        response.set_cookie("c", "d", secure=True)
        return response

    answer = asyncio.run(asked("/karte.txt", addresses=[Route("/karte.txt", with_cookies)], scheme=scheme))
    assert ("strict-transport-security" in answer.headers) == is_secure
    cookies = answer.all("set-cookie")
    assert [cookie.count("; Secure") for cookie in cookies] == [int(is_secure), 1]


def test_a_file_that_is_opened_by_itself_shows_and_does_nothing() -> None:
    headers = ask("/api/daten/zuwendungen-nach-ebene.json").headers
    assert headers["content-security-policy"] == ALONE
    assert headers["referrer-policy"] == "no-referrer"


def icons(content: bytes) -> set[str]:
    """Names that an icon font shows as icons."""
    font = TTFont(io.BytesIO(content))
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code < 128}
    lookups = font["GSUB"].table.LookupList.Lookup
    tables = [getattr(table, "ExtSubTable", table).ligatures for lookup in lookups for table in lookup.SubTable]
    return {
        "".join(letters[glyph] for glyph in (first, *found.Component))
        for table in tables
        for first, ligatures in table.items()
        for found in ligatures
    }


def test_browsers_get_those_icons_that_streamlit_shows() -> None:
    (file,) = streamlit_assets.FOLDER.joinpath("media").glob("MaterialSymbols*")
    answer = ask(f"/static/media/{file.name}")
    assert answer.headers["content-type"] == "font/woff2"
    assert len(answer.body) < 20_000 < file.stat().st_size
    scripts_of_streamlit = streamlit_assets.FOLDER.joinpath("js").glob("*.js")
    named = {name for path in scripts_of_streamlit for name in re.findall(r":material/(\w+):", path.read_text("utf-8"))}
    assert {"keyboard_double_arrow_right", "chevron_left", "upload"} <= named
    assert icons(answer.body) == named & icons(file.read_bytes())


def test_no_page_names_an_icon_because_browsers_would_show_its_name() -> None:
    files = [
        file
        for folder in ("app", "pages")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".toml", ".md"}
    ]
    assert [file.name for file in files if ":material/" in file.read_text("utf-8")] == ["streamlit_assets.py"]


def test_streamlits_script_takes_along_what_is_chosen() -> None:
    (script,) = (file for file in streamlit_assets.FOLDER.joinpath("js").glob("index.*.js") if ".esm." not in file.name)
    theirs, ours = streamlit_assets.kept_parameters()
    assert script.read_text("utf-8").count(theirs) == 1
    assert streamlit_assets.script(script).decode().count(ours) == 1
    assert all(f"`{name}`" in ours for name in (*FILTERS, "stand"))


def test_the_size_of_a_file_that_was_chosen_is_a_german_number() -> None:
    scripts_of_streamlit = streamlit_assets.FOLDER.joinpath("js").glob("utils.*.js")
    (script,) = (
        found for path in scripts_of_streamlit if "`mb`,`kb`,`b`" in (found := streamlit_assets.script(path).decode())
    )
    assert "${e.toFixed(t===`b`?0:n).replace(`.`,`,`)}\u00a0${{b:`Byte`,kb:`KB`,mb:`MB`,gb:`GB`}[t]}" in script
    assert "${t.toUpperCase()}" not in script


def test_what_is_compressed_is_kept_apart_from_what_is_not(everything: Selection) -> None:
    script = next(streamlit_assets.FOLDER.joinpath("js").glob("index.*.js"))
    addresses = (
        f"/static/js/{script.name}",
        scripts.PLOTLY,
        f"/api/areas/{everything.release_id}/{queries.version(everything)}.json",
    )
    for address in addresses:
        packed, plain = ask(address, accept_encoding="gzip"), ask(address)
        assert (packed.headers["vary"], packed.headers["content-encoding"]) == ("Accept-Encoding", "gzip"), address
        assert plain.headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in plain.headers
        assert gzip.decompress(packed.body) == plain.body


def test_scripts_of_the_first_view_are_fetched_ahead_and_streamlit_begins_below_it() -> None:
    view = FirstView("", "", "", "", frozenset({"srm_parts", "pagination"}), "<main>Erste Ansicht</main>")
    page = middleware.german_page(INDEX, "", view)
    preloaded = re.findall('<link rel="modulepreload" crossorigin href="(.*?)">', page)
    for name in ("index", "BidiComponent", "Pagination"):
        assert any(f"/js/{name}." in address for address in preloaded), name
    assert scripts.address("parts") in preloaded
    assert page.index('<template id="srm-streamlit">') < page.index("<main>")
    assert not re.search("<script[^>]* src=", page.partition('<template id="srm-streamlit">')[0])


def test_only_the_address_of_this_very_script_may_be_kept() -> None:
    for name in ("parts", "take"):
        assert ask(scripts.address(name)).headers["cache-control"] == "public, max-age=31536000, immutable"
        assert ask(f"/api/skript/{name}.000000000000.js").headers["cache-control"] == "no-store"
    assert ask("/api/skript/unknown.000000000000.js").status == 404


@pytest.mark.parametrize("path", ["/", "/foerderung", "/karte", "/gibt-es-nicht"])
def test_plotly_is_never_fetched_ahead(path: str) -> None:
    assert "plotly" not in re.sub("<style>.*?</style>", "", prepared(path).lower(), flags=re.DOTALL)
