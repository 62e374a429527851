"""What every picture promises: complete, sharp, readable by machines, and as large as its format says."""

import gc
import io
import re
import struct
import threading
import weakref
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import psutil
import pypdf
import pytest
import typst
from PIL import Image

from app import exhibits
from app.charts import fonts
from app.charts.bars import Row
from app.data.selection import Selection
from app.data.shared_results import SharedResults
from app.exhibits import Exhibit
from app.files import pictures
from app.files.picture_metadata import metadata
from app.files.pictures import FORMATS, KINDS, Choice, Picture, exhibit_picture, output, render
from app.files.pictures.outlines import outlined
from app.web.warm import warm
from app.words import units
from tests.app.pictures import geometry
from tests.app.pictures.conftest import EXAMPLES, SOURCE, TITLE, reworded, view_of

PIXELS = {
    "breit": (1200, 675),
    "quadrat": (1080, 1080),
    "hoch": (1080, 1920),
    "folie": (1920, 1080),
    "a4halb": (2008, 1299),
    "vorschau": (1200, 630),
}
MM = 72 / 25.4
SVG = "{http://www.w3.org/2000/svg}"
REST = re.compile(r"übrige \(\d+\)")


def svg_of(picture: Picture, format: str = "breit", **more: bool) -> bytes:
    return pictures.file(picture, Choice(format, "svg", **more))


def text_of(svg: bytes) -> str:
    return " ".join("".join(part.itertext()) for part in ET.fromstring(svg).iter(f"{SVG}text"))


def description_of(svg: bytes) -> str:
    return ET.fromstring(svg).findtext(f"{SVG}desc") or ""


def squeezed(text: str) -> str:
    """Without blanks, which a line break may stand for, and without hyphens, which a long word has more of then."""
    return "".join(text.split()).replace("-", "")


def assert_says_everything(picture: Picture, text: str) -> None:
    stand = f"Stand {units.date(picture.about.stand)}"
    facts = (
        picture.about.title,
        *picture.about.sources,
        stand,
        picture.about.release_id,
        picture.about.permalink,
        *picture.about.filters,
    )
    assert [words for words in facts if squeezed(words) not in squeezed(text)] == []


def assert_complete_svg(picture: Picture, svg: bytes) -> None:
    """Text is text, nothing is a raster, and nothing that must be said is missing."""
    assert_says_everything(picture, text_of(svg))
    assert b"<image" not in svg
    assert b"data:image" not in svg


def assert_complete_pdf(picture: Picture, pdf: bytes) -> None:
    """The same, and letters are embedded."""
    assert_says_everything(picture, pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [thing for thing in file.objects if isinstance(thing, pikepdf.Stream)]
        assert not any(stream.get("/Subtype") == "/Image" for stream in streams)
        fonts = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]
        names = {str(font.FontName).split("+")[1] for font in fonts}
        assert names
        assert names <= {"SourceSans-Regular", "SourceSans-SemiBold", "SourceSans-Bold"}
        assert file.Root.MarkInfo.Marked
        assert file.Root.Lang == "de"


def assert_edge_is_empty(png: bytes) -> None:
    """Nothing is drawn where the sheet ends."""
    sheet = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = sheet.size
    edges = [(0, 0, width, 4), (0, height - 4, width, height), (0, 0, 4, height), (width - 4, 0, width, height)]
    assert all(sheet.crop(edge).getextrema() == ((255, 255),) * 3 for edge in edges)


OF_EACH_KIND = {exhibits.by_key(key).kind: key for key in reversed(EXAMPLES.values())}.values()
"""One exhibit of each kind of drawing."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw one exhibit of each kind and every third other one; with ``--pictures`` all."""
    if "exhibit" in metafunc.fixturenames:
        is_whole = metafunc.config.getoption("pictures")
        found = [e for i, e in enumerate(exhibits.EXHIBITS) if is_whole or i % 3 == 1 or e.key in OF_EACH_KIND]
        metafunc.parametrize("exhibit", found, ids=lambda exhibit: exhibit.key)


