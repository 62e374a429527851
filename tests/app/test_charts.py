"""Charts: what is drawn and what is told about it are the table, and no mark differs by colour alone."""

import datetime as dt
import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from app.charts import grant_charts, indicator_charts, line_labels, theme
from app.data import queries
from app.data.selection import Selection
from app.words import units

DIMENSIONS = ("level", "programme", "field", "year", "municipality")
MARKUP = "<script>alert(1)</script><b>fett</b> & <a href='x'>"


def alt(figure: go.Figure) -> str:
    return str(figure.layout.meta["alt"])


def amounts(text: str) -> list[Decimal]:
    """Every amount of money that a text names."""
    return [Decimal(n.replace(".", "").replace(",", ".")) for n in re.findall(r"(-?[\d.]+(?:,\d+)?) €", text)]


def cents(values: Any) -> list[Decimal]:
    return [Decimal(str(value)).quantize(Decimal("0.01")) for value in values if value == value]


def bars(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "bar"]


def grants(labels: list[str | None], **columns: list[float | None]) -> pd.DataFrame:
    empty = [None] * len(labels)
    frame = pd.DataFrame(
        {
            "label": labels,
            **{f"{name}_eur": columns.get(name, empty) for name in theme.ATTRIBUTION},
        }
    )
    parts = frame[[f"{name}_eur" for name in theme.ATTRIBUTION]].astype("float64")
    return frame.assign(**parts, grant_eur=parts.sum(axis=1), grant_count=1)


def shown(figure: go.Figure) -> list[str]:
    """Every text of a figure that plotly reads as HTML."""
    texts = [annotation.text for annotation in figure.layout.annotations]
    for trace in figure.data:
        for name in ("customdata", "text", "name", "x", "y"):
            value = getattr(trace, name, None)
            texts += (
                [value] if isinstance(value, str) else [] if value is None else [v for v in value if isinstance(v, str)]
            )
    return [text for text in texts if text]


# Grants


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_alt_text_of_grants_names_every_figure_of_the_table_and_no_other(
    dimension: str, everything: Selection
) -> None:
    table = queries.funding_by(everything, dimension)
    build = grant_charts.years if dimension == "year" else grant_charts.parts
    told = amounts(alt(build(table)))
    assert sorted(told) == sorted([*cents(table.grant_eur), Decimal("72279318.05")])


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_bars_are_the_parts_of_the_table(dimension: str, everything: Selection) -> None:
    table = queries.funding_by(everything, dimension)
    scale = 10**6 if dimension == "year" else 1
    figure = grant_charts.years(table) if dimension == "year" else grant_charts.parts(table)
    assert figure.layout.barmode == "stack"
    known = [f"{name}_eur" for name in theme.ATTRIBUTION if table[f"{name}_eur"].notna().any()]
    assert len(bars(figure)) == len(known)
    for trace, column in zip(bars(figure), known, strict=True):
        lengths = trace.y if dimension == "year" else trace.x
        assert sum(cents(value * scale for value in lengths)) == sum(cents(table[column]))


def test_own_joint_and_district_money_differ_by_pattern_and_colour() -> None:
    figure = grant_charts.parts(grants(["A"], single=[1], joint=[2], district=[3]))
    looks = [(trace.marker.color, trace.marker.pattern.shape) for trace in bars(figure)]
    assert len({colour for colour, _ in looks}) == len({pattern for _, pattern in looks}) == 3


def test_bars_begin_at_zero(everything: Selection) -> None:
    assert grant_charts.parts(queries.funding_by(everything, "field")).layout.xaxis.rangemode == "tozero"
    assert grant_charts.years(queries.funding_by(everything, "year")).layout.yaxis.rangemode == "tozero"


def test_years_without_a_grant_have_their_place_and_undated_grants_stand_last(everything: Selection) -> None:
    figure = grant_charts.years(queries.funding_by(everything, "year"))
    labels = list(bars(figure)[0].x)
    years = [int(label) for label in labels[:-1]]
    assert years == list(range(years[0], years[-1] + 1))
    assert labels[-1] == "ohne Datum"
    assert figure.layout.xaxis.type == "category"


def test_only_undated_grants_are_drawn_without_any_year() -> None:
    figure = grant_charts.years(grants([None], joint=[5]))
    assert list(bars(figure)[0].x) == ["ohne Datum"]
    assert amounts(alt(figure)) == [5, 5]


