"""Maps: ten shapes, classes that cover every value, hatching where nothing is known, and nothing but safe SVG."""

import gzip
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from app.charts import many_areas, maps, theme
from app.data import queries
from app.data.selection import Selection
from app.web import api
from app.words import units

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.one_of(st.none(), st.floats(0, 1e9).map(lambda value: round(value, 2)))


@pytest.fixture(scope="module")
def areas(everything: Selection) -> pd.DataFrame:
    return queries.areas(everything)


@pytest.fixture(scope="module")
def outline(everything: Selection) -> pd.DataFrame:
    return queries.outline(everything)


def table(areas: pd.DataFrame, values: list[float | None], column: str = "grant_eur") -> pd.DataFrame:
    return pd.DataFrame({"municipality_ags": areas.municipality_ags, column: pd.Series(values, dtype="float64")})


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def shapes(svg: str) -> dict[str, ET.Element]:
    return {str(path.get("data-key")): path for path in parsed(svg).iter(f"{SVG}path") if path.get("data-key")}


def legend(svg: str) -> tuple[list[str], list[float]]:
    """Colours of the swatches and the numbers between them, in full units."""
    swatches = [str(rect.get("fill")) for rect in parsed(svg).iter(f"{SVG}rect") if rect.get("class") == "srm-swatch"]
    texts = [text.text or "" for text in parsed(svg).iter(f"{SVG}text") if text.get("class") == "srm-legend"]
    factor = 1e6 if "Mio." in texts[0] else 1
    numbers = [t for t in texts[1:] if re.fullmatch(r"-?[\d.]+(,\d+)?", t)]
    return swatches, [float(n.replace(".", "").replace(",", ".")) * factor for n in numbers]


def test_a_map_has_ten_shapes_that_can_be_chosen_by_keyboard(everything: Selection, areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, queries.municipality_figures(everything), "grant_eur")
    assert sorted(shapes(svg)) == sorted(areas.municipality_ags)
    assert len(shapes(svg)) == 10
    for path in shapes(svg).values():
        assert path.get("role") == "button"
        assert path.get("tabindex") == "0"
        assert path.get("aria-pressed") == "false"


def test_every_shape_says_its_name_and_value(everything: Selection, areas: Any, outline: Any) -> None:
    figures = queries.municipality_figures(everything)
    svg = maps.choropleth(areas, outline, figures, "grant_eur")
    for row in figures.itertuples():
        assert shapes(svg)[row.municipality_ags].get("aria-label") == (
            f"{row.name}: {units.by_unit('grant_eur', row.grant_eur)}"
        )


def test_the_alt_text_names_highest_lowest_and_unknown(everything: Selection, areas: Any, outline: Any) -> None:
    figures = queries.municipality_figures(everything)
    told = str(parsed(maps.choropleth(areas, outline, figures, "grant_eur")).get("aria-label"))
    known = figures.dropna(subset="grant_eur").sort_values("grant_eur")
    assert f"Höchster Wert: {known.name.iloc[-1]} mit {units.euro(known.grant_eur.iloc[-1])}" in told
    assert f"Niedrigster Wert: {known.name.iloc[0]} mit {units.euro(known.grant_eur.iloc[0])}" in told
    unknown = figures[figures.grant_eur.isna()].name
    assert len(unknown) > 0
    assert f"Keine Angabe: {', '.join(unknown)}." in told


def test_what_is_unknown_is_hatched_and_explained(areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, table(areas, [None, 0.0, *range(1, 9)]), "grant_eur")
    found = list(shapes(svg).values())
    hatched = [path for path in found if str(path.get("fill")).startswith("url(#")]
    assert [path.get("data-key") for path in hatched] == [areas.municipality_ags[0]]
    assert "keine Angabe" in str(hatched[0].get("aria-label"))
    assert parsed(svg).find(f".//{SVG}pattern[@id='{str(hatched[0].get('fill'))[5:-1]}']") is not None
    assert [text.text for text in parsed(svg).iter(f"{SVG}text") if text.text == "keine Angabe"]
    # Zero is a value like any other.
    assert shapes(svg)[areas.municipality_ags[1]].get("fill") == theme.SEQUENTIAL[0]


def test_a_map_of_nothing_says_so(areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, table(areas, [None] * 10), "grant_eur")
    assert "Für keine Kommune" in str(parsed(svg).get("aria-label"))
    assert all(str(path.get("fill")).startswith("url(#") for path in shapes(svg).values())


def test_the_legend_does_not_speak_of_the_unknown_where_all_is_known(areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, table(areas, list(range(10))), "grant_eur")
    assert "keine Angabe" not in svg
    assert "Keine Angabe" not in svg


