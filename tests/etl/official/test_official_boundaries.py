"""Boundaries from any official file become areas that share their borders and pass the check of a publication."""

import json
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from etl.messages.refusals import UnreadableError
from etl.official.adapters import municipal_boundaries
from etl.official.formats import coverage
from etl.official.formats.geojson import geojson_bytes
from etl.official.interface import Extract, Scope
from etl.reading.boundaries import read_boundaries
from etl.rules.boundary_checks import _invalid, _misfits
from tests.etl.official.squares import KEYS, NAMES, SOUTH, WEST, dvg, vg250, with_a_gap

SCOPE = Scope("05999", dict(zip(KEYS, NAMES, strict=True)))


def saved(table: geopandas.GeoDataFrame, path: Path, **options: str) -> Path:
    table.to_file(path, **options)
    return path


def zipped(folder: Path, archive: Path, inside: str = "vg250.ebenen/daten") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("vg250.ebenen/dokumentation/lies.pdf", b"%PDF")
        file.mkdir("vg250.ebenen/daten.gpkg")
        file.writestr("__MACOSX/vg250.ebenen/daten/._VG250_GEM.shp", b"Mac OS X")
        for path in sorted(folder.iterdir()):
            file.write(path, f"{inside}/{path.name}")
    return archive


def require_fit(extract: Extract, folder: Path) -> None:
    """The written file reads back as one valid area per municipality, without gap or overlap."""
    path = folder / "grenzen.geojson"
    path.write_bytes(geojson_bytes(extract.boundaries))
    read, findings = read_boundaries(path, path.name)
    assert read is not None
    assert ([area.ags for area in read], findings) == (list(KEYS), [])
    assert [
        *_invalid("grenzen.geojson", read),
        *_misfits("grenzen.geojson", read, dict(zip(KEYS, NAMES, strict=True))),
    ] == []
    assert [area.line for area in read] == [7, 8, 9, 10]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("dvg.gpkg", {"layer": "dvg2gem_nw"}),
        ("dvg2gem_nw.shp", {"encoding": "utf-8"}),
        ("gemeinden.geojson", {}),
    ],
)
def test_municipalities_of_the_district_are_read_from_any_form(
    tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    path = saved(dvg(), tmp_path / name, **options)
    assert municipal_boundaries.ADAPTER.recognises(path)
    found = municipal_boundaries.ADAPTER.read(path, SCOPE)
    assert list(found.boundaries["ags"]) == list(KEYS)
    assert list(found.boundaries["name"]) == list(NAMES)
    assert "08.03.2031" in found.title
    assert found.rows_read == 5
    assert found.findings == ()
    require_fit(found, tmp_path)


def test_borders_lose_points_but_no_area(tmp_path: Path) -> None:
    found = municipal_boundaries.ADAPTER.read(saved(dvg(), tmp_path / "dvg.gpkg", layer="dvg2gem_nw"), SCOPE).boundaries
    before, after = dvg().geometry[:4], found.to_crs("EPSG:25832").geometry
    assert shapely.get_num_coordinates(after.values).sum() < 0.5 * shapely.get_num_coordinates(before.values).sum()
    assert np.allclose(after.area, before.area, rtol=0.002)


@pytest.mark.parametrize("upper", [True, False])
def test_water_of_vg250_is_left_out_and_its_attributes_become_rows(tmp_path: Path, upper: bool) -> None:
    path = saved(vg250(upper=upper), tmp_path / "vg250-ew_2031-12-31.gpkg", layer="vg250_gem")
    found = municipal_boundaries.ADAPTER.read(path, SCOPE)
    require_fit(found, tmp_path)
    assert found.boundaries.to_crs("EPSG:25832").area.round(-5).eq(25e6).all()
    first, second = found.tables["gemeinden"].iloc[0], found.tables["gemeinden"].iloc[1]
    assert first.to_dict() == {
        "AGS": KEYS[0],
        "Name": "Aental",
        "Amtliche Bezeichnung": "Aental, Stadt",
        "Art": "Stadt",
        "Fläche (km²)": "25.00",
    }
    assert second["Amtliche Bezeichnung"] == "Beerg"
    population = found.tables["bevoelkerung"]
    assert population[["AGS", "Stichtag", "Einwohner"]].iloc[0].tolist() == [KEYS[0], "2031-12-31", "11000"]
    assert any("© BKG" in finding.message for finding in found.findings)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        pytest.param(4, 2, id="VG250: land, and water apart"),
        pytest.param(9, 8, id="VG25, VG5000: one row per area, and its parts"),
    ],
)
def test_rows_of_whole_areas_are_told_by_their_geofaktor(tmp_path: Path, whole: int, part: int) -> None:
    table = vg250()
    path = saved(table.assign(GF=table["GF"].replace({4: whole, 2: part})), tmp_path / "vg_gem.gpkg", layer="vg_gem")
    found = municipal_boundaries.ADAPTER.read(path, SCOPE)
    require_fit(found, tmp_path)
    assert found.boundaries.to_crs("EPSG:25832").area.round(-5).eq(25e6).all()
    assert not any("vereinigt" in finding.message for finding in found.findings)


