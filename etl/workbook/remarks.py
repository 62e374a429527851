"""What the import has to say about a cell: an error, a question, a warning, or what it repaired on its own."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from openpyxl.utils import coordinate_to_tuple

from etl.messages.findings import require_id

Severity = Literal["error", "question", "warning", "repaired"]
LABELS: dict[Severity, str] = {"error": "Fehler", "question": "Frage", "warning": "Warnung", "repaired": "Repariert"}


@dataclass(frozen=True)
class Remark:
    """One remark: where, what was found there, what is expected or what it is now."""

    severity: Severity
    sheet: str | None
    """Name of the sheet as in the workbook; None for what is no matter of a sheet."""
    cell: str | None
    column: str | None
    value: str | None
    message: str
    repaired_to: str | None = None
    question: str = ""
    """Of a question its id, by which it is answered."""

    def __post_init__(self) -> None:
        """Raise ValueError for a question without an id: nobody could answer it."""
        require_id(self.severity == "question", self.question)

    @property
    def label(self) -> str:
        """The severity in German."""
        return LABELS[self.severity]

    @property
    def place(self) -> str:
        """Sheet and cell as in a formula, such as ``Förderung!I17``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def as_record(self) -> dict[str, str | None]:
        """All of it for JSON."""
        return {"place": self.place, **asdict(self)}


def in_order(remarks: Iterable[Remark], titles: list[str]) -> list[Remark]:
    """By severity, then as one goes through the workbook; each remark once."""

    def position(remark: Remark) -> tuple[int, int, tuple[int, int], str]:
        sheet = titles.index(remark.sheet) if remark.sheet in titles else -1
        return list(LABELS).index(remark.severity), sheet, coordinate_to_tuple(remark.cell or "A1"), remark.message

    return sorted(dict.fromkeys(remarks), key=position)
