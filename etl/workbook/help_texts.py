"""What stands on the help sheet (help_texts.toml), beside the explanations that come from the data dictionary."""

import tomllib
from pathlib import Path

from data_dictionary import TABLES, Column
from etl.messages.german import quoted
from etl.reading.inputs import CORRECTIONS

TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
STEPS = [step.format(corrections=TABLES[CORRECTIONS].title) for step in TEXTS["steps"]]
LOCKED: str = TEXTS["locked"]


def expected(column: Column) -> str:
    """What a cell of this column may hold."""
    if column.refers_to:
        return f"eine Kennung aus dem Blatt „{TABLES[column.refers_to].title}“"
    return "Auswahl: " + quoted(column.choices) if column.choices else str(TEXTS["expected"][column.kind])
