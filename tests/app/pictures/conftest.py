"""Pictures of the embedded data: a chart of each kind and maps, with words that are easily recognised."""

from dataclasses import replace
from typing import Any

import pytest

from app import exhibits
from app.data import queries
from app.data.selection import Selection
from app.exhibits import Exhibit, View
from app.files.pictures import Picture, exhibit_picture

TITLE = "Lünen erhält „am meisten“ Förderung: 13,4 Mio. €"
SOURCE = "Quelle: Projektleitstelle Äußere Größe (Zuwendungen), Lizenz CC BY 4.0"
INDICATOR, PROJECT = "bb_hh_ftthb_pct", "dos-2030"
EXAMPLES = {
    "bars": "funding.programme",
    "columns": "funding.year",
    "flow": "funding.flow",
    "timeline": "milestones.timeline",
    "lines": "indicators.series",
    "ranking": "indicators.ranking",
    "population": "municipality.population",
    "map": "overview.map",
    "locator": "project.place",
    "multiples": "comparison.indicators",
    "scatter": "comparison.scatter",
    "matrix": "comparison.matrix",
}
"""A chart or map of each kind."""


def view_of(exhibit: Exhibit, everything: Selection) -> View:
    """A view of the latest Stand in which there is something to draw."""
    selection = everything.of("05978024") if exhibit.page == "municipalities" else everything
    known: Any = queries.indicators(selection).set_index("indicator_id").loc[INDICATOR]
    choices = {"thema": known.topic, "indikator": known["name"], "projekt": PROJECT}
    return View(selection, tuple((name, choices[name]) for name in exhibit.choices if name in choices))


def example(key: str, everything: Selection, **words: Any) -> Picture:
    """The picture of an exhibit in the latest Stand, with words of our own."""
    exhibit = exhibits.by_key(key)
    picture = exhibit_picture(exhibit, view_of(exhibit, everything))
    words = {
        "title": TITLE,
        "subtitle": "Bewilligte Zuwendungen, die eine Kommune allein erhält, in Euro, 2016 bis 2026",
        "sources": (SOURCE,),
        "publisher": "Kreis Größe, Projektleitstelle",
        "licence": "CC BY 4.0",
        "permalink": f"http://localhost/{exhibit.page}?stand={everything.stand.isoformat()}",
        "long": f"Ausführlich „gesagt“ für alle, die das Bild nicht sehen: {picture.chart.alt}",
        "filters": ("Kommune: Lünen", "Jahr: 2021"),
        **words,
    }
    return reworded(picture, **words)


def reworded(picture: Picture, **words: Any) -> Picture:
    """The picture with other words."""
    return replace(picture, about=replace(picture.about, **words))


@pytest.fixture(scope="session")
def examples(everything: Selection) -> dict[str, Picture]:
    """A picture of each kind."""
    return {kind: example(key, everything) for kind, key in EXAMPLES.items()}
