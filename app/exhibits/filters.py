"""Filters: what they can choose, which of them act on an exhibit, and how they are said in words."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.data import queries
from app.data.region import region
from app.data.selection import UNDATED, UNDATED_KEY, Selection, year_key
from app.exhibits.data_selection import filters_of_table
from app.exhibits.model import Exhibit, View
from app.navigation import FILTERS, Entry
from app.words import cells
from app.words.text import t

Parameters = Mapping[str, Sequence[str]]
Choices = Mapping[str, Mapping[str, str]]


@functools.lru_cache(maxsize=64)
def choices(everything: Selection) -> dict[str, dict[str, str]]:
    """What each filter can choose: its keys and their names."""
    municipalities = queries.municipalities(everything)
    fields = queries.fields_of_action(everything)
    return {
        "kommune": dict(zip(municipalities.municipality_ags, municipalities.name, strict=True))
        | {queries.district(everything): t("filter.district", name=region().region.name)},
        "handlungsfeld": dict(zip(fields.field_of_action_id, fields.name, strict=True)),
        "ebene": {level: cells.name_of("label", level) for level in queries.funder_levels(everything).funder_level},
        "jahr": {
            year_key(year): str(year) if year != UNDATED else t("filter.undated")
            for year in queries.years(everything).year
        },
    }


def effective(page: Entry, everything: Selection, project_id: str, table: str = "") -> tuple[str, ...]:
    """The filters that have an effect on a page, or on the public ``table`` that it shows."""
    if page.key == "data":
        return filters_of_table(everything.release_id, table)
    if not queries.has_projects(everything):
        return page.early
    # One project is shown whole, whatever the filters say.
    is_one = page.key == "projects" and not queries.project(everything, project_id).empty
    return () if is_one else page.filters


def selection(everything: Selection, chosen: Parameters, filters: Sequence[str], known: Choices) -> Selection:
    """The selection that these ``filters`` make with what is ``chosen``."""
    acting = {name: tuple(dict.fromkeys(chosen.get(name, ()))) if name in filters else () for name in FILTERS}
    return replace(
        everything,
        municipalities=acting["kommune"],
        fields=acting["handlungsfeld"],
        levels=acting["ebene"],
        years=tuple(int(key) if key != UNDATED_KEY else UNDATED for key in acting["jahr"]),
        described=tuple((name, filter_sentence({name: keys}, known)) for name, keys in acting.items() if keys),
    )


def filter_sentence(chosen: Parameters, known: Choices) -> str:
    """„Kommune Musterstadt; Jahr 2021“."""
    return "; ".join(
        f"{t(f'filter.{name}')} {', '.join(known[name][key] for key in keys)}" for name, keys in chosen.items() if keys
    )


def acting(exhibit: Exhibit, view: View) -> dict[str, list[str]]:
    """Names of what the filters have chosen, by filter; of those alone that act on the exhibit."""
    chosen = {name: keys for name, keys in view.selection.chosen().items() if keys and name in exhibit.filters}
    known = choices(view.selection.everything()) if chosen else {}
    return {name: [known[name].get(key, key) for key in keys] for name, keys in chosen.items()}
