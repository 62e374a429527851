"""Tables as CSV for Excel; no cell can be read as a formula."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pandas as pd

from app.words import units

_FORMULA = re.compile("[\\s\u200b\ufeff]*[-=+@\uff0b\uff0d\uff1d\uff20]|[\t\r]")


def cell(value: Any) -> str:
    """One value as German Excel reads it: decimal comma, ``23.11.2026``, text never as a formula."""
    if units.is_list(value):
        return cell(", ".join(map(str, value)))
    if units.is_unknown(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, (int, float, Decimal)):
        return digits(value).replace(".", ",")
    if isinstance(value, dt.date):
        return units.date(value)
    text = str(value)
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would read a text as a formula."""
    return bool(_FORMULA.match(text))


def digits(value: float | Decimal) -> str:
    """A number with a decimal point, never with an exponent, in as many digits as give it back."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if "e" not in str(value) else f"{Decimal(str(value)):f}"


def csv_for_excel(table: pd.DataFrame, headers: list[str], footer: list[str]) -> str:
    """The rows of ``table`` as CSV that German Excel opens right: BOM, ``;``, CRLF, sources at the end."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([cell(header) for header in headers])
    for row in table.itertuples(index=False):
        writer.writerow([cell(value) for value in row])
    writer.writerow([])
    writer.writerows([cell(line)] for line in footer)
    return out.getvalue()
