"""What tests compare as whole texts: the small data folder in ``erfunden``, and tables, findings and files as readable lines."""

import ast
import csv
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from config import ROOT
from etl.messages.findings import Finding

DATA = Path(__file__).parent / "erfunden"
"""Three Stände of a district of four municipalities, with every edge that a figure has; sound as it is."""
A, B, C, D = "05999004", "05999008", "05999012", "05999016"
FIRST, SECOND, LAST = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)


def small_data(folder: Path) -> Path:
    """A copy of the small data folder, to break or to add to."""
    return Path(shutil.copytree(DATA, folder / "data"))


def only_stands(data: Path, *days: date) -> Path:
    """The same folder with these Stände alone, the first of them without corrections, and without rows that are left out."""
    for folder in sorted((data / "raw" / "staende").iterdir()):
        if folder.name not in map(str, days):
            shutil.rmtree(folder)
    for name in ("berichtigungen.csv", "meldungen.csv"):
        (data / "raw" / "staende" / str(days[0]) / name).unlink(missing_ok=True)
    for path in data.rglob("indikatoren.csv"):
        rows = dict.fromkeys(path.read_text("utf-8").splitlines(keepends=True))
        path.write_text("".join(row for row in rows if "lt30_pct,05999008" not in row), "utf-8")
    return data


def steady(text: str, *folders: Path) -> str:
    """A text without what is another one in each run: folders, the day of today, checksums and ids made of them."""
    for folder in (*folders, ROOT):
        text = text.replace(str(folder), "…")
    today = date.today()
    for day in (today.isoformat(), f"{today:%d.%m.%Y}"):
        text = text.replace(day, "«heute»")
    text = re.sub(r"\b[0-9a-f]{64}\b", "«Prüfsumme»", text)
    text = re.sub(r"\b([0-9a-f]{11,12}|[0-9a-f]{16})\b", "«Kennung»", text)
    text = re.sub(r"«heute»[ T][0-9:]{5,8}(\+00:00)?( +[0-9.–]+)? +[0-9],[0-9] MB|«heute»T[0-9:+]+", r"«jetzt»\2", text)
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in visible(text).splitlines())


def cell(value: Any) -> str:
    """A value as a short text: nothing as a dash, numbers without noise behind them."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(cell, value))}]"
    return visible(str(value))


def visible(text: str) -> str:
    """A text in which one sees also what nobody prints, such as control characters."""
    return "".join(letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in text)


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """One line per row."""
    return "\n".join(" | ".join(map(cell, row)) for row in rows)


def bounds(*folders: str) -> str:
    """Every number that a module below these folders names, and how many rows a question gives: what is too much or long."""
    found = []
    for path in sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if (
                isinstance(node, ast.Assign)
                and (name := ast.unparse(node.targets[0])).isupper()
                and _is_number(node.value)
            ):
                found.append(f"{path.relative_to(ROOT).as_posix()} {name} = {ast.unparse(node.value)}")
    for path in sorted(file for folder in folders for file in (ROOT / folder).rglob("*.sql")):
        limits = re.findall(r"limit \d+|<= \d{2,}", path.read_text("utf-8"))
        found += [f"{path.relative_to(ROOT).as_posix()} {limit}" for limit in limits]
    return "\n".join(found) + "\n"


def _is_number(value: ast.expr) -> bool:
    parts = [
        node for node in ast.walk(value) if isinstance(node, ast.Constant | ast.Name | ast.Call | ast.Dict | ast.Set)
    ]
    return bool(parts) and all(isinstance(part, ast.Constant) and isinstance(part.value, int | float) for part in parts)


def finding_text(findings: Iterable[Finding]) -> str:
    """Findings in their order: how grave, where, what was found, what is said."""
    return visible(
        "\n".join(
            f"{found.severity} {found.place}{f' „{found.value}“' if found.value is not None else ''}\n"
            f"    {found.message}{f' ({found.question})' if found.question else ''}"
            for found in findings
        )
    )


def add(path: Path, like: str, key: str, **cells: str) -> None:
    """Add a row that says what another one says, but for its key and these cells."""
    header, *rows = csv.reader(StringIO(path.read_text("utf-8")))
    row = dict(zip(header, next(row for row in rows if row[0] == like), strict=True)) | {header[0]: key} | cells
    assert set(row) == set(header), set(row) - set(header)
    written(path, [header, *rows, list(row.values())])


def put(path: Path, key: str, column: str, value: str) -> None:
    """Change a cell of the first row with this key."""
    header, *rows = csv.reader(StringIO(path.read_text("utf-8")))
    next(row for row in rows if row[0] == key)[header.index(column)] = value
    written(path, [header, *rows])


def without(path: Path, key: str) -> None:
    """Take away the rows with this key in their first column."""
    rows = list(csv.reader(StringIO(path.read_text("utf-8"))))
    written(path, [row for row in rows if row[0] != key])


def written(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write a table."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def folder_text(folder: Path, known: Mapping[str, bytes] | None = None) -> str:
    """Every file below a folder by its name, those that are not ``known`` with what stands in them."""
    parts = []
    for name, content in files(folder).items():
        if (known or {}).get(name) == content:
            continue
        path = folder / name
        if same := [other for other, before in (known or {}).items() if before == content]:
            parts.append(f"## {name} ist {same[0]}")
        elif path.suffix == ".json" and content.startswith(b"{"):
            parts.append(f"## {name}\n{record_text(json.loads(content))}")
        elif path.suffix == ".xlsx":
            parts.append(f"## {name}\n{workbook_text(path)}")
        elif path.suffix in (".csv", ".txt", ".json", ".html", ".toml", ".lock", ".jsonl"):
            parts.append(f"## {name}\n{content.decode()}")
        else:
            parts.append(f"## {name}")
    gone = sorted(set(known or {}) - set(files(folder)))
    return "\n".join([*parts, *(f"## {name} ist nicht mehr da" for name in gone)])


def files(folder: Path) -> dict[str, bytes]:
    """What every file below a folder holds, by its name there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (path.name.startswith(".") and path.suffix in ("", ".lock"))
    }