def test_where_the_geofaktor_says_nothing_all_rows_are_one_area(tmp_path: Path) -> None:
    path = saved(vg250().assign(GF="x"), tmp_path / "vg_gem.gpkg", layer="vg_gem")
    found = municipal_boundaries.ADAPTER.read(path, SCOPE)
    assert any("zu einer Fläche vereinigt" in finding.message for finding in found.findings)


def test_inhabitants_without_a_date_are_not_taken(tmp_path: Path) -> None:
    found = municipal_boundaries.ADAPTER.read(saved(vg250(), tmp_path / "DE_VG250.gpkg", layer="vg250_gem"), SCOPE)
    assert "bevoelkerung" not in found.tables
    assert any("Stichtag" in finding.message for finding in found.findings)


def test_inhabitants_that_the_file_does_not_know_are_not_taken(tmp_path: Path) -> None:
    people = {KEYS[0]: 11000, KEYS[1]: -9998, KEYS[2]: 0, KEYS[3]: 14000}
    table = vg250()
    table["EWZ"] = table["AGS"].map(people).fillna(0).astype(int)
    as_text = table.assign(EWZ=table["EWZ"].astype(str).replace("-9998", "k. A."))
    for name, form in (("a", table), ("b", as_text)):
        path = saved(form, tmp_path / f"vg250-ew_2031-12-31{name}.gpkg", layer="vg250_gem")
        found = municipal_boundaries.ADAPTER.read(path, SCOPE).tables["bevoelkerung"]
        assert found[["AGS", "Einwohner"]].to_numpy().tolist() == [[KEYS[0], "11000"], [KEYS[3], "14000"]]


def test_inhabitants_are_not_taken_when_two_year_ends_are_named(tmp_path: Path) -> None:
    path = saved(vg250(), tmp_path / "VG250-EW_2031-12-31_2030-12-31.gpkg", layer="vg250_gem")
    assert "bevoelkerung" not in municipal_boundaries.ADAPTER.read(path, SCOPE).tables


def test_the_layer_of_municipalities_is_found_in_an_archive_of_many(tmp_path: Path) -> None:
    folder = tmp_path / "daten"
    folder.mkdir()
    districts = dvg().dissolve().assign(KN="05999", GN="Kreis")
    saved(districts, folder / "VG250_KRS.shp")
    saved(vg250(), folder / "VG250_GEM.shp")
    (folder / "VG250_GEM.cpg").unlink()
    found = municipal_boundaries.ADAPTER.read(zipped(folder, tmp_path / "vg250.zip"), SCOPE)
    assert "VG250_GEM" in found.title
    require_fit(found, tmp_path)
    # Some offices write all in capitals.
    for path in [*folder.iterdir()]:
        path.rename(path.with_suffix(path.suffix.upper()))
    in_capitals = zipped(folder, tmp_path / "VG250_ZIP.zip")
    assert municipal_boundaries.ADAPTER.recognises(in_capitals)
    assert municipal_boundaries.ADAPTER.read(in_capitals, SCOPE).boundaries.equals(found.boundaries)


