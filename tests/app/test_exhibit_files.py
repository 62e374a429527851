"""Addresses of pictures, data and words: the right file under its name, a German sentence where there is none."""

import asyncio
import datetime as dt
import io
import json
import re
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from app import exhibits
from app.charts.maps import LocatorMap
from app.data import queries
from app.data.selection import Selection
from app.exhibits import Exhibit, View, address, captions, charts_of_exhibits
from app.exhibits.model import SIZE_PARAMETER
from app.files import data_files, picture_metadata, pictures
from app.files.pictures import exhibit_picture
from app.surfaces.folder.request import ADDRESS
from app.web.api import answers
from app.web.api import exhibit as exhibit_answers
from app.web.policy import FILE_POLICY, policy
from app.web.warm import warm
from tests.app.asking import ask, asked
from tests.app.test_exhibits import every_exhibit, view

DATA = "/api/daten/zuwendungen-nach-kommune"
PICTURE = "/api/bild/karte-zuwendungen"


def drawn(picture: pictures.Picture, choice: pictures.Choice) -> bytes:
    return f"{picture.about.title}|{choice}".encode()


# Data


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (f"{DATA}.csv", "excel"),
        (f"{DATA}.csv?fuer=csv", "csv"),
        (f"{DATA}.csv?fuer=maschine", "csv"),
        (f"{DATA}.xlsx", "xlsx"),
        (f"{DATA}.json", "json"),
        (f"{DATA}.plotly", "plotly"),
    ],
)
def test_a_file_comes_under_its_name_with_its_kind(address: str, kind: str, everything: Selection) -> None:
    answer = ask(address)
    expected = data_files.data_file(
        exhibits.by_key("funding.municipality"), View(everything), kind, "https://monitor.example"
    )
    assert answer.status == 200
    assert answer.body == expected.content
    assert answer.headers["content-type"] == expected.media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{expected.name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == FILE_POLICY


def test_filters_in_the_address_narrow_the_file() -> None:
    found = json.loads(ask(f"{DATA}.json?jahr=2021&kommune=05978024").body)
    assert found["meta"]["filters"] == [
        "Kommune: Lünen",
        "Jahr: 2021",
        "ohne Datum und deshalb nicht enthalten: eigene Zuwendungen von 50.000 €",
    ]
    assert [row["label"] for row in found["rows"]] == ["Lünen"]


OF_EACH_ADDRESS = {(exhibit.page, exhibit.choices): exhibit for exhibit in reversed(exhibits.EXHIBITS)}.values()
"""One exhibit for each way to be named by an address; that permalinks lead back to every exhibit is promised elsewhere."""


@pytest.mark.parametrize("exhibit", OF_EACH_ADDRESS, ids=[exhibit.key for exhibit in OF_EACH_ADDRESS])
def test_the_permalinks_parameters_give_the_same_rows(exhibit: Exhibit, everything: Selection) -> None:
    asked = exhibit.whole(view(exhibit, everything))
    query = captions.about(exhibit, asked).permalink.partition("?")[2]
    found = json.loads(ask(f"/api/daten/{exhibit.slug}.json?{query}").body)
    assert found["meta"]["fingerprint"] == exhibits.fingerprint(exhibit.content(asked))


def test_the_data_of_a_chart_of_several_pages_are_those_of_all(everything: Selection) -> None:
    chart = exhibits.by_slug("zeitleiste")
    pages = [
        chart.content(View(everything, (("seite", str(number)),))).table
        for number in range(1, chart.pages(View(everything)) + 1)
    ]
    assert len(pages) > 1
    answer = ask("/api/daten/zeitleiste.json?seite=2")
    assert [(row["project_id"], row["title"]) for row in json.loads(answer.body)["rows"]] == [
        (row.project_id, row.title) for page in pages for row in page.replace({float("nan"): None}).itertuples()
    ]
    assert "zeitleiste_2026-11-23" in answer.headers["content-disposition"]


def test_a_picture_of_one_of_several_pages_says_which(everything: Selection) -> None:
    chart = exhibits.by_slug("zeitleiste")
    count = queries.timeline_projects(everything).count
    pages = chart.pages(View(everything))
    about = captions.about(chart, View(everything, (("seite", str(pages)),)))
    assert f"Seite {pages} von {pages}: Projekte {15 * pages - 14} bis {count} von {count}" in about.subtitle
    about = captions.about(chart, View(everything, (("seite", "2"), (SIZE_PARAMETER, str(count - 1)))))
    assert about.subtitle.endswith(f"Seite 2 von 2: Projekt {count} von {count}")
    assert "Seite" not in captions.about(chart, chart.whole(View(everything))).subtitle


def test_who_has_the_file_already_is_told_so() -> None:
    first = ask(f"{DATA}.json")
    again = ask(f"{DATA}.json", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert ask(f"{DATA}.json?jahr=2021", if_none_match=first.headers["etag"]).status == 200


@pytest.mark.parametrize("address", [f"{DATA}.json", ADDRESS])
def test_a_tag_is_found_among_others_and_in_its_weak_form(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.surfaces.folder.pdf.folder", lambda _: b"made")
    tag = ask(address).headers["etag"]
    for known in (f"W/{tag}", f'"other", W/{tag}', "*"):
        assert ask(address, if_none_match=known).status == 304
    other = ask(address, if_none_match='"other"')
    # A new release may come at any moment: asked for again it is compared.
    assert (other.status, other.headers["cache-control"]) == (200, "no-cache")


def test_what_holds_the_address_it_was_asked_by_is_for_nobody_else(everything: Selection) -> None:
    fixed = f"stand={everything.stand}&veroeffentlichung={everything.release_id}"
    assert ask(f"{DATA}.json?{fixed}").headers["cache-control"] == "private, max-age=3600"


def test_only_an_address_that_holds_to_a_release_may_be_kept(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://daten.example.org")
    fixed = f"stand={everything.stand}&veroeffentlichung={everything.release_id}"
    assert ask(f"{DATA}.json?{fixed}").headers["cache-control"] == "public, max-age=3600"
    for query in ("", f"stand={everything.stand}", f"veroeffentlichung={everything.release_id}"):
        assert ask(f"{DATA}.json?{query}").headers["cache-control"] == "no-cache"
    other = ask(f"{DATA}.json?stand={everything.stand}&veroeffentlichung=000000000000")
    assert other.status == 404
    assert everything.release_id in other.text


def test_the_head_alone_can_be_asked_for() -> None:
    assert ask(f"{DATA}.json", method="HEAD").headers["content-length"] == str(len(ask(f"{DATA}.json").body))
    assert ask(f"{DATA}.json", method="POST").status == 405


# What cannot be had

INCOMPLETE = (
    "zeitleiste-des-projekts",
    "zeitleiste-des-projekts?projekt=erfunden",
    "lage-des-projekts",
    "lage-der-kommune",
    "lage-der-kommune?kommune=05978",
    "zeitleiste-der-kommune?kommune=05978024&kommune=05978028",
    "bevoelkerung-der-kommune",
    "indikator-karte",
    "zeitleiste?seite=99",
)
"""Names of exhibits that do not say what they are of, or of something that is not there."""


def test_a_column_of_parquet_that_a_filter_empties_keeps_its_type() -> None:
    place, filters = "kommune=05978028", "jahr=2020&ebene=Bund"
    for slug in ("zuwendungen-nach-ebene", "zeitleiste-der-kommune", "kreisweite-projekte"):
        whole, empty = (
            pq.read_table(io.BytesIO(ask(f"/api/daten/{slug}.parquet?{query}").body))
            for query in (place, f"{place}&{filters}")
        )
        assert any(column.null_count == len(column) for column in empty.columns)
        assert dict(zip(empty.schema.names, empty.schema.types, strict=True)) == dict(
            zip(whole.schema.names, whole.schema.types, strict=True)
        )


def test_whole_days_are_days_in_excel_and_partial_dates_stay_text() -> None:
    sheet = load_workbook(io.BytesIO(ask("/api/daten/alle-betraege.xlsx").body)).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Bewilligt")
    cells_of_dates = [row[place] for row in sheet.iter_rows(min_row=2) if row[place].value]
    texts = {cell.value for cell in cells_of_dates if isinstance(cell.value, str)}
    days = [cell for cell in cells_of_dates if isinstance(cell.value, dt.datetime)]
    assert len(texts) > 5
    assert not any(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) for text in texts)
    assert dt.datetime(2020, 9, 8) in {cell.value for cell in days}
    assert {cell.number_format for cell in days} == {"dd.mm.yyyy"}


def test_two_dates_that_are_turned_round_make_the_file_of_both_in_order() -> None:
    asked = "/api/daten/indikator-aenderung.csv?kennung=bb_hh_ftthb_pct&anfang={}&ende={}"
    in_order, turned = (ask(asked.format(*dates)) for dates in (("2019-06", "2021-06"), ("2021-06", "2019-06")))
    assert (turned.status, turned.body) == (200, in_order.body)
    link = "/api/daten/indikator-aenderung.json?kennung=bb_hh_ftthb_pct&anfang=2021-06&ende=2019-06"
    assert "anfang=2019-06&ende=2021-06" in ask(link).text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/daten/gibt-es-nicht.csv", 404, "„gibt-es-nicht“ gibt es nicht. Es gibt: abgeleitete-groessen, "),
        ("/api/daten/%3Cscript%3E.csv", 404, "„script“ gibt es nicht"),
        (f"{DATA}.csv?kommune=05913000", 404, "Kommune: „05913000“ gibt es in diesem Stand nicht."),
        (f"{DATA}.csv?stand=2020-01-01", 404, "Einen Stand „2020-01-01“ gibt es nicht."),
        (f"{DATA}.csv?fuer=mich", 400, "Angabe „fuer“: „mich“ gibt es nicht. Erwartet wird: excel, csv."),
        ("/api/daten/alle-betraege.plotly", 404, "Werte von Karten und Tabellen gibt es als CSV"),
        ("/api/daten/alle-betraege.csv?kommune=05913000", 404, "Kommune: „05913000“ gibt es in diesem Stand nicht."),
        ("/api/daten/alle-betraege.csv?erfunden=1", 400, "Die Angabe „erfunden“ kennen wir nicht."),
        ("/api/daten/betraege-des-projekts.json", 404, "Erwartet wird: projekt"),
        ("/api/daten/projekte-der-kommune.json", 404, "genau einer Kommune"),
        ("/api/daten/liste-der-projekte.csv?zuversicht=5", 404, "Zuversicht zu den Terminen: „5“ gibt es"),
        ("/api/daten/im-zeitraum-erreicht.csv?von=2026-02-01&bis=2026-01-01", 404, "das Ende nicht vor dem Beginn"),
        ("/api/daten/im-zeitraum-erreicht.csv?von=gestern", 404, "Tage wie 2026-05-17"),
        ("/api/bild/alle-betraege.svg", 404, "„alle-betraege“ gibt es nicht."),
        ("/api/daten/indikator-aenderung.csv?kennung=bb_hh_ftthb_pct&anfang=1990", 404, "Anfang: „1990“ gibt es"),
        ("/api/daten/indikator-aenderung.csv?kennung=bb_hh_ftthb_pct&ende=2050", 404, "Ende: „2050“ gibt es"),
        (f"{DATA}.pdf", 400, "Erwartet wird: csv, xlsx, json, plotly, metadata, parquet, zip."),
        (f"{PICTURE}.gif", 400, "Erwartet wird: png, svg, pdf."),
        (f"{PICTURE}.svg?format=riesig", 400, "Erwartet wird: breit, vorschau, quadrat, hoch, folie, a4halb."),
        (f"{PICTURE}.svg?schlicht=ja", 400, "Erwartet wird: 0, 1."),
        (f"{PICTURE}.svg?umrisse=ja", 400, "Angabe „umrisse“: „ja“ gibt es nicht."),
        ("/api/daten/karte-zuwendungen.plotly", 404, "Als Plotly-JSON gibt es Diagramme, Karten nicht."),
        ("/api/daten/zeitleiste.csv?seite=-1", 404, "Seite: „-1“ gefunden, erwartet wird eine Zahl ab 1."),
        ("/api/daten/zeitleiste.csv?seite=%C2%B2", 404, "erwartet wird eine Zahl ab 1."),
        ("/api/daten/lage-der-kommune.csv", 404, "Erwartet wird: kommune"),
        ("/api/zitat/bevoelkerung-der-kommune.json?kommune=05978024&kommune=05978028", 404, "genau einer Kommune"),
        ("/api/zitat/zeitleiste-des-projekts.json", 404, "Erwartet wird: projekt"),
        ("/api/daten/lage-des-projekts.csv?projekt=x", 404, "Erwartet wird: projekt"),
        ("/api/daten/indikator-verlauf.csv?thema=x", 404, "Erwartet wird: thema und indikator"),
        ("/api/bild/zeitleiste.svg?seite=99", 404, "Seite: 99 gefunden, erwartet wird höchstens 5."),
    ],
)
def test_what_is_not_there_is_answered_in_german(address: str, status: int, words: str) -> None:
    answer = ask(address)
    assert answer.status == status
    assert words in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "<" not in answer.text


def test_a_chart_alone_that_is_not_there_is_kept_by_nobody() -> None:
    shown, refused = (ask(f"/?embed=true&bild={slug}") for slug in ("zuwendungen-nach-ebene", "gibt-es-nicht"))
    assert (shown.status, refused.status) == (200, 404)
    assert "max-age" in shown.headers["cache-control"] and "etag" in shown.headers
    assert refused.headers["cache-control"] == "no-store" and "etag" not in refused.headers


@pytest.mark.parametrize("slug", ["lage-der-kommune", "karte-bevoelkerungsdichte"])
def test_a_map_alone_is_drawn_and_told(slug: str) -> None:
    document = ask(f"/?embed=true&bild={slug}&kommune=05978024").text
    (told, drawn) = re.findall(
        r'<div class="srm-map"[^>]* aria-label="([^"]+)"><svg [^>]*aria-label="([^"]+)"', document
    )[0]
    assert told == drawn and "Lünen" in told and "karte" in told.lower()


def test_a_picture_that_cannot_be_drawn_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> bytes:
        raise pictures.PictureError("the reason for the log")

    monkeypatch.setattr(pictures, "file", refused)
    answer = ask(f"{PICTURE}.svg")
    assert answer.status == 500
    assert answer.text == str(pictures.PictureError())


# Pictures


@pytest.mark.parametrize("kind", pictures.KINDS)
@pytest.mark.parametrize("format", pictures.FORMATS)
def test_a_picture_comes_in_its_format_and_kind(kind: str, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "file", drawn)
    answer = ask(f"{PICTURE}.{kind}?format={format}&schlicht=1&umrisse=1&jahr=2021")
    choice = pictures.Choice(format, kind, is_bare=True, has_outlines=kind == "svg")
    assert answer.text == f"2021 wurden Lünen 13,3 Mio. € eigene Zuwendungen bewilligt|{choice}"
    assert answer.headers["content-type"] == pictures.KINDS[kind]
    name = answer.headers["content-disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.startswith("karte-zuwendungen-2021_2026-11-23")
    assert name.endswith(f"_ohne-titel{'_umrisse' if kind == 'svg' else ''}.{kind}")


def test_a_map_is_drawn_in_earnest_and_says_where_it_comes_from(everything: Selection) -> None:
    answer = ask(f"{PICTURE}.svg")
    assert answer.headers["content-security-policy"] == FILE_POLICY != policy()
    facts = picture_metadata.read(answer.body)
    assert facts.title == "Lünen erhält mit 13,4 Mio. € am meisten eigene Förderung"
    assert facts.release_id == everything.release_id
    assert facts.permalink.startswith("https://monitor.example/b/karte-zuwendungen?")
    assert facts.fingerprint == json.loads(ask("/api/daten/karte-zuwendungen.json").body)["meta"]["fingerprint"]


@pytest.mark.parametrize("exhibit", OF_EACH_ADDRESS, ids=[exhibit.key for exhibit in OF_EACH_ADDRESS])
def test_an_exhibit_has_a_picture_that_is_always_the_same(exhibit: Exhibit, everything: Selection) -> None:
    picture = exhibit_picture(exhibit, view(exhibit, everything))
    assert picture.about.sources
    assert picture.chart.alt in picture.about.long
    assert picture == exhibit_picture(exhibit, view(exhibit, everything))


@pytest.mark.parametrize(
    ("place", "address", "words"),
    [
        ("app.files.pictures.file", f"{PICTURE}.svg", "viele Bilder"),
        ("app.surfaces.folder.pdf.folder", ADDRESS, "viele Mappen"),
    ],
)
def test_what_takes_long_leaves_the_rest_of_the_server_free(
    place: str, address: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While more wait than the server has threads for pages, other addresses answer; too many are told so at once."""
    go, begun = threading.Event(), threading.Semaphore(0)
    most = answers.THREADS["pictures" if "pictures" in place else "folders"]

    def waits(*_: Any, **__: Any) -> bytes:
        begun.release()
        go.wait(30)
        return b"made"

    monkeypatch.setattr(place, waits)

    async def all_of_them() -> None:
        waiting = [asyncio.create_task(asked(address)) for _ in range(most)]
        for _ in range(most):
            await asyncio.to_thread(begun.acquire, timeout=30)
        assert (await asked("/api/health")).status == 200
        assert (await asked(f"{DATA}.json")).status == 200
        refused = await asked(address)
        assert (refused.status, words in refused.text, "retry-after" in refused.headers) == (503, True, True)
        go.set()
        assert [answer.status for answer in await asyncio.gather(*waiting)] == [200] * most

    asyncio.run(all_of_them())


# Words and addresses


def test_words_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhibit_answers, "dt", SimpleNamespace(date=SimpleNamespace(today=lambda: dt.date(2027, 1, 4))))
    answer = ask("/api/zitat/zuwendungen-nach-ebene.json?jahr=2021")
    said = json.loads(answer.body)
    assert said["title"] == "2021 wurden von Bund und Land 13,3 Mio. € bewilligt"
    assert said["permalink"] == "https://monitor.example/b/zuwendungen-nach-ebene?jahr=2021&stand=2026-11-23"
    assert said["embed"] == (
        "https://monitor.example/foerderung?jahr=2021&stand=2026-11-23&bild=zuwendungen-nach-ebene&embed=true"
    )
    assert said["title"] in said["short"]
    assert said["title"] in said["citation"]
    assert said["citation"].endswith("(abgerufen am 04.01.2027).")
    assert answer.headers["cache-control"] == "no-cache"


def test_the_public_address_is_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://daten.example.org/monitor/")
    said = json.loads(ask("/api/zitat/zuwendungen-nach-ebene.json").body)
    assert said["permalink"].startswith("https://daten.example.org/monitor/b/")


@pytest.mark.parametrize("host", ['evil.example"><script>', "a b", "x/../y", "[::1", ""])
def test_a_host_that_is_none_ends_up_in_no_file(host: str) -> None:
    said = json.loads(ask("/api/zitat/zuwendungen-nach-ebene.json", host=host).body)
    assert said["permalink"].startswith("/b/")


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "[::1]:8501", "monitor.example"])
def test_a_host_that_is_one_stands_in_the_permalink(host: str) -> None:
    said = json.loads(ask("/api/zitat/zuwendungen-nach-ebene.json", host=host).body)
    assert said["permalink"].startswith(f"https://{host}/b/")


# Maps of many areas


def test_a_picture_of_many_areas_holds_their_shapes(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.charts.base_map.MANY", 5)
    picture = exhibit_picture(exhibits.by_key("map.grant_eur"), View(everything))
    svg = pictures.file(replace(picture, key="many"), pictures.Choice("breit", "svg")).decode()
    many = [path for path in re.findall("<path[^>]*>", svg) if 'stroke-width="0.4"' in path]
    # One path a class, and each shape once in one of them.
    assert len(many) <= 6
    assert sum(path.count("M") for path in many) >= len(queries.municipalities(everything))
    assert any("url(#" in path for path in many)


def test_a_page_of_many_areas_is_told_where_their_shapes_are(
    everything: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.charts.base_map.MANY", 5)
    exhibit, asked = exhibits.by_key("map.grant_eur"), View(everything)
    address = charts_of_exhibits.map_data(exhibit.content(asked), asked, "many")["shapes"]
    assert len(json.loads(ask(address).body)["keys"]) == len(queries.municipalities(everything))
    charts_of_exhibits._locator.cache_clear()
    (place,) = [found for found in exhibits.EXHIBITS if found.slug == "lage-der-kommune"]
    here = View(replace(everything, municipalities=("05978024",)))
    drawn = exhibits.chart(place.content(here), here)
    assert isinstance(drawn, LocatorMap)
    assert "Lünen" in drawn.alt
    warm()
    charts_of_exhibits._locator.cache_clear()


@every_exhibit
def test_a_short_address_leads_to_its_page(exhibit: Exhibit, everything: Selection) -> None:
    asked = view(exhibit, everything)
    answer = ask(address.short(exhibit, asked))
    assert answer.status == 302
    assert answer.headers["location"] == f"https://monitor.example{address.permalink(exhibit, asked)}"


@pytest.mark.parametrize(
    "rest", ["erfunden", "karte-indikator?kennung=erfunden", "zeitleiste?stand=1999-01-01", *INCOMPLETE]
)
def test_a_short_address_that_leads_nowhere_says_why(rest: str) -> None:
    answer = ask(f"/b/{rest}")
    assert answer.status == 404
    assert re.search("gibt es|erwartet wird|Erwartet wird", answer.text)


@pytest.mark.parametrize("rest", INCOMPLETE)
@pytest.mark.parametrize("kind", ["bild/{}.svg", "daten/{}.json", "zitat/{}.json"])
def test_a_file_of_something_unnamed_is_not_there(kind: str, rest: str) -> None:
    slug, _, query = rest.partition("?")
    answer = ask(f"/api/{kind.format(slug)}?{query}")
    assert answer.status == 404
    assert "rwartet wird" in answer.text
