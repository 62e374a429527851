"""One CSV file as a table of texts that remembers the line of every record; never interprets a cell."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.messages.findings import Finding, error
from etl.reading.plain_csv import Lines, plain_frame
from etl.reading.text_columns import different, places_of, texts_of


@dataclass(frozen=True)
class Table:
    """A CSV file: one row per record, headers as in the file, the index is the line where the record starts."""

    file: str
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    texts: Mapping[int, str] = field(default_factory=dict)
    """The record as it stands in the file, by line."""
    is_complete: bool = False
    """False if records may be missing, so that a key not found here proves nothing."""

    @cached_property
    def columns(self) -> dict[str, pa.Array]:
        """The texts of every column by its header, not copied; an empty cell is missing."""
        return {header: texts_of(self.frame[header]) for header in self.frame.columns}

    def rows(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Line and cells of every record that fills all these columns; none if a column is missing."""
        if set(columns) <= set(self.columns):
            cells = (self.columns[header].to_pylist() for header in columns)
            for row in zip(self.frame.index.tolist(), *cells, strict=True):
                if None not in row:
                    yield row

    def breaches(self, column: str, rule: Callable[[str], object]) -> Iterator[tuple[int, str]]:
        """Line and text of every cell of a column that breaks a rule; empty cells break none."""
        if column in self.columns:
            yield from self.cells(column, [text for text in different(self.columns[column]) if not rule(text)])

    def cells(self, column: str, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
        """Line and text of every cell of a column that holds one of these texts."""
        if wanted:
            texts = self.columns[column]
            places = places_of(texts, wanted)
            yield from zip(self.frame.index[places].tolist(), texts.take(pa.array(places)).to_pylist(), strict=True)

    def lines_without(self, column: str) -> list[int]:
        """Lines of all records that leave a column empty."""
        return list(self.frame.index[self.columns[column].is_null().to_numpy(zero_copy_only=False)])

    def lacks(self, column: str) -> bool:
        """Whether the column is missing, or no record fills it."""
        return column not in self.columns or self.columns[column].null_count == len(self.frame)

    def known(self, column: str) -> list[str] | None:
        """All values of a key column, or None if they cannot be known completely."""
        if not self.is_complete or column not in self.columns:
            return None
        return different(self.columns[column])

    def with_origin(self) -> pd.DataFrame:
        """One row per record, with the file and the line it comes from."""
        return self.frame.assign(input_file=self.file, input_line=self.frame.index)


def read_csv(path: Path, file: str) -> tuple[Table, list[Finding]]:
    """Read a CSV file; what cannot be read comes back as findings beside the records that can."""
    try:
        data = path.read_bytes()
    except OSError:
        return Table(file), [error(file, "Die Datei fehlt oder ist nicht lesbar.")]
    header = _header(data)
    if header and (frame := plain_frame(data, header)) is not None:
        return Table(file, frame, Lines(path, frame.index), is_complete=True), []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        message = "Die Datei ist nicht in UTF-8 gespeichert. In Excel: „Speichern unter“, Dateityp „CSV UTF-8“."
        return Table(file), [error(file, message, line=line)]
    return parsed(file, text)


def _header(data: bytes) -> list[str] | None:
    """Names of the columns if they stand in the first line as they should."""
    first = data[: (data.find(b"\n") + 1 or len(data))].decode("utf-8-sig", errors="replace")
    try:
        header = [cell.strip() for cell in next(csv.reader([first], strict=True), [])]
    except csv.Error:
        return None
    return header if any(header) and not _header_findings("", 1, header) else None


def parsed(file: str, text: str) -> tuple[Table, list[Finding]]:
    """Read the text of a CSV file, record by record; what cannot be read comes back as findings."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, strict=True)
    header: list[str] = []
    records: dict[int, list[str | None]] = {}
    texts: dict[int, str] = {}
    findings: list[Finding] = []
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                findings += _header_findings(file, start, header)
            elif len(cells) != len(header):
                message = f"Die Zeile hat {len(cells)} statt {len(header)} Felder. Enthält ein Text ein Komma, muss er in Anführungszeichen stehen."
                findings.append(error(file, message, line=start))
            else:
                records[start] = [cell.strip() or None for cell in cells]
                texts[start] = "".join(lines[start - 1 : line - 1]).rstrip("\r\n")
    except csv.Error:
        message = "Ab hier ist die Datei nicht lesbar: Ein Anführungszeichen ist nicht geschlossen oder steht allein."
        findings.append(error(file, message, line=line))
    if not header:
        findings.append(error(file, "Die Datei ist leer."))
    if findings and findings[0].column is not None:
        return Table(file), findings
    frame = pd.DataFrame(list(records.values()), index=list(records), columns=header, dtype="str")
    return Table(file, frame, texts, is_complete=not findings), findings


def _header_findings(file: str, line: int, header: list[str]) -> list[Finding]:
    if len(header) == 1 and ";" in header[0]:
        message = "Die Spalten sind mit Semikolon getrennt; erwartet wird ein Komma."
        return [error(file, message, line=line, column=header[0].split(";")[0], value=header[0])]
    doubles = sorted({name for name in header if name and header.count(name) > 1})
    return [
        *(
            error(file, f"Die {position}. Spalte hat keine Überschrift.", line=line, column="")
            for position, name in enumerate(header, start=1)
            if not name
        ),
        *(error(file, "Diese Spalte kommt mehrfach vor.", line=line, column=name) for name in doubles),
    ]