@settings(max_examples=60, deadline=None)
@given(values=st.lists(AMOUNTS, min_size=10, max_size=10))
def test_every_value_lies_in_the_class_that_its_colour_says(values: list[Any], areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, table(areas, values), "grant_eur")
    known = [value for value in values if value is not None]
    if not known:
        return
    swatches, bounds = legend(svg)
    assert swatches[:5] == theme.SEQUENTIAL
    assert len(bounds) == 6
    # Numbers of the legend are rounded to what they show.
    slack = (max(bounds) - min(bounds)) / 100 + (50_001 if max(known) >= 1e6 else 0.51)
    for ags, value in zip(areas.municipality_ags, values, strict=True):
        fill = shapes(svg)[ags].get("fill")
        if value is None:
            assert fill == "url(#srm-hatch)"
        else:
            i = theme.SEQUENTIAL.index(str(fill))
            assert bounds[i] - slack <= value <= bounds[i + 1] + slack


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=10, max_size=10))
def test_classes_of_shares_stay_within_a_hundred_per_cent(values: list[Any], areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, table(areas, values, "value"), "value", unit="% der Haushalte")
    if any(value is not None for value in values):
        bounds = legend(svg)[1]
        assert max(bounds) <= 100
        # A share is never less than nothing.
        assert min(bounds) >= 0


def test_the_legend_is_in_german_numbers(everything: Selection, areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, queries.municipality_figures(everything), "grant_eur")
    texts = [text.text or "" for text in parsed(svg).iter(f"{SVG}text") if text.get("class") == "srm-legend"]
    assert texts[0] == "Zuwendungen (Mio. €)"
    assert all(re.fullmatch(r"(\d{1,3}(\.\d{3})*(,\d)?)|keine Angabe", text) for text in texts[1:])
    thousands = maps.choropleth(areas, outline, table(areas, [i * 1111.0 for i in range(10)]), "grant_eur")
    assert ">2.000<" in thousands
    assert "nan" not in svg


def test_chosen_municipalities_are_pressed_and_drawn_on_top(areas: Any, outline: Any) -> None:
    chosen = areas.municipality_ags[3]
    svg = maps.choropleth(areas, outline, table(areas, list(range(10))), "grant_eur", chosen=(chosen,))
    pressed = {key for key, path in shapes(svg).items() if path.get("aria-pressed") == "true"}
    assert pressed == {chosen}
    assert "srm-chosen" in str(shapes(svg)[chosen].get("class"))
    assert list(shapes(svg))[-1] == chosen


def test_names_cannot_smuggle_anything_into_a_map(areas: Any, outline: Any) -> None:
    evil = "<script>alert('1')</script>\"><img src=x onerror=alert(1)> & Co."
    svg = maps.choropleth(areas.assign(name=evil), outline, table(areas, [None, *range(9)]), "grant_eur")
    small = maps.locator(areas.assign(name=evil), outline, [areas.municipality_ags[0]], "05978")
    for drawing in (svg, small):
        tags = {element.tag.removeprefix(SVG) for element in parsed(drawing).iter()}
        assert tags <= {"svg", "defs", "pattern", "rect", "line", "path", "text", "tspan", "g"}
        assert not [name for element in parsed(drawing).iter() for name in element.attrib if name.startswith("on")]
    names = ["".join(text.itertext()) for text in parsed(svg).iter(f"{SVG}text") if text.get("class") == "srm-map-name"]
    assert names == [evil] * 10


@pytest.mark.parametrize("column", ["grant_eur", "grant_per_head_eur", "project_count", "reached_count"])
def test_a_map_is_pure_vector_and_loads_nothing(column: str, everything: Selection, areas: Any, outline: Any) -> None:
    svg = maps.choropleth(areas, outline, queries.municipality_figures(everything), column)
    assert "<image" not in svg
    assert "href" not in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert len([text for text in parsed(svg).iter(f"{SVG}text") if text.get("class") == "srm-map-name"]) == 10


def test_labels_lie_inside_the_drawing(everything: Selection, areas: Any, outline: Any) -> None:
    root = parsed(maps.choropleth(areas, outline, queries.municipality_figures(everything), "grant_eur"))
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(str(text.get("x"))) <= width
        assert 0 <= float(str(text.get("y"))) <= height


def test_every_indicator_that_municipalities_have_can_be_drawn(everything: Selection, areas: Any, outline: Any) -> None:
    found = queries.indicators(everything)
    for indicator in found[found.municipality_count > 0].itertuples():
        rows = queries.indicator_latest(everything, indicator.indicator_id)
        svg = maps.choropleth(areas, outline, rows, "value", unit=indicator.unit)
        assert len(shapes(svg)) == 10
        by_key = dict(zip(rows.region_ags, rows.value, strict=True))
        for key, path in shapes(svg).items():
            assert str(path.get("aria-label")).endswith(f": {units.measure(by_key[key], indicator.unit)}")


