"""Whatever a text of a table says, every way out of the house gives it back letter by letter, as data and nothing else."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from app import exhibits
from app.data.published import TableQuery, published_tables
from app.data.selection import Selection
from app.exhibits import Exhibit, captions
from app.exhibits.tables import by_key
from app.files import data_files, pictures, text_files
from app.files.picture_metadata import metadata
from app.files.pictures import render
from app.files.table_files import KINDS, rows_of
from app.navigation import entry
from app.surfaces import markdown as reader
from app.surfaces.html import document, embed
from app.surfaces.html.document import FirstView
from app.web import change_feed, feed
from app.web.page_head import head
from app.words.escape import for_xml
from tests.app.asking import ask
from tests.app.test_exhibits import OF_EACH_KIND
from tests.app.test_pages import opened
from tests.app.test_texts import view_of
from tests.etl.tiny import A
from tests.hostile import MARK

BASE = "https://monitor.example"
ANY = st.text(st.characters(exclude_categories=["Cs"]))


def texts(found: Any) -> Iterator[str]:
    """Every text of a table in whatever a parser has read; CSV for programs writes lists as JSON."""
    if isinstance(found, str):
        if found.startswith('["'):
            yield from texts(json.loads(found))
        elif MARK in found:
            yield found
    elif isinstance(found, dict):
        yield from texts([*found, *found.values()])
    elif isinstance(found, Iterable):
        for part in found:
            yield from texts(part)


def lines(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def unmarked(cells: Iterable[str]) -> set[str]:
    """Texts of a file for Excel without the mark that keeps them from being formulas; none of them begins as one."""
    found = {text for text in cells if MARK in text}
    assert not [text for text in found if text_files.is_formula(text)]
    return {text[1:] if text.startswith("'") and text_files.is_formula(text[1:]) else text for text in found}


def book(content: bytes) -> list[str]:
    """Texts of a workbook, in which nothing is a formula or a link."""
    sheets = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert not [cell for cell in cells if cell.hyperlink]
    return [str(cell.value) for cell in cells if cell.value is not None]


def geopackage(content: bytes, folder: Path) -> list[Any]:
    path = folder / "x.gpkg"
    path.write_bytes(content)
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("select table_name from gpkg_contents")]
        return [connection.execute(f'select * from "{name}"').fetchall() for name in names]  # noqa: S608


class Elements(HTMLParser):
    """What a browser makes of a document: names of elements with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def dangerous(self) -> list[Any]:
        links = [
            (tag, more) for tag, more in self.found if more.get("href", more.get("src", "")).startswith("javascript")
        ]
        calls = [(tag, more) for tag, more in self.found if any(name.startswith("on") for name in more)]
        return [*links, *calls]


def for_people(rows: Iterable[Iterable[Any]]) -> set[str]:
    """The texts of rows as a spreadsheet shows them: of a list all in one cell."""
    return set(
        texts([", ".join(map(str, value)) if isinstance(value, list) else value for row in rows for value in row])
    )


@pytest.fixture(scope="module")
def public(all_of_it: Selection) -> dict[str, set[str]]:
    """The texts of every public table that has some."""
    found = {}
    for table in published_tables(all_of_it.release_id):
        if rows := set(texts(rows_of(TableQuery(table.name, all_of_it)))):
            found[table.name] = rows
    return found


def test_every_text_of_the_input_is_in_a_public_table(
    public: dict[str, set[str]], hostile: dict[str, list[str]]
) -> None:
    everywhere = set().union(*public.values())
    lost = {column for column, written in hostile.items() if not {text.strip() for text in written} <= everywhere}
    assert lost == set()
    assert max(map(len, everywhere)) > 10_000


