"""What the whole app says of a small district in which every edge occurs, compared with what it said before."""

import asyncio
import contextlib
import datetime as dt
import inspect
import io
import json
import re
import sqlite3
import zipfile
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlencode

import pandas as pd
import pyarrow.parquet as parquet
import pytest
from openpyxl import load_workbook
from streamlit import config as streamlit_config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.util import calc_hash
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from app import exhibits, navigation
from app.charts import svg
from app.charts.marks import MEDIUM, WIDTHS, Chart, page_layout
from app.charts.theme import sheet_variables
from app.data import db, queries
from app.data.origins import ORIGINS
from app.data.selection import UNDATED, Selection
from app.exhibits import EXHIBITS, Exhibit, Plot, View, captions
from app.exhibits.address_parameters import SHOWN
from app.exhibits.data_selection import is_condition
from app.exhibits.origins import origins_of
from app.exhibits.tables import TABLES
from app.files import data_files
from app.files.data_files import data_file
from app.surfaces.folder.contents import contents
from app.surfaces.folder.request import RowLimits, folder_request
from app.surfaces.streamlit.parts import page as parts_of_pages
from app.web import addresses, limits, page_run
from app.web.first_view import first_view
from app.web.page_head import head
from app.web.request_kind import request_kind
from config import ROOT
from tests.app import as_text
from tests.app.asking import Answer, ask, asked, server
from tests.etl.snapshots import bounds
from tests.etl.tiny import DISTRICT, A, B
from tests.once import once
from tests.small import release_of_edges

FIRST, BEFORE, STAND = dt.date(2025, 12, 31), dt.date(2026, 3, 31), dt.date(2026, 6, 30)
PERIOD = (dt.date(2025, 9, 1), STAND)
GIGABIT, CHARGING = "bb_hh_bbsr_ge1000_pct", "ev_charging_points"
ALIKE, FIBRE = "bb_hh_all_ge1000_pct", "bb_hh_ftthb_pct"
"""In which two municipalities have the same place."""
CHOICES: dict[str, dict[str, tuple[str | int, ...]]] = {
    "everything": {},
    "Bergkamen": {"municipalities": (A,)},
    "2025 and undated": {"years": (2025, UNDATED)},
    "all of the district, two fields, Land": {
        "municipalities": (A, DISTRICT),
        "fields": ("bildung-kultur-freizeit", "raum-und-infrastruktur"),
        "levels": ("Land",),
    },
}


class Day(dt.date):
    """The day on which everything is asked, for what says how old data are."""

    @classmethod
    def today(cls) -> Self:
        return cls(2026, 7, 15)


class TextFile(SingleFileSnapshotExtension):
    """A text a file, so that a change of it is read line by line."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def said(snapshot: SnapshotAssertion, edges: Selection) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.fixture(scope="module", autouse=True)
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Selection]:
    """All of the latest Stand of the release of edges."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(once(tmp_path_factory, "edges", release_of_edges)))
        patch.setenv("MONITOR_BASE_URL", "https://monitor.example")
        patch.setattr(parts_of_pages, "dt", SimpleNamespace(**{**vars(dt), "date": Day}))
        yield Selection(db.current_release(), STAND)


# Questions

