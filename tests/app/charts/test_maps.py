"""Maps: ten shapes, classes that cover every value, hatching where nothing is known, and nothing but safe SVG."""

import gzip
import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from app.charts import fit, fonts, maps, svg, theme
from app.charts.base_map import BaseMap
from app.charts.map_classes import UNKNOWN, Classes
from app.charts.maps import MapChart
from app.charts.marks import MEDIUM, NARROW, WIDE, Area, Layout, Text
from app.data import queries
from app.data.selection import Selection
from app.web.api import boundaries
from app.words import units
from app.words.cells import cell_text, records
from app.words.text import enumeration
from tests.app.charts.drawings import all_texts, laid_out, texts

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.one_of(st.none(), st.floats(0, 1e9).map(lambda value: round(value, 2)))
EVIL = "<script>alert('1')</script>\"><img src=x onerror=alert(1)> & Co."


@pytest.fixture(scope="module")
def base(everything: Selection) -> BaseMap:
    return BaseMap(queries.municipalities(everything), queries.outline(everything), lambda: queries.areas(everything))


NOTE = "Nicht auf der Karte: 26,7 Mio. € gemeinsam."


@pytest.fixture(scope="module")
def grants(base: BaseMap, everything: Selection) -> MapChart:
    return maps.choropleth(base, queries.municipality_figures(everything), "grant_eur", note=NOTE)


WORDS = ("keine Angabe", "nur gemeinsam", *["keine Angabe"] * 8)


def chart(base: BaseMap, values: list[float | None], column: str = "grant_eur", **options: Any) -> MapChart:
    table = pd.DataFrame({"municipality_ags": base.keys, column: pd.Series(values, dtype="float64")})
    return maps.choropleth(base, table, column, **options)


@pytest.mark.parametrize(
    ("values", "bounds", "numbers"),
    [
        ((0.0, 19.9, 20.0, 79.9, 80.0, 100.0, None), [0, 20, 40, 60, 80, 100], [0, 0, 1, 3, 4, 4, None]),
        # What is counted has classes of whole numbers.
        ((7.0,), [0, 2, 4, 6, 8, 10], [3]),
        ((0.0, 1.0, None), [0, 1, 2, 3, 4, 5], [0, 1, None]),
        ((3.0, 0.5), [0, 0.75, 1.5, 2.25, 3, 3.75], [4, 0]),
    ],
)
def test_a_value_on_a_bound_lies_in_the_class_that_begins_there(
    values: tuple[float | None, ...], bounds: list[float], numbers: list[int | None]
) -> None:
    found = Classes(values, "x_count", "", "Zahl")
    assert (found.bounds, found.numbers) == (bounds, numbers)


def areas(layout: Layout) -> dict[str, Area]:
    return {mark.key: mark for mark in layout.marks if isinstance(mark, Area) and mark.key}


def legend(drawn: MapChart) -> tuple[list[str], list[float]]:
    """Colours of the swatches and the numbers between them, in full units."""
    layout = laid_out(drawn)
    swatches = [mark for mark in layout.marks if isinstance(mark, Area) and mark.edge == "swatch"]
    title, *others = ["".join(mark.lines) for mark in drawn.classes.legend(0, 20) if isinstance(mark, Text)]
    factor = 1e6 if "Mio." in title else 1
    numbers = [text for text in others if text != units.UNKNOWN]
    assert all(re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?", number) for number in numbers)
    found = [float(number.replace(".", "").replace(",", ".")) * factor for number in numbers]
    return [swatch.series.colour for swatch in swatches if swatch.series], found


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)


def shapes(text: str) -> dict[str, ET.Element]:
    return {str(path.get("data-key")): path for path in parsed(text).iter(f"{SVG}path") if path.get("data-key")}


def test_every_shape_can_be_chosen_by_keyboard_and_says_its_name_and_value(
    grants: MapChart, everything: Selection
) -> None:
    found = shapes(maps.page(grants, "m")["html"])
    figures = queries.municipality_figures(everything)
    assert sorted(found) == sorted(figures.municipality_ags)
    assert len(found) == 10
    for row in figures.itertuples():
        path = found[str(row.municipality_ags)]
        assert [path.get(name) for name in ("role", "tabindex", "aria-pressed")] == ["button", "0", "false"]
        assert path.get("aria-label") == f"{row.name}: {cell_text('grant_eur', row)}"


