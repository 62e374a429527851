"""The project's own components as HTML, as a page has them before their scripts run."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from app.surfaces.html.links import link
from app.words.text import t

_ALT = re.compile('role="(?:img|group)" aria-label="([^"]*)"')
_BARE = ("html", "header", "form")
"""Kinds of parts whose HTML stands in no box of its kind."""


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
    return "".join(f'<div class="srm-block st-key-{part["key"]}">{_part(part)}</div>' for part in parts)


def _part(part: Mapping[str, Any]) -> str:
    kind = part["kind"]
    if kind == "group":
        return _parts(part["parts"])
    html = str(part["html"])
    if kind in _BARE:
        return html
    marked = " data-marked" if part.get("marked") else ""
    return f'{_alt_text(html) if kind in ("chart", "map") else ""}<div class="srm-{kind}"{marked}>{html}</div>'


def _alt_text(drawing: str) -> str:
    """What a drawing is called, as text for readers without drawings; who hears the page hears it there."""
    found = _ALT.search(drawing)
    return f'<p class="srm-hidden" aria-hidden="true">{found[1]}</p>' if found else ""


def _editor(data: Mapping[str, Any]) -> str:
    """Without scripts the query is a field of the form, whose name is a parameter of the address."""
    label, hint, run = (escape(t(f"sql.editor.{name}")) for name in ("label", "hint", "run"))
    links = "".join(f"<li>{link(found['href'], escape(found['title']))}</li>" for found in data["examples"])
    return (
        f'<div class="srm-editor"><label for="srm-first-query">{label}</label>'
        f'<div class="srm-field"><textarea id="srm-first-query" name="abfrage" rows="{data["rows"]}" spellcheck="false">'
        f"{escape(data['query'])}</textarea></div>"
        f'<p class="srm-editor-hint">{hint}</p><div><button class="srm-run">{run}</button></div>'
        f'<div class="srm-examples"><h2>{escape(data["heading"])}</h2><ul>{links}</ul></div></div>'
    )
