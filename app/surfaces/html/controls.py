"""Streamlit's controls as they look, until Streamlit is there; without scripts each is a field of a form.

Nobody can use one before the hand-over: what is pressed until then is pressed again on the control itself
(``first_view.js``). Readers without scripts get plain fields, whose names are parameters of the address.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from app.surfaces import markdown
from app.words import units
from app.words.text import t

_ARROW = '<svg class="srm-arrow" viewBox="0 0 24 24" aria-hidden="true"><path d="M7.41 8.59 12 13.17l4.59-4.58L18 10l-6 6-6-6z"/></svg>'
_CROSS = '<svg class="srm-cross" viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1l8 8M9 1L1 9"/></svg>'
_BUTTON = f'<button class="srm-button srm-submit">{escape(t("first_view.show"))}</button>'
_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(?:shown-)?")


def by_style(text: str) -> str:
    """Words on a control that only a script moves: the style sheet writes them, so readers without both pass over it."""
    return f'<span data-shown="{escape(text)}"></span>'


def _multiselect(found: Any) -> str:
    chosen = list(found.raw_values) if found.set_value else [found.options[i] for i in found.default]
    tags = "".join(f'<span class="srm-tag">{by_style(text)}{_CROSS}</span>' for text in chosen)
    shown = tags or f'<span class="srm-placeholder">{by_style(found.placeholder)}</span>'
    look = f'<button type="button" class="srm-input srm-several" aria-label="{_label_of(found)}"><span class="srm-chosen-list">{shown}</span>{_ARROW}</button>'
    return _labelled(found, look, _select(found, chosen, everything=found.placeholder), button=False)


def _selectbox(found: Any) -> str:
    chosen = found.raw_value if found.set_value else found.options[found.default]
    look = f'<button type="button" class="srm-input" aria-label="{_label_of(found)}: {escape(chosen)}">{by_style(chosen)}{_ARROW}</button>'
    return _labelled(found, look, _select(found, [chosen]))


def _text_input(found: Any) -> str:
    value = found.value if found.set_value else found.default
    field = (
        f'<input class="srm-input" name="{_name(found)}" value="{escape(value)}" maxlength="{found.max_chars}" '
        f'placeholder="{escape(found.placeholder)}" aria-label="{_label_of(found)}">'
    )
    return _labelled(found, field.replace(" name=", " data-name=", 1), field)


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


def _button_group(found: Any) -> str:
    pressed = set(found.default)
    options = "".join(
        f'<button type="button" aria-pressed="{str(i in pressed).lower()}">{markdown.inline(option.content)}</button>'
        for i, option in enumerate(found.options)
    )
    return f'<div class="stButtonGroup">{_caption(found)}<div class="srm-segments">{options}</div></div>'


def _pagination(found: Any) -> str:
    numbers = "".join(
        f'<button type="button" class="srm-number-button" aria-label="{number}"{" aria-current=page" if number == found.default else ""}>{by_style(str(number))}</button>'
        for number in range(1, min(found.num_pages, found.max_visible_pages) + 1)
    )
    return f'<div data-testid="stPagination" class="srm-pages"><span class="srm-step"></span>{numbers}<span class="srm-step"></span></div>'


def _labelled(found: Any, look: str, field: str, *, button: bool = True) -> str:
    """A control below its label: as it looks, and the field that takes its place where there are no scripts."""
    if not found.label or found.label == _name(found):
        return ""
    submit = _BUTTON if button else ""
    plain = f'<noscript><span class="srm-fields">{field}{submit}</span></noscript>'
    return f'<div class="srm-control">{_caption(found)}<div class="srm-look">{look}</div>{plain}</div>'


def _caption(found: Any) -> str:
    return f'<span class="srm-label">{markdown.inline(found.label)}</span>'


def _select(found: Any, chosen: Sequence[str], everything: str = "") -> str:
    first = f'<option value="">{escape(everything)}</option>' if everything else ""
    rest = "".join(
        f'<option value="{escape(text)}"{" selected" if text in chosen else ""}>{escape(text)}</option>'
        for text in found.options
    )
    return f'<select class="srm-input" name="{_name(found)}" aria-label="{_label_of(found)}">{first}{rest}</select>'


def _name(found: Any) -> str:
    """Parameter of the address that the control writes."""
    return escape(getattr(found, "query_param_key", "") or _KEY.sub("", found.id))


def _label_of(found: Any) -> str:
    return escape(found.label)


CONTROLS: Mapping[str, Callable[[Any], str]] = {
    "multiselect": _multiselect,
    "selectbox": _selectbox,
    "text_input": _text_input,
    "date_input": _date_input,
    "file_uploader": _file_uploader,
    "button_group": _button_group,
    "pagination": _pagination,
}
"""What shows each kind of control."""
