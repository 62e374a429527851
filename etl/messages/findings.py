"""What is wrong with the inputs, in words the project office can act on."""

import hashlib
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Literal

Severity = Literal["error", "question", "warning"]


@dataclass(frozen=True)
class Finding:
    """One mistake: where it is, what was found there, and what is expected instead."""

    severity: Severity
    file: str
    message: str
    _: KW_ONLY
    line: int | None = None
    column: str | None = None
    value: str | None = None
    question: str = ""
    """Of a question its id: the same as long as the same is asked about, so that an answer can be kept."""

    def __post_init__(self) -> None:
        """Raise ValueError for a question without an id: nobody could answer it."""
        require_id(self.severity == "question", self.question)

    @property
    def place(self) -> str:
        """File, line and column as a reader looks them up."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"Zeile {self.line}")
        if self.column is not None:
            parts.append(f"Spalte „{self.column}“" if self.file.endswith(".csv") else f"„{self.column}“")
        return ", ".join(parts)


error = partial(Finding, "error")
"""Report what stops the publication."""
warning = partial(Finding, "warning")
"""Report what should be looked at and stops nothing."""


def require_id(is_question: bool, question: str) -> None:
    """Raise ValueError unless a question has an id, and nothing else has one."""
    if is_question != bool(question):
        raise ValueError("questions have an id, and nothing else has one")


def question_id(basis: Iterable[str]) -> str:
    """Id of a question about these texts, which are all that an answer speaks of; short enough to be typed."""
    return "f-" + hashlib.sha256("\x1f".join(basis).encode()).hexdigest()[:8]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before questions before warnings, then by file, line and column; each finding once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda found: (found.severity, found.file, found.line or 0, found.column or "", found.message),
    )
