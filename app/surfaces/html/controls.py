"""Streamlit's controls as they look, until Streamlit is there; without scripts each is a field of a form.

Nobody can use one before the hand-over: what is pressed until then is pressed again on the control itself
(``first_view.js``). Readers without scripts get plain fields, whose names are parameters of the address.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from app.surfaces import markdown
from app.words import units
from app.words.text import t

_BUTTON = f'<button class="srm-button srm-submit">{escape(t("first_view.show"))}</button>'
_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-")


def by_style(text: str) -> str:
    """Words on a control that only a script moves: the style sheet writes them, so readers without both pass over it."""
    return f'<span data-shown="{escape(text)}"></span>'


def _date_input(found: Any) -> str:
    (day,) = found.value if found.set_value else found.default
    shown = units.date(dt.date.fromisoformat(day))
    field = f'<input class="srm-input" type="date" name="{_name(found)}" value="{day}" aria-label="{_label_of(found)}">'
    look = (
        f'<button type="button" class="srm-input" aria-label="{_label_of(found)}: {shown}">{by_style(shown)}</button>'
    )
    return _labelled(found, look, field)


def _file_uploader(found: Any) -> str:
    look = f'<button type="button" class="srm-input srm-upload"><span class="srm-button">{by_style(t("first_view.file"))}</span></button>'
    return _labelled(found, look, f"<span>{escape(t('first_view.needs_script'))}</span>", button=False)


def _pagination(found: Any) -> str:
    # Called as Streamlit's own are, so that the one that is pressed is found there.
    numbers = "".join(
        f'<button type="button" class="srm-number-button" aria-label="{escape(t("telling.page", n=number))}"{" aria-current=page" if number == found.default else ""}>{by_style(str(number))}</button>'
        for number in range(1, min(found.num_pages, found.max_visible_pages) + 1)
    )
    return f'<div data-testid="stPagination" class="srm-pages"><span class="srm-step"></span>{numbers}<span class="srm-step"></span></div>'


def _labelled(found: Any, look: str, field: str, *, button: bool = True) -> str:
    """A control below its label: as it looks, and the field that takes its place where there are no scripts."""
    submit = _BUTTON if button else ""
    caption = f'<span class="srm-label">{markdown.inline(found.label)}</span>'
    plain = f'<noscript><span class="srm-fields">{field}{submit}</span></noscript>'
    return f'<div class="srm-control">{caption}<div class="srm-look">{look}</div>{plain}</div>'


def _name(found: Any) -> str:
    """Parameter of the address that the control writes."""
    return escape(getattr(found, "query_param_key", "") or _KEY.sub("", found.id))


def _label_of(found: Any) -> str:
    return escape(found.label)


CONTROLS: Mapping[str, Callable[[Any], str]] = {
    "date_input": _date_input,
    "file_uploader": _file_uploader,
    "pagination": _pagination,
}
"""What shows each kind of control."""