def test_a_geopackage_in_an_archive_names_its_day_in_a_note(tmp_path: Path) -> None:
    folder = tmp_path / "daten"
    folder.mkdir()
    saved(dvg().dissolve().assign(KN="05999", GN="Kreis"), folder / "DE_VG250.gpkg", layer="vg250_krs")
    saved(vg250(), folder / "DE_VG250.gpkg", layer="vg250_gem", mode="a")
    (folder / "Aktualitaet.TXT").write_text("Aktualität: 31.12.2031", encoding="latin-1")
    archive = zipped(folder, tmp_path / "vg250-ew_12-31.utm32s.gpkg.ebenen.zip")
    assert municipal_boundaries.ADAPTER.recognises(archive)
    found = municipal_boundaries.ADAPTER.read(archive, SCOPE)
    assert set(found.tables["bevoelkerung"]["Stichtag"]) == {"2031-12-31"}


def test_municipalities_without_an_area_and_areas_of_no_municipality_are_named(tmp_path: Path) -> None:
    path = saved(vg250(), tmp_path / "vg250.gpkg", layer="vg250_gem")
    known = {**dict(zip(KEYS[1:], NAMES[1:], strict=True)), "05999099": "Neustadt"}
    found = municipal_boundaries.ADAPTER.read(path, Scope("05999", known))
    said = [finding.message for finding in found.findings if finding.column == "AGS"]
    assert [f"„{name}“" in message for name, message in zip(("Neustadt", NAMES[0]), said, strict=True)] == [True, True]


def test_borders_that_no_correction_joins_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(vg250(), tmp_path / "vg250.gpkg", layer="vg250_gem")
    for test in ("_is_tight", "_is_coverage"):
        monkeypatch.setattr(coverage, test, lambda shapes: False)
        found = municipal_boundaries.ADAPTER.read(path, SCOPE)
        assert len(found.boundaries) == 4
        assert any("bleiben Lücken" in finding.message for finding in found.findings if finding.column == "geometry")


def test_an_archive_writes_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    source = saved(dvg(), tmp_path / "gem.geojson")
    archive = tmp_path / "in" / "boese.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as file:
        file.write(source, "../../../gem.geojson")
    before = sorted(tmp_path.rglob("*"))
    assert len(municipal_boundaries.ADAPTER.read(archive, SCOPE).boundaries) == 4
    assert sorted(tmp_path.rglob("*")) == before


def test_gaps_between_neighbours_are_closed_and_reported(tmp_path: Path) -> None:
    found = municipal_boundaries.ADAPTER.read(saved(with_a_gap(), tmp_path / "dvg2gem.gpkg"), SCOPE)
    require_fit(found, tmp_path)
    assert any("Lücken oder Überschneidungen" in finding.message for finding in found.findings)


def test_several_rows_of_a_municipality_become_one_area(tmp_path: Path) -> None:
    table = dvg()
    west, south = WEST + 2500, SOUTH
    halves = [
        table.geometry[0].intersection(shapely.box(x, south - 99, x + 2600, south + 5099)) for x in (WEST - 100, west)
    ]
    parts = table.iloc[[0, 0, 1, 2, 3]].set_geometry([*halves, *table.geometry[1:4]], crs=table.crs)
    found = municipal_boundaries.ADAPTER.read(saved(parts, tmp_path / "dvg2gem.gpkg"), SCOPE)
    require_fit(found, tmp_path)
    assert any("„Aental“" in finding.message for finding in found.findings)


@pytest.mark.parametrize("keys", ["number", "without_zero", "twelve_digits"])
def test_keys_are_known_in_every_notation(tmp_path: Path, keys: str) -> None:
    table = dvg()
    written = {
        "number": table["KN"].astype("int64"),
        "without_zero": table["KN"].str[1:],
        "twelve_digits": table["KN"].str[:5] + "0020" + table["KN"].str[5:],
    }
    path = saved(table.assign(KN=written[keys]), tmp_path / "dvg2gem.gpkg")
    assert list(municipal_boundaries.ADAPTER.read(path, SCOPE).boundaries["ags"]) == list(KEYS)


