"""Which kind of official file is this? Asks every adapter that a module of this folder makes."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from etl.official import adapters
from etl.official.interface import Adapter


def found_adapters() -> tuple[Adapter, ...]:
    """Every adapter of the modules beside this one, by name, as messages list them."""
    modules = (import_module(f"{adapters.__name__}.{module.name}") for module in iter_modules(adapters.__path__))
    found = {value for module in modules for value in vars(module).values() if isinstance(value, Adapter)}
    return tuple(sorted(found, key=lambda adapter: adapter.name))


ADAPTERS = found_adapters()

START_BYTES = 120


class UnknownFileError(Exception):
    """No adapter knows the file, or several do; the message says in German what was seen and what helps."""


def adapter_for(path: Path, source: str | None = None) -> Adapter:
    """The one adapter for a file, among those of a source when it is named.

    Raises UnknownFileError when there is none, or more than one.
    """
    asked = [adapter for adapter in ADAPTERS if source is None or source == adapter.source]
    if not asked:
        known = ", ".join(sorted({adapter.source for adapter in ADAPTERS}))
        raise UnknownFileError(f"Die Quelle „{source}“ wird nicht gelesen. Bekannt sind {known}.")
    fitting = [adapter for adapter in asked if adapter.recognises(path)]
    found = [adapter for adapter in fitting if not adapter.is_known_by_common_words] or fitting
    if len(found) == 1:
        return found[0]
    if not found:
        kinds = "; ".join(adapter.name for adapter in asked)
        hint = "Die Arbeitsmappe der Projektleitstelle liest „python -m etl import“."
        raise UnknownFileError(
            f"Diese Art von Datei ist nicht bekannt. {first_bytes(path)} Gelesen werden: {kinds}. {hint}"
        )
    choice = " oder ".join(f"--source {adapter.source} ({adapter.name})" for adapter in found)
    raise UnknownFileError(f"Die Datei passt zu mehreren Arten. Bitte angeben, was sie ist: {choice}.")


def first_bytes(path: Path) -> str:
    """What a file begins with, in one German sentence."""
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    if not start:
        return "Sie ist leer."
    if start.startswith(b"PK"):
        return "Sie beginnt wie ein ZIP-Archiv oder eine Excel-Datei."
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "Sie ist eine Internetseite (HTML), keine Tabelle."
    text = start.decode("utf-8", errors="replace")
    if not all(char.isprintable() or char in "\r\n\t" for char in text):
        return f"Sie beginnt mit den Bytes {start[:8].hex(' ')}."
    return f"Sie beginnt mit „{text.splitlines()[0].strip()}“."
