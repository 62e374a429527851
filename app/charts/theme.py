"""Colours, symbols, and the German of plotly.js; the only place where a part of the app learns a colour."""

from babel.dates import get_day_names, get_month_names

import palette
from config import settings
from palette import contrast

# Read once, when the server starts: Streamlit is given the same colours then.
_COLOURS = palette.of_region(settings().data_dir / "region.toml")
_THEME = palette.theme(_COLOURS)

OPTIONS = palette.changed(_COLOURS)
"""Options of Streamlit that the region's own colours change, by name; for the server to set."""

SERIES: list[str] = _THEME["chartCategoricalColors"]
"""Categorical colours, at least 3:1 on the light and on the dark background."""

SEQUENTIAL: list[str] = [_THEME["chartSequentialColors"][i] for i in palette.STEPS]
"""Five steps from little to much, on a light ground; on a dark one in the reverse order, so that much always stands out."""

NEUTRAL = SERIES[10]
HIGHLIGHT = SERIES[0]

INK: str = _THEME["light"]["textColor"]
PAPER: str = _THEME["light"]["backgroundColor"]
RULE: str = _THEME["light"]["borderColor"]
ACCENT: str = _THEME["light"]["primaryColor"]
SOFT: str = _THEME["light"]["secondaryBackgroundColor"]
"""Text, ground, thin lines, the one accent and the ground of cards of what leaves the house: always the light theme."""
MUTED = "#" + "".join(f"{(int(INK[i : i + 2], 16) * 3 + int(PAPER[i : i + 2], 16)) // 4:02x}" for i in (1, 3, 5))
"""A calmer text colour: three quarters ink, one quarter ground."""

ATTRIBUTION = {"single": (SERIES[0], ""), "joint": (SERIES[1], "/"), "district": (SERIES[2], ".")}
"""Colour and bar pattern of own, joint and district-wide money."""

STATE = {
    "reached": (SERIES[0], "circle"),
    "step_taken": (SERIES[2], "square"),
    "event": (SERIES[6], "diamond"),
    "setback": (SERIES[4], "triangle-down"),
    "planned": (SERIES[3], "diamond-open"),
    "overdue": (SERIES[11], "triangle-up"),
    "no_feedback": (SERIES[1], "x-thin-open"),
    "dropped": (NEUTRAL, "square-open"),
}
"""Colour and plotly marker symbol of a milestone's state."""

LINES = ["", "dot", "dash", "longdash", "dashdot", "longdashdot"]
REGION_SYMBOLS = ["hexagram", "star-diamond", "hourglass"]
"""Marks of district, state and country, which no municipality uses."""

SYMBOLS = ["circle", "square", "diamond", "triangle-up", "x", "cross", "star", "pentagon", "hexagon", "bowtie"]

_SUNDAY_FIRST = (6, *range(6))
GERMAN = {
    "locale": "de",
    "locales": {
        "de": {
            "dictionary": {},
            "format": {
                "days": [get_day_names(locale="de")[day] for day in _SUNDAY_FIRST],
                "shortDays": [get_day_names("abbreviated", "stand-alone", "de")[day] for day in _SUNDAY_FIRST],
                "months": list(get_month_names(locale="de").values()),
                "shortMonths": list(get_month_names("abbreviated", locale="de").values()),
                "date": "%d.%m.%Y",
                "decimal": ",",
                "thousands": ".",
            },
        }
    },
}
"""plotly.js language data: names of days and months, number and date formats."""


def text_on(fill: str) -> str:
    """Dark or light text colour, whichever has the higher contrast on ``fill``."""
    return max((INK, PAPER), key=lambda colour: contrast(colour, fill))


def backgrounds() -> list[str]:
    """Page backgrounds of the light and the dark theme."""
    return [_THEME["light"]["backgroundColor"], _THEME["dark"]["backgroundColor"]]


def sheet_variables() -> str:
    """Style sheet variables: colours of printed pages, those of the light theme whichever is on screen; and of the page.

    Streamlit gives the latter to components alone, and to no page that it does not make.
    """
    light, dark = _THEME["light"], _THEME["dark"]
    paper = {"": "backgroundColor", "-ink": "textColor", "-link": "linkColor", "-primary": "primaryColor"}
    page = {
        "--st-background-color": "backgroundColor",
        "--st-secondary-background-color": "secondaryBackgroundColor",
        "--st-text-color": "textColor",
        "--st-link-color": "linkColor",
        "--st-primary-color": "primaryColor",
        "--srm-border": "borderColor",
    }
    printed = " ".join(f"--srm-paper{end}: {light[name]};" for end, name in paper.items())
    pairs = {name: (light[key], dark[key]) for name, key in page.items()}
    for number, ends in enumerate(zip(SEQUENTIAL, reversed(SEQUENTIAL), strict=True)):
        pairs[f"--srm-class-{number}"] = ends
        pairs[f"--srm-class-{number}-text"] = (text_on(ends[0]), text_on(ends[1]))
    shown = " ".join(f"{name}: light-dark({light}, {dark});" for name, (light, dark) in pairs.items())
    return f":root {{ {printed} }}\n.stApp {{ {shown} }}"
