"""Where an exhibit comes from: filters in words, sources with their licences, file name, addresses."""

import functools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.data import queries
from app.data.selection import Selection
from app.exhibits import filters
from app.exhibits.chosen_indicator import BEGIN, END, dates_of
from app.exhibits.model import PAGE_PARAMETER, Exhibit, View
from app.exhibits.party import PARTIES
from app.sentences.left_out import left_out
from app.words import cells, units
from app.words.file_name import file_name
from app.words.text import t

_SAID = re.compile(r"\A\w*quelle:\s*", re.IGNORECASE)
"""What a note says that stands in front of it anyway."""
_OWN = ("suche", "zuversicht", "von", "bis", *PARTIES)
"""Choices of single pages that narrow their rows."""


def filter_texts(exhibit: Exhibit, view: View) -> tuple[str, ...]:
    """What is chosen of an exhibit, one text each: „Kommune: Musterstadt, Neustadt“, and what a year leaves out."""
    own = {name: [units.partial_date(view.parameter(name))] for name in _OWN if name in exhibit.choices}
    if BEGIN in exhibit.choices:
        own |= {name: [units.partial_date(date)] for name, date in zip((BEGIN, END), dates_of(view), strict=True)}
    chosen = filters.acting(exhibit, view) | {name: words for name, words in own.items() if any(words)}
    texts = [f"{t(f'filter.{name}')}: {', '.join(names)}" for name, names in chosen.items()]
    undated = _left_out(exhibit, view) if "jahr" in chosen else ""
    return (*texts, *([undated] if undated else ()))


def _left_out(exhibit: Exhibit, view: View) -> str:
    """What the chosen years leave out for want of a date: of a table its own rows."""
    selection, rows = view.selection if "kommune" in exhibit.filters else view.selection.of(), 0
    if exhibit.kind == "table" and selection.undated():
        more = replace(view, selection=view.selection.with_undated())
        rows = exhibit.content(more).rows.count - exhibit.content(view).rows.count
    return left_out(selection, exhibit.dated, rows=rows)


@functools.lru_cache(maxsize=64)
def datasets(everything: Selection, names: tuple[str, ...]) -> tuple[Any, ...]:
    """The data sources of these keys as they are listed on the page of methods."""
    known = queries.datasets(everything).set_index("dataset_id", drop=False)
    return tuple(cells.records(known.loc[list(names)]))


def credited(dataset: Any) -> str:
    """What the licence of a data source asks to be named, else its publisher; „Quelle“ stands in front of it."""
    return _SAID.sub("", str(dataset.publisher if units.is_unknown(dataset.note) else dataset.note)).rstrip(".")


def source(dataset: Any) -> str:
    """One source line: who is to be named, and the licence."""
    return t("telling.source", source=credited(dataset), licence=str(dataset.licence).rstrip("."))


def licences(found: Iterable[Any]) -> str:
    """The licences of data sources, each once."""
    return "; ".join(dict.fromkeys(str(dataset.licence).rstrip(".") for dataset in found))


@functools.lru_cache(maxsize=64)
def source_line(everything: Selection, names: tuple[str, ...], *, with_release: bool = False) -> str:
    """„Quelle: …. Stand ….“ for the data sources of these keys; files say the release, too."""
    sources = "; ".join(dict.fromkeys(map(credited, datasets(everything, names))))
    return t(
        "source.line_with_release" if with_release else "source.line",
        sources=sources,
        stand=units.date(everything.stand),
        release=everything.release_id,
    )


def stem(exhibit: Exhibit, view: View) -> str:
    """File name without ending: what it is, what was chosen, and the Stand."""
    parts = [part for names in filters.acting(exhibit, view).values() for part in names]
    parts += [exhibit.subject(view), *(view.parameter(name) for name in ("projekt", *_OWN) if name in exhibit.choices)]
    page = view.parameter(PAGE_PARAMETER)
    parts += [t("telling.page", n=page)] if page not in ("", "1") else []
    hints = list(dict.fromkeys(part for part in parts if part))
    return file_name(" ".join([exhibit.slug, *_short(hints)]), view.selection.stand)


def _short(hints: list[str]) -> list[str]:
    # A file name holds what tells it from others, not a whole list.
    return [hint[:40] for hint in hints[:3]] + ([t("telling.more")] if len(hints) > 3 else [])