ASKED: dict[str, list[tuple[object, ...]]] = {
    "corrections_since": [(FIRST, ("projekte", "foerderung", "bevoelkerung"), (GIGABIT,)), (BEFORE, (), ())],
    "areas": [(B,)],
    "sources_of": [("q-tag", "q-ohne")],
    "funding_by": [("level",), ("programme",), ("field",), ("year",), ("municipality",)],
    "milestone_list": [("reached",), ("planned",), ("overdue",), ("no_feedback",)],
    "milestone_chronicle": [("event", "setback"), ("step_taken",)],
    "project_rows": [(), ("läuft BÜRGER",), ("", "0"), ("", "2")],
    "timeline_rows": [(), ("kreisweit", "leer")],
    **{
        name: [("fertig",), ("gemeinsam-drei",), ("nichts",)]
        for name in ("project", "project_account", "project_funding", "project_milestones", "project_sources")
    },
    "municipality": [(A,), ("05978012",)],
    "population_series": [(A,), (DISTRICT,)],
    **{name: [(GIGABIT,), ("bb_hh_mobile_ge6_pct",), (CHARGING,)] for name in ("indicator_latest", "indicator_series")},
    "indicator_periods": [(GIGABIT,), (FIBRE,)],
    "indicator_profile": [(A,), ("05978040",)],
    **{
        name: [(A, B, DISTRICT, "05"), ("05978012", "DG")]
        for name in ("comparison_figures", "comparison_fields", "comparison_indicators")
    },
    "comparison_series": [("Breitband Haushalte", A, DISTRICT), ("Ladeinfrastruktur", A, B)],
    "several_series": [((GIGABIT, CHARGING), A, B, "05")],
    "indicator_readings": [(), (GIGABIT,)],
    "indicator_changes": [
        ("2024", "2025", GIGABIT),
        ("2019-12", "2020-12", "bb_hh_mobile_ge6_pct"),
        ("2020-12", "2021-06", ALIKE),
    ],
    "event_totals": [PERIOD, (dt.date(2019, 1, 1), dt.date(2023, 12, 31))],
    "event_rows": [PERIOD, (dt.date(2021, 1, 1), dt.date(2023, 12, 31), "reached", "granted")],
    **{
        name: [(FIRST, STAND), (BEFORE, STAND), (STAND, STAND)]
        for name in (
            "difference_tables",
            "milestone_change_totals",
            "entered_grants",
            "difference_rows",
            "milestone_changes",
        )
    },
    "new_since": [(FIRST,), (BEFORE,)],
}
KEYWORDS: dict[str, list[dict[str, object]]] = {
    "party_totals": [
        {"funders": ("Land NRW",), "programmes": ("DigitalPakt Schule",)},
        {"programmes": ("Bundesförderprogramm Breitband",)},
    ],
    "party_projects": [
        {"funders": ("Land NRW",), "programmes": ("DigitalPakt Schule",)},
        {"recipients": ("Stadt Schwerte", "Stadt Kamen")},
    ],
}
NOT_ASKED = {"partial", "part", "district", "version", "first_stand", "release", "municipalities", "outline"}
NOT_ASKED |= {"derivations", "published_columns", "dictionary", "methodology.dictionary", "methodology.figures"}
NOT_ASKED |= {"stand_days", "latest"}
"""Parts of others, shapes, and what only repeats the SQL of the release."""


def answers(name: str, edges: Selection) -> Iterator[tuple[str, str]]:
    question = getattr(queries, name)
    is_of_release = "release_id" in getattr(inspect.signature(question), "parameters", {})
    asked = (
        [(more, {}) for more in ASKED[name]] if name in ASKED else [((), words) for words in KEYWORDS.get(name, [{}])]
    )
    for number, (more, words) in enumerate(asked):
        for choice, chosen in [*CHOICES.items()][: 1 if number or is_of_release else None]:
            selection = Selection(edges.release_id, STAND, **chosen)
            found = question(edges.release_id if is_of_release else selection, *more, **words)
            yield f"{name} {' '.join(map(str, (*more, *words.values())))} · {choice}", as_table(found)


def as_table(found: object) -> str:
    if hasattr(found, "all") and not isinstance(found, pd.Series | pd.DataFrame):
        found = found.all()
    if isinstance(found, pd.Series):
        return "\n".join(f"{key}: {as_text.cell(value)}" for key, value in found.items())
    return as_text.table(found) if isinstance(found, pd.DataFrame) else repr(found)


QUESTIONS = sorted(
    name
    for name, found in vars(queries).items()
    if callable(found)
    and getattr(found, "__module__", "app.data.queries") in ("app.data.queries", "functools")
    and not name.startswith("_")
    and not isinstance(found, type)
    and name not in NOT_ASKED
)


@pytest.mark.parametrize("letters", ["a-e", "f-i", "j-m", "n-z"])
def test_answers_of_all_questions(letters: str, edges: Selection, said: SnapshotAssertion) -> None:
    names = [name for name in QUESTIONS if letters[0] <= name[0] <= letters[-1]]
    assert as_text.joined(part for name in names for part in answers(name, edges)) == said


def answers_of_then(release_id: str) -> dict[str, str]:
    """What a release answers to each question as of the Stand before the latest."""
    found = {}
    for name in QUESTIONS:
        question, asked = getattr(queries, name), ASKED.get(name, [()])[0]
        more = (min(value, BEFORE) if isinstance(value, dt.date) else value for value in asked)
        if "release_id" not in getattr(inspect.signature(question), "parameters", {}):
            answer = question(Selection(release_id, BEFORE), *more, **KEYWORDS.get(name, [{}])[0])
            found[name] = as_table(answer)
    return found


