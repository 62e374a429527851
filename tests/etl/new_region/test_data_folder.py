"""From two official files to the data folder of another district: whole and valid, or not at all."""

import csv
import re
import tomllib
from pathlib import Path

import geopandas
import pytest

from config import ROOT
from etl.new_region import data_folder
from etl.new_region.toml_text import region_text, tables_text
from etl.official.adapters import recognition
from etl.official.products import product
from etl.reading.toml_files import RegionFile, SourcesFile, read_toml
from tests.district import NAME, STAND, new_region, official_file, run
from tests.etl.official.squares import KEYS, NAMES, SIDE, SOUTH, WEST, dvg, vg250


def rows(path: Path) -> list[dict[str, str]]:
    """Records of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def official(tmp_path: Path) -> Path:
    return official_file(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "anderswo"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished data folder that is only read."""
    folder = tmp_path_factory.mktemp("region")
    done = new_region(folder / "anderswo", official_file(folder))
    assert done.exit_code == 0, done.output
    assert "4 Kommunen und dem Stand 20.05.2031" in done.output
    return folder / "anderswo"


def test_what_official_files_say_is_taken_and_the_rest_stays_empty(made: Path) -> None:
    raw = made / "raw"
    places = rows(raw / "gemeinden.csv")
    assert [(row["AGS"], row["Name"], row["Fläche (km²)"]) for row in places] == [
        (key, name, "25.00") for key, name in zip(KEYS, NAMES, strict=True)
    ]
    assert {row["Rechtsstellung"] + row["Webseite"] + row["Rathaus"] for row in places} == {""}
    people = {row["AGS"]: (row["Stichtag"], row["Einwohner"]) for row in rows(raw / "bevoelkerung.csv")}
    assert people == {key: ("2030-12-31", str(11_000 + 1_000 * i)) for i, key in enumerate(KEYS)}
    assert rows(raw / "indikatoren.csv") == []
    assert rows(raw / "kennzahlen.csv") == rows(ROOT / "data" / "raw" / "kennzahlen.csv")
    for name in ("projekte", "foerderung", "meilensteine", "quellen"):
        assert rows(raw / "staende" / STAND / f"{name}.csv") == []


