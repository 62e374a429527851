"""Tables as HTML: order, pages, links and files, and what stands below charts and tables.

What somebody presses there a script asks of the server (``app/surfaces/streamlit/components/panel.js``); without scripts links do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from app.surfaces.html.controls import by_style
from app.surfaces.html.links import link, origin_link
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.table_state import TableControls, TableState
from app.surfaces.table_data import Column, Fold, TableData
from app.words import units
from app.words.text import plural, t

_DOTS = re.compile("([●○]+)( .+)")
_CLASSES = {"source_title": "srm-found"}
"""Columns that look different on paper."""
_MANY = 8
"""Columns from which on a table that stands alone keeps them close."""


class Drawing(NamedTuple):
    """A chart or map that a table belongs to."""

    chart: str
    """Its key on the page."""
    slug: str
    query: str
    """Name and parameters of its address, by which it is taken along."""


@dataclass(frozen=True, eq=False)
class Panel:
    """What belongs to a chart or stands alone: the table, its files, the way to take it along, sources."""

    data: TableData
    controls: TableControls | None = None
    fold: Fold | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    """Addresses of its files, by what their kinds are called."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Addresses where it is told how its figures are made, with the figure where there are several."""
    below: tuple[str, ...] = ()
    """What is said below it: where the rows are that are not shown, or what its notes say."""
    nothing: str = ""
    """What is said where it has no rows."""
    drawing: Drawing | None = None
    """What stands above it, where it does not stand alone."""


def panel(shown: Panel) -> str:
    """The panel as HTML."""
    data = shown.data
    if data.columns and not data.count:
        return f"<p>{escape(shown.nothing or t('panel.empty'))}</p>"
    rows = f"<div>{table(data, shown.controls, shown.fold)}{_files(shown)}</div>" if data.columns else ""
    if rows and shown.drawing:
        words, attribute = t("panel.table"), " open" if shown.controls and shown.controls.state.is_named else ""
        summary = (
            f'<summary data-name="behind" aria-label="{escape(f"{words}: {data.title}")}">{escape(words)}</summary>'
        )
        rows = f'<details class="srm-behind"{attribute}>{summary}{rows}</details>'
    wide = " srm-wide" if len(data.columns) > _MANY else ""
    foot = "srm-foot" if shown.drawing else f"srm-foot srm-foot-table{wide}"
    below = "".join(f"<p>{escape(sentence)}</p>" for sentence in shown.below)
    all_figures = t("origin.rows", title=data.title)
    origins = " ·".join(origin_link(href, figure or all_figures, figure) for href, figure in shown.origins.items())
    source = f'<p class="srm-source">{escape(data.source)}{origins}</p>' if data.source else ""
    return f'<div class="{foot}">{rows}{_tools(shown)}</div>{below}{source}'


def _tools(shown: Panel) -> str:
    if not shown.drawing:
        return ""
    words = t("panel.take")
    button = (
        f'<button type="button" class="srm-tool srm-take-button" aria-haspopup="dialog" '
        f'aria-label="{escape(f"{words}: {shown.data.title}")}">'
        f'<span class="srm-take-icon" aria-hidden="true"></span>{by_style(words)}</button>'
    )
    return f'<div class="srm-tools"><span class="srm-hidden" role="status"></span>{button}</div>'


def _files(shown: Panel) -> str:
    words, title, name = escape(t("panel.files")), escape(shown.data.title), escape(shown.data.file)
    links = "".join(
        f'<a href="{base_path() if href.startswith("/") else ""}{escape(href)}" download="{name}.{kind.lower()}" '
        f'aria-label="{words} {kind}: {title}">{kind}</a>'
        for kind, href in shown.files.items()
    )
    return f'<p class="srm-files"><span aria-hidden="true">{words} </span>{links}</p>' if links else ""


def table(data: TableData, controls: TableControls | None = None, fold: Fold | None = None) -> str:
    """A table, with what folds it and its pages; with ``controls`` it can be sorted: by script, else by links."""
    heads = "".join(_head(column, controls) for column in data.columns)
    body = "".join(f"<tr>{_cells(data.columns, number)}</tr>" for number in range(data.count))
    title, first = escape(data.title), f' data-first="{fold.first}"' if fold else ""
    sorter = _sorter(data, controls.state) if controls and data.count > 1 else ""
    pages = _pager(controls, data.title) if controls and controls.pages > 1 else ""
    is_open = bool(controls and controls.state.number)
    return (
        f'<div class="srm-rows" style="--columns: {len(data.columns)}"><div class="srm-table"{first}>{sorter}'
        f'<table><caption class="srm-hidden">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        f"{_all(fold, title, pages, is_open=is_open) if fold else pages}</div>"
    )


