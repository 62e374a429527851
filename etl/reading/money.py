"""Amounts of money in euros: decimal numbers to the cent, never floats."""

import re
from decimal import Decimal

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


def amount(text: str) -> Decimal:
    """One amount in euros with exactly two decimals, as in DECIMAL(14, 2).

    Raises ValueError if the text is no number, negative, finer than a cent or longer than twelve digits.
    """
    if AMOUNT.fullmatch(text) is None:
        raise ValueError(f"no amount in euros to the cent: {text!r}")
    return Decimal(text).quantize(Decimal("0.01"))
