"""Plates of the embedded data: a chart of each kind and a map, with words that are easily recognised."""

from collections.abc import Iterator

import pytest

from app import exhibits
from app.data import queries
from app.data.selection import Selection
from app.exhibits import Exhibit, Locator, Plot, View
from app.files import pictures
from app.files.pictures import Plate

TITLE = "Lünen erhält „am meisten“ Förderung: 13,4 Mio. €"
SOURCE = "Quelle: Projektleitstelle Äußere Größe (Zuwendungen), Lizenz CC BY 4.0"
INDICATOR, PROJECT = "bb_hh_ftthb_pct", "dos-2030"
KINDS = {
    "bars": "funding.programme",
    "columns": "funding.year",
    "flow": "funding.flow",
    "timeline": "milestones.timeline",
    "lines": "indicators.series",
    "ranking": "indicators.ranking",
    "population": "municipality.population",
    "map": "overview.map",
}
"""A chart or map of each kind."""


def view_of(exhibit: Exhibit, everything: Selection) -> View:
    """A view of the latest Stand in which there is something to draw."""
    selection = everything.of("05978024") if exhibit.page == "municipalities" else everything
    known = queries.indicators(selection).set_index("indicator_id").loc[INDICATOR]
    choices = {"thema": known.topic, "indikator": known["name"], "projekt": PROJECT}
    return View(selection, tuple((name, choices[name]) for name in exhibit.choices if name in choices))


def plate_of(key: str, everything: Selection, **words: str) -> Plate:
    """The plate of an exhibit in the latest Stand, with words of our own."""
    exhibit = exhibits.by_key(key)
    view = view_of(exhibit, everything)
    shown = exhibit.content(view)
    if isinstance(shown.drawing, Plot):
        figure, _ = exhibits.figure(shown)
        assert figure is not None
        body = figure.to_json()
    else:
        body = exhibits.drawing(shown, view)["svg"]
        assert isinstance(shown.drawing, Locator) or "srm-legend" in body
    return Plate(
        **{
            "key": key,
            "stem": f"{exhibit.slug}_{everything.stand.isoformat()}",
            "title": TITLE,
            "subtitle": "Bewilligte Zuwendungen, die eine Kommune allein erhält, in Euro, 2016 bis 2026",
            "sources": (SOURCE,),
            "publisher": "Kreis Größe, Projektleitstelle",
            "licence": "CC BY 4.0",
            "stand": everything.stand,
            "release_id": everything.release_id,
            "permalink": f"http://localhost/{exhibit.page}?stand={everything.stand.isoformat()}",
            "alt": "Kurz gesagt",
            "description": "Ausführlich „gesagt“ für alle, die das Bild nicht sehen",
            "fingerprint": "0123456789abcdef",
            "body": body,
            "filters": ("Kommune: Lünen", "Jahr: 2021"),
            **words,
        }
    )


@pytest.fixture(scope="session")
def plates(everything: Selection) -> dict[str, Plate]:
    """A plate of each kind."""
    return {kind: plate_of(key, everything) for kind, key in KINDS.items()}


@pytest.fixture(scope="session", autouse=True)
def ended() -> Iterator[None]:
    """No worker outlives the tests."""
    yield
    pictures.close()
