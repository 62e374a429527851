import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont

import typeface
from app.charts import fonts
from config import ROOT


def test_typst_finds_three_weights_of_one_family() -> None:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.folder())])
    assert {(font.family, font.weight) for font in found.fonts()} == {
        (fonts.FAMILY, weight) for weight in fonts.WEIGHTS
    }


def test_several_processes_make_the_faces_at_once(tmp_path: Path) -> None:
    # Few letters, because all of them take some seconds.
    ask = "from app.charts import fonts; fonts._letters = lambda: map(chr, range(32, 64)); print(fonts.folder())"
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", ask], cwd=ROOT, env={"TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    first, second = (Path(process.communicate()[0].strip()) for process in asked)
    assert first == second
    assert {path.name for path in first.iterdir()} == {path.name for path in fonts.folder().iterdir()}
    assert list(tmp_path.rglob("*.ttf")) == list(first.iterdir()), "something was left over"
    assert list(first.parent.iterdir()) == [first]
    made = {TTFont(path)["head"].modified for path in [typeface.file(), *first.iterdir()]}
    assert len(made) == 1, "the same letters are the same file, whenever it is made"


def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(fonts.tempfile, "tempdir", str(tmp_path))
    trusted = fonts.cache_folder()
    trusted.chmod(0o777)
    assert fonts.cache_folder() != trusted


def test_lines_are_no_wider_than_their_room_and_lose_no_letter() -> None:
    text = "Lünen erhält am meisten Förderung je Kopf für Donaudampfschifffahrtsgesellschaften"
    lines = fonts.wrapped(text, 150, 20, fonts.SEMIBOLD)
    assert all(fonts.width(line, 20, fonts.SEMIBOLD) <= 150 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_of_a_text_that_nobody_would_read_thirty_lines_stand_there() -> None:
    for text, line in (("Wort " * 99, "Wort"), ("W" * 99, "W-")):
        room = fonts.width(line, 20)
        assert fonts.wrapped(text, room, 20) == (*(line,) * 30, "…")
        assert len(fonts.wrapped(text[: 30 * len(text) // 99], room, 20)) == 30


def test_a_picture_carries_the_letters_of_german_texts_and_its_others() -> None:
    letters = fonts.beyond_common("Förderung je Kopf in Lünen: 1.234,56 € → Ø Łódź")
    assert set(letters) == set("ØŁóź")
    common, more = fonts.embedded("", fonts.BOLD), fonts.embedded(letters, fonts.BOLD)
    assert common[:4] == b"wOF2"
    assert len(common) < len(more) < 8000
    assert more == fonts.embedded(letters, fonts.BOLD)
    known = set(TTFont(io.BytesIO(more)).getBestCmap())
    assert set(map(ord, letters)) <= known
    assert known - set(map(ord, letters)) == set(TTFont(io.BytesIO(common)).getBestCmap())


def test_a_number_stays_with_its_unit() -> None:
    lines = fonts.wrapped("Es wurden 13,3 Mio. € und 5 % von 30 km² bewilligt", 260, 40)
    assert len(lines) > 2
    assert not any(line.startswith(("Mio.", "€", "%", "km²")) for line in lines)


@pytest.mark.parametrize("text", ["w" * 10_000, "Wort " * 2_000, "i" * 10_000, "a-" * 5_000])
def test_of_a_text_that_is_far_too_long_the_beginning_is_drawn(text: str) -> None:
    *lines, last = fonts.wrapped(text, 120, 12)
    assert (len(lines), last) == (fonts.MOST_LINES, "…")
    assert all(fonts.width(line, 12) <= 120 for line in lines)
    assert text.startswith(lines[0].removesuffix("-"))


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("Donaudampfschifffahrtsgesellschaften", "Donau-dampf-schiff-fahrts-ge-sell-schaf-ten"),
        ("Förderung", "För-de-rung"),
        ("Ärzteübersicht", "Ärz-te-über-sicht"),
        ("Ort", "Ort"),
        ("", ""),
    ],
)
def test_words_are_divided_between_their_syllables(word: str, syllables: str) -> None:
    places = [0, *fonts._syllables(word), len(word)]
    assert "-".join(word[begin:end] for begin, end in pairwise(places)) == syllables


def test_words_of_visitors_are_not_kept_for_ever() -> None:
    assert fonts._syllables.cache_info().maxsize