def test_a_grant_without_a_programme_is_labelled_as_unknown() -> None:
    assert "keine Angabe 5 €" in alt(grant_charts.parts(grants([None], single=[5])))


@pytest.mark.parametrize("count", [1, 5, 20])
def test_a_chart_grows_with_its_rows(count: int) -> None:
    figure = grant_charts.parts(
        grants([f"Programm {i} mit langem Namen" * 3 for i in range(count)], single=[1] * count)
    )
    assert figure.layout.height >= count * 40
    assert len(bars(figure)[0].x) == count


@pytest.mark.parametrize("count", [21, 500, 11_000])
def test_of_many_bars_the_others_stand_together_and_the_total_is_the_same_to_the_cent(count: int) -> None:
    sums = [round(1_000_000.01 * (count - i) + i / 100, 2) for i in range(count)]
    table = grants([f"Programm {i}" for i in range(count)], single=sums, joint=[0.1] + [None] * (count - 1))
    drawn = grant_charts.topmost(table)
    assert len(drawn) == grant_charts.KEPT + 1
    assert drawn.label.iloc[-1] == f"übrige ({units.number(count - grant_charts.KEPT)})"
    for column in ("single_eur", "joint_eur", "grant_eur"):
        assert sum(cents(drawn[column])) == sum(cents(table[column]))
    assert drawn.grant_count.sum() == count
    assert len(bars(grant_charts.parts(table))[0].x) == grant_charts.KEPT + 1


def test_of_many_municipalities_the_foremost_and_the_chosen_ones_are_ranked() -> None:
    count = 300
    table = pd.DataFrame(
        {
            "region_ags": [f"{i:08}" for i in range(count)],
            "name": [f"Ort {i}" for i in range(count)],
            "region_level": ["municipality"] * (count - 1) + ["district"],
            "value": [100 - i / 4 for i in range(count)],
            "unit": "% der Haushalte",
            "period": "2026-06",
        }
    )
    (trace,) = bars(indicator_charts.ranking(table, chosen=("00000200",)))
    assert len(trace.x) == grant_charts.KEPT + 2
    assert "Ort 200" in alt(indicator_charts.ranking(table, chosen=("00000200",)))


def test_the_way_of_the_money_is_whole_at_every_stage(everything: Selection) -> None:
    figure = grant_charts.flow(queries.funding_flow(everything))
    (sankey,) = figure.data
    sources, targets = set(sankey.link.source), set(sankey.link.target)
    for ends in (sources - targets, targets - sources):
        side = sankey.link.source if ends <= sources else sankey.link.target
        through = sum(cents(value for value, end in zip(sankey.link.value, side, strict=True) if end in ends))
        assert through == Decimal("72279318.05")
    assert amounts(alt(figure))[-1] == Decimal("72279318.05")
    assert sum(amounts(alt(figure))[:-1]) == Decimal("72279318.05")


# Indicators and population


@pytest.fixture
def indicator(everything: Selection) -> Any:
    found = queries.indicators(everything)
    return found[found.municipality_count == 10].iloc[0]


def lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "scatter"]


def look(trace: Any) -> tuple[Any, Any]:
    """What a line looks like in black and white: its dash and its symbols."""
    return trace.line.dash, trace.marker.symbol


def test_the_alt_text_of_a_series_names_the_latest_value_of_every_line(indicator: Any, everything: Selection) -> None:
    table = queries.indicator_series(everything, indicator.indicator_id)
    figure = indicator_charts.series(table)
    latest = table.sort_values("period_last_date").groupby("region_ags").last()
    for row in latest.itertuples():
        assert f"{row.name} {units.measure(row.value, indicator.unit)}" in alt(figure)
    assert {trace.name for trace in lines(figure)} == set(table.name)
    assert sum(len(trace.y) for trace in lines(figure)) == len(table)


def test_lines_can_be_told_apart_without_colour(indicator: Any, everything: Selection) -> None:
    figure = indicator_charts.series(queries.indicator_series(everything, indicator.indicator_id))
    looks = [look(trace) for trace in lines(figure)]
    assert len(looks) >= 11
    same = [pair for pair in itertools.combinations(lines(figure), 2) if look(pair[0]) == look(pair[1])]
    assert [(one.name, other.name) for one, other in same] == []


