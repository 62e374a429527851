"""Who publishes an official file that a data folder begins with, and under which licence (products.toml)."""

import functools
import tomllib
from pathlib import Path
from typing import Any


def product(kind: str, title: str, path: Path, year: int) -> dict[str, Any]:
    """Keys of a dataset in sources.toml for a file of this ``kind`` (``grenzen``, ``bevoelkerung``).

    Empty when nobody has written down who publishes such a file.
    """
    seen = f"{title} {path.name}".casefold()
    for entry in _products()[kind]:
        if entry["match"].casefold() in seen:
            found = {key: value for key, value in entry.items() if key != "match"}
            return found | {"note": entry["note"].format(title=title, year=year)}
    return {}


@functools.cache
def _products() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("products.toml").read_text("utf-8"))
