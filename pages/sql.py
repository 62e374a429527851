"""SQL: what does the release say to a question that no page asks?"""

from app.data.selection import current
from app.exhibits import query_charts
from app.sentences import plain
from app.surfaces.streamlit import parts
from app.words.text import t

parts.header("sql", title=t("sql.title"))
parts.plain_words(plain.console())
found = parts.query_answer(parts.query_editor())

if found:
    parts.section("sql.result")
    parts.note(parts.query_size(found))
    drawings = query_charts.drawings(found, current().everything())
    table, *places = parts.switch("ansicht", "sql.table", *(f"sql.{kind}" for kind in drawings))
    with table:
        parts.query_table(found)
    for kind, place in zip(drawings, places, strict=True):
        with place:
            parts.query_drawing(kind, found)

parts.prose("queries")
