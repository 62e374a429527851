"""Tables of names that come with the project (data/mapping): a new spelling is a new line there, not a change of code."""

import csv
from functools import cache

from config import EMBEDDED
from etl.messages.refusals import UnreadableError
from etl.official.formats.text_tables import folded


def mapping(name: str) -> list[dict[str, str]]:
    """The rows of one table by heading. Raises UnreadableError."""
    path = EMBEDDED / "mapping" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as problem:
        raise UnreadableError(f"Die Zuordnung „{path.name}“ in data/mapping fehlt oder ist nicht lesbar.") from problem


def states() -> dict[str, str]:
    """Name of every state by its key."""
    return {row["AGS"]: row["Name"] for row in mapping("laender")}


@cache
def state_keys() -> dict[str, str]:
    """Key of every state by its folded name."""
    return {folded(name): key for key, name in states().items()}
