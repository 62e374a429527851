"""Daten: what tables are there, what do they hold, and how are they taken along?"""

from app.data.selection import current
from app.sentences import plain
from app.surfaces.streamlit import parts

table = parts.data_table()
if table is None:
    parts.header("data", "projekte")
    parts.plain_words(plain.data(current().release_id))
    parts.table("data.tables", first=100)
    parts.whole_release()
else:
    parts.data_header(table)
    parts.plain_words(plain.table(table))
    asked = parts.table_selection(table)
    parts.data_origin(asked)
    parts.data_filter(asked)
    parts.data_rows(asked)
    parts.table("data.columns", first=100, daten=table.name)
