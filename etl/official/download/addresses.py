"""Addresses with a date in them: which ones to try, latest first."""

from collections.abc import Iterator
from datetime import date, timedelta

from etl.reading.toml_files import Download


def addresses(download: Download, today: date) -> Iterator[str]:
    """Every address to try, latest first; an address without a date is the only one."""
    for day in _days(download, today):
        filled = str(download.url)
        for mark, value in {"{YYYY}": f"{day:%Y}", "{MM}": f"{day:%m}", "{DD}": f"{day:%d}"}.items():
            filled = filled.replace(mark, value)
        yield filled


def _days(download: Download, today: date) -> Iterator[date]:
    match download.published:
        case None:
            yield today
        case "day":
            yield from (today - timedelta(days=days) for days in range(download.attempts))
        case "month":
            yield from _months(today.year * 12 + today.month, 1, download.attempts)
        case "half-year":
            # Named after the month whose state they show: June or December.
            yield from _months((today.year * 12 + today.month) // 6 * 6, 6, download.attempts)


def _months(latest: int, step: int, count: int) -> Iterator[date]:
    """First days of months, counted from the year 0, backwards."""
    for months in range(latest, latest - step * count, -step):
        year, month = divmod(months - 1, 12)
        yield date(year, month + 1, 1)
