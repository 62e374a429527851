"""Values as TOML, for files that a person goes on writing by hand."""

import functools
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import jinja2

from etl.reading.toml_files import RegionFile

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def region_text(region: RegionFile) -> str:
    """The whole of a region.toml, with a comment at everything that is to be filled in."""
    text = _environment().get_template("region.toml").render(region.model_dump())
    return re.sub("\n{3,}", "\n\n", text).strip() + "\n"


def tables_text(name: str, tables: Sequence[Mapping[str, object]]) -> str:
    """``tables`` one after the other as ``[[name]]``; lists of tables inside them as ``[[name.key]]``."""
    parts = []
    for table in tables:
        inner = {key: value for key, value in table.items() if _is_tables(value)}
        lines = [f"{key} = {value_text(value)}" for key, value in table.items() if key not in inner]
        parts.append("\n".join([f"[[{name}]]", *lines, ""]))
        parts += [tables_text(f"{name}.{key}", list(value)) for key, value in inner.items()]  # type: ignore[call-overload]
    return "\n".join(parts)


def value_text(value: object) -> str:
    """One value; what is not there is an empty text."""
    match value:
        case None:
            return '""'
        case str():
            # JSON's quoting is TOML's, but for one control character.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(value_text(entry) for entry in value)}]"
        case _:
            raise TypeError(f"no TOML for {type(value).__name__}")


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


@functools.cache
def _environment() -> jinja2.Environment:
    # The filter quotes every value; TOML knows no HTML to escape.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters["toml"] = value_text
    return environment
