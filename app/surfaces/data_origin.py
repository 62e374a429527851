"""How a figure is made, as HTML: the rule in words, what comes out, and the SQL of the question and of what it reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from html import escape
from urllib.parse import urlencode

from app.data import db, queries
from app.data.origins import Origin
from app.data.published import TableQuery, condition_in_words, published_table, read
from app.exhibits.data_selection import PUBLIC_TABLE_PARAMETER, DataSelection
from app.words import units
from app.words.text import plural, t

_WORD = re.compile(r"\w+")


def data_origin(origin: Origin, asked: DataSelection, page: str) -> str:
    """The rule, the result and the SQL; ``page`` is the address of the page of data."""
    rule = "".join(f"<li>{sentence}</li>" for sentence in _rule(origin, asked, page))
    scripts = "".join(
        f'<h3><code>{escape(name)}</code></h3><pre lang="en" tabindex="0" role="region" aria-label="{escape(name)}"><code>{escape(text.strip())}</code></pre>'
        for name, text in sql(origin, asked.query.selection.release_id).items()
    )
    return (
        f"<h2>{escape(t('origin.heading', label=t(origin.label)))}</h2><ul>{rule}</ul>"
        f'<p class="srm-result"><strong>{escape(result(origin, asked.query))}</strong></p>'
        f"<details><summary>{escape(t('origin.sql'))}</summary>{scripts}</details>"
    )


def result(origin: Origin, query: TableQuery) -> str:
    """What the rows come to, to the cent."""
    value, count = totals(origin, query)
    if not origin.summed:
        return t("origin.counted", n=units.number(count))
    column = published_table(query.selection.release_id, query.table).column(origin.summed)
    label = column.label if column else origin.summed
    return plural("origin.summed", count, label=label, value=_exact(origin.summed, value))


def totals(origin: Origin, query: TableQuery) -> tuple[Decimal | float | None, int]:
    """Sum and number of the rows; the sum is None of nothing, and where none is meant."""
    summed = (("sum", origin.summed),) if origin.summed else ()
    (row,) = read(replace(query, aggregates=(*summed, ("count", "")))).read_all().to_pylist()
    return row.get(f"sum_{origin.summed}"), row["count"]


def sql(origin: Origin, release_id: str) -> Mapping[str, str]:
    """The question and, in the order in which it needs them, the statements of all that it reads."""
    made = dict(queries.derivations(release_id).itertuples(index=False, name=None))
    found = {origin.question: db.question(origin.question)}
    waiting = list(found.values())
    while waiting:
        for name in _WORD.findall(waiting.pop(0)):
            if name in made and name not in found:
                found[name] = made[name]
                waiting.append(made[name])
    return found


def _rule(origin: Origin, asked: DataSelection, page: str) -> Iterator[str]:
    table = asked.table
    yield escape(t("origin.table", label=table.label, name=table.name, grain=table.grain))
    for condition in asked.query.conditions:
        column = table.known_column(condition.column)
        said = condition_in_words(column, condition)
        yield escape(t("origin.condition", condition=said, meaning=column.meaning))
    summed = table.column(origin.summed)
    if summed:
        yield escape(t("origin.sum_of", label=summed.label, meaning=summed.meaning))
    for name in origin.beside:
        other = published_table(asked.query.selection.release_id, name)
        link = (
            f'<a href="{escape(page)}?{urlencode({PUBLIC_TABLE_PARAMETER: name})}">{escape(other.label)} ({name})</a>'
        )
        yield f"{escape(t('origin.beside'))} {link}: {escape(other.grain)}"


def _exact(column: str, value: Decimal | float | None) -> str:
    return units.UNKNOWN if value is None else units.by_unit(column, value)
