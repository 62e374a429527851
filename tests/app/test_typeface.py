"""Letters that the typeface lacks: something visible stands there, nothing fails, and ``etl check`` names them."""

import io
from collections.abc import Iterator

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader

import typeface
from app import exhibits
from app.charts import fonts
from app.data import db, queries
from app.data.selection import Selection
from app.exhibits import View
from app.files import pictures
from app.surfaces.folder import pdf
from app.surfaces.folder.request import folder_request
from etl.reading.csv_file import Table
from etl.rules.column_checks import column_findings
from tests.etl.tiny import PROJECT
from tests.hostile import LETTERS, hostile_release
from tests.once import once


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_every_face_has_the_letters(weight: int) -> None:
    known = set(map(chr, TTFont(fonts.face(weight)).getBestCmap()))
    assert typeface.letters() <= known
    assert set("aäßŁЖΩ✓☐€–„“→" + typeface.INSTEAD) <= typeface.letters()


@given(st.text())
@example("".join(LETTERS))
def test_any_text_can_be_drawn(text: str) -> None:
    drawn = typeface.drawable(text)
    assert set(drawn) <= typeface.letters() | {"\n"}
    assert typeface.drawable(drawn) == drawn
    assert fonts.width(text) == pytest.approx(fonts.width(drawn))
    assert typeface.INSTEAD not in drawn or typeface.missing(text) or typeface.INSTEAD in text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Graﬁk", "Grafik"),
        ("Ａ１", "A1"),
        ("\ufeffvorn\u200b", "vorn"),
        ("Mu\u0308ller", "Müller"),
        ("fertig ✓", "fertig ✓"),
        ("½ m² 5 ℃ …", "½ m² 5 ℃ …"),
        ("gut 😀!", "gut □!"),
    ],
)
def test_ligatures_are_taken_apart_and_other_letters_stay(text: str, drawn: str) -> None:
    assert typeface.drawable(text) == drawn.replace("℃", typeface.drawable("℃"))


def test_the_check_names_letters_that_are_not_drawn() -> None:
    rows = [{**PROJECT, "Titel": title} for title in ("Graﬁk ✓", "gut 😀 漢😀")]
    (found,) = column_findings("projekte", Table("projekte.csv", pd.DataFrame(rows, index=[2, 3])))
    assert (found.severity, found.line, found.column) == ("warning", 3, "Titel")
    assert "„😀“ (U+1F600), „漢“ (U+6F22)" in found.message


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Selection]:
    """A release in which every text of every table has such letters."""
    folder, _ = once(tmp_path_factory, "strange", lambda folder: hostile_release(folder, LETTERS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(folder))
        release_id = db.current_release()
        yield Selection(release_id, queries.release(release_id).stand_date.date())


def test_no_letter_makes_a_folder_fail(strange: Selection) -> None:
    made = PdfReader(io.BytesIO(pdf.folder(folder_request(strange.release_id))))
    words, read = "", 0
    # Reading a page takes long.
    while not all(letters in words for letters in ("✓", typeface.INSTEAD, "Grafik")):
        words += made.pages[read].extract_text()
        read += 1


# Each kind of drawing in a kind of file, and one of them in all.
@pytest.mark.parametrize(
    ("key", "kind"),
    [
        *(("funding.flow", kind) for kind in pictures.KINDS),
        *zip(("funding.programme", "milestones.timeline", "overview.map"), pictures.KINDS, strict=True),
        ("funding.flow", "outlines"),
        ("indicators.series", "outlines"),
    ],
)
def test_no_letter_makes_a_picture_fail(key: str, kind: str, strange: Selection) -> None:
    found = queries.indicators(strange).iloc[0]
    exhibit = exhibits.by_key(key)
    choices = {"thema": found.topic, "indikator": found["name"]}
    view = View(strange, tuple((name, choices[name]) for name in exhibit.choices if name in choices))
    choice = pictures.Choice("breit", "svg" if kind == "outlines" else kind, has_outlines=kind == "outlines")
    assert pictures.file(pictures.exhibit_picture(exhibit, view), choice)
