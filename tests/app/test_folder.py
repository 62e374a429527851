"""The meeting folder: an accessible PDF whose figures are those of the questions, the same bytes wherever it is made."""

import asyncio
import io
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from html import escape, unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pikepdf
import pytest
from pypdf import PdfReader
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from typer.testing import CliRunner

from app.charts import fonts
from app.data import db, queries
from app.data.period import Period
from app.data.region import region
from app.data.selection import Selection
from app.exhibits.captions import credited
from app.exhibits.captions.sources import datasets
from app.sentences.answer import answer as answer_of
from app.surfaces.folder import __main__ as program
from app.surfaces.folder import changes, milestones, money, pdf
from app.surfaces.folder import contents as contents_module
from app.surfaces.folder.contents import contents
from app.surfaces.folder.drawings import PAGE, grant_bars
from app.surfaces.folder.request import ADDRESS, FolderRequest, FolderRequestError, RowLimits, folder_request
from app.web.api.folder import folder as api_folder
from app.words import cells, units
from app.words.text import t
from etl.cli import app
from etl.commands import meeting_folder
from tests.app import asking
from tests.app.test_pages import components, seen
from tests.stands import NEW, OLD

SCHWERTE, LEAST = "05978028", "05978008"
AREAS = ["", LEAST]


@cache
def made(municipality: str = "") -> bytes:
    return pdf.folder(folder_request(db.current_release(), municipality))


@cache
def sheets(content: bytes) -> list[tuple[str, list[str]]]:
    """The text of every sheet, and what of it lies beside the column of text."""
    left, right = (595 - PAGE) / 2, (595 + PAGE) / 2
    found = []
    for page in PdfReader(io.BytesIO(content)).pages:
        beside: list[str] = []

        def visit(
            text: str, matrix: list[float], own: list[float], _: Any, size: float, beside: list[str] = beside
        ) -> None:
            begin, high = own[4] * matrix[0] + matrix[4], size * matrix[0] * own[0]
            if text.strip() and (begin < left - 1 or begin + fonts.width(text.strip(), abs(high)) > right + 1):
                beside.append(text)

        found.append((page.extract_text(visitor_text=visit), beside))
    return found


def words(content: bytes) -> str:
    """All words of the file in one line."""
    return " ".join(" ".join(text for text, _ in sheets(content)).split())


def says(content: bytes, *texts: str) -> bool:
    """Whether the file says all this, wherever lines and words are broken."""
    shown = _unbroken(words(content))
    return all(_unbroken(text) in shown for text in texts)


def tells(request: FolderRequest, *texts: str, share: float = 1.0) -> bool:
    """Whether this is handed over to be set as a document; that all of it arrives there is promised elsewhere."""
    handed_over = _unbroken(" ".join(_texts(contents(request, RowLimits(share)))))
    return all(_unbroken(text) in handed_over for text in texts)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list | tuple):
        for child in part.values() if isinstance(part, dict) else part:
            yield from _texts(child)


def _unbroken(text: str) -> str:
    return re.sub("[\\s\u00ad-]", "", text)


def elements(content: bytes) -> list[tuple[str, str]]:
    """Kind and alternative text of every element of the structure, from the first to the last."""

    def below(node: Any) -> Iterator[tuple[str, str]]:
        for child in node if isinstance(node, pikepdf.Array) else [node]:
            if isinstance(child, pikepdf.Dictionary):
                if "/S" in child:
                    yield str(child.S), str(child.get("/Alt", ""))
                if "/K" in child:
                    yield from below(child.K)

    with pikepdf.open(io.BytesIO(content)) as document:
        return list(below(document.Root.StructTreeRoot.K))


def drawings(municipality: str = "") -> list[str]:
    """SVG of every drawing, from the first to the last."""

    def below(blocks: list[dict[str, Any]]) -> Iterator[str]:
        for block in blocks:
            for part in block.get("parts", ()):
                yield from below(part)
            if block["kind"] == "drawing":
                yield block["svg"]

    data = contents(folder_request(db.current_release(), municipality), RowLimits())
    return [svg for section in data["sections"] for svg in below(section["blocks"])]


def test_control_characters_are_left_out_of_drawings(everything: Selection) -> None:
    table = queries.funding_by(everything, "field")
    drawn = grant_bars(table.assign(label="Glas\x0bfaser"), 482)
    assert drawn is not None
    assert "Glasfaser" in "".join(ET.fromstring(drawn["svg"]).itertext())


