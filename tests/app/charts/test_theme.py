"""Colours: seen on both backgrounds, and never the only thing that tells two marks apart."""

import datetime as dt
import re

import pytest

from app.charts import symbols, theme
from app.charts.marks import DASHES
from palette import contrast


@pytest.mark.parametrize("background", theme.backgrounds())
@pytest.mark.parametrize("colour", theme.SERIES)
def test_every_colour_of_a_series_stands_out_on_both_backgrounds(colour: str, background: str) -> None:
    assert contrast(colour, background) >= 3


def test_much_stands_out_from_the_ground_most_in_either_theme() -> None:
    pairs = re.findall(r"--srm-class-\d: light-dark\((#\w+), (#\w+)\)", theme.sheet_variables())
    for colours, ground in zip(zip(*pairs, strict=True), theme.backgrounds(), strict=True):
        contrasts = [contrast(colour, ground) for colour in colours]
        assert contrasts == sorted(contrasts)
        assert len(contrasts) == 5


@pytest.mark.parametrize("fill", theme.SEQUENTIAL)
def test_text_on_a_map_is_readable(fill: str) -> None:
    assert contrast(theme.text_on(fill), fill) >= 4.5


def test_more_is_darker_on_a_map() -> None:
    lightness = [contrast(fill, "#000000") for fill in theme.SEQUENTIAL]
    assert lightness == sorted(lightness, reverse=True)


def test_contrast_is_measured_as_the_guidelines_measure_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_states_of_milestones_differ_by_symbol_and_colour() -> None:
    assert len({symbol for _, symbol in theme.STATE.values()}) == len(theme.STATE)
    assert len({colour for colour, _ in theme.STATE.values()}) == len(theme.STATE)


def test_every_symbol_and_every_dash_can_be_drawn() -> None:
    known = [*theme.SYMBOLS, *theme.REGION_SYMBOLS, *(symbol for _, symbol in theme.STATE.values())]
    assert {symbol.removesuffix(symbols.OPEN) for symbol in known} <= symbols.SYMBOLS
    assert set(theme.LINES) <= set(DASHES)
    outlines = [symbols.path(symbol, 10) for symbol in (*theme.SYMBOLS, *theme.REGION_SYMBOLS)]
    assert len(set(outlines)) == len(outlines)


def test_plotly_speaks_german() -> None:
    words = theme.GERMAN["locales"]["de"]["format"]  # type: ignore[index]
    assert words["months"][2] == "März"
    assert words["decimal"] == ","
    assert dt.date(2026, 11, 23).strftime(words["date"]) == "23.11.2026"
