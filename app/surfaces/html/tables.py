"""Tables as HTML: order, pages, links and files, and what stands below charts and tables.

What somebody presses there a script asks of the server (``app/surfaces/streamlit/components/panel.js``); without scripts links do.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.surfaces.html.controls import by_style
from app.surfaces.html.links import link, origin_link
from app.surfaces.streamlit.base_path import base_path
from app.words import units
from app.words.text import t

_DOTS = re.compile("([●○]+)( .+)")
_CLASSES = {"source_title": "srm-found"}
"""Columns that look different on paper."""


def panel(data: Mapping[str, Any]) -> str:
    """What belongs to a chart or stands alone: the table, its files, the way to take it along, sources."""
    rows, chart = data.get("rows"), data.get("chart")
    if rows is not None and not rows:
        return f"<p>{escape(data['nothing'] or t('panel.empty'))}</p>"
    shown = f"<div>{table(data)}{_files(data)}</div>" if rows else ""
    if shown and chart:
        words, name = t("panel.table"), f"{t('panel.table')}: {data['title']}"
        is_open = " open" if data["state"]["named"] else ""
        summary = f'<summary data-name="behind" aria-label="{escape(name)}">{escape(words)}</summary>'
        shown = f'<details class="srm-behind"{is_open}>{summary}{shown}</details>'
    wide = " srm-wide" if not chart and len(data["columns"]) > 8 else ""
    foot = "srm-foot" if chart else f"srm-foot srm-foot-table{wide}"
    rest = f"<p>{escape(data['rest'])}</p>" if data.get("rest") else ""
    origin = origin_link(data["origin"], t("origin.rows", title=data["title"])) if data.get("origin") else ""
    source = f'<p class="srm-source">{escape(data["source"])}{origin}</p>' if data.get("source") else ""
    return f'<div class="{foot}">{shown}{_tools(data)}</div>{rest}{source}'


def _tools(data: Mapping[str, Any]) -> str:
    if data.get("slug"):
        button = (
            f'<button type="button" class="srm-tool srm-take-button" aria-haspopup="dialog" '
            f'aria-label="{escape(t("panel.take"))}: {escape(data["title"])}">'
            f'<span class="srm-take-icon" aria-hidden="true"></span>{by_style(t("panel.take"))}</button>'
        )
        return f'<div class="srm-tools"><span class="srm-hidden" role="status"></span>{button}</div>'
    return ""


def _files(data: Mapping[str, Any]) -> str:
    words, title = escape(t("panel.files")), escape(data["title"])
    links = "".join(
        f'<a href="{base_path() if href.startswith("/") else ""}{escape(href)}" download="{escape(data["file"])}.{kind.lower()}" '
        f'aria-label="{words} {kind}: {title}">{kind}</a>'
        for kind, href in data["files"].items()
    )
    return f'<p class="srm-files"><span aria-hidden="true">{words} </span>{links}</p>' if links else ""


def table(data: Mapping[str, Any]) -> str:
    """A table as ``table_data.part`` describes it, with what folds it and its pages.

    With a ``state`` it can be sorted: by script, else by links.
    """
    columns, names = data["columns"], data["names"]
    state: Mapping[str, Any] = data.get("state") or {}
    fold: Mapping[str, Any] = data.get("fold") or {}
    heads = "".join(
        f'<th scope="col"{_class("srm-number" if column["number"] else "")}{_sorted(name, state)}>{_head(name, column, state)}</th>'
        for name, column in zip(names, columns, strict=True)
    )
    body = "".join(f"<tr>{_cells(data, row, number)}</tr>" for number, row in enumerate(data["rows"]))
    title, first = escape(data["title"]), f' data-first="{fold["first"]}"' if fold else ""
    return (
        f'<div class="srm-rows" style="--columns: {len(columns)}"><div class="srm-table"{first}>'
        f"{_sorter(data) if state and len(data['rows']) > 1 else ''}"
        f'<table><caption class="srm-hidden">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
        f"{_all(fold, title, state, _pager(data))}</div>"
    )


def _head(name: str, column: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    label = escape(column["label"])
    if not state:
        return f"<span>{label}</span>"
    down = not state["down"] if state["column"] == name else column["number"]
    order = "-" * down + name
    href = _address(state, order, min(state["number"], 1))
    button = f'<button type="button" data-name="{name}" data-order="{order}">{label}</button>'
    return f'{button}<noscript><a href="{href}">{label}</a></noscript>'


def _address(state: Mapping[str, Any], order: str, number: int) -> str:
    """The page with a table shown otherwise."""
    return escape(f"{state['address']}{state['name']}~{order}~{number or ''}")


def _sorter(data: Mapping[str, Any]) -> str:
    """What stands for the heads where there is no room for them."""
    chosen, label = _order(data["state"]), escape(f"{t('panel.sort')}: {data['title']}")
    options = [("", t("panel.usual"))]
    for name, column in zip(data["names"], data["columns"], strict=True):
        up, down = (name, f"{column['label']}, {t('panel.up')}"), (f"-{name}", f"{column['label']}, {t('panel.down')}")
        options += (down, up) if column["number"] else (up, down)
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in options
    )
    return (
        f'<label class="srm-sorter"><span>{by_style(t("panel.sort"))}</span>'
        f'<select data-name="order" aria-label="{label}">{shown}</select></label>'
    )


def _order(state: Mapping[str, Any]) -> str:
    """The order as it stands in an address."""
    return "-" * bool(state["down"]) + (state["column"] or "")


def _all(fold: Mapping[str, Any], title: str, state: Mapping[str, Any], pages: str) -> str:
    """All rows on request; the pages of a long table stand with them."""
    if not fold:
        return pages
    return (
        f'<details class="srm-all"{" open" if state.get("number") else ""}>'
        f'<summary data-name="all"><span class="srm-closed">{escape(fold["all"])}</span><span class="srm-opened">{by_style(fold["fewer"])}</span>'
        f'<span class="srm-hidden">: {title}</span></summary>{pages}</details>'
    )


def _cells(data: Mapping[str, Any], row: Sequence[str], number: int) -> str:
    made = []
    for j, (text, name, column) in enumerate(zip(row, data["names"], data["columns"], strict=True)):
        href, more = (found[j] and found[j][number] for found in (data["links"], data["completed"]))
        shown = link(href, escape(text), f"{text}: {more}" if more else "") if href else _spoken(text)
        names_of_look = (
            *("srm-number" * column["number"], "srm-beside" * column["beside"], "srm-compared" * column["compared"]),
            _CLASSES.get(name, ""),
        )
        look = f'{_class(" ".join(filter(None, names_of_look)))} data-label="{escape(column["label"])}"'
        if j:
            made.append(f"<td{look}>{shown}</td>")
            continue
        label = escape(f"{t('panel.details')}: {text}")
        opener = f'<details class="srm-row"><summary aria-label="{label}"></summary></details>' if len(row) > 1 else ""
        made.append(f'<th scope="row"{look}>{shown}{opener}</th>')
    return "".join(made)


def _pager(data: Mapping[str, Any]) -> str:
    state = data.get("state") or {}
    if "pages" not in state:
        return ""
    words, number, pages = state["words"], max(state["number"], 1), state["pages"]
    title = escape(data["title"])

    def step(name: str, sign: str, to: int) -> str:
        word, can_go = escape(words[name]), 1 <= to <= pages and to != number
        button = (
            f'<button type="button" class="srm-tool" data-name="{name}" data-page="{to}" aria-label="{word}: {title}" '
            f'title="{word}"{"" if can_go else " disabled"}>{by_style(sign)}</button>'
        )
        way = f'<noscript><a href="{_address(state, _order(state), to)}">{word}</a></noscript>'
        return button + way if can_go else button

    page = escape(words["page"])
    field = (
        f'<label>{page} <input type="text" inputmode="numeric" class="srm-page" data-name="page" value="{number}" '
        f'aria-label="{page}: {title}"> {escape(state["of"])}</label>'
    )
    return (
        f'<nav class="srm-pager" aria-label="{page}: {title}">'
        f"{step('first', '«', 1)}{step('previous', '‹', number - 1)}{field}{step('next', '›', number + 1)}"
        f'{step("last", "»", pages)}<span role="status">{escape(state["shown"])}</span></nav>'
    )


def _sorted(name: str, state: Mapping[str, Any]) -> str:
    if not state:
        return ""
    if state["column"] != name:
        return ' aria-sort="none"'
    return f' aria-sort="{"descending" if state["down"] else "ascending"}"'


def _spoken(text: str) -> str:
    """Dots that show a step are for the eye, as is the dash for what is not known; the words say the same."""
    if text == units.UNKNOWN:
        return f'<span><span aria-hidden="true">{t("panel.unknown")}</span><span class="srm-hidden">{escape(text)}</span></span>'
    found = _DOTS.fullmatch(text)
    dots, word = (f'<span aria-hidden="true">{found[1]}</span>', found[2]) if found else ("", text)
    return f"<span>{dots}{escape(word)}</span>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