def ask(**parameters: str) -> Response:
    query = str(QueryParams(parameters)).encode()
    return asyncio.run(api_folder(Request({"type": "http", "headers": [], "query_string": query, "path": ADDRESS})))


def run_here(command: list[str], **_: Any) -> SimpleNamespace:
    """What the dashboard's own program answers to the command, without a process of its own."""
    out, said = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    code = 0
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "argv": command[command.index("app.surfaces.folder") :],
            "stdout": out,
            "stderr": said,
        }.items():
            patch.setattr(sys, name, value)
        try:
            program.main()
        except SystemExit as ended:
            code = int(str(ended.code))
    return SimpleNamespace(returncode=code, stdout=out.buffer.getvalue(), stderr=said.buffer.getvalue())


@pytest.mark.parametrize("most", [1, 3, 9, 10])
def test_own_joint_and_district_wide_grants_make_up_the_total_however_many_places_are_named(most: int) -> None:
    request = folder_request(db.current_release())
    table = money._places(request, queries.funding_totals(request.everything), most)
    own, whole = ([amount for _, amount, *_ in table[part]] for part in ("rows", "total"))
    said = [Decimal(re.sub("[.€ ]", "", amount).replace(",", ".")) for amount in own + whole if amount.endswith("€")]
    assert sum(said[:-1]) == said[-1] > 0
    assert len(own) == most + 2 + (most < 10)


