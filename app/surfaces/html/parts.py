"""Parts of a page as HTML: headline figures, plain words, what is chosen of several parts, and what every page can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from app.surfaces.html.controls import by_style
from app.surfaces.html.links import link


@dataclass(frozen=True)
class Card:
    """A headline figure: its label, its value, one sentence, and the way to the page behind it."""

    label: str
    value: str
    text: str
    href: str = ""
    way: str = ""
    """What the link says."""
    way_name: str = ""
    """What it says to those who hear it alone, where that is more."""
    origin: str = ""
    """The link to how the figure is made, as HTML."""


def cards(shown: Iterable[Card]) -> str:
    """Headline figures side by side."""
    return f'<div class="srm-figures"><ul class="srm-cards">{"".join(map(_card, shown))}</ul></div>'


def _card(card: Card) -> str:
    way = link(card.href, escape(card.way), card.way_name) if card.href else ""
    return (
        f'<li class="srm-card"><div class="srm-card-label">{escape(card.label)}</div>'
        f'<strong class="srm-card-value">{escape(card.value)}</strong>'
        f'<div class="srm-card-text">{escape(card.text)}{card.origin}</div>{way}</li>'
    )


def plain_words(heading: str, sentences: Iterable[str]) -> str:
    """Sentences below a heading that opens and closes them."""
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f"<details><summary><h2>{escape(heading)}</h2></summary>{told}</details>"


def switch(name: str, label: str, options: Sequence[str], chosen: str) -> str:
    """Which of several parts is on screen: the style sheet shows the one that is checked."""
    buttons = "".join(
        f'<label><input type="radio" name="{escape(name)}" value="{escape(option)}" data-number="{number}"'
        f"{' checked' if option == chosen else ''}><span>{escape(option)}</span></label>"
        for number, option in enumerate(options, start=1)
    )
    return f"<fieldset><legend>{escape(label)}</legend>{buttons}</fieldset>"


def page_tools(present: str, print_: str, parts: str) -> str:
    """Buttons that present and print the page, and what a printed page says that is shown in parts."""
    buttons = "".join(
        f'<button type="button" class="srm-tool srm-{name}" aria-label="{escape(word)}">{by_style(word)}</button>'
        for name, word in (("present", present), ("print", print_))
    )
    return f'<p class="srm-parts srm-on-paper">{by_style(parts)}</p>{buttons}'