def _head(column: Column, controls: TableControls | None) -> str:
    look, label = _class(_look(column)), escape(column.label)
    if not controls:
        return f'<th scope="col"{look}><span>{label}</span></th>'
    name, (chosen, down) = column.name, controls.state.order or ("", False)
    order = "-" * (not down if name == chosen else column.is_number) + name
    direction = "none" if name != chosen else "descending" if down else "ascending"
    button = f'<button type="button" data-name="{name}" data-order="{order}">{label}</button>'
    way = f'<noscript><a href="{_address(controls, order, min(controls.state.number, 1))}">{label}</a></noscript>'
    return f'<th scope="col"{look} aria-sort="{direction}">{button}{way}</th>'


def _address(controls: TableControls, order: str, number: int) -> str:
    """The page with a table shown otherwise."""
    return escape(f"{controls.address}{controls.name}~{order}~{number or ''}")


def _sorter(data: TableData, state: TableState) -> str:
    """What stands for the heads where there is no room for them."""
    options = [("", t("panel.usual"))]
    for column in data.columns:
        up, down = (
            (f"{sign}{column.name}", f"{column.label}, {t(f'panel.{way}')}")
            for sign, way in (("", "up"), ("-", "down"))
        )
        options += (down, up) if column.is_number else (up, down)
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == state.written_order else ""}>{escape(text)}</option>'
        for value, text in options
    )
    words = t("panel.sort")
    return (
        f'<label class="srm-sorter"><span>{by_style(words)}</span>'
        f'<select data-name="order" aria-label="{escape(f"{words}: {data.title}")}">{shown}</select></label>'
    )


def _all(fold: Fold, title: str, pages: str, *, is_open: bool) -> str:
    """All rows on request; the pages of a long table stand with them."""
    return (
        f'<details class="srm-all"{" open" if is_open else ""}>'
        f'<summary data-name="all"><span class="srm-closed">{escape(plural("panel.whole", fold.total))}</span>'
        f'<span class="srm-opened">{by_style(t("panel.fewer"))}</span><span class="srm-hidden">: {title}</span></summary>'
        f"{pages}</details>"
    )


def _cells(columns: tuple[Column, ...], number: int) -> str:
    made = []
    for j, column in enumerate(columns):
        text, href, more = column.cells[number], column.links[number], column.completions[number]
        shown = link(href, escape(text), f"{text}: {more}" if more else "") if href else _spoken(text)
        names_of_look = f"{_look(column)} {_CLASSES.get(column.name, '')}".strip()
        look = f'{_class(names_of_look)} data-label="{escape(column.label)}"'
        if j:
            made.append(f"<td{look}>{shown}</td>")
            continue
        label = escape(f"{t('panel.details')}: {text}")
        opener = (
            f'<details class="srm-row"><summary aria-label="{label}"></summary></details>' if len(columns) > 1 else ""
        )
        made.append(f'<th scope="row"{look}>{shown}{opener}</th>')
    return "".join(made)


def _pager(controls: TableControls, title: str) -> str:
    number, pages = max(controls.state.number, 1), controls.pages
    page, title = escape(t("panel.page")), escape(title)

    def step(name: str, sign: str, to: int) -> str:
        word, can_go = escape(t(f"panel.{name}")), 1 <= to <= pages and to != number
        button = (
            f'<button type="button" class="srm-tool" data-name="{name}" data-page="{to}" aria-label="{word}: {title}" '
            f'title="{word}"{"" if can_go else " disabled"}>{by_style(sign)}</button>'
        )
        way = f'<noscript><a href="{_address(controls, controls.state.written_order, to)}">{word}</a></noscript>'
        return button + way if can_go else button

    field = (
        f'<label>{page} <input type="text" inputmode="numeric" class="srm-page" data-name="page" value="{number}" '
        f'aria-label="{page}: {title}"> {escape(t("panel.of", n=units.number(pages)))}</label>'
    )
    return (
        f'<nav class="srm-pager" aria-label="{page}: {title}">'
        f"{step('first', '«', 1)}{step('previous', '‹', number - 1)}{field}{step('next', '›', number + 1)}"
        f'{step("last", "»", pages)}<span role="status">{escape(controls.row_range)}</span></nav>'
    )


def _spoken(text: str) -> str:
    """Dots that show a step are for the eye, as is the dash for what is not known; the words say the same."""
    if text == units.UNKNOWN:
        return f'<span><span aria-hidden="true">{t("panel.unknown")}</span><span class="srm-hidden">{escape(text)}</span></span>'
    found = _DOTS.fullmatch(text)
    dots, word = (f'<span aria-hidden="true">{found[1]}</span>', found[2]) if found else ("", text)
    return f"<span>{dots}{escape(word)}</span>"


def _look(column: Column) -> str:
    looks = ("srm-number" * column.is_number, "srm-beside" * column.is_beside, "srm-compared" * column.is_compared)
    return " ".join(filter(None, looks))


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
