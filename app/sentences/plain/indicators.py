"""What one indicator says in plain words, on its own page and on the map."""

from typing import Any

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import Aside, box, ends, known_on, value_of
from app.words import units
from app.words.text import t


def indicator(selection: Selection, chosen: Any) -> list[str]:
    """What is measured, the district's value, the highest and the lowest among the (chosen) municipalities."""
    rows = queries.indicator_latest(selection, chosen.indicator_id)
    is_share = chosen.unit.startswith("%")

    def say(value: units.Number) -> str:
        return words.percent(value) if is_share else words.about(value)

    return box(
        t("plain.indicator.about", name=words.spoken(chosen["name"])),
        Aside(t("plain.indicator.percent")) if is_share else "",
        *_district(rows, say),
        *_municipalities(rows, selection, say),
        t("plain.indicator.period", when=words.when(rows.period.dropna().iloc[0])),
        known_on(selection),
    )


def _district(rows: pd.DataFrame, say: Any) -> list[str]:
    values = rows.value[rows.region_level == "district"].dropna()
    return [t("plain.indicator.district", value=say(values.iloc[0]))] if len(values) else []


def _municipalities(rows: pd.DataFrame, selection: Selection, say: Any) -> list[str]:
    places = rows[rows.region_level == "municipality"]
    if places.value.isna().all():
        return [t("plain.indicator.whole_only")]
    picked = places[places.region_ags.isin(selection.municipalities)]
    if len(picked) == 1:
        return [value_of(picked.name.iloc[0], picked.value.iloc[0], say)]
    if picked.empty:
        return ends(places, "value", say)
    return [t("plain.indicator.among"), *ends(picked, "value", say)]