def test_exhibits_in_one_format_and_one_of_each_kind_in_all(
    exhibit: Exhibit, everything: Selection, pytestconfig: pytest.Config
) -> None:
    picture = exhibit_picture(exhibit, view_of(exhibit, everything), "http://localhost")
    is_whole = exhibit.key in OF_EACH_KIND or pytestconfig.getoption("pictures")
    in_turn = [*FORMATS][exhibits.EXHIBITS.index(exhibit) % len(FORMATS)]
    for name in FORMATS if is_whole else [in_turn]:
        format, svg = FORMATS[name], svg_of(picture, name)
        assert_complete_svg(picture, svg)
        assert geometry.faults(svg) == [], name
        # Axes and names of nodes are written a little smaller; classes of a map are as large as the map.
        least = 0.6 if exhibit.kind in ("map", "locator") else fonts.SMALL / fonts.TEXT
        smallest = min(line.size for line in geometry.lines(svg))
        assert smallest >= min(format.small, format.least * least) - 0.01, name
        # What is drawn together is said together.
        drawn, described = (set(REST.findall(words)) for words in (text_of(svg), description_of(svg)))
        assert described == drawn
    if is_whole:
        png = pictures.file(picture, Choice(in_turn, "png"))
        assert struct.unpack(">II", png[16:24]) == PIXELS[in_turn]
        assert_edge_is_empty(png)
    if exhibit.key in ("funding.programme", "overview.map") or pytestconfig.getoption("pictures"):
        assert_complete_pdf(picture, pictures.file(picture, Choice(in_turn, "pdf")))


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_is_as_large_as_its_format(format: str, examples: dict[str, Picture]) -> None:
    png, svg, pdf = (pictures.file(examples["map"], Choice(format, kind)) for kind in ("png", "svg", "pdf"))
    assert struct.unpack(">II", png[16:24]) == PIXELS[format]
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    root = ET.fromstring(svg)
    size = float(root.get("width", 0)), float(root.get("height", 0))
    wanted = (170 * MM, 110 * MM) if format == "a4halb" else tuple(side * 0.75 for side in PIXELS[format])
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(wanted, abs=0.01)
    assert tuple(side * 0.75 for side in size) == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("format", FORMATS)
def test_a_long_title_is_wrapped_and_whole(format: str, examples: dict[str, Picture]) -> None:
    title = "Verwaltungsdigitalisierungsgesetzgebungsverfahren bringen zehn Kommunen gemeinsam mehr Breitbandausbauförderung als jemals zuvor"
    svg = svg_of(reworded(examples["map"], title=title), format)
    assert squeezed(title) in squeezed(text_of(svg))
    assert geometry.faults(svg) == []


def test_a_map_uses_the_room_of_a_slide(examples: dict[str, Picture]) -> None:
    slide = FORMATS["folie"]
    found = geometry.lines(svg_of(examples["map"], "folie"))
    listed, on_map = sorted((line for line in found if line.text == "Schwerte"), key=lambda line: line.left)
    assert listed.size >= slide.least
    assert on_map.left > slide.width / 2
    assert max(line.bottom for line in found if line.left > slide.width / 2) >= slide.height * 0.88


def test_layouters_get_the_drawing_alone(examples: dict[str, Picture]) -> None:
    text = text_of(svg_of(examples["columns"], is_bare=True))
    assert "Mio. €" in text
    assert TITLE not in text
    assert SOURCE not in text


def test_what_is_too_much_is_drawn_and_said_together(examples: dict[str, Picture]) -> None:
    svg = svg_of(examples["bars"])
    text, description = text_of(svg), description_of(svg)
    (rest,) = REST.findall(text)
    assert rest in description
    labels = [row.label for row in examples["bars"].chart.rows]  # type: ignore[attr-defined]
    left_out = [label for label in labels if squeezed(label) not in squeezed(text)]
    assert left_out
    assert not any(label in description for label in left_out)
    # The file says the same to all who ask.
    assert description.encode() in pictures.file(examples["bars"], Choice("breit", "png"))