def test_a_place_lies_inside_its_municipality(made: Path) -> None:
    places = rows(made / "raw" / "gemeinden.csv")
    degrees = geopandas.points_from_xy([p["Länge"] for p in places], [p["Breite"] for p in places], crs="EPSG:4326")
    for i, point in enumerate(degrees.to_crs("EPSG:25832")):
        assert WEST + SIDE * (i % 2) < point.x < WEST + SIDE * (i % 2 + 1)
        assert SOUTH + SIDE * (i // 2) < point.y < SOUTH + SIDE * (i // 2 + 1)


def test_nothing_of_the_embedded_district_comes_along(made: Path) -> None:
    embedded = tomllib.loads((ROOT / "data" / "region.toml").read_text("utf-8"))
    own = tomllib.loads((made / "region.toml").read_text("utf-8"))
    text = "".join(path.read_text("utf-8") for path in made.rglob("*.toml"))
    assert own["region"]["name"] == NAME
    assert set(own["operator"].values()) == {""}
    for word in (
        embedded["region"]["name"],
        embedded["operator"]["name"],
        embedded["region"]["district_ags"],
        "Dortmund",
    ):
        assert word not in text
    # The same state has the same laws.
    assert own["law"] == embedded["law"]
    assert own["complaint_body"] == embedded["complaint_body"]


def elsewhere(folder: Path, state: str) -> Path:
    """The official file of the same municipalities in another state."""
    areas = vg250()
    areas["AGS"] = state + areas["AGS"].str[2:]
    areas.to_file(folder / "vg250-ew_2030-12-31.gpkg")
    return folder / "vg250-ew_2030-12-31.gpkg"


def test_a_state_nobody_knows_has_to_be_named(folder: Path, tmp_path: Path) -> None:
    official = elsewhere(tmp_path, "99")
    asked = new_region(folder, official, prefix="99999")
    assert asked.exit_code == 1
    assert "Wie heißt das Land mit dem Schlüssel „99“? Bitte mit --state angeben." in asked.output
    assert new_region(folder, official, "--state", "Musterland", prefix="99999").exit_code == 0


def test_another_state_has_other_laws_that_have_to_be_filled_in(folder: Path, tmp_path: Path) -> None:
    made = new_region(folder, elsewhere(tmp_path, "09"), prefix="09999")
    assert made.exit_code == 0, made.output
    assert tomllib.loads((folder / "region.toml").read_text("utf-8"))["region"]["state"] == "Bayern"
    text = (folder / "region.toml").read_text("utf-8")
    assert "Nordrhein" not in text
    assert "NRW" not in text
    for key in ("law.accessibility", "law.data_processing", "complaint_body.name", "data_protection_authority.name"):
        assert f"region.toml, „{key}“" in made.output


def test_sources_say_who_published_the_files_and_under_which_licence(made: Path) -> None:
    sources, findings = read_toml(made / "raw" / "sources.toml", "sources.toml", SourcesFile)
    assert findings == []
    assert sources is not None
    found = {entry.id: entry for entry in sources.dataset}
    for kind in ("grenzen", "bevoelkerung"):
        assert "BKG" in found[kind].publisher
        assert "Namensnennung" in found[kind].licence
    # The year in which the boundaries were taken is that of the Stand.
    assert "© BKG (2031)" in (found["grenzen"].note or "")
    assert {"projekte", "breitbandatlas", "ladesaeulen"} <= set(found)


def test_a_publisher_nobody_knows_is_asked_for(folder: Path, tmp_path: Path) -> None:
    made = new_region(folder, official_file(tmp_path, "flaechen_2030-12-31.gpkg"))
    assert made.exit_code == 0, made.output
    assert "bitte in sources.toml bei „grenzen“ eintragen" in made.output


def test_a_folder_in_use_is_left_alone(folder: Path, official: Path) -> None:
    folder.mkdir()
    (folder / "wichtig.txt").write_text("bleibt")
    made = new_region(folder, official)
    assert made.exit_code == 1
    assert "ist nicht leer" in made.output
    assert [path.name for path in folder.iterdir()] == ["wichtig.txt"]
    made = new_region(official / "darunter", official)
    assert made.exit_code == 1
    assert "lässt sich nicht anlegen. Auf dem Weg zu diesem Ordner liegt eine Datei." in made.output


def test_a_district_that_is_not_in_the_file_is_told_which_ones_are(folder: Path, official: Path) -> None:
    made = new_region(folder, official, prefix="05111")
    assert made.exit_code == 1
    assert "beginnt kein Gemeindeschlüssel mit „05111“" in made.output
    assert "05998 (1), 05999 (4)" in made.output
    assert not folder.exists()


def test_files_that_do_not_fit_together_say_what_is_missing_where(folder: Path, official: Path, tmp_path: Path) -> None:
    fewer = tmp_path / "vg250-ew_weniger_2030-12-31.gpkg"
    areas = vg250()
    areas[~areas["AGS"].isin(KEYS[1:3])].to_file(fewer)
    for boundaries, population in ((fewer, official), (official, fewer)):
        made = run("new-region", folder, "--prefix", "05999", "--boundaries", boundaries, "--population", population)
        assert made.exit_code == 1
        assert f"In {fewer.name} fehlen: {KEYS[1]} ({NAMES[1]}), {KEYS[2]} ({NAMES[2]})." in made.output
        assert not folder.exists()


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--prefix", "5999", "fünf Ziffern mit führender Null"),
        ("--stand", "gestern", "Erwartet wird ein Tag wie 2026-11-23"),
        ("--boundaries", "fehlt.gpkg", "gibt es nicht"),
        ("--state", "Muster\x07land", "entsteht kein gültiger Datenordner"),
    ],
)
def test_a_wrong_option_says_what_is_expected(
    folder: Path, official: Path, option: str, value: str, message: str
) -> None:
    made = new_region(folder, official, option, value)
    assert made.exit_code == 1
    assert message in made.output
    assert not folder.exists()


def test_a_file_that_is_not_official_says_what_it_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> str:
        raise PermissionError(13, "Permission denied", path)

    other = tmp_path / "brief.txt"
    other.write_text("Sehr geehrte Damen und Herren")
    made = new_region(folder, other)
    assert made.exit_code == 1
    assert "Sehr geehrte Damen und Herren" in made.output
    monkeypatch.setattr(recognition, "first_bytes", forbidden)
    made = new_region(folder, other)
    assert made.exit_code == 1
    assert "brief.txt lässt sich nicht lesen. Fehlt das Recht dazu" in made.output


