"""Texts of tables are texts: whatever they say, it is neither Markdown nor markup nor a formula, wherever it is shown."""

import ast
import io
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.data import queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS, Exhibit, View
from app.files import pictures
from app.files.pictures import render
from app.navigation import ENTRIES
from app.sentences.headlines import Figure
from app.surfaces import markdown as reader
from app.surfaces.folder import pdf
from app.surfaces.folder.contents import contents
from app.surfaces.folder.request import RowLimits, folder_request
from app.surfaces.html.components import component
from app.surfaces.streamlit.slides import Slides
from app.web import change_feed
from app.words import text as words
from app.words.markdown import Markdown, listed, markdown
from app.words.text import t
from config import ROOT
from tests.app.asking import ask
from tests.app.test_exhibits import OF_EACH_KIND
from tests.app.test_pages import opened, texts_of, title
from tests.app.test_text import nodes
from tests.etl.tiny import A
from tests.hostile import BEGINNINGS, MARK, WISHES

SINKS = {
    *("title", "header", "subheader", "markdown", "caption", "write", "text", "metric", "badge", "exception"),
    *("info", "success", "warning", "error", "toast", "expander", "tabs", "popover", "status", "spinner", "progress"),
    *("button", "link_button", "download_button", "page_link", "form_submit_button", "segmented_control", "pills"),
    *("radio", "checkbox", "toggle", "selectbox", "multiselect", "text_input", "date_input", "file_uploader"),
}
"""What reads the text that it is given first as Markdown."""
SVG = "{http://www.w3.org/2000/svg}"


# One place writes data into Markdown


def is_safe(text: ast.expr) -> bool:
    """Whether an argument is our own words alone, or has gone through ``markdown``."""
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.Name):
        # Names of parameters of the address, which nobody sees.
        return text.id in ("name", "PARAMETER", "page")
    if not isinstance(text, ast.Call) or not isinstance(text.func, ast.Name):
        return False
    # A number holds no Markdown.
    is_fixed = text.func.id == "t" and all(keyword.arg == "number" for keyword in text.keywords)
    return is_fixed or text.func.id in ("markdown", "listed", "text", "filled_template")


def sinks(file: Path) -> Iterator[ast.Call]:
    """Calls of what reads Markdown in a file."""
    for call in nodes(file):
        is_sink = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SINKS
        if is_sink and ast.unparse(call.func.value) in ("st", "native()"):
            yield call


def test_data_reach_no_markdown_but_by_one_function() -> None:
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    calls = [(file, call) for file in files for call in sinks(file)]
    assert len(calls) > 30
    for file, call in calls:
        helps = [keyword.value for keyword in call.keywords if keyword.arg in ("help", "label", "body")]
        unsafe = [ast.unparse(text) for text in (*call.args[:1], *helps) if not is_safe(text)]
        assert not unsafe, f"{file}:{call.lineno}"


@given(st.text())
@example(":color[\\:]x")
@example("a\\")
@example("\t-- x")
def test_text_in_markdown_is_the_same_text(text: str) -> None:
    shown = re.sub("[ \t\r\n\f\v]+", " ", text).strip(" ").replace("\0", "\ufffd")
    assert reader.inline(markdown(text)) == escape(shown, quote=True).replace("&#x27;", "'")
    assert reader.plain(markdown(text)) == shown


def test_text_is_one_paragraph_wherever_it_begins() -> None:
    for text in [*WISHES, *(f"{begin}x" for begin in BEGINNINGS), *BEGINNINGS]:
        assert re.fullmatch("<p>[^<]*</p>\n|", reader.block(markdown(text)))
        assert re.fullmatch("<ul>\n<li>[^<]*</li>\n</ul>\n", reader.block(listed(text)))


def test_markdown_of_ours_stays_and_holds_data_as_they_are() -> None:
    sentence = t("filter.active", filters="**x** [a](b)")
    assert isinstance(sentence, Markdown)
    assert markdown(sentence) is sentence
    assert reader.inline(sentence) == "<strong>Aktiver Filter:</strong> **x** [a](b)"
    assert not isinstance(t("frame.no_release"), Markdown)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c")