def test_an_old_stand_answers_as_it_did_when_there_was_no_later_one(
    edges: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answers_of_then(edges.release_id)
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(release_of_edges(tmp_path, BEFORE)))
    assert found == answers_of_then(db.current_release())


# Exhibits

PLACES = f"{A},{B},{DISTRICT},05"
CHOSEN = {
    "projekt": "gemeinsam-drei",
    "thema": "Breitband Haushalte",
    "orte": PLACES,
    "x": "zuwendungen-je-kopf",
    "y": GIGABIT,
}
CHOSEN |= {
    "indikator": "Haushalte mit mindestens 1000 Mbit/s (BBSR-Auswertung)",
    "weitere": CHARGING,
    "von": "2025-09-01",
}
CHOSEN |= {"bis": "2026-06-30", "geldgeber": "Land NRW", "daten": "funding_detail", "anfang": "2024", "ende": "2025"}


def view_of(exhibit: Exhibit, selection: Selection) -> View:
    choices = tuple((name, CHOSEN[name]) for name in exhibit.choices if name in CHOSEN)
    of_one = selection.of(A) if exhibit.page == "municipalities" else selection
    return View(of_one, choices)


def told(exhibit: Exhibit, selection: Selection) -> Iterator[tuple[str, str]]:
    """All that is said about an exhibit, and its first rows as people have them."""
    view = view_of(exhibit, selection)
    about = captions.about(exhibit, view, "https://monitor.example")
    file = data_file(exhibit, view, "excel")
    entry = (exhibit.inputs, exhibit.filters, exhibit.choices, exhibit.dated, exhibit.former)
    yield (
        exhibit.key,
        "\n".join(
            (
                file.name,
                *about.footer,
                *map(as_text.described, origins_of(exhibit, view) or [None]),
                as_text.described(entry),
            )
        ),
    )
    yield f"{exhibit.key} rows", as_text.beginning(file.content.decode("utf-8-sig").replace("\r", ""), 7)
    if exhibit.kind == "table":
        return
    shown = exhibit.content(view)
    heading = captions.headline(exhibit, view)
    yield (
        f"{exhibit.key} words",
        "\n".join((as_text.described(heading), about.embed, about.short, about.long, str(about.height))),
    )
    if chart := exhibits.chart(shown, view):
        yield f"{exhibit.key} drawing", as_text.drawing(page_layout(chart, MEDIUM))
        yield f"{exhibit.key} drawn", "\n".join(drawn(exhibit, view, chart))
    for choice, chosen in [*CHOICES.items()][1:]:
        narrowed = view_of(exhibit, Selection(selection.release_id, STAND, **chosen))
        found = captions.about(exhibit, narrowed)
        chart = exhibits.chart(exhibit.content(narrowed), narrowed)
        below = [as_text.checksum(as_text.drawing(page_layout(chart, MEDIUM)))] if chart else []
        yield (
            f"{exhibit.key} · {choice}",
            "\n".join((found.title, found.subtitle, found.permalink, as_text.cell(found.long), *below)),
        )


def drawn(exhibit: Exhibit, view: View, chart: Chart) -> Iterator[str]:
    """Checksums of what is made of the same marks: for the other widths, on a page and alone, and to explore it."""
    for width in WIDTHS:
        layout = page_layout(chart, WIDTHS[width])
        yield f"{width} {as_text.checksum(svg.fluid(layout, 'name'))} {as_text.checksum(svg.fixed(layout))}"
    if isinstance(exhibit.content(view).drawing, Plot):
        yield f"explored {as_text.checksum(data_file(exhibit, view, 'plotly').content.decode())}"


@pytest.mark.parametrize("page", sorted({exhibit.page for exhibit in (*EXHIBITS, *TABLES)}))
def test_exhibits_and_tables(page: str, edges: Selection, said: SnapshotAssertion) -> None:
    found = [exhibit for exhibit in (*EXHIBITS, *TABLES) if exhibit.page == page and exhibit.key not in NOT_ASKED]
    assert as_text.joined(part for exhibit in found for part in told(exhibit, edges)) == said


# Pages

