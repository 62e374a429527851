"""INKAR and Deutschlandatlas: shares by municipality, whose period only the mapping knows. All figures are made up."""

from dataclasses import replace
from pathlib import Path

import pytest

from etl.messages.refusals import UnreadableError
from etl.official.adapters import population_table
from etl.official.adapters.bbsr import BROADBAND, MOBILE
from etl.official.adapters.mapping import mapping
from etl.official.adapters.recognition import adapter_for
from etl.official.interface import Adapter
from tests.etl.official.made import SCOPE, A, B, messages, text_file, values, workbook

INKAR = "AGS,Raumbezug,Name,Population,Broadband_50Mbps,Broadband_1000Mbps"
ATLAS = "GKZ1222,Gemeindename,bev_dicht,v_gsm,v_lte,v_5g"
KNOWN = replace(SCOPE, indicator_ids=frozenset(row["Kennzahl-ID"] for row in mapping("bbsr")))
FIFTY, GIGABIT = "bb_hh_bbsr_ge50_pct", "bb_hh_bbsr_ge1000_pct"


def test_inkar_gives_municipalities_and_the_district_of_its_year(tmp_path: Path) -> None:
    lines = [
        INKAR,
        "05978,Kreis,Unna,,91.2,70.5",
        f'{A},Gemeinde,"X, Stadt",100,100.0,61.25',
        "05111000,Gemeinde,Y,1,2,3",
    ]
    found = BROADBAND.read(text_file(tmp_path / "inkar2025_breitband_2023.csv", lines), KNOWN)
    assert values(found) == {
        (FIFTY, "05978", "2023-12"): 91.2, (GIGABIT, "05978", "2023-12"): 70.5,
        (FIFTY, A, "2023-12"): 100, (GIGABIT, A, "2023-12"): 61.25,
    }  # fmt: skip
    assert (found.source, found.rows_read) == ("bbsr-breitband", 3)
    assert found.tables["indikatoren"]["Anmerkung"].str.contains("leitungsgebunden").all()
    assert f"fehlen Kommunen der Region: Bönen ({B})" in messages(found)


def test_inkar_is_no_table_of_people_though_it_names_them(tmp_path: Path) -> None:
    path = text_file(tmp_path / "inkar2025_breitband_2023.csv", [INKAR, f"{A},Gemeinde,X,100,91.2,70.5"])
    assert population_table.ADAPTER.recognises(path)
    assert adapter_for(path) is BROADBAND
    people = text_file(tmp_path / "people.csv", ["AGS,Raumbezug,Name,Population", f"{A},Gemeinde,X,100"])
    assert adapter_for(people) is population_table.ADAPTER


def test_deutschlandatlas_is_rounded_and_its_sign_for_no_value_is_none(tmp_path: Path) -> None:
    lines = ["GKZ1221,Gemeindename,v_breitb50,v_breitb1000,p_probe", "5978004,X,81.2349,-9999,3", "5978008,Y,101,,3"]
    found = BROADBAND.read(text_file(tmp_path / "Deutschlandatlas 2024-12-12 (1).csv", lines), KNOWN)
    assert values(found) == {(FIFTY, A, "2022-06"): 81.23}
    assert messages(found).count("\n") == 0
    assert "Zeile 3, Spalte „v_breitb50“: Ein Anteil liegt zwischen 0 und 100" in messages(found)


def test_mobile_networks_are_another_source(tmp_path: Path) -> None:
    path = text_file(tmp_path / "deutschlandatlas_2024-12-12_GEM1222.csv", [ATLAS, "5978004,X,500,100,99.5,88"])
    assert not BROADBAND.recognises(path)
    assert MOBILE.recognises(path)
    found = MOBILE.read(path, KNOWN)
    assert found.source == "bbsr-mobilfunk"
    assert values(found) == {
        ("mobile_2g_area_pct", A, "2024"): 100, ("mobile_4g_area_pct", A, "2024"): 99.5,
        ("mobile_5g_area_pct", A, "2024"): 88,
    }  # fmt: skip


def test_each_source_takes_its_sheets_of_the_whole_workbook(tmp_path: Path) -> None:
    sheets = {
        "Erläuterung": [["Daten zum Deutschlandatlas"]],
        "Deutschlandatlas_GEM1221": [["GKZ1221", "Gemeindename", "v_breitb50"], [5978004, "X", 81.2]],
        "Deutschlandatlas_GEM1222": [["GKZ1222", "Gemeindename", "v_lte"], [5978004, "X", 99.5]],
    }
    path = workbook(tmp_path / "Deutschlandatlas_2024-12-12.xlsx", sheets)
    assert values(BROADBAND.read(path, KNOWN)) == {(FIFTY, A, "2022-06"): 81.2}
    assert values(MOBILE.read(path, KNOWN)) == {("mobile_4g_area_pct", A, "2024"): 99.5}


@pytest.mark.parametrize("name", ["download.csv", "inkar2026_breitband_2024.csv"])
def test_an_edition_that_nobody_entered_is_refused_with_those_that_are(tmp_path: Path, name: str) -> None:
    path = text_file(tmp_path / name, [INKAR, f"{A},Gemeinde,X,1,2,3"])
    with pytest.raises(UnreadableError, match="Bekannt sind: „breitband_2023“"):
        BROADBAND.read(path, KNOWN)


@pytest.mark.parametrize("adapter", [BROADBAND, MOBILE])
def test_every_indicator_of_the_mapping_is_described_once(adapter: Adapter) -> None:
    rows = [row for row in mapping("bbsr") if row["Quelle"] == adapter.source]
    described = [row["Kennzahl-ID"] for row in rows if row["Name"]]
    assert sorted(described) == sorted({row["Kennzahl-ID"] for row in rows})


def test_a_new_indicator_comes_with_its_description(tmp_path: Path) -> None:
    path = text_file(tmp_path / "breitband_2023.csv", [INKAR, f"{A},Gemeinde,X,1,2,3"])
    found = BROADBAND.read(path, replace(SCOPE, indicator_ids=frozenset()))
    assert found.tables["kennzahlen"]["Kennzahl-ID"].tolist() == [FIFTY, GIGABIT]