def test_nothing_that_fills_a_sentence_turns_its_direction(mark: str) -> None:
    assert t("address.unknown", name="Kommune", found=f"a{mark}b") == t("address.unknown", name="Kommune", found="ab")
    assert t("filter.active", filters=f"a{mark}b") == t("filter.active", filters="ab")


# A release whose every text is hostile


VIEWS = [
    *((entry.key, {}) for entry in ENTRIES if entry.key not in ("accessibility", "imprint", "privacy")),
    *(("projects", {"projekt": f"p{number}"}) for number in (1, 3)),
    ("municipalities", {"kommune": A}),
    ("map", {"kennzahl": "Kennzahl"}),
    *((key, {"praesentation": "true"}) for key in ("overview", "funding", "milestones", "comparison")),
]


@pytest.mark.usefixtures("cleared_caches")
@pytest.mark.parametrize(("key", "parameters"), VIEWS, ids=str)
def test_a_page_shows_hostile_texts_as_texts(
    key: str, parameters: dict[str, str], hostile: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # So are our own: whoever escapes them need not know what they say.
    marked = {name: said if name == "panel.unknown" else f"{said}<{MARK}>" for name, said in words._texts().items()}
    monkeypatch.setattr(words, "_texts", lambda: marked)
    page = opened(key, **parameters)
    assert not page.exception
    assert not page.error
    for element in (*page.markdown, *page.info, *page.warning, *page.success):
        if MARK not in element.value:
            continue
        html = reader.block(element.value)
        assert set(re.findall("<([a-z0-9]+)", html)) <= {"p", "strong", "ul", "li"}, html
        assert not re.search(r"(?<!\\):[a-z]", re.sub(r":color\[\\.\]", "", element.value)), element.value
    parts = [part.proto for part in page.get("bidi_component") if part.proto.component_name.endswith("srm_parts")]
    drawn = "".join([*(part.proto.body for part in page.get("html")), *map(component, parts)])
    assert drawn
    # What stands in a style is no markup.
    drawn, texts = (
        re.sub("(<style>).*?</style>", r"\1", found, flags=re.DOTALL) for found in (drawn, "".join(texts_of(page)))
    )
    assert f"<{MARK}" not in drawn
    tags = set(re.findall("<([a-z0-9]+)", texts))
    assert not [tag for tag in tags if not re.fullmatch("div|h[123]|p|ul|li|d[ldt]|strong|span|a|style|code|br|b", tag)]
    if "projekt" in parameters:
        titles = [re.sub(" +", " ", title).strip() for title in hostile["projekte.Titel"]]
        assert title(page) in titles


def view_of(exhibit: Exhibit, selection: Selection) -> View | None:
    """A view in which there is something to draw."""
    if exhibit.page == "municipalities":
        selection = selection.of(A)
    known: Any = queries.indicators(selection).iloc[0]
    choices = {
        "thema": known.topic,
        "indikator": known["name"],
        "projekt": "p1",
        "von": "2000-01-01",
        "daten": "funding",
    }
    return View(selection, tuple((name, choices[name]) for name in exhibit.choices if name in choices))


DRAWN = [exhibit for number, exhibit in enumerate(EXHIBITS) if number % 4 == 0 or exhibit in OF_EACH_KIND]
"""One of each kind and every fourth."""


@pytest.mark.parametrize("exhibit", DRAWN, ids=lambda exhibit: exhibit.key)
def test_pictures_hold_hostile_texts_as_texts(
    exhibit: Exhibit, all_of_it: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Letters that few texts have, tried in test_typeface.py, are made for each picture anew.
    monkeypatch.setattr(render, "font_faces", lambda *_: "")
    view = view_of(exhibit, all_of_it)
    assert view
    picture = pictures.exhibit_picture(exhibit, view)
    svg = ET.fromstring(pictures.file(picture, pictures.Choice("breit", "svg")))
    assert not {node.tag for node in svg.iter()} & {
        f"{SVG}{name}" for name in ("script", "a", "image", "foreignObject")
    }
    assert not [
        name for node in svg.iter() for name in node.attrib if name.lower().startswith("on") or name.endswith("href")
    ]
    # Typst sets both from the same drawing: one of each kind, in one of the two in turn.
    if exhibit in OF_EACH_KIND:
        assert pictures.file(picture, pictures.Choice("breit", ("png", "pdf")[EXHIBITS.index(exhibit) % 2]))


@pytest.mark.parametrize(
    "address",
    [
        "/foerderung?embed=true&bild={}",
        *(f"/foerderung?embed=true&bild=zuwendungen-nach-ebene&{more}" for more in ("kommune={}", "stand={}", "{}=1")),
        "/api/{}",
        "/api/mappe/{}.pdf",
    ],
)
def test_what_an_address_says_is_quoted_as_text(address: str) -> None:
    answer = ask(address.format(quote(f"\"'><{MARK}>")))
    assert answer.headers["content-type"].startswith("text/html")
    assert MARK in answer.text
    assert f"<{MARK}" not in answer.text


ROWS = "/api/v1/tables/funding_detail"
WRONG = [
    *(
        f"{ROWS}?{name}={{}}"
        for name in ("format", "limit", "stand", "cursor", "columns", "sort", "kommune", "group_by")
    ),
    *(f"{ROWS}?{more}" for more in ("{}=1", "amount_eur__{}=1", "{}__greater=1", "group_by=funder_level&sum={}")),
    *("/api/v1/tables/{}", "/api/v1/releases/{}", "/api/v1/datasets/{}", "/api/v1/catalog.{}"),
    *("/api/daten/{}.csv", "/api/bild/{}.png", "/api/zitat/{}.json", "/api/mappe/{}.pdf"),
    *(f"/api/daten/zuwendungen-nach-ebene.{more}" for more in ("{}", "csv?{}=1", "csv?kommune={}")),
    "/api/bild/zuwendungen-nach-ebene.png?format={}",
]


@pytest.mark.parametrize("address", WRONG)
def test_what_nobody_knows_is_repeated_in_few_plain_letters(address: str) -> None:
    answer = ask(address.format(quote(f"x\x07\u202e{'y' * 300}")))
    assert answer.status in (400, 404)
    assert "y" in answer.text
    assert "y" * 100 not in answer.text
    assert not re.search(r"[\x07\u202e]|\\u", answer.text)


def test_figures_of_a_slide_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Slides, "_text", lambda _, heading, html, **__: shown.append(html))
    Slides()._figures("", [Figure("<b>", "<i>", "<u>")])
    assert not re.search("<[biu]>", shown[0])
    assert all(text in shown[0] for text in ("&lt;b&gt;", "&lt;i&gt;", "&lt;u&gt;"))


def test_the_feed_holds_hostile_texts_as_texts(hostile: dict[str, list[str]], all_of_it: Selection) -> None:
    feed = ET.fromstring(change_feed.changes(all_of_it.release_id, "https://monitor.example", ""))
    assert {node.tag.rpartition("}")[2] for node in feed.iter()} <= {
        *("feed", "title", "id", "updated", "author", "name", "link", "entry", "summary"),
    }
    said = "\n".join(node.text or "" for node in feed.iter())
    assert any(title in said for title in hostile["meilensteine.Meilenstein"])
    assert any(title in said for title in hostile["projekte.Titel"])


def test_the_folder_holds_hostile_texts_as_texts(hostile: dict[str, list[str]], all_of_it: Selection) -> None:
    request = folder_request(all_of_it.release_id, A)
    made = PdfReader(io.BytesIO(pdf.folder(request)))
    # That what is handed over stands there letter by letter is promised in test_folder.py; reading a page takes long.
    handed_over = json.dumps(contents(request, RowLimits()), ensure_ascii=False)
    assert (
        sum(json.dumps(title, ensure_ascii=False)[1:40] in handed_over for title in hostile["meilensteine.Meilenstein"])
        > 2
    )
    links = [
        note.get_object()["/A"]["/URI"]
        for page in made.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert not [link for link in links if "evil" in str(link) or "javascript" in str(link)]