def test_a_place_map_marks_what_it_names(areas: Any, outline: Any) -> None:
    svg = maps.locator(areas, outline, [areas.municipality_ags[1], areas.municipality_ags[2]], "05978")
    assert parsed(svg).get("role") == "img"
    assert parsed(svg).get("aria-label") == (f"Lagekarte des Kreises. Hervorgehoben: {areas.name[1]}, {areas.name[2]}.")
    marked = {key for key, path in shapes(svg).items() if "srm-marked" in str(path.get("class"))}
    assert marked == {areas.municipality_ags[1], areas.municipality_ags[2]}
    # Nothing to choose here: no buttons.
    assert not [path for path in shapes(svg).values() if path.get("role")]


def test_the_whole_district_marks_every_municipality(areas: Any, outline: Any) -> None:
    svg = maps.locator(areas, outline, ["05978"], "05978")
    assert all("srm-marked" in str(path.get("class")) for path in shapes(svg).values())
    assert "Keine Kommune" in maps.locator(areas, outline, ["05913000"], "05978")


# Many areas


def squares(side: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A region of ``side`` times ``side`` squares of a kilometre, and its outline."""
    corners = [(x, y) for y in range(side) for x in range(side)]
    ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    areas = pd.DataFrame(
        {
            "municipality_ags": [f"99{place:06}" for place in range(len(corners))],
            "name": [f"Ort <{place}>" for place in range(len(corners))],
            "rings": [[[[1000.0 * (x + a), 1000.0 * (y + b)] for a, b in ring]] for x, y in corners],
            "label_x": [1000.0 * x + 500 for x, _ in corners],
            "label_y": [1000.0 * y + 500 for _, y in corners],
        }
    )
    return areas, pd.DataFrame(
        {"name": ["Land"], "outline": [[[[1000.0 * side * a, 1000.0 * side * b] for a, b in ring]]]}
    )


MANY, BORDER = squares(23)


def test_the_shapes_of_many_areas_meet_where_the_areas_meet() -> None:
    found = json.loads(many_areas.shapes(MANY, BORDER))
    assert found["keys"] == MANY.municipality_ags.tolist()
    assert found["names"] == MANY.name.tolist()

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


def test_a_map_of_many_areas_sends_no_shape_and_a_class_for_each_area() -> None:
    values = [None if place % 50 == 7 else float(place) for place in range(len(MANY))]
    data = many_areas.choropleth(
        MANY[["municipality_ags", "name"]], BORDER, table(MANY, values), "grant_eur", chosen=(MANY.municipality_ags[3],)
    )
    svg = parsed(data["svg"])
    assert shapes(data["svg"]) == {}
    assert svg.get("role") == "img"
    assert svg.find(f".//{SVG}pattern[@id='{data['unknown'][5:-1]}']") is not None
    assert [place for place, sign in enumerate(data["classes"]) if sign == " "] == [
        p for p, v in enumerate(values) if v is None
    ]
    assert data["chosen"] == [3]
    assert data["values"][7] == "keine Angabe"
    assert data["values"][8] == "8 €"
    colours, bounds = legend(data["svg"])
    assert colours == [*data["fills"], "url(#srm-hatch)"]
    for value, sign in zip(values, data["classes"], strict=True):
        if value is not None:
            assert bounds[int(sign)] <= value <= bounds[int(sign) + 1]


def test_the_alt_text_of_many_areas_counts_what_is_unknown_and_leads_to_the_table() -> None:
    values = [None if place % 2 else float(place) for place in range(len(MANY))]
    told = str(parsed(many_areas.choropleth(MANY, BORDER, table(MANY, values), "grant_eur")["svg"]).get("aria-label"))
    assert "Keine Angabe: 264 Kommunen." in told
    assert "Tabelle" in told
    assert len(told) < 500


def test_a_tiny_area_is_ringed_on_the_small_map_and_a_whole_region_is_filled() -> None:
    areas, border = squares(120)
    svg = many_areas.locator(areas.iloc[[5]], border)
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 1
    assert "Ort <5>" in str(parsed(svg).get("aria-label"))
    whole = many_areas.locator(areas.iloc[:0], border, whole="Land")
    (outline,) = [path for path in parsed(whole).iter(f"{SVG}path") if path.get("class") == "srm-outline"]
    assert outline.get("fill") == theme.SEQUENTIAL[2]
    assert "Land" in str(parsed(whole).get("aria-label"))


def test_the_shapes_of_a_release_are_fetched_once(everything: Selection) -> None:
    def answer(release_id: str, version: str, *, packed: bool = True) -> Response:
        headers = [(b"accept-encoding", b"gzip")] if packed else []
        parameters = {"release_id": release_id, "version": version}
        return api.areas(Request({"type": "http", "headers": headers, "path_params": parameters}))

    version = str(queries.version(everything))
    found = answer(everything.release_id, version)
    assert found.status_code == 200
    assert "immutable" in found.headers["cache-control"]
    assert gzip.decompress(found.body) == answer(everything.release_id, version, packed=False).body
    assert json.loads(gzip.decompress(found.body))["keys"] == queries.areas(everything).municipality_ags.tolist()
    for release_id, day in ((everything.release_id, "1999-01-01"), ("0" * 12, version), ("../../etc", version)):
        assert answer(release_id, day).status_code == 404