def test_the_alt_text_names_highest_lowest_and_unknown(grants: MapChart, everything: Selection) -> None:
    figures = queries.municipality_figures(everything)
    known = figures.dropna(subset="grant_eur").sort_values("grant_eur")
    assert f"Höchster Wert: {known.name.iloc[-1]} mit {units.euro(known.grant_eur.iloc[-1])}" in grants.alt
    assert f"Niedrigster Wert: {known.name.iloc[0]} mit {units.euro(known.grant_eur.iloc[0])}" in grants.alt
    unknown = figures[figures.grant_eur.isna()].name
    assert len(unknown) > 0
    assert f"Nur gemeinsam: {enumeration(list(unknown))}." in grants.alt
    assert parsed(maps.page(grants, "m")["html"]).get("aria-label") == grants.alt


def test_the_alt_text_names_all_that_share_an_end(base: BaseMap) -> None:
    drawn = chart(base, [7.0, 7.0, 2.0, 1.0, *[3.0] * 4, 1.0, 7.0])
    names = base.names
    assert f"Höchster Wert: {names[0]}, {names[1]} und {names[9]} mit 7" in drawn.alt
    assert f"Niedrigster Wert: {names[3]} und {names[8]} mit 1" in drawn.alt


def test_what_is_unknown_is_hatched_and_explained(base: BaseMap) -> None:
    drawn = chart(base, [None, 0.0, *range(1, 9)])
    found = areas(laid_out(drawn))
    assert [key for key, area in found.items() if area.series is UNKNOWN] == [base.keys[0]]
    # One word stands in the legend alone, where it runs over no border; of two each stands below its names, too.
    assert texts(laid_out(drawn)).count("keine Angabe") == 1
    two = replace(drawn, classes=replace(drawn.classes, values=(None, None, *drawn.classes.values[2:]), missing=WORDS))
    assert [texts(laid_out(two)).count(word) for word in WORDS[:2]] == [1, 1]
    # Zero is a value like any other.
    zero = found[base.keys[1]].series
    assert zero
    assert zero.colour == theme.SEQUENTIAL[0]
    for text in (maps.page(drawn, "m")["html"], f'<svg xmlns="{SVG[1:-1]}">{svg.fixed(laid_out(drawn), "m")}</svg>'):
        root = parsed(text)
        (pattern,) = root.iter(f"{SVG}pattern")
        hatched = [path for path in root.iter() if path.get("fill") == f"url(#{pattern.get('id')})"]
        assert len(hatched) == 2
        assert svg.fill(laid_out(drawn), UNKNOWN, "m") == hatched[0].get("fill")


def test_a_map_of_nothing_says_so(base: BaseMap) -> None:
    drawn = chart(base, [None] * 10)
    assert "Für keine Kommune" in drawn.alt
    assert all(area.series is UNKNOWN for area in areas(laid_out(drawn)).values())


def test_nothing_speaks_of_the_unknown_where_all_is_known(base: BaseMap) -> None:
    drawn = chart(base, list(range(10)))
    assert "keine angabe" not in f"{texts(laid_out(drawn))}{drawn.alt}".lower()


@settings(max_examples=30, deadline=None)
@given(values=st.lists(AMOUNTS, min_size=10, max_size=10))
def test_every_value_lies_in_the_class_that_its_colour_says(values: list[Any], base: BaseMap) -> None:
    drawn = chart(base, values)
    known = [value for value in values if value is not None]
    if not known:
        return
    colours, bounds = legend(drawn)
    assert colours[:5] == theme.SEQUENTIAL
    assert len(bounds) == 6
    # Numbers of the legend are rounded to what they show.
    slack = (max(bounds) - min(bounds)) / 100 + (50_001 if max(known) >= 1e6 else 0.51)
    found = areas(laid_out(drawn))
    for key, value in zip(base.keys, values, strict=True):
        series = found[key].series
        assert series
        assert (series is UNKNOWN) == (value is None)
        if value is not None:
            place = theme.SEQUENTIAL.index(series.colour)
            assert bounds[place] - slack <= value <= bounds[place + 1] + slack


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=10, max_size=10))
def test_classes_of_shares_stay_within_a_hundred_per_cent(values: list[Any], base: BaseMap) -> None:
    bounds = chart(base, values, "value", unit="% der Haushalte").classes.bounds
    # A share is never less than nothing.
    assert all(0 <= bound <= 100 for bound in bounds)


def test_the_legend_is_in_german_numbers(grants: MapChart, base: BaseMap) -> None:
    assert "Zuwendungen (Mio. €)" in texts(laid_out(grants))
    assert "2.000" in texts(laid_out(chart(base, [i * 1111.0 for i in range(10)])))
    assert "nan" not in maps.page(grants, "m")["html"]


