"""Numbers, dates and lists as one says them: rounded honestly, without abbreviations and brackets."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from babel.dates import format_date

from app.words import units
from app.words.text import enumeration, plural, t

_DIGITS = 3
_NAMES = 3
"""Names that a short sentence can hold."""


def about(value: units.Number) -> str:
    """``962351.7`` → „rund 962.000“, ``72279318`` → „rund 72,3 Millionen“; what is exact goes without „rund“.

    Three digits below a million, one decimal above it, as the headline figures have it.
    """
    exact = Decimal(str(value))
    if 0 < exact < Decimal("0.5"):
        return t("plain.less", n="1")
    step = Decimal(10) ** max(0, exact.adjusted() - _DIGITS + 1) if exact < 1_000_000 else Decimal(100_000)
    if exact >= 10**9:
        step = Decimal(10**8)
    near = units.rounded(exact / step) * step
    return _said(near) if near == exact else t("plain.about", n=_said(near))


def euro(value: units.Number) -> str:
    """„rund 72,3 Millionen Euro“."""
    return t("plain.euro", n=about(value))


def percent(value: units.Number) -> str:
    """„rund 98 Prozent“; what is not all is not called all, and what is not nothing not nothing."""
    exact = Decimal(str(value))
    near = units.rounded(exact)
    if exact < 100 <= near:
        return t("plain.percent", n=t("plain.more", n="99"))
    if near == 0 < exact:
        return t("plain.percent", n=t("plain.less", n="1"))
    n = units.number(near)
    return t("plain.percent", n=n if near == exact else t("plain.about", n=n))


def day(value: dt.date) -> str:
    """„23. November 2026“."""
    return str(format_date(value, "d. MMMM yyyy", locale=units.LOCALE))


def when(text: str) -> str:
    """A partial date as precise as it is: „am 3. Mai 2020“, „im Mai 2020“, „im 1. Viertel von 2020“, „im Jahr 2020“."""
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return t("plain.when.quarter", year=quarter[1], n=quarter[2])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return t("plain.when.day", day=day(dt.date.fromisoformat(text)))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return t("plain.when.month", month=units.partial_date(text))
    return t("plain.when.year", year=text)


def names(found: Sequence[str]) -> str:
    """Names of municipalities, or how many they are when a sentence cannot hold them."""
    return enumeration(found) if len(found) <= _NAMES else plural("map.unnamed", len(found))


def spoken(name: str) -> str:
    """A name from a table without what stands in brackets, and with its unit in full."""
    return re.sub(r"\s*\([^)]*\)", "", name).replace(t("plain.mbit.short"), t("plain.mbit.long")).strip()


def _said(near: Decimal) -> str:
    for name, size in (("billion", 10**9), ("million", 10**6)):
        if near >= size:
            big = near / size
            text = units.number(big, 0 if big == big.to_integral_value() else 1)
            return t(f"plain.{name}.one" if big == 1 else f"plain.{name}.many", n=text)
    return units.number(near)
