"""Methodik und Quellen: how is each figure made, from what, and what is missing?"""

from app.data import queries
from app.data.selection import current
from app.sentences import headlines, plain
from app.surfaces.streamlit import parts
from app.words import table_columns

selection = current()
parts.header("methodology")
parts.plain_words(plain.methodology(selection))
parts.prose("counting")
parts.section("methodology.gaps")
parts.list_of(*headlines.gaps(queries.gaps(selection.everything()), queries.municipalities_without_grant(selection)))
parts.section("methodology.conflicts")
parts.list_of(*parts.conflicts())

corrections = queries.corrections(selection)
if corrections.empty:
    parts.section("methodology.uncorrected")
else:
    parts.table("methodology.corrections", corrections)
datasets = queries.datasets(selection)
parts.table("methodology.figures", queries.dictionary(selection, derived=True))
parts.table("methodology.datasets", datasets, table_columns.DATASETS, source=tuple(datasets.dataset_id))
parts.table("methodology.sources", queries.source_rows(selection), table_columns.SOURCES_OF_ALL)
parts.table("methodology.dictionary", queries.dictionary(selection, derived=False))
