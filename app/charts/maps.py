"""Maps: areas in classes of a value, or a small map that shows where something is. Pure vector; text stays text."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from app.charts import fonts, svg, theme
from app.charts.base_map import WIDTH, BaseMap
from app.charts.map_classes import LEGEND, SERIES, UNKNOWN, Classes
from app.charts.map_labels import Letters, Spot, spots
from app.charts.marks import INK, MEDIUM, NARROW, Area, Axis, Edge, Entry, Layout, Mark, Place, Series, Text
from app.words import units
from app.words.cells import missing, records
from app.words.text import enumeration, plural, t

_LEAST, _MOST, _ALONE, _LOCATOR = 25, 30, 36, 52
"""Drawing units: height of the letters of names with a value below them, at least and at most; of names alone; of names
on a small map."""
_VALUE, _BELOW = 0.92, 1.04
"""Height of the letters of a value, and how far its base line lies below that of the name, in heights of the name's."""
_NOTE, _SIDE = 92.0, 10.0
"""Drawing units: height of what stands below the legend, two lines in the largest letters, and its distance from the edge."""
_NAMED = 3
"""On a small map more than a few names would cover each other; they stand beside it as well."""
_LISTED = 12
"""Names that somebody would listen to; of more their number is said."""
_HIDDEN = 12.0
"""Drawing units below which a marked area needs a ring around it to be found."""
_MARKED = Series("", theme.SEQUENTIAL[2], is_in_legend=False)


