"""Tables made by hand, as the questions of the app would give them."""

from typing import Any

import pandas as pd

from app.charts import theme
from tests.app.model import interval

DATES = ("begin", "end", "due", "first_planned")


def grants(labels: list[str | None], **columns: list[float | None]) -> pd.DataFrame:
    """Grants per label."""
    empty = [None] * len(labels)
    parts = pd.DataFrame({f"{name}_eur": columns.get(name, empty) for name in theme.ATTRIBUTION}).astype("float64")
    return pd.DataFrame({"label": labels, **parts, "grant_eur": parts.sum(axis=1), "grant_count": 1})


def ranked(*names: str, values: list[float | None] | None = None, unit: str = "%") -> pd.DataFrame:
    """Latest values of municipalities."""
    return pd.DataFrame(
        {
            "region_ags": [f"{i:08}" for i in range(len(names))],
            "name": names,
            "region_level": "municipality",
            "value": values or [100.0 - i / 4 for i in range(len(names))],
            "unit": unit,
        }
    )


def measured(
    *names: str, periods: list[str], unit: str = "% der Haushalte", level: str = "municipality"
) -> pd.DataFrame:
    """Values of regions, rising with the period."""
    rows = [
        {
            "region_ags": name,
            "name": name,
            "region_level": level,
            "period": period,
            "period_first_date": pd.Timestamp(first),
            "period_last_date": pd.Timestamp(last),
            "value": float(10 * i + j),
            "unit": unit,
            "quoted_from": "",
        }
        for i, name in enumerate(names)
        for j, period in enumerate(periods)
        for first, last in [interval(period) or (None, None)]
    ]
    return pd.DataFrame(rows)


def counted(*bases: str) -> pd.DataFrame:
    """Population of three years for each census."""
    rows = [
        {
            "basis": basis,
            "reference_date": pd.Timestamp(f"{2000 + 4 * i + j}-12-31"),
            "population_count": 50_000 - 900 * i,
        }
        for i, basis in enumerate(bases)
        for j in range(3)
    ]
    return pd.DataFrame(rows)


def milestones(*given: dict[str, Any]) -> pd.DataFrame:
    """Milestones with their projects; dates are partial dates as text."""
    found = []
    for i, row in enumerate(given):
        full: dict[str, Any] = {
            "project_id": row.get("project_title", "Projekt"),
            "project_title": "Projekt",
            "title": f"Ziel {i}",
            "state": "reached",
            "delay_days": None,
            "delay_months": None,
            **dict.fromkeys(DATES),
            **row,
        }
        for name in DATES:
            known = interval(full[name] or "") or (None, None)
            full[f"{name}_first_date"], full[f"{name}_last_date"] = map(pd.Timestamp, known)
        found.append(full)
    frame = pd.DataFrame(found) if found else milestones({}).iloc[:0]
    return frame.astype({f"{name}_{end}_date": "datetime64[us]" for name in DATES for end in ("first", "last")})


def shifted(*given: dict[str, Any]) -> pd.DataFrame:
    """Milestones that were to be reached in 2022 and were reached on a day of 2024, unless they say otherwise."""
    return milestones(*({"first_planned": "2022", "due": "2024-05-01", **row} for row in given)).assign(
        shift_count=len(given), areas=[["Musterstadt"]] * len(given)
    )