def test_a_missing_reference_system_is_judged_by_the_coordinates(tmp_path: Path) -> None:
    path = saved(dvg(), tmp_path / "dvg2gem_nw.shp")
    path.with_suffix(".prj").unlink()
    found = municipal_boundaries.ADAPTER.read(path, SCOPE)
    assert "EPSG:25832" in found.findings[0].message
    require_fit(found, tmp_path)


def test_eastings_that_begin_with_their_zone_are_understood(tmp_path: Path) -> None:
    table = dvg()
    moved = table.set_geometry(table.geometry.translate(32_000_000))
    found = municipal_boundaries.ADAPTER.read(saved(moved, tmp_path / "dvg2gem.gpkg"), SCOPE)
    assert "EPSG:4647" in found.findings[0].message
    require_fit(found, tmp_path)


@pytest.mark.filterwarnings("ignore:.crs. was not provided")
def test_coordinates_of_nowhere_are_refused(tmp_path: Path) -> None:
    path = saved(
        dvg().set_crs(None, allow_override=True).translate(9e6).to_frame("geometry").assign(KN=[*KEYS, "1"]),
        tmp_path / "gem.shp",
    )
    path.with_suffix(".prj").unlink(missing_ok=True)
    with pytest.raises(UnreadableError, match="Bezugssystem"):
        municipal_boundaries.ADAPTER.read(path, SCOPE)


def test_letters_are_right_though_nothing_says_how_they_are_stored(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252"):
        path = saved(dvg(), tmp_path / f"dvg2gem_{encoding}.shp", encoding=encoding)
        path.with_suffix(".cpg").unlink()
        assert municipal_boundaries.ADAPTER.read(path, SCOPE).boundaries["name"].iloc[3] == "Düne"


def test_letters_are_read_as_the_file_beside_them_says(tmp_path: Path) -> None:
    path = saved(dvg(), tmp_path / "dvg2gem_nw.shp", encoding="cp850")
    assert path.with_suffix(".cpg").exists()
    assert municipal_boundaries.ADAPTER.read(path, SCOPE).boundaries["name"].iloc[3] == "Düne"


def test_areas_are_compared_with_the_official_ones(tmp_path: Path) -> None:
    path = saved(dvg(), tmp_path / "dvg2gem.gpkg")
    found = municipal_boundaries.ADAPTER.read(path, Scope("05999", {}, areas_km2={KEYS[0]: 25.0, KEYS[1]: 24.0}))
    assert [finding.value for finding in found.findings] == [KEYS[1]]
    assert "24,00 km²" in found.findings[0].message


def test_a_file_without_the_district_says_what_it_holds(tmp_path: Path) -> None:
    path = saved(dvg(), tmp_path / "dvg.gpkg", layer="dvg2gem_nw")
    with pytest.raises(UnreadableError, match=r"05111.*„dvg2gem_nw“.*05998, 05999"):
        municipal_boundaries.ADAPTER.read(path, Scope("05111", {}))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (None, "keine Flächen mit amtlichem Schlüssel.*„AGS“ .BKG. oder „KN“"),
        ("05999", "Gelesen wurden die Ebenen „dvg“.*Erwartet wird die Ebene der Gemeinden"),
    ],
)
def test_areas_without_the_key_of_a_municipality_are_refused(tmp_path: Path, keys: str | None, said: str) -> None:
    table = dvg().drop(columns="KN") if keys is None else dvg().assign(KN=keys)
    with pytest.raises(UnreadableError, match=said):
        municipal_boundaries.ADAPTER.read(saved(table, tmp_path / "dvg.gpkg"), SCOPE)


def test_coordinates_are_written_as_finely_as_they_are(tmp_path: Path) -> None:
    areas = municipal_boundaries.ADAPTER.read(saved(dvg(), tmp_path / "dvg2gem.gpkg"), SCOPE).boundaries
    for decimals in (5, 6, 7):
        moved = areas.set_geometry(areas.translate(10.0**-decimals))
        assert json.loads(geojson_bytes(moved))["xy_coordinate_resolution"] == 10.0**-decimals


