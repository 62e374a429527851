"""Conditions on columns as somebody writes them: parsed by the column's type, or a sentence that says what is wrong."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.data.published.catalogue import Column
from app.data.published.errors import QueryError
from app.words import cells, units
from app.words.escape import quotable
from app.words.text import t

OPERATORS = ("exact", "in", "less", "greater", "contains")
"""Equal; one of several; at most; at least; a part of a text, whatever its case, or one of the values of a list."""
LONGEST = 1000
"""Letters of a value."""
MOST = 1000
"""Values of one condition."""
_SCALAR = ("exact", "in", "less", "greater")
_OPERATORS = {"text": OPERATORS, "boolean": ("exact",), "list": ("contains",), "shape": ()}
_YES, _NO = ("true", "ja", "1"), ("false", "nein", "0")


@dataclass(frozen=True)
class Condition:
    """What must hold of a column."""

    column: str
    operator: str
    values: tuple[object, ...]
    """One, of ``in`` any number, each as the column's type has it."""


def condition_in_words(column: Column, condition: Condition) -> str:
    """What a condition asks of a column, in German."""
    values = ", ".join(cells.name_of(column.name, value) for value in condition.values)
    return t(f"table_query.said.{condition.operator}", column=column.label, values=values)


def operators(column: Column) -> tuple[str, ...]:
    """What can be asked of a column."""
    return _OPERATORS.get(column.kind, _SCALAR)


def condition(column: Column, operator: str, texts: Sequence[str]) -> Condition:
    """A condition from what somebody wrote; ``in`` takes several texts, and in each of them values between commas.

    Raises
    ------
    QueryError
        When the column knows no such operator, or a value is not what the column holds.
    """
    known = operators(column)
    if operator not in known:
        raise QueryError(
            "table_query.operator" if known else "table_query.no_operator",
            column=column.name,
            found=quotable(operator),
            type=column.type,
            known=", ".join(known),
        )
    if operator != "in" and len(texts) != 1:
        raise QueryError("table_query.one_value", column=column.name, operator=operator, n=len(texts))
    written = [value for text in texts for value in _separated(text)] if operator == "in" else list(texts)
    if len(written) > MOST:
        raise QueryError("table_query.many_values", column=column.name, n=len(written), most=MOST)
    return Condition(column.name, operator, tuple(_value(column, text) for text in written))


def _separated(text: str) -> list[str]:
    # As in a line of CSV: in quotation marks a value may hold commas.
    return next(csv.reader([text.replace("\n", " ").replace("\r", " ")], skipinitialspace=True), [""])


def _value(column: Column, text: str) -> object:
    if len(text) > LONGEST or "\0" in text:
        raise QueryError("table_query.long_value", column=column.name, n=len(text), most=LONGEST)
    kind = column.kind
    if kind == "list":
        kind = "integer" if column.type.startswith(("INT", "BIGINT")) else "text"
    if kind == "text":
        return text
    kind = "measure" if column.type == "DOUBLE" else kind
    read, expected = _FORMS[kind]
    value = read(text.strip())
    if value is None:
        raise QueryError(
            "table_query.value", column=column.name, type=column.type, found=quotable(text), expected=expected
        )
    return value


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else None


def _decimal(text: str) -> Decimal | None:
    # Thousands are never separated: nobody could tell 1.000 from one.
    return Decimal(text.replace(",", ".")) if re.fullmatch(r"[+-]?\d{1,18}([.,]\d{1,15})?", text, re.ASCII) else None


def _measure(text: str) -> float | None:
    # As it is kept: some have seventeen digits, or an exponent.
    number = re.fullmatch(r"[+-]?\d{1,18}([.,]\d{1,20})?([eE][+-]?\d{1,2})?", text, re.ASCII)
    return float(text.replace(",", ".")) if number else None


def _boolean(text: str) -> bool | None:
    return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}.get(text.lower())


_FORMS: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (_integer, "table_query.expected.integer"),
    "decimal": (_decimal, "table_query.expected.decimal"),
    "measure": (_measure, "table_query.expected.decimal"),
    "boolean": (_boolean, "table_query.expected.boolean"),
    "date": (units.written_day, "table_query.expected.date"),
}
"""How a value of each kind is read, and the key of the text that says what one looks like."""
