"""Methodik und Quellen: how is each figure made, from what, and what is missing?"""

from app import columns, layout, plain, queries, sentences
from app.selection import current

selection = current()
layout.header("methodology")
layout.plain(plain.methodology(selection))
layout.prose("counting")
layout.section("methodology.gaps")
layout.list_of(*sentences.gaps(queries.gaps(selection.everything()), queries.municipalities_without_grant(selection)))
layout.section("methodology.conflicts")
layout.list_of(*layout.conflicts())

corrections = queries.corrections(selection)
if corrections.empty:
    layout.section("methodology.uncorrected")
else:
    layout.table("methodology.corrections", corrections, columns.CORRECTIONS)
datasets = queries.datasets(selection)
layout.table("methodology.figures", queries.dictionary(selection, derived=True), columns.DICTIONARY)
layout.table("methodology.datasets", datasets, columns.DATASETS, source=tuple(datasets.dataset_id))
layout.table("methodology.sources", queries.source_rows(selection), columns.SOURCES_OF_ALL)
layout.table("methodology.dictionary", queries.dictionary(selection, derived=False), columns.DICTIONARY)
