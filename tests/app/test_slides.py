"""A page as slides: one message each, at most twelve, and what has no room is counted."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import exhibits
from app.data.selection import Selection
from app.exhibits import View
from app.surfaces.streamlit import slides
from app.surfaces.streamlit.slides import MOST
from etl.release.build import Release
from tests.app.test_pages import SELECTIONS, components, opened

YEAR = re.compile(r">(20\d\d)</text>")


@pytest.fixture(scope="module")
def embedded_dir(embedded: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All embedded data in a folder of its own, because DuckDB opens a file only once in a process in two ways."""
    folder = tmp_path_factory.mktemp("embedded") / "releases"
    shutil.copytree(embedded.path.parent, folder, ignore=shutil.ignore_patterns(".lock"))
    return folder


def presented(key: str, selection: str = "everything") -> AppTest:
    test = opened(key, SELECTIONS[selection], praesentation="true")
    assert not test.exception
    return test


def headings(test: AppTest) -> list[str]:
    return [str(heading) for heading in next(components(test, "stage"))["headings"]]


def texts(test: AppTest) -> str:
    return "\n".join(element.proto.body for kind in ("html", "markdown") for element in test.get(kind))


# Of the pages that have most one of charts and one of figures; what is chosen leaves less.
VIEWS = [("milestones", "everything"), ("municipalities", "one municipality")]


@pytest.mark.parametrize(("key", "selection"), VIEWS)
def test_a_page_has_at_most_twelve_slides(
    key: str, selection: str, embedded_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(embedded_dir))
    assert 1 <= len(headings(presented(key, selection))) <= MOST


def test_the_title_of_a_chart_says_what_its_figures_say_and_its_name_stands_above() -> None:
    test = presented("overview")
    assert "73 von 104 Ergebnissen sind erreicht" in headings(test)
    assert '<p class="srm-slide-over">Ergebnisse nach Zustand</p><h2>73 von 104' in texts(test)


def test_the_answer_names_the_source_of_each_of_its_sentences() -> None:
    _, below_answer, *_ = re.findall('<p class="srm-slide-source">([^<]+)</p>', texts(presented("overview")))
    assert below_answer.startswith("Quelle: Projektleitstelle Smart Region Kreis Unna; Breitbandatlas")


def test_a_sentence_that_stands_before_every_slide_is_on_none() -> None:
    made = slides.Slides()
    made.note("Ein Satz.")
    assert not made._messages


def test_a_timeline_without_any_date_has_no_slide(everything: Selection) -> None:
    nothing = View(replace(everything, years=(1990,)))
    assert slides._timelines(exhibits.by_key("milestones.timeline"), nothing, 0, 1) == []


def test_headline_figures_stand_together_on_one_slide() -> None:
    shown = [
        html for html in texts(presented("funding")).split("\n") if html.startswith('<ul class="srm-slide-figures')
    ]
    assert len(shown) == 1
    assert shown[0].count("<li>") == 4


def test_parts_of_a_timeline_share_one_axis_and_count_what_has_no_room() -> None:
    test = presented("milestones")
    timelines = [data["html"] for data in components(test, "chart") if "Projekten" in data["html"]]
    assert len(timelines) == 3
    assert len({tuple(YEAR.findall(drawing)) for drawing in timelines}) == 1
    assert texts(test).count("Gezeigt sind 12 von ") == 3
    assert len(headings(test)) == MOST


def test_projects_that_all_have_room_are_not_counted(everything: Selection) -> None:
    timeline = exhibits.by_key("milestones.timeline")
    for total, is_said in ((4, False), (5, True)):
        (slide,) = slides._timelines(timeline, View(everything), total, 1)
        assert any(f"von {total} Projekten" in line for line in slide.below) == is_said


def test_what_has_nothing_to_show_is_no_slide() -> None:
    test = presented("milestones", "nothing left")
    assert headings(test)[1:] == [
        "Die Meilensteine in Zahlen",
        "Verschiebungs-Konto aller Meilensteine",
        "Zuversicht zu den Terminen",
    ]


def test_a_short_list_says_how_many_there_are() -> None:
    assert "Gezeigt sind 5 von " in texts(presented("milestones"))
