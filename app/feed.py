"""The corrections as an Atom feed (RFC 4287), for whoever wants to be told."""

import hashlib
import re
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from app import queries, tables, units
from app.region import region
from app.selection import Selection
from app.tables import records
from app.text import t

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ATOM = "http://www.w3.org/2005/Atom"


def corrections(release_id: str, base: str) -> bytes:
    """The feed of all corrections, latest first; ``base`` is the dashboard's public address without slash at its end."""
    stand = queries.release(release_id).stand_date.date()
    rows = records(queries.corrections(Selection(release_id, stand)))
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "de"})
    _text(feed, "title", t("feed.title", title=region().region.title))
    _text(feed, "id", f"{base}/api/berichtigungen.atom")
    _text(feed, "updated", _moment(max((row.corrected_date for row in rows), default=stand)))
    _text(ET.SubElement(feed, "author"), "name", region().operator.name)
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{base}/api/berichtigungen.atom"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}/methodik"})
    for row in rows:
        _entry(feed, row, base)
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _entry(feed: ET.Element, row: Any, base: str) -> None:
    day = row.stand_date.date().isoformat()
    entry = ET.SubElement(feed, "entry")
    table = tables.name_of("changed_table", row.changed_table)
    if units.is_unknown(row.changed_column):
        title = t("feed.gone", table=table, row=row.row_key)
    else:
        title = t("feed.changed", table=table, row=row.row_key, column=row.changed_column)
    _text(entry, "title", title)
    # The same correction keeps its id in every release, wherever its line stands.
    content = "\n".join(str(value) for value in (day, row.changed_table, row.row_key, row.changed_column))
    _text(entry, "id", f"{base}/api/berichtigungen.atom#{hashlib.sha256(content.encode()).hexdigest()[:16]}")
    _text(entry, "updated", _moment(row.corrected_date))
    ET.SubElement(entry, "link", {"href": f"{base}/methodik?{urlencode({'stand': day})}"})
    old, new = (tables.corrected(row.changed_column, value) for value in (row.old_value, row.new_value))
    _text(entry, "summary", t("feed.summary", old=old, new=new, reason=row.reason, stand=units.date(row.stand_date)))


def _moment(day: Any) -> str:
    return f"{day:%Y-%m-%d}T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> None:
    # What XML cannot hold would make the whole feed unreadable.
    ET.SubElement(parent, name).text = _NOT_IN_XML.sub("", text)