QUERY = "abfrage=select name, area_km2, latitude from municipality where version_date = '2025-12-31' order by name"
ADDRESSES = {
    "overview": ["", f"kommune={A}", "handlungsfeld=energie-und-umwelt&jahr=2025", "stand=2026-03-31"],
    "map": [
        "",
        f"kommune={B}&kommune={DISTRICT}",
        "kennzahl=Ladepunkte",
        f"kommune={B}&kennzahl=Projekte+mit+Beteiligung",
    ],
    "funding": ["", f"kommune={A}&jahr=2024", "geldgeber=Land+NRW", "handlungsfeld=zusammenleben-und-mitmachen"],
    "milestones": ["", "ebene=Land", "jahr=2022"],
    "projects": ["", "projekt=gemeinsam-drei", "projekt=nichts&zuversicht=nichts", "suche=L%C3%A4uft"],
    "municipalities": ["", f"kommune={A}", f"kommune={A}&kommune=05978012&profil=05978012"],
    "comparison": ["", f"orte={PLACES},05978020,05978024"],
    "indicators": ["", f"kommune={A}&jahr=2024&anfang=2024&ende=2025&thema=Breitband+Haushalte"],
    "sql": ["", QUERY],
    "verification": ["", "adresse=/projekte?bild=lage-des-projekts%26projekt=weggefallen%26stand=2026-03-31"],
    "changes": ["", f"von=2025-12-30&kommune={A}"],
    "data": [
        "",
        "daten=milestone_detail&state__exact=overdue",
        "daten=funding_detail&woher=zuwendungen-nach-kommune&is_counted__exact=true&kind__exact=Zuwendung",
        "daten=milestone_detail&woher=aeltester-termin&state__exact=no_feedback",
    ],
}


def elements_of(address: str, query: str, monkeypatch: pytest.MonkeyPatch) -> list[ForwardMsg]:
    """What Streamlit says of a page when it runs it once."""
    found: list[ForwardMsg] = []

    def taken(messages: list[ForwardMsg]) -> SimpleNamespace:
        found.extend(message for message in messages if message.WhichOneof("type") == "delta")
        return SimpleNamespace()

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", taken)
    test = AppTest.from_file(str(ROOT / "app" / "frame.py"), default_timeout=60)
    test._page_hash, test.query_params = calc_hash(address), parse_qs(query)
    test.run()
    return found


def handed_over(messages: list[ForwardMsg]) -> str:
    """Checksums of what scripts are given to lay out and to show, by kind: more than the HTML says."""
    given: dict[str, str] = defaultdict(str)
    for message in messages:
        found = message.delta.new_element.bidi_component
        given["block"] += str(message.delta.add_block)
        for part in json.loads(found.bytes or "[]"):
            given[part["kind"]] += json.dumps(part)
        given[found.component_name] += found.json
    return " ".join(f"{kind} {as_text.checksum(text)}" for kind, text in given.items() if text)


def answered(
    entry: navigation.Entry, query: str, monkeypatch: pytest.MonkeyPatch, base: str = "https://monitor.example"
) -> tuple[str, str]:
    """A page as the first answer of the server holds it, below what its head says; and what its scripts are given."""
    given = []

    async def messages(address: str, query: str) -> list[ForwardMsg]:
        found = await asyncio.to_thread(elements_of, address, query, monkeypatch)
        given.append(handed_over(found))
        return found

    monkeypatch.setattr(page_run, "messages", messages)
    view = asyncio.run(first_view(entry, query))
    assert view, entry
    # A text of the snapshot has plain blanks only.
    assert not as_text.breakable(view.html)
    # What is chosen without a script must reach the page.
    fields = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', view.html)
    assert [name for name in fields if name not in SHOWN and not is_condition(name)] == []
    return f"{head(entry, view, base)}{view.html}", "".join(given)


