"""What has changed, as an Atom feed: what sources date, and what differs from one Stand to the next."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby, islice, pairwise
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from app.data import period, queries
from app.data.region import region
from app.data.selection import Selection
from app.web.feed import Entry, atom, row_name, sentence
from app.words import cells, units
from app.words.cells import records
from app.words.text import plural, t

MOST = 200
"""Entries of a feed; whoever wants more finds all on the page."""
_EARLIEST = dt.date(1900, 1, 1)


class UnknownMunicipalityError(LookupError):
    """The region has no such municipality."""


def changes(release_id: str, base: str, municipality_ags: str = "") -> bytes:
    """The feed of changes, latest first, of one municipality or of all.

    Raises
    ------
    UnknownMunicipalityError
        If there is no such municipality in the region.

    """
    everything = queries.latest(release_id)
    names = queries.municipalities(everything).set_index("municipality_ags")["name"]
    if municipality_ags and municipality_ags not in names:
        raise UnknownMunicipalityError(municipality_ags)
    chosen = {"kommune": municipality_ags} if municipality_ags else {}
    selection = everything.of(*chosen.values())
    place = names[municipality_ags] if municipality_ags else region().region.title
    entries = [*_events(selection), *islice(_differences(selection), MOST)]
    latest = sorted(entries, key=lambda entry: entry.day, reverse=True)[:MOST]
    query = f"?{urlencode(chosen)}" if chosen else ""
    title = t("change_feed.title", place=place)
    return atom(base, f"aenderungen.atom{query}", title, f"aenderungen{query}", everything.stand, latest)


def _events(selection: Selection) -> Iterator[Entry]:
    rows = queries.event_rows(selection, _EARLIEST, selection.stand).page(1, size=MOST)
    for row in records(rows):
        money = "" if units.is_unknown(row.grant_eur) else cells.cell_text("grant_eur", row)
        yield Entry(
            (row.event, row.first_key, row.happened),
            # The last possible day of a year that is not over yet would move with each Stand.
            row.first_date.date(),
            t(f"event_title.{row.event}", title=row.title, money=money),
            sentence(
                t(
                    "change_feed.money" if money else f"change_feed.{'ended' if row.event == 'ended' else 'event'}",
                    when=cells.cell_text("happened", row),
                    project=row.project_title,
                    areas=cells.cell_text("areas", row),
                    source=cells.cell_text("source_publisher", row),
                    funder=cells.cell_text("funder", row),
                    money=money,
                )
            ),
            f"projekte?{urlencode({'projekt': row.project_id})}",
        )


def _differences(selection: Selection) -> Iterator[Entry]:
    """One entry per row of a table that differs from the Stand before, those of the latest Stand first.

    New rows of tables that are not the office's own are one entry a table: there may be hundreds.
    """
    for after, before in pairwise(period.stands(selection)):
        # Of a sum that is gone the amount stands in the Stand before.
        sums = pd.concat(queries.funding_rows(selection.as_of(stand)).all() for stand in (before, after))
        amounts = dict(zip(sums.funding_id, sums.amount_eur, strict=True))
        for table in records(queries.difference_tables(selection, before, after)):
            found = queries.difference_rows(selection, before, after, table.changed_table).page(1, size=10 * MOST)
            rows = found if table.is_own else found[found.change != "new"]
            for _, changed in groupby(records(rows), lambda row: (row.project_title, row.row_key)):
                yield _difference(before, after, list(changed), amounts)
            if table.new_count and not table.is_own:
                name = cells.name_of("changed_table", table.changed_table)
                title = plural("change_feed.new_rows", table.new_count, table=name)
                yield Entry(
                    ("new rows", after.isoformat(), table.changed_table), after, title, title, _address(before, after)
                )


def _address(before: dt.date, after: dt.date) -> str:
    """The page with both Stände."""
    return f"aenderungen?{urlencode({'von': before.isoformat(), 'bis': after.isoformat()})}"


def _difference(before: dt.date, after: dt.date, changed: list[Any], amounts: Mapping[str, Any]) -> Entry:
    row = changed[0]
    return Entry(
        ("difference", after.isoformat(), row.changed_table, row.row_key),
        after,
        t(
            "change_feed.difference",
            table=cells.name_of("changed_table", row.changed_table),
            row=row_name(row.changed_table, row.row_key, row.title, amounts.get(row.row_key)),
            change=cells.name_of("change", row.change),
        ),
        " ".join(
            t(
                "change_feed.cell",
                column=cell.changed_column,
                old=cells.cell_text("old_value", cell),
                new=cells.cell_text("new_value", cell),
                reason=cell.reason.removesuffix("."),
            )
            for cell in changed
        ),
        _address(before, after),
    )
