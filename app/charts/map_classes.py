"""Classes of a map: their bounds, their colours, and what its legend and its words say of values."""

import math
from dataclasses import dataclass
from functools import cached_property

from app.charts import fonts, theme
from app.charts.base_map import WIDTH
from app.charts.marks import Area, Mark, Series, Text
from app.words import units

SERIES = tuple(Series(f"{place}", colour, is_in_legend=False) for place, colour in enumerate(theme.SEQUENTIAL))
UNKNOWN = Series(units.UNKNOWN, theme.NEUTRAL, pattern="//", is_in_legend=False)
LEGEND = 120.0
"""Drawing units that the legend takes below the map."""
_LEFT, _TOP, _SWATCH, _HEIGHT = 10.0, 44.0, 130.0, 26.0
"""Drawing units: place of the legend, width and height of a swatch."""
_UNKNOWN, _NARROW = 720.0, 60.0
"""Drawing units: place and width of the swatch of what is not known."""


@dataclass(frozen=True)
class Classes:
    """Five classes of equal width with round bounds that cover every value.

    Parameters
    ----------
    values
        One per area; None where it is not known.
    column, unit
        Name of the values' column, whose suffix says the unit when there is no ``unit`` of an indicator.
    measure
        What the map shows, in words.
    missing
        What stands for the value of each area that has none, in the order of the values; ``units.UNKNOWN`` by default.
    """

    values: tuple[float | None, ...]
    column: str
    unit: str
    measure: str
    missing: tuple[str, ...] = ()

    @cached_property
    def known(self) -> list[float]:
        """Values that are known."""
        return [value for value in self.values if value is not None]

    @cached_property
    def bounds(self) -> list[float]:
        """From the lowest to the highest; none when nothing is known."""
        if not self.known:
            return []
        low, high = min(self.known), max(self.known)
        if not self.unit.startswith("%"):
            is_count = all(value % 1 == 0 for value in self.known) and not self.column.endswith("_eur")
            return units.nice_steps(min(low, 0), high, is_whole=is_count)
        steps = units.nice_steps(low, high)
        return steps if steps[-1] <= 100 else [step - (steps[-1] - 100) for step in steps]

    @cached_property
    def numbers(self) -> list[int | None]:
        """Number of the class of each area; None where nothing is known."""
        inner, last = self.bounds[1:-1], len(self.bounds) - 2
        return [
            None if value is None else next((i for i, bound in enumerate(inner) if value < bound), last)
            for value in self.values
        ]

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Colour of each area; hatched where nothing is known."""
        return tuple(UNKNOWN if number is None else SERIES[number] for number in self.numbers)

    @property
    def _words_of_missing(self) -> tuple[str, ...]:
        return self.missing or (units.UNKNOWN,) * len(self.values)

    @cached_property
    def unknown(self) -> dict[str, list[int]]:
        """Places of the areas without a value, by what stands for it."""
        found: dict[str, list[int]] = {}
        for place, (value, word) in enumerate(zip(self.values, self._words_of_missing, strict=True)):
            if value is None:
                found.setdefault(word, []).append(place)
        return found

    def texts(self, *, is_short: bool = False) -> list[str]:
        """Every value in words."""
        return [
            word if value is None else self.text(value, is_short=is_short)
            for value, word in zip(self.values, self._words_of_missing, strict=True)
        ]

    def text(self, value: float, *, is_short: bool = False) -> str:
        """A value in words."""
        if self.unit:
            return units.measure(value, self.unit)
        if self.column.endswith("_eur"):
            return units.euro_short(value) if is_short else units.euro(value)
        return units.by_unit(self.column, value)

    def legend(self, top: float, size: float) -> list[Mark]:
        """Classes with their bounds, and what the hatching means, below ``top`` in letters of ``size``."""
        top += _TOP
        marks: list[Mark] = []
        if self.bounds:
            title = f"{self.measure} (Mio. €)" if self._is_in_millions else self.measure
            fitting = min(size, (WIDTH - 2 * _LEFT) / (fonts.width(title, 1) or 1))
            marks.append(Text((title,), _LEFT, top - 12, baseline="base", size=fitting))
            marks += [_swatch(series, _LEFT + i * _SWATCH, top, _SWATCH) for i, series in enumerate(SERIES)]
            marks += self._bounds(top + _HEIGHT, size)
        if self.unknown:
            left, words = _UNKNOWN + _NARROW + 12, tuple(self.unknown)
            fitting = min(size, (WIDTH - left) / fonts.widest(words, 1))
            marks.append(_swatch(UNKNOWN, _UNKNOWN, top, _NARROW))
            marks.append(Text(words, left, top + _HEIGHT / 2, size=fitting))
        return marks

    @property
    def _is_in_millions(self) -> bool:
        return self.column.endswith("_eur") and bool(self.known) and max(self.known) >= 1_000_000

    def _bounds(self, top: float, size: float) -> list[Text]:
        numbers = [bound / 1_000_000 if self._is_in_millions else bound for bound in self.bounds]
        texts = [units.number(number, _decimals(number)) for number in numbers]
        fitting = min(size, (_SWATCH - 8) / fonts.widest(texts, 1))
        places = [(_LEFT + i * _SWATCH, top + 4 + 0.9 * fitting, text) for i, text in enumerate(texts)]
        return [
            Text((text,), x, y, anchor="middle" if i else "start", baseline="base", size=fitting)
            for i, (x, y, text) in enumerate(places)
        ]


def _swatch(series: Series, left: float, top: float, width: float) -> Area:
    return Area(series, f"M{left:g} {top:.1f}h{width:g}v{_HEIGHT:g}h{-width:g}z", "swatch")


def _decimals(bound: float) -> int:
    """As many decimals as the bound needs, at most three: a rounded bound would be a wrong one."""
    return next((n for n in range(3) if math.isclose(round(bound, n), bound, abs_tol=1e-9)), 3)