def test_chosen_municipalities_are_pressed_and_drawn_on_top(base: BaseMap) -> None:
    chosen = base.keys[3]
    found = shapes(maps.page(chart(base, list(range(10)), chosen=(chosen,)), "m")["html"])
    assert [key for key, path in found.items() if path.get("aria-pressed") == "true"] == [chosen]
    assert "srm-chosen" in str(found[chosen].get("class"))
    assert list(found)[-1] == chosen


def test_names_cannot_smuggle_anything_into_a_map(everything: Selection) -> None:
    evil = queries.areas(everything).assign(name=EVIL)
    base = BaseMap(evil, queries.outline(everything), lambda: evil)
    many, small = chart(base, [None, *range(9)]), maps.locator(base, [base.keys[0]], "05978")
    for text in (
        maps.page(many, "m")["html"],
        maps.page(small, "m")["html"],
        *(svg.document(laid_out(each), "m", each.alt) for each in (many, small)),
    ):
        root = parsed(text.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1) if "xmlns" not in text else text)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "defs", "pattern", "rect", "path", "text", "tspan", "g"}
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert texts(laid_out(many)).count(EVIL) == 10


@pytest.mark.parametrize("column", ["grant_eur", "grant_per_head_eur", "project_count", "reached_count"])
def test_a_map_is_pure_vector_and_loads_nothing(column: str, base: BaseMap, everything: Selection) -> None:
    drawn = maps.choropleth(base, queries.municipality_figures(everything), column)
    text = maps.page(drawn, "m")["html"]
    assert "<image" not in text
    assert "href" not in text
    assert re.findall(r"https?://[^\"]+", text) == [SVG[1:-1]]
    assert set(base.names) <= set(texts(laid_out(drawn)))


@pytest.mark.parametrize("width", [NARROW, MEDIUM, WIDE])
def test_all_letters_lie_inside_the_drawing(width: float, grants: MapChart, base: BaseMap) -> None:
    long = chart(base, [None, *range(9)], "value", measure="Haushalte mit schnellem Netz je 1.000 Einwohner" * 2)
    for layout in (laid_out(grants, width), laid_out(long, width)):
        for text in all_texts(layout):
            wide = max(fonts.width(line, text.size, text.weight) for line in text.lines)
            left = text.x - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
            assert left >= -1
            assert left + wide <= layout.width + 1
            assert text.size <= text.y + text.size / 2 <= layout.height + text.size / 2


def test_where_there_is_little_room_names_are_larger_and_values_stand_beside(grants: MapChart) -> None:
    wide, narrow = laid_out(grants, MEDIUM), laid_out(grants, NARROW)
    assert (wide.width, wide.height) == (narrow.width, narrow.height)
    for width, layout in ((MEDIUM, wide), (NARROW, narrow)):
        name = next(text for text in all_texts(layout) if text.lines == ("Unna",))
        assert name.size * width / layout.width >= 10
    assert "13,4 Mio. €" in texts(wide)
    assert not [text for text in texts(narrow) if text.endswith("€")]
    assert wide.entries == ()
    values = [None if entry.series is UNKNOWN else entry.value for entry in narrow.entries]
    assert len(values) == 10
    assert values[:2] == ["13.361.622 €", "10.400.000 €"]
    assert values[-1] is None
    # In a picture letters are at least as high as they must be, or stand in the list.
    for width, height in ((456, 587), (968, 1500), (300, 300)):
        fitted = fit.fitted(grants, width, height, text=19, least=14)
        smallest = min(text.size for text in all_texts(fitted.layout) if text.weight == 600) * fitted.scale
        assert smallest >= 14 or fitted.layout.entries
        assert fitted.layout.height * fitted.scale <= height + 0.01


def test_on_a_page_both_layouts_share_their_shapes(grants: MapChart) -> None:
    text = maps.page(grants, "m")["html"]
    root = parsed(text)
    wide, narrow = (root.find(f".//{SVG}g[@class='srm-map-{name}']") for name in ("wide", "narrow"))
    assert wide is not None
    assert narrow is not None
    # Without a style sheet the wide one is seen.
    assert (wide.get("display"), narrow.get("display")) == (None, "none")
    for group in (wide, narrow):
        written = "".join(group.itertext())
        assert "13,4 Mio. €" in written


