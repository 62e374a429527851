"""What every picture promises: complete, sharp, readable by machines, and as large as its format says."""

import io
import struct
import threading
from dataclasses import replace
from xml.etree import ElementTree as ET

import pikepdf
import pypdf
import pytest

from app import exhibits
from app.data.selection import Selection
from app.exhibits import Exhibit
from app.files import pictures
from app.files.pictures import FORMATS, Plate
from app.files.pictures import plates as plates_of_app
from app.files.pictures.chromium import Chromium
from app.files.pictures.pool import Pool
from app.files.pictures.shelf import Shelf
from app.words import units
from tests.app.pictures.conftest import KINDS as DRAWN
from tests.app.pictures.conftest import SOURCE, TITLE, view_of
from tests.app.pictures.seen import looked_at

PIXELS = {
    "breit": (1200, 675),
    "quadrat": (1080, 1080),
    "hoch": (1080, 1920),
    "folie": (1920, 1080),
    "a4halb": (2008, 1299),
}
MM = 72 / 25.4


def text_of(svg: bytes) -> str:
    root = ET.fromstring(svg)
    return " ".join("".join(part.itertext()) for part in root.iter("{http://www.w3.org/2000/svg}text"))


def squeezed(text: str) -> str:
    """Without blanks, which a line break may stand for."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    opened = Chromium(tmp_path_factory.mktemp("browser"))
    yield opened
    opened.close()


def assert_says_everything(plate: Plate, text: str) -> None:
    said = (
        plate.title,
        *plate.sources,
        f"Stand {units.date(plate.stand)}",
        plate.release_id,
        plate.permalink,
        *plate.filters,
    )
    for words in said:
        # A word that is wider than its line has a hyphen more.
        assert squeezed(words).replace("-", "") in squeezed(text).replace("-", "")


def assert_complete_svg(plate: Plate, svg: bytes) -> None:
    """Text is text, nothing is a raster, and nothing that must be said is missing."""
    assert_says_everything(plate, text_of(svg))
    assert b"<image" not in svg
    assert b"data:image" not in svg


def assert_complete_pdf(plate: Plate, pdf: bytes) -> None:
    """The same, and letters are embedded."""
    assert_says_everything(plate, pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [thing for thing in file.objects if isinstance(thing, pikepdf.Stream)]
        assert not any(stream.get("/Subtype") == "/Image" for stream in streams)
        fonts = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]
        names = {str(font.FontName).split("+")[1] for font in fonts}
        assert names
        assert names <= {"SourceSans-Regular", "SourceSans-SemiBold", "SourceSans-Bold"}
        assert file.Root.MarkInfo.Marked
        assert file.Root.Lang == "de"


@pytest.mark.parametrize("kind", DRAWN)
def test_text_stays_text_and_nothing_is_a_raster(kind: str, plates: dict[str, Plate]) -> None:
    plate = plates[kind]
    assert_complete_svg(plate, pictures.picture(plate, "breit", "svg"))
    # A PDF is set from the same drawing; of every chart with --pictures.
    if kind in ("bars", "flow", "map"):
        assert_complete_pdf(plate, pictures.picture(plate, "breit", "pdf"))


@pytest.mark.parametrize("exhibit", exhibits.EXHIBITS, ids=[exhibit.key for exhibit in exhibits.EXHIBITS])
def test_every_chart_in_every_format(
    exhibit: Exhibit, everything: Selection, browser: Chromium, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("--pictures"):
        pytest.skip("only with --pictures")
    plate = plates_of_app.plate(exhibit, view_of(exhibit, everything), "http://localhost")
    for format in FORMATS:
        svg, pdf, png = (pictures.picture(plate, format, kind) for kind in ("svg", "pdf", "png"))
        assert_complete_svg(plate, svg)
        assert_complete_pdf(plate, pdf)
        assert struct.unpack(">II", png[16:24]) == PIXELS[format]
        assert looked_at(browser, svg)["found"] == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_is_as_large_as_its_format(format: str, plates: dict[str, Plate]) -> None:
    # Of a map, which needs no browser: what is drawn has no say in it.
    png, svg, pdf = (pictures.picture(plates["map"], format, ending) for ending in ("png", "svg", "pdf"))
    assert struct.unpack(">II", png[16:24]) == PIXELS[format]
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    root = ET.fromstring(svg)
    shown = float(root.get("width", 0)), float(root.get("height", 0))
    wanted = (170 * MM, 110 * MM) if format == "a4halb" else tuple(side * 0.75 for side in PIXELS[format])
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(wanted, abs=0.01)
    assert tuple(side * 0.75 for side in shown) == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("kind", DRAWN)
def test_no_text_is_cut_off_or_covers_another(kind: str, plates: dict[str, Plate], browser: Chromium) -> None:
    # What other tests have drawn already; all of them with --pictures.
    for format in FORMATS if kind == "bars" else ("breit",):
        seen = looked_at(browser, pictures.picture(plates[kind], format, "svg"))
        assert seen["found"] == []
        assert seen["least"] >= FORMATS[format].small


def test_a_long_title_is_wrapped_and_whole(plates: dict[str, Plate], browser: Chromium) -> None:
    title = "Verwaltungsdigitalisierungsgesetzgebungsverfahren bringen zehn Kommunen gemeinsam mehr Breitbandausbauförderung als jemals zuvor"
    plate = replace(plates["map"], title=title)
    for format in FORMATS:
        svg = pictures.picture(plate, format, "svg")
        assert squeezed(title) in squeezed(text_of(svg)).replace("-", "")
        assert looked_at(browser, svg)["found"] == []


def test_layouters_get_the_drawing_alone(plates: dict[str, Plate]) -> None:
    text = text_of(pictures.picture(plates["columns"], "breit", "svg", bare=True))
    assert "Mio. €" in text
    assert TITLE not in text
    assert SOURCE not in text


def test_the_letters_of_an_svg_are_inside_it(plates: dict[str, Plate]) -> None:
    svg = pictures.picture(plates["bars"], "breit", "svg").decode()
    assert svg.count("@font-face") == 3
    assert "url(data:font/woff2;base64," in svg
    assert "http" not in svg.replace("http://www.w3.org", "").replace("http://purl.org/dc/elements/1.1/", "").replace(
        plates["bars"].permalink, ""
    )


def test_what_is_too_much_is_drawn_together(plates: dict[str, Plate]) -> None:
    # Three quarters of the programmes fit; the others are one bar more.
    assert "übrige (" in text_of(pictures.picture(plates["bars"], "breit", "svg"))


def test_file_names_say_what_they_are(plates: dict[str, Plate]) -> None:
    stem = plates["map"].stem
    assert pictures.file_name(plates["map"], "breit", "svg") == f"{stem}.svg"
    assert pictures.file_name(plates["map"], "hoch", "png") == f"{stem}_hoch.png"
    assert pictures.file_name(plates["map"], "breit", "pdf", bare=True) == f"{stem}_ohne-titel.pdf"


def test_every_format_has_a_name() -> None:
    assert len({pictures.label(format) for format in FORMATS}) == len(FORMATS)


class Counting(Pool):
    """A pool that counts what it is asked for and lets nobody through before all have asked."""

    def __init__(self) -> None:
        super().__init__(workers=0)
        self.asked: list[str] = []
        self.go = threading.Event()

    def render(self, plate: Plate, format: str, kind: str, bare: bool) -> bytes:
        self.asked.append(plate.title)
        self.go.wait(10)
        return plate.title.encode() * 10


def test_what_several_ask_for_at_once_is_drawn_once(plates: dict[str, Plate]) -> None:
    pool = Counting()
    shelf, found = Shelf(pool), []
    askers = [
        threading.Thread(target=lambda: found.append(shelf.picture(plates["map"], "breit", "svg"))) for _ in range(5)
    ]
    for asker in askers:
        asker.start()
    pool.go.set()
    for asker in askers:
        asker.join()
    assert len(pool.asked) == 1
    assert len(set(found)) == 1
    assert len(found) == 5


def test_who_waits_for_what_another_has_asked_for_does_not_wait_for_ever(
    plates: dict[str, Plate], monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Counting()
    shelf = Shelf(pool)
    first = threading.Thread(target=lambda: shelf.picture(plates["map"], "breit", "svg"))
    first.start()
    monkeypatch.setattr("app.files.pictures.shelf.PATIENCE", 0.0)
    monkeypatch.setattr("app.files.pictures.shelf.LIMIT", 0.0)
    while not pool.asked:
        first.join(0.01)
    with pytest.raises(pictures.TimedOutError, match="in einer Minute"):
        shelf.picture(plates["map"], "breit", "svg")
    pool.go.set()
    first.join()


def test_finished_pictures_take_only_so_much_room(plates: dict[str, Plate]) -> None:
    pool = Counting()
    pool.go.set()
    shelf = Shelf(pool, room=25)
    first, second, third = (replace(plates["map"], title=title) for title in "abc")
    for plate in (first, second, second, third, second, first):
        shelf.picture(plate, "breit", "svg")
    assert pool.asked == ["a", "b", "c", "a"]


def test_the_browser_asks_nobody_for_anything(browser: Chromium) -> None:
    answer = browser.evaluate("fetch('http://example.org/').then(() => 'reached', (problem) => 'refused')")
    assert answer == "refused"
