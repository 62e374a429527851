"""Atom feeds (RFC 4287) for whoever wants to be told: the corrections, and whatever both feeds are made of."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from app.data import queries
from app.data.region import region
from app.words import cells, units
from app.words.cells import records
from app.words.escape import for_xml, nested
from app.words.text import t

ATOM = "http://www.w3.org/2005/Atom"
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


@dataclass(frozen=True)
class Entry:
    """One thing to be told; what its ``key`` says makes its id, the same in every release and under every address."""

    key: tuple[str, ...]
    day: dt.date
    title: str
    summary: str
    address: str
    """Where more about it stands, below the dashboard's own address."""


def corrections(release_id: str, base: str) -> bytes:
    """The feed of all corrections, latest first; ``base`` is the dashboard's public address without slash at its end."""
    everything = queries.latest(release_id)
    rows = {(row.changed_table, row.row_key): row for row in records(queries.corrected_rows(everything))}
    entries = [
        _correction(row, rows.get((row.changed_table, row.row_key))) for row in records(queries.corrections(everything))
    ]
    title = t("feed.title", title=region().region.title)
    return atom(base, "berichtigungen.atom", title, "methodik", everything.stand, entries)


def atom(base: str, name: str, title: str, page: str, stand: dt.date, entries: Iterable[Entry]) -> bytes:
    """A feed as it is sent; ``name`` is its address below ``/api/``, ``page`` shows the same."""
    entries = list(entries)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "de"})
    _text(feed, "title", title)
    _text(feed, "id", _urn("feed", name))
    _text(feed, "updated", _moment(max((entry.day for entry in entries), default=stand)))
    _text(ET.SubElement(feed, "author"), "name", region().operator.name)
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{base}/api/{name}"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}/{page}"})
    for entry in entries:
        node = ET.SubElement(feed, "entry")
        _text(node, "title", entry.title)
        _text(node, "id", _urn("entry", name.partition("?")[0], *entry.key))
        _text(node, "updated", _moment(entry.day))
        ET.SubElement(node, "link", {"href": f"{base}/{entry.address}"})
        _text(node, "summary", entry.summary)
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def row_name(table: str, row_key: str, title: str, amount: Any = None) -> str:
    """What a row is called in the title of an entry, with what tells it from others of that name: its amount or date."""
    detail = ""
    if table == "foerderung" and not units.is_unknown(amount):
        detail = units.euro(amount)
    elif table in ("bevoelkerung", "indikatoren") and " / " in row_key:
        detail = units.partial_date(row_key.rpartition(" / ")[2])
    return t("feed.row", title=", ".join(filter(None, (nested(title), detail))))


def sentence(text: str) -> str:
    """What others have written may end with a full stop of its own: the second one is left out."""
    return _TWO_STOPS.sub(".", text)


def _correction(row: Any, named: Any) -> Entry:
    day = row.stand_date.date().isoformat()
    table = cells.name_of("changed_table", row.changed_table)
    # A series that is gone has no name of its own.
    name = row_name(row.changed_table, row.row_key, named.title, named.amount_eur) if named else row.row_key
    if units.is_unknown(row.changed_column):
        title = t("feed.gone", table=table, row=name)
    else:
        title = t("feed.changed", table=table, row=name, column=row.changed_column)
    old, new = (cells.correction_text(row.changed_column, value) for value in (row.old_value, row.new_value))
    return Entry(
        # The same correction keeps its id in every release, wherever its line stands.
        tuple(str(value) for value in (day, row.changed_table, row.row_key, row.changed_column)),
        row.corrected_date.date(),
        title,
        sentence(t("feed.summary", old=old, new=new, reason=row.reason, stand=units.date(row.stand_date))),
        f"methodik?{urlencode({'stand': day})}",
    )


def _urn(kind: str, *key: str) -> str:
    """An id that outlives a move of the dashboard; the region's name keeps those of two districts apart."""
    digest = hashlib.sha256("\n".join((region().region.name, *key)).encode()).hexdigest()[:32]
    return f"urn:smart-region-monitor:{kind}:{digest}"


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> None:
    # What XML cannot hold would make the whole feed unreadable.
    ET.SubElement(parent, name).text = for_xml(text)
