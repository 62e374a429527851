"""Why a query gives no rows, in German: what was found, where, and what would do instead."""

from collections.abc import Mapping
from typing import Any

from app.data.console import limits
from app.words import units
from app.words.text import t

_KNOWN = {
    "must appear in the GROUP BY": "grouped",
    "Ambiguous reference": "ambiguous",
    "Referenced table": "no_table",
    "FROM clause is missing": "no_from",
    "same number of result columns": "union",
    "Max expression depth": "depth",
    "unterminated": "unterminated",
}
"""Errors for which DuckDB has no name, by what its message says."""
_KINDS = {"SYNTAX_ERROR": "syntax", "COLUMN_NOT_FOUND": "no_column", "NO_MATCHING_FUNCTION": "no_match"}
_QUOTED = ("Binder", "Catalog", "Conversion", "Invalid Input", "Out of Range", "Parser", "Mismatch Type", "Syntax")
"""Kinds of errors whose message is about the query alone; others could be about the machine."""
_LONGEST = 300
_LIMITS = {
    "seconds": limits.SECONDS,
    "letters": limits.LETTERS,
    "columns": limits.COLUMNS,
    "rows": limits.ROWS,
    "values": limits.VALUES,
    "memory": limits.MEGABYTES,
    "size": limits.RESULT_MEGABYTES,
    "at_once": limits.AT_ONCE,
}


class QueryError(ValueError):
    """A query gives no rows; the message is for the one who wrote it."""

    def __init__(self, message: str, *, is_busy: bool = False) -> None:
        super().__init__(message)
        self.is_busy = is_busy
        """Whether the fault is not the query's: others are before it, or no process could be started."""


def limit(name: str) -> QueryError:
    """A limit was met."""
    return QueryError(t(f"sql.limit.{name}", most=units.number(_LIMITS[name])), is_busy=name == "at_once")


def unavailable() -> QueryError:
    """No process could be started."""
    return QueryError(t("sql.limit.unavailable"), is_busy=True)


def refused(query: str, told: Mapping[str, Any]) -> QueryError:
    """What the worker says of a query that it does not run."""
    reason = str(told["refused"])
    if reason in _LIMITS:
        return limit(reason)
    sentence = t(f"sql.refused.{reason}", found=str(told["found"])[:80])
    return QueryError(_at(query, told.get("position"), sentence, _near(told["near"])))


def failed(query: str, told: Mapping[str, Any]) -> QueryError:
    """What DuckDB says of a query."""
    kind, message = str(told.get("exception_type", "")), str(told.get("exception_message", ""))
    if kind == "Out of Memory":
        return limit("memory")
    known = next((key for part, key in _KNOWN.items() if part in message), _KINDS.get(told.get("error_subtype", "")))
    known = known or ("no_function" if "Function" in str(told.get("type", "")) else "")
    found = str(told.get("name") or told.get("call") or _quoted(message))[:80]
    if known:
        found = str(told.get("call", found)) if known == "no_match" else found
        near = [] if known == "no_match" else [name for name in str(told.get("candidates", "")).split(",") if name]
        return QueryError(_at(query, told.get("position"), t(f"sql.error.{known}", found=found), _near(near)))
    if kind not in _QUOTED:
        return QueryError(t("sql.error.unknown"))
    return QueryError(_at(query, told.get("position"), t("sql.error.other", message=message.split("\n")[0][:_LONGEST])))


def _at(query: str, position: Any, *sentences: str) -> str:
    """The sentences behind line and column of what they are about; DuckDB counts bytes."""
    whole = " ".join(filter(None, sentences))
    if position is None or not 0 <= int(position) <= len(query.encode()):
        return whole
    before = query.encode()[: int(position)].decode(errors="ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return f"{t('sql.error.place', line=line, column=column)} {whole}"


def _near(names: Any) -> str:
    return t("sql.error.near", names=", ".join(f"„{name}“" for name in names[:3])) if names else ""


def _quoted(message: str) -> str:
    """What a message names in quotation marks, as it stands there."""
    parts = message.split('"')
    return parts[1] if len(parts) > 2 else ""
