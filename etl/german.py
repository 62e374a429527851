"""German words and numbers for messages to the project office."""

import difflib
from collections.abc import Collection, Iterable
from decimal import Decimal

from babel.dates import format_date

from etl.partial_dates import partial_date

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


def partial(text: str) -> str:
    """A partial date as precise as it is: ``2023-Q3`` → ``3. Quartal 2023``, ``2023-05`` → ``Mai 2023``."""
    found = partial_date(text)
    match found.precision:
        case "day":
            return f"{found.first:%d.%m.%Y}"
        case "month":
            return str(format_date(found.first, "LLLL yyyy", locale="de_DE"))
        case "quarter":
            return f"{(found.first.month + 2) // 3}. Quartal {found.first.year}"
        case "year":
            return str(found.first.year)


def suggestion(name: str, known: Collection[str]) -> str:
    """One sentence with the closest known name, or with all names when none is close and they are few."""
    if close := difflib.get_close_matches(name, known, n=1):
        return f" Gemeint ist vielleicht „{close[0]}“."
    return f" Möglich sind {quoted(known)}." if 0 < len(known) <= 15 else ""
