"""The tables of a release that anybody may have: what they are, and one question that serves them all."""

from app.data.published.catalogue import Column, Table, published_table, published_tables
from app.data.published.conditions import OPERATORS, Condition, condition, condition_in_words, operators
from app.data.published.errors import QueryError, UnknownTableError
from app.data.published.table_query import FUNCTIONS, TableQuery, count, read, result_columns, warnings
