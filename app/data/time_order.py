"""Partial dates in the order of time, for SQL."""

from app.words import units


def time_order(expression: str) -> str:
    """What sorts a partial date: see ``units.time_key``."""
    for quarter, place in units.QUARTERS.items():
        expression = f"replace({expression}, '{quarter}', '{place}')"
    return expression
