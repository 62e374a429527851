"""The project's own components as HTML: what their scripts draw, from the same data."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from app.surfaces.html.controls import by_style
from app.surfaces.streamlit.base_path import base_path
from app.words import units
from app.words.text import t

_DOTS = re.compile("([●○]+)( .+)")
_ALT = re.compile('role="(?:img|group)" aria-label="([^"]*)"')
_CLASSES = {"source_title": "srm-found"}


def component(found: Any) -> str:
    """One of the components in ``app/surfaces/streamlit/components``."""
    name = found.component_name.rpartition("srm_")[2]
    if name == "parts":
        return f'<div class="srm-blocks">{_parts(json.loads(found.bytes))}</div>'
    return _editor(json.loads(found.json))


def headers(found: Any) -> Iterator[tuple[str, str]]:
    """Title and lead of the page, in plain words, where one of the components has them."""
    if found.component_name.endswith("srm_parts"):
        yield from ((part["title"], part["lead"]) for part in json.loads(found.bytes) if part["kind"] == "header")


def _parts(parts: Sequence[Mapping[str, Any]]) -> str:
    return "".join(f'<div class="srm-block st-key-{part["key"]}">{_KINDS[part["kind"]](part)}</div>' for part in parts)


def _group(data: Mapping[str, Any]) -> str:
    return _parts(data["parts"])


def _html(data: Mapping[str, Any]) -> str:
    return str(data["html"])


def _figures(data: Mapping[str, Any]) -> str:
    cards = "".join(
        f'<li class="srm-card"><div class="srm-card-label">{escape(figure["label"])}</div>'
        f'<strong class="srm-card-value">{escape(figure["value"])}</strong>'
        f'<div class="srm-card-text">{escape(figure["text"])}{_origin(figure)}</div>'
        f"{_link(figure['href'], escape(figure['way']), figure.get('name', '')) if figure['href'] else ''}</li>"
        for figure in data["figures"]
    )
    return f'<div class="srm-figures"><ul class="srm-cards">{cards}</ul></div>'


def _origin(data: Mapping[str, Any]) -> str:
    """The way to how a figure is made and to its rows; empty where there is none."""
    found = data.get("origin")
    if not found:
        return ""
    href = f"{base_path()}{escape(found['href'])}"
    return f' <a class="srm-origin" href="{href}" aria-label="{escape(found["label"])}">{escape(found["word"])}</a>'


def _plain(data: Mapping[str, Any]) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in data["sentences"])
    return f'<div class="srm-plain"><details><summary><h2>{escape(data["heading"])}</h2></summary>{sentences}</details></div>'


def _switch(data: Mapping[str, Any]) -> str:
    name = escape(data["name"])
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(option)}" data-number="{number}"'
        f"{' checked' if option == data['chosen'] else ''}><span>{escape(option)}</span></label>"
        for number, option in enumerate(data["names"], start=1)
    )
    return f'<div class="srm-switch"><fieldset><legend>{escape(data["label"])}</legend>{options}</fieldset></div>'


def _editor(data: Mapping[str, Any]) -> str:
    """Without scripts the query is a field of the form, whose name is a parameter of the address."""
    label, hint, run = (escape(t(f"sql.editor.{name}")) for name in ("label", "hint", "run"))
    links = "".join(f"<li>{_link(found['href'], escape(found['title']))}</li>" for found in data["examples"])
    return (
        f'<div class="srm-editor"><label for="srm-first-query">{label}</label>'
        f'<div class="srm-field"><textarea id="srm-first-query" name="abfrage" rows="{data["rows"]}" spellcheck="false">'
        f"{escape(data['query'])}</textarea></div>"
        f'<p class="srm-editor-hint">{hint}</p><div><button class="srm-run">{run}</button></div>'
        f'<div class="srm-examples"><h2>{escape(data["heading"])}</h2><ul>{links}</ul></div></div>'
    )


def _chart(data: Mapping[str, Any]) -> str:
    return f'{_alt_text(data["html"])}<div class="srm-chart">{data["html"]}</div>'


def _map(data: Mapping[str, Any]) -> str:
    return f'{_alt_text(data["svg"])}<div class="srm-map">{data["svg"]}</div>'


def _alt_text(drawing: str) -> str:
    """What a drawing is called, as text for readers without drawings; who hears the page hears it there."""
    found = _ALT.search(drawing)
    return f'<p class="srm-hidden" aria-hidden="true">{found[1]}</p>' if found else ""


def _paper(data: Mapping[str, Any]) -> str:
    words = data["words"]
    buttons = "".join(
        f'<button type="button" class="srm-tool srm-{name}" aria-label="{escape(words[name])}">{by_style(words[name])}</button>'
        for name in ("present", "print")
    )
    return f'<div class="srm-paper"><p class="srm-parts srm-on-paper" data-shown="{escape(words["parts"])}"></p>{buttons}</div>'


def _panel(data: Mapping[str, Any]) -> str:
    rows, chart = data.get("rows"), data.get("chart")
    if rows is not None and not rows:
        return f'<div class="srm-panel"><p>{escape(data["nothing"] or t("panel.empty"))}</p></div>'
    shown = f"<div>{table(data)}{_files(data)}</div>" if rows else ""
    if shown and chart:
        words, name = t("panel.table"), f"{t('panel.table')}: {data['title']}"
        is_open = " open" if data["state"]["named"] else ""
        shown = f'<details class="srm-behind"{is_open}><summary aria-label="{escape(name)}">{escape(words)}</summary>{shown}</details>'
    wide = " srm-wide" if not chart and len(data["columns"]) > 8 else ""
    foot = "srm-foot" if chart else f"srm-foot srm-foot-table{wide}"
    rest = f"<p>{escape(data['rest'])}</p>" if data.get("rest") else ""
    source = f'<p class="srm-source">{escape(data["source"])}{_origin(data)}</p>' if data.get("source") else ""
    marked = " data-marked" if data.get("marked") else ""
    return f'<div class="srm-panel"{marked}><div class="{foot}">{shown}{_tools(data)}</div>{rest}{source}</div>'


def _tools(data: Mapping[str, Any]) -> str:
    if data.get("slug"):
        button = (
            f'<button type="button" class="srm-tool srm-take-button" aria-haspopup="dialog" '
            f'aria-label="{escape(t("panel.take"))}: {escape(data["title"])}">'
            f'<span class="srm-take-icon" aria-hidden="true"></span>{by_style(t("panel.take"))}</button>'
        )
        return f'<div class="srm-tools"><span class="srm-hidden"></span>{button}</div>'
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
    href = _address(state, "-" * down + name, min(state["number"], 1))
    return f'<button type="button" data-name="{name}">{label}</button><noscript><a href="{href}">{label}</a></noscript>'


def _address(state: Mapping[str, Any], order: str, number: int) -> str:
    """The page with a table shown otherwise."""
    return escape(f"{state['address']}{state['name']}~{order}~{number or ''}")


def _sorter(data: Mapping[str, Any]) -> str:
    """What is chosen: nobody can choose before the hand-over, and without scripts the heads are links."""
    state, words = data["state"], escape(t("panel.sort"))
    labels = {name: column["label"] for name, column in zip(data["names"], data["columns"], strict=True)}
    order = f"{labels.get(state['column'], '')}, {t('panel.down' if state['down'] else 'panel.up')}"
    chosen = escape(order if state["column"] else t("panel.usual"))
    return (
        f'<label class="srm-sorter"><span>{by_style(t("panel.sort"))}</span>'
        f'<select aria-label="{words}: {escape(data["title"])}"><option>{chosen}</option></select></label>'
    )


def _all(fold: Mapping[str, Any], title: str, state: Mapping[str, Any], pages: str) -> str:
    """All rows on request; the pages of a long table stand with them."""
    if not fold:
        return pages
    return (
        f'<details class="srm-all"{" open" if state.get("number") else ""}>'
        f'<summary><span class="srm-closed">{escape(fold["all"])}</span><span class="srm-opened">{by_style(fold["fewer"])}</span>'
        f'<span class="srm-hidden">: {title}</span></summary>{pages}</details>'
    )


def _cells(data: Mapping[str, Any], row: Sequence[str], number: int) -> str:
    made = []
    for j, (text, name, column) in enumerate(zip(row, data["names"], data["columns"], strict=True)):
        href, more = (found[j] and found[j][number] for found in (data["links"], data["completed"]))
        shown = _link(href, escape(text), f"{text}: {more}" if more else "") if href else _spoken(text)
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
    order = "-" * state["down"] + (state["column"] or "")

    def step(name: str, sign: str, to: int) -> str:
        word = escape(words[name])
        if to < 1 or to > pages or to == number:
            return f'<button type="button" class="srm-tool" data-name="{name}" title="{word}" disabled>{by_style(sign)}</button>'
        return (
            f'<button type="button" class="srm-tool" data-name="{name}" title="{word}">{by_style(sign)}</button>'
            f'<noscript><a href="{_address(state, order, to)}">{word}</a></noscript>'
        )

    field = f'<label>{escape(words["page"])} <input type="text" class="srm-page" value="{number}"> {escape(state["of"])}</label>'
    return (
        f'<nav class="srm-pager" aria-label="{escape(words["page"])}: {escape(data["title"])}">'
        f"{step('first', '«', 1)}{step('previous', '‹', number - 1)}{field}"
        f"{step('next', '›', number + 1)}{step('last', '»', pages)}<span>{escape(state['shown'])}</span></nav>"
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


def _link(href: str, text: str, name: str = "") -> str:
    """A link; ``name`` says more than its text where that is not enough for those who hear it alone."""
    label = f' aria-label="{escape(name)}"' if name else ""
    if href.startswith("/"):
        return f'<a href="{base_path()}{escape(href)}"{label}>{text}</a>'
    return f'<a href="{escape(href)}"{label} target="_blank" rel="noopener noreferrer">{text}</a>'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "group": _group,
    "html": _html,
    "header": _html,
    "form": _html,
    "paper": _paper,
    "figures": _figures,
    "plain": _plain,
    "switch": _switch,
    "chart": _chart,
    "map": _map,
    "panel": _panel,
}
