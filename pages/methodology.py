"""Methodik und Quellen: how is each figure made, from what, and what is missing?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("methodology")
parts.plain_words(plain.methodology(selection))
parts.prose("counting")
parts.section("methodology.gaps")
parts.list_of(*headlines.gaps(queries.gaps(selection.everything()), queries.municipalities_without_grant(selection)))
parts.section("methodology.conflicts")
parts.list_of(*parts.conflicts())

if queries.corrections(selection).empty:
    parts.section("methodology.uncorrected")
else:
    parts.table("methodology.corrections")
parts.table("methodology.figures")
parts.table("methodology.datasets")
parts.table("methodology.sources")
parts.table("methodology.dictionary")
