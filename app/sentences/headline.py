"""One headline figure; what makes it knows nothing of where it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A formatted value, a sentence made from it, and the page behind it."""

    label: str
    value: str
    text: str
    page: str = ""