@dataclass(frozen=True, eq=False)
class MapChart:
    """Areas in five classes of their values, hatched where these are not known.

    Parameters
    ----------
    classes
        With the values of the areas, in the order of the ``base``.
    chosen
        Keys of the areas that are the active filter; they get a heavy border.
    has_names
        Whether names and values stand on the map where they have room.
    note
        What the map cannot show, in words; stands below it.
    """

    base: BaseMap
    classes: Classes
    chosen: tuple[str, ...] = ()
    has_names: bool = True
    note: str = ""

    @cached_property
    def alt(self) -> str:
        """Highest and lowest value and what is not known; all of many stands in the table beside the map."""
        classes, known = self.classes, self.classes.known
        if known:
            high, low = max(known), min(known)
            highest, lowest = (
                self._names(at for at, value in enumerate(classes.values) if value == end) for end in (high, low)
            )
            ends = {"highest": highest, "high": classes.text(high), "lowest": lowest, "low": classes.text(low)}
            form = "map.alt" if high != low else "map.alt_equal" if len(known) > 1 else "map.alt_only"
            text = t(form, measure=classes.measure, **ends)
        else:
            text = t("map.alt_unknown", measure=classes.measure)
        for word, places in classes.unknown.items() if known else ():
            text += f" {t('map.alt_missing', word=word[:1].upper() + word[1:], names=self._names(places))}"
        return " ".join(filter(None, (text, self.note, t("map.many") if self.base.is_many else "")))

    def _names(self, places: Iterable[int]) -> str:
        names = [self.base.names[place] for place in places]
        return enumeration(names) if len(names) <= _LISTED else plural("map.unnamed", len(names))

    @property
    def places(self) -> list[int]:
        """Places of the chosen areas in the order of the base."""
        return [place for place, key in enumerate(self.base.keys) if key in self.chosen]

    def reduced(self) -> None:
        """What has no room on a map stands in the list beside it."""

    def layout(self, place: Place, *, has_areas: bool = True, has_list: bool = True) -> Layout:
        """Names with values where letters of ``TEXT`` pixels have room, else larger names alone and the values as entries.

        Without a list beside it the values stand on the map in any case.
        """
        below = self.base.projection.height
        height = below + LEGEND + (_NOTE if self.note else 0)
        scale = min(place.width / WIDTH, (place.height or math.inf) / height)
        has_room = scale * _MOST >= fonts.TEXT
        has_values = has_room or not has_list
        size = max(_LEAST, math.ceil(fonts.TEXT / scale)) if has_room else _ALONE
        marks: list[Mark] = [*(self._areas() if has_areas else ()), Area(None, self.base.border, "outline")]
        entries: tuple[Entry, ...] = ()
        if self.has_names and not self.base.is_many:
            marks += self._labels(size, has_values=has_values)
            entries = () if has_values else self.entries
        marks += self.classes.legend(below, size)
        marks += [_note(self.note, below + LEGEND, size)] if self.note else []
        return _layout(height, (*SERIES, UNKNOWN), marks, entries)

    def _areas(self) -> list[Area]:
        """Each area, those with a heavy border above the others; of many all that have one colour as one."""
        base, colours = self.base, self.classes.series
        if base.is_many:
            pairs = list(zip(colours, base.paths, strict=True))
            paths = {series: "".join(path for each, path in pairs if each is series) for series in (*SERIES, UNKNOWN)}
            chosen = [Area(None, base.paths[place], "outline") for place in self.places]
            return [Area(series, path, "many") for series, path in paths.items() if path] + chosen
        areas = []
        for each, path, key, name, text in zip(
            colours, base.paths, base.keys, base.names, self.classes.texts(), strict=True
        ):
            edge: Edge = "chosen" if key in self.chosen else "unknown" if each is UNKNOWN else "area"
            areas.append(Area(each, path, edge, key, f"{name}\n{text}"))
        areas.sort(key=lambda area: area.edge == "chosen")
        # One of the light and the dark line stands out from any two neighbours, also in grey.
        return [*areas, Area(None, "".join(area.path for area in areas), "between")]

    def _labels(self, size: float, *, has_values: bool) -> list[Text]:
        """Names, and below them values; a halo in the area's own colour keeps them readable where they reach beyond it."""
        below, small = size * _BELOW, size * _VALUE
        unknown = fonts.widest((units.UNKNOWN, *self.classes.unknown), small)
        # One word for all hatched areas stands in the legend; on small areas it would run over their borders.
        is_in_legend = len(self.classes.unknown) == 1
        letters = Letters(size, below, unknown) if has_values else Letters(size)
        labels = []
        texts = self.classes.texts(is_short=True)
        for spot, text, series in zip(self.base.spots(letters), texts, self.classes.series, strict=True):
            colour, halo = (INK, "") if series is UNKNOWN else (theme.text_on(series.colour), series.colour)
            labels.append(_name(spot, colour, halo))
            if has_values and not (series is UNKNOWN and is_in_legend):
                y = spot.y + below
                labels.append(Text((text,), spot.x, y, 0, 0, "middle", "base", size=small, colour=colour, halo=halo))
        return labels

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every area with its value, the highest first, those without one last."""
        rows = zip(self.base.names, self.classes.values, self.classes.texts(), self.classes.series, strict=True)
        ordered = sorted(rows, key=lambda row: -math.inf if row[1] is None else row[1], reverse=True)
        return tuple(Entry(name, text, series) for name, _, text, series in ordered)


@dataclass(frozen=True, eq=False)
class LocatorMap:
    """A small map with some areas filled.

    Parameters
    ----------
    marked
        Keys of the filled areas.
    names
        What is marked, in words.
    is_whole
        Whether the region itself is filled instead of its areas.
    has_labels
        Whether the names stand on the map too.
    """

    base: BaseMap
    marked: frozenset[str]
    names: tuple[str, ...]
    is_whole: bool = False
    has_labels: bool = False

    @property
    def alt(self) -> str:
        """What is marked."""
        return t("map.locator_alt", names=", ".join(self.names)) if self.names else t("map.locator_none")

    def reduced(self) -> None:
        """Nothing can go."""

    def layout(self, place: Place) -> Layout:
        """The same for every place."""
        base = self.base
        marks: list[Mark] = [
            Area(_MARKED if key in self.marked else None, path, "plain", key, name)
            for key, name, path in zip(base.keys, base.names, base.paths, strict=True)
        ]
        marks.append(Area(_MARKED if self.is_whole else None, base.border, "outline"))
        marked = [area for area, key in zip(base.named_areas, base.keys, strict=True) if key in self.marked]
        marks += [Area(None, _circle(area.x, area.y), "ring") for area in marked if area.extent[0] < _HIDDEN]
        if self.has_labels:
            ink = theme.text_on(_MARKED.colour)
            marks += [_name(spot, ink, _MARKED.colour) for spot in spots(marked, WIDTH, Letters(_LOCATOR))]
        return _layout(base.projection.height, (_MARKED,), marks)


def choropleth(
    base: BaseMap,
    table: pd.DataFrame,
    value: str,
    *,
    unit: str = "",
    measure: str = "",
    chosen: Sequence[str] = (),
    note: str = "",
) -> MapChart:
    """The map of one column.

    Parameters
    ----------
    table
        One row per municipality with ``municipality_ags`` or ``region_ags`` and the column ``value``; whole regions may
        stand in it as well.
    unit
        Unit of an indicator; empty when the column's suffix says it.
    measure
        What the map shows, in words; by default the unit, else the column's name.
    note
        What it cannot show.
    """
    key = "municipality_ags" if "municipality_ags" in table else "region_ags"
    found = dict(zip(table[key].tolist(), table[value].tolist(), strict=True))
    values = tuple(units.known(found.get(ags)) for ags in base.keys)
    words = dict(zip(table[key].tolist(), (missing(value, row) for row in records(table)), strict=True))
    absent = tuple(words.get(ags, units.UNKNOWN) for ags in base.keys)
    classes = Classes(values, value, unit, measure or unit or t(f"column.{value}"), absent)
    return MapChart(base, classes, tuple(chosen), note=note)


def locator(base: BaseMap, marked: Iterable[str], district_ags: str) -> LocatorMap:
    """Where the ``marked`` municipalities lie; all of them are filled when the district itself is marked."""
    known = set(marked)
    is_whole = district_ags in known
    keys = frozenset(key for key in base.keys if is_whole or key in known)
    names = tuple(name for key, name in zip(base.keys, base.names, strict=True) if key in keys)
    return LocatorMap(base, keys, names, has_labels=not is_whole and len(keys) <= _NAMED)


def locator_among_many(marked: pd.DataFrame, outline: pd.DataFrame, *, is_whole: bool) -> LocatorMap:
    """Where the ``marked`` areas lie, without their many neighbours; or the region as a whole.

    Parameters
    ----------
    marked, outline
        As ``BaseMap`` takes them from ``shapes`` and as ``outline``.
    """
    marked = marked.iloc[:0] if is_whole else marked
    base = BaseMap(marked, outline, lambda: marked)
    names = tuple(outline["name"]) if is_whole else base.names
    return LocatorMap(base, frozenset(base.keys), names, is_whole=is_whole)


def page(chart: MapChart | LocatorMap, name: str, *, can_choose: bool = True) -> dict[str, Any]:
    """What the map component of a page needs; what the map cannot show stands beside it as text.

    ``html`` is the drawing; of many areas without them. Then there are, in the order of the base, ``classes``: one digit
    per area (a blank where nothing is known), ``values``: what the tooltip says, ``fills`` and ``unknown``: the colours
    of the classes, ``chosen``: the places of the active filter.

    Parameters
    ----------
    name
        Letters, digits and hyphens; unique on the page.
    can_choose
        Whether a click on an area does something.
    """
    if isinstance(chart, LocatorMap):
        return {"html": svg.map_drawing(chart.layout(Place(MEDIUM)), name, chart.alt)}
    is_many, classes, fine, drawn = chart.base.is_many, chart.classes, f"{name}fine", replace(chart, note="")
    wide, narrow = (drawn.layout(Place(width), has_areas=not is_many, has_list=False) for width in (MEDIUM, NARROW))
    before = svg.place_of_many(UNKNOWN, fine) if is_many else ""
    data = {"html": svg.map_drawing(wide, name, chart.alt, narrow=narrow, before=before, can_choose=can_choose)}
    if not is_many:
        return data
    return data | {
        "classes": "".join(" " if number is None else str(number) for number in classes.numbers),
        "values": classes.texts(),
        "fills": [svg.screen_colour(colour) for colour in theme.SEQUENTIAL],
        "unknown": f"url(#{fine})",
        "chosen": chart.places,
    }


def _layout(
    height: float, series: tuple[Series, ...], marks: Sequence[Mark], entries: tuple[Entry, ...] = ()
) -> Layout:
    x, y = Axis(0, WIDTH), Axis(height, 0)
    return Layout(WIDTH, height, 0, 0, 0, 0, x, y, series, tuple(marks), is_scalable=True, entries=entries)


def _name(spot: Spot, colour: str, halo: str) -> Text:
    size = spot.letters.size
    return Text(spot.lines, spot.x, spot.y, 0, 0, "middle", "base", fonts.SEMIBOLD, size, colour, halo=halo)


def _note(words: str, top: float, size: float) -> Text:
    """In two lines at most."""
    lines = fonts.wrapped(words, WIDTH - 2 * _SIDE, size)
    while len(lines) > 2:
        size *= 0.95
        lines = fonts.wrapped(words, WIDTH - 2 * _SIDE, size)
    return Text(lines, _SIDE, top, baseline="top", size=size)


def _circle(x: float, y: float) -> str:
    radius = 2 * _HIDDEN
    half = f"a{radius:g} {radius:g} 0 0 1"
    return f"M{x - radius:.0f} {y:.0f}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0z"
