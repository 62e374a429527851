"""Boundaries are drawn as they are: in metres, closed, labelled inside."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import shapely

from etl.reading.boundaries import read_boundaries
from etl.release.build import Release
from etl.tables.boundaries import boundary_table, map_shapes


def test_geometry_is_readable_without_an_extension(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True, config={"enable_external_access": "false"}) as connection:
        found = connection.execute("select ST_AsWKB(geometry) from municipality").fetchall()
        assert connection.execute("select ST_AsGeoJSON(geometry) from municipality").fetchall()
    shapes = [shapely.from_wkb(wkb) for (wkb,) in found]
    assert len(shapes) == 10
    assert all(shape.is_valid and shape.geom_type == "Polygon" for shape in shapes)
    west, south, east, north = shapely.union_all(shapes).bounds
    assert 7.3 < west < east < 8.1
    assert 51.3 < south < north < 51.8


def test_heights_of_a_file_change_nothing(tmp_path: Path) -> None:
    plain, high = tmp_path / "plain.geojson", tmp_path / "high.geojson"
    for path, height in ((plain, []), (high, [81.5])):
        ring = [[*point, *height] for point in ((7.7, 51.5), (7.8, 51.5), (7.8, 51.6), (7.7, 51.5))]
        area = {
            "type": "Feature",
            "properties": {"ags": "05999004"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), "utf-8")
    tables = []
    for path in (plain, high):
        boundaries, findings = read_boundaries(path, path.name)
        assert boundaries
        assert not findings
        tables.append(boundary_table(boundaries, map_shapes(boundaries)))
    pd.testing.assert_frame_equal(*tables)


def test_a_municipality_in_several_parts_has_the_rings_of_all_of_them(tmp_path: Path) -> None:
    def square(west: float) -> list[list[list[float]]]:
        return [[[west, 51.5], [west + 0.1, 51.5], [west + 0.1, 51.6], [west, 51.6], [west, 51.5]]]

    one = {"type": "Polygon", "coordinates": square(7.9)}
    two = {"type": "MultiPolygon", "coordinates": [square(7.5), square(7.7)]}
    areas = [
        {"type": "Feature", "properties": {"ags": ags}, "geometry": shape}
        for ags, shape in (("05999004", two), ("05999008", one))
    ]
    path = tmp_path / "parts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": areas}), "utf-8")
    boundaries, findings = read_boundaries(path, path.name)
    assert boundaries and not findings
    rings = boundary_table(boundaries, map_shapes(boundaries))["rings"]
    assert [len(found) for found in rings] == [2, 1]


def test_rings_are_closed_and_as_large_as_the_official_area(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        found = connection.execute("select rings, area_km2 from municipality").fetchall()
    for rings, area_km2 in found:
        assert all(ring[0] == ring[-1] for ring in rings)
        assert abs(shapely.Polygon(rings[0], rings[1:]).area / 1e6 / float(area_km2) - 1) < 0.01


def test_the_label_lies_inside_its_municipality(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        found = connection.execute("select rings, label_x, label_y from municipality").fetchall()
    for rings, x, y in found:
        assert shapely.Polygon(rings[0], rings[1:]).contains(shapely.Point(x, y))


def test_only_the_district_has_an_outline_and_it_is_one_ring(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        found = connection.execute("select region_ags, outline from region where outline is not null").fetchall()
        rings = [rings for (rings,) in connection.execute("select rings from municipality").fetchall()]
    (district, outline) = found[0]
    assert (len(found), district, len(outline)) == (1, "05978", 1)
    together = sum(shapely.Polygon(ring[0], ring[1:]).area for ring in rings)
    assert abs(shapely.Polygon(outline[0]).area - together) < 1.0
