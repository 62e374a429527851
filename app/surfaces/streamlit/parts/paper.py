"""What a page shows on paper: every row it has room for, Stand and release on every sheet, its own address."""

from html import escape

import streamlit as st

from app.data.selection import Selection
from app.surfaces.streamlit import components
from app.surfaces.streamlit.parts import slides
from app.words import units
from app.words.text import t
from config import settings

PARAMETER = "drucken"
ROWS = 2000
"""Rows of one table that are printed, about fifty sheets; whoever needs more wants the file."""

CHARTS = 10
"""Parts of one chart that are printed; on each of them stand several projects."""


def is_printed_whole() -> bool:
    """Whether the address asks for the page to be printed: long tables come whole instead of page by page."""
    return st.query_params.get(PARAMETER) == "true"


def tools() -> None:
    """The buttons that print the page, for which missing rows are asked first, and present what it shows."""
    words = {"print": t("paper.print"), "parts": t("paper.parts")}
    if slides.has_any():
        words["present"] = t("slides.present")
    components.tools("paper", {"whole": is_printed_whole(), "words": words}, _ask, slides.start)


def rest(count: int) -> str:
    """Says how many of so many rows are printed and where the others are; empty when all are."""
    return t("paper.rest", n=units.number(ROWS), total=units.number(count)) if count > ROWS else ""


def line(text: str) -> None:
    """A line that only paper shows, for what a field says on screen."""
    st.html(f'<p class="srm-on-paper">{escape(text)}</p>')


def foot(selection: Selection) -> None:
    """What only paper shows: the page's address below it, Stand and release on every sheet."""
    stand, base = selection.stand.isoformat(), settings().base_url.rstrip("/")
    words = t("paper.address")
    st.html(
        f'<p class="srm-address srm-on-paper" data-words="{words}" data-stand="{stand}" data-base="{escape(base)}"></p>'
    )
    line = t("paper.foot", stand=units.date(selection.stand), release=selection.release_id)
    number, total = (t(f"paper.{name}") for name in ("sheet", "sheets"))
    pages = f'"{number} " counter(page) " {total} " counter(pages)'
    st.html(f'<style>@page {{ @bottom-left {{ content: "{line}" }} @bottom-right {{ content: {pages} }} }}</style>')


def _ask(how_much: str) -> None:
    if how_much == "whole":
        st.query_params[PARAMETER] = "true"
    else:
        st.query_params.pop(PARAMETER, None)