def test_what_a_map_cannot_show_is_drawn_where_no_page_says_it(grants: MapChart) -> None:
    assert NOTE in grants.alt
    assert NOTE in " ".join(texts(laid_out(grants)))
    root = parsed(maps.page(grants, "m")["html"])
    assert NOTE in str(root.get("aria-label"))
    assert NOTE not in "".join(root.itertext())
    long = replace(grants, note=f"{NOTE} " * 9)
    notes = [mark.lines for mark in laid_out(long).marks if isinstance(mark, Text) and "Nicht" in mark.lines[0]]
    assert [(len(lines), " ".join(lines)) for lines in notes] == [(2, long.note.strip())]


def test_a_map_on_which_nothing_can_be_chosen_has_no_buttons(grants: MapChart, base: BaseMap) -> None:
    for drawn in (grants, maps.locator(base, [base.keys[0]], "05978")):
        drawing = maps.page(drawn, "m", can_choose=False)["html"]
        assert parsed(drawing).get("role") == "img"
        assert "tabindex" not in drawing
        assert "button" not in drawing


def test_what_leaves_the_house_has_colours_of_its_own(grants: MapChart) -> None:
    text = svg.fixed(laid_out(grants), "m")
    assert not re.findall(r"class=|var\(|currentColor|data-|aria-|tabindex", text)
    # Around each area a light line and a dark one: one of both stands out from any two neighbours.
    assert text.count(f'stroke="{theme.PAPER}" stroke-width="4"') == sum(v is not None for v in grants.classes.values)
    paths = "".join(area.path for area in areas(laid_out(grants)).values())
    assert f'<path d="{paths}" fill="none" stroke="{theme.INK}"' in text


def test_every_indicator_that_municipalities_have_can_be_drawn(base: BaseMap, everything: Selection) -> None:
    found = queries.indicators(everything)
    for indicator in records(found[found.municipality_count > 0]):
        rows = queries.indicator_latest(everything, indicator.indicator_id)
        drawn = areas(laid_out(maps.choropleth(base, rows, "value", unit=indicator.unit)))
        assert len(drawn) == 10
        by_key = dict(zip(rows.region_ags, rows.value, strict=True))
        for key, area in drawn.items():
            assert area.tip.endswith(f"\n{units.measure(by_key[key], indicator.unit)}")


def test_a_place_map_marks_what_it_names(base: BaseMap) -> None:
    marked = base.keys[1:3]
    drawn = maps.locator(base, marked, "05978")
    assert drawn.alt == f"Lagekarte des Kreises. Hervorgehoben: {', '.join(base.names[1:3])}."
    assert {key for key, area in areas(laid_out(drawn)).items() if area.series} == set(marked)
    assert texts(laid_out(drawn)) == list(base.names[1:3])
    text = maps.page(drawn, "m")["html"]
    root = parsed(text)
    assert (root.get("role"), root.get("aria-label")) == ("img", drawn.alt)
    # Nothing to choose here: no buttons.
    assert len(shapes(text)) == 10
    assert not [path for path in shapes(text).values() if path.get("role")]


def test_the_whole_district_marks_every_municipality(base: BaseMap) -> None:
    whole = maps.locator(base, ["05978"], "05978")
    assert all(area.series for area in areas(laid_out(whole)).values())
    assert texts(laid_out(whole)) == []
    assert "Keine Kommune" in maps.locator(base, ["05913000"], "05978").alt


# Many areas


