"""German words of the screen: ``t("funding.title")`` from de*.toml and the data dictionary, longer prose from .md files."""

import functools
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from app.words.escape import without_direction
from app.words.markdown import Markdown, markdown
from data_dictionary import TABLES

_FOLDER = Path(__file__).resolve().parent
_MARKS = re.compile(r"\*\*|\]\(")


@functools.cache
def _texts() -> dict[str, str]:
    flat: dict[str, str] = {}

    def collect(prefix: str, branch: dict[str, object]) -> None:
        for key, value in branch.items():
            if isinstance(value, dict):
                collect(f"{prefix}{key}.", value)
            else:
                flat[prefix + key] = str(value)

    for file in sorted(_FOLDER.glob("de*.toml")):
        collect("", tomllib.loads(file.read_text(encoding="utf-8")))
    for table in TABLES.values():
        flat[f"input.{table.file}"] = table.title
        for column in table.columns:
            flat |= {f"column.{name}": label for name, (label, _) in column.words.items()}
    return flat


def t(key: str, **values: object) -> str:
    """The German text of ``key`` with its ``{placeholders}`` filled in; an unknown key is a KeyError.

    One with emphasis or links is Markdown, and whatever fills it stands in it as it is.
    """
    text = _texts()[key]
    values = {name: _part(value) for name, value in values.items()}
    if not _MARKS.search(text):
        return text.format(**values) if values else text
    safe = {name: markdown(value) if isinstance(value, str) else value for name, value in values.items()}
    return Markdown(text.format(**safe) if safe else text)


def _part(value: object) -> object:
    """What fills a sentence, so that it turns nothing else of it."""
    return without_direction(value) if type(value) is str and not value.isascii() else value


def has(key: str) -> bool:
    """Whether there is a text of that key."""
    return key in _texts()


def below(key: str) -> dict[str, str]:
    """Every text of a part, with its ``{placeholders}``, by the rest of its key."""
    begin = f"{key}."
    return {name.removeprefix(begin): text for name, text in _texts().items() if name.startswith(begin)}


@functools.cache
def _english_texts() -> dict[str, str]:
    flat: dict[str, str] = {}
    for prefix, part in tomllib.loads((_FOLDER / "en.toml").read_text(encoding="utf-8")).items():
        expected = part.pop("expected", {})
        flat |= {f"{prefix}.{key}": text for key, text in part.items()}
        flat |= {f"{prefix}.expected.{key}": text for key, text in expected.items()}
    return flat


def english(key: str, **values: object) -> str:
    """The English sentence beside the German one of that key, for programmers."""
    text = _english_texts()[key]
    return text.format(**values) if values else text


def english_keys() -> tuple[str, ...]:
    """Keys of whole sentences that are there in English, too."""
    return tuple(key for key in _english_texts() if ".expected." not in key)


def plural(key: str, count: int, **values: object) -> str:
    """``key.one`` or ``key.many``, with ``{n}`` as the German number."""
    from app.words import units

    return t(f"{key}.{'one' if count == 1 else 'many'}", n=units.number(count), **values)


def counted(key: str, count: int, **values: object) -> str:
    """``key.none``, ``key.one`` or ``key.many``, with ``{n}`` as the German number."""
    return plural(key, count, **values) if count else t(f"{key}.none", **values)


def enumeration(parts: Sequence[str]) -> str:
    """„eins, zwei und drei“."""
    return t("sentence.and", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def from_to(first: str, last: str) -> str:
    """„2020 bis 2024“; of one alone nothing but its name."""
    return last if first == last else t("sentence.from_to", first=first, last=last)


@functools.cache
def prose(name: str) -> str:
    """Longer text of ``app/words/text/<name>.md``."""
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
