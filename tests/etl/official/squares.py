"""Four neighbouring municipalities made in code, in the forms in which official files bring them."""

import math

import geopandas
import numpy as np
import shapely
from shapely import Point, Polygon, box

WEST, SOUTH, SIDE = 400_000, 5_700_000, 5_000
KEYS = ("05999004", "05999008", "05999012", "05999016")
NAMES = ("Aental", "Beerg", "Zell/Ruhr", "Düne")
NEIGHBOUR = "05998004"


def wavy_areas() -> list[Polygon]:
    """Two by two squares of 25 km² whose borders, shared point by point, have more points than a map needs."""

    def line(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
        steps = np.linspace(0, 1, 101)[:-1]
        return [
            (
                start[0] + (end[0] - start[0]) * step + 8 * math.sin(40 * step) * (start[0] == end[0]),
                start[1] + (end[1] - start[1]) * step + 8 * math.sin(40 * step) * (start[1] == end[1]),
            )
            for step in steps
        ]

    def corner(column: int, row: int) -> tuple[float, float]:
        return WEST + SIDE * column, SOUTH + SIDE * row

    def border(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[float, float]]:
        # Always drawn from the smaller corner to the larger, so that neighbours have the same points.
        if a < b:
            return line(corner(*a), corner(*b))
        return [corner(*a), *reversed(line(corner(*b), corner(*a))[1:])]

    return [
        Polygon(
            [
                *border((x, y), (x + 1, y)),
                *border((x + 1, y), (x + 1, y + 1)),
                *border((x + 1, y + 1), (x, y + 1)),
                *border((x, y + 1), (x, y)),
            ]
        )
        for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))
    ]


def neighbour() -> Polygon:
    """An area of another district beside them."""
    return box(WEST + 2 * SIDE, SOUTH, WEST + 3 * SIDE, SOUTH + SIDE)


def dvg() -> geopandas.GeoDataFrame:
    """In the form of Geobasis NRW: KN and GN, also of the neighbouring district."""
    return geopandas.GeoDataFrame(
        {"ART": "G", "GN": [*NAMES, "Nachbar"], "KN": [*KEYS, NEIGHBOUR], "STAND": "2031-03-08"},
        geometry=[*wavy_areas(), neighbour()],
        crs="EPSG:25832",
    )


def vg250(*, upper: bool = True) -> geopandas.GeoDataFrame:
    """In the form of the BKG: a row GF=4 for every area, and a row GF=2 with the water of the first."""
    lake = Point(WEST + SIDE / 2, SOUTH - 400).buffer(300)
    columns = {
        "ADE": [6] * 6,
        "GF": [4, 4, 4, 4, 4, 2],
        "AGS": [*KEYS, NEIGHBOUR, KEYS[0]],
        "GEN": [*NAMES, "Nachbar", NAMES[0]],
        "BEZ": ["Stadt", "Gemeinde", "Stadt", "Gemeinde", "Gemeinde", "Stadt"],
        "EWZ": [11_000, 12_000, 13_000, 14_000, 15_000, 0],
        "KFL": [25.0, 25.0, 25.0, 25.0, 25.0, 0.0],
    }
    named = columns if upper else {name.lower(): values for name, values in columns.items()}
    return geopandas.GeoDataFrame(named, geometry=[*wavy_areas(), neighbour(), lake], crs="EPSG:25832")


def with_a_gap() -> geopandas.GeoDataFrame:
    """The same areas, one of them three metres away from its neighbours."""
    areas = dvg()
    shapes = areas.geometry.to_list()
    shapes[3] = shapely.transform(shapes[3], lambda points: points + 3.0)
    return areas.set_geometry(shapes, crs=areas.crs)