@pytest.mark.parametrize("area", AREAS)
def test_a_folder_is_an_accessible_document(area: str) -> None:
    with pikepdf.open(io.BytesIO(made(area))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "de-DE"
        assert root.ViewerPreferences.DisplayDocTitle
        assert (
            str(document.docinfo.Title)
            == f"Sitzungsmappe {folder_request(db.current_release(), area).name}, Stand 23.11.2026"
        )
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with document.open_outline() as outline:
            (top,) = outline.root
            assert {"Auf einen Blick", "Förderung", "Meilensteine", "Offene Fragen", "Quellen und Stand"} <= {
                item.title for item in top.children
            }
        fonts = [
            found
            for found in document.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        assert not [
            found
            for found in document.objects
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
        ]
        assert all(page.obj.get("/Tabs") == "/S" for page in document.pages if "/Annots" in page.obj)
        assert 2 <= len(document.pages) <= 6


@pytest.mark.parametrize("area", AREAS)
def test_its_structure_can_be_heard(area: str) -> None:
    found = elements(made(area))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 5
    assert kinds.count("/Table") >= 3
    assert kinds.count("/TH") >= 3 * kinds.count("/Table")
    areas, bars, timeline = (alt for kind, alt in found if kind == "/Figure")
    assert areas.startswith("Karte der Kommunen, Eigene Zuwendungen. Höchster Wert: Lünen")
    assert re.match(r"Balkendiagramm der Zuwendungen: .+ €\.$", bars)
    assert re.match(r"Zeitleiste mit .+ Meilenstein(en)? in .+ Projekt(en)?\. Nach Zustand am 23\.11\.2026: ", timeline)


@pytest.mark.parametrize("area", AREAS)
def test_a_folder_begins_with_the_answer(area: str) -> None:
    request = folder_request(db.current_release(), area)
    sentences = answer_of(request.selection)
    assert len(sentences) == 3
    (begin, _) = words(made(area)).split("Auf einen Blick", 1)
    assert _unbroken(begin).endswith(_unbroken("".join(sentences)))


@pytest.mark.parametrize("area", AREAS)
def test_sources_of_the_answer_stand_at_the_end(area: str) -> None:
    request = folder_request(db.current_release(), area)
    supply = queries.supply(request.selection).set_index("supply").loc["gigabit"]
    (source,) = datasets(request.everything, (supply.dataset_id,))
    (_, end) = words(made(area)).rsplit("Quellen und Stand", 1)
    assert _unbroken(units.share(supply.value)) in _unbroken("".join(answer_of(request.selection)))
    assert _unbroken(f"{source.title} {credited(source)} {source.licence}") in _unbroken(end)


@pytest.mark.parametrize("area", AREAS)
def test_no_text_lies_beside_the_text_of_the_sheet_and_no_line_alone_on_it(area: str) -> None:
    for text, beside in sheets(made(area)):
        assert len(text.splitlines()) > 8
        assert beside == []


def test_hyphens_of_addresses_and_names_are_copied_as_they_are() -> None:
    lines = "\n".join(text for text, _ in sheets(made()))
    assert re.findall(r"\w\u00ad(?=\w)", lines) == []
    assert re.search(r"[a-zäöü]-\n[a-zäöü]", lines), "no word is divided, after which the others could change"
    address = folder_request(db.current_release()).address()
    assert address.endswith("stand=2026-11-23")
    assert address in lines
    assert "Bike-Sharing Lünen" in lines


@pytest.mark.parametrize("area", AREAS)
def test_no_sentence_says_its_amount_twice(area: str) -> None:
    said = list(_texts(contents(folder_request(db.current_release(), area), RowLimits())))
    assert [text for text in said if re.search(r": [\d.,]+ (?:Mio\. )?€\. [\d.,]+ €", text)] == []
    assert not [text for text in said if re.search(r"laut Quelle: \d+\. Projekte|und 1 weitere", text)]


@pytest.mark.parametrize("area", AREAS)
def test_letters_of_drawings_stay_letters(area: str) -> None:
    for svg in drawings(area):
        letters = [unescape(text) for text in re.findall(">([^<]+)<", svg)]
        assert letters
        assert says(made(area), *letters)


@pytest.mark.parametrize("area", AREAS)
def test_the_timeline_begins_three_years_before_the_stand(area: str, everything: Selection) -> None:
    dates = queries.timeline_rows(everything.of(area) if area else everything).due_last_date
    assert dates.min().year < 2020
    assert min(re.findall(r">(20\d\d)<", drawings(area)[-1])) == "2023"


def test_what_is_undated_or_older_is_not_drawn(everything: Selection) -> None:
    last = queries.timeline_rows(everything).groupby("project_id").due_last_date.max()
    listed = pd.concat([queries.milestone_list(everything, state).all() for state in milestones.MOST])
    is_old = listed.project_id.isin(last.index[last < "2023"])
    for page in (listed[listed.due.isna()], listed[is_old]):
        assert len(page)
        assert milestones._timeline(folder_request(everything.release_id), {"reached": page}, 5) is None


def test_the_district_has_the_figures_of_the_questions(everything: Selection) -> None:
    totals, milestones = queries.funding_totals(everything), queries.milestone_totals(everything)
    gaps = queries.gaps(everything)
    amounts = (totals.grant_eur, totals.single_eur, totals.joint_eur, totals.district_eur)
    assert says(made(), *map(units.euro, amounts))
    sums = {"joint": totals.joint_eur, "district": totals.district_eur, "total": totals.grant_eur}
    assert says(made(), *(f"{t(f'report.shared.{name}')} {units.euro(amount)}" for name, amount in sums.items()))
    assert says(made(), f"Projekte {queries.project_totals(everything).project_count} In einer Kommune")
    assert says(made(), f"Ergebnisse erreicht {milestones.reached_count} Von")
    assert says(
        made(), f"Überfällig {milestones.overdue_count} Geplantes", f"Rückmeldung {milestones.no_feedback_count}"
    )
    assert says(made(), f"Bei {gaps.no_end_count} von {gaps.project_count} Projekten ist das Ende nicht bekannt.")
    for row in queries.municipality_figures(everything).itertuples():
        assert says(made(), f"{row.name} {cells.cell_text('grant_eur', row)}")
    assert says(made(), "und 15 weitere: /meilensteine?stand", everything.release_id)
    assert says(made(), *(entry.text for entry in region().conflict))


def test_of_many_contradictions_the_first_are_told(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [SimpleNamespace(text=f"Widerspruch {number}") for number in range(100)]
    monkeypatch.setattr(contents_module, "region", lambda: SimpleNamespace(conflict=entries))
    told = contents_module._conflicts(folder_request(everything.release_id, ""))
    assert 0 < len(told) < 20
    assert told == [entry.text for entry in entries[: len(told)]]


def test_a_municipality_keeps_joint_money_apart(everything: Selection) -> None:
    ags = "05978004"
    funding = queries.funding_totals(everything.of(ags))
    wide = queries.funding_totals(everything.of("05978"))
    assert units.is_unknown(funding.single_eur)
    bergkamen = folder_request(db.current_release(), ags)
    assert tells(bergkamen, units.euro(funding.joint_eur), "Gemeinsame Vorhaben stehen in voller Höhe da")
    assert tells(bergkamen, "Dazu kommen 12 kreisweite Projekte", units.euro(wide.district_eur))
    # The joint money and the district's are never one sum.
    assert not tells(bergkamen, units.euro(funding.joint_eur + wide.district_eur))


@pytest.mark.parametrize("area", AREAS)
def test_no_data_is_not_zero(area: str) -> None:
    assert not re.search(r"\b0 €|\bnan\b|\bNone\b|\bNaT\b", words(made(area)))


def test_texts_of_tables_stand_there_letter_by_letter() -> None:
    data = contents(folder_request(db.current_release(), LEAST), RowLimits())
    evil = '#panic("x") *fett* <b>&amp; $x$ `c` @y // z \\ {who}'
    data["heading"] = evil
    data["sections"] = [{**data["sections"][0], "title": evil, "blocks": [{"kind": "list", "items": [evil]}]}]
    assert words(pdf.typeset(data)).count(evil) == 3


def test_the_command_writes_the_bytes_of_the_address(tmp_path: Path) -> None:
    answer = ask(kommune=LEAST, stand="2026-11-23")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="sitzungsmappe-boenen_2026-11-23.pdf"'
    out = tmp_path / "mappe.pdf"
    # It starts the dashboard's own program, here as always.
    done = CliRunner().invoke(app, ["report", "--kommune", LEAST, "--stand", "23.11.2026", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == answer.body
    assert [file.name for file in tmp_path.iterdir()] == ["mappe.pdf"]


@pytest.mark.parametrize(
    ("parameters", "status", "answer"),
    [
        (
            {"kommune": "05978999"},
            404,
            "Eine Kommune mit dem Schlüssel „05978999“ gibt es nicht in der Region Kreis Unna.",
        ),
        ({"kommune": "<script>alert(1)"}, 404, "„scriptalert1“"),
        ({"stand": "2020-01-01"}, 404, "Einen Stand vom 01.01.2020 gibt es nicht. Es gibt: 23.11.2026."),
        ({"stand": "gestern"}, 400, "„gestern“ ist kein Tag."),
        ({"stand": "2026-13-40"}, 400, "„2026-13-40“ ist kein Tag."),
    ],
)
def test_what_is_not_there_is_said(parameters: dict[str, str], status: int, answer: str) -> None:
    found = ask(**parameters)
    assert found.status_code == status
    assert answer in bytes(found.body).decode()


def test_no_release_and_too_many_at_once_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for _ in range(2):
        assert pdf._SLOTS.acquire(blocking=False)
    monkeypatch.setattr(pdf, "_TIMEOUT", 0.01)
    try:
        assert ask(kommune="05978032").status_code == 503
    finally:
        for _ in range(2):
            pdf._SLOTS.release()
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    assert ask().status_code == 503


def test_the_command_passes_on_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_folder.subprocess, "run", run_here)
    done = CliRunner().invoke(app, ["report", "--kommune", "0597", str(tmp_path / "mappe.pdf")])
    assert done.exit_code == 1
    assert "Keine Mappe geschrieben. Eine Kommune mit dem Schlüssel „0597“ gibt es nicht" in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_why_it_cannot_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        meeting_folder.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0, stdout=b"%PDF")
    )
    (tmp_path / "ordner.pdf").mkdir()
    for name, answer in {
        "mappe.txt": "ist kein Name einer Mappe",
        "fehlt/mappe.pdf": "Den Ordner gibt es nicht.",
        "ordner.pdf": "ist ein Ordner und keine Datei",
    }.items():
        done = CliRunner().invoke(app, ["report", str(tmp_path / name)])
        assert done.exit_code == 1
        assert answer in done.output
    assert [file.name for file in tmp_path.iterdir()] == ["ordner.pdf"]


def test_the_public_address_makes_whole_links(monkeypatch: pytest.MonkeyPatch) -> None:
    assert says(made(), "Diese Mappe: /api/sitzungsmappe.pdf?stand=2026-11-23")
    monkeypatch.setenv("MONITOR_BASE_URL", "https://monitor.example.org/")
    linked = pdf.folder(folder_request(db.current_release()))
    with pikepdf.open(io.BytesIO(linked)) as document:
        links = {
            str(a.A.URI) for page in document.pages for a in page.obj.get("/Annots", []) if "/URI" in a.get("/A", {})
        }
    assert "https://monitor.example.org/api/sitzungsmappe.pdf?stand=2026-11-23" in links
    assert "https://monitor.example.org/methodik?stand=2026-11-23" in links
    # Else by the host that was asked, as in pictures.
    monkeypatch.delenv("MONITOR_BASE_URL")
    asked_for = asking.ask("/api/sitzungsmappe.pdf", host="kreis.example").body
    assert says(asked_for, "Diese Mappe: https://kreis.example/api/sitzungsmappe.pdf?stand=2026-11-23")


def test_an_older_stand_shows_what_it_showed(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(corrected))
    monkeypatch.setenv("MONITOR_DATA_DIR", str(corrected.parent))
    release_id = db.current_release()
    for day in (OLD, NEW):
        # One grant was corrected from 490.000 to 500.000 € in between.
        total = queries.funding_totals(Selection(release_id, day)).grant_eur
        assert tells(folder_request(release_id, "", str(day)), f"Stand {units.date(day)}", units.euro(total))
    with pytest.raises(FolderRequestError, match=r"Es gibt: 30\.04\.2027, 23\.11\.2026\."):
        folder_request(release_id, "", "2020-01-01")
    # A municipality of which nothing has changed.
    monkeypatch.setattr(queries, "difference_tables", lambda *_: pd.DataFrame())
    said = changes._differences(folder_request(release_id), Period(OLD, NEW), 5)
    assert "steht in den Tabellen beider Stände dasselbe." in str(said)


def test_a_folder_is_for_somebody() -> None:
    assert FolderRequest(db.current_release(), OLD).file == "sitzungsmappe-kreis-unna_2026-11-23.pdf"
    assert folder_request(db.current_release(), "05978") == FolderRequest(db.current_release(), OLD)


def test_a_folder_that_would_be_too_long_gets_shorter_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    request = folder_request(db.current_release(), SCHWERTE)
    assert not tells(request, "weitere: /projekte")
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    pdf._CACHE.clear()
    shorter = pdf.folder(request)
    pdf._CACHE.clear()
    assert shorter == pdf.typeset(contents(request, RowLimits(0.3)))
    assert tells(request, "und 12 weitere: /projekte?kommune=05978028", share=0.3)


def test_a_shorter_list_counts_what_it_leaves_out() -> None:
    def rows(share: float) -> dict[str, int]:
        found: dict[str, int] = {}
        for section in contents(folder_request(db.current_release()), RowLimits(share))["sections"]:
            notes = " ".join(_texts(section["blocks"]))
            rest = re.findall(r"… und (\d+) weitere: |… und (eine) weitere Zeile: ", notes)
            shown = sum(len(block["rows"]) for block in section["blocks"] if block["kind"] == "table")
            found[section["title"]] = shown + sum(int(many or 1) for many, _ in rest)
        # What belongs to no place has rows of its own there.
        return {title: count for title, count in found.items() if title != t("report.money.heading")}

    assert rows(0.3) == rows(1.0)


@pytest.mark.parametrize(
    ("key", "selection", "name", "address"),
    [
        ("overview", "one municipality", "Lünen", f"{ADDRESS}?kommune=05978024&stand=2026-11-23"),
        ("overview", "several municipalities", "Kreis Unna", f"{ADDRESS}?stand=2026-11-23"),
        ("municipalities", "several municipalities", "Bergkamen", f"{ADDRESS}?kommune=05978004&stand=2026-11-23"),
        ("changes", "everything", "Kreis Unna", f"{ADDRESS}?stand=2026-11-23"),
    ],
)
def test_pages_lead_to_the_folder_of_what_they_show(key: str, selection: str, name: str, address: str) -> None:
    (html,) = (found["html"] for found in components(seen(key, selection), "html") if "srm-folder" in found["html"])
    assert f'href="{escape(address)}"' in html
    assert f">Sitzungsmappe {name} (PDF)</a>" in html
    assert ("Mehrere Kommunen sind gewählt" in html) == (selection.startswith("several") and key == "overview")
