"""The map of the folder: the drawing of the screen, made to stand on paper."""

import json
from collections.abc import Sequence
from html import unescape
from xml.etree import ElementTree as ET

import pandas as pd

from app.charts import many_areas, maps, theme
from app.data import queries
from app.files.pictures import drawing
from app.sentences import headlines
from app.surfaces.folder import blocks
from app.surfaces.folder.blocks import Block
from app.surfaces.folder.request import Asked
from app.words.text import t

_NAMED = 30
"""Areas whose names and values half a page can hold."""
_LARGER = 1.2
"""Letters, against those of the screen: half a page of A4 is narrower than a screen is."""


def place(asked: Asked) -> list[Block | None]:
    """Own grants of all municipalities; the one that the folder is about has a heavy border. Nothing of too many."""
    figures = queries.municipality_figures(asked.everything)
    if not figures.grant_eur.notna().any():
        return []
    return [
        blocks.heading("report.place"),
        picture(asked, "grant_eur", t("own_column.grant_eur")),
        blocks.note(headlines.shared(queries.funding_totals(asked.everything)).replace("**", "")),
    ]


def picture(asked: Asked, value: str, measure: str, width: int = 100) -> Block:
    """A map of one figure of all municipalities, so many hundredths of its place wide."""
    areas, outline = queries.areas(asked.everything), queries.outline(asked.everything)
    figures = queries.municipality_figures(asked.everything)
    chosen = (asked.municipality,) if asked.municipality else ()
    draw = maps.choropleth if len(figures) <= _NAMED else _nameless
    drawn = draw(areas, outline, figures, value, measure=measure, chosen=chosen)
    alt = unescape(drawn.partition('aria-label="')[2].partition('"')[0])
    return {"kind": "picture", "svg": _printable(drawn), "alt": alt, "width": width}


def _nameless(
    areas: pd.DataFrame, outline: pd.DataFrame, table: pd.DataFrame, value: str, *, measure: str, chosen: Sequence[str]
) -> str:
    """So many areas that their names would cover each other: the classes alone, and a heavy border for the chosen one."""
    found = many_areas.choropleth(areas, outline, table, value, measure=measure, chosen=chosen)
    fills = [found["unknown"] if digit == " " else found["fills"][int(digit)] for digit in found["classes"]]
    paths = json.loads(many_areas.shapes(areas, outline))["paths"]
    border = f'stroke="{theme.PAPER}" stroke-width="10"'
    shapes = [f'<path d="{path}" fill="{fill}" {border}/>' for path, fill in zip(paths, fills, strict=True)]
    shapes += [f'<path d="{paths[i]}" fill="none" stroke="{theme.INK}" stroke-width="60"/>' for i in found["chosen"]]
    head, place, rest = str(found["svg"]).partition('<g class="srm-many"')
    start, end, rest = rest.partition(">")
    return head + place + start + end + "".join(shapes) + rest


def _printable(drawn: str) -> str:
    found = drawing.of_svg(drawn)
    for part in found.group.iter():
        if size := part.get("font-size"):
            part.set("font-size", f"{_LARGER * float(size.removesuffix('px')):g}px")
    root = ET.Element(f"{{{drawing.SVG}}}svg", {"viewBox": f"0 0 {found.width:g} {found.height:g}"})
    root.append(found.group)
    return ET.tostring(root, encoding="unicode")
