"""Files of the answer to a query: the rows that the page shows, with the query in each file that has room for it."""

from collections.abc import Callable, Iterator
from typing import Any

from app.data import queries
from app.data.selection import Selection
from app.exhibits import captions
from app.exhibits.captions.about import About
from app.exhibits.query_result import QueryResult, exact_values
from app.files import parquet
from app.files.data_files import CSV, EXCEL, File, refuse_many, source
from app.files.text_files import csv_for_excel, csv_for_machines, json_document, records
from app.files.typed_rows import Column, Content, value_of
from app.files.workbook import workbook
from app.words.file_name import file_name
from app.words.text import t


def query_file(found: QueryResult, everything: Selection, kind: str, address: str) -> File:
    """The file of one kind; ``address`` is where the page with the query lies.

    Raises
    ------
    TooManyRowsError
        When a workbook would have more than ``MOST_ROWS``.
    """
    write, ending, media_type = _KINDS[kind]
    content = write(found, _about(found, everything, address), everything)
    name = file_name(t("sql.file.name"), everything.stand)
    return File(f"{name}{'_excel' if kind == 'excel' else ''}.{ending}", media_type, content)


def _about(found: QueryResult, everything: Selection, address: str) -> About:
    """All that is said about the rows; nobody knows which of the sources of the release a query rests on."""
    chosen = (t("sql.file.query", query=found.answer.query),)
    origin = captions.provenance(everything, _source_names(everything)) | {"sources": ()}
    return About(title=t("sql.file.title"), subtitle="", filters=chosen, permalink=address, stem="", **origin)


def _source_names(everything: Selection) -> tuple[str, ...]:
    return tuple(map(str, queries.datasets(everything).dataset_id))


def _sources(everything: Selection) -> list[dict[str, Any]]:
    return [source(dataset) for dataset in captions.datasets(everything, _source_names(everything))]


def _rows(found: QueryResult) -> Iterator[tuple[Any, ...]]:
    return zip(*map(exact_values, found.answer.table.columns), strict=True)


def _content(found: QueryResult) -> Content:
    # Names of ours say the unit by which a workbook writes a column.
    columns = tuple(Column(name, label, "") for name, label in found.labels.items())
    return Content(columns, tuple(tuple(map(value_of, row)) for row in _rows(found)))


def _csv_for_excel(found: QueryResult, about: About, _: Selection) -> bytes:
    return b"".join(csv_for_excel(_rows(found), list(found.labels.values()), about.footer))


def _csv_for_machines(found: QueryResult, _: About, __: Selection) -> bytes:
    return b"".join(csv_for_machines(list(found.labels.values()), _rows(found)))


def _xlsx(found: QueryResult, about: About, everything: Selection) -> bytes:
    refuse_many(len(found.frame), "xlsx")
    return workbook(_content(found), about, _sources(everything))


def _json(found: QueryResult, about: About, everything: Selection) -> bytes:
    meta = {"meta": {**_metadata(found, about), "sources": _sources(everything)}}
    return b"".join(json_document(meta, "rows", records(list(found.labels.values()), _rows(found))))


def _parquet(found: QueryResult, about: About, _: Selection) -> bytes:
    said = {name: str(value) for name, value in _metadata(found, about).items()}
    table = found.answer.table.rename_columns(list(found.labels.values())).replace_schema_metadata(said)
    return parquet.parquet(table)


def _metadata(found: QueryResult, about: About) -> dict[str, Any]:
    names = ("title", "licence", "publisher", "stand", "release_id", "permalink")
    return {"query": found.answer.query, **about.some(*names), "source": about.source_line}


_KINDS: dict[str, tuple[Callable[[QueryResult, About, Selection], bytes], str, str]] = {
    "excel": (_csv_for_excel, "csv", CSV),
    "xlsx": (_xlsx, "xlsx", EXCEL),
    "json": (_json, "json", "application/json"),
    "parquet": (_parquet, "parquet", parquet.MEDIA_TYPE),
    "csv": (_csv_for_machines, "csv", CSV),
}
KINDS = tuple(_KINDS)
"""What their addresses call them: „csv“ is for programs, „excel“ for German Excel."""
