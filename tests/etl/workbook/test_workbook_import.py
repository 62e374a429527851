"""A workbook becomes a Stand or gets every remark at once, each by sheet and cell."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from data_dictionary import TABLES
from etl.reading.csv_file import read_csv
from etl.workbook.workbook_import import Addition
from tests.etl.workbook.conftest import BEFORE, STAND
from tests.etl.workbook.mistakes import REPAIRS, REPAIRS_LAST, put
from tests.etl.workbook.places import at, place

Take = Callable[..., Addition]
Edited = Callable[..., Path]


def texts(data_dir: Path, name: str) -> Any:
    table, findings = read_csv(data_dir / "raw" / "staende" / str(STAND) / name, name)
    assert not findings
    return table.frame.reset_index(drop=True)


def test_repairs_alone_stop_nothing_and_a_trial_writes_nothing(edited: Edited, take: Take, data_dir: Path) -> None:
    before = sorted(data_dir.rglob("*"))
    reception = take(edited(*(mistake.edit for mistake in [*REPAIRS, *REPAIRS_LAST])))
    # That published values are others now is asked about.
    remarks = [remark for remark in reception.remarks if not remark.question]
    assert {remark.severity for remark in remarks} == {"repaired"}
    assert len(remarks) == len([*REPAIRS, *REPAIRS_LAST])
    assert not reception.is_written
    assert sorted(data_dir.rglob("*")) == before


def test_an_untouched_template_gives_the_same_tables_and_nothing_to_say(
    fresh: Path, take: Take, data_dir: Path
) -> None:
    reception = take(fresh, is_trial=False)
    assert (reception.remarks, reception.is_written) == ([], True)
    staende = data_dir / "raw" / "staende"
    before, after = (
        {path.name: path.read_bytes() for path in (staende / str(day)).iterdir()} for day in (BEFORE, STAND)
    )
    assert after == before


def test_a_missing_sheet_hides_nothing_and_a_day_that_is_not_later_is_told_beside_all_else(
    edited: Edited, take: Take
) -> None:
    path = edited(lambda book: book.remove(book["Meilensteine"]), put("Förderung", "Betrag (EUR)", 3, "1.234"))
    reception = take(path, is_trial=False, stand_date=BEFORE)
    told = [remark for remark in reception.remarks if remark.severity == "error"]
    assert len(told) == 3
    assert {remark.value for remark in told} >= {"Meilensteine", "1.234"}
    assert any("späterer Tag" in remark.message for remark in told)
    assert not reception.is_written


def test_a_right_workbook_of_a_wrong_day_is_written_on_no_other(fresh: Path, take: Take, data_dir: Path) -> None:
    before = sorted((data_dir / "raw/staende").rglob("*"))
    reception = take(fresh, is_trial=False, stand_date=BEFORE)
    assert (reception.is_written, len(reception.remarks)) == (False, 1)
    assert sorted((data_dir / "raw/staende").rglob("*")) == before


def test_who_fills_in_a_workbook_is_told_to_write_a_known_name_or_to_tell_the_operator(
    edited: Edited, take: Take, data_dir: Path
) -> None:
    (data_dir / "mapping").mkdir(exist_ok=True)
    shutil.copy(ROOT / "data" / "mapping" / "geldgeber.csv", data_dir / "mapping")
    found = take(edited(put("Förderung", "Fördergeber", 3, "Stiftung Irgendwo"))).remarks
    assert [(remark.severity, remark.value, remark.message) for remark in found] == [
        (
            "warning",
            "Stiftung Irgendwo",
            "Diese Schreibweise steht nicht in mapping/geldgeber.csv und zählt deshalb als eigener Name. Ist ein bekannter "
            "Name gemeint, bitte so schreiben wie in den anderen Zeilen; sonst dem Betreiber sagen, unter welchem Namen sie "
            "zählen soll. Er trägt sie dort ein.",
        )
    ]


def test_columns_may_stand_in_any_order_below_a_title(edited: Edited, take: Take, data_dir: Path) -> None:
    def turn(book: Any) -> None:
        page = book["Quellen"]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        page.delete_rows(1, len(rows))
        page["A1"] = "Unsere Quellen"
        for number, row in enumerate(rows, start=3):
            for column, value in enumerate(reversed(row), start=1):
                page.cell(number, column).value = value

    reception = take(edited(turn), is_trial=False)
    assert reception.is_written
    assert [remark.place for remark in reception.remarks if remark.severity != "repaired"] == ["Quellen!A1"]
    assert texts(data_dir, "quellen.csv").equals(_before(data_dir, "quellen.csv"))


def _before(data_dir: Path, name: str) -> Any:
    return read_csv(data_dir / "raw" / "staende" / str(BEFORE) / name, name)[0].frame.reset_index(drop=True)


def test_findings_of_the_rules_name_the_row_of_the_sheet_not_of_the_file(edited: Edited, take: Take) -> None:
    def gap(book: Any) -> None:
        page = book["Quellen"]
        page[at("Quellen", "Titel", 3)] = "Titel\nin zwei\nZeilen"
        page.insert_rows(10, amount=4)
        page["A20"] = page["A2"].value

    # A new id that is no short name is questioned, an old one is not.
    ids = put("Quellen", "Quelle-ID", 200, "Neue Quelle Ä"), put("Quellen", "Quelle-ID", 201, "q-neu-2")
    reception = take(edited(gap, *ids))
    doubled = [remark for remark in reception.remarks if "steht schon in" in remark.message]
    assert [(remark.place, "Zeile 2 " in remark.message) for remark in doubled] == [("Quellen!A20", True)]
    questioned = [remark for remark in reception.remarks if "Kennung besteht aus" in remark.message]
    assert [(remark.severity, remark.place) for remark in questioned] == [("warning", "Quellen!A200")]


@pytest.mark.parametrize(
    ("sheet", "header", "value", "number_format"),
    [
        ("Förderung", "Betrag (EUR)", 250000.005, "#,##0.00"),
        ("Förderung", "Betrag (EUR)", "#REF!", "General"),
        ("Projekte", "Ende", datetime(2126, 5, 3), "DD.MM.YY"),
    ],
)
def test_what_is_wrong_in_a_cell_is_said_of_it_once(
    sheet: str, header: str, value: object, number_format: str, edited: Edited, take: Take
) -> None:
    remarks = take(edited(put(sheet, header, 2, value, number_format))).remarks
    (found,) = (remark for remark in remarks if remark.place == place(sheet, header, 2))
    assert found.severity == "error"


CHANGED_AMOUNT = put("Förderung", "Betrag (EUR)", 2, 490001.5)


def test_a_changed_amount_with_a_correction_and_new_rows_are_taken(edited: Edited, take: Take, data_dir: Path) -> None:
    correction = {
        "Tabelle": "foerderung",
        "Kennung": "smart-region-kreis-unna-f1",
        "Spalte": "Betrag (EUR)",
        "Alt": 490000,
        "Neu": "490.001,50 €",
        "Grund": "Tippfehler",
    }
    source = {
        "Quelle-ID": "q-neu",
        "Herausgeber": "Stadt Unna",
        "Titel": "=Titel",
        "Veröffentlicht": "Mai 2026",
        "URL": "https://www.unna.de/digital",
    }

    def title_is_text(book: Any) -> None:
        book["Quellen"][at("Quellen", "Titel", 130)].data_type = "s"

    path = edited(
        CHANGED_AMOUNT,
        *(put("Berichtigungen", header, 2, value) for header, value in correction.items()),
        # The first of a month is no question where only a day can stand.
        put("Berichtigungen", "Datum", 2, datetime(2026, 12, 1), "DD.MM.YYYY"),
        *(put("Quellen", header, 130, value) for header, value in source.items()),
        title_is_text,
        # Blank rows and cells far below are nothing.
        put("Quellen", "Quelle-ID", 1048576, " \u00a0"),
        put("Quellen", "Titel", 200, "\u200b"),
    )
    reception = take(path, is_trial=False)
    assert reception.is_written, reception.remarks
    assert {remark.place for remark in reception.remarks} == {
        place("Berichtigungen", "Neu", 2),
        place("Quellen", "Veröffentlicht", 130),
    }
    assert texts(data_dir, "berichtigungen.csv").iloc[0].tolist() == [
        "foerderung", "smart-region-kreis-unna-f1", "Betrag (EUR)", "490000", "490001.50", "Tippfehler", "2026-12-01",
    ]  # fmt: skip
    taken = texts(data_dir, "quellen.csv").iloc[-1]
    assert taken[list(source)].to_dict() == source | {"Veröffentlicht": "2026-05"}


def test_a_correction_that_names_another_former_value_is_an_error_of_its_row(edited: Edited, take: Take) -> None:
    correction = {
        "Tabelle": "foerderung",
        "Kennung": "smart-region-kreis-unna-f1",
        "Spalte": "Betrag (EUR)",
        "Alt": 480000,
        "Neu": "490.001,50 €",
        "Grund": "Tippfehler",
        "Datum": "01.12.2026",
    }
    reception = take(
        edited(CHANGED_AMOUNT, *(put("Berichtigungen", header, 2, value) for header, value in correction.items()))
    )
    errors = {remark.place: remark.message for remark in reception.remarks if remark.severity == "error"}
    assert not reception.is_written
    (message,) = [text for where, text in errors.items() if where.startswith("Berichtigungen!")]
    assert message.startswith("Was hier berichtigt wird, hat sich nicht so geändert.")


def test_missing_headers_and_columns_are_told(edited: Edited, take: Take) -> None:
    def without_columns(book: Any) -> None:
        headers = TABLES["meilensteine"].headers
        for number in sorted((headers.index(name) + 1 for name in ("Erstplanung", "Art")), reverse=True):
            book["Meilensteine"].delete_cols(number)

    reception = take(edited(lambda book: book["Quellen"].delete_rows(1), without_columns))
    assert any(remark.place == "Quellen!A1" and "Kopfzeile fehlt" in remark.message for remark in reception.remarks)
    first_plan, kind = (remark for remark in reception.remarks if remark.sheet == "Meilensteine")
    assert (first_plan.severity, first_plan.place, first_plan.column) == ("error", "Meilensteine!A1", "Erstplanung")
    assert (kind.severity, kind.column) == ("warning", "Art")
    assert kind.message.startswith("Ohne Angabe der Art: 104 von 104 Meilensteinen. Sie zählen als Ergebnisse")


def test_a_data_folder_without_any_stand_takes_its_first(fresh: Path, take: Take, data_dir: Path) -> None:
    shutil.rmtree(data_dir / "raw" / "staende" / str(BEFORE))
    reception = take(fresh, is_trial=False)
    assert reception.is_written, reception.remarks
