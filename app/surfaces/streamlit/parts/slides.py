"""Presentation: what a page shows, one figure or chart a screen. Pages run as ever; their parts add slides here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from app.data.region import region
from app.data.selection import current
from app.surfaces.streamlit import components
from app.words import units
from app.words.text import t

PARAMETER, NUMBER = "praesentation", "folie"
_KEY = "_slides"


@dataclass
class Slide:
    """One screen: its heading, what draws it, and the line that says where it is from."""

    heading: str
    draw: Callable[[str], object]
    source: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Deck:
    """All slides of one run of a page."""

    title: str = ""
    sources: tuple[str, ...] = ("projekte",)
    is_offered: bool = False
    slides: list[Slide] = field(default_factory=list)


def presenting() -> bool:
    """Whether the address asks for the page to be presented."""
    return st.query_params.get(PARAMETER) == "true"


def begin() -> None:
    """Forget the slides of the run before; called by the frame before the page."""
    st.session_state[_KEY] = Deck()


def title(text: str, *sources: str) -> None:
    """What the page is called, and where its figures are from."""
    deck = _deck()
    deck.title, deck.sources = text, sources or deck.sources


def sources() -> tuple[str, ...]:
    """Where the figures of the page are from."""
    return _deck().sources


def offer() -> None:
    """Say that there is something to present; what it takes is made only when somebody presents."""
    _deck().is_offered = True


def add(heading: str, draw: Callable[[str], object], source: str) -> None:
    """One more slide; ``draw`` gets a name that no other slide has."""
    _deck().slides.append(Slide(heading, draw, source))


def note(text: str) -> None:
    """A sentence that belongs to the slide before it."""
    if slides := _deck().slides:
        slides[-1].notes.append(text)


def has_any() -> bool:
    """Whether the page has something to present."""
    return _deck().is_offered


def start() -> None:
    """Present the page from its first slide."""
    st.query_params[PARAMETER] = "true"


def stage() -> None:
    """All slides at once, of which the browser shows one; keys and buttons move on without the server."""
    deck, selection = _deck(), current()
    with st.container(key="stage"):
        with st.container(key="slide-1"):
            chosen = "; ".join(text for _, text in selection.described)
            lines = [
                t("slides.stand", stand=units.date(selection.stand)),
                *([t("source.filters", filters=chosen)] if chosen else ()),
            ]
            told = "".join(f"<p>{escape(line)}</p>" for line in lines)
            st.html(f'<p class="srm-slide-over">{escape(region().region.title)}</p><h1>{escape(deck.title)}</h1>{told}')
            st.html(f'<p class="srm-slide-source">{escape(t("slides.release", release=selection.release_id))}</p>')
        for number, slide in enumerate(deck.slides, start=2):
            with st.container(key=f"slide-{number}"):
                st.html(f"<h2>{escape(slide.heading)}</h2>")
                slide.draw(f"slide-{number}")
                for text in slide.notes:
                    st.markdown(text)
                st.html(f'<p class="srm-slide-source">{escape(slide.source)}</p>')
        names = ("previous", "next", "leave", "of", "keys")
        words = {name: t(f"slides.{name}") for name in names}
        headings = [deck.title, *(slide.heading for slide in deck.slides)]
        components.stage("stage-controls", {"headings": headings, "words": words}, _leave)


def value(label: str, shown: str, text: str, source: str) -> None:
    """A headline figure on a slide of its own."""
    told = f'<p class="srm-slide-value">{escape(shown)}</p><p class="srm-slide-text">{escape(text)}</p>'
    add(label, lambda _: st.html(told), source)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A short table in large type."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<table class="srm-slide-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _leave() -> None:
    for name in (PARAMETER, NUMBER):
        st.query_params.pop(name, None)


def _deck() -> Deck:
    deck: Deck = st.session_state.setdefault(_KEY, Deck())
    return deck