@pytest.mark.parametrize("ags", ["05978004", "05978024"])
def test_one_municipality_can_be_told_from_its_district_without_colour(
    ags: str, indicator: Any, everything: Selection
) -> None:
    rows = queries.indicator_series(everything.of(ags), indicator.indicator_id)
    looks = {trace.name: look(trace) for trace in lines(indicator_charts.series(rows, chosen=(ags,)))}
    assert len(set(looks.values())) == len(looks)


def test_a_break_in_the_method_is_shaded_and_named(indicator: Any, everything: Selection) -> None:
    table = queries.indicator_series(everything, indicator.indicator_id)
    year = table.period_last_date.max().year
    figure = indicator_charts.series(table, breaks=(year, 1950, 2100))
    assert len(figure.layout.shapes) == 1
    assert [note.text for note in figure.layout.annotations] == [f"neue Methode {year}"]


def test_the_ranking_is_the_table_from_the_highest_to_the_unknown(indicator: Any, everything: Selection) -> None:
    table = queries.indicator_latest(everything, indicator.indicator_id)
    figure = indicator_charts.ranking(table, chosen=("05978024",))
    (trace,) = bars(figure)
    assert pd.Series(trace.x).equals(pd.Series(table.value.to_numpy()))
    assert all(f"{row.name} {units.measure(row.value, row.unit)}" in alt(figure) for row in table.itertuples())
    shapes = dict(zip(table.region_ags, trace.marker.pattern.shape, strict=True))
    assert {ags for ags, shape in shapes.items() if shape} == {"05978024"}


def test_a_ranking_says_what_is_not_known() -> None:
    table = pd.DataFrame(
        {
            "name": ["A", "B"],
            "value": [1.0, None],
            "unit": "%",
            "region_level": "municipality",
            "region_ags": ["1", "2"],
        }
    )
    assert "B keine Angabe" in alt(indicator_charts.ranking(table))


def test_every_census_is_a_line_of_its_own(everything: Selection) -> None:
    table = queries.population_series(everything, "05978024")
    figure = indicator_charts.population(table)
    assert [trace.name for trace in lines(figure)] == list(dict.fromkeys(table.basis))
    assert len({look(trace) for trace in lines(figure)}) == table.basis.nunique() > 1
    for row in table.itertuples():
        assert f"{units.date(row.reference_date)} {units.number(row.population_count)}" in alt(figure)


def test_values_of_a_single_day_stand_over_its_name(everything: Selection) -> None:
    people = queries.population_series(everything, "05978024").tail(1)
    values = queries.indicator_series(everything, queries.indicators(everything).indicator_id.iloc[0])
    values = values[values.period == values.period.iloc[-1]]
    for figure, name in (
        (indicator_charts.population(people), units.date(people.reference_date.iloc[0])),
        (indicator_charts.series(values), units.partial_date(values.period.iloc[0])),
    ):
        assert list(figure.layout.xaxis.ticktext) == [name]


# Look and language


def figures() -> dict[str, Callable[[Selection], go.Figure]]:
    by = queries.funding_by
    series = queries.indicator_series
    latest = queries.indicator_latest
    return {
        "parts": lambda s: grant_charts.parts(by(s, "programme")),
        "years": lambda s: grant_charts.years(by(s, "year")),
        "flow": lambda s: grant_charts.flow(queries.funding_flow(s)),
        "series": lambda s: indicator_charts.series(series(s, queries.indicators(s).indicator_id.iloc[0])),
        "ranking": lambda s: indicator_charts.ranking(latest(s, queries.indicators(s).indicator_id.iloc[0])),
        "population": lambda s: indicator_charts.population(queries.population_series(s, "05978024")),
    }


@pytest.mark.parametrize("name", figures())
def test_every_figure_is_german_and_has_an_alt_text(name: str, everything: Selection) -> None:
    figure = figures()[name](everything)
    assert figure.layout.separators == ",."
    assert len(alt(figure)) > 40
    assert alt(figure).endswith(".")
    assert not re.search(r"\bnan\b|None|NaT|<NA>|\d,\d{3}\.", " ".join([alt(figure), *shown(figure)]))


@pytest.mark.parametrize("name", figures())
def test_every_figure_is_drawn_without_any_request(name: str, everything: Selection) -> None:
    # Maps of plotly fetch their shapes from a foreign server.
    assert {trace.type for trace in figures()[name](everything).data} <= {"bar", "scatter", "sankey"}


