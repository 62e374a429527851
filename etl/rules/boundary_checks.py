"""Rules for the boundaries: one valid polygon per municipality, no gap, no overlap, the official area, its place inside."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress

import shapely

from etl.messages.findings import Finding, error
from etl.messages.german import number, quoted
from etl.reading.boundaries import Boundary, in_degrees
from etl.reading.csv_file import Table
from etl.reading.inputs import Inputs
from etl.reading.money import NUMBER

AREA_TOLERANCE = 0.01
# The boundaries are generalised at 50 m: an inlet that narrow between two of them is a gap.
GAP_WIDTH_M = 50.0
PLACE_RADIUS_M = 25.0
# What a circle this large fits into is no gap: a town of its own, surrounded by the district.
TOWN_RADIUS_M = 500.0
# Some places are known to a minute of arc only, and may so lie beside their area.
PLACE_TOLERANCE_DEGREES = 1 / 60


def boundary_findings(inputs: Inputs) -> Iterator[Finding]:
    """Every finding about the boundaries of every version of the reference tables."""
    for version in dict.fromkeys(inputs.versions.values()):
        file = inputs.stands[version]["grenzen"]
        yield from _findings(file, inputs.boundaries(version), inputs.table(version, "gemeinden"))


def _findings(file: str, boundaries: Sequence[Boundary] | None, municipalities: Table) -> Iterator[Finding]:
    """How boundaries meet is only asked when each one is there and valid."""
    keys = municipalities.known("AGS")
    if boundaries is None or keys is None:
        return
    names = {key: name for _, key, name in municipalities.rows("AGS", "Name")}
    found = [*_keys(file, boundaries, keys, names), *_invalid(file, boundaries)]
    yield from found or _misfits(file, boundaries, names)
    official = {key: text for _, key, text in municipalities.rows("AGS", "Fläche (km²)") if NUMBER.fullmatch(text)}
    areas = shapely.area([boundary.projected for boundary in boundaries]) / 1e6
    for boundary, km2 in zip(boundaries, areas.tolist(), strict=True):
        yield from _area(file, boundary, km2, official)
    yield from _distant_places(municipalities, {boundary.ags: boundary for boundary in boundaries})


def _keys(file: str, boundaries: Sequence[Boundary], keys: Sequence[str], names: dict[str, str]) -> Iterator[Finding]:
    there, known, seen = {boundary.ags for boundary in boundaries}, set(keys), set[str]()
    for key in keys:
        if key not in there:
            message = f"Für {names.get(key, key)} fehlt die Fläche. Erwartet wird genau eine je Kommune."
            yield error(file, message, column="ags", value=key)
    for boundary in boundaries:
        if boundary.ags not in known:
            message = "Diese Fläche gehört zu keiner Kommune in gemeinden.csv."
            yield error(file, message, line=boundary.line, column="ags", value=boundary.ags)
        elif boundary.ags in seen:
            message = "Diese Kommune hat schon eine Fläche. Mehrere Teile gehören in ein „MultiPolygon“."
            yield error(file, message, line=boundary.line, column="ags", value=boundary.ags)
        seen.add(boundary.ags)


def _invalid(file: str, boundaries: Sequence[Boundary]) -> Iterator[Finding]:
    valid = shapely.is_valid([boundary.projected for boundary in boundaries])
    for boundary in compress(boundaries, ~valid):
        reason = shapely.is_valid_reason(boundary.geometry)
        message = f"Die Fläche ist ungültig ({reason}); meist schneidet sich ihr Rand selbst."
        yield error(file, message, line=boundary.line, column="geometry", value=boundary.ags)


def _misfits(file: str, boundaries: Sequence[Boundary], names: dict[str, str]) -> Iterator[Finding]:
    """One finding for each place where boundaries leave a gap or overlap."""
    shapes = [boundary.projected for boundary in boundaries]
    edges = shapely.coverage_invalid_edges(shapes, gap_width=GAP_WIDTH_M)
    is_coverage = bool(shapely.is_empty(edges).all())
    union = shapely.coverage_union_all(shapes) if is_coverage else shapely.union_all(shapes)
    holes = [
        shapely.LinearRing(ring)
        for part in shapely.get_parts(union)
        for ring in part.interiors
        if shapely.length(shapely.maximum_inscribed_circle(shapely.Polygon(ring), tolerance=1.0)) < TOWN_RADIUS_M
    ]
    if is_coverage and not holes:
        return
    places = shapely.union_all([shapely.buffer(line, PLACE_RADIUS_M) for line in (*edges, *holes)])
    for place in shapely.get_parts(places):
        around = [
            names[boundary.ags]
            for boundary in boundaries
            if shapely.intersects(shapely.boundary(boundary.projected), place)
        ]
        longitude, latitude = in_degrees(place.representative_point())
        message = (
            f"An den Grenzen von {quoted(around)} ist bei {number(latitude, 4)}° N, {number(longitude, 4)}° O "
            "eine Lücke oder eine Überschneidung. Erwartet werden gemeinsame Grenzen mit denselben Punkten."
        )
        yield error(file, message, column="geometry")


def _area(file: str, boundary: Boundary, km2: float, official: dict[str, str]) -> Iterator[Finding]:
    expected = float(official.get(boundary.ags, km2))
    if abs(km2 - expected) > AREA_TOLERANCE * expected:
        message = (
            f"Die Fläche misst {number(km2)} km², amtlich sind es {number(expected)} km² (gemeinden.csv). "
            f"Erlaubt ist eine Abweichung von {number(100 * AREA_TOLERANCE, 0)} %."
        )
        yield error(file, message, line=boundary.line, column="geometry", value=boundary.ags)


def _distant_places(municipalities: Table, boundaries: Mapping[str, Boundary]) -> Iterator[Finding]:
    """Find municipalities whose middle lies outside of their own area."""
    for line, key, latitude, longitude in municipalities.rows("AGS", "Breite", "Länge"):
        if key not in boundaries or not (NUMBER.fullmatch(latitude) and NUMBER.fullmatch(longitude)):
            continue
        place = shapely.Point(float(longitude), float(latitude))
        if shapely.distance(place, boundaries[key].geometry) > PLACE_TOLERANCE_DEGREES:
            message = (
                "Die Ortsmitte liegt nicht in der Fläche dieser Kommune. Erwartet werden Grad mit Punkt, nach WGS 84."
            )
            yield error(
                municipalities.file, message, line=line, column="Breite, Länge", value=f"{latitude}, {longitude}"
            )
