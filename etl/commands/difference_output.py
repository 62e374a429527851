"""What a difference between two Stände leaves behind: lines on the terminal, a page to mail, JSON. Decides nothing."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console

import palette
from etl.commands.output import printable
from etl.commands.terminal import fail
from etl.difference import Difference, as_record, html_page, plain_text
from etl.messages.refusals import reason
from etl.reading.whole_files import write_whole


def print_difference(screen: Console, found: Difference, most: int | None = None) -> None:
    """Print it line by line; of long lists at most so many entries."""
    for line in plain_text(found, most).rstrip().splitlines():
        screen.print(printable(line), markup=False, soft_wrap=True)


def save_page(found: Difference, data_dir: Path, path: Path) -> None:
    """Write the page, in the colours of the region; ends the command when that is not possible."""
    _save(path, html_page(found, palette.theme(palette.of_region(data_dir / "region.toml"))))


def save_record(found: Difference, path: Path) -> None:
    """Write all of it as JSON; ends the command when that is not possible."""
    _save(path, as_json(as_record(found)))


def as_json(record: dict[str, Any]) -> str:
    """A record as it is written for other programs."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _save(path: Path, content: str) -> None:
    try:
        write_whole(path, content)
    except OSError as problem:
        fail(f"{path} kann nicht geschrieben werden. {reason(problem)}")
