"""A drawing that stands alone: what a style sheet said is written to each part, names are our own, nothing is idle.

What comes in is what plotly or ``app.charts.maps`` drew; it becomes a group that can be placed in a picture of any size.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from app.charts import fonts, theme
from app.charts.map_labels import PHONE, SCREEN

SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)

_CLASSES = {
    "srm-area": {"stroke": theme.PAPER, "stroke-width": "4"},
    "srm-plain": {"stroke": theme.INK, "stroke-opacity": ".45"},
    "srm-unknown": {"stroke": theme.INK, "stroke-opacity": ".55", "stroke-width": "2"},
    "srm-chosen": {"stroke": theme.INK, "stroke-opacity": "1", "stroke-width": "7"},
    "srm-many-area": {"stroke": theme.PAPER, "stroke-width": "4", "stroke-opacity": ".5"},
    "srm-many-chosen": {"stroke": theme.INK, "stroke-opacity": "1", "stroke-width": "30"},
    "srm-ring": {"stroke": theme.INK, "stroke-width": "6"},
    "srm-outline": {"stroke": theme.INK, "stroke-width": "3"},
    "srm-map-name": {"text-anchor": "middle", "font-size": f"{SCREEN:.0f}px", "font-weight": "600"},
    "srm-map-value": {"text-anchor": "middle", "font-size": "23px"},
    "srm-legend": {"font-size": "24px", "fill": theme.INK},
    "srm-swatch": {"stroke": theme.INK, "stroke-opacity": ".45", "stroke-width": "1"},
}
"""What ``components/style.css`` says on the light theme."""
_IDLE = {"class", "role", "tabindex", "aria-pressed", "aria-label", "aria-hidden", "style"}
_STYLES = {
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linejoin",
    "stroke-miterlimit", "font-size", "font-weight", "text-anchor", "opacity", "display", "visibility",
}  # fmt: skip
_REFERENCE = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")


@dataclass(frozen=True)
class Entry:
    """What an area of a map says, for a list beside it."""

    name: str
    value: str
    fill: str


@dataclass(frozen=True)
class Drawing:
    """A group with its own size."""

    group: ET.Element
    width: float
    height: float
    entries: tuple[Entry, ...] = ()
    """Areas of a map, the highest value first."""


def of_svg(text: str, *, names_only: bool = False) -> Drawing:
    """The drawing of an SVG; the sizes are those of its ``viewBox``.

    With ``names_only`` a map is drawn as for a phone: larger names without values, which then stand in a list beside it.
    """
    root = fromstring(text)
    areas = [(part, part.get("data-tip", "")) for part in root.iter() if "srm-area" in part.get("class", "").split()]
    if names_only:
        _as_on_a_phone(root)
    if "srm-small" in root.get("class", ""):
        _sized(root, {"srm-map-name": 52})
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    group = ET.Element(f"{{{SVG}}}g", {"font-family": fonts.FAMILY, "fill": theme.INK} if _is_map(root) else {})
    if left or top:
        group.set("transform", f"translate({-left:g},{-top:g})")
    group.extend(list(root))
    for part in list(group.iter()):
        if part is not group:
            _plain(part)
    _bordered(group, [part for part, tip in areas if "\n" in tip])
    _pruned(group)
    _renamed(group)
    said = [(part, *tip.partition("\n")) for part, tip in areas]
    entries = [Entry(name, value, part.get("fill", "none")) for part, name, _, value in said if value]
    return Drawing(group, width, height, tuple(sorted(entries, key=_number, reverse=True)))


def letters(group: ET.Element) -> dict[int, set[str]]:
    """Which letters a group writes in each weight."""
    found: dict[int, set[str]] = {weight: set() for weight in fonts.WEIGHTS}

    def collect(part: ET.Element, weight: int) -> None:
        weight = _weight(part.get("font-weight", ""), weight)
        found[weight] |= set(part.text or "")
        for child in part:
            collect(child, weight)
            found[weight] |= set(child.tail or "")

    collect(group, fonts.REGULAR)
    return {weight: shown for weight, shown in found.items() if shown}


def _bordered(group: ET.Element, areas: Sequence[ET.Element]) -> None:
    """A dark line in the light border of areas: one of both stands out from any two neighbours, also in grey."""
    lines = [
        ET.Element(part.tag, {"d": part.get("d", ""), "fill": "none", "stroke": theme.INK, "stroke-width": "1"})
        for part in areas
    ]
    if areas:
        last = max(place for place, part in enumerate(group) if part in areas)
        group[last + 1 : last + 1] = lines


def _as_on_a_phone(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for part in list(parent):
            if part.get("class") == "srm-map-value":
                parent.remove(part)
    _sized(root, {"srm-map-name": PHONE, "srm-legend": 31})


def _sized(root: ET.Element, sizes: dict[str, float]) -> None:
    for part in root.iter():
        if size := sizes.get(part.get("class", "")):
            part.set("style", f"font-size: {size:.0f}px")


def _number(entry: Entry) -> float:
    """For sorting: what is not known comes last, and equal values stand as they are drawn."""
    found = re.match(r"-?[\d.]+(?:,\d+)?", entry.value)
    return float(found[0].replace(".", "").replace(",", ".")) if found else float("-inf")


def _is_map(root: ET.Element) -> bool:
    return "srm-map-drawing" in root.get("class", "")


def _weight(text: str, inherited: int) -> int:
    named = {"bold": fonts.BOLD, "normal": fonts.REGULAR}
    number = named.get(text) or (int(text) if text.isdecimal() else inherited)
    return min(fonts.WEIGHTS, key=lambda weight: abs(weight - number))


def _plain(part: ET.Element) -> None:
    """Style sheet and style become attributes; what only serves a page goes."""
    stated = (said.partition(":") for said in part.get("style", "").split(";"))
    style = {name.strip(): value.strip() for name, _, value in stated}
    looks: dict[str, str] = {}
    for name in part.get("class", "").split():
        looks |= _CLASSES.get(name, {})
    looks |= {name: value for name, value in style.items() if name in _STYLES and value}
    for name in [name for name in part.attrib if name in _IDLE or name.startswith("data-")]:
        del part.attrib[name]
    for name, value in looks.items():
        part.set(name, value)
    if style.get("white-space") == "pre" and "  " in "".join(part.itertext()):
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if style.get("text-shadow", "none") != "none":
        # The halo that plotly gives names on coloured bands, as a line around the letters.
        halo = {"stroke": theme.PAPER, "stroke-width": "3", "stroke-opacity": ".75", "stroke-linejoin": "round"}
        part.attrib.update({**halo, "paint-order": "stroke"})
    if family := style.get("font-family"):
        part.set("font-family", family.split(",")[0].strip("'\" "))
    for name, value in part.attrib.items():
        if value == "currentColor":
            part.set(name, theme.INK)
        elif name in {"fill", "stroke"} and value == "transparent":
            part.set(name, "none")


def _pruned(parent: ET.Element) -> None:
    """Without parts that show nothing: empty groups, fully transparent shapes."""
    for part in list(parent):
        _pruned(part)
        name = part.tag.rpartition("}")[2]
        is_idle = name in {"g", "defs"} and len(part) == 0
        is_unseen = (
            part.get("fill-opacity") == "0" and part.get("stroke-opacity", "0") == "0" and name in {"rect", "path"}
        )
        is_hidden = part.get("display") == "none" or part.get("visibility") == "hidden" or part.get("opacity") == "0"
        if (is_idle or is_unseen or is_hidden or (name == "path" and not part.get("d"))) and not part.tail:
            parent.remove(part)


def _renamed(group: ET.Element) -> None:
    """Names of gradients, patterns and clips are random in what plotly draws; ours are not."""
    used = {name for part in group.iter() for value in part.attrib.values() for name in _REFERENCE.findall(value)}
    names: dict[str, str] = {}
    for part in group.iter():
        if (name := part.get("id")) is None:
            continue
        if name in used:
            names[name] = f"p{len(names)}"
            part.set("id", names[name])
        else:
            del part.attrib["id"]
    for part in group.iter():
        for name, value in part.attrib.items():
            part.set(name, _REFERENCE.sub(lambda found: f"url(#{names.get(found[1], found[1])})", value))
