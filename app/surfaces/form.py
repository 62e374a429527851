"""What a visitor can choose, as a form: names on screen, keys in the address; it works without any script."""

import functools
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from app.words.text import t

Options = tuple[tuple[str, str], ...]
"""Keys with their names."""


class AnyOf(NamedTuple):
    """A list of which several may be chosen."""

    name: str
    """Its parameter of the address, as in the next ones."""
    label: str
    options: Options
    chosen: tuple[str, ...] = ()
    """Keys."""
    most: int | None = None
    """How many may be chosen at once; None for as many as there are."""
    none: str = ""
    """What is said where nothing is chosen."""

    @property
    def names(self) -> str:
        """What is chosen, in the order in which it was; empty where nothing is."""
        known = dict(self.options)
        return ", ".join(known[key] for key in self.chosen)


class OneOf(NamedTuple):
    """A list of which one is chosen."""

    name: str
    label: str
    options: Options
    chosen: str
    usual: str
    """What is chosen where the address says nothing."""
    resets: str = ""
    """Name of a list that depends on what is chosen in this one."""


class Words(NamedTuple):
    """A field to write in."""

    name: str
    label: str
    value: str
    hint: str
    longest: int


Field = AnyOf | OneOf | Words


def filter_form(filters: tuple[AnyOf, ...], stands: OneOf | None, kept: tuple[tuple[str, str], ...] = ()) -> str:
    """Filters and Stand, and in one line what is chosen; ``kept`` are parameters that go along unseen."""
    fields = (*filters, stands) if stands else filters
    return f'<details class="srm-fold"><summary>{escape(_fold(filters))}</summary></details>{form(fields, kept)}'


@functools.lru_cache(maxsize=256)
def form(fields: tuple[Field, ...], kept: tuple[tuple[str, str], ...] = ()) -> str:
    """The fields side by side."""
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept)
    button = f'<noscript><button class="srm-button">{escape(t("first_view.show"))}</button></noscript>'
    return f'<div class="srm-form-items">{"".join(map(_field, fields))}{hidden}{button}</div>'


def _fold(filters: Sequence[AnyOf]) -> str:
    """What is chosen in one line: „Musterstadt · alle Jahre“."""
    shown = (
        found.names or t(f"filter.all_of.{found.name}")
        for found in filters
        if found.chosen or found.name in ("kommune", "jahr")
    )
    return " · ".join(shown) or t("filter.stand_only")


def _field(field: Field) -> str:
    if isinstance(field, AnyOf):
        return _any_of(field)
    return _labelled(field, _list(field) if isinstance(field, OneOf) else _words(field))


def _any_of(field: AnyOf) -> str:
    label = escape(field.label)
    count = f'<span class="srm-form-count">{len(field.chosen)}</span>' if len(field.chosen) > 1 else ""
    shown = escape(field.names or field.none)
    look = " srm-form-chosen" if field.chosen else ""
    is_full = field.most is not None and len(field.chosen) >= field.most
    options = "".join(
        f'<label><input type="checkbox" name="{field.name}" value="{escape(key)}"'
        f"{' checked' if key in field.chosen else ' disabled' if is_full else ''}><span>{escape(name)}</span></label>"
        for key, name in field.options
    )
    return (
        f'<details class="srm-form-item st-key-choice-{field.name}" name="srm-form-item" data-filter="{field.name}">'
        f'<summary><span class="srm-label">{label}</span> <span class="srm-input{look}">{count}'
        f'<span class="srm-form-value">{shown}</span></span></summary>'
        f'<fieldset><legend class="srm-hidden">{label}</legend><div class="srm-form-list">{options}</div></fieldset></details>'
    )


def _labelled(field: OneOf | Words, control: str) -> str:
    look = " srm-form-select" if isinstance(field, OneOf) else ""
    return (
        f'<label class="srm-form-item{look} st-key-choice-{field.name}">'
        f'<span class="srm-label">{escape(field.label)}</span>{control}</label>'
    )


def _list(field: OneOf) -> str:
    """What is chosen where the address says nothing has no value, so that it is not written there."""
    options = "".join(
        f'<option value="{"" if key == field.usual else escape(key)}"{" selected" if key == field.chosen else ""}>{escape(name)}</option>'
        for key, name in field.options
    )
    resets = f' data-resets="{field.resets}"' if field.resets else ""
    return f'<select class="srm-input" name="{field.name}"{resets}>{options}</select>'


def _words(field: Words) -> str:
    return (
        f'<input class="srm-input" name="{field.name}" value="{escape(field.value)}" maxlength="{field.longest}" '
        f'placeholder="{escape(field.hint)}" autocomplete="off">'
    )
