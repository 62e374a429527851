"""Official boundaries beside the known ones: they fit together as a whole, so they are taken as a whole or not at all."""

from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from etl.official.ingest.merge import DIFFERENT, NEW, ROUNDED, SAME
from etl.reading.boundaries import METRES

GENERALISED_PCT = 2.0
"""Share of an area in which two generalisations of the same border may differ."""


@dataclass(frozen=True)
class Borders:
    """What became of the boundaries of one file."""

    areas: pd.DataFrame
    """One row per municipality: ``ags, name, state, apart_pct`` (share of the known and the new area together)."""
    lacking: tuple[str, ...]
    """Municipalities that are known and not in the file."""
    taken: geopandas.GeoDataFrame | None
    """What replaces the known boundaries; None when these stay."""


def borders(known: geopandas.GeoDataFrame, found: geopandas.GeoDataFrame, *, accept: bool = False) -> Borders:
    """Compare boundaries (``ags, name, geometry``) and take the new ones when there were none, or when accepted."""
    areas = found[["ags", "name"]].assign(apart_pct=_apart_pct(known, found)).reset_index(drop=True)
    areas["state"] = np.select(
        [areas["apart_pct"].isna(), areas["apart_pct"] < 0.005, areas["apart_pct"] <= GENERALISED_PCT],
        [NEW, SAME, ROUNDED],
        DIFFERENT,
    )
    lacking = tuple(sorted(set(known["ags"]) - set(found["ags"])))
    differs = areas["state"].isin([NEW, DIFFERENT]).any()
    takes = differs and not lacking and (accept or known.empty)
    return Borders(areas, lacking, found if takes else None)


def _apart_pct(known: geopandas.GeoDataFrame, found: geopandas.GeoDataFrame) -> np.ndarray:
    """Share that only one of both has of what both have together, at most all of it; unknown where nothing was known."""
    new = found.to_crs(METRES).geometry.reset_index(drop=True)
    by_key = known.drop_duplicates("ags").set_index("ags").to_crs(METRES).geometry
    old = geopandas.GeoSeries(by_key.reindex(found["ags"]).to_numpy(), crs=METRES)
    apart: pd.Series = old.symmetric_difference(new).area / old.union(new).area * 100
    return apart.where(old.notna()).to_numpy()