@pytest.mark.parametrize(
    "figure",
    [
        grant_charts.parts(grants([MARKUP], single=[5])),
        grant_charts.years(grants(["2020"], single=[5])),
        grant_charts.flow(
            pd.DataFrame(
                [
                    {
                        "funder": MARKUP,
                        "programme": MARKUP,
                        "attribution": "joint",
                        "municipality": None,
                        "grant_eur": 5.0,
                    }
                ]
            )
        ),
        indicator_charts.ranking(
            pd.DataFrame(
                [{"name": MARKUP, "value": 1.0, "unit": "%", "region_level": "municipality", "region_ags": "1"}]
            )
        ),
    ],
    ids=["parts", "years", "flow", "ranking"],
)
def test_names_are_shown_as_they_are_written(figure: go.Figure) -> None:
    # plotly reads texts as HTML: „<b>“ in a name would be lost, „<a href>“ a link. Our own tags are <b> and <br>.
    labels = [*shown(figure)]
    for trace in figure.data:
        if trace.type == "sankey":
            labels += [*trace.node.label, *trace.node.customdata]
    assert [text for text in labels if "<script" in text or "<a " in text] == []


@pytest.mark.parametrize("background", theme.backgrounds())
@pytest.mark.parametrize("colour", theme.SERIES)
def test_every_colour_of_a_series_stands_out_on_both_backgrounds(colour: str, background: str) -> None:
    assert theme.contrast(colour, background) >= 3


@pytest.mark.parametrize("fill", theme.SEQUENTIAL)
def test_text_on_a_map_is_readable(fill: str) -> None:
    assert theme.contrast(theme.text_on(fill), fill) >= 4.5


def test_more_is_darker_on_a_map() -> None:
    lightness = [theme.contrast(fill, "#000000") for fill in theme.SEQUENTIAL]
    assert lightness == sorted(lightness, reverse=True)


def test_contrast_is_measured_as_the_guidelines_measure_it() -> None:
    assert theme.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_states_of_milestones_differ_by_symbol_and_colour() -> None:
    assert len({symbol for _, symbol in theme.STATE.values()}) == len(theme.STATE)
    assert len({colour for colour, _ in theme.STATE.values()}) == len(theme.STATE)


def test_plotly_speaks_german() -> None:
    words = theme.GERMAN["locales"]["de"]["format"]  # type: ignore[index]
    assert words["months"][2] == "März"
    assert words["decimal"] == ","
    assert dt.date(2026, 11, 23).strftime(words["date"]) == "23.11.2026"


def named(figure: Any) -> list[Any]:
    """Names that stand beside their lines."""
    return [note for note in figure.layout.annotations if note.name == line_labels.NAME]


def letters(text: str) -> str:
    """A name however it is broken into lines."""
    return re.sub("<br>| ", "", text)


def test_few_lines_carry_their_names_and_need_no_legend(everything: Selection) -> None:
    indicators = queries.indicators(everything)
    shares = indicators[indicators.unit.str.startswith("%") & (indicators.municipality_count > 0)]
    for indicator in shares.itertuples():
        rows = queries.indicator_series(everything.of("05978024"), indicator.indicator_id)
        figure = indicator_charts.series(rows)
        names = named(figure)
        assert sorted(map(letters, (note.text for note in names))) == sorted(letters(t.name) for t in figure.data)
        assert figure.layout.showlegend is False
        height, top = figure.layout.height - 36, figure.layout.yaxis.range[1]
        spots = sorted(
            (height * (1 - note.y / top) - note.yshift, 15 * (1 + note.text.count("<br>"))) for note in names
        )
        for (above, tall), (below, lower) in itertools.pairwise(spots):
            assert below - above >= (tall + lower) / 2 - 1


def test_lines_that_follow_one_another_carry_their_names(everything: Selection) -> None:
    figure = indicator_charts.population(queries.population_series(everything, "05978024"))
    assert [note.text.replace("<br>", " ") for note in named(figure)] == [trace.name for trace in figure.data]
    assert figure.layout.showlegend is False


def test_many_lines_keep_their_legend(everything: Selection) -> None:
    indicator = queries.indicators(everything).query("municipality_count > 0").iloc[0]
    figure = indicator_charts.series(queries.indicator_series(everything, indicator.indicator_id))
    assert len(figure.data) > line_labels.FEW
    assert named(figure) == []
    assert figure.layout.showlegend is not False