def test_a_file_of_the_other_kind_says_what_it_lacks(folder: Path, tmp_path: Path) -> None:
    people = tmp_path / "12411-15i_00.csv"
    counted = (
        f"31.12.2030;{key};{name};{11_000 + number}" for number, (key, name) in enumerate(zip(KEYS, NAMES, strict=True))
    )
    people.write_text("\n".join(["Tabelle: 12411-15i", ";;;Bevölkerungsstand", ";;;Anzahl", *counted]), "utf-8")
    areas = tmp_path / "vg250_2030-12-31.gpkg"
    vg250().drop(columns=["EWZ"]).to_file(areas)
    supply = tmp_path / "deutschland_privat_2019_2.csv"
    supply.write_text("verf_300_16;verf_ftth_1000;staat\n91.77;;Deutschland\n")
    landless = tmp_path / "vg250-ew_2030-12-31.gpkg"
    vg250().assign(KFL=0.0).to_file(landless)
    for file, lack in (
        (people, r"12411-15i_00\.csv \(.*\) hat keine Grenzen\. Erwartet werden amtliche Gemeindegrenzen\."),
        (supply, r"deutschland_privat_2019_2\.csv \(.*\) hat keine Grenzen\."),
        (areas, r"vg250_2030-12-31\.gpkg \(.*\) nennt nicht Namen und Einwohnerzahlen"),
        (landless, "Keine der beiden Dateien nennt für jede Gemeinde: „Fläche \\(km²\\)“\\."),
    ):
        made = run("new-region", folder, "--prefix", "05999", "--boundaries", file, "--population", file)
        assert made.exit_code == 1
        assert re.search(lack, made.output)
        assert not folder.exists()


def test_a_product_is_known_in_whatever_letters_its_name_is_written() -> None:
    for title, name in (("Vg250", "a.gpkg"), ("Grenzen", "vg250.gpkg"), ("VG250", "a.gpkg")):
        assert "BKG" in product("grenzen", title, Path(name), 2030)["publisher"]
    assert product("grenzen", "Grenzen", Path("a.gpkg"), 2030) == {}


def test_without_a_name_the_key_stands_in_for_it(folder: Path, official: Path, tmp_path: Path) -> None:
    folder.mkdir()
    areas = tmp_path / "dvg2gem_nw.gpkg"
    dvg().to_file(areas)
    files = ("--boundaries", areas, "--population", official)
    made = run("new-region", folder, "--prefix", "05999", "--name", " ", *files)
    assert made.exit_code == 0
    assert "steht vorläufig „Kreis 05999“" in made.output
    # What the project fetches of the same publisher, this district fetches, too.
    sources = (folder / "raw" / "sources.toml").read_text("utf-8")
    assert sources.count("opengeodata.nrw.de") == 1
    assert "landesdatenbank.nrw.de" not in sources


def test_a_broken_template_of_a_region_is_named(
    folder: Path, official: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_folder, "EMBEDDED", tmp_path)
    made = new_region(folder, official)
    assert made.exit_code == 1
    assert f"Die Vorlage {tmp_path / 'region.toml'} ist fehlerhaft: " in made.output


def test_the_embedded_region_is_written_as_the_command_would_write_it() -> None:
    path = ROOT / "data" / "region.toml"
    region, findings = read_toml(path, "region.toml", RegionFile)
    assert findings == []
    assert region is not None
    assert region_text(region) == path.read_text("utf-8")


def test_tables_written_as_toml_are_read_back_the_same() -> None:
    sources = tomllib.loads((ROOT / "data" / "raw" / "sources.toml").read_text("utf-8"))
    written = "\n".join(tables_text(name, tables) for name, tables in sources.items())
    assert tomllib.loads(written) == sources
    odd = [{"a": 'x"y\\z\n\x7f', "b": 1, "c": True, "d": ["ä", "ö"], "e": [{"f": 1}, {"f": 2}]}]
    assert tomllib.loads(tables_text("odd", odd)) == {"odd": odd}
