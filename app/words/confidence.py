"""How a step of confidence is written: dots and a word, so that neither stands for it alone."""

from typing import Any

from app.words import units
from app.words.text import t


def word(step: Any) -> str:
    """The word of a step: ``3`` → „mittel“; unknown is „keine Angabe“."""
    return t(f"confidence.{0 if units.is_unknown(step) else int(step)}")


def dots(step: Any) -> str:
    """Filled dots of five: ``3`` → „●●●○○“; nothing when there is no step."""
    return "" if units.is_unknown(step) else "●" * int(step) + "○" * (5 - int(step))


def dots_and_word(step: Any) -> str:
    """Dots and word together."""
    return f"{dots(step)} {word(step)}".strip()