# Letters


def test_the_letters_of_an_svg_are_inside_it(examples: dict[str, Picture]) -> None:
    svg = svg_of(examples["bars"]).decode()
    assert svg.count("@font-face") == 3
    assert "url(data:font/woff2;base64," in svg
    rest = svg.replace("http://www.w3.org", "").replace("http://purl.org/dc/elements/1.1/", "")
    assert "http" not in rest.replace(examples["bars"].about.permalink, "")
    assert len(svg) < 60_000


def test_the_edge_of_letters_is_as_wide_as_that_of_the_text() -> None:
    found = outlined(
        '<svg xmlns="http://www.w3.org/2000/svg"><text x="0" y="0" font-size="20" stroke-width="3">A</text></svg>'
    )
    (scale,), (edge,) = re.findall(r"scale\(([\d.]+),", found), re.findall('stroke-width="([\\d.]+)"', found)
    assert float(scale) * float(edge) == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize("kind", ["bars", "timeline", "map"])
def test_letters_as_outlines_are_where_the_text_was(kind: str, examples: dict[str, Picture]) -> None:
    text, outlines = svg_of(examples[kind]), svg_of(examples[kind], has_outlines=True)
    root = ET.fromstring(outlines)
    assert [*root.iter(f"{SVG}text")] == []
    assert b"font-face" not in outlines
    assert metadata.read(outlines) == metadata.read(text)
    assert description_of(outlines) == description_of(text)
    size = FORMATS["breit"]
    first, second = (
        Image.open(io.BytesIO(output.png(svg.decode(), size.width, size.height, 96))).convert("L")
        for svg in (text, outlines)
    )
    # Kerning alone moves a letter by a pixel or so.
    small = [image.reduce(6) for image in (first, second)]
    differing = [abs(a - b) for a, b in zip(*(image.tobytes() for image in small), strict=True)]
    assert sum(differing) / len(differing) < 1.0
    assert max(differing) < 110


# Files


def test_file_names_say_what_they_are() -> None:
    assert Choice("breit", "svg").file_name("bild") == "bild.svg"
    assert Choice("hoch", "png").file_name("bild") == "bild_hoch.png"
    assert Choice("breit", "pdf", is_bare=True).file_name("bild") == "bild_ohne-titel.pdf"
    assert Choice("breit", "svg", has_outlines=True).file_name("bild") == "bild_umrisse.svg"