READERS: dict[str, Callable[[bytes, Path], Any]] = {
    "json": lambda content, _: json.loads(content),
    "ndjson": lambda content, _: [json.loads(line) for line in content.decode().split("\n") if line],
    "csv": lambda content, _: lines(content),
    "parquet": lambda content, _: pq.read_table(io.BytesIO(content)).to_pylist(),
    "geojson": lambda content, _: json.loads(content),
    "geopackage": geopackage,
    "metadata": lambda content, _: json.loads(content),
    "excel": lambda content, _: unmarked(cell for line in lines(content, ";") for cell in line),
    "xlsx": lambda content, _: book(content),
}


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_public_tables_give_every_text_back(
    kind: str, public: dict[str, set[str]], all_of_it: Selection, tmp_path: Path
) -> None:
    read = 0
    # What people read, which takes longest, of each third.
    for name, expected in list(public.items())[:: 3 if kind in ("excel", "xlsx") else 1]:
        answer = ask(f"/api/v1/tables/{name}?format={kind}&limit=1000")
        if kind in ("geojson", "geopackage") and answer.status == 400:
            continue
        assert answer.status == 200, answer.text
        assert all(re.fullmatch(r"[\x20-\x7e]*", value) and MARK not in value for _, value in answer.raw)
        found = set(texts(READERS[kind](answer.body, tmp_path)))
        if kind in ("excel", "xlsx"):
            expected = for_people(rows_of(TableQuery(name, all_of_it)))
        assert found == (set() if kind == "metadata" else expected), name
        read += 1
    assert read > 1


# Of charts and maps one of each kind, of each page with texts a table: their files have one writer of each kind, and what
# can stand in them is in a public table, of which each has all files above.
SHOWN = (
    *OF_EACH_KIND,
    *map(by_key, ("overview.compared", "map.places", "funding.rows", "milestones.rows", "projects.rows")),
    *map(by_key, ("municipality.own", "changes.granted", "methodology.sources")),
)


@pytest.mark.parametrize("exhibit", SHOWN, ids=lambda exhibit: exhibit.key)
def test_files_of_exhibits_give_every_text_back(exhibit: Exhibit, all_of_it: Selection) -> None:
    view = view_of(exhibit, all_of_it)
    assert view
    content = exhibit.content(exhibit.whole(view))

    def made(kind: str) -> bytes:
        return data_files.data_file(exhibit, view, kind, BASE).content

    rows = set(texts(lines(made("csv"))))
    assert rows <= set(texts(content.table.to_dict("list")))
    assert rows or exhibit.kind == "columns"  # Years are no texts.
    assert set(texts(json.loads(made("json"))["rows"])) == rows
    cells = for_people(data_files.content(content, for_people=True).rows)
    # One of the other kinds, each exhibit another than the one before it.
    match SHOWN.index(exhibit) % 4:
        case 0:
            assert set(texts(pq.read_table(io.BytesIO(made("parquet"))).to_pylist())) == rows
        case 1:
            with zipfile.ZipFile(io.BytesIO(made("zip"))) as packed:
                names = packed.namelist()
                assert all(re.fullmatch(r"[a-z0-9_.-]+", name) for name in names)
                assert set(texts(lines(packed.read(names[0])))) == rows
        case 2:
            assert cells <= set(book(made("xlsx")))
        case 3:
            assert cells <= unmarked(cell for line in lines(made("excel"), ";") for cell in line)
    about = captions.about(exhibit, view, BASE)
    assert re.fullmatch(r"[a-z0-9_.-]+", about.stem)
    frame = Elements(about.frame())
    assert [tag for tag, _ in frame.found] == ["iframe"]
    assert frame.found[0][1]["title"] == about.title
    assert frame.found[0][1].keys() == {"src", "title", "width", "height", "style", "loading", "referrerpolicy"}
    assert about.title in about.citation(about.stand)


