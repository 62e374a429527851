"""What the interface says beside rows: its lists, and what is said of rows; described and checked by pydantic."""

import datetime as dt
from collections.abc import Sequence

from pydantic import BaseModel, Field


class ColumnDescription(BaseModel):
    """A column of a table or answer."""

    name: str
    type: str = Field(description="Typ in SQL.")
    label: str = Field(description="Name auf Deutsch.")
    unit: str | None = Field(description="Einheit; null, wo es keine gibt.")
    meaning: str = Field(description="Was in der Spalte steht.")


class TableDescription(BaseModel):
    """A table."""

    name: str
    title: str
    row: str = Field(description="Was eine Zeile ist.")
    row_count: int = Field(description="Zeilen aller Stände.", json_schema_extra={"format": "int64"})
    key: Sequence[str] = Field(description="Spalten des Schlüssels; keine, wo die Tabelle abgeleitet ist.")
    is_derived: bool = Field(description="Ob sie aus anderen Tabellen berechnet ist.")
    datasets: Sequence[str] = Field(description="Datenquellen, aus denen ihre Zeilen stammen.")
    href: str = Field(description="Adresse ihrer Zeilen.")
    columns: list[ColumnDescription]


class TableList(BaseModel):
    """Every public table of a release."""

    release_id: str
    tables: list[TableDescription]


class ReleaseEntry(BaseModel):
    """A release."""

    release_id: str
    stand: dt.date = Field(description="Tag ihres jüngsten Standes.")
    is_latest: bool
    href: str = Field(description="Adresse der Liste ihrer Dateien.")


class ReleaseList(BaseModel):
    """Every release, the newest first."""

    releases: list[ReleaseEntry]


class FileEntry(BaseModel):
    """A file of a release."""

    name: str
    bytes: int = Field(json_schema_extra={"format": "int64"})
    sha256: str = Field(description="Prüfsumme.")
    href: str = Field(description="Adresse der Datei.")


class ReleaseDescription(BaseModel):
    """The files of a release."""

    release_id: str
    stand: dt.date = Field(description="Tag ihres jüngsten Standes.")
    files: list[FileEntry]


class SourceEntry(BaseModel):
    """A data source."""

    dataset_id: str
    title: str
    publisher: str
    licence: str | None
    licence_url: str | None
    note: str | None
    url: str | None
    latest_date: dt.date | None


class RowsMeta(BaseModel):
    """What is said of the rows of an answer."""

    table: str
    title: str
    row: str = Field(description="Was eine Zeile der Tabelle ist.")
    filters: list[str] = Field(description="Was ausgewählt ist, in Worten.")
    warnings: list[str] = Field(description="Was Summen zusammenzählen, das nicht zusammengehört, in Worten.")
    sources: list[SourceEntry]
    licence: str
    publisher: str
    stand: dt.date
    release_id: str
    permalink: str = Field(description="Adresse derselben Antwort.")
    columns: list[ColumnDescription]
    row_count: int = Field(description="Zeilen aller Seiten.", json_schema_extra={"format": "int64"})
    next: str | None = Field(description="Adresse der nächsten Seite; null auf der letzten.")
