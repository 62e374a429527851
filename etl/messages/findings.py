"""What is wrong with the inputs, in words the project office can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One mistake: where it is, what was found there, and what is expected instead."""

    severity: Severity
    file: str
    line: int | None
    column: str | None
    value: str | None
    message: str

    @property
    def place(self) -> str:
        """File, line and column as a reader looks them up."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"Zeile {self.line}")
        if self.column is not None:
            parts.append(f"Spalte „{self.column}“" if self.file.endswith(".csv") else f"„{self.column}“")
        return ", ".join(parts)


def error(
    file: str, message: str, *, line: int | None = None, column: str | None = None, value: str | None = None
) -> Finding:
    """Report what stops the publication."""
    return Finding("error", file, line, column, value, message)


def warning(
    file: str, message: str, *, line: int | None = None, column: str | None = None, value: str | None = None
) -> Finding:
    """Report what should be looked at and stops nothing."""
    return Finding("warning", file, line, column, value, message)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings, then by file, line and column; each finding once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda found: (found.severity, found.file, found.line or 0, found.column or "", found.message),
    )