@pytest.mark.parametrize("exhibit", OF_EACH_KIND, ids=lambda exhibit: exhibit.key)
def test_a_chart_alone_shows_texts_as_texts(
    exhibit: Exhibit, all_of_it: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "font_faces", lambda *_: "")
    view = view_of(exhibit, all_of_it)
    assert view
    page = Elements(embed.embedded(exhibit, view, BASE))
    assert page.dangerous == []
    assert [tag for tag, _ in page.found].count("script") == 1
    assert not {tag for tag, _ in page.found} & {"img", "iframe", "object", "embed", "form", "foreignobject", "image"}
    links = [more["href"] for tag, more in page.found if tag == "a" and "href" in more]
    # What an indicator is called stands in the query of the way to its page, encoded.
    assert all(link.startswith(("https://", "/")) and "evil.example" not in urlsplit(link).netloc for link in links)
    title = captions.about(exhibit, view, BASE).title
    assert title in page.text


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_picture_holds_its_title_and_runs_nothing(
    kind: str, all_of_it: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "font_faces", lambda *_: "")
    exhibit = exhibits.by_key("indicators.series")
    view = view_of(exhibit, all_of_it)
    assert view
    picture = pictures.exhibit_picture(exhibit, view, BASE)
    made = pictures.file(picture, pictures.Choice("breit", kind))
    assert MARK in picture.about.title
    assert metadata.read(made).title == for_xml(picture.about.title)
    page = opened("verification")
    page.file_uploader[0].set_value((f"x.{kind}", made, f"x/{kind}")).run()
    assert not page.exception
    for element in (*page.markdown, *page.info, *page.warning, *page.success):
        assert set(re.findall("<([a-z0-9]+)", reader.block(element.value))) <= {"p", "strong", "ul", "li", "a"}
    if kind == "pdf":
        document = PdfReader(io.BytesIO(made))
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.trailer["/Root"])
        assert b"/JavaScript" not in made
        assert not [page for page in document.pages if "/Annots" in page]


def test_answers_to_queries_give_every_text_back(public: dict[str, set[str]], hostile: dict[str, list[str]]) -> None:
    query = 'select title, summary, title as "=1+1" from project order by all'
    expected = {text.strip() for column in ("Titel", "Kurzbeschreibung") for text in hostile[f"projekte.{column}"]}
    for kind, read in READERS.items():
        if kind not in ("json", "csv", "parquet", "excel", "xlsx"):
            continue
        answer = ask(f"/api/sql?{urlencode({'format': kind, 'abfrage': query})}")
        assert answer.status == 200, answer.text
        assert set(texts(read(answer.body, Path()))) == expected
        assert all("\n" not in value for _, value in answer.raw)


@pytest.mark.parametrize("municipality", ["", A])
def test_the_feed_gives_every_title_back(municipality: str, all_of_it: Selection) -> None:
    made = ET.fromstring(change_feed.changes(all_of_it.release_id, BASE, municipality))
    entries = made.findall(f"{{{feed.ATOM}}}entry")
    assert len(entries) > 2
    for found in entries:
        assert len(list(found.iter())) == 6, ET.tostring(found)
        links = [link.attrib["href"] for link in found.iter(f"{{{feed.ATOM}}}link")]
        assert all(link.startswith(f"{BASE}/") for link in links)


@given(title=ANY, summary=ANY)
def test_any_text_comes_back_from_a_feed(title: str, summary: str) -> None:
    day = feed.dt.date(2026, 6, 30)
    one = feed.Entry(("x",), day, title, summary, "projekte")
    found = ET.fromstring(feed.atom(BASE, "x.atom", title, "methodik", day, [one])).find(f"{{{feed.ATOM}}}entry")
    assert found is not None
    # Every parser of XML makes one line end of each kind.
    expected = [for_xml(text).replace("\r\n", "\n").replace("\r", "\n") for text in (title, summary)]
    assert [found.findtext(f"{{{feed.ATOM}}}{name}") for name in ("title", "summary")] == expected


@given(title=ANY, lead=ANY)
def test_any_heading_of_a_page_is_text_in_its_head(title: str, lead: str) -> None:
    view = FirstView(title, lead, "2026-06-30", "0" * 12, frozenset(), "")
    found = Elements(head(entry("overview"), view, BASE))
    assert [tag for tag, _ in found.found].count("script") == 2
    assert {tag for tag, _ in found.found} <= {"title", "meta", "link", "script"}
    assert found.dangerous == []
    # The title, which may begin as JSON does, stands before it.
    facts = json.loads([text for text in found.text if text.startswith("{")][-1])
    assert facts["@type"] == "Dataset"


@pytest.mark.parametrize(
    "address", ["/api/v1/openapi.json", "/api/v1/", "/api/v1/tables", "/sitemap.xml", "/api/health", "/robots.txt"]
)
def test_descriptions_hold_no_text_of_a_row(address: str, hostile: dict[str, list[str]]) -> None:
    answer = ask(address)
    assert answer.status == 200
    assert MARK not in answer.text
