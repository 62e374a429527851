"""Opening a file that somebody hands in: only a sound Excel workbook of sensible size comes through."""

import gc
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook

from etl.messages.refusals import UnreadableError
from etl.reading.archives import MOST_OFFICE_FILE, is_without, opened, require_office_workbook
from etl.workbook.reduced_workbook import reduced_workbook

KINDS = {
    "macroEnabled": "Das ist eine Arbeitsmappe mit Makros (.xlsm).",
    "sheet.binary": "Das ist eine binäre Arbeitsmappe (.xlsb).",
    "wordprocessingml": "Das ist ein Word-Dokument.",
    "presentationml": "Das ist eine PowerPoint-Datei.",
}
INLINE_TEXT = re.compile(
    rb'<c((?: [^ >]*)*?) t="inlineStr"([^>]*)><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
)
FORMULA_OR_RUN = re.compile(rb"<(?:\w+:)?[fr][\s>/]")
SAVE_AS = "Bitte in Excel mit „Speichern unter“ als „Excel-Arbeitsmappe (*.xlsx)“ speichern."
DAMAGED = "Die Datei ist beschädigt und lässt sich nicht lesen. " + SAVE_AS


@dataclass(frozen=True)
class OpenWorkbook:
    """One workbook as it was written, to be marked, and with the values Excel last saw: the same where both are equal."""

    path: Path
    formulas: Workbook
    values: Workbook
    is_reduced: bool = False
    """Whether all but the cells had to be left out, which Excel can read and openpyxl cannot."""


def require_workbook(path: Path) -> bytes:
    """The bytes of a file that is a workbook by its kind and size.

    Raises UnreadableError if the file cannot be read, is another kind of file, protected by a password or unreasonably
    large.
    """
    data = _content(path)
    with opened(io.BytesIO(data), DAMAGED) as archive:
        _refuse_other_kinds(archive)
        require_office_workbook(archive)
    return data


def open_workbook(path: Path) -> OpenWorkbook:
    """Read a workbook.

    Raises UnreadableError if the file cannot be read, is another kind of file, protected by a password, damaged or
    unreasonably large.
    """
    try:
        data = require_workbook(path)
        try:
            return _loaded(path, data)
        except Exception:
            return _loaded(path, reduced_workbook(data), is_reduced=True)
    except UnreadableError:
        raise
    # A damaged file can break anywhere, with any kind of error; so can openpyxl where Excel reads on.
    except Exception as problem:
        raise UnreadableError(DAMAGED) from problem


def _loaded(path: Path, data: bytes, *, is_reduced: bool = False) -> OpenWorkbook:
    with warnings.catch_warnings():
        # About parts openpyxl leaves out, such as slicers; nothing the office could act on.
        warnings.simplefilter("ignore")
        # Reading is what takes longest: once is enough where no cell is a formula or has letters of several looks.
        is_plain = _is_plain(data)
        with paused_collection():
            formulas = load_workbook(
                io.BytesIO(_with_texts_as_values(data) if is_plain else data), rich_text=True, keep_links=False
            )
        values = formulas if is_plain else load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        return OpenWorkbook(path, formulas, values, is_reduced)


@contextmanager
def paused_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: millions of objects are made that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _with_texts_as_values(data: bytes) -> bytes:
    """The same workbook with every text of a cell where a number stands: openpyxl reads it in half the time."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
            after.writestr(name, INLINE_TEXT.sub(rb'<c\1 t="str"\2><v>\3</v></c>', content) if is_sheet else content)
    return target.getvalue()


def _is_plain(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.namelist() if part.endswith(".xml") and not part.startswith("docProps/")]
        return all(is_without(archive.read(part), FORMULA_OR_RUN) for part in parts)


def _content(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise UnreadableError("Das ist nur die Sperrdatei einer geöffneten Mappe. Gemeint ist die Datei ohne „~$“.")
    try:
        if path.stat().st_size > MOST_OFFICE_FILE:
            raise UnreadableError(
                f"Die Datei ist größer als {MOST_OFFICE_FILE // 1_000_000} MB und wird nicht gelesen."
            )
        data = path.read_bytes()
    except FileNotFoundError as problem:
        raise UnreadableError("Diese Datei gibt es nicht.") from problem
    except IsADirectoryError as problem:
        raise UnreadableError("Das ist ein Ordner, keine Arbeitsmappe.") from problem
    except OSError as problem:
        raise UnreadableError("Die Datei ist nicht lesbar. Ist sie noch in Excel geöffnet?") from problem
    if not data:
        raise UnreadableError("Die Datei ist leer.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError("Die Datei ist mit einem Kennwort geschützt. Bitte das Kennwort in Excel entfernen.")
        raise UnreadableError(f"Das ist eine Datei im alten Excel-Format (.xls). {SAVE_AS}")
    if not data.startswith(b"PK"):
        # By what it holds: whatever a clerk's text file is called, and what is brought to a page has no name here.
        is_text = not any(data.startswith(mark) for mark in (b"%PDF", b"{\\rtf")) and b"\0" not in data[:4096]
        kind = "eine CSV- oder Textdatei" if is_text else "keine Excel-Mappe"
        raise UnreadableError(
            f"Das ist {kind}. Erwartet wird eine Arbeitsmappe (.xlsx), wie die Projektleitstelle sie ausgibt."
        )
    return data


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise UnreadableError("Das ist ein Archiv mit Kennwort. Bitte das Kennwort entfernen.")
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        raise UnreadableError(f"Das ist eine OpenDocument-Datei (.ods oder ähnlich). {SAVE_AS}")
    if any(name.endswith(".iwa") for name in names):
        raise UnreadableError(
            "Das ist eine Numbers-Datei. Bitte in Numbers mit „Ablage“, „Exportieren“, „Excel“ als .xlsx exportieren."
        )
    if "[Content_Types].xml" not in names:
        raise UnreadableError(f"Das ist keine Excel-Arbeitsmappe, sondern ein anderes Archiv. {SAVE_AS}")
    types = archive.open("[Content_Types].xml").read(1_000_000).decode("utf-8", "replace")
    for word, message in KINDS.items():
        if word in types:
            raise UnreadableError(f"{message} {SAVE_AS}")
    if "xl/workbook.xml" in names and b"purl.oclc.org/ooxml" in archive.open("xl/workbook.xml").read(100_000):
        raise UnreadableError(f"Das ist eine „Strict Open XML“-Arbeitsmappe. {SAVE_AS}")
