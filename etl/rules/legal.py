"""What the law or a data portal wants an operator to say, and region.toml does not say yet."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from etl.messages.findings import Finding, warning
from etl.reading.toml_files import RegionFile

STATE_LAW = "dem Landesrecht zur Barrierefreiheit"
"""What the state's own law is called where region.toml does not name it."""
DUTIES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["duties"]
NO_LICENCE = (
    "Die Lizenz der eigenen Daten fehlt: „dl-de/by-2-0“ (mit Namensnennung) oder „dl-de/zero-2-0“ (ohne Bedingung). "
    "Ohne sie lässt der Katalog für Datenportale diese Tabellen weg."
)


def legal_findings(region: RegionFile, file: str) -> Iterator[Finding]:
    """One warning for each thing that the operator has to say and that is still empty.

    The state's own law is named where it is known.
    """
    for key, (law, what) in DUTIES.items():
        part, _, name = key.partition(".")
        if not getattr(getattr(region, part), name):
            source = law or region.law.accessibility_statement or STATE_LAW
            yield warning(file, f"Hier fehlt eine Pflichtangabe nach {source}: {what}.", column=key)
    if not region.open_data.licence:
        yield warning(file, NO_LICENCE, column="open_data.licence")
