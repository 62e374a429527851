"""Another district without any project: every page opens, says kindly what will stand there, and invents nothing."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from syrupy.assertion import SnapshotAssertion

from app import navigation
from app.data import db, queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS
from app.exhibits.compared import OWN, known_measures
from app.surfaces.folder import pdf
from app.surfaces.folder.request import folder_request
from tests.app import as_text
from tests.app.asking import ask
from tests.app.test_folder import says
from tests.app.test_pages import (
    cards,
    components,
    everything_said,
    notices,
    opened,
    panels,
    plain_sentences,
    texts_of,
    title,
)
from tests.district import NAME, new_region, official_file, run
from tests.etl.official.squares import KEYS, NAMES
from tests.etl.snapshots import steady

PAGES = [entry.key for entry in navigation.ENTRIES]
EARLY = {"overview", "map", "funding", "milestones", "projects", "municipalities"}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.fixture(scope="module", autouse=True)
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the app read the data folder of the other district."""
    folder = tmp_path_factory.mktemp("district")
    data = folder / "data"
    assert new_region(data, official_file(folder)).exit_code == 0
    (data / "wappen.svg").write_text(LOGO, "utf-8")
    region = data / "region.toml"
    region.write_text(region.read_text("utf-8").replace('logo = ""', 'logo = "wappen.svg"'), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA_DIR", str(data))
        patch.delenv("MONITOR_RELEASES_DIR", raising=False)
        assert run("build", "--yes").exit_code == 0
        yield data


@cache
def seen(key: str = "overview", *chosen: str) -> AppTest:
    """A page of the other district that tests only look at."""
    return opened(key, {"kommune": list(chosen)})


def brand(test: AppTest) -> str:
    return next(body for body in texts_of(test) if "srm-brand" in body)


# Every page whole and those of the projects with one municipality; several or the district on some of them.
VIEWS = [*((key, []) for key in PAGES), *((key, [KEYS[1]]) for key in sorted(EARLY))]
VIEWS += [*((key, [KEYS[0], KEYS[3]]) for key in ("overview", "funding")), ("map", ["05999"]), ("projects", ["05999"])]


@pytest.mark.parametrize(("key", "chosen"), VIEWS)
def test_a_page_opens_and_shows_no_zero_where_nothing_is_known(key: str, chosen: list[str]) -> None:
    test = seen(key, *chosen)
    assert not test.exception
    assert not test.error
    said = everything_said(test)
    assert title(test)
    assert not re.search(
        r"\b0 €|\b0 Mio|\bVon 0\b|\b0 (davon|Projekte|Meilensteine)|\b0 von 0\b|\bnan\b|\bNone\b", said
    )
    assert not cards(test)


@pytest.mark.parametrize("key", [*sorted(EARLY), "indicators", "changes"])
def test_a_page_says_kindly_what_will_stand_there(key: str, snapshot: SnapshotAssertion) -> None:
    (box,) = components(seen(key), "plain")
    said = as_text.page("".join([*texts_of(seen(key)), box["html"]]))
    assert steady(said.rpartition("\n")[0]) == snapshot


@pytest.mark.parametrize(("key", "chosen"), [*((key, []) for key in PAGES), ("municipalities", [KEYS[1]])])
def test_plain_words_say_what_is_known_already(key: str, chosen: list[str]) -> None:
    said = plain_sentences(seen(key, *chosen))
    assert 3 <= len(said) <= 6
    assert all(len(sentence.split()) <= 15 for sentence in said)
    if key in EARLY - {"map"}:
        assert any("noch kein Projekt" in sentence or "kennen wir kein Projekt" in sentence for sentence in said)
        assert any(sentence.startswith("Später") for sentence in said)


def test_no_measure_of_projects_is_offered_where_there_is_none() -> None:
    release_id = db.current_release()
    known = known_measures(Selection(release_id, queries.release(release_id).stand_date.date()))
    assert not {*known} & ({*OWN} - {"bevoelkerung", "bevoelkerungsdichte"})
    assert {*known} & {*OWN}


@pytest.mark.parametrize("key", PAGES)
def test_only_filters_that_do_something_are_offered(key: str) -> None:
    visible = [
        name
        for data in components(seen(key), "form")
        if data["key"] == "filters"
        for name in re.findall('data-filter="(.*?)"', data["html"])
    ]
    assert visible == (["kommune"] if key in {"overview", "map", "municipalities", "indicators"} else [])


@pytest.mark.parametrize("key", ["overview", "map"])
def test_the_map_shows_the_municipalities_with_what_is_known_of_them(key: str) -> None:
    (drawing,) = components(seen(key), "map")
    assert drawing["html"].count('data-key="') == len(KEYS)
    for name, density in zip(NAMES, ("440", "480", "520", "560"), strict=True):
        assert f"{name}: {density}" in drawing["html"]


@pytest.mark.parametrize(("ags", "name"), zip(KEYS, NAMES, strict=True))
def test_a_municipality_has_a_profile_of_what_is_known(ags: str, name: str) -> None:
    test = seen("municipalities", ags)
    assert title(test).replace("\\", "") == name
    assert f"({NAME}, Nordrhein-Westfalen)" in everything_said(test)
    (panel,) = [panel for panel in panels(test) if panel["title"] == f"Bevölkerung: {name}"]
    assert panel["rows"][0][0] == "31.12.2030"


def test_the_logo_stands_at_the_top_with_the_name_of_the_region() -> None:
    top = brand(seen())
    assert f'alt="{NAME}"' in top
    assert "data:image/svg+xml;base64," in top
    assert f"Smart-Region-Monitor {NAME}" in top


def test_no_page_names_the_district_that_comes_with_the_project() -> None:
    for key in PAGES:
        said = everything_said(seen(key)) + brand(seen(key))
        assert not re.search(r"Unna|Schwerte|Dortmund|05978", said), key


def test_legal_pages_have_no_heading_without_text_and_no_invitation_without_address() -> None:
    for key in ("imprint", "privacy", "accessibility"):
        prose = "".join(text for text in texts_of(seen(key)) if "srm-prose" in text)
        blocks = re.findall("<(h[1-6]|p|ul|ol|table)>(.*?)</\\1>", prose, re.DOTALL)
        assert blocks
        for (kind, text), (after, _) in zip(blocks, [*blocks[1:], ("h1", "")], strict=True):
            assert not (kind < "i" and after < "i" and after <= kind), text
            assert not (text.endswith(":") and after < "i"), text
        assert any("noch nicht eingetragen" in notice for notice in notices(seen(key)))


@pytest.mark.parametrize("slug", [exhibit.slug for exhibit in EXHIBITS if not exhibit.choices])
def test_a_chart_claims_nothing_where_nothing_is_known(slug: str) -> None:
    query = f"kommune={KEYS[1]}"
    said = ask(f"/api/zitat/{slug}.json?{query}")
    assert said.status == 200
    assert not re.search(r"\b0 €|\bnan\b|\bNone\b|NaT|Unna|keine Angabe mit", said.text)
    assert "am meisten" not in said.text
    ending = ("csv", "xlsx", "json")[len(slug) % 3]
    assert ask(f"/api/daten/{slug}.{ending}?{query}").status == 200


@pytest.mark.parametrize("slug", ["zuwendungen-nach-kommune", "weg-des-geldes", "zeitleiste"])
def test_there_is_no_picture_of_nothing(slug: str) -> None:
    answer = ask(f"/api/bild/{slug}.svg")
    assert answer.status == 404
    assert "nichts bekannt" in answer.text


@pytest.mark.parametrize(("ags", "name"), [("", NAME), (KEYS[1], NAMES[1])])
def test_the_meeting_folder_says_kindly_what_will_stand_there(ags: str, name: str) -> None:
    content = pdf.folder(folder_request(db.current_release(), ags))
    assert not says(content, "weitere")
    assert pdf.page_count(content) == 2
    assert says(content, f"Sitzungsmappe {name}", "Noch ist kein Projekt erfasst", "Hier steht später", "25,00 km²")
