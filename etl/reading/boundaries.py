"""Boundaries (Grenzen): the GeoJSON of the municipalities -> one polygon per municipality, in degrees and in metres."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Point, Polygon, force_2d
from shapely.geometry import shape

from etl.messages.findings import Finding, error

DEGREES, METRES = "EPSG:4326", "EPSG:25832"

# Overlapping, so that every pair of marks counts, whatever stands outside of them.
QUOTED = re.compile(r'(?="([^"]*)")')

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Boundary:
    """One feature of the file: its municipality, its line there, and its shape."""

    ags: str
    line: int | None
    geometry: Polygon | MultiPolygon
    """In EPSG:4326, degrees."""
    projected: Polygon | MultiPolygon
    """In EPSG:25832, metres."""


def read_boundaries(path: Path, file: str) -> tuple[tuple[Boundary, ...] | None, list[Finding]]:
    """Read one boundary per feature; what cannot be read comes back as findings."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        features = json.loads(text)["features"]
    except OSError:
        return None, [error(file, "Die Datei fehlt oder ist nicht lesbar.")]
    except (ValueError, KeyError, TypeError):
        return None, [error(file, "Die Datei ist kein GeoJSON in UTF-8 mit einer „FeatureCollection“.")]
    lines = _lines_by_text(text)
    read: list[tuple[str, int | None, Polygon | MultiPolygon]] = []
    seen: Counter[str] = Counter()
    findings: list[Finding] = []
    for number, feature in enumerate(features, start=1):
        try:
            ags = str(feature["properties"]["ags"])
        except (KeyError, TypeError):
            findings.append(error(file, f"Der {number}. Fläche fehlt die Eigenschaft „ags“.", column="ags"))
            continue
        places = lines.get(ags, [])
        line = places[seen[ags]] if seen[ags] < len(places) else None
        try:
            geometry = _polygon(feature)
        except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError):
            message = "Die Fläche ist nicht lesbar. Erwartet wird „Polygon“ oder „MultiPolygon“ in Grad (EPSG:4326)."
            findings.append(error(file, message, line=line, column="geometry", value=ags))
            continue
        seen[ags] += 1
        read.append((ags, line, geometry))
    if findings:
        return None, findings
    projected = to_metres([geometry for _, _, geometry in read])
    return tuple(Boundary(*found, metres) for found, metres in zip(read, projected, strict=True)), []


def in_degrees(point: Point) -> tuple[float, float]:
    """Longitude and latitude of a point in EPSG:25832 metres."""
    found = geopandas.GeoSeries([point], crs=METRES).to_crs(DEGREES).iloc[0]
    return found.x, found.y


def _polygon(feature: dict[str, Any]) -> Polygon | MultiPolygon:
    geometry = shape(feature["geometry"])
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise ValueError("no polygon")
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("no degrees")
    # Some portals give heights, too; a map has none.
    return force_2d(geometry)


def to_metres(geometries: Sequence[Polygon | MultiPolygon] | Shapes) -> Shapes:
    """Shapes in EPSG:25832 metres, from degrees."""
    return np.asarray(geopandas.GeoSeries(geometries, crs=DEGREES).to_crs(METRES))


def _lines_by_text(text: str) -> dict[str, list[int]]:
    """Numbers of the lines in which a text stands between quotation marks."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for quoted in dict.fromkeys(QUOTED.findall(line)):
            found.setdefault(quoted, []).append(number)
    return found