def squares(side: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A region of ``side`` times ``side`` squares of a kilometre, and its outline."""
    corners = [(x, y) for y in range(side) for x in range(side)]
    ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    frame = pd.DataFrame(
        {
            "municipality_ags": [f"99{place:06}" for place in range(len(corners))],
            "name": [f"Ort <{place}>" for place in range(len(corners))],
            "rings": [[[[1000.0 * (x + a), 1000.0 * (y + b)] for a, b in ring]] for x, y in corners],
            "label_x": [1000.0 * x + 500 for x, _ in corners],
            "label_y": [1000.0 * y + 500 for _, y in corners],
        }
    )
    return frame, pd.DataFrame(
        {"name": ["Land"], "outline": [[[[1000.0 * side * a, 1000.0 * side * b] for a, b in ring]]]}
    )


SQUARES, BORDER = squares(23)
MANY = BaseMap(SQUARES, BORDER, lambda: SQUARES)
VALUES = [None if place % 50 == 7 else float(place) for place in range(len(SQUARES))]


def test_the_shapes_of_many_areas_meet_where_the_areas_meet() -> None:
    found = json.loads(MANY.as_json())
    assert found["keys"] == list(MANY.keys)
    assert found["names"] == list(MANY.names)

    def corners(path: str) -> set[tuple[int, int]]:
        start, steps = path.removeprefix("M").removesuffix("z").split("l")
        x, y = map(int, start.split())
        points = {(x, y)}
        numbers = list(map(int, steps.split()))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.add((x, y))
        return points

    first, right, above = (corners(found["paths"][place]) for place in (0, 1, 23))
    assert len(first) == 4
    assert len(first & right) == len(first & above) == 2


def test_a_page_of_many_areas_gets_no_shape_and_a_class_for_each_area() -> None:
    def forbidden() -> pd.DataFrame:
        raise AssertionError

    base = BaseMap(SQUARES[["municipality_ags", "name"]], BORDER, forbidden)
    drawn = chart(base, VALUES, chosen=(base.keys[3],))
    data = maps.page(drawn, "m")
    root = parsed(data["html"])
    assert root.get("role") == "img"
    (group,) = [part for part in root.iter(f"{SVG}g") if part.get("class") == "srm-many"]
    assert len(group) == 0
    assert root.find(f".//{SVG}pattern[@id='{data['unknown'][5:-1]}']") is not None
    assert [sign == " " for sign in data["classes"]] == [value is None for value in VALUES]
    assert data["chosen"] == [3]
    assert data["values"][7:9] == ["keine Angabe", "8 €"]
    colours, bounds = legend(chart(MANY, VALUES))
    assert colours == [*theme.SEQUENTIAL, UNKNOWN.colour]
    assert data["fills"] == [f"var(--srm-class-{number})" for number in range(5)]
    for value, sign in zip(VALUES, data["classes"], strict=True):
        if value is not None:
            assert bounds[int(sign)] <= value <= bounds[int(sign) + 1]


def test_a_picture_of_many_areas_holds_one_path_a_class_and_what_is_chosen() -> None:
    many = chart(MANY, VALUES, chosen=(MANY.keys[3],))
    layout = laid_out(many)
    classes = [mark for mark in layout.marks if isinstance(mark, Area) and mark.edge == "many"]
    assert len(classes) == len(set(maps.page(many, "m")["classes"]))
    assert sum(area.path.count("M") for area in classes) == len(VALUES)
    assert UNKNOWN in [area.series for area in classes]
    chosen, _ = [mark.path for mark in layout.marks if isinstance(mark, Area) and mark.edge == "outline"]
    assert chosen == MANY.paths[3]
    drawing = svg.fixed(layout, "m")
    assert all(f'd="{path}"' in drawing for path in (chosen, *(area.path for area in classes)))
    assert layout.entries == ()


def test_the_alt_text_of_many_areas_counts_what_is_unknown_and_leads_to_the_table() -> None:
    alt = chart(MANY, [None if place % 2 else float(place) for place in range(len(SQUARES))]).alt
    assert "Keine Angabe: 264 Kommunen." in alt
    assert "Tabelle" in alt
    assert len(alt) < 500


def test_a_tiny_area_is_ringed_on_the_small_map_and_a_whole_region_is_filled() -> None:
    frame, border = squares(120)
    drawn = maps.locator_among_many(frame.iloc[[5]], border, is_whole=False)
    assert maps.page(drawn, "m")["html"].count("srm-ring") == 1
    assert "Ort <5>" in drawn.alt
    whole = maps.locator_among_many(frame.iloc[:0], border, is_whole=True)
    (outline,) = [mark for mark in laid_out(whole).marks if isinstance(mark, Area)]
    assert outline.series
    assert outline.series.colour == theme.SEQUENTIAL[2]
    assert "Land" in whole.alt


def test_the_shapes_of_a_release_are_fetched_once(everything: Selection) -> None:
    def answer(release_id: str, version: str, *, packed: bool = True) -> Response:
        headers = [(b"accept-encoding", b"gzip")] if packed else []
        parameters = {"release_id": release_id, "version": version}
        return boundaries.areas(Request({"type": "http", "headers": headers, "path_params": parameters}))

    version = str(queries.version(everything))
    found = answer(everything.release_id, version)
    assert found.status_code == 200
    assert "immutable" in found.headers["cache-control"]
    assert gzip.decompress(found.body) == answer(everything.release_id, version, packed=False).body
    assert json.loads(gzip.decompress(found.body))["keys"] == queries.areas(everything).municipality_ags.tolist()
    for release_id, day in ((everything.release_id, "1999-01-01"), ("0" * 12, version), ("../../etc", version)):
        assert answer(release_id, day).status_code == 404
