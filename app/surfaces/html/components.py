"""The project's own components as HTML, as a page has them before their scripts run."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ALT = re.compile('role="(?:img|group)" aria-label="([^"]*)"')
_BARE = ("html", "header", "form")
"""Kinds of parts whose HTML stands in no box of its kind."""


def component(found: Any) -> str:
    """One of the components in ``app/surfaces/streamlit/components``."""
    name = found.component_name.rpartition("srm_")[2]
    if name == "parts":
        return f'<div class="srm-blocks">{_parts(json.loads(found.bytes))}</div>'
    return f'<div class="srm-editor">{json.loads(found.json)["html"]}</div>'


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
