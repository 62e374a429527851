"""A tiny kind of official file, to try the commands around adapters without a real adapter."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from etl.messages.findings import Finding
from etl.messages.refusals import UnreadableError
from etl.official.adapters.candidates import candidate_table
from etl.official.interface import Extract, Scope

HEAD = "Probe;"


@dataclass(frozen=True)
class Fake:
    """Files that begin with ``Probe;<table>``, then the columns and rows of our own tables, with semicolons."""

    table: str = "indikatoren"
    source: str = "breitbandatlas"
    name: str = "Probedatei"
    findings: tuple[Finding, ...] = ()
    is_known_by_common_words: bool = False

    def recognises(self, path: Path) -> bool:
        return path.read_bytes().startswith(f"{HEAD}{self.table}".encode())

    def read(self, path: Path, scope: Scope) -> Extract:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        if not lines:
            raise UnreadableError("Die Probedatei hat keine Spalten.")
        columns, *rows = [line.split(";") for line in lines]
        frame = pd.DataFrame(rows, columns=columns, dtype="str").replace("", pd.NA)
        if self.table == "kandidaten":
            found = Extract(
                "Probe der Kandidaten", len(rows), candidates=candidate_table(frame.fillna("").to_dict("records"))
            )
        else:
            found = Extract(f"Probe {self.table}", len(rows), {self.table: frame})
        return replace(found, source=self.source, findings=self.findings)


def probe(*rows: str, table: str = "indikatoren", columns: str = "Kennzahl-ID;AGS;Zeitpunkt;Wert") -> bytes:
    return "\n".join([HEAD + table, columns, *rows, ""]).encode()
