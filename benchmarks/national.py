"""A data folder of the size of Germany, made of numbers alone: the same bytes at every run, no real place or sum.

``python -m benchmarks.national FOLDER`` writes it, ``--scale 0.01`` a small one of the same proportions.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import duckdb
import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
import typer

from benchmarks.national_texts import FIELDS, REGION, SOURCES

STANDS = (date(2024, 11, 30), date(2025, 5, 31), date(2025, 11, 30), date(2026, 5, 31), date(2026, 11, 23))
SQL = Path(__file__).with_name("national.sql")
SEED = 20261123
SOUTH, NORTH, WEST, EAST = 47.6, 54.6, 6.6, 14.6
EDGE_POINTS = 11
GRID_M, DECIMALS = "EPSG:25832", 5
Numbers = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Size:
    """Rows of the latest Stand; the Stände before it hold four, three, two and one fifth of them."""

    columns: int = 110
    lines: int = 100
    projects: int = 100_000
    funding: int = 300_000
    milestones: int = 500_000
    sources: int = 30_000

    @property
    def municipalities(self) -> int:
        """One per cell of the grid."""
        return self.columns * self.lines

    def scaled(self, scale: float) -> "Size":
        """The same proportions with fewer or more rows."""
        side = scale**0.5
        return Size(
            max(2, round(self.columns * side)),
            max(2, round(self.lines * side)),
            *(max(5, round(rows * scale)) for rows in (self.projects, self.funding, self.milestones, self.sources)),
        )


NATIONAL = Size()

REFERENCE = {
    "bevoelkerung": "from population_rows()",
    "kennzahlen": "from indicators()",
    "indikatoren": "from indicator_rows()",
}


def write(folder: Path, size: Size = NATIONAL) -> None:
    """Write a whole data folder: region.toml, raw/ with the reference tables and five Stände."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (folder / "region.toml").write_text(REGION, "utf-8")
    (raw / "sources.toml").write_text(SOURCES, "utf-8")
    cells = _cells(size)
    _write_boundaries(raw / "grenzen.geojson", cells)
    with duckdb.connect() as connection:
        connection.register("place", _places(cells))
        connection.execute(SQL.read_text("utf-8"))
        connection.execute("set variable municipalities = $1", [size.municipalities])
        connection.execute("set variable fields = $1", [list(FIELDS.values())])
        connection.execute("set variable first_sources = $1", [size.sources // len(STANDS)])

        def export(path: Path, query: str, *arguments: Any) -> None:
            connection.sql(query, params=arguments).write_csv(str(path))

        export(raw / "gemeinden.csv", "from municipality_rows()")
        for name, query in REFERENCE.items():
            export(raw / f"{name}.csv", query)
        for number, day in enumerate(STANDS, start=1):
            stand = raw / "staende" / day.isoformat()
            stand.mkdir(parents=True, exist_ok=True)

            def part(rows: int, number: int = number) -> int:
                return rows * number // len(STANDS)

            export(stand / "quellen.csv", "from source_rows($1)", part(size.sources))
            export(stand / "projekte.csv", "from project_rows($1)", part(size.projects))
            arguments = part(size.funding), size.projects, size.funding
            export(stand / "foerderung.csv", "from funding_rows($1, $2, $3)", *arguments)
            plans = part(size.milestones), size.projects, size.milestones, number - 1, day
            export(stand / "meilensteine.csv", "from milestone_rows($1, $2, $3, $4, $5)", *plans)


def _places(cells: Shapes) -> pd.DataFrame:
    """Area and centre of every cell."""
    areas = geopandas.GeoSeries(cells, crs="EPSG:4326").to_crs(GRID_M).area.to_numpy() / 1e6
    centres = shapely.get_coordinates(shapely.centroid(cells)).round(6)
    return pd.DataFrame({"n": range(len(cells)), "area": areas.round(2), "x": centres[:, 0], "y": centres[:, 1]})


def _cells(size: Size) -> Shapes:
    """Areas in degrees that cover a rectangle without a gap: a grid with moved corners and winding edges."""
    random = np.random.default_rng(SEED)
    x, y = np.meshgrid(np.linspace(WEST, EAST, size.columns + 1), np.linspace(SOUTH, NORTH, size.lines + 1))
    step = np.array([(EAST - WEST) / size.columns, (NORTH - SOUTH) / size.lines])
    corners = np.stack([x, y], axis=-1) + random.uniform(-0.15, 0.15, (*x.shape, 2)) * step
    along = _edges(random, corners[:, :-1], corners[:, 1:], step * [0, 1])
    up = _edges(random, corners[:-1], corners[1:], step * [1, 0])
    south, north, west, east = along[:-1], along[1:, :, ::-1], up[:, :-1, ::-1], up[:, 1:]
    # Each edge leaves its last point to the next one; the ring ends where it began.
    rings = np.concatenate([part[:, :, :-1] for part in (south, east, north, west)] + [south[:, :, :1]], axis=2)
    return np.asarray(shapely.polygons(rings.round(DECIMALS).reshape(size.municipalities, -1, 2)))


def _edges(random: np.random.Generator, start: Numbers, end: Numbers, width: Numbers) -> Numbers:
    """Points of every edge, from corner to corner; it winds across its direction, less the nearer the corner is."""
    share = np.linspace(0, 1, EDGE_POINTS + 2)[:, None]
    straight = start[..., None, :] * (1 - share) + end[..., None, :] * share
    winding = random.uniform(-0.06, 0.06, straight.shape) * width * np.sin(np.pi * share)
    edges: Numbers = straight + winding
    return edges


def _write_boundaries(path: Path, cells: Shapes) -> None:
    """One feature a line, as in the embedded data."""
    features = ",\n".join(
        f'{{"type": "Feature", "properties": {{"ags": "99{n:06}", "name": "Gemeinde {n:05}"}}, "geometry": {geometry}}}'
        for n, geometry in enumerate(shapely.to_geojson(cells), start=1)
    )
    path.write_text(f'{{\n"type": "FeatureCollection",\n"features": [\n{features}\n]\n}}\n', "utf-8")


def main(
    folder: Annotated[Path, typer.Argument(help="Where to write; becomes a data folder.")],
    scale: Annotated[float, typer.Option(help="Share of the national size.")] = 1.0,
) -> None:
    """Write a data folder of the national size, or of a share of it."""
    write(folder, NATIONAL.scaled(scale))


if __name__ == "__main__":
    typer.run(main)
