"""Methodik und Quellen: how is each figure made, from what, and what is missing?"""

from app import layout, queries, sentences
from app.selection import current

selection = current()
layout.header("methodology")
layout.prose("counting")
layout.section("methodology.gaps")
layout.list_of(*sentences.gaps(queries.gaps(selection), queries.municipalities_without_grant(selection)))
layout.section("methodology.conflicts")
layout.list_of(*layout.conflicts())
layout.table("methodology.figures", queries.dictionary(selection, derived=True), "column_name", "comment", "table_name")
layout.table(
    "methodology.datasets",
    queries.datasets(selection),
    *("title", "publisher", "licence", "note", "latest_date"),
    source=tuple(queries.datasets(selection).dataset_id),
)
layout.table(
    "methodology.sources",
    queries.source_rows(selection),
    *("source_publisher", "source_title", "published", "input_file", "input_line"),
    links={"source_title": layout.source_link},
)
layout.table(
    "methodology.dictionary", queries.dictionary(selection, derived=False), "column_name", "comment", "table_name"
)
