"""Where a page is shown: asked once a run, so that neither a page nor its parts need to know."""

from typing import Any

import streamlit as st

from app.surfaces.streamlit import components, paper, slides
from app.surfaces.streamlit.paper import Paper
from app.surfaces.streamlit.screen import Screen
from app.surfaces.streamlit.slides import Slides
from app.words.text import t

ASKED_BY = {slides.PARAMETER: Slides, paper.PARAMETER: Paper}
"""Parameters of the address that ask for another surface than a screen; the first one counts."""
_KEY = "_surface"


def begin() -> Screen:
    """The surface of this run of a page; called by the frame before the page."""
    kinds = (kind for name, kind in ASKED_BY.items() if st.query_params.get(name) == "true")
    surface: Screen = next(kinds, Screen)()
    st.session_state[_KEY] = surface
    return surface


def current() -> Screen:
    """What this run of the page is shown on."""
    surface: Screen = st.session_state[_KEY]
    return surface


def native() -> Any:
    """Streamlit, for what it draws itself on a page: below everything that is there already."""
    current().blocks.before_streamlit()
    return st


def tools() -> None:
    """The buttons that print the page, for which missing rows are asked first, and present what it shows."""
    words = {"print": t("paper.print"), "parts": t("paper.parts")}
    if current().has_slides:
        words["present"] = t("slides.present")
    components.tools("paper", {"whole": current().is_whole, "words": words}, _print, _present)


def _present() -> None:
    st.query_params[slides.PARAMETER] = "true"


def _print(how_much: str) -> None:
    if how_much == "whole":
        st.query_params[paper.PARAMETER] = "true"
    else:
        st.query_params.pop(paper.PARAMETER, None)