def test_every_format_has_a_name() -> None:
    assert len({pictures.label(format) for format in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("choice", [("riesig", "svg"), ("breit", "gif")])
def test_what_is_no_format_or_kind_is_refused(choice: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        Choice(*choice)


def test_what_typst_cannot_draw_says_so(examples: dict[str, Picture], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.pictures.render.composed", lambda picture, *_, **__: (picture, "<"))
    with pytest.raises(pictures.PictureError, match="noch einmal"):
        pictures.file(reworded(examples["map"], title="anders"), Choice("breit", "png"))


@pytest.mark.parametrize("has_outlines", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_control_characters_are_left_out(kind: str, has_outlines: bool, examples: dict[str, Picture]) -> None:
    words = {name: f"Glas\x0bfaser\x01 {name}\ufffe" for name in ("title", "subtitle", "publisher", "long")}
    bars: Any = examples["bars"].chart
    row = Row("Glas\x0bfaser", (1.0,) * len(bars.series))
    chart = replace(bars, rows=(row,))
    picture = reworded(examples["bars"], **words, sources=("Quelle\x0c",), filters=("\x1bKommune",))
    picture = replace(picture, chart=chart)
    made = pictures.file(picture, Choice("breit", kind, has_outlines=has_outlines))
    facts = metadata.read(made)
    assert (facts.title, facts.publisher) == ("Glasfaser title", "Glasfaser publisher")
    if kind == "svg":
        assert description_of(made) == "Glasfaser long"
        assert has_outlines or text_of(made).count("Glasfaser") == 4


def test_letters_that_cannot_become_shapes_say_so(
    examples: dict[str, Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.pictures.render.composed", lambda picture, *_, **__: (picture, "<"))
    with pytest.raises(pictures.PictureError, match="noch einmal"):
        pictures.file(reworded(examples["map"], title="anders"), Choice("breit", "svg", has_outlines=True))


def test_a_compiler_stays_in_the_thread_that_made_it(
    examples: dict[str, Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, made = [], typst.Compiler

    class Compiler:
        def __init__(self, **options: Any) -> None:
            threads.append(threading.current_thread())
            self._compiler = made(**options)

        def compile(self, *page: Any, **options: Any) -> Any:
            threads.append(threading.current_thread())
            return self._compiler.compile(*page, **options)

    monkeypatch.setattr(typst, "Compiler", Compiler)
    render.render(examples["map"], Choice("breit", "png"))
    assert threads[0] is threads[1] is not threading.current_thread()


def test_warming_makes_the_faces_of_pictures(everything: Selection) -> None:
    render._face.cache_clear()
    warm()
    assert render._face.cache_info().currsize == len(fonts.WEIGHTS)


def test_twenty_at_once_are_all_right_and_leave_no_process(examples: dict[str, Picture]) -> None:
    kinds, formats, drawn = [*KINDS], [*FORMATS], [*examples.values()]
    jobs = [
        (reworded(drawn[i % len(drawn)], title=f"Bild {i}"), Choice(formats[i % 5], kinds[i % 3])) for i in range(20)
    ]
    made: dict[int, bytes] = {}
    before = psutil.Process().children(recursive=True)
    askers = [threading.Thread(target=lambda i=i: made.update({i: pictures.file(*jobs[i])})) for i in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert [metadata.read(made[i]).title for i in range(20)] == [picture.about.title for picture, _ in jobs]
    assert psutil.Process().children(recursive=True) == before
    # The first few are in every format and of every kind of file.
    assert [render.render(*job) for job in jobs[:5]] == [made[i] for i in range(5)]


class Counting:
    """Makes files and counts what it is asked for; nobody gets one before it may go."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.go = threading.Event()

    def __call__(self, picture: Picture, _: Choice) -> bytes:
        self.titles.append(picture.about.title)
        self.go.wait(10)
        return picture.about.title.encode() * 10


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """What makes files, of which 25 bytes are kept."""
    found = Counting()
    monkeypatch.setattr(render, "render", found)
    monkeypatch.setattr(render, "_FILES", SharedResults(25, len))
    return found


def test_what_several_ask_for_at_once_is_drawn_once(examples: dict[str, Picture], counting: Counting) -> None:
    make, found = counting, []
    choice = Choice("breit", "svg")
    askers = [threading.Thread(target=lambda: found.append(pictures.file(examples["map"], choice))) for _ in range(5)]
    for asker in askers:
        asker.start()
    make.go.set()
    for asker in askers:
        asker.join()
    assert len(make.titles) == 1
    assert len(set(found)) == 1
    assert len(found) == 5


def test_finished_pictures_take_only_so_much_room(examples: dict[str, Picture], counting: Counting) -> None:
    counting.go.set()
    first, second, third = (reworded(examples["map"], title=title) for title in "abc")
    for picture in (first, second, second, third, second, first):
        pictures.file(picture, Choice("breit", "svg"))
    assert counting.titles == ["a", "b", "c", "a"]


def test_a_finished_picture_keeps_no_chart(examples: dict[str, Picture], counting: Counting) -> None:
    counting.go.set()
    picture = replace(examples["map"], chart=replace(examples["map"].chart))  # type: ignore[type-var]
    chart = weakref.ref(picture.chart)
    pictures.file(picture, Choice("breit", "svg"))
    del picture
    gc.collect()
    assert chart() is None