def test_an_outer_ring_goes_against_the_clock_and_an_inner_one_with_it_as_readers_of_geojson_expect() -> None:
    ring = shapely.Point(7.7, 51.5).buffer(0.1).difference(shapely.Point(7.7, 51.5).buffer(0.05))
    areas = geopandas.GeoDataFrame(
        {"ags": ["1", "2"], "name": "x"}, geometry=[ring, shapely.reverse(ring)], crs="EPSG:4326"
    )
    for feature in json.loads(geojson_bytes(areas))["features"]:
        assert [shapely.is_ccw(shapely.LinearRing(points)) for points in feature["geometry"]["coordinates"]] == [
            True,
            False,
        ]


def test_a_border_that_crosses_itself_is_mended_and_named(tmp_path: Path) -> None:
    table = dvg()
    points = shapely.get_coordinates(table.geometry[3]).tolist()
    points[40], points[41] = points[41], points[40]
    crossed = table.set_geometry([*table.geometry[:3], shapely.Polygon(points), table.geometry[4]], crs=table.crs)
    found = municipal_boundaries.ADAPTER.read(saved(crossed, tmp_path / "dvg2gem.gpkg"), SCOPE)
    require_fit(found, tmp_path)
    assert any("bereinigt: „Düne“" in finding.message for finding in found.findings)


def test_an_area_without_extent_is_named(tmp_path: Path) -> None:
    table = dvg()
    line = shapely.Polygon([(WEST, SOUTH), (WEST + 900, SOUTH), (WEST, SOUTH)])
    flat = table.set_geometry([*table.geometry[:3], line, table.geometry[4]], crs=table.crs)
    with pytest.raises(UnreadableError, match="keine Ausdehnung: „Düne“"):
        municipal_boundaries.ADAPTER.read(saved(flat, tmp_path / "dvg2gem.gpkg"), SCOPE)


def test_a_shapefile_without_its_table_says_which_file_is_missing(tmp_path: Path) -> None:
    path = saved(dvg(), tmp_path / "dvg2gem_nw.shp")
    path.with_suffix(".dbf").unlink()
    with pytest.raises(UnreadableError, match=r"„dvg2gem_nw\.dbf“"):
        municipal_boundaries.ADAPTER.read(path, SCOPE)


def test_damaged_files_are_never_a_traceback(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    folder = tmp_path / "daten"
    folder.mkdir()
    good = [
        saved(dvg(), folder / "dvg2gem.gpkg"),
        saved(dvg(), folder / "dvg2gem_nw.shp"),
        saved(dvg(), folder / "gem.geojson"),
    ]
    good.append(zipped(folder, tmp_path / "alle.zip"))
    for path in good:
        whole = path.read_bytes()
        for size in (0, 3, 99, 100, len(whole) // 2, len(whole) - 5):
            noise = bytearray(whole)
            for at in random.integers(0, len(whole), 20):
                noise[at] = int(random.integers(256))
            for damaged in (whole[:size], whole[:100] + random.bytes(size), bytes(noise)):
                path.write_bytes(damaged)
                municipal_boundaries.ADAPTER.recognises(path)
                try:
                    municipal_boundaries.ADAPTER.read(path, SCOPE)
                except UnreadableError as problem:
                    assert "„" in str(problem)
        path.write_bytes(whole)


def test_the_file_names_areas_in_degrees_line_by_line(tmp_path: Path) -> None:
    found = municipal_boundaries.ADAPTER.read(saved(dvg(), tmp_path / "dvg2gem.gpkg"), SCOPE)
    text = geojson_bytes(found.boundaries).decode()
    assert json.loads(text)["crs"]["properties"]["name"] == "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert json.loads(text)["xy_coordinate_resolution"] == 1e-5
    assert [NAMES[i] in line for i, line in enumerate(text.splitlines()[6:10])] == [True] * 4
