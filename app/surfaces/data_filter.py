"""The filters of a public table as a form whose fields are the parameters of its address: it needs no script."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from app.data.published import Column, operators
from app.exhibits.data_selection import PUBLIC_TABLE_PARAMETER, SEARCH, DataSelection
from app.words import cells, units
from app.words.text import t

_FORM = "srm-data-form"
_FIELDS = {
    "text": ("contains", "exact", "in"),
    "integer": ("greater", "less", "exact"),
    "decimal": ("greater", "less", "exact"),
    "date": ("greater", "less"),
    "list": ("contains",),
}
"""Fields of a column by what its values are, of those that its operators allow."""
_KEYBOARDS = {"integer": "numeric", "decimal": "decimal"}


def data_filter(asked: DataSelection, choices: Mapping[str, Sequence[object]], address: str) -> str:
    """The form; ``choices`` are the few values of a column of which some can be chosen, ``address`` is the page's."""
    filtered = {condition.column for condition in asked.query.conditions}
    fields = "".join(
        _column(asked, column, choices.get(column.name, ()), is_filtered=column.name in filtered)
        for column in asked.table.columns
        if operators(column)
    )
    words, sent = t("data.filter.search"), f'<button class="srm-tool">{escape(t("data.filter.send"))}</button>'
    search = f'<input type="search" name="{SEARCH}" value="{escape(asked.query.search)}" maxlength="100" aria-label="{escape(words)}">'
    lifted = (
        f'<a href="{escape(address)}">{escape(t("data.filter.clear"))}</a>' if filtered or asked.query.search else ""
    )
    return (
        f'<form class="srm-data-filter" id="{_FORM}" method="get" role="search" aria-label="{escape(t("data.filter.heading"))}">'
        f'<input type="hidden" name="{PUBLIC_TABLE_PARAMETER}" value="{escape(asked.table.name)}">{"".join(_hidden_fields(asked))}'
        f"<p><label>{escape(words)} {search}</label> {sent} {lifted}</p>"
        f"<details><summary>{escape(t('data.filter.columns'))}</summary>"
        f"<div>{fields}</div><p>{sent}</p></details></form>"
    )


def _hidden_fields(asked: DataSelection) -> Iterator[str]:
    """What else the address holds. Without scripts the filters of the page are fields of the form around this one."""
    for name, value in (*asked.query.selection.pairs(), ("stand", asked.query.selection.stand.isoformat())):
        yield f'<input type="hidden" form="{_FORM}" name="{name}" value="{escape(value)}">'


def _column(asked: DataSelection, column: Column, choices: Sequence[object], *, is_filtered: bool) -> str:
    if column.kind == "boolean":
        fields = _yes_or_no(asked, column)
    elif choices:
        fields = _choices(asked, column, choices)
    else:
        fields = "".join(_field(asked, column, operator) for operator in _FIELDS[column.kind])
    return (
        f"<fieldset{' data-filtered' if is_filtered else ''}><legend>{escape(units.with_unit(column.label, column.unit))} "
        f"<code>{escape(column.name)}</code></legend>{fields}</fieldset>"
    )


def _field(asked: DataSelection, column: Column, operator: str) -> str:
    name, value = f"{column.name}__{operator}", asked.written(column.name, operator)
    kind = "date" if column.kind == "date" else "text"
    keyboard = f' inputmode="{_KEYBOARDS[column.kind]}"' if column.kind in _KEYBOARDS else ""
    return (
        f"<label><span>{escape(_word(column, operator))}</span> "
        f'<input type="{kind}" name="{name}" value="{escape(value)}" maxlength="1000"{keyboard} '
        f'aria-label="{escape(f"{column.label}: {_word(column, operator)}")}"></label>'
    )


def _yes_or_no(asked: DataSelection, column: Column) -> str:
    held = asked.condition(column.name, "exact")
    chosen = {True: "true", False: "false"}[held.values[0] is True] if held else ""
    options = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(t(f"data.filter.{name}"))}</option>'
        for value, name in (("", "any"), ("true", "yes"), ("false", "no"))
    )
    return f'<label><span>{escape(_word(column, "exact"))}</span> <select name="{column.name}__exact">{options}</select></label>'


def _choices(asked: DataSelection, column: Column, choices: Sequence[object]) -> str:
    held = [asked.condition(column.name, operator) for operator in ("in", "exact")]
    chosen = {value for condition in held if condition for value in condition.values}
    boxes = "".join(
        f'<label><input type="checkbox" name="{column.name}__in" value="{escape(_quoted(value))}"'
        f"{' checked' if value in chosen else ''}> {escape(cells.name_of(column.name, value))}</label>"
        for value in choices
    )
    return f"<div>{boxes}</div>"


def _word(column: Column, operator: str) -> str:
    is_span = column.kind in ("integer", "decimal", "date") and operator in ("less", "greater")
    return t(f"data.filter.{'span_' if is_span else ''}{operator}")


def _quoted(value: object) -> str:
    """A value as it stands among others between commas."""
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') or text != text.strip() else text
