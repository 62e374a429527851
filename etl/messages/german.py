"""German words and numbers for messages to the project office."""

import difflib
from collections.abc import Collection, Iterable
from decimal import Decimal

SWAPPED = str.maketrans(",.", ".,")


def quoted(names: Iterable[str]) -> str:
    """Names as a list in quotation marks."""
    return ", ".join(f"„{name}“" for name in names)


def number(value: float | Decimal, decimals: int = 2) -> str:
    """One number with decimal comma and dots between thousands."""
    return f"{value:,.{decimals}f}".translate(SWAPPED)


def counted(count: int, one: str, many: str) -> str:
    """A number with the word for what is counted: ``1 Warnung``, ``2 Warnungen``."""
    return f"{number(count, 0)} {one if count == 1 else many}"


def megabytes(size: int) -> str:
    """Bytes as German megabytes."""
    return f"{number(size / 1_000_000, 1)} MB"


def suggestion(name: str, known: Collection[str]) -> str:
    """One sentence with the closest known name, or with all names when none is close and they are few."""
    if close := difflib.get_close_matches(name, known, n=1):
        return f" Gemeint ist vielleicht „{close[0]}“."
    return f" Möglich sind {quoted(known)}." if 0 < len(known) <= 15 else ""