def page_of(entry: navigation.Entry, query: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same as text."""
    page, given = answered(entry, query, monkeypatch)
    return f"{as_text.page(page)}\n{given}"


# What lists promises is read in tests/test_promises.py and changes with the names of tests.
READ = [entry for entry in navigation.ENTRIES if entry.key not in ("promises", "accessibility")]


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry.key)
def test_pages(
    entry: navigation.Entry, edges: Selection, said: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = (
        (f"/{entry.address}?{query}", page_of(entry, query, monkeypatch)) for query in ADDRESSES.get(entry.key, [""])
    )
    assert as_text.differences(parts) == said


@pytest.mark.parametrize("key", ["funding", "data"])
def test_on_a_shared_host_every_address_begins_with_the_path_of_the_dashboard(
    key: str, edges: Selection, monkeypatch: pytest.MonkeyPatch, cleared_caches: None
) -> None:
    monkeypatch.setattr("app.web.first_view._kept", OrderedDict())
    streamlit_config.set_option("server.baseUrlPath", "monitor")
    try:
        page, _ = answered(navigation.entry(key), ADDRESSES[key][-1], monkeypatch, "https://example.org/monitor")
    finally:
        streamlit_config.set_option("server.baseUrlPath", "")
    found = re.findall(r' (?:href|action|src)="(/[^"]*)', page)
    assert found and [address for address in found if not address.startswith("/monitor/")] == []


OF_WHOLE_RELEASE = re.compile(
    r"^(?:⟨meta |⟨input type=checkbox name=ebene|Stand .* Veröffentlichung|…).*| form \w+", re.M
)
"""What a page says of the whole release, whatever is chosen: its id, the levels to choose, the picture of the site."""


def test_what_filters_leave_out_changes_nothing_on_a_page(
    edges: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = replace(edges, fields=("raum-und-infrastruktur", "intelligente-mobilitaet"), levels=("Land",))

    def pages() -> dict[str, str]:
        query = urlencode(chosen.pairs())
        # Differences between Stände are counted in whole tables too.
        entries = [entry for entry in READ if "ebene" in entry.filters and entry.key != "changes"]
        return {entry.key: OF_WHOLE_RELEASE.sub("", page_of(entry, query, monkeypatch)) for entry in entries}

    stands = queries.stand_days(edges.release_id)
    projects = {key for day in stands for key in queries.project_rows(chosen.as_of(day)).all().project_id}
    found = pages()
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(release_of_edges(tmp_path, projects=projects)))
    assert found == pages()


def test_pages_as_slides(edges: Selection, said: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = elements_of("", "praesentation=true", monkeypatch)
    made = [message.delta.new_element for message in messages]
    html = "<p>".join(slide.html.body or slide.markdown.body for slide in made)
    assert not as_text.breakable(html)
    assert as_text.stable(f"{as_text.page(html)}\n{handed_over(messages)}\n") == said


BENT = [
    ("/Foerderung/", "Kommune=Lünen"),
    ("/kommunen", "kommune=Luenen"),
    ("/karte", "kommune=bergkamen,Boenen&jahr=2024;2025"),
    ("/vergleich", "orte=05978004&orte=05978&fremd=1"),
    ("/projekte", "projekt=Gigabit+für+Schulen&stand=31.03.2026"),
    ("/foerderung", "kommune=&jahr=ohne+Datum&ebene=land&handlungsfeld=Bauen+und+Wohnen"),
    ("/meilensteine", "bild=zeitleiste&seite=2"),
    ("/gibt-es-nicht", ""),
    ("/impressum", ""),
    # Two are called so, for a part of the name is enough.
    ("/indikatoren", "indikator=haushalte+mit+mindestens+1000+mbit/s"),
    ("/daten/sql", "abfrage=select+1"),
    ("/foerderung", "bild=zuwendungen-nach-ebene&embed=true"),
]


def test_what_addresses_mean_and_cost(edges: Selection, said: SnapshotAssertion) -> None:
    """Where bent addresses lead to, and as what each request counts."""
    lines = []
    for path, query in [*BENT, *((address.partition("?")[0], "") for kind in FILES for address in FILES[kind])]:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": quote(query, "=&;,+").encode()}
        kind = request_kind(scope)
        lines.append(f"{path}?{query} {kind} {limits.COSTS[kind]} → {asyncio.run(addresses.put_right(scope))}")
    for address in (
        "/api/health",
        "/api/daten/zuwendungen-nach-ebene.csv",
        "/api/v1/tables",
        "/api/bild/x.png",
        "/b/x",
    ):
        headers = sorted(ask(address).headers.items())
        lines += [f"{address} {name}: {value}" for name, value in headers if name not in OF_THE_MOMENT]
    lines += [as_text.described(origin) for origin in ORIGINS.values()]
    known = {f"{kind} at once": number for kind, number in limits.AT_ONCE.items()} | data_files.MOST_ROWS
    lines += [f"{name}: {number}" for name, number in known.items()]
    known = bounds(
        "app/data", "app/exhibits", "app/files", "app/observability", "app/office", "app/sentences", "app/web"
    )
    assert "\n".join([*lines, known]) == said


# Files, programming interface, refusals

FILES = {
    "pictures": [
        "/api/bild/zuwendungen-nach-ebene.svg",
        f"/api/bild/indikator-verlauf.svg?kennung={GIGABIT}&format=quadrat&kommune={A}&schlicht=1",
        "/api/bild/weg-des-geldes.svg?schlicht=1&format=hoch",
        "/api/bild/karte-zuwendungen.svg?schlicht=1&umrisse=1",
    ],
    "feeds": ["/api/aenderungen.atom", f"/api/aenderungen.atom?kommune={A}", "/api/berichtigungen.atom"],
    "catalogue": [
        "/api/v1/catalog.ttl",
        "/api/v1/datapackage.json",
        "/sitemap.xml",
        "/robots.txt",
        "/api/v1/catalog.html",
    ],
    "interface": ["/api/v1/tables", "/api/v1/releases", "/api/v1/openapi.json", "/api/v1", "/api/v1/"],
    "exhibits": [
        "/api/zitat/zuwendungen-nach-ebene.json",
        f"/api/daten/indikator-verlauf.json?kennung={GIGABIT}",
        f"/api/daten/karte-zuwendungen.metadata?kommune={A}",
        "/api/daten/zuwendungen-nach-jahr.plotly?jahr=2024&jahr=2025",
        "/api/plotly/zuwendungen-nach-jahr.json?jahr=2024&jahr=2025&breite=narrow",
        "/api/daten/erreichte-ergebnisse.csv?fuer=csv&stand=2026-03-31",
        "/b/zuwendungen-nach-ebene?stand=2026-03-31",
        "/b/zuwendungen-nach-ebene.csv",
        f"/foerderung?bild=zuwendungen-nach-ebene&embed=true&kommune={A}",
    ],
    "titles": [
        "/api/zitat/wer-mit-wem.json?handlungsfeld=daten-und-plattformen",
        "/api/zitat/vergleich-indikatoren.json?orte=05978004,05978008&thema=Breitband+Haushalte",
        "/api/zitat/vergleich-indikatoren.json?orte=05978004,05978008&thema=Mobilfunk+5G",
        "/api/zitat/mehrere-indikatoren.json?kennung=ev_charging_points",
        # Of six municipalities a panel holds five.
        "/api/zitat/mehrere-indikatoren.json?kennung=ev_charging_points&kommune=05978012,05978016,05978028,05978032,05978008,05978004",
        "/api/zitat/indikator-karte.json?kennung=bb_hh_mobile_ge6_pct",
        "/api/zitat/indikator-der-kommune.json?kennung=bb_biz_ftthb_pct&kommune=05978008",
        "/api/zitat/lage-des-projekts.json?projekt=kreisweit-ohne",
    ],
    "rows": [
        "/api/v1/tables/funding_detail?limit=2&sort=-amount_eur&columns=funding_id,amount_eur,approved,is_counted",
        "/api/v1/tables/funding_detail?group_by=funder_level&sum=amount_eur&count=1&sort=-sum_amount_eur",
        "/api/v1/tables/milestone_detail?stand=alle&group_by=role&sum=delay_days",
        "/api/v1/tables/project_detail?format=excel&title__contains=antrag&columns=project_id",
        "/api/v1/tables/milestone_detail?kommune=05978&state__in=planned,%20overdue&columns=title,due,delay_days",
        "/api/v1/tables/project_detail?format=csv&suche=bauantrag&columns=project_id,title,begin,areas,grant_eur",
        "/api/v1/tables/funding_detail?format=excel&kind__exact=Zuwendung&amount_eur__less=40000&columns=funding_id,note,paid_out_eur,approved",
        f"/api/v1/tables/municipality?format=geojson&municipality_ags__exact={B}",
        f"/api/v1/tables/indicator_value?indicator_id__exact={CHARGING}&value__greater=100&columns=region_ags,period,value",
    ],
    "refusals": [
        "/api/v1/tables/nichts",
        "/api/v1/tables/funding_detail?columns=betrag",
        "/api/v1/tables/funding_detail?amount_eur__greater=viel",
        "/api/v1/tables/funding_detail?limit=0",
        "/api/v1/tables/funding_detail?format=docx",
        "/api/v1/tables/funding_detail?stand=2020-01-01",
        "/api/v1/tables/funding_detail?betrag=1",
        "/api/v1/tables/funding_detail?betrag__exact=1",
        "/api/v1/tables/funding_detail?kind__like=x",
        "/api/v1/tables/funding_detail?kind__exact=x&kind__exact=y",
        "/api/v1/tables/funding_detail?is_counted__exact=vielleicht",
        "/api/v1/tables/funding_detail?approved_first_date__less=gestern",
        "/api/v1/tables/funding_detail?input_line__exact=1,5",
        "/api/v1/tables/funding_detail?sort=-betrag",
        "/api/v1/tables/funding_detail?kommune=05913000",
        "/api/v1/tables/funding_detail?limit=2&limit=3",
        "/api/v1/tables/funding_detail?group_by=kind&columns=kind",
        "/api/v1/tables/funding_detail?group_by=kind&sum=recipient",
        "/api/v1/tables/funding_detail?cursor=x",
        "/api/v1/tables/funding_detail?release=x",
        "/api/v1/tables/rejected?kommune=05978004",
        "/api/v1/tables/rejected?format=geojson",
        "/api/v1/tables/municipality?geometry__exact=x",
        "/api/v1/tables/municipality?format=excel&columns=geometry",
        "/api/v1/releases/x",
        "/api/v1/releases/latest/x.parquet",
        "/api/v1/nichts",
        "/api/v1/catalog.docx",
        "/api/v1/datasets/nichts",
        "/api/v1/datasets/funding_detail/nichts",
        "/api/aenderungen.atom?kommune=x",
        "/api/aenderungen.atom?ort=x",
        "/api/areas/x/y.json",
        "/api/sitzungsmappe.pdf?stand=gestern",
        "/api/sitzungsmappe.pdf?stand=2020-01-01",
        "/api/sitzungsmappe.pdf?kommune=05913000",
        "/api/sitzungsmappe.pdf?ort=x",
        "/api/zitat/zuwendungen-nach-ebene.json?veroeffentlichung=x",
        "/api/bild/zuwendungen-nach-ebene.svg?schlicht=2",
        "/api/bild/zuwendungen-nach-ebene.svg?umrisse=2",
        "/api/bild/zuwendungen-nach-ebene.gif",
        "/api/daten/zuwendungen-nach-ebene.csv?fuer=x",
        "/api/sql/docx?abfrage=select+1",
        "/api/daten/zuwendungen-nach-eben.csv",
        "/api/daten/zuwendungen-nach-ebene.docx",
        "/api/daten/zuwendungen-nach-ebene.csv?kommune=05913000",
        "/api/daten/zuwendungen-nach-ebene.csv?komune=05978004",
        "/api/daten/zwei-groessen.csv?x=nichts",
        "/api/daten/zwei-groessen.csv?y=nichts",
        "/api/daten/gebiete-nebeneinander.csv?orte=05978004,nichts",
        "/api/daten/liste-der-projekte.csv?zuversicht=6",
        "/api/daten/betraege-der-foerderung.csv?empfaenger=nichts",
        "/api/daten/im-zeitraum-erreicht.csv?von=2026-02-30",
        "/api/daten/im-zeitraum-erreicht.csv?von=2026-06-30&bis=2026-06-29",
        "/api/daten/im-zeitraum-erreicht.csv?bis=2026-07-01",
        "/api/daten/spalten.csv?daten=nichts",
        "/api/daten/projekte-der-kommune.csv",
        "/api/daten/projekte-der-kommune.csv?kommune=05978",
        "/api/daten/vergleich-indikatoren.csv?thema=nichts",
        "/api/daten/lage-des-projekts.plotly?projekt=fertig",
        "/api/daten/betraege-des-projekts.csv",
        "/api/plotly/karte-zuwendungen.json",
        "/api/plotly/zuwendungen-nach-jahr.json?breite=riesig",
        "/api/daten/zeitleiste.csv?seite=9",
        "/api/daten/indikator-aenderung.csv?kennung=nichts",
        "/api/bild/zuwendungen-nach-ebene.png?format=riesig",
        "/api/mappe/nichts.pdf",
        "/api/nichts",
        "/api/metrics",
        "/api/health",
    ],
}
OF_THE_MOMENT = ("content-length", "date", "etag", "last-modified", "x-request-id")
HEADERS = (
    "content-type",
    "content-disposition",
    "location",
    "link",
    "cache-control",
    "retry-after",
    "content-language",
    "cross-origin-resource-policy",
)


def answer_of(name: str, found: Answer) -> tuple[str, str]:
    """What was asked with what came of it, and the text of the answer."""
    headers = " · ".join(found.headers[name] for name in HEADERS if name in found.headers)
    return f"{name} {found.status} {headers}", as_text.file(found.body, found.headers.get("content-type", ""))


@pytest.mark.parametrize("kind", FILES)
def test_answers_to_programs(kind: str, edges: Selection, said: SnapshotAssertion) -> None:
    assert as_text.joined(answer_of(address, ask(address)) for address in FILES[kind]) == said


BOUNDED: list[tuple[str, dict[str, Any]]] = [
    ("/api/daten/zuwendungen-nach-ebene.xlsx", {}),
    ("/api/daten/alle-betraege.csv", {}),
    ("/api/v1/tables/funding_detail?format=xlsx", {}),
    ("/api/v1/tables", {"method": "POST"}),
    ("/api/v1/tables", {"content_length": "65537"}),
    ("/api/feedback", {"content_length": "65537"}),
    ("/api/v1/tables", {"host": "other.example"}),
    ("/_stcore/upload_file/x/y", {"method": "PUT"}),
    *[("/robots.txt", {"client": "198.51.100.7"})] * 3,
    ("/api/v1/tables", {"client": "198.51.100.7"}),
]
"""Requests that go beyond a limit, once there is room for one row a file and two tokens a minute."""


def test_answers_at_the_limits(
    edges: Selection, said: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in data_files.MOST_ROWS:
        monkeypatch.setitem(data_files.MOST_ROWS, kind, 1)
    monkeypatch.setenv("MONITOR_ALLOWED_HOSTS", "monitor.example")
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "2")

    def parts() -> Iterator[tuple[str, str]]:
        app = server()
        for address, more in BOUNDED:
            yield answer_of(f"{address} {more}", asyncio.run(asked(address, app=app, **{"client": "", **more})))
        monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
        for address in ("/api/v1/tables", "/api/zitat/zuwendungen-nach-ebene.json", "/api/health"):
            yield answer_of(f"{address} without a release", ask(address))

    assert as_text.joined(parts()) == said


@pytest.mark.parametrize("area", ["", A, "05978012", "05978032"])
def test_the_folder(area: str, edges: Selection, said: SnapshotAssertion) -> None:
    request = folder_request(edges.release_id, area)
    text = json.dumps(contents(request, RowLimits()), ensure_ascii=False, indent=1, default=str)
    lines = (as_text.cell(line.strip()) for line in text.splitlines())
    assert as_text.stable("\n".join(line for line in lines if re.search(r"[^\W\d]", line))) == said


def test_types_in_files(edges: Selection, said: SnapshotAssertion, tmp_path: Path) -> None:
    """Of tables that hold every type: the columns of a GeoPackage with what is in their first row, and those of Parquet."""

    def parts() -> Iterator[tuple[str, str]]:
        for name in ("municipality", "funding_detail", "indicator_value"):
            address, file = f"/api/v1/tables/{name}?format=", tmp_path / f"{name}.gpkg"
            file.write_bytes(ask(f"{address}geopackage").body)
            with contextlib.closing(sqlite3.connect(file)) as database:
                columns = [(column[1], column[2]) for column in database.execute(f"pragma table_info({name})")]
                asked = ", ".join(f'typeof("{column}")' for column, _ in columns)
                (first,) = database.execute(f"select {asked} from {name} limit 1")  # noqa: S608
            lines = (f"{column} {kind}: {found}" for (column, kind), found in zip(columns, first, strict=True))
            yield f"{name}.gpkg", "\n".join(lines)
            yield f"{name}.parquet", str(parquet.read_schema(io.BytesIO(ask(f"{address}parquet").body)))

    assert as_text.joined(parts()) == said


def test_cells_of_a_workbook(edges: Selection, said: SnapshotAssertion) -> None:
    exhibit = exhibits.by_key("funding.programme")
    content = io.BytesIO(data_file(exhibit, View(edges), "xlsx").content)
    book = load_workbook(content)
    properties = (f"{name}: {value}" for name, value in vars(book.properties).items() if value)
    lines = (
        f"{sheet.title}!{cell.coordinate} {cell.value!r} {cell.number_format}"
        + (f" → {cell.hyperlink.target}" if cell.hyperlink else "")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
    with zipfile.ZipFile(content) as parts:
        looks = [f"{name} {as_text.checksum(parts.read(name).decode())}" for name in parts.namelist()]
    assert as_text.stable("\n".join((*properties, *lines, *looks)) + "\n") == said


def test_colours_of_a_page(said: SnapshotAssertion) -> None:
    assert f"{sheet_variables()}\n".replace("; ", ";\n") == said
