"""Where a page is shown: asked once a run, so that neither a page nor its parts need to know."""

from typing import Any

import streamlit as st

from app.surfaces.streamlit import paper, slides
from app.surfaces.streamlit.paper import Paper
from app.surfaces.streamlit.screen import Screen
from app.surfaces.streamlit.slides import Slides

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