def workbook_text(path: Path, *left_out: str) -> str:
    """Everything of a workbook that somebody sees or is kept from: cells, remarks, lists, formats, colours, protection."""
    return "\n".join(_sheet_text(sheet) for sheet in load_workbook(path).worksheets if sheet.title not in left_out)


def _sheet_text(sheet: Any) -> str:
    found = [
        f"# {sheet.title} ({sheet.sheet_state}, {'geschützt' if sheet.protection.sheet else 'offen'},"
        f" fest ab {sheet.freeze_panes}, Filter {sheet.auto_filter.ref})"
    ]
    before = 0
    for row in sheet.iter_rows():
        texts = [_cell_text(one) for one in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            # Only a row behind a gap says its number, so that a new one changes no line below it.
            number = row[0].row
            found.append(f"{'' if number == before + 1 else f'{number}: '}{' | '.join(texts)}")
            before = number
    columns = (
        f"{letter} {dimension.width:.0f}{' verborgen' if dimension.hidden else ''}"
        for letter, dimension in sheet.column_dimensions.items()
    )
    found.append(f"Breiten: {', '.join(columns)}")
    found.append(f"Zeilen verborgen: {[row for row, size in sheet.row_dimensions.items() if size.hidden]}")
    found += [
        f"Auswahl {rule.sqref}: {rule.type} {rule.operator or ''} {rule.formula1} {rule.formula2 or ''}"
        f" leer erlaubt {rule.allow_blank}; {rule.errorTitle}: {rule.error}; {rule.promptTitle}: {rule.prompt}"
        for rule in sheet.data_validations.dataValidation
    ]
    found += [
        f"Farbe {place.sqref}: {[(rule.type, rule.formula) for rule in place.rules]}"
        for place in sheet.conditional_formatting
    ]
    # Formats are told by column: of each the cells' own, below the header.
    for column in sheet.iter_cols(min_row=2):
        kinds = sorted(
            {
                f"{one.number_format}{' frei' if not one.protection.locked else ''}"
                f"{'' if one.fill.fgColor.rgb in ('00000000', None) else f' {one.fill.fgColor.rgb}'}"
                for one in column
            }
        )
        found.append(f"{column[0].column_letter}: {'; '.join(kinds)}" if kinds else "")
    return "\n".join(found)


def _cell_text(one: Any) -> str:
    value = "" if one.value is None else str(one.value).replace("\n", "⏎")
    if one.hyperlink:
        value += f" → {one.hyperlink.location or one.hyperlink.target}"
    return value + (f" [{one.comment.text}]".replace("\n", "⏎") if one.comment else "")


def marks_text(path: Path) -> str:
    """What a marked copy adds: its list of remarks as a whole, elsewhere the cells that have a note or a colour of their own."""
    found = []
    for sheet in load_workbook(path).worksheets:
        if sheet.title == "Befunde":
            found.append(_sheet_text(sheet))
            continue
        marked = [one for row in sheet.iter_rows() for one in row if one.comment]
        found += [f"{sheet.title}!{one.coordinate} {one.fill.fgColor.rgb} {_cell_text(one)}" for one in marked]
    return "\n".join(found)


def record_text(record: Any) -> str:
    """A record of JSON by its keys, parts of a list one a line."""
    found = []
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict | list):
            found += [f"{key}:", *(f"  {json.dumps(part, ensure_ascii=False)}" for part in value)]
        elif isinstance(value, dict):
            found += [f"{key}:", *(f"  {line}" for line in record_text(value).splitlines())]
        else:
            found.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(found)
